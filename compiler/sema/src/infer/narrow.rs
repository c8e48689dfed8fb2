//! What tests say of the types of values: `is None`, `isinstance`, truth, `match` and `except` narrow them in the blocks
//! that the test dominates, and on the edges of its branch.

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use super::{At, InstanceId, Typed};
use crate::hir::*;
use crate::types::*;

/// A narrower type of a value in blocks dominated by a test.
#[derive(Debug, Clone)]
pub(super) enum Refine {
    NotNone,
    OnlyNone,
    Truthy,
    IsInstance(V),
    NotInstance(V),
    ExcMatch(V),
    /// `x is not y`.
    NotSame(V),
    Sequence { min: u32, exact: bool },
    NotSequence { min: u32, exact: bool },
    Mapping,
    NotMapping,
}

/// Per function: what does not depend on types.
pub(super) struct Shape {
    pub(super) idom: Vec<usize>,
    /// Tests that hold at the start of a block.
    refine: Vec<Vec<(V, Refine)>>,
    /// Tests that hold on the two edges of a branch.
    edges: Vec<[Vec<(V, Refine)>; 2]>,
    /// Calls of `reversed` whose result nobody gets but the loop behind them.
    feeds_loop: HashSet<At>,
}

impl Typed {
    /// The type of `v` in block `b` of an instance: its own, narrowed by the tests on the way.
    pub fn ty_at(&self, i: InstanceId, b: B, v: V) -> Ty {
        let inst = self.instance(i);
        let mut ty = inst.types[v.index()].clone();
        if !matches!(ty, Ty::Union(_) | Ty::Any | Ty::Exc(_) | Ty::Inst(_)) {
            return ty;
        }
        let shape = &self.shapes[inst.func.index()];
        let mut at = b.index();
        loop {
            for (x, r) in &shape.refine[at] {
                if *x == v {
                    ty = self.narrow(i, &ty, r);
                }
            }
            if at == 0 {
                return ty;
            }
            at = shape.idom[at];
        }
    }

    /// The type of `v` on the edge of block `b`'s branch: to `then`, or to `els`.
    pub fn ty_on_edge(&self, i: InstanceId, b: B, then: bool, v: V) -> Ty {
        let mut ty = self.ty_at(i, b, v);
        for (x, r) in &self.shapes[self.instance(i).func.index()].edges[b.index()][!then as usize] {
            if *x == v {
                ty = self.narrow(i, &ty, r);
            }
        }
        ty
    }

    /// Whether block `b`'s branch can go to `then`, or to `els`: not where a test, such as `x is None` of a parameter that this
    /// instance has an int for, leaves nothing of the type.
    pub fn goes(&self, i: InstanceId, b: B, then: bool) -> bool {
        let tests = &self.shapes[self.instance(i).func.index()].edges[b.index()][!then as usize];
        tests.iter().all(|(x, r)| {
            let ty = self.ty_at(i, b, *x);
            ty == Ty::Never || self.narrow(i, &ty, r) != Ty::Never
        })
    }

    /// See [`Shape::feeds_loop`].
    pub(super) fn feeds_loop(&self, i: InstanceId, at: At) -> bool {
        self.shapes[self.instance(i).func.index()].feeds_loop.contains(&at)
    }

    fn narrow(&self, i: InstanceId, ty: &Ty, r: &Refine) -> Ty {
        match r {
            Refine::NotNone => ty.without(|t| *t == Ty::None),
            Refine::OnlyNone => match ty {
                Ty::Any => Ty::None,
                t if t.has_none() => Ty::None,
                _ => Ty::Never,
            },
            Refine::Truthy => ty.without(|t| *t == Ty::None),
            Refine::IsInstance(c) => match self.class_test(i, *c) {
                Some(test) if *ty != Ty::Any => ty.without(|t| test(t) == Some(false)),
                _ => ty.clone(),
            },
            Refine::NotInstance(c) => match self.class_test(i, *c) {
                Some(test) if *ty != Ty::Any => ty.without(|t| test(t) == Some(true)),
                _ => ty.clone(),
            },
            Refine::Sequence { min, exact } => ty.without(|t| self.sequence_of(t, *min, *exact) == Some(false)),
            Refine::NotSequence { min, exact } => ty.without(|t| self.sequence_of(t, *min, *exact) == Some(true)),
            Refine::Mapping => ty.without(|t| self.mapping(t) == Some(false)),
            Refine::NotMapping => ty.without(|t| self.mapping(t) == Some(true)),
            // A native class is one object.
            Refine::NotSame(c) => match (ty, &self.instance(i).types[c.index()]) {
                (_, Ty::Never) => Ty::Never,
                (Ty::NativeClass(a), Ty::NativeClass(b)) if a == b => Ty::Never,
                _ => ty.clone(),
            },
            Refine::ExcMatch(c) => self.caught(ty, &self.instance(i).types[c.index()]),
        }
    }

    /// What `except class` catches of exceptions of type `ty`.
    fn caught(&self, ty: &Ty, class: &Ty) -> Ty {
        match class {
            // Not known yet.
            Ty::Never => Ty::Never,
            Ty::NativeClass(n) => Ty::Exc(n.clone()),
            Ty::Class(_) | Ty::Tuple(_) => {
                let wanted = match class {
                    Ty::Tuple(ts) => &ts[..],
                    c => std::slice::from_ref(c),
                };
                let mut found = Vec::new();
                for w in wanted {
                    let Ty::Class(k) = w else { return ty.clone() };
                    let below = (0..self.bases.len() as u32).map(ClassId).filter(|c| self.mro(*c).contains(k)).map(Ty::Inst);
                    found.extend(below);
                }
                found.sort();
                found.dedup();
                match found.len() {
                    0 => ty.clone(),
                    1 => found.remove(0),
                    n if n <= MAX_UNION => Ty::Union(found.into()),
                    _ => ty.clone(),
                }
            }
            _ => ty.clone(),
        }
    }

    /// Whether values of type `t` are sequences with `min` elements (or more, if not `exact`), as `match` sees it.
    pub fn sequence_of(&self, t: &Ty, min: u32, exact: bool) -> Option<bool> {
        match t {
            Ty::Tuple(ts) => Some(if exact { ts.len() == min as usize } else { ts.len() >= min as usize }),
            Ty::List(_) | Ty::TupleOf(_) | Ty::Range { .. } | Ty::Deque(_) if min == 0 && !exact => Some(true),
            Ty::None | Ty::Bool | Ty::Int { .. } | Ty::Float { .. } | Ty::Complex | Ty::Str | Ty::Bytes | Ty::Slice => Some(false),
            Ty::Dict(_) | Ty::DictLike(..) | Ty::Set(_) | Ty::FrozenSet(_) | Ty::Gen(_) | Ty::Func(_) | Ty::Class(_) | Ty::Exc(_) => Some(false),
            Ty::Inst(c) if self.is_plain(*c) => Some(false),
            _ => None,
        }
    }

    /// Whether values of type `t` are mappings.
    pub fn mapping(&self, t: &Ty) -> Option<bool> {
        match t {
            Ty::Dict(_) | Ty::DictLike(..) => Some(true),
            Ty::Inst(c) if self.is_plain(*c) => Some(false),
            Ty::Inst(_) | Ty::Any | Ty::Opaque(_) | Ty::Never | Ty::Union(_) => None,
            _ => Some(false),
        }
    }

    /// A class of the program that derives from classes of the script alone.
    fn is_plain(&self, c: ClassId) -> bool {
        self.native_base(c).is_none() && self.mro(c).iter().all(|k| !self.program.modules[self.program.classes[k.index()].module.index()].is_shim)
    }

    /// The attribute that positional sub-pattern `index` of class `c` looks at, if it is written in the class.
    pub fn match_arg(&self, c: ClassId, index: u32) -> Option<Name> {
        let (k, t) = self.class_attr(c, &"__match_args__".into())?;
        if !matches!(t, Ty::Tuple(_)) {
            return None;
        }
        self.program.classes[k.index()].match_args.as_ref()?.get(index as usize).cloned()
    }

    /// `isinstance(x, c)` as a test on types: `None` = not known.
    #[expect(clippy::type_complexity, reason = "a closure over borrowed state")]
    fn class_test(&self, i: InstanceId, c: V) -> Option<Box<dyn Fn(&Ty) -> Option<bool> + '_>> {
        let ct = self.instance(i).types[c.index()].clone();
        let classes: Vec<Ty> = match &ct {
            Ty::Tuple(ts) => ts.to_vec(),
            t => vec![t.clone()],
        };
        if !classes.iter().all(|c| matches!(c, Ty::Class(_) | Ty::NativeClass(_))) {
            return None;
        }
        Some(Box::new(move |t: &Ty| {
            let mut known = Some(false);
            for c in &classes {
                match self.instance_of(t, c) {
                    Some(true) => return Some(true),
                    Some(false) => {}
                    None => known = None,
                }
            }
            known
        }))
    }

    /// Whether every (no) value of type `t` is an instance of class `c`.
    pub fn instance_of(&self, t: &Ty, c: &Ty) -> Option<bool> {
        match c {
            Ty::Class(k) => match t {
                _ if self.is_protocol(*k) => None,
                Ty::Inst(c) if self.mro(*c).contains(k) => (!self.program.classes[k.index()].many).then_some(true),
                // The runtime looks at the methods.
                _ if &*self.program.modules[self.program.classes[k.index()].module.index()].name == "collections.abc" => None,
                _ if self.is_virtual(*k) || self.native_base(*k).is_some() => None,
                Ty::Inst(c) if self.native_base(*c).is_some_and(|n| &*n == "?") => None,
                // It may claim to be of another class.
                Ty::Inst(c) if self.class_attr(*c, &"__class__".into()).is_some() => None,
                Ty::Inst(_) => Some(false),
                Ty::Any | Ty::Exc(_) | Ty::Opaque(_) => None,
                Ty::Never => None,
                // An element of an array of objects.
                t if t.is_numpy() => None,
                _ => Some(false),
            },
            Ty::NativeClass(n) => {
                if &**n == "object" {
                    return Some(true);
                }
                let name = match t {
                    Ty::None => "NoneType",
                    Ty::Bool => return Some(matches!(&**n, "bool" | "int")),
                    Ty::Slice => "slice",
                    Ty::Func(_) => "function",
                    Ty::Inst(k) if self.native_base(*k).is_none() => return Some(false),
                    // Of subclasses of dict, or none of the classes below.
                    Ty::DictLike(..) | Ty::Deque(_) => return None,
                    t => t.native_name()?,
                };
                // Only plain concrete classes are decided here.
                let known = ["int", "float", "complex", "str", "bytes", "range", "slice", "tuple", "list", "dict", "set", "frozenset", "bool"];
                if known.contains(&&**n) { Some(name == &**n) } else { None }
            }
            _ => None,
        }
    }
}

pub(super) fn shape(f: &Func) -> Shape {
    let n = f.blocks.len();
    // Blocks are in reverse post order. Immediate dominators (Cooper, Harvey, Kennedy).
    let mut preds: Vec<Vec<usize>> = vec![Vec::new(); n];
    for (b, block) in f.blocks.iter().enumerate() {
        crate::ssa::for_each_target(block, |t| preds[t.block.index()].push(b));
    }
    let mut idom = vec![usize::MAX; n];
    if n > 0 {
        idom[0] = 0;
    }
    let mut changed = true;
    while changed {
        changed = false;
        for b in 1..n {
            let mut new = usize::MAX;
            for &p in &preds[b] {
                if idom[p] == usize::MAX {
                    continue;
                }
                new = if new == usize::MAX {
                    p
                } else {
                    let (mut x, mut y) = (p, new);
                    while x != y {
                        while x > y {
                            x = idom[x];
                        }
                        while y > x {
                            y = idom[y];
                        }
                    }
                    x
                };
            }
            if new != idom[b] && new != usize::MAX {
                idom[b] = new;
                changed = true;
            }
        }
    }
    for d in idom.iter_mut() {
        if *d == usize::MAX {
            *d = 0;
        }
    }
    let mut defs: HashMap<V, &Inst> = HashMap::default();
    for b in &f.blocks {
        for i in &b.insts {
            for r in &i.results {
                defs.insert(*r, i);
            }
        }
    }
    let mut refine: Vec<Vec<(V, Refine)>> = vec![Vec::new(); n];
    let mut edges: Vec<[Vec<(V, Refine)>; 2]> = vec![[Vec::new(), Vec::new()]; n];
    for (b, block) in f.blocks.iter().enumerate() {
        if let Term::Branch { cond, then, els } = &block.term {
            for (t, positive) in [(then, true), (els, false)] {
                tests(&defs, *cond, positive, &mut edges[b][!positive as usize]);
                if preds[t.block.index()].len() == 1 {
                    tests(&defs, *cond, positive, &mut refine[t.block.index()]);
                }
            }
        }
    }
    Shape { idom, refine, edges, feeds_loop: feeds_loop(f, &defs) }
}

/// See [`Shape::feeds_loop`].
fn feeds_loop(f: &Func, defs: &HashMap<V, &Inst>) -> HashSet<At> {
    let is_reversed = |i: &Inst| {
        let callee = i.args.first().and_then(|v| defs.get(v));
        matches!(i.op, Op::Call { .. }) && callee.is_some_and(|d| matches!(&d.op, Op::LoadBuiltin(n) if &**n == "reversed"))
    };
    let mut found: HashMap<V, At> = HashMap::default();
    for (b, block) in f.blocks.iter().enumerate() {
        for (k, pair) in block.insts.windows(2).enumerate() {
            if is_reversed(&pair[0]) && matches!(pair[1].op, Op::GetIter) && pair[1].args == pair[0].results {
                found.insert(pair[0].results[0], (b as u32, k as u32));
            }
        }
    }
    if !found.is_empty() {
        let mut uses: HashMap<V, u32> = HashMap::default();
        let mut count = |v: &V| *uses.entry(*v).or_default() += 1;
        for block in &f.blocks {
            block.insts.iter().flat_map(|i| &i.args).for_each(&mut count);
            crate::ssa::for_each_target(block, |t| t.args.iter().for_each(&mut count));
            if let Term::Return(v) = &block.term {
                count(v);
            }
        }
        found.retain(|v, _| uses[v] == 1);
    }
    found.into_values().collect()
}

/// What a branch condition says about values.
fn tests(defs: &HashMap<V, &Inst>, cond: V, positive: bool, out: &mut Vec<(V, Refine)>) {
    let Some(i) = defs.get(&cond) else { return };
    let is_none = |v: V| defs.get(&v).is_some_and(|d| matches!(d.op, Op::Const(Constant::None)));
    match &i.op {
        Op::Not => tests(defs, i.args[0], !positive, out),
        Op::Truth => {
            let x = i.args[0];
            match defs.get(&x).map(|d| &d.op) {
                Some(Op::Cmp(_) | Op::Not | Op::Call { .. } | Op::ExcMatch) => tests(defs, x, positive, out),
                _ => {}
            }
            if positive {
                out.push((x, Refine::Truthy));
            }
        }
        Op::Cmp(op @ (CmpOp::Is | CmpOp::IsNot | CmpOp::Eq | CmpOp::NotEq)) if is_none(i.args[1]) => {
            let eq = matches!(op, CmpOp::Is | CmpOp::Eq);
            let r = if eq == positive { Refine::OnlyNone } else { Refine::NotNone };
            // `x == None` may call __eq__: only the identity test narrows to None.
            if !(matches!(op, CmpOp::Eq | CmpOp::NotEq) && matches!(r, Refine::OnlyNone)) {
                out.push((i.args[0], r));
            }
        }
        Op::Cmp(op @ (CmpOp::Is | CmpOp::IsNot)) if (*op == CmpOp::IsNot) == positive => out.push((i.args[0], Refine::NotSame(i.args[1]))),
        Op::Call { kw } if kw.is_empty() && i.args.len() == 3 => {
            if let Some(Op::LoadBuiltin(n)) = defs.get(&i.args[0]).map(|d| &d.op)
                && &**n == "isinstance"
            {
                out.push((i.args[1], if positive { Refine::IsInstance(i.args[2]) } else { Refine::NotInstance(i.args[2]) }));
            }
        }
        Op::MatchSequence { min, exact } => {
            let (min, exact) = (*min, *exact);
            out.push((i.args[0], if positive { Refine::Sequence { min, exact } } else { Refine::NotSequence { min, exact } }));
        }
        Op::MatchMapping { min } => {
            if positive {
                out.push((i.args[0], Refine::Mapping));
            } else if *min == 0 {
                out.push((i.args[0], Refine::NotMapping));
            }
        }
        Op::ExcMatch if positive => out.push((i.args[0], Refine::ExcMatch(i.args[1]))),
        _ => {}
    }
}
