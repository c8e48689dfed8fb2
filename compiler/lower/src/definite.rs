//! Attributes that every object of a class has from the end of `__init__` on.
//!
//! Where `__init__`, and the methods that it calls on the new object, assign an attribute on every way to their end, and
//! nobody else can have seen the object before, code that reads the attribute need not ask whether it is there.
//!
//! ```text
//! def __init__(self, text):
//!     self.text = text           definite
//!     self.reset()               definite what `reset` assigns, as long as it reads nothing but `text`
//!     register(self)             from here on others see the object: what is assigned below is not definite
//!     self.late = 0
//! ```
//!
//! Programs that take attributes away, or make objects without `__init__`, have none of these.

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use pyaot_sema::hir::{ClassId, Constant, Func, FuncId, FuncKind, Inst, Name, Op, Target, Term, V};
use pyaot_sema::infer::Typed;
use pyaot_sema::types::Ty;

/// The attributes of each class, and the functions that may see an object without them.
#[derive(Default)]
pub struct Definite {
    attrs: HashSet<(ClassId, Name)>,
    early: HashSet<FuncId>,
}

impl Definite {
    pub fn find(t: &Typed) -> Definite {
        let mut out = Definite::default();
        // CPython may take attributes away, or make objects that it fills itself (pickle).
        if t.program.uses_cpython {
            return out;
        }
        let Some(deleted) = deleted(t) else { return out };
        for c in (0..t.program.classes.len() as u32).map(ClassId) {
            let mut names: Vec<Name> = t.attr_order.iter().filter(|(k, _)| *k == c).map(|(_, n)| n.clone()).collect();
            names.truncate(64);
            let Some(init) = t.find_method(c, "__init__").filter(|_| is_plain(t, c)) else { continue };
            let mut walk = Walk { t, class: c, names: &names, seen_by_others: u64::MAX, early: HashSet::default() };
            let at_end = walk.function(init, 0, 0) & walk.seen_by_others;
            out.early.extend(walk.early);
            let plain = |n: &Name| !deleted.contains(n) && t.class_attr(c, n).is_none();
            out.attrs.extend(names.iter().enumerate().filter(|(k, n)| at_end >> k & 1 == 1 && plain(n)).map(|(_, n)| (c, n.clone())));
        }
        out
    }

    /// Whoever holds an object of the class finds the attribute set.
    pub fn is_set(&self, c: ClassId, name: &Name) -> bool {
        self.attrs.contains(&(c, name.clone()))
    }

    /// The function may run before the attributes of its object are set.
    pub fn is_early(&self, f: FuncId) -> bool {
        self.early.contains(&f)
    }
}

/// Names that can get hold of an object's attributes, or of an object without any, behind the compiler's back.
const REFLECTIVE: &[&str] = &[
    "__class__", "__delattr__", "__dict__", "__new__", "__reduce__", "__reduce_ex__", "__setstate__", "__getstate__", "delattr",
    "instance_new", "vars",
];

/// Names of attributes that the program deletes; `None` if it might delete any.
fn deleted(t: &Typed) -> Option<HashSet<Name>> {
    let mut out = HashSet::default();
    let reached: HashSet<FuncId> = t.instances.iter().map(|i| i.func).collect();
    for i in reached.iter().flat_map(|f| &t.program.funcs[f.index()].blocks).flat_map(|b| &b.insts) {
        let name: &str = match &i.op {
            Op::DelAttr(n) => {
                out.insert(n.clone());
                continue;
            }
            // Reading it tells the class.
            Op::GetAttr(n) if &**n == "__class__" => continue,
            Op::GetAttr(n) | Op::SetAttr(n) | Op::InitAttr(n) | Op::SuperAttr(n) | Op::CallMethod { name: n, .. } => n,
            Op::LoadBuiltin(n) | Op::ImportNative(n) => n,
            Op::Const(Constant::Str(s)) => match std::str::from_utf8(&s.0) {
                Ok(s) => s,
                Err(_) => continue,
            },
            _ => continue,
        };
        if REFLECTIVE.contains(&name) {
            return None;
        }
    }
    Some(out)
}

/// Objects of the class are made by `__init__` alone, and their attributes are slots.
fn is_plain(t: &Typed, c: ClassId) -> bool {
    let special = ["__new__", "__del__", "__setattr__", "__getattribute__", "__delattr__"];
    let one_base = |k: &ClassId| {
        let bases = &t.bases[k.index()];
        bases.len() <= 1 && bases.iter().all(|b| matches!(b, Ty::Class(_) | Ty::NativeClass(_) | Ty::Never))
    };
    t.native_base(c).is_none() && !t.is_managed(c) && t.mro(c).iter().all(one_base) && special.iter().all(|n| t.class_attr(c, &(*n).into()).is_none())
}

/// One walk through `__init__` of a class. Sets of attributes are bits, by their place in `names`.
struct Walk<'t> {
    t: &'t Typed,
    class: ClassId,
    names: &'t [Name],
    /// What is assigned wherever somebody else gets hold of the object.
    seen_by_others: u64,
    early: HashSet<FuncId>,
}

const DEPTH: u32 = 6;

impl Walk<'_> {
    /// What is assigned when the function returns, if `set` is when it is called on the object.
    fn function(&mut self, f: FuncId, set: u64, depth: u32) -> u64 {
        let t = self.t;
        let func = &t.program.funcs[f.index()];
        let this = func.blocks[0].params.first().copied();
        let (Some(this), FuncKind::Function, true) = (this, func.kind, depth < DEPTH) else {
            self.seen_by_others &= set;
            return set;
        };
        self.early.insert(f);
        let mut defs: HashMap<V, &Inst> = HashMap::default();
        for i in func.blocks.iter().flat_map(|b| &b.insts) {
            i.results.iter().for_each(|r| {
                defs.insert(*r, i);
            });
        }
        // By block: what is assigned on every way to it.
        let mut entry: Vec<Option<u64>> = vec![None; func.blocks.len()];
        let mut at_end = u64::MAX;
        let mut work = vec![0];
        entry[0] = Some(set);
        let flow = |target: &Target, set: u64, entry: &mut Vec<Option<u64>>, work: &mut Vec<usize>| {
            let b = target.block.index();
            let new = entry[b].unwrap_or(u64::MAX) & set;
            if entry[b] != Some(new) {
                entry[b] = Some(new);
                work.push(b);
            }
        };
        while let Some(b) = work.pop() {
            let mut set = entry[b].expect("set when the block was put into the list");
            let block = &func.blocks[b];
            for i in &block.insts {
                let before = set;
                if i.args.contains(&this) || matches!(i.op, Op::Call { .. }) {
                    set = self.instruction(f, this, i, &defs, set, depth);
                }
                for target in i.unwind.iter().chain(&i.done) {
                    flow(target, before & set, &mut entry, &mut work);
                    self.passed(this, target, before & set);
                }
            }
            match &block.term {
                Term::Return(v) => {
                    at_end &= set;
                    if *v == this {
                        self.seen_by_others &= set;
                    }
                }
                term => term.targets().for_each(|target| {
                    flow(target, set, &mut entry, &mut work);
                    self.passed(this, target, set);
                }),
            }
        }
        at_end
    }

    /// The object goes on under another name: too much to follow.
    fn passed(&mut self, this: V, target: &Target, set: u64) {
        if target.args.contains(&this) {
            self.seen_by_others &= set;
        }
    }

    fn instruction(&mut self, f: FuncId, this: V, i: &Inst, defs: &HashMap<V, &Inst>, set: u64, depth: u32) -> u64 {
        let t = self.t;
        let only = |n: usize| i.args.iter().enumerate().all(|(k, v)| (*v == this) == (k == n));
        let bit = |n: &Name| self.names.iter().position(|x| x == n).filter(|_| t.class_attr(self.class, n).is_none()).map(|k| 1 << k);
        match &i.op {
            Op::SetAttr(n) | Op::InitAttr(n) if only(0) && let Some(bit) = bit(n) => return set | bit,
            Op::GetAttr(n) if bit(n).is_some_and(|bit| set & bit != 0) => return set,
            // A method that is called: there it is looked at.
            Op::SuperAttr(_) if only_called(&t.program.funcs[f.index()], i.results[0]) => return set,
            Op::CallMethod { name, .. } if only(0) && let Some(f) = t.find_method(self.class, name) => {
                return self.function(f, set, depth + 1);
            }
            // `Base.__init__(self, …)`.
            Op::CallMethod { name, .. }
                if only(1)
                    && let Some(Op::LoadGlobal(g)) = defs.get(&i.args[0]).map(|d| &d.op)
                    && let Ty::Class(k) = t.globals[g.index()]
                    && t.mro(self.class).contains(&k)
                    && let Some(f) = t.find_method(k, name) =>
            {
                return self.function(f, set, depth + 1);
            }
            // `super().__init__(…)`: the next method behind this one's class.
            Op::Call { .. } if let Some(Inst { op: Op::SuperAttr(name), args, .. }) = defs.get(&i.args[0]) && args.contains(&this) && !i.args.contains(&this) => {
                let mro = t.mro(self.class);
                let from = mro.iter().position(|k| Some(*k) == t.program.funcs[f.index()].class).map_or(mro.len(), |k| k + 1);
                let found = mro[from..].iter().find_map(|k| t.class_attrs.get(&(*k, name.clone())));
                match found {
                    Some(Ty::Func(f)) => return self.function(*f, set, depth + 1),
                    // That of `object`.
                    None if &**name == "__init__" => return set,
                    _ => {}
                }
            }
            Op::Call { .. } if !i.args.contains(&this) => return set,
            _ => {}
        }
        self.seen_by_others &= set;
        set
    }
}

/// The value is used as the callee of calls and for nothing else.
fn only_called(f: &Func, v: V) -> bool {
    let as_callee = |i: &Inst| !i.args.contains(&v) || matches!(i.op, Op::Call { .. }) && !i.args[1..].contains(&v);
    f.blocks.iter().all(|b| b.insts.iter().all(as_callee) && b.term.targets().all(|x| !x.args.contains(&v)) && !matches!(b.term, Term::Return(r) if r == v))
}
