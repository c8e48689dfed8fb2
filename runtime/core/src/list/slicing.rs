//! Slices of lists: reading, assigning, deleting.

use super::storage::{copy_elements, element, read, retain_all, width, write};
use super::{BOOLS, Buffer, ListObj, VALUES, as_list};
use crate::error::{Result, type_error, value_error};
use crate::value::Value;
use crate::{slice, tuple};

/// `list[slice]`.
pub fn slice_of(list: &ListObj, s: &Value) -> Result<Value> {
    Ok(slice_by(list, slice::unpack(s)?))
}

/// `list[start:stop:step]`, the step not 0.
pub fn slice_by(list: &ListObj, by: slice::Bounds) -> Value {
    let (start, _, step, count) = by.adjust(list.len());
    if step == 1 {
        return list.range_copy(start as usize, start as usize + count);
    }
    let kind = list.kind();
    let mut b = Buffer::with_capacity(count, kind);
    // SAFETY: the slice was adjusted to the length of the list; room for `count` elements.
    unsafe {
        if kind == BOOLS {
            for k in 0..count {
                write(b.data, kind, k, read(list.data.get(), kind, (start + k as i64 * step) as usize));
            }
        } else {
            let mut from = start;
            for k in 0..count {
                b.data.add(k).write(*list.data.get().add(from as usize));
                from += step;
            }
        }
    }
    b.len = count;
    if kind == VALUES {
        // SAFETY: the words just copied are live values of the list.
        unsafe { retain_all(b.data, count) };
    }
    b.into_list()
}

/// `list[slice] = v`.
pub fn assign_slice(list: &ListObj, s: &Value, v: &Value) -> Result<()> {
    assign_by(list, slice::unpack(s)?, v)
}

/// `list[start:stop:step] = v`, the step not 0.
pub fn assign_by(list: &ListObj, parts: slice::Bounds, v: &Value) -> Result<()> {
    // Taking the elements of an iterator may change the list: its length is asked for afterwards.
    if parts.step == 1 {
        let source = new_elements(list, v, "can only assign an iterable")?;
        let (start, stop, ..) = parts.adjust(list.len());
        let start = start as usize;
        replace(list, start, (stop as usize).max(start), as_list(&source));
        return Ok(());
    }
    let source = new_elements(list, v, "must assign iterable to extended slice")?;
    let (start, _, step, count) = parts.adjust(list.len());
    let source = as_list(&source);
    if source.len() != count {
        return value_error(format!(
            "attempt to assign sequence of size {} to extended slice of size {}",
            source.len(),
            count
        ));
    }
    if list.kind() == source.kind() && source.kind() != VALUES {
        let (from, to, kind) = (source.data.get(), list.data.get(), source.kind());
        for k in 0..count {
            // SAFETY: `count` raw elements, positions inside of both.
            unsafe { write(to, kind, (start + k as i64 * step) as usize, read(from, kind, k)) };
        }
        return Ok(());
    }
    for k in 0..count {
        let i = (start + k as i64 * step) as usize;
        // Releasing a replaced element may run code that shortens the list.
        if i < list.len() {
            list.set(i, source.get(k));
        }
    }
    Ok(())
}

/// The assigned elements as a list that is not `list` itself.
fn new_elements(list: &ListObj, v: &Value, message: &str) -> Result<Value> {
    if let Some(l) = v.downcast::<ListObj>()
        && v.ty().is_native
    {
        return Ok(if std::ptr::eq(l, list) { l.range_copy(0, l.len()) } else { v.clone() });
    }
    if v.downcast::<tuple::TupleObj>().is_none() && !crate::iter::is_iterable(v) {
        return type_error(message);
    }
    super::from_iterable(v)
}

/// Replaces `list[start..stop]` by the elements of `source`, another list.
pub(super) fn replace(list: &ListObj, start: usize, stop: usize, source: &ListObj) {
    let (n, len) = (source.len(), list.len());
    if start == 0 && stop == len {
        let old = list.take();
        list.append_range(source, 0, n);
        old.free();
        return;
    }
    let removed = stop - start;
    if n == removed && list.kind() == source.kind() && source.kind() != VALUES {
        // SAFETY: `n` raw elements of two lists, positions inside of both.
        unsafe { copy_elements(source.data.get(), source.kind(), 0, list.data.get(), list.kind(), start, n) };
        return;
    }
    if n != 0 && list.kind() != source.kind() {
        list.make_values();
    }
    // What goes out is released at the very end, when the list is whole again.
    let kind_before = list.kind();
    let mut out = Buffer::with_capacity(if kind_before == VALUES { removed } else { 0 }, kind_before);
    // SAFETY: all positions lie inside the list or the room reserved; words move without change of ownership.
    unsafe {
        if kind_before == VALUES {
            std::ptr::copy_nonoverlapping(list.data.get().add(start), out.data, removed);
            out.len = removed;
        }
        if n > removed {
            list.reserve(n - removed);
        }
        let (data, kind) = (list.data.get(), list.kind());
        std::ptr::copy(element(data, kind, stop), element(data, kind, start + n), (len - stop) * width(kind));
        copy_elements(source.data.get(), if n == 0 { kind } else { source.kind() }, 0, data, kind, start, n);
        list.len.set(len - removed + n);
    }
    if n < removed {
        list.shrink();
    }
    out.free();
}

/// `del list[slice]`.
pub fn delete_slice(list: &ListObj, s: &Value) -> Result<()> {
    let (start, stop, step, count) = slice::unpack(s)?.adjust(list.len());
    if count == 0 {
        return Ok(());
    }
    if step == 1 {
        replace(list, start as usize, stop as usize, as_list(&super::empty()));
        return Ok(());
    }
    // Positions in ascending order.
    let (first, step) =
        if step < 0 { (start + step * (count as i64 - 1), step.unsigned_abs()) } else { (start, step as u64) };
    let (first, step, len) = (first as usize, step as usize, list.len());
    let kind = list.kind();
    let mut out = Buffer::with_capacity(if kind == VALUES { count } else { 0 }, kind);
    let mut to = first;
    // SAFETY: all positions lie inside the list; each word either moves down or goes to `out`.
    unsafe {
        let data = list.data.get();
        let mut gone = 0;
        for from in first..len {
            if gone < count && from == first + gone * step {
                if kind == VALUES {
                    out.data.add(out.len).write(*data.add(from));
                    out.len += 1;
                }
                gone += 1;
            } else {
                write(data, kind, to, read(data, kind, from));
                to += 1;
            }
        }
    }
    list.len.set(to);
    list.shrink();
    out.free();
    Ok(())
}
