//! Memory, boxing and operations on values of unknown type.

use super::{V, br, fr, ir, nr, optional, ur, vr};
use crate::class::attrs;
use crate::class::dispatch::ALL_BIN;
use crate::generator::PairResult;
use crate::ops;
use crate::types::{BinOp, CmpOp, UnOp};
use crate::value::{Header, Value};
use pyaot_abi::{FloatBits, FloatResult, IntResult};

pub(super) fn bin_op(op: i64) -> BinOp {
    ALL_BIN[op as usize]
}

/// Numbered as in [`pyaot_abi::operator`].
pub(super) fn cmp_op(op: i64) -> CmpOp {
    [CmpOp::Eq, CmpOp::Ne, CmpOp::Lt, CmpOp::Le, CmpOp::Gt, CmpOp::Ge][op as usize]
}

fn un_op(op: i64) -> UnOp {
    [UnOp::Neg, UnOp::Pos, UnOp::Invert, UnOp::Abs][op as usize]
}

leaves! {
    fn dealloc(p: *const Header) {
        // SAFETY: compiled code has just brought the object's count to zero.
        crate::heap::dealloc(unsafe { &*p })
    }

    fn drain() {
        crate::heap::drain()
    }

    fn refill(class: i64) -> *mut u8 {
        crate::heap::refill(class as usize)
    }

    fn box_int(i: i64) -> Value {
        Value::int(i)
    }

    fn box_float(x: FloatBits) -> Value {
        crate::float::new(x.get())
    }

    fn box_num(float: i64, int: i64, real: FloatBits) -> Value {
        if float != 0 { crate::float::new(real.get()) } else { Value::int(int) }
    }

    fn is_same(a: V, b: V) -> u8 {
        let same = || crate::float::as_float(&a).zip(crate::float::as_float(&b)).is_some_and(|(x, y)| x.to_bits() == y.to_bits());
        u8::from(a.is(&b) || (std::ptr::eq(a.ty(), b.ty()) && same()))
    }

    fn is_same_to_host(a: V, b: V) -> u8 {
        u8::from(crate::foreign::is_same(&a, &b))
    }

    fn box_complex(re: FloatBits, im: FloatBits) -> Value {
        crate::complex::new(re.get(), im.get())
    }

    fn unbox_int(v: V) -> IntResult {
        match crate::int::to_i64(&v) {
            Some(value) => IntResult { value, status: 0 },
            None => IntResult { value: 0, status: 1 },
        }
    }

    fn unbox_float(v: V) -> FloatResult {
        fr(crate::float::to_f64(&v))
    }

    fn release_slots(slots: *mut u64, n: i64) {
        for i in 0..n as usize {
            // SAFETY: the array has `n` words, each 0 or an owned value.
            crate::exception::drop_bits(unsafe { std::mem::replace(&mut *slots.add(i), 0) });
        }
    }

    fn zero_slots(slots: *mut u64, n: i64) {
        // SAFETY: the array has `n` words.
        unsafe { std::ptr::write_bytes(slots, 0, n as usize) }
    }

    fn take_slots(slots: *mut u64, masks: V, point: i64) {
        let bytes = masks.downcast::<crate::bytes::BytesObj>().expect("masks are bytes").as_slice();
        let ([n, table @ ..], []) = bytes.as_chunks::<8>() else { unreachable!("masks are words") };
        let n = u64::from_le_bytes(*n) as usize;
        let row = 2 * n.div_ceil(64);
        for (k, pair) in table[row * point as usize..][..row].as_chunks::<2>().0.iter().enumerate() {
            // Those without a bit in the first mask become zero, ints of the second are tagged.
            let [stay, ints] = pair.map(u64::from_le_bytes);
            let of = if n - 64 * k >= 64 { u64::MAX } else { (1 << (n - 64 * k)) - 1 };
            let mut changed = (!stay | ints) & of;
            while changed != 0 {
                let i = changed.trailing_zeros();
                changed &= changed - 1;
                // SAFETY: the array has `n` words.
                let slot = unsafe { &mut *slots.add(64 * k + i as usize) };
                *slot = if stay >> i & 1 == 0 { 0 } else { Value::int(*slot as i64).into_bits() };
            }
        }
    }

    fn take_range(slots: *mut u64, range: i64, parts: i64) {
        // SAFETY: words of one array, by the leaf's contract.
        let (slot, [start, step, len]) = unsafe { (&mut *slots.add(range as usize), [0, 1, 2].map(|k| *slots.add(parts as usize + k) as i64)) };
        if *slot == 0 {
            *slot = crate::range::of_parts(start, step, len).into_bits();
        }
    }

    fn make_cell(content: u64) -> Value {
        // SAFETY: 0 or a live value, by the leaves' contract.
        crate::function::new_cell(unsafe { optional(content) }.map_or(0, Value::into_bits))
    }

    fn safepoint() -> u8 {
        ur(crate::start::safepoint())
    }

    fn safepoint_beside() -> u8 {
        u8::from(!crate::start::hosted::safepoint_beside())
    }

    fn stack_overflow() -> u8 {
        ur(ops::stack_overflow())
    }

    fn binary(op: i64, a: V, b: V) -> u64 {
        vr(ops::binary(bin_op(op), &a, &b))
    }

    fn binary_owned(op: i64, a: Value, b: V) -> u64 {
        vr(ops::binary_owned(bin_op(op), a, &b))
    }

    fn inplace(op: i64, a: Value, b: V) -> u64 {
        vr(ops::inplace_owned(bin_op(op), a, &b))
    }

    fn unary(op: i64, v: V) -> u64 {
        vr(ops::unary(un_op(op), &v))
    }

    fn compare(op: i64, a: V, b: V) -> u64 {
        vr(ops::compare(&a, cmp_op(op), &b))
    }

    fn compare_bool(op: i64, a: V, b: V) -> i64 {
        br(ops::compare_bool(&a, cmp_op(op), &b))
    }

    fn truth(v: V) -> i64 {
        br(ops::truth(&v))
    }

    fn contains(container: V, x: V) -> i64 {
        br(ops::contains(&container, &x))
    }

    fn len(v: V) -> IntResult {
        ir(ops::len(&v).map(|n| n as i64))
    }

    fn getitem(v: V, i: V) -> u64 {
        vr(ops::getitem(&v, &i))
    }

    fn setitem(v: V, i: V, x: V) -> u8 {
        ur(ops::setitem(&v, &i, &x))
    }

    fn delitem(v: V, i: V) -> u8 {
        ur(ops::delitem(&v, &i))
    }

    fn getattr(v: V, name: V) -> u64 {
        vr(attrs::get(&v, &name))
    }

    fn setattr(v: V, name: V, x: V) -> u8 {
        ur(attrs::set(&v, &name, Some(&x)))
    }

    fn setattr_plain(v: V, name: V, x: V) -> u8 {
        ur(attrs::set_default(&v, &crate::state::intern_value(&name), Some(&x)))
    }

    fn delattr(v: V, name: V) -> u8 {
        ur(attrs::set(&v, &name, None))
    }

    fn iter(v: V) -> u64 {
        vr(ops::iter(&v))
    }

    fn next(v: V) -> PairResult {
        nr(crate::iter::next_of(&v))
    }

    fn isinstance(v: V, spec: V) -> i64 {
        br(ops::isinstance_of(&v, &spec))
    }

    fn format(v: V, spec: V) -> u64 {
        vr(crate::format::format_value_spec(&v, &spec))
    }

    fn repr(v: V) -> u64 {
        vr(ops::repr(&v))
    }

    fn str(v: V) -> u64 {
        vr(ops::str(&v))
    }

    fn ascii(v: V) -> u64 {
        vr(ops::repr(&v).map(|r| crate::textrepr::ascii_str(&r)))
    }

    fn hash(v: V) -> IntResult {
        ir(ops::hash(&v))
    }
}
