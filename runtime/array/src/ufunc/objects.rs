//! Ufuncs over arrays of objects: Python's own operations, element by element.

use pyaot_abi::dtype::DType;
use pyaot_core::error::Result;
use pyaot_core::ops;
use pyaot_core::value::Value;

use super::Ufunc;
use super::nest::Nest;
use super::operand::Operand;
use crate::array::ArrayObj;
use crate::kernels::loops::Ptrs;

/// An element as a Python object.
///
/// # Safety
/// There is an element of this dtype at `p`.
pub unsafe fn read(dtype: DType, itemsize: usize, p: *const u8) -> Value {
    // SAFETY: by the contract.
    unsafe { crate::elem::python(dtype, itemsize, p) }
}

/// Stores a result.
///
/// # Safety
/// There is an element of this dtype at `p`.
pub unsafe fn write(dtype: DType, p: *mut u8, v: Value) -> Result<()> {
    // SAFETY: by the contract.
    unsafe {
        match dtype {
            DType::Object => drop(std::mem::replace(&mut *p.cast::<Value>(), v)),
            DType::Bool => *p = u8::from(ops::truth(&v)?),
            d => crate::elem::set(d, d.size(), p, &v)?,
        }
    }
    Ok(())
}

/// Runs the operation over all elements.
pub fn run(u: &Ufunc, inputs: &[Operand], outs: &[Option<&ArrayObj>; 2], nest: &Nest, p: &Ptrs, masked: bool) -> Result<()> {
    let Some(f) = u.object else { return Ok(()) };
    let ops = u.nin + u.nout + usize::from(masked);
    let out = outs[0].map_or(if u.rule == super::Rule::Compare { DType::Bool } else { DType::Object }, ArrayObj::dtype);
    nest.run(p, ops, |p, s, n| {
        for k in 0..n as isize {
            let at = |op: usize| p[op].wrapping_offset(s[op] * k);
            // SAFETY: the nest leads to elements of the operands, which the caller keeps alive.
            unsafe {
                if masked && *at(ops - 1) == 0 {
                    continue;
                }
                let mut args = [const { None }; 3];
                for (op, o) in inputs.iter().enumerate() {
                    args[op] = Some(match (&o.bits, o.weak) {
                        (Some(_), Some(_)) => o.value.clone(),
                        _ => read(o.dtype, o.itemsize, at(op)),
                    });
                }
                let args: Vec<Value> = args.into_iter().flatten().collect();
                write(out, at(u.nin), f(&args)?)?;
            }
        }
        Ok(())
    })
}

/// Reduces objects: `p[0]` is the result, `p[1]` the array, `p[2]` the mask.
pub fn reduce(u: &Ufunc, a: &Operand, nest: &Nest, p: &Ptrs, initial: Option<&Value>, masked: bool, marked: &[bool]) -> Result<()> {
    let Some(f) = u.object else { return Ok(()) };
    let pick = |reduced: bool| Nest::of(nest.axes.iter().copied().filter(|x| marked[x.dim] == reduced).collect());
    let (kept, reduced) = (pick(false), pick(true));
    let ops = 2 + usize::from(masked);
    kept.run(p, ops, |p, s, n| {
        for k in 0..n as isize {
            let mut q = *p;
            for op in 0..ops {
                q[op] = q[op].wrapping_offset(s[op] * k);
            }
            let mut acc = initial.filter(|v| !v.is_none()).cloned();
            reduced.run(&q, ops, |p, s, n| {
                for j in 0..n as isize {
                    // SAFETY: the nest leads to elements of the operands, which the caller keeps alive.
                    unsafe {
                        if masked && *p[2].wrapping_offset(s[2] * j) == 0 {
                            continue;
                        }
                        let x = read(a.dtype, a.itemsize, p[1].wrapping_offset(s[1] * j));
                        acc = Some(match acc.take() {
                            Some(acc) => f(&[acc, x])?,
                            None => x,
                        });
                    }
                }
                Ok(())
            })?;
            let v = match (acc, u.identity) {
                (Some(v), _) => v,
                (None, super::Identity::Int(i)) => Value::int(i),
                (None, super::Identity::Bool(b)) => Value::bool(b),
                (None, _) => {
                    return pyaot_core::error::value_error(format!(
                        "zero-size array to reduction operation {} which has no identity",
                        u.name
                    ));
                }
            };
            // SAFETY: as above.
            unsafe { write(DType::Object, q[0], v)? };
        }
        Ok(())
    })
}
