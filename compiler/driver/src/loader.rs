//! Where imported modules come from: the script's folder, then the shims, then the native modules of the runtime.

use std::cell::Cell;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, Instant};

use pyaot_diagnostics::{Code, Diagnostic, FileId, SourceMap, Span};
use pyaot_sema::build::{Loaded, Loader};
use pyaot_sema::hir::Pos;
use pyaot_syntax::{NameUse, ast, names, parse_module};
use rustc_hash::FxHashMap;

use crate::cache::Watch;
use crate::input::{OwnModules, Text, add_source};
use crate::{natives, shims, trim};

/// Columns beyond are not recorded.
const MAX_COLUMN: usize = 8192;

/// Modules that are part of CPython's executable: no file of the user's hides them.
const ALWAYS_BUILTIN: &[&str] = &["builtins", "itertools", "sys", "time"];

/// Modules whose state is the whole process's, or whose objects others make too, and ask for their class: an extension of CPython uses those of
/// its host.
const OF_PROCESS: &[&str] = &["fractions", "numpy.random", "queue", "random", "statistics", "warnings"];

/// Modules of one thread, and words of programs that have several: these need CPython's.
const OF_ONE_THREAD: &[&str] = &["queue"];
const THREADED: &[&str] = &["threading", "_thread", "concurrent", "multiprocessing", "asyncio", "handlers", "socketserver", "http"];

/// Modules that know no numbers of CPython's, and words of programs that have such: these need CPython's.
const OF_OWN_NUMBERS: &[&str] = &["statistics"];
const OTHER_NUMBERS: &[&str] = &["decimal"];

/// Modules whose classes are made from statements alone: programs that make some by calls need CPython's ([`ModuleLoader::makes_classes`]).
const OF_STATEMENTS: &[&str] = &["dataclasses"];

/// Modules of CPython's that start no threads of their own; of others, nobody knows.
const QUIET: &[&str] = &[
    "argparse", "array", "ast", "base64", "binascii", "calendar", "cmath", "codecs", "configparser", "contextlib", "csv", "ctypes", "datetime",
    "decimal", "difflib", "enum", "errno", "fnmatch", "gc", "getopt", "getpass", "glob", "gzip", "hashlib", "hmac", "html", "inspect", "io", "json",
    "locale", "logging", "numbers", "os", "pandas", "pathlib", "pickle", "platform", "pprint", "re", "scipy", "secrets", "shlex", "shutil", "signal",
    "sqlite3", "stat", "string", "struct", "sympy", "tempfile", "textwrap", "tomllib", "traceback", "types", "typing_extensions", "unicodedata",
    "unittest", "urllib", "uuid", "weakref", "xml", "zipfile", "zlib", "zoneinfo",
];

/// Names by which a program may reach anything of a module.
const REFLECTIVE: &[&str] = &["__dict__", "__import__", "eval", "exec", "import_module", "modules", "vars"];

/// Finds, reads and parses modules.
pub struct ModuleLoader<'s> {
    sources: &'s mut SourceMap,
    own: OwnModules,
    /// The text of the main program.
    main: String,
    /// No module is left to CPython.
    native_only: bool,
    /// Functions that CPython makes: the file's name, and where they start.
    left: HashSet<(String, u32)>,
    /// See [`OTHER_NUMBERS`], once it is asked for.
    has_other_numbers: Cell<Option<bool>>,
    /// See [`OF_STATEMENTS`], once it is asked for.
    makes_classes: Cell<Option<bool>>,
    /// See [`THREADED`], once it is asked for.
    is_threaded: Cell<Option<bool>>,
    /// What the program uses of NumPy's shims, once it is asked for.
    trimmed: Option<FxHashMap<String, String>>,
    pub(crate) watch: Watch,
    pub diagnostics: Vec<Diagnostic>,
    /// Time spent reading and parsing.
    pub time: Duration,
}

/// What a dotted name stands for.
enum Found {
    File { path: PathBuf, is_package: bool },
    Shim(&'static shims::Shim),
    Native,
    Text(Text),
    /// A folder without `__init__.py`.
    Namespace(PathBuf),
}

impl<'s> ModuleLoader<'s> {
    pub fn new(sources: &'s mut SourceMap, own: OwnModules, main: String, native_only: bool, left: HashSet<(String, u32)>) -> ModuleLoader<'s> {
        ModuleLoader { sources, own, main, native_only, left, has_other_numbers: Cell::new(None), makes_classes: Cell::new(None), is_threaded: Cell::new(None), trimmed: None, watch: Watch::default(), diagnostics: Vec::new(), time: Duration::ZERO }
    }

    /// The part of a shim that the program uses.
    fn shim_text(&mut self, shim: &'static shims::Shim) -> String {
        if shim.module.split('.').next() != Some("numpy") {
            return shim.text.to_owned();
        }
        if self.trimmed.is_none() {
            self.trimmed = Some(self.trim_numpy());
        }
        let trimmed = self.trimmed.as_ref().expect("just made");
        trimmed.get(shim.module).cloned().unwrap_or_else(|| shim.text.to_owned())
    }

    fn trim_numpy(&self) -> FxHashMap<String, String> {
        let texts = self.texts_of_program();
        // Whoever makes names at run time gets everything.
        if texts.iter().flat_map(|t| trim::words(t)).any(|w| REFLECTIVE.contains(&w)) {
            return FxHashMap::default();
        }
        let parts = texts.iter().flat_map(|t| t.match_indices("numpy.").map(move |(at, _)| &t[at..]));
        let mut roots: Vec<String> = parts.filter_map(|t| t.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.'))).next().map(str::to_owned)).collect();
        roots.push("numpy".to_owned());
        let roots: Vec<&str> = roots.iter().map(String::as_str).collect();
        trim::trim(&roots, texts.iter().flat_map(|t| trim::words(t)), |m| shims::find(m).map(|s| trim::Whole { text: s.text, statements: s.statements }))
    }

    /// The texts of the main program and of the user's modules that it may import.
    fn texts_of_program(&self) -> Vec<String> {
        let mut texts = vec![self.main.clone()];
        if let OwnModules::Texts(all) = &self.own {
            texts.extend(all.iter().map(|t| t.text.clone()));
        }
        let (mut seen, mut at) = (HashSet::new(), 0);
        while at < texts.len() {
            let names: Vec<String> = trim::imported(&texts[at]).map(str::to_owned).collect();
            for name in names {
                // Each part of a dotted name is a module; what a package imports from itself may be any of its files.
                for end in name.match_indices('.').map(|(k, _)| k).chain([name.len()]) {
                    let Some(Found::File { path, is_package }) = self.find(&name[..end]) else { continue };
                    let folder = path.parent().filter(|_| is_package || name.starts_with('.')).map(Path::to_path_buf);
                    let mut files = vec![path];
                    files.extend(folder.into_iter().flat_map(|f| self.watch.python_files(&f)));
                    for file in files {
                        if seen.insert(file.clone())
                            && let Ok(bytes) = self.watch.read(&file)
                        {
                            texts.push(String::from_utf8_lossy(&bytes).into_owned());
                        }
                    }
                }
            }
            at += 1;
        }
        texts
    }

    fn find(&self, dotted: &str) -> Option<Found> {
        let top = dotted.split('.').next().unwrap_or(dotted);
        if !ALWAYS_BUILTIN.contains(&top)
            && let Some(found) = self.own(dotted)
        {
            return Some(found);
        }
        if let OwnModules::One(m) = &self.own
            && is_of_host(&self.watch, &m.root, dotted)
        {
            return None;
        }
        // A package of the user's has no parts elsewhere.
        if dotted != top && self.own(top).is_some() && !ALWAYS_BUILTIN.contains(&top) {
            return self.namespace(dotted);
        }
        if OF_ONE_THREAD.contains(&dotted) && self.is_threaded() {
            return None;
        }
        if OF_OWN_NUMBERS.contains(&dotted) && !self.native_only && self.has_other_numbers() {
            return None;
        }
        if OF_STATEMENTS.contains(&dotted) && !self.native_only && self.makes_classes() {
            return None;
        }
        if let Some(shim) = shims::find(dotted) {
            return Some(Found::Shim(shim));
        }
        if natives::is_module(dotted) {
            return Some(Found::Native);
        }
        self.namespace(dotted)
    }

    fn has_other_numbers(&self) -> bool {
        self.asked_once(&self.has_other_numbers, |t| trim::words(t).any(|w| OTHER_NUMBERS.contains(&w)))
    }

    fn makes_classes(&self) -> bool {
        let makes = |u: &NameUse| u.name == "make_dataclass" || u.name == "dataclass" && u.is_called && !u.in_decorator;
        self.asked_once(&self.makes_classes, |t| t.contains("dataclass") && names(t).iter().any(makes))
    }

    /// Whether that is so of any text of the program.
    fn asked_once(&self, known: &Cell<Option<bool>>, is_so: impl Fn(&str) -> bool) -> bool {
        if let Some(known) = known.get() {
            return known;
        }
        // So long as it is being found out.
        known.set(Some(false));
        let is = self.texts_of_program().iter().any(|t| is_so(t));
        known.set(Some(is));
        is
    }

    /// The program has threads, which CPython's libraries make, or may have some.
    fn is_threaded(&self) -> bool {
        if self.native_only {
            return false;
        }
        if let Some(known) = self.is_threaded.get() {
            return known;
        }
        // So long as it is being found out.
        self.is_threaded.set(Some(false));
        let texts = self.texts_of_program();
        let starts_threads = |name: &str| {
            let top = name.split('.').next().unwrap_or(name);
            !top.is_empty() && !QUIET.contains(&top) && self.find(top).is_none()
        };
        let is = texts.iter().flat_map(|t| trim::words(t)).any(|w| THREADED.contains(&w))
            || texts.iter().flat_map(|t| trim::imported(t)).any(starts_threads);
        self.is_threaded.set(Some(is));
        is
    }

    /// A module of the program's own.
    fn own(&self, dotted: &str) -> Option<Found> {
        match &self.own {
            OwnModules::Folder(folder) => in_folder(&self.watch, folder, dotted),
            OwnModules::Texts(all) => all.iter().find(|t| t.module == dotted).cloned().map(Found::Text),
            OwnModules::One(m) => {
                (m.name == dotted).then(|| Found::File { path: m.path.clone(), is_package: m.path.file_name().is_some_and(|n| n == "__init__.py") })
            }
        }
    }

    fn namespace(&self, dotted: &str) -> Option<Found> {
        match &self.own {
            OwnModules::Folder(folder) => namespace(&self.watch, folder, dotted),
            OwnModules::Texts(_) | OwnModules::One(_) => None,
        }
    }

    /// CPython may have it: what is no part of a package of the user's.
    fn may_be_foreign(&self, dotted: &str) -> bool {
        if let OwnModules::One(m) = &self.own {
            return !self.native_only && m.name != dotted;
        }
        let top = dotted.split('.').next().unwrap_or(dotted);
        !self.native_only && (ALWAYS_BUILTIN.contains(&top) || self.own(top).is_none() && self.namespace(top).is_none())
    }

    fn source(&mut self, shown: &str, bytes: &[u8], is_package: bool) -> Loaded {
        let file = match add_source(self.sources, shown, bytes) {
            Ok(file) => file,
            Err(d) => {
                self.diagnostics.push(d);
                return Loaded::Broken;
            }
        };
        match self.parse(file) {
            Some(tree) => Loaded::Source { tree, file: shown.to_owned(), is_package, is_shim: false },
            None => Loaded::Broken,
        }
    }

    fn parse(&mut self, file: FileId) -> Option<Rc<ast::Module>> {
        let (tree, errors) = parse_module(file, self.sources.text(file));
        let broken = errors.iter().any(Diagnostic::is_error);
        self.diagnostics.extend(errors);
        (!broken).then(|| Rc::new(tree))
    }

    fn load_now(&mut self, dotted: &str) -> Loaded {
        match self.find(dotted) {
            None if self.may_be_foreign(dotted) => Loaded::Foreign,
            None => Loaded::Missing,
            Some(Found::Native) => Loaded::Native,
            Some(Found::Text(t)) => self.source(&t.file, t.text.as_bytes(), false),
            Some(Found::Shim(shim)) => {
                let shown = format!("<pyaot>/{}", shim.path);
                let text = self.shim_text(shim);
                let file = self.sources.add(&shown, text);
                match self.parse(file) {
                    Some(tree) => Loaded::Source { tree, file: shown, is_package: shim.is_package, is_shim: true },
                    None => Loaded::Broken,
                }
            }
            Some(Found::File { path, is_package }) => match self.watch.read(&path) {
                Ok(bytes) => self.source(&path.display().to_string(), &bytes, is_package),
                Err(reason) => {
                    let message = format!("cannot read {}: {reason}", path.display());
                    self.diagnostics.push(Diagnostic::error(Code::E0004, None, message));
                    Loaded::Broken
                }
            },
            Some(Found::Namespace(path)) => self.source(&path.display().to_string(), b"", true),
        }
    }
}

impl Loader for ModuleLoader<'_> {
    fn load(&mut self, dotted: &str) -> Loaded {
        let start = Instant::now();
        let loaded = self.load_now(dotted);
        self.time += start.elapsed();
        loaded
    }

    fn native_names(&self, dotted: &str) -> Vec<ast::Name> {
        natives::public_names(dotted)
    }

    fn load_text(&mut self, shown: &str, text: String) -> Loaded {
        let file = self.sources.add(shown, text);
        match self.parse(file) {
            Some(tree) => Loaded::Source { tree, file: shown.to_owned(), is_package: false, is_shim: true },
            None => Loaded::Broken,
        }
    }

    fn line(&self, span: Span) -> u32 {
        self.sources.file(span.file).line_of(span.start)
    }

    fn text(&self, span: Span) -> String {
        self.sources.text(span.file)[span.start as usize..span.end as usize].to_owned()
    }

    fn pos(&self, span: Span) -> Pos {
        let file = self.sources.file(span.file);
        let line = file.line_of(span.start);
        let start = file.line_start(line) as usize;
        // Far out in an endless line nobody looks for marks.
        if span.start as usize - start > MAX_COLUMN {
            return Pos { line, cols: 0 };
        }
        let column = |offset: u32| {
            let text = file.text.get(start..offset as usize).unwrap_or("");
            1 + if text.is_ascii() { text.len() } else { text.chars().count() } as u32
        };
        let one_line = span.end as usize - start <= MAX_COLUMN && file.line_of(span.end) == line;
        let end = if one_line { column(span.end) } else { 0xFFFF };
        Pos { line, cols: column(span.start) | end << 16 }
    }

    fn is_builtin(&self, name: &str) -> bool {
        natives::is_builtin(name)
    }

    fn is_foreign(&mut self, dotted: &str) -> bool {
        self.may_be_foreign(dotted) && self.find(dotted).is_none()
    }

    fn is_extension(&self) -> bool {
        matches!(self.own, OwnModules::One(_))
    }

    fn is_left(&self, function: Span) -> bool {
        !self.left.is_empty() && self.left.contains(&(self.sources.name(function.file).to_owned(), function.start))
    }

    fn has_cpython(&self) -> bool {
        !self.native_only
    }
}

fn path_of(folder: &Path, dotted: &str) -> Option<PathBuf> {
    // An empty part would lead out of the folder; the parser gives none, `importlib`-like callers might.
    if dotted.split('.').any(str::is_empty) {
        return None;
    }
    let mut path = folder.to_path_buf();
    path.extend(dotted.split('.'));
    Some(path)
}

/// A module that an extension leaves to CPython, although pyaot may have one of that name.
fn is_of_host(watch: &Watch, root: &Path, dotted: &str) -> bool {
    OF_PROCESS.contains(&dotted) || !ALWAYS_BUILTIN.contains(&dotted) && in_folder(watch, root, dotted).is_some()
}

/// The module is compiled with an extension that imports it.
pub fn is_compiled_in(root: &Path, dotted: &str) -> bool {
    !is_of_host(&Watch::default(), root, dotted) && (shims::find(dotted).is_some() || natives::is_module(dotted))
}

fn in_folder(watch: &Watch, folder: &Path, dotted: &str) -> Option<Found> {
    let base = path_of(folder, dotted)?;
    let package = base.join("__init__.py");
    if watch.is_file(&package) {
        return Some(Found::File { path: package, is_package: true });
    }
    let mut name = base.into_os_string();
    name.push(".py");
    let path = PathBuf::from(name);
    watch.is_file(&path).then_some(Found::File { path, is_package: false })
}

fn namespace(watch: &Watch, folder: &Path, dotted: &str) -> Option<Found> {
    path_of(folder, dotted).filter(|p| watch.is_folder(p)).map(Found::Namespace)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// What loading `name` gives where the script's folder holds these files.
    fn load(files: &[(&str, &str)], name: &str) -> (String, Vec<Diagnostic>) {
        let dir = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let mut sources = SourceMap::new();
        let mut loader = ModuleLoader::new(&mut sources, OwnModules::Folder(dir.path().to_path_buf()), String::new(), true, HashSet::new());
        let what = match loader.load(name) {
            Loaded::Source { file, is_package, is_shim, .. } => {
                let file = file.strip_prefix(dir.path().to_str().unwrap()).unwrap_or(&file).to_owned();
                format!("{file} package={is_package} shim={is_shim}")
            }
            Loaded::Native => "native".to_owned(),
            Loaded::Foreign => "foreign".to_owned(),
            Loaded::Missing => "missing".to_owned(),
            Loaded::Broken => "broken".to_owned(),
        };
        (what, loader.diagnostics)
    }

    #[test]
    fn files_and_packages_of_the_script() {
        let files = [("a.py", "x = 1\n"), ("p/__init__.py", ""), ("p/b.py", ""), ("n/c.py", "")];
        assert_eq!(load(&files, "a").0, "/a.py package=false shim=false");
        assert_eq!(load(&files, "p").0, "/p/__init__.py package=true shim=false");
        assert_eq!(load(&files, "p.b").0, "/p/b.py package=false shim=false");
        assert_eq!(load(&files, "n").0, "/n package=true shim=false");
        assert_eq!(load(&files, "n.c").0, "/n/c.py package=false shim=false");
        assert_eq!(load(&files, "p.missing").0, "missing");
        assert_eq!(load(&files, "missing").0, "missing");
    }

    #[test]
    fn package_before_module() {
        assert_eq!(load(&[("m.py", ""), ("m/__init__.py", "")], "m").0, "/m/__init__.py package=true shim=false");
    }

    #[test]
    fn shims_and_natives() {
        assert_eq!(load(&[], "heapq").0, "<pyaot>/heapq.py package=false shim=true");
        assert_eq!(load(&[], "collections").0, "<pyaot>/collections/__init__.py package=true shim=true");
        assert_eq!(load(&[], "collections.abc").0, "<pyaot>/collections/abc.py package=false shim=true");
        assert_eq!(load(&[], "math").0, "native");
        assert_eq!(load(&[], "builtins").0, "native");
    }

    #[test]
    fn what_hides_what() {
        let own = [("random.py", ""), ("sys.py", ""), ("math.py", ""), ("heapq/x.txt", "")];
        assert_eq!(load(&own, "random").0, "/random.py package=false shim=false");
        assert_eq!(load(&own, "math").0, "/math.py package=false shim=false");
        assert_eq!(load(&own, "sys").0, "native");
        // A folder without __init__.py hides nothing.
        assert_eq!(load(&own, "heapq").0, "<pyaot>/heapq.py package=false shim=true");
        // A package of the user's is whole.
        assert_eq!(load(&[("collections/__init__.py", "")], "collections.abc").0, "missing");
    }

    #[test]
    fn broken_modules() {
        let (what, diagnostics) = load(&[("m.py", "x = = 1\n")], "m");
        assert_eq!((what.as_str(), diagnostics[0].code), ("broken", Code::E0001));
    }

    #[test]
    fn every_shim_parses() {
        for shim in shims::SHIMS {
            let (what, diagnostics) = load(&[], shim.module);
            assert!(what.ends_with("shim=true") && diagnostics.is_empty(), "{}: {what} {diagnostics:?}", shim.module);
        }
    }
}
