//! Types: what inference knows of a value.
//!
//! A type is a claim about every value that an SSA name can hold. [`Ty::Any`] claims nothing; code of that type is always
//! correct. Element types of containers are shared [`Site`]s, since containers are mutable: two types that meet share one.

use std::rc::Rc;

use pyaot_abi::dtype::DType;

use crate::hir::{ClassId, FuncId, ModuleId, Name};

/// Element types of the containers made at one place (or at several places that were found to flow together).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Site(pub u32);

/// A function together with the types of its arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InstanceId(pub u32);

#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Ty {
    /// No value: code behind it is not reached.
    Never,
    None,
    Bool,
    /// An int, of any size; `nonneg`: never below zero.
    Int { nonneg: bool },
    /// `nonneg`: never below zero (may be NaN).
    Float { nonneg: bool },
    Complex,
    Str,
    Bytes,
    /// `nonneg`: all its numbers are.
    Range { nonneg: bool },
    Slice,
    /// The state of an iteration.
    State,
    /// The constant tuple shape.
    Tuple(Rc<[Ty]>),
    /// A tuple of unknown length.
    TupleOf(Site),
    List(Site),
    Dict(Site),
    Set(Site),
    FrozenSet(Site),
    /// `collections.deque`.
    Deque(Site),
    /// `collections.defaultdict`, `Counter`, `OrderedDict`: a dict with this type name.
    DictLike(Name, Site),
    /// A native iterator over elements of the site (`iter(x)`, `zip`, views, …).
    Iter(Site),
    /// A generator object of this instance of a generator function.
    Gen(InstanceId),
    Func(FuncId),
    /// A native function by qualified name: `builtins.len`, `math.sqrt`.
    Native(Name),
    /// A class of the program, as a value.
    Class(ClassId),
    /// A builtin class, as a value: `int`, `ValueError`.
    NativeClass(Name),
    /// An instance of exactly this class.
    Inst(ClassId),
    /// An exception that is an instance of this builtin class or of any class below it.
    Exc(Name),
    Module(ModuleId),
    NativeModule(Name),
    /// A method of the program bound to a value.
    Bound(Rc<Ty>, FuncId),
    /// A method of a native container or string bound to one (`append = out.append`), in a variable of a function. Compiled
    /// code keeps the object that it is bound to; the method object is made where something else than a call needs it.
    Method(Rc<Ty>, Name),
    /// A native object without contents that matter here (`Ellipsis`, files, …), by the name of its type.
    Opaque(Name),
    /// A value from NumPy that holds numbers: an array, a NumPy scalar, or a Python number. These types and the next ones say no
    /// more than that for certain; the rest is what the fast body takes the value for, and tests.
    Numpy,
    /// Presumably an array of this dtype, of so many dimensions.
    Array { dtype: Option<DType>, ndim: Option<u8> },
    /// Presumably a NumPy scalar: `np.float64`, `np.int64`, `np.bool`.
    NpFloat,
    NpInt,
    NpBool,
    /// Another one that registers hold: `np.float32`, or a short int.
    NpNum(DType),
    Property(FuncId),
    /// `p.setter` of the property with this getter.
    PropertySetter(FuncId),
    StaticMethod(FuncId),
    ClassMethod(FuncId),
    Union(Rc<[Ty]>),
    Any,
}

pub const INT: Ty = Ty::Int { nonneg: false };
pub const NAT: Ty = Ty::Int { nonneg: true };
pub const FLOAT: Ty = Ty::Float { nonneg: false };

/// A union with more members than this is [`Ty::Any`].
pub const MAX_UNION: usize = 12;

impl Ty {
    pub fn is_int(&self) -> bool {
        matches!(self, Ty::Int { .. })
    }

    pub fn is_float(&self) -> bool {
        matches!(self, Ty::Float { .. })
    }

    /// int or bool.
    pub fn is_integral(&self) -> bool {
        matches!(self, Ty::Int { .. } | Ty::Bool)
    }

    pub fn is_number(&self) -> bool {
        matches!(self, Ty::Int { .. } | Ty::Bool | Ty::Float { .. })
    }

    /// From NumPy, see [`Ty::Numpy`].
    pub fn is_numpy(&self) -> bool {
        matches!(self, Ty::Numpy | Ty::Array { .. } | Ty::NpFloat | Ty::NpInt | Ty::NpBool | Ty::NpNum(_))
    }

    /// The members of a union; the type itself otherwise.
    pub fn members(&self) -> &[Ty] {
        match self {
            Ty::Union(m) => m,
            t => std::slice::from_ref(t),
        }
    }

    pub fn has_none(&self) -> bool {
        self.members().contains(&Ty::None)
    }

    /// The name under which the methods of a native type are declared.
    pub fn native_name(&self) -> Option<&str> {
        Some(match self {
            Ty::Bool => "bool",
            Ty::Int { .. } => "int",
            Ty::Float { .. } => "float",
            Ty::Complex => "complex",
            Ty::Str => "str",
            Ty::Bytes => "bytes",
            Ty::Range { .. } => "range",
            Ty::Tuple(_) | Ty::TupleOf(_) => "tuple",
            Ty::List(_) => "list",
            Ty::Dict(_) => "dict",
            Ty::DictLike(n, _) => n,
            Ty::Set(_) => "set",
            Ty::FrozenSet(_) => "frozenset",
            Ty::Deque(_) => "deque",
            _ => return None,
        })
    }

    /// What is left of a union if it is not None.
    pub fn without_none(&self) -> Ty {
        self.without(|t| *t == Ty::None)
    }

    /// Without the members that `drop` holds for.
    pub fn without(&self, drop: impl Fn(&Ty) -> bool) -> Ty {
        match self {
            Ty::Union(m) => {
                let left: Vec<Ty> = m.iter().filter(|t| !drop(t)).cloned().collect();
                match &left[..] {
                    [] => Ty::Never,
                    [one] => one.clone(),
                    _ => Ty::Union(left.into()),
                }
            }
            t if drop(t) => Ty::Never,
            t => t.clone(),
        }
    }

    /// The container site, if the type has one.
    pub fn site(&self) -> Option<Site> {
        match self {
            Ty::List(s)
            | Ty::Dict(s)
            | Ty::Set(s)
            | Ty::FrozenSet(s)
            | Ty::Deque(s)
            | Ty::DictLike(_, s)
            | Ty::Iter(s)
            | Ty::TupleOf(s) => Some(*s),
            _ => None,
        }
    }

    /// Two types of this kind merge into one instead of forming a union.
    fn kind(&self) -> u32 {
        match self {
            Ty::Int { .. } => 1,
            Ty::Float { .. } => 2,
            Ty::List(_) => 3,
            Ty::Dict(_) => 4,
            Ty::Set(_) => 5,
            Ty::FrozenSet(_) => 6,
            Ty::Deque(_) => 7,
            Ty::Iter(_) => 8,
            Ty::TupleOf(_) => 9,
            Ty::Range { .. } => 10,
            Ty::Array { .. } => 11,
            Ty::Tuple(t) => 100 + t.len() as u32,
            _ => 0,
        }
    }
}

/// Types of the contents of containers, with union-find over sites.
#[derive(Debug, Default)]
pub struct Sites {
    parent: Vec<u32>,
    /// Element type (keys of dicts) and value type of dicts.
    elems: Vec<[Ty; 2]>,
    /// Sites whose contents changed since the last [`Sites::take_changed`].
    changed: Vec<Site>,
    /// Functions, classes and instances that met [`Ty::Any`].
    escaped: Vec<Ty>,
}

impl Sites {
    pub fn fresh(&mut self) -> Site {
        self.parent.push(self.parent.len() as u32);
        self.elems.push([Ty::Never, Ty::Never]);
        Site(self.parent.len() as u32 - 1)
    }

    pub fn find(&self, s: Site) -> Site {
        let mut r = s.0;
        while self.parent[r as usize] != r {
            r = self.parent[r as usize];
        }
        Site(r)
    }

    pub fn len(&self) -> usize {
        self.parent.len()
    }

    pub fn is_empty(&self) -> bool {
        self.parent.is_empty()
    }

    /// Element type (key type of a dict).
    pub fn elem(&self, s: Site) -> Ty {
        self.elems[self.find(s).0 as usize][0].clone()
    }

    /// Value type of a dict.
    pub fn value(&self, s: Site) -> Ty {
        self.elems[self.find(s).0 as usize][1].clone()
    }

    pub fn add_elem(&mut self, s: Site, t: &Ty) {
        self.add(s, 0, t);
    }

    pub fn add_value(&mut self, s: Site, t: &Ty) {
        self.add(s, 1, t);
    }

    fn add(&mut self, s: Site, k: usize, t: &Ty) {
        let old = self.elems[self.find(s).0 as usize][k].clone();
        if *t == Ty::Any && old != Ty::Any {
            // What is held escapes, which may lead back to this site.
            let r = self.find(s);
            self.elems[r.0 as usize][k] = Ty::Any;
            self.changed.push(r);
            return self.escape(&old);
        }
        let new = self.join(&old, t);
        let r = self.find(s);
        // Joining may itself have changed what the site holds (a list of itself).
        let now = self.elems[r.0 as usize][k].clone();
        if now != new {
            self.elems[r.0 as usize][k] = if now == old { new } else { self.join(&now, &new) };
            self.changed.push(r);
        }
    }

    pub fn unify(&mut self, a: Site, b: Site) {
        let (a, b) = (self.find(a), self.find(b));
        if a == b {
            return;
        }
        let (root, child) = if a < b { (a, b) } else { (b, a) };
        self.parent[child.0 as usize] = root.0;
        let [k, v] = self.elems[child.0 as usize].clone();
        self.changed.push(root);
        self.changed.push(child);
        self.add(root, 0, &k);
        self.add(root, 1, &v);
    }

    pub fn take_changed(&mut self) -> Vec<Site> {
        std::mem::take(&mut self.changed)
    }

    /// The least type above both; containers that meet share their site from now on.
    pub fn join(&mut self, a: &Ty, b: &Ty) -> Ty {
        if a == b {
            return a.clone();
        }
        match (a, b) {
            (Ty::Never, t) | (t, Ty::Never) => t.clone(),
            (Ty::Any, t) | (t, Ty::Any) => {
                self.escape(t);
                Ty::Any
            }
            (Ty::Method(x, n), Ty::Method(y, m)) if n == m && x.kind() == y.kind() => Ty::Method(self.merge(x, y).into(), n.clone()),
            (Ty::Method(..), _) | (_, Ty::Method(..)) => {
                self.escape(a);
                self.escape(b);
                Ty::Any
            }
            _ => {
                let mut out: Vec<Ty> = a.members().to_vec();
                for m in b.members() {
                    self.join_member(&mut out, m);
                }
                out.sort();
                out.dedup();
                match out.len() {
                    1 => out.pop().expect("one"),
                    n if n > MAX_UNION => {
                        for t in &out {
                            self.escape(t);
                        }
                        Ty::Any
                    }
                    _ => Ty::Union(out.into()),
                }
            }
        }
    }

    fn join_member(&mut self, out: &mut Vec<Ty>, m: &Ty) {
        let kind = m.kind();
        if kind != 0 {
            for o in out.iter_mut() {
                if o.kind() == kind {
                    *o = self.merge(o, m);
                    return;
                }
            }
        }
        match (m, out.iter_mut().find(|o| matches!(o, Ty::Exc(_)))) {
            // Exceptions of several builtin classes: their common base.
            (Ty::Exc(n), Some(o)) if *o != Ty::Exc(n.clone()) => *o = Ty::Exc("BaseException".into()),
            _ => {
                if !out.contains(m) {
                    out.push(m.clone());
                }
            }
        }
    }

    fn merge(&mut self, a: &Ty, b: &Ty) -> Ty {
        match (a, b) {
            (Ty::Int { nonneg: x }, Ty::Int { nonneg: y }) => Ty::Int { nonneg: *x && *y },
            (Ty::Float { nonneg: x }, Ty::Float { nonneg: y }) => Ty::Float { nonneg: *x && *y },
            (Ty::Range { nonneg: x }, Ty::Range { nonneg: y }) => Ty::Range { nonneg: *x && *y },
            (Ty::Array { dtype: d, ndim: n }, Ty::Array { dtype: e, ndim: m }) => {
                Ty::Array { dtype: d.filter(|_| d == e), ndim: n.filter(|_| n == m) }
            }
            (Ty::Tuple(x), Ty::Tuple(y)) => {
                let parts: Vec<Ty> = x.iter().zip(y.iter()).map(|(a, b)| self.join(a, b)).collect();
                Ty::Tuple(parts.into())
            }
            _ => {
                if let (Some(x), Some(y)) = (a.site(), b.site()) {
                    self.unify(x, y);
                }
                a.clone()
            }
        }
    }

    /// The value is reachable by code that knows nothing of its type: whatever can be written into it, may be.
    pub fn escape(&mut self, t: &Ty) {
        match t {
            Ty::Union(m) => m.iter().for_each(|t| self.escape(t)),
            Ty::Method(t, _) => self.escape(t),
            Ty::Tuple(ts) => ts.iter().for_each(|t| self.escape(t)),
            Ty::List(s) | Ty::Set(s) | Ty::Deque(s) => {
                if self.elem(*s) != Ty::Any {
                    self.add_elem(*s, &Ty::Any);
                }
            }
            Ty::Dict(s) | Ty::DictLike(_, s) => {
                if self.elem(*s) != Ty::Any {
                    self.add_elem(*s, &Ty::Any);
                }
                if self.value(*s) != Ty::Any {
                    self.add_value(*s, &Ty::Any);
                }
            }
            Ty::Iter(s) | Ty::TupleOf(s) | Ty::FrozenSet(s) => {
                if self.elem(*s) != Ty::Any {
                    self.add_elem(*s, &Ty::Any);
                }
            }
            // What functions, classes and instances that escape need is done by the solver.
            Ty::Func(_) | Ty::Bound(..) | Ty::Class(_) | Ty::Inst(_) | Ty::Gen(_) | Ty::Module(_) | Ty::Property(_) | Ty::PropertySetter(_) | Ty::StaticMethod(_) | Ty::ClassMethod(_) => self.escaped.push(t.clone()),
            _ => {}
        }
    }
}

impl Sites {
    pub fn take_escaped(&mut self) -> Vec<Ty> {
        std::mem::take(&mut self.escaped)
    }

    /// The type as text, contents of containers included (for `--emit=types`).
    pub fn show(&self, t: &Ty, depth: u32) -> String {
        if depth > 4 {
            return "…".into();
        }
        let e = |s: &Site| self.show(&self.elem(*s), depth + 1);
        match t {
            Ty::Int { nonneg: true } => "int≥0".into(),
            Ty::Int { .. } => "int".into(),
            Ty::Float { nonneg: true } => "float≥0".into(),
            Ty::Float { .. } => "float".into(),
            Ty::Array { dtype, ndim } => {
                let part = |x: Option<String>| x.unwrap_or_else(|| "?".into());
                format!("array[{}, {}]", part(dtype.map(|d| d.name().into())), part(ndim.map(|n| n.to_string())))
            }
            Ty::Tuple(ts) => format!("tuple[{}]", ts.iter().map(|t| self.show(t, depth + 1)).collect::<Vec<_>>().join(", ")),
            Ty::Method(t, n) => format!("{}.{n}", self.show(t, depth)),
            Ty::List(s) => format!("list[{}]", e(s)),
            Ty::Set(s) => format!("set[{}]", e(s)),
            Ty::FrozenSet(s) => format!("frozenset[{}]", e(s)),
            Ty::Deque(s) => format!("deque[{}]", e(s)),
            Ty::Iter(s) => format!("iterator[{}]", e(s)),
            Ty::TupleOf(s) => format!("tuple[{}, ...]", e(s)),
            Ty::Dict(s) => format!("dict[{}, {}]", e(s), self.show(&self.value(*s), depth + 1)),
            Ty::DictLike(n, s) => format!("{n}[{}, {}]", e(s), self.show(&self.value(*s), depth + 1)),
            Ty::Union(m) => m.iter().map(|t| self.show(t, depth + 1)).collect::<Vec<_>>().join(" | "),
            t => format!("{t:?}").to_lowercase(),
        }
    }
}
