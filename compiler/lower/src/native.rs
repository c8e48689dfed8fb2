//! Builtins and methods of native types with an inline or typed form.

use pyaot_abi::{Leaf, layout};
use pyaot_ir::{Cc, Const, Op, Region, Ty as Rep, Value};
use pyaot_sema::hir::{self, Inst, Name, V};
use pyaot_sema::infer::Typed;
use pyaot_sema::types::{FLOAT, INT, NAT, Ty};

use crate::ctx::{Lower, Mode, Val};
use crate::item::stored_as_values;
use crate::numpy::{Kind, np_kind};
use crate::world::World;

/// `divmod` among the operations of floats, for the message of a division by zero.
const FLOAT_DIVMOD: i64 = 113;

/// The native function that a call with a callee, or on a module, of this type is a call of.
pub fn native_of(w: &World, t: &Typed, callee: &Ty, op: &hir::Op) -> Option<Name> {
    match (callee, op) {
        (Ty::Native(n) | Ty::NativeClass(n), hir::Op::Call { .. }) => Some(n.clone()),
        (Ty::NativeModule(m), hir::Op::CallMethod { name, .. }) if !t.patched.contains(&(m.clone(), name.clone())) => {
            let qualified = format!("{m}.{name}");
            w.natives.function(&qualified).map(|_| qualified.into())
        }
        (Ty::Module(m), hir::Op::CallMethod { name, .. }) => {
            let module = &t.program.modules[m.index()];
            let g = *module.globals.get(name)?;
            match &t.globals[g.index()] {
                Ty::Native(n) | Ty::NativeClass(n) if module.is_shim && w.stable.contains(g) => Some(n.clone()),
                _ => None,
            }
        }
        _ => None,
    }
}

impl Lower<'_> {
    /// Lowers a call of a builtin in line, if there is a form for these types.
    pub fn native_call(&mut self, i: &Inst, kw: &[Name]) -> bool {
        if !kw.is_empty() {
            return false;
        }
        let out = i.results[0];
        let args = &i.args[1..];
        let types: Vec<Ty> = args.iter().map(|v| self.ty(*v)).collect();
        let Some(name) = self.native_name(i) else { return false };
        let fast = self.mode == Mode::Fast;
        if self.mixed_native(i, &name, args) || self.np_native(i, &name, args) || self.draw(i, &name, args) || self.small_array(i) {
            return true;
        }
        if let [array] = args
            && self.small_call(i, &name, *array)
        {
            return true;
        }
        if self.tree(i) {
            return true;
        }
        let types = if name.starts_with("math.") { types.into_iter().map(|t| self.as_python_float(t)).collect() } else { types };
        match (&*name, &types[..]) {
            ("range", _) if fast && types.iter().all(|t| t.is_int() || np_kind(t) == Some(Kind::Int)) && !args.is_empty() && args.len() <= 3 => return self.range(i),
            // Inference has seen that nobody but a loop gets the iterator.
            ("reversed", [Ty::Range { .. }]) if matches!(self.inst.types[out.index()], Ty::Range { .. }) => self.range_turned(i),
            ("builtins.len", [Ty::Array { ndim: Some(ndim @ 1..), .. }]) if fast => {
                let row = self.row(args[0]);
                let (array, ndim, first) = row.map_or((args[0], *ndim, 0), |r| (r.array, r.fixed.len() as u8, r.first()));
                let Some(o) = self.array_of_dims(array, ndim) else { return false };
                let n = self.array_len(o, first);
                self.set_i64(out, n);
            }
            ("builtins.len", [t]) => {
                let (x, t) = (self.typed(args[0]).0, t.clone());
                let n = match crate::table::length_at(&t) {
                    Some((offset, region)) => self.op(Op::Load { ty: Rep::I64, offset, region }, &[x], Rep::I64),
                    None => {
                        let w = self.boxed(x, &t);
                        self.leaf_raises(Leaf::len, &[w], Rep::I64)
                    }
                };
                self.set_i64(out, n);
            }
            ("_heapq.heappush", [Ty::List(s), t]) if crate::table::is_plain(t) && crate::table::is_plain(&self.t.sites.elem(*s)) => {
                let (heap, x) = (self.typed(args[0]).0, self.word(args[1]));
                self.leaf_raises0(Leaf::heap_push, &[heap, x]);
                let none = self.none();
                self.set(out, none, &Ty::None);
            }
            ("_heapq.heappop", [Ty::List(s)]) if crate::table::is_plain(&self.t.sites.elem(*s)) => {
                let heap = self.typed(args[0]).0;
                let r = self.leaf_raises(Leaf::heap_pop, &[heap], Rep::Val);
                self.set_word(out, r, &Ty::Any);
            }
            ("builtins.abs", [Ty::Float { .. }]) => {
                let x = self.typed(args[0]).0;
                let r = self.op(Op::FAbs, &[x], Rep::F64);
                self.set(out, r, &FLOAT);
            }
            ("builtins.abs", [Ty::Int { .. }]) if fast => {
                let x = self.typed(args[0]).0;
                let neg = self.negated(x);
                let r = self.op(Op::IMax, &[x, neg], Rep::I64);
                self.set(out, r, &NAT);
            }
            ("builtins.divmod", [Ty::Int { .. }, Ty::Int { .. }]) if fast => {
                let parts = self.quotient_and_rest(args[0], args[1]);
                let Ty::Tuple(ts) = self.inst.types[out.index()].clone() else { return false };
                let parts = parts.iter().zip(ts.iter()).map(|(x, t)| Val::One(*x, t.clone())).collect();
                self.set_val(out, Val::Parts(parts));
            }
            ("builtins.divmod", [a, b]) if a.is_number() && b.is_number() && (a.is_float() || b.is_float()) => {
                let (a, b) = (self.f64(args[0]), self.f64(args[1]));
                let zero = self.op(Op::FConst(0), &[], Rep::F64);
                let ok = self.op(Op::FCmp(Cc::Ne), &[b, zero], Rep::Bool);
                let code = self.iconst(FLOAT_DIVMOD);
                let bad = self.raise_block(Leaf::raise_zero_division, &[code]);
                self.require(ok, bad);
                let parts = [Leaf::f64_floordiv, Leaf::f64_mod].map(|leaf| {
                    let x = self.leaf_raises(leaf, &[a, b], Rep::F64);
                    Val::One(x, FLOAT)
                });
                self.set_val(out, Val::Parts(parts.into()));
            }
            ("builtins.min" | "builtins.max", ts) if ts.len() >= 2 && fast && ts.iter().all(Ty::is_int) => {
                let op = if name.ends_with("min") { Op::IMin } else { Op::IMax };
                let mut acc = self.typed(args[0]).0;
                for a in &args[1..] {
                    let x = self.typed(*a).0;
                    acc = self.op(op.clone(), &[acc, x], Rep::I64);
                }
                self.set(out, acc, &INT);
            }
            ("builtins.min" | "builtins.max", ts) if ts.len() >= 2 && ts.iter().all(Ty::is_float) => {
                // The first of equals wins, and NaN compares false: a plain comparison and select.
                let c = if name.ends_with("min") { Cc::Lt } else { Cc::Gt };
                let mut acc = self.typed(args[0]).0;
                for a in &args[1..] {
                    let x = self.typed(*a).0;
                    let better = self.op(Op::FCmp(c), &[x, acc], Rep::Bool);
                    acc = self.op(Op::Select, &[better, x, acc], Rep::F64);
                }
                self.set(out, acc, &FLOAT);
            }
            ("builtins.abs", [Ty::Complex]) => self.complex_abs(out, args[0]),
            ("complex", [x] | [x, _]) if x.is_number() && types.last().is_some_and(Ty::is_number) => self.complex_made(out, args),
            ("float", [Ty::Float { .. } | Ty::Int { .. } | Ty::Bool]) => {
                let x = self.f64(args[0]);
                self.set(out, x, &FLOAT);
            }
            ("int", [Ty::Int { .. }]) => {
                let (x, t) = self.typed(args[0]);
                self.set(out, x, &t);
            }
            ("int", [Ty::Bool]) if fast => {
                let x = self.typed(args[0]).0;
                let r = self.op(Op::BToI, &[x], Rep::I64);
                self.set(out, r, &NAT);
            }
            ("int", [Ty::Float { .. }]) => {
                let x = self.typed(args[0]).0;
                if fast {
                    let r = self.float_to_int(x);
                    self.set(out, r, &INT);
                } else {
                    let r = self.leaf_raises(Leaf::int_from_f64, &[x], Rep::Val);
                    self.set(out, r, &INT);
                }
            }
            ("builtins.round", [Ty::Float { .. }]) if fast => {
                let x = self.typed(args[0]).0;
                let r = self.rounded_to_int(x);
                self.set(out, r, &INT);
            }
            ("builtins.round", [Ty::Int { .. }]) => {
                let x = self.typed(args[0]).0;
                self.set(out, x, &INT);
            }
            ("str", [Ty::Int { .. }]) => {
                let (x, _) = self.typed(args[0]);
                let r = if self.f.ty(x) == Rep::I64 { self.leaf(Leaf::i64_to_str, &[x], Rep::Obj) } else { self.leaf_raises(Leaf::int_to_str, &[x], Rep::Obj) };
                self.set(out, r, &Ty::Str);
            }
            ("str", [Ty::Float { .. }]) => {
                let x = self.typed(args[0]).0;
                let r = self.leaf(Leaf::f64_to_str, &[x], Rep::Obj);
                self.set(out, r, &Ty::Str);
            }
            ("str", [Ty::Str]) => {
                let x = self.typed(args[0]).0;
                self.set(out, x, &Ty::Str);
            }
            ("bool", [_]) => {
                let quiet = Inst { op: hir::Op::Truth, args: vec![args[0]], results: vec![out], unwind: i.unwind.clone(), done: None, line: i.line, cols: i.cols, inlined: i.inlined };
                self.truth(&quiet);
            }
            ("builtins.ord", [Ty::Str]) if self.char_of(args[0]).is_some() => {
                let c = self.char_of(args[0]).expect("tested");
                self.set_i64(out, c);
            }
            ("int", [Ty::Str]) => {
                let x = self.word(args[0]);
                let r = self.leaf_raises(Leaf::int_parse, &[x], Rep::Val);
                self.set_word(out, r, &INT);
            }
            ("float", [Ty::Str]) => {
                let x = self.word(args[0]);
                let r = self.leaf_raises(Leaf::float_parse, &[x], Rep::F64);
                self.set(out, r, &FLOAT);
            }
            ("builtins.ord", [Ty::Str]) => {
                let x = self.typed(args[0]).0;
                let r = self.leaf_raises(Leaf::ord, &[x], Rep::I64);
                self.set_i64(out, r);
            }
            ("builtins.chr", [Ty::Int { .. }]) if fast => {
                let x = self.typed(args[0]).0;
                let r = self.leaf_raises(Leaf::chr, &[x], Rep::Obj);
                self.set(out, r, &Ty::Str);
            }
            ("tuple" | "list" | "set", []) => {
                let r = match &*name {
                    "tuple" => self.leaf_array(Leaf::tuple_from, &[], &[], Rep::Obj),
                    "list" => {
                        let zero = self.iconst(0);
                        self.leaf(Leaf::list_new, &[zero], Rep::Obj)
                    }
                    _ => self.leaf(Leaf::set_new, &[], Rep::Obj),
                };
                self.set(out, r, &Ty::Opaque(name.clone()));
            }
            ("tuple" | "list" | "set", [_]) => {
                let leaf = match &*name {
                    "tuple" => Leaf::tuple_new,
                    "list" => Leaf::list_from_iter,
                    _ => Leaf::set_from_iter,
                };
                let w = self.word(args[0]);
                let r = self.leaf_raises(leaf, &[w], Rep::Obj);
                self.set(out, r, &Ty::Opaque(name.clone()));
            }
            ("builtins.isinstance", [t, c]) => {
                let known: Option<bool> = {
                    let classes: Vec<Ty> = match c {
                        Ty::Tuple(ts) => ts.to_vec(),
                        c => vec![c.clone()],
                    };
                    let mut all: Option<bool> = None;
                    for (k, m) in t.members().iter().enumerate() {
                        let mut r = Some(false);
                        for c in &classes {
                            match self.t.instance_of(m, c) {
                                Some(true) => {
                                    r = Some(true);
                                    break;
                                }
                                Some(false) => {}
                                None => r = None,
                            }
                        }
                        all = if k == 0 || all == r { r } else { None };
                        if all.is_none() {
                            break;
                        }
                    }
                    all
                };
                match known {
                    Some(b) => {
                        let r = self.op(Op::BConst(b), &[], Rep::Bool);
                        self.set(out, r, &Ty::Bool);
                    }
                    None => {
                        let r = self.instance_test(args[0], args[1]);
                        self.set(out, r, &Ty::Bool);
                    }
                }
            }
            ("builtins.print", _) => {
                let w = self.words(args);
                let e = self.raise_exit();
                self.inst_n(Op::LeafArray { leaf: Leaf::print, fixed: 0 }, w, &[], vec![e]);
                let n = self.none();
                self.set(out, n, &Ty::None);
            }
            ("builtins.repr", [_]) => {
                let w = self.word(args[0]);
                let r = self.leaf_raises(Leaf::repr, &[w], Rep::Obj);
                self.set(out, r, &Ty::Str);
            }
            ("builtins.iter", [t @ Ty::Gen(_)]) => {
                let x = self.typed(args[0]).0;
                self.set(out, x, t);
            }
            ("builtins.iter", [t]) if matches!(t.without_none(), Ty::Inst(_)) => return self.iter_of_instance(i, args[0]),
            ("builtins.next", [Ty::Gen(id)]) if crate::generator::is_direct(self.t, *id) => {
                let g = self.typed(args[0]).0;
                let done = self.exhausted(g);
                self.gen_next(out, g, *id, done);
            }
            ("builtins.next", [Ty::Gen(id), _]) if crate::generator::is_direct(self.t, *id) => self.gen_next_or(i, *id),
            ("builtins.getattr", [_, Ty::Str]) => {
                let w = self.words(args);
                let r = self.leaf_raises(Leaf::getattr, &w, Rep::Val);
                self.set_word(out, r, &Ty::Any);
            }
            ("_random.draw", [_]) => {
                let g = self.word(args[0]);
                let r = self.leaf_raises(Leaf::random_draw, &[g], Rep::F64);
                self.set(out, r, &FLOAT);
            }
            ("_random.below", [_, Ty::Int { .. }]) if fast => {
                let (g, n) = (self.word(args[0]), self.typed(args[1]).0);
                let r = self.leaf_raises(Leaf::random_below, &[g, n], Rep::I64);
                self.set(out, r, &NAT);
            }
            ("math.sqrt", [t]) if t.is_number() => {
                let x = self.f64(args[0]);
                let zero = self.op(Op::FConst(0), &[], Rep::F64);
                let neg = self.op(Op::FCmp(Cc::Lt), &[x, zero], Rep::Bool);
                let ok = self.op(Op::BNot, &[neg], Rep::Bool);
                let bad = self.general_call_block(i);
                self.require(ok, bad);
                let r = self.op(Op::FSqrt, &[x], Rep::F64);
                self.set(out, r, &FLOAT);
            }
            ("math.fabs", [t]) if t.is_number() => {
                let x = self.f64(args[0]);
                let r = self.op(Op::FAbs, &[x], Rep::F64);
                self.set(out, r, &FLOAT);
            }
            ("math.floor" | "math.ceil" | "math.trunc", [Ty::Float { .. }]) if fast => {
                let x = self.f64(args[0]);
                let op = match &*name {
                    "math.floor" => Op::FFloor,
                    "math.ceil" => Op::FCeil,
                    _ => Op::FTrunc,
                };
                let whole = self.op(op, &[x], Rep::F64);
                let r = self.whole_to_int(whole);
                self.set(out, r, &INT);
            }
            ("math.isnan" | "math.isinf" | "math.isfinite", [t]) if t.is_number() => {
                let x = self.f64(args[0]);
                let (a, inf) = (self.op(Op::FAbs, &[x], Rep::F64), self.op(Op::FConst(f64::INFINITY.to_bits()), &[], Rep::F64));
                let r = match &name[5..] {
                    "isnan" => self.op(Op::FCmp(Cc::Ne), &[x, x], Rep::Bool),
                    "isinf" => self.op(Op::FCmp(Cc::Eq), &[a, inf], Rep::Bool),
                    _ => self.op(Op::FCmp(Cc::Lt), &[a, inf], Rep::Bool),
                };
                self.set(out, r, &Ty::Bool);
            }
            // Logarithms take ints that no float can hold.
            ("math.log" | "math.log2" | "math.log10", [Ty::Int { .. }]) if !fast => return false,
            (_, ts) if (1..=2).contains(&ts.len()) && ts.iter().all(Ty::is_number) => {
                let Some(function) = self.w.natives.float_function(&name, ts.len()) else { return false };
                let leaf = if ts.len() == 1 { Leaf::math_unary } else { Leaf::math_binary };
                let mut words = vec![self.iconst(function)];
                for a in args {
                    words.push(self.f64(*a));
                }
                let r = self.leaf_raises(leaf, &words, Rep::F64);
                self.set(out, r, &FLOAT);
            }
            _ => return false,
        }
        true
    }

    /// The native function or class that is called: a value, or an attribute of a native module, or of a module of the
    /// standard library that has it from one.
    pub fn native_name(&self, i: &Inst) -> Option<Name> {
        native_of(self.w, self.t, &self.ty(i.args[0]), &i.op)
    }

    /// A cold block that makes the call through the runtime, for its exception.
    fn general_call_block(&mut self, i: &Inst) -> pyaot_ir::Block {
        let block = self.new_block(true);
        let saved = self.cur;
        self.cur = block;
        let callee = match self.ty(i.args[0]) {
            Ty::NativeModule(_) | Ty::Module(_) => {
                let name = self.native_name(i).expect("tested by the caller");
                self.constant(Const::Native(name.to_string()))
            }
            _ => self.word(i.args[0]),
        };
        let words = self.words(&i.args[1..]);
        self.leaf_array(Leaf::call, &[callee], &words, Rep::Val);
        self.term(pyaot_ir::Term::Unreachable);
        self.cur = saved;
        block
    }

    /// Binds an i64 that is an int.
    pub fn set_i64(&mut self, out: V, x: Value) {
        if self.mode == Mode::Fast {
            self.set(out, x, &INT);
        } else {
            let w = self.op(Op::TagInt, &[x], Rep::Val);
            self.set(out, w, &INT);
        }
    }

    /// `range(…)` of ints: in parts, where it is only iterated over.
    fn range(&mut self, i: &Inst) -> bool {
        let out = i.results[0];
        let only_iterated = self.uses.get(&out).is_none_or(|us| {
            us.iter().all(|(b, k)| {
                let user = self.func.blocks[*b as usize].insts.get(*k as usize);
                user.is_some_and(|u| matches!(u.op, hir::Op::GetIter) || self.is_turned_range(u))
            })
        });
        if !only_iterated {
            return false;
        }
        let args = &i.args[1..];
        let zero = self.iconst(0);
        let Some(bounds) = args.iter().map(|v| self.np_index(*v).or_else(|| self.ty(*v).is_int().then(|| self.typed(*v).0))).collect::<Option<Vec<Value>>>() else {
            return false;
        };
        let (start, stop) = if args.len() == 1 { (zero, bounds[0]) } else { (bounds[0], bounds[1]) };
        let Some(step) = (if args.len() == 3 { self.literal(args[2]) } else { Some(1) }) else {
            let step = bounds[2];
            return self.range_by(out, start, stop, step);
        };
        if step == 0 || step.abs() >= 1 << 31 {
            return false;
        }
        let (hi, lo) = if step > 0 { (stop, start) } else { (start, stop) };
        let dist = if args.len() == 1 {
            hi
        } else {
            let e = self.slow_exit();
            self.inst_n(Op::ISubO, vec![hi, lo], &[Rep::I64], vec![e])[0]
        };
        let dist = self.op(Op::IMax, &[dist, zero], Rep::I64);
        let len = if step.abs() == 1 {
            dist
        } else {
            // ceil(dist / |step|) without overflow: (dist - 1) / |step| + 1 for dist > 0.
            let one = self.iconst(1);
            let s = self.iconst(step.abs());
            let m = self.op(Op::ISub, &[dist, one], Rep::I64);
            let q = self.op(Op::IFloorDiv, &[m, s], Rep::I64);
            self.op(Op::IAdd, &[q, one], Rep::I64)
        };
        let len = match self.likely_rounds(args, step) {
            Some(n) => self.op(Op::Likely(n), &[len], Rep::I64),
            None => len,
        };
        let s = self.iconst(step);
        self.vals.insert(out, Val::Range { start, step: s, len, unit: step == 1 });
        true
    }

    /// How many numbers the range of these arguments probably has, unless literals say so.
    fn likely_rounds(&mut self, args: &[V], step: i64) -> Option<i64> {
        if args.iter().all(|v| self.literal(*v).is_some()) {
            return None;
        }
        let likely = self.w.likely(self.t);
        let mut ends = args.iter().take(2).map(|v| likely.int(self.id, *v));
        let (first, second) = (ends.next()??, ends.next());
        let (start, stop) = match second {
            Some(stop) => (first, stop?),
            None => (0, first),
        };
        let span = i128::from(stop) - i128::from(start);
        let rounds = (span + i128::from(step - step.signum())) / i128::from(step);
        i64::try_from(rounds).ok().filter(|n| *n > 0)
    }

    /// A call of `reversed` that makes a range, see [`Lower::range_turned`].
    fn is_turned_range(&self, i: &Inst) -> bool {
        matches!(i.op, hir::Op::Call { .. })
            && matches!(i.results.first().map(|r| &self.inst.types[r.index()]), Some(Ty::Range { .. }))
            && self.native_name(i).as_deref() == Some("reversed")
    }

    /// `reversed(range(…))` that a loop iterates over: the range of the same numbers in the opposite order.
    fn range_turned(&mut self, i: &Inst) {
        let out = i.results[0];
        match self.get(i.args[1]) {
            Val::Range { start, step, len, .. } => {
                let (zero, one) = (self.iconst(0), self.iconst(1));
                let before = self.op(Op::ISub, &[len, one], Rep::I64);
                let way = self.op(Op::IMul, &[before, step], Rep::I64);
                let last = self.op(Op::IAdd, &[start, way], Rep::I64);
                let back = self.op(Op::ISub, &[zero, step], Rep::I64);
                self.vals.insert(out, Val::Range { start: last, step: back, len, unit: false });
            }
            _ => {
                let range = self.word(i.args[1]);
                let r = self.leaf(Leaf::range_turned, &[range], Rep::Val);
                self.set(out, r, &Ty::Any);
            }
        }
    }

    /// A range whose step is known at run time only. The rare ones (step 0, far ends) are the twin's.
    fn range_by(&mut self, out: V, start: Value, stop: Value, step: Value) -> bool {
        let (zero, one) = (self.iconst(0), self.iconst(1));
        let twin = self.slow_block();
        let limit = self.iconst(1 << 31);
        let low = self.op(Op::ISub, &[zero, limit], Rep::I64);
        for (cc, a, b) in [(Cc::Ne, step, zero), (Cc::Lt, step, limit), (Cc::Gt, step, low)] {
            let ok = self.icmp(cc, a, b);
            self.require(ok, twin);
        }
        let e = self.slow_exit();
        let up = self.inst_n(Op::ISubO, vec![stop, start], &[Rep::I64], vec![e])[0];
        let down = self.negated(up);
        let rises = self.icmp(Cc::Gt, step, zero);
        let back = self.op(Op::ISub, &[zero, step], Rep::I64);
        let dist = self.op(Op::Select, &[rises, up, down], Rep::I64);
        let size = self.op(Op::Select, &[rises, step, back], Rep::I64);
        // ceil(dist / size) for dist > 0, else 0.
        let dist = self.op(Op::IMax, &[dist, zero], Rep::I64);
        let m = self.op(Op::ISub, &[dist, one], Rep::I64);
        let q = self.op(Op::IFloorDiv, &[m, size], Rep::I64);
        let len = self.op(Op::IAdd, &[q, one], Rep::I64);
        self.vals.insert(out, Val::Range { start, step, len, unit: false });
        true
    }

    /// Methods of native types with a typed leaf.
    pub fn native_method(&mut self, i: &Inst, name: &Name, kw: &[Name]) -> bool {
        if !kw.is_empty() {
            return false;
        }
        let out = i.results[0];
        let t = self.ty(i.args[0]);
        let args = &i.args[1..];
        match (&t, &**name, args.len()) {
            (Ty::List(_), "append", 1) => {
                self.list_append(i.args[0], args[0]);
                let n = self.none();
                self.set(out, n, &Ty::None);
            }
            (Ty::List(_), "pop", 0) => {
                let l = self.typed(i.args[0]).0;
                let at = self.iconst(-1);
                let r = self.leaf_raises(Leaf::list_pop, &[l, at], Rep::Val);
                self.set_word(out, r, &Ty::Any);
            }
            (Ty::List(_), "pop", 1) if self.mode == Mode::Fast && self.ty(args[0]).is_int() => {
                let (l, at) = (self.typed(i.args[0]).0, self.typed(args[0]).0);
                let r = self.leaf_raises(Leaf::list_pop, &[l, at], Rep::Val);
                self.set_word(out, r, &Ty::Any);
            }
            (Ty::Gen(id), "send", 1) if crate::generator::is_direct(self.t, *id) => self.gen_send(i, *id),
            (Ty::Str, ..) => return self.str_method(i, name),
            _ => return self.table_method(i, name),
        }
        true
    }

    pub fn list_append(&mut self, list: V, v: V) {
        let (l, lt) = self.typed(list);
        let e = lt.site().map_or(Ty::Any, |s| self.t.sites.elem(s));
        if self.is_wide(v) {
            let w = self.word(v);
            return self.leaf_raises0(Leaf::list_append, &[l, w]);
        }
        let (x, t) = self.typed(v);
        let (leaf, kind, region) = match (&e, self.f.ty(x)) {
            (Ty::Int { .. }, Rep::I64) => (Leaf::list_append_i64, Some(layout::KIND_I64), Region::ListI64),
            (Ty::Float { .. }, Rep::F64) => (Leaf::list_append_f64, Some(layout::KIND_F64), Region::ListF64),
            (Ty::Bool, Rep::Bool) if self.mode == Mode::Fast => (Leaf::list_append, Some(layout::KIND_BOOL), Region::ListBool),
            _ => (Leaf::list_append, stored_as_values(&e).then_some(layout::KIND_VALUE), Region::ListVal),
        };
        let bools = region == Region::ListBool;
        let x = if leaf == Leaf::list_append && !bools { self.boxed(x, &t) } else { x };
        let Some(kind) = kind.filter(|_| self.mode == Mode::Fast) else {
            return self.leaf_raises0(leaf, &[l, x]);
        };
        // In line while there is room.
        let field = |me: &mut Self, offset| me.op(Op::Load { ty: Rep::I64, offset, region: Region::ListHeader }, &[l], Rep::I64);
        let (len, cap) = (field(self, layout::LIST_LEN), field(self, layout::LIST_CAP));
        let (general, fits, put, done) = (self.new_block(true), self.new_block(false), self.new_block(false), self.new_block(false));
        let room = self.op(Op::ULt, &[len, cap], Rep::Bool);
        self.branch(room, fits, general);
        self.cur = fits;
        self.branch_on_kind(l, kind, put, general);
        self.cur = general;
        let word = if bools { self.boxed(x, &t) } else { x };
        self.leaf_raises0(leaf, &[l, word]);
        self.jump(done, &[]);
        self.cur = put;
        let data = self.list_data(l);
        self.op0(Op::StoreIdx { region }, &[data, len, x]);
        let one = self.iconst(1);
        let more = self.op(Op::IAdd, &[len, one], Rep::I64);
        self.op0(Op::Store { offset: layout::LIST_LEN, region: Region::ListHeader }, &[l, more]);
        self.jump(done, &[]);
        self.cur = done;
    }
}
