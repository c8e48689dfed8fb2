//! What the lowering of all functions shares: ids of IR functions, constants, globals, classes.

use std::collections::VecDeque;
use std::rc::Rc;

use rustc_hash::FxHashMap as HashMap;

use pyaot_ir::{self as ir, Const, ConstId};
use pyaot_sema::hir::{self, ClassId, GlobalId};
use pyaot_sema::infer::{Natives, Typed};
use pyaot_sema::types::{InstanceId, Ty};

use crate::handover::Point;
use crate::definite::Definite;
use crate::func::Facts;
use crate::likely::Likely;
use crate::sizes::{self, Sizes};
use crate::stable::Stable;

/// The IR functions that come of one instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Piece {
    /// The function itself: fast body, or tagged.
    Body(InstanceId),
    /// The slow twin.
    Twin(InstanceId),
    /// Entry for callers that know nothing of its types.
    Uniform(InstanceId),
    /// Resume function of a generator, as the runtime calls it.
    Resume(InstanceId),
    /// The generator's body: runs to the next `yield`.
    Generator(InstanceId),
    /// `next(generator)` for compiled code that knows the generator.
    Next(InstanceId),
    /// The fast body from the head of a loop on, for a twin whose ints are small again; its wide form.
    Reentry(InstanceId, u32, bool),
    /// The wide form of a function, for callers that are wide.
    Wide(InstanceId),
    /// Uniform entry of functions that were never found to be called.
    Uncallable,
    /// The program's entry.
    Entry,
}

pub struct World {
    /// The declarations of the runtime.
    pub natives: &'static dyn Natives,
    pub program: ir::Program,
    ids: HashMap<Piece, ir::FuncId>,
    pub queue: VecDeque<(Piece, ir::FuncId)>,
    consts: HashMap<Const, ConstId>,
    globals: HashMap<GlobalId, ir::GlobalId>,
    classes: HashMap<ClassId, ir::ClassId>,
    pub class_values: HashMap<ClassId, ir::GlobalId>,
    /// Slots of the instances of each class: name and whether f64.
    pub layouts: Vec<Vec<(hir::Name, bool)>>,
    /// Classes of exceptions whose objects have slots behind what every exception has.
    pub exceptions: Vec<bool>,
    codes: HashMap<hir::FuncId, u32>,
    frames: HashMap<(hir::FuncId, hir::Name), u32>,
    pub points: HashMap<InstanceId, Vec<Point>>,
    module_done: HashMap<hir::ModuleId, ir::GlobalId>,
    defaults: HashMap<(hir::FuncId, usize), ir::GlobalId>,
    pub stable: Stable,
    /// See [`crate::row::shapes_stay`].
    pub shapes_stay: bool,
    pub definite: Definite,
    sizes: HashMap<InstanceId, Rc<Sizes>>,
    likely: Option<Rc<Likely>>,
    /// The ways back from twins, by loop head: the fast and the wide form. And the number of points that the twin knows.
    pub returns: HashMap<InstanceId, HashMap<u32, [Option<ir::FuncId>; 2]>>,
    pub twins: HashMap<InstanceId, usize>,
    /// What the pieces of each instance share.
    pub facts: HashMap<InstanceId, Rc<Facts>>,
}

impl World {
    pub fn new(t: &Typed, natives: &'static dyn Natives) -> World {
        let exceptions: Vec<bool> = (0..t.program.classes.len() as u32).map(|c| t.is_plain_exception(ClassId(c), natives)).collect();
        let mut layouts: Vec<Vec<(hir::Name, bool)>> = vec![Vec::new(); t.program.classes.len()];
        // Where `__slots__` says which attributes there are, others raise: the runtime finds no slot for them.
        let declared: Vec<Option<Vec<hir::Name>>> = (0..t.program.classes.len()).map(|c| t.declared_slots(ClassId(c as u32))).collect();
        for key @ (c, n) in &t.attr_order {
            if declared[c.index()].as_ref().is_some_and(|names| !names.contains(n)) {
                continue;
            }
            let plain = t.native_base(*c).is_none();
            if !plain && (!exceptions[c.index()] || n.starts_with("__") || &**n == "args") {
                continue;
            }
            layouts[c.index()].push((n.clone(), t.attrs[key].is_float()));
        }
        for (c, layout) in layouts.iter_mut().enumerate().filter(|(_, l)| l.len() > 1) {
            let order = crate::slots::init_order(t, ClassId(c as u32));
            layout.sort_by_key(|(n, _)| order.iter().position(|o| o == n).unwrap_or(usize::MAX));
        }
        World {
            natives,
            program: ir::Program::default(),
            ids: HashMap::default(),
            queue: VecDeque::new(),
            consts: HashMap::default(),
            globals: HashMap::default(),
            classes: HashMap::default(),
            class_values: HashMap::default(),
            layouts,
            exceptions,
            codes: HashMap::default(),
            frames: HashMap::default(),
            points: HashMap::default(),
            module_done: HashMap::default(),
            defaults: HashMap::default(),
            stable: Stable::find(t),
            shapes_stay: crate::row::shapes_stay(t),
            definite: Definite::find(t),
            sizes: HashMap::default(),
            likely: None,
            returns: HashMap::default(),
            twins: HashMap::default(),
            facts: HashMap::default(),
        }
    }

    /// What is known of the sizes of an instance's ints; nothing, while they are being found (recursion).
    pub fn sizes(&mut self, t: &Typed, i: InstanceId) -> Rc<Sizes> {
        if let Some(s) = self.sizes.get(&i) {
            return s.clone();
        }
        self.sizes.insert(i, Rc::default());
        let mut found = sizes::find(self, t, i);
        sizes::find_bounds(self, t, i, &mut found);
        let found = Rc::new(found);
        self.sizes.insert(i, found.clone());
        found
    }

    /// What small ints and sizes probably are.
    pub fn likely(&mut self, t: &Typed) -> Rc<Likely> {
        if let Some(l) = &self.likely {
            return l.clone();
        }
        let found = Rc::new(Likely::find(self, t));
        self.likely = Some(found.clone());
        found
    }

    pub fn id(&mut self, p: Piece) -> ir::FuncId {
        if let Some(i) = self.ids.get(&p) {
            return *i;
        }
        let id = ir::FuncId(self.program.functions.len() as u32);
        self.program.functions.push(ir::Function::new(format!("{p:?}"), ir::Conv::Tail, None, true));
        self.ids.insert(p, id);
        self.queue.push_back((p, id));
        id
    }

    /// A twin that was lowered already is lowered again, if there are points now that it does not know.
    pub fn twin_again(&mut self, i: InstanceId) {
        if self.twins.get(&i).is_some_and(|n| *n < self.points[&i].len()) {
            let id = self.slow_id(i);
            self.queue.push_back((Piece::Twin(i), id));
        }
    }

    pub fn slow_id(&mut self, i: InstanceId) -> ir::FuncId {
        self.id(Piece::Twin(i))
    }

    pub fn constant(&mut self, c: Const) -> ConstId {
        if let Some(i) = self.consts.get(&c) {
            return *i;
        }
        let id = ConstId(self.program.consts.len() as u32);
        self.program.consts.push(c.clone());
        self.consts.insert(c, id);
        id
    }

    pub fn global(&mut self, t: &Typed, g: GlobalId) -> ir::GlobalId {
        if let Some(i) = self.globals.get(&g) {
            return *i;
        }
        let info = &t.program.globals[g.index()];
        let id = self.cell(&info.name, info.module.0);
        self.globals.insert(g, id);
        id
    }

    fn cell(&mut self, name: &str, module: u32) -> ir::GlobalId {
        let id = ir::GlobalId(self.program.globals.len() as u32);
        self.program.globals.push(ir::GlobalInfo { name: name.to_string(), module, kind: 0 });
        id
    }

    /// Storage of a class object, set by its class statement.
    pub fn class_value(&mut self, c: ClassId) -> ir::GlobalId {
        if let Some(i) = self.class_values.get(&c) {
            return *i;
        }
        let id = self.cell("", u32::MAX);
        self.class_values.insert(c, id);
        id
    }

    /// Storage of a parameter's default, for direct calls of functions that are defined once.
    pub fn default_global(&mut self, f: hir::FuncId, slot: usize) -> ir::GlobalId {
        if let Some(i) = self.defaults.get(&(f, slot)) {
            return *i;
        }
        let id = self.cell("", u32::MAX);
        self.defaults.insert((f, slot), id);
        id
    }

    /// Storage that tells whether a module has run: the module object.
    pub fn module_done(&mut self, m: hir::ModuleId) -> ir::GlobalId {
        if let Some(i) = self.module_done.get(&m) {
            return *i;
        }
        let id = self.cell("", u32::MAX);
        self.module_done.insert(m, id);
        id
    }

    pub fn class(&mut self, t: &Typed, c: ClassId) -> ir::ClassId {
        if let Some(i) = self.classes.get(&c) {
            return *i;
        }
        let info = &t.program.classes[c.index()];
        let id = ir::ClassId(self.program.classes.len() as u32);
        self.program.classes.push(ir::ClassInfo {
            name: info.name.to_string(),
            qualname: info.qualname.clone(),
            module: t.program.modules[info.module.index()].name.to_string(),
            slots: self.layouts[c.index()].iter().map(|(n, f)| (n.to_string(), *f)).collect(),
            annotations: if t.program.uses_cpython { info.annotations.clone() } else { String::new() },
        });
        self.classes.insert(c, id);
        id
    }

    pub fn frame(&mut self, t: &Typed, f: hir::FuncId) -> u32 {
        self.frame_of(t, f, &t.program.funcs[f.index()].name)
    }

    /// The frame of a function, or of a comprehension in it.
    pub fn frame_of(&mut self, t: &Typed, f: hir::FuncId, name: &hir::Name) -> u32 {
        if let Some(i) = self.frames.get(&(f, name.clone())) {
            return *i;
        }
        let func = &t.program.funcs[f.index()];
        self.program.frames.push(ir::FrameInfo {
            file: t.program.modules[func.module.index()].file.clone(),
            function: name.to_string(),
            hidden: func.hidden,
        });
        let i = self.program.frames.len() as u32 - 1;
        self.frames.insert((f, name.clone()), i);
        i
    }

    /// The code record of a function, with its uniform entry.
    pub fn code(&mut self, t: &Typed, f: hir::FuncId) -> u32 {
        if let Some(i) = self.codes.get(&f) {
            return *i;
        }
        let entry = match t.uniform.get(&f) {
            Some(i) if t.instance(*i).params.iter().all(|p| *p != Ty::Never) => self.id(Piece::Uniform(*i)),
            _ => self.id(Piece::Uncallable),
        };
        let func = &t.program.funcs[f.index()];
        let p = &func.params;
        let mut flags = 0;
        if p.vararg {
            flags |= pyaot_abi::layout::FLAG_VARARG;
        }
        if p.kwarg {
            flags |= pyaot_abi::layout::FLAG_KWARG;
        }
        if func.kind == hir::FuncKind::Generator {
            flags |= pyaot_abi::layout::FLAG_GENERATOR;
        }
        if func.hidden {
            flags |= pyaot_abi::layout::FLAG_HIDDEN;
        }
        let module = &t.program.modules[func.module.index()];
        let info = ir::CodeInfo {
            name: func.name.to_string(),
            qualname: func.qualname.clone(),
            module: module.name.to_string(),
            doc: func.doc.as_ref().map(|d| String::from_utf8_lossy(d).into_owned()),
            params: p.names.iter().map(|n| n.to_string()).collect(),
            n_posonly: p.n_posonly as u16,
            n_args: p.n_args as u16,
            n_kwonly: p.n_kwonly as u16,
            flags,
            n_captures: func.captures.len() as u32,
            first_line: func.first_line,
            file: module.file.clone(),
            annotations: if t.program.uses_cpython { func.annotations.clone() } else { String::new() },
            entry,
        };
        self.program.codes.push(info);
        let i = self.program.codes.len() as u32 - 1;
        self.codes.insert(f, i);
        i
    }
}

/// The function uses its own function object (captures, itself).
pub fn needs_env(f: &hir::Func) -> bool {
    f.blocks.iter().flat_map(|b| &b.insts).any(|i| matches!(i.op, hir::Op::Capture { .. } | hir::Op::SelfFunc))
}
