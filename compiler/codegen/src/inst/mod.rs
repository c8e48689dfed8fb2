//! Instructions: the checklist of operations, and the groups' translations in the files of this directory.

mod alloc;
pub(crate) mod call;
mod finite;
mod float;
mod int;
mod lanes;
mod memory;
mod repr;
mod small;

pub(crate) use call::{add_line, function as call_function, place};
pub(crate) use finite::{Carried, Finite, at_end, before};
pub(crate) use int::complement;

use cranelift_codegen::ir::{InstBuilder, types};
use pyaot_abi::layout::{ClassDesc, CodeDesc};
use pyaot_ir::{Inst, Op};

use crate::func::{Fact, Fx};
use crate::refs::Own;

pub(crate) fn translate<'a>(fx: &mut Fx<'a, '_>, i: &'a Inst) {
    let result = match &i.op {
        Op::IConst(c) => {
            fx.set_fact(i.results[0], Fact::Const(*c));
            fx.iconst(*c)
        }
        Op::FConst(bits) => fx.float(f64::from_bits(*bits)),
        Op::BConst(c) => fx.b.ins().iconst(types::I8, i64::from(*c)),
        Op::Zero => fx.zero(fx.f.ty(i.results[0])),
        Op::Singleton(s) => fx.external((*s).into()),
        Op::Const(c) | Op::ConstPtr(c) => memory::constant(fx, *c),

        Op::IAdd
        | Op::ISub
        | Op::IMul
        | Op::IAnd
        | Op::IOr
        | Op::IXor
        | Op::INot
        | Op::IShl
        | Op::IShr
        | Op::UShr
        | Op::IMin
        | Op::IMax => int::wrapping(fx, i),
        Op::IAddO => int::add_checked(fx, i),
        Op::ISubO => int::sub_checked(fx, i),
        Op::IMulO => int::mul_checked(fx, i),
        Op::INegO => int::neg_checked(fx, i),
        Op::IShlO => int::shl_checked(fx, i),
        Op::IFloorDiv => int::floor_div(fx, i),
        Op::IFloorMod => int::floor_mod(fx, i),
        Op::UDiv => int::unsigned_div(fx, i),
        Op::URem => int::unsigned_rem(fx, i),
        Op::WDiv | Op::WRem | Op::IMulHigh | Op::UMulHigh => int::of_words(fx, i),
        Op::MulMod => int::mul_mod(fx, i),
        Op::ICmp(cc) => int::compare(fx, i, *cc),
        Op::ULt => int::unsigned_less(fx, i),

        Op::FAdd | Op::FSub | Op::FMul | Op::FDiv | Op::FMin | Op::FMax => float::binary(fx, i),
        Op::FAddO | Op::FSubO | Op::FMulO | Op::FDivO | Op::FRound32O => finite::checked(fx, i),
        Op::FNeg | Op::FAbs | Op::FSqrt | Op::FFloor | Op::FCeil | Op::FTrunc | Op::FNearest | Op::IToF | Op::FToI => float::unary(fx, i),
        Op::FSquare => float::square(fx, i),
        Op::FRound32 => {
            let x = fx.get(i.args[0]);
            float::round32(fx, x)
        }
        Op::FCmp(cc) => float::compare(fx, i, *cc),

        Op::BAnd | Op::BOr | Op::BXor => int::bools(fx, i),
        Op::BNot => int::not(fx, i),
        Op::BToI => {
            fx.set_fact(i.results[0], Fact::NonNegative);
            let v = fx.get(i.args[0]);
            fx.b.ins().uextend(types::I64, v)
        }
        Op::Select => {
            int::note_sign(fx, i);
            float::select(fx, i)
        }

        Op::TagInt => repr::tag_int(fx, i),
        Op::TagSmall => repr::tag_small(fx, i),
        Op::UntagInt => repr::untag_int(fx, i),
        Op::IsTagged => repr::is_tagged(fx, i),
        Op::IsFloat => repr::is_float(fx, i),
        Op::BoxFloat => alloc::float(fx, i),
        Op::NewTuple => alloc::tuple(fx, i),
        Op::NewInstance { slots, floats } => alloc::instance(fx, i, *slots, *floats),
        Op::UnboxFloat => repr::unbox_float(fx, i),
        Op::BoxBool => repr::box_bool(fx, i),
        Op::UnboxBool => repr::unbox_bool(fx, i),
        Op::Cast | Op::Likely(_) => fx.get(i.args[0]),
        Op::PtrAdd => {
            let [base, offset] = args(fx, i);
            fx.b.ins().iadd(base, offset)
        }
        Op::Same => repr::same(fx, i),
        Op::TypeOf => repr::type_of(fx, i),

        Op::Load { ty, offset, region } | Op::Take { ty, offset, region } => memory::load(fx, i, *ty, *offset, *region),
        Op::Store { offset, region } => return memory::store(fx, i, *offset, *region),
        Op::StoreWords(words) => return memory::store_words(fx, i, words),
        Op::LoadIdx { ty, region } | Op::TakeIdx { ty, region } => memory::load_index(fx, i, *ty, *region),
        Op::StoreIdx { region } => return memory::store_index(fx, i, *region),
        Op::LoadU8 { offset, region } => memory::load_u8(fx, i, *offset, *region),
        Op::LoadNum(d) => memory::load_num(fx, i, *d),
        Op::StoreNum(d) => return memory::store_num(fx, i, *d),
        Op::Lanes(rounds) => return lanes::run(fx, i, rounds),
        Op::LoadGlobal { ty, global, .. } | Op::TakeGlobal { ty, global } => memory::load_global(fx, *ty, *global),
        Op::StoreGlobal { global } => return memory::store_global(fx, i, *global),
        Op::StackSlot { .. } => {
            let slot = fx.stack_slot();
            fx.b.ins().stack_addr(types::I64, slot, 0)
        }

        Op::Retain => repr::retain(fx, i, false),
        Op::RetainMaybe => repr::retain(fx, i, true),
        Op::Release => return repr::release(fx, i, false),
        Op::ReleaseMaybe => return repr::release(fx, i, true),
        Op::Keep => return,

        Op::Call(callee) => return call::direct(fx, i, *callee),
        Op::TailCall(callee) => return call::tail(fx, i, *callee),
        Op::Leaf(leaf) => return call::leaf(fx, i, *leaf),
        Op::LeafArray { leaf, fixed } => return call::leaf_array(fx, i, *leaf, usize::from(*fixed)),
        Op::LeafOut { leaf } => return call::leaf_out(fx, i, *leaf),
        Op::CodePtr(index) => fx.record(Own::Codes, *index as usize, size_of::<CodeDesc>()),
        Op::ClassPtr(class) => fx.record(Own::Classes, class.index(), size_of::<ClassDesc>()),
        Op::FuncPtr(f) => {
            let f = fx.own_function(f.index());
            fx.b.ins().func_addr(types::I64, f)
        }
        Op::IsReady(f) => call::is_ready(fx, *f),
        Op::StackCheck => return call::stack_check(fx, i),
        Op::Safepoint => return call::safepoint(fx, i),
        Op::Place { frame } => return call::note_place(fx, i, *frame),
        Op::Traceback { frame, cols } => return call::traceback(fx, i, *frame, *cols),
    };
    if let Some(r) = i.results.first() {
        fx.set(*r, result);
    }
}

/// The operands, as many as there are.
fn args<const N: usize>(fx: &Fx, i: &Inst) -> [cranelift_codegen::ir::Value; N] {
    std::array::from_fn(|n| fx.get(i.args[n]))
}
