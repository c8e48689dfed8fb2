//! The files of one compilation: names, texts, and byte offsets to lines and columns.

use crate::{FileId, Span};

#[derive(Debug, Clone)]
pub struct SourceFile {
    pub name: String,
    pub text: String,
    /// Byte offset of each line's first byte; a line ends at `\n`, `\r\n` or `\r`.
    line_starts: Vec<u32>,
}

#[derive(Debug, Clone, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
}

impl SourceMap {
    pub fn new() -> SourceMap {
        SourceMap::default()
    }

    pub fn add(&mut self, name: &str, text: String) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).expect("fewer than 2**32 files"));
        let line_starts = line_starts(&text);
        self.files.push(SourceFile { name: name.to_owned(), text, line_starts });
        id
    }

    pub fn file(&self, file: FileId) -> &SourceFile {
        &self.files[file.0 as usize]
    }

    pub fn name(&self, file: FileId) -> &str {
        &self.file(file).name
    }

    /// The texts of all files.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|f| &*f.text)
    }

    pub fn text(&self, file: FileId) -> &str {
        &self.file(file).text
    }

    /// The source text of a span; empty where the span does not fit the file.
    pub fn slice(&self, span: Span) -> &str {
        self.text(span.file).get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// The file of this name.
    pub fn named(&self, name: &str) -> Option<FileId> {
        self.files.iter().position(|f| f.name == name).map(|k| FileId(k as u32))
    }

    /// Columns (characters, from 0) of a line (from 1); without them the whole line.
    pub fn line_span(&self, file: FileId, line: u32, columns: Option<(u32, u32)>) -> Span {
        let (start, text) = (self.file(file).line_start(line), self.line_text(file, line));
        let byte = |column: u32| start + text.char_indices().nth(column as usize).map_or(text.len(), |(k, _)| k) as u32;
        match columns {
            Some((from, to)) => Span::new(file, byte(from), byte(to)),
            None => Span::new(file, start, start + text.len() as u32),
        }
    }

    /// Line (from 1) and column (characters, from 0) of the span's start.
    pub fn location(&self, span: Span) -> (u32, u32) {
        self.file(span.file).location(span.start)
    }

    /// Line (from 1) and column (characters, from 0) of the span's end.
    pub fn end_location(&self, span: Span) -> (u32, u32) {
        self.file(span.file).location(span.end)
    }

    /// The text of a line (from 1) without its line end; empty past the end of the file.
    pub fn line_text(&self, file: FileId, line: u32) -> &str {
        self.file(file).line_text(line)
    }
}

impl SourceFile {
    pub fn line_count(&self) -> u32 {
        self.line_starts.len() as u32
    }

    /// The line (from 1) that an offset is in.
    pub fn line_of(&self, offset: u32) -> u32 {
        self.line_starts.partition_point(|&start| start <= offset) as u32
    }

    /// The byte offset of a line's (from 1) first byte.
    pub fn line_start(&self, line: u32) -> u32 {
        self.line_starts.get(line as usize - 1).copied().unwrap_or(self.text.len() as u32)
    }

    pub fn location(&self, offset: u32) -> (u32, u32) {
        let line = self.line_of(offset);
        let start = self.line_start(line) as usize;
        let end = char_start(&self.text, offset as usize);
        let column = self.text.get(start..end).map_or(0, |t| t.chars().count());
        (line, column as u32)
    }

    pub fn line_text(&self, line: u32) -> &str {
        if line == 0 || line > self.line_count() {
            return "";
        }
        let text = &self.text[self.line_start(line) as usize..self.line_start(line + 1) as usize];
        text.trim_end_matches(['\n', '\r'])
    }
}

/// The start of the character that an offset is in; the text's end for what lies behind it.
pub(crate) fn char_start(text: &str, offset: usize) -> usize {
    let mut at = offset.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn line_starts(text: &str) -> Vec<u32> {
    let bytes = text.as_bytes();
    let mut starts = vec![0];
    for (i, &b) in bytes.iter().enumerate() {
        if b == b'\n' || (b == b'\r' && bytes.get(i + 1) != Some(&b'\n')) {
            starts.push(i as u32 + 1);
        }
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns() {
        let mut map = SourceMap::new();
        let file = map.add("a.py", "a\r\nüx = 1\rlast".to_owned());
        let at = |start| map.location(Span::new(file, start, start));
        assert_eq!(at(0), (1, 0));
        assert_eq!(at(3), (2, 0));
        assert_eq!(at(5), (2, 1));
        assert_eq!(at(11), (3, 0));
        assert_eq!(at(15), (3, 4));
        assert_eq!(map.line_text(file, 2), "üx = 1");
        assert_eq!(map.line_text(file, 3), "last");
        assert_eq!(map.line_text(file, 4), "");
    }
}
