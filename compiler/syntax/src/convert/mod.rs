//! The parser library's tree to ours.

mod expr;
mod literal;
mod pattern;
mod stmt;

use std::collections::HashMap;

use pyaot_diagnostics::{Code, Diagnostic, FileId, Span};
use rustpython_parser::ast as rp;
use rustpython_parser::text_size::TextRange;

use crate::ast::{self, Constant, Expr, ExprKind, Name};
use crate::lexer::{self, Lexed};
use crate::parse;
use crate::recover;
use crate::token::{T, Token};

pub(crate) struct Converter<'a> {
    file: FileId,
    source: &'a str,
    /// Of the module; inside a replacement field, of that field.
    lexed: Lexed,
    names: HashMap<String, Name>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl<'a> Converter<'a> {
    pub(crate) fn new(file: FileId, source: &'a str, lexed: Lexed) -> Converter<'a> {
        Converter { file, source, lexed, names: HashMap::new(), diagnostics: Vec::new() }
    }

    pub(crate) fn body(&mut self, body: Vec<rp::Stmt>) -> Vec<ast::Stmt> {
        body.into_iter().map(|s| self.stmt(s)).collect()
    }

    pub(crate) fn single(&mut self, expr: rp::Expr) -> Expr {
        self.expr(expr)
    }

    fn span(&self, range: TextRange) -> Span {
        Span { file: self.file, start: range.start().into(), end: range.end().into() }
    }

    fn text(&self, span: Span) -> &'a str {
        &self.source[span.start as usize..span.end as usize]
    }

    fn name(&mut self, name: rp::Identifier) -> Name {
        if let Some(known) = self.names.get(name.as_str()) {
            return known.clone();
        }
        let shared: Name = name.as_str().into();
        self.names.insert(name.into(), shared.clone());
        shared
    }

    /// The span of the last token of an expression.
    fn token_ending(&self, span: Span) -> Span {
        let after = self.lexed.tokens.partition_point(|t| t.start < span.end);
        let start = self.lexed.tokens[..after].last().map_or(span.start, |t| t.start);
        Span { start, ..span }
    }

    /// Where the brackets end that are open between `from` and an expression.
    fn end_of_brackets(&self, from: u32, expr: Span) -> u32 {
        let token = |at: u32| self.lexed.tokens.partition_point(|t| t.start < at);
        let opened = self.lexed.tokens[token(from)..token(expr.start)].iter().filter(|t| t.kind == T::Lpar).count();
        let closing = self.lexed.tokens[token(expr.end)..].iter().filter(|t| t.kind == T::Rpar).take(opened);
        closing.last().map_or(expr.end, |t| t.end)
    }

    /// Is there a pair of brackets around exactly this span?
    fn is_bracketed(&self, span: Span) -> bool {
        let first = self.lexed.tokens.partition_point(|t| t.start < span.start);
        let mut depth = 0;
        for token in &self.lexed.tokens[first..] {
            if token.kind.is_open() {
                depth += 1;
            } else if token.kind.is_close() {
                depth -= 1;
            }
            if depth == 0 {
                return token.end == span.end && token.kind.is_close();
            }
        }
        false
    }

    /// The name in a `def` or `class` statement.
    fn definition_name(&self, span: Span) -> Span {
        let first = self.lexed.tokens.partition_point(|t| t.start < span.start);
        let tokens = &self.lexed.tokens[first..];
        let keyword = tokens.iter().position(|t| matches!(t.kind, T::Def | T::Class));
        match keyword.and_then(|k| tokens.get(k + 1)) {
            Some(name) => Span { start: name.start, end: name.end, ..span },
            None => span,
        }
    }

    /// The expression in a replacement field of an f-string, parsed as if in parentheses.
    fn field_expr(&mut self, (start, end): (u32, u32)) -> Expr {
        let mut lexed = lexer::lex_field(self.source, start, end);
        let first = lexed.tokens.first().map_or(start, |t| t.start);
        let last = lexed.tokens.last().map_or(end, |t| t.end);
        lexed.tokens.insert(0, Token { kind: T::Lpar, start: first, end: first });
        lexed.tokens.push(Token { kind: T::Rpar, start: last, end: last });
        parse::on_deep_stack(lexed.levels(), || self.field_expr_on_stack(lexed, first, last))
    }

    fn field_expr_on_stack(&mut self, mut lexed: Lexed, start: u32, end: u32) -> Expr {
        let span = Span { file: self.file, start, end };
        let placeholder = Expr { span, kind: ExprKind::Constant(Constant::None) };
        if let Some(e) = lexed.errors.first() {
            let at = Span { start: e.start, end: e.end, ..span };
            self.diagnostics.push(Diagnostic::error(e.code, at, e.message.as_str()));
            return placeholder;
        }
        match parse::expression(self.source, &lexed.tokens) {
            Ok(expr) => {
                lexed.tokens.remove(0);
                lexed.tokens.pop();
                let bare = !matches!(self.source.as_bytes()[start as usize], b'(');
                let outer = std::mem::replace(&mut self.lexed, lexed);
                let expr = self.expr(expr);
                self.lexed = outer;
                if bare && expr.span == span && matches!(expr.kind, ExprKind::GeneratorExp { .. }) {
                    let message = "f-string: expecting '=', or '!', or ':', or '}'";
                    self.diagnostics.push(Diagnostic::error(Code::E0001, span, message));
                }
                expr
            }
            Err(failure) => {
                let error = recover::field_error(self.file, self.source, &lexed.tokens, &failure);
                self.diagnostics.push(error);
                placeholder
            }
        }
    }
}
