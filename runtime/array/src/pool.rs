//! Memory for elements. Large blocks that were freed are kept with their pages: the first touch of fresh memory costs more
//! than most operations on it. Large blocks of zeros come straight from the system, which makes pages when they are touched.

use std::alloc::{Layout, alloc, alloc_zeroed, dealloc};
use std::cell::RefCell;

/// Blocks from here on (bytes) are kept.
const LARGE: usize = 1 << 15;
/// Bytes kept at most, what is in use of a new block included: memory that is only kept must not make the peak.
const KEPT: usize = 64 << 20;
/// Blocks of zeros from here on are mapped.
const MAPPED: usize = 1 << 19;
/// Blocks from here on ask for large pages.
const HUGE: usize = 4 << 20;

struct Kept {
    /// Address and layout, the latest last.
    blocks: Vec<(*mut u8, Layout)>,
    bytes: usize,
    /// Blocks, in use or kept, that are mappings of their own.
    mapped: Vec<*mut u8>,
}

thread_local! {
    static POOL: RefCell<Kept> = const { RefCell::new(Kept { blocks: Vec::new(), bytes: 0, mapped: Vec::new() }) };
}

/// A block, zeroed if asked for; null where there is no memory.
pub fn take(layout: Layout, zeroed: bool) -> *mut u8 {
    if layout.size() < LARGE {
        // SAFETY: the size is not 0.
        return unsafe { if zeroed { alloc_zeroed(layout) } else { alloc(layout) } };
    }
    if !zeroed {
        let found = POOL.with_borrow_mut(|p| {
            let at = p.blocks.iter().rposition(|(_, l)| *l == layout)?;
            let (block, l) = p.blocks.remove(at);
            p.bytes -= l.size();
            Some(block)
        });
        if let Some(block) = found {
            return block;
        }
    }
    POOL.with_borrow_mut(|p| p.make_room(layout.size()));
    if zeroed && layout.size() >= MAPPED {
        let block = map::zeros(layout.size());
        if !block.is_null() {
            POOL.with_borrow_mut(|p| p.mapped.push(block));
            return block;
        }
    }
    // SAFETY: the size is not 0.
    unsafe { if zeroed { alloc_zeroed(layout) } else { alloc(layout) } }
}

/// Takes a block back.
///
/// # Safety
/// It comes from [`take`] with this layout and is not used any more.
pub unsafe fn give(block: *mut u8, layout: Layout) {
    if layout.size() < LARGE {
        // SAFETY: by the contract.
        return unsafe { dealloc(block, layout) };
    }
    POOL.with_borrow_mut(|p| {
        if layout.size() > KEPT {
            p.free(block, layout);
        } else {
            p.make_room(layout.size());
            p.bytes += layout.size();
            p.blocks.push((block, layout));
        }
    });
}

impl Kept {
    /// Frees the blocks kept longest, until there is room for so many bytes.
    fn make_room(&mut self, bytes: usize) {
        while !self.blocks.is_empty() && self.bytes + bytes > KEPT {
            let (block, layout) = self.blocks.remove(0);
            self.bytes -= layout.size();
            self.free(block, layout);
        }
    }

    fn free(&mut self, block: *mut u8, layout: Layout) {
        match self.mapped.iter().rposition(|b| *b == block) {
            Some(at) => {
                self.mapped.swap_remove(at);
                map::end(block, layout.size());
            }
            // SAFETY: it comes from the allocator, and nobody else has it.
            None => unsafe { dealloc(block, layout) },
        }
    }
}

#[cfg(target_os = "linux")]
mod map {
    use std::ffi::{c_int, c_void};

    unsafe extern "C" {
        fn mmap(at: *mut c_void, len: usize, prot: c_int, flags: c_int, fd: c_int, offset: i64) -> *mut c_void;
        fn munmap(at: *mut c_void, len: usize) -> c_int;
        fn madvise(at: *mut c_void, len: usize, advice: c_int) -> c_int;
    }

    /// Fresh pages, or null.
    pub fn zeros(len: usize) -> *mut u8 {
        // Readable and writeable; private and anonymous; large pages.
        let (prot, flags, huge_pages) = (3, 0x22, 14);
        // SAFETY: a new mapping; the advice changes no contents.
        unsafe {
            let p = mmap(std::ptr::null_mut(), len, prot, flags, -1, 0);
            if p as isize == -1 {
                return std::ptr::null_mut();
            }
            if len >= super::HUGE {
                madvise(p, len, huge_pages);
            }
            p.cast()
        }
    }

    pub fn end(block: *mut u8, len: usize) {
        // SAFETY: a mapping of this length, not used any more.
        unsafe { munmap(block.cast(), len) };
    }
}

#[cfg(not(target_os = "linux"))]
mod map {
    pub fn zeros(_: usize) -> *mut u8 {
        std::ptr::null_mut()
    }

    pub fn end(_: *mut u8, _: usize) {}
}
