//! Brackets, line breaks and dots of printed arrays.

use pyaot_core::error::Result;

use crate::array::ArrayObj;

/// How an array is laid out on lines.
pub struct Page<'a> {
    pub width: usize,
    pub separator: &'a str,
    /// Elements shown at both ends of a dimension that is longer than both together.
    pub edge: usize,
    /// What lines but the first begin with.
    pub indent: &'a str,
}

/// The indices of a dimension that are shown, before and after the dots.
fn parts(n: i64, edge: usize) -> (i64, i64) {
    match i64::try_from(edge) {
        Ok(e) if n > 2 * e => (e, e),
        _ => (0, n),
    }
}

/// The addresses of the elements that are shown.
pub fn shown(a: &ArrayObj, edge: usize) -> Vec<*const u8> {
    let mut all = vec![a.data() as *const u8];
    for (n, s) in a.shape().iter().zip(a.strides()) {
        let (head, tail) = parts(*n, edge);
        let index: Vec<i64> = (0..head).chain(n - tail..*n).collect();
        all = all.iter().flat_map(|p| index.iter().map(move |k| p.wrapping_offset((k * s) as isize))).collect();
    }
    all
}

/// The array's text.
///
/// # Errors
/// What `word` raises.
pub fn lines(a: &ArrayObj, word: &mut dyn FnMut(*const u8) -> Result<String>, page: &Page) -> Result<String> {
    nested(a, 0, a.data(), page.indent.to_owned(), page.width, word, page)
}

fn nested(
    a: &ArrayObj,
    axis: usize,
    at: *const u8,
    indent: String,
    width: usize,
    word: &mut dyn FnMut(*const u8) -> Result<String>,
    page: &Page,
) -> Result<String> {
    let left = a.ndim() - axis;
    if left == 0 {
        return word(at);
    }
    let (n, stride) = (a.shape()[axis], a.strides()[axis]);
    let (head, tail) = parts(n, page.edge);
    let address = |k: i64| at.wrapping_offset((k * stride) as isize);
    let index = (0..head).map(Some).chain((head > 0).then_some(None)).chain((n - tail..n).map(Some));
    let dots = n > head + tail || head > 0;
    let index: Vec<Option<i64>> = if dots { index.collect() } else { (0..n).map(Some).collect() };
    let separator = page.separator.trim_end();
    let mut out = String::new();
    let last = index.len().saturating_sub(1);
    if left == 1 {
        let room = width.saturating_sub(separator.chars().count().max(1));
        let mut line = indent.clone();
        for (i, k) in index.iter().enumerate() {
            match k {
                Some(k) => extend_by_lines(&mut out, &mut line, &word(address(*k))?, room, &indent),
                None => extend(&mut out, &mut line, "...", room, &indent),
            }
            if i < last {
                line.push_str(page.separator);
            }
        }
        out.push_str(&line);
    } else {
        let between = format!("{separator}{}", "\n".repeat(left - 1));
        for (i, k) in index.iter().enumerate() {
            out.push_str(&indent);
            match k {
                Some(k) => out.push_str(&nested(a, axis + 1, address(*k), format!("{indent} "), width.saturating_sub(1), word, page)?),
                None => out.push_str("..."),
            }
            if i < last {
                out.push_str(&between);
            }
        }
    }
    // The first line's indent gives way to the bracket, whose place it keeps on the lines below.
    Ok(format!("[{}]", out.chars().skip(indent.chars().count()).collect::<String>()))
}

/// Adds a word to the line, or begins another line with it.
fn extend(out: &mut String, line: &mut String, word: &str, room: usize, indent: &str) {
    let have = line.chars().count();
    if have + word.chars().count() > room && have > indent.chars().count() {
        out.push_str(line.trim_end());
        out.push('\n');
        *line = indent.to_owned();
    }
    line.push_str(word);
}

/// [`extend`] by a word that may have several lines: an array among objects.
fn extend_by_lines(out: &mut String, line: &mut String, word: &str, room: usize, indent: &str) {
    let words: Vec<&str> = word.lines().collect();
    if words.len() <= 1 {
        return extend(out, line, word, room, indent);
    }
    let longest = words.iter().map(|w| w.chars().count()).max().unwrap_or(0);
    let have = line.chars().count();
    let margin = if have + longest > room && have > indent.chars().count() {
        out.push_str(line.trim_end());
        out.push('\n');
        *line = format!("{indent}{}", words[0]);
        indent.to_owned()
    } else {
        line.push_str(words[0]);
        " ".repeat(have)
    };
    for w in &words[1..] {
        out.push_str(line.trim_end());
        out.push('\n');
        *line = format!("{margin}{w}");
    }
    let missing = longest - words.last().map_or(0, |w| w.chars().count());
    line.push_str(&" ".repeat(missing));
}
