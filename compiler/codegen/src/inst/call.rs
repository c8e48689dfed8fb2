//! Calls of compiled functions and of leaves, and what precedes or follows them.

use cranelift_codegen::ir::condcodes::{FloatCC, IntCC};
use cranelift_codegen::ir::{BlockArg, InstBuilder, MemFlagsData, Value, types};
use pyaot_abi::functions::PLAIN;
use pyaot_abi::layout::FrameDesc;
use pyaot_abi::{Leaf, Ret};
use pyaot_ir::{ExitKind, FuncId, Inst, Ty};

use super::{float, small};
use crate::func::Fx;
use crate::helpers::Helper;
use crate::refs::{Extern, Own};

/// Status of a call that raised.
const RAISED: i64 = 1;
/// The payload is a big int.
const BIG: i64 = 2;
/// A generator has no more values.
const END: i64 = 3;

pub(super) fn operands(fx: &Fx, i: &Inst) -> Vec<Value> {
    i.args.iter().map(|v| fx.get(*v)).collect()
}

pub(super) fn direct<'a>(fx: &mut Fx<'a, '_>, i: &'a Inst, callee: FuncId) {
    let args = operands(fx, i);
    let results = match fx.returns_to_hot(callee) {
        Some(helper) => twin(fx, helper, callee, &args),
        None => {
            let call = function(fx, callee, &args);
            fx.b.inst_results(call).to_vec()
        }
    };
    let callee = &fx.env.program.functions[callee.index()];
    let payload = callee.ret.map(|_| results[0]);
    if callee.has_status {
        test_status(fx, i, results[results.len() - 1], payload);
    }
    if let (Some(r), Some(v)) = (i.results.first(), payload) {
        fx.set(*r, v);
    }
}

/// A call that the loop around it does not notice: the helper keeps all registers.
fn twin(fx: &mut Fx, helper: Helper, callee: FuncId, args: &[Value]) -> Vec<Value> {
    let words = fx.looked_at();
    let flags = fx.frame_flags();
    let callee = fx.own_function(callee.index());
    let address = fx.b.ins().func_addr(types::I64, callee);
    for (at, v) in (0..).step_by(8).zip([address].iter().chain(args)) {
        fx.b.ins().store(flags, *v, words, at);
    }
    fx.call_helper(helper, &[words]);
    let result = if helper == Helper::TwinFloat { types::F64 } else { types::I64 };
    [(result, 0), (types::I64, 8)].map(|(ty, at)| fx.b.ins().load(ty, flags, words, at)).to_vec()
}

/// The call itself.
pub(crate) fn function(fx: &mut Fx, callee: FuncId, args: &[Value]) -> cranelift_codegen::ir::Inst {
    let callee = fx.own_function(callee.index());
    fx.b.ins().call(callee, args)
}

/// Ends the block.
pub(super) fn tail<'a>(fx: &mut Fx<'a, '_>, i: &'a Inst, callee: FuncId) {
    let args = operands(fx, i);
    let callee = fx.own_function(callee.index());
    fx.b.ins().return_call(callee, &args);
}

/// Leaves by the exits `Raise` (or `Slow`), `Big` and `End` where the status is not 0.
fn test_status<'a>(fx: &mut Fx<'a, '_>, i: &'a Inst, status: Value, payload: Option<Value>) {
    let raise = fx.exit(i, ExitKind::Raise).or_else(|| fx.exit(i, ExitKind::Slow));
    let all = [(raise, RAISED), (fx.exit(i, ExitKind::Big), BIG), (fx.exit(i, ExitKind::End), END)];
    let exits: Vec<_> = all.into_iter().filter_map(|(e, code)| Some((e?, code))).collect();
    // Only where the exit is taken; in a register of its own, a word has the bits of a float.
    let first = |fx: &mut Fx, code: i64| {
        let x = payload.filter(|_| code == BIG)?;
        let is_float = fx.b.func.dfg.value_type(x) == types::F64;
        Some(if is_float { fx.b.ins().bitcast(types::I64, MemFlagsData::new(), x) } else { x })
    };
    let [tests @ .., (last, code)] = &exits[..] else { return };
    if tests.is_empty() {
        let first = first(fx, *code);
        return fx.exit_on(status, true, last, first);
    }
    let [cold, next] = [fx.new_block(true), fx.new_block(false)];
    fx.b.ins().brif(status, cold, &[], next, &[]);
    fx.b.switch_to_block(cold);
    for (exit, code) in tests {
        let taken = fx.b.ins().icmp_imm_s(IntCC::Equal, status, *code);
        let [this, other] = [fx.new_block(true), fx.new_block(true)];
        fx.b.ins().brif(taken, this, &[], other, &[]);
        fx.b.switch_to_block(this);
        let first = first(fx, *code);
        fx.jump_exit(exit, first);
        fx.b.switch_to_block(other);
    }
    let first = first(fx, *code);
    fx.jump_exit(last, first);
    fx.b.switch_to_block(next);
}

pub(super) fn leaf<'a>(fx: &mut Fx<'a, '_>, i: &'a Inst, leaf: Leaf) {
    if small::leaf(fx, i, leaf) || (leaf == Leaf::math_unary && plain_function(fx, i)) {
        return;
    }
    let result = leaf_result(fx, i, leaf);
    if let (Some(r), Some(v)) = (i.results.first(), result) {
        fx.set(*r, v);
    }
}

/// A function of the C library, called without a detour; if the result is not finite, by the leaf, which raises or not. False: it
/// is no such function.
fn plain_function<'a>(fx: &mut Fx<'a, '_>, i: &'a Inst) -> bool {
    let known = fx.as_const(i.args[0]).and_then(|k| PLAIN.get(usize::try_from(k).ok()?));
    let (Some((_, plain)), [r]) = (known.filter(|_| !fx.compact), &i.results[..]) else { return false };
    let x = fx.get(i.args[1]);
    let inst = fx.call_leaf(*plain, &[x]);
    let y = fx.b.inst_results(inst)[0];
    let (size, infinite) = (float::size(fx, y), fx.float(f64::INFINITY));
    let finite = fx.b.ins().fcmp(FloatCC::LessThan, size, infinite);
    let [rare, next] = [fx.new_block(true), fx.new_block(false)];
    let result = fx.b.append_block_param(next, types::F64);
    fx.rare_unless(finite, rare, next, &[y]);
    fx.b.switch_to_block(rare);
    fx.rarely(|fx| {
        if let Some(y) = leaf_result(fx, i, Leaf::math_unary) {
            fx.b.ins().jump(next, &[y.into()]);
        }
    });
    fx.b.switch_to_block(next);
    fx.set(*r, result);
    true
}

/// Calls the leaf with the instruction's operands, takes the exits of what it returned; the result in the IR's form.
pub(super) fn leaf_result<'a>(fx: &mut Fx<'a, '_>, i: &'a Inst, leaf: Leaf) -> Option<Value> {
    let args = operands(fx, i);
    call(fx, i, leaf, &args)
}

/// Calls the leaf, takes the exits of what it returned; the result in the IR's form.
fn call<'a>(fx: &mut Fx<'a, '_>, i: &'a Inst, leaf: Leaf, args: &[Value]) -> Option<Value> {
    let inst = fx.call_leaf(leaf, args);
    let results = fx.b.inst_results(inst).to_vec();
    let fail = fx.exit(i, ExitKind::Raise).or_else(|| fx.exit(i, ExitKind::Slow));
    let end = fx.exit(i, ExitKind::End);
    match leaf.info().ret {
        Ret::Void => return None,
        Ret::F | Ret::B | Ret::V | Ret::P => {}
        // A position: -1 at the end, -2 = raised.
        Ret::I => {
            if end.is_some() || fail.is_some() {
                by_sign(fx, results[0], i);
            }
        }
        Ret::OptV => {
            if let Some(end) = end {
                fx.exit_unless(results[0], end);
            }
        }
        Ret::VR => {
            if let Some(fail) = fail {
                fx.exit_unless(results[0], fail);
            }
        }
        Ret::IR | Ret::FR => test_status(fx, i, results[1], Some(results[0])),
        Ret::BR => {
            if let Some(fail) = fail {
                let raised = fx.b.ins().icmp_imm_s(IntCC::SignedLessThan, results[0], 0);
                fx.exit_if(raised, fail);
            }
            return Some(fx.b.ins().ireduce(types::I8, results[0]));
        }
        Ret::UR => {
            if let Some(fail) = fail {
                fx.exit_if(results[0], fail);
            }
        }
        Ret::NR => match (fail, end) {
            (Some(fail), Some(end)) => {
                let [cold, next] = [fx.new_block(true), fx.new_block(false)];
                fx.b.ins().brif(results[0], next, &[], cold, &[]);
                fx.b.switch_to_block(cold);
                fx.exit_if(results[1], fail);
                fx.jump_exit(end, None);
                fx.b.switch_to_block(next);
            }
            (Some(fail), None) => fx.exit_if(results[1], fail),
            (None, Some(end)) => fx.exit_unless(results[0], end),
            (None, None) => {}
        },
    }
    Some(results[0])
}

/// Exits of a leaf that returns an int of which only -1 (`End`) and -2 (`Raise`) are negative.
fn by_sign<'a>(fx: &mut Fx<'a, '_>, position: Value, i: &'a Inst) {
    let negative = fx.b.ins().icmp_imm_s(IntCC::SignedLessThan, position, 0);
    match (fx.exit(i, ExitKind::Raise), fx.exit(i, ExitKind::End)) {
        (Some(raise), Some(end)) => {
            let [cold, next] = [fx.new_block(true), fx.new_block(false)];
            fx.b.ins().brif(negative, cold, &[], next, &[]);
            fx.b.switch_to_block(cold);
            let ended = fx.b.ins().icmp_imm_s(IntCC::Equal, position, -1);
            fx.exit_unless(ended, raise);
            fx.jump_exit(end, None);
            fx.b.switch_to_block(next);
        }
        (Some(exit), None) | (None, Some(exit)) => fx.exit_if(negative, exit),
        (None, None) => {}
    }
}

/// The operands from `fixed` on in an array in the frame.
pub(super) fn leaf_array<'a>(fx: &mut Fx<'a, '_>, i: &'a Inst, leaf: Leaf, fixed: usize) {
    let operands = operands(fx, i);
    let array = fx.array();
    let flags = fx.frame_flags();
    for (n, v) in operands[fixed..].iter().enumerate() {
        fx.b.ins().store(flags, *v, array, 8 * n as i32);
    }
    let mut args = operands[..fixed].to_vec();
    args.push(array);
    args.push(fx.iconst((operands.len() - fixed) as i64));
    let result = call(fx, i, leaf, &args);
    if let (Some(r), Some(v)) = (i.results.first(), result) {
        fx.set(*r, v);
    }
}

/// Results: the leaf's own, if it returns an int, then those that it left in the array.
pub(super) fn leaf_out<'a>(fx: &mut Fx<'a, '_>, i: &'a Inst, leaf: Leaf) {
    let mut args = operands(fx, i);
    let array = fx.array();
    args.push(array);
    let result = call(fx, i, leaf, &args);
    let mut results = i.results.as_slice();
    if let (Ret::I, Some(v), [first, rest @ ..]) = (leaf.info().ret, result, results) {
        fx.set(*first, v);
        results = rest;
    }
    let flags = fx.frame_flags();
    for (n, r) in results.iter().enumerate() {
        debug_assert!(fx.f.ty(*r) != Ty::Bool, "leaves leave whole words");
        let v = fx.b.ins().load(crate::refs::clif_type(fx.f.ty(*r)), flags, array, 8 * n as i32);
        fx.set(*r, v);
    }
}

pub(super) fn stack_check<'a>(fx: &mut Fx<'a, '_>, i: &'a Inst) {
    let limit = fx.external(Extern::StackLimit);
    let flags = MemFlagsData::trusted();
    let limit = fx.b.ins().load(types::I64, flags, limit, 0);
    let sp = fx.b.ins().get_stack_pointer(types::I64);
    let below = fx.b.ins().icmp(IntCC::UnsignedLessThan, sp, limit);
    let [cold, next] = [fx.new_block(true), fx.new_block(false)];
    fx.b.ins().brif(below, cold, &[], next, &[]);
    fx.b.switch_to_block(cold);
    fx.call_leaf(Leaf::stack_overflow, &[]);
    match fx.exit(i, ExitKind::Raise) {
        Some(exit) => fx.jump_exit(exit, None),
        None => {
            fx.b.ins().jump(next, &[]);
        }
    }
    fx.b.switch_to_block(next);
}

/// See [`Op::IsReady`].
pub(super) fn is_ready(fx: &mut Fx, landing: FuncId) -> Value {
    let (all, flags, at) = (fx.own_data(Own::Ready), MemFlagsData::trusted(), 2 * landing.0 as i32);
    let wanted = fx.b.ins().iconst(types::I8, 1);
    fx.b.ins().store(flags, wanted, all, at);
    fx.b.ins().load(types::I8, flags, all, at + 1)
}

pub(super) fn safepoint<'a>(fx: &mut Fx<'a, '_>, i: &'a Inst) {
    let head = fx.innermost_head();
    let pending = fx.external(Extern::Pending);
    let flags = MemFlagsData::trusted();
    let pending = fx.b.ins().load(types::I8, flags, pending, 0);
    let [cold, next] = [fx.new_block(true), fx.new_block(false)];
    fx.b.ins().brif(pending, cold, &[], next, &[]);
    fx.b.switch_to_block(cold);
    fx.rarely(|fx| {
        let raised = fx.call_helper_out(Helper::Safepoint, None);
        if let Some(exit) = fx.exit(i, ExitKind::Raise) {
            fx.exit_if(raised, exit);
        }
        // Back to the head of the loop: Cranelift hoists nothing out of what it reaches, in the order of dominators, behind a
        // block that leaves the loop, and even moves into the loop what stands in front of it. So the way on from the loop's
        // head must not lead through this block. (With loops inside, what is hoisted costs these their registers.)
        match head {
            Some(head) => {
                let args: Vec<BlockArg> = fx.b.block_params(head).iter().map(|p| BlockArg::Value(*p)).collect();
                fx.b.ins().jump(head, &args);
            }
            None => {
                fx.b.ins().jump(next, &[]);
            }
        }
    });
    fx.b.switch_to_block(next);
}

pub(super) fn traceback(fx: &mut Fx, i: &Inst, frame: u32, cols: u32) {
    let line = fx.iconst(place(i.line, cols));
    add_line(fx, frame, line);
}

/// Writes frame and line where warnings look for them.
pub(super) fn note_place(fx: &mut Fx, i: &Inst, frame: u32) {
    let frame = fx.record(Own::Frames, frame as usize, size_of::<FrameDesc>());
    let at = fx.external(crate::refs::Extern::Place);
    let line = fx.iconst(i64::from(i.line));
    let flags = MemFlagsData::trusted();
    fx.b.ins().store(flags, frame, at, 0);
    fx.b.ins().store(flags, line, at, 8);
}

/// Line and columns as the runtime takes them.
pub(crate) fn place(line: u32, cols: u32) -> i64 {
    i64::from(line) | (u64::from(cols) << 32) as i64
}

/// Adds a line to the traceback of the pending exception.
pub(crate) fn add_line(fx: &mut Fx, frame: u32, line: Value) {
    let frame = fx.record(Own::Frames, frame as usize, size_of::<FrameDesc>());
    fx.call_leaf(Leaf::traceback_add, &[frame, line]);
}
