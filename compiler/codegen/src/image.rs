//! Code in memory as an object file, which another process loads instead of compiling: no linker is needed for that, since the file is
//! ours, refers to the runtime's symbols only, and has few kinds of relocations.

use std::ptr;

use cranelift_jit::{BranchProtection, JITMemoryKind, JITMemoryProvider};
use cranelift_module::default_libcall_names;
use cranelift_object::{ObjectBuilder, ObjectModule};
use object::elf;
use object::read::elf::ElfFile64;
use object::{LittleEndian, Object, ObjectSection, ObjectSymbol, RelocationFlags, RelocationTarget, SectionKind};
use pyaot_ir::Program;

use crate::compile::Compiled;
use crate::isa::Isas;
use crate::jit::JitCode;
use crate::memory::{Memory, STEP};
use crate::refs::{Refs, Used};
use crate::{Symbols, libcall};

/// All of the code that belongs to `refs`, which were declared for memory.
pub(crate) fn save<'a>(
    program: &Program,
    refs: &Refs,
    isas: &Isas,
    compiled: impl Iterator<Item = &'a Compiled>,
) -> Result<Vec<u8>, String> {
    let builder = ObjectBuilder::new(isas.fast.clone(), "pyaot", default_libcall_names()).map_err(|e| e.to_string())?;
    let mut module = ObjectModule::new(builder);
    // Declared in the same order, everything has the same ids.
    let own = Refs::declare(&mut module, program, &Used::all()).map_err(|e| e.to_string())?;
    crate::data::define(&mut module, program, &own).map_err(|e| e.to_string())?;
    // Whichever thread was first: the file is the same.
    let mut compiled: Vec<&Compiled> = compiled.collect();
    compiled.sort_by_key(|c| c.id());
    for c in compiled {
        c.define_without_stubs(&mut module, refs)?;
    }
    module.finish().emit().map_err(|e| e.to_string())
}

/// Puts saved code into memory. An error: it cannot be used in this process.
pub fn load(file: &[u8], symbols: Symbols) -> Result<JitCode, String> {
    let file = ElfFile64::<LittleEndian>::parse(file).map_err(|e| e.to_string())?;
    let targets = outside(&file, symbols)?;
    let size: usize = file.sections().map(|s| s.size() as usize + STEP).sum();
    let (mut memory, _) = Memory::reserve(size.next_multiple_of(STEP), targets.iter().flatten().copied()).map_err(|e| e.to_string())?;
    let mut parts = Vec::new();
    for section in file.sections() {
        let kind = match section.kind() {
            SectionKind::Text => JITMemoryKind::Executable,
            SectionKind::ReadOnlyData | SectionKind::ReadOnlyDataWithRel => JITMemoryKind::ReadOnly,
            SectionKind::Data | SectionKind::UninitializedData => JITMemoryKind::Writable,
            _ => continue,
        };
        let bytes = section.data().map_err(|e| e.to_string())?;
        let size = section.size() as usize;
        let start = memory.allocate(size.max(1), section.align().max(1), kind).map_err(|e| e.to_string())?;
        // SAFETY: as much was allocated, and is zero where the file has no bytes.
        unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), start, bytes.len().min(size)) };
        parts.push(Part { index: section.index().0, start: start as usize, size });
    }
    let address = |symbol: usize| -> Option<usize> {
        if let Some(Some(outside)) = targets.get(symbol) {
            return Some(*outside);
        }
        let symbol = file.symbol_by_index(object::SymbolIndex(symbol)).ok()?;
        let section = symbol.section_index()?.0;
        Some(parts.iter().find(|p| p.index == section)?.start + symbol.address() as usize)
    };
    for part in &parts {
        let section = file.section_by_index(object::SectionIndex(part.index)).map_err(|e| e.to_string())?;
        for (offset, r) in section.relocations() {
            let RelocationTarget::Symbol(symbol) = r.target() else { return Err("a relocation without a symbol".to_owned()) };
            let target = address(symbol.0).ok_or("a relocation to nowhere")?.wrapping_add_signed(r.addend() as isize);
            part.relocate(offset as usize, r.flags(), target)?;
        }
    }
    memory.finalize(BranchProtection::None).map_err(|e| e.to_string())?;
    let program = file.symbols().find(|s| s.name_bytes() == Ok(b"pyaot_program")).and_then(|s| address(s.index().0));
    let program = program.ok_or("there is no program in it")?;
    // The memory stays: see `JitCode`.
    let addresses = memory.addresses();
    Ok(JitCode::loaded(program as *const _, addresses))
}

/// A section in memory.
struct Part {
    index: usize,
    start: usize,
    size: usize,
}

impl Part {
    fn relocate(&self, offset: usize, flags: RelocationFlags, target: usize) -> Result<(), String> {
        let RelocationFlags::Elf { r_type } = flags else { return Err("an unknown relocation".to_owned()) };
        let at = self.start + offset;
        let (len, value) = match r_type {
            elf::R_X86_64_64 => (8, target as u64),
            elf::R_X86_64_PC32 | elf::R_X86_64_PLT32 => {
                let distance = target.wrapping_sub(at) as i64;
                (4, u64::from(i32::try_from(distance).map_err(|_| "the runtime is out of reach")? as u32))
            }
            _ => return Err(format!("an unknown relocation: {r_type}")),
        };
        if offset.checked_add(len).is_none_or(|end| end > self.size) {
            return Err("a relocation outside of its section".to_owned());
        }
        // SAFETY: inside the section, which is writable until the memory is finished.
        unsafe { ptr::copy_nonoverlapping(value.to_le_bytes().as_ptr(), at as *mut u8, len) };
        Ok(())
    }
}

/// By index, the addresses of the symbols of the runtime that are referred to.
fn outside(file: &ElfFile64<'_, LittleEndian>, symbols: Symbols) -> Result<Vec<Option<usize>>, String> {
    let mut targets: Vec<Option<usize>> = Vec::new();
    for section in file.sections() {
        for (_, r) in section.relocations() {
            let RelocationTarget::Symbol(index) = r.target() else { continue };
            if targets.get(index.0).is_some_and(Option::is_some) {
                continue;
            }
            let symbol = file.symbol_by_index(index).map_err(|e| e.to_string())?;
            if symbol.is_undefined() {
                let name = symbol.name().map_err(|e| e.to_string())?;
                let address = symbols(name).or_else(|| libcall(name)).ok_or_else(|| format!("the runtime has no symbol {name}"))?;
                if targets.len() <= index.0 {
                    targets.resize(index.0 + 1, None);
                }
                targets[index.0] = Some(address as usize);
            }
        }
    }
    Ok(targets)
}
