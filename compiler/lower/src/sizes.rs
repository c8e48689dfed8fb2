//! What is known of the sizes of ints: literals, bounds, and values of which nothing but the low bits is ever used.
//!
//! ```text
//! v3 = v1 * v2              any ints
//! v5 = v3 + v4
//! v6 = v5 & 0xFFFFFFFF      nothing but the lowest 64 bits of v3 and v5 counts
//! ```
//! Sums, products and bitwise operations give the right low bits from the low bits of their operands. Where a mask or a
//! modulus that is a power of two takes what lies above away in the end, the numbers in between are computed in wrapping
//! arithmetic. Any number that agrees in the low bits may stand for them, so the twin goes on with what the body has.
//!
//! Bounds are of use to the wide form of a function ([`crate::wide`]), which tests them where it has to rely on them: one that
//! is wrong costs time, not the result.

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use pyaot_sema::hir::{BinOp, Constant, Func, FuncKind, Inst, Op, Term, UnaryOp, V};
use pyaot_sema::infer::{Callee, Typed};
use pyaot_sema::types::{InstanceId, Ty};

use crate::world::World;

/// The least and the greatest number that a value may be.
pub type Bounds = (i128, i128);

/// Nothing is known, or not even 128 bits hold it.
pub const ANY: Bounds = (i128::MIN, i128::MAX);
const MACHINE: Bounds = (i64::MIN as i128, i64::MAX as i128);
const WORD: i128 = u64::MAX as i128;

/// Sizes of the ints of one function instance.
#[derive(Debug, Default)]
pub struct Sizes {
    /// Literals, and module variables that hold one and never change.
    pub known: HashMap<V, i128>,
    /// Only their value modulo 2**64 is used.
    pub low: HashSet<V>,
    bounds: HashMap<V, Bounds>,
    /// Of the result.
    pub result: Option<Bounds>,
    /// There are literals beyond an `i64`, here or in functions that are called for an int.
    pub beyond: bool,
}

/// How the wide form of a function holds an int.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// An `i64`.
    Small,
    /// 64 bits without a sign.
    Word,
    /// 128 bits in two words.
    Full,
}

fn width(b: Bounds) -> Width {
    if b.0 >= MACHINE.0 && b.1 <= MACHINE.1 {
        Width::Small
    } else if b.0 >= 0 && b.1 <= WORD {
        Width::Word
    } else {
        Width::Full
    }
}

impl Sizes {
    pub fn width(&self, v: V) -> Width {
        self.bounds.get(&v).map_or(Width::Full, |b| width(*b))
    }

    pub fn result_width(&self) -> Width {
        self.result.map_or(Width::Full, width)
    }
}

/// The operator of a binary instruction.
pub fn operator(i: &Inst) -> Option<BinOp> {
    match i.op {
        Op::Bin(op) | Op::InPlace(op) => Some(op),
        _ => None,
    }
}

/// Finds the sizes of an instance.
pub fn find(w: &mut World, t: &Typed, id: InstanceId) -> Sizes {
    let inst = t.instance(id);
    let f = &t.program.funcs[inst.func.index()];
    let mut s = Sizes::default();
    let int = |v: &V| inst.types[v.index()].is_integral();
    if !f.blocks.iter().flat_map(|b| &b.insts).any(|i| operator(i).is_some() && i.results.iter().any(int)) {
        return s;
    }
    for i in f.blocks.iter().flat_map(|b| &b.insts) {
        let n = match &i.op {
            Op::Const(Constant::Int(n)) => Some(i128::from(*n)),
            Op::Const(Constant::BigInt(s)) => s.parse().ok(),
            Op::LoadGlobal(g) if f.kind != FuncKind::Module && int(&i.results[0]) => w.stable.int(*g),
            _ => None,
        };
        if let Some(n) = n {
            s.known.insert(i.results[0], n);
        }
    }
    s.low = low_values(f, &inst.types, &s.known);
    s
}

/// Bounds are found when they are asked for.
pub fn find_bounds(w: &mut World, t: &Typed, id: InstanceId, s: &mut Sizes) {
    let inst = t.instance(id);
    let f = &t.program.funcs[inst.func.index()];
    let mut given: HashMap<V, Bounds> = HashMap::default();
    let natural = |v: V, b: Bounds| if matches!(inst.types[v.index()], Ty::Int { nonneg: true }) { (b.0.max(0), b.1) } else { b };
    // Where the program gives no hint: arguments, attributes, results.
    let mut soft: HashSet<V> = f.blocks[0].params.iter().copied().collect();
    for (b, block) in f.blocks.iter().enumerate() {
        for (k, i) in block.insts.iter().enumerate() {
            let [r] = i.results[..] else {
                given.extend(i.results.iter().map(|r| (*r, MACHINE)));
                continue;
            };
            match &i.op {
                _ if s.known.contains_key(&r) => {
                    given.insert(r, (s.known[&r], s.known[&r]));
                }
                _ if operator(i).is_some() => {}
                Op::Un(_) => {}
                Op::Call { .. } | Op::CallMethod { .. } => {
                    let callee = match inst.calls.get(&(b as u32, k as u32)) {
                        Some(Callee::Direct { instance, .. }) => Some(*instance),
                        _ => None,
                    };
                    let bounds = callee.and_then(|c| {
                        let of = w.sizes(t, c);
                        s.beyond |= of.beyond && of.result_width() != Width::Small;
                        of.result
                    });
                    if bounds.is_none() {
                        soft.insert(r);
                    }
                    given.insert(r, bounds.unwrap_or(if callee.is_some() { ANY } else { MACHINE }));
                }
                Op::GetItem if !matches!(inst.types[i.args[0].index()], Ty::List(_) | Ty::Tuple(_)) => {
                    given.insert(r, MACHINE);
                }
                Op::GetItem | Op::GetAttr(_) | Op::LoadGlobal(_) | Op::LoadCell(_) | Op::Capture { .. } => {
                    soft.insert(r);
                }
                _ => {
                    given.insert(r, MACHINE);
                }
            }
        }
    }
    // On the side exit of an instruction nothing can be tested any more.
    for target in f.blocks.iter().flat_map(|b| &b.insts).flat_map(|i| i.done.iter().chain(&i.unwind)) {
        given.extend(f.blocks[target.block.index()].params.iter().map(|p| (*p, ANY)));
    }
    let mut found: HashMap<V, Bounds> = HashMap::default();
    let mut edges: HashMap<V, Vec<V>> = HashMap::default();
    for block in &f.blocks {
        for target in block.insts.iter().flat_map(|i| i.done.iter().chain(&i.unwind)).chain(block.term.targets()) {
            for (p, a) in f.blocks[target.block.index()].params.iter().zip(&target.args) {
                edges.entry(*p).or_default().push(*a);
            }
        }
    }
    let get = |found: &HashMap<V, Bounds>, v: V| -> Option<Bounds> {
        if let Some(b) = given.get(&v) {
            return Some(natural(v, *b));
        }
        if soft.contains(&v) {
            return Some(natural(v, ANY));
        }
        match &inst.types[v.index()] {
            Ty::Bool => Some((0, 1)),
            Ty::Int { .. } => found.get(&v).map(|b| natural(v, *b)),
            // It comes from elsewhere, as an object.
            _ => Some(ANY),
        }
    };
    for round in 0.. {
        let mut changed = false;
        let mut note = |found: &mut HashMap<V, Bounds>, v: V, b: Bounds| {
            let old = found.get(&v).copied();
            let mut new = old.map_or(b, |o| (o.0.min(b.0), o.1.max(b.1)));
            if Some(new) != old {
                if round > 3 && old.is_some() {
                    new = widened(new);
                }
                changed = true;
                found.insert(v, new);
            }
        };
        for (b, block) in f.blocks.iter().enumerate() {
            if b > 0 {
                for p in &block.params {
                    if given.contains_key(p) {
                        continue;
                    }
                    for a in edges.get(p).into_iter().flatten().filter(|a| !soft.contains(a)) {
                        if let Some(x) = get(&found, *a) {
                            note(&mut found, *p, x);
                        }
                    }
                }
            }
            for i in &block.insts {
                let [r] = i.results[..] else { continue };
                if given.contains_key(&r) || soft.contains(&r) {
                    continue;
                }
                let x = match (operator(i), &i.op) {
                    (Some(op), _) => get(&found, i.args[0]).zip(get(&found, i.args[1])).map(|(x, y)| {
                        let literal = [0, 1].iter().any(|k| s.known.get(&i.args[*k]).is_some_and(|n| n.abs() < 1 << 40));
                        binary(op, x, y, literal)
                    }),
                    (_, Op::Un(op)) => get(&found, i.args[0]).map(|x| match op {
                        UnaryOp::Neg => (x.1.saturating_neg(), x.0.saturating_neg()),
                        UnaryOp::Invert => (!x.1, !x.0),
                        _ => x,
                    }),
                    _ => None,
                };
                if let Some(x) = x {
                    note(&mut found, r, x);
                }
            }
        }
        if !changed || round > 40 {
            if changed {
                found.clear();
            }
            break;
        }
    }
    s.beyond |= s.known.values().any(|n| !within((*n, *n), MACHINE));
    let mut result: Option<Bounds> = None;
    for b in &f.blocks {
        if let Term::Return(v) = b.term {
            let x = get(&found, v).unwrap_or(ANY);
            result = Some(result.map_or(x, |r| (r.0.min(x.0), r.1.max(x.1))));
        }
    }
    s.result = result.filter(|b| *b != ANY);
    let all: Vec<V> = (0..inst.types.len() as u32).map(V).filter(|v| inst.types[v.index()].is_int()).collect();
    s.bounds = all.into_iter().filter_map(|v| get(&found, v).map(|b| (v, b))).collect();
}

fn widened(b: Bounds) -> Bounds {
    let low = [0, -1, i128::from(i32::MIN), MACHINE.0, i128::MIN].into_iter().find(|x| *x <= b.0).unwrap_or(i128::MIN);
    let high = [1, 255, (1 << 32) - 1, (1 << 53) - 1, MACHINE.1, WORD, i128::MAX].into_iter().find(|x| *x >= b.1).unwrap_or(i128::MAX);
    (low, high)
}

fn within(inner: Bounds, outer: Bounds) -> bool {
    inner.0 >= outer.0 && inner.1 <= outer.1
}

/// All ones up to the highest bit of a number that is not negative.
fn ones(n: i128) -> i128 {
    if n == 0 { 0 } else { i128::MAX >> (n.leading_zeros() - 1) }
}

/// Bounds of `x op y`; `literal`: one of them is a literal of usual size.
fn binary(op: BinOp, x: Bounds, y: Bounds, literal: bool) -> Bounds {
    let corners = |f: fn(i128, i128) -> Option<i128>| {
        let all = [f(x.0, y.0), f(x.0, y.1), f(x.1, y.0), f(x.1, y.1)];
        match all.iter().copied().collect::<Option<Vec<i128>>>() {
            Some(c) => (*c.iter().min().expect("four"), *c.iter().max().expect("four")),
            None if x.0 >= 0 && y.0 >= 0 => (0, i128::MAX),
            None => ANY,
        }
    };
    // A counter stays what it is.
    let counted = |r: Bounds| {
        let small = literal && within(x, MACHINE) && within(y, MACHINE);
        if small { (r.0.max(MACHINE.0), r.1.min(MACHINE.1)) } else { r }
    };
    match op {
        BinOp::Add => counted(corners(i128::checked_add)),
        BinOp::Sub => counted((x.0.saturating_sub(y.1), x.1.saturating_sub(y.0))),
        BinOp::Mul => corners(i128::checked_mul),
        BinOp::BitAnd if x.0 >= 0 && y.0 >= 0 => (0, x.1.min(y.1)),
        BinOp::BitAnd if x.0 >= 0 => (0, x.1),
        BinOp::BitAnd if y.0 >= 0 => (0, y.1),
        BinOp::BitOr | BinOp::BitXor if x.0 >= 0 && y.0 >= 0 => (0, ones(x.1) | ones(y.1)),
        BinOp::BitAnd | BinOp::BitOr | BinOp::BitXor if within(x, MACHINE) && within(y, MACHINE) => MACHINE,
        BinOp::Mod if y.0 > 0 => (0, y.1 - 1),
        BinOp::Mod if y.0 >= 0 => (0, y.1),
        BinOp::FloorDiv | BinOp::RShift if x.0 >= 0 && y.0 >= 0 => {
            let least = y.0.clamp(0, 126);
            (0, if op == BinOp::RShift { x.1 >> least } else { x.1 / y.0.max(1) })
        }
        BinOp::RShift if y.0 >= 0 => x,
        BinOp::FloorDiv if y.0 >= 0 => x,
        BinOp::LShift if y.0 >= 0 && y.1 < 64 => {
            let up = |n: i128| n.checked_mul(1 << y.1);
            match (up(x.0), up(x.1)) {
                (Some(a), Some(b)) => (a.min(x.0), b.max(x.1)),
                _ if x.0 >= 0 => (0, i128::MAX),
                _ => ANY,
            }
        }
        BinOp::LShift | BinOp::Pow if x.0 >= 0 => (0, i128::MAX),
        _ => ANY,
    }
}

fn low_values(f: &Func, types: &[Ty], known: &HashMap<V, i128>) -> HashSet<V> {
    let insts = || f.blocks.iter().flat_map(|b| &b.insts);
    if !insts().any(|i| matches!(operator(i), Some(BinOp::BitAnd | BinOp::Mod))) {
        return HashSet::default();
    }
    let ring = |i: &Inst| -> bool {
        let ints = i.args.iter().all(|a| types[a.index()].is_integral());
        let result = i.results.first().is_some_and(|r| types[r.index()].is_int());
        ints && result
            && match (operator(i), &i.op) {
                (Some(BinOp::Add | BinOp::Sub | BinOp::Mul | BinOp::BitAnd | BinOp::BitOr | BinOp::BitXor), _) => true,
                (Some(BinOp::LShift), _) => known.get(&i.args[1]).is_some_and(|n| (0..64).contains(n)),
                (_, Op::Un(UnaryOp::Neg | UnaryOp::Invert)) => true,
                _ => false,
            }
    };
    // An operation whose result may not fit although its operands do.
    let grows = |i: &Inst| !matches!(operator(i), Some(BinOp::BitAnd | BinOp::BitOr | BinOp::BitXor)) && !matches!(i.op, Op::Un(UnaryOp::Invert));
    let mut low: HashSet<V> = insts().filter(|i| ring(i)).map(|i| i.results[0]).collect();
    while strike_out(f, &mut low, |low, i, k| low_use(i, k, types, known, low, &ring)) {}
    // Literals of which only the low bits count need not fit.
    let mut literals: HashSet<V> = known.keys().copied().filter(|v| types[v.index()].is_int()).collect();
    strike_out(f, &mut literals, |_, i, k| low_use(i, k, types, known, &low, &ring));
    low.extend(literals);
    if !insts().any(|i| i.results.first().is_some_and(|r| low.contains(r)) && ring(i) && grows(i)) {
        low.retain(|v| known.contains_key(v));
    }
    low
}

/// Takes values out of the set that are used in other ways than `may` allows for an operand: in calls and stores, on edges, in
/// branches and returns. Whether there were any.
fn strike_out(f: &Func, set: &mut HashSet<V>, may: impl Fn(&HashSet<V>, &Inst, usize) -> bool) -> bool {
    let before = set.len();
    for b in &f.blocks {
        for i in &b.insts {
            for (k, a) in i.args.iter().enumerate() {
                if set.contains(a) && !may(set, i, k) {
                    set.remove(a);
                }
            }
            i.done.iter().chain(&i.unwind).flat_map(|t| &t.args).for_each(|a| {
                set.remove(a);
            });
        }
        b.term.targets().flat_map(|t| &t.args).for_each(|a| {
            set.remove(a);
        });
        if let Term::Branch { cond: v, .. } | Term::Return(v) = &b.term {
            set.remove(v);
        }
    }
    set.len() != before
}

/// Operand `k` of the instruction counts by its low bits alone.
fn low_use(i: &Inst, k: usize, types: &[Ty], known: &HashMap<V, i128>, low: &HashSet<V>, ring: &dyn Fn(&Inst) -> bool) -> bool {
    let integral = |v: &V| types[v.index()].is_integral();
    if i.args[0] == *i.args.last().expect("it is an operand") && i.args.len() > 1 {
        return ring(i) && low.contains(&i.results[0]);
    }
    match operator(i) {
        Some(BinOp::BitAnd) if integral(&i.args[1 - k]) && known.get(&i.args[1 - k]).is_some_and(|m| (0..1 << 64).contains(m)) => true,
        Some(BinOp::Mod) => k == 0 && known.get(&i.args[1]).is_some_and(|m| (1..=1 << 64).contains(m) && m & (m - 1) == 0),
        Some(BinOp::LShift) if k == 1 => false,
        _ => ring(i) && low.contains(&i.results[0]),
    }
}
