//! What small ints and sizes probably are, by how they come about anywhere in the program.
//!
//! ```text
//! sharp = np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])      three by three
//! def convolve(image, kernel): …                               called with `sharp`
//!     k = kernel.shape[0]                                      probably 3
//!     for a in range(k): …                                     probably three rounds
//! ```
//! Nothing relies on it: the loop is there for other numbers too (`unroll` in compiler/opt).

use std::rc::Rc;

use rustc_hash::FxHashMap as HashMap;

use pyaot_sema::hir::{BinOp, ClassId, Constant, FuncId, GlobalId, Inst, Name, Op, Term, UnaryOp, V};
use pyaot_sema::infer::{At, Callee, Source, Typed, default_slot};
use pyaot_sema::types::{InstanceId, Ty};

use crate::native::native_of;
use crate::small::numpy_name;
use crate::world::World;

/// Sweeps over the program; most have found everything after three.
const SWEEPS: usize = 8;

#[derive(Debug, Clone, PartialEq)]
enum Guess {
    /// Several things, or nothing that could be told.
    Other,
    Int(i64),
    /// The dimensions of an array, or of lists in lists; 0: any.
    Shape(Rc<[i64]>),
    /// The items of a tuple.
    Items(Rc<[Guess]>),
}

/// One guess for each value of each instance; what was not met yet has none.
#[derive(Debug, Default)]
pub struct Likely {
    values: Vec<Vec<Option<Guess>>>,
    results: Vec<Option<Guess>>,
    globals: HashMap<GlobalId, Option<Guess>>,
    attrs: HashMap<(ClassId, Name), Option<Guess>>,
    defaults: HashMap<(FuncId, usize), Option<Guess>>,
    changed: bool,
}

/// Where two ways meet: what both say.
fn join(old: &mut Option<Guess>, new: &Guess) -> bool {
    let joined = match (&*old, new) {
        (None, new) => new.clone(),
        (Some(Guess::Items(a)), Guess::Items(b)) if a.len() == b.len() => {
            let both = a.iter().zip(b.iter()).map(|(a, b)| if a == b { a.clone() } else { Guess::Other });
            Guess::Items(both.collect())
        }
        (Some(a), b) if a == b => return false,
        _ => Guess::Other,
    };
    let changed = old.as_ref() != Some(&joined);
    *old = Some(joined);
    changed
}

impl Guess {
    fn dims(&self) -> Option<&[i64]> {
        match self {
            Guess::Shape(dims) => Some(dims),
            _ => None,
        }
    }

    fn of_dim(n: i64) -> Guess {
        if n == 0 { Guess::Other } else { Guess::Int(n) }
    }

    fn int(&self) -> Option<i64> {
        match self {
            Guess::Int(n) => Some(*n),
            _ => None,
        }
    }

    /// The array that `np.zeros` makes of this.
    fn as_shape(&self) -> Option<Guess> {
        match self {
            Guess::Int(n) => Some(Guess::Shape([*n].into())),
            Guess::Items(items) => Some(Guess::Shape(items.iter().map(Guess::int).collect::<Option<_>>()?)),
            _ => None,
        }
    }

    /// The elements of an array, a list or a tuple.
    fn item(&self, k: Option<i64>) -> Option<Guess> {
        match self {
            Guess::Shape(dims) if dims.len() > 1 => Some(Guess::Shape(dims[1..].into())),
            Guess::Items(items) => {
                let k = k?;
                let k = if k < 0 { k + items.len() as i64 } else { k };
                items.get(usize::try_from(k).ok()?).cloned()
            }
            _ => None,
        }
    }
}

/// A display of these elements.
fn display(elements: &[Guess]) -> Guess {
    let n = elements.len() as i64;
    match elements.first() {
        Some(Guess::Shape(dims)) if elements.iter().all(|e| e.dims() == Some(dims)) => {
            Guess::Shape(std::iter::once(n).chain(dims.iter().copied()).collect())
        }
        _ if elements.iter().any(|e| matches!(e, Guess::Shape(_) | Guess::Items(_))) => Guess::Other,
        _ => Guess::Shape([n].into()),
    }
}

/// The shape of what comes of two arrays element by element, or of an array and a number.
fn broadcast(a: &Guess, b: &Guess) -> Option<Guess> {
    let (a, b) = match (a.dims(), b.dims()) {
        (Some(a), Some(b)) => (a, b),
        (Some(one), None) | (None, Some(one)) => return Some(Guess::Shape(one.into())),
        (None, None) => return None,
    };
    let n = a.len().max(b.len());
    let dim = |dims: &[i64], k: usize| if k + dims.len() < n { 1 } else { dims[k + dims.len() - n] };
    let both = |x: i64, y: i64| if x == 1 { y } else if y == 1 { x } else { x.max(y) };
    Some(Guess::Shape((0..n).map(|k| both(dim(a, k), dim(b, k))).collect()))
}

fn arithmetic(op: BinOp, a: i64, b: i64) -> Option<i64> {
    match op {
        BinOp::Add => a.checked_add(b),
        BinOp::Sub => a.checked_sub(b),
        BinOp::Mul => a.checked_mul(b),
        BinOp::FloorDiv if b > 0 => Some(a.div_euclid(b)),
        BinOp::Mod if b > 0 => Some(a.rem_euclid(b)),
        _ => None,
    }
}

impl Likely {
    pub fn find(w: &World, t: &Typed) -> Likely {
        let mut l = Likely {
            values: t.instances.iter().map(|i| vec![None; i.types.len()]).collect(),
            results: vec![None; t.instances.len()],
            ..Likely::default()
        };
        // Anybody may call these with anything.
        for &id in t.uniform.values() {
            let f = &t.program.funcs[t.instance(id).func.index()];
            f.blocks[0].params.iter().for_each(|p| l.note(id, *p, &Guess::Other));
        }
        for _ in 0..SWEEPS {
            l.changed = false;
            (0..t.instances.len() as u32).for_each(|k| l.instance(w, t, InstanceId(k)));
            if !l.changed {
                break;
            }
        }
        l
    }

    /// The int that a value of an instance probably is.
    pub fn int(&self, id: InstanceId, v: V) -> Option<i64> {
        self.values[id.0 as usize][v.index()].as_ref().and_then(Guess::int)
    }

    /// Of a value that was met.
    fn get(&self, id: InstanceId, v: V) -> Guess {
        self.values[id.0 as usize][v.index()].clone().unwrap_or(Guess::Other)
    }

    fn note(&mut self, id: InstanceId, v: V, guess: &Guess) {
        self.changed |= join(&mut self.values[id.0 as usize][v.index()], guess);
    }

    fn instance(&mut self, w: &World, t: &Typed, id: InstanceId) {
        let inst = t.instance(id);
        let f = &t.program.funcs[inst.func.index()];
        for (b, block) in f.blocks.iter().enumerate().filter(|(b, _)| inst.reached.get(*b) != Some(&false)) {
            for (k, i) in block.insts.iter().enumerate() {
                // The next sweep knows more.
                if i.args.iter().any(|a| self.values[id.0 as usize][a.index()].is_none()) {
                    continue;
                }
                match i.op {
                    Op::Call { .. } | Op::CallMethod { .. } => self.call(w, t, id, i, (b as u32, k as u32)),
                    Op::Unpack => {
                        let whole = self.get(id, i.args[0]);
                        for (k, r) in i.results.iter().enumerate() {
                            self.note(id, *r, &whole.item(Some(k as i64)).unwrap_or(Guess::Other));
                        }
                    }
                    _ => self.inst(t, id, i),
                }
                for target in i.done.iter().chain(&i.unwind) {
                    self.pass(id, &f.blocks[target.block.index()].params, &target.args);
                }
            }
            for target in block.term.targets() {
                self.pass(id, &f.blocks[target.block.index()].params, &target.args);
            }
            if let Term::Return(v) = block.term
                && let Some(guess) = self.values[id.0 as usize][v.index()].clone()
            {
                self.changed |= join(&mut self.results[id.0 as usize], &guess);
            }
        }
    }

    /// To the parameters of a block. What was not met yet, as in loops, says nothing.
    fn pass(&mut self, id: InstanceId, params: &[V], args: &[V]) {
        for (p, a) in params.iter().zip(args) {
            if let Some(guess) = self.values[id.0 as usize][a.index()].clone() {
                self.note(id, *p, &guess);
            }
        }
    }

    fn inst(&mut self, t: &Typed, id: InstanceId, i: &Inst) {
        let types = &t.instance(id).types;
        let arg = |k: usize| self.get(id, i.args[k]);
        let class_of = |v: V| match types[v.index()] {
            Ty::Inst(c) => Some(c),
            _ => None,
        };
        let guess = match &i.op {
            Op::Const(Constant::Int(n)) => Some(Guess::Int(*n)),
            Op::MakeList => Some(display(&i.args.iter().map(|a| self.get(id, *a)).collect::<Vec<_>>())),
            Op::MakeTuple => Some(Guess::Items(i.args.iter().map(|a| self.get(id, *a)).collect())),
            Op::Un(UnaryOp::Neg) => match arg(0) {
                Guess::Int(n) => n.checked_neg().map(Guess::Int),
                other => Some(other),
            },
            Op::Bin(op) | Op::InPlace(op) => match (arg(0), arg(1)) {
                (Guess::Int(a), Guess::Int(b)) => arithmetic(*op, a, b).map(Guess::Int),
                (a, b) if types[i.results[0].index()].is_numpy() => broadcast(&a, &b),
                _ => None,
            },
            Op::GetAttr(name) => match (class_of(i.args[0]), arg(0)) {
                (Some(c), _) => match self.attrs.get(&(c, name.clone())) {
                    Some(guess) => guess.clone(),
                    None => return,
                },
                (None, Guess::Shape(dims)) => match &**name {
                    "shape" => Some(Guess::Items(dims.iter().map(|n| Guess::of_dim(*n)).collect())),
                    "T" => Some(Guess::Shape(dims.iter().rev().copied().collect())),
                    "size" => dims.iter().try_fold(1_i64, |n, d| n.checked_mul(*d)).map(Guess::of_dim),
                    _ => None,
                },
                _ => None,
            },
            Op::SetAttr(name) | Op::InitAttr(name) => {
                if let Some(c) = class_of(i.args[0]) {
                    let guess = arg(1);
                    self.changed |= join(self.attrs.entry((c, name.clone())).or_default(), &guess);
                }
                return;
            }
            Op::GetItem => arg(0).item(arg(1).int()),
            Op::StoreGlobal(g) => {
                let guess = arg(0);
                self.changed |= join(self.globals.entry(*g).or_default(), &guess);
                return;
            }
            Op::LoadGlobal(g) => match self.globals.get(g) {
                Some(guess) => guess.clone(),
                None => return,
            },
            Op::MakeFunction { func, defaults, kwdefaults } => {
                for (slot, v) in i.args[..(defaults + kwdefaults) as usize].iter().enumerate() {
                    let guess = self.get(id, *v);
                    self.changed |= join(self.defaults.entry((*func, slot)).or_default(), &guess);
                }
                None
            }
            _ => None,
        };
        for r in &i.results {
            self.note(id, *r, guess.as_ref().unwrap_or(&Guess::Other));
        }
    }

    fn call(&mut self, w: &World, t: &Typed, id: InstanceId, i: &Inst, at: At) {
        let inst = t.instance(id);
        let mut guess = None;
        let one = inst.calls.get(&at).into_iter();
        for callee in one.chain(inst.variants.get(&at).into_iter().flatten().map(|(_, c)| c)) {
            match callee {
                Callee::Direct { instance, func, sources } => {
                    self.bind(t, id, i, *instance, *func, sources);
                    match &self.results[instance.0 as usize] {
                        Some(result) => _ = join(&mut guess, result),
                        // Not met yet.
                        None => return,
                    }
                }
                Callee::Construct { init, .. } => {
                    if let Some((instance, func, sources)) = init {
                        self.bind(t, id, i, *instance, *func, sources);
                    }
                    guess = Some(Guess::Other);
                }
            }
        }
        if guess.is_none() {
            guess = match native_of(w, t, &inst.types[i.args[0].index()], &i.op) {
                Some(name) => self.native(id, i, &name),
                None => self.method(id, i),
            };
        }
        self.note(id, i.results[0], &guess.unwrap_or(Guess::Other));
    }

    fn bind(&mut self, t: &Typed, id: InstanceId, i: &Inst, to: InstanceId, func: FuncId, sources: &[Source]) {
        let f = &t.program.funcs[func.index()];
        for (k, (p, source)) in f.blocks[0].params.iter().zip(sources).enumerate() {
            let guess = match source {
                Source::Arg(n) => Some(self.get(id, i.args[n + 1])),
                Source::Default => default_slot(&f.params, k).and_then(|slot| self.defaults.get(&(func, slot)).cloned().flatten()),
                _ => Some(Guess::Other),
            };
            if let Some(guess) = guess {
                self.note(to, *p, &guess);
            }
        }
    }

    /// What a function of the runtime gives.
    fn native(&self, id: InstanceId, i: &Inst, name: &str) -> Option<Guess> {
        let arg = |k: usize| i.args.get(k + 1).map(|v| self.get(id, *v));
        if name == "builtins.len" {
            return match arg(0)? {
                Guess::Shape(dims) => dims.first().map(|n| Guess::of_dim(*n)),
                Guess::Items(items) => Some(Guess::Int(items.len() as i64)),
                _ => None,
            };
        }
        // What CPython calls a unit with first.
        if name == "_host.array" {
            return arg(1)?.as_shape();
        }
        let square = |n: i64| Guess::Shape([n, n].into());
        match numpy_name(name)? {
            "array" | "asarray" | "ascontiguousarray" | "copy" | "zeros_like" | "ones_like" | "empty_like" | "full_like" => match arg(0)? {
                Guess::Items(items) => Some(display(&items)),
                whole @ Guess::Shape(_) => Some(whole),
                _ => None,
            },
            "zeros" | "ones" | "empty" | "full" => arg(0)?.as_shape(),
            "eye" | "identity" => arg(0)?.int().map(square),
            _ => None,
        }
    }

    /// What a method of an array gives.
    fn method(&self, id: InstanceId, i: &Inst) -> Option<Guess> {
        let Op::CallMethod { name, .. } = &i.op else { return None };
        match (&**name, self.get(id, i.args[0])) {
            ("astype" | "copy", whole @ Guess::Shape(_)) => Some(whole),
            _ => None,
        }
    }
}
