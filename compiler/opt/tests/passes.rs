//! Passes on small functions built by hand: what is left of them.

use pyaot_abi::layout;
use pyaot_ir::*;
use pyaot_opt::{Config, optimise};

/// Builds a function block by block.
struct Build {
    f: Function,
    at: Block,
}

impl Build {
    fn new(params: &[Ty], ret: Ty) -> (Build, Vec<Value>) {
        let mut f = Function::new("test".into(), Conv::Tail, Some(ret), true);
        let at = f.new_block(false);
        let params = params.iter().map(|t| f.add_param(at, *t)).collect();
        (Build { f, at }, params)
    }

    fn op(&mut self, op: Op, args: &[Value], ty: Ty) -> Value {
        self.with_exit(op, args, ty, None)
    }

    fn with_exit(&mut self, op: Op, args: &[Value], ty: Ty, exit: Option<Block>) -> Value {
        let r = self.f.new_value(ty);
        let exits = exit.map(|block| Exit { kind: ExitKind::Slow, target: Target { block, args: vec![] } }).into_iter().collect();
        self.f.block_mut(self.at).insts.push(Inst { op, args: args.to_vec(), results: vec![r], exits, line: 1, frame: 0 });
        r
    }

    fn int(&mut self, i: i64) -> Value {
        self.op(Op::IConst(i), &[], Ty::I64)
    }

    fn term(&mut self, t: Term) {
        self.f.block_mut(self.at).term = t;
    }

    fn jump(&mut self, block: Block, args: &[Value]) {
        self.term(Term::Jump(Target { block, args: args.to_vec() }));
    }

    fn branch(&mut self, cond: Value, then: Block, els: Block) {
        self.term(Term::Branch { cond, then: Target { block: then, args: vec![] }, els: Target { block: els, args: vec![] } });
    }

    /// A cold block that raises.
    fn raise(&mut self) -> Block {
        let b = self.f.new_block(true);
        self.f.block_mut(b).term = Term::ReturnRaise;
        b
    }

    fn length(&mut self, list: Value) -> Value {
        self.op(Op::Load { ty: Ty::I64, offset: layout::LIST_LEN, region: Region::ListHeader }, &[list], Ty::I64)
    }

    fn optimised(self) -> Function {
        let mut p = Program { functions: vec![self.f], ..Program::default() };
        optimise(&mut p, Config { verify: true, ..Config::default() });
        p.functions.remove(0)
    }
}

fn count(f: &Function, what: impl Fn(&Op) -> bool) -> usize {
    f.blocks.iter().flat_map(|b| &b.insts).filter(|i| what(&i.op)).count()
}

#[test]
fn constants_fold_and_straight_jumps_merge() {
    let (mut b, _) = Build::new(&[], Ty::I64);
    let (x, y) = (b.int(6), b.int(7));
    let exit = b.raise();
    let next = b.f.new_block(false);
    let p = b.f.add_param(next, Ty::I64);
    let xy = b.with_exit(Op::IMulO, &[x, y], Ty::I64, Some(exit));
    b.jump(next, &[xy]);
    b.at = next;
    b.term(Term::Return(Some(p)));
    let f = b.optimised();
    assert_eq!(f.blocks[0].insts.len(), 1, "{}", print::function(&f));
    assert_eq!(f.blocks[0].insts[0].op, Op::IConst(42));
    assert!(matches!(f.blocks[0].term, Term::Return(Some(_))));
}

#[test]
fn an_overflow_is_not_folded() {
    let (mut b, _) = Build::new(&[], Ty::I64);
    let (x, y) = (b.int(i64::MAX), b.int(1));
    let exit = b.raise();
    let sum = b.with_exit(Op::IAddO, &[x, y], Ty::I64, Some(exit));
    b.term(Term::Return(Some(sum)));
    assert_eq!(count(&b.optimised(), |op| *op == Op::IAddO), 1);
}

/// Two bounds checks of one index.
fn checked_twice(between: Option<Op>) -> Function {
    let (mut b, v) = Build::new(&[Ty::Obj, Ty::I64], Ty::I64);
    let bad = b.raise();
    let blocks = [b.f.new_block(false), b.f.new_block(false)];
    for (k, next) in blocks.into_iter().enumerate() {
        if k == 1
            && let Some(op) = &between
        {
            b.f.block_mut(b.at).insts.push(Inst { op: op.clone(), args: vec![v[0], v[1]], results: vec![], exits: vec![], line: 1, frame: 0 });
        }
        let n = b.length(v[0]);
        let ok = b.op(Op::ULt, &[v[1], n], Ty::Bool);
        b.branch(ok, next, bad);
        b.at = next;
    }
    b.term(Term::Return(Some(v[1])));
    b.optimised()
}

#[test]
fn a_check_below_the_same_check_goes_away() {
    assert_eq!(count(&checked_twice(None), |op| *op == Op::ULt), 1);
}

#[test]
fn a_change_of_the_list_keeps_the_second_check() {
    let f = checked_twice(Some(Op::Leaf(pyaot_abi::Leaf::list_append_i64)));
    assert_eq!(count(&f, |op| *op == Op::ULt), 2);
}

/// `while i < len(list): i += 1`, with an instruction in the loop.
fn counting(inside: Option<Op>) -> (Function, usize) {
    let (mut b, v) = Build::new(&[Ty::Obj], Ty::I64);
    let list = v[0];
    let zero = b.int(0);
    let (head, body, done) = (b.f.new_block(false), b.f.new_block(false), b.f.new_block(false));
    let slow = b.raise();
    let i = b.f.add_param(head, Ty::I64);
    b.jump(head, &[zero]);
    b.at = head;
    let n = b.length(list);
    let more = b.op(Op::ICmp(Cc::Lt), &[i, n], Ty::Bool);
    b.branch(more, body, done);
    b.at = body;
    if let Some(op) = inside {
        b.f.block_mut(body).insts.push(Inst { op, args: vec![list, i], results: vec![], exits: vec![], line: 1, frame: 0 });
    }
    let one = b.int(1);
    let next = b.with_exit(Op::IAddO, &[i, one], Ty::I64, Some(slow));
    b.jump(head, &[next]);
    b.at = done;
    b.term(Term::Return(Some(i)));
    let f = b.optimised();
    let loads = count(&f, |op| matches!(op, Op::Load { .. }));
    (f, loads)
}

#[test]
fn a_length_is_loaded_in_front_of_the_loop_and_the_counter_cannot_overflow() {
    let (f, loads) = counting(None);
    assert_eq!(loads, 1, "{}", print::function(&f));
    assert_eq!(count(&f, |op| *op == Op::IAddO), 0, "{}", print::function(&f));
}

#[test]
fn a_length_that_the_loop_changes_is_loaded_in_the_loop() {
    let (f, loads) = counting(Some(Op::Leaf(pyaot_abi::Leaf::list_append_i64)));
    assert_eq!(loads, 1, "{}", print::function(&f));
    let at = f.blocks.iter().position(|b| b.insts.iter().any(|i| matches!(i.op, Op::Load { .. })));
    assert_ne!(at, Some(0), "{}", print::function(&f));
}

/// `v + 1`, which raises where it overflows.
fn increment() -> Function {
    let (mut b, v) = Build::new(&[Ty::I64], Ty::I64);
    let raise = b.raise();
    let one = b.int(1);
    let sum = b.with_exit(Op::IAddO, &[v[0], one], Ty::I64, Some(raise));
    b.term(Term::Return(Some(sum)));
    b.f
}

/// A call of function 1 whose `Raise` exit returns 7.
fn caller() -> Function {
    let (mut b, v) = Build::new(&[Ty::I64], Ty::I64);
    let raised = b.f.new_block(true);
    let r = b.f.new_value(Ty::I64);
    let exits = vec![Exit { kind: ExitKind::Raise, target: Target { block: raised, args: vec![] } }];
    b.f.block_mut(b.at).insts.push(Inst { op: Op::Call(FuncId(1)), args: vec![v[0]], results: vec![r], exits, line: 9, frame: 0 });
    b.term(Term::Return(Some(r)));
    b.at = raised;
    let seven = b.int(7);
    b.term(Term::Return(Some(seven)));
    b.f
}

#[test]
fn a_small_callee_is_copied_and_what_it_raises_goes_to_the_call_s_exit() {
    let mut p = Program { functions: vec![caller(), increment()], ..Program::default() };
    optimise(&mut p, Config { verify: true, ..Config::default() });
    let f = &p.functions[0];
    assert_eq!(count(f, |op| matches!(op, Op::Call(_))), 0, "{}", print::function(f));
    assert_eq!(count(f, |op| *op == Op::IAddO), 1);
    assert_eq!(count(f, |op| *op == Op::IConst(7)), 1);
    assert!(!f.blocks.iter().any(|b| matches!(b.term, Term::ReturnRaise)), "{}", print::function(f));
}

#[test]
fn functions_that_nothing_calls_any_more_are_dropped() {
    let mut entry = caller();
    entry.conv = Conv::Tail;
    let mut p = Program { functions: vec![entry, increment()], entry: Some(FuncId(0)), ..Program::default() };
    optimise(&mut p, Config { verify: true, ..Config::default() });
    assert_eq!(p.functions.len(), 1);
    assert_eq!(p.entry, Some(FuncId(0)));
}

const COUNTS: &str = "
function count#0 Tail ret=Some(I64) status=true frame=0 flags= {
b0(v0: I64, v5: I64, v6: I64):
    v1: Bool = ICmp(Gt) v5, v6
    branch v1 b1() b2(v0)
b1():
    v2: I64 = IConst(1)
    v3: I64 = IAddO v0, v2 [Slow b3()]
    jump b2(v3)
b2(v4: I64):
    return v4
b3(): cold
    return_raise
}
";

fn selected(text: &str) -> Function {
    let mut p = Program { functions: parse::functions(text).expect("the text is right"), ..Program::default() };
    assert!(pyaot_opt::run_pass(&mut p, "selects", &Config { verify: true, ..Config::default() }));
    p.functions.remove(0)
}

fn branches(f: &Function) -> usize {
    f.blocks.iter().filter(|b| matches!(b.term, Term::Branch { .. })).count()
}

#[test]
fn a_count_needs_no_branch_and_no_select() {
    let f = selected(COUNTS);
    assert_eq!(branches(&f), 0);
    assert_eq!([Op::Select, Op::BToI, Op::IAddO].map(|op| count(&f, |o| *o == op)), [0, 1, 1]);
}

#[test]
fn divisions_and_loads_stay_in_their_arms() {
    for op in ["v3: I64 = IFloorDiv v0, v5", "v3: I64 = LoadU8 { offset: 0, region: Other } v0"] {
        assert_eq!(branches(&selected(&COUNTS.replace("v3: I64 = IAddO v0, v2 [Slow b3()]", op))), 1, "{op}");
    }
}

#[test]
fn a_maximum_keeps_its_branch() {
    let text = COUNTS.replace("ICmp(Gt) v5, v6", "ICmp(Gt) v5, v0");
    let text = text.replace("    v2: I64 = IConst(1)\n    v3: I64 = IAddO v0, v2 [Slow b3()]\n    jump b2(v3)", "    jump b2(v5)");
    assert_eq!(branches(&selected(&text)), 1);
}

const GREATEST: &str = "
function f Tail ret=Some(I64) status=true frame=0 flags= {
b0(v0: Ptr, v1: I64):
    v2: I64 = IConst(0)
    v3: I64 = IConst(1)
    jump b1(v2, v2)
b1(v4: I64, v5: I64):
    v6: Bool = ICmp(Lt) v5, v1
    branch v6 b2() b5()
b2():
    v7: F64 = LoadIdx { ty: F64, region: Array } v0, v5
    v8: F64 = LoadIdx { ty: F64, region: Array } v0, v4
    v9: Bool = FCmp(Gt) v7, v8
    branch v9 b3() b4(v4)
b3():
    jump b4(v5)
b4(v10: I64):
    v11: I64 = IAdd v5, v3
    jump b1(v10, v11)
b5():
    return v4
}
";

#[test]
fn the_index_of_a_maximum_keeps_its_branch() {
    assert_eq!(branches(&selected(GREATEST)), 2);
    // One that is only noted is selected.
    assert_eq!(branches(&selected(&GREATEST.replace("Array } v0, v4", "Array } v0, v2"))), 1);
}
