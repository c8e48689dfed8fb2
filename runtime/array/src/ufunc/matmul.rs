//! `numpy.matmul`, `numpy.dot`, and the operator `@`.

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, raise, value_error};
use pyaot_core::native::Natives;
use pyaot_core::types::BinOp;
use pyaot_core::value::Value;
use pyaot_core::{late_module, natives, ops};

use super::nest::broadcast;
use super::operand::{Operand, common};
use super::resolve::{NO_LOOP_ERROR, OUTPUT_CASTING_ERROR, can_cast_same_kind, dtype_text};
use super::{interop, table};
use crate::array::{self, ArrayObj, Fill, Order, as_array};
use crate::kernels::dot::{Matrix, dot_of_vectors, find, trouble};
use crate::warn::{self, Flags};
use crate::{cast, convert, elem, fpe, scalar, threads};

late_module! {
    /// Products of matrices.
    pub static NUMPY_MATMUL = ("_numpy_matmul", natives: NATIVES, values: &[]);
}

static NATIVES: Natives = natives![
    "_numpy_matmul.matmul(x1, x2, /, out=None, *, casting='same_kind', order='K', dtype=None, subok=True) -> np.dot(x1, x2)" => matmul,
    "_numpy_matmul.dot(a, b, out=None) -> np.dot(a, b)" => dot,
    "_numpy_matmul.sum_of_products(arrays, terms, result: str, out, kind, order: str, /) -> ndarray" => super::einsum::sum_of_products,
    "_numpy_matmul.product_of(x1, x2, name: str, /) -> np.dot(x1, x2)" => product_of,
];

fn matmul(a: &[Value]) -> Result<Value> {
    product(&a[0], &a[1], (!a[2].is_none()).then_some(&a[2]))
}

/// `numpy.dot`, `ndarray.dot`
pub fn dot(a: &[Value]) -> Result<Value> {
    dot_product(&a[0], &a[1], (!a[2].is_none()).then_some(&a[2]))
}

/// Both operands as arrays of their common dtype, whose strides are whole elements.
fn prepared(a: &Value, b: &Value, name: &str) -> Result<(Value, Value, DType)> {
    let operands = [Operand::new(a)?, Operand::new(b)?];
    let Some(d) = common(&operands).filter(|d| !d.is_text()) else {
        if name == "dot" && operands.iter().all(|o| o.dtype.is_text()) {
            return value_error("data type must provide an itemsize");
        }
        let types = operands.iter().map(|o| dtype_text(o.dtype, o.itemsize)).collect::<Vec<_>>().join(", ");
        return raise(&NO_LOOP_ERROR, format!("ufunc '{name}' did not contain a loop with signature matching types ({types}) -> None"));
    };
    let [x, y] = [a, b].map(|v| {
        let v = convert::asarray(v)?;
        let x = as_array(&v);
        let whole = x.strides().iter().all(|s| s % x.itemsize() as i64 == 0);
        match () {
            () if x.dtype() != d => cast::astype(&v, d, d.size()),
            () if !whole => cast::copied(x, Order::C),
            () => Ok(v),
        }
    });
    Ok((x?, y?, d))
}

/// The product of two float vectors, without any preparation; None: the operands are something else. `is_dot`: of `numpy.dot`, which
/// copies vectors that go backwards.
fn vectors(a: &Value, b: &Value, is_dot: bool) -> Option<Value> {
    let (x, y) = (array::get(a)?, array::get(b)?);
    let (d, n) = (x.dtype(), x.size());
    let plain = matches!(d, DType::F64 | DType::F32) && d == y.dtype() && x.ndim() == 1 && x.shape() == y.shape();
    let (sx, sy) = (*x.strides().first()? as isize, *y.strides().first()? as isize);
    let size = d.size() as isize;
    // One product alone is not added to zero.
    if !plain || sx % size != 0 || sy % size != 0 || is_dot && n == 1 {
        return None;
    }
    fpe::clear();
    // SAFETY: vectors of this dtype with `n` elements at these strides.
    let sum = threads::outside(n, || unsafe { dot_of_vectors(d, n, (x.data(), sx), (y.data(), sy), is_dot) });
    if fpe::take() & (fpe::INVALID | fpe::OVERFLOW) != 0 {
        // Something may have to be reported.
        return None;
    }
    Some(if d == DType::F64 { scalar::of_double(f64::from_bits(sum)) } else { scalar::of_f64(d, f64::from(f32::from_bits(sum as u32))) })
}

/// A product of other functions than `matmul`, which warnings name; without a name there are none.
fn product_of(a: &[Value]) -> Result<Value> {
    named(&a[0], &a[1], None, &ops::text_of(&a[2]))
}

/// `a @ b`
pub fn product(a: &Value, b: &Value, out: Option<&Value>) -> Result<Value> {
    named(a, b, out, "matmul")
}

fn named(a: &Value, b: &Value, out: Option<&Value>, name: &str) -> Result<Value> {
    if out.is_none()
        && let Some(sum) = vectors(a, b, false)
    {
        return Ok(sum);
    }
    let (x, y, d) = prepared(a, b, "matmul")?;
    if let Some(target) = out.and_then(array::get) {
        check_cast(d, target, "matmul")?;
    }
    for (k, v) in [&x, &y].into_iter().enumerate() {
        if as_array(v).ndim() == 0 {
            return value_error(format!(
                "matmul: Input operand {k} does not have enough dimensions (has 0, gufunc core with signature \
                 (n?,k),(k,m?)->(n?,m?) requires 1)"
            ));
        }
    }
    let (p, q) = (as_array(&x), as_array(&y));
    let (np, nq) = (p.ndim(), q.ndim());
    // Missing dimensions count as 1.
    let (m, row_a) = if np == 1 { (1, 0) } else { (p.shape()[np - 2], p.strides()[np - 2]) };
    let (k, col_a) = (p.shape()[np - 1], p.strides()[np - 1]);
    let (k2, row_b) = if nq == 1 { (q.shape()[0], q.strides()[0]) } else { (q.shape()[nq - 2], q.strides()[nq - 2]) };
    let (n, col_b) = if nq == 1 { (1, 0) } else { (q.shape()[nq - 1], q.strides()[nq - 1]) };
    if k != k2 {
        return value_error(format!(
            "matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n?,k),(k,m?)->(n?,m?) \
             (size {k2} is different from {k})"
        ));
    }
    let core: Vec<i64> = [(np > 1).then_some(m), (nq > 1).then_some(n)].into_iter().flatten().collect();
    let given = match out.map(single) {
        Some(v) => {
            let Some(target) = array::get(v) else { return pyaot_core::error::type_error("return arrays must be of ArrayType") };
            check_core(target, &core)?;
            Some(target)
        }
        None => None,
    };
    let (stack_a, stack_b) = (&p.shape()[..np.max(2) - 2], &q.shape()[..nq.max(2) - 2]);
    let stack_out = given.map_or(&[][..], |t| &t.shape()[..t.ndim() - core.len()]);
    let (Some(stack), Some(all)) = (broadcast([stack_a, stack_b].into_iter()), broadcast([stack_a, stack_b, stack_out].into_iter())) else {
        let text = |a: &ArrayObj| array::shape_text(a.shape()).replace(' ', "");
        let (x, y) = (remapped(p.shape(), stack_a.len()), remapped(q.shape(), stack_b.len()));
        let of_out = given.map_or(String::new(), |t| format!(" {}->{}", text(t), text(t).replace(",)", ")")));
        return value_error(format!(
            "operands could not be broadcast together with remapped shapes [original->remapped]: {}->({x}) {}->({y}){of_out}  and requested \
             shape {}",
            text(p),
            text(q),
            array::shape_text(&core).replace(' ', "")
        ));
    };
    if let Some(target) = given.filter(|_| all.len() == stack_out.len() && all != stack_out) {
        let text = |s: &[i64]| array::shape_text(s).replace(' ', "");
        let backwards: Vec<i64> = target.shape().iter().rev().copied().collect();
        let whole = [&all[..], &core].concat();
        return value_error(format!(
            "non-broadcastable output operand with shape {} [remapped to {}] doesn't match the broadcast shape {}",
            text(target.shape()),
            text(&backwards),
            text(&whole)
        ));
    }
    let mut shape = stack.clone();
    shape.extend(&core);
    let result = array::new(d, d.size(), &shape, Order::C, Fill::Zero)?;
    let r = as_array(&result);
    let size = d.size() as isize;
    let (row_c, col_c) = (size * n as isize, size);
    let offsets = |a: &ArrayObj, stack_of: &[i64]| -> Vec<i64> {
        let strides = crate::broadcast::strides(stack_of, &a.strides()[..stack_of.len()], &stack).unwrap_or_default();
        crate::walk::offsets(&stack, &strides)
    };
    let (from_a, from_b) = (offsets(p, stack_a), offsets(q, stack_b));
    let mut flags = 0;
    for (step, (oa, ob)) in from_a.iter().zip(&from_b).enumerate() {
        let at = |v: &ArrayObj, offset: i64, row: i64, column: i64| Matrix {
            data: v.data().wrapping_offset(offset as isize),
            row: row as isize,
            column: column as isize,
        };
        let c = Matrix { data: r.data().wrapping_offset(step as isize * row_c * m as isize), row: row_c, column: col_c };
        let (sizes, a, b) = ((m as usize, k as usize, n as usize), at(p, *oa, row_a, col_a), at(q, *ob, row_b, col_b));
        fpe::clear();
        multiply(d, sizes, a, b, c)?;
        if fpe::take() & (fpe::INVALID | fpe::OVERFLOW) != 0 {
            // SAFETY: the product that has just been made.
            flags |= unsafe { trouble(d, sizes, a, b, c) };
        }
    }
    if flags != 0 && !name.is_empty() {
        warn::report(Flags(flags), name)?;
    }
    finish(result.clone(), out, "matmul")
}

/// `a @= b`
pub fn product_into(a: &Value, b: &Value) -> Result<Value> {
    let (x, y, d) = prepared(a, b, "matmul")?;
    check_cast(d, as_array(a), "matmul")?;
    if as_array(&x).ndim() > 0 && as_array(&y).ndim() == 1 {
        return value_error("inplace matrix multiplication requires the first operand to have at least one and the second at least two dimensions.");
    }
    product(&x, &y, Some(a))
}

fn remapped(shape: &[i64], stack: usize) -> String {
    let mut parts: Vec<String> = shape[..stack].iter().map(i64::to_string).collect();
    parts.push("newaxis".to_owned());
    parts.push("newaxis".to_owned());
    parts.join(",")
}

/// One product of matrices; of objects by their own operators.
fn multiply(d: DType, (m, k, n): (usize, usize, usize), a: Matrix, b: Matrix, c: Matrix) -> Result<()> {
    if m == 0 || n == 0 {
        return Ok(());
    }
    if let Some(f) = find(d) {
        if k > 0 {
            // SAFETY: the matrices are parts of arrays of these shapes; the result is new.
            threads::outside(m * k * n, || unsafe { f(m, k, n, a, b, c) });
        }
        return Ok(());
    }
    let at = |x: Matrix, i: usize, j: usize| x.data.wrapping_offset(x.row * i as isize + x.column * j as isize);
    for i in 0..m {
        for j in 0..n {
            let mut sum = None;
            for l in 0..k {
                // SAFETY: elements of the arrays, which the caller keeps alive.
                let (x, y) = unsafe { (elem::python(d, 8, at(a, i, l)), elem::python(d, 8, at(b, l, j))) };
                let xy = ops::binary(BinOp::Mul, &x, &y)?;
                sum = Some(match sum {
                    Some(s) => ops::binary(BinOp::Add, &s, &xy)?,
                    None => xy,
                });
            }
            // SAFETY: as above.
            unsafe { super::objects::write(d, at(c, i, j), sum.unwrap_or_else(|| Value::int(0)))? };
        }
    }
    Ok(())
}

fn check_cast(d: DType, target: &ArrayObj, name: &str) -> Result<()> {
    if can_cast_same_kind(d, target.dtype()) {
        return Ok(());
    }
    raise(
        &OUTPUT_CASTING_ERROR,
        format!(
            "Cannot cast ufunc '{name}' output from {} to {} with casting rule 'same_kind'",
            dtype_text(d, d.size()),
            dtype_text(target.dtype(), target.itemsize())
        ),
    )
}

/// An output, perhaps as a tuple of one.
fn single(out: &Value) -> &Value {
    out.downcast::<pyaot_core::tuple::TupleObj>().and_then(|t| t.items().first()).unwrap_or(out)
}

/// The last dimensions of an output are those of one product.
fn check_core(target: &ArrayObj, core: &[i64]) -> Result<()> {
    let Some(stack) = target.ndim().checked_sub(core.len()) else {
        return value_error(format!(
            "matmul: Output operand 0 does not have enough dimensions (has {}, gufunc core with signature (n?,k),(k,m?)->(n?,m?) requires {})",
            target.ndim(),
            core.len()
        ));
    };
    match target.shape()[stack..].iter().zip(core).enumerate().find(|(_, (n, of))| n != of) {
        Some((k, (n, of))) => value_error(format!(
            "matmul: Output operand 0 has a mismatch in its core dimension {k}, with gufunc signature (n?,k),(k,m?)->(n?,m?) (size {n} is \
             different from {of})"
        )),
        None => Ok(()),
    }
}

/// The result itself, the scalar that it is, or into `out`.
fn finish(result: Value, out: Option<&Value>, name: &str) -> Result<Value> {
    let r = as_array(&result);
    let Some(o) = out else {
        return if r.ndim() == 0 { interop::element(r) } else { Ok(result.clone()) };
    };
    let o = single(o);
    let Some(target) = array::get(o) else { return pyaot_core::error::type_error("return arrays must be of ArrayType") };
    if name == "dot" && (target.dtype() != r.dtype() || !target.is_c_contiguous() || target.shape() != r.shape()) {
        return value_error(
            "output array is not acceptable (must have the right datatype, number of dimensions, and be a C-Array)",
        );
    }
    check_cast(r.dtype(), target, name)?;
    if target.ndim() < r.ndim() {
        return value_error(
            "output operand requires a reduction along dimension -1, but the reduction is not enabled. The dimension size of 1 does not \
             match the expected output shape.",
        );
    }
    cast::copy_into(target, r)?;
    Ok(o.clone())
}

/// `numpy.dot` of a number with an array, or with another. Numbers of Python are arrays like others here: they do not take on the
/// dtype of what they meet.
fn scaled(a: &Value, b: &Value, out: Option<&Value>) -> Result<Value> {
    let (a, b) = (convert::asarray(a)?, convert::asarray(b)?);
    let (x, y, d) = prepared(&a, &b, "dot")?;
    // Two numbers are only multiplied, and so is everything that BLAS has no type for; BLAS adds the products to zeros.
    let blas = matches!(d, DType::F32 | DType::F64 | DType::C64 | DType::C128);
    let (number, all) = if as_array(&x).ndim() == 0 { (&x, &y) } else { (&y, &x) };
    let mut flags = 0;
    if !blas || as_array(all).size() == 1 || as_array(all).ndim() > 2 {
        let options = super::call::Options { keep_array: true, ..super::call::Options::NONE };
        return finish(super::call::call(&table::MULTIPLY, &[&x, &y], &options)?.into_value(), out, "dot");
    }
    let all = cast::copied(as_array(all), Order::C)?;
    let (number, all) = (as_array(number), as_array(&all));
    let result = array::new(d, d.size(), all.shape(), Order::C, Fill::Zero)?;
    // SAFETY: the one element of the array, which outlives the slice.
    let bytes = unsafe { std::slice::from_raw_parts(number.data(), d.size()) };
    // BLAS adds nothing at all for a zero, whatever it would multiply.
    let is_zero = bytes.chunks(if d.is_complex() { d.size() / 2 } else { d.size() }).all(|part| {
        let (last, rest) = part.split_last().unwrap_or((&0, &[]));
        *last & 0x7f == 0 && rest.iter().all(|b| *b == 0)
    });
    if !is_zero {
        let size = d.size() as isize;
        let at = |a: &ArrayObj| Matrix { data: a.data(), row: size, column: size };
        let sizes = (all.size(), 1, 1);
        fpe::clear();
        multiply(d, sizes, at(all), at(number), at(as_array(&result)))?;
        if fpe::take() & (fpe::INVALID | fpe::OVERFLOW) != 0 {
            // SAFETY: the product that has just been made.
            flags |= unsafe { trouble(d, sizes, at(all), at(number), at(as_array(&result))) };
        }
    }
    if flags != 0 {
        warn::report(Flags(flags), "dot")?;
    }
    finish(result.clone(), out, "dot")
}

/// What BLAS takes: a matrix without gaps, a vector that goes forwards; or a copy.
fn in_one_segment(v: &Value) -> Result<Value> {
    let a = as_array(v);
    let forwards = a.shape().iter().zip(a.strides()).all(|(len, step)| *step > 0 || (*step == 0 && *len <= 1));
    if forwards && (a.ndim() < 2 || a.is_c_contiguous() || a.is_f_contiguous()) { Ok(v.clone()) } else { cast::copied(a, Order::C) }
}

/// Each row by each column: what `numpy.dot` does with stacks of matrices.
///
/// # Safety
/// The matrices of float32 or float64 have these sizes.
unsafe fn dots(d: DType, (m, k, n): (usize, usize, usize), a: Matrix, b: Matrix, c: Matrix) {
    for i in 0..m {
        for j in 0..n {
            // SAFETY: the caller's promise.
            unsafe {
                let bits = dot_of_vectors(d, k, (a.at(i, 0), a.column), (b.at(0, j), b.row), false);
                if d == DType::F64 { c.at::<u64>(i, j).write(bits) } else { c.at::<u32>(i, j).write(bits as u32) }
            }
        }
    }
}

/// `numpy.dot`: numbers multiply; of arrays the last axis with the last but one.
fn dot_product(a: &Value, b: &Value, out: Option<&Value>) -> Result<Value> {
    if out.is_none()
        && let Some(sum) = vectors(a, b, true)
    {
        return Ok(sum);
    }
    let dims = [Operand::new(a)?.shape().len(), Operand::new(b)?.shape().len()];
    if dims.contains(&0) {
        return scaled(a, b, out);
    }
    let (x, y, d) = prepared(a, b, "dot")?;
    let (p, q) = (as_array(&x), as_array(&y));
    let (np, nq) = (p.ndim(), q.ndim());
    let at_b = nq.max(2) - 2;
    let (k, k2) = (p.shape()[np - 1], q.shape()[at_b]);
    if k != k2 {
        let text = |a: &ArrayObj| array::shape_text(a.shape()).replace(", ", ",");
        return value_error(format!("shapes {} and {} not aligned: {k} (dim {}) != {k2} (dim {at_b})", text(p), text(q), np - 1));
    }
    if np <= 2 && nq <= 2 && (p.size() == 1 || q.size() == 1) && matches!(d, DType::F32 | DType::F64 | DType::C64 | DType::C128) {
        // An array of one element is a number here.
        let number = |v: &Value| if as_array(v).size() == 1 { crate::shape::reshaped(v, &[], 'C', None) } else { Ok(v.clone()) };
        let shape: Vec<i64> = p.shape()[..np - 1].iter().copied().chain((0..nq).filter(|j| *j != at_b).map(|j| q.shape()[j])).collect();
        let made = convert::asarray(&scaled(&number(&x)?, &number(&y)?, None)?)?;
        return finish(crate::shape::reshaped(&made, &shape, 'C', None)?, out, "dot");
    }
    let is_float = matches!(d, DType::F64 | DType::F32);
    let (x, y) = if is_float && np <= 2 && nq <= 2 { (in_one_segment(&x)?, in_one_segment(&y)?) } else { (x, y) };
    let (p, q) = (as_array(&x), as_array(&y));
    // Everything but the summed axes, of both.
    let outer_a = &p.shape()[..np - 1];
    let rest_b: Vec<usize> = (0..nq).filter(|j| *j != at_b).collect();
    let shape: Vec<i64> = outer_a.iter().copied().chain(rest_b.iter().map(|j| q.shape()[*j])).collect();
    let result = array::new(d, d.size(), &shape, Order::C, Fill::Zero)?;
    let r = as_array(&result);
    let size = d.size() as isize;
    // The last dimensions are the rows and columns of one product, those before them are gone through.
    let (m, row_a, stack_a) = match np {
        1 => (1, 0, 0),
        _ => (p.shape()[np - 2], p.strides()[np - 2], np - 2),
    };
    let (n, col_b, stack_b) = if nq == 1 { (1, 0, 0) } else { (q.shape()[nq - 1], q.strides()[nq - 1], nq - 2) };
    let from_a = crate::walk::offsets(&p.shape()[..stack_a], &p.strides()[..stack_a]);
    let from_b = crate::walk::offsets(&q.shape()[..stack_b], &q.strides()[..stack_b]);
    let blocks = from_b.len() as isize;
    let mut flags = 0;
    for (i, oa) in from_a.iter().enumerate() {
        for (j, ob) in from_b.iter().enumerate() {
            let x = Matrix { data: p.data().wrapping_offset(*oa as isize), row: row_a as isize, column: p.strides()[np - 1] as isize };
            let y = Matrix { data: q.data().wrapping_offset(*ob as isize), row: q.strides()[at_b] as isize, column: col_b as isize };
            let row = size * n as isize * blocks;
            let c = Matrix {
                data: r.data().wrapping_offset(row * m as isize * i as isize + size * n as isize * j as isize),
                row,
                column: size,
            };
            let sizes = (m as usize, k as usize, n as usize);
            fpe::clear();
            if is_float && np.max(nq) > 2 {
                // SAFETY: vectors and elements of the operands and of the result.
                unsafe { dots(d, sizes, x, y, c) };
            } else {
                multiply(d, sizes, x, y, c)?;
            }
            if fpe::take() & (fpe::INVALID | fpe::OVERFLOW) != 0 {
                // SAFETY: the product that has just been made.
                flags |= unsafe { trouble(d, sizes, x, y, c) };
            }
        }
    }
    if flags != 0 {
        warn::report(Flags(flags), "dot")?;
    }
    finish(result.clone(), out, "dot")
}
