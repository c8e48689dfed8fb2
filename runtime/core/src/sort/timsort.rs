//! A stable merge sort of natural runs that gallops through long stretches, for comparisons that may fail or be inconsistent.
//!
//! Which comparisons are made decides the result when `<` is no order at all, so the choices here are CPython 3.11's: run
//! lengths, binary insertion, the power of the boundary between two runs as the rule of merging, and the galloping threshold.
//! Whatever happens, the slice keeps a permutation of its elements.

use crate::error::Result;
use crate::value::Value;

/// An element: the key that is compared (a borrowed value) and the word that moves with it.
#[derive(Clone, Copy)]
pub(super) struct Item {
    pub key: u64,
    pub word: u64,
}

/// The key of an item as a value.
#[inline]
pub(super) fn key_of(item: &Item) -> &Value {
    // SAFETY: the caller of the sort keeps the keys alive; a Value is one word.
    unsafe { &*(&item.key as *const u64 as *const Value) }
}

/// Wins in a row after which a merge starts to gallop.
const MIN_GALLOP: usize = 7;

struct Run {
    start: usize,
    len: usize,
    /// Power of the boundary to the run after it.
    power: u32,
}

struct Sorter<'a, F> {
    items: &'a mut [Item],
    lt: F,
    runs: Vec<Run>,
    temp: Vec<Item>,
    min_gallop: usize,
}

/// Sorts by `lt`.
pub(super) fn sort<F: FnMut(&Item, &Item) -> Result<bool>>(items: &mut [Item], lt: F) -> Result<()> {
    let n = items.len();
    if n < 2 {
        return Ok(());
    }
    let mut s = Sorter { items, lt, runs: Vec::new(), temp: Vec::new(), min_gallop: MIN_GALLOP };
    let min_run = min_run(n);
    let mut start = 0;
    while start < n {
        let mut len = s.natural_run(start)?;
        if len < min_run {
            let forced = min_run.min(n - start);
            s.insert(start, len, forced)?;
            len = forced;
        }
        s.collapse(len)?;
        s.runs.push(Run { start, len, power: 0 });
        start += len;
    }
    while s.runs.len() > 1 {
        let mut i = s.runs.len() - 2;
        if i > 0 && s.runs[i - 1].len < s.runs[i + 1].len {
            i -= 1;
        }
        s.merge(i)?;
    }
    Ok(())
}

/// Between 32 and 64, so that `n` divided by it is close to, but not above, a power of two.
fn min_run(mut n: usize) -> usize {
    let mut odd = 0;
    while n >= 64 {
        odd |= n & 1;
        n >>= 1;
    }
    n + odd
}

/// The depth in a perfectly balanced merge tree over `n` elements at which two neighbouring runs meet.
fn power(start: usize, left: usize, right: usize, n: usize) -> u32 {
    // Twice the midpoints of both runs.
    let (mut a, mut b) = (2 * start + left, 2 * start + 2 * left + right);
    let mut power = 0;
    loop {
        power += 1;
        if a >= n {
            a -= n;
            b -= n;
        } else if b >= n {
            return power;
        }
        a *= 2;
        b *= 2;
    }
}

impl<F: FnMut(&Item, &Item) -> Result<bool>> Sorter<'_, F> {
    /// `items[i] < items[j]`.
    #[inline]
    fn less(&mut self, i: usize, j: usize) -> Result<bool> {
        (self.lt)(&self.items[i], &self.items[j])
    }

    /// The length of the run at `start`, which is ascending afterwards.
    fn natural_run(&mut self, start: usize) -> Result<usize> {
        let n = self.items.len();
        if start + 1 == n {
            return Ok(1);
        }
        let descending = self.less(start + 1, start)?;
        let mut end = start + 2;
        while end < n && self.less(end, end - 1)? == descending {
            end += 1;
        }
        if descending {
            self.items[start..end].reverse();
        }
        Ok(end - start)
    }

    /// Sorts `len` elements at `start`, of which the first `sorted` are in order.
    fn insert(&mut self, start: usize, sorted: usize, len: usize) -> Result<()> {
        for i in start + sorted..start + len {
            let (mut left, mut right) = (start, i);
            while left < right {
                let mid = left + (right - left) / 2;
                if self.less(i, mid)? {
                    right = mid;
                } else {
                    left = mid + 1;
                }
            }
            self.items[left..=i].rotate_right(1);
        }
        Ok(())
    }

    /// Merges what should be merged before a run of `len` elements is pushed.
    fn collapse(&mut self, len: usize) -> Result<()> {
        let Some(top) = self.runs.last() else { return Ok(()) };
        let power = power(top.start, top.len, len, self.items.len());
        while self.runs.len() > 1 && self.runs[self.runs.len() - 2].power > power {
            self.merge(self.runs.len() - 2)?;
        }
        if let Some(top) = self.runs.last_mut() {
            top.power = power;
        }
        Ok(())
    }

    /// Merges run `i` with the one after it.
    fn merge(&mut self, i: usize) -> Result<()> {
        let right = self.runs.remove(i + 1);
        let (start, len) = (self.runs[i].start, self.runs[i].len);
        self.runs[i].len += right.len;
        self.runs[i].power = right.power;
        // Elements already in place at both ends stay there.
        let pivot = self.items[right.start];
        let skip = gallop_right(&mut self.lt, &pivot, &self.items[start..start + len], 0)?;
        let (a, na) = (start + skip, len - skip);
        if na == 0 {
            return Ok(());
        }
        let pivot = self.items[a + na - 1];
        let b = right.start;
        let nb = gallop_left(&mut self.lt, &pivot, &self.items[b..b + right.len], right.len - 1)?;
        if nb == 0 {
            return Ok(());
        }
        if na <= nb { self.merge_low(a, na, b, nb) } else { self.merge_high(a, na, b, nb) }
    }

    /// Merges neighbours from the left; the left one, the shorter, is copied out.
    fn merge_low(&mut self, a: usize, na: usize, b: usize, nb: usize) -> Result<()> {
        self.temp.clear();
        self.temp.extend_from_slice(&self.items[a..a + na]);
        let mut m = Low { to: a, i: 0, na, b, nb };
        let r = self.merge_low_steps(&mut m);
        // Success and failure alike: the rest of the copy goes where the gap is.
        if matches!(r, Ok(true)) {
            // One element of the left run is left over: it belongs behind the right run.
            self.items.copy_within(m.b..m.b + m.nb, m.to);
            self.items[m.to + m.nb] = self.temp[m.i];
        } else {
            self.items[m.to..m.to + m.na].copy_from_slice(&self.temp[m.i..m.i + m.na]);
        }
        r.map(drop)
    }

    /// `Ok(true)`: the right run's rest comes first, then the last element of the left one.
    fn merge_low_steps(&mut self, m: &mut Low) -> Result<bool> {
        self.take_right_low(m);
        if m.nb == 0 {
            return Ok(false);
        }
        if m.na == 1 {
            return Ok(true);
        }
        let mut min_gallop = self.min_gallop;
        loop {
            let (mut wins_a, mut wins_b) = (0, 0);
            loop {
                if (self.lt)(&self.items[m.b], &self.temp[m.i])? {
                    self.take_right_low(m);
                    wins_b += 1;
                    wins_a = 0;
                    if m.nb == 0 {
                        return Ok(false);
                    }
                    if wins_b >= min_gallop {
                        break;
                    }
                } else {
                    self.take_left_low(m);
                    wins_a += 1;
                    wins_b = 0;
                    if m.na == 1 {
                        return Ok(true);
                    }
                    if wins_a >= min_gallop {
                        break;
                    }
                }
            }
            min_gallop += 1;
            loop {
                min_gallop -= (min_gallop > 1) as usize;
                self.min_gallop = min_gallop;
                let pivot = self.items[m.b];
                let k = gallop_right(&mut self.lt, &pivot, &self.temp[m.i..m.i + m.na], 0)?;
                wins_a = k;
                if k != 0 {
                    self.items[m.to..m.to + k].copy_from_slice(&self.temp[m.i..m.i + k]);
                    m.to += k;
                    m.i += k;
                    m.na -= k;
                    if m.na == 1 {
                        return Ok(true);
                    }
                    // Only with an inconsistent order.
                    if m.na == 0 {
                        return Ok(false);
                    }
                }
                self.take_right_low(m);
                if m.nb == 0 {
                    return Ok(false);
                }
                let pivot = self.temp[m.i];
                let k = gallop_left(&mut self.lt, &pivot, &self.items[m.b..m.b + m.nb], 0)?;
                wins_b = k;
                if k != 0 {
                    self.items.copy_within(m.b..m.b + k, m.to);
                    m.to += k;
                    m.b += k;
                    m.nb -= k;
                    if m.nb == 0 {
                        return Ok(false);
                    }
                }
                self.take_left_low(m);
                if m.na == 1 {
                    return Ok(true);
                }
                if wins_a < MIN_GALLOP && wins_b < MIN_GALLOP {
                    break;
                }
            }
            // The price of leaving.
            min_gallop += 1;
            self.min_gallop = min_gallop;
        }
    }

    #[inline]
    fn take_right_low(&mut self, m: &mut Low) {
        self.items[m.to] = self.items[m.b];
        m.to += 1;
        m.b += 1;
        m.nb -= 1;
    }

    #[inline]
    fn take_left_low(&mut self, m: &mut Low) {
        self.items[m.to] = self.temp[m.i];
        m.to += 1;
        m.i += 1;
        m.na -= 1;
    }

    /// Merges neighbours from the right; the right one, the shorter, is copied out.
    fn merge_high(&mut self, a: usize, na: usize, b: usize, nb: usize) -> Result<()> {
        self.temp.clear();
        self.temp.extend_from_slice(&self.items[b..b + nb]);
        let mut m = High { a, na, nb };
        let r = self.merge_high_steps(&mut m);
        // What is left of both lies at the bottom: `na` elements in place, then a gap for `nb`.
        if matches!(r, Ok(true)) {
            self.items.copy_within(a..a + m.na, a + 1);
            self.items[a] = self.temp[0];
        } else {
            self.items[a + m.na..a + m.na + m.nb].copy_from_slice(&self.temp[..m.nb]);
        }
        r.map(drop)
    }

    /// `Ok(true)`: the first element of the right run comes before all that is left of the left one.
    fn merge_high_steps(&mut self, m: &mut High) -> Result<bool> {
        self.take_left_high(m);
        if m.na == 0 {
            return Ok(false);
        }
        if m.nb == 1 {
            return Ok(true);
        }
        let mut min_gallop = self.min_gallop;
        loop {
            let (mut wins_a, mut wins_b) = (0, 0);
            loop {
                if (self.lt)(&self.temp[m.nb - 1], &self.items[m.a + m.na - 1])? {
                    self.take_left_high(m);
                    wins_a += 1;
                    wins_b = 0;
                    if m.na == 0 {
                        return Ok(false);
                    }
                    if wins_a >= min_gallop {
                        break;
                    }
                } else {
                    self.take_right_high(m);
                    wins_b += 1;
                    wins_a = 0;
                    if m.nb == 1 {
                        return Ok(true);
                    }
                    if wins_b >= min_gallop {
                        break;
                    }
                }
            }
            min_gallop += 1;
            loop {
                min_gallop -= (min_gallop > 1) as usize;
                self.min_gallop = min_gallop;
                let pivot = self.temp[m.nb - 1];
                let k = gallop_right(&mut self.lt, &pivot, &self.items[m.a..m.a + m.na], m.na - 1)?;
                wins_a = m.na - k;
                if wins_a != 0 {
                    self.items.copy_within(m.a + k..m.a + m.na, m.a + k + m.nb);
                    m.na = k;
                    if m.na == 0 {
                        return Ok(false);
                    }
                }
                self.take_right_high(m);
                if m.nb == 1 {
                    return Ok(true);
                }
                let pivot = self.items[m.a + m.na - 1];
                let k = gallop_left(&mut self.lt, &pivot, &self.temp[..m.nb], m.nb - 1)?;
                wins_b = m.nb - k;
                if wins_b != 0 {
                    self.items[m.a + m.na + k..m.a + m.na + m.nb].copy_from_slice(&self.temp[k..m.nb]);
                    m.nb = k;
                    if m.nb == 1 {
                        return Ok(true);
                    }
                    // Only with an inconsistent order.
                    if m.nb == 0 {
                        return Ok(false);
                    }
                }
                self.take_left_high(m);
                if m.na == 0 {
                    return Ok(false);
                }
                if wins_a < MIN_GALLOP && wins_b < MIN_GALLOP {
                    break;
                }
            }
            min_gallop += 1;
            self.min_gallop = min_gallop;
        }
    }

    /// The next place to fill is behind what is left of both runs.
    #[inline]
    fn take_left_high(&mut self, m: &mut High) {
        self.items[m.a + m.na + m.nb - 1] = self.items[m.a + m.na - 1];
        m.na -= 1;
    }

    #[inline]
    fn take_right_high(&mut self, m: &mut High) {
        self.items[m.a + m.na + m.nb - 1] = self.temp[m.nb - 1];
        m.nb -= 1;
    }
}

/// Progress of a merge from the left.
struct Low {
    /// Next place to fill.
    to: usize,
    /// Next element of the copied left run, and how many are left.
    i: usize,
    na: usize,
    /// Next element of the right run, and how many are left.
    b: usize,
    nb: usize,
}

/// Progress of a merge from the right.
struct High {
    a: usize,
    na: usize,
    nb: usize,
}

/// Where `key` belongs in the sorted `run`, before equal elements; the search starts at `hint` and doubles its steps.
fn gallop_left<F: FnMut(&Item, &Item) -> Result<bool>>(lt: &mut F, key: &Item, run: &[Item], hint: usize) -> Result<usize> {
    // Invariant at the end: run[low - 1] < key <= run[high].
    let (mut low, mut high);
    let (mut last, mut step) = (0, 1);
    if lt(&run[hint], key)? {
        let max = run.len() - hint;
        while step < max && lt(&run[hint + step], key)? {
            last = step;
            step = 2 * step + 1;
        }
        (low, high) = (hint + last + 1, hint + step.min(max));
    } else {
        let max = hint + 1;
        while step < max && !lt(&run[hint - step], key)? {
            last = step;
            step = 2 * step + 1;
        }
        (low, high) = (hint + 1 - step.min(max), hint - last);
    }
    while low < high {
        let mid = low + (high - low) / 2;
        if lt(&run[mid], key)? {
            low = mid + 1;
        } else {
            high = mid;
        }
    }
    Ok(high)
}

/// The same, behind equal elements.
fn gallop_right<F: FnMut(&Item, &Item) -> Result<bool>>(lt: &mut F, key: &Item, run: &[Item], hint: usize) -> Result<usize> {
    let (mut low, mut high);
    let (mut last, mut step) = (0, 1);
    if lt(key, &run[hint])? {
        let max = hint + 1;
        while step < max && lt(key, &run[hint - step])? {
            last = step;
            step = 2 * step + 1;
        }
        (low, high) = (hint + 1 - step.min(max), hint - last);
    } else {
        let max = run.len() - hint;
        while step < max && !lt(key, &run[hint + step])? {
            last = step;
            step = 2 * step + 1;
        }
        (low, high) = (hint + last + 1, hint + step.min(max));
    }
    while low < high {
        let mid = low + (high - low) / 2;
        if lt(key, &run[mid])? {
            high = mid;
        } else {
            low = mid + 1;
        }
    }
    Ok(high)
}
