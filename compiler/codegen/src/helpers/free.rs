//! The end of an object whose count has reached zero.
//!
//! Most objects are floats, tuples, lists and instances of the program's classes. They are freed here: their references given up,
//! their cell put on the free list. All else is the leaf's affair. As the helper calls only helpers, which keep all
//! registers, it saves the few that it uses and no more.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{self as clif, InstBuilder, MemFlagsData, types};
use cranelift_frontend::FunctionBuilder;
use pyaot_abi::layout;

use super::{Helper, helper, release};
use crate::func::{Env, import_data};
use crate::refs::Extern;

/// Apart from what else may be freed, since it saves the fewest registers.
pub(super) fn dealloc(env: &Env, b: &mut FunctionBuilder, object: clif::Value) {
    let flags = MemFlagsData::trusted();
    let [fields, plain] = std::array::from_fn(|_| b.create_block());
    let ty = b.ins().load(types::I64, flags, object, layout::TYPE);
    let kind = b.ins().uload8(types::I64, flags, ty, layout::TYPE_FREE);
    let has_fields = b.ins().icmp_imm_s(IntCC::NotEqual, kind, i64::from(layout::FREE_PLAIN));
    b.ins().brif(has_fields, fields, &[], plain, &[]);
    b.switch_to_block(plain);
    let heap = heap(env, b);
    free_cell(env, b, heap, object);
    leave_to(env, b, fields, Helper::DeallocFields, object);
}

pub(super) fn dealloc_fields(env: &Env, b: &mut FunctionBuilder, object: clif::Value) {
    let flags = MemFlagsData::trusted();
    let [fields, instance, items, tuple, list, done, general] = std::array::from_fn(|_| b.create_block());
    let heap = heap(env, b);
    let ty = b.ins().load(types::I64, flags, object, layout::TYPE);
    let kind = b.ins().uload8(types::I64, flags, ty, layout::TYPE_FREE);
    let depth = b.ins().load(types::I64, flags, heap, layout::HEAP_DEPTH);
    let deep = b.ins().icmp_imm_s(IntCC::SignedGreaterThanOrEqual, depth, layout::MAX_DEPTH);
    let other = b.ins().icmp_imm_s(IntCC::Equal, kind, i64::from(layout::FREE_GENERAL));
    let leave = b.ins().bor(deep, other);
    b.ins().brif(leave, general, &[], fields, &[]);

    b.switch_to_block(fields);
    let is_instance = b.ins().icmp_imm_s(IntCC::Equal, kind, i64::from(layout::FREE_INSTANCE));
    b.ins().brif(is_instance, instance, &[], items, &[]);
    b.switch_to_block(items);
    let is_tuple = b.ins().icmp_imm_s(IntCC::Equal, kind, i64::from(layout::FREE_TUPLE));
    b.ins().brif(is_tuple, tuple, &[], list, &[]);

    let fields = Fields { heap, object, depth, general, done };
    instance_fields(env, b, fields, instance, ty);
    tuple_items(env, b, fields, tuple);
    list_items(env, b, fields, list);

    b.switch_to_block(done);
    free_cell(env, b, heap, object);
    leave_to(env, b, general, Helper::DeallocGeneral, object);
}

/// The block is for what another helper does.
fn leave_to(env: &Env, b: &mut FunctionBuilder, block: clif::Block, h: Helper, object: clif::Value) {
    b.set_cold_block(block);
    b.switch_to_block(block);
    helper(env, b, h, &[object]);
    b.ins().return_(&[]);
}

fn heap(env: &Env, b: &mut FunctionBuilder) -> clif::Value {
    let heap = import_data(b, env.refs.external(Extern::Heap), 0, env.near);
    b.ins().symbol_value(types::I64, heap)
}

/// Puts the object's cell on the free list, and returns. Large objects are the system allocator's.
fn free_cell(env: &Env, b: &mut FunctionBuilder, heap: clif::Value, object: clif::Value) {
    let flags = MemFlagsData::trusted();
    let [cell, large] = std::array::from_fn(|_| b.create_block());
    let base = b.ins().load(types::I64, flags, heap, layout::HEAP_BASE);
    let span = b.ins().load(types::I64, flags, heap, layout::HEAP_SPAN);
    let offset = b.ins().isub(object, base);
    let outside = b.ins().icmp(IntCC::UnsignedGreaterThanOrEqual, offset, span);
    b.ins().brif(outside, large, &[], cell, &[]);
    b.switch_to_block(cell);
    let page = b.ins().band_imm_s(object, -layout::PAGE);
    let bytes = b.ins().uload32(flags, page, 0);
    let half = b.ins().ushr_imm_u(bytes, 1);
    let list = b.ins().iadd(heap, half);
    let next = b.ins().load(types::I64, flags, list, layout::HEAP_FREE);
    let zero = b.ins().iconst(types::I64, 0);
    b.ins().store(flags, zero, object, layout::RC);
    b.ins().store(flags, next, object, layout::TYPE);
    b.ins().store(flags, object, list, layout::HEAP_FREE);
    b.ins().return_(&[]);
    leave_to(env, b, large, Helper::DeallocGeneral, object);
}

/// An object with references to give up.
#[derive(Clone, Copy)]
struct Fields {
    heap: clif::Value,
    object: clif::Value,
    /// How many deallocations this one is within.
    depth: clif::Value,
    /// For objects that are not as simple as they looked.
    general: clif::Block,
    /// Where the memory is freed.
    done: clif::Block,
}

fn instance_fields(env: &Env, b: &mut FunctionBuilder, f: Fields, entry: clif::Block, ty: clif::Value) {
    let flags = MemFlagsData::trusted();
    let [head, slot, next, end] = std::array::from_fn(|_| b.create_block());
    let rest = b.append_block_param(head, types::I64);
    b.switch_to_block(entry);
    let dict = b.ins().load(types::I64, flags, f.object, layout::INSTANCE_DICT);
    b.ins().brif(dict, f.general, &[], next, &[]);
    b.switch_to_block(next);
    enter(b, f);
    let values = b.ins().load(types::I64, flags, ty, layout::TYPE_VALUES);
    b.ins().jump(head, &[values.into()]);

    b.switch_to_block(head);
    b.ins().brif(rest, slot, &[], end, &[]);
    b.switch_to_block(slot);
    let index = b.ins().ctz(rest);
    let less = b.ins().iadd_imm_s(rest, -1);
    let rest = b.ins().band(rest, less);
    let offset = b.ins().ishl_imm_u(index, 3);
    let place = b.ins().iadd(f.object, offset);
    let word = b.ins().load(types::I64, flags, place, layout::INSTANCE_SLOTS);
    release(env, b, word);
    b.ins().jump(head, &[rest.into()]);
    b.switch_to_block(end);
    leave(env, b, f);
}

/// The last item first, as in CPython: finalizers show it. A large tuple, whose memory the leaf frees, is left to it with its items.
fn tuple_items(env: &Env, b: &mut FunctionBuilder, f: Fields, entry: clif::Block) {
    let flags = MemFlagsData::trusted();
    let small = b.create_block();
    b.switch_to_block(entry);
    let n = b.ins().load(types::I64, flags, f.object, layout::TUPLE_LEN);
    let most = (layout::MAX_SMALL as i64 - i64::from(layout::TUPLE_ITEMS)) / 8;
    let large = b.ins().icmp_imm_s(IntCC::UnsignedGreaterThan, n, most);
    b.ins().brif(large, f.general, &[], small, &[]);
    b.switch_to_block(small);
    enter(b, f);
    let items = b.ins().iadd_imm_s(f.object, i64::from(layout::TUPLE_ITEMS));
    release_all(env, b, items, n);
    leave(env, b, f);
}

/// Storage of more than [`layout::MAX_SMALL`] bytes is the leaf's affair.
fn list_items(env: &Env, b: &mut FunctionBuilder, f: Fields, entry: clif::Block) {
    let flags = MemFlagsData::trusted();
    let [small, values, storage, free, end] = std::array::from_fn(|_| b.create_block());
    b.switch_to_block(entry);
    let capacity = b.ins().load(types::I64, flags, f.object, layout::LIST_CAP);
    let kind = b.ins().uload8(types::I64, flags, f.object, layout::LIST_KIND);
    let bools = b.ins().icmp_imm_s(IntCC::Equal, kind, i64::from(layout::KIND_BOOL));
    let large = b.ins().icmp_imm_s(IntCC::UnsignedGreaterThan, capacity, layout::MAX_SMALL as i64 / 8);
    let other = b.ins().bor(bools, large);
    b.ins().brif(other, f.general, &[], small, &[]);

    b.switch_to_block(small);
    let data = b.ins().load(types::I64, flags, f.object, layout::LIST_DATA);
    enter(b, f);
    let is_values = b.ins().icmp_imm_s(IntCC::Equal, kind, i64::from(layout::KIND_VALUE));
    b.ins().brif(is_values, values, &[], storage, &[]);
    b.switch_to_block(values);
    let n = b.ins().load(types::I64, flags, f.object, layout::LIST_LEN);
    release_all(env, b, data, n);
    b.ins().jump(storage, &[]);

    b.switch_to_block(storage);
    b.ins().brif(capacity, free, &[], end, &[]);
    b.switch_to_block(free);
    // By size class: words of two elements.
    let up = b.ins().iadd_imm_s(capacity, 1);
    let class = b.ins().ushr_imm_u(up, 1);
    let offset = b.ins().ishl_imm_u(class, 3);
    let place = b.ins().iadd(f.heap, offset);
    let next = b.ins().load(types::I64, flags, place, layout::HEAP_RAW_FREE);
    b.ins().store(flags, next, data, 0);
    b.ins().store(flags, data, place, layout::HEAP_RAW_FREE);
    b.ins().jump(end, &[]);
    b.switch_to_block(end);
    leave(env, b, f);
}

/// Gives up `n` references from `items` on, the last one first.
fn release_all(env: &Env, b: &mut FunctionBuilder, items: clif::Value, n: clif::Value) {
    let [head, item, end] = std::array::from_fn(|_| b.create_block());
    let left = b.append_block_param(head, types::I64);
    b.ins().jump(head, &[n.into()]);
    b.switch_to_block(head);
    b.ins().brif(left, item, &[], end, &[]);
    b.switch_to_block(item);
    let left = b.ins().iadd_imm_s(left, -1);
    let offset = b.ins().ishl_imm_u(left, 3);
    let place = b.ins().iadd(items, offset);
    let word = b.ins().load(types::I64, MemFlagsData::trusted(), place, 0);
    release(env, b, word);
    b.ins().jump(head, &[left.into()]);
    b.switch_to_block(end);
}

fn enter(b: &mut FunctionBuilder, f: Fields) {
    let deeper = b.ins().iadd_imm_s(f.depth, 1);
    b.ins().store(MemFlagsData::trusted(), deeper, f.heap, layout::HEAP_DEPTH);
}

/// The references are gone: frees the memory, and what was put off if nobody further out does.
fn leave(env: &Env, b: &mut FunctionBuilder, f: Fields) {
    let flags = MemFlagsData::trusted();
    b.ins().store(flags, f.depth, f.heap, layout::HEAP_DEPTH);
    let tracked = b.ins().load(types::I64, flags, f.heap, layout::HEAP_TRACKED);
    let tracked = b.ins().iadd_imm_s(tracked, -1);
    b.ins().store(flags, tracked, f.heap, layout::HEAP_TRACKED);
    let deferred = b.ins().load(types::I64, flags, f.heap, layout::HEAP_DEFERRED);
    let outermost = b.ins().icmp_imm_s(IntCC::Equal, f.depth, 0);
    let any = b.ins().icmp_imm_s(IntCC::NotEqual, deferred, 0);
    let due = b.ins().band(outermost, any);
    let drain = b.create_block();
    b.set_cold_block(drain);
    b.ins().brif(due, drain, &[], f.done, &[]);
    b.switch_to_block(drain);
    helper(env, b, Helper::Drain, &[]);
    b.ins().jump(f.done, &[]);
}
