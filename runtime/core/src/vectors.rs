//! Which of their vector code compiled loops run.

use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};

/// What compiled code knows of its vector code; its layout is `codegen`'s too (`inst/lanes`).
#[repr(C)]
pub struct Vectors {
    /// 0: none, 1: that for AVX2, 2: that for AVX-512.
    best: AtomicU8,
    /// How often it was entered. Threads may miss some of each other's.
    entered: AtomicU64,
}

#[unsafe(export_name = "pyaot_vectors")]
pub static VECTORS: Vectors = Vectors { best: AtomicU8::new(0), entered: AtomicU64::new(0) };

/// Looks what the machine has. `PYAOT_BACKEND` may say that less of it is used, as with the kernels of arrays.
pub fn find() {
    let wanted = match std::env::var_os("PYAOT_BACKEND") {
        Some(name) if name == "scalar" || name == "sse2" => 0,
        Some(name) if name == "avx2" => 1,
        _ => 2,
    };
    VECTORS.best.store(machine().min(wanted), Ordering::Relaxed);
}

/// Vector code runs here at all.
pub fn are_there() -> bool {
    VECTORS.best.load(Ordering::Relaxed) > 0
}

/// How often vector code was entered.
pub fn entered() -> u64 {
    VECTORS.entered.load(Ordering::Relaxed)
}

#[cfg(target_arch = "x86_64")]
fn machine() -> u8 {
    let wide = is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512dq")
        && is_x86_feature_detected!("avx512vl");
    if wide { 2 } else { is_x86_feature_detected!("avx2").into() }
}

#[cfg(not(target_arch = "x86_64"))]
fn machine() -> u8 {
    0
}
