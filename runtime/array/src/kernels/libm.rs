//! The C library's functions: NumPy calls the same ones, so results agree to the last bit.

use crate::num::{C64, C128};

#[link(name = "m")]
unsafe extern "C" {
    pub safe fn acos(x: f64) -> f64;
    pub safe fn acosh(x: f64) -> f64;
    pub safe fn asin(x: f64) -> f64;
    pub safe fn asinh(x: f64) -> f64;
    pub safe fn atan(x: f64) -> f64;
    pub safe fn atan2(y: f64, x: f64) -> f64;
    pub safe fn atanh(x: f64) -> f64;
    // Rust's compiler builtins define a `cbrt` of their own, which is not the C library's; glibc has a second name.
    #[cfg_attr(all(target_os = "linux", target_env = "gnu"), link_name = "cbrtf64")]
    pub safe fn cbrt(x: f64) -> f64;
    pub safe fn cos(x: f64) -> f64;
    pub safe fn cosh(x: f64) -> f64;
    pub safe fn erf(x: f64) -> f64;
    pub safe fn exp(x: f64) -> f64;
    pub safe fn exp2(x: f64) -> f64;
    pub safe fn expm1(x: f64) -> f64;
    pub safe fn hypot(x: f64, y: f64) -> f64;
    pub safe fn log(x: f64) -> f64;
    pub safe fn log10(x: f64) -> f64;
    pub safe fn log1p(x: f64) -> f64;
    pub safe fn log2(x: f64) -> f64;
    pub safe fn nextafter(x: f64, y: f64) -> f64;
    pub safe fn pow(x: f64, y: f64) -> f64;
    pub safe fn sin(x: f64) -> f64;
    pub safe fn sinh(x: f64) -> f64;
    pub safe fn tan(x: f64) -> f64;
    pub safe fn tanh(x: f64) -> f64;
    pub safe fn ldexp(x: f64, e: i32) -> f64;
    pub safe fn frexp(x: f64, e: &mut i32) -> f64;

    pub safe fn acosf(x: f32) -> f32;
    pub safe fn acoshf(x: f32) -> f32;
    pub safe fn asinf(x: f32) -> f32;
    pub safe fn asinhf(x: f32) -> f32;
    pub safe fn atanf(x: f32) -> f32;
    pub safe fn atan2f(y: f32, x: f32) -> f32;
    pub safe fn atanhf(x: f32) -> f32;
    #[cfg_attr(all(target_os = "linux", target_env = "gnu"), link_name = "cbrtf32")]
    pub safe fn cbrtf(x: f32) -> f32;
    pub safe fn cosf(x: f32) -> f32;
    pub safe fn coshf(x: f32) -> f32;
    pub safe fn erff(x: f32) -> f32;
    pub safe fn expf(x: f32) -> f32;
    pub safe fn exp2f(x: f32) -> f32;
    pub safe fn expm1f(x: f32) -> f32;
    pub safe fn hypotf(x: f32, y: f32) -> f32;
    pub safe fn logf(x: f32) -> f32;
    pub safe fn log10f(x: f32) -> f32;
    pub safe fn log1pf(x: f32) -> f32;
    pub safe fn log2f(x: f32) -> f32;
    pub safe fn nextafterf(x: f32, y: f32) -> f32;
    pub safe fn powf(x: f32, y: f32) -> f32;
    pub safe fn sinf(x: f32) -> f32;
    pub safe fn sinhf(x: f32) -> f32;
    pub safe fn tanf(x: f32) -> f32;
    pub safe fn tanhf(x: f32) -> f32;
}

// A complex number is passed as C passes it: a struct of its two parts.
#[link(name = "m")]
unsafe extern "C" {
    pub safe fn cacos(x: C128) -> C128;
    pub safe fn cacosh(x: C128) -> C128;
    pub safe fn casin(x: C128) -> C128;
    pub safe fn casinh(x: C128) -> C128;
    pub safe fn catan(x: C128) -> C128;
    pub safe fn catanh(x: C128) -> C128;
    pub safe fn ccos(x: C128) -> C128;
    pub safe fn ccosh(x: C128) -> C128;
    pub safe fn cexp(x: C128) -> C128;
    pub safe fn clog(x: C128) -> C128;
    pub safe fn cpow(x: C128, y: C128) -> C128;
    pub safe fn csin(x: C128) -> C128;
    pub safe fn csinh(x: C128) -> C128;
    pub safe fn csqrt(x: C128) -> C128;
    pub safe fn ctan(x: C128) -> C128;
    pub safe fn ctanh(x: C128) -> C128;

    pub safe fn cacosf(x: C64) -> C64;
    pub safe fn cacoshf(x: C64) -> C64;
    pub safe fn casinf(x: C64) -> C64;
    pub safe fn casinhf(x: C64) -> C64;
    pub safe fn catanf(x: C64) -> C64;
    pub safe fn catanhf(x: C64) -> C64;
    pub safe fn ccosf(x: C64) -> C64;
    pub safe fn ccoshf(x: C64) -> C64;
    pub safe fn cexpf(x: C64) -> C64;
    pub safe fn clogf(x: C64) -> C64;
    pub safe fn cpowf(x: C64, y: C64) -> C64;
    pub safe fn csinf(x: C64) -> C64;
    pub safe fn csinhf(x: C64) -> C64;
    pub safe fn csqrtf(x: C64) -> C64;
    pub safe fn ctanf(x: C64) -> C64;
    pub safe fn ctanhf(x: C64) -> C64;
}
