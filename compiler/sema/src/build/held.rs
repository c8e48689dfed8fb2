//! Variables that hold what CPython has made: such an object may do something when it ends (temporary files and folders, connections,
//! processes), and others may know it by a weak reference or by an address alone. So it lives until the function returns, or the variable
//! is assigned anew, as in CPython, although nobody may look at it any more:
//!
//! ```text
//! d = tempfile.TemporaryDirectory()
//! path = d.name          # the last use of `d`
//! make_files(path)
//! ```

use std::collections::HashSet;

use crate::hir::*;

/// Begin the names of functions that set a unit's variables: to objects of CPython's, and to functions of the unit
/// (`compiler/python`: `_source.py`).
const SETTERS: [&str; 2] = ["_set_", "_put_"];

#[derive(Default)]
struct Theirs {
    globals: HashSet<GlobalId>,
    cells: HashSet<CellId>,
    /// Functions that return what CPython has made, and classes whose methods give it to attributes.
    functions: HashSet<FuncId>,
    classes: HashSet<ClassId>,
}

impl Theirs {
    fn len(&self) -> usize {
        self.globals.len() + self.cells.len() + self.functions.len() + self.classes.len()
    }

    /// What such functions set may be CPython's objects.
    fn set_by(&mut self, p: &Program, setter: &str) {
        let setters = p.funcs.iter().filter(|f| f.name.starts_with(setter));
        self.globals.extend(setters.flat_map(|f| &f.blocks).flat_map(|b| &b.insts).filter_map(|i| match i.op {
            Op::StoreGlobal(g) => Some(g),
            _ => None,
        }));
    }
}

/// Of each function, those of its variables (`own`: with the cells that they hold).
pub fn find(p: &Program, own: &[Vec<(Var, Option<CellId>)>]) -> Vec<Vec<Var>> {
    let is_ours = |f: &Func| !f.hidden && f.kind != FuncKind::Generator;
    let mut theirs = Theirs::default();
    theirs.set_by(p, SETTERS[0]);
    loop {
        let before = theirs.len();
        let mut found = Vec::with_capacity(own.len());
        for (k, (f, own)) in p.funcs.iter().zip(own).enumerate() {
            found.push(if is_ours(f) { in_function(f, FuncId(k as u32), own, &mut theirs) } else { Vec::new() });
        }
        if !theirs.functions.is_empty() {
            theirs.set_by(p, SETTERS[1]);
        }
        if theirs.len() == before {
            return found;
        }
    }
}

fn in_function(f: &Func, id: FuncId, own: &[(Var, Option<CellId>)], theirs: &mut Theirs) -> Vec<Var> {
    // Values and variables that may be objects of CPython's; of these, those that calls have made.
    let (mut values, mut made) = (vec![false; f.n_values as usize], vec![false; f.n_values as usize]);
    let (mut vars, mut held) = (vec![false; f.vars.len()], vec![false; f.vars.len()]);
    let mut bridges = HashSet::new();
    let mut sources: Vec<Option<Var>> = vec![None; f.n_values as usize];
    loop {
        let mut changed = false;
        for i in f.blocks.iter().flat_map(|b| &b.insts) {
            let first = i.args.first().is_some_and(|v| values[v.index()]);
            let any_made = i.args.iter().any(|v| made[v.index()]);
            let (is_theirs, is_made) = match &i.op {
                Op::ImportNative(name) => {
                    bridges.extend(i.results.iter().filter(|_| &**name == "_bridge").copied());
                    (false, false)
                }
                Op::LoadGlobal(g) | Op::LoadGlobalOrBuiltin(g) => (theirs.globals.contains(g), false),
                Op::LoadCell(cell) | Op::Capture { cell, .. } => (theirs.cells.contains(cell), false),
                Op::LoadLocal(v) => {
                    i.results.iter().for_each(|r| sources[r.index()] = Some(*v));
                    (vars[v.index()], held[v.index()])
                }
                Op::MakeClass(class) => (theirs.classes.contains(class), false),
                Op::MakeFunction { func, .. } => (theirs.functions.contains(func), false),
                Op::GetAttr(name) => {
                    // The address of an array's elements.
                    if matches!(&**name, "ctypes" | "__array_interface__")
                        && let Some(v) = i.args.first().and_then(|v| sources[v.index()])
                    {
                        changed |= !std::mem::replace(&mut held[v.index()], true);
                    }
                    (first || i.args.first().is_some_and(|v| bridges.contains(v)), false)
                }
                Op::GetItem => (first, any_made),
                Op::Call { .. } | Op::CallEx => (first, first),
                Op::CallMethod { .. } => {
                    // What the receiver is given it may keep.
                    if any_made && let Some(v) = i.args.first().and_then(|v| sources[v.index()]) {
                        changed |= !std::mem::replace(&mut held[v.index()], true);
                    }
                    (first, first)
                }
                Op::MakeList | Op::MakeTuple | Op::MakeSet | Op::MakeDict | Op::ListToTuple | Op::Unpack | Op::UnpackStar { .. } => {
                    (any_made, any_made)
                }
                Op::ListAppend | Op::ListExtend | Op::SetAdd | Op::SetUpdate | Op::DictSet | Op::DictUpdate | Op::SetItem | Op::SetAttr(_) => {
                    if any_made && let Some(v) = i.args.first() {
                        theirs.classes.extend(f.class.filter(|_| matches!(i.op, Op::SetAttr(_))));
                        changed |= !std::mem::replace(&mut made[v.index()], true);
                        if let Some(v) = sources[v.index()] {
                            changed |= !std::mem::replace(&mut held[v.index()], true);
                        }
                    }
                    (false, false)
                }
                Op::StoreLocal(v) => {
                    changed |= first && !std::mem::replace(&mut vars[v.index()], true);
                    changed |= any_made && !std::mem::replace(&mut held[v.index()], true);
                    (false, false)
                }
                Op::StoreGlobal(g) if first => {
                    theirs.globals.insert(*g);
                    (false, false)
                }
                Op::StoreCell(c) if i.args.iter().any(|v| values[v.index()]) => {
                    theirs.cells.insert(*c);
                    if any_made {
                        for (v, _) in own.iter().filter(|(_, cell)| *cell == Some(*c)) {
                            changed |= !std::mem::replace(&mut held[v.index()], true);
                        }
                    }
                    (false, false)
                }
                _ => (false, false),
            };
            for r in &i.results {
                changed |= is_theirs && !std::mem::replace(&mut values[r.index()], true);
                changed |= is_made && !std::mem::replace(&mut made[r.index()], true);
            }
        }
        if !changed {
            break;
        }
    }
    if f.blocks.iter().any(|b| matches!(b.term, Term::Return(v) if made[v.index()])) {
        theirs.functions.insert(id);
    }
    own.iter().map(|(v, _)| *v).filter(|v| held[v.index()]).collect()
}
