//! Python source text to the syntax tree. The only crate that names the parser library.
//!
//! [`parse_module`] lexes, parses, converts and checks. The lexer is ours; the grammar is the library's.

pub mod ast;
mod check;
mod convert;
mod decode;
mod dump;
mod fstring;
mod lexer;
mod names;
mod outline;
mod parse;
mod recover;
mod token;

use pyaot_diagnostics::{Code, Diagnostic, FileId, Span};

pub use decode::{DecodeError, decode_source};
pub use dump::{dump, dump_with_spans};
pub use names::{NameUse, names};
pub use outline::{Outline, outline};
pub use parse::on_deep_stack;

use lexer::MAX_ERRORS;
use recover::Patch;
use token::T;

/// Parses one module.
///
/// Never fails: what could be parsed comes back with the diagnostics, ordered by place. Statements with a syntax error
/// are left out or replaced by `pass`.
pub fn parse_module(file: FileId, source: &str) -> (ast::Module, Vec<Diagnostic>) {
    if source.len() >= u32::MAX as usize {
        let error = Diagnostic::error(Code::E0003, None, "source file is larger than 4 GiB");
        return (ast::Module { body: Vec::new(), depth: 0 }, vec![error]);
    }
    let lexed = lexer::lex(source);
    on_deep_stack(lexed.levels(), || parse_lexed(file, source, lexed))
}

fn parse_lexed(file: FileId, source: &str, mut lexed: lexer::Lexed) -> (ast::Module, Vec<Diagnostic>) {
    let depth = lexed.levels();
    let mut diagnostics: Vec<Diagnostic> = lexed
        .errors
        .iter()
        .map(|e| Diagnostic::error(e.code, Span::new(file, e.start, e.end), e.message.as_str()))
        .collect();
    while let Some(at) = lexed.tokens.iter().position(|t| t.kind == T::Error) {
        recover::apply(&mut lexed.tokens, Patch::Line(at));
    }
    let mut rounds = 0;
    let body = loop {
        match parse::module(source, &lexed.tokens) {
            Ok(body) => break body,
            Err(failure) => {
                let found = recover::classify(source, &lexed.tokens, &failure);
                if !found.quiet {
                    diagnostics.push(found.diagnostic(file));
                }
                let progress = recover::apply(&mut lexed.tokens, found.patch);
                rounds += 1;
                if !progress || rounds >= 2 * MAX_ERRORS || diagnostics.len() >= MAX_ERRORS {
                    break Vec::new();
                }
            }
        }
    };
    let clean = diagnostics.is_empty();
    let mut converter = convert::Converter::new(file, source, lexed);
    let module = ast::Module { body: converter.body(body), depth };
    diagnostics.append(&mut converter.diagnostics);
    diagnostics.extend(check::check(&module, clean));
    (module, in_order(source, diagnostics))
}

/// By place, and of several on a line only the first that was found: the others are mostly its consequences.
fn in_order(source: &str, mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let line = |d: &Diagnostic| d.span.map_or(0, |s| lexer::line_of(source.as_bytes(), s.start as usize));
    let mut lines: Vec<usize> = Vec::new();
    diagnostics.retain(|d| {
        let line = line(d);
        let new = !lines.contains(&line);
        lines.push(line);
        new
    });
    diagnostics.sort_by_key(|d| d.span.map_or(0, |s| s.start));
    diagnostics.truncate(MAX_ERRORS);
    diagnostics
}
