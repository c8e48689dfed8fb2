//! Random numbers of `numpy.random`, one by one, where what is drawn is known and the parameters are numbers: a leaf gives the number itself.

use pyaot_abi::dtype::DType;
use pyaot_abi::{Leaf, draws};
use pyaot_ir::{Op, Ty as Rep, Value};
use pyaot_sema::hir::{Inst, V};
use pyaot_sema::types::{FLOAT, INT, Ty};

use crate::ctx::{Lower, Mode};
use crate::numpy::{Kind, NUMPY, Np, Tag, np_kind};

impl Lower<'_> {
    /// A call of one of the natives of `_numpy_random`; false: the runtime has to do it.
    pub fn draw(&mut self, i: &Inst, name: &str, args: &[V]) -> bool {
        let Some(name) = name.strip_prefix("_numpy_random.") else { return false };
        if args.iter().any(|v| self.is_wide(*v)) {
            return false;
        }
        let types: Vec<Ty> = args.iter().map(|v| self.ty(*v)).collect();
        let what = match name {
            "rand" | "random_sample" | "random" | "ranf" | "sample" | "draw_uniform" | "scaled_uniform" => draws::UNIFORM,
            "randn" | "standard_normal" | "draw_normal" | "scaled_normal" => draws::NORMAL,
            "standard_exponential" | "draw_exponential" | "scaled_exponential" => draws::EXPONENTIAL,
            "default_ints" | "integer" if self.mode == Mode::Fast => return self.draw_int(i, name, args, &types),
            _ => return false,
        };
        let drawn = match (name.split_once('_').map_or("", |(first, _)| first), &types[..]) {
            ("draw", [_, Ty::None]) => {
                let source = self.word(args[0]);
                self.drawn(source, what)
            }
            ("scaled", [_, params @ .., Ty::None]) if params.iter().all(|t| self.is_param(t)) => {
                let source = self.word(args[0]);
                let x = self.f64(args[1]);
                let y = if params.len() > 1 { self.f64(args[2]) } else { x };
                let what = self.iconst(what);
                self.leaf_raises(Leaf::np_draw2, &[source, what, x, y], Rep::F64)
            }
            ("draw" | "scaled", _) => return false,
            (_, []) | (_, [Ty::None]) if types.is_empty() || !matches!(name, "rand" | "randn") => {
                let source = self.none();
                self.drawn(source, what)
            }
            _ => return false,
        };
        self.set(i.results[0], drawn, &FLOAT);
        true
    }

    /// It is a number that is a float for certain.
    fn is_param(&self, t: &Ty) -> bool {
        t.is_float() || self.mode == Mode::Fast && (t.is_int() || np_kind(t) == Some(Kind::Real))
    }

    fn drawn(&mut self, source: Value, what: i64) -> Value {
        let what = self.iconst(what);
        self.leaf_raises(Leaf::np_draw, &[source, what], Rep::F64)
    }

    fn draw_int(&mut self, i: &Inst, name: &str, args: &[V], types: &[Ty]) -> bool {
        let [_, low, high, last] = types else { return false };
        let python = name == "default_ints";
        let wanted = if python { Ty::None } else { Ty::Bool };
        if *last != wanted || !low.is_int() || !(high.is_int() || *high == Ty::None) {
            return false;
        }
        let source = self.word(args[0]);
        let (low, high) = match high {
            Ty::None => (self.iconst(0), self.i64(args[1])),
            _ => (self.i64(args[1]), self.i64(args[2])),
        };
        // `draws::CLOSED` is what true is.
        let how = if python {
            self.iconst(draws::MASKED)
        } else {
            let closed = self.typed(args[3]).0;
            self.op(Op::BToI, &[closed], Rep::I64)
        };
        let x = self.leaf_raises(Leaf::np_draw_int, &[source, low, high, how], Rep::I64);
        if python {
            self.set(i.results[0], x, &INT);
        } else {
            self.set_np(i.results[0], Np { kind: Kind::Int, dtype: DType::I64, tag: Tag::Known(NUMPY), x, y: None });
        }
        true
    }
}
