//! Code that runs at most once in a program, such as the bodies of modules: there, compile time is run time.

use pyaot_ir::{Block, FuncId, Function, Op, Program};

/// Functions that run at most once.
pub(crate) struct Once(Vec<bool>);

impl Once {
    /// Beside the code of modules, a function runs once if it is called from one place, in such a function and in no loop there.
    pub(crate) fn of(program: &Program) -> Once {
        let mut sites = vec![0u32; program.functions.len()];
        for i in program.functions.iter().flat_map(|f| &f.blocks).flat_map(|b| &b.insts) {
            if let Op::Call(f) | Op::TailCall(f) | Op::FuncPtr(f) = i.op {
                sites[f.index()] += 1;
            }
        }
        let mut once = Once(vec![false; program.functions.len()]);
        let modules = (0..program.functions.len()).filter(|i| program.functions[*i].once).map(|i| FuncId(i as u32));
        let mut work: Vec<FuncId> = program.entry.into_iter().chain(modules).collect();
        while let Some(f) = work.pop() {
            once.0[f.index()] = true;
            let f_data = &program.functions[f.index()];
            for b in once.blocks(f.index(), f_data).iter().zip(&f_data.blocks).filter(|(once, _)| **once).map(|(_, b)| b) {
                work.extend(b.insts.iter().filter_map(|i| match i.op {
                    Op::Call(callee) if sites[callee.index()] == 1 => Some(callee),
                    _ => None,
                }));
            }
        }
        once
    }

    /// By block of the function: it runs at most once.
    pub(crate) fn blocks(&self, index: usize, f: &Function) -> Vec<bool> {
        if !self.0[index] {
            return vec![false; f.blocks.len()];
        }
        let order = crate::func::reverse_postorder(f);
        let mut position = vec![usize::MAX; f.blocks.len()];
        order.iter().enumerate().for_each(|(n, b)| position[b.index()] = n);
        // All blocks between a loop's header and the source of its back edge: more than the loop, never less.
        let mut once = vec![true; f.blocks.len()];
        for (n, b) in order.iter().enumerate() {
            let mut visit = |target: Block| {
                for inside in order.get(position[target.index()]..=n).into_iter().flatten() {
                    once[inside.index()] = false;
                }
            };
            let data = f.block(*b);
            data.insts.iter().flat_map(|i| &i.exits).for_each(|e| visit(e.target.block));
            data.term.for_each_target(|t| visit(t.block));
        }
        once
    }

    /// All of the function runs at most once.
    pub(crate) fn is_straight(&self, index: usize, f: &Function) -> bool {
        self.0[index] && self.blocks(index, f).into_iter().all(|once| once)
    }
}
