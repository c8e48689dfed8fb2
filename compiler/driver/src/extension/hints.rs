//! What annotations say of arguments, as far as it helps.

use pyaot_abi::dtype::DType;
use pyaot_syntax::ast::{BinOp, Constant, Expr, ExprKind, Module, Stmt, StmtKind};

/// The classes whose objects nobody can tell from a copy.
const PLAIN: [&str; 6] = ["int", "float", "bool", "str", "bytes", "complex"];
/// Names of names of types.
const MOST_ALIASES: u32 = 8;

/// What a parameter is meant for.
#[derive(Clone, PartialEq)]
pub enum Hint {
    /// The name of a builtin class.
    Plain(&'static str),
    /// An int or a float.
    Number,
    /// The dimensions, where they are known.
    Array(DType, Option<usize>),
    /// The name of a class of the module.
    Own(String),
    /// Or None.
    Optional(Box<Hint>),
}

/// The module's own names.
pub struct Names<'a> {
    tree: &'a Module,
}

impl<'a> Names<'a> {
    pub fn of(tree: &'a Module) -> Names<'a> {
        Names { tree }
    }

    /// What the module's last plain assignment to the name gives it.
    fn alias(&self, name: &str) -> Option<&'a Expr> {
        self.tree.body.iter().rev().find_map(|s| match &s.kind {
            StmtKind::Assign { targets, value } => matches!(&targets[..], [Expr { kind: ExprKind::Name(n), .. }] if **n == *name).then_some(value),
            StmtKind::AnnAssign { target, value: Some(value), .. } => matches!(&target.kind, ExprKind::Name(n) if **n == *name).then_some(value),
            StmtKind::TypeAlias { name: n, value, .. } => matches!(&n.kind, ExprKind::Name(n) if **n == *name).then_some(value),
            _ => None,
        })
    }

    /// A class of the module, which has that name outside its module too.
    pub fn has_class(&self, name: &str) -> bool {
        self.tree.body.iter().any(|s| matches!(&s.kind, StmtKind::ClassDef(c) if *c.name == *name && c.decorators.iter().all(keeps_class)))
    }
}

/// Variables of the module that are not to be replaced: `SCALE: Final = 2.5`.
pub fn finals(tree: &Module) -> Vec<String> {
    let is_final = |e: &Expr| match &e.kind {
        ExprKind::Subscript { value, .. } => last_name(value) == Some("Final"),
        ExprKind::Constant(Constant::Str(s)) => s.0.starts_with(b"Final"),
        _ => last_name(e) == Some("Final"),
    };
    let of = |s: &Stmt| match &s.kind {
        StmtKind::AnnAssign { target: Expr { kind: ExprKind::Name(n), .. }, annotation, value: Some(_), .. } if is_final(annotation) => Some(n.to_string()),
        _ => None,
    };
    tree.body.iter().filter_map(of).collect()
}

/// The decorator gives the class itself back.
fn keeps_class(decorator: &Expr) -> bool {
    match &decorator.kind {
        ExprKind::Call { func, .. } => keeps_class(func),
        _ => matches!(last_name(decorator), Some("dataclass" | "total_ordering")),
    }
}

/// `float64` for `np.float64`.
fn last_name(e: &Expr) -> Option<&str> {
    match &e.kind {
        ExprKind::Name(n) => Some(n),
        ExprKind::Attribute { attr, .. } => Some(attr),
        _ => None,
    }
}

/// What the annotation says.
pub fn hint(annotation: &Expr, names: &Names) -> Option<Hint> {
    of(annotation, names, MOST_ALIASES)
}

fn of(e: &Expr, names: &Names, left: u32) -> Option<Hint> {
    let left = left.checked_sub(1)?;
    match &e.kind {
        ExprKind::Constant(Constant::Str(s)) => of(&parsed(&String::from_utf8_lossy(&s.0))?, names, left),
        ExprKind::Name(n) if names.has_class(n) => Some(Hint::Own(n.to_string())),
        ExprKind::Name(n) => match names.alias(n) {
            Some(value) => of(value, names, left),
            None => named(n),
        },
        ExprKind::Attribute { attr, .. } => named(attr),
        ExprKind::BinOp { left: a, op: BinOp::BitOr, right: b } => union([&**a, &**b], names, left),
        ExprKind::Subscript { value, index } => {
            let items: Vec<&Expr> = match &index.kind {
                ExprKind::Tuple(items) => items.iter().collect(),
                _ => vec![index],
            };
            match (last_name(value)?, &items[..]) {
                ("Optional", [x]) => optional(of(x, names, left)?),
                ("Union", _) => union(items, names, left),
                ("Annotated" | "Final", [x, ..]) => of(x, names, left),
                ("NDArray", [scalar]) => Some(Hint::Array(dtype(scalar, names, left)?, None)),
                ("ndarray", [shape, scalar]) => Some(Hint::Array(dtype(scalar, names, left)?, dimensions(shape))),
                _ => None,
            }
        }
        _ => None,
    }
}

fn named(name: &str) -> Option<Hint> {
    if matches!(name, "NDArray" | "ndarray") {
        return Some(Hint::Array(DType::F64, None));
    }
    PLAIN.into_iter().find(|n| *n == name).map(Hint::Plain)
}

/// An annotation in quotes.
fn parsed(text: &str) -> Option<Expr> {
    let mut sources = pyaot_diagnostics::SourceMap::new();
    let file = sources.add("<annotation>", format!("({text})"));
    let (mut tree, errors) = pyaot_syntax::parse_module(file, sources.text(file));
    match std::mem::take(&mut tree.body).into_iter().next().map(|s| s.kind) {
        Some(StmtKind::Expr(e)) if errors.is_empty() => Some(e),
        _ => None,
    }
}

fn is_none(e: &Expr) -> bool {
    matches!(&e.kind, ExprKind::Constant(Constant::None))
}

fn optional(hint: Hint) -> Option<Hint> {
    Some(match hint {
        Hint::Optional(_) => hint,
        _ => Hint::Optional(Box::new(hint)),
    })
}

/// One type or None, or an int or a float.
fn union<'e>(members: impl IntoIterator<Item = &'e Expr>, names: &Names, left: u32) -> Option<Hint> {
    let (nones, rest): (Vec<&Expr>, Vec<&Expr>) = members.into_iter().partition(|e| is_none(e));
    let mut found = rest.into_iter().map(|e| of(e, names, left));
    let mut hint = found.next()??;
    for other in found {
        hint = match (hint, other?) {
            (a, b) if a == b => a,
            (Hint::Plain("int"), Hint::Plain("float")) | (Hint::Plain("float"), Hint::Plain("int")) => Hint::Number,
            _ => return None,
        };
    }
    if nones.is_empty() { Some(hint) } else { optional(hint) }
}

/// The dtype that `np.float64`, `np.dtype[np.float64]` and the like stand for.
fn dtype(e: &Expr, names: &Names, left: u32) -> Option<DType> {
    let left = left.checked_sub(1)?;
    if let ExprKind::Subscript { value, index } = &e.kind {
        return match last_name(value)? {
            "dtype" => dtype(index, names, left),
            // `np.floating[Any]`
            name => dtype_named(name),
        };
    }
    if let ExprKind::Name(n) = &e.kind
        && let Some(value) = names.alias(n)
    {
        return dtype(value, names, left);
    }
    dtype_named(last_name(e)?)
}

fn dtype_named(name: &str) -> Option<DType> {
    // Of abstract ones, the likeliest.
    let name = match name {
        "float" | "double" | "floating" | "inexact" | "number" | "generic" | "Any" => "float64",
        "int" | "int_" | "intp" | "integer" | "signedinteger" | "long" | "longlong" => "int64",
        "uint" | "uintp" | "unsignedinteger" => "uint64",
        "bool_" => "bool",
        "complex" | "complexfloating" | "cdouble" => "complex128",
        "single" => "float32",
        "csingle" => "complex64",
        "byte" => "int8",
        "ubyte" => "uint8",
        "short" => "int16",
        "intc" => "int32",
        n => n,
    };
    DType::ALL.into_iter().find(|d| d.name() == name && !matches!(d, DType::Object | DType::Str | DType::Bytes))
}

/// `tuple[int, int]`
fn dimensions(shape: &Expr) -> Option<usize> {
    let ExprKind::Subscript { value, index } = &shape.kind else { return None };
    if !matches!(last_name(value), Some("tuple" | "Tuple")) {
        return None;
    }
    match &index.kind {
        ExprKind::Tuple(items) if items.iter().any(|e| matches!(e.kind, ExprKind::Constant(Constant::Ellipsis))) => None,
        ExprKind::Tuple(items) => Some(items.len()),
        _ => Some(1),
    }
}

/// The dimensions that an array has by how the function uses it, and whether it is looked into at all.
pub fn dimensions_in_use(name: &str, body: &[Stmt]) -> Option<usize> {
    let mut most = None;
    let mut note = |n: usize| most = most.max(Some(n));
    super::walk::expressions(body, &mut |e| match &e.kind {
        ExprKind::Subscript { value, index } => {
            let indices = |index: &Expr| match &index.kind {
                ExprKind::Tuple(items) => items.iter().filter(|e| !is_none(e) && !matches!(e.kind, ExprKind::Constant(Constant::Ellipsis))).count(),
                // A mask, perhaps, or a part.
                _ => 1,
            };
            match &value.kind {
                ExprKind::Name(n) if **n == *name => note(indices(index)),
                // `a[i][j]`, `a.shape[1]`
                ExprKind::Subscript { value: inner, index: first } if is(inner, name) => note(indices(first) + indices(index)),
                ExprKind::Attribute { value: inner, attr, .. } if &**attr == "shape" && is(inner, name) => {
                    if let ExprKind::Constant(Constant::Int(k @ 0..8)) = index.kind {
                        note(k as usize + 1);
                    }
                }
                _ => {}
            }
        }
        _ => {}
    });
    super::walk::statements(body, &mut |s| {
        // `n, m = a.shape`
        if let StmtKind::Assign { targets, value } = &s.kind
            && let ExprKind::Attribute { value: inner, attr, .. } = &value.kind
            && &**attr == "shape"
            && is(inner, name)
            && let [Expr { kind: ExprKind::Tuple(items), .. }] = &targets[..]
        {
            note(items.len());
        }
    });
    most
}

/// What parameters without annotations are probably meant for, in a function that looks into arrays: float64 is the usual dtype.
pub fn guess(parameters: &[&str], body: &[Stmt]) -> Vec<Option<Hint>> {
    let mut found: Vec<Option<Hint>> = parameters.iter().map(|p| Some(Hint::Array(DType::F64, Some(dimensions_in_use(p, body)?)))).collect();
    if found.iter().all(Option::is_none) {
        return found;
    }
    let mut note = |e: &Expr, class: &'static str| {
        if let Some(k) = parameters.iter().position(|p| is(e, p)) {
            match &found[k] {
                None => found[k] = Some(Hint::Plain(class)),
                // A bound of a loop, whatever else is computed from it.
                Some(Hint::Plain(_)) if class == "int" => found[k] = Some(Hint::Plain(class)),
                _ => {}
            }
        }
    };
    super::walk::expressions(body, &mut |e| match &e.kind {
        ExprKind::Call { func, args, .. } if is(func, "range") => args.iter().for_each(|a| note(a, "int")),
        ExprKind::Subscript { index, .. } => note(index, "int"),
        ExprKind::BinOp { left, right, .. } => {
            note(left, "float");
            note(right, "float");
        }
        _ => {}
    });
    found
}

/// The module imports NumPy.
pub fn has_numpy(tree: &Module) -> bool {
    let mut found = false;
    super::walk::at_top(&tree.body, &mut |s| {
        found |= match &s.kind {
            StmtKind::Import(names) => names.iter().any(|a| a.name.split('.').next() == Some("numpy")),
            StmtKind::ImportFrom { module: Some(module), level: 0, .. } => module.split('.').next() == Some("numpy"),
            _ => false,
        };
    });
    found
}

fn is(e: &Expr, name: &str) -> bool {
    matches!(&e.kind, ExprKind::Name(n) if **n == *name)
}
