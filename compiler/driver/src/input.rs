//! The main program's text and names.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use pyaot_diagnostics::{Code, Diagnostic, FileId, SourceMap, Span};
use pyaot_sema::extension::Extension;
use pyaot_syntax::decode_source;

/// Where the main program comes from.
#[derive(Debug, Clone)]
pub enum Input {
    File(PathBuf),
    Stdin,
    /// Texts of whoever calls the compiler: the main program, and modules that it may import. No folder is looked into.
    Texts { main: Text, modules: Vec<Text> },
    /// A main program of the compiler's own, over one module.
    Around { main: Text, module: OneModule, known: Extension },
}

/// A module that becomes an extension: to it, all others are CPython's.
#[derive(Debug, Clone, Hash)]
pub struct OneModule {
    /// Dotted.
    pub name: String,
    pub path: PathBuf,
    /// The folder from which the name leads to the file.
    pub root: PathBuf,
}

/// A module's text, with the names that it goes by.
#[derive(Debug, Clone, Hash)]
pub struct Text {
    pub module: String,
    pub file: String,
    pub text: String,
}

impl Input {
    /// `-` is the standard input.
    pub fn from_argument(path: &Path) -> Input {
        if path.as_os_str() == "-" { Input::Stdin } else { Input::File(path.to_path_buf()) }
    }

    /// The name that diagnostics show: as the user gave it.
    pub fn shown(&self) -> String {
        match self {
            Input::File(path) => path.display().to_string(),
            Input::Stdin => "<stdin>".to_owned(),
            Input::Texts { main, .. } | Input::Around { main, .. } => main.file.clone(),
        }
    }

    /// The name in tracebacks: the working directory and the path, not normalised, as in CPython.
    pub fn traceback_name(&self) -> String {
        match self {
            Input::File(path) => absolute(path).display().to_string(),
            Input::Stdin => "<stdin>".to_owned(),
            Input::Texts { main, .. } | Input::Around { main, .. } => main.file.clone(),
        }
    }

    /// Where imports are looked for first: the folder of the script, links resolved.
    pub fn own_modules(&self) -> OwnModules {
        match self {
            Input::Around { module, .. } => OwnModules::One(module.clone()),
            Input::File(path) => {
                let real = path.canonicalize().unwrap_or_else(|_| absolute(path));
                OwnModules::Folder(real.parent().map(Path::to_path_buf).unwrap_or_default())
            }
            Input::Stdin => OwnModules::Folder(std::env::current_dir().unwrap_or_default()),
            Input::Texts { modules, .. } => OwnModules::Texts(modules.clone()),
        }
    }

    pub fn read(&self) -> Result<Vec<u8>, String> {
        match self {
            Input::File(path) => read_file(path),
            Input::Stdin => {
                let mut bytes = Vec::new();
                std::io::stdin().lock().read_to_end(&mut bytes).map_err(|e| reason(&e))?;
                Ok(bytes)
            }
            Input::Texts { main, .. } | Input::Around { main, .. } => Ok(main.text.clone().into_bytes()),
        }
    }
}

/// Where a program's own modules are.
pub enum OwnModules {
    Folder(PathBuf),
    Texts(Vec<Text>),
    One(OneModule),
}

fn absolute(path: &Path) -> PathBuf {
    std::env::current_dir().map(|d| d.join(path)).unwrap_or_else(|_| path.to_path_buf())
}

/// The bytes of a file; errors in words.
pub fn read_file(path: &Path) -> Result<Vec<u8>, String> {
    let open = || {
        let mut file = File::open(path)?;
        let meta = file.metadata()?;
        if meta.is_dir() {
            return Err(std::io::Error::from(std::io::ErrorKind::IsADirectory));
        }
        let mut bytes = Vec::with_capacity(meta.len() as usize + 1);
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    open().map_err(|e| reason(&e))
}

fn reason(e: &std::io::Error) -> String {
    match e.kind() {
        std::io::ErrorKind::NotFound => "no such file".to_owned(),
        std::io::ErrorKind::IsADirectory => "it is a directory".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => e.to_string(),
    }
}

/// Adds a source file to the map; text that cannot be decoded is an error.
pub fn add_source(sources: &mut SourceMap, shown: &str, bytes: &[u8]) -> Result<FileId, Diagnostic> {
    match decode_source(bytes) {
        Ok(text) => Ok(sources.add(shown, text)),
        Err(e) => {
            // What can be shown of it, with the place moved to where it is in that text.
            let (before, after) = bytes.split_at(e.offset.min(bytes.len()));
            let before = String::from_utf8_lossy(before);
            let at = before.len() as u32;
            let text = format!("{before}{}", String::from_utf8_lossy(after));
            let end = (at + 1).min(text.len() as u32);
            let file = sources.add(shown, text);
            Err(Diagnostic::error(Code::E0002, Span::new(file, at, end), e.message)
                .with_help("save the file as UTF-8, or name its encoding in the first line: `# -*- coding: latin-1 -*-`"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_as_in_cpython() {
        let input = Input::from_argument(Path::new("./d/../m.py"));
        let cwd = std::env::current_dir().unwrap();
        assert_eq!(input.shown(), "./d/../m.py");
        assert_eq!(input.traceback_name(), format!("{}/./d/../m.py", cwd.display()));
        assert_eq!(Input::from_argument(Path::new("-")).traceback_name(), "<stdin>");
    }

    #[test]
    fn unreadable_files() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(read_file(dir.path()), Err("it is a directory".to_owned()));
        assert_eq!(read_file(&dir.path().join("x.py")), Err("no such file".to_owned()));
    }

    #[test]
    fn undecodable_text_has_a_place() {
        let mut sources = SourceMap::new();
        let error = add_source(&mut sources, "m.py", b"x = 1\ny = '\xff'\n").unwrap_err();
        assert_eq!(error.code, Code::E0002);
        assert_eq!(sources.location(error.span.unwrap()), (2, 5));
    }
}
