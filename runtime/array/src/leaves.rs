//! Leaf functions of arrays and NumPy's scalars: what compiled code calls.

use pyaot_abi::dtype::DType;
use pyaot_abi::functions;
use pyaot_abi::{FloatBits, FloatResult, IntResult, layout};
use pyaot_core::error::Result;
use pyaot_core::value::{Borrowed, Value};
use pyaot_core::{complex, float, int, leaves, slice, tuple};

use crate::kernels::libm;
use crate::scalar::Num;
use crate::index::line;
use crate::{array, fuse, index, random, scalar, warn};

/// What object a number of compiled code is.
const NUMPY: i64 = layout::NUMPY_TAG;

/// What the places of [`pyaot_abi::functions`] stand for.
#[derive(Clone, Copy)]
enum Function {
    One(fn(f64) -> f64),
    Two(fn(f64, f64) -> f64),
}

const N: usize = functions::UNARY.len() + functions::BINARY.len();

static FUNCTIONS: [Function; N] = {
    use Function::{One, Two};
    [
        One(|x| libm::exp(x)),
        One(|x| libm::exp2(x)),
        One(|x| libm::expm1(x)),
        One(|x| libm::log(x)),
        One(|x| libm::log2(x)),
        One(|x| libm::log10(x)),
        One(|x| libm::log1p(x)),
        One(|x| libm::sin(x)),
        One(|x| libm::cos(x)),
        One(|x| libm::tan(x)),
        One(|x| libm::asin(x)),
        One(|x| libm::acos(x)),
        One(|x| libm::atan(x)),
        One(|x| libm::sinh(x)),
        One(|x| libm::cosh(x)),
        One(|x| libm::tanh(x)),
        One(|x| libm::cbrt(x)),
        Two(|x, y| libm::pow(x, y)),
        Two(|x, y| libm::hypot(x, y)),
        Two(|x, y| libm::atan2(x, y)),
        Two(|x, y| scalar::arith::float_pow(DType::F32, x, y)),
        Two(|x, y| scalar::arith::float_rem(DType::F64, x, y)),
        Two(|x, y| scalar::arith::float_quotient(x, y)),
    ]
};

/// The slice of all of a dimension.
fn whole() -> Value {
    slice::new(Value::none(), Value::none(), Value::none())
}

fn int_result(r: Result<i64>) -> IntResult {
    match r {
        Ok(value) => IntResult { value, status: 0 },
        Err(_) => IntResult { value: 0, status: 1 },
    }
}

fn float_result(r: Result<f64>) -> FloatResult {
    match r {
        Ok(value) => FloatResult { value, status: 0 },
        Err(_) => FloatResult { value: 0.0, status: 1 },
    }
}

leaves! {
    fn box_real(tag: i64, x: FloatBits) -> Value {
        let x = x.get();
        match tag {
            0 => Value::int(x as i64),
            1 => float::new(x),
            _ => scalar::of_double(x),
        }
    }

    fn box_np_int(tag: i64, i: i64) -> Value {
        if tag == NUMPY { scalar::of_i64(DType::I64, i) } else { Value::int(i) }
    }

    fn box_float64(x: FloatBits, _class: *const u8) -> Value {
        scalar::of_double(x.get())
    }

    fn box_int64(i: i64, _class: *const u8) -> Value {
        scalar::of_i64(DType::I64, i)
    }

    fn box_short_float(x: FloatBits, _class: *const u8) -> Value {
        scalar::of_f64(DType::F32, x.get())
    }

    fn box_short_int(i: i64, class: *const u8) -> Value {
        let is_it = |d: &DType| std::ptr::eq(std::ptr::from_ref(scalar::type_of(*d)).cast(), class);
        let dtype = DType::ALL.into_iter().filter(|d| d.bounds().is_some()).find(is_it);
        scalar::of_i64(dtype.expect("compiled code knows the classes"), i)
    }

    fn box_np_num(tag: i64, dtype: i64, i: i64, x: FloatBits) -> Value {
        match DType::of_number(dtype as u8) {
            Some(d) if tag != NUMPY => match (d, tag) {
                (DType::F32, 0) => Value::int(x.get() as i64),
                (DType::F32, _) => float::new(x.get()),
                _ => Value::int(i),
            },
            Some(DType::F32) => scalar::of_f64(DType::F32, x.get()),
            Some(d) => scalar::of_i64(d, i),
            None => unreachable!("compiled code knows the dtypes"),
        }
    }

    fn box_complex128(re: FloatBits, im: FloatBits, _class: *const u8) -> Value {
        scalar::of_num(DType::C128, Num::Complex(re.get(), im.get()))
    }

    fn box_np_complex(tag: i64, dtype: i64, re: FloatBits, im: FloatBits) -> Value {
        match tag {
            0 => Value::int(re.get() as i64),
            1 => float::new(re.get()),
            NUMPY => scalar::of_num(DType::of_number(dtype as u8).expect("compiled code knows the dtypes"), Num::Complex(re.get(), im.get())),
            _ => complex::new(re.get(), im.get()),
        }
    }

    fn np_function(function: i64, x: f64, y: f64) -> f64 {
        match FUNCTIONS[function as usize] {
            Function::One(f) => f(x),
            Function::Two(f) => f(x, y),
        }
    }

    fn np_overflow(op: i64) -> u8 {
        u8::from(warn::report_of(warn::Flag::Overflow, ["scalar add", "scalar subtract", "scalar multiply"][op as usize]).is_err())
    }

    fn array_row(v: Borrowed, i: i64, j: i64, k: i64, l: i64) -> Value {
        let ndim = array::as_array(&v).ndim();
        let index = [i, j, k, l].into_iter().take(ndim).map(|i| if i < 0 { whole() } else { Value::int(i) });
        let key = tuple::new(index.collect());
        index::getitem(&v, &key).unwrap_or_else(|_| pyaot_core::heap::out_of_memory())
    }

    fn iterable(v: Borrowed) -> u64 {
        match pyaot_core::ops::iter(&v) {
            Ok(_) => Value::clone(&v).into_bits(),
            Err(_) => 0,
        }
    }

    fn array_fused(tape: Borrowed, words: *const Value, n: i64) -> u64 {
        // SAFETY: compiled code passes that many values.
        let words = unsafe { std::slice::from_raw_parts(words, n as usize) };
        fuse::fused(&tape, words).map_or(0, Value::into_bits)
    }

    fn array_part(a: Borrowed, form: i64, words: *const Value, n: i64) -> u64 {
        // SAFETY: compiled code passes that many values.
        let words = unsafe { std::slice::from_raw_parts(words, n as usize) };
        let mut ints = [0; 48];
        for (i, w) in ints.iter_mut().zip(words) {
            *i = int::to_i64(w).unwrap_or(0);
        }
        index::known_part(&a, form as u64, &ints[..n as usize]).map_or(0, Value::into_bits)
    }

    fn np_draw(source: Borrowed, what: i64) -> FloatResult {
        float_result(random::leaf::draw1(&source, what))
    }

    fn np_draw2(source: Borrowed, what: i64, x: f64, y: f64) -> FloatResult {
        float_result(random::leaf::draw2(&source, what, x, y))
    }

    fn np_draw_int(source: Borrowed, low: i64, high: i64, how: i64) -> IntResult {
        int_result(random::leaf::draw_int(&source, low, high, how))
    }

    fn np_line_reduce(a: Borrowed, form: i64, what: i64, words: *const Value, n: i64) -> FloatResult {
        // SAFETY: compiled code passes that many values.
        let words = unsafe { std::slice::from_raw_parts(words, n as usize) };
        float_result(line::reduce(&a, form as u64, what, line::ints(words, &mut [0; 16])))
    }

    fn np_line_reduce_int(a: Borrowed, form: i64, what: i64, words: *const Value, n: i64) -> IntResult {
        // SAFETY: compiled code passes that many values.
        let words = unsafe { std::slice::from_raw_parts(words, n as usize) };
        int_result(line::reduce_int(&a, form as u64, what, line::ints(words, &mut [0; 16])))
    }

    fn np_lines_dot(a: Borrowed, a_form: i64, b: Borrowed, b_form: i64, first: i64, words: *const Value, n: i64) -> FloatResult {
        // SAFETY: compiled code passes that many values.
        let words = unsafe { std::slice::from_raw_parts(words, n as usize) };
        float_result(line::dot(&a, a_form as u64, &b, b_form as u64, line::both(words, first, &mut [0; 16])))
    }

    fn np_line_store(a: Borrowed, a_form: i64, b: Borrowed, b_form: i64, first: i64, words: *const Value, n: i64) -> u8 {
        // SAFETY: compiled code passes that many values.
        let words = unsafe { std::slice::from_raw_parts(words, n as usize) };
        u8::from(line::store(&a, a_form as u64, &b, b_form as u64, line::both(words, first, &mut [0; 16])).is_err())
    }

    #[expect(clippy::too_many_arguments, reason = "two parts, a number, and what is done")]
    fn np_line_change(a: Borrowed, a_form: i64, b: Borrowed, b_form: i64, x: f64, what: i64, first: i64, words: *const Value, n: i64) -> u8 {
        // SAFETY: compiled code passes that many values.
        let words = unsafe { std::slice::from_raw_parts(words, n as usize) };
        u8::from(line::change(&a, a_form as u64, &b, b_form as u64, x, what, line::both(words, first, &mut [0; 16])).is_err())
    }

    fn np_line_fill(a: Borrowed, form: i64, x: f64, words: *const Value, n: i64) -> u8 {
        // SAFETY: compiled code passes that many values.
        let words = unsafe { std::slice::from_raw_parts(words, n as usize) };
        u8::from(line::fill(&a, form as u64, x, line::ints(words, &mut [0; 16])).is_err())
    }

    fn array_of(words: *const Value, n: i64) -> Value {
        // SAFETY: compiled code passes that many values.
        let words = unsafe { std::slice::from_raw_parts(words, n as usize) };
        let dtype = if words.iter().any(|v| float::as_float(v).is_some()) { DType::F64 } else { DType::I64 };
        let v = array::empty(dtype, &[n]).unwrap_or_else(|_| pyaot_core::heap::out_of_memory());
        for (k, w) in words.iter().enumerate() {
            let at = array::as_array(&v).data().cast::<u64>();
            let bits = match float::as_float(w) {
                Some(x) => x.to_bits(),
                None => int::to_i64(w).unwrap_or(0) as u64,
            };
            // SAFETY: the new array has `n` elements of eight bytes.
            unsafe { at.add(k).write(bits) };
        }
        v
    }

    fn box_np_bool(tag: i64, b: i64) -> Value {
        if tag == NUMPY { scalar::bool_value(b != 0) } else { Value::bool(b != 0) }
    }
}

macro_rules! addresses {
    ($($name:ident($($p:ident),*) -> $r:ident $eff:ident;)*) => {
        /// The address of a leaf of this crate, by its symbol: for code generated in memory.
        pub fn symbol_address(symbol: &str) -> Option<*const u8> {
            match symbol.strip_prefix("pyaot_")? {
                $(stringify!($name) => Some($name as *const u8),)*
                _ => None,
            }
        }
    };
}

pyaot_abi::array_leaves!(addresses);
