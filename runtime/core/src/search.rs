//! Searching in sequences of code units (u8, u16, u32), shared by str, bytes and bytearray.

/// One code unit of a string's storage.
pub trait Unit: Copy + Eq + Ord + 'static {
    /// Bytes per unit.
    const KIND: u8;
    fn to_u32(self) -> u32;
    /// `c` fits.
    fn from_u32(c: u32) -> Self;
    /// First position of `x`.
    #[inline]
    fn position(hay: &[Self], x: Self) -> Option<usize> {
        position_by_chunks(hay, x)
    }
    /// Last position of `x`.
    #[inline]
    fn rposition(hay: &[Self], x: Self) -> Option<usize> {
        hay.iter().rposition(|&c| c == x)
    }
    /// First position of a needle of at least two units that is not longer than `hay`.
    #[inline]
    fn search(hay: &[Self], needle: &[Self]) -> Option<usize> {
        search_by_first(hay, needle)
    }
}

impl Unit for u8 {
    const KIND: u8 = 1;
    #[inline]
    fn to_u32(self) -> u32 {
        self as u32
    }
    #[inline]
    fn from_u32(c: u32) -> u8 {
        c as u8
    }
    #[cfg(unix)]
    #[inline]
    fn position(hay: &[u8], x: u8) -> Option<usize> {
        // SAFETY: reads hay.len() bytes of the slice; the result points into it or is null.
        unsafe {
            let p = memchr(hay.as_ptr(), x as i32, hay.len());
            (!p.is_null()).then(|| p as usize - hay.as_ptr() as usize)
        }
    }
    #[cfg(target_os = "linux")]
    #[inline]
    fn rposition(hay: &[u8], x: u8) -> Option<usize> {
        // SAFETY: as for memchr.
        unsafe {
            let p = memrchr(hay.as_ptr(), x as i32, hay.len());
            (!p.is_null()).then(|| p as usize - hay.as_ptr() as usize)
        }
    }
    #[inline]
    fn search(hay: &[u8], needle: &[u8]) -> Option<usize> {
        search_bytes(hay, needle)
    }
}

impl Unit for u16 {
    const KIND: u8 = 2;
    #[inline]
    fn to_u32(self) -> u32 {
        self as u32
    }
    #[inline]
    fn from_u32(c: u32) -> u16 {
        c as u16
    }
}

impl Unit for u32 {
    const KIND: u8 = 4;
    #[inline]
    fn to_u32(self) -> u32 {
        self
    }
    #[inline]
    fn from_u32(c: u32) -> u32 {
        c
    }
}

#[cfg(unix)]
unsafe extern "C" {
    fn memchr(s: *const u8, c: i32, n: usize) -> *const u8;
    #[cfg(target_os = "linux")]
    fn memrchr(s: *const u8, c: i32, n: usize) -> *const u8;
}

/// The inner loop over a chunk has no early exit, so that it becomes vector code.
#[inline]
fn position_by_chunks<T: Unit>(hay: &[T], x: T) -> Option<usize> {
    const CHUNK: usize = 32;
    let mut base = 0;
    let mut chunks = hay.chunks_exact(CHUNK);
    for chunk in &mut chunks {
        if chunk.iter().fold(false, |found, &c| found | (c == x)) {
            return chunk.iter().position(|&c| c == x).map(|i| base + i);
        }
        base += CHUNK;
    }
    chunks.remainder().iter().position(|&c| c == x).map(|i| base + i)
}

/// Comparisons that a simple search may waste before it gives up for [`kmp`], relative to the text read.
const PATIENCE: usize = 4;
const PATIENCE_START: usize = 4096;

fn search_by_first<T: Unit>(hay: &[T], needle: &[T]) -> Option<usize> {
    let last_start = hay.len() - needle.len();
    let (first, rest) = (needle[0], &needle[1..]);
    let mut i = 0;
    let mut work = 0;
    while i <= last_start {
        i += T::position(&hay[i..=last_start], first)?;
        if hay[i + 1..i + needle.len()] == *rest {
            return Some(i);
        }
        i += 1;
        work += needle.len();
        if work > PATIENCE * i + PATIENCE_START {
            return kmp(&hay[i..], needle).map(|k| i + k);
        }
    }
    None
}

#[cfg(not(target_arch = "x86_64"))]
fn search_bytes(hay: &[u8], needle: &[u8]) -> Option<usize> {
    search_by_first(hay, needle)
}

/// Looks at 16 starts at once: those where the needle's first and last byte both match are compared in full.
#[cfg(target_arch = "x86_64")]
fn search_bytes(hay: &[u8], needle: &[u8]) -> Option<usize> {
    use std::arch::x86_64::{_mm_and_si128, _mm_cmpeq_epi8, _mm_loadu_si128, _mm_movemask_epi8, _mm_set1_epi8};
    let (n, m) = (hay.len(), needle.len());
    let mut i = 0;
    let mut work = 0;
    // SAFETY: SSE2 is part of x86_64; both loads read 16 bytes that end at or before i + m - 1 + 16 <= n.
    unsafe {
        let first = _mm_set1_epi8(needle[0] as i8);
        let last = _mm_set1_epi8(needle[m - 1] as i8);
        while i + m - 1 + 16 <= n {
            let a = _mm_loadu_si128(hay.as_ptr().add(i) as *const _);
            let b = _mm_loadu_si128(hay.as_ptr().add(i + m - 1) as *const _);
            let both = _mm_and_si128(_mm_cmpeq_epi8(a, first), _mm_cmpeq_epi8(b, last));
            let mut mask = _mm_movemask_epi8(both) as u32;
            while mask != 0 {
                let at = i + mask.trailing_zeros() as usize;
                if hay[at + 1..at + m - 1] == needle[1..m - 1] {
                    return Some(at);
                }
                mask &= mask - 1;
                work += m;
            }
            i += 16;
            if work > PATIENCE * i + PATIENCE_START {
                return kmp(&hay[i..], needle).map(|k| i + k);
            }
        }
    }
    while i + m <= n {
        if hay[i] == needle[0] && hay[i..i + m] == *needle {
            return Some(i);
        }
        i += 1;
    }
    None
}

/// For each prefix of the needle the length of its longest proper border.
fn borders<T: Unit>(needle: &[T]) -> Vec<usize> {
    let mut table = vec![0; needle.len()];
    let mut k = 0;
    for i in 1..needle.len() {
        while k > 0 && needle[i] != needle[k] {
            k = table[k - 1];
        }
        if needle[i] == needle[k] {
            k += 1;
        }
        table[i] = k;
    }
    table
}

/// Linear in any case: what keeps periodic texts from costing length times length.
#[cold]
fn kmp<T: Unit>(hay: &[T], needle: &[T]) -> Option<usize> {
    let table = borders(needle);
    let mut k = 0;
    for (i, &c) in hay.iter().enumerate() {
        while k > 0 && c != needle[k] {
            k = table[k - 1];
        }
        if c == needle[k] {
            k += 1;
        }
        if k == needle.len() {
            return Some(i + 1 - k);
        }
    }
    None
}

/// The last match by one pass from the left.
#[cold]
fn kmp_last<T: Unit>(hay: &[T], needle: &[T]) -> Option<usize> {
    let table = borders(needle);
    let (mut k, mut found) = (0, None);
    for (i, &c) in hay.iter().enumerate() {
        while k > 0 && c != needle[k] {
            k = table[k - 1];
        }
        if c == needle[k] {
            k += 1;
        }
        if k == needle.len() {
            found = Some(i + 1 - k);
            k = table[k - 1];
        }
    }
    found
}

/// First position of `needle`; an empty one is found at 0.
#[inline]
pub fn find<T: Unit>(hay: &[T], needle: &[T]) -> Option<usize> {
    match needle.len() {
        0 => Some(0),
        1 => T::position(hay, needle[0]),
        m if m > hay.len() => None,
        _ => T::search(hay, needle),
    }
}

/// Last position of `needle`; an empty one is found at the end.
pub fn rfind<T: Unit>(hay: &[T], needle: &[T]) -> Option<usize> {
    let (n, m) = (hay.len(), needle.len());
    match m {
        0 => return Some(n),
        1 => return T::rposition(hay, needle[0]),
        _ if m > n => return None,
        _ => {}
    }
    // Exclusive end of the starts still to be tried.
    let mut end = n - m + 1;
    let mut work = 0;
    loop {
        let i = T::rposition(&hay[..end], needle[0])?;
        if hay[i + 1..i + m] == needle[1..] {
            return Some(i);
        }
        end = i;
        work += m;
        if work > PATIENCE * (n - end) + PATIENCE_START {
            return kmp_last(&hay[..(end + m - 1).min(n)], needle);
        }
    }
}

/// How often `x` occurs.
pub fn count_unit<T: Unit>(hay: &[T], x: T) -> usize {
    // Sums of at most 255 fit a byte, which lets the inner loop count in bytes.
    hay.chunks(255).map(|c| c.iter().fold(0u8, |n, &u| n + (u == x) as u8) as usize).sum()
}

/// How often `needle` occurs without overlap, at most `max` times; an empty one counts at every boundary.
pub fn count<T: Unit>(hay: &[T], needle: &[T], max: usize) -> usize {
    match needle.len() {
        0 => return (hay.len() + 1).min(max),
        1 => return count_unit(hay, needle[0]).min(max),
        _ => {}
    }
    let (mut at, mut n) = (0, 0);
    while n < max {
        match find(&hay[at..], needle) {
            Some(i) => at += i + needle.len(),
            None => break,
        }
        n += 1;
    }
    n
}
