//! The files of the tree, for `tidy`.

use std::fs;
use std::path::{Path, PathBuf};

/// Folders with files that are not ours.
const SKIPPED: [&str; 7] = ["target", ".git", ".venv", "__pycache__", "failures", "node_modules", "out"];

/// A file with its path from the root, with forward slashes.
pub struct TextFile {
    pub path: String,
    pub text: String,
}

/// All text files of the tree, in order. Files that are not UTF-8 are left out.
pub fn files(root: &Path) -> Vec<TextFile> {
    let mut paths = Vec::new();
    collect(root, &mut paths);
    paths.sort();
    paths.into_iter().filter_map(|path| read(root, &path)).collect()
}

fn read(root: &Path, path: &Path) -> Option<TextFile> {
    let text = fs::read_to_string(path).ok()?;
    let path = path.strip_prefix(root).ok()?.to_string_lossy().replace('\\', "/");
    Some(TextFile { path, text })
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() && !SKIPPED.contains(&name.as_str()) {
            collect(&entry.path(), paths);
        } else if kind.is_file() {
            paths.push(entry.path());
        }
    }
}

/// The text with comments and the insides of string literals blanked out, line for line: what is left is code.
pub fn rust_code(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let skip = |out: &mut String, from: usize, to: usize| {
        out.extend(chars[from..to].iter().map(|&c| if c == '\n' { '\n' } else { ' ' }));
        to
    };
    while at < chars.len() {
        let rest = &chars[at..];
        at = match rest {
            ['/', '/', ..] => skip(&mut out, at, at + find(rest, |w| w[0] == '\n', 0)),
            ['/', '*', ..] => skip(&mut out, at, at + block_comment(rest)),
            ['r' | 'b' | 'c', ..] if !after_word(&chars, at) && raw_string(rest).is_some() => {
                skip(&mut out, at, at + raw_string(rest).unwrap_or(1))
            }
            ['"', ..] => skip(&mut out, at, at + string(rest)),
            ['\'', '\\', ..] => skip(&mut out, at, at + 3 + find(&rest[3..], |w| w[0] == '\'', 1)),
            ['\'', _, '\'', ..] => skip(&mut out, at, at + 3),
            _ => {
                out.push(rest[0]);
                at + 1
            }
        };
    }
    out
}

fn after_word(chars: &[char], at: usize) -> bool {
    at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_')
}

/// Length up to the first place where `test` holds, plus `extra`; the whole length if there is none.
fn find(chars: &[char], test: impl Fn(&[char]) -> bool, extra: usize) -> usize {
    let at = (0..chars.len()).find(|&i| test(&chars[i..]));
    at.map_or(chars.len(), |i| (i + extra).min(chars.len()))
}

fn block_comment(rest: &[char]) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        match rest[at..] {
            ['/', '*', ..] => {
                depth += 1;
                at += 2;
            }
            ['*', '/', ..] => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    rest.len()
}

fn string(rest: &[char]) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            '\\' => at += 2,
            '"' => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

/// The length of `r"…"`, `r#"…"#`, `br"…"` and the like at the start.
fn raw_string(rest: &[char]) -> Option<usize> {
    let prefix = rest.iter().take_while(|c| matches!(c, 'b' | 'c')).count();
    if prefix > 1 || rest.get(prefix) != Some(&'r') {
        return None;
    }
    let hashes = rest[prefix + 1..].iter().take_while(|&&c| c == '#').count();
    let start = prefix + 1 + hashes;
    if rest.get(start) != Some(&'"') {
        return None;
    }
    let ends = |w: &[char]| w[0] == '"' && w.len() > hashes && w[1..=hashes].iter().all(|&c| c == '#');
    Some(start + 1 + find(&rest[start + 1..], ends, 1 + hashes))
}

#[cfg(test)]
mod tests {
    use super::rust_code;

    #[test]
    fn only_code_is_left() {
        let text = "a // unsafe\nb \"unsafe \\\" x\" c /* un /* in */ safe */ d r#\"un\"safe\"# e '\"' f 'x' '\\'' g";
        let words: Vec<String> = rust_code(text).split_whitespace().map(str::to_owned).collect();
        assert_eq!(words.join(" "), "a b c d e f g");
    }

    #[test]
    fn lines_stay() {
        assert_eq!(rust_code("\"a\nb\" x\n// c\ny").lines().nth(1), Some("   x"));
    }
}
