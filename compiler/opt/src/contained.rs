//! Functions that touch nothing but what they are given: no global variables, no classes or modules of the program, no output. Given
//! objects of builtin types, they look into no containers but those that they can reach from there, and run no other code.
//!
//! Whoever calls them from CPython need not bring everything up to date that both sides have (`runtime/bridge`).

use pyaot_abi::Leaf;
use pyaot_abi::layout::FLAG_CONTAINED;
use pyaot_ir::{Const, Inst, Op, Program, Ty};

/// Sets [`FLAG_CONTAINED`] in the codes of such functions.
pub fn mark(program: &mut Program) {
    let mut contained: Vec<bool> = program.functions.iter().map(|f| f.blocks.iter().all(|b| b.insts.iter().all(|i| touches_nothing(program, f, i)))).collect();
    loop {
        let mut changed = false;
        for (k, f) in program.functions.iter().enumerate() {
            let calls_others = || f.blocks.iter().flat_map(|b| &b.insts).filter_map(|i| callee(program, &i.op)).any(|c| !contained[c]);
            if contained[k] && calls_others() {
                contained[k] = false;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    for c in program.codes.iter_mut().filter(|c| contained[c.entry.index()]) {
        c.flags |= FLAG_CONTAINED;
    }
}

/// A function that the operation runs, or that may be run by who gets it.
fn callee(program: &Program, op: &Op) -> Option<usize> {
    match op {
        Op::Call(f) | Op::TailCall(f) | Op::FuncPtr(f) => Some(f.index()),
        Op::CodePtr(c) => Some(program.codes[*c as usize].entry.index()),
        _ => None,
    }
}

fn touches_nothing(program: &Program, f: &pyaot_ir::Function, i: &Inst) -> bool {
    match &i.op {
        Op::LoadGlobal { ty, .. } => !ty.is_counted(),
        Op::StoreGlobal { .. } => i.args.iter().all(|v| !f.ty(*v).is_counted()),
        Op::TakeGlobal { .. } | Op::ClassPtr(_) | Op::NewInstance { .. } => false,
        Op::Const(c) | Op::ConstPtr(c) => is_harmless(program, &program.consts[c.index()]),
        Op::Leaf(l) | Op::LeafArray { leaf: l, .. } | Op::LeafOut { leaf: l } => !matches!(
            l,
            Leaf::make_class
                | Leaf::class_set
                | Leaf::class_done
                | Leaf::new_instance
                | Leaf::super_method
                | Leaf::setattr_plain
                | Leaf::decorate_builtin
                | Leaf::isinstance
                | Leaf::import_native
                | Leaf::print
                | Leaf::print_str
        ),
        // An attribute of an object of the program's: of no builtin type.
        Op::Load { ty: Ty::Val | Ty::Obj, region: pyaot_ir::Region::Slot(_), .. } => false,
        _ => true,
    }
}

fn is_harmless(program: &Program, c: &Const) -> bool {
    match c {
        Const::Module(_) => false,
        Const::Native(name) | Const::NativeRecord(name) => is_known(name),
        Const::Tuple(items) => items.iter().all(|c| is_harmless(program, &program.consts[c.index()])),
        _ => true,
    }
}

/// The native looks at its operands alone.
fn is_known(name: &str) -> bool {
    const BUILTINS: &[&str] = &[
        "abs", "all", "any", "ascii", "bin", "chr", "divmod", "enumerate", "filter", "float", "format", "hash", "hex", "int", "iter", "len", "list", "map",
        "max", "min", "next", "oct", "ord", "pow", "range", "repr", "reversed", "round", "sorted", "str", "sum", "tuple", "zip",
    ];
    const TYPES: &[&str] = &["bool", "bytes", "complex", "dict", "float", "frozenset", "int", "list", "math", "range", "set", "slice", "str", "tuple"];
    match name.split_once('.') {
        Some(("builtins", f)) => BUILTINS.contains(&f),
        Some((ty, _)) => TYPES.contains(&ty),
        None => false,
    }
}
