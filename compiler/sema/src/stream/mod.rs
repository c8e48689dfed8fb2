//! Generators that one loop consumes run inside of that loop.
//!
//! ```text
//! def squares(n):                        i = 0
//!     i = 0                              while i < n:
//!     while i < n:                           x = i * i
//!         yield i * i             =>         total += x
//!         i += 1                             i += 1
//!
//! for x in squares(10):
//!     total += x
//! ```
//! Works on HIR before SSA construction, where variables are still named: the generator's variables become variables of the
//! consumer, each `yield` a jump to the loop's body, and the loop's next round a jump behind the `yield`. No object is made,
//! and type inference and everything behind it see an ordinary loop.
//!
//! A loop qualifies if the iterable can be traced ([`Facts::trace`]) to the call of a known generator function or to a
//! generator expression whose value nobody else sees: directly, through variables that are assigned and read once, or through
//! functions that do nothing but make the generator. Calls of `sum`, `list`, `max` and the like on such a value become loops
//! first ([`consume`]).
//!
//! What may be told apart stays as it is: programs with `__del__` or with `try` around a `yield` (the end of a generator that
//! is left early), reflection on variables, functions whose code may be replaced. An exception that leaves the generator's
//! code keeps its traceback entry ([`Inlined`]), and StopIteration becomes RuntimeError there.

mod consume;
mod facts;
mod native;
mod splice;

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use crate::hir::*;
use facts::Facts;

/// Instructions of a generator that is copied.
const CALLEE: usize = 300;
/// Instructions of a function that only makes a generator.
const MAKER: usize = 150;
/// A function does not grow beyond this.
const LIMIT: usize = 4000;
/// Suspension points of a generator that is copied: the loop's next round looks for the one at hand.
const YIELDS: usize = 6;

/// What is known of the whole program.
struct Known {
    /// Module variables that hold one function for good.
    functions: HashMap<GlobalId, FuncId>,
    /// Bodies that may be copied: of generators, and of functions that make one.
    bodies: HashMap<FuncId, Func>,
    /// Defaults of the last positional parameters and of keyword-only ones: constants, and variables that are set once.
    defaults: HashMap<FuncId, Vec<Option<Op>>>,
    /// The program may raise StopIteration other than at the end of a loop.
    stops: bool,
}

pub(crate) fn run(p: &mut Program) {
    if reflective(p) {
        return;
    }
    let known = known(p);
    for f in 0..p.funcs.len() {
        if !mentions(&p.funcs[f], &known) {
            continue;
        }
        let mut copied: Vec<Option<FuncId>> = vec![None; p.funcs[f].inlined.len()];
        let func = &mut p.funcs[f];
        while size(func) < LIMIT && step(func, FuncId(f as u32), &known, &mut copied) {}
    }
}

fn size(f: &Func) -> usize {
    f.blocks.iter().map(|b| b.insts.len() + 1).sum()
}

/// Some call may be one that matters.
fn mentions(f: &Func, known: &Known) -> bool {
    f.blocks.iter().flat_map(|b| &b.insts).any(|i| match &i.op {
        Op::LoadGlobal(g) => known.functions.get(g).is_some_and(|f| known.bodies.contains_key(f)),
        Op::MakeFunction { func, .. } => known.bodies.contains_key(func),
        Op::LoadBuiltin(n) => native::is(n),
        _ => false,
    })
}

/// One copy or one builtin call that becomes a loop; false when nothing is left to do. `copied`: by [`Func::inlined`] entry,
/// which function it stands for.
fn step(f: &mut Func, id: FuncId, known: &Known, copied: &mut Vec<Option<FuncId>>) -> bool {
    let facts = Facts::new(f, known);
    for (b, block) in f.blocks.iter().enumerate() {
        for (k, i) in block.insts.iter().enumerate() {
            let (operand, to) = match &i.op {
                Op::IterNext => (i.args[0], None),
                Op::Call { .. } | Op::CallMethod { .. } | Op::ListExtend | Op::ArgsExtend => match consume::operand(f, &facts, i) {
                    Some(v) => (v, Some((b, k))),
                    None => continue,
                },
                _ => continue,
            };
            let Some(t) = facts.trace(f, operand, to) else { continue };
            let around = |mut at: u32| {
                let mut found = t.func == id;
                while at != 0 {
                    found |= copied.get(at as usize - 1).is_some_and(|c| *c == Some(t.func));
                    at = f.inlined[at as usize - 1].outer;
                }
                found
            };
            let recursive = around(i.inlined) || around(f.blocks[t.call.0].insts[t.call.1].inlined);
            let body = &known.bodies[&t.func];
            // Entries of a traceback have the file of the function that they are in.
            if recursive || (body.module != f.module && !body.hidden) {
                continue;
            }
            if body.kind != FuncKind::Generator {
                splice::maker(f, known, &t, copied);
            } else if matches!(i.op, Op::IterNext) {
                let Some(start) = facts.start(f, i) else { continue };
                splice::generator(f, known, &t, start, (b, k), copied);
            } else {
                consume::to_loop(f, (b, k));
            }
            return true;
        }
    }
    false
}

/// Code that may look at variables by name, or replace functions or their code.
fn reflective(p: &Program) -> bool {
    let attr = |n: &str| matches!(n, "__code__" | "__defaults__" | "__kwdefaults__" | "module_dict_open" | "_getframe" | "gi_frame");
    p.funcs.iter().filter(|f| !f.hidden).flat_map(|f| &f.blocks).flat_map(|b| &b.insts).any(|i| match &i.op {
        Op::LoadBuiltin(n) => matches!(&**n, "setattr" | "delattr" | "vars" | "__import__"),
        Op::GetAttr(n) | Op::SetAttr(n) => attr(n),
        _ => false,
    })
}

fn known(p: &Program) -> Known {
    let mut stores: HashMap<GlobalId, (u32, Option<FuncId>, Option<GlobalId>)> = HashMap::default();
    let mut written: HashSet<&Name> = HashSet::default();
    let mut defaults: HashMap<FuncId, Vec<Option<Op>>> = HashMap::default();
    for f in &p.funcs {
        let defs: HashMap<V, &Inst> = f.blocks.iter().flat_map(|b| &b.insts).flat_map(|i| i.results.iter().map(move |r| (*r, i))).collect();
        for i in f.blocks.iter().flat_map(|b| &b.insts) {
            match &i.op {
                Op::StoreGlobal(g) => {
                    let s = stores.entry(*g).or_default();
                    s.0 += 1;
                    match defs.get(&i.args[0]).map(|d| &d.op) {
                        Some(Op::MakeFunction { func, .. }) if f.kind == FuncKind::Module => s.1 = Some(*func),
                        Some(Op::LoadGlobal(from)) if f.kind == FuncKind::Module => s.2 = Some(*from),
                        _ => {}
                    }
                }
                Op::DelGlobal(g) => stores.entry(*g).or_default().0 += 2,
                Op::SetAttr(n) | Op::InitAttr(n) | Op::DelAttr(n) => {
                    written.insert(n);
                }
                Op::MakeFunction { func, defaults: nd, kwdefaults: nk } => {
                    let constant = |v: &V| match defs.get(v).map(|d| &d.op) {
                        Some(op @ (Op::Const(_) | Op::LoadGlobal(_))) => Some(op.clone()),
                        _ => None,
                    };
                    defaults.insert(*func, i.args[..(*nd + *nk) as usize].iter().map(constant).collect());
                }
                _ => {}
            }
        }
    }
    let single = |g: GlobalId| {
        let s = stores.get(&g)?;
        (s.0 == 1 && !written.contains(&p.globals[g.index()].name)).then_some(*s)
    };
    let mut functions = HashMap::default();
    for g in (0..p.globals.len() as u32).map(GlobalId) {
        // Through `from module import name`, as often as it is passed on.
        let mut at = g;
        for _ in 0..4 {
            match single(at) {
                Some((_, Some(f), _)) => {
                    functions.insert(g, f);
                    break;
                }
                Some((_, _, Some(from))) => at = from,
                _ => break,
            }
        }
    }
    for d in defaults.values_mut().flatten() {
        if let Some(Op::LoadGlobal(g)) = d
            && stores.get(g).is_none_or(|s| s.0 != 1 || written.contains(&p.globals[g.index()].name))
        {
            *d = None;
        }
    }
    let stops = p.funcs.iter().filter(|f| !f.hidden).flat_map(|f| &f.blocks).flat_map(|b| &b.insts).any(|i| match &i.op {
        Op::LoadBuiltin(n) => matches!(&**n, "next" | "StopIteration"),
        Op::CallMethod { name, .. } | Op::GetAttr(name) => matches!(&**name, "__next__" | "send" | "throw"),
        _ => false,
    });
    let mut known = Known { functions, bodies: native::bodies(), defaults, stops };
    for (k, f) in p.funcs.iter().enumerate() {
        if f.kind == FuncKind::Generator
            && let Some(body) = splice::template(f)
        {
            known.bodies.insert(FuncId(k as u32), body);
        }
    }
    // Functions that make a generator, and those that hand over to such functions.
    for _ in 0..2 {
        for (k, f) in p.funcs.iter().enumerate() {
            let id = FuncId(k as u32);
            if f.kind == FuncKind::Function && !known.bodies.contains_key(&id) && size(f) <= MAKER && mentions(f, &known) && splice::makes(f, &known) {
                known.bodies.insert(id, splice::copy_of(f));
            }
        }
    }
    known
}
