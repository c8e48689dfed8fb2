//! `f(a, *args, k=v, **kwargs)`: what such a call passes, where the lists and dicts in between are nobody else's.
//!
//! Where the starred values are tuples of known length and the keywords are known, the call is one like any other, and nothing of
//! this is made. A function that does nothing with its own `*args` and `**kwargs` but pass them on gets them in that form: one
//! instance for each way to call it, so a decorator's wrapper costs as much as any call.

use rustc_hash::FxHashMap as HashMap;

use super::*;
use crate::hir::{Block, Func, Term};

/// A positional argument, or several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    One(V),
    Star(V),
}

/// The parts of a call with stars.
#[derive(Debug, Clone, Default)]
pub struct Spread {
    pub parts: Vec<Part>,
    /// Keywords with their values; without a name: all of a mapping.
    pub keywords: Vec<(Option<Name>, V)>,
    /// The instructions that make the tuple, then those that make the dict.
    pub makes: Vec<(u32, u32)>,
    /// How many of them make the tuple.
    pub n_tuple: usize,
}

/// By function, the calls with stars.
pub type Spreads = HashMap<FuncId, HashMap<(u32, u32), Spread>>;

/// Marks the tuple that stands for `**kwargs` with these keywords: the marker, then the values.
fn marker(names: &[Name]) -> Ty {
    Ty::Opaque(format!("keywords {}", names.join(",")).into())
}

/// The keywords that a parameter of this type stands for.
pub fn known_keywords(t: &Ty) -> Option<Vec<Name>> {
    let Ty::Tuple(ts) = t else { return None };
    let Ty::Opaque(n) = ts.first()? else { return None };
    let names = n.strip_prefix("keywords ")?;
    Some(if names.is_empty() { vec![] } else { names.split(',').map(Name::from).collect() })
}

pub(super) fn keywords_type(names: &[Name], values: &[Ty]) -> Ty {
    let mut parts = vec![marker(names)];
    parts.extend_from_slice(values);
    Ty::Tuple(parts.into())
}

/// The calls with stars. From now on each has its parts as operands too, behind those that it was built with.
pub(super) fn find(p: &mut Program) -> Spreads {
    let mut out = Spreads::default();
    for (f, func) in p.funcs.iter().enumerate() {
        for (b, block) in func.blocks.iter().enumerate() {
            for (k, i) in block.insts.iter().enumerate() {
                if matches!(i.op, Op::CallEx)
                    && let Some(s) = spread(func, block, b as u32, k)
                {
                    out.entry(FuncId(f as u32)).or_default().insert((b as u32, k as u32), s);
                }
            }
        }
    }
    for (f, calls) in &out {
        for ((b, k), s) in calls {
            let parts = s.parts.iter().map(|(Part::One(v) | Part::Star(v))| *v);
            let operands = parts.chain(s.keywords.iter().map(|(_, v)| *v));
            p.funcs[f.index()].blocks[*b as usize].insts[*k as usize].args.extend(operands);
        }
    }
    out
}

fn used_elsewhere(func: &Func, v: V, here: usize) -> bool {
    func.blocks.iter().enumerate().any(|(b, block)| {
        (b != here && block.insts.iter().any(|i| i.args.contains(&v)))
            || block.insts.iter().any(|i| i.unwind.iter().chain(&i.done).any(|t| t.args.contains(&v)))
            || block.term.targets().any(|t| t.args.contains(&v))
            || matches!(block.term, Term::Return(r) if r == v)
    })
}

/// All of it stands in one block.
fn spread(func: &Func, block: &Block, b: u32, at: usize) -> Option<Spread> {
    let call = &block.insts[at];
    let [_, tuple, dict] = call.args[..] else { return None };
    let def = |v: V| block.insts[..at].iter().position(|i| i.results.contains(&v));
    let mut s = Spread::default();
    let t = def(tuple)?;
    if !matches!(block.insts[t].op, Op::ListToTuple) {
        return None;
    }
    let list = block.insts[t].args[0];
    let l = def(list)?;
    if !matches!(block.insts[l].op, Op::MakeList) || !block.insts[l].args.is_empty() || used_elsewhere(func, list, b as usize) || used_elsewhere(func, tuple, b as usize) {
        return None;
    }
    s.makes.extend([(b, l as u32), (b, t as u32)]);
    for (k, i) in block.insts.iter().enumerate().filter(|(_, i)| i.args.contains(&list)) {
        match i.op {
            Op::ListAppend if i.args[0] == list && i.args[1] != list => s.parts.push(Part::One(i.args[1])),
            Op::ListExtend | Op::ArgsExtend if i.args[0] == list && i.args[1] != list => s.parts.push(Part::Star(i.args[1])),
            Op::ListToTuple if k == t => continue,
            _ => return None,
        }
        s.makes.push((b, k as u32));
    }
    if block.insts.iter().enumerate().any(|(k, i)| k != at && i.args.contains(&tuple)) {
        return None;
    }
    s.n_tuple = s.makes.len();
    let d = def(dict)?;
    if matches!(block.insts[d].op, Op::Const(Constant::None)) {
        return Some(s);
    }
    if !matches!(block.insts[d].op, Op::MakeDict) || !block.insts[d].args.is_empty() || used_elsewhere(func, dict, b as usize) {
        return None;
    }
    s.makes.push((b, d as u32));
    for (k, i) in block.insts.iter().enumerate().filter(|(_, i)| i.args.contains(&dict)) {
        match i.op {
            Op::DictSet if i.args[0] == dict && i.args[2] != dict => {
                let name = def(i.args[1]).map(|n| &block.insts[n].op)?;
                let Op::Const(Constant::Str(n)) = name else { return None };
                s.keywords.push((Some(std::str::from_utf8(&n.0).ok()?.into()), i.args[2]));
            }
            Op::DictMerge if i.args[0] == dict && i.args[1] != dict => s.keywords.push((None, i.args[1])),
            Op::CallEx if k == at => continue,
            _ => return None,
        }
        s.makes.push((b, k as u32));
    }
    Some(s)
}

/// Whether the parameters `*args` and `**kwargs` of a function are only passed on.
pub(super) fn passes_on(func: &Func, spreads: Option<&HashMap<(u32, u32), Spread>>) -> (bool, bool) {
    let Some(spreads) = spreads else { return (false, false) };
    let p = &func.params;
    let n = (p.n_args + p.n_kwonly) as usize;
    let params = &func.blocks[0].params;
    let edges = |v: V| {
        func.blocks.iter().any(|block| {
            block.insts.iter().any(|i| i.unwind.iter().chain(&i.done).any(|t| t.args.contains(&v)))
                || block.term.targets().any(|t| t.args.contains(&v))
                || matches!(block.term, Term::Return(r) if r == v)
        })
    };
    let plain = |v: V, keywords: bool| {
        !edges(v)
            && func.blocks.iter().enumerate().all(|(b, block)| {
                block.insts.iter().enumerate().all(|(k, i)| {
                    if !i.args.contains(&v) || spreads.contains_key(&(b as u32, k as u32)) {
                        return true;
                    }
                    let Some(s) = spreads.values().find(|s| s.makes.contains(&(b as u32, k as u32))) else { return false };
                    i.args.iter().filter(|a| **a == v).count() == 1
                        && if keywords { s.keywords.contains(&(None, v)) } else { s.parts.contains(&Part::Star(v)) }
                })
            })
    };
    (p.vararg && plain(params[n], false), p.kwarg && plain(params[n + p.vararg as usize], true))
}

impl Typed {
    /// The one sequence that is all of a call's positional arguments, if the call can take it as it is.
    pub fn whole_args(&self, s: &Spread, ty: impl Fn(V) -> Ty) -> Option<V> {
        let [Part::Star(v)] = s.parts[..] else { return None };
        // A list is looked at when all else has been evaluated, as in CPython.
        matches!(ty(v), Ty::List(_) | Ty::TupleOf(_) | Ty::Tuple(_)).then_some(v)
    }

    /// The one dict that is all of its keywords.
    pub fn whole_keywords(&self, s: &Spread, ty: impl Fn(V) -> Ty) -> Option<V> {
        let [(None, v)] = s.keywords[..] else { return None };
        matches!(ty(v), Ty::Dict(d) if self.sites.elem(d) == Ty::Str).then_some(v)
    }

    /// The elements that a call with stars passes, if that is known: types, and the names of the last ones.
    pub(super) fn spread_types(&self, s: &Spread, ty: impl Fn(V) -> Ty) -> Option<(Vec<Ty>, Vec<Name>)> {
        let mut types = Vec::new();
        for p in &s.parts {
            match p {
                Part::One(v) => types.push(ty(*v)),
                Part::Star(v) => match ty(*v) {
                    Ty::Tuple(ts) => types.extend_from_slice(&ts),
                    // Not known yet: no call so far.
                    Ty::Never => types.push(Ty::Never),
                    _ => return None,
                },
            }
        }
        let mut names: Vec<Name> = Vec::new();
        for (n, v) in &s.keywords {
            match n {
                Some(n) => {
                    types.push(ty(*v));
                    names.push(n.clone());
                }
                None => {
                    let t = ty(*v);
                    if t == Ty::Never {
                        types.push(Ty::Never);
                        continue;
                    }
                    let known = known_keywords(&t)?;
                    let Ty::Tuple(ts) = t else { return None };
                    types.extend_from_slice(&ts[1..]);
                    names.extend(known);
                }
            }
        }
        let mut sorted = names.clone();
        sorted.sort();
        sorted.dedup();
        (sorted.len() == names.len()).then_some((types, names))
    }
}
