//! The bytes of an entry: a magic number, the key, a checksum of what follows; then parts with their lengths.

use std::hash::Hasher;
use std::path::PathBuf;

use rustc_hash::FxHasher;

use super::Slot;
use super::watch::{Fact, Seen};

const MAGIC: [u8; 8] = *b"pyaot\0c1";
const HEAD: usize = 32;

pub(super) struct Entry<'a> {
    pub(super) seen: Vec<Seen>,
    pub(super) reports: [String; 2],
    pub(super) object: &'a [u8],
}

pub(super) fn checksum(bytes: &[u8]) -> u64 {
    let mut h = FxHasher::default();
    h.write(bytes);
    h.finish()
}

pub(super) fn text(slot: &Slot, object: &[u8]) -> Vec<u8> {
    let mut body = Vec::with_capacity(object.len() + 1024);
    let mut part = |bytes: &[u8]| {
        body.extend((bytes.len() as u64).to_le_bytes());
        body.extend(bytes);
        // What follows is read in place.
        body.resize(body.len().next_multiple_of(8), 0);
    };
    slot.reports.iter().for_each(|r| part(r.as_bytes()));
    part(object);
    for s in &slot.seen {
        let (kind, word) = match s.fact {
            Fact::Text(hash) => (0, hash),
            Fact::Names(hash) => (1, hash),
            Fact::IsFile(yes) => (2, yes.into()),
            Fact::IsFolder(yes) => (3, yes.into()),
        };
        part(&[kind]);
        part(&word.to_le_bytes());
        part(s.path.as_os_str().as_encoded_bytes());
    }
    let mut all = MAGIC.to_vec();
    slot.key.iter().for_each(|k| all.extend(k.to_le_bytes()));
    all.extend(checksum(&body).to_le_bytes());
    all.extend(body);
    all
}

/// `None`: it is not what was written for this key.
pub(super) fn parse(bytes: &[u8], key: [u64; 2]) -> Option<Entry<'_>> {
    let (head, body) = bytes.split_at_checked(HEAD)?;
    let word = |at: usize| u64::from_le_bytes(head[at..at + 8].try_into().expect("eight bytes"));
    if head[..8] != MAGIC || [word(8), word(16)] != key || word(24) != checksum(body) {
        return None;
    }
    let mut rest = body;
    let mut part = || {
        let (len, after) = rest.split_first_chunk::<8>()?;
        let len = usize::try_from(u64::from_le_bytes(*len)).ok()?;
        let (bytes, _) = after.split_at_checked(len)?;
        rest = after.get(len.checked_next_multiple_of(8)?..)?;
        Some(bytes)
    };
    let mut report = || String::from_utf8(part()?.to_vec()).ok();
    let reports = [report()?, report()?];
    let object = part()?;
    let mut seen = Vec::new();
    while let Some(kind) = part() {
        let word = u64::from_le_bytes(part()?.try_into().ok()?);
        let fact = match kind {
            [0] => Fact::Text(word),
            [1] => Fact::Names(word),
            [2] => Fact::IsFile(word != 0),
            [3] => Fact::IsFolder(word != 0),
            _ => return None,
        };
        seen.push(Seen { path: path(part()?), fact });
    }
    Some(Entry { seen, reports, object })
}

fn path(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot() -> Slot {
        let seen = vec![
            Seen { path: "/a/b.py".into(), fact: Fact::Text(7) },
            Seen { path: "/a/c".into(), fact: Fact::IsFolder(false) },
            Seen { path: "/a".into(), fact: Fact::Names(9) },
        ];
        Slot { path: PathBuf::new(), key: [1, 2], seen, reports: ["r".to_owned(), String::new()] }
    }

    #[test]
    fn there_and_back() {
        let bytes = text(&slot(), b"object");
        let entry = parse(&bytes, [1, 2]).unwrap();
        assert_eq!((entry.object, &entry.reports, &entry.seen), (&b"object"[..], &slot().reports, &slot().seen));
    }

    #[test]
    fn anything_else_is_nothing() {
        let bytes = text(&slot(), b"object");
        assert!(parse(&bytes, [1, 3]).is_none());
        for i in 0..bytes.len() {
            let mut wrong = bytes.clone();
            wrong[i] ^= 0x40;
            assert!(parse(&wrong, [1, 2]).is_none(), "byte {i}");
            assert!(parse(&bytes[..i], [1, 2]).is_none(), "length {i}");
        }
    }
}
