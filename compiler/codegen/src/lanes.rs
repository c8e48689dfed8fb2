//! Vector code for [`pyaot_ir::lanes`], which Cranelift has no registers for: a function of its own for each such instruction, behind the
//! code of the function that calls it, in the same piece of code. So it needs no name, and nothing to relocate.
//!
//! It gets the address of an array (System V): the number of rounds, the addresses, the scalars, and space for sums, a vector each. It returns
//! the number of rounds that it has run. The sums are added up by the caller.

mod asm;
mod body;

use cranelift_codegen::binemit::Reloc;
use cranelift_module::{ModuleReloc, ModuleRelocTarget};
use iced_x86::{BlockEncoder, BlockEncoderOptions, Formatter, Instruction, InstructionBlock, IntelFormatter};
use pyaot_ir::lanes::Lanes;

/// The most elements of a vector.
pub(crate) const MOST: usize = 8;

/// Sets of instructions, by the runtime's numbers ([`crate::Extern::Vectors`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    /// 256 bits. A rest of less than four rounds is left.
    Avx2 = 1,
    /// 512 bits, with masks: no round is left.
    Avx512 = 2,
}

impl Level {
    /// The best first.
    pub(crate) const ALL: [Level; 2] = [Level::Avx512, Level::Avx2];

    pub(crate) fn lanes(self) -> usize {
        match self {
            Level::Avx2 => 4,
            Level::Avx512 => 8,
        }
    }
}

/// Names of vector functions, as Cranelift's code refers to them: a namespace beside those of functions and data, and their number.
pub(crate) const NAMES: u32 = 2;

/// The vector code of one instruction.
pub(crate) struct Kernel {
    insts: Vec<Instruction>,
}

impl Kernel {
    /// `None`: there are not enough registers, or there is no instruction for an operation.
    pub(crate) fn new(lanes: &Lanes, level: Level) -> Option<Kernel> {
        Some(Kernel { insts: body::function(lanes, level)? })
    }

    pub(crate) fn text(&self) -> String {
        let mut formatter = IntelFormatter::new();
        let mut out = String::from("vector code:\n");
        for i in &self.insts {
            if i.ip() != 0 {
                out.push_str(&format!("{:016X}h:\n", i.ip()));
            }
            out.push_str("  ");
            formatter.format(i, &mut out);
            out.push('\n');
        }
        out
    }
}

/// Puts the vector functions behind the code that calls them.
pub(crate) fn append(kernels: &[Kernel], code: &mut Vec<u8>, relocs: &mut Vec<ModuleReloc>) -> Result<(), String> {
    if kernels.is_empty() {
        return Ok(());
    }
    let mut starts = vec![];
    for kernel in kernels {
        code.resize(code.len().next_multiple_of(16), 0xcc);
        starts.push(code.len());
        let block = InstructionBlock::new(&kernel.insts, 0);
        let made = BlockEncoder::encode(64, block, BlockEncoderOptions::NONE).map_err(|e| e.to_string())?;
        code.extend(made.code_buffer);
    }
    relocs.retain(|r| {
        let ModuleRelocTarget::User { namespace: NAMES, index } = r.name else { return true };
        debug_assert!(matches!(r.kind, Reloc::X86CallPCRel4 | Reloc::X86CallPLTRel4), "a call");
        let at = r.offset as usize;
        let distance = starts[index as usize] as i64 + r.addend - at as i64;
        code[at..at + 4].copy_from_slice(&(distance as i32).to_le_bytes());
        false
    });
    Ok(())
}
