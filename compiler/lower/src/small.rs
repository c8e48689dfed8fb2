//! Small arrays that are never made.
//!
//! `np.array([i, i + 1, i + 2])` of numbers, which is only indexed, reduced and computed with, is its elements ([`Small`]). Where it
//! must exist after all, because the twin takes over, it is made there. The twin itself makes them all.

use pyaot_abi::Leaf;
use pyaot_abi::dtype::DType;
use pyaot_ir::{Cc, Op, Ty as Rep, Value};
use pyaot_sema::hir::{BinOp, Inst, Op as H, V};
use pyaot_sema::types::Ty;

use crate::ctx::{Lower, Mode, Val};
use crate::numpy::{Kind, NUMPY, Np, Tag, np_kind, short_dtype};

/// Arrays of more elements are made.
const MOST: usize = 16;

/// The elements of an array of one dimension that is not made: of `int64` or `float64`.
#[derive(Debug, Clone, PartialEq)]
pub struct Small {
    /// [`Kind::Int`] or [`Kind::Real`].
    kind: Kind,
    elements: Vec<Value>,
}

/// What is done with a small array.
#[derive(Clone, Copy, PartialEq)]
enum Reduction {
    Sum,
    Prod,
    Min,
    Max,
    Mean,
}

fn reduction(name: &str) -> Option<Reduction> {
    Some(match name {
        "sum" => Reduction::Sum,
        "prod" => Reduction::Prod,
        "min" | "amin" => Reduction::Min,
        "max" | "amax" => Reduction::Max,
        "mean" => Reduction::Mean,
        _ => return None,
    })
}

/// The dtype of a small array.
fn dtype_of_kind(kind: Kind) -> DType {
    if kind == Kind::Real { DType::F64 } else { DType::I64 }
}

/// The last part of a native's name, if it is one of NumPy's.
pub fn numpy_name(native: &str) -> Option<&str> {
    native.starts_with("_numpy").then(|| native.rsplit('.').next().unwrap_or(native))
}

impl Lower<'_> {
    /// The numbers of a type, as elements of an array.
    fn element_kind(&self, t: &Ty) -> Option<Kind> {
        match t {
            Ty::Int { .. } => Some(Kind::Int),
            Ty::Float { .. } => Some(Kind::Real),
            // A dtype of its own.
            t if short_dtype(t).is_some() => None,
            t => match np_kind(t) {
                Some(Kind::Int) => Some(Kind::Int),
                Some(Kind::Real) if !t.members().iter().any(Ty::is_int) => Some(Kind::Real),
                _ => None,
            },
        }
    }

    /// The kind of the array that is made of these numbers.
    fn kind_of_elements(&self, elements: &[V]) -> Option<Kind> {
        let kinds: Option<Vec<Kind>> = elements.iter().map(|v| self.element_kind(&self.ty(*v))).collect();
        let kinds = kinds.filter(|k| !k.is_empty() && k.len() <= MOST)?;
        Some(if kinds.contains(&Kind::Real) { Kind::Real } else { Kind::Int })
    }

    fn user(&self, (b, k): (u32, u32)) -> Option<&Inst> {
        self.func.blocks[b as usize].insts.get(k as usize)
    }

    /// `np.array` of this list or tuple display, and of nothing else.
    fn is_array_call(&self, i: &Inst) -> bool {
        matches!(&i.op, H::Call { kw } | H::CallMethod { kw, .. } if kw.is_empty())
            && i.args.len() == 2
            && self.native_name(i).is_some_and(|n| matches!(numpy_name(&n), Some("array" | "asarray")))
    }

    /// The display becomes an array that needs not be made, so neither need the list.
    pub fn is_small_display(&self, i: &Inst) -> bool {
        let r = i.results[0];
        self.mode == Mode::Fast
            && !self.wide
            && self.uses.get(&r).is_some_and(|us| match us[..] {
                [at] => self.user(at).is_some_and(|u| self.is_array_call(u) && self.vanishes(u.results[0], i.args.len())),
                _ => false,
            })
            && self.kind_of_elements(&i.args).is_some()
    }

    /// Nobody needs the array as an object.
    fn vanishes(&self, array: V, n: usize) -> bool {
        let Some(uses) = self.uses.get(&array) else { return false };
        uses.iter().all(|at| {
            let Some(u) = self.user(*at) else { return false };
            match &u.op {
                H::Call { kw } | H::CallMethod { kw, .. } if kw.is_empty() && u.args.len() == 2 && u.args[1] == array => match self.native_name(u) {
                    Some(name) => &*name == "builtins.len" || numpy_name(&name).and_then(reduction).is_some(),
                    None => false,
                },
                H::CallMethod { name, kw } => kw.is_empty() && u.args.len() == 1 && reduction(name).is_some(),
                H::GetItem => u.args[0] == array && self.literal(u.args[1]).is_some_and(|l| (-(n as i64)..n as i64).contains(&l)),
                H::Bin(BinOp::Add | BinOp::Sub | BinOp::Mul) => {
                    let fits = |v: &V| *v == array || self.element_kind(&self.ty(*v)).is_some();
                    u.args.iter().all(fits) && self.vanishes(u.results[0], n)
                }
                _ => false,
            }
        })
    }

    /// `np.array` of a display in parts; false: the array is made.
    pub fn small_array(&mut self, i: &Inst) -> bool {
        if self.mode != Mode::Fast || self.wide || !self.is_array_call(i) {
            return false;
        }
        let Val::Parts(_) = self.get(i.args[1]) else { return false };
        let Some((b, k)) = self.defs.get(&i.args[1]).copied() else { return false };
        let made = &self.func.blocks[b as usize].insts[k as usize];
        let Some(kind) = self.kind_of_elements(&made.args) else { return false };
        if !matches!(made.op, H::MakeList | H::MakeTuple) || !self.vanishes(i.results[0], made.args.len()) {
            return false;
        }
        let elements = made.args.iter().map(|v| self.small_element(*v, kind)).collect();
        self.vals.insert(i.results[0], Val::Small(Small { kind, elements }));
        true
    }

    fn small_element(&mut self, v: V, kind: Kind) -> Value {
        let own = self.element_kind(&self.ty(v)).expect("tested");
        let x = match own {
            Kind::Real => self.f64(v),
            _ => match self.np_index(v) {
                Some(x) => x,
                None => self.i64(v),
            },
        };
        if own == kind { x } else { self.op(Op::IToF, &[x], Rep::F64) }
    }

    fn small(&self, v: V) -> Option<Small> {
        match self.vals.get(&v) {
            Some(Val::Small(s)) if self.mode == Mode::Fast => Some(s.clone()),
            _ => None,
        }
    }

    /// A call on a small array; false: it is not one.
    pub fn small_call(&mut self, i: &Inst, name: &str, array: V) -> bool {
        let Some(s) = self.small(array) else { return false };
        if name == "builtins.len" {
            let n = self.iconst(s.elements.len() as i64);
            self.set(i.results[0], n, &pyaot_sema::types::NAT);
            return true;
        }
        let Some(what) = reduction(numpy_name(name).unwrap_or(name)) else { return false };
        let n = self.reduced(&s, what);
        self.set_np(i.results[0], n);
        true
    }

    /// `a[k]` of a small array.
    pub fn small_getitem(&mut self, i: &Inst) -> bool {
        let (Some(s), Some(l)) = (self.small(i.args[0]), self.literal(i.args[1])) else { return false };
        let k = if l < 0 { l + s.elements.len() as i64 } else { l };
        let x = s.elements[k as usize];
        self.set_np(i.results[0], Np { kind: s.kind, dtype: dtype_of_kind(s.kind), tag: Tag::Known(NUMPY), x, y: None });
        true
    }

    /// `a op b` of small arrays and numbers: as arrays compute, ints wrap.
    pub fn small_binary(&mut self, i: &Inst, op: BinOp) -> bool {
        let sides = [self.small(i.args[0]), self.small(i.args[1])];
        let Some(n) = sides.iter().flatten().map(|s| s.elements.len()).next() else { return false };
        let kinds: Vec<Kind> = (0..2).filter_map(|k| sides[k].as_ref().map(|s| s.kind).or_else(|| self.element_kind(&self.ty(i.args[k])))).collect();
        if kinds.len() < 2 || sides.iter().flatten().any(|s| s.elements.len() != n) {
            return false;
        }
        let kind = if kinds.contains(&Kind::Real) { Kind::Real } else { Kind::Int };
        let (op, rep) = match (op, kind) {
            (BinOp::Add, Kind::Real) => (Op::FAddO, Rep::F64),
            (BinOp::Sub, Kind::Real) => (Op::FSubO, Rep::F64),
            (BinOp::Mul, Kind::Real) => (Op::FMulO, Rep::F64),
            (BinOp::Add, _) => (Op::IAdd, Rep::I64),
            (BinOp::Sub, _) => (Op::ISub, Rep::I64),
            (BinOp::Mul, _) => (Op::IMul, Rep::I64),
            _ => return false,
        };
        let operands: Vec<Vec<Value>> = (0..2)
            .map(|k| match &sides[k] {
                Some(s) => s.elements.iter().map(|x| if s.kind == kind { *x } else { self.op(Op::IToF, &[*x], Rep::F64) }).collect(),
                None => vec![self.small_element(i.args[k], kind); n],
            })
            .collect();
        let elements = (0..n).map(|k| self.small_op(&op, [operands[0][k], operands[1][k]], rep)).collect();
        self.vals.insert(i.results[0], Val::Small(Small { kind, elements }));
        true
    }

    fn reduced(&mut self, s: &Small, what: Reduction) -> Np {
        let tag = Tag::Known(NUMPY);
        let x = match (what, s.kind) {
            (Reduction::Sum, Kind::Real) => self.float_sum(&s.elements),
            (Reduction::Sum, _) => self.folded(&s.elements, Op::IAdd, Rep::I64),
            (Reduction::Prod, Kind::Real) => self.folded(&s.elements, Op::FMulO, Rep::F64),
            (Reduction::Prod, _) => self.folded(&s.elements, Op::IMul, Rep::I64),
            (Reduction::Min, Kind::Int) => self.folded(&s.elements, Op::IMin, Rep::I64),
            (Reduction::Max, Kind::Int) => self.folded(&s.elements, Op::IMax, Rep::I64),
            (Reduction::Min | Reduction::Max, _) => {
                // NaN wins, then the last of equals.
                let c = if what == Reduction::Min { Cc::Lt } else { Cc::Gt };
                let mut best = s.elements[0];
                for x in &s.elements[1..] {
                    let better = self.op(Op::FCmp(c), &[best, *x], Rep::Bool);
                    let nan = self.op(Op::FCmp(Cc::Ne), &[best, best], Rep::Bool);
                    let stays = self.op(Op::BOr, &[better, nan], Rep::Bool);
                    best = self.op(Op::Select, &[stays, best, *x], Rep::F64);
                }
                best
            }
            (Reduction::Mean, _) => {
                let reals = match s.kind {
                    Kind::Real => s.elements.clone(),
                    _ => s.elements.iter().map(|x| self.op(Op::IToF, &[*x], Rep::F64)).collect(),
                };
                let sum = self.float_sum(&reals);
                let n = self.op(Op::FConst((reals.len() as f64).to_bits()), &[], Rep::F64);
                let x = self.op(Op::FDiv, &[sum, n], Rep::F64);
                return Np { kind: Kind::Real, dtype: DType::F64, tag, x, y: None };
            }
        };
        Np { kind: s.kind, dtype: dtype_of_kind(s.kind), tag, x, y: None }
    }

    fn folded(&mut self, xs: &[Value], op: Op, rep: Rep) -> Value {
        xs[1..].iter().fold(xs[0], |acc, x| self.small_op(&op, [acc, *x], rep))
    }

    /// Where there is something to warn of, the twin makes the array and computes with that.
    fn small_op(&mut self, op: &Op, args: [Value; 2], rep: Rep) -> Value {
        let exits = if op.plain_float().is_some() { vec![self.slow_exit()] } else { vec![] };
        self.inst_n(op.clone(), args.to_vec(), &[rep], exits)[0]
    }

    /// In NumPy's order (`pairwise_sum`), on top of 0.
    fn float_sum(&mut self, xs: &[Value]) -> Value {
        let add = |me: &mut Self, a, b| me.small_op(&Op::FAddO, [a, b], Rep::F64);
        let sum = if xs.len() < 8 {
            self.folded(xs, Op::FAddO, Rep::F64)
        } else {
            let mut r = xs[..8].to_vec();
            let whole = xs.len() / 8 * 8;
            for k in 8..whole {
                r[k % 8] = add(self, r[k % 8], xs[k]);
            }
            let pairs: Vec<Value> = (0..4).map(|k| add(self, r[2 * k], r[2 * k + 1])).collect();
            let (low, high) = (add(self, pairs[0], pairs[1]), add(self, pairs[2], pairs[3]));
            let sum = add(self, low, high);
            xs[whole..].iter().fold(sum, |acc, x| add(self, acc, *x))
        };
        let zero = self.op(Op::FConst(0), &[], Rep::F64);
        self.op(Op::FAdd, &[zero, sum], Rep::F64)
    }

    /// Makes the array after all.
    pub fn make_small(&mut self, s: &Small) -> Value {
        let words: Vec<Value> = s
            .elements
            .iter()
            .map(|x| {
                let t = if s.kind == Kind::Real { pyaot_sema::types::FLOAT } else { pyaot_sema::types::INT };
                self.boxed(*x, &t)
            })
            .collect();
        self.leaf_array(Leaf::array_of, &[], &words, Rep::Val)
    }
}
