//! Spans, the source map, diagnostics and their rendering.

mod code;
mod diagnostic;
mod render;
mod source_map;

pub use code::{Code, explain};
pub use diagnostic::{Diagnostic, Label, Severity};
pub use render::{render, render_all};
pub use source_map::{SourceFile, SourceMap};

/// Index of a file in the [`SourceMap`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A range of bytes `start..end` of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(file: FileId, start: u32, end: u32) -> Span {
        Span { file, start, end }
    }

    /// From the start of `self` to the end of `other`.
    pub fn to(self, other: Span) -> Span {
        Span { end: other.end.max(self.end), ..self }
    }
}
