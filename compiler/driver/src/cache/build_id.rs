//! Which build of the compiler this is: the linker's note, a hash of all that was linked.

#[cfg(target_os = "linux")]
pub(super) fn build_id() -> Option<&'static [u8]> {
    use std::sync::OnceLock;
    static ID: OnceLock<Option<Vec<u8>>> = OnceLock::new();
    ID.get_or_init(linux::find).as_deref()
}

/// Without one, nothing is kept.
#[cfg(not(target_os = "linux"))]
pub(super) fn build_id() -> Option<&'static [u8]> {
    None
}

#[cfg(target_os = "linux")]
mod linux {
    use std::ffi::{c_int, c_void};

    const NT_GNU_BUILD_ID: u32 = 3;

    pub(super) fn find() -> Option<Vec<u8>> {
        let mut found: Option<Vec<u8>> = None;
        // SAFETY: the function is called for each loaded file, and gets the place for the result back.
        unsafe { libc::dl_iterate_phdr(Some(look), (&raw mut found).cast()) };
        found
    }

    /// Stops at the file that this very function is in.
    unsafe extern "C" fn look(info: *mut libc::dl_phdr_info, _: usize, found: *mut c_void) -> c_int {
        // SAFETY: the loader's own description of a file that is loaded; segments are mapped as it says.
        unsafe {
            let info = &*info;
            let headers = std::slice::from_raw_parts(info.dlpi_phdr, info.dlpi_phnum.into());
            let start = |h: &libc::Elf64_Phdr| (info.dlpi_addr + h.p_vaddr) as usize;
            let here = look as *const () as usize;
            let is_ours = |h: &libc::Elf64_Phdr| h.p_type == libc::PT_LOAD && (start(h)..start(h) + h.p_memsz as usize).contains(&here);
            if !headers.iter().any(is_ours) {
                return 0;
            }
            let notes = headers.iter().filter(|h| h.p_type == libc::PT_NOTE);
            let id = notes.filter_map(|h| build_id(std::slice::from_raw_parts(start(h) as *const u8, h.p_memsz as usize))).next();
            *found.cast() = id;
            1
        }
    }

    fn build_id(mut notes: &[u8]) -> Option<Vec<u8>> {
        loop {
            let word = |at: usize| Some(u32::from_le_bytes(notes.get(at..at + 4)?.try_into().ok()?));
            let (name, desc) = (word(0)? as usize, word(4)? as usize);
            let start = 12 + name.next_multiple_of(4);
            if word(8)? == NT_GNU_BUILD_ID && notes.get(12..16)? == b"GNU\0" {
                return notes.get(start..start + desc).filter(|id| id.len() >= 8).map(<[u8]>::to_vec);
            }
            notes = notes.get(start + desc.next_multiple_of(4)..)?;
        }
    }
}
