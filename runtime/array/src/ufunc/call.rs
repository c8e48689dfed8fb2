//! Calls of ufuncs over arrays: broadcasting, outputs, conversion of operands in blocks.

use pyaot_abi::dtype::{DType, Kind, Weak};
use pyaot_core::error::{Raised, Result, raise, value_error};
use pyaot_core::exception::{OVERFLOW_ERROR, TYPE_ERROR};
use pyaot_core::{int, ops};
use pyaot_core::value::Value;

use super::nest::{Nest, broadcast};
use super::operand::Operand;
use super::resolve::{Casting, Found, INPUT_CASTING_ERROR, OUTPUT_CASTING_ERROR, dtype_text, resolve};
use super::{Ufunc, interop, table};
use crate::array::{self, ArrayObj, Fill, Order};
use crate::cpu::{Backend, backend};
use crate::kernels::cast::{self, CastFn};
use crate::kernels::loops::{LoopFn, MAX_OPS, Ptrs, Strides};
use crate::warn::{self, Flags};
use crate::{elem, errors, fpe, threads};

/// Elements that are converted at a time.
const BLOCK: usize = 2048;

/// What a call says besides its inputs.
pub struct Options<'a> {
    pub out: [Option<&'a Value>; 2],
    /// The mask of elements that are computed.
    pub mask: Option<&'a Value>,
    pub casting: Casting,
    /// The dtype that the loop has for its outputs (`dtype=`).
    pub dtype: Option<DType>,
    /// An explicit order of new outputs; None: that of the inputs (`order='K'`).
    pub order: Option<Order>,
    /// A 0-d result stays an array.
    pub keep_array: bool,
}

impl Options<'_> {
    pub const NONE: Options<'static> =
        Options { out: [None; 2], mask: None, casting: Casting::SameKind, dtype: None, order: None, keep_array: false };
}

/// One or two results.
pub enum Results {
    One(Value),
    Two(Value, Value),
}

impl Results {
    pub fn into_value(self) -> Value {
        match self {
            Results::One(v) => v,
            Results::Two(a, b) => pyaot_core::tuple::pair(a, b),
        }
    }
}

/// `u(*inputs)`.
pub fn call(u: &'static Ufunc, inputs: &[&Value], options: &Options) -> Result<Results> {
    let mut operands: [Option<Operand>; 3] = [None, None, None];
    // Beside no other operand, a number is an array.
    let alone = u.nin == 1 && options.dtype.is_some();
    for (slot, v) in operands.iter_mut().zip(inputs) {
        *slot = Some(if alone { Operand::new(&crate::convert::asarray(v)?)? } else { Operand::new(v)? });
    }
    // At most three inputs: what is beyond does not exist.
    let mut operands: Vec<Operand> = operands.into_iter().flatten().collect();
    if operands.iter().any(|o| o.dtype.is_text())
        && let Some(r) = super::strings::call(u, &mut operands, options)?
    {
        return Ok(Results::One(r));
    }
    let wide = |o: &Operand| o.weak == Some(Weak::Int) && o.dtype != DType::I64 && int::to_i64(&o.value).is_none();
    let numbers = || operands.iter().all(|o| o.dtype != DType::Object || o.weak.is_some());
    if u.is_logical() && u.nin == 2 && options.dtype.is_none_or(|d| d == DType::Bool) && operands.iter().any(wide) && numbers() {
        return raise(&OVERFLOW_ERROR, "Python int too large to convert to C long");
    }
    let found = match options.dtype {
        None => resolve(u, &operands)?,
        Some(d) => super::resolve::for_output(u, &operands, d)?,
    };
    call_loop(u, &mut operands, found, options)
}

/// Python's numbers are of the dtypes that arrays of them have. Lesser kinds are refused like those of arrays.
fn equivalent(operands: &[Operand], found: &Found) -> Result<()> {
    for (o, to) in operands.iter().zip(found.types).filter(|(_, to)| to.is_numeric() && *to != DType::Bool) {
        let (own, name, to) = match o.weak {
            None => continue,
            Some(Weak::Int) => (DType::I64, "int", to),
            Some(Weak::Float) => (DType::F64, "float", to),
            Some(Weak::Complex) if matches!(to, DType::F16 | DType::F32) => (DType::C128, "complex", DType::C64),
            Some(Weak::Complex) => (DType::C128, "complex", to),
        };
        if own != to && (own == DType::I64 || own.kind() <= to.kind()) {
            let text = format!("cannot cast Python {name} to {} under the casting rule 'equiv'", to.name());
            return raise(&TYPE_ERROR, text);
        }
    }
    Ok(())
}

/// A call whose loop is known.
pub fn call_loop(u: &'static Ufunc, operands: &mut [Operand], found: Found, options: &Options) -> Result<Results> {
    let (nin, nout) = (u.nin, u.nout);
    if options.casting == Casting::Equiv {
        equivalent(operands, &found)?;
    }
    for (o, to) in operands.iter_mut().zip(found.types).filter(|(o, _)| o.weak == Some(Weak::Int) && nin > 1) {
        // Whether ints fit is looked at before anything else.
        match to {
            DType::Bool if int::to_i64(&o.value).is_none() => return elem::out_of_bounds(DType::I64, &o.value),
            d if d.is_integer() && !u.is_logical() => o.settle(d)?,
            _ => {}
        }
    }
    // What is asked of two numbers is their truth, whatever they are cast to for that.
    let of_truths = u.is_logical() && nin == 2 && found.types[nin] == DType::Bool;
    for (k, o) in operands.iter_mut().enumerate() {
        let to = found.types[k];
        // Python's numbers fit any precision, but not a lesser kind.
        let refused = match o.weak {
            None if of_truths && o.dtype.is_numeric() && to.is_numeric() => false,
            None => o.dtype != to && !options.casting.allows(o.dtype, to),
            Some(Weak::Int) if to == DType::Bool => !u.is_logical() && options.casting != Casting::Unsafe,
            Some(_) => o.dtype.kind() >= Kind::Float && o.dtype != DType::Object && o.dtype.kind() > to.kind() && options.casting != Casting::Unsafe,
        };
        if refused {
            return raise(
                &INPUT_CASTING_ERROR,
                format!(
                    "Cannot cast ufunc '{}' input{} from {} to {} with casting rule '{}'",
                    u.name,
                    if nin == 1 { String::new() } else { format!(" {k}") },
                    match o.weak {
                        Some(Weak::Complex) if matches!(to, DType::F16 | DType::F32) => dtype_text(DType::C64, 8),
                        _ => dtype_text(o.dtype, o.itemsize),
                    },
                    dtype_text(to, to.size()),
                    options.casting.name()
                ),
            );
        }
        if o.weak == Some(Weak::Int) && u.is_logical() && o.dtype == DType::I64 && to != DType::Object {
            // Only its truth matters, so it fits.
            *o = Operand::new(&Value::bool(ops::truth(&o.value)?))?;
        }
        o.settle(to)?;
    }
    let outs: [Option<&ArrayObj>; 2] = options.out.map(|o| o.and_then(array::get));
    // Casts are looked at before shapes.
    for (k, out) in outs[..nout].iter().enumerate() {
        let Some(a) = out else { continue };
        let from = found.types[nin + k];
        if a.dtype() != from && !options.casting.allows(from, a.dtype()) {
            return raise(
                &OUTPUT_CASTING_ERROR,
                format!(
                    "Cannot cast ufunc '{}' output{} from {} to {} with casting rule '{}'",
                    u.name,
                    if nout == 1 { String::new() } else { format!(" {k}") },
                    dtype_text(from, from.size()),
                    dtype_text(a.dtype(), a.itemsize()),
                    options.casting.name()
                ),
            );
        }
    }
    let mask = options.mask.map(Operand::mask).transpose()?;
    let shape = result_shape(operands, &outs[..nout], mask.as_ref())?;
    if outs[..nout].iter().flatten().any(|a| !a.is_writeable()) {
        return value_error("output array is read-only");
    }
    if u.name == "power" && found.types[1].kind() == Kind::Signed && !shape.contains(&0) {
        no_negative_powers(&operands[1], mask.as_ref())?;
    }
    let singly = found.lo.and_then(|lo| lo.singly).filter(|_| one_by_one_in_numpy(operands, &outs[..nout], &shape, mask.is_some()));
    // Inputs that an output would overwrite before they are read are copied first.
    let copies: Vec<Option<Value>> = operands
        .iter()
        .map(|o| match o.array() {
            Some(a) if outs[..nout].iter().flatten().any(|out| overlaps(a, out)) => crate::cast::copied(a, Order::C).map(Some),
            _ => Ok(None),
        })
        .collect::<Result<_>>()?;
    for (o, copy) in operands.iter_mut().zip(copies) {
        if let Some(c) = copy {
            o.value = c;
        }
    }
    let operands = &*operands;

    let mut p: Ptrs = [std::ptr::null_mut(); MAX_OPS];
    for (p, o) in p.iter_mut().zip(operands) {
        *p = o.data();
    }
    let mut nest = Nest::new(&shape, operands.iter().map(|o| (o.shape(), o.strides())));
    let mut results: [Option<Value>; 2] = [None, None];
    // Given outputs first: they take part in the order of dimensions.
    let mut have = nin;
    let mut place = [0; 2];
    let mut given = false;
    for k in 0..nout {
        if let Some(a) = outs[k] {
            given = true;
            place[k] = have;
            nest.add(have, a.shape(), a.strides());
            p[have] = a.data();
            have += 1;
        }
    }
    if shape.len() > 1 {
        nest.sort(have);
    }
    for k in 0..nout {
        if outs[k].is_some() {
            results[k] = options.out[k].cloned();
            continue;
        }
        let d = found.types[nin + k];
        place[k] = have;
        let new = match options.order {
            Some(order) => {
                let v = array::new(d, d.size(), &shape, order, Fill::Uninit)?;
                nest.add(have, array::as_array(&v).shape(), array::as_array(&v).strides());
                v
            }
            None => allocate(&mut nest, have, d, &shape, given)?,
        };
        p[have] = array::as_array(&new).data();
        results[k] = Some(new);
        have += 1;
    }
    if let Some(m) = &mask {
        nest.add(have, m.shape(), m.strides());
        p[have] = m.data();
        have += 1;
    }
    nest.forwards(have, &mut p);
    nest.coalesce(have);
    if nest.axes.is_empty() && operands.iter().all(|o| o.shape().is_empty() || o.shape() == shape) {
        for (s, o) in nest.single.iter_mut().zip(operands) {
            *s = stride_of_one(o.strides(), o.itemsize);
        }
        for k in 0..nout {
            let size = found.types[nin + k].size();
            nest.single[nin + k] = outs[k].map_or(size as isize, |a| stride_of_one(a.strides(), a.itemsize()));
        }
    }

    // Outputs in the order of the loop.
    let mut order: [usize; MAX_OPS] = std::array::from_fn(|k| k);
    order[nin..nin + nout].copy_from_slice(&place[..nout]);
    reorder(&mut nest, &mut p, &order, have);

    match found.lo {
        Some(lo) => {
            let mut ops = [Conversion::NONE; MAX_OPS];
            for (k, o) in operands.iter().enumerate() {
                ops[k] = Conversion::input(o.dtype, found.types[k]);
            }
            for k in 0..nout {
                if let Some(a) = outs[k] {
                    let made = found.types[nin + k];
                    ops[nin + k] = Conversion::output(made, a.dtype());
                    if made.kind() == Kind::Complex && a.dtype().kind() < Kind::Complex && a.dtype() != DType::Bool {
                        errors::complex_warning()?;
                    }
                }
            }
            let exec = Exec { run: singly.unwrap_or_else(|| lo.run(backend())), nin, nout, ops, masked: mask.is_some() };
            if lo.may_warn {
                fpe::clear();
            }
            threads::outside(nest.size(), || exec.run(&nest, &p));
            if lo.may_warn {
                let flags = fpe::take();
                if flags != 0 {
                    warn::report(Flags(flags), u.name)?;
                }
            }
        }
        None => super::objects::run(u, operands, &outs, &nest, &p, mask.is_some())?,
    }
    let finish = |v: Option<Value>, k: usize| -> Result<Value> {
        let Some(v) = v else { return Ok(Value::none()) };
        if outs[k].is_none() && !options.keep_array && shape.is_empty() {
            return interop::element(array::as_array(&v));
        }
        Ok(v)
    };
    let [a, b] = results;
    let a = finish(a, 0)?;
    Ok(if nout == 2 { Results::Two(a, finish(b, 1)?) } else { Results::One(a) })
}

/// Ints are not raised to negative powers, where they are raised at all.
fn no_negative_powers(exponents: &Operand, mask: Option<&Operand>) -> Result<()> {
    if !exponents.dtype.is_integer() || exponents.dtype.kind() == Kind::Unsigned {
        return Ok(());
    }
    let negative = call(&table::LESS, &[&exponents.value, &Value::int(0)], &Options::NONE)?.into_value();
    let negative = match mask {
        Some(m) => call(&table::LOGICAL_AND, &[&negative, &m.value], &Options::NONE)?.into_value(),
        None => negative,
    };
    let any = super::reduce::reduce(&table::LOGICAL_OR, &negative, &super::reduce::Options::default())?;
    if ops::truth(&any)? { value_error("Integers to negative integer powers are not allowed.") } else { Ok(()) }
}

/// The shape of the result.
///
/// # Errors
/// ValueError with NumPy's text.
fn result_shape(operands: &[Operand], outs: &[Option<&ArrayObj>], mask: Option<&Operand>) -> Result<Vec<i64>> {
    // Operands of one shape, or numbers beside an array: the most frequent cases.
    if let (None, [Some(_) | None]) = (mask, outs)
        && let [first, rest @ ..] = operands
    {
        let out = outs[0].map(ArrayObj::shape);
        let shape = match rest {
            [second] if first.shape().is_empty() => second.shape(),
            _ => first.shape(),
        };
        if rest.iter().chain([first]).all(|o| o.shape() == shape || o.shape().is_empty()) && out.is_none_or(|s| s == shape) {
            return Ok(shape.to_vec());
        }
    }
    let shapes = || operands.iter().chain(mask).map(Operand::shape);
    let given = || outs.iter().flatten().map(|a| a.shape());
    let all = || operands.iter().map(Operand::shape).chain(given()).chain(mask.map(Operand::shape));
    let Some(mut shape) = broadcast(shapes()) else { return no_broadcast(all()) };
    for out in given() {
        match broadcast([&shape[..], out].into_iter()) {
            None => return no_broadcast(all()),
            Some(s) if s != out => {
                return value_error(format!(
                    "non-broadcastable output operand with shape {} doesn't match the broadcast shape {}",
                    array::shape_text(out).replace(' ', ""),
                    array::shape_text(&s).replace(' ', "")
                ));
            }
            Some(s) => shape = s,
        }
    }
    Ok(shape)
}

#[cold]
fn no_broadcast<'a, T>(shapes: impl Iterator<Item = &'a [i64]>) -> Result<T> {
    let mut text = String::from("operands could not be broadcast together with shapes ");
    for s in shapes {
        // NumPy prints these without spaces.
        text.push_str(&array::shape_text(s).replace(' ', ""));
        text.push(' ');
    }
    value_error(text)
}

/// The stride of a single element, which loops look at.
fn stride_of_one(strides: &[i64], itemsize: usize) -> isize {
    match strides {
        [] => 0,
        [stride] => *stride as isize,
        _ => itemsize as isize,
    }
}

/// NumPy's loop does not take the elements for vectors: there is a single one, and the call is not of the simplest kind; or an
/// output is written behind an input that is still read; or pairs of short floats come backwards, in a copy too.
fn one_by_one_in_numpy(operands: &[Operand], outs: &[Option<&ArrayObj>], shape: &[i64], masked: bool) -> bool {
    let arrays = || operands.iter().filter_map(Operand::array);
    let outs = || outs.iter().flatten();
    if shape.iter().product::<i64>() == 1 {
        let ndim = |o: &Operand| o.shape().len();
        let mixed = operands.iter().any(|o| ndim(o) != 0 && ndim(o) != shape.len());
        return masked || mixed || arrays().any(|a| outs().any(|out| meet(a, out)));
    }
    arrays().any(|a| {
        outs().any(|out| {
            let behind = matches!((a.strides(), out.strides()), ([s], [t]) if s >= t && *t > 0) && a.data() >= out.data();
            overlaps(a, out) && (behind || a.itemsize() == 8 && a.strides().iter().any(|s| *s < 0))
        })
    })
}

/// The elements of both lie in the same memory.
fn meet(a: &ArrayObj, b: &ArrayObj) -> bool {
    let (x, y) = (extent(a), extent(b));
    x.0 < y.1 && y.0 < x.1
}

/// The elements of both lie in the same memory, but not as the same elements.
fn overlaps(a: &ArrayObj, out: &ArrayObj) -> bool {
    meet(a, out)
        && !(a.data() == out.data() && a.shape() == out.shape() && a.strides() == out.strides() && a.itemsize() == out.itemsize())
}

/// The first byte of all elements, and that behind the last.
fn extent(a: &ArrayObj) -> (usize, usize) {
    if a.size() == 0 {
        return (0, 0);
    }
    let (mut low, mut high) = (0, a.itemsize() as i64);
    for (n, s) in a.shape().iter().zip(a.strides()) {
        let reach = (n - 1) * s;
        low += reach.min(0);
        high += reach.max(0);
    }
    ((a.data() as i64 + low) as usize, (a.data() as i64 + high) as usize)
}

/// A new output, laid out in the order of the nest.
fn allocate(nest: &mut Nest, op: usize, d: DType, shape: &[i64], given: bool) -> Result<Value> {
    let in_order = nest.axes.windows(2).all(|w| w[0].dim > w[1].dim);
    if in_order {
        let v = array::new(d, d.size(), shape, Order::C, Fill::Uninit)?;
        nest.add(op, shape, array::as_array(&v).strides());
        return Ok(v);
    }
    let _ = given;
    let v = array::new(d, d.size(), shape, Order::C, Fill::Uninit)?;
    let strides = nest.lay_out(op, d.size());
    array::as_array(&v).set_dims(shape, &strides);
    Ok(v)
}

/// Puts the operands of a nest into another order.
fn reorder(nest: &mut Nest, p: &mut Ptrs, order: &[usize; MAX_OPS], ops: usize) {
    if order[..ops].iter().enumerate().all(|(k, at)| k == *at) {
        return;
    }
    let old = *p;
    for k in 0..ops {
        p[k] = old[order[k]];
    }
    for axis in &mut nest.axes {
        let old = axis.s;
        for k in 0..ops {
            axis.s[k] = old[order[k]];
        }
    }
}

/// How an operand in memory and the loop's elements differ.
#[derive(Clone, Copy)]
pub struct Conversion {
    cast: Option<CastFn>,
    /// Bytes of an element in the loop.
    size: usize,
}

impl Conversion {
    pub const NONE: Conversion = Conversion { cast: None, size: 0 };

    pub fn input(memory: DType, lo: DType) -> Conversion {
        let cast = if memory == lo { None } else { cast::find(memory, lo) };
        Conversion { cast, size: lo.size() }
    }

    pub fn output(lo: DType, memory: DType) -> Conversion {
        let cast = if memory == lo { None } else { cast::find(lo, memory) };
        Conversion { cast, size: lo.size() }
    }
}

/// A loop with the conversions of its operands.
pub struct Exec {
    pub run: LoopFn,
    pub nin: usize,
    pub nout: usize,
    pub ops: [Conversion; MAX_OPS],
    /// The last operand is a mask of bools.
    pub masked: bool,
}

impl Exec {
    /// Runs the loop over all elements. The nest has the operands in the loop's order.
    pub fn run(&self, nest: &Nest, p: &Ptrs) {
        let ops = self.nin + self.nout + usize::from(self.masked);
        let b = backend();
        let f = self.run;
        let plain = self.ops.iter().all(|c| c.cast.is_none());
        let mut buffers = if plain { Vec::new() } else { vec![0u64; 2 * BLOCK.min(nest.size()) * ops] };
        let done = nest.run(p, ops, |p, s, n| -> std::result::Result<(), Raised> {
            if self.masked {
                self.masked_run(f, b, plain, &mut buffers, p, s, n);
            } else {
                self.part(f, b, plain, &mut buffers, p, s, n);
            }
            Ok(())
        });
        debug_assert!(done.is_ok());
    }

    /// Only the elements whose mask is true, run by run.
    #[expect(clippy::too_many_arguments, reason = "the loop and its operands")]
    fn masked_run(&self, f: LoopFn, b: Backend, plain: bool, buffers: &mut [u64], p: &Ptrs, s: &Strides, n: usize) {
        let m = self.nin + self.nout;
        // SAFETY: the mask has n elements.
        let is_set = |k: usize| unsafe { *p[m].wrapping_offset(s[m] * k as isize) != 0 };
        let mut k = 0;
        while k < n {
            if !is_set(k) {
                k += 1;
                continue;
            }
            let start = k;
            while k < n && is_set(k) {
                k += 1;
            }
            let mut q = *p;
            for op in 0..m {
                q[op] = q[op].wrapping_offset(s[op] * start as isize);
            }
            self.part(f, b, plain, buffers, &q, s, k - start);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the loop and its operands")]
    fn part(&self, f: LoopFn, b: Backend, plain: bool, buffers: &mut [u64], p: &Ptrs, s: &Strides, n: usize) {
        if plain {
            return one_by_one(f, b, p, s, n, self.nin + self.nout);
        }
        let ops = self.nin + self.nout;
        let block = buffers.len() / (2 * (ops + usize::from(self.masked)));
        let mut start = 0;
        while start < n {
            let len = (n - start).min(block);
            let (mut q, mut t) = (*p, *s);
            for op in 0..ops {
                q[op] = q[op].wrapping_offset(s[op] * start as isize);
                let c = &self.ops[op];
                if c.cast.is_none() {
                    continue;
                }
                let buffer = buffers[2 * block * op..].as_mut_ptr().cast::<u8>();
                let memory = q[op];
                q[op] = buffer;
                if op < self.nin {
                    let count = if s[op] == 0 { 1 } else { len };
                    t[op] = if s[op] == 0 { 0 } else { c.size as isize };
                    if let Some(cast) = c.cast {
                        // SAFETY: the operand has `len` elements, the buffer room for a block of any size.
                        unsafe { cast(memory, s[op], buffer, c.size as isize, count) };
                    }
                } else {
                    t[op] = c.size as isize;
                }
            }
            one_by_one(f, b, &q, &t, len, ops);
            for op in self.nin..ops {
                if let Some(cast) = self.ops[op].cast {
                    let memory = p[op].wrapping_offset(s[op] * start as isize);
                    // SAFETY: as above.
                    unsafe { cast(q[op], t[op], memory, s[op], len) };
                }
            }
            start += len;
        }
    }
}

/// The loop, with the scalar backend an element at a time.
#[inline]
fn one_by_one(f: LoopFn, b: Backend, p: &Ptrs, s: &Strides, n: usize, ops: usize) {
    if b != Backend::Scalar {
        // SAFETY: the nest's operands are valid for its lengths.
        return unsafe { threads::run_loop(f, p, s, n) };
    }
    let mut p = *p;
    for _ in 0..n {
        // SAFETY: as above.
        unsafe { f(&p, s, 1) };
        for op in 0..ops {
            p[op] = p[op].wrapping_offset(s[op]);
        }
    }
}
