//! The folder that entries are in.

use std::fs;
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

/// Where entries are, if not where the system wants them.
pub const VARIABLE: &str = "PYAOT_CACHE_DIR";
/// `0`: nothing is kept.
pub const SWITCH: &str = "PYAOT_CACHE";
/// Beyond this, what was not used for the longest time goes.
const MOST_BYTES: u64 = 512 << 20;
/// What is left then.
const LESS_BYTES: u64 = 384 << 20;
/// Temporary files of processes that have died.
const OLD: Duration = Duration::from_secs(3600);
/// Times of use are no more exact than that.
const SOON: Duration = Duration::from_secs(60);
const TEMPORARY: &str = "tmp-";

/// The folder, which may not be there yet.
pub fn folder() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let home = || set("HOME").filter(|h| h.is_absolute()).map(|h| if cfg!(target_os = "macos") { h.join("Library/Caches") } else { h.join(".cache") });
    set(VARIABLE).or_else(|| set("XDG_CACHE_HOME").filter(|p| p.is_absolute()).or_else(home).map(|p| p.join("pyaot")))
}

/// The folder, if it is to be used and nobody else can write into it: what is in it will run.
pub(super) fn usable() -> Option<PathBuf> {
    if std::env::var_os(SWITCH).is_some_and(|v| v == "0") {
        return None;
    }
    let folder = folder()?;
    let meta = match fs::metadata(&folder) {
        Ok(meta) => meta,
        Err(_) => {
            fs::DirBuilder::new().recursive(true).mode(0o700).create(&folder).ok()?;
            fs::metadata(&folder).ok()?
        }
    };
    // SAFETY: no preconditions.
    let user = unsafe { libc::geteuid() };
    (meta.is_dir() && meta.uid() == user && meta.mode() & 0o022 == 0).then_some(folder)
}

pub(super) fn read(path: &Path) -> Option<Vec<u8>> {
    fs::read(path).ok()
}

/// The entry was used.
pub(super) fn touch(path: &Path) {
    let used = || {
        let before = fs::metadata(path).ok()?.modified().ok()?;
        if before.elapsed().is_ok_and(|t| t > SOON) {
            fs::File::options().append(true).open(path).ok()?.set_modified(SystemTime::now()).ok()?;
        }
        Some(())
    };
    used();
}

/// Writes the file so that it is there as a whole or not at all.
pub(super) fn write(path: &Path, bytes: &[u8]) {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let Some(folder) = path.parent() else { return };
    let name = format!("{TEMPORARY}{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let temporary = folder.join(name);
    let all = || {
        let mut file = fs::File::options().write(true).create_new(true).mode(0o600).open(&temporary)?;
        file.write_all(bytes)?;
        drop(file);
        fs::rename(&temporary, path)
    };
    if all().is_err() {
        let _ = fs::remove_file(&temporary);
    }
    limit(folder, MOST_BYTES, LESS_BYTES);
}

struct File {
    path: PathBuf,
    used: SystemTime,
    size: u64,
    is_entry: bool,
}

fn files(folder: &Path) -> Vec<File> {
    let file = |e: fs::DirEntry| {
        let name = e.file_name().into_string().ok()?;
        let is_entry = name.len() == 32 && name.bytes().all(|c| c.is_ascii_hexdigit());
        let meta = e.metadata().ok()?;
        let used = meta.modified().ok()?;
        // Other files are not ours to touch.
        (is_entry || name.starts_with(TEMPORARY)).then(|| File { path: e.path(), used, size: meta.len(), is_entry })
    };
    fs::read_dir(folder).into_iter().flatten().flatten().filter_map(file).collect()
}

fn limit(folder: &Path, most: u64, less: u64) {
    let mut all = files(folder);
    for dead in all.iter().filter(|f| !f.is_entry && f.used.elapsed().is_ok_and(|t| t > OLD)) {
        let _ = fs::remove_file(&dead.path);
    }
    let mut size: u64 = all.iter().map(|f| f.size).sum();
    if size <= most {
        return;
    }
    all.sort_by_key(|f| f.used);
    for f in all.iter().filter(|f| f.is_entry) {
        if size <= less {
            break;
        }
        let _ = fs::remove_file(&f.path);
        size -= f.size;
    }
}

/// What is in the folder.
pub struct Content {
    pub entries: usize,
    pub bytes: u64,
    pub most_bytes: u64,
}

pub fn content() -> Content {
    let all = folder().map(|f| files(&f)).unwrap_or_default();
    let entries = || all.iter().filter(|f| f.is_entry);
    Content { entries: entries().count(), bytes: entries().map(|f| f.size).sum(), most_bytes: MOST_BYTES }
}

/// Removes all entries; their number.
pub fn clear() -> usize {
    let all = folder().map(|f| files(&f)).unwrap_or_default();
    all.iter().filter(|f| fs::remove_file(&f.path).is_ok() && f.is_entry).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_go_first_and_other_files_stay() {
        let dir = tempfile::tempdir().unwrap();
        let now = SystemTime::now();
        for i in 0..10u64 {
            let path = dir.path().join(format!("{i:032x}"));
            write(&path, &[0; 100]);
            let file = fs::File::options().append(true).open(&path).unwrap();
            file.set_modified(now - Duration::from_secs(1000 - i)).unwrap();
        }
        fs::write(dir.path().join("tmp-1-1"), "").unwrap();
        fs::write(dir.path().join("mine"), [0; 5000]).unwrap();
        limit(dir.path(), 900, 500);
        let mut left: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        left.sort();
        let mut want: Vec<String> = (5..10u64).map(|i| format!("{i:032x}")).collect();
        want.extend(["mine".to_owned(), "tmp-1-1".to_owned()]);
        assert_eq!(left, want);
    }
}
