//! Walks over the elements of arrays of one shape.

use pyaot_core::error::Result;

/// Visits corresponding elements of `N` operands in C order, as runs along one dimension: `f` gets the addresses of the first
/// elements, the number of elements and the bytes between them. Dimensions that lie one behind the other in all operands count
/// as one.
///
/// # Errors
/// What `f` raises.
pub fn runs<const N: usize>(
    shape: &[i64],
    strides: [&[i64]; N],
    at: [*mut u8; N],
    f: impl FnMut([*mut u8; N], usize, [i64; N]) -> Result<()>,
) -> Result<()> {
    if shape.contains(&0) {
        return Ok(());
    }
    let dims: Vec<(i64, [i64; N])> =
        shape.iter().enumerate().filter(|(_, n)| **n != 1).map(|(k, n)| (*n, std::array::from_fn(|i| strides[i][k]))).collect();
    walk(merged(dims), at, f)
}

/// The dimensions of a walk in whatever order suits the memory of the first operand; `None`: there are no elements.
pub fn any_order<const N: usize>(shape: &[i64], strides: [&[i64]; N]) -> Option<Vec<(i64, [i64; N])>> {
    if shape.contains(&0) {
        return None;
    }
    let mut dims: Vec<(i64, [i64; N])> =
        shape.iter().enumerate().filter(|(_, n)| **n != 1).map(|(k, n)| (*n, std::array::from_fn(|i| strides[i][k]))).collect();
    dims.sort_by_key(|(_, s)| std::cmp::Reverse(s[0].abs()));
    Some(merged(dims))
}

/// [`runs`] over the dimensions of [`any_order`].
///
/// # Errors
/// What `f` raises.
pub fn runs_any<const N: usize>(
    dims: Vec<(i64, [i64; N])>,
    at: [*mut u8; N],
    f: impl FnMut([*mut u8; N], usize, [i64; N]) -> Result<()>,
) -> Result<()> {
    if let [(rows, down), (columns, along)] = dims[..]
        && columns > TILE
        && (1..N).any(|i| along[i].abs() > 8 * down[i].abs().max(8))
    {
        return tiles(rows, down, columns, along, at, f);
    }
    walk(dims, at, f)
}

/// Columns of a tile: as many cache lines stay in reach.
const TILE: i64 = 64;

/// A walk over two dimensions where one operand lies across the other: in tiles, so that what a cache line brings is used.
fn tiles<const N: usize>(
    rows: i64,
    down: [i64; N],
    columns: i64,
    along: [i64; N],
    at: [*mut u8; N],
    mut f: impl FnMut([*mut u8; N], usize, [i64; N]) -> Result<()>,
) -> Result<()> {
    for first in (0..columns).step_by(TILE as usize) {
        let n = TILE.min(columns - first) as usize;
        for row in 0..rows {
            f(std::array::from_fn(|i| at[i].wrapping_offset((first * along[i] + row * down[i]) as isize)), n, along)?;
        }
    }
    Ok(())
}

/// Joins dimensions that are one in memory.
fn merged<const N: usize>(dims: Vec<(i64, [i64; N])>) -> Vec<(i64, [i64; N])> {
    let mut out: Vec<(i64, [i64; N])> = Vec::with_capacity(dims.len());
    for (n, s) in dims {
        match out.last_mut() {
            Some((m, outer)) if (0..N).all(|i| outer[i] == s[i].wrapping_mul(n)) => (*m, *outer) = (*m * n, s),
            _ => out.push((n, s)),
        }
    }
    out
}

fn walk<const N: usize>(
    dims: Vec<(i64, [i64; N])>,
    mut at: [*mut u8; N],
    mut f: impl FnMut([*mut u8; N], usize, [i64; N]) -> Result<()>,
) -> Result<()> {
    let Some(((n, inner), outer)) = dims.split_last() else { return f(at, 1, [0; N]) };
    let mut index = vec![0; outer.len()];
    loop {
        f(at, *n as usize, *inner)?;
        let mut k = outer.len();
        loop {
            if k == 0 {
                return Ok(());
            }
            k -= 1;
            let (len, strides) = &outer[k];
            index[k] += 1;
            if index[k] < *len {
                (0..N).for_each(|i| at[i] = at[i].wrapping_offset(strides[i] as isize));
                break;
            }
            (0..N).for_each(|i| at[i] = at[i].wrapping_offset(-(strides[i] * (len - 1)) as isize));
            index[k] = 0;
        }
    }
}

/// Visits every index of a shape in C order with the byte offset that the strides give it.
pub fn offsets(shape: &[i64], strides: &[i64]) -> Vec<i64> {
    let mut all = vec![0];
    if shape.contains(&0) {
        return Vec::new();
    }
    for (n, s) in shape.iter().zip(strides) {
        all = all.iter().flat_map(|o| (0..*n).map(move |k| o + k * s)).collect();
    }
    all
}
