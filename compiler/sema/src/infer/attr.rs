//! Attributes of instances, classes and modules.

use super::*;

impl Solver<'_> {
    pub(super) fn getattr(&mut self, t: &Ty, name: &Name) -> Ty {
        let mut out = Ty::Never;
        for m in t.members().to_vec() {
            let r = self.getattr_one(&m, name);
            out = self.join(&out, &r);
        }
        if let Ty::Union(_) = t {
            // Getters of several classes: which one is called shows at run time.
            let (me, at) = (self.me, self.at);
            if self.t.instances[me.0 as usize].calls.remove(&at).is_some() {
                for m in t.members().to_vec() {
                    if let Ty::Inst(c) = m
                        && let Some(Ty::Property(f)) = self.class_attr(c, name)
                    {
                        self.join_uniform(f, &[m.clone()]);
                    }
                }
            }
        }
        out
    }

    fn class_attr(&mut self, c: ClassId, name: &Name) -> Option<Ty> {
        for k in self.t.mro(c) {
            self.read(Key::ClassAttr(k, name.clone()));
            self.read(Key::Bases(k));
        }
        self.t.class_attr(c, name).map(|(_, t)| t.clone())
    }

    fn getattr_one(&mut self, t: &Ty, name: &Name) -> Ty {
        match t {
            Ty::None if name.starts_with("__") => Ty::Any,
            Ty::Never | Ty::None => Ty::Never,
            Ty::Any | Ty::Exc(_) => self.dynamic_attr(name),
            Ty::Inst(c) => self.instance_attr(*c, name),
            Ty::Class(c) => match &**name {
                "__name__" | "__qualname__" | "__module__" => Ty::Str,
                _ => match self.class_attr(*c, name) {
                    Some(Ty::StaticMethod(f)) => Ty::Func(f),
                    Some(Ty::ClassMethod(f)) => Ty::Bound(t.clone().into(), f),
                    Some(a) => match self.descriptor_get(&a, &Ty::None, *c) {
                        Some(r) => r,
                        None => a,
                    },
                    None if self.t.native_base(*c).is_some() || self.t.is_virtual(*c) => self.dynamic_attr(name),
                    None if name.starts_with("__") => Ty::Any,
                    None => Ty::Never,
                },
            },
            Ty::Module(m) => {
                match self.t.program.modules[m.index()].globals.get(name).copied() {
                    Some(g) => {
                        self.read(Key::Global(g));
                        self.t.globals[g.index()].clone()
                    }
                    // A submodule.
                    None => match &**name {
                        "__name__" | "__file__" => Ty::Str,
                        _ => {
                            let sub = format!("{}.{name}", self.t.program.modules[m.index()].name);
                            match self.t.program.modules.iter().position(|m| *m.name == sub) {
                                Some(i) => Ty::Module(ModuleId(i as u32)),
                                // Set from outside, or missing.
                                None => Ty::Any,
                            }
                        }
                    },
                }
            }
            Ty::NativeModule(m) => self.native_module_attr(m, name),
            t if t.is_numpy() => self.numpy_attr(t, name),
            Ty::Complex => match &**name {
                "real" | "imag" => FLOAT,
                _ => Ty::Any,
            },
            Ty::Func(_) | Ty::Bound(..) if matches!(&**name, "__name__" | "__qualname__" | "__module__") => Ty::Str,
            Ty::Int { .. } | Ty::Bool if matches!(&**name, "real" | "numerator") => INT,
            Ty::Range { .. } if matches!(&**name, "start" | "stop" | "step") => INT,
            Ty::Func(_) => Ty::Any,
            Ty::Property(f) if matches!(&**name, "setter" | "deleter") => Ty::PropertySetter(*f),
            _ if &**name == "__class__" => self.type_of(t),
            // Nothing but AttributeError.
            Ty::Int { .. } | Ty::Float { .. } | Ty::Bool | Ty::Str
                if !name.starts_with("__") && !matches!(&**name, "real" | "imag" | "numerator" | "denominator") && !self.has_native_method(t, name) =>
            {
                Ty::Never
            }
            Ty::List(_) | Ty::Dict(_) | Ty::Set(_) | Ty::FrozenSet(_) | Ty::Deque(_) | Ty::Str | Ty::Bytes
                if !name.starts_with("__") && t.native_name().is_some_and(|n| self.natives.method(n, name).is_some()) =>
            {
                Ty::Method(t.clone().into(), name.clone())
            }
            // A native method as a value: bound by the runtime. What it may put into the object is unknown.
            _ => {
                self.t.sites.escape(t);
                if let Ty::Property(f) | Ty::PropertySetter(f) | Ty::StaticMethod(f) | Ty::ClassMethod(f) = t {
                    let mut known = self.setters.get(f).cloned().unwrap_or_default();
                    known.push(*f);
                    for f in known {
                        self.t.sites.escape(&Ty::Func(f));
                    }
                }
                Ty::Any
            }
        }
    }

    pub(super) fn dynamic_attr(&mut self, name: &Name) -> Ty {
        self.dyn_reads.insert(name.clone());
        self.demand_read(name);
        Ty::Any
    }

    fn instance_attr(&mut self, c: ClassId, name: &Name) -> Ty {
        match &**name {
            "__class__" => return Ty::Class(c),
            "__dict__" => {
                // Everything can be read and written by name.
                if self.open_classes.insert(c) {
                    self.grown(&Key::Escapes);
                }
                for ((k, _), t) in self.t.attrs.clone() {
                    if k == c {
                        self.t.sites.escape(&t);
                    }
                }
                return Ty::Any;
            }
            _ => {}
        }
        self.read(Key::Attr(c, name.clone()));
        let own = self.t.attrs.get(&(c, name.clone())).cloned().unwrap_or(Ty::Never);
        let class = match self.class_attr(c, name) {
            None => Ty::Never,
            Some(Ty::Func(f)) => Ty::Bound(Ty::Inst(c).into(), f),
            // An AttributeError in the getter makes the runtime ask `__getattr__`.
            Some(Ty::Property(f)) if self.t.find_method(c, "__getattr__").is_some() => {
                let i = self.join_uniform(f, &[Ty::Inst(c)]);
                let got = self.result_of(i);
                let other = self.call_dunder(&Ty::Inst(c), "__getattr__", &[Ty::Str]);
                return self.join(&got, &other);
            }
            Some(Ty::Property(f)) => return self.call_function(f, &[Ty::Inst(c)], &[], Some(()), true),
            Some(Ty::StaticMethod(f)) => Ty::Func(f),
            Some(Ty::ClassMethod(f)) => Ty::Bound(Ty::Class(c).into(), f),
            Some(t) => match self.descriptor_get(&t, &Ty::Inst(c), c) {
                Some(r) => self.join(&r, &t.without(|m| matches!(m, Ty::Inst(_)))),
                None => self.bind_members(&t, &Ty::Inst(c), c),
            },
        };
        if own == Ty::Never && class == Ty::Never {
            self.read(Key::Escapes);
            let found = self.call_dunder(&Ty::Inst(c), "__getattr__", &[Ty::Str]);
            if found != Ty::Never {
                return found;
            }
            // What every exception has; else somebody must have set it.
            let common = |n: &str| n.starts_with("__") || matches!(n, "args" | "with_traceback" | "add_note");
            let native = self.t.native_base(c).is_some() && (common(name) || !self.t.is_plain_exception(c, self.natives));
            if native || self.open_classes.contains(&c) {
                return self.dynamic_attr(name);
            }
        }
        self.join(&own, &class)
    }

    /// What a class attribute that is one of several things is, when read from an object.
    fn bind_members(&mut self, attr: &Ty, this: &Ty, c: ClassId) -> Ty {
        let Ty::Union(members) = attr else { return attr.clone() };
        let of_class = matches!(this, Ty::Class(_));
        let mut out = Ty::Never;
        for m in members.to_vec() {
            let r = match m {
                Ty::Func(f) if !of_class => Ty::Bound(this.clone().into(), f),
                Ty::StaticMethod(f) => Ty::Func(f),
                Ty::ClassMethod(f) => Ty::Bound(Ty::Class(c).into(), f),
                Ty::Property(f) if !of_class => {
                    let i = self.join_uniform(f, std::slice::from_ref(this));
                    self.result_of(i)
                }
                m => m,
            };
            out = self.join(&out, &r);
        }
        out
    }

    /// What the `__get__` of objects of the program gives, if a class attribute may hold one.
    fn descriptor_get(&mut self, attr: &Ty, this: &Ty, owner: ClassId) -> Option<Ty> {
        let mut out = None;
        for m in attr.members().to_vec() {
            if let Ty::Inst(d) = &m
                && self.t.find_method(*d, "__get__").is_some()
            {
                let r = self.call_dunder(&m, "__get__", &[this.clone(), Ty::Class(owner)]);
                let old = out.take().unwrap_or(Ty::Never);
                out = Some(self.join(&old, &r));
            }
        }
        out
    }

    /// The `__set__` of an object of the program in the class.
    fn descriptor_set(&mut self, this: &Ty, c: ClassId, name: &Name, v: &Ty) -> bool {
        let attr = self.class_attr(c, name).unwrap_or(Ty::Never);
        let mut found = false;
        for m in attr.members().to_vec() {
            if let Ty::Inst(d) = &m
                && self.t.find_method(*d, "__set__").is_some()
            {
                self.call_dunder(&m, "__set__", &[this.clone(), v.clone()]);
                found = true;
            }
        }
        found
    }

    pub(super) fn setattr(&mut self, t: &Ty, name: &Name, v: &Ty) {
        for m in t.members().to_vec() {
            match &m {
                Ty::Inst(c) => {
                    if let Some(Ty::Property(f)) = self.class_attr(*c, name) {
                        // The runtime finds the setter and calls it.
                        self.read(Key::Escapes);
                        for g in self.setters.get(&f).cloned().unwrap_or_default() {
                            self.join_uniform(g, &[m.clone(), v.clone()]);
                        }
                        continue;
                    }
                    if self.descriptor_set(&m, *c, name, v) {
                        continue;
                    }
                    self.call_dunder(&m, "__setattr__", &[Ty::Str, v.clone()]);
                    self.join_attr(*c, name, v);
                }
                Ty::Class(c) => {
                    let key = (*c, name.clone());
                    let old = self.t.class_attrs.get(&key).cloned().unwrap_or(Ty::Never);
                    let mut new = self.join(&old, v);
                    // Until this is executed (if ever), a base's attribute is found.
                    if let Some(inherited) = self.class_attr(*c, name) {
                        new = self.join(&new, &inherited);
                    }
                    if new != old {
                        // One of several functions: which one, only the runtime knows.
                        if !matches!(new, Ty::Func(_)) {
                            self.t.sites.escape(&new);
                        }
                        self.t.class_attrs.insert(key, new);
                        self.grown(&Key::ClassAttr(*c, name.clone()));
                    }
                }
                Ty::Module(m) => {
                    if let Some(g) = self.t.program.modules[m.index()].globals.get(name).copied() {
                        let old = self.t.globals[g.index()].clone();
                        let new = self.join(&old, v);
                        if new != old {
                            self.t.globals[g.index()] = new;
                            self.grown(&Key::Global(g));
                        }
                    } else {
                        self.t.sites.escape(v);
                    }
                }
                Ty::NativeModule(m) => {
                    self.t.sites.escape(v);
                    if self.t.patched.insert((m.clone(), name.clone())) {
                        self.grown(&Key::Patched(m.clone()));
                    }
                }
                Ty::Any | Ty::Exc(_) => {
                    self.t.sites.escape(v);
                    self.dyn_writes.insert(name.clone());
                    for c in 0..self.t.bases.len() as u32 {
                        let c = ClassId(c);
                        if self.escaped_classes.contains(&c) || self.t.native_base(c).is_some() {
                            self.dynamic_write(c, name);
                        }
                    }
                }
                _ => self.t.sites.escape(v),
            }
        }
    }

    /// Code that knows nothing of the object sets an attribute of one of class `c`.
    pub(super) fn dynamic_write(&mut self, c: ClassId, name: &Name) {
        let this = Ty::Inst(c);
        if let Some((_, Ty::Property(f))) = self.t.class_attr(c, name) {
            let f = *f;
            for g in self.setters.get(&f).cloned().unwrap_or_default() {
                self.join_uniform(g, &[this.clone(), Ty::Any]);
            }
        } else if !self.descriptor_set(&this, c, name, &Ty::Any) {
            self.join_attr(c, name, &Ty::Any);
        }
    }

    pub(super) fn super_attr(&mut self, class: &Ty, this: &Ty, name: &Name) -> Ty {
        let Ty::Class(k) = class else { return Ty::Any };
        let mut out = Ty::Never;
        for m in this.members().to_vec() {
            let c = match &m {
                Ty::Inst(c) | Ty::Class(c) => *c,
                _ => {
                    out = Ty::Any;
                    continue;
                }
            };
            let mro = self.t.mro(c);
            if self.t.native_base(c).is_some_and(|n| &*n == "?") {
                // What comes next depends on bases that are computed.
                for b in mro {
                    self.read(Key::ClassAttr(b, name.clone()));
                    self.read(Key::Bases(b));
                    if let Some(t) = self.t.class_attrs.get(&(b, name.clone())).cloned() {
                        self.dynamic_use(c, t);
                    }
                }
                out = Ty::Any;
                continue;
            }
            let after = mro.iter().position(|x| x == k).map_or(mro.len(), |i| i + 1);
            let mut found = None;
            for b in &mro[after..] {
                self.read(Key::ClassAttr(*b, name.clone()));
                if let Some(t) = self.t.class_attrs.get(&(*b, name.clone())).filter(|t| **t != Ty::Never) {
                    found = Some(t.clone());
                    break;
                }
            }
            let r = match found {
                // Of a class: the plain function.
                Some(Ty::Func(f)) if matches!(m, Ty::Class(_)) => Ty::Func(f),
                Some(Ty::Func(f)) => Ty::Bound(m.clone().into(), f),
                Some(Ty::StaticMethod(f)) => Ty::Func(f),
                Some(Ty::ClassMethod(f)) => Ty::Bound(Ty::Class(c).into(), f),
                Some(Ty::Property(f)) => self.call_function(f, &[m.clone()], &[], None, false),
                Some(t) => self.bind_members(&t, &m, c),
                // `object` or a native base: a method of the runtime.
                None => {
                    if matches!(&**name, "__setattr__" | "__delattr__") {
                        self.by_name(&"builtins.setattr".into(), &[m.clone()]);
                    }
                    Ty::Opaque("super method".into())
                }
            };
            out = self.join(&out, &r);
        }
        out
    }

    fn has_native_method(&self, t: &Ty, name: &str) -> bool {
        let class = match t {
            Ty::Float { .. } => "float",
            Ty::Str => "str",
            _ => "int",
        };
        self.natives.method(class, name).is_some()
    }

    pub(super) fn native_module_attr(&mut self, m: &Name, name: &Name) -> Ty {
        self.read(Key::Patched(m.clone()));
        let is_patched = self.t.program.is_patched && !m.starts_with('_') && &**m != "builtins";
        if is_patched || self.t.patched.contains(&(m.clone(), name.clone())) {
            return Ty::Any;
        }
        let qualified = format!("{m}.{name}");
        if self.natives.function(&qualified).is_some() {
            return Ty::Native(qualified.into());
        }
        match self.natives.constant(m, name) {
            // They share names with builtin classes.
            Some("class") if m.starts_with("_numpy") => Ty::NativeClass(format!("numpy.{name}").into()),
            Some("class") => Ty::NativeClass(name.clone()),
            Some(t) => self.declared(t, &Ty::Never),
            // Whether it exists, the runtime knows.
            None => Ty::Any,
        }
    }

    /// `type(x)`.
    pub(super) fn type_of(&mut self, t: &Ty) -> Ty {
        match t {
            Ty::Inst(c) => Ty::Class(*c),
            Ty::Int { .. } => Ty::NativeClass("int".into()),
            Ty::Float { .. } => Ty::NativeClass("float".into()),
            Ty::Str => Ty::NativeClass("str".into()),
            Ty::List(_) => Ty::NativeClass("list".into()),
            Ty::Bool => Ty::NativeClass("bool".into()),
            Ty::Union(_) => {
                let mut out = Ty::Never;
                for m in t.members().to_vec() {
                    let class = self.type_of(&m);
                    out = self.join(&out, &class);
                }
                out
            }
            _ => Ty::Any,
        }
    }

    /// An instance of a native class, as far as types tell.
    pub(super) fn native_instance(&mut self, n: &Name) -> Ty {
        match &**n {
            "int" => INT,
            "float" => FLOAT,
            "str" => Ty::Str,
            "bytes" => Ty::Bytes,
            "list" => Ty::List(self.site_of(20, &Ty::Any)),
            "dict" => {
                let s = self.site_of(21, &Ty::Any);
                self.t.sites.add_value(s, &Ty::Any);
                Ty::Dict(s)
            }
            "tuple" => Ty::TupleOf(self.site_of(22, &Ty::Any)),
            n if self.natives.exception_base(n).is_some() || n == "BaseException" => Ty::Exc(n.into()),
            _ => Ty::Any,
        }
    }
}
