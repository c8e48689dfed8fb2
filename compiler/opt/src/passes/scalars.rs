//! Tuples and boxed numbers that nobody looks at as objects are their parts.
//!
//! ```text
//! b0(v0: F64, v1: F64):                    b0(v0: F64, v1: F64):
//!     v2 = BoxFloat v0 …                       jump b1(v0, v1)
//!     v4 = NewTuple v2, v3                 b1(v10: F64, v11: F64):
//!     jump b1(v4)                              …
//! b1(v5: Obj):                       =>        v12 = FAdd v10, v9
//!     v6 = Load item 0 v5                      branch v8 b1(v12, v11) b2()
//!     v7 = UnboxFloat v6                   b2():
//!     … v9 = NewTuple …                        v13 = BoxFloat v10 …
//!     branch v8 b1(v9) b2()                    v15 = NewTuple v13, v14
//! b2():                                        return v15
//!     return v5
//! ```
//! A block parameter is split if all that comes in is made here. The object is made where it is needed after all: in cold
//! blocks, and at one place outside of the loop in which it would have been made again and again. One place, because
//! whoever sees the object twice must see the same one.

use pyaot_abi::{Leaf, layout};
use pyaot_ir::{ConstId, ExitKind, Function, Inst, Op, Region, Target, Term, Ty, Value};
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use crate::Config;
use crate::graph::{Graph, NONE, Node};
use crate::passes::copies::natural_of;
use crate::passes::dce;
use crate::passes::simplify::Replaced;

/// Larger tuples stay: their parts would not fit into registers.
const MOST_PARTS: usize = 8;
/// Tuples of tuples of floats take three.
const ROUNDS: usize = 3;

pub fn run(f: &mut Function, config: &Config) {
    some_rounds(f, config, ROUNDS);
}

/// What parts themselves are made of stays whole.
pub fn once(f: &mut Function, config: &Config) {
    some_rounds(f, config, 1);
}

fn some_rounds(f: &mut Function, config: &Config, rounds: usize) {
    // Parts may end before the whole would: that must not be seen.
    if config.release_runs_code {
        return;
    }
    for k in 0..rounds {
        if !f.blocks.iter().filter(|b| !b.cold).flat_map(|b| &b.insts).any(Shape::is_made_by) {
            break;
        }
        if k == 0 {
            dce::clear(f);
        }
        if !round(f) {
            break;
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Tuple(usize),
    Float,
    Int,
    Bool,
    Complex,
    /// A scalar of NumPy's: its part, and its class.
    Scalar(Ty, ConstId),
    /// One of fewer than 64 bits.
    Short(Ty, ConstId),
    /// An `np.complex128`: its class.
    NpComplex(ConstId),
}

/// The addresses of classes.
type Classes = HashMap<Value, ConstId>;

fn classes(f: &Function) -> Classes {
    let (mut constants, mut classes) = (HashMap::default(), HashMap::default());
    for i in f.blocks.iter().flat_map(|b| &b.insts) {
        match i.op {
            Op::Const(id) => drop(constants.insert(i.results[0], id)),
            Op::Cast if f.ty(i.results[0]) == Ty::Ptr => drop(constants.get(&i.args[0]).map(|id| classes.insert(i.results[0], *id))),
            _ => {}
        }
    }
    classes
}

impl Shape {
    fn is_made_by(i: &Inst) -> bool {
        matches!(i.op, Op::Leaf(Leaf::box_float64 | Leaf::box_int64 | Leaf::box_short_float | Leaf::box_short_int | Leaf::box_complex128)) || Shape::made_by(i, &HashMap::default()).is_some()
    }

    fn made_by(i: &Inst, classes: &Classes) -> Option<Shape> {
        match i.op {
            Op::Leaf(Leaf::box_float64) => Some(Shape::Scalar(Ty::F64, *classes.get(&i.args[1])?)),
            Op::Leaf(Leaf::box_int64) => Some(Shape::Scalar(Ty::I64, *classes.get(&i.args[1])?)),
            Op::Leaf(Leaf::box_short_float) => Some(Shape::Short(Ty::F64, *classes.get(&i.args[1])?)),
            Op::Leaf(Leaf::box_short_int) => Some(Shape::Short(Ty::I64, *classes.get(&i.args[1])?)),
            Op::Leaf(Leaf::box_complex128) => Some(Shape::NpComplex(*classes.get(&i.args[2])?)),
            Op::NewTuple if i.args.len() <= MOST_PARTS => Some(Shape::Tuple(i.args.len())),
            Op::BoxFloat => Some(Shape::Float),
            Op::TagInt | Op::TagSmall => Some(Shape::Int),
            Op::BoxBool => Some(Shape::Bool),
            Op::Leaf(Leaf::box_complex) => Some(Shape::Complex),
            _ => None,
        }
    }

    fn parts(self) -> (usize, Ty) {
        match self {
            Shape::Tuple(n) => (n, Ty::Val),
            Shape::Float => (1, Ty::F64),
            Shape::Int => (1, Ty::I64),
            Shape::Bool => (1, Ty::Bool),
            Shape::Complex | Shape::NpComplex(_) => (2, Ty::F64),
            Shape::Scalar(ty, _) | Shape::Short(ty, _) => (1, ty),
        }
    }

    /// The operation that makes the object, and the type of its result.
    fn maker(self) -> (Op, Ty) {
        match self {
            Shape::Tuple(_) => (Op::NewTuple, Ty::Obj),
            Shape::Float => (Op::BoxFloat, Ty::Obj),
            Shape::Int => (Op::TagInt, Ty::Val),
            Shape::Bool => (Op::BoxBool, Ty::Val),
            Shape::Complex => (Op::Leaf(Leaf::box_complex), Ty::Val),
            Shape::NpComplex(_) => (Op::Leaf(Leaf::box_complex128), Ty::Val),
            Shape::Scalar(Ty::F64, _) => (Op::Leaf(Leaf::box_float64), Ty::Val),
            Shape::Scalar(..) => (Op::Leaf(Leaf::box_int64), Ty::Val),
            Shape::Short(Ty::F64, _) => (Op::Leaf(Leaf::box_short_float), Ty::Val),
            Shape::Short(..) => (Op::Leaf(Leaf::box_short_int), Ty::Val),
        }
    }

    /// Which part the instruction takes out of such an object.
    fn taken(self, i: &Inst) -> Option<Taken> {
        match (self, &i.op) {
            (Shape::Tuple(n), Op::Load { offset, region: Region::Const, ty }) => {
                let k = (offset - layout::TUPLE_ITEMS) / 8;
                if *offset == layout::TUPLE_LEN && *ty == Ty::I64 {
                    return Some(Taken::Length(n));
                }
                (*offset >= layout::TUPLE_ITEMS && (k as usize) < n && ty.is_counted()).then_some(Taken::Part(k as usize))
            }
            (Shape::Complex | Shape::NpComplex(_), Op::Load { offset, region: Region::Const, ty: Ty::F64 }) => Some(Taken::Part(usize::from(*offset == layout::COMPLEX_IMAG))),
            (Shape::Float, Op::IsFloat) => Some(Taken::Yes),
            (Shape::Scalar(Ty::I64, _), Op::Load { offset: layout::SCALAR_VALUE, region: Region::Const, ty: Ty::I64 }) => Some(Taken::Part(0)),
            (Shape::Scalar(Ty::F64, _), Op::UnboxFloat) => Some(Taken::Part(0)),
            (Shape::Scalar(_, class) | Shape::Short(_, class) | Shape::NpComplex(class), Op::TypeOf) => Some(Taken::Class(class)),
            (Shape::Scalar(..) | Shape::Short(..) | Shape::NpComplex(_), Op::IsFloat) => Some(Taken::No),
            (Shape::Scalar(..) | Shape::Short(..) | Shape::NpComplex(_) | Shape::Float, Op::IsTagged) => Some(Taken::No),
            (Shape::Tuple(2), Op::Leaf(l)) => by_parts(*l).map(|_| Taken::Key),
            (Shape::Float, Op::UnboxFloat) | (Shape::Int, Op::UntagInt) | (Shape::Bool, Op::UnboxBool) => Some(Taken::Part(0)),
            _ => None,
        }
    }
}

/// The search that takes the two parts of a key instead of the tuple.
fn by_parts(l: Leaf) -> Option<Leaf> {
    match l {
        Leaf::dict_pos => Some(Leaf::dict_pos_pair),
        Leaf::set_place => Some(Leaf::set_place_pair),
        _ => None,
    }
}

enum Taken {
    /// It is looked for in a table.
    Key,
    Part(usize),
    Length(usize),
    /// It is what the question was.
    Yes,
    No,
    Class(ConstId),
}

/// What is known of a value that may be a whole with parts.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Known {
    /// Nothing comes in, so far.
    Nothing,
    Shape(Shape),
    /// No, or of different shapes.
    Other,
}

/// A place where the object is needed: block and instruction (`END`: the terminator).
type Site = (u32, u32);
const END: u32 = u32::MAX;

struct Scalars<'a> {
    f: &'a Function,
    g: &'a Graph,
    /// Operand of casts between counted types.
    cast: Vec<Option<Value>>,
    /// Instructions that make wholes, outside of cold blocks.
    made: HashMap<Value, (Site, Shape)>,
    /// Parameters that may be split, with their block.
    params: HashMap<Value, (u32, Known)>,
    depth: Vec<u32>,
    classes: &'a Classes,
}

fn round(f: &mut Function) -> bool {
    let g = Graph::new(f);
    let classes = classes(f);
    let (cast, depth) = (vec![None; f.values.len()], depths(f, &g));
    let mut s = Scalars { f, g: &g, cast, made: HashMap::default(), params: HashMap::default(), depth, classes: &classes };
    s.collect();
    s.shapes();
    let uses = s.decide();
    let Scalars { cast, made, params, .. } = s;
    let r = Rewrite {
        g: &g,
        cast: &cast,
        params: &params,
        made: &made,
        uses: &uses,
        parts: HashMap::default(),
        in_cold: HashMap::default(),
        from_place: HashMap::default(),
        insert: HashMap::default(),
        classes: &classes,
        class: HashMap::default(),
        type_of: HashMap::default(),
    };
    r.run(f)
}

/// How many loops each block is in.
fn depths(f: &Function, g: &Graph) -> Vec<u32> {
    let mut depth = vec![0; f.blocks.len()];
    natural_of(g).iter().flat_map(|l| &l.body).for_each(|b| depth[*b as usize] += 1);
    depth
}

/// Every jump: where from, where to, and how many parameters come from the instruction itself.
fn edges(f: &Function, g: &Graph, mut each: impl FnMut(Site, &Target, usize)) {
    for (b, data) in f.blocks.iter().enumerate() {
        if g.place[g.first[b] as usize] == NONE {
            continue;
        }
        for (k, i) in data.insts.iter().enumerate() {
            i.exits.iter().for_each(|e| each((b as u32, k as u32), &e.target, usize::from(e.kind == ExitKind::Big)));
        }
        data.term.for_each_target(|t| each((b as u32, END), t, 0));
    }
}

fn root(cast: &[Option<Value>], v: Value) -> Value {
    let mut v = v;
    while let Some(a) = cast[v.index()] {
        v = a;
    }
    v
}

/// Where each whole is needed as an object.
#[derive(Default)]
struct Uses {
    hot: HashMap<Value, Vec<Site>>,
    /// Cold blocks.
    cold: HashMap<Value, Vec<u32>>,
}

impl Scalars<'_> {
    fn root(&self, v: Value) -> Value {
        root(&self.cast, v)
    }

    fn known(&self, v: Value) -> Known {
        match self.made.get(&v) {
            Some((_, s)) => Known::Shape(*s),
            None => self.params.get(&v).map_or(Known::Other, |p| p.1),
        }
    }

    fn collect(&mut self) {
        for (b, data) in self.f.blocks.iter().enumerate() {
            for (k, i) in data.insts.iter().enumerate() {
                let [r] = i.results[..] else { continue };
                if i.op == Op::Cast && self.f.ty(r).is_counted() && self.f.ty(i.args[0]).is_counted() {
                    self.cast[r.index()] = Some(i.args[0]);
                }
                if !data.cold
                    && let Some(s) = Shape::made_by(i, self.classes)
                {
                    self.made.insert(r, ((b as u32, k as u32), s));
                }
            }
            if !data.cold && b != 0 {
                self.params.extend(data.params.iter().filter(|p| self.f.ty(**p).is_counted()).map(|p| (*p, (b as u32, Known::Nothing))));
            }
        }
    }

    /// Shapes of the parameters: what all ways in agree on.
    fn shapes(&mut self) {
        let mut changed = true;
        while std::mem::take(&mut changed) {
            let mut news = vec![];
            edges(self.f, self.g, |_, t, extra| {
                let params = &self.f.block(t.block).params;
                for p in &params[..extra] {
                    news.push((*p, Known::Other));
                }
                for (p, a) in params[extra..].iter().zip(&t.args) {
                    if self.params.contains_key(p) {
                        news.push((*p, self.known(self.root(*a))));
                    }
                }
            });
            for (p, new) in news {
                let Some((_, old)) = self.params.get_mut(&p) else { continue };
                let joined = match (*old, new) {
                    (x, Known::Nothing) | (Known::Nothing, x) => x,
                    (x, y) if x == y => x,
                    _ => Known::Other,
                };
                changed |= joined != *old;
                *old = joined;
            }
        }
        self.params.retain(|_, p| matches!(p.1, Known::Shape(_)));
    }

    fn uses(&self) -> Uses {
        let mut u = Uses::default();
        let mut need = |v: Value, site: Site| {
            let r = self.root(v);
            if !matches!(self.known(r), Known::Shape(_)) {
                return;
            }
            if self.f.blocks[site.0 as usize].cold {
                let blocks = u.cold.entry(r).or_default();
                if !blocks.contains(&site.0) {
                    blocks.push(site.0);
                }
            } else {
                u.hot.entry(r).or_default().push(site);
            }
        };
        for (b, data) in self.f.blocks.iter().enumerate() {
            if self.g.place[self.g.first[b] as usize] == NONE {
                continue;
            }
            for (k, i) in data.insts.iter().enumerate() {
                for a in &i.args {
                    let free = match (self.known(self.root(*a)), i.results.first()) {
                        (Known::Shape(s), _) if s.taken(i).is_some() => true,
                        (_, Some(r)) => self.cast[r.index()].is_some(),
                        _ => false,
                    };
                    if !free {
                        need(*a, (b as u32, k as u32));
                    }
                }
            }
            data.term.operand().into_iter().for_each(|v| need(v, (b as u32, END)));
        }
        edges(self.f, self.g, |site, t, extra| {
            for (p, a) in self.f.block(t.block).params[extra..].iter().zip(&t.args) {
                if !self.params.contains_key(p) {
                    need(*a, site);
                }
            }
        });
        u
    }

    /// Takes parameters out until what is left may be split.
    fn decide(&mut self) -> Uses {
        loop {
            let u = self.uses();
            // Wholes that may be one and the same object.
            let mut set: HashMap<Value, Value> = HashMap::default();
            fn find(set: &HashMap<Value, Value>, v: Value) -> Value {
                let mut v = v;
                while let Some(n) = set.get(&v) {
                    v = *n;
                }
                v
            }
            edges(self.f, self.g, |_, t, extra| {
                for (p, a) in self.f.block(t.block).params[extra..].iter().zip(&t.args) {
                    if self.params.contains_key(p) {
                        let (x, y) = (find(&set, *p), find(&set, self.root(*a)));
                        if x != y {
                            set.insert(x, y);
                        }
                    }
                }
            });
            let mut places: HashMap<Value, u32> = HashMap::default();
            let mut bad: HashSet<Value> = HashSet::default();
            for (v, sites) in &u.hot {
                let c = find(&set, *v);
                *places.entry(c).or_default() += 1;
                if let Some((b, _)) = self.params.get(v) {
                    let one = self.first_of(sites);
                    if one.is_none_or(|s| self.depth[s.0 as usize] >= self.depth[*b as usize]) {
                        bad.insert(c);
                    }
                }
            }
            // Made in two places, it would be two objects.
            bad.extend(places.iter().filter(|(_, n)| **n > 1).map(|(c, _)| *c));
            let n = self.params.len();
            let params = std::mem::take(&mut self.params);
            self.params = params.into_iter().filter(|(p, _)| !bad.contains(&find(&set, *p))).collect();
            // What is made of a whole that will be made elsewhere is not looked into.
            let made = self.made.len();
            let of_split: Vec<Value> = self.made.iter().filter(|(_, (s, _))| self.f.blocks[s.0 as usize].insts[s.1 as usize].args.iter().any(|a| self.params.contains_key(&self.root(*a)))).map(|m| *m.0).collect();
            of_split.iter().for_each(|v| {
                self.made.remove(v);
            });
            if self.params.len() == n && self.made.len() == made {
                return u;
            }
        }
    }

    /// The place that comes before all others.
    fn first_of(&self, sites: &[Site]) -> Option<Site> {
        sites.iter().copied().find(|s| sites.iter().all(|o| before(self.g, *s, *o)))
    }
}

fn before(g: &Graph, a: Site, b: Site) -> bool {
    if a.0 == b.0 { a.1 <= b.1 } else { g.dominates(node(g, a), node(g, b)) }
}

/// The node behind which something put in front of the place would stand.
fn node(g: &Graph, s: Site) -> Node {
    let mut n = g.first[s.0 as usize];
    while !g.is_last(n) && g.range[n as usize].1 < s.1 {
        n += 1;
    }
    n
}

struct Rewrite<'a> {
    g: &'a Graph,
    cast: &'a [Option<Value>],
    params: &'a HashMap<Value, (u32, Known)>,
    made: &'a HashMap<Value, (Site, Shape)>,
    uses: &'a Uses,
    parts: HashMap<Value, Vec<Value>>,
    /// The object again: in a cold block, and from one hot place on.
    in_cold: HashMap<(Value, u32), Value>,
    from_place: HashMap<Value, Value>,
    insert: HashMap<Site, Vec<Inst>>,
    classes: &'a Classes,
    /// The addresses of the classes of scalars, from the entry on.
    class: HashMap<ConstId, Value>,
    /// Results of `TypeOf` that are known.
    type_of: HashMap<Value, ConstId>,
}

impl Rewrite<'_> {
    fn root(&self, v: Value) -> Value {
        if v.index() < self.cast.len() { root(self.cast, v) } else { v }
    }

    fn shape(&self, v: Value) -> Option<Shape> {
        match (self.made.get(&v), self.params.get(&v)) {
            (Some((_, s)), _) | (None, Some((_, Known::Shape(s)))) => Some(*s),
            _ => None,
        }
    }

    /// The whole does not exist any more where it was.
    fn gone(&self, v: Value) -> bool {
        self.params.contains_key(&v) || (self.made.contains_key(&v) && !self.uses.hot.contains_key(&v))
    }

    fn prepare(&mut self, f: &mut Function) {
        for (v, ((b, k), shape)) in self.made {
            let mut parts = f.blocks[*b as usize].insts[*k as usize].args.clone();
            parts.truncate(shape.parts().0);
            self.parts.insert(*v, parts);
        }
        let mut classes: Vec<ConstId> = self.made.values().filter_map(|(_, s)| if let Shape::Scalar(_, class) | Shape::Short(_, class) | Shape::NpComplex(class) = s { Some(*class) } else { None }).collect();
        classes.sort_unstable();
        classes.dedup();
        for class in classes {
            let [object, address] = [Ty::Val, Ty::Ptr].map(|ty| f.new_value(ty));
            let ops = [(Op::Const(class), vec![], object), (Op::Cast, vec![object], address)];
            let insts = ops.map(|(op, args, r)| Inst { op, args, results: vec![r], exits: vec![], line: 0, frame: 0 });
            self.insert.entry((0, 0)).or_default().extend(insts);
            self.class.insert(class, address);
        }
        // In order, so that value numbers do not depend on hashing.
        let mut split: Vec<Value> = self.params.keys().copied().collect();
        split.sort_unstable();
        for p in &split {
            let (n, ty) = self.shape(*p).expect("it has a shape").parts();
            self.parts.insert(*p, (0..n).map(|_| f.new_value(ty)).collect());
        }
        let mut cold: Vec<(Value, &Vec<u32>)> = self.uses.cold.iter().filter(|(v, _)| self.gone(**v)).map(|(v, b)| (*v, b)).collect();
        cold.sort_unstable();
        for (v, blocks) in cold {
            for b in blocks {
                // Not before it is needed: what else the block needs would have to outlive the call that makes it.
                let needs = |args: &[Value]| args.iter().any(|a| self.root(*a) == v);
                let first = f.blocks[*b as usize].insts.iter().position(|i| needs(&i.args) || i.exits.iter().any(|e| needs(&e.target.args)));
                let r = self.make(f, v, (*b, first.map_or(END, |k| k as u32)));
                self.in_cold.insert((v, *b), r);
            }
        }
        for p in split {
            if let Some(sites) = self.uses.hot.get(&p) {
                let first = sites.iter().copied().find(|s| sites.iter().all(|o| before(self.g, *s, *o)));
                let r = self.make(f, p, first.expect("decided"));
                self.from_place.insert(p, r);
            }
        }
    }

    fn make(&mut self, f: &mut Function, v: Value, site: Site) -> Value {
        let (op, ty) = self.shape(v).expect("it has a shape").maker();
        let r = f.new_value(ty);
        let mut args = self.parts[&v].clone();
        if let Some(Shape::Scalar(_, class) | Shape::Short(_, class) | Shape::NpComplex(class)) = self.shape(v) {
            args.push(self.class[&class]);
        }
        self.insert.entry(site).or_default().push(Inst { op, args, results: vec![r], exits: vec![], line: 0, frame: 0 });
        r
    }

    /// What stands for the operand in this block.
    fn object(&self, f: &mut Function, b: u32, v: Value, insts: &mut Vec<Inst>) -> Value {
        let r = self.root(v);
        if !self.gone(r) {
            return v;
        }
        let made = if f.blocks[b as usize].cold { self.in_cold.get(&(r, b)) } else { self.from_place.get(&r) };
        let (made, ty) = (*made.expect("it was needed here"), f.ty(v));
        if f.ty(made) == ty {
            return made;
        }
        let c = f.new_value(ty);
        insts.push(Inst { op: Op::Cast, args: vec![made], results: vec![c], exits: vec![], line: 0, frame: 0 });
        c
    }

    fn target(&self, f: &mut Function, b: u32, t: &mut Target, to: &[Value], insts: &mut Vec<Inst>) {
        let mut args = vec![];
        for (p, a) in to.iter().zip(&t.args) {
            match self.params.contains_key(p) {
                true => args.extend(&self.parts[&self.root(*a)]),
                false => args.push(self.object(f, b, *a, insts)),
            }
        }
        t.args = args;
    }

    /// Does it; true: something has changed.
    fn run(mut self, f: &mut Function) -> bool {
        self.prepare(f);
        let before: Vec<Vec<Value>> = f.blocks.iter().map(|b| b.params.clone()).collect();
        let mut replaced = Replaced::new(f);
        let mut changed = !self.params.is_empty();
        for b in 0..before.len() as u32 {
            let new = before[b as usize].iter().flat_map(|p| match self.params.contains_key(p) {
                true => self.parts[p].clone(),
                false => vec![*p],
            });
            f.blocks[b as usize].params = new.collect();
            if self.g.place[self.g.first[b as usize] as usize] == NONE {
                // Nothing leads here, so nothing has been found out of what it needs.
                let data = &mut f.blocks[b as usize];
                (data.insts, data.term) = (vec![], Term::Unreachable);
                continue;
            }
            let mut insts = vec![];
            for (k, mut i) in std::mem::take(&mut f.blocks[b as usize].insts).into_iter().enumerate() {
                insts.extend(self.insert.remove(&(b, k as u32)).into_iter().flatten());
                match self.instruction(f, &mut i, &mut replaced) {
                    Fate::Gone => {
                        changed = true;
                        continue;
                    }
                    Fate::Part => changed = true,
                    Fate::Other => {
                        for a in 0..i.args.len() {
                            i.args[a] = self.object(f, b, i.args[a], &mut insts);
                        }
                        for e in &mut i.exits {
                            let (to, extra) = (e.target.block.index(), usize::from(e.kind == ExitKind::Big));
                            self.target(f, b, &mut e.target, &before[to][extra..], &mut insts);
                        }
                    }
                }
                insts.push(i);
            }
            // A block without instructions has nothing but its end.
            for end in [0, END] {
                insts.extend(self.insert.remove(&(b, end)).into_iter().flatten());
            }
            let mut term = std::mem::replace(&mut f.blocks[b as usize].term, Term::Unreachable);
            term.for_each_target_mut(|t| self.target(f, b, t, &before[t.block.index()], &mut insts));
            if let Term::Return(Some(v)) | Term::ReturnBig(v) = &mut term {
                *v = self.object(f, b, *v, &mut insts);
            }
            let data = &mut f.blocks[b as usize];
            (data.insts, data.term) = (insts, term);
        }
        replaced.grow(f);
        replaced.apply(f);
        changed
    }

    fn instruction(&mut self, f: &Function, i: &mut Inst, replaced: &mut Replaced) -> Fate {
        let [r] = i.results[..] else { return Fate::Other };
        if self.gone(r) || (self.cast[r.index()].is_some() && self.gone(self.root(r))) {
            return Fate::Gone;
        }
        if i.op == Op::Same
            && let (Some(class), Some(other)) = (self.type_of.get(&i.args[0]), self.classes.get(&i.args[1]))
        {
            (i.op, i.args) = (Op::BConst(class == other), vec![]);
            return Fate::Part;
        }
        if let Op::Leaf(l) = i.op
            && let Some(by_parts) = by_parts(l)
        {
            let key = self.root(i.args[1]);
            return match self.shape(key).and_then(|s| s.taken(i)) {
                Some(Taken::Key) if self.gone(key) => {
                    i.op = Op::Leaf(by_parts);
                    i.args.truncate(1);
                    i.args.extend(&self.parts[&key]);
                    Fate::Part
                }
                _ => Fate::Other,
            };
        }
        let Some(whole) = i.args.first().map(|a| self.root(*a)) else { return Fate::Other };
        match self.shape(whole).and_then(|s| s.taken(i)) {
            None | Some(Taken::Key) => Fate::Other,
            Some(Taken::Length(n)) => {
                (i.op, i.args) = (Op::IConst(n as i64), vec![]);
                Fate::Part
            }
            Some(answer @ (Taken::Yes | Taken::No)) => {
                (i.op, i.args) = (Op::BConst(matches!(answer, Taken::Yes)), vec![]);
                Fate::Part
            }
            Some(Taken::Class(class)) => {
                self.type_of.insert(r, class);
                replaced.set(r, self.class[&class]);
                Fate::Gone
            }
            Some(Taken::Part(k)) => {
                let part = self.parts[&whole][k];
                if f.ty(part) == f.ty(r) {
                    replaced.set(r, part);
                    return Fate::Gone;
                }
                (i.op, i.args) = (Op::Cast, vec![part]);
                i.exits.clear();
                Fate::Part
            }
        }
    }
}

enum Fate {
    Gone,
    /// It is the part, or the length.
    Part,
    Other,
}
