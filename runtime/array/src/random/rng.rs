//! The base distributions, from which all others are drawn: uniform, normal and exponential.
//!
//! `RandomState` keeps the algorithms of NumPy's first versions (*legacy*), `Generator` has faster ones. Most distributions
//! differ in these bases only.

use std::cell::Cell;

use pyaot_core::modules::libm;

use super::engine::Engine;
use super::ziggurat::{EXPONENTIAL, EXPONENTIAL_F32, EXPONENTIAL_TAIL, NORMAL, NORMAL_F32, NORMAL_TAIL};

/// A source of random numbers in use.
pub struct Rng<'a> {
    pub engine: &'a mut Engine,
    /// As `RandomState` draws.
    pub legacy: bool,
    /// The second of two normal numbers that the legacy algorithm has made.
    pub gauss: &'a Cell<Option<f64>>,
}

impl Rng<'_> {
    /// In [0, 1).
    #[inline]
    pub fn uniform(&mut self) -> f64 {
        self.engine.next_f64()
    }

    /// The standard normal distribution.
    #[inline]
    pub fn normal(&mut self) -> f64 {
        if self.legacy { self.polar_normal() } else { self.layered_normal() }
    }

    /// The standard exponential distribution.
    #[inline]
    pub fn exponential(&mut self) -> f64 {
        // 1 - U, because U may be 0.
        if self.legacy { -libm::log(1.0 - self.uniform()) } else { self.layered_exponential() }
    }

    /// Two normal numbers from a point in the unit disc (Marsaglia's polar method).
    fn polar_normal(&mut self) -> f64 {
        if let Some(x) = self.gauss.take() {
            return x;
        }
        loop {
            let x = 2.0 * self.uniform() - 1.0;
            let y = 2.0 * self.uniform() - 1.0;
            let square = x * x + y * y;
            if square < 1.0 && square != 0.0 {
                let f = (-2.0 * libm::log(square) / square).sqrt();
                self.gauss.set(Some(f * x));
                return f * y;
            }
        }
    }

    fn layered_normal(&mut self) -> f64 {
        loop {
            let bits = self.engine.next_u64();
            let layer = (bits & 0xff) as usize;
            let negative = bits >> 8 & 1 == 1;
            let place = bits >> 9 & 0x000f_ffff_ffff_ffff;
            let x = place as f64 * NORMAL.width[layer];
            let x = if negative { -x } else { x };
            if place < NORMAL.inside[layer] {
                return x;
            }
            if layer == 0 {
                loop {
                    let over = -(1.0 / NORMAL_TAIL) * libm::log1p(-self.uniform());
                    let e = -libm::log1p(-self.uniform());
                    if e + e > over * over {
                        let x = NORMAL_TAIL + over;
                        return if place >> 8 & 1 == 1 { -x } else { x };
                    }
                }
            }
            let (above, below) = (NORMAL.density[layer - 1], NORMAL.density[layer]);
            if (above - below) * self.uniform() + below < libm::exp(-0.5 * x * x) {
                return x;
            }
        }
    }

    fn layered_exponential(&mut self) -> f64 {
        loop {
            let bits = self.engine.next_u64() >> 3;
            let layer = (bits & 0xff) as usize;
            let place = bits >> 8;
            let x = place as f64 * EXPONENTIAL.width[layer];
            if place < EXPONENTIAL.inside[layer] {
                return x;
            }
            if layer == 0 {
                return EXPONENTIAL_TAIL - libm::log1p(-self.uniform());
            }
            let (above, below) = (EXPONENTIAL.density[layer - 1], EXPONENTIAL.density[layer]);
            if (above - below) * self.uniform() + below < libm::exp(-x) {
                return x;
            }
        }
    }

    /// `standard_normal(dtype=float32)`.
    pub fn normal_f32(&mut self) -> f32 {
        loop {
            let bits = self.engine.next_u32();
            let layer = (bits & 0xff) as usize;
            let negative = bits >> 8 & 1 == 1;
            let place = bits >> 9 & 0x007f_ffff;
            let x = place as f32 * NORMAL_F32.width[layer];
            let x = if negative { -x } else { x };
            if place < NORMAL_F32.inside[layer] {
                return x;
            }
            if layer == 0 {
                let inverse = (1.0 / NORMAL_TAIL) as f32;
                loop {
                    let over = -inverse * log1pf(-self.engine.next_f32());
                    let e = -log1pf(-self.engine.next_f32());
                    if e + e > over * over {
                        let x = NORMAL_TAIL as f32 + over;
                        return if place >> 8 & 1 == 1 { -x } else { x };
                    }
                }
            }
            let (above, below) = (NORMAL_F32.density[layer - 1], NORMAL_F32.density[layer]);
            // The exponential is that of doubles.
            if f64::from((above - below) * self.engine.next_f32() + below) < libm::exp(-0.5 * f64::from(x) * f64::from(x)) {
                return x;
            }
        }
    }

    /// `standard_exponential(dtype=float32)`.
    pub fn exponential_f32(&mut self) -> f32 {
        loop {
            let bits = self.engine.next_u32() >> 1;
            let layer = (bits & 0xff) as usize;
            let place = bits >> 8;
            let x = place as f32 * EXPONENTIAL_F32.width[layer];
            if place < EXPONENTIAL_F32.inside[layer] {
                return x;
            }
            if layer == 0 {
                return EXPONENTIAL_TAIL as f32 - log1pf(-self.engine.next_f32());
            }
            let (above, below) = (EXPONENTIAL_F32.density[layer - 1], EXPONENTIAL_F32.density[layer]);
            if (above - below) * self.engine.next_f32() + below < expf(-x) {
                return x;
            }
        }
    }

    /// The standard gamma distribution (Marsaglia & Tsang 2000; for shapes below 1 Ahrens & Dieter).
    pub fn gamma(&mut self, shape: f64) -> f64 {
        if shape == 1.0 {
            return self.exponential();
        }
        if shape == 0.0 {
            return 0.0;
        }
        if shape < 1.0 {
            loop {
                let u = self.uniform();
                let e = self.exponential();
                if u <= 1.0 - shape {
                    let x = libm::pow(u, 1.0 / shape);
                    if x <= e {
                        return x;
                    }
                } else {
                    let y = -libm::log((1.0 - u) / shape);
                    let x = libm::pow(1.0 - shape + shape * y, 1.0 / shape);
                    if x <= e + y {
                        return x;
                    }
                }
            }
        }
        let b = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * b).sqrt();
        loop {
            let (x, v) = loop {
                let x = self.normal();
                let v = 1.0 + c * x;
                if v > 0.0 {
                    break (x, v);
                }
                // Shapes that are not numbers: v is none either.
                if v.is_nan() {
                    break (x, v);
                }
            };
            let v = v * v * v;
            let u = self.uniform();
            if u < 1.0 - 0.0331 * (x * x) * (x * x) {
                return b * v;
            }
            if libm::log(u) < 0.5 * x * x + b * (1.0 - v + libm::log(v)) {
                return b * v;
            }
        }
    }

    /// `standard_gamma(dtype=float32)`.
    pub fn gamma_f32(&mut self, shape: f32) -> f32 {
        if shape == 1.0 {
            return self.exponential_f32();
        }
        if shape == 0.0 {
            return 0.0;
        }
        if shape < 1.0 {
            loop {
                let u = self.engine.next_f32();
                let e = self.exponential_f32();
                if u <= 1.0 - shape {
                    let x = powf(u, 1.0 / shape);
                    if x <= e {
                        return x;
                    }
                } else {
                    let y = -logf((1.0 - u) / shape);
                    let x = powf(1.0 - shape + shape * y, 1.0 / shape);
                    if x <= e + y {
                        return x;
                    }
                }
            }
        }
        let b = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * b).sqrt();
        loop {
            let (x, v) = loop {
                let x = self.normal_f32();
                let v = 1.0 + c * x;
                if v > 0.0 || v.is_nan() {
                    break (x, v);
                }
            };
            let v = v * v * v;
            let u = self.engine.next_f32();
            if u < 1.0 - 0.0331 * (x * x) * (x * x) {
                return b * v;
            }
            if logf(u) < 0.5 * x * x + b * (1.0 - v + logf(v)) {
                return b * v;
            }
        }
    }
}

#[link(name = "m")]
unsafe extern "C" {
    safe fn expf(x: f32) -> f32;
    safe fn logf(x: f32) -> f32;
    safe fn log1pf(x: f32) -> f32;
    safe fn powf(x: f32, y: f32) -> f32;
}
