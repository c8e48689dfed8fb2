//! What a ufunc is called with: arrays, NumPy's scalars, Python's numbers, and what an array can be made of.

use pyaot_abi::dtype::{DType, Weak, promote, promote_weak};
use pyaot_core::error::{Result, type_error};
use pyaot_core::types::Layout;
use pyaot_core::value::Value;
use pyaot_core::{float, int, ops};

use crate::array::{self, ArrayObj};
use crate::errors::no_cast;
use crate::kernels::cast;
use crate::num::F16;
use crate::{elem, scalar};
use crate::warn::{self, Flag, Flags};

/// One input.
pub struct Operand {
    /// The array, or the number.
    pub value: Value,
    pub dtype: DType,
    pub itemsize: usize,
    /// A Python number, which takes on the precision of others.
    pub weak: Option<Weak>,
    /// A number that is no array, as an element of `dtype`.
    pub bits: Option<[u8; 16]>,
}

impl Operand {
    /// Takes anything that NumPy takes for an array.
    pub fn new(v: &Value) -> Result<Operand> {
        if let Some(a) = array::get(v) {
            return Ok(Operand { value: v.clone(), dtype: a.dtype(), itemsize: a.itemsize(), weak: None, bits: None });
        }
        if let Some(i) = v.as_small() {
            return Ok(Operand::number(v, DType::I64, Some(Weak::Int), i.to_ne_bytes()));
        }
        if let Some((dtype, bits)) = super::interop::scalar(v) {
            return Ok(Operand { value: v.clone(), dtype, itemsize: dtype.size(), weak: None, bits: Some(bits) });
        }
        match v.ty().layout {
            Layout::Bool => Ok(Operand::number(v, DType::Bool, None, [u8::from(v.is_true())])),
            Layout::Float => Ok(Operand::number(v, DType::F64, Some(Weak::Float), float::to_f64(v)?.to_ne_bytes())),
            Layout::Complex => {
                let (re, im) = super::interop::complex_parts(v);
                let mut bits = [0; 16];
                bits[..8].copy_from_slice(&re.to_ne_bytes());
                bits[8..].copy_from_slice(&im.to_ne_bytes());
                Ok(Operand::number(v, DType::C128, Some(Weak::Complex), bits))
            }
            Layout::Int => Ok(big_int(v)),
            _ => {
                let value = crate::convert::asarray(v)?;
                Operand::new(&value)
            }
        }
    }

    /// `where=`, as an array of bools: arrays must be that already, all else is asked for its truth.
    pub fn mask(v: &Value) -> Result<Operand> {
        let x = crate::convert::asarray(v)?;
        let a = array::as_array(&x);
        if a.dtype() == DType::Bool {
            return Operand::new(&x);
        }
        if array::get(v).is_some() {
            return no_cast(a, (DType::Bool, 1), "safe");
        }
        Operand::new(&crate::cast::astype(&x, DType::Bool, 1)?)
    }

    fn number<const N: usize>(v: &Value, dtype: DType, weak: Option<Weak>, bytes: [u8; N]) -> Operand {
        let mut bits = [0; 16];
        bits[..N].copy_from_slice(&bytes);
        Operand { value: v.clone(), dtype, itemsize: dtype.size(), weak, bits: Some(bits) }
    }

    /// The array, if it is one.
    #[inline]
    pub fn array(&self) -> Option<&ArrayObj> {
        if self.bits.is_some() { None } else { array::get(&self.value) }
    }

    #[inline]
    pub fn shape(&self) -> &[i64] {
        self.array().map_or(&[], ArrayObj::shape)
    }

    #[inline]
    pub fn strides(&self) -> &[i64] {
        self.array().map_or(&[], ArrayObj::strides)
    }

    /// Where the elements are.
    #[inline]
    pub fn data(&self) -> *mut u8 {
        match &self.bits {
            Some(b) => b.as_ptr().cast_mut(),
            None => self.array().map_or(std::ptr::null_mut(), ArrayObj::data),
        }
    }

    /// A number becomes an element of this dtype. Arrays stay as they are.
    ///
    /// # Errors
    /// OverflowError where a Python int does not fit.
    pub fn settle(&mut self, to: DType) -> Result<()> {
        let Some(bits) = self.bits else { return Ok(()) };
        if self.dtype == to && !(self.weak == Some(Weak::Int) && !self.value.is_small()) {
            return Ok(());
        }
        if to == DType::Object || self.dtype == DType::Object {
            if to != DType::Object {
                return self.settle_big(to);
            }
            return Ok(());
        }
        if self.weak == Some(Weak::Int) && to.is_integer() {
            let fits = match int::to_i64(&self.value) {
                Some(i) => elem::fits(to, i),
                None => to == DType::U64 && int::to_u64(&self.value).is_some(),
            };
            if !fits {
                return elem::out_of_bounds(to, &self.value);
            }
        }
        let mut out = [0; 16];
        if let Some(f) = cast::find(self.dtype, to) {
            let (from, out) = (self.dtype, &mut out);
            crate::cast::reported(from, to, || {
                // SAFETY: one element each, of at most 16 bytes.
                unsafe { f(bits.as_ptr(), 0, out.as_mut_ptr(), 0, 1) };
                Ok(())
            })?;
        } else {
            return type_error(format!("cannot use '{}' as {}", ops::type_name(&self.value), to.name()));
        }
        self.bits = Some(out);
        self.dtype = to;
        self.itemsize = to.size();
        Ok(())
    }

    /// A big int as an element of this dtype.
    fn settle_big(&mut self, to: DType) -> Result<()> {
        if to.is_integer() {
            return elem::out_of_bounds(to, &self.value);
        }
        let x = float::to_f64(&self.value)?;
        let mut flags = Flags::default();
        flags.set_if(Flag::Overflow, !scalar::round_to(to, x).is_finite());
        warn::report(flags, "cast")?;
        let mut bits = [0; 16];
        match to {
            DType::F16 => bits[..2].copy_from_slice(&F16::from_f64(x).0.to_ne_bytes()),
            DType::F32 | DType::C64 => bits[..4].copy_from_slice(&(x as f32).to_ne_bytes()),
            _ => bits[..8].copy_from_slice(&x.to_ne_bytes()),
        }
        self.bits = Some(bits);
        self.dtype = to;
        self.itemsize = to.size();
        Ok(())
    }
}

/// An int beyond 63 bits: int64, uint64, or an object (which only ints among themselves remain).
fn big_int(v: &Value) -> Operand {
    match (int::to_i64(v), int::to_u64(v)) {
        (Some(i), _) => Operand::number(v, DType::I64, Some(Weak::Int), i.to_ne_bytes()),
        (None, Some(u)) => Operand::number(v, DType::U64, Some(Weak::Int), u.to_ne_bytes()),
        _ => Operand::number(v, DType::Object, Some(Weak::Int), [0; 16]),
    }
}

/// The dtype that all operands promote to; None for strings with numbers.
pub fn common(operands: &[Operand]) -> Option<DType> {
    let mut strong = None;
    let mut weak = None;
    for o in operands {
        match o.weak {
            Some(w) => weak = Some(weak.map_or(w, |x: Weak| if w as u8 > x as u8 { w } else { x })),
            None => strong = Some(strong.map_or(Some(o.dtype), |d| promote(d, o.dtype))?),
        }
    }
    match (strong, weak) {
        (Some(d), None) => Some(d),
        // Strings do not take numbers on.
        (Some(DType::Str | DType::Bytes), Some(_)) => None,
        (Some(d), Some(w)) => Some(promote_weak(d, w)),
        // Python numbers alone are what arrays of them would be.
        (None, _) => operands.iter().map(|o| o.dtype).reduce(|a, b| promote(a, b).unwrap_or(DType::Object)),
    }
}
