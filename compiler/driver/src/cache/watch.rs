//! What a compilation has seen of the file system: it must be so again for its code to be used.

use std::cell::RefCell;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use super::format::checksum;
use crate::input::read_file;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) path: PathBuf,
    pub(crate) fact: Fact,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fact {
    /// The hash of a file's bytes.
    Text(u64),
    /// The hash of the names in a folder.
    Names(u64),
    IsFile(bool),
    IsFolder(bool),
}

impl Seen {
    pub(super) fn is_so(&self) -> bool {
        match self.fact {
            Fact::Text(hash) => read_file(&self.path).is_ok_and(|bytes| checksum(&bytes) == hash),
            Fact::Names(hash) => hash_of_names(&names(&self.path)) == hash,
            Fact::IsFile(yes) => self.path.is_file() == yes,
            Fact::IsFolder(yes) => self.path.is_dir() == yes,
        }
    }
}

/// Looks at the file system, and remembers what it has seen.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    seen: RefCell<Vec<Seen>>,
}

impl Watch {
    fn note(&self, path: &Path, fact: Fact) {
        let seen = Seen { path: path.to_path_buf(), fact };
        let mut all = self.seen.borrow_mut();
        if !all.contains(&seen) {
            all.push(seen);
        }
    }

    pub(crate) fn take(&self) -> Vec<Seen> {
        self.seen.take()
    }

    pub(crate) fn read(&self, path: &Path) -> Result<Vec<u8>, String> {
        let bytes = read_file(path);
        if let Ok(bytes) = &bytes {
            self.note(path, Fact::Text(checksum(bytes)));
        }
        bytes
    }

    pub(crate) fn is_file(&self, path: &Path) -> bool {
        let yes = path.is_file();
        self.note(path, Fact::IsFile(yes));
        yes
    }

    pub(crate) fn is_folder(&self, path: &Path) -> bool {
        let yes = path.is_dir();
        self.note(path, Fact::IsFolder(yes));
        yes
    }

    /// All Python files below a folder.
    pub(crate) fn python_files(&self, folder: &Path) -> Vec<PathBuf> {
        let names = names(folder);
        self.note(folder, Fact::Names(hash_of_names(&names)));
        let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) = names.into_iter().partition(|p| p.is_dir());
        let here = files.into_iter().filter(|p| p.extension().is_some_and(|e| e == "py"));
        here.chain(folders.iter().flat_map(|f| self.python_files(f))).collect()
    }
}

fn names(folder: &Path) -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    all.sort();
    all
}

fn hash_of_names(names: &[PathBuf]) -> u64 {
    let mut h = DefaultHasher::new();
    // What Python itself leaves there is no change.
    names.iter().filter(|p| p.file_name().is_none_or(|n| n != "__pycache__")).for_each(|p| p.hash(&mut h));
    h.finish()
}
