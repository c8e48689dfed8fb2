//! Representations: tagging, boxing, reference counts.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{InstBuilder, MemFlagsData, Value, types};
use pyaot_abi::layout;
use pyaot_ir::{ExitKind, Inst, Ty};

use super::args;
use crate::func::{Fact, Fx};
use crate::helpers::Helper;
use crate::refs::Extern;

pub(super) fn tag_int(fx: &mut Fx, i: &Inst) -> Value {
    if let Some(c) = fx.as_const(i.args[0]).and_then(|c| c.checked_mul(2)) {
        fx.set_fact(i.results[0], Fact::Word(c | 1));
        return fx.iconst(c | 1);
    }
    let v = fx.get(i.args[0]);
    if fx.compact {
        return fx.call_helper_out(Helper::Tag, Some(v));
    }
    let [small, large, done] = [fx.new_block(false), fx.new_block(true), fx.new_block(false)];
    let result = fx.b.append_block_param(done, types::I64);
    let (double, overflow) = fx.b.ins().sadd_overflow(v, v);
    fx.b.ins().brif(overflow, large, &[], small, &[]);

    fx.b.switch_to_block(small);
    let tagged = fx.b.ins().bor_imm_u(double, 1);
    fx.b.ins().jump(done, &[tagged.into()]);

    fx.b.switch_to_block(large);
    let boxed = fx.call_helper_out(Helper::Tag, Some(v));
    fx.b.ins().jump(done, &[boxed.into()]);

    fx.b.switch_to_block(done);
    result
}

pub(super) fn tag_small(fx: &mut Fx, i: &Inst) -> Value {
    let v = fx.get(i.args[0]);
    let double = fx.b.ins().iadd(v, v);
    fx.b.ins().iadd_imm_s(double, 1)
}

pub(super) fn untag_int<'a>(fx: &mut Fx<'a, '_>, i: &'a Inst) -> Value {
    let v = fx.get(i.args[0]);
    if let Some(exit) = fx.exit(i, ExitKind::Slow) {
        let tag = tag_of(fx, v);
        fx.exit_unless(tag, exit);
    }
    fx.b.ins().sshr_imm_u(v, 1)
}

pub(super) fn is_tagged(fx: &mut Fx, i: &Inst) -> Value {
    let v = fx.get(i.args[0]);
    let tag = tag_of(fx, v);
    fx.b.ins().icmp_imm_s(IntCC::NotEqual, tag, 0)
}

pub(super) fn is_float(fx: &mut Fx, i: &Inst) -> Value {
    let v = fx.get(i.args[0]);
    let flags = fx.type_flags();
    let ty = fx.b.ins().load(types::I64, flags, v, layout::TYPE);
    let float = fx.external(Extern::TypeFloat);
    fx.b.ins().icmp(IntCC::Equal, ty, float)
}

pub(super) fn unbox_float(fx: &mut Fx, i: &Inst) -> Value {
    let v = fx.get(i.args[0]);
    fx.b.ins().load(types::F64, MemFlagsData::trusted().with_readonly(), v, layout::FLOAT_VALUE)
}

pub(super) fn box_bool(fx: &mut Fx, i: &Inst) -> Value {
    let v = fx.get(i.args[0]);
    let (yes, no) = (fx.external(Extern::True), fx.external(Extern::False));
    fx.b.ins().select(v, yes, no)
}

pub(super) fn unbox_bool(fx: &mut Fx, i: &Inst) -> Value {
    let v = fx.get(i.args[0]);
    let yes = fx.external(Extern::True);
    fx.b.ins().icmp(IntCC::Equal, v, yes)
}

pub(super) fn same(fx: &mut Fx, i: &Inst) -> Value {
    let [a, b] = args(fx, i);
    fx.b.ins().icmp(IntCC::Equal, a, b)
}

pub(super) fn type_of(fx: &mut Fx, i: &Inst) -> Value {
    let v = fx.get(i.args[0]);
    let flags = fx.type_flags();
    if fx.f.ty(i.args[0]) != Ty::Val {
        return fx.b.ins().load(types::I64, flags, v, layout::TYPE);
    }
    let [object, done] = [fx.new_block(false), fx.new_block(false)];
    let result = fx.b.append_block_param(done, types::I64);
    let int = fx.external(Extern::TypeInt);
    let tag = tag_of(fx, v);
    fx.b.ins().brif(tag, done, &[int.into()], object, &[]);
    fx.b.switch_to_block(object);
    let ty = fx.b.ins().load(types::I64, flags, v, layout::TYPE);
    fx.b.ins().jump(done, &[ty.into()]);
    fx.b.switch_to_block(done);
    result
}

/// Not zero for a tagged int.
fn tag_of(fx: &mut Fx, v: Value) -> Value {
    let one = fx.iconst(1);
    fx.b.ins().band(v, one)
}

/// Adds to the count at `v`, returns the new one.
fn count(fx: &mut Fx, v: Value, by: i64) -> Value {
    let flags = fx.count_flags();
    let n = fx.b.ins().load(types::I64, flags, v, layout::RC);
    let by = fx.iconst(by);
    let n = fx.b.ins().iadd(n, by);
    fx.b.ins().store(flags, n, v, layout::RC);
    n
}

/// With `maybe`, the word may be zero.
pub(super) fn retain(fx: &mut Fx, i: &Inst, maybe: bool) -> Value {
    let v = fx.get(i.args[0]);
    if fx.f.ty(i.args[0]) == Ty::Obj && !maybe {
        count(fx, v, 1);
        return v;
    }
    if fx.compact {
        fx.call_helper(Helper::Retain, &[v]);
        return v;
    }
    let [object, done] = [fx.new_block(false), fx.new_block(false)];
    if maybe {
        let set = fx.new_block(false);
        fx.b.ins().brif(v, set, &[], done, &[]);
        fx.b.switch_to_block(set);
    }
    let tag = tag_of(fx, v);
    fx.b.ins().brif(tag, done, &[], object, &[]);
    fx.b.switch_to_block(object);
    count(fx, v, 1);
    fx.b.ins().jump(done, &[]);
    fx.b.switch_to_block(done);
    v
}

/// With `maybe`, the word may be zero.
pub(super) fn release(fx: &mut Fx, i: &Inst, maybe: bool) {
    let v = fx.get(i.args[0]);
    if fx.compact {
        fx.call_helper(Helper::Release, &[v]);
        return;
    }
    let [last, done] = [fx.new_block(true), fx.new_block(false)];
    if maybe {
        let set = fx.new_block(false);
        fx.b.ins().brif(v, set, &[], done, &[]);
        fx.b.switch_to_block(set);
    }
    if fx.f.ty(i.args[0]) == Ty::Val {
        let object = fx.new_block(false);
        let tag = tag_of(fx, v);
        fx.b.ins().brif(tag, done, &[], object, &[]);
        fx.b.switch_to_block(object);
    }
    let n = count(fx, v, -1);
    fx.b.ins().brif(n, done, &[], last, &[]);
    fx.b.switch_to_block(last);
    fx.call_helper(Helper::Dealloc, &[v]);
    fx.b.ins().jump(done, &[]);
    fx.b.switch_to_block(done);
}
