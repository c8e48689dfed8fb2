//! Remainders of numbers that are one step outside of the range at most, as on a ring: no division is needed.
//!
//! ```text
//! v2 = ULt v1, n; branch v2 b1() b2()
//! b1(): v4 = IAdd v1, 1; v5 = IFloorMod v4, n   =>   b1(): v4 = IAdd v1, 1; v6 = ICmp(Eq) v4, n; v5 = Select v6, 0, v4
//! ```
//! Likewise `(i - 1) % n`, and `(i + k) % n` of two such numbers.

use pyaot_ir::{Cc, Function, Inst, Op, Ty, Value};

use super::Ranges;
use crate::passes::simplify::Def;

/// What the dividend is. The divisor is larger than zero.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Form {
    /// 1 to the divisor itself.
    Next,
    /// -1 and more, less than the divisor.
    Before,
    /// Less than twice the divisor.
    Sum,
}

/// Minima of minima that are looked through.
const DEPTH: u32 = 4;

impl Ranges<'_> {
    /// `0 <= a < b` holds here.
    pub(super) fn is_below(&mut self, a: Value, b: Value) {
        self.is_below_all(a, b, DEPTH);
    }

    fn is_below_all(&mut self, a: Value, b: Value, depth: u32) {
        self.below.push((a, b));
        match self.defs[b.index()].clone() {
            Some(Def { op: Op::IMin, args: [x, y] }) if depth > 0 => {
                self.is_below_all(a, x, depth - 1);
                self.is_below_all(a, y, depth - 1);
            }
            Some(Def { op: Op::IMax, args: [x, y] }) if depth > 0 => {
                // What is not negative is not less than what is not positive.
                if self.get(y).hi <= 0 {
                    self.is_below_all(a, x, depth - 1);
                }
                if self.get(x).hi <= 0 {
                    self.is_below_all(a, y, depth - 1);
                }
            }
            _ => {}
        }
    }

    /// `0 <= a < b` is known: of the numbers themselves, or of those that `a` and `b` are so much more than.
    pub(super) fn is_less(&self, a: Value, b: Value) -> bool {
        if self.below.contains(&(a, b)) {
            return true;
        }
        let constant = |v: Value| match self.defs[v.index()] {
            Some(Def { op: Op::IConst(c), .. }) => Some(c),
            _ => None,
        };
        let more = |v: Value| match &self.defs[v.index()] {
            Some(Def { op: Op::IAdd | Op::IAddO, args: [x, c] }) => constant(*c).map(|c| (*x, c)),
            _ => None,
        };
        // What is larger has not come round the end of the ints.
        matches!((more(a), more(b)), (Some((x, c)), Some((y, d))) if c >= 0 && c <= d && self.below.contains(&(x, y)) && self.get(b).lo >= d)
    }

    /// The remainder is one of these, or the dividend itself.
    pub(super) fn remainder(&mut self, i: &mut Inst, r: Value) -> bool {
        let [s, n] = i.args[..] else { return false };
        let below = |v: Value| self.below.contains(&(v, n));
        if below(s) {
            // The passes behind find it.
            (i.op, i.args) = (Op::IMax, vec![s, s]);
            return true;
        }
        let Some(Def { op, args: [x, y] }) = self.defs[s.index()].clone() else { return false };
        let constant = |v: Value| match self.defs[v.index()] {
            Some(Def { op: Op::IConst(c), .. }) => Some(c),
            _ => None,
        };
        let form = match op {
            Op::IAdd | Op::IAddO => match (constant(x), constant(y)) {
                (_, Some(1)) if below(x) => Form::Next,
                (Some(1), _) if below(y) => Form::Next,
                (_, Some(-1)) if below(x) => Form::Before,
                (Some(-1), _) if below(y) => Form::Before,
                _ if below(x) && below(y) && (op == Op::IAddO || self.get(x).hi.checked_add(self.get(y).hi).is_some()) => Form::Sum,
                _ => return false,
            },
            Op::ISub | Op::ISubO if constant(y) == Some(1) && below(x) => Form::Before,
            _ => return false,
        };
        self.remainders.push((r, form));
        true
    }
}

pub(super) fn rewrite(f: &mut Function, found: &[(Value, Form)]) {
    if found.is_empty() {
        return;
    }
    for b in 0..f.blocks.len() {
        let is_found = |i: &Inst| matches!(i.results[..], [r] if matches!(i.op, Op::IFloorMod | Op::URem) && found.iter().any(|(v, _)| *v == r));
        if !f.blocks[b].insts.iter().any(is_found) {
            continue;
        }
        let mut insts = vec![];
        for i in std::mem::take(&mut f.blocks[b].insts) {
            if !is_found(&i) {
                insts.push(i);
                continue;
            }
            let (s, n, r) = (i.args[0], i.args[1], i.results[0]);
            let form = found.iter().find(|(v, _)| *v == r).map_or(Form::Sum, |(_, form)| *form);
            let mut put = |op: Op, args: &[Value], result: Option<Value>, ty: Ty| {
                let v = result.unwrap_or_else(|| f.new_value(ty));
                insts.push(Inst { op, args: args.to_vec(), results: vec![v], exits: vec![], line: i.line, frame: i.frame });
                v
            };
            match form {
                Form::Next => {
                    let zero = put(Op::IConst(0), &[], None, Ty::I64);
                    let end = put(Op::ICmp(Cc::Eq), &[s, n], None, Ty::Bool);
                    put(Op::Select, &[end, zero, s], Some(r), Ty::I64);
                }
                Form::Before => {
                    let zero = put(Op::IConst(0), &[], None, Ty::I64);
                    let outside = put(Op::ICmp(Cc::Lt), &[s, zero], None, Ty::Bool);
                    let wrapped = put(Op::IAdd, &[s, n], None, Ty::I64);
                    put(Op::Select, &[outside, wrapped, s], Some(r), Ty::I64);
                }
                Form::Sum => {
                    let inside = put(Op::ICmp(Cc::Lt), &[s, n], None, Ty::Bool);
                    let wrapped = put(Op::ISub, &[s, n], None, Ty::I64);
                    put(Op::Select, &[inside, s, wrapped], Some(r), Ty::I64);
                }
            }
        }
        f.blocks[b].insts = insts;
    }
}
