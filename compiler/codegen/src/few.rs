//! Code that runs only a few times in a program, such as the bodies of modules and what they call outside of loops: there,
//! compile time is run time.

use pyaot_ir::{FuncId, Function, Op, Program};

use crate::blocks::{loops, reverse_postorder};

/// What may run more often than this is worth optimising.
const FEW: u32 = 50;

/// How often functions run at most; more than [`FEW`] stands for any number.
pub(crate) struct Few(Vec<u32>);

impl Few {
    /// A function runs as often as the places that call it. Who calls a function whose address is taken is not known.
    pub(crate) fn of(program: &Program) -> Few {
        let calls: Vec<Vec<(FuncId, u32)>> = program.functions.iter().map(calls).collect();
        let mut runs = vec![0; program.functions.len()];
        let modules = (0..runs.len()).filter(|i| program.functions[*i].once).map(|i| FuncId(i as u32));
        let mut work: Vec<(FuncId, u32)> = program.entry.into_iter().chain(modules).map(|f| (f, 1)).collect();
        let taken = program.functions.iter().flat_map(|f| &f.blocks).flat_map(|b| &b.insts).filter_map(|i| match i.op {
            Op::FuncPtr(f) => Some(f),
            _ => None,
        });
        let landings = program.landings.iter().map(|l| l.function);
        work.extend(taken.chain(program.codes.iter().map(|c| c.entry)).chain(landings).map(|f| (f, FEW + 1)));
        while let Some((f, more)) = work.pop() {
            let before = runs[f.index()];
            let now = (before + more).min(FEW + 1);
            if now > before {
                runs[f.index()] = now;
                work.extend(calls[f.index()].iter().map(|(callee, times)| (*callee, (now - before) * times)));
            }
        }
        Few(runs)
    }

    /// The function of that index runs a few times at most.
    pub(crate) fn contains(&self, index: usize) -> bool {
        self.0[index] <= FEW
    }

    /// So does all that is in it.
    pub(crate) fn is_straight(&self, index: usize, f: &Function) -> bool {
        self.contains(index) && !has_loop(f)
    }
}

/// The functions that this one calls, and how often in one run of it, which a tail call ends.
fn calls(f: &Function) -> Vec<(FuncId, u32)> {
    let insts = || f.blocks.iter().enumerate().flat_map(|(b, data)| data.insts.iter().map(move |i| (b, &i.op)));
    let depths = if insts().any(|(_, op)| matches!(op, Op::Call(_))) { depths(f) } else { Vec::new() };
    let call = |(b, op): (usize, &Op)| match op {
        Op::Call(f) => Some((*f, if depths[b] == 0 { 1 } else { FEW + 1 })),
        Op::TailCall(f) => Some((*f, 1)),
        _ => None,
    };
    insts().filter_map(call).collect()
}

/// The function has a loop.
pub(crate) fn has_loop(f: &Function) -> bool {
    depths(f).into_iter().any(|depth| depth > 0)
}

fn depths(f: &Function) -> Vec<u32> {
    loops(f, &reverse_postorder(f)).depth
}
