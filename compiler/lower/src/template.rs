//! `"…" % values` and `"…".format(values)` with a literal template: as f-strings, whose pieces are known here.

use pyaot_abi::Leaf;
use pyaot_ir::{Op, Region, Ty as Rep, Value};
use pyaot_sema::hir::{Inst, V};
use pyaot_sema::types::Ty;

use crate::ctx::{Lower, Mode, Val};

/// A part of a template.
#[derive(Debug, PartialEq)]
enum Piece {
    Text(String),
    /// `str(value)`, then a format spec, which may be empty.
    Str(usize, String),
    Repr(usize),
    /// `format(value, spec)`; the conversion of `%` says which types it takes.
    Format(usize, String, Takes),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Takes {
    Int,
    Float,
    Any,
}

fn push_text(pieces: &mut Vec<Piece>, c: char) {
    match pieces.last_mut() {
        Some(Piece::Text(t)) => t.push(c),
        _ => pieces.push(Piece::Text(c.into())),
    }
}

/// The pieces of a `%` template, where each conversion has an exact counterpart in a format spec.
fn percent_pieces(text: &str) -> Option<(Vec<Piece>, usize)> {
    let (mut pieces, mut n) = (Vec::new(), 0);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '%' {
            push_text(&mut pieces, c);
            continue;
        }
        let (mut left, mut zero, mut sign) = (false, false, "");
        while let Some(f) = chars.next_if(|c| "-0+ #".contains(*c)) {
            match f {
                '-' => left = true,
                '0' => zero = true,
                '+' => sign = "+",
                ' ' if sign.is_empty() => sign = " ",
                ' ' => {}
                _ => return None,
            }
        }
        let mut width = String::new();
        while let Some(d) = chars.next_if(char::is_ascii_digit) {
            width.push(d);
        }
        let mut precision = String::new();
        if chars.next_if_eq(&'.').is_some() {
            precision.push('.');
            while let Some(d) = chars.next_if(char::is_ascii_digit) {
                precision.push(d);
            }
            if precision.len() == 1 {
                precision.push('0');
            }
        }
        let plain = width.is_empty() && precision.is_empty() && sign.is_empty() && !left && !zero;
        let align = if left { "<" } else { "" };
        let at = n;
        n += 1;
        pieces.push(match chars.next()? {
            '%' if plain => {
                n -= 1;
                push_text(&mut pieces, '%');
                continue;
            }
            's' if zero || !sign.is_empty() => return None,
            's' if plain => Piece::Str(at, String::new()),
            's' => Piece::Str(at, format!("{}{width}{precision}", if left { "<" } else { ">" })),
            'r' if plain => Piece::Repr(at),
            k @ ('d' | 'i' | 'u' | 'x' | 'X' | 'o') if precision.is_empty() => {
                let kind = if matches!(k, 'i' | 'u') { 'd' } else { k };
                let zero = if zero && !left { "0" } else { "" };
                let spec = if plain && kind == 'd' { String::new() } else { format!("{align}{sign}{zero}{width}{kind}") };
                Piece::Format(at, spec, Takes::Int)
            }
            k @ ('f' | 'F' | 'e' | 'E' | 'g' | 'G') if !zero => Piece::Format(at, format!("{align}{sign}{width}{precision}{k}"), Takes::Float),
            _ => return None,
        });
    }
    Some((pieces, n))
}

/// The pieces of a template of `str.format` whose fields are numbered and have no fields in their specs.
fn brace_pieces(text: &str) -> Option<Vec<Piece>> {
    let (mut pieces, mut next, mut manual) = (Vec::new(), 0, false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '{' if chars.next_if_eq(&'{').is_some() => push_text(&mut pieces, '{'),
            '}' => {
                chars.next_if_eq(&'}')?;
                push_text(&mut pieces, '}');
            }
            '{' => {
                let mut field = String::new();
                loop {
                    match chars.next()? {
                        '}' => break,
                        '{' | '!' | '[' | '.' if !field.contains(':') => return None,
                        '{' => return None,
                        c => field.push(c),
                    }
                }
                let (name, spec) = field.split_once(':').unwrap_or((&field, ""));
                let at = if name.is_empty() {
                    next += 1;
                    next - 1
                } else {
                    manual = true;
                    name.bytes().all(|b| b.is_ascii_digit()).then(|| name.parse().ok())??
                };
                pieces.push(Piece::Format(at, spec.to_string(), Takes::Any));
            }
            c => push_text(&mut pieces, c),
        }
    }
    (!(manual && next > 0)).then_some(pieces)
}

impl Lower<'_> {
    /// The template is a literal whose values need not be put in a tuple first.
    pub fn is_template(&self, template: V) -> bool {
        self.str_literal(template).is_some_and(|t| percent_pieces(t).is_some())
    }

    /// `literal % values`.
    pub fn percent(&mut self, i: &Inst) -> bool {
        if self.mode == Mode::Slow {
            return false;
        }
        let Some((pieces, n)) = self.str_literal(i.args[0]).and_then(percent_pieces) else { return false };
        let t = self.ty(i.args[1]);
        let types: Vec<Ty> = match &t {
            Ty::Tuple(ts) => ts.to_vec(),
            Ty::Int { .. } | Ty::Float { .. } | Ty::Str => vec![t.clone()],
            _ => return false,
        };
        let fits = |p: &Piece| match p {
            Piece::Format(k, _, Takes::Int) => types[*k].is_int(),
            Piece::Format(k, _, Takes::Float) => types[*k].is_float(),
            _ => true,
        };
        if types.len() != n || !pieces.iter().all(fits) {
            return false;
        }
        let values = self.template_values(i.args[1], &t);
        self.expand(i.results[0], &pieces, &values);
        true
    }

    /// `literal.format(values)`.
    pub fn brace_format(&mut self, i: &Inst) -> bool {
        if self.mode == Mode::Slow {
            return false;
        }
        let Some(pieces) = self.str_literal(i.args[0]).and_then(brace_pieces) else { return false };
        let args = &i.args[1..];
        if pieces.iter().any(|p| matches!(p, Piece::Format(k, ..) if *k >= args.len())) {
            return false;
        }
        let values: Vec<(Value, Ty)> = args.iter().map(|v| self.typed(*v)).collect();
        self.expand(i.results[0], &pieces, &values);
        true
    }

    fn template_values(&mut self, v: V, t: &Ty) -> Vec<(Value, Ty)> {
        let Ty::Tuple(ts) = t else { return vec![self.typed(v)] };
        if let Val::Parts(parts) = self.get(v) {
            return parts
                .iter()
                .map(|p| match p {
                    Val::One(x, t) => (*x, t.clone()),
                    Val::Char(_) => (self.materialise(p, &Ty::Str), Ty::Str),
                    Val::Wide(..) | Val::Word(_) => (self.box_val(p).expect("it is wide"), Ty::Any),
                    other => (self.materialise(other, &Ty::Any), Ty::Opaque("object".into())),
                })
                .collect();
        }
        let tuple = self.typed(v).0;
        (0..ts.len())
            .map(|k| {
                let offset = pyaot_abi::layout::TUPLE_ITEMS + 8 * k as i32;
                let w = self.op(Op::Load { ty: Rep::Val, offset, region: Region::Const }, &[tuple], Rep::Val);
                // As a word, except where the type has a form of its own without a test.
                match &ts[k] {
                    t @ (Ty::Str | Ty::Float { .. }) => (self.coerce(w, &Ty::Any, t), t.clone()),
                    _ => (w, Ty::Any),
                }
            })
            .collect()
    }

    fn expand(&mut self, out: V, pieces: &[Piece], values: &[(Value, Ty)]) {
        let mut parts = Vec::new();
        for p in pieces {
            let part = match p {
                Piece::Text(t) => self.str_const(t),
                Piece::Str(k, spec) => {
                    let (x, t) = values[*k].clone();
                    let s = self.text_of(x, &t);
                    if spec.is_empty() { s } else { self.formatted(s, &Ty::Str, spec) }
                }
                Piece::Repr(k) => {
                    let (x, t) = values[*k].clone();
                    let w = self.boxed(x, &t);
                    self.leaf_raises(Leaf::repr, &[w], Rep::Val)
                }
                Piece::Format(k, spec, _) => {
                    let (x, t) = values[*k].clone();
                    if spec.is_empty() && (t == Ty::Str || t.is_int() || t.is_float()) { self.text_of(x, &t) } else { self.formatted(x, &t, spec) }
                }
            };
            let w = if self.f.ty(part) == Rep::Val { part } else { self.op(Op::Cast, &[part], Rep::Val) };
            parts.push(w);
        }
        let r = self.leaf_array(Leaf::str_join, &[], &parts, Rep::Obj);
        self.set(out, r, &Ty::Str);
    }

    /// `str(x)`.
    fn text_of(&mut self, x: Value, t: &Ty) -> Value {
        match (t, self.f.ty(x)) {
            (Ty::Str, _) => x,
            (Ty::Int { .. }, Rep::I64) => self.leaf(Leaf::i64_to_str, &[x], Rep::Obj),
            (Ty::Int { .. }, _) => self.leaf_raises(Leaf::int_to_str, &[x], Rep::Obj),
            (Ty::Float { .. }, Rep::F64) => self.leaf(Leaf::f64_to_str, &[x], Rep::Obj),
            _ => {
                let w = self.boxed(x, t);
                self.leaf_raises(Leaf::str, &[w], Rep::Val)
            }
        }
    }

    fn formatted(&mut self, x: Value, t: &Ty, spec: &str) -> Value {
        let w = self.boxed(x, t);
        let spec = self.str_const(spec);
        self.leaf_raises(Leaf::format, &[w, spec], Rep::Val)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent() {
        let (p, n) = percent_pieces("%d%% of %-5s|%8.3f").unwrap();
        assert_eq!(n, 3);
        let text = |t: &str| Piece::Text(t.into());
        assert_eq!(
            p,
            [
                Piece::Format(0, "".into(), Takes::Int),
                text("% of "),
                Piece::Str(1, "<5".into()),
                text("|"),
                Piece::Format(2, "8.3f".into(), Takes::Float),
            ]
        );
        for t in ["%(a)s", "%*d", "%#x", "%", "%5%", "%.3d", "%q"] {
            assert!(percent_pieces(t).is_none(), "{t}");
        }
    }

    #[test]
    fn braces() {
        assert_eq!(brace_pieces("{{{}}}").unwrap().len(), 3);
        assert_eq!(brace_pieces("{1:>5}").unwrap(), [Piece::Format(1, ">5".into(), Takes::Any)]);
        for t in ["{a}", "{0.x}", "{!r}", "{:{}}", "{", "}", "{0}{}"] {
            assert!(brace_pieces(t).is_none(), "{t}");
        }
    }
}
