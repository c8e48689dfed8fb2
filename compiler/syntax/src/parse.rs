//! Runs the parser library on our tokens.

use std::cell::Cell;

use rustpython_parser::ast as rp;
use rustpython_parser::lexer::LexicalErrorType;
use rustpython_parser::text_size::{TextRange, TextSize};
use rustpython_parser::{Mode, ParseErrorType};

use crate::lexer;
use crate::token::Token;

/// Where and why the parser library gave up.
#[derive(Debug)]
pub(crate) struct Failure {
    /// Index of the token that does not fit; the number of tokens at the end of the file.
    pub(crate) token: usize,
    pub(crate) reason: Reason,
}

#[derive(Debug)]
pub(crate) enum Reason {
    Token,
    /// A rule that the library checks itself, violated at `offset`.
    Rule { offset: u32, rule: LexicalErrorType },
}

/// Stack for one level of the tree, in the parser library and in our conversion; a debug build needs the most.
const STACK_PER_LEVEL: usize = 20 << 10;

/// Levels that every thread's stack has room for (2 MiB).
const ANY_STACK: u32 = 60;

/// Runs `work`, which recurses `levels` deep, on a stack that is large enough: the present one, or a new one.
pub fn on_deep_stack<R>(levels: u32, work: impl FnOnce() -> R) -> R {
    // Asking how much stack is left costs 0.1 ms on the main thread.
    if levels < ANY_STACK {
        return work();
    }
    let size = (levels as usize + 50) * STACK_PER_LEVEL;
    stacker::maybe_grow(size, size + (1 << 20), work)
}

pub(crate) fn module(source: &str, tokens: &[Token]) -> Result<Vec<rp::Stmt>, Failure> {
    match run(source, tokens, Mode::Module)? {
        rp::Mod::Module(module) => Ok(module.body),
        _ => unreachable!("Mode::Module gives a module"),
    }
}

pub(crate) fn expression(source: &str, tokens: &[Token]) -> Result<rp::Expr, Failure> {
    match run(source, tokens, Mode::Expression)? {
        rp::Mod::Expression(expression) => Ok(*expression.body),
        _ => unreachable!("Mode::Expression gives an expression"),
    }
}

fn run(source: &str, tokens: &[Token], mode: Mode) -> Result<rp::Mod, Failure> {
    let taken = Cell::new(0usize);
    let stream = tokens.iter().map(|t| {
        taken.set(taken.get() + 1);
        let name = || lexer::identifier(&source[t.start as usize..t.end as usize]);
        let range = TextRange::new(TextSize::new(t.start), TextSize::new(t.end));
        Ok((t.kind.to_library(name), range))
    });
    rustpython_parser::parse_tokens(stream, mode, "").map_err(|e| {
        let offset = u32::from(e.offset);
        match e.error {
            ParseErrorType::Eof => Failure { token: tokens.len(), reason: Reason::Token },
            // The library's name for a missing indented block at the end of the file.
            ParseErrorType::Lexical(LexicalErrorType::IndentationError) => {
                Failure { token: tokens.len(), reason: Reason::Token }
            }
            ParseErrorType::Lexical(rule) => {
                let token = tokens.partition_point(|t| t.start < offset);
                Failure { token, reason: Reason::Rule { offset, rule } }
            }
            _ => Failure { token: taken.get() - 1, reason: Reason::Token },
        }
    })
}
