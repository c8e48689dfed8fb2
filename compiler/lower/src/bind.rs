//! Calls of native functions and methods with the arguments bound at compile time.
//!
//! A native gets one value per parameter of its declaration. Where the call's form is known, that array is made here, and
//! the function behind the declaration is called without a search by name. A call that does not fit its declaration is
//! left to the runtime, which knows the message.

use pyaot_abi::Leaf;
use pyaot_ir::{Const, Op, Singleton, Ty as Rep, Value};
use pyaot_sema::hir::{Inst, Name, V};
use pyaot_sema::types::Ty;

use crate::ctx::{Lower, Mode};

/// A parameter in the text of a declaration.
struct Param<'a> {
    name: &'a str,
    default: Option<&'a str>,
    by_position: bool,
    by_name: bool,
    /// `*args` or `**kwargs`.
    stars: usize,
}

/// The parameters of `name(params) -> type`.
fn params(decl: &str) -> Option<Vec<Param<'_>>> {
    let text = decl.rsplit_once(" -> ").map_or(decl, |(head, _)| head);
    let (_, text) = text.split_once('(')?;
    let text = text.strip_suffix(')')?;
    let mut out: Vec<Param> = Vec::new();
    let mut keyword_only = false;
    for piece in split(text) {
        match piece.trim() {
            "" => {}
            "/" => out.iter_mut().for_each(|p| p.by_name = false),
            "*" => keyword_only = true,
            p if p.starts_with('*') => {
                let name = p.trim_start_matches('*');
                keyword_only = true;
                out.push(Param { name, default: None, by_position: false, by_name: false, stars: p.len() - name.len() });
            }
            p => {
                let (head, default) = p.split_once('=').map_or((p, None), |(h, d)| (h, Some(d.trim())));
                let name = head.split(':').next().unwrap_or(head).trim();
                out.push(Param { name, default, by_position: !keyword_only, by_name: true, stars: 0 });
            }
        }
    }
    Some(out)
}

/// Splits at commas outside brackets and quotes.
fn split(text: &str) -> Vec<&str> {
    let (mut out, mut depth, mut quote, mut start) = (Vec::new(), 0, None, 0);
    for (i, c) in text.char_indices() {
        match (quote, c) {
            (Some(q), c) if q == c => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth -= 1,
            (None, ',') if depth == 0 => {
                out.push(&text[start..i]);
                start = i + 1;
            }
            _ => {}
        }
    }
    out.push(&text[start..]);
    out
}

/// What a parameter gets.
#[derive(Clone)]
enum Bound<'a> {
    Given(V),
    Default(&'a str),
    /// The other arguments by position.
    Rest(Vec<V>),
    /// The other arguments by keyword: there are none.
    NoKeywords,
}

/// One entry per parameter, if the call fits the declaration.
fn bind<'a>(params: &[Param<'a>], args: &[V], kw: &[Name]) -> Option<Vec<Bound<'a>>> {
    let (positional, named) = args.split_at(args.len() - kw.len());
    let mut out: Vec<Option<Bound>> = vec![None; params.len()];
    let by_position = params.iter().take_while(|p| p.by_position).count();
    let (own, extra) = positional.split_at(by_position.min(positional.len()));
    for (k, v) in own.iter().enumerate() {
        out[k] = Some(Bound::Given(*v));
    }
    match params.iter().position(|p| p.stars == 1) {
        Some(k) => out[k] = Some(Bound::Rest(extra.to_vec())),
        None if !extra.is_empty() => return None,
        None => {}
    }
    if let Some(k) = params.iter().position(|p| p.stars == 2) {
        out[k] = Some(Bound::NoKeywords);
    }
    for (name, v) in kw.iter().zip(named) {
        let k = params.iter().position(|p| p.by_name && *p.name == **name)?;
        if out[k].replace(Bound::Given(*v)).is_some() {
            return None;
        }
    }
    out.into_iter().zip(params).map(|(b, p)| b.or_else(|| p.default.map(Bound::Default))).collect()
}

impl Lower<'_> {
    /// A call of a native function of a module or of the builtins.
    pub fn bound_function(&mut self, i: &Inst, kw: &[Name]) -> bool {
        let Some(name) = self.native_name(i) else { return false };
        let Some(decl) = self.w.natives.function(&name) else { return false };
        self.bound_call(i, decl, name.to_string(), &i.args[1..], kw)
    }

    /// A call of a method of a native type.
    pub fn bound_method(&mut self, i: &Inst, name: &Name, kw: &[Name]) -> bool {
        let t = self.ty(i.args[0]);
        // Presumably an array.
        let is_array = self.mode == Mode::Fast && matches!(t, Ty::Array { .. });
        // Special methods ask which type they were found through.
        let Some(ty) = t.native_name().or(is_array.then_some("ndarray")).filter(|_| !name.starts_with("__")) else { return false };
        let Some(decl) = self.w.natives.method(ty, name) else { return false };
        let own = decl.split_once('(').is_some_and(|(_, p)| p.starts_with("self"));
        if own && is_array {
            self.require_array(i.args[0]);
        }
        own && self.bound_call(i, decl, format!("{ty}.{name}"), &i.args, kw)
    }

    fn bound_call(&mut self, i: &Inst, decl: &str, record: String, args: &[V], kw: &[Name]) -> bool {
        let Some(params) = params(decl) else { return false };
        let Some(bound) = bind(&params, args, kw) else { return false };
        if bound.iter().any(|b| matches!(b, Bound::Default(d) if !is_constant(d))) {
            return false;
        }
        let given: Vec<(V, Value)> = args.iter().map(|v| (*v, self.word(*v))).collect();
        let word = |v: &V| given.iter().find(|(g, _)| g == v).expect("an argument").1;
        let words: Vec<Value> = bound
            .iter()
            .map(|b| match b {
                Bound::Given(v) => word(v),
                Bound::Default(d) => self.default_constant(d),
                Bound::Rest(vs) => {
                    let items: Vec<Value> = vs.iter().map(word).collect();
                    self.leaf_array(Leaf::tuple_from, &[], &items, Rep::Val)
                }
                Bound::NoKeywords => self.leaf(Leaf::dict_new, &[], Rep::Val),
            })
            .collect();
        let leaf = self.makes_array(&record, args).unwrap_or(Leaf::call_native);
        let id = self.w.constant(Const::NativeRecord(record));
        let record = self.op(Op::ConstPtr(id), &[], Rep::Ptr);
        let r = self.leaf_array(leaf, &[record], &words, Rep::Val);
        self.set_word(i.results[0], r, &Ty::Any);
        true
    }

    /// The call makes a new array, and runs no code of the program on the way, not even to warn: what was known of other arrays still holds.
    fn makes_array(&self, record: &str, args: &[V]) -> Option<Leaf> {
        let leaf = match record {
            "_numpy.zeros" | "_numpy.empty" | "_numpy.ones" => Leaf::new_array,
            // A number that does not fit a dtype may be warned of.
            "_numpy.full" if args.len() == 2 => Leaf::new_array,
            "_numpy.zeros_like" | "_numpy.empty_like" | "_numpy.ones_like" | "ndarray.copy" => Leaf::array_like,
            _ => return None,
        };
        let is_number = |t: &Ty| t.is_number() || t.is_numpy();
        let is_plain = |v: &V| match self.ty(*v) {
            Ty::Tuple(items) => items.iter().all(is_number),
            Ty::None | Ty::Str | Ty::NativeClass(_) => true,
            t => is_number(&t),
        };
        args.iter().all(is_plain).then_some(leaf)
    }

    fn default_constant(&mut self, text: &str) -> Value {
        match text {
            "None" => self.none(),
            "True" => self.singleton(Singleton::True),
            "False" => self.singleton(Singleton::False),
            "..." => self.singleton(Singleton::Ellipsis),
            _ => match (quoted(text), text.parse::<i64>(), text.parse::<f64>()) {
                (Some(s), ..) => self.str_const(s),
                (_, Ok(n), _) => {
                    let x = self.iconst(n);
                    self.op(Op::TagInt, &[x], Rep::Val)
                }
                (_, _, Ok(f)) => self.constant(Const::Float(f.to_bits())),
                _ => unreachable!("is_constant holds"),
            },
        }
    }
}

fn quoted(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('\'')?.strip_suffix('\'')?;
    (!inner.contains('\\')).then_some(inner)
}

/// The default is one that [`Lower::default_constant`] makes.
fn is_constant(text: &str) -> bool {
    matches!(text, "None" | "True" | "False" | "...") || quoted(text).is_some() || text.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations() {
        let p = params("split(self, /, sep: str | None = None, maxsplit: int = -1) -> list[str]").unwrap();
        let names: Vec<_> = p.iter().map(|p| (p.name, p.default, p.by_name)).collect();
        assert_eq!(names, [("self", None, false), ("sep", Some("None"), true), ("maxsplit", Some("-1"), true)]);
        let p = params("math.gcd(*integers) -> int").unwrap();
        assert!(matches!(&bind(&p, &[V(1), V(2)], &[]).unwrap()[..], [Bound::Rest(vs)] if vs.len() == 2));
        let p = params("format(self, /, *args, **kwargs) -> str").unwrap();
        assert!(matches!(&bind(&p, &[V(1)], &[]).unwrap()[..], [Bound::Given(_), Bound::Rest(_), Bound::NoKeywords]));
        assert!(bind(&p, &[V(1), V(2)], &["x".into()]).is_none());
        let p = params("center(self, width: int, fillchar: str = ' ', /) -> str").unwrap();
        assert_eq!(p[2].default, Some("' '"));
        let p = params("sum(iterable, /, start=0) -> any").unwrap();
        assert!(bind(&p, &[V(1), V(2)], &["start".into()]).is_some());
        assert!(bind(&p, &[V(1)], &["iterable".into()]).is_none());
        assert!(bind(&p, &[], &[]).is_none());
    }
}
