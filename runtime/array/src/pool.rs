//! Memory for elements. Small blocks come from chains of free ones by size, since allocators take their time for aligned memory.
//! Large blocks that were freed are kept with their pages: the first touch of fresh memory costs more than most operations on it. What
//! is kept and what is in use are together no more than what has been in use at once before. The largest blocks are mappings of their
//! own, in huge pages; those of zeros get their pages when they are touched.
//!
//! Each thread keeps its own; what one has kept when it ends is for those that come.

use std::alloc::{Layout, alloc, alloc_zeroed, dealloc};
use std::cell::{Cell, RefCell};
use std::sync::{Mutex, PoisonError};

/// Blocks from here on (bytes) are kept.
const LARGE: usize = 1 << 15;
/// Bytes that are kept in any case, what is in use of a new block included.
const KEPT: usize = 64 << 20;
/// Bytes kept at most.
const MOST_KEPT: usize = 512 << 20;
/// Blocks from here on are mapped, and smaller ones of which a huge page would waste little.
const MAPPED: usize = 4 << 20;
const HUGE_PAGE: usize = 2 << 20;

/// Smaller blocks are kept by size, in steps of so many bytes.
const STEP: usize = crate::array::ALIGN;
/// Steps from which on sizes are eighths of powers of two.
const FINE: usize = 64;
const CLASSES: usize = FINE + 8 * (LARGE / STEP / FINE).ilog2() as usize + 1;
/// Free blocks of a size that are kept.
const FREE: u8 = 16;
const FREE_WIDE: u8 = 8;

/// Free blocks of one size: the first, which begins with the address of the next, and how many there are.
struct Chain {
    first: Cell<*mut u8>,
    len: Cell<u8>,
}

/// The number of the size that small blocks of so many bytes have.
#[inline]
fn class_of(layout: Layout) -> Option<usize> {
    let steps = layout.size().div_ceil(STEP);
    if layout.align() != STEP || layout.size() >= LARGE {
        return None;
    }
    if steps < FINE {
        return Some(steps);
    }
    let up = steps.next_multiple_of(1 << (steps.ilog2() - 3));
    let power = up.ilog2() as usize;
    Some(FINE + 8 * (power - FINE.ilog2() as usize) + (up >> (power - 3)) - 8)
}

fn layout_of(class: usize) -> Layout {
    let steps = if class < FINE {
        class
    } else {
        let (power, eighths) = ((class - FINE) / 8 + FINE.ilog2() as usize, (class - FINE) % 8 + 8);
        eighths << (power - 3)
    };
    Layout::from_size_align(steps * STEP, STEP).expect("small")
}

struct Kept {
    /// Address and layout, the latest last.
    blocks: Vec<(*mut u8, Layout)>,
    bytes: usize,
    /// Bytes of large blocks in use, and the most that there have been.
    used: usize,
    most: usize,
    /// Mapped blocks, in use or kept, in which nobody may have written yet.
    fresh: Vec<*mut u8>,
}

/// What threads that have ended had kept, no more than [`KEPT`]: address and layout, the latest last.
static LEFT: Mutex<Vec<(usize, Layout)>> = Mutex::new(Vec::new());

thread_local! {
    static SMALL_BLOCKS: [Chain; CLASSES] = const { [const { Chain { first: Cell::new(std::ptr::null_mut()), len: Cell::new(0) } }; CLASSES] };
    static POOL: RefCell<Kept> = const { RefCell::new(Kept { blocks: Vec::new(), bytes: 0, used: 0, most: 0, fresh: Vec::new() }) };
}

/// A block, zeroed if asked for; null where there is no memory.
#[inline]
pub fn take(layout: Layout, zeroed: bool) -> *mut u8 {
    pyaot_core::heap::count_elements(layout.size());
    uncounted(layout, zeroed)
}

/// [`take`] for what is not an array's, on any thread.
#[inline]
fn uncounted(layout: Layout, zeroed: bool) -> *mut u8 {
    let Some(class) = class_of(layout) else { return take_other(layout, zeroed) };
    let block = SMALL_BLOCKS.with(|chains| {
        let chain = &chains[class];
        let block = chain.first.get();
        if !block.is_null() {
            // SAFETY: a free block begins with the address of the next.
            chain.first.set(unsafe { *block.cast::<*mut u8>() });
            chain.len.set(chain.len.get() - 1);
        }
        block
    });
    if block.is_null() {
        return take_other(layout_of(class), zeroed);
    }
    if zeroed {
        // SAFETY: the block has these bytes.
        unsafe { std::ptr::write_bytes(block, 0, layout.size()) };
    }
    block
}

fn take_other(layout: Layout, zeroed: bool) -> *mut u8 {
    let size = layout.size();
    if size < LARGE || !keeps() {
        return fresh(layout, zeroed);
    }
    let found = POOL.with_borrow_mut(|p| {
        // To clear a block of this size costs more than to get pages as they are touched.
        let wanted = |(_, l): &(*mut u8, Layout)| *l == layout && !(zeroed && size > KEPT);
        let block = match p.blocks.iter().rposition(wanted) {
            Some(at) => {
                p.bytes -= size;
                p.blocks.remove(at).0
            }
            None => left_behind(layout)?,
        };
        p.used += size;
        p.most = p.most.max(p.used);
        Some(block)
    });
    if let Some(block) = found {
        if !(zeroed && is_untouched(block, size)) {
            POOL.with_borrow_mut(|p| p.forget_fresh(block));
            if zeroed {
                // SAFETY: the block has so many bytes, and nobody else has it.
                unsafe { block.write_bytes(0, size) };
            }
        }
        return block;
    }
    POOL.with_borrow_mut(|p| p.make_room(size, p.used + size));
    let block = fresh(layout, zeroed);
    if block.is_null() {
        return block;
    }
    POOL.with_borrow_mut(|p| {
        p.used += size;
        p.most = p.most.max(p.used);
        if zeroed && map::LENGTHS && is_mapped(size) {
            p.fresh.push(block);
        }
    });
    if !(map::LENGTHS && is_mapped(size)) && !crate::threads::is_inside() {
        pyaot_core::heap::wide_block(block, size);
    }
    block
}

/// A thread that is about to end keeps nothing.
fn keeps() -> bool {
    POOL.try_with(|_| ()).is_ok()
}

/// A block from the system, or null.
fn fresh(layout: Layout, zeroed: bool) -> *mut u8 {
    if map::LENGTHS && is_mapped(layout.size()) {
        return map::zeros(mapped_length(layout.size()));
    }
    // SAFETY: the size is not 0.
    unsafe { if zeroed { alloc_zeroed(layout) } else { alloc(layout) } }
}

/// Gives a block back to the system.
///
/// # Safety
/// It is [`fresh`], of this layout, and nobody has it.
unsafe fn end(block: *mut u8, layout: Layout) {
    if map::LENGTHS && is_mapped(layout.size()) {
        map::end(block, mapped_length(layout.size()));
    } else {
        // SAFETY: by the contract.
        unsafe { dealloc(block, layout) }
    }
}

/// A block that a thread has kept that has ended.
fn left_behind(layout: Layout) -> Option<*mut u8> {
    let mut left = LEFT.lock().unwrap_or_else(PoisonError::into_inner);
    let at = left.iter().rposition(|(_, l)| *l == layout)?;
    Some(left.swap_remove(at).0 as *mut u8)
}

/// Takes a block back.
///
/// # Safety
/// It comes from [`take`] with this layout and is not used any more.
#[inline]
pub unsafe fn give(block: *mut u8, layout: Layout) {
    let Some(class) = class_of(layout) else {
        // SAFETY: by the contract.
        return unsafe { give_other(block, layout) };
    };
    let kept = SMALL_BLOCKS.with(|chains| {
        let chain = &chains[class];
        let room = chain.len.get() < if class < FINE { FREE } else { FREE_WIDE };
        if room {
            // SAFETY: the block is nobody's now, and has room for an address.
            unsafe { block.cast::<*mut u8>().write(chain.first.get()) };
            chain.first.set(block);
            chain.len.set(chain.len.get() + 1);
        }
        room
    });
    if !kept {
        // SAFETY: by the contract; small blocks are made with the size of their class.
        unsafe { give_other(block, layout_of(class)) };
    }
}

/// # Safety
/// As for [`give`].
unsafe fn give_other(block: *mut u8, layout: Layout) {
    if layout.size() < LARGE || !keeps() {
        // SAFETY: by the contract.
        return unsafe { end(block, layout) };
    }
    POOL.with_borrow_mut(|p| {
        p.used = p.used.saturating_sub(layout.size());
        if layout.size() > MOST_KEPT || (layout.size() > KEPT && p.fresh.contains(&block)) {
            p.free(block, layout);
        } else {
            p.make_room(layout.size(), p.used + layout.size());
            p.bytes += layout.size();
            p.blocks.push((block, layout));
        }
    });
}

/// Memory for a kernel's own use, which begins with a line of the cache.
pub struct Scratch {
    pub at: *mut u8,
    layout: Layout,
}

impl Scratch {
    pub fn new(bytes: usize) -> Scratch {
        let layout = Layout::from_size_align(bytes.max(64), 64).expect("not more than the operands' memory");
        let at = uncounted(layout, false);
        if at.is_null() {
            std::alloc::handle_alloc_error(layout);
        }
        Scratch { at, layout }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // SAFETY: it comes from there.
        unsafe { give(self.at, self.layout) }
    }
}

impl Kept {
    /// Frees the blocks kept longest, until there is room for so many bytes, which make what is not kept here `rest`.
    fn make_room(&mut self, bytes: usize, rest: usize) {
        let fits = |kept: usize| kept + bytes <= KEPT || (kept + rest <= self.most && kept + bytes <= MOST_KEPT);
        let (mut kept, mut gone) = (self.bytes, 0);
        while gone < self.blocks.len() && !fits(kept) {
            kept -= self.blocks[gone].1.size();
            gone += 1;
        }
        for (block, layout) in self.blocks.drain(..gone).collect::<Vec<_>>() {
            self.bytes -= layout.size();
            self.free(block, layout);
        }
    }

    fn free(&mut self, block: *mut u8, layout: Layout) {
        self.forget_fresh(block);
        // SAFETY: a block that is kept is nobody's.
        unsafe { end(block, layout) }
    }

    fn forget_fresh(&mut self, block: *mut u8) {
        if let Some(at) = self.fresh.iter().rposition(|b| *b == block) {
            self.fresh.swap_remove(at);
        }
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        let mut left = LEFT.lock().unwrap_or_else(PoisonError::into_inner);
        let mut bytes: usize = left.iter().map(|(_, l)| l.size()).sum();
        for (block, layout) in std::mem::take(&mut self.blocks) {
            bytes += layout.size();
            if bytes <= KEPT {
                left.push((block as usize, layout));
            } else {
                bytes -= layout.size();
                self.free(block, layout);
            }
        }
        drop(left);
        SMALL_BLOCKS.with(|chains| {
            for (class, chain) in chains.iter().enumerate() {
                let mut block = chain.first.replace(std::ptr::null_mut());
                chain.len.set(if class < FINE { FREE } else { FREE_WIDE });
                while !block.is_null() {
                    // SAFETY: a free block, of its class's size, begins with the address of the next.
                    block = unsafe {
                        let next = *block.cast::<*mut u8>();
                        end(block, layout_of(class));
                        next
                    };
                }
            }
        });
    }
}

/// The block came zeroed from the system, which has made no page of it yet: it need not be cleared.
fn is_untouched(block: *mut u8, size: usize) -> bool {
    POOL.with_borrow(|p| p.fresh.contains(&block)) && map::has_no_pages(block, mapped_length(size))
}

fn is_mapped(size: usize) -> bool {
    size >= MAPPED || (size >= HUGE_PAGE / 2 && mapped_length(size).is_multiple_of(HUGE_PAGE))
}

/// Whole huge pages, where less than a thirtieth of the memory is wasted, or else whole pages.
fn mapped_length(size: usize) -> usize {
    let whole = size.next_multiple_of(HUGE_PAGE);
    if (whole - size) * 30 <= size { whole } else { size.next_multiple_of(4096) }
}

#[cfg(target_os = "linux")]
mod map {
    use std::ffi::{c_int, c_void};
    use std::os::unix::fs::FileExt;

    use super::HUGE_PAGE;

    pub const LENGTHS: bool = true;

    unsafe extern "C" {
        fn mmap(at: *mut c_void, len: usize, prot: c_int, flags: c_int, fd: c_int, offset: i64) -> *mut c_void;
        fn munmap(at: *mut c_void, len: usize) -> c_int;
    }

    fn fresh(len: usize) -> *mut u8 {
        // Readable and writeable; private and anonymous.
        let (prot, flags) = (3, 0x22);
        // SAFETY: a new mapping.
        let p = unsafe { mmap(std::ptr::null_mut(), len, prot, flags, -1, 0) };
        if p as isize == -1 { std::ptr::null_mut() } else { p.cast() }
    }

    /// Fresh pages, huge ones if the system has any, or null.
    pub fn zeros(len: usize) -> *mut u8 {
        let mut block = fresh(len);
        if !block.is_null() && !(block as usize).is_multiple_of(HUGE_PAGE) {
            // Older systems do not align: a larger mapping has an aligned part.
            let wide = fresh(len + HUGE_PAGE);
            if !wide.is_null() {
                end(block, len);
                block = wide.wrapping_add(wide.align_offset(HUGE_PAGE));
                let (before, behind) = (block as usize - wide as usize, HUGE_PAGE - (block as usize - wide as usize));
                if before > 0 {
                    end(wide, before);
                }
                if behind > 0 {
                    end(block.wrapping_add(len), behind);
                }
            }
        }
        if !block.is_null() {
            pyaot_core::heap::huge_pages(block, len);
        }
        block
    }

    pub fn end(block: *mut u8, len: usize) {
        // SAFETY: a mapping of this length, not used any more.
        unsafe { munmap(block.cast(), len) };
    }

    /// No page of the mapping is in memory, or swapped out: the answer of `/proc/self/pagemap`. False if that cannot be read.
    #[expect(clippy::disallowed_methods, reason = "the system's account of this process's memory is no file of the program")]
    pub fn has_no_pages(block: *mut u8, len: usize) -> bool {
        const PAGE: usize = 4096;
        /// Present, or swapped.
        const MADE: u64 = 3 << 62;
        let Ok(file) = std::fs::File::open("/proc/self/pagemap") else { return false };
        let mut entries = [0u8; 8192];
        let (mut page, end) = (block as usize / PAGE, (block as usize + len) / PAGE);
        while page < end {
            let part = &mut entries[..8 * (end - page).min(1024)];
            if file.read_exact_at(part, 8 * page as u64).is_err() {
                return false;
            }
            if part.as_chunks::<8>().0.iter().any(|e| u64::from_ne_bytes(*e) & MADE != 0) {
                return false;
            }
            page += part.len() / 8;
        }
        true
    }
}

#[cfg(not(target_os = "linux"))]
mod map {
    pub const LENGTHS: bool = false;

    pub fn zeros(_: usize) -> *mut u8 {
        std::ptr::null_mut()
    }

    pub fn end(_: *mut u8, _: usize) {}

    pub fn has_no_pages(_: *mut u8, _: usize) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_blocks_fit_their_sizes() {
        for size in 1..LARGE {
            let class = class_of(Layout::from_size_align(size, STEP).expect("small")).expect("small");
            let got = layout_of(class).size();
            assert!(class < CLASSES && got >= size && got <= size + (size / 8).max(STEP), "{size}: {got}");
        }
    }
}
