//! NumPy's functions of scalars, and Python's of NumPy's: `np.sqrt(a[i])`, `np.maximum(x, y)`, `min(x, a[i])`, `abs(x)`.
//!
//! Results are those of the array kernels, which compute single elements by the C library. Where a function has something to
//! warn of, the twin goes on.

use pyaot_abi::functions::{BINARY, Function, LARGE, TINY, UNARY};
use pyaot_abi::Leaf;
use pyaot_abi::dtype::DType;
use pyaot_ir::{Cc, Op, Ty as Rep, Value};
use pyaot_sema::hir::{Inst, V};
use pyaot_sema::types::{FLOAT, Ty};

use crate::ctx::{Lower, Mode};
use crate::numpy::{Kind, NUMPY, Np, Tag, dtype_of, np_kind, short_dtype, tag_of};

const POWER: &str = "power";
/// Of float32.
const POWER32: &str = "powf";

impl Lower<'_> {
    pub fn fconst(&mut self, x: f64) -> Value {
        self.op(Op::FConst(x.to_bits()), &[], Rep::F64)
    }

    pub fn fcmp(&mut self, c: Cc, a: Value, b: Value) -> Value {
        self.op(Op::FCmp(c), &[a, b], Rep::Bool)
    }

    /// The twin goes on where this is false.
    pub fn only_if(&mut self, fine: Value) {
        let twin = self.slow_block();
        self.require(fine, twin);
    }

    /// How math functions of Python see an operand: NumPy's floats are floats.
    pub fn as_python_float(&self, t: Ty) -> Ty {
        let float = self.mode == Mode::Fast && np_kind(&t) == Some(Kind::Real);
        if float { FLOAT } else { t }
    }

    /// A ufunc of scalars; false: the runtime has to do it.
    pub fn np_function(&mut self, i: &Inst, name: &str, args: &[V]) -> bool {
        let out = i.results[0];
        let done = match (name, args) {
            ("abs" | "absolute", [v]) => self.np_complex_abs(i, *v),
            ("conj" | "conjugate", [v]) => self.np_conjugate(i, *v),
            ("isnan" | "isinf" | "isfinite", [v]) => self.np_test(i, name, *v),
            _ => false,
        };
        if done {
            return true;
        }
        let Some(kind) = np_kind(&self.inst.types[out.index()]).filter(|_| self.mode == Mode::Fast) else { return false };
        let dtype = dtype_of(&self.inst.types[out.index()]);
        // Operands of more than one precision, and Python's where the result is of a short one, go the runtime's way.
        let number = |t: &Ty| match dtype {
            DType::F64 => t.is_number() || matches!(np_kind(t), Some(Kind::Real | Kind::Int)) && short_dtype(t).is_none(),
            DType::I64 => t.is_int() || np_kind(t) == Some(Kind::Int) && short_dtype(t).is_none(),
            d => *t == Ty::NpNum(d),
        };
        if !args.iter().all(|v| number(&self.ty(*v))) {
            return false;
        }
        let mut operands = Vec::new();
        for v in args {
            match self.np_operand(*v, kind) {
                Some(n) => operands.push(n.x),
                None => return false,
            }
        }
        let x = match (kind, &operands[..]) {
            (Kind::Real, [x]) => self.np_real_function(name, *x, dtype),
            (Kind::Real, [x, y]) => self.np_real_function2(name, *x, *y, dtype),
            (Kind::Int, [x]) => match name {
                "abs" | "absolute" => Some(self.np_int_abs(*x, dtype)),
                _ => None,
            },
            (Kind::Int, [x, y]) => match name {
                "maximum" => Some(self.op(Op::IMax, &[*x, *y], Rep::I64)),
                "minimum" => Some(self.op(Op::IMin, &[*x, *y], Rep::I64)),
                _ => None,
            },
            _ => None,
        };
        let Some(x) = x else { return false };
        self.set_np(out, Np { kind, dtype, tag: Tag::Known(NUMPY), x, y: None });
        true
    }

    fn np_real_function(&mut self, name: &str, x: Value, dtype: DType) -> Option<Value> {
        let one = |me: &mut Self, op: Op| Some(me.op(op, &[x], Rep::F64));
        match name {
            "sqrt" => {
                let zero = self.fconst(0.0);
                let fine = self.fcmp(Cc::Ge, x, zero);
                self.only_if(fine);
                let r = self.op(Op::FSqrt, &[x], Rep::F64);
                // Rounding a root twice gives the same.
                return Some(if dtype == DType::F32 { self.op(Op::FRound32, &[r], Rep::F64) } else { r });
            }
            "abs" | "absolute" | "fabs" => return one(self, Op::FAbs),
            "floor" => return one(self, Op::FFloor),
            "ceil" => return one(self, Op::FCeil),
            "trunc" => return one(self, Op::FTrunc),
            "rint" => return one(self, Op::FNearest),
            "sign" => {
                let zero = self.fconst(0.0);
                let ordered = self.fcmp(Cc::Eq, x, x);
                self.only_if(ordered);
                let (above, below) = (self.fcmp(Cc::Gt, x, zero), self.fcmp(Cc::Lt, x, zero));
                let (one, minus) = (self.fconst(1.0), self.fconst(-1.0));
                let r = self.op(Op::Select, &[below, minus, zero], Rep::F64);
                return Some(self.op(Op::Select, &[above, one, r], Rep::F64));
            }
            "square" if dtype == DType::F64 => {
                let (size, most, least) = (self.op(Op::FAbs, &[x], Rep::F64), self.fconst(LARGE), self.fconst(TINY));
                let below = self.fcmp(Cc::Lt, size, most);
                let above = self.fcmp(Cc::Gt, size, least);
                let fine = self.op(Op::BAnd, &[below, above], Rep::Bool);
                self.only_if(fine);
                return Some(self.op(Op::FMul, &[x, x], Rep::F64));
            }
            _ => {}
        }
        let k = UNARY.iter().position(|f| f.name == name).filter(|_| dtype == DType::F64)?;
        let Function { from, to, tiny, .. } = UNARY[k];
        let (from, to) = (self.fconst(from), self.fconst(to));
        let (above, below) = (self.fcmp(Cc::Ge, x, from), self.fcmp(Cc::Le, x, to));
        let mut fine = self.op(Op::BAnd, &[above, below], Rep::Bool);
        if tiny {
            let some = self.not_tiny(x);
            fine = self.op(Op::BAnd, &[fine, some], Rep::Bool);
        }
        self.only_if(fine);
        Some(self.np_leaf(k, x, x))
    }

    /// 0, or so large that no function underflows.
    fn not_tiny(&mut self, x: Value) -> Value {
        let (size, least, zero) = (self.op(Op::FAbs, &[x], Rep::F64), self.fconst(TINY), self.fconst(0.0));
        let large = self.fcmp(Cc::Gt, size, least);
        let nothing = self.fcmp(Cc::Eq, x, zero);
        self.op(Op::BOr, &[large, nothing], Rep::Bool)
    }

    fn np_leaf(&mut self, function: usize, x: Value, y: Value) -> Value {
        let k = self.iconst(function as i64);
        self.leaf(Leaf::np_function, &[k, x, y], Rep::F64)
    }

    pub fn np_real_function2(&mut self, name: &str, x: Value, y: Value, dtype: DType) -> Option<Value> {
        if let "maximum" | "minimum" = name {
            // NaN would win: the twin's. The second of equals.
            let ordered = self.fcmp(Cc::Eq, x, x);
            let too = self.fcmp(Cc::Eq, y, y);
            let fine = self.op(Op::BAnd, &[ordered, too], Rep::Bool);
            self.only_if(fine);
            let first = self.fcmp(if name == "maximum" { Cc::Gt } else { Cc::Lt }, x, y);
            return Some(self.op(Op::Select, &[first, x, y], Rep::F64));
        }
        let k = BINARY.iter().position(|n| *n == name).filter(|_| dtype == DType::F64)?;
        // The ufunc squares where the operator calls the library.
        if !matches!(name, "hypot" | "arctan2") {
            return None;
        }
        self.require_moderate([x, y]);
        Some(self.np_leaf(UNARY.len() + k, x, y))
    }

    /// Operands of which no function of two floats overflows or underflows.
    fn require_moderate(&mut self, operands: [Value; 2]) {
        for v in operands {
            let some = self.not_tiny(v);
            let (size, most) = (self.op(Op::FAbs, &[v], Rep::F64), self.fconst(LARGE));
            let below = self.fcmp(Cc::Lt, size, most);
            let fine = self.op(Op::BAnd, &[some, below], Rep::Bool);
            self.only_if(fine);
        }
    }

    /// `x ** y` of floats of which one is an `np.float64` (or `np.float32`): a normal number, or a power of 0. The others, of which some
    /// have something to warn of, are the twin's.
    pub fn np_power(&mut self, x: Value, y: Value, dtype: DType) -> Value {
        let (name, least, most) = if dtype == DType::F32 { (POWER32, 1e-37, 1e38) } else { (POWER, 1e-300, 1e300) };
        let k = BINARY.iter().position(|n| *n == name).expect("it is there");
        let r = self.np_leaf(UNARY.len() + k, x, y);
        let (size, least, most, zero) = (self.op(Op::FAbs, &[r], Rep::F64), self.fconst(least), self.fconst(most), self.fconst(0.0));
        let (above, below) = (self.fcmp(Cc::Gt, size, least), self.fcmp(Cc::Lt, size, most));
        let normal = self.op(Op::BAnd, &[above, below], Rep::Bool);
        let [no_base, nothing] = [x, r].map(|v| self.fcmp(Cc::Eq, v, zero));
        let of_zero = self.op(Op::BAnd, &[no_base, nothing], Rep::Bool);
        let fine = self.op(Op::BOr, &[normal, of_zero], Rep::Bool);
        self.only_if(fine);
        r
    }

    /// `x % y`, `x // y` of floats of which one is an `np.float64`.
    pub fn np_division(&mut self, op: &str, x: Value, y: Value) -> Value {
        let zero = self.fconst(0.0);
        let some = self.fcmp(Cc::Ne, y, zero);
        self.only_if(some);
        self.require_moderate([x, y]);
        let k = BINARY.iter().position(|n| *n == op).expect("it is there");
        self.np_leaf(UNARY.len() + k, x, y)
    }

    /// `np.isnan(x)` and the like; false: the runtime has to do it.
    fn np_test(&mut self, i: &Inst, name: &str, v: V) -> bool {
        let (out, t) = (i.results[0], self.ty(v));
        if self.mode != Mode::Fast || self.inst.types[out.index()] != Ty::NpBool || !(t.is_float() || np_kind(&t) == Some(Kind::Real)) {
            return false;
        }
        let Some(n) = self.np_operand(v, Kind::Real) else { return false };
        let (size, most) = (self.op(Op::FAbs, &[n.x], Rep::F64), self.fconst(f64::MAX));
        let x = match name {
            "isnan" => self.fcmp(Cc::Ne, n.x, n.x),
            "isinf" => self.fcmp(Cc::Gt, size, most),
            _ => self.fcmp(Cc::Le, size, most),
        };
        self.set_np(out, Np { kind: Kind::Bool, dtype: DType::Bool, tag: Tag::Known(NUMPY), x, y: None });
        true
    }

    /// The size of an int; that of the least one does not fit.
    pub fn np_int_abs(&mut self, x: Value, dtype: DType) -> Value {
        let negated = self.negated(x);
        let size = self.op(Op::IMax, &[x, negated], Rep::I64);
        self.np_fitted(Kind::Int, size, dtype)
    }

    /// `np.float32(x)` and the like of a number; what does not fit is the twin's.
    pub fn np_made(&mut self, i: &Inst, dtype: DType, v: V) -> bool {
        let out = &self.inst.types[i.results[0].index()];
        let (Some(kind), Some(NUMPY)) = (np_kind(out).filter(|_| self.mode == Mode::Fast), tag_of(out)) else { return false };
        let ty = self.ty(v);
        let is_int = ty.is_int() || matches!(np_kind(&ty), Some(Kind::Int | Kind::Word));
        if dtype != dtype_of(out) || matches!(kind, Kind::Bool | Kind::Complex) || kind == Kind::Word && !is_int || !(is_int || ty.is_float() || np_kind(&ty) == Some(Kind::Real)) {
            return false;
        }
        let x = match kind {
            // Rounded once.
            Kind::Real if is_int && dtype == DType::F32 => {
                let Some(n) = self.np_operand(v, Kind::Int) else { return false };
                let twin = self.slow_block();
                self.require_exact_int(n.x, twin);
                self.op(Op::IToF, &[n.x], Rep::F64)
            }
            Kind::Int if !is_int => {
                let Some(n) = self.np_operand(v, Kind::Real) else { return false };
                self.float_to_int(n.x)
            }
            _ => match self.np_operand(v, kind) {
                Some(n) => n.x,
                None => return false,
            },
        };
        let x = self.np_fitted(kind, x, dtype);
        self.set_np(i.results[0], Np { kind, dtype, tag: Tag::Known(NUMPY), x, y: None });
        true
    }

    /// `min(a, b, …)`, `max(a, b, …)` of numbers of which some may be NumPy's: the first of equals, whatever object it is.
    pub fn np_extreme(&mut self, i: &Inst, name: &str, args: &[V]) -> bool {
        let out = i.results[0];
        let Some(kind) = np_kind(&self.inst.types[out.index()]).filter(|k| matches!(k, Kind::Real | Kind::Int) && self.mode == Mode::Fast && args.len() > 1) else {
            return false;
        };
        let dtype = dtype_of(&self.inst.types[out.index()]);
        let number = |t: &Ty| match short_dtype(t) {
            Some(d) => d == dtype && (kind == Kind::Int || *t == Ty::NpNum(d)),
            None if kind == Kind::Int && dtype != DType::I64 => t.is_int(),
            None => (t.is_int() || t.is_float() || np_kind(t).is_some_and(|k| k != Kind::Bool)) && matches!(dtype, DType::F64 | DType::I64),
        };
        if !args.iter().all(|v| number(&self.ty(*v))) {
            return false;
        }
        // An `np.int64` may be no float exactly: compared as ints by the runtime.
        let exact = |t: &Ty| kind == Kind::Int || !matches!(np_kind(t), Some(Kind::Int));
        if !args.iter().all(|v| exact(&self.ty(*v))) {
            return false;
        }
        let c = if name.ends_with("min") { Cc::Lt } else { Cc::Gt };
        let Some(mut best) = self.np_operand(args[0], kind) else { return false };
        for v in &args[1..] {
            let Some(n) = self.np_operand(*v, kind) else { return false };
            let rep = if kind == Kind::Real { Rep::F64 } else { Rep::I64 };
            let better = if kind == Kind::Real { self.fcmp(c, n.x, best.x) } else { self.icmp(c, n.x, best.x) };
            let tag = match (n.tag, best.tag) {
                (Tag::Known(a), Tag::Known(b)) if a == b => Tag::Known(a),
                (a, b) => {
                    let (a, b) = (self.tag_value(a), self.tag_value(b));
                    Tag::Is(self.op(Op::Select, &[better, a, b], Rep::I64))
                }
            };
            let x = match (kind, c) {
                (Kind::Int, Cc::Lt) => self.op(Op::IMin, &[best.x, n.x], rep),
                (Kind::Int, _) => self.op(Op::IMax, &[best.x, n.x], rep),
                _ => self.op(Op::Select, &[better, n.x, best.x], rep),
            };
            best = Np { kind, dtype, tag, x, y: None };
        }
        self.set_np(out, Np { dtype, ..best });
        true
    }
}
