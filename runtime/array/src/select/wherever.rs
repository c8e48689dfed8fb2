//! `numpy.where` with three arguments.

use pyaot_abi::dtype::DType;
use pyaot_core::error::{Result, value_error};
use pyaot_core::value::Value;

use crate::array::{self, Fill, Order, as_array, shape_text};
use crate::scalar::promotion::{self, Says};
use crate::ufunc::nest::Nest;
use crate::{broadcast, cast, convert, threads, walk};

/// The operands as arrays of their common dtype; Python numbers take on that of the others.
pub fn in_common(operands: &[&Value]) -> Result<(Vec<Value>, DType, usize)> {
    let mut arrays = Vec::with_capacity(operands.len());
    let mut said = Vec::with_capacity(operands.len());
    for v in operands {
        match promotion::says(v) {
            Some(s @ Says::Weak(_)) => {
                said.push(s);
                arrays.push((*v).clone());
            }
            _ => {
                let a = convert::from_any(v, None)?;
                said.push(Says::Strong(as_array(&a).dtype(), as_array(&a).itemsize()));
                arrays.push(a);
            }
        }
    }
    let (dtype, size) = promotion::common(&said)?;
    for a in &mut arrays {
        let done = match array::get(a) {
            Some(x) if x.dtype() == dtype && x.itemsize() == size => continue,
            Some(_) => cast::astype(a, dtype, size)?,
            // Ints wrap.
            None => cast::astype(&convert::from_any(a, None)?, dtype, size)?,
        };
        *a = done;
    }
    Ok((arrays, dtype, size))
}

/// `numpy.where(condition, x, y)`
pub(super) fn wherever(a: &[Value]) -> Result<Value> {
    if a[1].is_ellipsis() && a[2].is_ellipsis() {
        return super::nonzero::nonzero(&a[..1]);
    }
    if a[1].is_ellipsis() || a[2].is_ellipsis() {
        return value_error("either both or neither of x and y should be given");
    }
    let c = convert::from_any(&a[0], None)?;
    let c = if as_array(&c).dtype() == DType::Bool { c } else { cast::astype(&c, DType::Bool, 1)? };
    let (xy, dtype, size) = in_common(&[&a[1], &a[2]])?;
    let (c, x, y) = (as_array(&c), as_array(&xy[0]), as_array(&xy[1]));
    let Some(shape) = broadcast::shapes(&[c.shape(), x.shape(), y.shape()]) else {
        let text = |s: &[i64]| shape_text(s).replace(", ", ",");
        return value_error(format!(
            "operands could not be broadcast together with shapes {} {} {} ",
            text(c.shape()), text(x.shape()), text(y.shape())
        ));
    };
    let out = array::new(dtype, size, &shape, Order::C, Fill::Uninit)?;
    let o = as_array(&out);
    let mut nest = Nest::new(&shape, [c, x, y].iter().map(|a| (a.shape(), a.strides())));
    nest.sort(3);
    // NumPy has no steps where there is nothing.
    o.set_dims(&shape, &if shape.contains(&0) { vec![0; shape.len()] } else { nest.lay_out(3, size) });
    let strides = |a: &array::ArrayObj| broadcast::strides(a.shape(), a.strides(), &shape).unwrap_or_default();
    let (cs, xs, ys) = (strides(c), strides(x), strides(y));
    let all = || {
        walk::runs(&shape, [o.strides(), &cs, &xs, &ys], [o.data(), c.data(), x.data(), y.data()], |at, n, steps| {
            // SAFETY: the walk stays inside the arrays, which have elements of `size` bytes.
            unsafe {
                match size {
                    1 => pick::<u8>(at, n, steps),
                    2 => pick::<u16>(at, n, steps),
                    4 => pick::<u32>(at, n, steps),
                    8 if dtype != DType::Object => pick::<u64>(at, n, steps),
                    16 if dtype == DType::C128 => pick::<[u64; 2]>(at, n, steps),
                    _ => pick_any(at, n, steps, size, dtype),
                }
            }
            Ok(())
        })
    };
    if dtype == DType::Object { all()? } else { threads::outside(o.size(), all)? }
    Ok(out)
}

/// # Safety
/// `n` elements at each address, steps apart.
unsafe fn pick<T: Copy>(at: [*mut u8; 4], n: usize, steps: [i64; 4]) {
    let [o, c, x, y] = at;
    let unit = size_of::<T>() as i64;
    // SAFETY: by the contract.
    unsafe {
        if steps == [unit, 1, unit, unit] {
            for k in 0..n {
                let (x, y) = (x.cast::<T>().add(k).read_unaligned(), y.cast::<T>().add(k).read_unaligned());
                o.cast::<T>().add(k).write(if *c.add(k) != 0 { x } else { y });
            }
            return;
        }
        for k in 0..n as i64 {
            let p = |i: usize| at[i].offset((k * steps[i]) as isize);
            let from = if *p(1) != 0 { p(2) } else { p(3) };
            p(0).cast::<T>().write(from.cast::<T>().read_unaligned());
        }
    }
}

/// # Safety
/// As [`pick`], for elements of any size.
unsafe fn pick_any(at: [*mut u8; 4], n: usize, steps: [i64; 4], size: usize, dtype: DType) {
    for k in 0..n as i64 {
        // SAFETY: by the contract; an element of an array of objects is replaced by a reference of its own.
        unsafe {
            let p = |i: usize| at[i].offset((k * steps[i]) as isize);
            let from = if *p(1) != 0 { p(2) } else { p(3) };
            if dtype == DType::Object {
                let v = std::mem::ManuallyDrop::new(Value::from_bits(from.cast::<u64>().read_unaligned()));
                let old = p(0).cast::<u64>().replace((*v).clone().into_bits());
                drop(Value::from_bits(old));
            } else {
                std::ptr::copy_nonoverlapping(from, p(0), size);
            }
        }
    }
}
