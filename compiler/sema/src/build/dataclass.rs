//! Dataclasses: the methods of a class under `@dataclass` are made of source text in a module of their own, and the class gets
//! them at the end of its body. Inference sees ordinary methods.
//!
//! ```text
//! @dataclass                            class P:
//! class P:                               def __init__(self, x, tags=_d1):
//!     x: int                     gives     self.x = x
//!     tags: list = field(                  self.tags = _d1() if isinstance(tags, _Default) else tags
//!         default_factory=list)          def __repr__(self): …
//! ```
//!
//! The text has the lines that CPython's own text has, since tracebacks show them (`File "<string>", line 3, in __init__`).

use std::fmt::Write as _;
use std::rc::Rc;

use pyaot_diagnostics::Code;
use pyaot_syntax::ast::{ClassDef, Expr, ExprKind, Keyword, PyStr, Stmt, StmtKind};

use super::{Ctx, Loaded};
use crate::hir::*;
use crate::scope::Place;

/// What is known of a dataclass, for classes that derive from it.
#[derive(Debug)]
pub(crate) struct Data {
    /// The module with its methods and the defaults `_d0`, `_d1`, … of its fields.
    hidden: ModuleId,
    fields: Vec<Field>,
    frozen: bool,
    post_init: bool,
    /// A dataclass itself, not only a class over one.
    decorated: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Default {
    None,
    Value,
    Factory,
}

#[derive(Debug, Clone)]
struct Field {
    name: Name,
    /// The annotation as Python text that names it: a builtin class, or a string.
    annotation: String,
    /// Text of objects that it may hold can lead back to this one.
    may_recur: bool,
    /// An argument for `__post_init__` only.
    init_var: bool,
    default: Default,
    init: bool,
    repr: bool,
    hash: Option<bool>,
    compare: bool,
    kw_only: bool,
    /// Where an inherited field's default is: the base's hidden module and the number there.
    from: Option<(ModuleId, usize)>,
}

/// The decorator's arguments.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Options {
    init: bool,
    repr: bool,
    eq: bool,
    order: bool,
    unsafe_hash: bool,
    frozen: bool,
    match_args: bool,
    kw_only: bool,
    slots: bool,
    /// Not an argument: the class or one of its bases has a `__post_init__`.
    post_init: bool,
}

/// A dataclass whose statement is being built.
pub(crate) struct Making {
    options: Options,
    data: Rc<Data>,
    methods: Vec<&'static str>,
    /// What CPython says of the fields instead of making the class.
    complaint: Option<(&'static str, String)>,
}

/// The arguments of `field(…)` in a class body.
struct Given<'a> {
    default: Default,
    value: Option<&'a Expr>,
    metadata: Option<&'a Expr>,
}

const PLAIN: &[&str] = &["int", "float", "str", "bool", "bytes", "complex"];
const BUILTIN: &[&str] = &["list", "dict", "set", "tuple", "frozenset", "object", "type", "bytearray"];

/// The last part of `a.b.C` or `C[…]`.
fn head(e: &Expr) -> Option<&str> {
    match &e.kind {
        ExprKind::Name(n) => Some(n),
        ExprKind::Attribute { attr, .. } => Some(attr),
        ExprKind::Subscript { value, .. } => head(value),
        ExprKind::Constant(Constant::Str(s)) => {
            let s = std::str::from_utf8(&s.0).ok()?;
            s.split('[').next()?.rsplit('.').next()
        }
        _ => None,
    }
}

/// The annotation as its author may have written it.
fn shown(e: &Expr) -> String {
    match &e.kind {
        ExprKind::Name(n) => n.to_string(),
        ExprKind::Attribute { value, attr, .. } => format!("{}.{attr}", shown(value)),
        ExprKind::Subscript { value, index } => match &index.kind {
            ExprKind::Tuple(es) => format!("{}[{}]", shown(value), es.iter().map(shown).collect::<Vec<_>>().join(", ")),
            _ => format!("{}[{}]", shown(value), shown(index)),
        },
        ExprKind::List(es) => format!("[{}]", es.iter().map(shown).collect::<Vec<_>>().join(", ")),
        ExprKind::BinOp { left, right, .. } => format!("{} | {}", shown(left), shown(right)),
        ExprKind::Constant(Constant::None) => "None".into(),
        ExprKind::Constant(Constant::Str(s)) => String::from_utf8_lossy(&s.0).into_owned(),
        _ => "...".into(),
    }
}

fn may_recur(e: &Expr) -> bool {
    !matches!(&e.kind, ExprKind::Name(n) if PLAIN.contains(&&**n))
}

/// `None` where it is no plain `True` or `False`.
fn flag(e: &Expr) -> Option<bool> {
    match &e.kind {
        ExprKind::Constant(Constant::True) => Some(true),
        ExprKind::Constant(Constant::False) => Some(false),
        _ => None,
    }
}

/// The kind of display that is no default.
fn mutable(e: &Expr) -> Option<&'static str> {
    match &e.kind {
        ExprKind::List(_) | ExprKind::ListComp { .. } => Some("list"),
        ExprKind::Dict { .. } | ExprKind::DictComp { .. } => Some("dict"),
        ExprKind::Set(_) | ExprKind::SetComp { .. } => Some("set"),
        _ => None,
    }
}

fn binds(body: &[Stmt], name: &str) -> bool {
    body.iter().any(|s| match &s.kind {
        StmtKind::FunctionDef(f) => &*f.name == name,
        StmtKind::Assign { targets, .. } => targets.iter().any(|t| matches!(&t.kind, ExprKind::Name(n) if &**n == name)),
        _ => false,
    })
}

fn tuple_of(object: &str, fields: &[&Field]) -> String {
    if fields.is_empty() {
        return "()".into();
    }
    format!("({},)", fields.iter().map(|f| format!("{object}.{}", f.name)).collect::<Vec<_>>().join(","))
}

/// The hidden module's text, and the methods in it.
fn source(name: &str, body: &[Stmt], o: &Options, fields: &[Field], reflected: bool) -> (String, Vec<&'static str>) {
    let mut methods = Vec::new();
    let mut s = format!("class {name}:\n");
    let real: Vec<&Field> = fields.iter().filter(|f| !f.init_var).collect();
    if o.init && !binds(body, "__init__") {
        methods.push("__init__");
        let param = |(i, f): (usize, &Field)| match f.default {
            Default::None => format!(",{}", f.name),
            Default::Value => format!(",{}=_d{i}", f.name),
            Default::Factory => format!(",{}=_missing", f.name),
        };
        let given = || fields.iter().enumerate().filter(|(_, f)| f.init);
        let mut params: String = given().filter(|(_, f)| !f.kw_only).map(param).collect();
        if given().any(|(_, f)| f.kw_only) {
            params.push_str(",*");
            params.extend(given().filter(|(_, f)| f.kw_only).map(param));
        }
        let _ = write!(s, " def __init__(self{params}):\n");
        let mut empty = true;
        let mut line = |text: String| {
            empty = false;
            let _ = write!(s, "  {text}\n");
        };
        let set = |n: &str, v: String| if o.frozen { format!("_pyaot_init_field(self,'{n}',{v})") } else { format!("self.{n}={v}") };
        for (i, f) in fields.iter().enumerate().filter(|(_, f)| !f.init_var) {
            let n = &f.name;
            match (f.init, f.default) {
                (true, Default::Factory) => line(set(n, format!("_d{i}() if isinstance({n},_Missing) else {n}"))),
                (true, _) => line(set(n, n.to_string())),
                (false, Default::Factory) => line(set(n, format!("_d{i}()"))),
                (false, Default::Value) if o.slots => line(set(n, format!("_d{i}"))),
                (false, _) => {}
            }
        }
        if o.post_init {
            let args: Vec<&str> = fields.iter().filter(|f| f.init_var).map(|f| &*f.name).collect();
            line(format!("self.__post_init__({})", args.join(",")));
        }
        if empty {
            s.push_str("  pass\n");
        }
    }
    let shown: Vec<&Field> = real.iter().copied().filter(|f| f.repr).collect();
    if o.repr && !binds(body, "__repr__") {
        methods.push("__repr__");
        let parts: Vec<String> = shown.iter().map(|f| format!("{0}={{self.{0}!r}}", f.name)).collect();
        let text = format!("f\"{{self.__class__.__qualname__}}({})\"", parts.join(", "));
        if shown.iter().any(|f| f.may_recur) {
            let _ = write!(
                s,
                " def __repr__(self):\n  key=id(self)\n  if key in _running:\n   return '...'\n  _running.add(key)\n  try:\n   return {text}\n  finally:\n   _running.discard(key)\n"
            );
        } else {
            let _ = write!(s, " def __repr__(self):\n  return {text}\n");
        }
    }
    let compared: Vec<&Field> = real.iter().copied().filter(|f| f.compare).collect();
    let mut comparison = |method: &'static str, op: &str| {
        methods.push(method);
        let (a, b) = (tuple_of("self", &compared), tuple_of("other", &compared));
        let _ = write!(s, " def {method}(self,other):\n  if other.__class__ is self.__class__:\n   return {a}{op}{b}\n  return NotImplemented\n");
    };
    if o.eq && !binds(body, "__eq__") {
        comparison("__eq__", "==");
    }
    if o.order {
        for (m, op) in [("__lt__", "<"), ("__le__", "<="), ("__gt__", ">"), ("__ge__", ">=")] {
            comparison(m, op);
        }
    }
    if (o.unsafe_hash || (o.eq && o.frozen)) && !binds(body, "__hash__") {
        methods.push("__hash__");
        let hashed: Vec<&Field> = real.iter().copied().filter(|f| f.hash.unwrap_or(f.compare)).collect();
        let _ = write!(s, " def __hash__(self):\n  return hash({})\n", tuple_of("self", &hashed));
    }
    if o.frozen {
        methods.extend(["__setattr__", "__delattr__"]);
        let names: Vec<String> = real.iter().map(|f| format!("'{}'", f.name)).collect();
        let names = if names.is_empty() { "()".to_owned() } else { format!("({},)", names.join(",")) };
        let _ = write!(
            s,
            " def __setattr__(self,name,value):\n  if type(self) is _class or name in {names}:\n   raise FrozenInstanceError(f'cannot assign to field {{name!r}}')\n  _set(self,name,value)\n def __delattr__(self,name):\n  if type(self) is _class or name in {names}:\n   raise FrozenInstanceError(f'cannot delete field {{name!r}}')\n  raise AttributeError(name)\n"
        );
    }
    if o.frozen && o.slots && !binds(body, "__getstate__") && !binds(body, "__setstate__") {
        // What pickles would assign to its slots may not be.
        methods.extend(["__getstate__", "__setstate__"]);
        let set = |(i, f): (usize, &&Field)| format!("  _set(self,'{}',state[{i}])\n", f.name);
        let sets: String = real.iter().enumerate().map(set).collect();
        let state = real.iter().map(|f| format!("self.{}", f.name)).collect::<Vec<_>>().join(",");
        let _ = write!(s, " def __getstate__(self):\n  return [{state}]\n def __setstate__(self,state):\n{sets}  return None\n");
    }
    if methods.is_empty() {
        s.push_str(" pass\n");
    }
    let mut vars = vec!["_class".to_owned(), "_missing".to_owned()];
    vars.extend((0..fields.len()).map(|i| format!("_d{i}")));
    if reflected {
        vars.extend((0..fields.len()).map(|i| format!("_m{i}")));
    }
    let _ = write!(s, "def _variables():\n    global {v}\n    {t} = None\n", v = vars.join(", "), t = vars.join(" = "));
    if o.frozen {
        s.push_str("from _native import instance_set_field as _set\n");
    }
    s.push_str("from dataclasses import FrozenInstanceError, MISSING, _HAS_DEFAULT_FACTORY_CLASS as _Missing, _running, _field_of_class\n");
    if reflected {
        s.push_str("_fields = {\n");
        let py = |b: bool| if b { "True" } else { "False" };
        for (i, f) in fields.iter().enumerate().filter(|(_, f)| !f.init_var) {
            let d = format!("_d{i}");
            let (value, factory) = match f.default {
                Default::None => ("MISSING", "MISSING"),
                Default::Value => (&*d, "MISSING"),
                Default::Factory => ("MISSING", &*d),
            };
            let hash = f.hash.map_or("None", py);
            let _ = write!(
                s,
                "    '{n}': _field_of_class('{n}', {t}, {value}, {factory}, {}, {}, {hash}, {}, _m{i}, {}),\n",
                py(f.init), py(f.repr), py(f.compare), py(f.kw_only), n = f.name, t = f.annotation
            );
        }
        s.push_str("}\n");
    }
    (s, methods)
}


impl<'a> Ctx<'a, '_, '_> {
    /// The member of the module `dataclasses` that an expression names.
    fn dataclasses_member(&self, e: &Expr) -> Option<Name> {
        let named = |n: &Name| self.w.dataclass_names.get(&(self.module, n.clone()));
        match &e.kind {
            ExprKind::Name(n) => named(n)?.clone(),
            ExprKind::Attribute { value, attr, .. } => match &value.kind {
                ExprKind::Name(n) if named(n)?.is_none() => Some(attr.clone()),
                _ => None,
            },
            _ => None,
        }
    }

    /// Remembers imported names that dataclasses have to do with.
    pub fn note_dataclass_import(&mut self, target: &Name, from: &str, name: Option<&Name>) {
        let key = (self.module, target.clone());
        if from == "dataclasses" && !matches!(self.w.module(from), super::ModuleRef::Foreign(_)) {
            self.w.dataclasses_reflected |= match name {
                Some(n) => matches!(&**n, "fields" | "asdict" | "astuple" | "replace" | "is_dataclass"),
                None => true,
            };
            self.w.dataclass_names.insert(key, name.cloned());
        } else {
            self.w.imported_names.insert(key, (from.into(), name.cloned()));
        }
    }

    /// The number of the decorator that makes a class statement a dataclass.
    pub fn dataclass_decorator(&self, c: &ClassDef) -> Option<usize> {
        c.decorators.iter().position(|d| {
            let f = match &d.kind {
                ExprKind::Call { func, args, .. } if args.is_empty() => func,
                _ => d,
            };
            self.dataclasses_member(f).as_deref() == Some("dataclass")
        })
    }

    /// What is known of a base class.
    fn known_base(&mut self, e: &Expr) -> Option<Rc<Data>> {
        match &e.kind {
            ExprKind::Name(n) => {
                if let Some(d) = self.w.dataclasses.get(&(self.module, n.clone())) {
                    return Some(d.clone());
                }
            }
            ExprKind::Subscript { value, .. } => return self.known_base(value),
            _ => {}
        }
        let (module, name) = self.imported_member(e)?;
        let super::ModuleRef::Source(m) = self.w.modules.get(&*module)?.clone() else { return None };
        if let Some(d) = self.w.dataclasses.get(&(m, name.clone())) {
            return Some(d.clone());
        }
        // Not built yet: as its module's text has it.
        let tree = self.w.queue.iter().find(|p| p.id == m)?.tree.clone();
        let saved = std::mem::replace(&mut self.module, m);
        self.note_imports_of(&tree.body);
        let class = tree.body.iter().find_map(|s| match &s.kind {
            StmtKind::ClassDef(c) if c.name == name => Some(c),
            _ => None,
        });
        let found = class.and_then(|c| {
            self.describe(c);
            self.w.dataclasses.get(&(m, name.clone())).cloned()
        });
        self.module = saved;
        found
    }

    fn note_imports_of(&mut self, body: &[Stmt]) {
        for s in body {
            match &s.kind {
                StmtKind::Import(names) => {
                    for a in names {
                        self.note_dataclass_import(a.asname.as_ref().unwrap_or(&a.name), &a.name, None);
                    }
                }
                StmtKind::ImportFrom { module: Some(from), names, level: 0 } => {
                    for a in names {
                        self.note_dataclass_import(a.asname.as_ref().unwrap_or(&a.name), from, Some(&a.name));
                    }
                }
                _ => {}
            }
        }
    }

    /// What a class statement says about fields, its own and those of its bases: noted for whoever derives from it.
    fn describe(&mut self, c: &ClassDef) -> Option<Making> {
        let bases: Vec<Rc<Data>> = c.bases.iter().rev().filter_map(|b| self.known_base(b)).collect();
        let key = (self.module, c.name.clone());
        let inherited_post = bases.iter().any(|b| b.post_init) || binds(&c.body, "__post_init__");
        let Some(at) = self.dataclass_decorator(c) else {
            if let Some(b) = bases.last() {
                let data = Data { hidden: b.hidden, fields: inherited(&bases), frozen: b.frozen, post_init: inherited_post, decorated: false };
                self.w.dataclasses.insert(key, Rc::new(data));
            } else if inherited_post {
                // A mixin.
                let data = Data { hidden: self.module, fields: vec![], frozen: false, post_init: true, decorated: false };
                self.w.dataclasses.insert(key, Rc::new(data));
            } else {
                self.w.dataclasses.remove(&key);
            }
            return None;
        };
        // Built before, for a class of another module.
        let known = self.w.dataclasses_ahead.remove(&key);
        let mut o = options(&c.decorators[at]);
        o.post_init = inherited_post;
        let mut complaint = None;
        if o.order && !o.eq {
            complaint = Some(("ValueError", "eq must be true if order is true".to_owned()));
        }
        for b in bases.iter().filter(|b| b.decorated) {
            if b.frozen && !o.frozen {
                complaint = Some(("TypeError", "cannot inherit non-frozen dataclass from a frozen one".to_owned()));
            } else if !b.frozen && o.frozen {
                complaint = Some(("TypeError", "cannot inherit frozen dataclass from a non-frozen one".to_owned()));
            }
        }
        for (m, on) in [("__lt__", o.order), ("__le__", o.order), ("__gt__", o.order), ("__ge__", o.order)] {
            if on && binds(&c.body, m) && complaint.is_none() {
                let text = format!("Cannot overwrite attribute {m} in class {}. Consider using functools.total_ordering", c.name);
                complaint = Some(("TypeError", text));
            }
        }
        if o.frozen && (binds(&c.body, "__setattr__") || binds(&c.body, "__delattr__")) && complaint.is_none() {
            let m = if binds(&c.body, "__setattr__") { "__setattr__" } else { "__delattr__" };
            complaint = Some(("TypeError", format!("Cannot overwrite attribute {m} in class {}", c.name)));
        }
        let mut fields = inherited(&bases);
        let mut kw_only = o.kw_only;
        for s in &c.body {
            let StmtKind::AnnAssign { target, annotation, value, .. } = &s.kind else { continue };
            let ExprKind::Name(n) = &target.kind else { continue };
            if head(annotation) == Some("KW_ONLY") {
                kw_only = true;
                continue;
            }
            if head(annotation) == Some("ClassVar") {
                continue;
            }
            let name: Name = if n.starts_with("__") && !n.ends_with("__") { format!("_{}{n}", c.name.trim_start_matches('_')).into() } else { n.clone() };
            let simple = matches!(&annotation.kind, ExprKind::Name(n) if PLAIN.contains(&&**n) || BUILTIN.contains(&&**n));
            let annotated = if simple { shown(annotation) } else { format!("{:?}", shown(annotation)) };
            let mut f = Field {
                name: name.clone(),
                annotation: annotated,
                may_recur: may_recur(annotation),
                init_var: head(annotation) == Some("InitVar"),
                default: Default::None,
                init: true,
                repr: true,
                hash: None,
                compare: true,
                kw_only,
                from: None,
            };
            let old = fields.iter().position(|x: &Field| x.name == name);
            match value {
                Some(v) => {
                    if let Some(keywords) = self.field_call(v) {
                        let on = |name: &str| keywords.iter().find(|k| k.arg.as_deref() == Some(name)).map(|k| &k.value);
                        f.default = self.field_default(v).default;
                        f.init = on("init").and_then(flag).unwrap_or(true);
                        f.repr = on("repr").and_then(flag).unwrap_or(true);
                        f.compare = on("compare").and_then(flag).unwrap_or(true);
                        f.hash = on("hash").and_then(flag);
                        f.kw_only = on("kw_only").and_then(flag).unwrap_or(kw_only);
                    } else {
                        f.default = Default::Value;
                        if let Some(kind) = mutable(v)
                            && complaint.is_none()
                        {
                            complaint = Some(("ValueError", format!("mutable default <class '{kind}'> for field {name} is not allowed: use default_factory")));
                        }
                    }
                }
                // The base's class attribute is found.
                None => {
                    if let Some(k) = old
                        && fields[k].default == Default::Value
                    {
                        (f.default, f.from) = (Default::Value, fields[k].from);
                    }
                }
            }
            match old {
                Some(k) => fields[k] = f,
                None => fields.push(f),
            }
        }
        let mut last_default = false;
        for f in fields.iter().filter(|f| f.init && !f.kw_only) {
            if f.default != Default::None {
                last_default = true;
            } else if last_default && complaint.is_none() {
                complaint = Some(("TypeError", format!("non-default argument '{}' follows default argument", f.name)));
            }
        }
        // It could not even be parsed.
        o.init &= complaint.is_none();
        // CPython's libraries ask for the fields too.
        let reflected = self.w.dataclasses_reflected || self.w.program.uses_cpython;
        let (text, methods) = source(&c.name, &c.body, &o, &fields, reflected);
        let hidden = match known {
            Some(d) => d.hidden,
            None => {
                let shown = format!("<pyaot>/dataclass/{}", self.w.program.modules.len());
                let Loaded::Source { tree, .. } = self.w.loader.load_text(&shown, text) else { return None };
                self.w.add_module(&shown, tree, "<string>".into(), false, false)
            }
        };
        let data = Rc::new(Data { hidden, fields, frozen: o.frozen, post_init: o.post_init, decorated: true });
        self.w.dataclasses.insert(key, data.clone());
        Some(Making { options: o, data, methods, complaint })
    }

    /// The keywords of `field(…)`.
    fn field_call<'e>(&self, e: &'e Expr) -> Option<&'e [Keyword]> {
        match &e.kind {
            ExprKind::Call { func, keywords, .. } if self.dataclasses_member(func).as_deref() == Some("field") => Some(keywords),
            _ => None,
        }
    }

    fn field_default<'e>(&self, e: &'e Expr) -> Given<'e> {
        let Some(keywords) = self.field_call(e) else { return Given { default: Default::Value, value: Some(e), metadata: None } };
        let on = |name: &str| keywords.iter().find(|k| k.arg.as_deref() == Some(name)).map(|k| &k.value);
        let metadata = on("metadata");
        match (on("default"), on("default_factory")) {
            (_, Some(f)) => Given { default: Default::Factory, value: Some(f), metadata },
            (Some(d), None) => Given { default: Default::Value, value: Some(d), metadata },
            (None, None) => Given { default: Default::None, value: None, metadata },
        }
    }

    /// The start of a class statement: what has to be known if it makes a dataclass.
    pub fn dataclass_start(&mut self, c: &'a ClassDef) -> Option<Making> {
        let ahead = (self.module, c.name.clone());
        if self.outer.len() == 1
            && let Some(d) = self.w.dataclasses.get(&ahead)
            && d.decorated
            && !self.w.dataclasses_built.contains(&d.hidden)
        {
            let d = d.clone();
            self.w.dataclasses_ahead.insert(ahead, d);
        }
        let making = self.describe(c)?;
        self.w.dataclasses_built.insert(making.data.hidden);
        for (k, f) in making.data.fields.iter().enumerate() {
            let base = f.from.and_then(|(m, j)| self.w.program.modules[m.index()].globals.get(&*format!("_m{j}")).copied());
            let v = match base {
                Some(g) => self.emit(Op::LoadGlobal(g), vec![]),
                None => self.const_none(),
            };
            self.hidden_store(making.data.hidden, &format!("_m{k}"), v);
        }
        Some(making)
    }

    /// A statement of the body of a dataclass; `false`: it is as in any class.
    pub fn dataclass_field(&mut self, making: &Making, s: &'a Stmt) -> bool {
        let StmtKind::AnnAssign { target, annotation, value, .. } = &s.kind else { return false };
        let ExprKind::Name(n) = &target.kind else { return false };
        if matches!(head(annotation), Some("KW_ONLY" | "ClassVar")) {
            return false;
        }
        let Some(value) = value else { return true };
        let given = self.field_default(value);
        let class = self.class;
        let k = class.and_then(|c| {
            let mangled = self.mangle(n);
            let _ = c;
            making.data.fields.iter().position(|f| f.name == mangled)
        });
        let hidden = making.data.hidden;
        if let Some(e) = given.value {
            let again = class.is_some_and(|c| self.w.program.classes[c.index()].many);
            if again && !self.stays_the_same(e) {
                // The methods, and with them the defaults, are made once.
                self.unsupported(
                    Code::E0203,
                    e.span,
                    "the default of a field of a dataclass in a function must be a constant or a global name",
                    "move the class, or what the default is computed from, out of the function",
                );
            }
            let v = self.expr(e);
            self.at(s.span);
            if let Some(k) = k {
                self.hidden_store(hidden, &format!("_d{k}"), v);
            }
            if given.default == Default::Value && !making.options.slots {
                self.store_variable(n, v);
            }
        }
        if let Some(e) = given.metadata {
            let v = self.expr(e);
            if let Some(k) = k {
                self.hidden_store(hidden, &format!("_m{k}"), v);
            }
        }
        true
    }

    /// The expression has one value, however often it is evaluated.
    fn stays_the_same(&self, e: &Expr) -> bool {
        match &e.kind {
            ExprKind::Constant(_) => true,
            ExprKind::UnaryOp { operand, .. } => self.stays_the_same(operand),
            ExprKind::Tuple(es) => es.iter().all(|e| self.stays_the_same(e)),
            ExprKind::Attribute { value, .. } => self.stays_the_same(value),
            ExprKind::Name(n) => matches!(self.scopes.lookup(self.scope, n), Place::Global),
            _ => false,
        }
    }

    fn hidden_store(&mut self, hidden: ModuleId, name: &str, v: V) {
        if let Some(g) = self.w.program.modules[hidden.index()].globals.get(name).copied() {
            self.emit0(Op::StoreGlobal(g), vec![v]);
        }
    }

    /// The end of the body: the methods, which need the defaults to be there.
    pub fn dataclass_end(&mut self, making: &Making, class: ClassId, holder: Var, body: &[Stmt]) {
        if let Some((kind, message)) = &making.complaint {
            self.raise_value_error(kind, message);
            return;
        }
        let data = &making.data;
        for (k, f) in data.fields.iter().enumerate() {
            if let Some((from, j)) = f.from
                && f.default != Default::None
                && let Some(g) = self.w.program.modules[from.index()].globals.get(&*format!("_d{j}")).copied()
            {
                let v = self.emit(Op::LoadGlobal(g), vec![]);
                self.hidden_store(data.hidden, &format!("_d{k}"), v);
            }
        }
        let cls = self.load_var(holder);
        self.hidden_store(data.hidden, "_class", cls);
        if let super::ModuleRef::Source(shim) = self.w.module("dataclasses")
            && let Some(g) = self.w.program.modules[shim.index()].globals.get("_HAS_DEFAULT_FACTORY").copied()
        {
            self.emit(Op::ImportModule(shim), vec![]);
            let v = self.emit(Op::LoadGlobal(g), vec![]);
            self.hidden_store(data.hidden, "_missing", v);
        }
        self.emit(Op::ImportModule(data.hidden), vec![]);
        let name = self.w.program.classes[class.index()].name.clone();
        let g = self.w.program.modules[data.hidden.index()].globals[&name];
        let helper = self.emit(Op::LoadGlobal(g), vec![]);
        let set = |me: &mut Self, name: &str, v: V| {
            let c = me.load_var(holder);
            me.emit0(Op::ClassSet { class, name: name.into() }, vec![c, v]);
        };
        for m in &making.methods {
            let f = self.emit(Op::GetAttr((*m).into()), vec![helper]);
            set(self, m, f);
        }
        let texts = |names: Vec<&Name>| names.into_iter().map(|n| Constant::Str(PyStr(n.as_bytes().into()))).collect::<Vec<_>>();
        let tuple = |me: &mut Self, attr: &str, names: Vec<&Name>| {
            let parts = texts(names).into_iter().map(|c| me.emit(Op::Const(c), vec![])).collect();
            let t = me.emit(Op::MakeTuple, parts);
            set(me, attr, t);
        };
        if making.options.match_args && !binds(body, "__match_args__") {
            let names: Vec<&Name> = data.fields.iter().filter(|f| f.init && !f.kw_only).map(|f| &f.name).collect();
            self.w.program.classes[class.index()].match_args = Some(names.iter().map(|n| (*n).clone()).collect());
            tuple(self, "__match_args__", names);
        }
        if making.options.slots {
            let own: Vec<&Name> = data.fields.iter().filter(|f| f.from.is_none() && !f.init_var).map(|f| &f.name).collect();
            tuple(self, "__slots__", own);
        }
        if let Some(g) = self.w.program.modules[data.hidden.index()].globals.get("_fields").copied() {
            let v = self.emit(Op::LoadGlobal(g), vec![]);
            set(self, "__dataclass_fields__", v);
        }
    }

    /// The names of the slots of a dataclass with `slots=True`.
    pub fn dataclass_slots(making: &Making) -> Option<Vec<Name>> {
        let own = making.data.fields.iter().filter(|f| f.from.is_none() && !f.init_var);
        making.options.slots.then(|| own.map(|f| f.name.clone()).collect())
    }

    /// `_pyaot_init_field(self, 'x', v)` in the text above, and `object.__setattr__(self, "x", v)`: sets the attribute whatever
    /// the class's `__setattr__` says.
    pub fn plain_setattr(&mut self, e: &'a Expr, func: &'a Expr, args: &'a [Expr], keywords: &'a [Keyword]) -> Option<V> {
        let ours = match &func.kind {
            ExprKind::Name(n) => &**n == "_pyaot_init_field" && self.w.program.modules[self.module.index()].name.starts_with("<pyaot>/dataclass/"),
            ExprKind::Attribute { value, attr, .. } => {
                &**attr == "__setattr__" && matches!(&value.kind, ExprKind::Name(n) if &**n == "object" && self.names_builtin(n))
            }
            _ => false,
        };
        let [object, name, value] = args else { return None };
        let ExprKind::Constant(Constant::Str(s)) = &name.kind else { return None };
        let name: Name = std::str::from_utf8(&s.0).ok().filter(|n| !n.starts_with("__"))?.into();
        if !ours || !keywords.is_empty() {
            return None;
        }
        let vs = self.operands(&[object, value]);
        self.at(e.span);
        self.emit0(Op::InitAttr(name), vs);
        Some(self.const_none())
    }
}

/// The fields of the bases, the last base's first.
fn inherited(bases: &[Rc<Data>]) -> Vec<Field> {
    let mut out: Vec<Field> = Vec::new();
    for b in bases {
        for (k, f) in b.fields.iter().enumerate() {
            let mut f = f.clone();
            if f.from.is_none() {
                f.from = Some((b.hidden, k));
            }
            match out.iter().position(|x| x.name == f.name) {
                Some(at) => out[at] = f,
                None => out.push(f),
            }
        }
    }
    out
}

fn options(decorator: &Expr) -> Options {
    let mut o = Options {
        init: true,
        repr: true,
        eq: true,
        order: false,
        unsafe_hash: false,
        frozen: false,
        match_args: true,
        kw_only: false,
        slots: false,
        post_init: false,
    };
    let ExprKind::Call { keywords, .. } = &decorator.kind else { return o };
    for k in keywords {
        let (Some(name), Some(on)) = (k.arg.as_deref(), flag(&k.value)) else { continue };
        match name {
            "init" => o.init = on,
            "repr" => o.repr = on,
            "eq" => o.eq = on,
            "order" => o.order = on,
            "unsafe_hash" => o.unsafe_hash = on,
            "frozen" => o.frozen = on,
            "match_args" => o.match_args = on,
            "kw_only" => o.kw_only = on,
            "slots" => o.slots = on,
            _ => {}
        }
    }
    o
}
