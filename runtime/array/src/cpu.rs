//! Which instructions the kernels use: found at the first use, or said by `PYAOT_BACKEND`.

use std::sync::atomic::{AtomicU8, Ordering};

/// Sets of instructions, each containing those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Backend {
    /// One element at a time: the reference.
    Scalar,
    Sse2,
    Avx2,
    Avx512,
}

impl Backend {
    pub const ALL: [Backend; 4] = [Backend::Scalar, Backend::Sse2, Backend::Avx2, Backend::Avx512];

    pub fn name(self) -> &'static str {
        match self {
            Backend::Scalar => "scalar",
            Backend::Sse2 => "sse2",
            Backend::Avx2 => "avx2",
            Backend::Avx512 => "avx512",
        }
    }

    /// The machine has these instructions.
    pub fn is_supported(self) -> bool {
        match self {
            Backend::Scalar | Backend::Sse2 => true,
            #[cfg(target_arch = "x86_64")]
            Backend::Avx2 => is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") && is_x86_feature_detected!("bmi2"),
            #[cfg(target_arch = "x86_64")]
            Backend::Avx512 => {
                Backend::Avx2.is_supported()
                    && is_x86_feature_detected!("avx512f")
                    && is_x86_feature_detected!("avx512bw")
                    && is_x86_feature_detected!("avx512cd")
                    && is_x86_feature_detected!("avx512dq")
                    && is_x86_feature_detected!("avx512vl")
                    && is_x86_feature_detected!("bmi1")
                    && is_x86_feature_detected!("lzcnt")
                    && is_x86_feature_detected!("popcnt")
            }
            #[cfg(not(target_arch = "x86_64"))]
            _ => false,
        }
    }
}

const UNKNOWN: u8 = 255;
static CHOSEN: AtomicU8 = AtomicU8::new(UNKNOWN);

/// The backend of this process.
#[inline]
pub fn backend() -> Backend {
    match CHOSEN.load(Ordering::Relaxed) {
        UNKNOWN => choose(),
        n => Backend::ALL[n as usize & 3],
    }
}

/// Uses this backend from now on: for tests that compare them.
pub fn set_backend(b: Backend) {
    CHOSEN.store(b as u8, Ordering::Relaxed);
}

#[cold]
fn choose() -> Backend {
    let best = || Backend::ALL.into_iter().rfind(|b| b.is_supported()).unwrap_or(Backend::Sse2);
    let chosen = match std::env::var("PYAOT_BACKEND") {
        Ok(name) if !name.is_empty() => match Backend::ALL.into_iter().find(|b| b.name() == name) {
            Some(b) if b.is_supported() => b,
            Some(_) => refuse(&format!("this machine does not have the instructions of PYAOT_BACKEND={name}")),
            None => refuse(&format!("PYAOT_BACKEND={name}: the backends are scalar, sse2, avx2 and avx512")),
        },
        _ => best(),
    };
    set_backend(chosen);
    chosen
}

fn refuse(message: &str) -> ! {
    eprintln!("pyaot: {message}");
    std::process::exit(2)
}
