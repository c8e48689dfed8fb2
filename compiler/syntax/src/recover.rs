//! What a failed parse means, in CPython's words, and how to go on after it.
//!
//! The parser library says only which token does not fit. [`classify`] looks at the tokens around it for the common
//! cases, roughly as the `invalid_…` rules of CPython's grammar do, and names a [`Patch`] that takes the error out of
//! the token list, so that the rest of the file can be parsed.

use pyaot_diagnostics::{Code, Diagnostic, FileId, Span};
use rustpython_parser::lexer::LexicalErrorType;

use crate::check::describe;
use crate::convert::Converter;
use crate::lexer::Lexed;
use crate::parse::{self, Failure, Reason};
use crate::token::{T, Token};

#[derive(Debug)]
pub(crate) struct Found {
    code: Code,
    start: u32,
    end: u32,
    message: String,
    /// A consequence of an earlier error: not to be reported.
    pub(crate) quiet: bool,
    pub(crate) patch: Patch,
}

/// The change of the token list that lets the parser go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Patch {
    /// Replace the logical line with this token by one that says nothing.
    Line(usize),
    /// Drop this indent and its dedent.
    Indent(usize),
    /// Put an empty block before this token.
    Block(usize),
    /// Make this a `match` statement, and give its header the colon that it lacks.
    Match(usize),
}

impl Found {
    pub(crate) fn diagnostic(&self, file: FileId) -> Diagnostic {
        Diagnostic::error(self.code, Span::new(file, self.start, self.end), self.message.as_str())
    }
}

/// One logical line, with the index of the token that does not fit.
struct Line<'a> {
    source: &'a str,
    tokens: &'a [Token],
    /// The line's first token, its `Newline` and the failing token.
    first: usize,
    newline: usize,
    at: usize,
    /// The open brackets around `at`.
    open: Vec<usize>,
}

pub(crate) fn classify(source: &str, tokens: &[Token], failure: &Failure) -> Found {
    let at = failure.token;
    let line = Line::new(source, tokens, at);
    match &failure.reason {
        Reason::Rule { offset, rule } => line.rule(*offset, rule),
        Reason::Token => line.layout().unwrap_or_else(|| {
            let (start, end, message) = line.syntax();
            let mut found = line.found(Code::E0001, start, end, message);
            // What a stray `else` belonged to may have been lost in an earlier error.
            found.quiet = at == line.first
                && matches!(line.kind(at), T::Elif | T::Else | T::Except | T::Finally)
                && line.patched_before();
            if line.text(line.first) == "match" && found.message == "expected ':'" {
                found.patch = Patch::Match(line.first);
            }
            found
        }),
    }
}

/// An error in the expression of a replacement field.
pub(crate) fn field_error(file: FileId, source: &str, tokens: &[Token], failure: &Failure) -> Diagnostic {
    let first = &tokens[1.min(tokens.len() - 1)];
    if first.kind == T::Lambda {
        let message = "f-string: lambda expressions are not allowed without parentheses";
        return Diagnostic::error(Code::E0001, Span::new(file, first.start, first.end), message);
    }
    let mut found = classify(source, tokens, failure);
    if found.message == "invalid syntax" || found.message == "cannot use double starred expression here" {
        found.message = if failure.token <= 1 || first.kind == T::Star || first.kind == T::DoubleStar {
            "f-string: expecting a valid expression after '{'".to_owned()
        } else {
            "f-string: expecting '=', or '!', or ':', or '}'".to_owned()
        };
    }
    found.diagnostic(file)
}

fn starts_line(tokens: &[Token], i: usize) -> bool {
    i == 0 || matches!(tokens[i - 1].kind, T::Newline | T::Indent | T::Dedent)
}

/// The first token and the `Newline` of the logical line around a token.
fn line_around(tokens: &[Token], at: usize) -> (usize, usize) {
    let at = at.min(tokens.len().saturating_sub(1));
    let mut first = at;
    while !starts_line(tokens, first) {
        first -= 1;
    }
    let length = tokens[at..].iter().position(|t| t.kind == T::Newline);
    (first, length.map_or(tokens.len(), |n| at + n))
}

/// Can a token begin an expression?
fn begins(kind: T) -> bool {
    matches!(
        kind,
        T::Name
            | T::Int
            | T::Float
            | T::Imaginary
            | T::Lpar
            | T::Lsqb
            | T::Lbrace
            | T::None
            | T::True
            | T::False
            | T::Ellipsis
            | T::Lambda
            | T::Not
            | T::Await
            | T::Tilde
    ) || kind.is_string()
}

/// Can a token end an expression?
fn ends(kind: T) -> bool {
    matches!(
        kind,
        T::Name | T::Int | T::Float | T::Imaginary | T::None | T::True | T::False | T::Ellipsis
    ) || kind.is_close()
        || kind.is_string()
}

impl<'a> Line<'a> {
    fn new(source: &'a str, tokens: &'a [Token], at: usize) -> Line<'a> {
        let (first, newline) = line_around(tokens, at);
        let mut open = Vec::new();
        for (i, token) in tokens.iter().enumerate().take(at.min(newline)).skip(first) {
            if token.kind.is_open() {
                open.push(i);
            } else if token.kind.is_close() {
                open.pop();
            }
        }
        Line { source, tokens, first, newline, at, open }
    }

    fn kind(&self, i: usize) -> T {
        self.tokens.get(i).map_or(T::Newline, |t| t.kind)
    }

    /// The kind of the token before `i` on this line.
    fn before(&self, i: usize) -> Option<T> {
        (i > self.first).then(|| self.kind(i - 1))
    }

    fn text(&self, i: usize) -> &'a str {
        self.tokens.get(i).map_or("", |t| &self.source[t.start as usize..t.end as usize])
    }

    fn found(&self, code: Code, start: u32, end: u32, message: impl Into<String>) -> Found {
        Found { code, start, end, message: message.into(), quiet: false, patch: Patch::Line(self.at) }
    }

    /// The span of the failing token; at the end of the file, of nothing.
    fn here(&self) -> (u32, u32) {
        match self.tokens.get(self.at) {
            Some(t) if t.kind == T::Newline => (t.start, t.start),
            Some(t) => (t.start, t.end),
            None => (self.source.len() as u32, self.source.len() as u32),
        }
    }

    fn rule(&self, offset: u32, rule: &LexicalErrorType) -> Found {
        let end = self.tokens.get(self.at).map_or(offset + 1, |t| t.end);
        let (code, message) = match rule {
            LexicalErrorType::DefaultArgumentError => {
                (Code::E0001, "parameter without a default follows parameter with a default".to_owned())
            }
            LexicalErrorType::DuplicateArgumentError(name) => {
                (Code::E0305, format!("duplicate argument '{name}' in function definition"))
            }
            LexicalErrorType::DuplicateKeywordArgumentError(name) => {
                (Code::E0305, format!("keyword argument repeated: {name}"))
            }
            LexicalErrorType::PositionalArgumentError if self.after_double_star() => {
                (Code::E0001, "positional argument follows keyword argument unpacking".to_owned())
            }
            LexicalErrorType::PositionalArgumentError => {
                (Code::E0001, "positional argument follows keyword argument".to_owned())
            }
            LexicalErrorType::UnpackedArgumentError => {
                (Code::E0001, "iterable argument unpacking follows keyword argument unpacking".to_owned())
            }
            LexicalErrorType::OtherError(message) => (Code::E0001, message.clone()),
            _ => (Code::E0001, "invalid syntax".to_owned()),
        };
        self.found(code, offset, end, message)
    }

    /// Is there a `**kwargs` before, in the same call?
    fn after_double_star(&self) -> bool {
        self.siblings().any(|i| {
            self.kind(i) == T::DoubleStar && self.before(i).is_some_and(|k| k == T::Comma || k.is_open())
        })
    }

    /// The tokens between the innermost open bracket (or the start of the line) and the failing token that are not in
    /// further brackets, last first.
    fn siblings(&self) -> impl Iterator<Item = usize> {
        let from = self.open.last().map_or(self.first, |o| o + 1);
        let mut depth = 0;
        (from..self.at.min(self.tokens.len())).rev().filter(move |&i| {
            let kind = self.kind(i);
            if kind.is_close() {
                depth += 1;
                return depth == 1;
            }
            if kind.is_open() {
                depth -= 1;
                return depth == 0;
            }
            depth == 0
        })
    }

    /// Was a token made by a patch?
    fn is_patched(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.start == t.end && !matches!(t.kind, T::Newline | T::Indent | T::Dedent))
    }

    fn patched_before(&self) -> bool {
        (0..self.first).any(|i| self.is_patched(i))
    }

    /// Errors of indentation and of blocks.
    fn layout(&self) -> Option<Found> {
        let (start, end) = self.here();
        let at_start = self.at >= self.tokens.len()
            || matches!(self.kind(self.at), T::Indent | T::Dedent)
            || starts_line(self.tokens, self.at);
        if !at_start {
            return None;
        }
        if self.kind(self.at) == T::Indent {
            let mut found = self.found(Code::E0001, end, end, "unexpected indent");
            if let Some(next) = self.tokens.get(self.at + 1) {
                (found.start, found.end) = (next.start, next.end);
            }
            found.patch = Patch::Indent(self.at);
            return Some(found);
        }
        if self.at == 0 {
            return None;
        }
        let before = self.at.min(self.tokens.len()) - 1;
        // `if x:`, and no block.
        if self.kind(before) == T::Newline
            && before > 0
            && self.kind(before - 1) == T::Colon
            && let (header, _) = line_around(self.tokens, before)
            && let Some(what) = self.header_name(header)
        {
            let line = crate::lexer::line_of(self.source.as_bytes(), self.tokens[header].start as usize);
            let message = format!("expected an indented block after {what} on line {line}");
            let mut found = self.found(Code::E0001, start, end, message);
            found.patch = Patch::Block(self.at);
            return Some(found);
        }
        let header = self.sibling_before()?;
        match self.kind(header) {
            T::Try => {
                let mut found = self.found(Code::E0001, start, end, "expected 'except' or 'finally' block");
                found.quiet = self.is_patched(header);
                found.patch = Patch::Line(header);
                Some(found)
            }
            // Decorators without a function.
            T::At => {
                let mut found = self.found(Code::E0001, start, end, "invalid syntax");
                found.patch = Patch::Line(header);
                Some(found)
            }
            _ => None,
        }
    }

    /// The first token of the line before the failing token that is indented as much.
    fn sibling_before(&self) -> Option<usize> {
        let mut depth = 0;
        for i in (0..self.at.min(self.tokens.len())).rev() {
            match self.kind(i) {
                T::Dedent => depth += 1,
                T::Indent => depth -= 1,
                _ if depth == 0 && starts_line(self.tokens, i) => return Some(i),
                _ => {}
            }
            if depth < 0 {
                return None;
            }
        }
        None
    }

    fn header_name(&self, header: usize) -> Option<&'static str> {
        let is_async = self.kind(header) == T::Async;
        Some(match self.kind(header + usize::from(is_async)) {
            T::Def => "function definition",
            T::Class => "class definition",
            T::If => "'if' statement",
            T::Elif => "'elif' statement",
            T::Else => "'else' statement",
            T::For => "'for' statement",
            T::While => "'while' statement",
            T::With => "'with' statement",
            T::Try => "'try' statement",
            T::Except if self.kind(header + 1) == T::Star => "'except*' statement",
            T::Except => "'except' statement",
            T::Finally => "'finally' statement",
            T::Match => "'match' statement",
            T::Case => "'case' statement",
            T::Name if self.text(header) == "match" => "'match' statement",
            _ => return None,
        })
    }

    /// Errors within a line: where and what.
    fn syntax(&self) -> (u32, u32, String) {
        let (start, end) = self.here();
        let found = self
            .legacy_statement()
            .or_else(|| self.import())
            .or_else(|| self.header())
            .or_else(|| self.parameters())
            .or_else(|| self.assignment())
            .or_else(|| self.dictionary())
            .or_else(|| self.comprehension())
            .or_else(|| self.conditional())
            .or_else(|| self.call())
            .or_else(|| self.comma());
        found.unwrap_or((start, end, "invalid syntax".to_owned()))
    }

    /// From token `from` to token `to`, with a message.
    fn over(&self, from: usize, to: usize, message: impl Into<String>) -> Option<(u32, u32, String)> {
        let from = from.min(self.tokens.len() - 1);
        let last = to.min(self.tokens.len() - 1);
        Some((self.tokens[from].start, self.tokens[last].end, message.into()))
    }

    fn at_here(&self, message: impl Into<String>) -> Option<(u32, u32, String)> {
        let (start, end) = self.here();
        Some((start, end, message.into()))
    }

    /// `print x` and `exec x`.
    fn legacy_statement(&self) -> Option<(u32, u32, String)> {
        let name = self.at.checked_sub(1).filter(|&n| n >= self.first)?;
        let word = self.text(name);
        let starts = name == self.first || matches!(self.before(name), Some(T::Colon | T::Semi));
        if self.kind(name) != T::Name || !matches!(word, "print" | "exec") || !starts || !begins(self.kind(self.at)) {
            return None;
        }
        let message = format!("Missing parentheses in call to '{word}'. Did you mean {word}(...)?");
        self.over(name, self.newline.saturating_sub(1), message)
    }

    fn import(&self) -> Option<(u32, u32, String)> {
        let imports = matches!(self.kind(self.first), T::Import | T::From);
        if !imports || self.kind(self.at) != T::Newline {
            return None;
        }
        match self.before(self.at)? {
            T::Import => self.at_here("Expected one or more names after 'import'"),
            T::Comma if self.kind(self.first) == T::From => {
                self.at_here("trailing comma not allowed without surrounding parentheses")
            }
            _ => None,
        }
    }

    /// The header of a compound statement.
    fn header(&self) -> Option<(u32, u32, String)> {
        let keyword = self.first + usize::from(self.kind(self.first) == T::Async);
        if !self.open.is_empty() || self.at <= keyword {
            return None;
        }
        if self.siblings().any(|i| self.kind(i) == T::Colon) {
            return None;
        }
        let second = self.at == keyword + 1;
        let complete = self.before(self.at).is_some_and(ends);
        match self.kind(keyword) {
            T::Else | T::Try | T::Finally if second => self.at_here("expected ':'"),
            T::Def if self.at == keyword + 2 && self.before(self.at) == Some(T::Name) => {
                self.at_here("expected '('")
            }
            T::Def if complete && self.at > keyword + 2 => self.at_here("expected ':'"),
            T::Def if self.before(self.at) == Some(T::Arrow) => self.over(self.at - 1, self.at - 1, "expected ':'"),
            T::Except if self.kind(self.at) == T::Comma => {
                let star = usize::from(self.kind(keyword + 1) == T::Star);
                self.over(keyword + 1 + star, self.at, "multiple exception types must be parenthesized")
            }
            T::Except if second && self.kind(self.at) == T::Newline => self.at_here("expected ':'"),
            T::If | T::Elif | T::While | T::For | T::With | T::Except | T::Class | T::Match | T::Case
                if complete && self.kind(self.at) == T::Newline =>
            {
                let unfinished = self.kind(keyword) == T::For && !self.siblings().any(|i| self.kind(i) == T::In);
                if unfinished { None } else { self.at_here("expected ':'") }
            }
            T::Name
                if matches!(self.text(keyword), "match" | "case")
                    && second
                    && begins(self.kind(self.at))
                    && self.missing_colon_of_match() =>
            {
                let newline = self.tokens[self.newline];
                Some((newline.start, newline.start, "expected ':'".to_owned()))
            }
            _ => None,
        }
    }

    /// `match x` or `case 1` with a block, but without its colon.
    fn missing_colon_of_match(&self) -> bool {
        let block = self.kind(self.newline + 1) == T::Indent;
        let cases = self.text(self.newline + 2) == "case";
        block && self.before(self.newline) != Some(T::Colon) && (cases || self.text(self.first) == "case")
    }

    /// Parameters of a function or lambda.
    fn parameters(&self) -> Option<(u32, u32, String)> {
        let is_def = matches!(self.open[..], [o] if o >= self.first + 2 && self.kind(o - 2) == T::Def);
        let lambda = self.siblings().find(|&i| matches!(self.kind(i), T::Lambda | T::Colon));
        let lambda = lambda.filter(|&i| self.kind(i) == T::Lambda);
        if !is_def && lambda.is_none() {
            return None;
        }
        let from = lambda.unwrap_or(self.first);
        let before = self.before(self.at)?;
        let new = before == T::Comma || before == T::Lambda || before.is_open();
        let marker = |kind| {
            self.siblings().any(|i| {
                i > from
                    && self.kind(i) == kind
                    && self.before(i).is_some_and(|b| matches!(b, T::Comma | T::Lambda) || b.is_open())
            })
        };
        let two_before = self.at.checked_sub(2).map(|i| self.kind(i));
        match self.kind(self.at) {
            _ if new && marker(T::DoubleStar) => self.at_here("arguments cannot follow var-keyword argument"),
            T::Slash if new && marker(T::Slash) => self.at_here("/ may appear only once"),
            T::Slash if new && marker(T::Star) => self.at_here("/ must be ahead of *"),
            T::Star if new && marker(T::Star) => self.at_here("* argument may appear only once"),
            T::Equal if two_before == Some(T::Star) => {
                self.at_here("var-positional argument cannot have default value")
            }
            T::Equal if two_before == Some(T::DoubleStar) => {
                self.at_here("var-keyword argument cannot have default value")
            }
            T::Lpar if new && is_def => self.at_here("Function parameters cannot be parenthesized"),
            T::Lpar if new => self.at_here("Lambda expression parameters cannot be parenthesized"),
            T::Comma | T::Rpar | T::Colon if before == T::Equal => {
                self.over(self.at - 1, self.at - 1, "expected default value expression")
            }
            T::Rpar | T::Comma | T::Colon | T::DoubleStar if before == T::Star => {
                self.over(self.at - 1, self.at - 1, "named arguments must follow bare *")
            }
            // Anything else is plainly wrong, and no missing comma.
            _ => self.at_here("invalid syntax"),
        }
    }

    /// Where the operand left of the failing token starts, for the operators `=` and `:=`.
    fn operand(&self) -> usize {
        let boundary = self.siblings().find(|&i| {
            matches!(
                self.kind(i),
                T::Comma | T::Equal | T::Semi | T::If | T::Elif | T::While | T::Colon | T::ColonEqual | T::Return
            ) || (self.kind(i) == T::Assert && i == self.first)
        });
        let from = self.open.last().map_or(self.first, |o| o + 1);
        boundary.map_or(from, |b| b + 1)
    }

    /// What CPython calls the expression in tokens `from..to`; and whether it is an operand of `|` or tighter.
    fn name_of(&self, from: usize, to: usize) -> Option<(&'static str, bool)> {
        let tokens = self.tokens.get(from..to)?;
        let expr = parse::expression(self.source, tokens).ok()?;
        let lexed = Lexed { tokens: tokens.to_vec(), ..Lexed::default() };
        let mut converter = Converter::new(FileId(0), self.source, lexed);
        let expr = converter.single(expr);
        let description = describe(&expr);
        let tight = !matches!(description, "comparison" | "lambda" | "conditional expression")
            && !tokens.iter().any(|t| matches!(t.kind, T::And | T::Or | T::Not));
        Some((description, tight))
    }

    /// `=` or `:=` where it cannot stand.
    fn assignment(&self) -> Option<(u32, u32, String)> {
        let kind = self.kind(self.at);
        if !matches!(kind, T::Equal | T::ColonEqual) {
            return None;
        }
        if let Some(r#yield) = self.siblings().find(|&i| self.kind(i) == T::Yield)
            && kind == T::Equal
            && self.open.is_empty()
        {
            return self.over(r#yield, self.at - 1, "assignment to yield expression not possible");
        }
        let from = self.operand();
        if from >= self.at {
            return None;
        }
        let last = self.at - 1;
        if kind == T::ColonEqual {
            let (name, tight) = self.name_of(from, self.at)?;
            if name == "name" || !tight {
                return None;
            }
            return self.over(from, last, format!("cannot use assignment expressions with {name}"));
        }
        let single = from == last;
        let call = self.in_call();
        let constant = single && matches!(self.kind(from), T::True | T::False | T::None);
        if call {
            if self.before(from) == Some(T::Equal) {
                return None;
            }
            return match self.kind(from) {
                _ if constant => self.over(from, last, format!("cannot assign to {}", self.text(from))),
                T::Star => self.over(from, last, "cannot assign to iterable argument unpacking"),
                T::DoubleStar => self.over(from, last, "cannot assign to keyword argument unpacking"),
                _ => {
                    let message = "expression cannot contain assignment, perhaps you meant \"==\"?";
                    self.over(from, last, message)
                }
            };
        }
        if single && self.kind(from) == T::Name {
            let message = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
            return self.over(from, self.at, message);
        }
        let (name, tight) = self.name_of(from, self.at)?;
        if !tight || constant || matches!(name, "list" | "tuple" | "generator expression") {
            return None;
        }
        let message = format!("cannot assign to {name} here. Maybe you meant '==' instead of '='?");
        self.over(from, last, message)
    }

    fn in_call(&self) -> bool {
        self.open.last().is_some_and(|&o| {
            self.kind(o) == T::Lpar && self.before(o).is_some_and(|b| matches!(b, T::Name | T::Rpar | T::Rsqb))
        })
    }

    fn dictionary(&self) -> Option<(u32, u32, String)> {
        let open = *self.open.last().filter(|&&o| self.kind(o) == T::Lbrace)?;
        let before = self.at - 1;
        let kind = self.kind(self.at);
        if self.kind(before) == T::Colon && before > open {
            return match kind {
                T::Star => self.at_here("cannot use a starred expression in a dictionary value"),
                T::Comma | T::Rbrace => {
                    self.over(before, before, "expression expected after dictionary key and ':'")
                }
                _ => None,
            };
        }
        let element: Vec<usize> = self.siblings().take_while(|&i| self.kind(i) != T::Comma).collect();
        let first = *element.last()?;
        let earlier = self.siblings().any(|i| i < first && self.kind(i) == T::Colon);
        let has_colon = element.iter().any(|&i| self.kind(i) == T::Colon);
        if earlier && !has_colon && ends(self.kind(before)) && self.kind(first) != T::DoubleStar {
            return self.over(before, before, "':' expected after dictionary key");
        }
        None
    }

    fn comprehension(&self) -> Option<(u32, u32, String)> {
        let open = *self.open.last()?;
        let r#for = self.siblings().find(|&i| matches!(self.kind(i), T::For | T::In));
        if self.kind(self.at) == T::For && r#for.is_none() {
            let list = matches!(self.kind(open), T::Lsqb | T::Lbrace);
            if self.kind(open) == T::Lbrace && self.kind(open + 1) == T::DoubleStar {
                let message = "dict unpacking cannot be used in dict comprehension";
                return self.over(open + 1, open + 1, message);
            }
            let comma = self.siblings().any(|i| self.kind(i) == T::Comma);
            let colon = self.siblings().any(|i| self.kind(i) == T::Colon);
            if list && comma && !colon {
                let message = "did you forget parentheses around the comprehension target?";
                return self.over(open + 1, self.at - 1, message);
            }
        }
        let r#for = r#for.filter(|&i| self.kind(i) == T::For)?;
        if self.at > r#for + 1 && ends(self.kind(self.at - 1)) {
            return self.at_here("'in' expected after for-loop variables");
        }
        None
    }

    /// `a if b`, and no `else`.
    fn conditional(&self) -> Option<(u32, u32, String)> {
        if matches!(self.kind(self.at), T::Else | T::Colon) || !self.before(self.at).is_some_and(ends) {
            return None;
        }
        let boundary = |i: &usize| {
            matches!(self.kind(*i), T::Comma | T::Equal | T::Colon | T::Semi | T::Return | T::In)
                || self.kind(*i).is_augmented_assign()
        };
        let operand: Vec<usize> = self.siblings().take_while(|i| !boundary(i)).collect();
        let from = *operand.last()?;
        let r#if = operand.iter().copied().find(|&i| matches!(self.kind(i), T::If | T::Else | T::For))?;
        if self.kind(r#if) != T::If || !self.before(r#if).is_some_and(ends) || r#if + 1 == self.at {
            return None;
        }
        let start = operand.iter().rev().copied().find(|&i| i > from && self.kind(i - 1) == T::Else).unwrap_or(from);
        self.over(start, self.at - 1, "expected 'else' after 'if' expression")
    }

    fn call(&self) -> Option<(u32, u32, String)> {
        if !self.in_call() || !matches!(self.kind(self.at), T::Comma | T::Rpar) {
            return None;
        }
        match self.before(self.at)? {
            _ if self.kind(self.first) == T::Case => {
                let positional = self.at >= 2 && self.kind(self.at - 2) == T::Comma;
                let keyword = self.siblings().any(|i| self.kind(i) == T::Equal);
                if positional && keyword {
                    return self.over(self.at - 1, self.at - 1, "positional patterns follow keyword patterns");
                }
                None
            }
            T::Equal if self.at >= self.first + 2 => {
                self.over(self.at - 2, self.at - 1, "expected argument value expression")
            }
            T::Star => self.at_here("Invalid star expression"),
            _ => None,
        }
    }

    /// Two expressions side by side in brackets.
    fn comma(&self) -> Option<(u32, u32, String)> {
        let before = self.at.checked_sub(1)?;
        if self.open.is_empty() || !ends(self.kind(before)) || !begins(self.kind(self.at)) {
            return None;
        }
        let boundary = |i: &usize| {
            matches!(self.kind(*i), T::Comma | T::Equal | T::Colon | T::In | T::If | T::Else | T::For | T::Star)
        };
        let from = self.siblings().take_while(|i| !boundary(i)).last()?;
        // `x y` with a string prefix that does not exist.
        if self.kind(before) == T::Name && self.kind(self.at).is_string() && from == before {
            return None;
        }
        self.over(from, self.at, "invalid syntax. Perhaps you forgot a comma?")
    }
}

/// Applies a patch. False when nothing changed, so that no progress can be expected.
pub(crate) fn apply(tokens: &mut Vec<Token>, patch: Patch) -> bool {
    match patch {
        Patch::Line(at) => blank_line(tokens, at),
        Patch::Match(first) => {
            make_match(tokens, first);
            true
        }
        Patch::Block(at) => {
            let at = at.min(tokens.len());
            let pos = tokens[at - 1].end;
            let block = [T::Indent, T::Pass, T::Newline, T::Dedent];
            tokens.splice(at..at, block.map(|kind| Token { kind, start: pos, end: pos }));
            true
        }
        Patch::Indent(at) => {
            let mut depth = 0;
            let dedent = (at..tokens.len()).find(|&i| {
                match tokens[i].kind {
                    T::Indent => depth += 1,
                    T::Dedent => depth -= 1,
                    _ => {}
                }
                depth == 0
            });
            if let Some(dedent) = dedent {
                tokens.remove(dedent);
            }
            tokens.remove(at);
            true
        }
    }
}

fn make_match(tokens: &mut Vec<Token>, first: usize) {
    let (_, newline) = line_around(tokens, first);
    tokens[first].kind = T::Match;
    let pos = tokens[newline].start;
    tokens.insert(newline, Token { kind: T::Colon, start: pos, end: pos });
    let mut depth = 0;
    for i in newline + 2..tokens.len() {
        match tokens[i].kind {
            T::Indent => depth += 1,
            T::Dedent => depth -= 1,
            // Only `case` starts a line here.
            T::Name if depth == 1 && starts_line(tokens, i) => tokens[i].kind = T::Case,
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
}

/// Replaces a logical line by one that parses: the header of a block by the simplest one of its kind, so that the
/// block stays; anything else by `pass`.
fn blank_line(tokens: &mut Vec<Token>, at: usize) -> bool {
    if tokens.is_empty() {
        return false;
    }
    let (first, newline) = line_around(tokens, at);
    let pos = tokens[first].start;
    let block = tokens.get(newline + 1).is_some_and(|t| t.kind == T::Indent);
    let keyword = tokens[first..newline].iter().find(|t| t.kind != T::Async).map_or(T::Pass, |t| t.kind);
    // A stray `else` has nothing to belong to, whatever is behind it.
    let stray = at == first;
    let header: &[T] = match keyword {
        T::Def => &[T::Def, T::Name, T::Lpar, T::Rpar, T::Colon],
        T::Class => &[T::Class, T::Name, T::Colon],
        T::For => &[T::For, T::Name, T::In, T::Name, T::Colon],
        T::While => &[T::While, T::True, T::Colon],
        T::With => &[T::With, T::Name, T::Colon],
        T::Elif if !stray => &[T::Elif, T::True, T::Colon],
        T::Else if !stray => &[T::Else, T::Colon],
        T::Except if !stray => &[T::Except, T::Name, T::Colon],
        T::Finally if !stray => &[T::Finally, T::Colon],
        T::Case if !stray => &[T::Case, T::Int, T::Colon],
        T::Match if block => &[T::Match, T::Name, T::Colon],
        T::If => &[T::If, T::True, T::Colon],
        T::Try if !stray => &[T::Try, T::Colon],
        _ if block => &[T::If, T::True, T::Colon],
        _ => &[],
    };
    let mut new: Vec<Token> = header.iter().map(|&kind| Token { kind, start: pos, end: pos }).collect();
    if !block {
        new.push(Token { kind: T::Pass, start: pos, end: pos });
    }
    let old: Vec<T> = tokens[first..newline].iter().map(|t| t.kind).collect();
    let changed = !old.iter().copied().eq(new.iter().map(|t| t.kind));
    tokens.splice(first..newline, new);
    changed
}
