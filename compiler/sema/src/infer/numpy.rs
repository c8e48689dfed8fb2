//! NumPy: what arrays and scalars are presumably of.
//!
//! Nothing here is a claim (see [`Ty::Numpy`]): the fast body tests what it relies on, and where a presumption fails the twin goes
//! on. So the rules can be short and optimistic: ints fit `int64`, arrays are what their construction says. Natives say what they give
//! by a rule in place of a result type, in which names are those of parameters:
//!
//! | rule | result |
//! | --- | --- |
//! | `ndarray` | some array |
//! | `ndarray[float64, 1]` | an array of this dtype and number of dimensions (`?`: unknown) |
//! | `np.made(object, dtype)` | `np.array`: from nested sequences |
//! | `np.filled(shape, dtype)` | of this shape; float64 without dtype |
//! | `np.filled(shape, fill, dtype)` | of this shape; the dtype of `fill` without dtype |
//! | `np.plane(dtype)` | of two dimensions; float64 without dtype |
//! | `np.range(start, stop, step, dtype)` | `np.arange` |
//! | `np.like(a)`, `np.like(a, dtype)` | as the array `a`, perhaps of another dtype |
//! | `np.cast(a, dtype)` | `a` as this dtype |
//! | `np.shaped(a, shape)` | the elements of `a` in this shape |
//! | `np.flat(a)` | one dimension |
//! | `np.turned(a)` | the elements of `a` in another order |
//! | `np.line(dtype)` | of one dimension; float64 without dtype |
//! | `np.joined(arrays, axis)` | `np.concatenate`: of the promoted dtype |
//! | `np.spread(a, axis)` | elements of `a`, some again or not at all: of one dimension without `axis` |
//! | `np.taken(a, indices, axis)` | `np.take` |
//! | `np.expanded(a, axis)`, `np.squeezed(a)`, `np.diagonal(a)` | the elements of `a` in more or fewer dimensions |
//! | `np.found(v)` | places, as many as `v` has elements |
//! | `np.counted(weights)` | of one dimension: counts, or sums of weights |
//! | `np.slid(a, v)` | of one dimension, of the promoted dtype |
//! | `np.interpolated(x, fp)`, `np.solved(a, b)` | in the shape of the one, computed from the other: floats. The latter may be None |
//! | `np.spectrum(a)` | complex numbers in the shape of `a` |
//! | `np.distinct(a)` | `np.unique` with all that it may be asked for |
//! | `np.diag(v)` | a matrix of its diagonal, or the diagonal of a matrix |
//! | `np.presumed(of, least)` | elements like those of `of`, in as many dimensions, but no fewer than `least` has parts |
//! | `np.drawn(size)`, `np.drawn_int(size)` | random numbers: a float (an int) for certain without `size` |
//! | `np.drawn_of(size, a, …)`, `np.drawn_int_of(size, a, …)` | the same by parameters, which may be arrays |
//! | `np.ints(size, dtype)` | random ints of a dtype |
//! | `np.promoted(a, b, …)` | element-wise, of the promoted dtype |
//! | `np.kept(a, b, …)`, `np.real(a)` | like `promoted` and `part`; nothing is claimed where an operand may be something else than numbers |
//! | `np.divided(a, b)`, `np.float(a, …)` | element-wise; ints become float64 |
//! | `np.part(a)` | element-wise; complex numbers become floats of their precision |
//! | `np.test(a, …)` | element-wise, bools |
//! | `np.where(condition, x, y)` | element-wise, of the promoted dtype of `x` and `y` |
//! | `np.sum(a, axis)`, `np.extreme(a, axis)`, `np.mean(a, axis)`, `np.position(a, axis)`, `np.all(a, axis)` | reductions |
//! | `np.running(a, axis)` | cumulative sums |
//! | `np.dot(a, b)` | matrix product |

use pyaot_abi::dtype::{DType, Kind, Weak, promote, promote_weak};

use super::*;
use crate::left_to_numpy;

/// An operand of element-wise arithmetic.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Operand {
    dtype: Number,
    /// 0 for scalars.
    ndim: Option<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Number {
    Of(DType),
    Weak(Weak),
    Unknown,
}

/// What the arguments of calls stand for that are no classes: constant texts, and the dtypes of arrays.
#[derive(Default)]
pub(super) struct Dtypes {
    /// Of which value one is the attribute `dtype`.
    of: HashMap<(FuncId, V), V>,
    /// For each operand of the call at hand, the callee among them.
    here: Vec<Option<DType>>,
}

impl Dtypes {
    pub(super) fn of_program(program: &Program) -> Dtypes {
        let mut of = HashMap::default();
        for (k, func) in program.funcs.iter().enumerate() {
            for i in func.blocks.iter().flat_map(|b| &b.insts) {
                if matches!(&i.op, Op::GetAttr(name) if &**name == "dtype") {
                    of.insert((FuncId(k as u32), i.results[0]), i.args[0]);
                }
            }
        }
        Dtypes { of, here: Vec::new() }
    }

    /// The k-th of `count` arguments.
    fn of_argument(&self, k: usize, count: usize) -> Option<DType> {
        *self.here.get(self.here.len().checked_sub(count)? + k)?
    }
}

/// A scalar of this dtype.
fn scalar(dtype: Option<DType>) -> Ty {
    match dtype {
        Some(DType::F64) => Ty::NpFloat,
        Some(DType::I64) => Ty::NpInt,
        Some(DType::Bool) => Ty::NpBool,
        Some(d) if d == DType::F32 || d.is_complex() || d.is_integer() => Ty::NpNum(d),
        _ => Ty::Numpy,
    }
}

/// An array, or a scalar where there are no dimensions.
fn of_dims(dtype: Option<DType>, ndim: Option<u8>) -> Ty {
    if ndim == Some(0) { scalar(dtype) } else { Ty::Array { dtype, ndim } }
}

const UNKNOWN: Ty = Ty::Array { dtype: None, ndim: None };

fn dtype_of(t: &Ty) -> Option<DType> {
    match t {
        Ty::Array { dtype, .. } => *dtype,
        Ty::NpFloat => Some(DType::F64),
        Ty::NpInt => Some(DType::I64),
        Ty::NpBool => Some(DType::Bool),
        Ty::NpNum(d) => Some(*d),
        _ => None,
    }
}

fn ndim_of(t: &Ty) -> Option<u8> {
    match t {
        Ty::Array { ndim, .. } => *ndim,
        Ty::NpFloat | Ty::NpInt | Ty::NpBool | Ty::NpNum(_) => Some(0),
        Ty::Int { .. } | Ty::Float { .. } | Ty::Bool | Ty::Complex => Some(0),
        _ => None,
    }
}

/// The dtype that the type of a `dtype` argument stands for.
fn dtype_named(t: &Ty) -> Option<DType> {
    let Ty::NativeClass(n) = t else { return None };
    match &**n {
        "int" => Some(DType::I64),
        "float" => Some(DType::F64),
        "complex" => Some(DType::C128),
        n => DType::of_name(n.strip_prefix("numpy.").unwrap_or(n)).filter(|d| d.is_numeric()),
    }
}

/// Of numbers: `float32`, `f4`, `<f4`, `float`.
fn dtype_of_text(text: &str) -> Option<DType> {
    let found = match text {
        "int" => DType::I64,
        "float" | "double" | "d" => DType::F64,
        "single" | "f" => DType::F32,
        "complex" => DType::C128,
        _ => {
            let short = text.trim_start_matches(['<', '=', '|']);
            let size = |d: DType| short.get(1..).is_some_and(|n| n.parse() == Ok(d.size()));
            DType::of_name(text).or_else(|| DType::ALL.into_iter().find(|d| short.starts_with(d.kind_char()) && *d != DType::Bool && size(*d)))?
        }
    };
    found.is_numeric().then_some(found)
}

/// The dtype of sums of elements (`np.sum`).
fn summed(dtype: Option<DType>) -> Option<DType> {
    dtype.map(|d| match d.kind() {
        Kind::Bool | Kind::Signed => DType::I64,
        Kind::Unsigned => DType::U64,
        _ => d,
    })
}

/// The dtype of what is computed in floats.
fn floating(dtype: Option<DType>) -> Option<DType> {
    dtype.map(|d| if d.is_integer() || d == DType::Bool { DType::F64 } else { d })
}

/// The dtype of the parts of complex numbers, and of their sizes; others are their own.
fn part(dtype: Option<DType>) -> Option<DType> {
    dtype.map(|d| match d {
        DType::C128 => DType::F64,
        DType::C64 => DType::F32,
        d => d,
    })
}

/// An int, NumPy's or Python's (`best = 0`, then `best = order[k]`).
fn is_index(t: &Ty) -> bool {
    t.members().iter().all(|m| matches!(m, Ty::Int { .. } | Ty::NpInt) || matches!(m, Ty::NpNum(d) if d.is_integer()))
}

impl Solver<'_> {
    /// See [`left_to_numpy`].
    pub(super) fn is_left_to_numpy(&mut self, i: &Inst) -> bool {
        if !self.t.program.gives_to_numpy() {
            return false;
        }
        let is_left = left_to_numpy::called(&self.t, self.me, i).is_some();
        if !is_left {
            // Elements that come to be known later.
            for v in &i.args[1..] {
                if let Some(s) = self.ty(*v).site() {
                    self.read(Key::Site(s));
                }
            }
        }
        is_left
    }

    /// Such a call, as of a function value. What is made of it may be anything.
    pub(super) fn call_left_to_numpy(&mut self, i: &Inst, a: &[Ty], kw: &[Name]) -> Ty {
        let f = match &i.op {
            Op::CallMethod { name, .. } => self.getattr(&a[0], name),
            _ => a[0].clone(),
        };
        let (me, at) = (self.me, self.at);
        self.t.instances[me.0 as usize].calls.remove(&at);
        self.call(&Ty::Union(vec![f, Ty::None].into()), &a[1..], kw);
        self.call(&Ty::Any, &a[1..], kw)
    }

    /// What the operand is element-wise; None: nothing that NumPy computes with.
    fn operand(&mut self, t: &Ty) -> Option<Operand> {
        let (dtype, ndim) = match t {
            Ty::Int { .. } => (Number::Weak(Weak::Int), Some(0)),
            Ty::Float { .. } => (Number::Weak(Weak::Float), Some(0)),
            Ty::Complex => (Number::Weak(Weak::Complex), Some(0)),
            Ty::Bool => (Number::Of(DType::Bool), Some(0)),
            Ty::Numpy => (Number::Unknown, None),
            Ty::List(_) | Ty::Tuple(_) | Ty::TupleOf(_) => {
                let (dtype, ndim) = self.nested(t, 0)?;
                (dtype.map_or(Number::Unknown, Number::Of), ndim)
            }
            t if t.is_numpy() => (dtype_of(t).map_or(Number::Unknown, Number::Of), ndim_of(t)),
            _ => return None,
        };
        Some(Operand { dtype, ndim })
    }

    /// Dtype and number of dimensions of the array that nested sequences make (`np.array`). None: of objects.
    fn nested(&mut self, t: &Ty, depth: u8) -> Option<(Option<DType>, Option<u8>)> {
        if depth > 8 {
            return Some((None, None));
        }
        Some(match t {
            Ty::Int { .. } => (Some(DType::I64), Some(depth)),
            Ty::Float { .. } => (Some(DType::F64), Some(depth)),
            Ty::Bool => (Some(DType::Bool), Some(depth)),
            Ty::Complex => (Some(DType::C128), Some(depth)),
            Ty::Range { .. } => (Some(DType::I64), Some(depth + 1)),
            Ty::Str | Ty::Bytes | Ty::Numpy => (None, None),
            Ty::List(_) | Ty::TupleOf(_) | Ty::Tuple(_) => {
                let e = self.iterate(t);
                // Empty.
                if e == Ty::Never {
                    return Some((Some(DType::F64), Some(depth + 1)));
                }
                return self.nested(&e, depth + 1);
            }
            Ty::Union(ms) => {
                let mut out: Option<(Option<DType>, Option<u8>)> = None;
                for m in ms.to_vec() {
                    let (d, n) = self.nested(&m, depth)?;
                    out = Some(match out {
                        None => (d, n),
                        Some((e, k)) => (d.zip(e).and_then(|(d, e)| promote(d, e)), n.filter(|_| n == k)),
                    });
                }
                out?
            }
            t if t.is_numpy() => (dtype_of(t), ndim_of(t).map(|n| n + depth)),
            _ => return None,
        })
    }

    /// A number, or nested sequences of numbers: nothing of the program's.
    pub(super) fn is_numeric(&mut self, t: &Ty) -> bool {
        self.nested(t, 0).is_some()
    }

    fn promoted(&self, parts: &[Operand]) -> Option<DType> {
        let mut strong: Option<DType> = None;
        for p in parts {
            match p.dtype {
                Number::Of(d) => strong = Some(strong.map_or(Some(d), |s| promote(s, d))?),
                Number::Unknown => return None,
                Number::Weak(_) => {}
            }
        }
        let mut out = strong;
        for p in parts {
            if let Number::Weak(w) = p.dtype {
                out = Some(match (out, w) {
                    (Some(d), w) => promote_weak(d, w),
                    (None, Weak::Int) => DType::I64,
                    (None, Weak::Float) => DType::F64,
                    (None, Weak::Complex) => DType::C128,
                });
            }
        }
        out
    }

    fn broadcast(&self, parts: &[Operand]) -> Option<u8> {
        parts.iter().map(|p| p.ndim).try_fold(0, |most, n| Some(most.max(n?)))
    }

    /// The operands, if NumPy is concerned with any of them and knows all.
    fn operands(&mut self, types: &[&Ty]) -> Option<Vec<Operand>> {
        if !types.iter().any(|t| t.is_numpy()) {
            return None;
        }
        types.iter().map(|t| self.operand(t)).collect()
    }

    /// `a op b` where one of them is from NumPy; None: no rule of NumPy's.
    pub(super) fn numpy_binary(&mut self, op: BinOp, a: &Ty, b: &Ty) -> Option<Ty> {
        let parts = self.operands(&[a, b])?;
        let dtype = self.promoted(&parts);
        if op == BinOp::MatMul {
            return Some(product(dtype, parts[0].ndim, parts[1].ndim));
        }
        let scalars = parts.iter().all(|p| p.ndim == Some(0));
        let dtype = match op {
            BinOp::Div => floating(dtype),
            // Booleans count as numbers of eight bits.
            BinOp::FloorDiv | BinOp::Mod | BinOp::Pow | BinOp::LShift | BinOp::RShift if dtype == Some(DType::Bool) => Some(DType::I8),
            BinOp::Sub if scalars && dtype == Some(DType::Bool) => None,
            _ => dtype,
        };
        Some(of_dims(dtype, self.broadcast(&parts)))
    }

    pub(super) fn numpy_unary(&mut self, op: UnaryOp, t: &Ty) -> Ty {
        match op {
            UnaryOp::Not => Ty::Bool,
            _ => t.clone(),
        }
    }

    /// `a < b` and the like.
    pub(super) fn numpy_compare(&mut self, a: &Ty, b: &Ty) -> Ty {
        let one = |me: &mut Self, a: &Ty, b: &Ty| match me.operands(&[a, b]) {
            Some(parts) => of_dims(Some(DType::Bool), me.broadcast(&parts)),
            // With strings, None and the like: presumably an array all the same, where one of the two is.
            None if ndim_of(a).is_some_and(|n| n > 0) || ndim_of(b).is_some_and(|n| n > 0) => {
                Ty::Array { dtype: Some(DType::Bool), ndim: ndim_of(a).max(ndim_of(b)) }
            }
            None => Ty::Any,
        };
        let mut out = Ty::Never;
        for x in a.members().to_vec() {
            for y in b.members().to_vec() {
                let r = if x.is_numpy() || y.is_numpy() { one(self, &x, &y) } else { Ty::Bool };
                out = self.join(&out, &r);
            }
        }
        out
    }

    /// `a[i]`.
    pub(super) fn numpy_getitem(&mut self, a: &Ty, i: &Ty) -> Ty {
        let Ty::Array { dtype, ndim } = a else { return Ty::Numpy };
        let parts: Vec<Ty> = match i {
            Ty::Tuple(ts) => ts.to_vec(),
            t => vec![t.clone()],
        };
        let Some(mut left) = ndim.map(i32::from) else {
            return if dtype.is_some_and(DType::is_numeric) && parts.iter().any(|p| *p == Ty::Slice) {
                Ty::Array { dtype: *dtype, ndim: None }
            } else {
                Ty::Numpy
            };
        };
        let mut fancy: Option<i32> = None;
        for p in &parts {
            match p {
                p if is_index(p) => left -= 1,
                Ty::Slice => {}
                Ty::None => left += 1,
                Ty::Opaque(n) if &**n == "ellipsis" => {}
                Ty::Bool | Ty::NpBool => return UNKNOWN,
                p => match self.operand(p) {
                    Some(Operand { dtype: Number::Of(DType::Bool), ndim: Some(n) }) => {
                        left -= n as i32;
                        fancy = Some(fancy.unwrap_or(0).max(1));
                    }
                    Some(Operand { ndim: Some(n), .. }) if n > 0 => {
                        left -= 1;
                        fancy = Some(fancy.unwrap_or(0).max(n as i32));
                    }
                    _ => return Ty::Array { dtype: *dtype, ndim: None },
                },
            }
        }
        left += fancy.unwrap_or(0);
        match u8::try_from(left) {
            // An element of an array of objects may be anything.
            Ok(0) if fancy.is_none() => scalar(*dtype),
            Ok(n) => Ty::Array { dtype: *dtype, ndim: Some(n) },
            Err(_) => Ty::Numpy,
        }
    }

    /// `abs(a)`: complex numbers become floats.
    pub(super) fn numpy_abs(&self, t: &Ty) -> Ty {
        match t {
            Ty::Array { dtype, ndim } => Ty::Array { dtype: part(*dtype), ndim: *ndim },
            Ty::NpNum(_) => scalar(part(dtype_of(t))),
            t => t.clone(),
        }
    }

    /// What iteration over it gives.
    pub(super) fn numpy_element(&mut self, t: &Ty) -> Ty {
        match t {
            Ty::Array { dtype, ndim: Some(n @ 1..) } => of_dims(*dtype, Some(n - 1)),
            _ => Ty::Numpy,
        }
    }

    pub(super) fn numpy_attr(&mut self, t: &Ty, name: &str) -> Ty {
        match name {
            // True of every array and scalar.
            "shape" | "strides" => Ty::TupleOf(self.site_of(30, if name == "shape" { &NAT } else { &INT })),
            "size" | "ndim" | "itemsize" | "nbytes" => NAT,
            "T" => t.clone(),
            "real" | "imag" => match t {
                Ty::Array { dtype, ndim } => Ty::Array { dtype: part(*dtype), ndim: *ndim },
                Ty::NpFloat | Ty::NpInt | Ty::NpNum(_) => scalar(part(dtype_of(t))),
                _ => Ty::Numpy,
            },
            "dtype" => Ty::Opaque("numpy.dtype".into()),
            _ => Ty::Any,
        }
    }

    /// A method: by the rule that its declaration has.
    pub(super) fn numpy_method(&mut self, t: &Ty, name: &str, args: &[Ty], kw: &[Name]) -> Ty {
        match self.natives.method("ndarray", name) {
            Some(d) => {
                let mut all = vec![t.clone()];
                all.extend_from_slice(args);
                self.numpy_result(d, &all, kw)
            }
            None => {
                args.iter().for_each(|a| self.t.sites.escape(a));
                Ty::Any
            }
        }
    }

    /// `np.float64(x)` and the like.
    pub(super) fn numpy_class(&mut self, class: &Ty, args: &[Ty]) -> Ty {
        // Of an array it makes an array.
        match args.first() {
            Some(t @ (Ty::Array { .. } | Ty::List(_) | Ty::Tuple(_) | Ty::TupleOf(_) | Ty::Numpy)) => {
                let ndim = self.operand(t).and_then(|o| o.ndim);
                of_dims(dtype_named(class), ndim)
            }
            _ => scalar(dtype_named(class)),
        }
    }

    /// The rule of the native's declaration applied to its arguments, the last of which are keywords; its declared type where it
    /// has none.
    pub(super) fn numpy_result(&mut self, decl: &str, args: &[Ty], kw: &[Name]) -> Ty {
        let text = decl.rsplit_once("->").map_or("any", |(_, r)| r.trim());
        let Some((rule, names)) = text.strip_prefix("np.").and_then(|r| r.split_once('(')) else {
            return self.declared(decl, &Ty::Never);
        };
        let params = decl.split_once('(').and_then(|(_, p)| p.rsplit_once("->")).map_or("", |(p, _)| p.trim_end().trim_end_matches(')'));
        let params = super::method::split_params(params);
        let params: Vec<&str> = params.iter().filter(|p| !matches!(p.as_str(), "/" | "*")).map(|p| p.split([':', '=']).next().unwrap_or(p).trim()).collect();
        let n_pos = args.len() - kw.len();
        let given = |name: &str| {
            // The rest of the positional arguments: one of them may be a tuple itself.
            if let Some(k) = params.iter().position(|p| p.strip_prefix('*') == Some(name)) {
                return match args.get(k..n_pos)? {
                    [] => None,
                    [one] => Some(one.clone()),
                    many => Some(Ty::Tuple(many.into())),
                };
            }
            let by_place = params.iter().position(|p| *p == name).filter(|k| *k < n_pos);
            let by_name = || kw.iter().position(|k| &**k == name).map(|k| n_pos + k);
            by_place.or_else(by_name).map(|k| match (name, self.dtypes.of_argument(k, args.len())) {
                ("dtype", Some(d)) => Ty::NativeClass(format!("numpy.{}", d.name()).into()),
                _ => args[k].clone(),
            })
        };
        let names: Vec<&str> = names.trim_end_matches(')').split(',').map(str::trim).collect();
        let parts: Vec<Option<Ty>> = names.iter().map(|n| given(n)).collect();
        if given("out").is_some_and(|t| t != Ty::None) {
            return given("out").expect("just seen");
        }
        self.by_rule(rule, &parts, given("keepdims").is_some(), given("dtype"))
    }

    /// Notes for the call at hand which of its arguments stand for dtypes.
    pub(super) fn note_dtypes(&mut self, i: &Inst, types: &[Ty]) {
        self.dtypes.here.clear();
        if !self.t.has_numpy {
            return;
        }
        let (me, func) = (self.t.instance(self.me), self.t.instance(self.me).func);
        self.dtypes.here.extend(i.args.iter().zip(types).map(|(v, t)| match t {
            Ty::Str => dtype_of_text(self.t.texts.get(&(func, *v))?),
            Ty::Opaque(_) => dtype_of(&me.types[self.dtypes.of.get(&(func, *v))?.index()]).filter(|d| d.is_numeric()),
            _ => None,
        }));
    }

    /// Dtype and number of dimensions of an operand, as far as they are known.
    fn elements(&mut self, t: &Ty) -> (Option<DType>, Option<u8>) {
        self.nested(t, 0).unwrap_or((None, None))
    }

    /// What `np.concatenate` is given, and the number of dimensions of each: a sequence of arrays, or an array of more dimensions.
    fn joined(&mut self, arrays: &Ty) -> (Option<DType>, Option<u8>) {
        if let Ty::Array { dtype, ndim } = arrays {
            return (*dtype, ndim.map(|n| n.saturating_sub(1)));
        }
        let parts = match arrays {
            Ty::Tuple(ts) => ts.to_vec(),
            Ty::List(_) | Ty::TupleOf(_) => self.iterate(arrays).members().to_vec(),
            _ => return (None, None),
        };
        let parts: Vec<_> = parts.iter().map(|t| self.elements(t)).collect();
        let dtype = parts.iter().map(|(d, _)| *d).reduce(|d, e| promote(d?, e?)).flatten();
        (dtype, parts.iter().find_map(|(_, n)| *n))
    }

    /// Random numbers without a size: one of Python's for certain where all parameters are numbers of Python's, else an array where one
    /// of them is known to be.
    fn drawn_of(&mut self, one: Ty, dtype: DType, parameters: &[Ty]) -> Ty {
        if parameters.iter().all(|t| t.is_number()) {
            return one;
        }
        let ndims: Option<Vec<u8>> = parameters.iter().map(|t| self.elements(t).1).collect();
        match ndims.and_then(|n| n.into_iter().max()) {
            Some(n @ 1..) => Ty::Array { dtype: Some(dtype), ndim: Some(n) },
            _ => Ty::Any,
        }
    }

    fn by_rule(&mut self, rule: &str, parts: &[Option<Ty>], keepdims: bool, dtype: Option<Ty>) -> Ty {
        let arg = |k: usize| parts.get(k).cloned().flatten().unwrap_or(Ty::None);
        let wanted = dtype.filter(|t| *t != Ty::None);
        let named = |otherwise: Option<DType>| match &wanted {
            Some(t) => dtype_named(t),
            None => otherwise,
        };
        match rule {
            "made" if self.array_waits(&arg(0)) => Ty::Never,
            "made" => match self.nested(&arg(0), 0) {
                // Objects may be anything of the program.
                None => {
                    self.t.sites.escape(&arg(0));
                    Ty::Any
                }
                Some((d, n)) => Ty::Array { dtype: named(d), ndim: n },
            },
            "filled" => {
                let ndim = self.dims_of_shape(&arg(0));
                let d = match parts.len() {
                    3 => {
                        let fill = arg(1);
                        self.nested(&fill, 0).and_then(|(d, _)| d)
                    }
                    _ => Some(DType::F64),
                };
                Ty::Array { dtype: named(d), ndim }
            }
            "plane" => Ty::Array { dtype: named(Some(DType::F64)), ndim: Some(2) },
            "range" => {
                let numbers: Vec<Ty> = parts[..3].iter().flatten().filter(|t| **t != Ty::None).cloned().collect();
                let operands: Option<Vec<Operand>> = numbers.iter().map(|t| self.operand(t)).collect();
                let d = operands.and_then(|o| self.promoted(&o));
                Ty::Array { dtype: named(d), ndim: Some(1) }
            }
            "like" => match self.operand(&arg(0)) {
                Some(o) => {
                    let d = if let Number::Of(d) = o.dtype { Some(d) } else { self.promoted(&[o]) };
                    Ty::Array { dtype: named(d), ndim: o.ndim }
                }
                None => UNKNOWN,
            },
            "cast" => of_dims(named(None), ndim_of(&arg(0))),
            "shaped" => {
                let ndim = self.dims_of_shape(&arg(1));
                Ty::Array { dtype: self.elements(&arg(0)).0, ndim }
            }
            "line" => Ty::Array { dtype: named(Some(DType::F64)), ndim: Some(1) },
            "joined" if self.array_waits(&arg(0)) => Ty::Never,
            "joined" => {
                let (d, n) = self.joined(&arg(0));
                // Without an axis (`axis=None`), not by default, they are flat.
                Ty::Array { dtype: named(d), ndim: if parts[1] == Some(Ty::None) { Some(1) } else { n } }
            }
            "spread" => {
                let (dtype, n) = self.elements(&arg(0));
                Ty::Array { dtype, ndim: if arg(1) == Ty::None { Some(1) } else { n } }
            }
            "taken" => {
                let ((d, n), (_, places)) = (self.elements(&arg(0)), self.elements(&arg(1)));
                let around = if arg(2) == Ty::None { Some(0) } else { n.map(|n| n.saturating_sub(1)) };
                of_dims(d, around.zip(places).map(|(a, b)| a + b))
            }
            "expanded" | "squeezed" | "diagonal" => {
                let (dtype, n) = self.elements(&arg(0));
                let ndim = match (rule, arg(1)) {
                    ("expanded", Ty::Int { .. }) => n.map(|n| n + 1),
                    ("expanded", Ty::Tuple(ts)) => n.map(|n| n + ts.len() as u8),
                    ("diagonal", _) => n.map(|n| n.saturating_sub(1)),
                    _ => None,
                };
                Ty::Array { dtype, ndim }
            }
            "found" => of_dims(Some(DType::I64), self.elements(&arg(0)).1),
            "counted" => Ty::Array { dtype: Some(if arg(0) == Ty::None { DType::I64 } else { DType::F64 }), ndim: Some(1) },
            "slid" => {
                let ((a, _), (b, _)) = (self.elements(&arg(0)), self.elements(&arg(1)));
                Ty::Array { dtype: a.zip(b).and_then(|(a, b)| promote(a, b)), ndim: Some(1) }
            }
            "interpolated" => {
                let ((_, n), (d, _)) = (self.elements(&arg(0)), self.elements(&arg(1)));
                of_dims(d.map(|d| if d.is_complex() { DType::C128 } else { DType::F64 }), n)
            }
            "solved" => {
                let ((a, n), (b, m)) = (self.elements(&arg(0)), self.elements(parts[parts.len() - 1].as_ref().unwrap_or(&Ty::None)));
                let array = Ty::Array { dtype: floating(a.zip(b).and_then(|(a, b)| promote(a, b))), ndim: if n == Some(2) { m } else { None } };
                self.join(&array, &Ty::None)
            }
            "spectrum" => {
                let (d, ndim) = self.elements(&arg(0));
                Ty::Array { dtype: d.map(|d| if matches!(d, DType::F32 | DType::C64) { DType::C64 } else { DType::C128 }), ndim }
            }
            "distinct" => {
                let places = Ty::Array { dtype: Some(DType::I64), ndim: Some(1) };
                let values = Ty::Array { dtype: self.elements(&arg(0)).0, ndim: Some(1) };
                Ty::Tuple([values, places.clone(), places.clone(), places].into())
            }
            "diag" => {
                let (dtype, n) = self.elements(&arg(0));
                Ty::Array { dtype, ndim: n.and_then(|n| 3u8.checked_sub(n)) }
            }
            "presumed" => {
                let (dtype, n) = self.elements(&arg(0));
                of_dims(dtype, if arg(1) == Ty::None { n } else { n.max(self.dims_of_shape(&arg(1))) })
            }
            "ints" => match (dtype_named(&arg(1)), arg(0)) {
                (None, _) => Ty::Any,
                (d, Ty::None) => scalar(d),
                (dtype, size) => {
                    let ndim = self.dims_of_shape(&size);
                    if ndim.is_none() && !matches!(size, Ty::List(_) | Ty::TupleOf(_)) {
                        return Ty::Any;
                    }
                    Ty::Array { dtype, ndim }
                }
            },
            "drawn" | "drawn_int" | "drawn_of" | "drawn_int_of" => {
                let int = rule.starts_with("drawn_int");
                let one = if int { INT } else { FLOAT };
                match arg(0) {
                    Ty::None if rule.ends_with("_of") => {
                        let parameters: Vec<Ty> = parts[1..].iter().flatten().cloned().collect();
                        self.drawn_of(one, if int { DType::I64 } else { DType::F64 }, &parameters)
                    }
                    Ty::None => one,
                    size => {
                        let ndim = self.dims_of_shape(&size);
                        let d = if int { DType::I64 } else { DType::F64 };
                        if ndim.is_none() && !matches!(size, Ty::List(_) | Ty::TupleOf(_)) {
                            return Ty::Any;
                        }
                        Ty::Array { dtype: named(Some(d)), ndim }
                    }
                }
            }
            "turned" => match arg(0) {
                t @ Ty::Array { .. } => t,
                t @ (Ty::List(_) | Ty::Tuple(_) | Ty::TupleOf(_) | Ty::Union(_)) => match self.elements(&t) {
                    (None, None) => Ty::Numpy,
                    (dtype, ndim) => of_dims(dtype, ndim),
                },
                _ => Ty::Numpy,
            },
            "flat" => Ty::Array { dtype: self.elements(&arg(0)).0, ndim: Some(1) },
            "kept" | "real" | "promoted" | "float" | "divided" | "test" | "part" => {
                let types: Vec<Ty> = parts.iter().flatten().filter(|t| rule != "kept" || **t != Ty::None).cloned().collect();
                let mut out = Ty::Never;
                for types in each_of(&types) {
                    let operands: Option<Vec<Operand>> = types.iter().map(|t| self.operand(t)).collect();
                    let Some(operands) = operands else { return if matches!(rule, "kept" | "real") { Ty::Any } else { Ty::Numpy } };
                    let d = match rule {
                        "test" => Some(DType::Bool),
                        "promoted" | "kept" => self.promoted(&operands),
                        "part" | "real" => part(self.promoted(&operands)),
                        _ => floating(self.promoted(&operands)),
                    };
                    let result = of_dims(named(d), self.broadcast(&operands));
                    out = self.join(&out, &result);
                }
                out
            }
            // With the condition alone, it is that of `nonzero`.
            "where" if parts[1].is_none() => Ty::Any,
            "where" => {
                let operands: Option<Vec<Operand>> = parts.iter().flatten().map(|t| self.operand(t)).collect();
                match operands {
                    Some(o) if parts.iter().flatten().any(Ty::is_numpy) => Ty::Array { dtype: self.promoted(&o[1..]), ndim: self.broadcast(&o) },
                    _ => Ty::Any,
                }
            }
            "sum" | "extreme" | "mean" | "position" | "all" | "running" => {
                let a = arg(0);
                let o = self.operand(&a);
                let d = o.and_then(|o| self.promoted(&[o]));
                let d = match rule {
                    "sum" | "running" => summed(d),
                    "mean" => floating(d),
                    "position" => Some(DType::I64),
                    "all" => Some(DType::Bool),
                    _ => d,
                };
                let ndim = o.and_then(|o| o.ndim);
                let left = match (arg(1), rule) {
                    (Ty::None, "running") => Some(1),
                    (_, "running") => ndim,
                    _ if keepdims => ndim,
                    (Ty::None, _) => Some(0),
                    (Ty::Int { .. }, _) => ndim.map(|n| n.saturating_sub(1)),
                    (Ty::Tuple(ts), _) => ndim.map(|n| n.saturating_sub(ts.len() as u8)),
                    _ => None,
                };
                of_dims(named(d), left)
            }
            "dot" => {
                let (a, b) = (arg(0), arg(1));
                match (self.operand(&a), self.operand(&b)) {
                    (Some(x), Some(y)) => product(self.promoted(&[x, y]), x.ndim, y.ndim),
                    _ => Ty::Numpy,
                }
            }
            _ => Ty::Numpy,
        }
    }

    /// The number of dimensions of a shape argument.
    fn dims_of_shape(&mut self, shape: &Ty) -> Option<u8> {
        match shape {
            Ty::Int { .. } | Ty::NpInt => Some(1),
            Ty::Tuple(ts) => u8::try_from(ts.len()).ok(),
            _ => None,
        }
    }
}

/// Every choice of one member of each type (`float | np.float64`: the sum of a loop that may have no round); the types themselves,
/// where these are many.
fn each_of(types: &[Ty]) -> Vec<Vec<Ty>> {
    if types.iter().map(|t| t.members().len()).product::<usize>() > 8 {
        return vec![types.to_vec()];
    }
    types.iter().fold(vec![Vec::new()], |choices, t| {
        choices.iter().flat_map(|c| t.members().iter().map(|m| [c.as_slice(), &[m.clone()]].concat())).collect()
    })
}

/// `a @ b`.
fn product(dtype: Option<DType>, a: Option<u8>, b: Option<u8>) -> Ty {
    let ndim = match (a, b) {
        (Some(0), n) | (n, Some(0)) => n,
        (Some(1), Some(1)) => Some(0),
        (Some(1), Some(n)) | (Some(n), Some(1)) => Some(n - 1),
        (Some(2), Some(2)) => Some(2),
        _ => None,
    };
    of_dims(dtype, ndim)
}
