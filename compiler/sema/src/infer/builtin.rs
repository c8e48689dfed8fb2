//! Builtin functions and classes whose result types depend on their arguments.

use super::*;

impl Solver<'_> {
    pub(super) fn builtin_value(&mut self, n: &Name) -> Ty {
        match &**n {
            "NotImplemented" => Ty::Opaque("NotImplementedType".into()),
            "Ellipsis" => Ty::Opaque("ellipsis".into()),
            "int" | "float" | "str" | "bool" | "list" | "dict" | "set" | "tuple" | "frozenset" | "bytes" | "bytearray" | "complex" | "range"
            | "slice" | "object" | "type" | "super" | "property" | "staticmethod" | "classmethod" | "enumerate" | "zip" | "map" | "filter"
            | "reversed" | "memoryview" => Ty::NativeClass(n.clone()),
            x if self.natives.exception_base(x).is_some() || x == "BaseException" => Ty::NativeClass(n.clone()),
            _ => Ty::Native(format!("builtins.{n}").into()),
        }
    }

    pub(super) fn iter_of(&mut self, k: u32, e: &Ty) -> Ty {
        Ty::Iter(self.site_of(k, e))
    }

    pub(super) fn call_native_class(&mut self, n: &Name, args: &[Ty], kw: &[Name]) -> Ty {
        let (me, at) = (self.me, self.at);
        self.t.instances[me.0 as usize].calls.remove(&at);
        for a in args {
            self.needs_all(a);
        }
        let arg = |k: usize| args.get(k).cloned().unwrap_or(Ty::Never);
        match &**n {
            "int" => match args.first() {
                Some(Ty::Int { nonneg: true } | Ty::Bool | Ty::Float { nonneg: true }) | None => NAT,
                _ => INT,
            },
            "float" => match args.first() {
                Some(Ty::Int { nonneg: true } | Ty::Bool | Ty::Float { nonneg: true }) | None => Ty::Float { nonneg: true },
                _ => FLOAT,
            },
            "str" => {
                Ty::Str
            }
            "bool" => Ty::Bool,
            "complex" => Ty::Complex,
            "bytes" => Ty::Bytes,
            "range" => {
                let nn = |t: &Ty| matches!(t, Ty::Int { nonneg: true } | Ty::Bool);
                let nonneg = match args.len() {
                    1 => true,
                    // Counting up from a number >= 0, or down to one (the stop is not reached).
                    2 => nn(&arg(0)),
                    3 => nn(&arg(0)) && (nn(&arg(2)) || nn(&arg(1)) || self.minus_one_args),
                    _ => false,
                };
                Ty::Range { nonneg }
            }
            "slice" => Ty::Slice,
            "object" => Ty::Opaque("object".into()),
            "list" | "set" | "frozenset" | "tuple" | "deque" => {
                let e = match args.first() {
                    Some(t) => self.iterate(t),
                    None => Ty::Never,
                };
                if matches!(&**n, "set" | "frozenset") {
                    self.hashes(&e);
                }
                // A tuple of known shape stays one.
                if &**n == "tuple"
                    && let Some(t @ Ty::Tuple(_)) = args.first()
                {
                    return t.clone();
                }
                let s = self.site_of(0, &e);
                match &**n {
                    "list" => Ty::List(s),
                    "set" => Ty::Set(s),
                    "frozenset" => Ty::FrozenSet(s),
                    "tuple" => Ty::TupleOf(s),
                    _ => Ty::Deque(s),
                }
            }
            "dict" | "OrderedDict" | "Counter" | "defaultdict" => {
                let s = self.site(0);
                let n_pos = args.len() - kw.len();
                let skip = (&**n == "defaultdict") as usize;
                for (i, a) in args.iter().enumerate() {
                    if i >= n_pos {
                        self.t.sites.add_elem(s, &Ty::Str);
                        self.t.sites.add_value(s, a);
                    } else if i >= skip {
                        self.fill_dict(s, a, &**n == "Counter");
                    }
                }
                if skip == 1 && n_pos > 0 {
                    let v = self.callback(&args[0], &[]);
                    self.t.sites.add_value(s, &v);
                }
                let k = self.elem(s);
                self.hashes(&k);
                self.read(Key::Site(s));
                if &**n == "dict" { Ty::Dict(s) } else { Ty::DictLike(n.clone(), s) }
            }
            "enumerate" => {
                let e = self.iterate(&arg(0));
                if e == Ty::Never {
                    return self.iter_of(1, &Ty::Never);
                }
                let start = args.get(1).cloned().unwrap_or(NAT);
                self.iter_of(1, &Ty::Tuple(vec![start, e].into()))
            }
            "zip" => {
                let mut parts = Vec::new();
                for a in &args[..args.len() - kw.len()] {
                    let e = self.iterate(a);
                    parts.push(e);
                }
                if parts.contains(&Ty::Never) {
                    return self.iter_of(1, &Ty::Never);
                }
                self.iter_of(1, &Ty::Tuple(parts.into()))
            }
            "map" => {
                let mut parts = Vec::new();
                for a in args.iter().skip(1) {
                    let e = self.iterate(a);
                    parts.push(e);
                }
                let r = self.callback(&arg(0), &parts);
                self.iter_of(1, &r)
            }
            "filter" => {
                let e = self.iterate(&arg(1));
                if arg(0) != Ty::None {
                    self.callback(&arg(0), std::slice::from_ref(&e));
                }
                self.iter_of(1, &e)
            }
            "reversed" => match &arg(0) {
                t @ Ty::Range { .. } if self.t.feeds_loop(self.me, self.at) => t.clone(),
                t @ Ty::Inst(c) => {
                    let r = self.call_dunder(t, "__reversed__", &[]);
                    if r != Ty::Never {
                        return r;
                    }
                    let mut e = self.call_dunder(t, "__getitem__", &[NAT]);
                    self.call_dunder(t, "__len__", &[]);
                    if e == Ty::Never && self.t.native_base(*c).is_some() {
                        e = Ty::Any;
                    }
                    self.iter_of(1, &e)
                }
                t if t.members().iter().any(|m| matches!(m, Ty::Inst(_))) => {
                    self.call_dunder(t, "__reversed__", &[]);
                    self.call_dunder(t, "__getitem__", &[NAT]);
                    self.call_dunder(t, "__len__", &[]);
                    self.t.sites.escape(t);
                    Ty::Any
                }
                t => {
                    let e = self.iterate(t);
                    self.iter_of(1, &e)
                }
            },
            "type" if args.len() == 1 => {
                let t = arg(0);
                self.type_of(&t)
            }
            "type" => {
                self.makes_classes();
                args.iter().for_each(|a| self.t.sites.escape(a));
                Ty::Any
            }
            "property" => match args.first() {
                Some(Ty::Func(f)) if args.len() == 1 => Ty::Property(*f),
                // With a setter, perhaps a deleter and a text.
                Some(Ty::Func(f)) if kw.is_empty() && args[1..].iter().all(|a| matches!(a, Ty::Func(_) | Ty::None | Ty::Str)) => {
                    for a in &args[1..] {
                        if let Ty::Func(g) = a {
                            let known = self.setters.entry(*f).or_default();
                            if !known.contains(g) {
                                known.push(*g);
                                self.grown(&Key::Escapes);
                            }
                        }
                    }
                    Ty::Property(*f)
                }
                _ => {
                    args.iter().for_each(|a| self.t.sites.escape(a));
                    Ty::Any
                }
            },
            "staticmethod" => match args.first() {
                Some(Ty::Func(f)) => Ty::StaticMethod(*f),
                _ => Ty::Any,
            },
            "classmethod" => match args.first() {
                Some(Ty::Func(f)) => Ty::ClassMethod(*f),
                _ => Ty::Any,
            },
            x if x.starts_with("numpy.") => {
                if !args.iter().all(|a| self.is_numeric(a)) {
                    args.iter().for_each(|a| self.t.sites.escape(a));
                }
                self.numpy_class(&Ty::NativeClass(n.clone()), args)
            }
            x if self.natives.exception_base(x).is_some() || x == "BaseException" => {
                args.iter().for_each(|a| self.t.sites.escape(a));
                Ty::Exc(n.clone())
            }
            _ => {
                args.iter().for_each(|a| self.t.sites.escape(a));
                Ty::Any
            }
        }
    }

    /// The functions of `heapq` on the list `heap`: what is put in, compared and taken out.
    fn heap_call(&mut self, name: &str, heap: &Ty, item: &Ty) -> Ty {
        let mut out = Ty::Never;
        for m in heap.members().to_vec() {
            let e = match m {
                Ty::List(s) => {
                    self.t.sites.add_elem(s, item);
                    self.elem(s)
                }
                Ty::Never => continue,
                other => {
                    self.t.sites.escape(&other);
                    self.t.sites.escape(item);
                    Ty::Any
                }
            };
            self.orders(&e, &e);
            out = self.join(&out, &e);
        }
        match name {
            "heappush" | "heapify" => Ty::None,
            "heappushpop" => self.join(&out, item),
            _ => out,
        }
    }

    /// The functions of `itertools` that are native: iterators over tuples, whose parts come from the arguments.
    fn call_itertools(&mut self, name: &str, args: &[Ty], named: &[Ty], kw: &[Name]) -> Option<Ty> {
        let keyword = |name: &str| kw.iter().position(|k| &**k == name).map(|k| named[k].clone());
        let parts = match name {
            "product" | "zip_longest" => {
                let fill = if name == "product" { Ty::Never } else { keyword("fillvalue").unwrap_or(Ty::None) };
                let mut parts = Vec::new();
                for a in args {
                    let e = self.iterate(a);
                    if e == Ty::Never {
                        return Some(self.iter_of(1, &Ty::Never));
                    }
                    let e = self.join(&e, &fill);
                    parts.push(e);
                }
                if name == "product" && !kw.is_empty() {
                    return Some(self.rows_of(parts));
                }
                parts
            }
            "permutations" | "combinations" | "combinations_with_replacement" => {
                let e = match args.first() {
                    Some(a) => self.iterate(a),
                    // By keyword.
                    None => Ty::Any,
                };
                if e == Ty::Never {
                    return Some(self.iter_of(1, &Ty::Never));
                }
                return Some(self.rows_of(vec![e]));
            }
            "pairwise" => {
                let e = self.iterate(args.first()?);
                if e == Ty::Never {
                    return Some(self.iter_of(1, &Ty::Never));
                }
                vec![e.clone(), e]
            }
            "groupby" => {
                let e = self.iterate(args.first()?);
                if e == Ty::Never {
                    return Some(self.iter_of(1, &Ty::Never));
                }
                let key = match args.get(1).cloned().or_else(|| keyword("key")) {
                    None | Some(Ty::None) => e.clone(),
                    Some(f) => self.callback(&f, std::slice::from_ref(&e)),
                };
                let group = self.iter_of(2, &e);
                self.equals(&key, &key);
                vec![key, group]
            }
            _ => return None,
        };
        Some(self.iter_of(1, &Ty::Tuple(parts.into())))
    }

    /// An iterator over tuples of unknown length.
    fn rows_of(&mut self, parts: Vec<Ty>) -> Ty {
        let mut e = Ty::Never;
        for p in parts {
            e = self.join(&e, &p);
        }
        let s = self.site_of(0, &e);
        self.iter_of(1, &Ty::TupleOf(s))
    }

    pub(super) fn call_native(&mut self, n: &Name, args: &[Ty], kw: &[Name]) -> Ty {
        let (me, at) = (self.me, self.at);
        self.t.instances[me.0 as usize].calls.remove(&at);
        for a in args {
            self.needs_all(a);
        }
        let n_pos = args.len() - kw.len();
        let arg = |k: usize| args.get(k).cloned().unwrap_or(Ty::Never);
        // Of anything else, what its method gives.
        if let ("math.floor" | "math.ceil" | "math.trunc", [x]) = (&**n, args)
            && x.members().iter().all(|t| t.is_int() || t.is_float() || *t == Ty::Bool)
            && *x != Ty::Never
        {
            return INT;
        }
        if let "_native.module_dict" | "_native.module_dict_open" = &**n {
            // Whatever the module has may be read.
            let module = self.t.program.funcs[self.t.instance(me).func.index()].module;
            for g in 0..self.t.globals.len() {
                if self.t.program.globals[g].module == module {
                    self.read(Key::Global(GlobalId(g as u32)));
                    let t = self.t.globals[g].clone();
                    self.t.sites.escape(&t);
                    if n.ends_with("open") && t != Ty::Any {
                        // And written.
                        self.t.globals[g] = Ty::Any;
                        self.grown(&Key::Global(GlobalId(g as u32)));
                    }
                }
            }
            return Ty::Any;
        }
        const PLAIN: &[&str] = &[
            "print", "len", "isinstance", "issubclass", "id", "hash", "repr", "str", "callable", "iter", "next", "getattr", "setattr", "hasattr",
            "delattr", "min", "max", "sorted", "any", "all", "format", "ascii", "abs", "vars", "dir", "ord", "chr", "hex", "oct", "bin", "round", "open",
            "input", "globals", "locals",
        ];
        if !n.strip_prefix("builtins.").is_some_and(|b| PLAIN.contains(&b)) {
            self.needs_operators(args);
        }
        if let Some(name) = n.strip_prefix("_native.")
            && let Some(t) = self.call_itertools(name, &args[..n_pos], &args[n_pos..], kw)
        {
            return t;
        }
        if let Some(name) = n.strip_prefix("_heapq.") {
            return self.heap_call(name, &arg(0), &arg(1));
        }
        let keyword = |name: &str| kw.iter().position(|k| &**k == name).map(|i| args[n_pos + i].clone());
        match n.strip_prefix("builtins.").unwrap_or("") {
            "len" => return NAT,
            "abs" => {
                return match arg(0) {
                    t if t.is_numpy() => self.numpy_abs(&t),
                    Ty::Int { .. } | Ty::Bool => NAT,
                    Ty::Float { .. } | Ty::Complex => Ty::Float { nonneg: true },
                    t @ Ty::Inst(_) => self.call_dunder(&t, "__abs__", &[]),
                    t => {
                        let mut out = Ty::Never;
                        for m in t.members() {
                            let r = match m {
                                Ty::Int { .. } | Ty::Bool => NAT,
                                Ty::Float { .. } | Ty::Complex => Ty::Float { nonneg: true },
                                m if m.is_numpy() => self.numpy_abs(m),
                                _ => Ty::Any,
                            };
                            out = self.join(&out, &r);
                        }
                        out
                    }
                };
            }
            "min" | "max" => {
                let mut e = Ty::Never;
                if n_pos == 1 {
                    e = self.iterate(&arg(0));
                } else {
                    for a in &args[..n_pos] {
                        e = self.join(&e, a);
                    }
                }
                match keyword("key") {
                    Some(f) if f != Ty::None => {
                        let r = self.callback(&f, std::slice::from_ref(&e));
                        self.orders(&r, &r);
                    }
                    _ => self.orders(&e, &e),
                }
                if let Some(d) = keyword("default") {
                    e = self.join(&e, &d);
                }
                return e;
            }
            "sum" => {
                let e = self.iterate(&arg(0));
                let start = if n_pos > 1 { arg(1) } else { keyword("start").unwrap_or(NAT) };
                if e == Ty::Never {
                    return start;
                }
                // start, start + e, start + e + e, …
                let mut acc = start;
                for _ in 0..4 {
                    let next = self.binary(BinOp::Add, &acc, &e, false, None);
                    if let Ty::Inst(_) = e {
                        self.call_dunder(&e, "__add__", std::slice::from_ref(&acc));
                        self.call_dunder(&e, "__radd__", &[NAT]);
                        self.call_dunder(&acc, "__add__", std::slice::from_ref(&e));
                    }
                    let joined = self.join(&acc, &next);
                    if joined == acc {
                        break;
                    }
                    acc = joined;
                }
                return acc;
            }
            "sorted" => {
                let e = self.iterate(&arg(0));
                match keyword("key") {
                    Some(f) if f != Ty::None => {
                        let r = self.callback(&f, std::slice::from_ref(&e));
                        self.orders(&r, &r);
                    }
                    _ => self.orders(&e, &e),
                }
                return Ty::List(self.site_of(0, &e));
            }
            "iter" => {
                if args.len() == 2 {
                    let e = self.callback(&arg(0), &[]);
                    return self.iter_of(1, &e);
                }
                let it = self.get_iter(&arg(0).without_none());
                return match &it {
                    Ty::Gen(_) | Ty::Iter(_) | Ty::Inst(_) | Ty::Any => it,
                    t => {
                        let e = self.iter_elem(t);
                        self.iter_of(1, &e)
                    }
                };
            }
            "next" => {
                let e = self.iter_elem(&arg(0));
                return if args.len() > 1 { self.join(&e, &arg(1)) } else { e };
            }
            "divmod" => {
                let q = self.binary(BinOp::FloorDiv, &arg(0), &arg(1), false, None);
                let r = self.binary(BinOp::Mod, &arg(0), &arg(1), false, None);
                if !arg(0).is_number() || !arg(1).is_number() {
                    return Ty::Any;
                }
                return Ty::Tuple(vec![q, r].into());
            }
            "pow" => {
                return match (arg(0), arg(1)) {
                    (a, b) if a.is_integral() && b.is_integral() && args.len() == 3 => INT,
                    (a, b) => self.binary(BinOp::Pow, &a, &b, false, None),
                };
            }
            "round" => {
                return match (arg(0), args.len()) {
                    (Ty::Float { nonneg }, 1) => Ty::Int { nonneg },
                    (Ty::Float { nonneg }, _) => match arg(1) {
                        Ty::Int { .. } | Ty::Bool => Ty::Float { nonneg },
                        _ => {
                            let f = FLOAT;
                            self.join(&f, &INT)
                        }
                    },
                    (Ty::Int { .. } | Ty::Bool, _) => INT,
                    // Whatever it is that such a claim may be wrong of: an int, or a TypeError.
                    (t, 1) if t.members().iter().all(|m| m.is_int() || m.is_float() || matches!(m, Ty::NpFloat | Ty::NpInt | Ty::NpNum(_))) => INT,
                    _ => Ty::Any,
                };
            }
            "hasattr" => {
                for a in args {
                    self.call_dunder(a, "__getattr__", &[Ty::Str]);
                }
                return Ty::Bool;
            }
            "isinstance" | "issubclass" | "callable" => {
                // An object may claim another class by a property.
                let claim: Name = "__class__".into();
                for m in arg(0).members().to_vec() {
                    if let Ty::Inst(c) = m
                        && self.t.class_attr(c, &claim).is_some()
                    {
                        self.dynamic_read(c, &claim);
                    }
                }
                self.protocol_check(&arg(0), &arg(1));
                return Ty::Bool;
            }
            "getattr" | "setattr" | "delattr" | "vars" | "globals" | "locals" => {
                // By a name that is not known: anything may be read or written.
                self.by_name(n, args);
                return Ty::Any;
            }
            "repr" | "ascii" | "chr" | "hex" | "oct" | "bin" | "format" | "input" => return Ty::Str,
            "ord" => return NAT,
            "hash" | "id" => return INT,
            "any" | "all" => return Ty::Bool,
            "print" => {
                if let Some(f) = keyword("file") {
                    self.call_dunder(&f, "write", &[Ty::Str]);
                    self.call_dunder(&f, "flush", &[]);
                }
                return Ty::None;
            }
            "dir" => {
                for a in args {
                    self.call_dunder(a, "__dir__", &[]);
                }
                self.by_name(n, args);
                return Ty::Any;
            }
            "__build_class__" | "open" => return Ty::Any,
            _ => {}
        }
        // The rest by declaration. Natives do not change or keep containers, save those that say so by `any`.
        match self.natives.function(n) {
            Some(d) => {
                let r = self.numpy_result(d, args, kw);
                if r == Ty::Any {
                    for a in args {
                        self.t.sites.escape(a);
                    }
                }
                for a in args {
                    self.calls_functions(a);
                }
                r
            }
            None => {
                for a in args {
                    self.t.sites.escape(a);
                }
                Ty::Any
            }
        }
    }

    /// `getattr(x, name)` and friends with a name known only at run time.
    /// `isinstance(v, class)`: protocols ask for attributes, whose functions then run.
    fn protocol_check(&mut self, v: &Ty, class: &Ty) {
        let may_be = match class {
            Ty::Tuple(of) => of.iter().any(|c| self.may_be_protocol(c)),
            c => self.may_be_protocol(c),
        };
        if !may_be {
            return;
        }
        self.call_dunder(v, "__getattr__", &[Ty::Str]);
        for m in v.members().to_vec() {
            let Ty::Inst(c) = m else { continue };
            let mro = self.t.mro(c);
            let own = self.t.class_attrs.iter().filter(|((k, _), t)| mro.contains(k) && !matches!(t, Ty::Func(_) | Ty::StaticMethod(_) | Ty::ClassMethod(_)));
            let mut names: Vec<Name> = own.map(|((_, n), _)| n.clone()).collect();
            names.sort();
            for n in names {
                self.dynamic_read(c, &n);
            }
        }
    }

    fn may_be_protocol(&self, class: &Ty) -> bool {
        match class {
            Ty::Class(c) => self.t.is_protocol(*c),
            Ty::NativeClass(_) => false,
            _ => self.t.program.classes.iter().any(|c| c.is_protocol),
        }
    }

    pub(super) fn by_name(&mut self, n: &Name, args: &[Ty]) {
        let mut classes: Vec<ClassId> = Vec::new();
        for a in args {
            for m in a.members() {
                match m {
                    Ty::Inst(c) | Ty::Class(c) => classes.push(*c),
                    Ty::Any => classes.extend(self.escaped_classes.iter().copied()),
                    _ => {}
                }
            }
            self.t.sites.escape(a);
        }
        let writes = n.ends_with("setattr") || n.ends_with("vars");
        for c in classes {
            self.call_dunder(&Ty::Inst(c), "__getattr__", &[Ty::Str]);
            self.call_dunder(&Ty::Inst(c), "__setattr__", &[Ty::Str, Ty::Any]);
            if writes && self.open_classes.insert(c) {
                self.grown(&Key::Escapes);
            }
            let attrs: Vec<Name> = self.t.attrs.keys().filter(|(k, _)| *k == c).map(|(_, n)| n.clone()).collect();
            for a in attrs {
                if writes {
                    self.join_attr(c, &a, &Ty::Any);
                }
                self.dynamic_read(c, &a);
            }
            let methods: Vec<Name> = self.t.mro(c).iter().flat_map(|k| self.t.class_attrs.keys().filter(move |(x, _)| x == k).map(|(_, n)| n.clone())).collect();
            for m in methods {
                if !m.starts_with("__") {
                    self.dynamic_read(c, &m);
                }
            }
        }
    }
}
