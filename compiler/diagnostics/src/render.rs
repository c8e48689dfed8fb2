//! Diagnostics as text for a terminal.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Renderer, Snippet};

use crate::source_map::char_start;
use crate::{Diagnostic, FileId, Severity, SourceFile, SourceMap, Span};

/// Renders one diagnostic, with a line feed at its end.
pub fn render(sources: &SourceMap, diagnostic: &Diagnostic, colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.as_str());
    let mut group = Group::with_title(title);
    if let Some(span) = diagnostic.span {
        for snippet in snippets(sources, diagnostic, span) {
            group = group.element(snippet);
        }
    }
    for note in &diagnostic.notes {
        group = group.element(Element::from(Level::NOTE.message(note.as_str())));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Element::from(Level::HELP.message(help.as_str())));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let mut text = renderer.decor_style(DecorStyle::Ascii).render(&[group]);
    text.push('\n');
    text
}

/// Renders all of them, with an empty line in between.
pub fn render_all(sources: &SourceMap, diagnostics: &[Diagnostic], colour: bool) -> String {
    let texts: Vec<String> = diagnostics.iter().map(|d| render(sources, d, colour)).collect();
    texts.join("\n")
}

/// One snippet per file: the primary place first, then the labels' files.
fn snippets<'a>(
    sources: &'a SourceMap,
    diagnostic: &'a Diagnostic,
    primary: Span,
) -> Vec<Snippet<'a, Annotation<'a>>> {
    let mut files: Vec<FileId> = vec![primary.file];
    for label in &diagnostic.labels {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
    }
    files.into_iter().map(|id| snippet(sources.file(id), id, diagnostic, primary)).collect()
}

fn snippet<'a>(
    file: &'a SourceFile,
    id: FileId,
    diagnostic: &'a Diagnostic,
    primary: Span,
) -> Snippet<'a, Annotation<'a>> {
    let mut marks: Vec<(AnnotationKind, Range<usize>, Option<&str>)> = Vec::new();
    if primary.file == id {
        marks.push((AnnotationKind::Primary, clamp(file, primary), None));
    }
    for label in diagnostic.labels.iter().filter(|l| l.span.file == id) {
        marks.push((AnnotationKind::Context, clamp(file, label.span), Some(label.message.as_str())));
    }
    // The renderer gets only the lines it shows: a file may be a megabyte.
    let first = marks.iter().map(|m| m.1.start).min().unwrap_or(0);
    let last = marks.iter().map(|m| m.1.end).max().unwrap_or(0);
    let first_line = file.line_of(first as u32);
    let from = file.line_start(first_line) as usize;
    let to = file.line_start(file.line_of(last as u32) + 1) as usize;
    let mut snippet =
        Snippet::source(&file.text[from..to]).line_start(first_line as usize).path(file.name.as_str());
    for (kind, range, label) in marks {
        let mut annotation = kind.span(range.start - from..range.end - from);
        if let Some(label) = label {
            annotation = annotation.label(label);
        }
        snippet = snippet.annotation(annotation);
    }
    snippet
}

/// The span as a range of whole characters, on its first line only: a caret under a whole function tells nothing.
fn clamp(file: &SourceFile, span: Span) -> Range<usize> {
    let text = &file.text;
    let start = char_start(text, span.start as usize);
    let line_end = {
        let line = file.line_of(start as u32);
        file.line_start(line) as usize + file.line_text(line).len()
    };
    let end = char_start(text, (span.end as usize).min(line_end.max(start)));
    start..end.max(start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Code;

    #[test]
    fn renders_places_labels_and_help() {
        let mut sources = SourceMap::new();
        let file = sources.add("é.py", "x = 1\nprint(ü, y)\n".to_owned());
        let at = |start, end| Span::new(file, start, end);
        let diagnostic = Diagnostic::error(Code::E0102, at(16, 17), "no such name")
            .with_label(at(0, 1), "the last assignment")
            .with_note("names are looked up when the program runs")
            .with_help("assign it first");
        let expected = "\
error[E0102]: no such name
 --> é.py:2:10
  |
1 | x = 1
  | - the last assignment
2 | print(ü, y)
  |          ^
  |
  = note: names are looked up when the program runs
  = help: assign it first
";
        assert_eq!(render(&sources, &diagnostic, false), expected);
        assert!(render(&sources, &diagnostic, true).contains("\u{1b}["));
        let alone = Diagnostic::error(Code::E0004, None, "cannot read x.py");
        let both = render_all(&sources, &[diagnostic, alone], false);
        assert!(both.ends_with("\n\nerror[E0004]: cannot read x.py\n"), "{both}");
    }
}
