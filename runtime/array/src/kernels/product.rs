//! Matrix products of floats by AVX2 or AVX-512 and fused multiply-add.
//!
//! Tiles of six (or twelve) rows and two vectors of the result stay in registers while one column of `a` after the other meets one row of
//! `b`. Each element is one chain of multiply-adds along a block of at most [`Depth::most`] products, and the blocks' sums are
//! added in order: the order of the BLAS library under NumPy, so that results of 64-bit floats agree to the last bit. That library
//! has four chains for each element of a last, odd row; so has `odd`. What it does on machines with AVX-512 is in [`super::wide`].

#![cfg(target_arch = "x86_64")]

use std::arch::x86_64::*;

use super::dot::Matrix;
use crate::pool::Scratch;

/// Columns of a tile: all of them, all to be read but only some to be stored, or only some.
const ALL: u8 = 0;
const STORED: u8 = 1;
const SOME: u8 = 2;
/// Elements of `a` and `b` together up to which they are read where they are.
const DIRECT: usize = 100 * 100;
/// Rows of `a` that are packed at a time: with a block's depth they fill half of a small second-level cache.
const TALL: usize = 120;
/// Bytes of the result's rows that stay in the nearest cache.
const NEAR: usize = 16 << 10;
/// Bytes of `b` from which on a few rows are multiplied by it as it is.
const LARGE: usize = 1 << 20;
/// Columns of `b` that are packed at a time.
const WIDE: usize = 2048;

/// How many products are added up at a time; and how many columns the library packs at a time.
#[derive(Clone, Copy)]
pub struct Depth {
    pub most: usize,
    /// The last two blocks are halves, rounded up to a multiple of this.
    pub unit: usize,
}

impl Depth {
    pub const DOUBLE: Depth = Depth { most: 256, unit: 4 };
    pub const SINGLE: Depth = Depth { most: 320, unit: 8 };

    /// That of a matrix and its own transpose.
    pub fn symmetric(self) -> Depth {
        Depth { unit: 1, ..self }
    }

    /// The length of the next block of `left` products.
    pub fn of(self, left: usize) -> usize {
        match left {
            _ if left >= 2 * self.most => self.most,
            _ if left > self.most && self.unit == 1 => left.div_ceil(2),
            _ if left > self.most => (left / 2).next_multiple_of(self.unit),
            _ => left,
        }
    }
}

/// Where elements of an operand are, in elements: from row to row, and from column to column.
#[derive(Clone, Copy)]
struct Steps(usize, usize);

macro_rules! masks {
    ($($name:ident $int:ty, $lanes:literal;)*) => { $(
        /// The first `n` lanes.
        #[inline]
        #[target_feature(enable = "avx2,fma")]
        fn $name(n: usize) -> __m256i {
            /// Masks of the first `n` lanes begin at `$lanes - n`.
            static MASKS: [$int; 2 * $lanes] = {
                let mut masks = [0; 2 * $lanes];
                let mut k = 0;
                while k < $lanes {
                    masks[k] = -1;
                    k += 1;
                }
                masks
            };
            // SAFETY: a vector's worth of the table from there on.
            unsafe { _mm256_loadu_si256(MASKS.as_ptr().add($lanes - n.min($lanes)).cast()) }
        }
    )* };
}

masks! {
    four i64, 4;
    eight i32, 8;
}

macro_rules! wide_masks {
    ($($name:ident $t:ty, $mask:ty, $vec:ty, $load:ident = $by_load:ident, $store:ident = $by_store:ident;)*) => { $(
        #[inline]
        fn $name(n: usize) -> $mask {
            ((1u32 << n.min(<$mask>::BITS as usize)) - 1) as $mask
        }

        #[inline]
        #[target_feature(enable = "avx512f")]
        unsafe fn $load(p: *const $t, mask: $mask) -> $vec {
            // SAFETY: the caller's promise: the lanes of the mask are there.
            unsafe { $by_load(mask, p) }
        }

        #[inline]
        #[target_feature(enable = "avx512f")]
        unsafe fn $store(p: *mut $t, mask: $mask, x: $vec) {
            // SAFETY: as above.
            unsafe { $by_store(p, mask, x) }
        }
    )* };
}

wide_masks! {
    wide_eight f64, __mmask8, __m512d, maskload_wide_pd = _mm512_maskz_loadu_pd, maskstore_wide_pd = _mm512_mask_storeu_pd;
    wide_sixteen f32, __mmask16, __m512, maskload_wide_ps = _mm512_maskz_loadu_ps, maskstore_wide_ps = _mm512_mask_storeu_ps;
}

macro_rules! products {
    ($($name:ident, $modname:ident: $t:ty, $features:literal, $lanes:literal, $rows:literal [$($height:literal)*], $vec:ty, $zero:ident, $load:ident, $store:ident, $splat:ident, $fma:ident, $add:ident,
       $mask:ident, $maskload:ident, $maskstore:ident, $odd:literal;)*) => { $(
        mod $modname {
            use super::*;

            const SIZE: isize = size_of::<$t>() as isize;
            /// Rows and columns of a tile.
            const ROWS: usize = $rows;
            const COLUMNS: usize = 2 * $lanes;

            /// `H` rows and `w` columns of the result: from `k` products each, or these added to what is there.
            /// `COLS`: see [`ALL`].
            #[inline]
            #[target_feature(enable = $features)]
            #[expect(clippy::too_many_arguments, reason = "three operands and their steps")]
            unsafe fn tile<const H: usize, const COLS: u8>(k: usize, a: *const $t, sa: Steps, b: *const $t, sb: usize, c: *mut $t, sc: usize, w: usize, first: bool) {
                let masks = [$mask(w), $mask(w.saturating_sub($lanes))];
                // SAFETY: the operands have `k` columns and rows; the masks leave out what is not in their rows.
                unsafe {
                    let load = |p: *const $t, j: usize| if COLS != SOME { $load(p.add(j * $lanes)) } else { $maskload(p.wrapping_add(j * $lanes), masks[j]) };
                    let mut acc: [[$vec; 2]; H] = [[$zero(); 2]; H];
                    for i in 0..H {
                        _mm_prefetch::<_MM_HINT_T0>(c.add(i * sc).cast());
                    }
                    let (mut a, mut b) = (a, b);
                    for _ in 0..k / 4 {
                        _mm_prefetch::<_MM_HINT_T0>(a.wrapping_add(8 * ROWS).cast());
                        for u in 0..4 {
                            let y = [load(b.add(u * sb), 0), load(b.add(u * sb), 1)];
                            for i in 0..H {
                                let x = $splat(a.add(i * sa.0 + u * sa.1).read_unaligned());
                                acc[i][0] = $fma(x, y[0], acc[i][0]);
                                acc[i][1] = $fma(x, y[1], acc[i][1]);
                            }
                        }
                        (a, b) = (a.add(4 * sa.1), b.add(4 * sb));
                    }
                    for _ in 0..k % 4 {
                        let y = [load(b, 0), load(b, 1)];
                        for i in 0..H {
                            let x = $splat(a.add(i * sa.0).read_unaligned());
                            acc[i][0] = $fma(x, y[0], acc[i][0]);
                            acc[i][1] = $fma(x, y[1], acc[i][1]);
                        }
                        (a, b) = (a.add(sa.1), b.add(sb));
                    }
                    for i in 0..H {
                        for j in 0..2 {
                            let p = c.wrapping_add(i * sc + j * $lanes);
                            if COLS == ALL {
                                $store(p, if first { acc[i][j] } else { $add($load(p), acc[i][j]) });
                            } else {
                                $maskstore(p, masks[j], if first { acc[i][j] } else { $add($maskload(p, masks[j]), acc[i][j]) });
                            }
                        }
                    }
                }
            }

            /// [`tile`] of `h` rows.
            #[inline]
            #[target_feature(enable = $features)]
            #[expect(clippy::too_many_arguments, reason = "three operands and their steps")]
            unsafe fn tiles<const COLS: u8>(h: usize, k: usize, a: *const $t, sa: Steps, b: *const $t, sb: usize, c: *mut $t, sc: usize, w: usize, first: bool) {
                // SAFETY: the caller's promise.
                unsafe {
                    match h {
                        $($height => tile::<$height, COLS>(k, a, sa, b, sb, c, sc, w, first),)*
                        _ => tile::<ROWS, COLS>(k, a, sa, b, sb, c, sc, w, first),
                    }
                }
            }

            /// `n` elements of a last row without a partner: the products of eight columns of `a` at a time belong to four chains in
            /// turn, those of the columns behind them to the first.
            #[target_feature(enable = $features)]
            unsafe fn odd(k: usize, n: usize, a: Matrix, b: Matrix, c: *mut $t, first: bool) {
                for j in (0..n).step_by($lanes) {
                    let w = $lanes.min(n - j);
                    let mask = $mask(w);
                    let mut copy = [0.0; $lanes];
                    let mut acc = [$zero(); 4];
                    for l in 0..k {
                        // SAFETY: the row of `a` and the columns of `b` are in the matrices; the mask leaves out what is not.
                        unsafe {
                            let y = if b.column == SIZE {
                                $maskload(b.at(l, j), mask)
                            } else {
                                for (r, y) in copy[..w].iter_mut().enumerate() {
                                    *y = b.at::<$t>(l, j + r).read_unaligned();
                                }
                                $load(copy.as_ptr())
                            };
                            let chain = if l < k - k % 8 { l % 4 } else { 0 };
                            acc[chain] = $fma($splat(a.at::<$t>(0, l).read_unaligned()), y, acc[chain]);
                        }
                    }
                    let sum = $add($add(acc[0], acc[1]), $add(acc[2], acc[3]));
                    // SAFETY: as above.
                    unsafe {
                        let p = c.add(j);
                        $maskstore(p, mask, if first { sum } else { $add($maskload(p, mask), sum) });
                    }
                }
            }

            /// A block of the product of operands that are read where they are: rows of `b` are contiguous.
            #[target_feature(enable = $features)]
            #[expect(clippy::too_many_arguments, reason = "lengths, three operands and their steps")]
            unsafe fn direct(m: usize, k: usize, n: usize, a: *const $t, sa: Steps, b: *const $t, sb: usize, c: *mut $t, sc: usize, first: bool) {
                let mut j = 0;
                while j < n {
                    let w = COLUMNS.min(n - j);
                    let mut i = 0;
                    while i < m {
                        // Four and four instead of six and two.
                        let h = if m - i == ROWS + 2 { ROWS / 2 + 1 } else { ROWS.min(m - i) };
                        // SAFETY: tiles are parts of the matrices.
                        unsafe {
                            let (x, y, z) = (a.add(i * sa.0), b.add(j), c.add(i * sc + j));
                            if w == COLUMNS {
                                tiles::<ALL>(h, k, x, sa, y, sb, z, sc, w, first);
                            } else {
                                tiles::<SOME>(h, k, x, sa, y, sb, z, sc, w, first);
                            }
                        }
                        i += h;
                    }
                    j += w;
                }
            }

            /// Six rows of `a` after the other, column by column.
            #[target_feature(enable = $features)]
            unsafe fn pack_a(m: usize, k: usize, a: Matrix, to: *mut $t) {
                let mut to = to;
                for i in (0..m).step_by(ROWS) {
                    let h = ROWS.min(m - i);
                    // SAFETY: the rows are in the matrix; the buffer has room for whole tiles.
                    unsafe {
                        let rows: [*const u8; ROWS] = std::array::from_fn(|r| a.at::<u8>(i + r.min(h - 1), 0).cast_const());
                        if a.column == SIZE {
                            for l in 0..k {
                                for (r, row) in rows.iter().enumerate() {
                                    to.add(r).write(row.cast::<$t>().add(l).read_unaligned());
                                }
                                to = to.add(ROWS);
                            }
                            continue;
                        }
                        for l in 0..k {
                            for (r, row) in rows.iter().enumerate() {
                                to.add(r).write(row.wrapping_offset(a.column * l as isize).cast::<$t>().read_unaligned());
                            }
                            to = to.add(ROWS);
                        }
                    }
                }
            }

            /// As many columns of `b` as a tile has after the other, row by row.
            #[target_feature(enable = $features)]
            unsafe fn pack_b(k: usize, n: usize, b: Matrix, to: *mut $t) {
                let mut to = to;
                for j in (0..n).step_by(COLUMNS) {
                    let w = COLUMNS.min(n - j);
                    // SAFETY: as above.
                    unsafe {
                        for l in 0..k {
                            let from = b.at::<u8>(l, j);
                            if w == COLUMNS && b.column == SIZE {
                                $store(to, $load(from.cast()));
                                $store(to.add($lanes), $load(from.cast::<$t>().add($lanes)));
                            } else {
                                for r in 0..w {
                                    to.add(r).write(from.wrapping_offset(b.column * r as isize).cast::<$t>().read_unaligned());
                                }
                                // Whatever the buffer holds might be slow to compute with.
                                for r in w..COLUMNS {
                                    to.add(r).write(0.0);
                                }
                            }
                            to = to.add(COLUMNS);
                        }
                    }
                }
            }

            /// # Safety
            /// See [`super::$name`].
            #[target_feature(enable = $features)]
            pub unsafe fn product(m: usize, k: usize, n: usize, a: Matrix, b: Matrix, c: Matrix, above: Option<usize>, depth: Depth) {
                let (to, sc) = (c.data.cast::<$t>(), (c.row / SIZE) as usize);
                if $odd && above.is_none() && m % 2 == 1 && n >= 4 {
                    let last = Matrix { data: a.data.wrapping_offset(a.row * (m as isize - 1)), ..a };
                    let (four, mut l) = (n - n % 4, 0);
                    // SAFETY: parts of the matrices.
                    unsafe {
                        let row = to.add((m - 1) * sc);
                        while l < k {
                            let len = depth.of(k - l);
                            let (x, y) = (Matrix { data: last.at(0, l), ..last }, Matrix { data: b.at(l, 0), ..b });
                            odd(len, four, x, y, row, l == 0);
                            l += len;
                        }
                        let end = |x: Matrix, rows: usize, columns: usize| Matrix { data: x.at(rows, columns), ..x };
                        if four < n {
                            even(1, k, n - four, last, end(b, 0, four), end(c, m - 1, four), None, depth);
                        }
                        if m > 1 {
                            even(m - 1, k, n, a, b, c, None, depth);
                        }
                    }
                    return;
                }
                // SAFETY: the caller's promise.
                unsafe { even(m, k, n, a, b, c, above, depth) }
            }

            /// A few rows by a large matrix, whose rows are read once, one after the other, a part of their columns at a time.
            #[target_feature(enable = $features)]
            unsafe fn few(m: usize, k: usize, n: usize, a: Matrix, b: Matrix, c: Matrix, depth: Depth) {
                let wide = (NEAR / (m * size_of::<$t>())).next_multiple_of(COLUMNS);
                let buffer = Scratch::new(m * wide * size_of::<$t>());
                let part = buffer.at.cast::<$t>();
                for from in (0..n).step_by(wide) {
                    let w = wide.min(n - from);
                    let mut l = 0;
                    while l < k {
                        let len = depth.of(k - l);
                        // SAFETY: the part has room for these rows; elements are in their matrices.
                        unsafe {
                            std::ptr::write_bytes(part, 0, m * wide);
                            let mut at = l;
                            while at < l + len {
                                let high = if l + len - at >= 4 { 4 } else { 1 };
                                let y: [*const $t; 4] = std::array::from_fn(|r| b.at::<$t>(at + r.min(high - 1), from).cast_const());
                                for i in (0..m).step_by(2) {
                                    let rows = if i + 1 < m { [i, i + 1] } else { [i, i] };
                                    few_rows(w, high, rows.map(|i| std::array::from_fn(|r| a.at::<$t>(i, at + r.min(high - 1)).read_unaligned())), y, rows.map(|i| part.add(i * wide)));
                                }
                                at += high;
                            }
                            for i in 0..m {
                                let (row, to) = (part.add(i * wide), c.at::<$t>(i, from));
                                for j in 0..w {
                                    let x = row.add(j).read();
                                    to.add(j).write_unaligned(if l == 0 { x } else { to.add(j).read_unaligned() + x });
                                }
                            }
                        }
                        l += len;
                    }
                }
            }

            /// Adds the products of two rows' elements (or the same row twice) with `high` rows of `w` elements, in order. The rows are
            /// padded to whole vectors.
            #[inline]
            #[target_feature(enable = $features)]
            unsafe fn few_rows(w: usize, high: usize, x: [[$t; 4]; 2], y: [*const $t; 4], to: [*mut $t; 2]) {
                // SAFETY: whole vectors are in the rows; the mask leaves out what is not.
                unsafe {
                    let splats = x.map(|x| x.map(|x| $splat(x)));
                    let end = w - w % $lanes;
                    for j in (0..end).step_by($lanes) {
                        let y: [$vec; 4] = std::array::from_fn(|r| $load(y[r].add(j)));
                        let mut sums = to.map(|to| $load(to.add(j)));
                        for r in 0..4 {
                            if r < high {
                                sums[0] = $fma(splats[0][r], y[r], sums[0]);
                                sums[1] = $fma(splats[1][r], y[r], sums[1]);
                            }
                        }
                        $store(to[0].add(j), sums[0]);
                        $store(to[1].add(j), sums[1]);
                    }
                    if end < w {
                        let mask = $mask(w - end);
                        for i in 0..2 {
                            let mut sum = $load(to[i].add(end));
                            for r in 0..high {
                                sum = $fma(splats[i][r], $maskload(y[r].add(end), mask), sum);
                            }
                            if i == 0 || to[1] != to[0] {
                                $store(to[i].add(end), sum);
                            }
                        }
                    }
                }
            }

            /// Everything but a last, odd row.
            #[target_feature(enable = $features)]
            unsafe fn even(m: usize, k: usize, n: usize, a: Matrix, b: Matrix, c: Matrix, above: Option<usize>, depth: Depth) {
                let (to, sc) = (c.data.cast::<$t>(), (c.row / SIZE) as usize);
                let part = |x: Matrix, i: usize, j: usize| Matrix { data: x.data.wrapping_offset(x.row * i as isize + x.column * j as isize), ..x };
                let mut l = 0;
                if m <= 2 * ROWS && b.column == SIZE && k * n * size_of::<$t>() >= LARGE {
                    // SAFETY: the caller's promise.
                    return unsafe { few(m, k, n, a, b, c, depth) };
                }
                if (m + n) * k <= DIRECT && b.column == SIZE && b.row >= 0 && a.row >= 0 && a.column >= 0 {
                    let (sa, sb) = (Steps((a.row / SIZE) as usize, (a.column / SIZE) as usize), (b.row / SIZE) as usize);
                    while l < k {
                        let len = depth.of(k - l);
                        // SAFETY: the matrices are as the caller has promised.
                        unsafe { direct(m, len, n, part(a, 0, l).data.cast(), sa, part(b, l, 0).data.cast(), sb, to, sc, l == 0) };
                        l += len;
                    }
                    return;
                }
                let deep = k.min(depth.most);
                let room = |n: usize, unit: usize| Scratch::new(n.next_multiple_of(unit) * deep * size_of::<$t>());
                let (buffer_a, buffer_b) = (room(m.min(TALL), ROWS), room(n.min(WIDE), COLUMNS));
                let (pa, pb) = (buffer_a.at.cast::<$t>(), buffer_b.at.cast::<$t>());
                // Parts of nearly the same height.
                let tall = m.div_ceil(m.div_ceil(TALL)).next_multiple_of(ROWS);
                for j in (0..n).step_by(WIDE) {
                    let wide = WIDE.min(n - j);
                    l = 0;
                    while l < k {
                        let len = depth.of(k - l);
                        // SAFETY: buffers have room for parts of these sizes.
                        unsafe { pack_b(len, wide, part(b, l, j), pb) };
                        for i in (0..m).step_by(tall) {
                            let high = tall.min(m - i);
                            // SAFETY: as above.
                            unsafe { pack_a(high, len, part(a, i, l), pa) };
                            for y in (0..wide).step_by(COLUMNS) {
                                let w = COLUMNS.min(wide - y);
                                for x in (0..high).step_by(ROWS) {
                                    let h = ROWS.min(high - x);
                                    if above.is_some_and(|first| j + y + w <= first + i + x) {
                                        continue;
                                    }
                                    // SAFETY: the tile lies in the result, its operands in the buffers.
                                    unsafe {
                                        let (ta, tb, tc) = (pa.add(x * len), pb.add(y * len), to.add((i + x) * sc + j + y));
                                        if h == ROWS && w == COLUMNS {
                                            tile::<ROWS, ALL>(len, ta, Steps(1, ROWS), tb, COLUMNS, tc, sc, w, l == 0);
                                        } else {
                                            tiles::<STORED>(h, len, ta, Steps(1, ROWS), tb, COLUMNS, tc, sc, w, l == 0);
                                        }
                                    }
                                }
                            }
                        }
                        l += len;
                    }
                }
            }
        }

        /// `c = a @ b`.
        ///
        /// # Safety
        /// The machine has these instructions; strides are multiples of an element's size; rows of `c` are contiguous and go
        /// upwards. `k` is not 0. With `above`, the result is part of a symmetric matrix, from this row on, and elements below its diagonal
        /// may be left out.
        #[expect(clippy::too_many_arguments, reason = "lengths, three operands, and the part that is wanted")]
        pub unsafe fn $name(m: usize, k: usize, n: usize, a: Matrix, b: Matrix, c: Matrix, above: Option<usize>, depth: Depth) {
            // SAFETY: the caller's promise.
            unsafe { $modname::product(m, k, n, a, b, c, above, depth) }
        }
    )* };
}

products! {
    double, f64s: f64, "avx2,fma", 4, 6 [1 2 3 4 5], __m256d, _mm256_setzero_pd, _mm256_loadu_pd, _mm256_storeu_pd, _mm256_set1_pd, _mm256_fmadd_pd, _mm256_add_pd,
        four, _mm256_maskload_pd, _mm256_maskstore_pd, true;
    single, f32s: f32, "avx2,fma", 8, 6 [1 2 3 4 5], __m256, _mm256_setzero_ps, _mm256_loadu_ps, _mm256_storeu_ps, _mm256_set1_ps, _mm256_fmadd_ps, _mm256_add_ps,
        eight, _mm256_maskload_ps, _mm256_maskstore_ps, false;
    wide_double, wide_f64s: f64, "avx512f,fma", 8, 12 [1 2 3 4 5 6 7 8 9 10 11], __m512d, _mm512_setzero_pd, _mm512_loadu_pd, _mm512_storeu_pd, _mm512_set1_pd, _mm512_fmadd_pd, _mm512_add_pd,
        wide_eight, maskload_wide_pd, maskstore_wide_pd, false;
    wide_single, wide_f32s: f32, "avx512f,fma", 16, 12 [1 2 3 4 5 6 7 8 9 10 11], __m512, _mm512_setzero_ps, _mm512_loadu_ps, _mm512_storeu_ps, _mm512_set1_ps, _mm512_fmadd_ps, _mm512_add_ps,
        wide_sixteen, maskload_wide_ps, maskstore_wide_ps, false;
}
