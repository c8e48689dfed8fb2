//! Generators that delegate to others of their own function: trees walked by `yield from walk(child)`.
//!
//! ```text
//! next(root):  root -> left -> left -> leaf      each is suspended in `yield from` the one behind it
//! ```
//!
//! Resumed one by one, every element would pass through all of them. Each has the address of the one that it delegates to, so
//! `next` goes down to the innermost and resumes that alone; what it yields is what the outermost yields. When it ends, the
//! one in front of it goes on; what it raises is raised there.

use pyaot_abi::{Leaf, layout};
use pyaot_ir::{Block, Cc, Exit, ExitKind, Op, Region, Target, Term, Ty as Rep, Value};
use pyaot_sema::hir::{self, B};
use pyaot_sema::types::Ty;

use crate::ctx::Lower;
use crate::world::Piece;

/// Links that are followed at once. Longer chains use up the stack, as any deep recursion.
const LINKS: i64 = 1000;

/// Flags of a generator that runs, and of one that is to raise the pending exception first.
const RUNNING: i64 = 1;
const THROWN: i64 = 3;

fn exit(kind: ExitKind, block: Block) -> Exit {
    Exit { kind, target: Target { block, args: vec![] } }
}

impl Lower<'_> {
    /// The generator may delegate to one of its own kind.
    pub fn is_recursive(&self) -> bool {
        let func = self.func;
        func.blocks.iter().enumerate().any(|(b, block)| {
            let to_itself = |i: &hir::Inst| matches!(i.op, hir::Op::YieldFromNext) && self.t.ty_at(self.id, B(b as u32), i.args[0]) == Ty::Gen(self.id);
            block.insts.iter().any(to_itself)
        })
    }

    /// What the generator at hand delegates to.
    pub fn set_inner(&mut self, inner: Option<Value>) {
        if !self.is_recursive() {
            return;
        }
        let g = self.env.expect("a generator has its object");
        let p = match inner {
            Some(inner) => self.op(Op::Cast, &[inner], Rep::Ptr),
            None => self.zero(Rep::Ptr),
        };
        self.op0(Op::Store { offset: layout::GEN_INNER, region: Region::Gen }, &[g, p]);
    }

    fn inner(&mut self, p: Value, ty: Rep) -> Value {
        self.op(Op::Load { ty, offset: layout::GEN_INNER, region: Region::Gen }, &[p], ty)
    }

    fn flags(&mut self, g: Value, flags: i64) {
        let n = self.iconst(flags);
        self.op0(Op::Store { offset: layout::GEN_FLAGS, region: Region::Gen }, &[g, n]);
    }

    /// The function `next` of a recursive generator, see the module's comment.
    pub fn next_in_chain(&mut self, rep: Rep) {
        let entry = self.new_block(false);
        self.cur = entry;
        let g = self.f.add_param(entry, Rep::Obj);
        let [go, down, deeper, ended, up, search, step, on, found, below] = std::array::from_fn(|_| self.new_block(false));
        let [raised, failed, top_failed, busy, lost] = std::array::from_fn(|_| self.new_block(true));
        let (cur, flags) = (self.f.add_param(go, Rep::Obj), self.f.add_param(go, Rep::I64));
        let (front, n) = (self.f.add_param(down, Rep::Ptr), self.f.add_param(down, Rep::I64));

        let (top, null) = (self.op(Op::Cast, &[g], Rep::Ptr), self.zero(Rep::Ptr));
        let (running, thrown, zero) = (self.iconst(RUNNING), self.iconst(THROWN), self.iconst(0));
        let first = self.inner(g, Rep::Ptr);
        let alone = self.op(Op::Same, &[first, null], Rep::Bool);
        // What was sent goes from one to the next.
        let sent = self.op(Op::Load { ty: Rep::I64, offset: layout::GEN_SENT, region: Region::Gen }, &[g], Rep::I64);
        let with_value = self.icmp(Cc::Ne, sent, zero);
        let alone = self.op(Op::BOr, &[alone, with_value], Rep::Bool);
        self.term(Term::Branch { cond: alone, then: Target { block: go, args: vec![g, running] }, els: Target { block: down, args: vec![top, zero] } });

        // `front` has one behind it.
        self.cur = down;
        let behind = self.inner(front, Rep::Ptr);
        let next = self.inner(behind, Rep::Ptr);
        let last = self.op(Op::Same, &[next, null], Rep::Bool);
        self.branch(last, below, deeper);
        self.cur = deeper;
        let (one, limit) = (self.iconst(1), self.iconst(LINKS));
        let more = self.op(Op::IAdd, &[n, one], Rep::I64);
        let near = self.icmp(Cc::Lt, more, limit);
        // Too long a chain: the outermost goes on by itself.
        self.term(Term::Branch { cond: near, then: Target { block: down, args: vec![behind, more] }, els: Target { block: go, args: vec![g, running] } });
        self.cur = below;
        let innermost = self.inner(front, Rep::Obj);
        self.jump(go, &[innermost, running]);

        self.cur = go;
        let at = self.op(Op::Load { ty: Rep::I64, offset: layout::GEN_FLAGS, region: Region::Gen }, &[cur], Rep::I64);
        let free = self.icmp(Cc::Eq, at, zero);
        self.require(free, busy);
        self.op0(Op::Store { offset: layout::GEN_FLAGS, region: Region::Gen }, &[cur, flags]);
        let mut exits = vec![exit(ExitKind::Raise, raised), exit(ExitKind::End, ended)];
        let hot = self.cur;
        if self.t.instance(self.id).yields.is_int() {
            let big = self.new_block(true);
            let p = self.f.add_param(big, Rep::Val);
            self.cur = big;
            self.flags(cur, 0);
            self.term(Term::ReturnBig(p));
            exits.push(exit(ExitKind::Big, big));
        }
        self.cur = hot;
        let body = self.w.id(Piece::Generator(self.id));
        let r = self.inst_n(Op::Call(body), vec![cur], &[rep], exits)[0];
        self.flags(cur, 0);
        self.term(Term::Return(Some(r)));

        // It is running: the runtime raises ValueError.
        self.cur = busy;
        let w = self.op(Op::Cast, &[cur], Rep::Val);
        self.inst_n(Op::Leaf(Leaf::next), vec![w], &[Rep::Val], vec![exit(ExitKind::Raise, lost), exit(ExitKind::End, lost)]);
        self.term(Term::Unreachable);
        self.cur = lost;
        self.term(Term::ReturnRaise);

        self.cur = ended;
        self.flags(cur, 0);
        let outermost = self.op(Op::Same, &[cur, g], Rep::Bool);
        let end = self.new_block(false);
        let again = self.f.add_param(up, Rep::I64);
        self.term(Term::Branch { cond: outermost, then: Target { block: end, args: vec![] }, els: Target { block: up, args: vec![running] } });
        self.cur = end;
        self.term(Term::Return(None));

        self.cur = raised;
        let w = self.op(Op::Cast, &[cur], Rep::Val);
        self.op0(Op::Leaf(Leaf::gen_failed), &[w]);
        let outermost = self.op(Op::Same, &[cur, g], Rep::Bool);
        self.branch(outermost, top_failed, failed);
        self.cur = top_failed;
        self.term(Term::ReturnRaise);
        self.cur = failed;
        self.jump(up, &[thrown]);

        // The one in front of it.
        self.cur = up;
        let (before, p) = (self.f.add_param(search, Rep::Ptr), self.f.add_param(search, Rep::Ptr));
        let this = self.op(Op::Cast, &[cur], Rep::Ptr);
        self.jump(search, &[top, top]);
        self.cur = search;
        let x = self.inner(p, Rep::Ptr);
        let hit = self.op(Op::Same, &[x, this], Rep::Bool);
        self.branch(hit, found, step);
        self.cur = step;
        let over = self.op(Op::Same, &[x, null], Rep::Bool);
        // Somebody else has changed the chain: the outermost sees to what is left of it.
        self.term(Term::Branch { cond: over, then: Target { block: go, args: vec![g, again] }, els: Target { block: search, args: vec![p, x] } });
        self.cur = found;
        let outermost = self.op(Op::Same, &[p, top], Rep::Bool);
        self.term(Term::Branch { cond: outermost, then: Target { block: go, args: vec![g, again] }, els: Target { block: on, args: vec![] } });
        self.cur = on;
        let front = self.inner(before, Rep::Obj);
        self.jump(go, &[front, again]);
    }
}
