//! The cycle collector, and other walks over all objects.

use super::{FIRST_THRESHOLD, HEAP, PAGE, PAGE_HEADER, PageHeader};
use crate::value::{Header, IMMORTAL, Value};

/// Added to the count of an object that the collector has found reachable.
const MARK: u64 = 1 << 62;

/// How many times the collector has run.
pub fn collections() -> u64 {
    HEAP.collections.get()
}

/// `gc.enable()` / `gc.disable()`.
pub fn set_enabled(on: bool) {
    HEAP.enabled.set(on);
}

pub fn is_enabled() -> bool {
    HEAP.enabled.get()
}

/// Collects cycles when enough collectable objects have been made. Called where compiled code makes an object, never
/// inside native code that has an object half built.
#[inline]
pub fn maybe_collect() {
    if HEAP.tracked.get() > HEAP.threshold.get() && HEAP.enabled.get() {
        collect();
        // Proportional to what survived, so that the total work stays linear in the allocations.
        HEAP.threshold.set((HEAP.tracked.get().max(0) * 3).max(FIRST_THRESHOLD));
    }
}

#[inline]
fn is_immortal(rc: u64) -> bool {
    rc & !MARK >= IMMORTAL / 2
}

/// Calls `f` with every live object in the pages that is not immortal.
pub(super) fn walk_pages(mut f: impl FnMut(*mut Header)) {
    let mut page = HEAP.base.get();
    while page < HEAP.next_page.get() {
        // SAFETY: pages up to next_page have headers; cells above the bump pointer are zero (count 0).
        unsafe {
            let header = &*(page as *const PageHeader);
            if header.raw {
                page += PAGE;
                continue;
            }
            let cell = header.cell as usize;
            let mut p = page + PAGE_HEADER;
            let bump = HEAP.bump[cell / 16].get() as usize;
            let end = if bump > page && bump <= page + PAGE { bump } else { page + PAGE };
            while p + cell <= end {
                let rc = *(p as *const u64);
                if rc != 0 && !is_immortal(rc) {
                    f(p as *mut Header);
                }
                p += cell;
            }
        }
        page += PAGE;
    }
}

/// Calls `f` with every collectable live object of the heap.
fn walk(mut f: impl FnMut(*mut Header)) {
    walk_pages(|h| {
        // SAFETY: a live object.
        if unsafe { (*h).ty.get().is_gc } {
            f(h);
        }
    });
    // SAFETY: `f` does not allocate or free.
    for &h in unsafe { &*HEAP.large.get() } {
        // SAFETY: the table holds live objects.
        unsafe {
            let rc = (*h).rc.get();
            if rc != 0 && !is_immortal(rc) && (*h).ty.get().is_gc {
                f(h);
            }
        }
    }
}

/// Calls `f` with the header of every collectable heap object that `p` refers to.
unsafe fn children(p: *mut Header, f: &mut dyn FnMut(*mut Header)) {
    let mut visit = |v: &Value| {
        if let Some(h) = v.header()
            && !is_immortal(h.rc.get())
            && h.ty.get().is_gc
        {
            f(h as *const Header as *mut Header);
        }
    };
    // SAFETY: `p` is a live object; traverse gives each owned reference once.
    unsafe {
        let ty = (*p).ty.get();
        if !ty.is_native {
            crate::class::traverse_instance_dict(p, &mut visit);
        }
        if let Some(traverse) = ty.slots.traverse {
            traverse(p, &mut visit);
        }
    }
}

/// Runs the finalizers of everything reachable from `roots`: objects in variables first, and their attributes, then what
/// is in containers. So ends a program in CPython, where the main module's variables are one garbage cycle with its
/// functions: they still see each other.
pub fn finalize_reachable(roots: &[Value]) {
    let header = |v: &Value| v.header().filter(|h| !is_immortal(h.rc.get()) && h.ty.get().is_gc).map(|h| h as *const Header as *mut Header);
    let mut found: Vec<Value> = Vec::new();
    // SAFETY: reachable, so alive; counted while it is in the list.
    let mut finalizable = |p: *mut Header| unsafe {
        if crate::class::has_finalizer(p) {
            found.push(Value::clone(&std::mem::ManuallyDrop::new(Value::from_bits(p as u64))));
        }
    };
    let instance = |p: *mut Header| {
        // SAFETY: as above.
        let ty = unsafe { (*p).ty.get() };
        !ty.is_native && ty.layout == crate::types::Layout::Object
    };
    for p in roots.iter().filter_map(header).filter(|p| instance(*p)) {
        finalizable(p);
        // SAFETY: as above.
        unsafe {
            children(p, &mut |c| {
                if instance(c) {
                    finalizable(c);
                }
            })
        };
    }
    let mut seen = std::collections::HashSet::new();
    let mut todo: Vec<*mut Header> = Vec::new();
    for root in roots {
        todo.extend(header(root));
        while let Some(p) = todo.pop() {
            if seen.insert(p as usize) {
                finalizable(p);
                // SAFETY: as above.
                unsafe { children(p, &mut |c| todo.push(c)) };
            }
        }
    }
    for v in &found {
        if let Some(h) = v.header() {
            // SAFETY: `found` holds a reference.
            unsafe { crate::class::finalize_garbage(h as *const Header as *mut Header) };
        }
    }
}

/// Finds and frees cyclic garbage; the number of objects found.
///
/// Trial deletion with the counts themselves as scratch: every reference from a collectable object is subtracted from
/// its target, so what is left counts references from outside. Objects reachable from one with a count above zero are
/// marked and get their references back; the unmarked rest is garbage.
pub fn collect() -> usize {
    if HEAP.collecting.get() || HEAP.base.get() == 0 {
        return 0;
    }
    HEAP.collecting.set(true);
    HEAP.collections.set(HEAP.collections.get() + 1);
    // SAFETY: no Python code runs and nothing is freed until the counts are restored.
    let garbage = unsafe { find_garbage() };
    let found = garbage.len();
    if found > 0 {
        // SAFETY: the counts are right again.
        unsafe { free_garbage(garbage) };
    }
    HEAP.collecting.set(false);
    found
}

/// Added to the count of an object that refers to no collectable object: to the collector it is like an immortal one.
const LEAF: u64 = 1 << 61;

/// No cycle goes through the object, a tuple or dict of numbers, strings and the like: CPython does not track these
/// either, nor count them among what it has collected.
///
/// # Safety
/// `h` is a live object.
unsafe fn is_leaf(h: *mut Header) -> bool {
    let plain = |v: &Value| v.header().is_none_or(|h| !h.ty.get().is_gc);
    // SAFETY: by the contract; the types say what the objects are.
    unsafe {
        let ty = (*h).ty.get();
        if std::ptr::eq(ty, &crate::tuple::TUPLE) {
            (*(h as *mut crate::tuple::TupleObj)).items().iter().all(plain)
        } else if std::ptr::eq(ty, &crate::dict::DICT) {
            let d = &*(h as *mut crate::dict::DictObj);
            let mut leaf = d.len() <= 16;
            if leaf {
                d.visit(&mut |v| leaf &= plain(v));
            }
            leaf
        } else {
            false
        }
    }
}

unsafe fn find_garbage() -> Vec<*mut Header> {
    let (mut all, mut leaves): (Vec<*mut Header>, Vec<*mut Header>) = Default::default();
    // SAFETY: `walk` gives live objects.
    walk(|h| if unsafe { is_leaf(h) } { leaves.push(h) } else { all.push(h) });
    let all = &all[..];
    // SAFETY: the vectors hold live objects; the counts are restored before this returns.
    unsafe {
        for &h in &leaves {
            (*h).rc.set((*h).rc.get() | LEAF);
        }
        for &h in all {
            children(h, &mut |c| (*c).rc.set((*c).rc.get() - 1));
        }
        let mut stack: Vec<*mut Header> = Vec::new();
        for &h in all {
            let rc = (*h).rc.get();
            if rc & MARK != 0 || rc == 0 {
                continue;
            }
            (*h).rc.set(rc | MARK);
            stack.push(h);
            while let Some(h) = stack.pop() {
                children(h, &mut |c| {
                    let rc = (*c).rc.get();
                    if rc & MARK == 0 {
                        stack.push(c);
                    }
                    (*c).rc.set((rc + 1) | MARK);
                });
            }
        }
        let garbage: Vec<_> = all.iter().copied().filter(|&h| (*h).rc.get() & MARK == 0).collect();
        for &h in &garbage {
            children(h, &mut |c| (*c).rc.set((*c).rc.get() + 1));
        }
        for &h in all {
            (*h).rc.set((*h).rc.get() & !MARK);
        }
        for &h in &leaves {
            (*h).rc.set((*h).rc.get() & !LEAF);
        }
        garbage
    }
}

/// Runs the finalizers of the garbage, then empties what is still unreachable.
unsafe fn free_garbage(garbage: Vec<*mut Header>) {
    // SAFETY: every object is kept alive by the reference taken first.
    unsafe {
        for &h in &garbage {
            (*h).rc.set((*h).rc.get() + 1);
        }
        let mut finalized = false;
        for &h in &garbage {
            finalized |= if (*h).ty.get().layout == crate::types::Layout::Generator {
                crate::generator::finalize_garbage(h)
            } else {
                crate::class::finalize_garbage(h)
            };
        }
        // A finalizer may have made some of it reachable again: only what is still garbage is emptied.
        let doomed = if finalized {
            for &h in &garbage {
                (*h).rc.set((*h).rc.get() - 1);
            }
            let still: Vec<*mut Header> = find_garbage();
            for &h in &garbage {
                (*h).rc.set((*h).rc.get() + 1);
            }
            let set: std::collections::BTreeSet<*mut Header> = still.into_iter().collect();
            garbage.iter().copied().filter(|h| set.contains(h)).collect()
        } else {
            garbage.clone()
        };
        for &h in &doomed {
            let ty = (*h).ty.get();
            if !ty.is_native {
                crate::class::clear_instance_dict(h);
            }
            if let Some(clear) = ty.slots.clear {
                clear(h);
            }
        }
        for &h in &garbage {
            drop(Value::from_bits(h as u64));
        }
    }
}
