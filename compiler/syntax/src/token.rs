//! Tokens, and their names in the parser library.

use rustpython_parser::{StringKind, Tok};

/// Makes [`T`] and the tables on it from one list.
macro_rules! tokens {
    (operators { $($op:ident = $text:literal => $lib:ident,)* } keywords { $($kw:ident = $word:literal,)* }) => {
        /// Kind of a token.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum T {
            Name,
            Int,
            Float,
            Imaginary,
            /// Text without replacement fields.
            Str,
            FStr,
            Bytes,
            Newline,
            Indent,
            Dedent,
            /// Something that is no token; the lexer has reported it.
            Error,
            $(#[doc = $text] $op,)*
            $(#[doc = $word] $kw,)*
            // Soft keywords, where they are used as such.
            Match,
            Case,
            Type,
        }

        impl T {
            pub(crate) fn keyword(word: &str) -> Option<T> {
                match word {
                    $($word => Some(T::$kw),)*
                    _ => None,
                }
            }

            pub(crate) fn is_keyword(self) -> bool {
                matches!(self, $(T::$kw)|*)
            }

            /// The parser library's token. Values of literals stay out of it: the converter reads them from the
            /// source.
            pub(crate) fn to_library(self, name: impl FnOnce() -> String) -> Tok {
                match self {
                    T::Name => Tok::Name { name: name() },
                    T::Int => Tok::Int { value: 0.into() },
                    T::Float => Tok::Float { value: 0.0 },
                    T::Imaginary => Tok::Complex { real: 0.0, imag: 0.0 },
                    T::Str | T::FStr | T::Bytes => {
                        Tok::String { value: String::new(), kind: StringKind::String, triple_quoted: false }
                    }
                    T::Newline => Tok::Newline,
                    T::Indent => Tok::Indent,
                    T::Dedent => Tok::Dedent,
                    T::Error => Tok::EndOfFile,
                    $(T::$op => Tok::$lib,)*
                    $(T::$kw => Tok::$kw,)*
                    T::Match => Tok::Match,
                    T::Case => Tok::Case,
                    T::Type => Tok::Type,
                }
            }
        }
    };
}

tokens! {
    operators {
        Lpar = "(" => Lpar,
        Rpar = ")" => Rpar,
        Lsqb = "[" => Lsqb,
        Rsqb = "]" => Rsqb,
        Lbrace = "{" => Lbrace,
        Rbrace = "}" => Rbrace,
        Colon = ":" => Colon,
        Comma = "," => Comma,
        Semi = ";" => Semi,
        Plus = "+" => Plus,
        Minus = "-" => Minus,
        Star = "*" => Star,
        Slash = "/" => Slash,
        Vbar = "|" => Vbar,
        Amper = "&" => Amper,
        Less = "<" => Less,
        Greater = ">" => Greater,
        Equal = "=" => Equal,
        Dot = "." => Dot,
        Percent = "%" => Percent,
        EqEqual = "==" => EqEqual,
        NotEqual = "!=" => NotEqual,
        LessEqual = "<=" => LessEqual,
        GreaterEqual = ">=" => GreaterEqual,
        Tilde = "~" => Tilde,
        Caret = "^" => CircumFlex,
        LeftShift = "<<" => LeftShift,
        RightShift = ">>" => RightShift,
        DoubleStar = "**" => DoubleStar,
        DoubleStarEqual = "**=" => DoubleStarEqual,
        PlusEqual = "+=" => PlusEqual,
        MinusEqual = "-=" => MinusEqual,
        StarEqual = "*=" => StarEqual,
        SlashEqual = "/=" => SlashEqual,
        PercentEqual = "%=" => PercentEqual,
        AmperEqual = "&=" => AmperEqual,
        VbarEqual = "|=" => VbarEqual,
        CaretEqual = "^=" => CircumflexEqual,
        LeftShiftEqual = "<<=" => LeftShiftEqual,
        RightShiftEqual = ">>=" => RightShiftEqual,
        DoubleSlash = "//" => DoubleSlash,
        DoubleSlashEqual = "//=" => DoubleSlashEqual,
        ColonEqual = ":=" => ColonEqual,
        At = "@" => At,
        AtEqual = "@=" => AtEqual,
        Arrow = "->" => Rarrow,
        Ellipsis = "..." => Ellipsis,
    }
    keywords {
        False = "False",
        None = "None",
        True = "True",
        And = "and",
        As = "as",
        Assert = "assert",
        Async = "async",
        Await = "await",
        Break = "break",
        Class = "class",
        Continue = "continue",
        Def = "def",
        Del = "del",
        Elif = "elif",
        Else = "else",
        Except = "except",
        Finally = "finally",
        For = "for",
        From = "from",
        Global = "global",
        If = "if",
        Import = "import",
        In = "in",
        Is = "is",
        Lambda = "lambda",
        Nonlocal = "nonlocal",
        Not = "not",
        Or = "or",
        Pass = "pass",
        Raise = "raise",
        Return = "return",
        Try = "try",
        While = "while",
        With = "with",
        Yield = "yield",
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: T,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl T {
    pub(crate) fn is_string(self) -> bool {
        matches!(self, T::Str | T::FStr | T::Bytes)
    }

    pub(crate) fn is_augmented_assign(self) -> bool {
        matches!(
            self,
            T::PlusEqual
                | T::MinusEqual
                | T::StarEqual
                | T::SlashEqual
                | T::PercentEqual
                | T::AmperEqual
                | T::VbarEqual
                | T::CaretEqual
                | T::LeftShiftEqual
                | T::RightShiftEqual
                | T::DoubleStarEqual
                | T::DoubleSlashEqual
                | T::AtEqual
        )
    }

    pub(crate) fn is_open(self) -> bool {
        matches!(self, T::Lpar | T::Lsqb | T::Lbrace)
    }

    pub(crate) fn is_close(self) -> bool {
        matches!(self, T::Rpar | T::Rsqb | T::Rbrace)
    }

    /// First tokens of statements with a block, as far as brackets may follow.
    pub(crate) fn starts_block(self) -> bool {
        matches!(self, T::Async | T::Class | T::Def | T::Elif | T::For | T::If | T::While | T::With)
    }

    /// Keywords that never occur inside an expression: brackets before one were never closed.
    pub(crate) fn only_starts_statement(self) -> bool {
        matches!(
            self,
            T::Assert
                | T::Break
                | T::Class
                | T::Continue
                | T::Def
                | T::Del
                | T::Elif
                | T::Except
                | T::Finally
                | T::Global
                | T::Import
                | T::Nonlocal
                | T::Pass
                | T::Raise
                | T::Return
                | T::Try
                | T::While
                | T::With
        )
    }
}
