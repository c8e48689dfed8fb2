//! Storage of containers: cells without headers, of the same size classes as objects.

use super::{CLASSES, HEAP, HUGE_PAGE, bump_from, count, out_of_memory, require};

/// Storage of a container: `size` bytes (above 0), aligned to 8, contents undefined. Above [`MAX_SMALL`] bytes it is the
/// global allocator's with alignment 8, as a vector's of words.
#[inline]
pub fn raw_alloc(size: usize) -> *mut u8 {
    count();
    let class = size.div_ceil(16);
    if class < CLASSES {
        let p = HEAP.raw_free[class].get();
        if !p.is_null() {
            // SAFETY: a free cell's first word is the next free cell.
            HEAP.raw_free[class].set(unsafe { *(p as *mut *mut u8) });
            return p;
        }
        return bump_from(&HEAP.raw_bump[class], &HEAP.raw_end[class], class, true);
    }
    raw_large(size)
}

#[cold]
fn raw_large(size: usize) -> *mut u8 {
    require(size);
    // SAFETY: the size is above zero.
    large_block(unsafe { std::alloc::alloc(raw_layout(size)) }, size)
}

/// What the system's allocator answered: memory, or none.
#[inline]
fn large_block(p: *mut u8, size: usize) -> *mut u8 {
    if p.is_null() {
        out_of_memory()
    }
    wide_block(p, size);
    p
}

/// Says that the system's allocator has made this block, of arrays or of containers: large ones get huge pages.
#[inline]
pub fn wide_block(p: *mut u8, size: usize) {
    if size >= WIDE && !p.is_null() {
        wide(p, size);
    }
}

/// Asks for huge pages where a mapping lies.
pub fn huge_pages(p: *mut u8, size: usize) {
    crate::seq::advise_pages(p, size);
}

/// Blocks that fill pages of their own, of which a program that has many had better have huge ones.
const WIDE: usize = 1 << 15;

/// Bytes of such blocks that are made in small pages.
const SMALL_PAGES: usize = 4 << 20;

/// Huge pages that are asked for ahead: the allocator writes behind the block that it gives.
const AHEAD: usize = 4;

/// Asks for huge pages where the system's allocator has put a block: a table of rows takes as many page faults as one long
/// list. Advice for the neighbourhood does no harm, it is the same allocator's.
#[cold]
fn wide(p: *mut u8, size: usize) {
    let total = HEAP.wide.get() + size;
    HEAP.wide.set(total);
    let (first, last) = (p as usize / HUGE_PAGE, (p as usize + size) / HUGE_PAGE);
    let (from, to) = HEAP.advised.get();
    if total < SMALL_PAGES || (first >= from && last + 1 < to) {
        return;
    }
    let end = last + AHEAD;
    HEAP.advised.set((if (from..to).contains(&first) { from } else { first }, end));
    crate::seq::advise_pages((first * HUGE_PAGE) as *mut u8, (end - first) * HUGE_PAGE);
}

fn raw_layout(size: usize) -> std::alloc::Layout {
    match std::alloc::Layout::from_size_align(size, 8) {
        Ok(l) => l,
        Err(_) => out_of_memory(),
    }
}

/// As [`raw_alloc`], zeroed.
pub fn raw_alloc_zeroed(size: usize) -> *mut u8 {
    if size.div_ceil(16) < CLASSES {
        let p = raw_alloc(size);
        // SAFETY: the cell has `size` bytes.
        unsafe { std::ptr::write_bytes(p, 0, size) };
        return p;
    }
    count();
    require(size);
    // SAFETY: the size is above zero.
    large_block(unsafe { std::alloc::alloc_zeroed(raw_layout(size)) }, size)
}

/// Gives storage back.
///
/// # Safety
/// `p` came from [`raw_alloc`] (or `raw_realloc`) with this size and is not used any more.
#[inline]
pub unsafe fn raw_free(p: *mut u8, size: usize) {
    let class = size.div_ceil(16);
    // SAFETY: by the contract.
    unsafe {
        if class < CLASSES {
            (p as *mut *mut u8).write(HEAP.raw_free[class].get());
            HEAP.raw_free[class].set(p);
        } else {
            std::alloc::dealloc(p, raw_layout(size));
        }
    }
}

/// Bytes and alignment of a hash table that has memory of its own. Large ones, which are accessed all over, lie in the
/// system's huge pages: otherwise nearly each access has to look for the address of its page.
fn table_layout(size: usize) -> Option<std::alloc::Layout> {
    if size < HUGE_TABLE {
        return None;
    }
    let whole = size.next_multiple_of(HUGE_PAGE);
    // A page that would be used for its first part only is not worth to be cleared.
    let size = if whole - size <= HUGE_PAGE - HUGE_PAGE / 4 { whole } else { size };
    std::alloc::Layout::from_size_align(size, HUGE_PAGE).ok()
}

const HUGE_TABLE: usize = HUGE_PAGE / 2;

/// [`raw_alloc`] for hash tables, all zeros if that is wanted.
pub fn table_alloc(size: usize, zeroed: bool) -> *mut u8 {
    let Some(layout) = table_layout(size) else {
        return if zeroed { raw_alloc_zeroed(size) } else { raw_alloc(size) };
    };
    count();
    require(size);
    // SAFETY: the size is above zero; the block has that many bytes.
    unsafe {
        let p = std::alloc::alloc(layout);
        if p.is_null() {
            out_of_memory();
        }
        crate::seq::advise_pages(p, layout.size());
        if zeroed {
            std::ptr::write_bytes(p, 0, size);
        }
        p
    }
}

/// Gives a hash table back.
///
/// # Safety
/// `p` came from [`table_alloc`] with this size and is not used any more.
pub unsafe fn table_free(p: *mut u8, size: usize) {
    // SAFETY: by the contract.
    unsafe {
        match table_layout(size) {
            Some(layout) => std::alloc::dealloc(p, layout),
            None => raw_free(p, size),
        }
    }
}

/// Storage of another size with the same contents as far as they fit.
///
/// # Safety
/// As for [`raw_free`]; the old storage is gone afterwards.
pub unsafe fn raw_realloc(p: *mut u8, old: usize, new: usize) -> *mut u8 {
    let (from, to) = (old.div_ceil(16), new.div_ceil(16));
    if from == to {
        return p;
    }
    // SAFETY: by the contract.
    unsafe {
        if from >= CLASSES && to >= CLASSES {
            count();
            require(new);
            return large_block(std::alloc::realloc(p, raw_layout(old), raw_layout(new).size()), new);
        }
        let q = raw_alloc(new);
        std::ptr::copy_nonoverlapping(p, q, old.min(new));
        raw_free(p, old);
        q
    }
}
