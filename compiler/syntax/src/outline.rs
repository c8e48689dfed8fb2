//! Where the parts of a function are, by its tokens alone: a host that compiles a function asks for that before anything is parsed.

use crate::lexer::{self, identifier};
use crate::token::{T, Token};

/// A `def` with a block below its header.
#[derive(Debug, PartialEq, Eq)]
pub struct Outline {
    pub name: String,
    /// Parameters that may be given by place.
    pub positional: Vec<String>,
    /// Lines of the header and of the block's first token, counted from 1.
    pub line: usize,
    pub body: usize,
    /// Names that a class would make its own: `__name`.
    pub has_private_names: bool,
}

/// The function that is the whole of a text, with its decorators. `None`: it is something else, or does not end there, or is unusual: a parser
/// has to say.
pub fn outline(text: &str) -> Option<Outline> {
    let lexed = lexer::lex(text);
    let tokens = &lexed.tokens[..];
    if !lexed.errors.is_empty() || !lexed.fstrings.is_empty() && text.contains("__") {
        return None;
    }
    let word = |t: &Token| &text[t.start as usize..t.end as usize];
    let line = |t: &Token| lexer::line_of(text.as_bytes(), t.start as usize);
    let mut at = 0;
    // A method stands in a block of its own.
    let is_inner = matches!(tokens, [a, b, c, d, e, ..] if [a.kind, b.kind, c.kind, d.kind, e.kind] == [T::If, T::Int, T::Colon, T::Newline, T::Indent]);
    if is_inner {
        at = 5;
    }
    while tokens.get(at)?.kind == T::At {
        at += 1 + tokens[at..].iter().position(|t| t.kind == T::Newline)?;
    }
    let [def, name, open] = tokens.get(at..at + 3)? else { return None };
    if [def.kind, name.kind, open.kind] != [T::Def, T::Name, T::Lpar] {
        return None;
    }
    let (mut depth, mut positional, mut is_positional) = (0, Vec::new(), true);
    let mut k = at + 2;
    let colon = loop {
        let t = tokens.get(k)?;
        depth += i32::from(t.kind.is_open()) - i32::from(t.kind.is_close());
        match t.kind {
            T::Colon if depth == 0 => break k,
            T::Lambda => return None,
            T::Star | T::DoubleStar if depth == 1 && matches!(tokens[k - 1].kind, T::Lpar | T::Comma) => is_positional = false,
            T::Name if is_positional && depth == 1 && (tokens[k - 1].kind == T::Comma || k == at + 3) => positional.push(identifier(word(t))),
            _ => {}
        }
        k += 1;
    };
    let [newline, indent, first] = tokens.get(colon + 1..colon + 4)? else { return None };
    if [newline.kind, indent.kind] != [T::Newline, T::Indent] {
        return None;
    }
    let mut blocks = 1;
    let mut end = colon + 3;
    while blocks > 0 {
        blocks += match tokens.get(end)?.kind {
            T::Indent => 1,
            T::Dedent => -1,
            _ => 0,
        };
        end += 1;
    }
    let is_whole = tokens[end..].iter().all(|t| t.kind == T::Dedent) && tokens.len() - end == usize::from(is_inner);
    let is_private = |t: &Token| t.kind == T::Name && word(t).starts_with("__") && !word(t).ends_with("__");
    is_whole.then(|| Outline {
        name: identifier(word(name)),
        positional,
        line: line(def),
        body: line(first),
        has_private_names: tokens.iter().any(is_private),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts() {
        let f = outline("@mark(1)\n@other\ndef f(a, /, b=(1, [2]), *c, d: int = 3, **e) -> x[1]:\n    # first\n\n    \"doc\"\n    if a:\n        return {1: 2}\n").expect("a function");
        assert_eq!((f.name.as_str(), f.line, f.body, f.has_private_names), ("f", 3, 6, false));
        assert_eq!(f.positional, ["a", "b"]);
        let f = outline("if 1:\n    def g(\n        self,\n    ):\n        @mark\n        def h(): return __x\n        return h\n").expect("a method");
        assert_eq!((f.name.as_str(), f.line, f.body, f.has_private_names), ("g", 2, 5, true));
    }

    #[test]
    fn what_only_a_parser_knows() {
        let none = ["def f(): return 1\n", "f = lambda: 1\n", "def f(a=lambda: 1):\n    pass\n", "def f():\n    x = (1,\n", "def f():\n    pass\nx = 1\n", "def f[T](a):\n    pass\n", "class C:\n    pass\n", ""];
        none.iter().for_each(|text| assert_eq!(outline(text), None, "{text}"));
    }
}
