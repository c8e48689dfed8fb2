//! Trees of element-wise operations on arrays, computed in one pass.
//!
//! `np.sum(np.sin(x) + np.cos(x) * 2)`: the result of an operation on arrays that only the next operation uses is not computed
//! but kept as a [`Tree`], in postfix order, as long as nothing in between can change an array. Whoever wants the value passes
//! the whole tree to the runtime (`fuse`). The twin computes step by step.

use pyaot_abi::Leaf;
use pyaot_abi::dtype::DType;
use pyaot_abi::tape::{REDUCTIONS, UFUNCS};
use pyaot_ir::{Block, Op, Ty as Rep, Value};
use pyaot_sema::hir::{BinOp, CmpOp, Inst, Op as H, UnaryOp, V};
use pyaot_sema::types::Ty;

use crate::ctx::{Lower, Mode, Val};
use crate::handover::Point;
use crate::numpy::np_kind;
use crate::part::Part;
use crate::small::numpy_name;

/// Operations of a tree at most.
const MOST: usize = 24;

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Operand(Value),
    /// A part of an array, which is made when it is needed.
    Part(Box<Part>),
    /// Its name, and where it stands: line and columns; None in code that was copied from another function.
    Operation(String, Option<(u32, u32)>),
}

/// An expression over arrays, in postfix order, and the line of its last operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Tree(Vec<Token>, Option<u32>);

impl Tree {
    /// The value itself.
    pub fn of(value: Value) -> Tree {
        Tree(vec![Token::Operand(value)], None)
    }

    /// The part of an array that it is, and nothing else.
    pub fn part(&self) -> Option<&Part> {
        match &self.0[..] {
            [Token::Part(part)] => Some(part),
            _ => None,
        }
    }
}

fn operator(op: BinOp) -> Option<&'static str> {
    Some(match op {
        BinOp::Add => "+",
        BinOp::Sub => "-",
        BinOp::Mul => "*",
        BinOp::Div => "/",
        BinOp::BitAnd => "&",
        BinOp::BitOr => "|",
        BinOp::BitXor => "^",
        _ => return None,
    })
}

fn comparison(op: CmpOp) -> Option<&'static str> {
    Some(match op {
        CmpOp::Eq => "==",
        CmpOp::NotEq => "!=",
        CmpOp::Lt => "<",
        CmpOp::LtE => "<=",
        CmpOp::Gt => ">",
        CmpOp::GtE => ">=",
        CmpOp::Is | CmpOp::IsNot | CmpOp::In | CmpOp::NotIn => return None,
    })
}

/// The name of an operation of a tree, and its operands.
struct Operation {
    name: String,
    operands: Vec<V>,
    reduces: bool,
}

impl Lower<'_> {
    /// The instruction as an operation of a tree.
    fn tree_operation(&self, i: &Inst) -> Option<Operation> {
        let native = |v: &Inst| Some(numpy_name(&self.native_name(v)?)?.to_owned());
        match &i.op {
            // NumPy squares floats.
            H::Bin(BinOp::Pow) if self.literal(i.args[1]) == Some(2) => {
                Some(Operation { name: "**2".into(), operands: i.args[..1].to_vec(), reduces: false })
            }
            H::Bin(op) | H::InPlace(op) => Some(Operation { name: operator(*op)?.into(), operands: i.args.clone(), reduces: false }),
            H::Cmp(op) => Some(Operation { name: comparison(*op)?.into(), operands: i.args.clone(), reduces: false }),
            H::Un(UnaryOp::Neg) => Some(Operation { name: "neg".into(), operands: i.args.clone(), reduces: false }),
            H::Un(UnaryOp::Invert) => Some(Operation { name: "~".into(), operands: i.args.clone(), reduces: false }),
            H::Call { kw } | H::CallMethod { kw, .. } if kw.is_empty() && i.args.len() >= 2
                && let Some(name) = native(i) =>
            {
                let operands = i.args[1..].to_vec();
                let reduces = REDUCTIONS.contains(&&*name);
                let takes = if reduces { Some(1) } else { UFUNCS.iter().find(|(n, _)| *n == name).map(|(_, nin)| *nin) };
                let fits = takes == Some(operands.len());
                fits.then_some(Operation { name, operands, reduces })
            }
            H::CallMethod { name, kw } if kw.is_empty() && i.args.len() == 1 && REDUCTIONS.contains(&&**name) => {
                matches!(self.ty(i.args[0]), Ty::Array { .. }).then(|| Operation { name: name.to_string(), operands: i.args.clone(), reduces: true })
            }
            _ => None,
        }
        .filter(|o| {
            let number = |v: &V| self.ty(*v).is_number() || self.ty(*v).is_numpy();
            o.operands.iter().all(number) && o.operands.iter().any(|v| matches!(self.ty(*v), Ty::Array { .. }))
        })
    }

    /// The value is used once, by an operation of a tree in the same block, with nothing between that changes an array.
    fn goes_on(&self, v: V) -> bool {
        self.goes_to(v, |user| match user.op {
            H::SetItem => user.args[2] == v && self.is_array_key(user, user.args[1]),
            // What is changed in place is there already.
            H::InPlace(_) => user.args[1] == v && self.tree_operation(user).is_some(),
            _ => self.tree_operation(user).is_some(),
        })
    }

    /// The same of elements along an axis, by what needs no view of them.
    pub fn line_goes_on(&self, v: V, dtype: DType) -> bool {
        self.goes_to(v, |user| match &user.op {
            H::SetItem => user.args[2] == v && self.is_array_key(user, user.args[1]) && !matches!(dtype, DType::Object),
            H::InPlace(_) => self.change_of(user).is_some_and(|c| user.args[0] == v || c.line == Some(v)),
            H::Bin(BinOp::Mul) => self.only_user(user.results[0]).is_some_and(|u| matches!(u.op, H::InPlace(_)) && self.change_of(u).is_some_and(|c| c.line == Some(v))),
            _ => match self.dot_operands(user) {
                Some([x, y]) => x != y,
                _ => self.tree_operation(user).is_some_and(|o| o.reduces && self.line_result(user, &o.name, Some(dtype)).is_some()),
            },
        })
    }

    /// Such a part waits for what uses it.
    pub fn keep_part(&mut self, v: V, part: Part) {
        self.vals.insert(v, Val::Tree(Tree(vec![Token::Part(Box::new(part))], None)));
        self.waits = self.waits.filter(|w| w.0 == self.at.0).max(Some(self.uses[&v][0]));
    }

    /// The part that a value is, if it waits.
    pub fn kept_part(&self, v: V) -> Option<Part> {
        match self.vals.get(&v) {
            Some(Val::Tree(tree)) => tree.part().cloned(),
            _ => None,
        }
    }

    /// The value is used once, in the same block, with nothing between that changes an array.
    fn goes_to(&self, v: V, goes_in: impl Fn(&Inst) -> bool) -> bool {
        let Some([(b, k)]) = self.uses.get(&v).map(|u| &u[..]) else { return false };
        let insts = &self.func.blocks[self.at.0 as usize].insts;
        if *b != self.at.0 || *k <= self.at.1 || *k as usize >= insts.len() {
            return false;
        }
        let number = |v: &V| self.ty(*v).is_number() || np_kind(&self.ty(*v)).is_some();
        let quiet = |i: &Inst| match &i.op {
            H::Const(_) | H::LoadGlobal(_) | H::LoadBuiltin(_) => true,
            H::GetAttr(_) => matches!(self.ty(i.args[0]), Ty::Module(_)),
            H::Bin(_) | H::Un(_) | H::Cmp(_) if i.args.iter().all(number) => true,
            H::MakeSlice | H::MakeTuple => true,
            H::GetItem => matches!(self.ty(i.args[0]), Ty::Array { .. }) && (number(&i.args[1]) || self.is_array_key(i, i.args[1])),
            _ => !matches!(i.op, H::InPlace(_)) && self.tree_operation(i).is_some(),
        };
        let user = &insts[*k as usize];
        goes_in(user) && insts[self.at.1 as usize + 1..*k as usize].iter().all(quiet)
    }

    /// An operation on arrays: becomes a tree, or computes the one that it ends; false: it is neither.
    pub fn tree(&mut self, i: &Inst) -> bool {
        if self.mode != Mode::Fast || self.wide {
            return false;
        }
        if self.line_product(i) || self.line_changed(i) {
            return true;
        }
        let Some(o) = self.tree_operation(i) else { return false };
        if let (true, [operand]) = (o.reduces, &o.operands[..])
            && self.line_reduced(i, &o.name, *operand)
        {
            return true;
        }
        let mut tokens = Vec::new();
        for v in &o.operands {
            match self.vals.get(v) {
                Some(Val::Tree(t)) if t.0.len() < MOST => tokens.extend(t.0.clone()),
                _ => {
                    let w = self.word(*v);
                    tokens.push(Token::Operand(w));
                }
            }
        }
        let out = i.results[0];
        if matches!(i.op, H::InPlace(_)) {
            // The target, the value's tokens, and both again.
            let [Token::Operand(target), value @ ..] = &tokens[..] else { return false };
            if value.len() < 2 || !matches!(self.ty(i.args[0]), Ty::Array { .. }) {
                return false;
            }
            let mut all = vec![Token::Operand(*target)];
            all.extend_from_slice(&tokens);
            let at = self.place();
            all.extend([Token::Operation(o.name.clone(), at), Token::Operation(format!("{}=", o.name), at)]);
            let r = self.compute(&Tree(all, None));
            self.set(out, r, &Ty::Any);
            return true;
        }
        tokens.push(Token::Operation(o.name, self.place()));
        let tree = Tree(tokens, Some(self.line));
        if !o.reduces && matches!(self.inst.types[out.index()], Ty::Array { .. }) && self.goes_on(out) {
            self.vals.insert(out, Val::Tree(tree));
            self.waits = self.waits.filter(|w| w.0 == self.at.0).max(Some(self.uses[&out][0]));
            return true;
        }
        // One operation alone is a call like any other.
        if tree.0.iter().filter(|t| matches!(t, Token::Operation(..))).count() < 2 {
            return false;
        }
        let r = self.compute(&tree);
        self.set(out, r, &Ty::Any);
        true
    }

    /// A tree from before the instruction at hand is computed behind it.
    pub fn tree_waits(&self) -> bool {
        self.waits.is_some_and(|(b, k)| b == self.at.0 && k > self.at.1)
    }

    /// A cold block for "an exception is pending" while a tree waits, which might have raised first: the twin computes the tree, and
    /// does the instruction at hand again.
    pub fn behind_trees(&mut self) -> Block {
        let block = self.new_block(true);
        let saved = std::mem::replace(&mut self.cur, block);
        self.op0(Op::Leaf(Leaf::exc_drop), &[]);
        self.hand_over(block, Point::Before(self.at.0, self.at.1), &[]);
        self.cur = saved;
        block
    }

    /// Where the instruction at hand stands.
    fn place(&self) -> Option<(u32, u32)> {
        self.hir_inst().filter(|i| i.inlined == 0).map(|i| (i.line, i.cols))
    }

    /// The value of a tree. One of several lines says where its operations stand.
    pub fn compute(&mut self, tree: &Tree) -> Value {
        if let Some(part) = tree.part() {
            let here = self.line;
            self.line = tree.1.unwrap_or(here);
            let r = self.view_of(part);
            self.line = here;
            return r;
        }
        let mut words: Vec<Value> = Vec::new();
        let mut text = Vec::new();
        let made: Vec<Option<Value>> = tree.0.iter().map(|t| if let Token::Part(part) = t { Some(self.view_of(part)) } else { None }).collect();
        let places: Option<Vec<_>> = tree.0.iter().filter_map(|t| if let Token::Operation(_, at) = t { Some(*at) } else { None }).collect();
        let lines = places.is_some_and(|p| p.iter().any(|at| at.0 != p[0].0));
        for (t, made) in tree.0.iter().zip(made) {
            match t {
                Token::Operation(name, at) => {
                    if let Some((line, cols)) = at.filter(|_| lines) {
                        text.push(format!("@{}", (u64::from(line) | u64::from(cols) << 32) as i64));
                    }
                    text.push(name.clone());
                }
                Token::Operand(_) | Token::Part(_) => {
                    let w = &made.unwrap_or_else(|| if let Token::Operand(w) = t { *w } else { unreachable!("it has been made") });
                    let k = words.iter().position(|x| x == w).unwrap_or_else(|| {
                        words.push(*w);
                        words.len() - 1
                    });
                    text.push(k.to_string());
                }
            }
        }
        let tape = self.str_const(&text.join(" "));
        let here = self.line;
        self.line = tree.1.unwrap_or(here);
        let r = self.leaf_array(Leaf::array_fused, &[tape], &words, Rep::Val);
        self.line = here;
        r
    }

    /// Puts the value of a tree into the elements of an array.
    pub fn compute_into(&mut self, array: Value, tree: &Tree) {
        let mut tokens = vec![Token::Operand(array)];
        tokens.extend_from_slice(&tree.0);
        tokens.push(Token::Operation("=".into(), self.place()));
        self.compute(&Tree(tokens, tree.1));
    }
}
