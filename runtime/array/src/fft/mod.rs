//! `_numpy_fft`: what `numpy.fft` is written over. Results agree with those of pocketfft, NumPy's library, to the last digit.

mod complex;
mod num;
mod plan;
mod real;

use pyaot_abi::dtype::DType;
use pyaot_core::error::Result;
use pyaot_core::native::Natives;
use pyaot_core::value::Value;
use pyaot_core::{float, late_module, natives, ops};

use crate::array::{self, ArrayObj};
use crate::{cast, threads};
use num::Complex;
use plan::{Plan, PlanOfReal};

late_module! {
    /// What `numpy.fft` is written over.
    pub static FFT = ("_numpy_fft", natives: NATIVES, values: &[]);
}

// Of an array, the number of points, the axis, the factor; the dtype is double or single by that of the array.
static NATIVES: Natives = natives![
    "_numpy_fft.complex(a, n, axis, factor, forward, /) -> np.spectrum(a)" => |a: &[Value]| transform(a, Way::Complex),
    "_numpy_fft.real(a, n, axis, factor, /) -> np.spectrum(a)" => |a: &[Value]| transform(a, Way::Real),
    "_numpy_fft.real_inverse(a, n, axis, factor, /) -> np.part(a)" => |a: &[Value]| transform(a, Way::RealInverse),
];

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Complex,
    Real,
    RealInverse,
}

fn transform(a: &[Value], way: Way) -> Result<Value> {
    let single = matches!(array::as_array(&a[0]).dtype(), DType::F16 | DType::F32 | DType::C64);
    let n = ops::index_or_overflow(&a[1])? as usize;
    let axis = ops::index_or_overflow(&a[2])? as usize;
    let factor = float::to_f64(&a[3])?;
    let forward = way == Way::Complex && ops::truth(&a[4])?;
    let wanted = if way == Way::Real { DType::F64 } else { DType::C128 };
    let given = cast::astype(&a[0], wanted, wanted.size())?;
    let from = array::as_array(&given);
    let mut shape = from.shape().to_vec();
    shape[axis] = if way == Way::Real { n as i64 / 2 + 1 } else { n as i64 };
    let out = array::empty(if way == Way::RealInverse { DType::F64 } else { DType::C128 }, &shape)?;
    let lanes = Lanes::new(from, array::as_array(&out), axis);
    threads::outside(n * lanes.starts.len(), || {
        // SAFETY: the dtypes are those of the numbers.
        unsafe {
            match way {
                Way::Complex => complex_lanes(&lanes, n, factor, forward),
                Way::Real => real_lanes(&lanes, n, factor),
                Way::RealInverse => inverse_lanes(&lanes, n, factor),
            }
        }
    });
    // NumPy transforms single precision in double, too.
    match single {
        true if way == Way::RealInverse => cast::astype(&out, DType::F32, 4),
        true => cast::astype(&out, DType::C64, 8),
        false => Ok(out),
    }
}

/// The lines along an axis of two arrays.
struct Lanes {
    starts: Vec<(*mut u8, *mut u8)>,
    /// Length and stride of the first array's lines, stride of the second's.
    length: usize,
    stride: isize,
    out_stride: isize,
}

impl Lanes {
    fn new(from: &ArrayObj, to: &ArrayObj, axis: usize) -> Lanes {
        let mut starts = vec![(from.data(), to.data())];
        for k in (0..from.ndim()).filter(|k| *k != axis) {
            let mut next = Vec::with_capacity(starts.len() * from.shape()[k] as usize);
            for (f, t) in starts {
                for i in 0..from.shape()[k] {
                    next.push((
                        f.wrapping_offset((i * from.strides()[k]) as isize),
                        t.wrapping_offset((i * to.strides()[k]) as isize),
                    ));
                }
            }
            starts = next;
        }
        Lanes {
            starts,
            length: from.shape()[axis] as usize,
            stride: from.strides()[axis] as isize,
            out_stride: to.strides()[axis] as isize,
        }
    }

    /// # Safety
    /// The first array's elements are of type `T`.
    unsafe fn get<T: Copy>(&self, start: *const u8, k: usize) -> T {
        // SAFETY: by the contract; k is in bounds.
        unsafe { start.offset(k as isize * self.stride).cast::<T>().read_unaligned() }
    }

    /// # Safety
    /// The second array's elements are of type `T`.
    unsafe fn put<T>(&self, start: *mut u8, values: impl Iterator<Item = T>) {
        for (k, v) in values.enumerate() {
            // SAFETY: by the contract; as many values as elements.
            unsafe { start.offset(k as isize * self.out_stride).cast::<T>().write_unaligned(v) };
        }
    }
}

/// # Safety
/// Both arrays are complex128.
unsafe fn complex_lanes(lanes: &Lanes, n: usize, factor: f64, forward: bool) {
    let plan = Plan::new(n);
    let mut line = vec![Complex::default(); n];
    for (from, to) in &lanes.starts {
        // SAFETY: by the contract.
        unsafe {
            for (k, x) in line.iter_mut().enumerate() {
                *x = if k < lanes.length { lanes.get(*from, k) } else { Complex::default() };
            }
            plan.run(&mut line, factor, forward);
            lanes.put(*to, line.iter().copied());
        }
    }
}

/// # Safety
/// The first array is of doubles, the second complex.
unsafe fn real_lanes(lanes: &Lanes, n: usize, factor: f64) {
    let plan = PlanOfReal::new(n);
    let mut line = vec![0.0; n];
    for (from, to) in &lanes.starts {
        // SAFETY: by the contract.
        unsafe {
            for (k, x) in line.iter_mut().enumerate() {
                *x = if k < lanes.length { lanes.get(*from, k) } else { 0.0 };
            }
            plan.run(&mut line, factor, true);
            let out = (0..=n / 2).map(|k| {
                let re = if k == 0 { line[0] } else { line[2 * k - 1] };
                Complex::new(re, if k == 0 || 2 * k == n { 0.0 } else { line[2 * k] })
            });
            lanes.put(*to, out);
        }
    }
}

/// # Safety
/// The first array is complex, the second of doubles.
unsafe fn inverse_lanes(lanes: &Lanes, n: usize, factor: f64) {
    let plan = PlanOfReal::new(n);
    let mut line = vec![0.0; n];
    for (from, to) in &lanes.starts {
        // SAFETY: by the contract.
        unsafe {
            let get = |k: usize| -> Complex { if k < lanes.length { lanes.get(*from, k) } else { Complex::default() } };
            line[0] = get(0).re;
            for k in 1..=n / 2 {
                let x = get(k);
                line[2 * k - 1] = x.re;
                if 2 * k < n {
                    line[2 * k] = x.im;
                }
            }
            plan.run(&mut line, factor, false);
            lanes.put(*to, line.iter().copied());
        }
    }
}
