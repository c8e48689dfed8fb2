//! Method calls: methods of the program, and the effect of native methods on containers.

use pyaot_abi::dtype::DType;

use super::*;

/// A method call on objects of more classes is the runtime's business.
pub(super) const MAX_VARIANTS: usize = 5;

impl Solver<'_> {
    pub(super) fn call_method(&mut self, t: &Ty, name: &Name, args: &[Ty], kw: &[Name]) -> Ty {
        if *t == Ty::Never || args.contains(&Ty::Never) {
            return Ty::Never;
        }
        let single = !matches!(t, Ty::Union(_));
        let mut out = Ty::Never;
        let (me, at) = (self.me, self.at);
        if let Ty::Union(members) = t {
            if let Some(r) = self.call_variants(members, name, args, kw) {
                return r;
            }
            self.t.instances[me.0 as usize].variants.remove(&at);
        }
        for m in t.members().to_vec() {
            let r = self.call_method_one(&m, name, args, kw, single);
            out = self.join(&out, &r);
        }
        out
    }

    /// A call on an object of one of a few classes of the program, or None: each class's method is known. Notes the variants.
    fn call_variants(&mut self, members: &[Ty], name: &Name, args: &[Ty], kw: &[Name]) -> Option<Ty> {
        let has_none = members.contains(&Ty::None);
        if members.len() > MAX_VARIANTS || (has_none && name.starts_with("__")) {
            return None;
        }
        let mut methods = Vec::new();
        for m in members.iter().filter(|m| **m != Ty::None) {
            let Ty::Inst(c) = m else { return None };
            self.read(Key::Attr(*c, name.clone()));
            for k in self.t.mro(*c) {
                self.read(Key::ClassAttr(k, name.clone()));
                self.read(Key::Bases(k));
            }
            let own = self.t.attrs.get(&(*c, name.clone())).is_some_and(|t| *t != Ty::Never);
            let many = self.t.program.classes[c.index()].many && members.len() > 1 + usize::from(has_none);
            match self.t.class_attr(*c, name) {
                Some((_, Ty::Func(f))) if !own && !many => methods.push((*c, *f)),
                _ => return None,
            }
        }
        let (me, at) = (self.me, self.at);
        let mut out = Ty::Never;
        let mut found = Vec::new();
        for (c, f) in methods {
            let mut all = vec![Ty::Inst(c)];
            all.extend_from_slice(args);
            self.t.instances[me.0 as usize].calls.remove(&at);
            let r = self.call_function(f, &all, kw, Some(()), true);
            found.push((Ty::Inst(c), self.t.instances[me.0 as usize].calls.remove(&at)?));
            out = self.join(&out, &r);
        }
        self.t.instances[me.0 as usize].variants.insert(at, found);
        Some(out)
    }

    fn call_method_one(&mut self, t: &Ty, name: &Name, args: &[Ty], kw: &[Name], single: bool) -> Ty {
        match t {
            Ty::Inst(c) => {
                self.read(Key::Attr(*c, name.clone()));
                let own = self.t.attrs.get(&(*c, name.clone())).cloned().unwrap_or(Ty::Never);
                for k in self.t.mro(*c) {
                    self.read(Key::ClassAttr(k, name.clone()));
                    self.read(Key::Bases(k));
                }
                let class = self.t.class_attr(*c, name).map(|(_, t)| t.clone());
                match class {
                    Some(Ty::Func(f)) if own == Ty::Never => {
                        let mut all = vec![t.clone()];
                        all.extend_from_slice(args);
                        self.call_function(f, &all, kw, single.then_some(()), true)
                    }
                    Some(Ty::StaticMethod(f)) if own == Ty::Never => self.call_function(f, args, kw, single.then_some(()), false),
                    _ => {
                        let (me, at) = (self.me, self.at);
                        self.t.instances[me.0 as usize].calls.remove(&at);
                        let f = self.getattr(t, name);
                        // Nor is the getter of a property called directly: the runtime gets the function.
                        self.t.instances[me.0 as usize].calls.remove(&at);
                        if let Some(Ty::Property(getter)) = class {
                            self.join_uniform(getter, std::slice::from_ref(t));
                        }
                        // The function object is called, whatever it is.
                        let as_union = match &f {
                            Ty::Func(_) | Ty::Bound(..) | Ty::Class(_) | Ty::Inst(_) => Ty::Union(vec![f.clone(), Ty::None].into()),
                            f => f.clone(),
                        };
                        self.call(&as_union, args, kw)
                    }
                }
            }
            Ty::Module(_) | Ty::NativeModule(_) | Ty::Class(_) => {
                let f = self.getattr(t, name);
                // An object called through its class or module: as a value, not as a method.
                let own = match t {
                    Ty::Class(c) => matches!(self.t.class_attr(*c, name), Some((_, Ty::ClassMethod(_)))),
                    _ => false,
                };
                let value = matches!(f, Ty::Inst(_)) || (matches!(f, Ty::Bound(..)) && !own);
                if single && !value { self.call(&f, args, kw) } else { self.call(&Ty::Union(vec![f, Ty::None].into()), args, kw) }
            }
            Ty::Any | Ty::Opaque(_) | Ty::Exc(_) => {
                self.dynamic_attr(name);
                for a in args {
                    self.t.sites.escape(a);
                    self.needs_all(a);
                }
                Ty::Any
            }
            t if t.is_numpy() => self.numpy_method(t, name, args, kw),
            Ty::None | Ty::Never => {
                if name.starts_with("__") {
                    Ty::Any
                } else {
                    Ty::Never
                }
            }
            _ => self.native_method(t, name, args, kw),
        }
    }

    /// Methods of native types. What they put into containers is said here; the result comes from the declaration unless
    /// it depends on more than that.
    pub(super) fn native_method(&mut self, t: &Ty, name: &str, args: &[Ty], kw: &[Name]) -> Ty {
        for a in args {
            self.needs_all(a);
        }
        let arg = |k: usize| args.get(k).cloned().unwrap_or(Ty::Never);
        match t {
            Ty::List(s) | Ty::Deque(s) => match name {
                "append" | "appendleft" => {
                    self.t.sites.add_elem(*s, &arg(0));
                    return Ty::None;
                }
                "insert" => {
                    self.t.sites.add_elem(*s, &arg(1));
                    return Ty::None;
                }
                "extend" | "extendleft" => {
                    let e = self.iterate(&arg(0));
                    self.t.sites.add_elem(*s, &e);
                    return Ty::None;
                }
                "pop" | "popleft" => return self.elem(*s),
                "copy" | "__copy__" => {
                    let e = self.elem(*s);
                    let n = self.site_of(0, &e);
                    return if matches!(t, Ty::List(_)) { Ty::List(n) } else { Ty::Deque(n) };
                }
                "sort" => {
                    let e = self.elem(*s);
                    if let Some(k) = kw.iter().position(|k| &**k == "key") {
                        let f = arg(args.len() - kw.len() + k);
                        let r = self.callback(&f, std::slice::from_ref(&e));
                        self.orders(&r, &r);
                    }
                    self.orders(&e, &e);
                    return Ty::None;
                }
                "index" | "count" | "remove" => {
                    let e = self.elem(*s);
                    self.equals(&e, &arg(0));
                }
                "__iter__" => return Ty::Iter(*s),
                _ => {}
            },
            Ty::Dict(s) | Ty::DictLike(_, s) => {
                let (k, v) = (self.elem(*s), self.val(*s));
                match name {
                    "get" => {
                        self.hashes(&arg(0));
                        self.equals(&k, &arg(0));
                        let d = if args.len() > 1 { arg(1) } else { Ty::None };
                        return self.join(&v, &d);
                    }
                    "pop" => {
                        self.hashes(&arg(0));
                        return self.join(&v, &arg(1));
                    }
                    "setdefault" => {
                        let d = if args.len() > 1 { arg(1) } else { Ty::None };
                        self.hashes(&arg(0));
                        self.t.sites.add_elem(*s, &arg(0));
                        self.t.sites.add_value(*s, &d);
                        return self.val(*s);
                    }
                    "keys" | "elements" | "__iter__" => return Ty::Iter(self.site_of(1, &k)),
                    "values" => return Ty::Iter(self.site_of(2, &v)),
                    "items" => return Ty::Iter(self.site_of(3, &Ty::Tuple(vec![k, v].into()))),
                    "popitem" => {
                        return if k == Ty::Never { Ty::Never } else { Ty::Tuple(vec![k, v].into()) };
                    }
                    "most_common" => {
                        let n = self.site_of(4, &Ty::Tuple(vec![k, v].into()));
                        return Ty::List(n);
                    }
                    "total" => return INT,
                    "copy" => {
                        let n = self.site_of(5, &k);
                        self.t.sites.add_value(n, &v);
                        return match t {
                            Ty::DictLike(name, _) => Ty::DictLike(name.clone(), n),
                            _ => Ty::Dict(n),
                        };
                    }
                    "update" | "subtract" => {
                        let counter = matches!(t, Ty::DictLike(n, _) if &**n == "Counter");
                        for (i, a) in args.iter().enumerate() {
                            if i >= args.len() - kw.len() {
                                self.t.sites.add_elem(*s, &Ty::Str);
                                self.t.sites.add_value(*s, a);
                            } else {
                                self.fill_dict(*s, a, counter);
                            }
                        }
                        return Ty::None;
                    }
                    _ => {}
                }
            }
            Ty::Set(s) | Ty::FrozenSet(s) => {
                let same = |n: Site| if matches!(t, Ty::Set(_)) { Ty::Set(n) } else { Ty::FrozenSet(n) };
                match name {
                    "add" => {
                        self.hashes(&arg(0));
                        self.t.sites.add_elem(*s, &arg(0));
                        return Ty::None;
                    }
                    "update" | "symmetric_difference_update" => {
                        for a in args {
                            let e = self.iterate(a);
                            self.hashes(&e);
                            self.t.sites.add_elem(*s, &e);
                        }
                        return Ty::None;
                    }
                    "pop" => return self.elem(*s),
                    "union" | "symmetric_difference" | "copy" | "intersection" | "difference" => {
                        let e = self.elem(*s);
                        let n = self.site_of(0, &e);
                        for a in args {
                            let e = self.iterate(a);
                            self.hashes(&e);
                            if matches!(name, "union" | "symmetric_difference") {
                                self.t.sites.add_elem(n, &e);
                            }
                        }
                        return same(n);
                    }
                    _ => {}
                }
            }
            Ty::Gen(i) => {
                self.read(Key::Yields(*i));
                let y = self.t.instance(*i).yields.clone();
                return match name {
                    "send" | "throw" | "__next__" => {
                        self.t.sites.escape(&arg(0));
                        y
                    }
                    "close" => Ty::None,
                    _ => Ty::Any,
                };
            }
            Ty::Iter(s) if name == "__next__" => return self.elem(*s),
            Ty::Str if name == "join" => {
                self.iterate(&arg(0));
                return Ty::Str;
            }
            Ty::Func(_) | Ty::Bound(..) | Ty::Native(_) | Ty::NativeClass(_) => {
                // `f.cache_clear()`, `int.from_bytes(…)`, `dict.fromkeys(…)`.
                if let Ty::NativeClass(n) = t {
                    return self.class_method(n, name, args);
                }
                for a in args {
                    self.t.sites.escape(a);
                }
                return Ty::Any;
            }
            _ => {}
        }
        let ty_name = match t {
            Ty::Bool => "int",
            Ty::Slice => "slice",
            t => t.native_name().unwrap_or("object"),
        };
        match self.natives.method(ty_name, name) {
            Some(d) => self.declared(d, t),
            None => {
                if name.starts_with("__") || ty_name == "object" {
                    for a in args {
                        self.t.sites.escape(a);
                    }
                    self.t.sites.escape(t);
                    if let Ty::Property(f) | Ty::PropertySetter(f) | Ty::StaticMethod(f) | Ty::ClassMethod(f) = t {
                        // `p.fset(…)`, `p.getter(…)`.
                        let mut known = self.setters.get(f).cloned().unwrap_or_default();
                        known.push(*f);
                        for f in known {
                            self.t.sites.escape(&Ty::Func(f));
                        }
                    }
                    Ty::Any
                } else {
                    Ty::Never
                }
            }
        }
    }

    fn class_method(&mut self, class: &Name, name: &str, args: &[Ty]) -> Ty {
        match (&**class, name) {
            ("dict", "fromkeys") => {
                let k = args.first().map_or(Ty::Never, |a| self.iterate(a));
                let s = self.site_of(0, &k);
                let v = args.get(1).cloned().unwrap_or(Ty::None);
                self.t.sites.add_value(s, &v);
                Ty::Dict(s)
            }
            ("int", "from_bytes") => INT,
            ("float", "fromhex") => FLOAT,
            ("bytes", "fromhex") => Ty::Bytes,
            ("str", "maketrans") => {
                let s = self.site_of(0, &INT);
                self.t.sites.add_value(s, &Ty::Any);
                Ty::Dict(s)
            }
            (_, "__setattr__" | "__delattr__" | "__getattribute__") => {
                self.by_name(&"builtins.setattr".into(), args);
                Ty::Any
            }
            // `str.upper(s)`: the method as a function.
            _ => {
                for a in args {
                    self.needs_all(a);
                }
                match (self.natives.method(class, name), args.first()) {
                    (Some(_), Some(this)) if this.site().is_none() => {
                        let this = this.clone();
                        self.native_method(&this, name, &args[1..], &[])
                    }
                    _ => {
                        args.iter().for_each(|a| self.t.sites.escape(a));
                        Ty::Any
                    }
                }
            }
        }
    }

    /// `dict.update(x)`, `dict(x)`, `Counter(x)`.
    pub(super) fn fill_dict(&mut self, s: Site, x: &Ty, counter: bool) {
        for m in x.members().to_vec() {
            match &m {
                Ty::Dict(o) | Ty::DictLike(_, o) => {
                    let (k, v) = (self.elem(*o), self.val(*o));
                    self.t.sites.add_elem(s, &k);
                    self.t.sites.add_value(s, &v);
                }
                Ty::None => {}
                Ty::Inst(c) if self.has_special(*c, "keys") => {
                    let native = self.t.native_base(*c).is_some();
                    let (k, v) = self.needs_mapping(&m);
                    let e = if native { self.iterate(&m) } else { Ty::Never };
                    for t in [k, e.clone()] {
                        self.t.sites.add_elem(s, &t);
                    }
                    for t in [v, e] {
                        self.t.sites.add_value(s, &t);
                    }
                }
                _ => {
                    let e = self.iterate(&m);
                    if counter {
                        self.t.sites.add_elem(s, &e);
                        self.t.sites.add_value(s, &NAT);
                        continue;
                    }
                    match &e {
                        Ty::Tuple(kv) if kv.len() == 2 => {
                            self.t.sites.add_elem(s, &kv[0]);
                            self.t.sites.add_value(s, &kv[1]);
                        }
                        Ty::Never => {}
                        e => {
                            let x = self.iterate(e);
                            self.t.sites.add_elem(s, &x);
                            self.t.sites.add_value(s, &x);
                        }
                    }
                }
            }
        }
    }

    /// The runtime calls `f` with these arguments: the uniform entry.
    pub(super) fn callback(&mut self, f: &Ty, args: &[Ty]) -> Ty {
        if args.contains(&Ty::Never) {
            return Ty::Never;
        }
        let (me, at) = (self.me, self.at);
        let saved = self.t.instance(me).calls.get(&at).cloned();
        // A union keeps calls from being bound directly.
        let f = match f {
            Ty::Union(_) => f.clone(),
            f => Ty::Union(vec![f.clone(), Ty::None].into()),
        };
        let r = self.call(&f, args, &[]);
        match saved {
            Some(c) => self.t.instances[me.0 as usize].calls.insert(at, c),
            None => self.t.instances[me.0 as usize].calls.remove(&at),
        };
        r
    }

    /// The result type written in a native's declaration.
    pub(super) fn declared(&mut self, decl: &str, this: &Ty) -> Ty {
        let text = decl.rsplit_once("->").map_or("any", |(_, r)| r.trim());
        let text = if decl.contains("->") || decl.contains('(') { text } else { decl.trim() };
        self.parse_type(text, this, &mut 40)
    }

    fn parse_type(&mut self, text: &str, this: &Ty, next: &mut u32) -> Ty {
        let text = text.trim();
        // Unions at the top level.
        let mut depth = 0;
        for (i, c) in text.char_indices() {
            match c {
                '[' => depth += 1,
                ']' => depth -= 1,
                '|' if depth == 0 => {
                    let a = self.parse_type(&text[..i], this, next);
                    let b = self.parse_type(&text[i + 1..], this, next);
                    return self.join(&a, &b);
                }
                _ => {}
            }
        }
        let (head, params) = match text.split_once('[') {
            Some((h, p)) => (h.trim(), split_params(p.trim_end_matches(']'))),
            None => (text, Vec::new()),
        };
        *next += 1;
        let k = *next;
        let mut parts: Vec<Ty> = Vec::new();
        for p in &params {
            let t = self.parse_type(p, this, next);
            parts.push(t);
        }
        let e = parts.first().cloned().unwrap_or(Ty::Any);
        match head {
            "None" => Ty::None,
            "bool" => Ty::Bool,
            "int" => INT,
            "nat" => NAT,
            "float" => FLOAT,
            "complex" => Ty::Complex,
            "str" => Ty::Str,
            "bytes" => Ty::Bytes,
            "list" => Ty::List(self.site_of(k, &e)),
            "set" => Ty::Set(self.site_of(k, &e)),
            "frozenset" => Ty::FrozenSet(self.site_of(k, &e)),
            "tuple" if params.is_empty() => Ty::TupleOf(self.site_of(k, &Ty::Any)),
            "tuple" if params.len() == 2 && params[1] == "..." => Ty::TupleOf(self.site_of(k, &e)),
            "tuple" => Ty::Tuple(parts.into()),
            "dict" => {
                let s = self.site_of(k, &e);
                let v = parts.get(1).cloned().unwrap_or(Ty::Any);
                self.t.sites.add_value(s, &v);
                Ty::Dict(s)
            }
            "iterator" | "Iterator" => Ty::Iter(self.site_of(k, &e)),
            "range" => Ty::Range { nonneg: false },
            "slice" => Ty::Slice,
            "T" | "K" => match this.site() {
                Some(s) => self.elem(s),
                None => match this {
                    Ty::Tuple(_) => self.iterate(this),
                    _ => Ty::Any,
                },
            },
            "V" => match this.site() {
                Some(s) => self.val(s),
                None => Ty::Any,
            },
            "Self" => this.clone(),
            "..." => Ty::Never,
            "ndarray" => match &params[..] {
                [dtype, ndim] => Ty::Array { dtype: DType::of_name(dtype), ndim: ndim.parse().ok() },
                _ => Ty::Array { dtype: None, ndim: None },
            },
            "np.float64" => Ty::NpFloat,
            "np.int64" => Ty::NpInt,
            "np.bool" => Ty::NpBool,
            "numpy" => Ty::Numpy,
            _ => Ty::Any,
        }
    }
}

pub(super) fn split_params(s: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut depth = 0;
    for c in s.chars() {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            ',' if depth == 0 => {
                out.push(String::new());
                continue;
            }
            _ => {}
        }
        out.last_mut().expect("never empty").push(c);
    }
    out.into_iter().map(|s| s.trim().to_string()).collect()
}
