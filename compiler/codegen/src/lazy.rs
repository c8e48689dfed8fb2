//! Which functions are worth compiling only when they are called: in most runs the slow twins never are.

use pyaot_ir::{Conv, FuncId, Function, Op, Program};

/// Does to a slow twin what was put off until it is called: its passes.
pub type Finish = Box<dyn Fn(&mut Function) + Send + Sync>;

/// What code that calls such functions needs to know.
pub(crate) struct Lazy {
    /// By function: compiled when first called.
    pub(crate) functions: Vec<bool>,
    /// Address of what [`crate::jit`] keeps for the program.
    pub(crate) context: usize,
}

/// Functions that are called from cold blocks alone, or from other such functions. Those whose address is taken are not
/// among them, slow twins always are.
pub(crate) fn rarely_called(program: &Program) -> Vec<bool> {
    let mut rare: Vec<bool> = program.functions.iter().map(|f| f.conv == Conv::Tail).collect();
    let taken = program.functions.iter().flat_map(|f| &f.blocks).flat_map(|b| &b.insts).filter_map(|i| match i.op {
        Op::FuncPtr(f) => Some(f),
        _ => None,
    });
    let roots = taken.chain(program.codes.iter().map(|c| c.entry)).chain(program.entry);
    roots.for_each(|f| rare[f.index()] = false);

    let is_twin = |f: usize| program.functions[f].cold;
    let mut work: Vec<usize> = (0..rare.len()).filter(|f| !rare[*f]).collect();
    while let Some(f) = work.pop() {
        let warm = program.functions[f].blocks.iter().filter(|b| !b.cold);
        for i in warm.flat_map(|b| &b.insts) {
            if let Op::Call(FuncId(callee)) | Op::TailCall(FuncId(callee)) = i.op
                && !is_twin(callee as usize)
                && std::mem::replace(&mut rare[callee as usize], false)
            {
                work.push(callee as usize);
            }
        }
    }
    rare
}
