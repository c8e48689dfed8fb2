//! Characters: `s[i]` and the elements of `for c in s` are code points in registers until somebody wants the string.

use pyaot_abi::{Leaf, layout};
use pyaot_ir::{Cc, Op, Region, Ty as Rep, Value};
use pyaot_sema::hir::{self, Constant, Inst, V};
use pyaot_sema::types::Ty;

use crate::ctx::{Lower, Mode, Val};

/// Tests of characters with a number in the runtime.
const TESTS: [&str; 8] = ["isalpha", "isalnum", "isdigit", "isdecimal", "isnumeric", "isspace", "isupper", "islower"];

/// Methods that map characters, as the runtime numbers them.
const CASES: [&str; 6] = ["lower", "upper", "capitalize", "title", "swapcase", "casefold"];

impl Lower<'_> {
    /// The list that `split` or `splitlines` makes is of no use but to be iterated over, once: the loop gets the pieces one
    /// by one, and the list is not made.
    pub fn in_pieces(&self, list: V) -> bool {
        let uses = |v: V| self.uses.get(&v).map_or(&[][..], |us| us).iter().map(|(b, k)| self.func.blocks[*b as usize].insts.get(*k as usize));
        let is_list = |v: V| matches!(self.inst.types[v.index()], Ty::List(_));
        let Some((b, k)) = self.defs.get(&list) else { return false };
        let made = &self.func.blocks[*b as usize].insts[*k as usize];
        let hir::Op::CallMethod { name, kw } = &made.op else { return false };
        let at = |v: V| self.t.ty_at(self.id, hir::B(*b), v);
        let fits = match (&**name, &made.args[1..]) {
            ("split" | "splitlines", []) => true,
            ("split", [sep]) => matches!(at(*sep), Ty::Str | Ty::None),
            _ => false,
        };
        if !fits || !kw.is_empty() || at(made.args[0]) != Ty::Str || !is_list(list) {
            return false;
        }
        // Nor may a loop around the iteration begin it anew.
        let again = |v: V| {
            let starts = self.uses.get(&v).into_iter().flatten().filter(|(c, j)| {
                let i = self.func.blocks[*c as usize].insts.get(*j as usize);
                i.is_some_and(|i| matches!(i.op, hir::Op::GetIter | hir::Op::IterInit))
            });
            starts.into_iter().any(|(c, _)| self.func.repeats_behind(*b, *c))
        };
        let mut first = uses(list);
        let (Some(Some(Inst { op: hir::Op::GetIter, results, .. })), None) = (first.next(), first.next()) else { return false };
        let stepped = |i: Option<&Inst>| i.is_some_and(|i| matches!(i.op, hir::Op::IterInit | hir::Op::IterNext | hir::Op::Keep));
        is_list(results[0]) && uses(results[0]).all(stepped) && !again(list) && !again(results[0])
    }

    /// The iterator over a list that is not made (see [`Lower::in_pieces`]).
    pub fn over_pieces(&self, iter: V) -> bool {
        let Some((b, k)) = self.defs.get(&iter) else { return false };
        let made = &self.func.blocks[*b as usize].insts[*k as usize];
        matches!(made.op, hir::Op::GetIter) && self.in_pieces(made.args[0])
    }

    /// Binds the character at `at`, which is in bounds.
    pub fn set_char_at(&mut self, out: V, s: Value, at: Value) {
        if self.mode == Mode::Slow || self.inst.types[out.index()] != Ty::Str {
            let c = self.leaf(Leaf::str_char, &[s, at], Rep::Obj);
            return self.set(out, c, &Ty::Str);
        }
        let kind = self.op(Op::LoadU8 { offset: layout::STR_KIND, region: Region::Const }, &[s], Rep::I64);
        let one = self.iconst(1);
        let narrow = self.icmp(Cc::Eq, kind, one);
        let (fast, wide, done) = (self.new_block(false), self.new_block(true), self.new_block(false));
        let code = self.f.add_param(done, Rep::I64);
        self.branch(narrow, fast, wide);
        self.cur = wide;
        let c = self.leaf(Leaf::str_code, &[s, at], Rep::I64);
        self.jump(done, &[c]);
        self.cur = fast;
        let base = self.op(Op::Cast, &[s], Rep::Ptr);
        let p = self.op(Op::PtrAdd, &[base, at], Rep::Ptr);
        let c = self.op(Op::LoadU8 { offset: layout::STR_DATA, region: Region::Const }, &[p], Rep::I64);
        self.jump(done, &[c]);
        self.cur = done;
        self.vals.insert(out, Val::Char(code));
    }

    /// The code point of an operand that is a character in a register.
    pub fn char_of(&mut self, v: V) -> Option<Value> {
        match self.vals.get(&v) {
            Some(Val::Char(c)) if self.mode != Mode::Slow => Some(*c),
            _ => None,
        }
    }

    /// The text of a literal string.
    pub fn str_literal(&self, v: V) -> Option<&str> {
        let (b, k) = *self.defs.get(&v)?;
        match &self.func.blocks[b as usize].insts[k as usize].op {
            hir::Op::Const(Constant::Str(s)) => std::str::from_utf8(&s.0).ok(),
            _ => None,
        }
    }

    fn char_literal(&self, v: V) -> Option<i64> {
        let mut chars = self.str_literal(v)?.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => Some(c as i64),
            _ => None,
        }
    }

    /// The code point of a character in a register or of a literal.
    fn code(&mut self, v: V) -> Option<Value> {
        match (self.char_of(v), self.char_literal(v)) {
            (Some(c), _) => Some(c),
            (None, Some(c)) => Some(self.iconst(c)),
            (None, None) => None,
        }
    }

    /// A comparison of strings where both are characters, or one is a literal character.
    pub fn char_compare(&mut self, i: &Inst, c: Cc) -> Option<Value> {
        let (a, b) = (i.args[0], i.args[1]);
        if (self.char_of(a).is_some() || self.char_of(b).is_some())
            && let (Some(x), Some(y)) = (self.code(a), self.code(b))
        {
            return Some(self.icmp(c, x, y));
        }
        if !matches!(c, Cc::Eq | Cc::Ne) {
            return None;
        }
        let (s, code) = match (self.char_literal(a), self.char_literal(b)) {
            (_, Some(code)) => (a, code),
            (Some(code), _) => (b, code),
            _ => return None,
        };
        if code > 0xff {
            return None;
        }
        // One character, in one byte, that one.
        let s = self.typed(s).0;
        let len = self.op(Op::Load { ty: Rep::I64, offset: layout::STR_LEN, region: Region::Const }, &[s], Rep::I64);
        let one = self.iconst(1);
        let single = self.icmp(Cc::Eq, len, one);
        let (look, done) = (self.new_block(false), self.new_block(false));
        let p = self.f.add_param(done, Rep::Bool);
        let no = self.op(Op::BConst(false), &[], Rep::Bool);
        self.term(pyaot_ir::Term::Branch {
            cond: single,
            then: pyaot_ir::Target { block: look, args: vec![] },
            els: pyaot_ir::Target { block: done, args: vec![no] },
        });
        self.cur = look;
        let kind = self.op(Op::LoadU8 { offset: layout::STR_KIND, region: Region::Const }, &[s], Rep::I64);
        let byte = self.op(Op::LoadU8 { offset: layout::STR_DATA, region: Region::Const }, &[s], Rep::I64);
        let want = self.iconst(code);
        let (narrow, same) = (self.icmp(Cc::Eq, kind, one), self.icmp(Cc::Eq, byte, want));
        let r = self.op(Op::BAnd, &[narrow, same], Rep::Bool);
        self.jump(done, &[r]);
        self.cur = done;
        Some(if c == Cc::Ne { self.op(Op::BNot, &[p], Rep::Bool) } else { p })
    }

    /// `c in text` of a character in a register.
    pub fn char_in(&mut self, c: Value, text: V) -> Value {
        let literal = self.str_literal(text).filter(|t| t.is_ascii()).map(|t| t.as_bytes().to_vec());
        let Some(set) = literal else {
            let s = self.typed(text).0;
            return self.leaf(Leaf::char_in, &[s, c], Rep::Bool);
        };
        if set.len() <= 3 {
            let mut any = self.op(Op::BConst(false), &[], Rep::Bool);
            for b in set {
                let k = self.iconst(b.into());
                let hit = self.icmp(Cc::Eq, c, k);
                any = self.op(Op::BOr, &[any, hit], Rep::Bool);
            }
            return any;
        }
        // A bit per ASCII character in two words.
        let mut bits = [0u64; 2];
        for b in set {
            bits[usize::from(b >> 6)] |= 1 << (b & 63);
        }
        let (c64, c63, c128, one) = (self.iconst(64), self.iconst(63), self.iconst(128), self.iconst(1));
        let (low, high) = (self.iconst(bits[0] as i64), self.iconst(bits[1] as i64));
        let first = self.op(Op::ULt, &[c, c64], Rep::Bool);
        let word = self.op(Op::Select, &[first, low, high], Rep::I64);
        let at = self.op(Op::IAnd, &[c, c63], Rep::I64);
        let shifted = self.op(Op::UShr, &[word, at], Rep::I64);
        let bit = self.op(Op::IAnd, &[shifted, one], Rep::I64);
        let (hit, ascii) = (self.icmp(Cc::Eq, bit, one), self.op(Op::ULt, &[c, c128], Rep::Bool));
        self.op(Op::BAnd, &[hit, ascii], Rep::Bool)
    }

    /// Methods of strings with a form of their own.
    pub fn str_method(&mut self, i: &Inst, name: &str) -> bool {
        let out = i.results[0];
        let args = &i.args[1..];
        let types: Vec<Ty> = args.iter().map(|v| self.ty(*v)).collect();
        match (name, &types[..]) {
            (_, []) if TESTS.contains(&name) => {
                let k = TESTS.iter().position(|t| *t == name).expect("it is one of them");
                let k = self.iconst(k as i64);
                let r = match self.char_of(i.args[0]) {
                    Some(c) => self.leaf(Leaf::char_is, &[c, k], Rep::Bool),
                    None => {
                        let s = self.typed(i.args[0]).0;
                        self.leaf(Leaf::str_is, &[s, k], Rep::Bool)
                    }
                };
                self.set(out, r, &Ty::Bool);
            }
            (_, []) if CASES.contains(&name) => {
                let s = self.typed(i.args[0]).0;
                let k = CASES.iter().position(|c| *c == name).expect("it is one of them");
                let k = self.iconst(k as i64);
                let r = self.leaf(Leaf::str_case, &[s, k], Rep::Obj);
                self.set(out, r, &Ty::Str);
            }
            ("strip" | "lstrip" | "rstrip", [] | [Ty::Str | Ty::None]) => {
                let s = self.word(i.args[0]);
                let set = if args.is_empty() { self.none() } else { self.word(args[0]) };
                let sides = self.iconst(match name {
                    "lstrip" => 1,
                    "rstrip" => 2,
                    _ => 3,
                });
                let r = self.leaf(Leaf::str_strip, &[s, set, sides], Rep::Obj);
                self.set(out, r, &Ty::Str);
            }
            ("split", [] | [Ty::Str | Ty::None]) | ("splitlines", []) if self.in_pieces(out) => {
                let s = self.word(i.args[0]);
                let sep = if args.is_empty() { self.none() } else { self.word(args[0]) };
                let lines = self.iconst(i64::from(name == "splitlines"));
                let r = self.leaf_raises(Leaf::str_pieces, &[s, sep, lines], Rep::Obj);
                let own = self.inst.types[out.index()].clone();
                self.set(out, r, &own);
            }
            ("split", [] | [Ty::Str | Ty::None]) => {
                let s = self.word(i.args[0]);
                let sep = if args.is_empty() { self.none() } else { self.word(args[0]) };
                let r = self.leaf_raises(Leaf::str_split, &[s, sep], Rep::Obj);
                let own = self.inst.types[out.index()].clone();
                self.set(out, r, &own);
            }
            ("find", [Ty::Str]) => {
                let (s, sub, zero) = (self.typed(i.args[0]).0, self.typed(args[0]).0, self.iconst(0));
                let r = self.leaf(Leaf::str_find, &[s, sub, zero], Rep::I64);
                self.set_i64(out, r);
            }
            ("find", [Ty::Str, Ty::Int { .. }]) if self.mode == Mode::Fast => {
                let (s, sub, at) = (self.typed(i.args[0]).0, self.typed(args[0]).0, self.typed(args[1]).0);
                let r = self.leaf(Leaf::str_find, &[s, sub, at], Rep::I64);
                self.set_i64(out, r);
            }
            ("rfind" | "count", [Ty::Str]) => {
                let (s, sub) = (self.typed(i.args[0]).0, self.typed(args[0]).0);
                let leaf = if name == "count" { Leaf::str_count } else { Leaf::str_rfind };
                let r = self.leaf(leaf, &[s, sub], Rep::I64);
                self.set_i64(out, r);
            }
            ("replace", [Ty::Str, Ty::Str]) => {
                let (s, old, new) = (self.typed(i.args[0]).0, self.typed(args[0]).0, self.typed(args[1]).0);
                let r = self.leaf_raises(Leaf::str_replace, &[s, old, new], Rep::Obj);
                self.set(out, r, &Ty::Str);
            }
            ("join", [Ty::List(e)]) if self.t.sites.elem(*e) == Ty::Str => {
                let (s, list) = (self.typed(i.args[0]).0, self.typed(args[0]).0);
                let r = self.leaf_raises(Leaf::str_join_list, &[s, list], Rep::Obj);
                self.set(out, r, &Ty::Str);
            }
            ("startswith", [Ty::Str]) => {
                let (s, p) = (self.typed(i.args[0]).0, self.typed(args[0]).0);
                let zero = self.iconst(0);
                let r = self.leaf(Leaf::str_starts, &[s, p, zero], Rep::Bool);
                self.set(out, r, &Ty::Bool);
            }
            ("startswith", [Ty::Str, Ty::Int { .. }]) if self.mode == Mode::Fast => {
                let (s, p, at) = (self.typed(i.args[0]).0, self.typed(args[0]).0, self.typed(args[1]).0);
                let r = self.leaf(Leaf::str_starts, &[s, p, at], Rep::Bool);
                self.set(out, r, &Ty::Bool);
            }
            ("format", _) => return self.brace_format(i),
            ("endswith", [Ty::Str]) => {
                let (s, p) = (self.typed(i.args[0]).0, self.typed(args[0]).0);
                let r = self.leaf(Leaf::str_ends, &[s, p], Rep::Bool);
                self.set(out, r, &Ty::Bool);
            }
            _ => return false,
        }
        true
    }

    /// The bounds of `a[i:j]` as machine ints, where the slice object was not made, and the step if there is one.
    pub fn slice_bounds(&mut self, v: V) -> Option<(Value, Value, Option<Value>)> {
        let Some(Val::Slice([start, stop], step)) = self.vals.get(&v).cloned() else { return None };
        let (first, end) = if step.is_some_and(|k| k < 0) { (i64::MAX, i64::MIN) } else { (0, i64::MAX) };
        let start = start.unwrap_or_else(|| self.iconst(first));
        let stop = stop.unwrap_or_else(|| self.iconst(end));
        Some((start, stop, step.map(|k| self.iconst(k))))
    }

    /// [`Lower::make_slice`] does not make it.
    pub fn is_plain_slice(&self, i: &Inst) -> bool {
        let bound = |v: &V| self.ty(*v).is_int() || self.ty(*v) == Ty::None;
        let step = self.literal(i.args[2]).filter(|k| *k != 0 && k.abs() < 1 << 31);
        self.mode == Mode::Fast
            && i.args[..2].iter().all(bound)
            && (self.ty(i.args[2]) == Ty::None || step.is_some())
            && self.inst.types[i.results[0].index()] == Ty::Slice
    }

    /// A slice with bounds in registers and without a step, or with a literal one, is not made before somebody wants the
    /// object.
    pub fn make_slice(&mut self, i: &Inst) {
        let out = i.results[0];
        if self.is_plain_slice(i) {
            let step = self.literal(i.args[2]);
            let mut parts = [None, None];
            for (k, part) in parts.iter_mut().enumerate() {
                if self.ty(i.args[k]).is_int() {
                    *part = Some(self.typed(i.args[k]).0);
                }
            }
            self.vals.insert(out, Val::Slice(parts, step));
            return;
        }
        let w = self.words(&i.args);
        let r = self.leaf(Leaf::slice_new, &w, Rep::Obj);
        self.set(out, r, &Ty::Slice);
    }
}
