//! State of the lowering of one function instance, and the representations of values.

use std::rc::Rc;

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use pyaot_abi::Leaf;
use pyaot_ir::{self as ir, Block, Const, ConstId, Exit, ExitKind, Inst, Op, Region, Target, Term, Ty as Rep, Value};
use pyaot_sema::hir::{self, B, V};
use pyaot_sema::infer::{Instance, Typed};
use pyaot_sema::types::{InstanceId, Ty};

use crate::handover::{Handover, Point};
use crate::liveness::Liveness;
use crate::number::Num;
use crate::numpy::Np;
use crate::sizes::{Sizes, Width};
use crate::row::Row;
use crate::small::Small;
use crate::tree::Tree;
use crate::words::{self, Storing};
use crate::world::World;

/// How ints and values are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Ints are raw `i64`; what does not fit leaves to the slow twin. Values are SSA.
    Fast,
    /// The slow twin: ints are tagged values, every HIR value has a word in the frame array `buf`, so that the fast body
    /// can hand over anywhere.
    Slow,
    /// Stubs: ints are tagged values, values are SSA.
    Tagged,
}

/// An SSA value with its type, which says how it is represented.
#[derive(Debug, Clone, PartialEq)]
pub enum Val {
    One(Value, Ty),
    /// A tuple that is never made, or the operand of a list's `+` that needs not be: its parts.
    Parts(Vec<Val>),
    /// A range that is never made: start, step, length.
    Range { start: Value, step: Value, len: Value, unit: bool },
    /// A string of one character that is not looked up: its code point.
    Char(Value),
    /// A slice object that is not made: start and stop, if given; a step that is a literal.
    Slice([Option<Value>; 2], Option<i64>),
    /// An int or a float.
    Num(Num),
    /// A number that may be NumPy's.
    Np(Np),
    /// An array that is not made.
    Small(Small),
    /// A part of an array, which is not made.
    Row(Row),
    /// An array that is not computed yet.
    Tree(Tree),
    /// An int of two words, in the wide form.
    Wide(Value, Value),
    /// An int that is 64 bits without a sign, in the wide form.
    Word(Value),
}

pub struct Lower<'a> {
    pub w: &'a mut World,
    pub t: &'a Typed,
    pub id: InstanceId,
    pub inst: &'a Instance,
    pub func: &'a hir::Func,
    pub sizes: Rc<Sizes>,
    pub mode: Mode,
    pub f: ir::Function,
    pub cur: Block,
    pub blocks: Vec<Block>,
    pub vals: HashMap<V, Val>,
    /// Word of each HIR value in `buf` (fast and slow agree on it).
    pub slots: &'a HashMap<V, u32>,
    pub n_slots: u32,
    pub buf: Option<Value>,
    /// The function object (captures) or generator.
    pub env: Option<Value>,
    pub at: (u32, u32),
    pub line: u32,
    pub points: Vec<Point>,
    /// Exits in front of the instruction at hand, with what they store: tests that fail in the same state share one.
    pub handovers: Vec<Handover>,
    /// Where all of them go on.
    pub twin: Option<Block>,
    /// Start of the twin's code for each point.
    pub entries: HashMap<Point, Block>,
    /// Values live behind each instruction of the block at hand.
    pub live: &'a Liveness,
    pub defs: &'a HashMap<V, (u32, u32)>,
    pub uses: &'a HashMap<V, Vec<(u32, u32)>>,
    /// Instructions whose results nobody needs: what a call with stars would pass, where its parts are known.
    pub elided: HashSet<(u32, u32)>,
    pub gen_vars: HashMap<hir::Var, u32>,
    pub ret_ty: Ty,
    /// Body of a generator, or its twin: `env` is the generator.
    pub generator: bool,
    /// How many words of the frame array are counted (the twin).
    pub entries_counted: u32,
    pub dead: bool,
    /// The last instruction for which a tree waits ([`crate::tree`]).
    pub waits: Option<(u32, u32)>,
    /// A StopIteration that the instruction at hand raises is the end of a loop: where that goes on.
    pub ends: Option<Block>,
    /// The instruction at hand has shown its first operand to be of this type.
    pub shown: Option<(V, Ty)>,
    /// Values of the twin that need no word in the frame array ([`Lower::find_passing`]).
    pub passing: HashSet<V>,
    /// Values that the fast body keeps as [`Num`], and the first of their words in the frame array.
    pub mixed: &'a HashMap<V, u32>,
    /// Values that the fast body keeps as [`Np`], and the first of their words in the frame array.
    pub np: &'a HashMap<V, u32>,
    /// Ranges that the fast body need not make, and the first of the three words in which their numbers are handed over.
    pub ranges: &'a HashMap<V, u32>,
    /// Parts of arrays that the fast body need not make, and the first of their words in the frame array ([`crate::row`]).
    pub rows: &'a HashMap<V, u32>,
    /// Their constants false, true and 0.
    pub num_constants: Option<(Value, Value, Value)>,
    /// Heads of loops at which the twin tries to go back to the fast body, and what goes on there.
    pub returns: HashMap<u32, [Option<ir::FuncId>; 2]>,
    /// This is the wide form, see [`crate::wide`].
    pub wide: bool,
    /// A wide form that is called by others.
    pub wide_result: bool,
    /// The head of the loop at which a wide form looks whether it is needed still.
    pub retries: Option<u32>,
    /// Words of the frame array for the upper halves of ints.
    pub highs: &'a HashMap<V, u32>,
    /// See [`crate::words`].
    pub storing: Option<Storing>,
}

impl<'a> Lower<'a> {
    // Emission.

    pub fn inst_n(&mut self, op: Op, args: Vec<Value>, reps: &[Rep], exits: Vec<Exit>) -> Vec<Value> {
        if self.storing.is_some() && !words::may_be_in_front(&op) {
            self.store_what_waits();
        }
        let results: Vec<Value> = reps.iter().map(|r| self.f.new_value(*r)).collect();
        let line = self.line;
        self.f.block_mut(self.cur).insts.push(Inst { op, args, results: results.clone(), exits, line, frame: 0 });
        results
    }

    pub fn op(&mut self, op: Op, args: &[Value], rep: Rep) -> Value {
        self.inst_n(op, args.to_vec(), &[rep], vec![])[0]
    }

    pub fn op0(&mut self, op: Op, args: &[Value]) {
        self.inst_n(op, args.to_vec(), &[], vec![]);
    }

    pub fn iconst(&mut self, i: i64) -> Value {
        self.op(Op::IConst(i), &[], Rep::I64)
    }

    pub fn none(&mut self) -> Value {
        self.op(Op::Singleton(ir::Singleton::None), &[], Rep::Val)
    }

    pub fn zero(&mut self, rep: Rep) -> Value {
        self.op(Op::Zero, &[], rep)
    }

    /// A value that is never looked at, on paths that types rule out. Counting it is harmless.
    pub fn filler(&mut self, rep: Rep) -> Value {
        match rep {
            Rep::Val => self.none(),
            Rep::Obj => {
                let n = self.none();
                self.op(Op::Cast, &[n], Rep::Obj)
            }
            rep => self.zero(rep),
        }
    }

    pub fn constant(&mut self, c: Const) -> Value {
        let id = self.w.constant(c);
        self.const_obj(id)
    }

    pub fn const_obj(&mut self, id: ConstId) -> Value {
        self.op(Op::Const(id), &[], Rep::Val)
    }

    pub fn str_const(&mut self, s: &str) -> Value {
        self.constant(Const::Str(s.as_bytes().to_vec()))
    }

    pub fn new_block(&mut self, cold: bool) -> Block {
        self.f.new_block(cold)
    }

    pub fn term(&mut self, t: Term) {
        self.store_what_waits();
        let c = self.cur;
        self.f.block_mut(c).term = t;
    }

    pub fn jump(&mut self, b: Block, args: &[Value]) {
        self.term(Term::Jump(Target { block: b, args: args.to_vec() }));
    }

    pub fn branch(&mut self, cond: Value, then: Block, els: Block) {
        self.term(Term::Branch { cond, then: Target { block: then, args: vec![] }, els: Target { block: els, args: vec![] } });
    }

    pub fn icmp(&mut self, cc: ir::Cc, a: Value, b: Value) -> Value {
        self.op(Op::ICmp(cc), &[a, b], Rep::Bool)
    }

    // Leaves.

    /// NumPy may warn in what is called, and says where: in the code of the user. CPython's libraries look there for their caller.
    fn note_place(&mut self, leaf: Leaf) {
        use Leaf as L;
        let may_warn = matches!(
            leaf,
            L::binary | L::inplace | L::unary | L::compare | L::compare_bool | L::getitem | L::setitem | L::call | L::call_kw | L::call_ex
                | L::call_method | L::call_method_kw | L::call_native | L::array_fused | L::getattr | L::format
                | L::np_overflow | L::np_line_reduce | L::np_line_reduce_int | L::np_lines_dot | L::np_line_store | L::np_line_fill | L::np_line_change
        );
        let p = &self.t.program;
        if (self.t.has_numpy || p.has_objects || p.uses_cpython) && may_warn && !p.modules[self.func.module.index()].is_shim {
            let within = self.hir_inst().map_or(0, |i| i.inlined);
            let innermost = within.checked_sub(1).map(|k| &self.func.inlined[k as usize]).filter(|c| !c.hidden).map(|c| c.name.clone());
            let frame = innermost.map_or(self.f.frame, |name| self.w.frame_of(self.t, self.inst.func, &name));
            self.op0(Op::Place { frame }, &[]);
        }
    }

    /// A leaf that cannot fail.
    pub fn leaf(&mut self, leaf: Leaf, args: &[Value], rep: Rep) -> Value {
        self.op(Op::Leaf(leaf), args, rep)
    }

    pub fn leaf_raises(&mut self, leaf: Leaf, args: &[Value], rep: Rep) -> Value {
        self.note_place(leaf);
        let e = self.raise_exit();
        self.inst_n(Op::Leaf(leaf), args.to_vec(), &[rep], vec![e])[0]
    }

    pub fn leaf_raises0(&mut self, leaf: Leaf, args: &[Value]) {
        self.note_place(leaf);
        let e = self.raise_exit();
        self.inst_n(Op::Leaf(leaf), args.to_vec(), &[], vec![e]);
    }

    /// A leaf that ends in `(array, count)`.
    pub fn leaf_array(&mut self, leaf: Leaf, fixed: &[Value], array: &[Value], rep: Rep) -> Value {
        self.note_place(leaf);
        let mut args = fixed.to_vec();
        args.extend_from_slice(array);
        let exits = if leaf.info().ret.may_fail() { vec![self.raise_exit()] } else { vec![] };
        self.inst_n(Op::LeafArray { leaf, fixed: fixed.len() as u8 }, args, &[rep], exits)[0]
    }

    /// One without a result.
    pub fn leaf_array0(&mut self, leaf: Leaf, fixed: &[Value], array: &[Value]) {
        self.note_place(leaf);
        let args = [fixed, array].concat();
        let e = self.raise_exit();
        self.inst_n(Op::LeafArray { leaf, fixed: fixed.len() as u8 }, args, &[], vec![e]);
    }

    /// A new tuple.
    pub fn tuple(&mut self, words: &[Value]) -> Value {
        if words.is_empty() {
            return self.leaf_array(Leaf::tuple_from, &[], &[], Rep::Obj);
        }
        self.op(Op::NewTuple, words, Rep::Obj)
    }

    /// A leaf that always raises; code behind it is dead.
    pub fn leaf_never(&mut self, leaf: Leaf, args: &[Value]) {
        self.leaf_raises0(leaf, args);
        self.term(Term::Unreachable);
        self.dead = true;
    }

    // Exits.

    pub fn hir_inst(&self) -> Option<&'a hir::Inst> {
        self.func.blocks[self.at.0 as usize].insts.get(self.at.1 as usize)
    }

    /// The side exit for "an exception is pending" of the instruction at hand.
    pub fn raise_exit(&mut self) -> Exit {
        let block = if self.tree_waits() { self.behind_trees() } else { self.landing() };
        Exit { kind: ExitKind::Raise, target: Target { block, args: vec![] } }
    }

    /// A cold block that records the traceback line and goes to the handler or returns.
    pub fn landing(&mut self) -> Block {
        let block = self.new_block(true);
        let saved = self.cur;
        self.cur = block;
        // Where a StopIteration is the end of a loop.
        if let Some(done) = self.ends {
            let null = self.op(Op::Zero, &[], Rep::Ptr);
            let other = self.new_block(true);
            let end = Exit { kind: ExitKind::End, target: Target { block: other, args: vec![] } };
            self.inst_n(Op::Leaf(Leaf::exc_is_stop), vec![null], &[Rep::Val], vec![end]);
            self.jump(done, &[]);
            self.cur = other;
        }
        // An exception that is raised again has this frame's entry already.
        if !self.hir_inst().is_some_and(|i| matches!(i.op, hir::Op::ExcRestore | hir::Op::Reraise)) {
            self.traceback();
        }
        match self.hir_inst().and_then(|i| i.unwind.as_ref()) {
            Some(t) => {
                let t = t.clone();
                self.goto(&t);
            }
            None => self.return_raise(),
        }
        self.cur = saved;
        block
    }

    /// Records where the instruction at hand is, from the innermost comprehension to the function.
    pub fn traceback(&mut self) {
        let saved = self.line;
        let (mut at, mut cols) = self.hir_inst().map_or((0, 0), |i| (i.inlined, i.cols));
        while at != 0 {
            let c = self.func.inlined[at as usize - 1].clone();
            if !c.hidden {
                let frame = self.w.frame_of(self.t, self.inst.func, &c.name);
                self.op0(Op::Traceback { frame, cols }, &[]);
            }
            if c.generator {
                self.op0(Op::Leaf(Leaf::gen_raised), &[]);
            }
            (self.line, cols) = (c.at.line, c.at.cols);
            at = c.outer;
        }
        let frame = self.f.frame;
        self.op0(Op::Traceback { frame, cols }, &[]);
        self.line = saved;
    }

    /// A cold block that raises by a leaf, for a condition that fails.
    pub fn raise_block(&mut self, leaf: Leaf, args: &[Value]) -> Block {
        let block = self.new_block(true);
        let saved = self.cur;
        self.cur = block;
        self.leaf_raises0(leaf, args);
        self.term(Term::Unreachable);
        self.cur = saved;
        block
    }

    pub fn return_raise(&mut self) {
        if self.mode == Mode::Slow {
            self.leave_frame();
        }
        if self.generator {
            self.gen_clear();
        }
        self.term(Term::ReturnRaise);
    }

    /// Goes on only where `cond` holds; otherwise to `other` (cold).
    pub fn require(&mut self, cond: Value, other: Block) {
        let next = self.new_block(false);
        self.branch(cond, next, other);
        self.cur = next;
    }

    pub fn ret_rep(&self) -> Option<Rep> {
        if self.generator { Some(rep_of(&self.ret_ty, Mode::Fast)) } else { ret_rep(&self.ret_ty) }
    }

    // Values.

    pub fn rep(&self, ty: &Ty) -> Rep {
        rep_of(ty, self.mode)
    }

    pub fn slot_of(&self, v: V) -> i32 {
        (self.slots[&v] * 8) as i32
    }

    pub fn store_slot(&mut self, buf: Value, v: V, x: Value) {
        let offset = self.slot_of(v);
        self.store_word(buf, offset, x);
    }

    /// A value as the word that the frame array holds: like in the twin.
    pub fn to_word(&mut self, x: Value, ty: &Ty) -> Value {
        match self.f.ty(x) {
            Rep::I64 if *ty != Ty::State => self.op(Op::TagInt, &[x], Rep::Val),
            _ => x,
        }
    }

    /// The type of an operand here, narrowed by tests.
    pub fn ty(&self, v: V) -> Ty {
        if let Some((shown, ty)) = &self.shown
            && *shown == v
        {
            return ty.clone();
        }
        self.t.ty_at(self.id, B(self.at.0), v)
    }

    /// The operand as it is stored, with its own type.
    pub fn get(&mut self, v: V) -> Val {
        match self.mode {
            Mode::Slow => {
                if let Some(x) = self.vals.get(&v) {
                    return x.clone();
                }
                let ty = self.inst.types[v.index()].clone();
                let Some(_) = self.slots.get(&v) else {
                    let r = self.rep(&ty);
                    return Val::One(self.filler(r), ty);
                };
                let rep = self.rep(&ty);
                let buf = self.buf.expect("the twin has a frame array");
                let offset = self.slot_of(v);
                let x = self.op(Op::Load { ty: rep, offset, region: Region::Frame(offset) }, &[buf], rep);
                Val::One(x, ty)
            }
            _ => match self.vals.get(&v) {
                Some(v) => v.clone(),
                None => {
                    // Undefined on this path (an unbound variable behind its check).
                    let ty = self.inst.types[v.index()].clone();
                    let r = self.rep(&ty);
                    Val::One(self.filler(r), ty)
                }
            },
        }
    }

    /// The operand represented as its narrowed type says; ints may leave to the twin.
    pub fn typed(&mut self, v: V) -> (Value, Ty) {
        let to = self.ty(v);
        let val = self.get(v);
        match (&val, &to) {
            (Val::Num(n), Ty::Int { .. }) => return (n.int, to),
            (Val::Num(n), Ty::Float { .. }) => return (n.real, to),
            _ => {}
        }
        let from = self.inst.types[v.index()].clone();
        let x = self.materialise(&val, &from);
        (self.coerce(x, &from, &to), to)
    }

    /// The operand as a value of type `to`.
    pub fn as_type(&mut self, v: V, to: &Ty) -> Value {
        if self.is_wide(v) && !to.is_int() {
            let w = self.word(v);
            return self.coerce(w, &Ty::Any, to);
        }
        let (x, from) = self.typed(v);
        self.coerce(x, &from, to)
    }

    /// The operand as a tagged word, whatever its type.
    pub fn word(&mut self, v: V) -> Value {
        if self.is_wide(v) {
            let w = self.wide(v);
            return self.boxed_wide(w);
        }
        let (x, ty) = self.typed(v);
        self.boxed(x, &ty)
    }

    /// Several operands as tagged words.
    pub fn words(&mut self, vs: &[V]) -> Vec<Value> {
        vs.iter().map(|v| self.word(*v)).collect()
    }

    /// Makes a tuple or range that so far existed in parts only.
    pub fn materialise(&mut self, v: &Val, ty: &Ty) -> Value {
        match v {
            Val::One(x, _) => *x,
            Val::Char(c) => self.leaf(Leaf::str_from_char, &[*c], Rep::Obj),
            Val::Num(n) => self.box_num(*n),
            Val::Np(n) => self.box_np(*n),
            Val::Small(s) => self.make_small(s),
            Val::Row(r) => self.make_row(r),
            Val::Tree(t) => self.compute(t),
            Val::Wide(..) | Val::Word(_) => self.narrow_val(v).expect("it is wide"),
            Val::Slice(parts, step) => {
                let mut words = Vec::new();
                for p in *parts {
                    words.push(match p {
                        Some(x) => self.op(Op::TagInt, &[x], Rep::Val),
                        None => self.none(),
                    });
                }
                words.push(match *step {
                    Some(k) => {
                        let k = self.iconst(k);
                        self.op(Op::TagInt, &[k], Rep::Val)
                    }
                    None => self.none(),
                });
                self.leaf(Leaf::slice_new, &words, Rep::Obj)
            }
            Val::Parts(parts) => {
                let mut words = Vec::new();
                for p in parts.clone() {
                    if let Some(w) = self.box_val(&p) {
                        words.push(w);
                        continue;
                    }
                    let t = match &p {
                        Val::One(_, t) => t.clone(),
                        _ => Ty::Any,
                    };
                    let x = self.materialise(&p, &t);
                    let w = self.boxed(x, &t);
                    words.push(w);
                }
                if matches!(ty, Ty::List(_)) { self.leaf_array(Leaf::list_from, &[], &words, Rep::Obj) } else { self.tuple(&words) }
            }
            Val::Range { start, step, len, .. } => {
                let parts = [*start, *step, *len];
                self.leaf(Leaf::range_of, &parts, Rep::Obj)
            }
        }
    }

    /// The tagged word of a value of type `ty`.
    pub fn boxed(&mut self, x: Value, ty: &Ty) -> Value {
        match self.f.ty(x) {
            Rep::Obj if let Ty::Method(_, name) = ty => {
                let object = self.op(Op::Cast, &[x], Rep::Val);
                let name = self.str_const(name);
                self.leaf_raises(Leaf::getattr, &[object, name], Rep::Val)
            }
            Rep::Val => x,
            Rep::Obj => self.op(Op::Cast, &[x], Rep::Val),
            Rep::I64 if *ty == Ty::State => self.op(Op::TagSmall, &[x], Rep::Val),
            Rep::I64 => self.op(Op::TagInt, &[x], Rep::Val),
            Rep::F64 => {
                let o = self.op(Op::BoxFloat, &[x], Rep::Obj);
                self.op(Op::Cast, &[o], Rep::Val)
            }
            Rep::Bool => self.op(Op::BoxBool, &[x], Rep::Val),
            Rep::Ptr => unreachable!("raw pointers are not Python values"),
        }
    }

    /// Changes the representation from that of `from` to that of `to`. The value is known to be of both types.
    pub fn coerce(&mut self, x: Value, from: &Ty, to: &Ty) -> Value {
        let (have, want) = (self.f.ty(x), self.rep(to));
        if *from == Ty::Never {
            return self.filler(want);
        }
        match (have, want) {
            (a, b) if a == b => x,
            (_, Rep::Val) => self.boxed(x, from),
            (Rep::Val, Rep::Obj) => self.op(Op::Cast, &[x], Rep::Obj),
            (Rep::Val, Rep::I64) => {
                let e = self.slow_exit();
                self.inst_n(Op::UntagInt, vec![x], &[Rep::I64], vec![e])[0]
            }
            (Rep::Val | Rep::Obj, Rep::F64) => {
                let o = if have == Rep::Val { self.op(Op::Cast, &[x], Rep::Obj) } else { x };
                self.op(Op::UnboxFloat, &[o], Rep::F64)
            }
            (Rep::Val, Rep::Bool) => self.op(Op::UnboxBool, &[x], Rep::Bool),
            (Rep::F64, Rep::Obj) => self.op(Op::BoxFloat, &[x], Rep::Obj),
            (Rep::I64, Rep::Obj) | (Rep::Bool, Rep::Obj) => {
                let v = self.boxed(x, from);
                self.op(Op::Cast, &[v], Rep::Obj)
            }
            // Paths that types rule out.
            (_, want) => self.filler(want),
        }
    }

    /// Binds an HIR value to a result of type `ty` (converted to the HIR value's own type).
    pub fn set(&mut self, v: V, x: Value, ty: &Ty) {
        let own = self.inst.types[v.index()].clone();
        if self.is_np(v) {
            let w = self.boxed(x, ty);
            return self.set_np_word(v, w);
        }
        if self.wide && own.is_int() && matches!(self.f.ty(x), Rep::Val | Rep::Obj) && self.sizes.width(v) != Width::Small {
            let w = self.op(Op::Cast, &[x], Rep::Val);
            let twin = self.slow_block();
            return self.set_unboxed(v, w, twin);
        }
        let x = self.coerce(x, ty, &own);
        match self.mode {
            Mode::Slow if !self.passing.contains(&v) => {
                if self.slots.contains_key(&v) {
                    self.replace_slot(v, x);
                }
            }
            _ => {
                self.vals.insert(v, Val::One(x, own));
            }
        }
    }

    /// Jumps to an HIR target with its arguments.
    pub fn goto(&mut self, t: &hir::Target) {
        self.goto_edge(t, None);
    }

    /// `branch`: the edge of the block's branch that this is.
    pub fn goto_edge(&mut self, t: &hir::Target, branch: Option<bool>) {
        let params = self.func.blocks[t.block.index()].params.clone();
        let mut args = Vec::new();
        for (p, a) in params.iter().zip(&t.args) {
            let own = self.inst.types[p.index()].clone();
            if self.is_num(*p) {
                let narrowed = self.type_on(branch, *a);
                args.extend(self.num_argument(*a, &narrowed));
                continue;
            }
            if self.is_np(*p) {
                let narrowed = self.type_on(branch, *a);
                args.extend(self.np_argument(*p, *a, &narrowed));
                continue;
            }
            if own == Ty::Never {
                let r = self.rep(&own);
                let z = self.filler(r);
                args.push(z);
                continue;
            }
            if self.wide && own.is_int() {
                let narrowed = self.type_on(branch, *a);
                args.extend(self.wide_argument(*p, *a, &narrowed));
                continue;
            }
            if self.is_wide(*a) {
                let w = self.word(*a);
                args.push(self.coerce(w, &Ty::Any, &own));
                continue;
            }
            let from = self.inst.types[a.index()].clone();
            let narrowed = self.type_on(branch, *a);
            let x = if self.moves(t, *p, *a) {
                self.take_slot(*a)
            } else {
                let val = self.get(*a);
                let known = match (&val, &narrowed) {
                    (Val::Num(n), Ty::Int { .. }) => Some(n.int),
                    (Val::Num(n), Ty::Float { .. }) => Some(n.real),
                    _ => None,
                };
                if let Some(x) = known {
                    args.push(self.coerce(x, &narrowed, &own));
                    continue;
                }
                self.materialise(&val, &from)
            };
            let x = self.coerce_quiet(x, &from, &narrowed, &own);
            args.push(x);
        }
        let block = self.blocks[t.block.index()];
        match self.mode {
            Mode::Slow => {
                for ((p, a), x) in params.iter().zip(&t.args).zip(args) {
                    if p != a && self.slots.contains_key(p) {
                        self.replace_slot(*p, x);
                    }
                }
                self.jump(block, &[]);
            }
            _ => self.jump(block, &args),
        }
    }

    fn coerce_quiet(&mut self, x: Value, from: &Ty, narrowed: &Ty, to: &Ty) -> Value {
        let x = self.coerce(x, from, narrowed);
        self.coerce(x, narrowed, to)
    }
}

pub fn rep_of(ty: &Ty, mode: Mode) -> Rep {
    match ty {
        Ty::Int { .. } if mode == Mode::Fast => Rep::I64,
        Ty::Int { .. } => Rep::Val,
        Ty::Float { .. } => Rep::F64,
        Ty::Bool => Rep::Bool,
        Ty::State => Rep::I64,
        Ty::None | Ty::Any | Ty::Union(_) | Ty::Never | Ty::Exc(_) => Rep::Val,
        t if t.is_numpy() => Rep::Val,
        _ => Rep::Obj,
    }
}

/// Representation of a function's result between compiled functions.
pub fn ret_rep(ty: &Ty) -> Option<Rep> {
    match ty {
        Ty::None | Ty::Never => None,
        t => Some(crate::npcall::raw_result(t).map_or_else(|| rep_of(t, Mode::Fast), crate::numpy::rep_of_kind)),
    }
}
