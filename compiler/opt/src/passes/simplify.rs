//! Constant folding, algebraic identities, and a control flow without detours.
//!
//! ```text
//! b0():                                  b0():
//!     v1 = IConst 0                          v1 = IConst 0
//!     v3 = IAdd v1, v0                       branch v9 b2(v0) b3()
//!     jump b1(v3)                    =>
//! b1(v4):
//!     branch v9 b2(v4) b3()
//! ```
//! Blocks with one way in join the block in front, jumps to empty blocks go where these go, parameters that are given the
//! same value on every way in are replaced by it, branches on constants become jumps.

use pyaot_abi::dtype::DType;
use pyaot_ir::{Block, Cc, ExitKind, Function, Inst, Op, Target, Term, Value};

use crate::Config;
use crate::passes::dce;

pub fn run(f: &mut Function, _config: &Config) {
    for _ in 0..3 {
        let mut changed = instructions(f);
        changed |= thread(f);
        changed |= parameters(f);
        changed |= merge(f);
        if !changed {
            break;
        }
    }
}

/// Which value stands for which; chains are followed on reading.
pub struct Replaced(Vec<Value>);

impl Replaced {
    pub fn new(f: &Function) -> Replaced {
        Replaced((0..f.values.len() as u32).map(Value).collect())
    }

    /// Room for values that the function has got since.
    pub fn grow(&mut self, f: &Function) {
        self.0.extend((self.0.len() as u32..f.values.len() as u32).map(Value));
    }

    pub fn set(&mut self, from: Value, to: Value) {
        self.0[from.index()] = to;
    }

    pub fn get(&mut self, v: Value) -> Value {
        let mut r = v;
        while self.0[r.index()] != r {
            r = self.0[r.index()];
        }
        self.0[v.index()] = r;
        r
    }

    /// Rewrites every use in the function.
    pub fn apply(&mut self, f: &mut Function) {
        for b in &mut f.blocks {
            for i in &mut b.insts {
                self.inst(i);
            }
            self.term(&mut b.term);
        }
    }

    pub fn inst(&mut self, i: &mut Inst) {
        for a in i.args.iter_mut().chain(i.exits.iter_mut().flat_map(|e| &mut e.target.args)) {
            *a = self.get(*a);
        }
    }

    pub fn term(&mut self, t: &mut Term) {
        t.for_each_target_mut(|t| t.args.iter_mut().for_each(|a| *a = self.get(*a)));
        match t {
            Term::Branch { cond: v, .. } | Term::Switch { on: v, .. } | Term::Return(Some(v)) | Term::ReturnBig(v) => *v = self.get(*v),
            _ => {}
        }
    }
}

/// What an instruction turns out to be.
pub enum Folded {
    /// An earlier value.
    Same(Value),
    /// A simpler operation of these operands, without exits.
    Op(Op, Vec<Value>),
}

/// Operation and operands of the defining instruction of each value, as far as known.
#[derive(Clone)]
pub struct Def {
    pub op: Op,
    pub args: [Value; 2],
}

/// The definition as [`fold`] reads it.
pub fn def_of(i: &Inst) -> Def {
    let none = Value(u32::MAX);
    Def { op: i.op.clone(), args: [i.args.first().copied().unwrap_or(none), i.args.get(1).copied().unwrap_or(none)] }
}

/// Simplifies one instruction by the definitions of its operands.
pub fn fold(f: &Function, defs: &[Option<Def>], i: &Inst) -> Option<Folded> {
    let def = |v: Value| defs[v.index()].as_ref();
    let int = |v: Value| match def(v) {
        Some(Def { op: Op::IConst(c), .. }) => Some(*c),
        _ => None,
    };
    let boolean = |v: Value| match def(v) {
        Some(Def { op: Op::BConst(c), .. }) => Some(*c),
        _ => None,
    };
    let real = |v: Value| match def(v) {
        Some(Def { op: Op::FConst(bits), .. }) => Some(f64::from_bits(*bits)),
        _ => None,
    };
    let float = |x: f64| Some(Folded::Op(Op::FConst(x.to_bits()), vec![]));
    let constant = |c: i64| Some(Folded::Op(Op::IConst(c), vec![]));
    let truth = |c: bool| Some(Folded::Op(Op::BConst(c), vec![]));
    let same = |v: Value| Some(Folded::Same(v));
    let a = i.args.first().copied()?;
    let b = i.args.get(1).copied().unwrap_or(a);
    let (ca, cb) = (int(a), int(b));
    match i.op {
        Op::IAdd | Op::IAddO => match (ca, cb) {
            (Some(x), Some(y)) => return x.checked_add(y).or((i.op == Op::IAdd).then(|| x.wrapping_add(y))).and_then(constant),
            (_, Some(0)) => return same(a),
            (Some(0), _) => return same(b),
            _ => {
                if let Some(Def { op: Op::ISub, args }) = def(a)
                    && i.op == Op::IAdd
                    && args[1] == b
                {
                    return same(args[0]);
                }
            }
        },
        Op::ISub | Op::ISubO => match (ca, cb) {
            (Some(x), Some(y)) => return x.checked_sub(y).or((i.op == Op::ISub).then(|| x.wrapping_sub(y))).and_then(constant),
            (_, Some(0)) => return same(a),
            _ if a == b => return constant(0),
            _ => match def(a) {
                Some(Def { op: Op::IAdd, args }) if i.op == Op::ISub && args[1] == b => return same(args[0]),
                Some(Def { op: Op::IAdd, args }) if i.op == Op::ISub && args[0] == b => return same(args[1]),
                _ => {}
            },
        },
        Op::IMul | Op::IMulO => match (ca, cb) {
            (Some(x), Some(y)) => return x.checked_mul(y).or((i.op == Op::IMul).then(|| x.wrapping_mul(y))).and_then(constant),
            (_, Some(1)) => return same(a),
            (Some(1), _) => return same(b),
            (_, Some(0)) | (Some(0), _) => return constant(0),
            _ => {}
        },
        Op::Likely(_) if ca.is_some() => return same(a),
        Op::INegO => {
            if let Some(n) = ca.and_then(i64::checked_neg) {
                return constant(n);
            }
        }
        Op::IAnd => match (ca, cb) {
            (Some(x), Some(y)) => return constant(x & y),
            (_, Some(-1)) => return same(a),
            _ if a == b => return same(a),
            _ => {}
        },
        Op::IOr => match (ca, cb) {
            (Some(x), Some(y)) => return constant(x | y),
            (_, Some(0)) => return same(a),
            (Some(0), _) => return same(b),
            _ if a == b => return same(a),
            _ => {}
        },
        Op::IXor => match (ca, cb) {
            (Some(x), Some(y)) => return constant(x ^ y),
            (_, Some(0)) => return same(a),
            (Some(0), _) => return same(b),
            _ => {}
        },
        Op::IFloorDiv => match (ca, cb) {
            (Some(x), Some(y)) if y != 0 && (x, y) != (i64::MIN, -1) => {
                let q = x / y;
                return constant(if x % y != 0 && (x < 0) != (y < 0) { q - 1 } else { q });
            }
            (_, Some(1)) => return same(a),
            _ => {}
        },
        Op::IFloorMod => match (ca, cb) {
            (Some(x), Some(y)) if y != 0 && y != -1 => {
                let r = x % y;
                return constant(if r != 0 && (r < 0) != (y < 0) { r + y } else { r });
            }
            _ => {}
        },
        Op::IMin | Op::IMax => {
            if a == b {
                return same(a);
            }
            if let (Some(x), Some(y)) = (ca, cb) {
                return constant(if i.op == Op::IMin { x.min(y) } else { x.max(y) });
            }
        }
        Op::ICmp(cc) => {
            if let (Some(x), Some(y)) = (ca, cb) {
                return truth(compare(cc, x, y));
            }
            if a == b {
                return truth(compare(cc, 0, 0));
            }
        }
        Op::FRound32 => match def(a) {
            Some(Def { op: Op::FConst(bits), .. }) => return float(f64::from(f64::from_bits(*bits) as f32)),
            // Rounded already.
            Some(Def { op: Op::FRound32 | Op::FRound32O | Op::LoadNum(DType::F32), .. }) => return same(a),
            _ => {}
        },
        Op::FRound32O if let Some(Def { op: Op::FRound32 | Op::FRound32O | Op::LoadNum(DType::F32), .. }) = def(a) => return same(a),
        Op::FAbs => {
            if let Some(x) = real(a) {
                return float(x.abs());
            }
        }
        Op::FCmp(cc) => {
            if let (Some(x), Some(y)) = (real(a), real(b)) {
                return truth(compare(cc, x, y));
            }
        }
        Op::ULt => match (ca, cb) {
            (Some(x), Some(y)) => return truth((x as u64) < y as u64),
            _ if a == b => return truth(false),
            _ => {}
        },
        Op::BNot => {
            if let Some(c) = boolean(a) {
                return truth(!c);
            }
            match def(a) {
                Some(Def { op: Op::BNot, args }) => return same(args[0]),
                Some(Def { op: Op::ICmp(cc), args }) => return Some(Folded::Op(Op::ICmp(negated(*cc)), args.to_vec())),
                _ => {}
            }
        }
        Op::BAnd | Op::BOr => {
            let neutral = i.op == Op::BAnd;
            match (boolean(a), boolean(b)) {
                (Some(x), _) => return if x == neutral { same(b) } else { same(a) },
                (_, Some(y)) => return if y == neutral { same(a) } else { same(b) },
                _ if a == b => return same(a),
                _ => {}
            }
        }
        Op::BToI => {
            if let Some(c) = boolean(a) {
                return constant(i64::from(c));
            }
        }
        Op::IToF => {
            if let Some(c) = ca {
                return Some(Folded::Op(Op::FConst((c as f64).to_bits()), vec![]));
            }
            // Of a whole float in which 0 has no sign.
            if let Some(Def { op: Op::FToI, args: [x, _] }) = def(a)
                && let Some(Def { op: Op::FAdd, args: [whole, zero] }) = def(*x)
                && real(*zero).is_some_and(|z| z.to_bits() == 0)
                && matches!(def(*whole), Some(Def { op: Op::FFloor | Op::FCeil | Op::FTrunc | Op::FNearest, .. }))
            {
                return same(*x);
            }
        }
        Op::Select => {
            let c = i.args[2];
            if b == c {
                return same(b);
            }
            if let Some(t) = boolean(a) {
                return same(if t { b } else { c });
            }
        }
        Op::Cast => {
            let to = f.ty(i.results[0]);
            if f.ty(a) == to {
                return same(a);
            }
            if let Some(Def { op: Op::Cast, args }) = def(a) {
                return if f.ty(args[0]) == to { same(args[0]) } else { Some(Folded::Op(Op::Cast, vec![args[0]])) };
            }
        }
        Op::UntagInt => {
            if let Some(Def { op: Op::TagSmall | Op::TagInt, args }) = def(a) {
                return same(args[0]);
            }
        }
        Op::IsTagged => {
            if let Some(Def { op: Op::TagSmall, .. }) = def(a) {
                return truth(true);
            }
            let mut v = a;
            while let Some(Def { op: Op::Cast, args }) = def(v) {
                v = args[0];
            }
            if let Some(Def { op: Op::BoxFloat, .. }) = def(v) {
                return truth(false);
            }
        }
        Op::UnboxBool => {
            if let Some(Def { op: Op::BoxBool, args }) = def(a) {
                return same(args[0]);
            }
        }
        Op::UnboxFloat | Op::IsFloat => {
            let mut v = a;
            while let Some(Def { op: Op::Cast, args }) = def(v) {
                v = args[0];
            }
            if i.op == Op::IsFloat {
                return matches!(def(v), Some(Def { op: Op::BoxFloat, .. })).then(|| Folded::Op(Op::BConst(true), vec![]));
            }
            if let Some(Def { op: Op::BoxFloat, args }) = def(v) {
                return same(args[0]);
            }
        }
        Op::Same => {
            if a == b {
                return truth(true);
            }
        }
        _ => {}
    }
    None
}

fn compare<T: PartialOrd>(cc: Cc, x: T, y: T) -> bool {
    match cc {
        Cc::Eq => x == y,
        Cc::Ne => x != y,
        Cc::Lt => x < y,
        Cc::Le => x <= y,
        Cc::Gt => x > y,
        Cc::Ge => x >= y,
    }
}

fn negated(cc: Cc) -> Cc {
    match cc {
        Cc::Eq => Cc::Ne,
        Cc::Ne => Cc::Eq,
        Cc::Lt => Cc::Ge,
        Cc::Le => Cc::Gt,
        Cc::Gt => Cc::Le,
        Cc::Ge => Cc::Lt,
    }
}

/// Folds instructions and branches.
fn instructions(f: &mut Function) -> bool {
    let mut changed = false;
    let mut defs: Vec<Option<Def>> = vec![None; f.values.len()];
    for b in &f.blocks {
        for i in &b.insts {
            if let [r] = i.results[..] {
                defs[r.index()] = Some(def_of(i));
            }
        }
    }
    let (mut replaced, mut any) = (Replaced::new(f), false);
    for b in 0..f.blocks.len() {
        let mut insts = std::mem::take(&mut f.blocks[b].insts);
        insts.retain_mut(|i| {
            replaced.inst(i);
            if i.results.len() != 1 {
                return true;
            }
            match fold(f, &defs, i) {
                Some(Folded::Same(v)) => {
                    replaced.set(i.results[0], v);
                    any = true;
                    false
                }
                Some(Folded::Op(op, args)) => {
                    (i.op, i.args) = (op, args);
                    i.exits.clear();
                    defs[i.results[0].index()] = Some(def_of(i));
                    changed = true;
                    true
                }
                None => true,
            }
        });
        f.blocks[b].insts = insts;
        let constant = |v: Value| match &defs[v.index()] {
            Some(Def { op: Op::BConst(c), .. }) => Some(*c),
            _ => None,
        };
        let term = &mut f.blocks[b].term;
        replaced.term(term);
        if let Term::Branch { cond, then, els } = term {
            let to = match constant(*cond) {
                Some(true) => Some(then.clone()),
                Some(false) => Some(els.clone()),
                None if then == els => Some(then.clone()),
                None => None,
            };
            if let Some(t) = to {
                *term = Term::Jump(t);
                changed = true;
            }
        }
        if let Term::Branch { cond, then, els } = term
            && let Some(Def { op: Op::BNot, args }) = &defs[cond.index()]
        {
            *cond = args[0];
            std::mem::swap(then, els);
            changed = true;
        }
    }
    if any {
        replaced.apply(f);
    }
    changed || any
}

/// Jumps to a block that only jumps on go to its target at once.
fn thread(f: &mut Function) -> bool {
    let mut changed = false;
    // Where an empty block leads; chains are followed a few steps at a time.
    let empty: Vec<Option<(Vec<Value>, Target)>> = f
        .blocks
        .iter()
        .enumerate()
        .map(|(b, d)| match &d.term {
            Term::Jump(t) if d.insts.is_empty() && t.block.index() != b && b != 0 => {
                // Its parameters must be of use nowhere but in the jump.
                d.params.is_empty().then(|| (d.params.clone(), t.clone()))
            }
            _ => None,
        })
        .collect();
    let mut step = |t: &mut Target| {
        for _ in 0..4 {
            let Some((_, to)) = &empty[t.block.index()] else { break };
            *t = to.clone();
            changed = true;
        }
    };
    for b in &mut f.blocks {
        for i in &mut b.insts {
            for e in &mut i.exits {
                if e.kind != ExitKind::Big {
                    step(&mut e.target);
                }
            }
        }
        b.term.for_each_target_mut(&mut step);
    }
    changed
}

/// Parameters that get one value from everywhere (or themselves) are that value.
fn parameters(f: &mut Function) -> bool {
    let reached = dce::reachable(f);
    // For each parameter: nothing yet, one value, or several.
    #[derive(Clone, Copy, PartialEq)]
    enum In {
        Nothing,
        One(Value),
        Many,
    }
    let mut ins: Vec<Vec<In>> = f.blocks.iter().map(|b| vec![In::Nothing; b.params.len()]).collect();
    let mut flow = |t: &Target, extra: usize, params: &[Value]| {
        let slots = &mut ins[t.block.index()];
        for s in &mut slots[..extra] {
            *s = In::Many;
        }
        for (k, a) in t.args.iter().enumerate() {
            let s = &mut slots[k + extra];
            *s = match *s {
                _ if *a == params[k + extra] => *s,
                In::Nothing => In::One(*a),
                In::One(v) if v == *a => *s,
                _ => In::Many,
            };
        }
    };
    for (b, d) in f.blocks.iter().enumerate() {
        if !reached[b] {
            continue;
        }
        for i in &d.insts {
            for e in &i.exits {
                flow(&e.target, (e.kind == ExitKind::Big) as usize, &f.block(e.target.block).params);
            }
        }
        d.term.for_each_target(|t| flow(t, 0, &f.block(t.block).params));
    }
    let mut replaced = Replaced::new(f);
    let mut drop: Vec<Vec<usize>> = vec![vec![]; f.blocks.len()];
    let mut any = false;
    for b in 1..f.blocks.len() {
        for (k, s) in ins[b].iter().enumerate() {
            if let In::One(v) = *s
                && replaced.get(v) != f.blocks[b].params[k]
            {
                let p = f.blocks[b].params[k];
                replaced.set(p, v);
                drop[b].push(k);
                any = true;
            }
        }
    }
    if !any {
        return false;
    }
    let cut = |t: &mut Target, extra: usize| {
        for k in drop[t.block.index()].iter().rev() {
            t.args.remove(*k - extra);
        }
    };
    for b in &mut f.blocks {
        for i in &mut b.insts {
            for e in &mut i.exits {
                cut(&mut e.target, (e.kind == ExitKind::Big) as usize);
            }
        }
        b.term.for_each_target_mut(|t| cut(t, 0));
    }
    for (b, ks) in drop.iter().enumerate() {
        for k in ks.iter().rev() {
            f.blocks[b].params.remove(*k);
        }
    }
    replaced.apply(f);
    true
}

/// A block that is entered by one jump only joins the block of that jump.
fn merge(f: &mut Function) -> bool {
    let reached = dce::reachable(f);
    let mut ways = vec![0u32; f.blocks.len()];
    ways[0] = 2;
    for (b, d) in f.blocks.iter().enumerate() {
        if reached[b] {
            d.insts.iter().flat_map(|i| &i.exits).for_each(|e| ways[e.target.block.index()] += 1);
            d.term.for_each_target(|t| ways[t.block.index()] += 1);
        }
    }
    let mut changed = false;
    for b in 0..f.blocks.len() {
        while reached[b]
            && let Term::Jump(Target { block: Block(n), args }) = &f.blocks[b].term
            && args.is_empty()
            && ways[*n as usize] == 1
            && *n as usize != b
        {
            let n = *n as usize;
            // A hot block stays apart from the cold one behind it.
            if f.blocks[n].cold && !f.blocks[b].cold {
                break;
            }
            let mut insts = std::mem::take(&mut f.blocks[n].insts);
            let term = std::mem::replace(&mut f.blocks[n].term, Term::Unreachable);
            f.blocks[b].insts.append(&mut insts);
            f.blocks[b].term = term;
            ways[n] = 0;
            changed = true;
        }
    }
    changed
}
