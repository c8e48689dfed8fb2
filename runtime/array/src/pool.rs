//! Memory for elements. Large blocks that were freed are kept with their pages: the first touch of fresh memory costs more
//! than most operations on it.

use std::alloc::{Layout, alloc, alloc_zeroed, dealloc};
use std::cell::RefCell;

/// Blocks from here on (bytes) are kept.
const LARGE: usize = 1 << 15;
/// Bytes kept at most.
const KEPT: usize = 256 << 20;

struct Kept {
    /// Address and layout, the latest last.
    blocks: Vec<(*mut u8, Layout)>,
    bytes: usize,
}

thread_local! {
    static POOL: RefCell<Kept> = const { RefCell::new(Kept { blocks: Vec::new(), bytes: 0 }) };
}

/// A block, zeroed if asked for; null where there is no memory.
pub fn take(layout: Layout, zeroed: bool) -> *mut u8 {
    // Fresh zeros are free for blocks that come straight from the system, so kept blocks serve what is written anyway.
    if layout.size() >= LARGE && !zeroed {
        let found = POOL.with_borrow_mut(|p| {
            let at = p.blocks.iter().rposition(|(_, l)| *l == layout)?;
            let (block, l) = p.blocks.swap_remove(at);
            p.bytes -= l.size();
            Some(block)
        });
        if let Some(block) = found {
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
    if layout.size() >= LARGE {
        let kept = POOL.with_borrow_mut(|p| {
            let room = p.bytes + layout.size() <= KEPT;
            if room {
                p.bytes += layout.size();
                p.blocks.push((block, layout));
            }
            room
        });
        if kept {
            return;
        }
    }
    // SAFETY: by the contract.
    unsafe { dealloc(block, layout) }
}
