//! Loads and stores, globals and constants.

use pyaot_abi::dtype::DType;
use cranelift_codegen::ir::{InstBuilder, MemFlagsData, Value, types};
use pyaot_abi::layout;
use pyaot_ir::{ConstId, GlobalId, Inst, Region, Ty, Word};

use super::args;
use crate::func::{Fact, Fx};
use crate::refs::{Own, clif_type};
use crate::short;

/// Slots of constants are filled before compiled code runs, so their loads may move anywhere.
pub(super) fn constant(fx: &mut Fx, c: ConstId) -> Value {
    let slots = fx.own_data(Own::ConstSlots);
    let flags = MemFlagsData::trusted().with_readonly().with_can_move();
    fx.b.ins().load(types::I64, flags, slots, 8 * c.0 as i32)
}

/// Loads of [`Region::Const`] are not marked as movable: Cranelift would hoist them above the type test that makes them
/// valid.
pub(super) fn load(fx: &mut Fx, i: &Inst, ty: Ty, offset: i32, region: Region) -> Value {
    let base = fx.get(i.args[0]);
    if ty == Ty::I64 && is_length(offset, region) {
        fx.set_fact(i.results[0], Fact::NonNegative);
    }
    let flags = fx.flags(region);
    fx.b.ins().load(clif_type(ty), flags, base, offset)
}

/// Lengths are at the same offset in lists, tuples and strs; `Const` fields of a range share the offset of its start.
fn is_length(offset: i32, region: Region) -> bool {
    region == Region::ListHeader && offset == layout::LIST_LEN
}

pub(super) fn store(fx: &mut Fx, i: &Inst, offset: i32, region: Region) {
    let [base, value] = args(fx, i);
    let flags = fx.store_flags(region);
    fx.b.ins().store(flags, value, base, offset);
}

pub(super) fn store_words(fx: &mut Fx, i: &Inst, words: &[Word]) {
    let base = fx.get(i.args[0]);
    let flags = MemFlagsData::trusted();
    for (word, value) in Word::with_values(words, &i.args) {
        let value = match value {
            Some(v) => fx.get(v),
            None => fx.b.ins().iconst(types::I64, word.number.unwrap_or_default()),
        };
        fx.b.ins().store(flags, value, base, word.offset);
    }
}

/// Bytes of an element, as a power of two.
fn scale(region: Region) -> u8 {
    if region == Region::ListBool { 0 } else { 3 }
}

fn element(fx: &mut Fx, base: Value, index: Value, region: Region) -> Value {
    if scale(region) == 0 {
        return fx.b.ins().iadd(base, index);
    }
    let offset = fx.b.ins().ishl_imm_u(index, 3);
    fx.b.ins().iadd(base, offset)
}

pub(super) fn load_index(fx: &mut Fx, i: &Inst, ty: Ty, region: Region) -> Value {
    let [base, index] = args(fx, i);
    let flags = fx.flags(region);
    if let Some(offset) = constant_offset(fx, i, region) {
        return fx.b.ins().load(clif_type(ty), flags, base, offset);
    }
    let address = element(fx, base, index, region);
    fx.b.ins().load(clif_type(ty), flags, address, 0)
}

pub(super) fn store_index(fx: &mut Fx, i: &Inst, region: Region) {
    let [base, index, value] = args(fx, i);
    let flags = fx.store_flags(region);
    if let Some(offset) = constant_offset(fx, i, region) {
        fx.b.ins().store(flags, value, base, offset);
        return;
    }
    let address = element(fx, base, index, region);
    fx.b.ins().store(flags, value, address, 0);
}

/// Byte offset of an element whose index is a constant.
fn constant_offset(fx: &Fx, i: &Inst, region: Region) -> Option<i32> {
    fx.as_const(i.args[1]).and_then(|c| c.checked_mul(1 << scale(region))).and_then(|c| i32::try_from(c).ok())
}

pub(super) fn load_u8(fx: &mut Fx, i: &Inst, offset: i32, region: Region) -> Value {
    let base = fx.get(i.args[0]);
    fx.set_fact(i.results[0], Fact::NonNegative);
    let flags = fx.flags(region);
    fx.b.ins().uload8(types::I64, flags, base, offset)
}

/// An element of an array as a machine int or float.
pub(super) fn load_num(fx: &mut Fx, i: &Inst, dtype: DType) -> Value {
    let base = fx.get(i.args[0]);
    let flags = fx.flags(Region::Array);
    let b = &mut fx.b;
    match dtype {
        DType::F32 => {
            let x = b.ins().load(types::F32, flags, base, 0);
            b.ins().fpromote(types::F64, x)
        }
        DType::I8 => b.ins().sload8(types::I64, flags, base, 0),
        DType::U8 | DType::Bool => b.ins().uload8(types::I64, flags, base, 0),
        DType::I16 => b.ins().sload16(types::I64, flags, base, 0),
        DType::U16 => b.ins().uload16(types::I64, flags, base, 0),
        DType::I32 => b.ins().sload32(flags, base, 0),
        DType::U32 => b.ins().uload32(flags, base, 0),
        other => unreachable!("no short element: {other:?}"),
    }
}

pub(super) fn store_num(fx: &mut Fx, i: &Inst, dtype: DType) {
    let [base, value] = args(fx, i);
    let flags = fx.store_flags(Region::Array);
    let b = &mut fx.b;
    match dtype.size() {
        1 => b.ins().istore8(flags, value, base, 0),
        2 => b.ins().istore16(flags, value, base, 0),
        4 if dtype == DType::F32 => {
            let x = short::rounded(fx, value);
            fx.b.ins().store(flags, x, base, 0)
        }
        4 => b.ins().istore32(flags, value, base, 0),
        other => unreachable!("no short element of {other} bytes"),
    };
}

pub(super) fn load_global(fx: &mut Fx, ty: Ty, global: GlobalId) -> Value {
    let cells = fx.own_data(Own::Globals);
    let flags = fx.flags(Region::Global(global));
    fx.b.ins().load(clif_type(ty), flags, cells, 8 * global.0 as i32)
}

pub(super) fn store_global(fx: &mut Fx, i: &Inst, global: GlobalId) {
    let value = fx.get(i.args[0]);
    let cells = fx.own_data(Own::Globals);
    let flags = fx.flags(Region::Global(global));
    fx.b.ins().store(flags, value, cells, 8 * global.0 as i32);
}
