//! Named tuples: every `namedtuple(…)` and every class over `NamedTuple` gets a module made of source text, with a class
//! over `tuple`. Calls of one place in the program give the same class.

use std::fmt::Write as _;

use pyaot_diagnostics::{Code, Span};
use pyaot_syntax::ast::{ClassDef, Expr, ExprKind, Keyword, Stmt, StmtKind};

use super::{Ctx, Loaded};
use crate::hir::*;

/// What an imported name stands for, where the compiler has to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Special {
    /// `collections.namedtuple`.
    Function,
    /// `typing.NamedTuple`.
    Base,
    Collections,
    Typing,
}

const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else",
    "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise",
    "return", "try", "while", "with", "yield",
];

fn text(e: &Expr) -> Option<String> {
    match &e.kind {
        ExprKind::Constant(Constant::Str(s)) => std::str::from_utf8(&s.0).ok().map(str::to_owned),
        _ => None,
    }
}

fn items(e: &Expr) -> Option<&[Expr]> {
    match &e.kind {
        ExprKind::List(es) | ExprKind::Tuple(es) => Some(es),
        _ => None,
    }
}

/// The field names that an expression spells: `"x y"`, `["x", "y"]`, `"x y".split()`, or pairs with types.
fn field_names(e: &Expr) -> Option<Vec<String>> {
    let words = |s: &str| s.replace(',', " ").split_whitespace().map(str::to_owned).collect();
    if let Some(s) = text(e) {
        return Some(words(&s));
    }
    if let Some(es) = items(e) {
        return es.iter().map(|e| text(e).or_else(|| text(items(e)?.first()?))).collect();
    }
    if let ExprKind::Call { func, args, keywords } = &e.kind
        && let ExprKind::Attribute { value, attr, .. } = &func.kind
        && &**attr == "split"
        && args.is_empty()
        && keywords.is_empty()
    {
        return Some(words(&text(value)?));
    }
    None
}

/// The expressions of a constant number of defaults.
fn default_values(e: &Expr) -> Option<Vec<&Expr>> {
    match &e.kind {
        ExprKind::Constant(Constant::None) => Some(Vec::new()),
        ExprKind::BinOp { left, op: BinOp::Mul, right } => match &right.kind {
            ExprKind::Constant(Constant::Int(n @ 0..=255)) => {
                let es = items(left)?;
                Some((0..*n).flat_map(|_| es.iter()).collect())
            }
            _ => None,
        },
        _ => Some(items(e)?.iter().collect()),
    }
}

fn is_identifier(s: &str) -> bool {
    let mut cs = s.chars();
    cs.next().is_some_and(|c| c == '_' || c.is_alphabetic()) && cs.all(|c| c == '_' || c.is_alphanumeric())
}

/// CPython's complaint about the names, if any.
fn complaint(name: &str, fields: &[String]) -> Option<String> {
    for n in std::iter::once(name).chain(fields.iter().map(String::as_str)) {
        if !is_identifier(n) {
            return Some(format!("Type names and field names must be valid identifiers: '{n}'"));
        }
        if KEYWORDS.contains(&n) {
            return Some(format!("Type names and field names cannot be a keyword: '{n}'"));
        }
    }
    for (i, n) in fields.iter().enumerate() {
        if n.starts_with('_') {
            return Some(format!("Field names cannot start with an underscore: '{n}'"));
        }
        if fields[..i].contains(n) {
            return Some(format!("Encountered duplicate field name: '{n}'"));
        }
    }
    None
}

/// The module's text. The last `defaults` fields have the values of the variables `_d0`, `_d1`, …
fn source(name: &str, module: &str, fields: &[String], defaults: usize) -> String {
    let first = fields.len() - defaults;
    let mut s = String::from("_tuple_new = tuple.__new__\n");
    if defaults > 0 {
        let vars: Vec<String> = (0..defaults).map(|i| format!("_d{i}")).collect();
        let _ = write!(s, "def _defaults():\n    global {v}\n    {t} = None\n", v = vars.join(", "), t = vars.join(" = "));
    }
    s.push_str("def _read_only(self, value):\n    raise AttributeError(\"can't set attribute\")\n");
    let quoted: Vec<String> = fields.iter().map(|f| format!("'{f}'")).collect();
    let tuple = if quoted.is_empty() { "()".to_owned() } else { format!("({},)", quoted.join(", ")) };
    let values = if fields.is_empty() { "()".to_owned() } else { format!("({},)", fields.join(", ")) };
    let params: String = fields
        .iter()
        .enumerate()
        .map(|(i, f)| if i < first { format!(", {f}") } else { format!(", {f}=_d{}", i - first) })
        .collect();
    let shown: Vec<String> = fields.iter().map(|f| format!("{f}=%r")).collect();
    let pairs: Vec<String> = (first..fields.len()).map(|i| format!("'{}': _d{}", fields[i], i - first)).collect();
    let n = fields.len();
    let _ = write!(
        s,
        r#"class {name}(tuple):
    '{name}({args})'
    __slots__ = ()
    __module__ = '{module}'
    _fields = {tuple}
    __match_args__ = {tuple}
    _field_defaults = {{{pairs}}}
    def __new__(_cls{params}):
        return tuple.__new__(_cls, {values})
    @classmethod
    def _make(cls, iterable):
        result = tuple.__new__(cls, iterable)
        if len(result) != {n}:
            raise TypeError(f'Expected {n} arguments, got {{len(result)}}')
        return result
    def _replace(self, /, **kwds):
        result = self._make([kwds.pop(f, v) for f, v in zip({tuple}, self)])
        if kwds:
            raise ValueError(f'Got unexpected field names: {{list(kwds)!r}}')
        return result
    def __repr__(self):
        return self.__class__.__name__ + '({shown})' % tuple(self)
    def _asdict(self):
        return dict(zip({tuple}, self))
    def __getnewargs__(self):
        return tuple(self)
"#,
        args = fields.join(", "),
        pairs = pairs.join(", "),
        shown = shown.join(", "),
    );
    for (i, f) in fields.iter().enumerate() {
        let _ = write!(s, "    {f} = property(lambda self: self[{i}], _read_only, None, 'Alias for field number {i}')\n");
    }
    s
}

impl<'a> Ctx<'a, '_, '_> {
    /// Remembers an imported name that [`Ctx::special`] asks for.
    pub fn note_import(&mut self, target: &Name, from: &str, name: Option<&str>) {
        self.note_dataclass_import(target, from, name.map(Name::from).as_ref());
        let found = match (from, name) {
            ("collections", None) => Special::Collections,
            ("typing", None) => Special::Typing,
            ("collections", Some("namedtuple")) => Special::Function,
            ("typing", Some("NamedTuple")) => Special::Base,
            _ => return,
        };
        self.w.special.insert((self.module, target.clone()), found);
    }

    fn special(&self, e: &Expr) -> Option<Special> {
        let named = |n: &Name| self.w.special.get(&(self.module, n.clone())).copied();
        match &e.kind {
            ExprKind::Name(n) => named(n).filter(|s| matches!(s, Special::Function | Special::Base)),
            ExprKind::Attribute { value, attr, .. } => {
                let ExprKind::Name(n) = &value.kind else { return None };
                match (named(n)?, &**attr) {
                    (Special::Collections, "namedtuple") => Some(Special::Function),
                    (Special::Typing, "NamedTuple") => Some(Special::Base),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// `typing.NamedTuple` as a base class.
    pub fn is_named_tuple_base(&self, e: &Expr) -> bool {
        self.special(e) == Some(Special::Base)
    }

    /// `namedtuple("P", "x y")`, `NamedTuple("P", [("x", int)])`: the class.
    pub fn named_tuple_call(&mut self, e: &'a Expr, func: &'a Expr, args: &'a [Expr], keywords: &'a [Keyword]) -> Option<V> {
        self.special(func)?;
        let given = |i: usize, name: &str| {
            args.get(i).or_else(|| keywords.iter().find(|k| k.arg.as_deref() == Some(name)).map(|k| &k.value))
        };
        let parsed = (|| {
            let name = text(given(0, "typename")?)?;
            let fields = field_names(given(1, "field_names").or_else(|| given(1, "fields"))?)?;
            let defaults = given(9, "defaults").map_or(Some(Vec::new()), default_values)?;
            Some((name, fields, defaults))
        })();
        let Some((name, mut fields, defaults)) = parsed else {
            let v = self.unsupported(
                Code::E0201,
                e.span,
                "the names of a named tuple must be constants",
                "write the type's name, the field names and the defaults where the named tuple is made",
            );
            return Some(v);
        };
        if given(9, "rename").is_some_and(|r| matches!(r.kind, ExprKind::Constant(Constant::True))) {
            for i in 0..fields.len() {
                let f = &fields[i];
                if !is_identifier(f) || KEYWORDS.contains(&&**f) || f.starts_with('_') || fields[..i].contains(f) {
                    fields[i] = format!("_{i}");
                }
            }
        } else if let Some(message) = complaint(&name, &fields) {
            return Some(self.raise_value_error("ValueError", &message));
        }
        if defaults.len() > fields.len() {
            return Some(self.raise_value_error("TypeError", "Got more default values than field names"));
        }
        let values = self.operands(&defaults);
        self.at(e.span);
        Some(self.named_tuple(e.span, &name, &fields, values))
    }

    pub fn raise_value_error(&mut self, class: &str, message: &str) -> V {
        let cls = self.emit(Op::LoadBuiltin(class.into()), vec![]);
        let msg = self.const_str(message);
        let x = self.emit(Op::Call { kw: [].into() }, vec![cls, msg]);
        self.emit0(Op::Raise, vec![x]);
        self.terminate(Term::Unreachable);
        self.const_none()
    }

    /// The class over `tuple`.
    fn named_tuple(&mut self, span: Span, name: &str, fields: &[String], defaults: Vec<V>) -> V {
        let module = self.w.program.modules[self.module.index()].name.clone();
        let text = source(name, &module, fields, defaults.len());
        let shown = format!("<pyaot>/namedtuple/{}", self.w.program.modules.len());
        let Loaded::Source { tree, file, .. } = self.w.loader.load_text(&shown, text) else {
            return self.unsupported(Code::E0203, span, "this named tuple cannot be compiled", "use plain names");
        };
        let m = self.w.add_module(&shown, tree, file, false, true);
        let global = |me: &Self, n: &str| me.w.program.modules[m.index()].globals[n];
        for (i, v) in defaults.into_iter().enumerate() {
            let g = global(self, &format!("_d{i}"));
            self.emit0(Op::StoreGlobal(g), vec![v]);
        }
        self.emit(Op::ImportModule(m), vec![]);
        let g = global(self, name);
        self.emit(Op::LoadGlobal(g), vec![])
    }

    /// The class that `class P(NamedTuple)` derives from: its fields are the annotated names of the body.
    pub fn named_tuple_base(&mut self, span: Span, c: &'a ClassDef) -> V {
        let mut fields = Vec::new();
        let mut defaults = Vec::new();
        for s in &c.body {
            if let StmtKind::AnnAssign { target, value, .. } = &s.kind
                && let ExprKind::Name(n) = &target.kind
            {
                match value {
                    Some(v) => defaults.push(v),
                    None if !defaults.is_empty() => {
                        let last = fields.last().cloned().unwrap_or_default();
                        let message = format!("Non-default namedtuple field {n} cannot follow default field {last}");
                        return self.raise_value_error("TypeError", &message);
                    }
                    None => {}
                }
                fields.push(n.to_string());
            }
        }
        if let Some(message) = complaint(&c.name, &fields) {
            return self.raise_value_error("ValueError", &message);
        }
        let values = self.operands(&defaults);
        self.at(span);
        self.named_tuple(span, &c.name, &fields, values)
    }

    /// A statement of a class body that only declares a field.
    pub fn declares_field(s: &Stmt) -> bool {
        matches!(&s.kind, StmtKind::AnnAssign { target, .. } if matches!(target.kind, ExprKind::Name(_)))
    }
}
