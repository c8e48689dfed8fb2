//! What takes a look ahead over whole lines: soft keywords, and rows of `elif`.

use pyaot_diagnostics::Code;

use super::{LexError, Lexed, MAX_ELIFS};
use crate::token::{T, Token};

/// Turns `match`, `case` and `type` at the start of a statement into keywords where they are, and measures the rows of
/// `elif`.
pub(super) fn run(source: &str, lexed: &mut Lexed) {
    let mut depth = 0usize;
    // Depths of the blocks that belong to a `match`.
    let mut matches: Vec<usize> = Vec::new();
    // The `elif` so far in the last statement of each open block.
    let mut elifs: Vec<u32> = vec![0];
    let mut start = true;
    for i in 0..lexed.tokens.len() {
        let token = lexed.tokens[i];
        let line = &lexed.tokens[i..];
        let mut kind = token.kind;
        match kind {
            T::Indent => {
                depth += 1;
                elifs.push(0);
            }
            T::Dedent => {
                matches.pop_if(|m| *m == depth);
                depth -= 1;
                elifs.pop();
            }
            T::Elif if start => {
                elifs[depth] += 1;
                lexed.elifs = lexed.elifs.max(elifs.iter().sum());
                if elifs[depth] == MAX_ELIFS {
                    lexed.errors.push(LexError {
                        code: Code::E0003,
                        start: token.start,
                        end: token.end,
                        message: format!("more than {MAX_ELIFS} 'elif' in one statement"),
                    });
                }
            }
            T::Name if start => match &source[token.start as usize..token.end as usize] {
                "match" if is_match(source, line) => {
                    kind = T::Match;
                    matches.push(depth + 1);
                }
                "case" if matches.last() == Some(&depth) => kind = T::Case,
                "type" if is_type_alias(line) => kind = T::Type,
                _ => {}
            },
            _ => {}
        }
        if start && !matches!(kind, T::Elif | T::Indent | T::Dedent) {
            elifs[depth] = 0;
        }
        lexed.tokens[i].kind = kind;
        start = matches!(kind, T::Newline | T::Indent | T::Dedent | T::Semi);
    }
}

/// `match …:` at the end of a line, then a block that starts with `case`: nothing else looks like that.
fn is_match(source: &str, line: &[Token]) -> bool {
    let Some(newline) = line.iter().position(|t| t.kind == T::Newline) else { return false };
    let [indent, case, ..] = &line[newline + 1..] else { return false };
    newline > 2
        && line[newline - 1].kind == T::Colon
        && indent.kind == T::Indent
        && &source[case.start as usize..case.end as usize] == "case"
}

fn is_type_alias(line: &[Token]) -> bool {
    matches!(line, [_, name, next, ..] if name.kind == T::Name && matches!(next.kind, T::Equal | T::Lsqb))
}
