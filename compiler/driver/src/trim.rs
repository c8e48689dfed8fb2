//! The parts of NumPy's shims that a program uses: the rest is left out before it is even parsed.
//!
//! NumPy's shims are many, and a program uses few functions of them. Their top level does nothing but bind names (a rule for
//! `stdlib-shims`), one statement for each or an import; so a statement can go if none of its names occurs as a word anywhere in the
//! program, nor in what is kept of the shims. Lines keep their numbers.

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

/// Classes that go method by method: CPython has its own for their objects, so that nobody calls what the program does not name.
const BY_METHOD: &[&str] = &["Generator", "RandomState"];

/// A statement at the top level of a shim.
struct Chunk<'t> {
    /// First line, counted from 0, and number of lines.
    line: usize,
    lines: usize,
    text: &'t str,
    kind: Kind<'t>,
    /// Of a method: the place of its class.
    class: Option<usize>,
    kept: bool,
}

enum Kind<'t> {
    /// `def`, `class` or an assignment to one name.
    Binds(&'t str),
    /// `from module import name as other, …`
    From(&'t str, Vec<(&'t str, &'t str)>),
    /// Whatever else: always kept.
    Other,
}

/// Everything in a text that could be a name.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty())
}

/// A shim's text, and where its statements begin ([`crate::statements`]).
#[derive(Clone, Copy)]
pub struct Whole<'t> {
    pub text: &'t str,
    pub statements: &'t [(usize, usize)],
}

fn chunks(Whole { text, statements: starts }: Whole<'_>) -> Vec<Chunk<'_>> {
    let last = starts.last().map_or((0, 0), |s| *s);
    let total = last.0 + text[last.1..].split_inclusive('\n').count();
    let ends = starts.iter().skip(1).copied().chain([(total, text.len())]);
    let mut out = Vec::new();
    for ((line, from), (end_line, to)) in starts.iter().zip(ends) {
        let text = &text[*from..to];
        let kind = kind(text);
        if matches!(kind, Kind::Binds(name) if BY_METHOD.contains(&name) && text.starts_with("class ")) {
            methods(text, *line, &mut out);
        } else {
            out.push(Chunk { line: *line, lines: end_line - line, text, kind, class: None, kept: false });
        }
    }
    out
}

/// A class, as its beginning and its methods.
fn methods<'t>(text: &'t str, line: usize, out: &mut Vec<Chunk<'t>>) {
    let (class, mut begin, mut decorated) = (out.len(), (line, 0), false);
    let (mut n, mut offset) = (line, 0);
    let mut push = |from: (usize, usize), to: (usize, usize)| {
        let text = &text[from.1..to.1];
        let name = text.lines().find_map(|l| l.strip_prefix("    def ")).and_then(|rest| words(rest).next());
        let (kind, class) = if out.len() == class { (kind(text), None) } else { (name.map_or(Kind::Other, Kind::Binds), Some(class)) };
        out.push(Chunk { line: from.0, lines: to.0 - from.0, text, kind, class, kept: false });
    };
    for l in text.split_inclusive('\n') {
        let decorator = l.starts_with("    @");
        if !decorated && (decorator || l.starts_with("    def ")) {
            push(begin, (n, offset));
            begin = (n, offset);
        }
        decorated = decorator;
        n += 1;
        offset += l.len();
    }
    push(begin, (n, offset));
}

fn kind(text: &str) -> Kind<'_> {
    let code = text.lines().find(|l| !l.starts_with('@')).unwrap_or("");
    let name_after = |rest: &'_ str| words(rest).next().map(|w| w.len());
    for keyword in ["def ", "class "] {
        if let Some(rest) = code.strip_prefix(keyword)
            && let Some(n) = name_after(rest)
        {
            return Kind::Binds(&rest[..n]);
        }
    }
    if let Some(rest) = text.strip_prefix("from ")
        && let Some((module, names)) = rest.split_once(" import ")
    {
        // What follows may be a comment.
        let names = match names.trim_start().strip_prefix('(') {
            Some(inside) => inside.split(')').next().unwrap_or(inside),
            None => names.lines().next().unwrap_or(names),
        };
        let alias = |part: &'_ str| -> Option<(usize, usize)> { (!part.trim().is_empty()).then_some((0, 0)) };
        let list = names.split(',').filter(|p| alias(p).is_some());
        let pairs = list.map(|p| p.trim().split_once(" as ").map_or((p.trim(), p.trim()), |(a, b)| (a.trim(), b.trim())));
        return Kind::From(module.trim(), pairs.collect());
    }
    match code.split_once('=') {
        Some((name, _)) if name.trim_end().chars().all(|c| c.is_alphanumeric() || c == '_') && !name.trim().is_empty() => Kind::Binds(name.trim_end()),
        _ => Kind::Other,
    }
}

/// The modules that the statements of a text import, as they are named; of `from package import module` the package.
pub fn imported(text: &str) -> impl Iterator<Item = &str> {
    let statements = text.lines().flat_map(|l| l.split(';')).map(str::trim_start);
    statements.flat_map(|s| {
        let (names, first) = match (s.strip_prefix("import "), s.strip_prefix("from ")) {
            (Some(names), _) => (names, false),
            (_, Some(rest)) => (rest.split(" import").next().unwrap_or(rest), true),
            _ => ("", true),
        };
        let names = names.split(if first { ' ' } else { ',' });
        names.map(|n| n.trim().split(' ').next().unwrap_or("")).filter(|n| !n.is_empty())
    })
}

/// The texts of the shims that are reached from `roots`, without what none of `used` needs. `find` gives a shim's text.
pub fn trim<'t>(roots: &[&str], used: impl Iterator<Item = &'t str>, find: impl Fn(&str) -> Option<Whole<'t>>) -> HashMap<String, String> {
    let mut needed: HashSet<&str> = used.collect();
    let mut modules: HashMap<String, Vec<Chunk>> = HashMap::default();
    let mut fresh: Vec<String> = roots.iter().map(|r| (*r).to_owned()).collect();
    loop {
        while let Some(name) = fresh.pop() {
            if !modules.contains_key(&name)
                && let Some(shim) = find(&name)
            {
                modules.insert(name, chunks(shim));
            }
        }
        let before = needed.len();
        let mut kept = false;
        for chunks in modules.values_mut() {
            for k in 0..chunks.len() {
                let is_off = chunks[k].class.is_some_and(|class| !chunks[class].kept);
                kept |= !is_off && keep(&mut chunks[k], &mut needed, &mut fresh);
            }
        }
        fresh.retain(|m| find(m).is_some() && !modules.contains_key(m));
        if !kept && needed.len() == before && fresh.is_empty() {
            break;
        }
    }
    modules.into_iter().map(|(name, chunks)| (name, joined(&chunks, &needed))).collect()
}

/// Keeps a chunk that is needed, with what it needs; `true`: it was not kept before.
fn keep<'t>(c: &mut Chunk<'t>, needed: &mut HashSet<&'t str>, fresh: &mut Vec<String>) -> bool {
    let wanted = match &c.kind {
        Kind::From(module, names) => {
            let wanted: Vec<&str> = names.iter().filter(|(_, bound)| needed.contains(bound)).map(|(name, _)| *name).collect();
            if wanted.is_empty() {
                return false;
            }
            fresh.push((*module).to_owned());
            // A part of a package.
            fresh.extend(wanted.iter().map(|w| format!("{module}.{w}")));
            needed.extend(wanted);
            return !std::mem::replace(&mut c.kept, true);
        }
        Kind::Binds(name) => needed.contains(name) || c.class.is_some() && name.starts_with("__"),
        Kind::Other => true,
    };
    if !wanted || std::mem::replace(&mut c.kept, true) {
        return false;
    }
    needed.extend(words(c.text));
    fresh.extend(imported(c.text).map(str::to_owned));
    true
}

fn joined(chunks: &[Chunk], needed: &HashSet<&str>) -> String {
    let mut out = String::new();
    let mut line = 0;
    for c in chunks {
        if !c.kept {
            continue;
        }
        while line < c.line {
            out.push('\n');
            line += 1;
        }
        match &c.kind {
            Kind::From(module, names) => {
                let parts = names.iter().filter(|(_, bound)| needed.contains(bound));
                let parts: Vec<String> = parts.map(|(name, bound)| if name == bound { (*name).to_owned() } else { format!("{name} as {bound}") }).collect();
                out.push_str(&format!("from {module} import {}\n", parts.join(", ")));
                line += 1;
            }
            _ => {
                out.push_str(c.text);
                line += c.lines;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statements::starts;

    #[test]
    fn methods_by_name() {
        let class = "class Generator:\n    \"\"\"G\"\"\"\n\n    def __init__(self):\n        self.a = 1\n\n    @property\n    def p(self):\n        return other()\n\n    def m(self):\n        return 2\n\n\ndef other():\n    return 1\n";
        let statements = starts(class);
        let t = trim(&["a"], words("import a; a.Generator().m()"), |m| (m == "a").then_some(Whole { text: class, statements: &statements }));
        let lines: Vec<&str> = t["a"].lines().collect();
        assert_eq!((lines[0], lines[3], lines[10], lines[11]), ("class Generator:", "    def __init__(self):", "    def m(self):", "        return 2"), "{}", t["a"]);
        assert!(!t["a"].contains("def p") && !t["a"].contains("other"), "{}", t["a"]);
    }

    const PACKAGE: &str = "\"\"\"About it.\"\"\"\nfrom a._b import (\n    f, g as h,\n)\nfrom _native import x, y\n\nlimit = 3\n\n\ndef other():\n    return 1\n";
    const PART: &str = "from _native import z\n\ndef helper(n):\n    return z(n)\n\n@mark\ndef f(n):\n    return helper(n)\n\ndef g(n):\n    return n\n";

    fn trimmed(used: &str) -> HashMap<String, String> {
        let (package, part) = (starts(PACKAGE), starts(PART));
        trim(&["a"], words(used), |m| match m {
            "a" => Some(Whole { text: PACKAGE, statements: &package }),
            "a._b" => Some(Whole { text: PART, statements: &part }),
            _ => None,
        })
    }

    #[test]
    fn what_is_used() {
        let t = trimmed("import a\nprint(a.f(2))");
        assert_eq!(t["a"], "\"\"\"About it.\"\"\"\nfrom a._b import f\n");
        assert!(t["a._b"].contains("def helper") && t["a._b"].contains("@mark\ndef f") && !t["a._b"].contains("def g"), "{}", t["a._b"]);
        assert!(t["a._b"].starts_with("from _native import z\n\ndef helper"));
    }

    #[test]
    fn other_names_and_lines() {
        let t = trimmed("import a; a.h(1); a.limit; a.y");
        assert!(!t["a._b"].contains("def f"));
        assert_eq!(t["a"].lines().nth(6), Some("limit = 3"));
        assert_eq!(t["a"].lines().nth(4), Some("from _native import y"));
        assert!(!trimmed("import a").contains_key("a._b"));
    }
}
