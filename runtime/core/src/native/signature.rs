//! Signatures of natives, parsed from their declaration at the first use.

use crate::value::Value;

use super::Native;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    PositionalOnly,
    Either,
    KeywordOnly,
    /// `*args`
    Rest,
    /// `**kwargs`
    Keywords,
}

pub struct Param {
    pub name: &'static str,
    pub kind: Kind,
    /// Immortal.
    pub default: Option<Value>,
}

/// The first parameter says what a native in a type's table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Method,
    ClassMethod,
    Plain,
}

pub struct Signature {
    pub params: Vec<Param>,
    pub role: Role,
    /// Parameters that can be given by position, `self` included.
    pub positional: usize,
    /// Of these, how many have no default.
    pub required: usize,
    /// No parameter but positional ones.
    pub simple: bool,
    /// No parameter can be given by name.
    pub no_keywords: bool,
    /// `sorted` hands its keywords on to `list.sort` and looks at the other arguments itself.
    pub forwards: bool,
}

impl Signature {
    pub fn parse(native: &Native) -> Signature {
        let text = params_text(native.decl);
        let mut params: Vec<Param> = Vec::new();
        let mut keyword_only = false;
        for piece in split_params(text) {
            let piece = piece.trim();
            match piece {
                "" => {}
                "/" => {
                    for p in &mut params {
                        p.kind = Kind::PositionalOnly;
                    }
                }
                "*" => keyword_only = true,
                _ => {
                    let (kind, rest) = if let Some(r) = piece.strip_prefix("**") {
                        (Kind::Keywords, r)
                    } else if let Some(r) = piece.strip_prefix('*') {
                        keyword_only = true;
                        (Kind::Rest, r)
                    } else if keyword_only {
                        (Kind::KeywordOnly, piece)
                    } else {
                        (Kind::Either, piece)
                    };
                    let (head, default) = split_default(rest);
                    let name = head.split(':').next().unwrap_or(head).trim();
                    params.push(Param { name, kind, default: default.map(constant) });
                }
            }
        }
        let role = match params.first() {
            Some(p) if p.name == "self" => Role::Method,
            Some(p) if p.name == "cls" => Role::ClassMethod,
            _ => Role::Plain,
        };
        let by_position = |p: &&Param| matches!(p.kind, Kind::PositionalOnly | Kind::Either);
        let positional = params.iter().filter(by_position).count();
        let required = params.iter().filter(by_position).filter(|p| p.default.is_none()).count();
        let skip = usize::from(role != Role::Plain);
        Signature {
            forwards: native.name() == "sorted",
            role,
            positional,
            required,
            simple: positional == params.len(),
            no_keywords: !params
                .iter()
                .skip(skip)
                .any(|p| matches!(p.kind, Kind::Either | Kind::KeywordOnly | Kind::Keywords)),
            params,
        }
    }
}

/// The text between the parentheses.
fn params_text(decl: &'static str) -> &'static str {
    let Some(open) = decl.find('(') else { return "" };
    let mut depth = 0;
    for (i, c) in decl.bytes().enumerate().skip(open) {
        match c {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => {
                depth -= 1;
                if depth == 0 {
                    return &decl[open + 1..i];
                }
            }
            _ => {}
        }
    }
    ""
}

/// Splits at commas outside brackets and quotes.
fn split_params(text: &'static str) -> Vec<&'static str> {
    let mut out = Vec::new();
    let mut depth = 0;
    let mut quote = 0u8;
    let mut start = 0;
    for (i, c) in text.bytes().enumerate() {
        match c {
            _ if quote != 0 && c == quote => quote = 0,
            _ if quote != 0 => {}
            b'\'' | b'"' => quote = c,
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            b',' if depth == 0 => {
                out.push(&text[start..i]);
                start = i + 1;
            }
            _ => {}
        }
    }
    out.push(&text[start..]);
    out
}

/// `name: type`, `default`.
fn split_default(text: &'static str) -> (&'static str, Option<&'static str>) {
    match text.find('=') {
        Some(i) => (&text[..i], Some(text[i + 1..].trim())),
        None => (text, None),
    }
}

/// The value of a constant in a declaration; immortal.
fn constant(text: &str) -> Value {
    let v = match text {
        "None" => Value::none(),
        "True" => Value::bool(true),
        "False" => Value::bool(false),
        "..." => Value::ellipsis(),
        "()" => crate::tuple::new(Vec::new()),
        _ if text.starts_with('\'') || text.starts_with('"') => {
            let inner = &text[1..text.len() - 1];
            match inner {
                "\\n" => crate::state::intern("\n"),
                _ => crate::state::intern(inner),
            }
        }
        _ => match text.parse::<i64>() {
            Ok(i) => Value::int(i),
            Err(_) => match text.parse::<f64>() {
                Ok(f) => crate::float::new(f),
                // A name that only documents: absent.
                Err(_) => Value::ellipsis(),
            },
        },
    };
    crate::state::make_immortal(&v);
    v
}
