//! Makes the `Code` enum and its pages from `codes/E####.md`: adding an error is adding one page.

#![expect(clippy::disallowed_methods, reason = "cargo gives build scripts files and variables")]

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo sets it");
    let dir = Path::new(&root).join("codes");
    println!("cargo::rerun-if-changed={}", dir.display());
    let mut pages: Vec<PathBuf> = fs::read_dir(&dir).expect("codes/").map(|e| e.expect("entry").path()).collect();
    pages.retain(|p| p.extension().is_some_and(|e| e == "md"));
    pages.sort();

    let mut variants = String::new();
    let mut names = String::new();
    let mut titles = String::new();
    let mut texts = String::new();
    let mut all = String::new();
    for page in &pages {
        let code = page.file_stem().and_then(|s| s.to_str()).expect("a UTF-8 file name");
        assert!(
            code.len() == 5 && code.starts_with('E') && code[1..].bytes().all(|b| b.is_ascii_digit()),
            "{code}: a page is named E####.md"
        );
        let text = fs::read_to_string(page).expect("readable page");
        let title = text
            .lines()
            .next()
            .and_then(|l| l.strip_prefix(&format!("# {code}: ")))
            .unwrap_or_else(|| panic!("{code}.md: the first line must be `# {code}: title`"));
        writeln!(variants, "    /// {title}.\n    {code},").unwrap();
        writeln!(names, "            Code::{code} => {code:?},").unwrap();
        writeln!(titles, "            Code::{code} => {title:?},").unwrap();
        writeln!(texts, "            Code::{code} => {text:?},").unwrap();
        write!(all, "Code::{code}, ").unwrap();
    }
    let generated = format!(
        "/// What kind of error it is; each has a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {{
{variants}}}

impl Code {{
    pub const ALL: &'static [Code] = &[{all}];

    pub fn as_str(self) -> &'static str {{
        match self {{
{names}        }}
    }}

    /// The page's title, in a few words.
    pub fn title(self) -> &'static str {{
        match self {{
{titles}        }}
    }}

    /// The whole page, in Markdown.
    pub fn page(self) -> &'static str {{
        match self {{
{texts}        }}
    }}
}}
"
    );
    let out = Path::new(&env::var("OUT_DIR").expect("cargo sets it")).join("codes.rs");
    fs::write(out, generated).expect("write codes.rs");
}
