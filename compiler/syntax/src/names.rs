//! The names that a text's code uses, by its tokens alone: not what comments and strings say.

use crate::lexer;
use crate::token::T;

#[derive(Debug, PartialEq, Eq)]
pub struct NameUse<'t> {
    pub name: &'t str,
    /// A parenthesis follows.
    pub is_called: bool,
    /// It stands in the line of a decorator.
    pub in_decorator: bool,
}

pub fn names(text: &str) -> Vec<NameUse<'_>> {
    let tokens = lexer::lex(text).tokens;
    let (mut out, mut in_decorator) = (Vec::new(), false);
    for (k, t) in tokens.iter().enumerate() {
        if k == 0 || matches!(tokens[k - 1].kind, T::Newline | T::Indent | T::Dedent) {
            in_decorator = t.kind == T::At;
        }
        if t.kind == T::Name {
            let is_called = tokens.get(k + 1).is_some_and(|next| next.kind == T::Lpar);
            out.push(NameUse { name: &text[t.start as usize..t.end as usize], is_called, in_decorator });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_and_decorators() {
        let text = "@d.dataclass(frozen=True)\nclass A:\n    'dataclass(A)'\n    @dataclass\n    class B: pass\nC = dataclass(A)  # dataclass()\n";
        let uses: Vec<(bool, bool)> = names(text).iter().filter(|u| u.name == "dataclass").map(|u| (u.is_called, u.in_decorator)).collect();
        assert_eq!(uses, [(true, true), (false, true), (true, false)]);
    }
}
