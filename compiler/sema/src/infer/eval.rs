//! Transfer functions: the result types of every HIR instruction.

use super::*;

impl Solver<'_> {
    pub(super) fn analyse(&mut self, id: InstanceId) {
        self.me = id;
        let func = self.t.instance(id).func;
        let blocks = std::mem::take(&mut self.t.program.funcs[func.index()].blocks);
        // The parameters' types.
        for (k, p) in blocks[0].params.iter().enumerate() {
            let t = self.t.instance(id).params[k].clone();
            let t = self.as_parameter(func, k, t);
            self.set(*p, &t);
        }
        if self.t.instance(id).params.iter().any(|p| *p == Ty::Never) {
            // A uniform instance whose arguments are not known yet.
            self.t.program.funcs[func.index()].blocks = blocks;
            return;
        }
        self.t.instances[id.0 as usize].reached[0] = true;
        loop {
            self.line_changed = false;
            for (b, block) in blocks.iter().enumerate() {
                if self.t.instance(id).reached[b] {
                    self.block(b as u32, block);
                }
            }
            if !self.line_changed {
                break;
            }
        }
        self.t.program.funcs[func.index()].blocks = blocks;
    }

    /// `*args` and `**kwargs` are a tuple and a dict inside.
    fn as_parameter(&mut self, _func: FuncId, _k: usize, t: Ty) -> Ty {
        t
    }

    fn block(&mut self, b: u32, block: &Block) {
        self.t.instances[self.me.0 as usize].stops[b as usize] = None;
        // A block without instructions is a place too: its jump passes on what is known here.
        self.at = (b, 0);
        for (k, i) in block.insts.iter().enumerate() {
            self.at = (b, k as u32);
            // Bound anew each time: as types grow, a call may turn out not to be direct.
            self.t.instances[self.me.0 as usize].calls.remove(&(b, k as u32));
            let mut results = self.inst(i);
            if self.forced.contains(&(self.me, self.at)) {
                self.force(i, &mut results);
            }
            if let Some(t) = &i.unwind {
                self.reach(t);
            }
            if let Some(t) = &i.done {
                self.reach(t);
            }
            let stop = match &results {
                None => true,
                Some(ts) => ts.iter().any(|t| *t == Ty::Never) && !matches!(i.op, Op::Undef | Op::LoadLocal(_)),
            };
            if let Some(ts) = results {
                for (v, t) in i.results.iter().zip(&ts) {
                    self.set(*v, t);
                }
            }
            if stop {
                self.t.instances[self.me.0 as usize].stops[b as usize] = Some(k);
                return;
            }
        }
        match &block.term {
            Term::Jump(t) => self.reach(t),
            Term::Branch { then, els, .. } => {
                for (t, way) in [(then, true), (els, false)] {
                    if self.t.goes(self.me, B(b), way) {
                        self.reach_edge(t, Some(way));
                    }
                }
            }
            Term::Return(v) => {
                let mut t = self.ty(*v);
                self.as_object(&mut t);
                if self.t.instance(self.me).leaks {
                    self.t.sites.escape(&t);
                }
                let old = self.t.instance(self.me).ret.clone();
                let new = self.join(&old, &t);
                if new != old {
                    self.t.instances[self.me.0 as usize].ret = new;
                    let me = self.me;
                    self.grown(&Key::Ret(me));
                }
            }
            Term::Unreachable => {}
        }
    }

    /// Replaces missing results of an instruction by [`Ty::Any`]: the runtime decides.
    fn force(&mut self, i: &Inst, results: &mut Option<Vec<Ty>>) {
        let ts = results.get_or_insert_with(|| vec![Ty::Never; i.results.len()]);
        for t in ts.iter_mut().filter(|t| **t == Ty::Never) {
            *t = Ty::Any;
        }
        let (me, at) = (self.me, self.at);
        self.t.instances[me.0 as usize].calls.remove(&at);
    }

    /// At the end: instructions behind which inference reaches nothing although no rule of the language says so. What the
    /// runtime does there is its own affair; the code behind them is compiled for any value.
    pub(super) fn force_stops(&mut self) -> bool {
        let mut found = Vec::new();
        for (n, inst) in self.t.instances.iter().enumerate() {
            let id = InstanceId(n as u32);
            let blocks = &self.t.program.funcs[inst.func.index()].blocks;
            for (b, stop) in inst.stops.iter().enumerate() {
                if let Some(k) = stop
                    && inst.reached[b]
                    && !self.forced.contains(&(id, (b as u32, *k as u32)))
                    && self.unproved(id, b, &blocks[b].insts[*k], (b as u32, *k as u32))
                {
                    found.push((id, (b as u32, *k as u32)));
                }
            }
        }
        for (id, at) in &found {
            self.forced.insert((*id, *at));
            self.enqueue(*id);
        }
        !found.is_empty()
    }

    /// The instruction might come to an end after all.
    fn unproved(&self, id: InstanceId, b: usize, i: &Inst, at: At) -> bool {
        let types: Vec<Ty> = i.args.iter().map(|v| self.t.ty_at(id, B(b as u32), *v)).collect();
        if types.contains(&Ty::Never) {
            return false;
        }
        let of_program = |t: &Ty| t.members().iter().any(|m| matches!(m, Ty::Inst(_) | Ty::Class(_) | Ty::Module(_) | Ty::NativeClass(_) | Ty::NativeModule(_)));
        match &i.op {
            Op::GetAttr(_) | Op::CallMethod { .. } | Op::Un(_) | Op::GetItem | Op::GetIter | Op::IterNext | Op::YieldFromNext | Op::YieldFromThrow | Op::Unpack | Op::UnpackStar { .. } => {
                of_program(&types[0]) && !self.t.instance(id).calls.contains_key(&at)
            }
            Op::Bin(_) | Op::InPlace(_) | Op::Cmp(_) => types.iter().any(of_program) && !self.t.instance(id).calls.contains_key(&at),
            Op::LoadGlobal(_) => true,
            _ => false,
        }
    }

    fn reach(&mut self, t: &Target) {
        self.reach_edge(t, None);
    }

    /// `branch`: the edge of the block's branch that this is.
    fn reach_edge(&mut self, t: &Target, branch: Option<bool>) {
        let inst = &mut self.t.instances[self.me.0 as usize];
        if !std::mem::replace(&mut inst.reached[t.block.index()], true) {
            self.line_changed = true;
        }
        for (k, a) in t.args.iter().enumerate() {
            let ty = match branch {
                Some(then) => self.t.ty_on_edge(self.me, B(self.at.0), then, *a),
                None => self.ty(*a),
            };
            self.param_in(t.block, k, &ty);
        }
    }

    fn param_in(&mut self, b: B, k: usize, ty: &Ty) {
        // Block parameters are numbered in the function's blocks, which are taken out during analysis: remember them.
        let v = self.params[self.t.instance(self.me).func.index()][b.index()][k];
        self.set(v, ty);
    }

    /// Type of an operand at the instruction at hand, narrowed by tests.
    pub(super) fn ty(&self, v: V) -> Ty {
        self.t.ty_at(self.me, B(self.at.0), v)
    }

    fn set(&mut self, v: V, t: &Ty) {
        let old = self.t.instance(self.me).types[v.index()].clone();
        let new = self.join(&old, t);
        if new != old {
            self.t.instances[self.me.0 as usize].types[v.index()] = new;
            self.line_changed = true;
        }
    }

    /// What becomes of a type where code that does not know it gets the object.
    fn as_object(&mut self, t: &mut Ty) {
        if let Ty::Method(..) = t {
            self.t.sites.escape(t);
            *t = Ty::Any;
        }
    }

    /// Result types of an instruction; `None`: it never gets past here.
    fn inst(&mut self, i: &Inst) -> Option<Vec<Ty>> {
        let mut a: Vec<Ty> = i.args.iter().map(|v| self.ty(*v)).collect();
        if i.op.refuses_none() {
            a[0] = a[0].without_none();
        }
        // Only a call makes anything of a method of a native object; elsewhere the object escapes with it.
        let called = usize::from(matches!(i.op, Op::Call { .. }));
        for t in a.iter_mut().skip(called) {
            self.as_object(t);
        }
        let one = |t: Ty| Some(vec![t]);
        match &i.op {
            Op::Const(c) => one(self.constant(c)),
            Op::Undef => one(Ty::Never),
            Op::Bool(_) => one(Ty::Bool),
            Op::LoadLocal(v) => one(self.t.instance(self.me).vars[v.index()].clone()),
            Op::StoreLocal(v) => {
                let old = self.t.instance(self.me).vars[v.index()].clone();
                let new = self.join(&old, &a[0]);
                if new != old {
                    self.t.instances[self.me.0 as usize].vars[v.index()] = new;
                    self.line_changed = true;
                }
                Some(vec![])
            }
            Op::Keep | Op::DelLocal(_) | Op::CheckBound { .. } | Op::DelCell(_) | Op::DelGlobal(_) | Op::ExcPop => Some(vec![]),
            Op::Capture { cell, .. } | Op::LoadCell(cell) => {
                self.read(Key::Cell(*cell));
                let by_value = self.t.program.cells[cell.index()].by_value;
                match (&i.op, by_value) {
                    (Op::Capture { .. }, false) => one(Ty::Opaque("cell".into())),
                    _ => one(self.t.cells[cell.index()].clone()),
                }
            }
            Op::SelfFunc => one(Ty::Func(self.t.instance(self.me).func)),
            Op::MakeCell(_) => one(Ty::Opaque("cell".into())),
            Op::StoreCell(c) => {
                self.join_cell(*c, &a[1]);
                Some(vec![])
            }
            Op::LoadGlobal(g) => {
                self.read(Key::Global(*g));
                one(self.t.globals[g.index()].clone())
            }
            Op::LoadGlobalOrBuiltin(g) => {
                self.read(Key::Global(*g));
                let name = self.t.program.globals[g.index()].name.clone();
                let builtin = self.builtin_value(&name);
                let own = self.t.globals[g.index()].clone();
                one(self.join(&own, &builtin))
            }
            Op::StoreGlobal(g) => {
                let old = self.t.globals[g.index()].clone();
                let new = self.join(&old, &a[0]);
                if new != old {
                    // CPython gets its own one instead of a module of the library.
                    if self.fixed_globals.contains(g) && !matches!(new, Ty::Module(m) if self.t.program.modules[m.index()].is_shim) {
                        self.t.sites.escape(&new);
                    }
                    self.t.globals[g.index()] = new;
                    self.grown(&Key::Global(*g));
                }
                Some(vec![])
            }
            Op::LoadBuiltin(n) => one(self.builtin_value(n)),
            Op::NameError(_) => None,
            Op::Un(op) => one(self.unary(*op, &a[0])),
            Op::Bin(op) => one(self.binary(*op, &a[0], &a[1], i.args[0] == i.args[1], self.literal(i.args[1]))),
            Op::InPlace(op) => one(self.inplace(*op, &a[0], &a[1], self.literal(i.args[1]))),
            Op::Cmp(op) => one(self.compare(*op, &a[0], &a[1])),
            Op::Truth => {
                self.needs(&a[0], &["__bool__", "__len__"], None);
                one(if a[0] == Ty::Never { Ty::Never } else { Ty::Bool })
            }
            Op::Not => one(Ty::Bool),
            Op::GetAttr(n) => one(self.getattr(&a[0], n)),
            Op::SetAttr(n) => {
                self.setattr(&a[0], n, &a[1]);
                Some(vec![])
            }
            Op::InitAttr(n) => {
                for m in a[0].members().to_vec() {
                    match &m {
                        Ty::Inst(c) if !matches!(self.t.class_attr(*c, n), Some((_, Ty::Property(_)))) => self.join_attr(*c, n, &a[1]),
                        m => self.setattr(m, n, &a[1]),
                    }
                }
                Some(vec![])
            }
            Op::DelAttr(n) => {
                // The slot becomes unset: reads go through the general path.
                for m in a[0].members().to_vec() {
                    if let Ty::Inst(c) = &m
                        && let Some((_, d)) = self.t.class_attr(*c, n)
                    {
                        let d = d.clone();
                        self.call_dunder(&d, "__delete__", std::slice::from_ref(&m));
                    }
                }
                Some(vec![])
            }
            Op::GetItem => one(self.getitem(&a[0], &a[1], i.args[1])),
            Op::SetItem => {
                self.setitem(&a[0], &a[1], &a[2]);
                Some(vec![])
            }
            Op::DelItem => {
                self.hashes(&a[1]);
                self.call_dunder(&a[0], "__delitem__", &[a[1].clone()]);
                if matches!(a[0], Ty::Any | Ty::Opaque(_)) {
                    self.t.sites.escape(&a[1]);
                    self.dynamic_special("__delitem__", &[Ty::Any]);
                }
                Some(vec![])
            }
            Op::MakeSlice => {
                for t in &a {
                    self.needs(t, &["__index__"], None);
                }
                one(Ty::Slice)
            }
            Op::Call { kw } | Op::CallMethod { kw, .. } if self.is_left_to_numpy(i) => one(self.call_left_to_numpy(i, &a, kw)),
            Op::Call { kw } => {
                self.note_dtypes(i, &a);
                self.minus_one_args = i.args.len() == 4 && self.literal(i.args[2]).is_some_and(|l| l >= -1);
                one(self.call_value(&a[0], &a[1..], kw))
            }
            Op::CallMethod { name, kw } => {
                self.note_dtypes(i, &a);
                one(self.call_method(&a[0], name, &a[1..], kw))
            }
            Op::CallEx => one(self.call_starred(&a[0], &a[1], &a[2])),
            Op::MakeList => {
                let s = self.site(0);
                for t in &a {
                    self.t.sites.add_elem(s, t);
                }
                self.read(Key::Site(s));
                one(Ty::List(s))
            }
            Op::MakeTuple => {
                if a.contains(&Ty::Never) {
                    return None;
                }
                // Tuples in tuples in tuples are one recursive type, or analysis would not end.
                if a.iter().any(|t| tuple_depth(t) >= 3) {
                    let s = self.site(0);
                    for t in &a {
                        self.t.sites.add_elem(s, t);
                    }
                    self.read(Key::Site(s));
                    return one(Ty::TupleOf(s));
                }
                one(Ty::Tuple(a.into()))
            }
            Op::MakeSet | Op::MakeConstantSet => {
                let s = self.site(0);
                for t in &a {
                    self.t.sites.add_elem(s, t);
                    self.hashes(t);
                }
                one(Ty::Set(s))
            }
            Op::MakeDict => {
                let s = self.site(0);
                for kv in a.chunks(2) {
                    self.t.sites.add_elem(s, &kv[0]);
                    self.t.sites.add_value(s, &kv[1]);
                    self.hashes(&kv[0]);
                }
                one(Ty::Dict(s))
            }
            Op::ListAppend | Op::SetAdd => {
                if let Some(s) = a[0].site() {
                    self.t.sites.add_elem(s, &a[1]);
                }
                if matches!(i.op, Op::SetAdd) {
                    self.hashes(&a[1]);
                }
                Some(vec![])
            }
            Op::WithCheck | Op::Poll => Some(vec![]),
            Op::ListExtend | Op::ArgsExtend | Op::SetUpdate => {
                let e = self.iterate(&a[1]);
                if let Some(s) = a[0].site() {
                    self.t.sites.add_elem(s, &e);
                }
                if matches!(i.op, Op::SetUpdate) {
                    self.hashes(&e);
                }
                Some(vec![])
            }
            Op::ListToTuple => one(match &a[0] {
                Ty::List(s) => {
                    let e = self.elem(*s);
                    Ty::TupleOf(self.site_of(0, &e))
                }
                t => t.clone(),
            }),
            Op::DictSet => {
                if let Some(s) = a[0].site() {
                    self.t.sites.add_elem(s, &a[1]);
                    self.t.sites.add_value(s, &a[2]);
                }
                self.hashes(&a[1]);
                Some(vec![])
            }
            Op::DictUpdate | Op::DictMerge => {
                if let Some(s) = a[0].site() {
                    for m in a[1].members().to_vec() {
                        match &m {
                            Ty::Dict(o) | Ty::DictLike(_, o) => {
                                let (k, v) = (self.elem(*o), self.val(*o));
                                self.t.sites.add_elem(s, &k);
                                self.t.sites.add_value(s, &v);
                            }
                            Ty::Inst(c) if self.t.native_base(*c).is_none() => {
                                let (k, v) = self.needs_mapping(&m);
                                self.t.sites.add_elem(s, &k);
                                self.t.sites.add_value(s, &v);
                            }
                            _ => {
                                self.needs_mapping(&m);
                                self.t.sites.add_elem(s, &Ty::Any);
                                self.t.sites.add_value(s, &Ty::Any);
                                self.t.sites.escape(&m);
                            }
                        }
                    }
                }
                Some(vec![])
            }
            Op::Unpack => {
                let n = i.results.len();
                self.unpack(&a[0], n)
            }
            Op::UnpackStar { before, after } => {
                let e = self.iterate(&a[0]);
                if e == Ty::Never {
                    // An empty source may still fill the starred part.
                    if *before + *after > 0 {
                        return None;
                    }
                }
                let s = self.site_of(0, &e);
                let mut r = vec![e.clone(); *before as usize];
                r.push(Ty::List(s));
                r.extend(vec![e; *after as usize]);
                Some(r)
            }
            Op::MatchSequence { .. } | Op::MatchMapping { .. } => {
                self.needs(&a[0], &["__len__"], None);
                one(if a[0] == Ty::Never { Ty::Never } else { Ty::Bool })
            }
            Op::MatchArg { index, .. } => one(self.match_arg(&a[0], &a[1], *index)),
            Op::GetIter => one(self.get_iter(&a[0])),
            Op::IterInit => one(Ty::State),
            Op::IterNext => {
                let (me, at) = (self.me, self.at);
                self.t.instances[me.0 as usize].calls.remove(&at);
                let e = match &a[0] {
                    t @ Ty::Inst(_) => self.call_dunder_direct(t, "__next__", &[]),
                    t => self.iter_elem(t),
                };
                Some(vec![e, Ty::State])
            }
            Op::MakeFunction { func, defaults, kwdefaults } => {
                let nd = *defaults as usize;
                for (k, t) in a.iter().take(nd + *kwdefaults as usize).enumerate() {
                    let key = (*func, k);
                    let old = self.t.defaults.get(&key).cloned().unwrap_or(Ty::Never);
                    let new = self.join(&old, t);
                    if new != old {
                        if self.leaks(*func) {
                            self.t.sites.escape(&new);
                        }
                        self.t.defaults.insert(key, new);
                        self.grown(&Key::Default(*func, k));
                    }
                }
                // Captures by value.
                let captures = self.t.program.funcs[func.index()].captures.clone();
                for (c, t) in captures.iter().zip(&a[nd + *kwdefaults as usize..]) {
                    if self.t.program.cells[c.index()].by_value {
                        self.join_cell(*c, t);
                    }
                }
                one(Ty::Func(*func))
            }
            Op::MakeClass(c) => {
                self.make_class(*c, &a);
                one(Ty::Class(*c))
            }
            Op::ClassSet { class, name } => {
                self.call_dunder(&a[1], "__set_name__", &[Ty::Class(*class), Ty::Str]);
                // What the metaclass makes of it, only the runtime knows.
                let value = if self.t.is_managed(*class) || self.is_open(*class, name) || self.is_patched(*class) && !special::is_special(name) {
                    self.given_away(&a[1]);
                    Ty::Any
                } else {
                    a[1].clone()
                };
                if special::is_special(name) {
                    let known = self.specials.entry(*class).or_default();
                    if !known.contains(name) {
                        known.push(name.clone());
                    }
                }
                let key = (*class, name.clone());
                let old = self.t.class_attrs.get(&key).cloned().unwrap_or(Ty::Never);
                let new = self.join(&old, &value);
                if new != old {
                    self.t.class_attrs.insert(key, new);
                    self.grown(&Key::ClassAttr(*class, name.clone()));
                }
                Some(vec![])
            }
            Op::ClassDone(c) => {
                self.class_done(*c);
                Some(vec![])
            }
            Op::BuildString => one(Ty::Str),
            Op::Format(_) => {
                self.needs(&a[0], &["__str__", "__repr__", "__format__"], None);
                one(Ty::Str)
            }
            Op::Raise => {
                self.raised(&a[0]);
                None
            }
            Op::Reraise | Op::ExcRestore => None,
            Op::AssertFail => {
                if let Some(t) = a.first() {
                    self.t.sites.escape(t);
                }
                None
            }
            Op::ExcTake => one(Ty::Exc("BaseException".into())),
            Op::ExcMatch => {
                // Which classes it catches, their bases say.
                if matches!(a[1], Ty::Class(_) | Ty::Tuple(_)) {
                    for c in 0..self.t.bases.len() as u32 {
                        self.read(Key::Bases(ClassId(c)));
                    }
                }
                one(Ty::Bool)
            }
            Op::Yield | Op::YieldInner => {
                if self.t.instance(self.me).leaks {
                    self.t.sites.escape(&a[0]);
                }
                let old = self.t.instance(self.me).yields.clone();
                let new = self.join(&old, &a[0]);
                if new != old {
                    self.t.instances[self.me.0 as usize].yields = new;
                    let me = self.me;
                    self.grown(&Key::Yields(me));
                }
                // What `send` passes in; a plain `next` sends None.
                one(if self.t.instance(self.me).uniform || self.sends() { Ty::Any } else { Ty::None })
            }
            Op::YieldFromNext | Op::YieldFromThrow => {
                let mut e = self.iter_elem(&a[0]);
                for (name, args) in [("send", vec![Ty::Any]), ("throw", vec![Ty::Any; 3]), ("close", vec![])] {
                    let r = self.call_dunder(&a[0], name, &args);
                    if name != "close" {
                        e = self.join(&e, &r);
                    }
                    if matches!(a[0], Ty::Any | Ty::Opaque(_)) {
                        self.dynamic_special(name, &args);
                    }
                }
                one(e)
            }
            Op::GenResult => one(Ty::Any),
            Op::ImportModule(m) => {
                let init = self.t.program.modules[m.index()].init;
                if !self.by_func.contains_key(&init) {
                    let i = self.new_instance(init, Vec::new(), false);
                    self.by_func.insert(init, vec![i]);
                }
                one(Ty::Module(*m))
            }
            Op::ImportNative(n) => one(Ty::NativeModule(n.clone())),
            Op::ThisClass(c) => one(Ty::Class(*c)),
            Op::SuperAttr(n) => one(self.super_attr(&a[0], &a[1], n)),
        }
    }

    /// Some generator of the program may be sent values.
    fn sends(&self) -> bool {
        true
    }

    fn join_cell(&mut self, c: CellId, t: &Ty) {
        let old = self.t.cells[c.index()].clone();
        let new = self.join(&old, t);
        if new != old {
            self.t.cells[c.index()] = new;
            self.grown(&Key::Cell(c));
        }
    }

    fn constant(&mut self, c: &Constant) -> Ty {
        match c {
            Constant::None => Ty::None,
            Constant::True | Constant::False => Ty::Bool,
            Constant::Ellipsis => Ty::Opaque("ellipsis".into()),
            Constant::Int(i) => Ty::Int { nonneg: *i >= 0 },
            Constant::BigInt(s) => Ty::Int { nonneg: !s.starts_with('-') },
            Constant::Float(f) => Ty::Float { nonneg: *f >= 0.0 },
            Constant::Imaginary(_) => Ty::Complex,
            Constant::Str(_) => Ty::Str,
            Constant::Bytes(_) => Ty::Bytes,
        }
    }

    fn match_arg(&mut self, t: &Ty, class: &Ty, index: u32) -> Ty {
        match class {
            Ty::NativeClass(n) if index == 0 && matches_itself(n) => t.clone(),
            Ty::Class(c) => {
                for k in self.t.mro(*c) {
                    self.read(Key::ClassAttr(k, "__match_args__".into()));
                }
                match self.t.match_arg(*c, index) {
                    Some(n) => self.getattr(t, &n),
                    None => self.dynamic_match_arg(t),
                }
            }
            _ => self.dynamic_match_arg(t),
        }
    }

    /// The runtime reads some attribute.
    fn dynamic_match_arg(&mut self, t: &Ty) -> Ty {
        self.by_name(&"builtins.getattr".into(), std::slice::from_ref(t));
        Ty::Any
    }

    fn unpack(&mut self, t: &Ty, n: usize) -> Option<Vec<Ty>> {
        let mut out = vec![Ty::Never; n];
        for m in t.members().to_vec() {
            match &m {
                Ty::Tuple(ts) => {
                    if ts.len() == n {
                        for (o, t) in out.iter_mut().zip(ts.iter()) {
                            *o = self.t.sites.join(o, t);
                        }
                    }
                }
                m => {
                    let e = self.iterate(m);
                    for o in out.iter_mut() {
                        *o = self.t.sites.join(o, &e);
                    }
                }
            }
        }
        if out.contains(&Ty::Never) { None } else { Some(out) }
    }

    /// A class statement: args are metaclass, keywords and bases.
    fn make_class(&mut self, c: ClassId, a: &[Ty]) {
        let mut bases = self.t.bases[c.index()].clone();
        bases.resize(a.len() - 2, Ty::Never);
        for (b, t) in bases.iter_mut().zip(&a[2..]) {
            *b = self.t.sites.join(b, t);
            if !matches!(t, Ty::Class(_) | Ty::NativeClass(_)) {
                self.t.sites.escape(t);
            }
        }
        let mut grown = bases != self.t.bases[c.index()];
        self.t.bases[c.index()] = bases;
        if a[0] != Ty::None {
            let abc = matches!(a[0], Ty::Class(m) if self.t.is_in_module(m, "abc") || self.t.is_in_module(m, "typing"));
            grown |= self.t.virtuals.insert(c);
            if !abc {
                grown |= self.t.managed.insert(c);
            }
            // CPython may call those of any metaclass of an extension module (`register`).
            if !abc || self.t.program.is_extension {
                // The metaclass's methods are called on classes, by the runtime alone.
                self.t.sites.escape(&a[0]);
                for m in a[0].members().to_vec() {
                    if let Ty::Class(m) = m {
                        self.metaclass(m);
                    }
                }
            }
        }
        if let Some(s) = a[1].site() {
            let v = self.val(s);
            self.t.sites.escape(&v);
        }
        if grown {
            self.grown(&Key::Bases(c));
            self.passed_to_unknown(c);
        }
        // The metaclass gets hold of it.
        if self.t.is_managed(c) {
            self.t.sites.escape(&Ty::Class(c));
        }
    }

    fn metaclass(&mut self, m: ClassId) {
        for k in self.t.mro(m) {
            let names: Vec<Name> = self.t.class_attrs.keys().filter(|(c, _)| *c == k).map(|(_, n)| n.clone()).collect();
            for n in names {
                if &*n == "__new__" {
                    let t = self.t.class_attrs[&(k, n)].clone();
                    self.t.sites.escape(&t);
                } else {
                    self.dynamic_read(m, &n);
                }
            }
        }
    }

    /// The end of a class body: the runtime calls `__init_subclass__` of the nearest base that has it.
    fn class_done(&mut self, c: ClassId) {
        if let Some(Ty::Func(f) | Ty::ClassMethod(f)) = self.t.class_attrs.get(&(c, "__subclasshook__".into())).cloned() {
            self.runtime_call(f, Some(Ty::Class(c)), &[Ty::Any]);
        }
        let name: Name = "__init_subclass__".into();
        for base in self.t.mro(c).into_iter().skip(1) {
            self.read(Key::Bases(base));
            self.read(Key::ClassAttr(base, name.clone()));
            if let Some(Ty::Func(f) | Ty::ClassMethod(f)) = self.t.class_attrs.get(&(base, name.clone())).cloned() {
                let mut args = vec![Ty::Any; self.t.program.funcs[f.index()].params.names.len()];
                args[0] = Ty::Class(c);
                self.join_uniform(f, &args);
                return;
            }
        }
    }

    fn raised(&mut self, t: &Ty) {
        // A class is instantiated by the runtime.
        if let Ty::Class(c) = t
            && let Some(f) = self.t.find_method(*c, "__init__")
        {
            let n = self.t.program.funcs[f.index()].params.names.len();
            let mut args = vec![Ty::Any; n];
            args[0] = Ty::Inst(*c);
            self.join_uniform(f, &args);
        }
        if let Ty::Inst(c) | Ty::Class(c) = t {
            self.needs(&Ty::Inst(*c), &["__str__", "__repr__"], None);
        }
    }
}

/// How deep tuples of known shape are nested.
fn tuple_depth(t: &Ty) -> u32 {
    match t {
        Ty::Tuple(ts) => 1 + ts.iter().map(tuple_depth).max().unwrap_or(0),
        Ty::Union(ts) => ts.iter().map(tuple_depth).max().unwrap_or(0),
        Ty::Bound(t, _) => tuple_depth(t),
        _ => 0,
    }
}

/// `case int(x)`: the one positional sub-pattern sees the value itself.
pub fn matches_itself(class: &str) -> bool {
    matches!(class, "bool" | "bytearray" | "bytes" | "dict" | "float" | "frozenset" | "int" | "list" | "set" | "str" | "tuple")
}
