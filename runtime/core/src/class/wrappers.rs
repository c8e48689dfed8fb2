//! Attribute tables of native types: their methods, and `__len__`, `__add__` and the like made from their slots.

use super::{ClassData, OBJECT, TYPE, dispatch};
use crate::error::{Result, type_error};
use crate::native::{Native, current_owner, method_object};
use crate::ops::text_of;
use crate::state::intern;
use crate::text;
use crate::types::{As, BinOp, CmpOp, Layout, Slots, TypeObj, UnOp};
use crate::value::Value;

/// Makes the table of a native type at its first use.
#[cold]
pub(super) fn native_data(ty: &'static TypeObj) -> &'static ClassData {
    let mro = linear(ty);
    let base = mro.get(1).copied();
    let qualname = intern(ty.name.rsplit('.').next().unwrap_or(ty.name));
    let class = ClassData::new(qualname, base.into_iter().chain(ty.also).collect(), mro, Vec::new());
    for w in &WRAPPERS {
        if (w.present)(ty) && !base.is_some_and(|b| same_slot(w, ty, b)) {
            class.attrs.set(intern(w.native.name()), method_object(w.native, ty));
        }
    }
    for m in ty.methods {
        let name = m.name();
        class.attrs.set(intern(name.rsplit('.').next().unwrap_or(name)), method_object(m, ty));
    }
    if ty.slots.hash.is_none() && ty.slots.compare.is_some() && base.is_some() {
        class.attrs.set(intern("__hash__"), Value::none());
    }
    if ty.slots.new.is_some() {
        class.attrs.set(intern("__new__"), new_object_for(ty));
    }
    class.attrs.set(intern("__doc__"), Value::none());
    let _ = ty.dynamic.set(Box::new(class));
    match ty.dynamic.get() {
        Some(d) => d,
        None => crate::heap::out_of_memory(),
    }
}

/// The type and its bases in the order of look-up.
fn linear(ty: &'static TypeObj) -> Vec<&'static TypeObj> {
    let mut mro = vec![ty];
    let rest = ty.also.map(linear).unwrap_or_default();
    let mut t = ty;
    while let Some(b) = t.base {
        if !rest.iter().any(|r| std::ptr::eq(*r, b)) {
            mro.push(b);
        }
        t = b;
    }
    mro.extend(rest);
    if !mro.last().is_some_and(|t| std::ptr::eq(*t, &OBJECT)) {
        mro.push(&OBJECT);
    }
    mro
}

/// A wrapper that the base has already, for the same function, is inherited.
fn same_slot(w: &Wrapper, ty: &'static TypeObj, base: &'static TypeObj) -> bool {
    (w.present)(base) && (w.address)(&ty.slots) == (w.address)(&base.slots)
}

struct Wrapper {
    present: fn(&'static TypeObj) -> bool,
    /// The address of the slot's function, to see whether it is inherited.
    address: fn(&Slots) -> usize,
    native: &'static Native,
}

macro_rules! wrappers {
    ($($slot:ident $decl:literal => $func:expr;)*) => {
        &[$(Wrapper {
            present: |t| t.slots.$slot.is_some(),
            address: |s| s.$slot.map_or(0, |f| f as *const () as usize),
            native: {
            static NATIVE: Native = Native::linked($decl, $func);
            &NATIVE
        },
        },)*]
    };
}

macro_rules! binary_wrappers {
    ($($op:ident $left:literal $right:literal;)*) => {
        &[$(
            Wrapper {
                present: |t| has_binary(t, BinOp::$op),
                address: |s| s.binary.map_or(0, |f| f as *const () as usize),
                native: {
            static NATIVE: Native = Native::linked($left, |a| call_binary(BinOp::$op, &a[0], &a[1]));
            &NATIVE
        },
            },
            Wrapper {
                present: |t| has_binary(t, BinOp::$op) && has_reflected(t, BinOp::$op),
                address: |s| s.binary.map_or(0, |f| f as *const () as usize),
                native: {
            static NATIVE: Native = Native::linked($right, |a| call_binary(BinOp::$op, &a[1], &a[0]));
            &NATIVE
        },
            },
        )*]
    };
}

macro_rules! inplace_wrappers {
    ($($op:ident $name:literal;)*) => {
        &[$(Wrapper {
            present: |t| t.slots.inplace.is_some() && has_binary(t, BinOp::$op),
            address: |s| s.inplace.map_or(0, |f| f as *const () as usize),
            native: {
            static NATIVE: Native = Native::linked($name, |a| call_inplace(BinOp::$op, &a[0], &a[1]));
            &NATIVE
        },
        },)*]
    };
}

static PLAIN: &[Wrapper] = wrappers! {
    repr "__repr__(self, /) -> str" => |a| match owner(a).slots.repr { Some(f) => f(&a[0]), None => crate::ops::repr(&a[0]) };
    str "__str__(self, /) -> str" => |a| match owner(a).slots.str { Some(f) => f(&a[0]), None => crate::ops::str(&a[0]) };
    hash "__hash__(self, /) -> int" => |a| match owner(a).slots.hash {
        Some(f) => Ok(Value::int(f(&a[0])?)),
        None => Ok(Value::int(crate::ops::hash(&a[0])?)),
    };
    compare "__eq__(self, value, /)" => |a| call_compare(CmpOp::Eq, a);
    compare "__ne__(self, value, /)" => |a| call_compare(CmpOp::Ne, a);
    compare "__lt__(self, value, /)" => |a| call_compare(CmpOp::Lt, a);
    compare "__le__(self, value, /)" => |a| call_compare(CmpOp::Le, a);
    compare "__gt__(self, value, /)" => |a| call_compare(CmpOp::Gt, a);
    compare "__ge__(self, value, /)" => |a| call_compare(CmpOp::Ge, a);
    len "__len__(self, /) -> int" => |a| match owner(a).slots.len {
        Some(f) => Ok(Value::int(f(&a[0])? as i64)),
        None => type_error("no length"),
    };
    getitem "__getitem__(self, key, /)" => |a| match owner(a).slots.getitem {
        Some(f) => f(&a[0], &a[1]),
        None => type_error("not subscriptable"),
    };
    setitem "__setitem__(self, key, value, /) -> None" => |a| match owner(a).slots.setitem {
        Some(f) => f(&a[0], &a[1], Some(&a[2])).map(|()| Value::none()),
        None => type_error("no item assignment"),
    };
    setitem "__delitem__(self, key, /) -> None" => |a| match owner(a).slots.setitem {
        Some(f) => f(&a[0], &a[1], None).map(|()| Value::none()),
        None => type_error("no item deletion"),
    };
    contains "__contains__(self, key, /) -> bool" => |a| match owner(a).slots.contains {
        Some(f) => Ok(Value::bool(f(&a[0], &a[1])?)),
        None => type_error("not a container"),
    };
    iter "__iter__(self, /)" => |a| match owner(a).slots.iter {
        Some(f) => f(&a[0]),
        None => type_error("not iterable"),
    };
    next "__next__(self, /)" => |a| match owner(a).slots.next {
        Some(f) => match f(&a[0])? {
            Some(v) => Ok(v),
            None => crate::generator::raise_stop(&a[0]),
        },
        None => type_error("not an iterator"),
    };
    call "__call__(self, *args, **kwargs)" => |a| match owner(a).slots.call {
        Some(f) => {
            let args = crate::list::to_vec(&a[1])?;
            let kwargs: Vec<(Value, Value)> = match a[2].downcast::<crate::dict::DictObj>() {
                Some(d) => d.iter().collect(),
                None => Vec::new(),
            };
            f(&a[0], &args, &kwargs)
        }
        None => type_error("not callable"),
    };
    truth "__bool__(self, /) -> bool" => |a| match owner(a).slots.truth {
        Some(f) => Ok(Value::bool(f(&a[0])?)),
        None => Ok(Value::bool(crate::ops::truth(&a[0])?)),
    };
    unary "__neg__(self, /)" => |a| call_unary(UnOp::Neg, &a[0]);
    unary "__pos__(self, /)" => |a| call_unary(UnOp::Pos, &a[0]);
    unary "__abs__(self, /)" => |a| call_unary(UnOp::Abs, &a[0]);
};

static INVERT: Wrapper = Wrapper {
    present: |t| t.slots.unary.is_some() && matches!(t.layout, Layout::Int | Layout::Bool | Layout::Scalar),
    address: |s| s.unary.map_or(0, |f| f as *const () as usize),
    native: {
            static NATIVE: Native = Native::linked("__invert__(self, /)", |a| call_unary(UnOp::Invert, &a[0]));
            &NATIVE
        },
};

static INDEX: &[Wrapper] = &[
    Wrapper {
        present: |t| t.slots.number.is_some() || matches!(t.layout, Layout::Int | Layout::Bool),
        address: |s| s.number.map_or(0, |f| f as *const () as usize),
        native: {
            static NATIVE: Native = Native::linked("__index__(self, /) -> int", |a| call_number(a, As::Index));
            &NATIVE
        },
    },
    Wrapper {
        present: |t| t.slots.number.is_some() || matches!(t.layout, Layout::Int | Layout::Bool | Layout::Float),
        address: |s| s.number.map_or(0, |f| f as *const () as usize),
        native: {
            static NATIVE: Native = Native::linked("__int__(self, /) -> int", |a| call_number(a, As::Int));
            &NATIVE
        },
    },
    Wrapper {
        present: |t| t.slots.number.is_some() || matches!(t.layout, Layout::Int | Layout::Bool | Layout::Float),
        address: |s| s.number.map_or(0, |f| f as *const () as usize),
        native: {
            static NATIVE: Native = Native::linked("__float__(self, /) -> float", |a| call_number(a, As::Float));
            &NATIVE
        },
    },
];

static BINARY: &[Wrapper] = binary_wrappers! {
    Add "__add__(self, value, /)" "__radd__(self, value, /)";
    Sub "__sub__(self, value, /)" "__rsub__(self, value, /)";
    Mul "__mul__(self, value, /)" "__rmul__(self, value, /)";
    Div "__truediv__(self, value, /)" "__rtruediv__(self, value, /)";
    Mod "__mod__(self, value, /)" "__rmod__(self, value, /)";
    Pow "__pow__(self, value, /)" "__rpow__(self, value, /)";
    LShift "__lshift__(self, value, /)" "__rlshift__(self, value, /)";
    RShift "__rshift__(self, value, /)" "__rrshift__(self, value, /)";
    BitOr "__or__(self, value, /)" "__ror__(self, value, /)";
    BitXor "__xor__(self, value, /)" "__rxor__(self, value, /)";
    BitAnd "__and__(self, value, /)" "__rand__(self, value, /)";
    FloorDiv "__floordiv__(self, value, /)" "__rfloordiv__(self, value, /)";
    DivMod "__divmod__(self, value, /)" "__rdivmod__(self, value, /)";
};

static INPLACE: &[Wrapper] = inplace_wrappers! {
    Add "__iadd__(self, value, /)";
    Sub "__isub__(self, value, /)";
    Mul "__imul__(self, value, /)";
    BitOr "__ior__(self, value, /)";
    BitXor "__ixor__(self, value, /)";
    BitAnd "__iand__(self, value, /)";
};

struct AllWrappers;

static WRAPPERS: AllWrappers = AllWrappers;

impl IntoIterator for &'static AllWrappers {
    type Item = &'static Wrapper;
    type IntoIter = std::iter::Chain<
        std::iter::Chain<
            std::iter::Chain<std::slice::Iter<'static, Wrapper>, std::slice::Iter<'static, Wrapper>>,
            std::slice::Iter<'static, Wrapper>,
        >,
        std::iter::Chain<std::slice::Iter<'static, Wrapper>, std::slice::Iter<'static, Wrapper>>,
    >;
    fn into_iter(self) -> Self::IntoIter {
        PLAIN.iter().chain(BINARY).chain(INPLACE).chain(INDEX.iter().chain(std::slice::from_ref(&INVERT)))
    }
}

/// The native types' operators; one slot function serves them all, so the names come from here.
fn has_binary(t: &'static TypeObj, op: BinOp) -> bool {
    use BinOp::*;
    if t.slots.binary.is_none() {
        return false;
    }
    match t.layout {
        Layout::Int => op != MatMul,
        Layout::Bool => matches!(op, BitAnd | BitOr | BitXor),
        Layout::Float => matches!(op, Add | Sub | Mul | Div | Mod | Pow | FloorDiv | DivMod),
        Layout::Scalar => op != MatMul,
        Layout::Complex => matches!(op, Add | Sub | Mul | Div | Pow),
        Layout::Str | Layout::Bytes | Layout::ByteArray => matches!(op, Add | Mul | Mod),
        Layout::List | Layout::Tuple | Layout::Deque => matches!(op, Add | Mul),
        Layout::Set | Layout::FrozenSet | Layout::DictView => matches!(op, BitAnd | BitOr | BitXor | Sub),
        Layout::Dict if t.base.is_some() => matches!(op, BitOr | Add | Sub | BitAnd),
        Layout::Dict | Layout::Type => op == BitOr,
        _ => op == Add,
    }
}

fn has_reflected(t: &'static TypeObj, op: BinOp) -> bool {
    match t.layout {
        Layout::Str | Layout::Bytes | Layout::ByteArray => matches!(op, BinOp::Mul | BinOp::Mod),
        Layout::List | Layout::Tuple | Layout::Deque => op == BinOp::Mul,
        _ => true,
    }
}

/// The type through which the wrapper was found; its slots answer, not those of a subclass that overrides them.
fn owner(a: &[Value]) -> &'static TypeObj {
    current_owner().unwrap_or_else(|| a[0].ty())
}

fn call_compare(op: CmpOp, a: &[Value]) -> Result<Value> {
    let owner = owner(a);
    if op == CmpOp::Ne && std::ptr::eq(owner, &OBJECT) {
        // The inverse of whatever `__eq__` the object has.
        let r = match crate::class::type_lookup(a[0].ty(), dispatch::cmp_name(CmpOp::Eq).get()) {
            Some(f) => dispatch::call_attr(&f, &a[0], &a[1..2])?,
            None => Value::not_implemented(),
        };
        return if r.is_not_implemented() { Ok(r) } else { Ok(Value::bool(!crate::ops::truth(&r)?)) };
    }
    match owner.slots.compare {
        Some(f) => f(&a[0], op, &a[1]),
        None => Ok(Value::not_implemented()),
    }
}

fn call_number(a: &[Value], what: As) -> Result<Value> {
    if let Some(f) = owner(a).slots.number
        && let Some(v) = f(&a[0], what)?
    {
        return Ok(v);
    }
    match what {
        As::Float => Ok(crate::float::new(crate::float::to_f64(&a[0])?)),
        As::Int if a[0].ty().layout == Layout::Float => crate::float::trunc_value(crate::float::to_f64(&a[0])?),
        _ => crate::ops::index_value(&a[0]),
    }
}

fn call_unary(op: UnOp, v: &Value) -> Result<Value> {
    match current_owner().unwrap_or_else(|| v.ty()).slots.unary {
        Some(f) => f(op, v),
        None => crate::ops::unary_unsupported(op, v),
    }
}

fn call_binary(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    match current_owner().and_then(|t| t.slots.binary) {
        Some(f) => f(op, a, b),
        None => Ok(Value::not_implemented()),
    }
}

fn call_inplace(op: BinOp, a: &Value, b: &Value) -> Result<Value> {
    match current_owner().and_then(|t| t.slots.inplace) {
        Some(f) => f(op, a, b),
        None => Ok(Value::not_implemented()),
    }
}

/// `X.__new__` of a native type: one native serves all; the class to make comes first.
static NEW: Native = Native::linked("__new__(*args, **kwargs)", native_new);

fn new_object_for(ty: &'static TypeObj) -> Value {
    method_object(&NEW, ty)
}

fn native_new(a: &[Value]) -> Result<Value> {
    let owner = current_owner().unwrap_or(&OBJECT);
    let args = crate::list::to_vec(&a[0])?;
    let Some(first) = args.first() else {
        return type_error(text!(owner.name, ".__new__(): not enough arguments"));
    };
    let Some(ty) = super::as_type(first) else {
        return type_error(text!(owner.name, ".__new__(X): X is not a type object (", first.ty().name, ")"));
    };
    if !ty.is_subtype(owner) {
        return type_error(text!(
            owner.name, ".__new__(", ty.name, "): ", ty.name, " is not a subtype of ", owner.name
        ));
    }
    let kwargs: Vec<(Value, Value)> = match a[1].downcast::<crate::dict::DictObj>() {
        Some(d) => d.iter().collect(),
        None => Vec::new(),
    };
    if std::ptr::eq(owner, &OBJECT) {
        if ty.layout != Layout::Object {
            let base = super::build::native_base(ty);
            return type_error(text!("object.__new__(", ty.name, ") is not safe, use ", base.name, ".__new__()"));
        }
        if args.len() > 1 || !kwargs.is_empty() {
            let own = |n: &str| super::defining_class(ty, &intern(n)).is_some_and(|c| !c.is_native);
            if own("__new__") {
                return type_error("object.__new__() takes exactly one argument (the type to instantiate)");
            }
            if !own("__init__") {
                return type_error(text!(ty.name, "() takes no arguments"));
            }
        }
        if super::data(ty).has(super::ABSTRACT) {
            return super::type_type::abstract_error(ty);
        }
        return Ok(super::new_instance(ty));
    }
    if std::ptr::eq(owner, &TYPE) && args.len() == 4 {
        return super::type_type::new_class(ty, &args[1], &args[2], &args[3], &kwargs);
    }
    match owner.slots.new {
        Some(f) => f(ty, &args[1..], &kwargs),
        None => type_error(text!("cannot create '", text_of(&crate::str::new(owner.name)), "' instances")),
    }
}
