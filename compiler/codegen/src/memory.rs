//! Memory for generated code, near the runtime: calls and addresses then take 32-bit displacements.

use std::io;

use cranelift_jit::{BranchProtection, JITMemoryKind, JITMemoryProvider};
use cranelift_module::{ModuleError, ModuleResult};

/// Address space kept for one program at most, for a small one, and for one loop. Only what is used of it becomes memory.
pub(crate) const RESERVED: usize = 256 << 20;
pub(crate) const SMALL: usize = 16 << 20;
pub(crate) const LITTLE: usize = 1 << 20;
/// A segment grows by this, so that there are few system calls.
pub(crate) const STEP: usize = 64 << 10;
/// What a 32-bit displacement reaches, less some slack.
const REACH: usize = (1 << 31) - (1 << 20);

/// Pages of one protection, writable until they are finished. Whoever asks for more of them makes them writable again, and so
/// must see to it that nobody uses them meanwhile.
struct Segment {
    start: usize,
    len: usize,
    used: usize,
    /// What the pages will have when they are finished.
    protection: i32,
    finished: bool,
}

/// One reserved range of addresses, handed out from its start.
pub(crate) struct Memory {
    base: usize,
    reserved: usize,
    used: usize,
    segments: Vec<Segment>,
    /// Code is added while some of it runs: its pages stay as they are.
    pub(crate) grows: bool,
}

impl Memory {
    /// Reserves addresses near all of `symbols` where the system has some; the second result says so.
    pub(crate) fn reserve(reserved: usize, symbols: impl Iterator<Item = usize> + Clone) -> io::Result<(Memory, bool)> {
        let (low, high) = (symbols.clone().min().unwrap_or(0), symbols.max().unwrap_or(0));
        // Below the libraries there may be reservations of terabytes, and stacks of threads; above them, as a rule, there is nothing up to the stack.
        let hints = [low.saturating_sub(RESERVED + (64 << 20)), high + (64 << 20), high + (512 << 20), low.saturating_sub(1 << 30)];
        let mut found = Err(io::ErrorKind::OutOfMemory.into());
        for hint in hints {
            // SAFETY: a new mapping without access; the hint is none that would replace another mapping.
            let p = unsafe {
                let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
                libc::mmap((hint & !0xFFFF) as *mut libc::c_void, reserved, libc::PROT_NONE, flags, -1, 0)
            };
            if p == libc::MAP_FAILED {
                return Err(io::Error::last_os_error());
            }
            if let Ok((Memory { base, .. }, _)) = found {
                // SAFETY: the mapping that was made last, which nobody has seen.
                unsafe { libc::munmap(base as *mut libc::c_void, reserved) };
            }
            let base = p as usize;
            let near = base.abs_diff(high) < REACH && (base + reserved).abs_diff(low) < REACH;
            found = Ok((Memory { base, reserved, used: 0, segments: Vec::new(), grows: false }, near));
            if near {
                break;
            }
        }
        found
    }

    /// All that code may be put into.
    pub(crate) fn addresses(&self) -> std::ops::Range<usize> {
        self.base..self.base + self.reserved
    }

    fn protect(start: usize, len: usize, protection: i32) -> io::Result<()> {
        // SAFETY: pages of our own reservation, which nothing else uses.
        match unsafe { libc::mprotect(start as *mut libc::c_void, len, protection) } {
            0 => Ok(()),
            _ => Err(io::Error::last_os_error()),
        }
    }
}

impl JITMemoryProvider for Memory {
    fn allocate(&mut self, size: usize, align: u64, kind: JITMemoryKind) -> io::Result<*mut u8> {
        let align = align as usize;
        let protection = match kind {
            JITMemoryKind::Executable => libc::PROT_READ | libc::PROT_EXEC,
            JITMemoryKind::ReadOnly => libc::PROT_READ,
            JITMemoryKind::Writable => libc::PROT_READ | libc::PROT_WRITE,
        };
        let may_open = !self.grows || matches!(kind, JITMemoryKind::Writable);
        let fits = |s: &Segment| (may_open || !s.finished) && s.protection == protection && s.used.next_multiple_of(align) + size <= s.len;
        let segment = match self.segments.iter().position(fits) {
            Some(i) => {
                let segment = &mut self.segments[i];
                if std::mem::take(&mut segment.finished) {
                    Memory::protect(segment.start, segment.len, libc::PROT_READ | libc::PROT_WRITE)?;
                }
                segment
            }
            None => {
                let len = size.next_multiple_of(if self.grows { STEP / 4 } else { STEP });
                if self.used + len > self.reserved {
                    return Err(io::ErrorKind::OutOfMemory.into());
                }
                let start = self.base + self.used;
                Memory::protect(start, len, libc::PROT_READ | libc::PROT_WRITE)?;
                self.used += len;
                self.segments.push(Segment { start, len, used: 0, protection, finished: false });
                self.segments.last_mut().expect("just pushed")
            }
        };
        let offset = segment.used.next_multiple_of(align);
        segment.used = offset + size;
        Ok((segment.start + offset) as *mut u8)
    }

    /// The memory stays: see [`crate::JitCode`].
    unsafe fn free_memory(&mut self) {}

    fn finalize(&mut self, _: BranchProtection) -> ModuleResult<()> {
        // What is writable stays so, and more of it may be handed out.
        let writable = libc::PROT_READ | libc::PROT_WRITE;
        for s in self.segments.iter_mut().filter(|s| !s.finished && s.protection != writable) {
            Memory::protect(s.start, s.len, s.protection).map_err(|err| ModuleError::Allocation { err })?;
            s.finished = true;
        }
        Ok(())
    }
}
