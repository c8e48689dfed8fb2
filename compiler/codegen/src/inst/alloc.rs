//! New objects. Their memory comes from the free list of their size class; where that is empty, from the runtime, which
//! then also looks for garbage.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{InstBuilder, MemFlagsData, Value, types};
use pyaot_abi::{Leaf, layout};
use pyaot_ir::Inst;

use crate::func::Fx;
use crate::helpers::Helper;
use crate::refs::Extern;

/// Bytes of the largest tuple that is made in line.
const MAX_TUPLE: usize = 160;

/// A cell of at least `bytes` bytes, its header written. `collectable`: it counts among the objects that may be garbage.
fn cell(fx: &mut Fx, bytes: usize, ty: Value, collectable: bool) -> Value {
    let flags = MemFlagsData::trusted();
    let class = bytes.div_ceil(16);
    let list = layout::HEAP_FREE + 8 * class as i32;
    let heap = fx.external(Extern::Heap);
    if collectable {
        let n = fx.b.ins().load(types::I64, flags, heap, layout::HEAP_TRACKED);
        let n = fx.b.ins().iadd_imm_s(n, 1);
        fx.b.ins().store(flags, n, heap, layout::HEAP_TRACKED);
    }
    let [free, empty, done] = [fx.new_block(false), fx.new_block(true), fx.new_block(false)];
    let cell = fx.b.append_block_param(done, types::I64);
    let first = fx.b.ins().load(types::I64, flags, heap, list);
    fx.b.ins().brif(first, free, &[], empty, &[]);
    fx.b.switch_to_block(empty);
    let class = fx.iconst(class as i64);
    let new = fx.call_helper_out(Helper::Refill, Some(class));
    fx.b.ins().jump(done, &[new.into()]);
    fx.b.switch_to_block(free);
    let next = fx.b.ins().load(types::I64, flags, first, layout::TYPE);
    fx.b.ins().store(flags, next, heap, list);
    let made = fx.b.ins().load(types::I64, flags, heap, layout::HEAP_ALLOCATIONS);
    let made = fx.b.ins().iadd_imm_s(made, 1);
    fx.b.ins().store(flags, made, heap, layout::HEAP_ALLOCATIONS);
    fx.b.ins().jump(done, &[first.into()]);
    fx.b.switch_to_block(done);
    let one = fx.iconst(1);
    let count = fx.count_flags();
    fx.b.ins().store(count, one, cell, layout::RC);
    let flags = fx.type_flags();
    fx.b.ins().store(flags, ty, cell, layout::TYPE);
    cell
}

pub(super) fn float(fx: &mut Fx, i: &Inst) -> Value {
    let v = fx.get(i.args[0]);
    if fx.compact {
        let call = fx.call_leaf(Leaf::box_float, &[v]);
        return fx.b.inst_results(call)[0];
    }
    let ty = fx.external(Extern::TypeFloat);
    let object = cell(fx, layout::FLOAT_VALUE as usize + 8, ty, false);
    fx.b.ins().store(MemFlagsData::trusted(), v, object, layout::FLOAT_VALUE);
    object
}

pub(super) fn tuple(fx: &mut Fx, i: &Inst) -> Value {
    let items: Vec<Value> = i.args.iter().map(|v| fx.get(*v)).collect();
    let bytes = layout::TUPLE_ITEMS as usize + 8 * items.len();
    let n = fx.iconst(items.len() as i64);
    if fx.compact || bytes > MAX_TUPLE {
        let array = fx.array();
        let flags = fx.frame_flags();
        for (k, v) in items.iter().enumerate() {
            fx.b.ins().store(flags, *v, array, 8 * k as i32);
        }
        let call = fx.call_leaf(Leaf::tuple_of, &[array, n]);
        return fx.b.inst_results(call)[0];
    }
    let ty = fx.external(Extern::TypeTuple);
    let object = cell(fx, bytes, ty, true);
    let flags = MemFlagsData::trusted();
    let zero = fx.iconst(0);
    fx.b.ins().store(flags, n, object, layout::TUPLE_LEN);
    fx.b.ins().store(flags, zero, object, layout::TUPLE_HASH);
    for (k, v) in items.iter().enumerate() {
        fx.b.ins().store(flags, *v, object, layout::TUPLE_ITEMS + 8 * k as i32);
    }
    object
}

/// The class object tells the size of its instances: a class with other slots than expected is the runtime's affair.
pub(super) fn instance(fx: &mut Fx, i: &Inst, slots: u32, floats: u64) -> Value {
    let class = fx.get(i.args[0]);
    if fx.compact || slots as usize > layout::MAX_QUICK_SLOTS {
        let call = fx.call_leaf(Leaf::new_instance, &[class]);
        return fx.b.inst_results(call)[0];
    }
    let flags = MemFlagsData::trusted();
    let bytes = layout::INSTANCE_SLOTS as usize + 8 * slots as usize;
    let size = fx.b.ins().uload32(flags, class, layout::TYPE_SIZE);
    let usual = fx.b.ins().icmp_imm_s(IntCC::Equal, size, bytes as i64);
    let [quick, other, done] = [fx.new_block(false), fx.new_block(true), fx.new_block(false)];
    let result = fx.b.append_block_param(done, types::I64);
    fx.b.ins().brif(usual, quick, &[], other, &[]);
    fx.b.switch_to_block(other);
    let call = fx.call_leaf(Leaf::new_instance, &[class]);
    let made = fx.b.inst_results(call)[0];
    fx.b.ins().jump(done, &[made.into()]);
    fx.b.switch_to_block(quick);
    let object = cell(fx, bytes, class, true);
    let zero = fx.iconst(0);
    fx.b.ins().store(flags, zero, object, layout::INSTANCE_DICT);
    let unset = (floats != 0).then(|| fx.iconst(layout::F64_UNSET as i64));
    for k in 0..slots {
        let offset = layout::INSTANCE_SLOTS + 8 * k as i32;
        let word = unset.filter(|_| floats >> k & 1 != 0).unwrap_or(zero);
        let flags = fx.flags(pyaot_ir::Region::Slot(offset));
        fx.b.ins().store(flags, word, object, offset);
    }
    fx.b.ins().jump(done, &[object.into()]);
    fx.b.switch_to_block(done);
    result
}
