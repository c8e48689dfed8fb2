//! What stands for a function in memory before it is compiled, and after: a stub, which jumps to where its cell says.
//!
//! It is what linkers call a procedure linkage table. The cell leads behind the stub's first instruction at first, from
//! where the call goes to [`resolve`], and to the function from the first call on. No register is lost on the way, whatever the
//! calling convention; code, once made, is never changed.

use cranelift_codegen::binemit::Reloc;
use cranelift_module::{DataId, FuncId, Module, ModuleReloc, ModuleResult};

/// There are stubs for this machine.
pub(crate) const SUPPORTED: bool = cfg!(all(target_arch = "x86_64", unix));

/// Gives the address of the function of that index, compiled if it was not.
pub(crate) type Supply = extern "C" fn(context: *const (), index: usize) -> *const u8;

/// Behind the jump, with which every stub begins.
pub(crate) const FIRST: usize = 6;

/// `jmp [cell]; push index; jmp common`. The cells are words of `cells`, in the order of the indices.
pub(crate) fn define(module: &mut dyn Module, stub: FuncId, index: usize, cells: DataId, common: FuncId) -> ModuleResult<()> {
    let mut code = [0xFF, 0x25, 0, 0, 0, 0, 0x68, 0, 0, 0, 0, 0xE9, 0, 0, 0, 0];
    code[7..11].copy_from_slice(&(index as u32).to_le_bytes());
    // Displacements count from the end of the instruction, which is the end of the field.
    let relocs = [
        ModuleReloc { offset: 2, kind: Reloc::X86PCRel4, name: cells.into(), addend: index as i64 * 8 - 4 },
        ModuleReloc { offset: 12, kind: Reloc::X86CallPCRel4, name: common.into(), addend: -4 },
    ];
    module.define_function_bytes(stub, 16, &code, &relocs)
}

/// `push context; jmp resolve`, with the two words behind it.
pub(crate) fn define_common(module: &mut dyn Module, common: FuncId, context: &'static Context) -> ModuleResult<()> {
    let mut code = vec![0xFF, 0x35, 10, 0, 0, 0, 0xFF, 0x25, 12, 0, 0, 0, 0xCC, 0xCC, 0xCC, 0xCC];
    for word in [context as *const Context as usize, resolve_address()] {
        code.extend(word.to_le_bytes());
    }
    module.define_function_bytes(common, 16, &code, &[])
}

/// What a stub of a program leads to.
#[repr(C)]
pub(crate) struct Context {
    pub(crate) supply: Supply,
    /// For `supply`.
    pub(crate) data: *const (),
}

// SAFETY: written once; what `data` is shared with is the affair of `supply`.
unsafe impl Sync for Context {}

#[cfg(all(target_arch = "x86_64", unix))]
fn resolve_address() -> usize {
    resolve as *const () as usize
}

#[cfg(not(all(target_arch = "x86_64", unix)))]
fn resolve_address() -> usize {
    unreachable!("there are no stubs for this machine")
}

/// Entered by a jump, with the context and the index on the stack above the return address of the call that is under way. Calls
/// `supply` and goes on with the function, all registers as they were: arguments may be in any of them.
#[cfg(all(target_arch = "x86_64", unix))]
#[unsafe(naked)]
extern "C" fn resolve() {
    // The stack is 16 bytes aligned behind the nine pushes, as two words lie on that of a function's entry.
    core::arch::naked_asm!(
        "push rax",
        "push rcx",
        "push rdx",
        "push rsi",
        "push rdi",
        "push r8",
        "push r9",
        "push r10",
        "push r11",
        "sub rsp, 256",
        "movups [rsp], xmm0",
        "movups [rsp + 16], xmm1",
        "movups [rsp + 32], xmm2",
        "movups [rsp + 48], xmm3",
        "movups [rsp + 64], xmm4",
        "movups [rsp + 80], xmm5",
        "movups [rsp + 96], xmm6",
        "movups [rsp + 112], xmm7",
        "movups [rsp + 128], xmm8",
        "movups [rsp + 144], xmm9",
        "movups [rsp + 160], xmm10",
        "movups [rsp + 176], xmm11",
        "movups [rsp + 192], xmm12",
        "movups [rsp + 208], xmm13",
        "movups [rsp + 224], xmm14",
        "movups [rsp + 240], xmm15",
        "mov rax, [rsp + 328]",
        "mov rdi, [rax + 8]",
        "mov rsi, [rsp + 336]",
        "call [rax]",
        // The function's address takes the place of the index, for `ret`.
        "mov [rsp + 336], rax",
        "movups xmm0, [rsp]",
        "movups xmm1, [rsp + 16]",
        "movups xmm2, [rsp + 32]",
        "movups xmm3, [rsp + 48]",
        "movups xmm4, [rsp + 64]",
        "movups xmm5, [rsp + 80]",
        "movups xmm6, [rsp + 96]",
        "movups xmm7, [rsp + 112]",
        "movups xmm8, [rsp + 128]",
        "movups xmm9, [rsp + 144]",
        "movups xmm10, [rsp + 160]",
        "movups xmm11, [rsp + 176]",
        "movups xmm12, [rsp + 192]",
        "movups xmm13, [rsp + 208]",
        "movups xmm14, [rsp + 224]",
        "movups xmm15, [rsp + 240]",
        "add rsp, 256",
        "pop r11",
        "pop r10",
        "pop r9",
        "pop r8",
        "pop rdi",
        "pop rsi",
        "pop rdx",
        "pop rcx",
        "pop rax",
        "lea rsp, [rsp + 8]",
        "ret",
    )
}
