//! `(a * b + c) % m` and `(a * b + c) & mask`: the product may be large while the result is not, so none of it leaves the
//! fast body, and the twin makes no intermediate objects.
//!
//! The multiplication and the addition are put off until the last operation. That is allowed only where nothing stands
//! between them at which the fast body could hand over: constants.

use pyaot_abi::Leaf;
use pyaot_ir::{Exit, ExitKind, Op, Target, Ty as Rep, Value};
use pyaot_sema::hir::{self, BinOp, Constant, Inst, V};
use pyaot_sema::types::{INT, NAT, Ty};

use crate::arith::binop_code;
use crate::ctx::{Lower, Mode};
use crate::sizes::operator;

/// The operands of a chain, and the place of its first instruction.
pub struct Chain {
    first: u32,
    pub a: V,
    pub b: V,
    pub c: Option<V>,
    pub m: V,
    pub op: BinOp,
    /// A constant among the operands is a big int.
    big: bool,
}

impl Lower<'_> {
    fn hir_at(&self, at: (u32, u32)) -> Option<&Inst> {
        self.func.blocks[at.0 as usize].insts.get(at.1 as usize)
    }

    /// The only use of a value, behind its definition in the same block.
    fn only_use(&self, v: V) -> Option<(u32, u32)> {
        let d = self.defs.get(&v)?;
        match &self.uses.get(&v)?[..] {
            [u] if u.0 == d.0 && u.1 > d.1 => Some(*u),
            _ => None,
        }
    }

    /// The chain that ends with the instruction at `at`.
    fn chain_ending(&self, at: (u32, u32)) -> Option<Chain> {
        let end = self.hir_at(at)?;
        let op = operator(end).filter(|op| matches!(op, BinOp::Mod | BinOp::BitAnd))?;
        let int = |v: V| matches!(self.inst.types[v.index()], Ty::Int { .. });
        let part = |v: V| -> Option<(u32, &Inst)> {
            self.only_use(v)?;
            let d = *self.defs.get(&v)?;
            (d.0 == at.0 && int(v)).then(|| self.hir_at(d).map(|i| (d.1, i)))?
        };
        let (mut k, mut i) = part(end.args[0])?;
        let mut c = None;
        if operator(i) == Some(BinOp::Add) {
            let product = |v: V| part(v).filter(|(_, i)| operator(i) == Some(BinOp::Mul));
            let (x, y) = (i.args[0], i.args[1]);
            let ((at, mul), other) = match (product(x), product(y)) {
                (Some(p), _) => (p, y),
                (None, Some(p)) => (p, x),
                (None, None) => return None,
            };
            (k, i, c) = (at, mul, Some(other));
        }
        if operator(i) != Some(BinOp::Mul) || self.sizes.low.contains(&i.results[0]) {
            return None;
        }
        let chain = Chain { first: k, a: i.args[0], b: i.args[1], c, m: end.args[1], op, big: false };
        let operands = [Some(chain.a), Some(chain.b), chain.c, Some(chain.m)];
        let inner = [i.results[0], end.args[0]];
        if !operands.into_iter().flatten().all(|v| int(v) && !inner.contains(&v)) || !int(end.results[0]) {
            return None;
        }
        // Only these operations and constants in between.
        let mut big = false;
        for j in k..at.1 {
            let i = self.hir_at((at.0, j))?;
            match &i.op {
                hir::Op::Const(c) => big |= matches!(c, Constant::BigInt(_)),
                _ if i.results.len() == 1 && (j == k || i.results[0] == end.args[0]) => {}
                _ => return None,
            }
        }
        let fits = match (op, self.literal(chain.m)) {
            (BinOp::BitAnd, Some(mask)) => mask >= 0,
            (BinOp::BitAnd, None) => big && self.known(chain.m).is_none_or(|m| m >= 0),
            (_, Some(m)) => m > 0,
            (_, None) => true,
        };
        fits.then_some(Chain { big, ..chain })
    }

    /// The instruction at hand is part of a chain, but not its end: it is put off.
    pub fn put_off(&mut self, i: &Inst) -> bool {
        let Some(op) = operator(i).filter(|op| matches!(op, BinOp::Mul | BinOp::Add)) else { return false };
        let mut end = self.only_use(i.results[0]);
        if let (BinOp::Mul, Some(at)) = (op, end)
            && let Some(add) = self.hir_at(at).filter(|i| operator(i) == Some(BinOp::Add))
        {
            end = self.only_use(add.results[0]);
        }
        let Some(chain) = end.and_then(|at| self.chain_ending(at)) else { return false };
        // Other operands of the chain are computed as usual.
        let is_sum = end.and_then(|at| self.hir_at(at)).is_some_and(|e| e.args[0] == i.results[0]);
        if if op == BinOp::Add { chain.c.is_none() || !is_sum } else { self.at.1 != chain.first } {
            return false;
        }
        if chain.big && op == BinOp::Mul && self.mode == Mode::Fast && !self.wide {
            // Ints of this function do not fit: on in the twin.
            let block = self.slow_block();
            self.jump(block, &[]);
            self.dead = true;
        }
        true
    }

    /// The end of a chain.
    pub fn fused(&mut self, i: &Inst) -> bool {
        let Some(chain) = self.chain_ending(self.at) else { return false };
        let out = i.results[0];
        if self.mode != Mode::Fast {
            let (a, b, m) = (self.word(chain.a), self.word(chain.b), self.word(chain.m));
            let c = match chain.c {
                Some(c) => self.word(c),
                None => {
                    let zero = self.iconst(0);
                    self.op(Op::TagSmall, &[zero], Rep::Val)
                }
            };
            let code = self.iconst(binop_code(chain.op));
            let r = self.leaf_raises(Leaf::int_muladd, &[code, a, b, c, m], Rep::Val);
            self.set(out, r, &INT);
            return true;
        }
        if self.wide && self.wide_fused(i, &chain) {
            return true;
        }
        let lit = self.literal(chain.m);
        let (a, b, m) = (self.typed(chain.a).0, self.typed(chain.b).0, self.typed(chain.m).0);
        let c = chain.c.map(|c| self.typed(c).0);
        let mask = match (chain.op, lit) {
            (BinOp::BitAnd, mask) => mask,
            (_, Some(m)) if m & (m - 1) == 0 => Some(m - 1),
            _ => None,
        };
        if let Some(mask) = mask {
            // The low bits of the sum do not depend on the others.
            let mut sum = self.op(Op::IMul, &[a, b], Rep::I64);
            if let Some(c) = c {
                sum = self.op(Op::IAdd, &[sum, c], Rep::I64);
            }
            let mask = self.iconst(mask);
            let r = self.op(Op::IAnd, &[sum, mask], Rep::I64);
            self.set(out, r, &NAT);
            return true;
        }
        let types = (self.ty(chain.a), self.ty(chain.b), chain.c.map(|c| self.ty(c)), self.ty(chain.m));
        let nat = |t: &Ty| matches!(t, Ty::Int { nonneg: true });
        let sum_ty = if nat(&types.0) && nat(&types.1) && types.2.as_ref().is_none_or(nat) { NAT } else { INT };
        // Most products fit; the others go through 128 bits.
        let (wide, join) = (self.new_block(true), self.new_block(false));
        let p = self.f.add_param(join, Rep::I64);
        let exit = || Exit { kind: ExitKind::Slow, target: Target { block: wide, args: vec![] } };
        let zero = self.checked_divisor(BinOp::Mod, m, lit);
        let mut sum = self.inst_n(Op::IMulO, vec![a, b], &[Rep::I64], vec![exit()])[0];
        if let Some(c) = c {
            sum = self.inst_n(Op::IAddO, vec![sum, c], &[Rep::I64], vec![exit()])[0];
        }
        let positive = lit.is_some() || nat(&types.3);
        let r = if positive {
            self.op(if nat(&sum_ty) { Op::URem } else { Op::IFloorMod }, &[sum, m], Rep::I64)
        } else {
            self.op(Op::MulMod, &[a, b, c.unwrap_or(zero), m], Rep::I64)
        };
        self.jump(join, &[r]);
        self.cur = wide;
        let r: Value = self.op(Op::MulMod, &[a, b, c.unwrap_or(zero), m], Rep::I64);
        self.jump(join, &[r]);
        self.cur = join;
        self.set(out, p, &INT);
        true
    }
}
