//! `_numpy_linalg`: what `numpy.linalg` is written over. Everything is computed in doubles, as NumPy does; a function
//! returns None where the computation fails, and the shim knows the exception.

mod block;
mod general;
mod lu;
mod qr;
mod reflect;
mod scalar;
mod svd;
mod symmetric;

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, type_error, value_error};
use pyaot_core::native::Natives;
use pyaot_core::value::Value;
use pyaot_core::{float, late_module, natives, ops, tuple};

use crate::array::{self, ArrayObj};
use crate::{broadcast, cast, convert, threads};
use scalar::{Complex, Matrix, Scalar};

late_module! {
    /// What `numpy.linalg` is written over.
    pub static LINALG = ("_numpy_linalg", natives: NATIVES, values: &[]);
}

static NATIVES: Natives = natives![
    "_numpy_linalg.solve(a, b, /) -> np.solved(a, b)" => solve,
    "_numpy_linalg.inv(a, quiet, /) -> np.solved(a, a)" => inv,
    "_numpy_linalg.det(a, /)" => det,
    "_numpy_linalg.slogdet(a, /)" => slogdet,
    "_numpy_linalg.cholesky(a, upper, /) -> np.solved(a, a)" => cholesky,
    "_numpy_linalg.qr(a, complete, /)" => qr,
    "_numpy_linalg.qr_raw(a, /)" => qr_raw,
    "_numpy_linalg.eigh(a, upper, /)" => |a: &[Value]| eigh(a, true),
    "_numpy_linalg.eigvalsh(a, upper, /)" => |a: &[Value]| eigh(a, false),
    "_numpy_linalg.eig(a, /)" => |a: &[Value]| eig(a, true),
    "_numpy_linalg.eigvals(a, /)" => |a: &[Value]| eig(a, false),
    "_numpy_linalg.svd(a, full, /)" => |a: &[Value]| decompose(a, true),
    "_numpy_linalg.svdvals(a, /)" => |a: &[Value]| decompose(a, false),
    "_numpy_linalg.lstsq(a, b, rcond, /)" => lstsq,
];

/// A stack of matrices.
struct Stack<T> {
    /// The dimensions before the last two.
    outer: Vec<i64>,
    rows: usize,
    cols: usize,
    data: Vec<T>,
}

impl<T: Scalar> Stack<T> {
    /// The array as matrices of `T`; `vector` makes the last dimension one column.
    fn of(v: &Value, vector: bool) -> Result<Stack<T>> {
        let a = cast::astype(v, T::DTYPE, T::DTYPE.size())?;
        let a = cast::copied(array::as_array(&a), array::Order::C)?;
        let a = array::as_array(&a);
        let mut shape = a.shape().to_vec();
        let cols = if vector { Some(1) } else { shape.pop() };
        let (Some(cols), Some(rows)) = (cols, shape.pop()) else { return value_error("not a matrix") };
        // SAFETY: contiguous elements of this dtype, whose layout is that of T.
        let data = unsafe { std::slice::from_raw_parts(a.data().cast::<T>(), a.size()) }.to_vec();
        Ok(Stack { outer: shape, rows: rows as usize, cols: cols as usize, data })
    }

    fn count(&self) -> usize {
        self.outer.iter().product::<i64>() as usize
    }

    fn get(&self, k: usize) -> Matrix<T> {
        let n = self.rows * self.cols;
        Matrix { rows: self.rows, cols: self.cols, data: self.data[k * n..(k + 1) * n].to_vec() }
    }

    fn matrices(&self) -> impl Iterator<Item = Matrix<T>> {
        (0..self.count()).map(|k| self.get(k))
    }
}

/// Computes with these matrices, without the host's lock if they are large.
fn outside<T, R>(matrices: &Stack<T>, compute: impl FnOnce() -> R) -> R {
    threads::outside(matrices.data.len() * matrices.rows, compute)
}

/// The precision in which results are stored.
#[derive(Clone, Copy)]
struct Precision {
    complex: bool,
    single: bool,
}

impl Precision {
    fn of(arrays: &[&ArrayObj]) -> Result<Precision> {
        let mut p = Precision { complex: false, single: true };
        for a in arrays {
            match a.dtype() {
                DType::F32 => {}
                DType::F16 => return type_error("array type float16 is unsupported in linalg"),
                DType::C64 => p.complex = true,
                DType::C128 => p = Precision { complex: true, single: false },
                _ => p.single = false,
            }
        }
        Ok(p)
    }

    fn real(self) -> DType {
        if self.single { DType::F32 } else { DType::F64 }
    }

    fn complex(self) -> DType {
        if self.single { DType::C64 } else { DType::C128 }
    }

    fn dtype(self) -> DType {
        if self.complex { self.complex() } else { self.real() }
    }
}

/// An array of these numbers, in the precision wanted; a scalar where it has no dimension.
fn stored<T: Scalar>(data: &[T], shape: &[i64], dtype: DType) -> Result<Value> {
    let out = array::empty(T::DTYPE, shape)?;
    let a = array::as_array(&out);
    // SAFETY: new, of this dtype and size.
    unsafe { std::slice::from_raw_parts_mut(a.data().cast::<T>(), a.size()) }.copy_from_slice(data);
    let out = if dtype == T::DTYPE { out } else { cast::astype(&out, dtype, dtype.size())? };
    let a = array::as_array(&out);
    if a.ndim() == 0 {
        // SAFETY: its only element.
        return Ok(unsafe { crate::scalar::new(dtype, a.data()) });
    }
    Ok(out)
}

fn joined(outer: &[i64], inner: &[usize]) -> Vec<i64> {
    outer.iter().copied().chain(inner.iter().map(|n| *n as i64)).collect()
}

/// Calls `$f::<f64>` or `$f::<Complex>`.
macro_rules! by_kind {
    ($precision:expr, $f:ident($($arg:expr),*)) => {
        if $precision.complex { $f::<Complex>($($arg),*) } else { $f::<f64>($($arg),*) }
    };
}

fn solve(a: &[Value]) -> Result<Value> {
    let (x, y) = (convert::asarray(&a[0])?, convert::asarray(&a[1])?);
    let p = Precision::of(&[array::as_array(&x), array::as_array(&y)])?;
    by_kind!(p, solve_in(&x, &y, p))
}

fn solve_in<T: Scalar>(a: &Value, b: &Value, p: Precision) -> Result<Value> {
    let vector = array::as_array(b).ndim() == 1;
    let (a, b) = (Stack::<T>::of(a, false)?, Stack::<T>::of(b, vector)?);
    if a.rows != b.rows {
        let core = if vector { "(m,m),(m)->(m)" } else { "(m,m),(m,n)->(m,n)" };
        return value_error(format!(
            "{}: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature {core} (size {} is different from {})",
            if vector { "solve1" } else { "solve" },
            b.rows,
            a.rows
        ));
    }
    let Some(outer) = broadcast::shapes(&[&a.outer, &b.outer]) else {
        return value_error("operands could not be broadcast together in linalg.solve");
    };
    let (of_a, of_b) = (places(&a.outer, &outer), places(&b.outer, &outer));
    let solved = outside(&a, || {
        let mut out = Vec::new();
        for (i, j) in of_a.into_iter().zip(of_b) {
            let lu = lu::factorise(a.get(i));
            if lu.singular {
                return None;
            }
            out.extend(lu.solve(b.get(j)).data);
        }
        Some(out)
    });
    let Some(out) = solved else { return Ok(Value::none()) };
    let shape = if vector { joined(&outer, &[a.rows]) } else { joined(&outer, &[a.rows, b.cols]) };
    stored(&out, &shape, p.dtype())
}

/// Which matrix of a stack stands at each place of a broadcast one.
fn places(from: &[i64], to: &[i64]) -> Vec<usize> {
    let mut strides = vec![0; to.len()];
    let mut next = 1;
    for k in (0..from.len()).rev() {
        if from[k] != 1 {
            strides[to.len() - from.len() + k] = next;
        }
        next *= from[k] as usize;
    }
    (0..to.iter().product::<i64>() as usize)
        .map(|mut n| {
            let mut at = 0;
            for k in (0..to.len()).rev() {
                at += n % to[k] as usize * strides[k];
                n /= to[k] as usize;
            }
            at
        })
        .collect()
}

fn inv(a: &[Value]) -> Result<Value> {
    let quiet = ops::truth(&a[1])?;
    let x = convert::asarray(&a[0])?;
    let p = Precision::of(&[array::as_array(&x)])?;
    by_kind!(p, inv_in(&x, quiet, p))
}

fn inv_in<T: Scalar>(a: &Value, quiet: bool, p: Precision) -> Result<Value> {
    let a = Stack::<T>::of(a, false)?;
    let inverses = outside(&a, || {
        let mut out = Vec::new();
        for m in a.matrices() {
            let lu = lu::factorise(m);
            if !lu.singular {
                out.extend(lu.solve(Matrix::identity(a.rows, a.rows)).data);
            } else if quiet {
                out.extend(std::iter::repeat_n(T::new(f64::NAN, f64::NAN), a.rows * a.rows));
            } else {
                return None;
            }
        }
        Some(out)
    });
    let Some(out) = inverses else { return Ok(Value::none()) };
    stored(&out, &joined(&a.outer, &[a.rows, a.rows]), p.dtype())
}

fn det(a: &[Value]) -> Result<Value> {
    let x = convert::asarray(&a[0])?;
    let p = Precision::of(&[array::as_array(&x)])?;
    by_kind!(p, det_in(&x, p))
}

fn det_in<T: Scalar>(a: &Value, p: Precision) -> Result<Value> {
    let a = Stack::<T>::of(a, false)?;
    let one = |m: Matrix<T>| {
        let (sign, log) = lu::factorise(m).sign_and_log();
        sign.scale(pyaot_core::modules::libm::exp(log))
    };
    let out: Vec<T> = outside(&a, || a.matrices().map(one).collect());
    stored(&out, &a.outer, p.dtype())
}

fn slogdet(a: &[Value]) -> Result<Value> {
    let x = convert::asarray(&a[0])?;
    let p = Precision::of(&[array::as_array(&x)])?;
    by_kind!(p, slogdet_in(&x, p))
}

fn slogdet_in<T: Scalar>(a: &Value, p: Precision) -> Result<Value> {
    let a = Stack::<T>::of(a, false)?;
    let (signs, logs): (Vec<T>, Vec<f64>) = outside(&a, || a.matrices().map(|m| lu::factorise(m).sign_and_log()).unzip());
    Ok(tuple::pair(stored(&signs, &a.outer, p.dtype())?, stored(&logs, &a.outer, p.real())?))
}

fn cholesky(a: &[Value]) -> Result<Value> {
    let upper = ops::truth(&a[1])?;
    let x = convert::asarray(&a[0])?;
    let p = Precision::of(&[array::as_array(&x)])?;
    by_kind!(p, cholesky_in(&x, upper, p))
}

fn cholesky_in<T: Scalar>(a: &Value, upper: bool, p: Precision) -> Result<Value> {
    let a = Stack::<T>::of(a, false)?;
    let factors = outside(&a, || {
        let mut out = Vec::new();
        for m in a.matrices() {
            let l = lu::cholesky(&if upper { m.adjoint() } else { m })?;
            out.extend(if upper { l.adjoint() } else { l }.data);
        }
        Some(out)
    });
    let Some(out) = factors else { return Ok(Value::none()) };
    stored(&out, &joined(&a.outer, &[a.rows, a.rows]), p.dtype())
}

fn qr(a: &[Value]) -> Result<Value> {
    let complete = ops::truth(&a[1])?;
    let x = convert::asarray(&a[0])?;
    let p = Precision::of(&[array::as_array(&x)])?;
    by_kind!(p, qr_in(&x, complete, p))
}

fn qr_in<T: Scalar>(a: &Value, complete: bool, p: Precision) -> Result<Value> {
    let a = Stack::<T>::of(a, false)?;
    let k = if complete { a.rows } else { a.rows.min(a.cols) };
    let (mut q, mut r) = (Vec::new(), Vec::new());
    outside(&a, || {
        for m in a.matrices() {
            let f = qr::factorise(m);
            q.extend(f.q(k).data);
            r.extend(f.r(k).data);
        }
    });
    let q = stored(&q, &joined(&a.outer, &[a.rows, k]), p.dtype())?;
    Ok(tuple::pair(q, stored(&r, &joined(&a.outer, &[k, a.cols]), p.dtype())?))
}

/// What `qr(mode="raw")` gives.
fn qr_raw(a: &[Value]) -> Result<Value> {
    let x = convert::asarray(&a[0])?;
    let p = Precision::of(&[array::as_array(&x)])?;
    by_kind!(p, qr_raw_in(&x, p))
}

fn qr_raw_in<T: Scalar>(a: &Value, p: Precision) -> Result<Value> {
    let a = Stack::<T>::of(a, false)?;
    let (mut h, mut tau) = (Vec::new(), Vec::new());
    outside(&a, || {
        for m in a.matrices() {
            let f = qr::factorise(m);
            for j in 0..a.cols {
                h.extend((0..a.rows).map(|i| f.packed[(i, j)]));
            }
            tau.extend(f.tau);
        }
    });
    let h = stored(&h, &joined(&a.outer, &[a.cols, a.rows]), p.dtype())?;
    Ok(tuple::pair(h, stored(&tau, &joined(&a.outer, &[a.rows.min(a.cols)]), p.dtype())?))
}

fn eigh(a: &[Value], vectors: bool) -> Result<Value> {
    let upper = ops::truth(&a[1])?;
    let x = convert::asarray(&a[0])?;
    let p = Precision::of(&[array::as_array(&x)])?;
    by_kind!(p, eigh_in(&x, upper, vectors, p))
}

fn eigh_in<T: Scalar>(a: &Value, upper: bool, vectors: bool, p: Precision) -> Result<Value> {
    let a = Stack::<T>::of(a, false)?;
    let n = a.rows;
    let (mut values, mut all) = (Vec::new(), Vec::new());
    let found = outside(&a, || {
        for m in a.matrices() {
            let (w, v) = symmetric::eigh(&if upper { m.adjoint() } else { m }, vectors)?;
            values.extend(w);
            all.extend(v.data);
        }
        Some(())
    });
    if found.is_none() {
        return Ok(Value::none());
    }
    let w = stored(&values, &joined(&a.outer, &[n]), p.real())?;
    if !vectors {
        return Ok(w);
    }
    Ok(tuple::pair(w, stored(&all, &joined(&a.outer, &[n, n]), p.dtype())?))
}

fn eig(a: &[Value], vectors: bool) -> Result<Value> {
    let x = convert::asarray(&a[0])?;
    let p = Precision::of(&[array::as_array(&x)])?;
    let (outer, n, values, all);
    if p.complex {
        let s = Stack::<Complex>::of(&x, false)?;
        let Some(r) = outside(&s, || s.matrices().map(|m| pairs(&m, vectors, general::eig_complex)).collect::<Option<Vec<_>>>()) else {
            return Ok(Value::none());
        };
        (outer, n) = (s.outer, s.rows);
        (values, all) = flat(r);
    } else {
        let s = Stack::<f64>::of(&x, false)?;
        let Some(r) = outside(&s, || s.matrices().map(|m| pairs(&m, vectors, general::eig_real)).collect::<Option<Vec<_>>>()) else {
            return Ok(Value::none());
        };
        (outer, n) = (s.outer, s.rows);
        (values, all) = flat(r);
    }
    let (ws, vs) = (joined(&outer, &[n]), joined(&outer, &[n, n]));
    // Real results of real matrices are real.
    if !p.complex && values.iter().all(|w| w.im == 0.0) {
        let real = |x: &[Complex]| x.iter().map(|x| x.re).collect::<Vec<f64>>();
        let w = stored(&real(&values), &ws, p.real())?;
        return Ok(if vectors { tuple::pair(w, stored(&real(&all), &vs, p.real())?) } else { w });
    }
    let w = stored(&values, &ws, p.complex())?;
    Ok(if vectors { tuple::pair(w, stored(&all, &vs, p.complex())?) } else { w })
}

type Pairs = (Vec<Complex>, Matrix<Complex>);

fn pairs<T>(m: &Matrix<T>, vectors: bool, f: fn(&Matrix<T>, bool) -> Option<Pairs>) -> Option<Pairs> {
    if m.rows == 0 { Some((Vec::new(), Matrix { rows: 0, cols: 0, data: Vec::new() })) } else { f(m, vectors) }
}

fn flat(all: Vec<Pairs>) -> (Vec<Complex>, Vec<Complex>) {
    let (mut w, mut v) = (Vec::new(), Vec::new());
    for (values, vectors) in all {
        w.extend(values);
        v.extend(vectors.data);
    }
    (w, v)
}

fn decompose(a: &[Value], vectors: bool) -> Result<Value> {
    let full = vectors && ops::truth(&a[1])?;
    let x = convert::asarray(&a[0])?;
    let p = Precision::of(&[array::as_array(&x)])?;
    by_kind!(p, svd_in(&x, full, vectors, p))
}

fn svd_in<T: Scalar>(a: &Value, full: bool, vectors: bool, p: Precision) -> Result<Value> {
    let a = Stack::<T>::of(a, false)?;
    let k = a.rows.min(a.cols);
    let (mut u, mut s, mut vh) = (Vec::new(), Vec::new(), Vec::new());
    let found = outside(&a, || {
        for m in a.matrices() {
            // Steps on numbers that are none would not end.
            let r = (if m.is_finite() { svd::svd(&m, full) } else { None })?;
            u.extend(r.u.data);
            s.extend(r.s);
            vh.extend(r.vh.data);
        }
        Some(())
    });
    if found.is_none() {
        return Ok(Value::none());
    }
    let s = stored(&s, &joined(&a.outer, &[k]), p.real())?;
    if !vectors {
        return Ok(s);
    }
    let (left, right) = if full { (a.rows, a.cols) } else { (k, k) };
    let u = stored(&u, &joined(&a.outer, &[a.rows, left]), p.dtype())?;
    let vh = stored(&vh, &joined(&a.outer, &[right, a.cols]), p.dtype())?;
    Ok(tuple::new(vec![u, s, vh]))
}

/// Least squares by singular values (`gelsd`): x, the residuals, the rank, the singular values.
fn lstsq(a: &[Value]) -> Result<Value> {
    let (x, y) = (convert::asarray(&a[0])?, convert::asarray(&a[1])?);
    let rcond = float::to_f64(&a[2])?;
    let p = Precision::of(&[array::as_array(&x), array::as_array(&y)])?;
    by_kind!(p, lstsq_in(&x, &y, rcond, p))
}

fn lstsq_in<T: Scalar>(a: &Value, b: &Value, rcond: f64, p: Precision) -> Result<Value> {
    let (a, b) = (Stack::<T>::of(a, false)?, Stack::<T>::of(b, false)?);
    let (a, b) = (a.get(0), b.get(0));
    if !a.is_finite() {
        return Ok(Value::none());
    }
    let Some(svd) = threads::outside(a.data.len() * a.cols, || svd::svd(&a, false)) else { return Ok(Value::none()) };
    let least = rcond * svd.s.first().copied().unwrap_or(0.0);
    let rank = svd.s.iter().filter(|s| **s > least).count();
    let mut y = svd.u.adjoint().product(&b);
    for (i, s) in svd.s.iter().enumerate() {
        let f = if i < rank { 1.0 / s } else { 0.0 };
        y.row_mut(i).iter_mut().for_each(|v| *v = v.scale(f));
    }
    let x = svd.vh.adjoint().product(&y);
    let mut rest = a.product(&x);
    rest.data.iter_mut().zip(&b.data).for_each(|(r, b)| *r = *b - *r);
    let squares: Vec<f64> = (0..b.cols).map(|j| (0..a.rows).map(|i| rest[(i, j)].square()).sum()).collect();
    let squares = if rank == a.cols && a.rows > a.cols { squares } else { Vec::new() };
    Ok(tuple::new(vec![
        stored(&x.data, &[a.cols as i64, b.cols as i64], p.dtype())?,
        stored(&squares, &[squares.len() as i64], p.real())?,
        crate::scalar::of_i64(DType::I32, rank as i64),
        stored(&svd.s, &[svd.s.len() as i64], p.real())?,
    ]))
}

