//! Compiled code on disk.
//!
//! An entry is for a main text, the names and options that it was compiled with, the compiler (by its build id) and the features of the
//! processor: all of these are hashed to the name of its file. What else the compiler has looked at, modules and places where there was
//! none, stands in the entry, and must be as it was. Files are written under another name and renamed, so that whoever
//! reads sees a whole one; what does not have the checksum that it should is compiled again.

mod build_id;
mod folder;
mod format;
mod watch;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

use pyaot_codegen::JitCode;

use crate::input::{Input, OwnModules};
use crate::pipeline::symbol_address;
use crate::session::Options;

pub use folder::{Content, clear, content, folder};
pub(crate) use watch::{Seen, Watch};

/// Where the code of a program is kept.
#[derive(Debug)]
pub struct Slot {
    path: PathBuf,
    key: [u64; 2],
    /// What the code depends on, besides what is in the key.
    pub(crate) seen: Vec<Seen>,
    /// What was reported, without and with colours.
    pub(crate) reports: [String; 2],
}

/// What a slot has had in it.
pub(crate) struct Kept {
    pub(crate) code: JitCode,
    pub(crate) reports: [String; 2],
}

impl Slot {
    /// `None`: nothing is kept.
    pub(crate) fn new(input: &Input, main: &[u8], options: Options) -> Option<Slot> {
        let target = pyaot_codegen::target(options.codegen()).ok()?;
        let key = [0, 1].map(|which: u64| {
            let mut h = DefaultHasher::new();
            (which, build_id::build_id()?, &target, main, input.shown(), input.traceback_name()).hash(&mut h);
            (options.optimise, options.native_only, options.has_threads, options.inlines_comprehensions).hash(&mut h);
            match input.own_modules() {
                OwnModules::Folder(folder) => folder.hash(&mut h),
                OwnModules::Texts(texts) => texts.hash(&mut h),
                OwnModules::One(module) => module.hash(&mut h),
            }
            Some(h.finish())
        });
        let key = [key[0]?, key[1]?];
        let path = folder::usable()?.join(format!("{:016x}{:016x}", key[0], key[1]));
        Some(Slot { path, key, seen: Vec::new(), reports: Default::default() })
    }

    pub(crate) fn load(&self) -> Option<Kept> {
        let bytes = folder::read(&self.path)?;
        let entry = format::parse(&bytes, self.key)?;
        if !entry.seen.iter().all(Seen::is_so) {
            return None;
        }
        let code = pyaot_codegen::load(entry.object, symbol_address).ok()?;
        folder::touch(&self.path);
        Some(Kept { code, reports: entry.reports })
    }

    /// Keeps the code, compiling what the program has not called. Nobody is told of errors: then there is no entry.
    pub fn store(&self, code: &JitCode) {
        if let Some(Ok(object)) = code.object() {
            folder::write(&self.path, &format::text(self, &object));
        }
    }
}
