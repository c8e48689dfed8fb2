//! The loops around a loop: dimensions of all operands together, in the order in which NumPy goes through them.

use crate::array::shape_in_message;
use crate::kernels::loops::{MAX_OPS, Ptrs, Strides};

/// One dimension of all operands.
#[derive(Debug, Clone, Copy)]
pub struct Axis {
    /// Its number in the shape.
    pub dim: usize,
    pub n: usize,
    /// Bytes from one index to the next, by operand.
    pub s: Strides,
}

/// The dimensions, the innermost first.
#[derive(Debug, Default)]
pub struct Nest {
    pub axes: Vec<Axis>,
    /// The strides of the only elements, where there are no dimensions: some loops see by them that an operand is a number.
    pub single: Strides,
}

/// The shape that shapes broadcast to; None where they do not.
pub fn broadcast<'a>(shapes: impl Iterator<Item = &'a [i64]> + Clone) -> Option<Vec<i64>> {
    let ndim = shapes.clone().map(<[i64]>::len).max().unwrap_or(0);
    let mut out = vec![1; ndim];
    for shape in shapes {
        let skip = ndim - shape.len();
        for (have, n) in out[skip..].iter_mut().zip(shape) {
            if *have == 1 {
                *have = *n;
            } else if *n != 1 && *n != *have {
                return None;
            }
        }
    }
    Some(out)
}

/// An operand's shape in NumPy's message about operands that do not broadcast: as it is, and its lengths along the dimensions that are
/// iterated over, where it has one.
pub fn remapped(shape: &[i64], along: &[Option<i64>]) -> String {
    let parts: Vec<String> = along.iter().skip_while(|n| n.is_none()).map(|n| n.map_or("newaxis".to_owned(), |n| n.to_string())).collect();
    let comma = if along.len() == 1 && parts.len() == 1 { "," } else { "" };
    format!("{}->({}{comma}) ", shape_in_message(shape), parts.join(","))
}

impl Nest {
    pub fn of(axes: Vec<Axis>) -> Nest {
        Nest { axes, single: [0; MAX_OPS] }
    }

    /// The dimensions of a shape, and the strides of operands, which broadcast to it.
    pub fn new<'a>(shape: &[i64], operands: impl Iterator<Item = (&'a [i64], &'a [i64])>) -> Nest {
        let axes = shape.iter().enumerate().rev().map(|(dim, n)| Axis { dim, n: *n as usize, s: [0; MAX_OPS] }).collect();
        let mut nest = Nest::of(axes);
        for (op, (dims, strides)) in operands.enumerate() {
            nest.add(op, dims, strides);
        }
        nest
    }

    /// The strides of one more operand.
    pub fn add(&mut self, op: usize, dims: &[i64], strides: &[i64]) {
        let ndim = self.axes.len();
        let skip = ndim - dims.len();
        for axis in &mut self.axes {
            // Trailing dimensions of both belong together.
            if let Some(k) = axis.dim.checked_sub(skip) {
                axis.s[op] = if dims[k] == 1 { 0 } else { strides[k] as isize };
            }
        }
    }

    /// Orders the dimensions by strides, the smallest innermost; where operands disagree, C order wins.
    pub fn sort(&mut self, ops: usize) {
        for i in 1..self.axes.len() {
            let mut at = i;
            for j in (0..i).rev() {
                let (mut unclear, mut swap) = (true, false);
                for op in 0..ops {
                    let (inner, outer) = (self.axes[j].s[op], self.axes[i].s[op]);
                    if inner != 0 && outer != 0 {
                        if inner.unsigned_abs() <= outer.unsigned_abs() {
                            swap = false;
                        } else if unclear {
                            swap = true;
                        }
                        unclear = false;
                    }
                }
                if !unclear {
                    if swap {
                        at = j;
                    } else {
                        break;
                    }
                }
            }
            if at != i {
                let axis = self.axes.remove(i);
                self.axes.insert(at, axis);
            }
        }
    }

    /// Strides by dimension of the shape, for a new operand whose elements lie in this order; also noted as operand `op`'s.
    pub fn lay_out(&mut self, op: usize, itemsize: usize) -> Vec<i64> {
        let mut strides = vec![0; self.axes.len()];
        let mut next = itemsize as isize;
        for axis in &mut self.axes {
            strides[axis.dim] = next as i64;
            axis.s[op] = if axis.n == 1 { 0 } else { next };
            next *= axis.n.max(1) as isize;
        }
        strides
    }

    /// Runs backwards what all operands go through backwards. Only where the order of elements does not matter.
    pub fn forwards(&mut self, ops: usize, p: &mut Ptrs) {
        for axis in &mut self.axes {
            let s = &mut axis.s[..ops];
            if axis.n > 1 && s.iter().all(|s| *s <= 0) && s.iter().any(|s| *s < 0) {
                for (p, s) in p.iter_mut().zip(s) {
                    *p = p.wrapping_offset(*s * (axis.n as isize - 1));
                    *s = -*s;
                }
            }
        }
    }

    /// Joins dimensions that all operands go through at one stride.
    pub fn coalesce(&mut self, ops: usize) {
        self.axes.retain(|a| a.n != 1);
        self.axes.dedup_by(|next, inner| {
            let follows = (0..ops).all(|op| next.s[op] == inner.s[op] * inner.n as isize);
            inner.n *= if follows { next.n } else { 1 };
            follows
        });
    }

    /// How many elements there are to go through.
    pub fn size(&self) -> usize {
        self.axes.iter().map(|a| a.n).product()
    }

    /// Calls `f` for each run along the innermost dimension; the first error ends it.
    #[inline]
    pub fn run<E>(&self, p: &Ptrs, ops: usize, mut f: impl FnMut(&Ptrs, &Strides, usize) -> Result<(), E>) -> Result<(), E> {
        if self.axes.iter().any(|a| a.n == 0) {
            return Ok(());
        }
        let Some((inner, outer)) = self.axes.split_first() else {
            return f(p, &self.single, 1);
        };
        if outer.is_empty() {
            return f(p, &inner.s, inner.n);
        }
        let mut p = *p;
        let mut at = [0usize; 64];
        loop {
            f(&p, &inner.s, inner.n)?;
            let mut k = 0;
            loop {
                if k == outer.len() {
                    return Ok(());
                }
                let axis = &outer[k];
                at[k] += 1;
                if at[k] < axis.n {
                    for op in 0..ops {
                        p[op] = p[op].wrapping_offset(axis.s[op]);
                    }
                    break;
                }
                at[k] = 0;
                for op in 0..ops {
                    p[op] = p[op].wrapping_offset(-axis.s[op] * (axis.n as isize - 1));
                }
                k += 1;
            }
        }
    }
}
