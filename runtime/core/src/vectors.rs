//! Which of their vector code compiled loops run.

use std::sync::atomic::{AtomicU8, Ordering};

/// 0: none, 1: that for AVX2, 2: that for AVX-512.
#[unsafe(export_name = "pyaot_vectors")]
pub static BEST: AtomicU8 = AtomicU8::new(0);

/// Looks what the machine has. `PYAOT_BACKEND` may say that less of it is used, as with the kernels of arrays.
pub fn find() {
    let wanted = match std::env::var_os("PYAOT_BACKEND") {
        Some(name) if name == "scalar" || name == "sse2" => 0,
        Some(name) if name == "avx2" => 1,
        _ => 2,
    };
    BEST.store(machine().min(wanted), Ordering::Relaxed);
}

/// Vector code runs here at all.
pub fn are_there() -> bool {
    BEST.load(Ordering::Relaxed) > 0
}

#[cfg(target_arch = "x86_64")]
fn machine() -> u8 {
    let wide = is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512dq") && is_x86_feature_detected!("avx512vl");
    if wide { 2 } else { is_x86_feature_detected!("avx2").into() }
}

#[cfg(not(target_arch = "x86_64"))]
fn machine() -> u8 {
    0
}
