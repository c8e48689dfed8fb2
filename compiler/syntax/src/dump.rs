//! The tree as text, in the style of `python3 -m ast` (indented by 4, empty fields left out).

use crate::ast::*;

/// For `--emit=ast`.
pub fn dump(module: &Module) -> String {
    run(module, false)
}

/// With the byte range of every node in front of it: `12..15 Name(…)`.
pub fn dump_with_spans(module: &Module) -> String {
    run(module, true)
}

fn run(module: &Module, spans: bool) -> String {
    crate::parse::on_deep_stack(module.depth, || {
        let mut node = Node::new("Module");
        node.list("body", &module.body, |s| Tree::Stmt(s).node(spans));
        let mut out = String::new();
        node.write(&mut out, 0);
        out.push('\n');
        out
    })
}

enum Value {
    Text(String),
    Node(Node),
    List(Vec<Value>),
}

struct Node {
    name: String,
    fields: Vec<(&'static str, Value)>,
}

/// A piece of the tree that becomes a node of its own.
enum Tree<'a> {
    Stmt(&'a Stmt),
    Expr(&'a Expr, &'static str),
    Pattern(&'a Pattern),
}

impl Node {
    fn new(name: &str) -> Node {
        Node { name: name.to_owned(), fields: Vec::new() }
    }

    fn put(&mut self, field: &'static str, value: Value) {
        self.fields.push((field, value));
    }

    fn text(&mut self, field: &'static str, text: impl Into<String>) {
        self.put(field, Value::Text(text.into()));
    }

    fn name(&mut self, field: &'static str, name: &str) {
        self.text(field, quote(name.as_bytes()));
    }

    fn list<'a, T: 'a>(
        &mut self,
        field: &'static str,
        list: impl IntoIterator<Item = &'a T>,
        node: impl FnMut(&'a T) -> Node,
    ) {
        let nodes: Vec<Value> = list.into_iter().map(node).map(Value::Node).collect();
        if !nodes.is_empty() {
            self.put(field, Value::List(nodes));
        }
    }

    fn names(&mut self, field: &'static str, names: &[Name]) {
        if !names.is_empty() {
            self.put(field, Value::List(names.iter().map(|n| Value::Text(quote(n.as_bytes()))).collect()));
        }
    }

    fn node(&mut self, field: &'static str, node: Node) {
        self.put(field, Value::Node(node));
    }

    /// `Load()`, `Add()` and the like.
    fn bare(&mut self, field: &'static str, name: &str) {
        self.text(field, format!("{name}()"));
    }

    /// CPython keeps a node of only short fields on one line.
    fn is_short(&self) -> bool {
        self.fields.len() <= 3 && self.fields.iter().all(|(_, v)| matches!(v, Value::Text(_)))
    }

    fn write(&self, out: &mut String, depth: usize) {
        out.push_str(&self.name);
        out.push('(');
        let short = self.is_short();
        for (i, (field, value)) in self.fields.iter().enumerate() {
            if short {
                out.push_str(if i > 0 { ", " } else { "" });
            } else {
                out.push_str(if i > 0 { ",\n" } else { "\n" });
                indent(out, depth + 1);
            }
            out.push_str(field);
            out.push('=');
            value.write(out, depth + 1);
        }
        out.push(')');
    }
}

impl Value {
    fn write(&self, out: &mut String, depth: usize) {
        match self {
            Value::Text(text) => out.push_str(text),
            Value::Node(node) => node.write(out, depth),
            Value::List(values) => {
                out.push('[');
                for (i, value) in values.iter().enumerate() {
                    out.push_str(if i > 0 { ",\n" } else { "\n" });
                    indent(out, depth + 1);
                    value.write(out, depth + 1);
                }
                out.push(']');
            }
        }
    }
}

fn indent(out: &mut String, depth: usize) {
    for _ in 0..depth {
        out.push_str("    ");
    }
}

impl Tree<'_> {
    fn node(&self, spans: bool) -> Node {
        let (span, mut node) = match self {
            Tree::Stmt(s) => (s.span, stmt(&s.kind, spans)),
            Tree::Expr(e, context) => (e.span, expr(&e.kind, context, spans)),
            Tree::Pattern(p) => (p.span, pattern(&p.kind, spans)),
        };
        prefix(&mut node, span, spans);
        node
    }
}

fn prefix(node: &mut Node, span: pyaot_diagnostics::Span, spans: bool) {
    if spans {
        node.name = format!("{}..{} {}", span.start, span.end, node.name);
    }
}

const LOAD: &str = "Load";
const STORE: &str = "Store";
const DEL: &str = "Del";

fn ex(e: &Expr, spans: bool) -> Node {
    Tree::Expr(e, LOAD).node(spans)
}

fn target(e: &Expr, spans: bool) -> Node {
    Tree::Expr(e, STORE).node(spans)
}

fn body(node: &mut Node, field: &'static str, list: &[Stmt], spans: bool) {
    node.list(field, list, |s| Tree::Stmt(s).node(spans));
}

fn exprs(node: &mut Node, field: &'static str, list: &[Expr], spans: bool) {
    node.list(field, list, |e| ex(e, spans));
}

fn opt(node: &mut Node, field: &'static str, e: Option<&Expr>, spans: bool) {
    if let Some(e) = e {
        node.node(field, ex(e, spans));
    }
}

fn stmt(kind: &StmtKind, spans: bool) -> Node {
    let mut n;
    match kind {
        StmtKind::FunctionDef(f) => {
            n = Node::new(if f.is_async { "AsyncFunctionDef" } else { "FunctionDef" });
            n.name("name", &f.name);
            n.node("args", parameters(&f.params, spans));
            body(&mut n, "body", &f.body, spans);
            exprs(&mut n, "decorator_list", &f.decorators, spans);
            opt(&mut n, "returns", f.returns.as_ref(), spans);
            n.list("type_params", &f.type_params, |p| type_param(p, spans));
        }
        StmtKind::ClassDef(c) => {
            n = Node::new("ClassDef");
            n.name("name", &c.name);
            exprs(&mut n, "bases", &c.bases, spans);
            n.list("keywords", &c.keywords, |k| keyword(k, spans));
            body(&mut n, "body", &c.body, spans);
            exprs(&mut n, "decorator_list", &c.decorators, spans);
            n.list("type_params", &c.type_params, |p| type_param(p, spans));
        }
        StmtKind::Return(value) => {
            n = Node::new("Return");
            opt(&mut n, "value", value.as_ref(), spans);
        }
        StmtKind::Delete(targets) => {
            n = Node::new("Delete");
            n.list("targets", targets, |t| Tree::Expr(t, DEL).node(spans));
        }
        StmtKind::Assign { targets, value } => {
            n = Node::new("Assign");
            n.list("targets", targets, |t| target(t, spans));
            n.node("value", ex(value, spans));
        }
        StmtKind::AugAssign { target: t, op, value } => {
            n = Node::new("AugAssign");
            n.node("target", target(t, spans));
            n.bare("op", bin_op(*op));
            n.node("value", ex(value, spans));
        }
        StmtKind::AnnAssign { target: t, annotation, value, simple } => {
            n = Node::new("AnnAssign");
            n.node("target", target(t, spans));
            n.node("annotation", ex(annotation, spans));
            opt(&mut n, "value", value.as_ref(), spans);
            n.text("simple", if *simple { "1" } else { "0" });
        }
        StmtKind::For { target: t, iter, body: b, orelse, is_async } => {
            n = Node::new(if *is_async { "AsyncFor" } else { "For" });
            n.node("target", target(t, spans));
            n.node("iter", ex(iter, spans));
            body(&mut n, "body", b, spans);
            body(&mut n, "orelse", orelse, spans);
        }
        StmtKind::While { test, body: b, orelse } => {
            n = Node::new("While");
            n.node("test", ex(test, spans));
            body(&mut n, "body", b, spans);
            body(&mut n, "orelse", orelse, spans);
        }
        StmtKind::If { test, body: b, orelse } => {
            n = Node::new("If");
            n.node("test", ex(test, spans));
            body(&mut n, "body", b, spans);
            body(&mut n, "orelse", orelse, spans);
        }
        StmtKind::With { items, body: b, is_async } => {
            n = Node::new(if *is_async { "AsyncWith" } else { "With" });
            n.list("items", items, |i| {
                let mut item = Node::new("withitem");
                item.node("context_expr", ex(&i.context, spans));
                if let Some(t) = &i.target {
                    item.node("optional_vars", target(t, spans));
                }
                item
            });
            body(&mut n, "body", b, spans);
        }
        StmtKind::Match { subject, cases } => {
            n = Node::new("Match");
            n.node("subject", ex(subject, spans));
            n.list("cases", cases, |c| {
                let mut case = Node::new("match_case");
                case.node("pattern", Tree::Pattern(&c.pattern).node(spans));
                opt(&mut case, "guard", c.guard.as_ref(), spans);
                body(&mut case, "body", &c.body, spans);
                case
            });
        }
        StmtKind::Raise { exc, cause } => {
            n = Node::new("Raise");
            opt(&mut n, "exc", exc.as_ref(), spans);
            opt(&mut n, "cause", cause.as_ref(), spans);
        }
        StmtKind::Try { body: b, handlers, orelse, finalbody, is_star } => {
            n = Node::new(if *is_star { "TryStar" } else { "Try" });
            body(&mut n, "body", b, spans);
            n.list("handlers", handlers, |h| {
                let mut handler = Node::new("ExceptHandler");
                opt(&mut handler, "type", h.typ.as_ref(), spans);
                if let Some(name) = &h.name {
                    handler.name("name", name);
                }
                body(&mut handler, "body", &h.body, spans);
                prefix(&mut handler, h.span, spans);
                handler
            });
            body(&mut n, "orelse", orelse, spans);
            body(&mut n, "finalbody", finalbody, spans);
        }
        StmtKind::Assert { test, msg } => {
            n = Node::new("Assert");
            n.node("test", ex(test, spans));
            opt(&mut n, "msg", msg.as_ref(), spans);
        }
        StmtKind::Import(names) => {
            n = Node::new("Import");
            n.list("names", names, |a| alias(a, spans));
        }
        StmtKind::ImportFrom { module, names, level } => {
            n = Node::new("ImportFrom");
            if let Some(module) = module {
                n.name("module", module);
            }
            n.list("names", names, |a| alias(a, spans));
            n.text("level", level.to_string());
        }
        StmtKind::Global(names) => {
            n = Node::new("Global");
            n.names("names", names);
        }
        StmtKind::Nonlocal(names) => {
            n = Node::new("Nonlocal");
            n.names("names", names);
        }
        StmtKind::Expr(e) => {
            n = Node::new("Expr");
            n.node("value", ex(e, spans));
        }
        StmtKind::TypeAlias { name, type_params, value } => {
            n = Node::new("TypeAlias");
            n.node("name", target(name, spans));
            n.list("type_params", type_params, |p| type_param(p, spans));
            n.node("value", ex(value, spans));
        }
        StmtKind::Pass => n = Node::new("Pass"),
        StmtKind::Break => n = Node::new("Break"),
        StmtKind::Continue => n = Node::new("Continue"),
    }
    n
}

fn alias(a: &Alias, spans: bool) -> Node {
    let mut n = Node::new("alias");
    n.name("name", &a.name);
    if let Some(asname) = &a.asname {
        n.name("asname", asname);
    }
    prefix(&mut n, a.span, spans);
    n
}

fn type_param(p: &TypeParam, spans: bool) -> Node {
    let mut n = Node::new(match p.kind {
        TypeParamKind::TypeVar { .. } => "TypeVar",
        TypeParamKind::ParamSpec => "ParamSpec",
        TypeParamKind::TypeVarTuple => "TypeVarTuple",
    });
    n.name("name", &p.name);
    if let TypeParamKind::TypeVar { bound: Some(bound) } = &p.kind {
        n.node("bound", ex(bound, spans));
    }
    prefix(&mut n, p.span, spans);
    n
}

fn keyword(k: &Keyword, spans: bool) -> Node {
    let mut n = Node::new("keyword");
    if let Some(arg) = &k.arg {
        n.name("arg", arg);
    }
    n.node("value", ex(&k.value, spans));
    prefix(&mut n, k.span, spans);
    n
}

fn param(p: &Param, spans: bool) -> Node {
    let mut n = Node::new("arg");
    n.name("arg", &p.name);
    opt(&mut n, "annotation", p.annotation.as_ref(), spans);
    prefix(&mut n, p.span, spans);
    n
}

fn parameters(p: &Parameters, spans: bool) -> Node {
    let mut n = Node::new("arguments");
    n.list("posonlyargs", &p.posonly, |a| param(a, spans));
    n.list("args", &p.args, |a| param(a, spans));
    if let Some(a) = &p.vararg {
        n.node("vararg", param(a, spans));
    }
    n.list("kwonlyargs", &p.kwonly, |a| param(a, spans));
    if !p.kwonly.is_empty() {
        let defaults = p.kwonly.iter().map(|a| match &a.default {
            Some(default) => Value::Node(ex(default, spans)),
            None => Value::Text("None".to_owned()),
        });
        n.put("kw_defaults", Value::List(defaults.collect()));
    }
    if let Some(a) = &p.kwarg {
        n.node("kwarg", param(a, spans));
    }
    n.list("defaults", p.posonly.iter().chain(&p.args).filter_map(|a| a.default.as_ref()), |e| ex(e, spans));
    n
}

fn generators(n: &mut Node, list: &[Comprehension], spans: bool) {
    n.list("generators", list, |g| {
        let mut n = Node::new("comprehension");
        n.node("target", target(&g.target, spans));
        n.node("iter", ex(&g.iter, spans));
        exprs(&mut n, "ifs", &g.ifs, spans);
        n.text("is_async", if g.is_async { "1" } else { "0" });
        n
    });
}

fn expr(kind: &ExprKind, context: &'static str, spans: bool) -> Node {
    let mut n;
    match kind {
        ExprKind::Constant(c) => {
            n = Node::new("Constant");
            n.text("value", constant(c));
        }
        ExprKind::Name(name) => {
            n = Node::new("Name");
            n.name("id", name);
            n.bare("ctx", context);
        }
        ExprKind::BoolOp { op, values } => {
            n = Node::new("BoolOp");
            n.bare("op", if *op == BoolOp::And { "And" } else { "Or" });
            exprs(&mut n, "values", values, spans);
        }
        ExprKind::Named { target, target_span, value } => {
            n = Node::new("NamedExpr");
            let mut name = Node::new("Name");
            name.name("id", target);
            name.bare("ctx", STORE);
            prefix(&mut name, *target_span, spans);
            n.node("target", name);
            n.node("value", ex(value, spans));
        }
        ExprKind::BinOp { left, op, right } => {
            n = Node::new("BinOp");
            n.node("left", ex(left, spans));
            n.bare("op", bin_op(*op));
            n.node("right", ex(right, spans));
        }
        ExprKind::UnaryOp { op, operand } => {
            n = Node::new("UnaryOp");
            n.bare("op", match op {
                UnaryOp::Invert => "Invert",
                UnaryOp::Not => "Not",
                UnaryOp::Pos => "UAdd",
                UnaryOp::Neg => "USub",
            });
            n.node("operand", ex(operand, spans));
        }
        ExprKind::Lambda { params, body } => {
            n = Node::new("Lambda");
            n.node("args", parameters(params, spans));
            n.node("body", ex(body, spans));
        }
        ExprKind::IfExp { test, body, orelse } => {
            n = Node::new("IfExp");
            n.node("test", ex(test, spans));
            n.node("body", ex(body, spans));
            n.node("orelse", ex(orelse, spans));
        }
        ExprKind::Dict { keys, values } => {
            n = Node::new("Dict");
            let keys: Vec<Value> = keys
                .iter()
                .map(|k| match k {
                    Some(k) => Value::Node(ex(k, spans)),
                    None => Value::Text("None".to_owned()),
                })
                .collect();
            if !keys.is_empty() {
                n.put("keys", Value::List(keys));
            }
            exprs(&mut n, "values", values, spans);
        }
        ExprKind::Set(elts) => {
            n = Node::new("Set");
            exprs(&mut n, "elts", elts, spans);
        }
        ExprKind::List(elts) | ExprKind::Tuple(elts) => {
            n = Node::new(if matches!(kind, ExprKind::List(_)) { "List" } else { "Tuple" });
            n.list("elts", elts, |e| Tree::Expr(e, context).node(spans));
            n.bare("ctx", context);
        }
        ExprKind::ListComp { elt, generators: g } => {
            n = Node::new("ListComp");
            n.node("elt", ex(elt, spans));
            generators(&mut n, g, spans);
        }
        ExprKind::SetComp { elt, generators: g } => {
            n = Node::new("SetComp");
            n.node("elt", ex(elt, spans));
            generators(&mut n, g, spans);
        }
        ExprKind::DictComp { key, value, generators: g } => {
            n = Node::new("DictComp");
            n.node("key", ex(key, spans));
            n.node("value", ex(value, spans));
            generators(&mut n, g, spans);
        }
        ExprKind::GeneratorExp { elt, generators: g } => {
            n = Node::new("GeneratorExp");
            n.node("elt", ex(elt, spans));
            generators(&mut n, g, spans);
        }
        ExprKind::Await(value) => {
            n = Node::new("Await");
            n.node("value", ex(value, spans));
        }
        ExprKind::Yield(value) => {
            n = Node::new("Yield");
            opt(&mut n, "value", value.as_deref(), spans);
        }
        ExprKind::YieldFrom(value) => {
            n = Node::new("YieldFrom");
            n.node("value", ex(value, spans));
        }
        ExprKind::Compare { left, ops, comparators } => {
            n = Node::new("Compare");
            n.node("left", ex(left, spans));
            n.put("ops", Value::List(ops.iter().map(|o| Value::Text(format!("{o:?}()"))).collect()));
            exprs(&mut n, "comparators", comparators, spans);
        }
        ExprKind::Call { func, args, keywords } => {
            n = Node::new("Call");
            n.node("func", ex(func, spans));
            exprs(&mut n, "args", args, spans);
            n.list("keywords", keywords, |k| keyword(k, spans));
        }
        ExprKind::JoinedStr(parts) => {
            n = Node::new("JoinedStr");
            exprs(&mut n, "values", parts, spans);
        }
        ExprKind::FormattedValue { value, conversion, format_spec } => {
            n = Node::new("FormattedValue");
            n.node("value", ex(value, spans));
            n.text("conversion", match conversion {
                None => "-1",
                Some(Conversion::Str) => "115",
                Some(Conversion::Repr) => "114",
                Some(Conversion::Ascii) => "97",
            });
            opt(&mut n, "format_spec", format_spec.as_deref(), spans);
        }
        ExprKind::Attribute { value, attr, .. } => {
            n = Node::new("Attribute");
            n.node("value", ex(value, spans));
            n.name("attr", attr);
            n.bare("ctx", context);
        }
        ExprKind::Subscript { value, index } => {
            n = Node::new("Subscript");
            n.node("value", ex(value, spans));
            n.node("slice", ex(index, spans));
            n.bare("ctx", context);
        }
        ExprKind::Starred(value) => {
            n = Node::new("Starred");
            n.node("value", Tree::Expr(value, context).node(spans));
            n.bare("ctx", context);
        }
        ExprKind::Slice { lower, upper, step } => {
            n = Node::new("Slice");
            opt(&mut n, "lower", lower.as_deref(), spans);
            opt(&mut n, "upper", upper.as_deref(), spans);
            opt(&mut n, "step", step.as_deref(), spans);
        }
    }
    n
}

fn pattern(kind: &PatternKind, spans: bool) -> Node {
    let pat = |p: &Pattern| Tree::Pattern(p).node(spans);
    let mut n;
    match kind {
        PatternKind::Value(value) => {
            n = Node::new("MatchValue");
            n.node("value", ex(value, spans));
        }
        PatternKind::Singleton(value) => {
            n = Node::new("MatchSingleton");
            n.text("value", constant(value));
        }
        PatternKind::Sequence(patterns) => {
            n = Node::new("MatchSequence");
            n.list("patterns", patterns, pat);
        }
        PatternKind::Mapping { keys, patterns, rest } => {
            n = Node::new("MatchMapping");
            exprs(&mut n, "keys", keys, spans);
            n.list("patterns", patterns, pat);
            if let Some(rest) = rest {
                n.name("rest", rest);
            }
        }
        PatternKind::Class { cls, patterns, kwd_attrs, kwd_patterns } => {
            n = Node::new("MatchClass");
            n.node("cls", ex(cls, spans));
            n.list("patterns", patterns, pat);
            n.names("kwd_attrs", kwd_attrs);
            n.list("kwd_patterns", kwd_patterns, pat);
        }
        PatternKind::Star(name) => {
            n = Node::new("MatchStar");
            if let Some(name) = name {
                n.name("name", name);
            }
        }
        PatternKind::As { pattern, name } => {
            n = Node::new("MatchAs");
            if let Some(pattern) = pattern {
                n.node("pattern", pat(pattern));
            }
            if let Some(name) = name {
                n.name("name", name);
            }
        }
        PatternKind::Or(patterns) => {
            n = Node::new("MatchOr");
            n.list("patterns", patterns, pat);
        }
    }
    n
}

fn bin_op(op: BinOp) -> &'static str {
    match op {
        BinOp::Add => "Add",
        BinOp::Sub => "Sub",
        BinOp::Mul => "Mult",
        BinOp::MatMul => "MatMult",
        BinOp::Div => "Div",
        BinOp::Mod => "Mod",
        BinOp::Pow => "Pow",
        BinOp::LShift => "LShift",
        BinOp::RShift => "RShift",
        BinOp::BitOr => "BitOr",
        BinOp::BitXor => "BitXor",
        BinOp::BitAnd => "BitAnd",
        BinOp::FloorDiv => "FloorDiv",
    }
}

fn constant(c: &Constant) -> String {
    match c {
        Constant::None => "None".to_owned(),
        Constant::True => "True".to_owned(),
        Constant::False => "False".to_owned(),
        Constant::Ellipsis => "Ellipsis".to_owned(),
        Constant::Int(i) => i.to_string(),
        Constant::BigInt(digits) => digits.to_string(),
        Constant::Float(f) => float(*f),
        Constant::Imaginary(f) => {
            let text = float(*f);
            format!("{}j", text.strip_suffix(".0").unwrap_or(&text))
        }
        Constant::Str(s) => quote(&s.0),
        Constant::Bytes(b) => {
            let q = if b.contains(&b'\'') && !b.contains(&b'"') { '"' } else { '\'' };
            let mut out = format!("b{q}");
            for &byte in b.iter() {
                match byte {
                    b'\n' => out.push_str("\\n"),
                    b'\r' => out.push_str("\\r"),
                    b'\t' => out.push_str("\\t"),
                    b'\\' => out.push_str("\\\\"),
                    b'\'' | b'"' if byte == q as u8 => out.extend(['\\', q]),
                    b' '..=b'~' => out.push(byte as char),
                    _ => out.push_str(&format!("\\x{byte:02x}")),
                }
            }
            out.push(q);
            out
        }
    }
}

/// Python's `repr` of a float. An infinite one is written `1e309`, as `ast.dump` does.
fn float(f: f64) -> String {
    if f.is_infinite() {
        return "1e309".to_owned();
    }
    let text = format!("{f:e}");
    let (digits, exponent) = text.split_once('e').expect("scientific notation");
    let exponent: i32 = exponent.parse().expect("an exponent");
    if (-4..16).contains(&exponent) {
        let plain = f.to_string();
        return if plain.contains('.') { plain } else { format!("{plain}.0") };
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}

/// `escape_debug` also escapes combining characters, which are printable.
fn is_printable(c: char) -> bool {
    let joiner = matches!(c, '\u{200c}' | '\u{200d}');
    c.escape_debug().eq([c]) || !joiner && unicode_ident::is_xid_continue(c)
}

/// Python's `repr` of a string, given in generalised UTF-8.
fn quote(text: &[u8]) -> String {
    let q = if text.contains(&b'\'') && !text.contains(&b'"') { '"' } else { '\'' };
    let mut out = String::from(q);
    let mut rest = text;
    while !rest.is_empty() {
        let valid = match std::str::from_utf8(rest) {
            Ok(valid) => valid,
            Err(e) => std::str::from_utf8(&rest[..e.valid_up_to()]).expect("checked"),
        };
        for c in valid.chars() {
            match c {
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                '\\' => out.push_str("\\\\"),
                c if c == q => out.extend(['\\', c]),
                ' '..='~' => out.push(c),
                c if (c as u32) < 0xa1 || c == '\u{ad}' => out.push_str(&format!("\\x{:02x}", c as u32)),
                c if !is_printable(c) => {
                    let code = c as u32;
                    out.push_str(&if code > 0xffff { format!("\\U{code:08x}") } else { format!("\\u{code:04x}") });
                }
                c => out.push(c),
            }
        }
        rest = &rest[valid.len()..];
        // What is left starts with a surrogate: ed, a0..bf, 80..bf.
        if let [lead, middle, last, ..] = *rest {
            let code = u32::from(lead & 0xf) << 12 | u32::from(middle & 0x3f) << 6 | u32::from(last & 0x3f);
            out.push_str(&format!("\\u{code:04x}"));
            rest = &rest[3..];
        } else {
            break;
        }
    }
    out.push(q);
    out
}
