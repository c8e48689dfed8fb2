//! Memory of objects: size classes in 64 KB pages of one reserved region, so that the cycle collector can walk all objects.
//!
//! A cell is 16·n bytes. A free cell has count 0 in its first word and the next free cell in its second; a live object
//! has a count above 0. Objects above [`MAX_SMALL`] bytes come from the system allocator and stand in a side table.

mod cycles;
mod raw;

pub use cycles::{collect, collections, finalize_reachable, is_enabled, maybe_collect, set_enabled};
pub use raw::{huge_pages, raw_alloc, raw_alloc_zeroed, raw_free, raw_realloc, table_alloc, table_free, wide_block};

use std::cell::{Cell, UnsafeCell};

use cycles::walk_pages;

use crate::error::{Result, raise};
use crate::exception::MEMORY_ERROR;
use crate::types::TypeObj;
use crate::value::{Header, Object, Value};
use pyaot_abi::layout;

/// Largest object (bytes) that lives in a page.
pub const MAX_SMALL: usize = layout::MAX_SMALL;
const PAGE_BITS: u32 = 16;
const PAGE: usize = 1 << PAGE_BITS;
/// Bytes at the start of a page before its first cell.
const PAGE_HEADER: usize = 64;
const CLASSES: usize = MAX_SMALL / 16 + 1;

/// First words of a page.
#[repr(C)]
struct PageHeader {
    /// Bytes of each cell.
    cell: u32,
    /// The cells hold storage of containers, not objects.
    raw: bool,
}

/// The allocator's state. Compiled code takes free cells and gives them back itself; it knows the fields up to `raw_free`.
#[repr(C)]
pub struct Heap {
    depth: Cell<i64>,
    /// Length of `deferred`.
    n_deferred: Cell<i64>,
    /// Collectable objects alive.
    tracked: Cell<i64>,
    base: Cell<usize>,
    /// Bytes of the reserved region behind `base`.
    span: Cell<usize>,
    /// Objects, storage of containers and blocks of elements made so far.
    allocations: Cell<i64>,
    /// Per size class (bytes / 16), the first free cell or null.
    free: [Cell<*mut u8>; CLASSES],
    /// The same for storage without headers.
    raw_free: [Cell<*mut u8>; CLASSES],
    bump: [Cell<*mut u8>; CLASSES],
    end: [Cell<*mut u8>; CLASSES],
    raw_bump: [Cell<*mut u8>; CLASSES],
    raw_end: [Cell<*mut u8>; CLASSES],
    next_page: Cell<usize>,
    /// Objects outside the pages.
    large_alive: Cell<i64>,
    threshold: Cell<i64>,
    enabled: Cell<bool>,
    collecting: Cell<bool>,
    collections: Cell<u64>,
    deferred: UnsafeCell<Vec<*mut Header>>,
    /// Bytes of arrays' elements made so far.
    elements: Cell<i64>,
    /// Bytes of large storage made so far, and the numbers of the huge pages that were asked for there.
    wide: Cell<usize>,
    advised: Cell<(usize, usize)>,
    /// Collectable objects outside the pages.
    large: UnsafeCell<Vec<*mut Header>>,
}

const _: () = {
    assert!(std::mem::offset_of!(Heap, depth) == layout::HEAP_DEPTH as usize);
    assert!(std::mem::offset_of!(Heap, n_deferred) == layout::HEAP_DEFERRED as usize);
    assert!(std::mem::offset_of!(Heap, tracked) == layout::HEAP_TRACKED as usize);
    assert!(std::mem::offset_of!(Heap, base) == layout::HEAP_BASE as usize);
    assert!(std::mem::offset_of!(Heap, span) == layout::HEAP_SPAN as usize);
    assert!(std::mem::offset_of!(Heap, allocations) == layout::HEAP_ALLOCATIONS as usize);
    assert!(std::mem::offset_of!(Heap, free) == layout::HEAP_FREE as usize);
    assert!(std::mem::offset_of!(Heap, raw_free) == layout::HEAP_RAW_FREE as usize);
    assert!(PAGE as i64 == layout::PAGE && std::mem::offset_of!(PageHeader, cell) == 0);
    assert!(layout::INSTANCE_SLOTS as usize + 8 * layout::MAX_QUICK_SLOTS <= MAX_SMALL);
};

// SAFETY: the runtime is single-threaded.
unsafe impl Sync for Heap {}

#[unsafe(export_name = "pyaot_heap")]
pub static HEAP: Heap = Heap {
    depth: Cell::new(0),
    n_deferred: Cell::new(0),
    tracked: Cell::new(0),
    base: Cell::new(0),
    span: Cell::new(0),
    allocations: Cell::new(0),
    free: [const { Cell::new(std::ptr::null_mut()) }; CLASSES],
    raw_free: [const { Cell::new(std::ptr::null_mut()) }; CLASSES],
    bump: [const { Cell::new(std::ptr::null_mut()) }; CLASSES],
    end: [const { Cell::new(std::ptr::null_mut()) }; CLASSES],
    raw_bump: [const { Cell::new(std::ptr::null_mut()) }; CLASSES],
    raw_end: [const { Cell::new(std::ptr::null_mut()) }; CLASSES],
    next_page: Cell::new(0),
    large_alive: Cell::new(0),
    threshold: Cell::new(FIRST_THRESHOLD),
    enabled: Cell::new(true),
    collecting: Cell::new(false),
    collections: Cell::new(0),
    elements: Cell::new(0),
    wide: Cell::new(0),
    advised: Cell::new((0, 0)),
    deferred: UnsafeCell::new(Vec::new()),
    large: UnsafeCell::new(Vec::new()),
};

const FIRST_THRESHOLD: i64 = 100_000;

/// One more allocation. An addition in memory that nothing waits for: not to be seen in any measurement.
#[inline]
fn count() {
    HEAP.allocations.set(HEAP.allocations.get() + 1);
}

/// One more block of elements, of so many bytes.
#[inline]
pub fn count_elements(bytes: usize) {
    count();
    HEAP.elements.set(HEAP.elements.get() + bytes as i64);
}

/// What was made since the start: allocations, and bytes of arrays' elements.
pub fn made() -> (i64, i64) {
    (HEAP.allocations.get(), HEAP.elements.get())
}

/// A new object of fixed size; `f` makes it from its header.
#[inline]
pub fn new_object<T: Object>(ty: &'static TypeObj, f: impl FnOnce(Header) -> T) -> Value {
    const { assert!(std::mem::align_of::<T>() <= 16) };
    let header = Header { rc: Cell::new(1), ty: Cell::new(ty) };
    let object = f(header);
    let p = alloc_for(ty, std::mem::size_of::<T>());
    // SAFETY: the cell is large enough and ours; the type says that it holds a T.
    unsafe {
        (p as *mut T).write(object);
        Value::from_bits(p as u64)
    }
}

/// A new object of a native type whose objects refer to nothing.
#[inline]
pub fn new_simple<T: Object>(ty: &'static TypeObj, f: impl FnOnce(Header) -> T) -> Value {
    const { assert!(std::mem::align_of::<T>() <= 16) };
    debug_assert!(ty.is_native && !ty.is_gc);
    let p = alloc(std::mem::size_of::<T>(), false);
    // SAFETY: the cell is large enough and ours; the type says that it holds a T.
    unsafe {
        (p as *mut T).write(f(Header { rc: Cell::new(1), ty: Cell::new(ty) }));
        Value::from_bits(p as u64)
    }
}

/// A new object of `total` bytes (header included), the header written before `init` runs.
#[inline]
pub fn new_var(ty: &'static TypeObj, total: usize, init: impl FnOnce(*mut u8)) -> Value {
    let p = alloc_for(ty, total);
    // SAFETY: the cell is ours and has `total` bytes.
    unsafe {
        (p as *mut Header).write(Header { rc: Cell::new(1), ty: Cell::new(ty) });
        init(p);
        Value::from_bits(p as u64)
    }
}

/// [`new_var`] for a native type whose objects refer to no others.
#[inline(always)]
pub(crate) fn new_plain(ty: &'static TypeObj, total: usize, init: impl FnOnce(*mut u8)) -> Value {
    debug_assert!(ty.is_native && !ty.is_gc);
    let p = alloc(total, false);
    // SAFETY: the cell is ours and has `total` bytes.
    unsafe {
        (p as *mut Header).write(Header { rc: Cell::new(1), ty: Cell::new(ty) });
        init(p);
        Value::from_bits(p as u64)
    }
}

/// Bytes for an object of type `ty`: classes of the program get a trailing word for the instance dict.
#[inline]
fn alloc_for(ty: &'static TypeObj, size: usize) -> *mut u8 {
    if ty.is_gc {
        HEAP.tracked.set(HEAP.tracked.get() + 1);
    }
    if ty.is_native || ty.layout == crate::types::Layout::Exception {
        return alloc(size, ty.is_gc);
    }
    let p = alloc(size + 8, ty.is_gc);
    // SAFETY: the trailing word lies inside the cell just allocated.
    unsafe { trailer(p).write(0) };
    p
}

/// `size` bytes aligned to 16.
#[inline]
pub fn alloc(size: usize, is_gc: bool) -> *mut u8 {
    count();
    let class = size.div_ceil(16);
    if class < CLASSES {
        let p = HEAP.free[class].get();
        if !p.is_null() {
            // SAFETY: a free cell's second word is the next free cell.
            HEAP.free[class].set(unsafe { *(p as *mut *mut u8).add(1) });
            return p;
        }
        return alloc_bump(class);
    }
    alloc_large(size, is_gc)
}

/// A cell of a class without free cells; some more, which lie behind it, become free.
#[inline(never)]
fn alloc_bump(class: usize) -> *mut u8 {
    let (bump, end, bytes) = (&HEAP.bump[class], &HEAP.end[class], class * 16);
    let first = bump_from(bump, end, class, false);
    let p = bump.get();
    let more = ((end.get() as usize - p as usize) / bytes).min(1024 / bytes);
    if more > 0 {
        // SAFETY: the cells lie inside the page and have never been used, so their counts are 0.
        unsafe {
            for k in 0..more {
                let next = if k + 1 < more { p.add((k + 1) * bytes) } else { std::ptr::null_mut() };
                (p.add(k * bytes) as *mut *mut u8).add(1).write(next);
            }
            bump.set(p.add(more * bytes));
        }
        HEAP.free[class].set(p);
    }
    first
}

/// A cell for compiled code, which has found the class's free list empty. There may be garbage to collect first.
pub(crate) fn refill(class: usize) -> *mut u8 {
    maybe_collect();
    alloc(class * 16, false)
}

/// The next cell of the page that `bump` is in, or of a new page.
fn bump_from(bump: &Cell<*mut u8>, end: &Cell<*mut u8>, class: usize, raw: bool) -> *mut u8 {
    let bytes = class * 16;
    loop {
        let p = bump.get();
        if (end.get() as usize) - (p as usize) >= bytes {
            // SAFETY: stays inside the page.
            bump.set(unsafe { p.add(bytes) });
            return p;
        }
        if HEAP.next_page.get() + PAGE > HEAP.base.get() + HEAP.span.get() {
            if HEAP.base.get() == 0 {
                reserve();
                continue;
            }
            out_of_memory();
        }
        let page = HEAP.next_page.get();
        HEAP.next_page.set(page + PAGE);
        let page = page as *mut u8;
        // SAFETY: the page is fresh memory of the reserved region.
        unsafe {
            (page as *mut PageHeader).write(PageHeader { cell: bytes as u32, raw });
            bump.set(page.add(PAGE_HEADER));
            end.set(page.add(PAGE));
        }
    }
}

/// The system's large pages.
const HUGE_PAGE: usize = 2 << 20;
/// Bytes at the start of the region that stay in small pages of the system.
const SMALL_PAGES: usize = 2 * HUGE_PAGE;

/// Reserves address space for all pages (no memory is used until it is touched).
#[cold]
fn reserve() {
    let mut bytes: usize = 1 << 42;
    while bytes >= 1 << 26 {
        if let Some(p) = crate::start::map_memory(bytes) {
            let base = (p as usize).next_multiple_of(HUGE_PAGE);
            let limit = p as usize + bytes;
            HEAP.base.set(base);
            HEAP.next_page.set(base);
            HEAP.span.set(limit - base);
            // Small programs pay for the memory that they touch; what grows beyond that takes fewer faults and fewer
            // entries of the processor's table of pages.
            crate::seq::advise_huge((base + SMALL_PAGES) as *mut u8, limit - base - SMALL_PAGES);
            return;
        }
        bytes /= 4;
    }
    out_of_memory();
}

/// MemoryError for more memory than the system gives. To be called where a program says how large one piece is: the
/// allocators themselves cannot fail.
#[inline]
pub(crate) fn check_size(bytes: usize) -> Result<()> {
    if bytes < LARGE_REQUEST || crate::start::has_memory(bytes) { Ok(()) } else { raise(&MEMORY_ERROR, "") }
}

/// Ends the program if the system does not have that much: it would be stopped from outside while it fills the memory.
fn require(bytes: usize) {
    if bytes >= LARGE_REQUEST && !crate::start::has_memory(bytes) {
        out_of_memory();
    }
}

/// Requests of as many bytes are made sure of.
const LARGE_REQUEST: usize = 1 << 28;

#[cold]
pub fn out_of_memory() -> ! {
    eprintln!("MemoryError: out of memory");
    std::process::exit(1)
}

/// Words before a large object: its size, its index in the table.
const LARGE_PREFIX: usize = 16;

#[cold]
fn alloc_large(size: usize, is_gc: bool) -> *mut u8 {
    HEAP.large_alive.set(HEAP.large_alive.get() + 1);
    let size = size.div_ceil(16) * 16;
    let layout = large_layout(size);
    // SAFETY: the layout has a size above zero.
    let p = unsafe { std::alloc::alloc(layout) };
    if p.is_null() {
        out_of_memory();
    }
    wide_block(p, size);
    // SAFETY: the prefix lies inside the allocation; the table is only touched here and in free_large.
    unsafe {
        let object = p.add(LARGE_PREFIX);
        (p as *mut usize).write(size);
        let table = &mut *HEAP.large.get();
        (p as *mut usize).add(1).write(if is_gc { table.len() } else { usize::MAX });
        if is_gc {
            // Until the owner has written the header the object counts as free.
            (object as *mut u64).write(0);
            table.push(object as *mut Header);
        }
        object
    }
}

fn large_layout(size: usize) -> std::alloc::Layout {
    match std::alloc::Layout::from_size_align(size + LARGE_PREFIX, 16) {
        Ok(l) => l,
        Err(_) => out_of_memory(),
    }
}

#[inline]
fn in_pages(p: *const u8) -> bool {
    (p as usize).wrapping_sub(HEAP.base.get()) < HEAP.span.get()
}

/// Bytes of the cell at `p`.
fn usable_size(p: *const u8) -> usize {
    // SAFETY: `p` is an object of this heap: its page header or its prefix is readable.
    unsafe {
        if in_pages(p) {
            (*((p as usize & !(PAGE - 1)) as *const PageHeader)).cell as usize
        } else {
            *(p.sub(LARGE_PREFIX) as *const usize)
        }
    }
}

/// The last word of the cell of an object of a program's class: bits of its instance dict, or 0.
///
/// # Safety
/// `p` is such an object.
#[inline]
pub unsafe fn trailer(p: *const u8) -> *mut u64 {
    // SAFETY: inside the cell.
    unsafe { p.add(usable_size(p) - 8) as *mut u64 }
}

/// Gives the memory of a dropped object back.
///
/// # Safety
/// `p` came from [`alloc`] and nothing refers to it any more.
#[inline]
unsafe fn free(p: *mut u8) {
    if in_pages(p) {
        // SAFETY: the cell is dead; its two first words become the free list's.
        unsafe {
            let class = (*((p as usize & !(PAGE - 1)) as *const PageHeader)).cell as usize / 16;
            (p as *mut u64).write(0);
            (p as *mut *mut u8).add(1).write(HEAP.free[class].get());
            HEAP.free[class].set(p);
        }
    } else {
        // SAFETY: by the contract a large object.
        unsafe { free_large(p) }
    }
}

#[cold]
unsafe fn free_large(p: *mut u8) {
    HEAP.large_alive.set(HEAP.large_alive.get() - 1);
    // SAFETY: the prefix was written by alloc_large.
    unsafe {
        let start = p.sub(LARGE_PREFIX);
        let size = *(start as *const usize);
        let index = *(start as *const usize).add(1);
        if index != usize::MAX {
            let table = &mut *HEAP.large.get();
            table.swap_remove(index);
            if let Some(&moved) = table.get(index) {
                *((moved as *mut u8).sub(LARGE_PREFIX) as *mut usize).add(1) = index;
            }
        }
        std::alloc::dealloc(start, large_layout(size));
    }
}

/// How many elements ahead of the one being released [`prefetch`] is called.
pub(crate) const AHEAD: usize = 8;

/// The object behind this word, if it is one, is looked at soon: whoever releases many objects waits for the memory of each
/// otherwise.
#[inline(always)]
pub(crate) fn prefetch(word: u64) {
    #[cfg(target_arch = "x86_64")]
    if word & 1 == 0 {
        // SAFETY: a hint, which is allowed for any address.
        unsafe { std::arch::x86_64::_mm_prefetch::<{ std::arch::x86_64::_MM_HINT_T0 }>(word as *const i8) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = word;
}

/// Called when an object's count has reached zero.
#[inline(never)]
pub fn dealloc(h: &Header) {
    let p = h as *const Header as *mut Header;
    if h.ty.get().free.get() == layout::FREE_PLAIN {
        // SAFETY: the count is zero and there are no fields to drop.
        return unsafe { free(p as *mut u8) };
    }
    let depth = HEAP.depth.get();
    if depth >= layout::MAX_DEPTH {
        HEAP.n_deferred.set(HEAP.n_deferred.get() + 1);
        // SAFETY: single-threaded; no other reference to the vector is live.
        unsafe { (*HEAP.deferred.get()).push(p) };
        return;
    }
    HEAP.depth.set(depth + 1);
    // SAFETY: the count is zero: nobody else can reach the object.
    unsafe { destroy(p) };
    HEAP.depth.set(depth);
    if depth == 0 && HEAP.n_deferred.get() > 0 {
        drain();
    }
}

/// Frees what was put off while deallocations were nested too deep.
#[cold]
pub(crate) fn drain() {
    HEAP.depth.set(1);
    // SAFETY: the borrow ends before destroy runs; deferred objects have count zero.
    while let Some(p) = unsafe { (*HEAP.deferred.get()).pop() } {
        HEAP.n_deferred.set(HEAP.n_deferred.get() - 1);
        // SAFETY: as above.
        unsafe { destroy(p) };
    }
    HEAP.depth.set(0);
}

/// Frees an instance without finalizer.
///
/// # Safety
/// The count is zero; the type's `free` is `FREE_INSTANCE`.
#[inline]
unsafe fn free_instance(p: *mut Header) {
    // SAFETY: by the contract the object has a dict word and the slots that the type tells of.
    unsafe {
        let dict = (p as *mut u8).add(layout::INSTANCE_DICT as usize) as *mut u64;
        if *dict != 0 {
            crate::exception::drop_bits(std::mem::replace(&mut *dict, 0));
        }
        let mut values = (*p).ty.get().values.get();
        let slots = (p as *mut u8).add(layout::INSTANCE_SLOTS as usize) as *mut u64;
        while values != 0 {
            let slot = slots.add(values.trailing_zeros() as usize);
            values &= values - 1;
            crate::exception::drop_bits(std::mem::replace(&mut *slot, 0));
        }
        HEAP.tracked.set(HEAP.tracked.get() - 1);
        free(p as *mut u8);
    }
}

/// Runs `__del__`, drops the fields and frees the memory, unless `__del__` made the object reachable again.
unsafe fn destroy(p: *mut Header) {
    // SAFETY: by the callers' contract the object is complete and unreachable.
    unsafe {
        let ty = (*p).ty.get();
        if ty.free.get() == layout::FREE_INSTANCE {
            return free_instance(p);
        }
        if !ty.is_native {
            if crate::class::finalize(p) {
                return;
            }
            crate::class::drop_instance_dict(p);
        } else if ty.layout == crate::types::Layout::Generator && crate::generator::finalize(p) {
            return;
        }
        if let Some(drop) = ty.slots.drop {
            drop(p);
        }
        if ty.is_gc {
            HEAP.tracked.set(HEAP.tracked.get() - 1);
        }
        free(p as *mut u8);
    }
}

/// Objects alive now, statics and immortals not counted. Walks the heap.
pub fn alive() -> i64 {
    let mut n = HEAP.large_alive.get();
    walk_pages(|_| n += 1);
    n
}

/// The object has been made immortal: it is not counted as alive.
pub(crate) fn not_counted(h: &Header) {
    if !in_pages(h as *const Header as *const u8) {
        HEAP.large_alive.set(HEAP.large_alive.get() - 1);
    }
}

/// Memory for an object of exactly `size` bytes (no trailing dict word); the caller writes the header.
#[inline]
pub fn alloc_object(ty: &'static TypeObj, size: usize) -> *mut u8 {
    if ty.is_gc {
        HEAP.tracked.set(HEAP.tracked.get() + 1);
    }
    alloc(size, ty.is_gc)
}

/// For leak hunting: `alive.<type> n` for every type with live mortal objects, most first.
pub fn alive_by_type() -> String {
    let mut counts: Vec<(&'static str, i64)> = Vec::new();
    walk_pages(|h| {
        // SAFETY: a live object.
        let name = unsafe { (*h).ty.get().name };
        match counts.iter_mut().find(|(n, _)| *n == name) {
            Some(c) => c.1 += 1,
            None => counts.push((name, 1)),
        }
    });
    counts.sort_by_key(|(_, n)| -n);
    let mut s = String::new();
    for (name, n) in counts {
        s.push_str(&crate::text!("alive.", name, " ", crate::ops::dec(n), "\n"));
    }
    s
}
