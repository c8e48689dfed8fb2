//! Operators, subscripts and iteration.

use super::*;

impl Solver<'_> {
    /// The literal int that `v` is, if it is one (for the sign of exponents and divisors).
    pub(super) fn literal(&self, v: V) -> Option<i64> {
        self.literals.get(&(self.t.instance(self.me).func, v)).copied()
    }

    pub(super) fn unary(&mut self, op: UnaryOp, t: &Ty) -> Ty {
        let mut out = Ty::Never;
        for m in t.members().to_vec() {
            let r = match (&m, op) {
                (Ty::Any | Ty::Opaque(_) | Ty::Exc(_), UnaryOp::Neg | UnaryOp::Pos | UnaryOp::Invert) => {
                    self.dynamic_special(unary_name(op), &[]);
                    Ty::Any
                }
                (_, UnaryOp::Not) => Ty::Bool,
                (Ty::Int { nonneg }, UnaryOp::Pos) => Ty::Int { nonneg: *nonneg },
                (Ty::Bool, UnaryOp::Pos) => NAT,
                (Ty::Int { .. } | Ty::Bool, _) => INT,
                (Ty::Float { nonneg }, UnaryOp::Pos) => Ty::Float { nonneg: *nonneg },
                (Ty::Float { .. }, UnaryOp::Neg) => FLOAT,
                (Ty::Complex, UnaryOp::Neg | UnaryOp::Pos) => Ty::Complex,
                (Ty::Inst(c), _) => {
                    let r = self.call_dunder(&m, unary_name(op), &[]);
                    if self.t.native_base(*c).is_some() && r == Ty::Never { Ty::Any } else { r }
                }
                (Ty::DictLike(..), _) => m.clone(),
                (m, op) if m.is_numpy() => self.numpy_unary(op, m),
                _ => Ty::Never,
            };
            out = self.join(&out, &r);
        }
        out
    }

    pub(super) fn inplace(&mut self, op: BinOp, a: &Ty, b: &Ty, lit: Option<i64>) -> Ty {
        // Mutable containers are changed in place; everything else is the plain operator.
        match (op, a) {
            (BinOp::Add, Ty::List(s)) => {
                let e = self.iterate(b);
                self.t.sites.add_elem(*s, &e);
                return a.clone();
            }
            (BinOp::BitOr, Ty::Set(s)) => {
                if let Some(o) = b.site() {
                    let e = self.elem(o);
                    self.t.sites.add_elem(*s, &e);
                }
                return a.clone();
            }
            (BinOp::Add, Ty::Deque(s)) => {
                let e = self.iterate(b);
                self.t.sites.add_elem(*s, &e);
                return a.clone();
            }
            (BinOp::BitOr, Ty::Dict(s) | Ty::DictLike(_, s)) => {
                if let Some(o) = b.site() {
                    let (k, v) = (self.elem(o), self.val(o));
                    self.t.sites.add_elem(*s, &k);
                    self.t.sites.add_value(*s, &v);
                }
                return a.clone();
            }
            (_, Ty::Inst(c)) => {
                let name = format!("__i{}__", stem(op));
                if self.has_special(*c, &name) {
                    let r = self.call_dunder_direct(a, &name, &[b.clone()]);
                    let refused = |t: &Ty| matches!(t, Ty::Opaque(n) if &**n == "NotImplementedType");
                    if !r.members().iter().any(refused) {
                        return r;
                    }
                    // Then the plain operator is tried: the runtime sees to it.
                    self.call_dunder(a, &name, &[b.clone()]);
                    let plain = self.binary(op, a, b, false, lit);
                    let (me, at) = (self.me, self.at);
                    self.t.instances[me.0 as usize].calls.remove(&at);
                    self.call_dunder(a, &format!("__{}__", stem(op)), &[b.clone()]);
                    return self.join(&r.without(refused), &plain);
                }
            }
            (_, Ty::Union(m)) if m.iter().any(|t| t.site().is_some() || matches!(t, Ty::Inst(_))) => {
                let mut out = Ty::Never;
                for t in m.to_vec() {
                    let r = self.inplace(op, &t, b, lit);
                    if let Ty::Inst(_) = t {
                        let name = format!("__i{}__", stem(op));
                        self.call_dunder(&t, &name, std::slice::from_ref(b));
                        let name = format!("__{}__", stem(op));
                        self.call_dunder(&t, &name, std::slice::from_ref(b));
                    }
                    out = self.join(&out, &r);
                }
                // Which of them it is, the runtime sees.
                let (me, at) = (self.me, self.at);
                self.t.instances[me.0 as usize].calls.remove(&at);
                return out;
            }
            _ => {}
        }
        self.binary(op, a, b, false, lit)
    }

    pub(super) fn binary(&mut self, op: BinOp, a: &Ty, b: &Ty, same: bool, lit: Option<i64>) -> Ty {
        let single = !matches!(a, Ty::Union(_)) && !matches!(b, Ty::Union(_));
        let mut out = Ty::Never;
        for x in a.members().to_vec() {
            for y in b.members().to_vec() {
                let r = self.binary_one(op, &x, &y, same, lit, single);
                out = self.join(&out, &r);
            }
        }
        out
    }

    fn binary_one(&mut self, op: BinOp, a: &Ty, b: &Ty, same: bool, lit: Option<i64>, single: bool) -> Ty {
        use BinOp::*;
        match (a, b) {
            (Ty::Never, _) | (_, Ty::Never) => return Ty::Never,
            (Ty::Inst(_), _) | (_, Ty::Inst(_)) => return self.binary_dunder(op, a, b, single),
            (Ty::Any, t) | (t, Ty::Any) => {
                self.t.sites.escape(t);
                self.dynamic_dunder(op, t);
                return Ty::Any;
            }
            (a, b) if a.is_numpy() || b.is_numpy() => return self.numpy_binary(op, a, b).unwrap_or(Ty::Any),
            _ => {}
        }
        let nn = |t: &Ty| matches!(t, Ty::Bool | Ty::Int { nonneg: true } | Ty::Float { nonneg: true });
        if a.is_integral() && b.is_integral() {
            let both = nn(a) && nn(b);
            let bools = *a == Ty::Bool && *b == Ty::Bool;
            return match op {
                Add | Mul => Ty::Int { nonneg: both || (op == Mul && same) },
                Sub => INT,
                Div => Ty::Float { nonneg: both },
                FloorDiv => Ty::Int { nonneg: both },
                Mod => Ty::Int { nonneg: nn(b) },
                BitAnd if bools => Ty::Bool,
                BitAnd => Ty::Int { nonneg: nn(a) || nn(b) },
                BitOr | BitXor if bools => Ty::Bool,
                BitOr | BitXor => Ty::Int { nonneg: both },
                LShift | RShift => Ty::Int { nonneg: nn(a) },
                Pow => {
                    if nn(b) || lit.is_some_and(|l| l >= 0) {
                        Ty::Int { nonneg: nn(a) || lit.is_some_and(|l| l % 2 == 0) }
                    } else if lit.is_some() {
                        FLOAT
                    } else {
                        let f = FLOAT;
                        self.join(&INT, &f)
                    }
                }
                MatMul => Ty::Never,
            };
        }
        if a.is_number() && b.is_number() {
            let both = nn(a) && nn(b);
            return match op {
                Add | Div => Ty::Float { nonneg: both },
                Mul => Ty::Float { nonneg: both || same },
                Sub => FLOAT,
                FloorDiv => FLOAT,
                Mod => Ty::Float { nonneg: nn(b) },
                Pow => {
                    if nn(a) || b.is_integral() {
                        Ty::Float { nonneg: nn(a) || lit.is_some_and(|l| l % 2 == 0) }
                    } else {
                        let f = FLOAT;
                        self.join(&f, &Ty::Complex)
                    }
                }
                _ => Ty::Never,
            };
        }
        let complexy = |t: &Ty| t.is_number() || *t == Ty::Complex;
        if complexy(a) && complexy(b) {
            return if matches!(op, Add | Sub | Mul | Div | Pow) { Ty::Complex } else { Ty::Never };
        }
        match (op, a, b) {
            (Add, Ty::Str, Ty::Str) => Ty::Str,
            (Add, Ty::Bytes, Ty::Bytes) => Ty::Bytes,
            (Mod, Ty::Str, t) => {
                self.needs(t, &["__str__", "__repr__", "__int__", "__float__", "__index__"], None);
                Ty::Str
            }
            (Mod, Ty::Bytes, _) => Ty::Bytes,
            (Mul, Ty::Str, t) | (Mul, t, Ty::Str) if t.is_integral() => Ty::Str,
            (Mul, Ty::Bytes, t) | (Mul, t, Ty::Bytes) if t.is_integral() => Ty::Bytes,
            (Mul, Ty::List(s), t) | (Mul, t, Ty::List(s)) if t.is_integral() => {
                let e = self.elem(*s);
                Ty::List(self.site_of(0, &e))
            }
            (Mul, Ty::Tuple(ts), t) | (Mul, t, Ty::Tuple(ts)) if t.is_integral() => {
                let mut e = Ty::Never;
                for x in ts.iter() {
                    e = self.join(&e, x);
                }
                Ty::TupleOf(self.site_of(1, &e))
            }
            (Mul, Ty::TupleOf(_), t) if t.is_integral() => a.clone(),
            (Mul, t, Ty::TupleOf(_)) if t.is_integral() => b.clone(),
            (Add, Ty::List(x), Ty::List(y)) => {
                let s = self.site(2);
                for o in [*x, *y] {
                    let e = self.elem(o);
                    self.t.sites.add_elem(s, &e);
                }
                Ty::List(s)
            }
            (Add, Ty::Tuple(x), Ty::Tuple(y)) if x.len() + y.len() <= 8 => Ty::Tuple(x.iter().chain(y.iter()).cloned().collect()),
            (Add, Ty::Tuple(_) | Ty::TupleOf(_), Ty::Tuple(_) | Ty::TupleOf(_)) => {
                let s = self.site(3);
                for t in [a, b] {
                    let e = self.iterate(t);
                    self.t.sites.add_elem(s, &e);
                }
                Ty::TupleOf(s)
            }
            (Add | Mul, Ty::Deque(_), _) => a.clone(),
            (Sub | BitOr | BitAnd | BitXor, Ty::Set(x) | Ty::FrozenSet(x), Ty::Set(y) | Ty::FrozenSet(y) | Ty::Iter(y)) => {
                let s = self.site(4);
                let e = self.elem(*x);
                self.t.sites.add_elem(s, &e);
                if matches!(op, BitOr | BitXor) {
                    let e = self.elem(*y);
                    self.t.sites.add_elem(s, &e);
                }
                if matches!(a, Ty::FrozenSet(_)) { Ty::FrozenSet(s) } else { Ty::Set(s) }
            }
            (Sub | BitOr | BitAnd | BitXor, Ty::Iter(x), _) => {
                // Dict views.
                let s = self.site(4);
                let e = self.elem(*x);
                self.t.sites.add_elem(s, &e);
                let e = self.iterate(b);
                self.t.sites.add_elem(s, &e);
                Ty::Set(s)
            }
            (BitOr, Ty::Dict(x), Ty::Dict(y)) => {
                let s = self.site(5);
                for o in [*x, *y] {
                    let (k, v) = (self.elem(o), self.val(o));
                    self.t.sites.add_elem(s, &k);
                    self.t.sites.add_value(s, &v);
                }
                Ty::Dict(s)
            }
            (_, Ty::DictLike(n, x), Ty::DictLike(m, y)) => {
                if n == m {
                    self.t.sites.unify(*x, *y);
                }
                a.clone()
            }
            (BitOr, Ty::DictLike(..), _) => a.clone(),
            (_, Ty::Opaque(_) | Ty::Exc(_), _) | (_, _, Ty::Opaque(_) | Ty::Exc(_)) => Ty::Any,
            (BitOr, Ty::NativeClass(_) | Ty::Class(_) | Ty::None, _) => Ty::Any,
            _ => Ty::Never,
        }
    }

    fn binary_dunder(&mut self, op: BinOp, a: &Ty, b: &Ty, single: bool) -> Ty {
        let name = format!("__{}__", stem(op));
        let rname = format!("__r{}__", stem(op));
        let mut out = Ty::Never;
        let mut done = false;
        if let Ty::Inst(c) = a
            && self.has_special(*c, &name)
        {
            // A subclass on the right that has the reflected method goes first.
            let reflected_first = matches!(b, Ty::Inst(d) if d != c && self.t.mro(*d).contains(c)) && matches!(b, Ty::Inst(d) if self.has_special(*d, &rname));
            let single = single && !reflected_first;
            let r = if single { self.call_dunder_direct(a, &name, &[b.clone()]) } else { self.call_dunder(a, &name, &[b.clone()]) };
            done = !reflected_first && !r.members().iter().any(|t| matches!(t, Ty::Opaque(n) if &**n == "NotImplementedType"));
            if !done {
                // The runtime decides which of the two methods is used.
                let (me, at) = (self.me, self.at);
                self.t.instances[me.0 as usize].calls.remove(&at);
                self.call_dunder(a, &name, &[b.clone()]);
            }
            out = r.without(|t| *t == Ty::Opaque("NotImplementedType".into()));
        }
        if let Ty::Inst(c) = b
            && !done
            && self.has_special(*c, &rname)
        {
            let r = self.call_dunder(b, &rname, &[a.clone()]);
            let r = r.without(|t| *t == Ty::Opaque("NotImplementedType".into()));
            out = self.join(&out, &r);
        }
        if let (Ty::Any, _) | (_, Ty::Any) = (a, b) {
            return Ty::Any;
        }
        // `"ab" * n` for an `n` with `__index__`.
        if op == BinOp::Mul {
            for (seq, n) in [(a, b), (b, a)] {
                if matches!(seq, Ty::Str | Ty::Bytes | Ty::List(_) | Ty::TupleOf(_) | Ty::Tuple(_)) {
                    self.call_dunder(n, "__index__", &[]);
                    let r = self.binary_one(op, seq, &NAT, false, None, single);
                    out = self.join(&out, &r);
                }
            }
        }
        if let Ty::Inst(c) = a
            && let Some(n) = self.t.native_base(*c)
        {
            let base = self.native_instance(&n);
            let r = self.binary_one(op, &base, b, false, None, single);
            out = self.join(&out, &r);
        }
        if op == BinOp::Mod && matches!(a, Ty::Str | Ty::Bytes) {
            self.needs(b, &["__str__", "__repr__", "__int__", "__float__", "__index__"], None);
            out = self.join(&out, a);
        } else if let Ty::Inst(c) = b
            && !done
            && self.t.native_base(*c).is_some()
        {
            out = Ty::Any;
        }
        out
    }

    /// `unknown op t`: classes that escaped may be on the other side.
    fn dynamic_dunder(&mut self, op: BinOp, t: &Ty) {
        self.read(Key::Escapes);
        let names = [format!("__{}__", stem(op)), format!("__r{}__", stem(op)), format!("__i{}__", stem(op))];
        for c in self.escaped_classes.clone() {
            for n in &names {
                if self.has_special(c, n) {
                    let t = self.join(t, &Ty::Any);
                    self.call_dunder(&Ty::Inst(c), n, &[t]);
                }
            }
        }
    }

    pub(super) fn compare(&mut self, op: CmpOp, a: &Ty, b: &Ty) -> Ty {
        if *a == Ty::Never || *b == Ty::Never {
            return Ty::Never;
        }
        let (name, reflected) = match op {
            CmpOp::Is | CmpOp::IsNot => return Ty::Bool,
            CmpOp::In | CmpOp::NotIn => {
                for m in b.members().to_vec() {
                    match &m {
                        Ty::Inst(_) => {
                            self.call_dunder(&m, "__contains__", &[a.clone()]);
                            self.call_dunder(&m, "__iter__", &[]);
                            self.call_dunder(&m, "__getitem__", &[NAT]);
                        }
                        _ => {
                            if matches!(m, Ty::Any | Ty::Opaque(_)) {
                                self.t.sites.escape(a);
                                self.dynamic_special("__contains__", &[Ty::Any]);
                                self.dynamic_special("__getitem__", &[NAT]);
                            }
                            let e = self.iterate(&m);
                            self.equals(a, &e);
                        }
                    }
                }
                return Ty::Bool;
            }
            CmpOp::Eq => ("__eq__", "__eq__"),
            CmpOp::NotEq => ("__ne__", "__ne__"),
            CmpOp::Lt => ("__lt__", "__gt__"),
            CmpOp::LtE => ("__le__", "__ge__"),
            CmpOp::Gt => ("__gt__", "__lt__"),
            CmpOp::GtE => ("__ge__", "__le__"),
        };
        let numpy = a.members().iter().chain(b.members()).any(Ty::is_numpy);
        if numpy && [a, b].iter().all(|t| t.members().iter().all(|m| !matches!(m, Ty::Any | Ty::Inst(_)))) {
            return self.numpy_compare(a, b);
        }
        let mut out = Ty::Never;
        let mut user = false;
        let single = !matches!(a, Ty::Union(_)) && !matches!(b, Ty::Union(_));
        for (x, y, n) in [(a, b, name), (b, a, reflected)] {
            for m in x.members().to_vec() {
                if let Ty::Inst(c) = &m {
                    let mut names = vec![n];
                    if n == "__ne__" {
                        names.push("__eq__");
                    }
                    for n in names {
                        if self.t.find_method(*c, n).is_some() {
                            let direct = single && n == name && std::ptr::eq(x, a);
                            let r = if direct {
                                self.call_dunder_direct(&m, n, std::slice::from_ref(y))
                            } else {
                                Ty::Never
                            };
                            let complete = direct && !r.members().iter().any(|t| *t == Ty::Opaque("NotImplementedType".into()));
                            let r2 = if complete { Ty::Never } else { self.call_dunder(&m, n, std::slice::from_ref(y)) };
                            let r = self.join(&r, &r2);
                            let r = r.without(|t| *t == Ty::Opaque("NotImplementedType".into()));
                            out = self.join(&out, &r);
                            user = true;
                        } else if self.t.class_attr(*c, &n.into()).is_some() {
                            // One of several functions.
                            self.t.sites.escape(x);
                            self.t.sites.escape(y);
                            out = Ty::Any;
                            user = true;
                        }
                    }
                }
            }
        }
        self.equals(a, b);
        if matches!(op, CmpOp::Lt | CmpOp::LtE | CmpOp::Gt | CmpOp::GtE) {
            self.orders(a, b);
        }
        if (*a == Ty::Any || *b == Ty::Any) && !user {
            self.dynamic_compare(name, reflected, a, b);
        }
        // An array compares element by element, and may be what the type does not tell, as may an object of CPython.
        if numpy || ((self.t.has_numpy || self.t.program.has_objects) && (*a == Ty::Any || *b == Ty::Any)) {
            return Ty::Any;
        }
        if user { self.join(&out, &Ty::Bool) } else { Ty::Bool }
    }

    fn dynamic_compare(&mut self, name: &str, reflected: &str, a: &Ty, b: &Ty) {
        self.read(Key::Escapes);
        for c in self.escaped_classes.clone() {
            for (n, t) in [(name, b), (reflected, a)] {
                if self.has_special(c, n) {
                    let t = self.join(t, &Ty::Any);
                    self.call_dunder(&Ty::Inst(c), n, &[t]);
                }
            }
        }
    }

    pub(super) fn getitem(&mut self, a: &Ty, i: &Ty, iv: V) -> Ty {
        if *a == Ty::Never || *i == Ty::Never {
            return Ty::Never;
        }
        let mut out = Ty::Never;
        let slice = *i == Ty::Slice;
        let single = !matches!(a, Ty::Union(_));
        for m in a.members().to_vec() {
            let r = match &m {
                Ty::Any | Ty::Opaque(_) | Ty::Exc(_) => {
                    self.t.sites.escape(i);
                    self.dynamic_special("__getitem__", &[Ty::Any]);
                    Ty::Any
                }
                Ty::Str => Ty::Str,
                Ty::Bytes => {
                    if slice {
                        Ty::Bytes
                    } else {
                        NAT
                    }
                }
                Ty::Range { nonneg } => {
                    if slice {
                        Ty::Range { nonneg: false }
                    } else {
                        Ty::Int { nonneg: *nonneg }
                    }
                }
                Ty::List(s) | Ty::Deque(s) => {
                    let e = self.elem(*s);
                    if slice {
                        Ty::List(self.site_of(0, &e))
                    } else if *i == Ty::Any {
                        let l = Ty::List(self.site_of(0, &e));
                        self.join(&l, &e)
                    } else {
                        e
                    }
                }
                Ty::TupleOf(s) => {
                    if slice {
                        m.clone()
                    } else {
                        self.elem(*s)
                    }
                }
                Ty::Tuple(ts) => {
                    let lit = self.literal(iv);
                    let at = lit.map(|l| if l < 0 { l + ts.len() as i64 } else { l });
                    match at {
                        Some(k) if k >= 0 && (k as usize) < ts.len() => ts[k as usize].clone(),
                        Some(_) => Ty::Never,
                        None => {
                            let mut e = Ty::Never;
                            for t in ts.iter() {
                                e = self.join(&e, t);
                            }
                            if slice { Ty::TupleOf(self.site_of(0, &e)) } else { e }
                        }
                    }
                }
                Ty::Dict(s) => {
                    self.hashes(i);
                    let k = self.elem(*s);
                    self.equals(&k, i);
                    self.val(*s)
                }
                Ty::DictLike(n, s) => {
                    self.hashes(i);
                    // A missing key is entered with the default.
                    if &**n == "defaultdict" {
                        self.t.sites.add_elem(*s, i);
                    }
                    let v = self.val(*s);
                    if &**n == "Counter" { self.join(&v, &NAT) } else { v }
                }
                Ty::Inst(c) => {
                    if self.has_special(*c, "__getitem__") {
                        if single { self.call_dunder_direct(&m, "__getitem__", std::slice::from_ref(i)) } else { self.call_dunder(&m, "__getitem__", std::slice::from_ref(i)) }
                    } else if self.t.native_base(*c).is_some() {
                        self.call_dunder(&m, "__missing__", std::slice::from_ref(i));
                        Ty::Any
                    } else {
                        Ty::Never
                    }
                }
                Ty::Class(c) => match self.t.class_attr(*c, &"__class_getitem__".into()).map(|(k, t)| (k, t.clone())) {
                    // `Generic` and its like give the class itself.
                    Some((k, Ty::ClassMethod(f) | Ty::Func(f))) if self.t.is_in_module(k, "typing") => {
                        self.join_uniform(f, &[m.clone(), i.clone()]);
                        m.clone()
                    }
                    Some((_, Ty::ClassMethod(f) | Ty::Func(f))) => {
                        let r = self.join_uniform(f, &[m.clone(), i.clone()]);
                        self.result_of(r)
                    }
                    _ => Ty::Any,
                },
                Ty::NativeClass(_) => Ty::Any,
                m if m.is_numpy() => self.numpy_getitem(m, i),
                _ => Ty::Never,
            };
            out = self.join(&out, &r);
        }
        out
    }

    pub(super) fn setitem(&mut self, a: &Ty, i: &Ty, v: &Ty) {
        let single = !matches!(a, Ty::Union(_));
        for m in a.members().to_vec() {
            match &m {
                Ty::List(s) | Ty::Deque(s) => {
                    let t = if *i == Ty::Slice { self.iterate(v) } else { v.clone() };
                    self.t.sites.add_elem(*s, &t);
                }
                Ty::Dict(s) | Ty::DictLike(_, s) => {
                    self.hashes(i);
                    self.t.sites.add_elem(*s, i);
                    self.t.sites.add_value(*s, v);
                    let k = self.elem(*s);
                    self.equals(&k, i);
                }
                Ty::Inst(_) => {
                    let args = [i.clone(), v.clone()];
                    if single {
                        self.call_dunder_direct(&m, "__setitem__", &args);
                    } else {
                        self.call_dunder(&m, "__setitem__", &args);
                    }
                }
                Ty::Any | Ty::Opaque(_) => {
                    self.t.sites.escape(i);
                    self.t.sites.escape(v);
                    self.dynamic_special("__setitem__", &[Ty::Any, Ty::Any]);
                }
                // Into an array of objects it goes as it is.
                m if m.is_numpy() && !self.is_numeric(v) => self.t.sites.escape(v),
                _ => {}
            }
        }
    }

    /// The iterator over a value of this type.
    pub(super) fn get_iter(&mut self, t: &Ty) -> Ty {
        let mut out = Ty::Never;
        for m in t.members().to_vec() {
            let r = match &m {
                // Their loops keep an index: the iterator is the object itself.
                Ty::Str | Ty::Bytes | Ty::Range { .. } | Ty::List(_) | Ty::Tuple(_) | Ty::TupleOf(_) => m.clone(),
                Ty::Gen(_) | Ty::Iter(_) => m.clone(),
                Ty::Dict(s) | Ty::DictLike(_, s) | Ty::Set(s) | Ty::FrozenSet(s) | Ty::Deque(s) => {
                    let e = self.elem(*s);
                    Ty::Iter(self.site_of(9, &e))
                }
                Ty::Inst(c) => {
                    if self.has_special(*c, "__iter__") {
                        let r = self.call_dunder(&m, "__iter__", &[]);
                        // What it returns must have `__next__`, also for the runtime.
                        self.call_dunder(&r, "__next__", &[]);
                        r
                    } else if self.has_special(*c, "__getitem__") {
                        let e = self.call_dunder(&m, "__getitem__", &[NAT]);
                        Ty::Iter(self.site_of(8, &e))
                    } else if self.t.native_base(*c).is_some() {
                        Ty::Any
                    } else {
                        Ty::Never
                    }
                }
                Ty::Any | Ty::Opaque(_) | Ty::Class(_) => {
                    self.demand_iteration();
                    Ty::Any
                }
                Ty::Array { .. } => m.clone(),
                m if m.is_numpy() => Ty::Iter(self.site_of(6, &Ty::Numpy)),
                _ => Ty::Never,
            };
            out = self.join(&out, &r);
        }
        // Different kinds of iterator are told apart by the runtime only.
        if matches!(t, Ty::Union(_)) && out != Ty::Never && out != Ty::Any {
            let ms = out.members().to_vec();
            let mut e = Ty::Never;
            for m in &ms {
                let x = self.iter_elem(m);
                e = self.join(&e, &x);
            }
            return Ty::Iter(self.site_of(7, &e));
        }
        out
    }

    /// What an iterator gives.
    pub(super) fn iter_elem(&mut self, t: &Ty) -> Ty {
        let mut out = Ty::Never;
        for m in t.members().to_vec() {
            let r = match &m {
                Ty::Str => Ty::Str,
                Ty::Bytes => NAT,
                Ty::Range { nonneg } => Ty::Int { nonneg: *nonneg },
                Ty::List(s) | Ty::TupleOf(s) | Ty::Iter(s) => self.elem(*s),
                Ty::Tuple(ts) => {
                    let mut e = Ty::Never;
                    for t in ts.iter() {
                        e = self.join(&e, t);
                    }
                    e
                }
                Ty::Gen(i) => {
                    self.read(Key::Yields(*i));
                    self.t.instance(*i).yields.clone()
                }
                Ty::Inst(_) => self.call_dunder(&m, "__next__", &[]),
                Ty::Array { .. } => self.numpy_element(&m),
                Ty::Any | Ty::Opaque(_) => Ty::Any,
                _ => Ty::Never,
            };
            out = self.join(&out, &r);
        }
        out
    }

    /// The elements that iteration over a value gives.
    pub(super) fn iterate(&mut self, t: &Ty) -> Ty {
        let it = self.get_iter(t);
        self.iter_elem(&it)
    }
}

fn unary_name(op: UnaryOp) -> &'static str {
    match op {
        UnaryOp::Neg => "__neg__",
        UnaryOp::Pos => "__pos__",
        _ => "__invert__",
    }
}

/// `add` of `__add__`.
pub(super) fn stem(op: BinOp) -> &'static str {
    match op {
        BinOp::Add => "add",
        BinOp::Sub => "sub",
        BinOp::Mul => "mul",
        BinOp::MatMul => "matmul",
        BinOp::Div => "truediv",
        BinOp::Mod => "mod",
        BinOp::Pow => "pow",
        BinOp::LShift => "lshift",
        BinOp::RShift => "rshift",
        BinOp::BitOr => "or",
        BinOp::BitXor => "xor",
        BinOp::BitAnd => "and",
        BinOp::FloorDiv => "floordiv",
    }
}
