//! The parts of arrays that NumPy's iterator takes at a time when operands go through buffers: what is added up by itself.

use super::nest::Axis;

/// Elements that a buffer holds.
pub const BUFFER: usize = 8192;

/// The dimensions `..outer` of a nest whole, and `times` indices of the dimension `outer`.
#[derive(Debug)]
pub struct Parts {
    pub outer: usize,
    /// Elements of the whole dimensions.
    pub core: usize,
    pub times: usize,
    /// The loop runs over the whole dimensions alone, once for each index of the other: there the output changes from kept to reduced, or back.
    pub folds: bool,
    pub ways: Vec<Way>,
}

/// How the loop goes through an operand.
#[derive(Debug, Clone, Copy)]
pub struct Way {
    pub is_buffered: bool,
    /// The last dimension has steps of its own.
    pub is_apart: bool,
    /// The dimensions of a part are one in memory.
    pub is_one: bool,
}

/// The parts that NumPy's iterator chooses: as many whole dimensions as cost least, where each operand that is copied into a buffer
/// costs a part's work: those that `is_buffered` names, and others whose dimensions are not one in memory. The dimension where the output,
/// operand 0, changes from reduced to kept, or back, is the last that may be cut. A part without buffers may be of any size if it `grows`.
pub fn of(axes: &[Axis], grows: bool, is_buffered: &[bool]) -> Parts {
    let mut cost = 1 + is_buffered.iter().filter(|b| **b).count();
    let limit = |cost: usize| if cost > 1 || !grows { BUFFER } else { usize::MAX };
    let follows = |op: usize, k: usize| axes[k].s[op] * axes[k].n as isize == axes[k + 1].s[op];
    // How many dimensions are one in memory.
    let ones: Vec<usize> = (0..is_buffered.len()).map(|op| (1..axes.len()).take_while(|k| follows(op, k - 1)).count() + 1).collect();
    let mut size = axes.first().map_or(1, |x| x.n);
    // With its cost, size and core, the dimension, and whether the output folds one of these alone.
    let mut best = (cost, size, 1, 0, false);
    for k in 1..axes.len() {
        if size >= limit(cost) {
            break;
        }
        let flips = (axes[k - 1].s[0] == 0) != (axes[k].s[0] == 0);
        cost += ones.iter().zip(is_buffered).filter(|(ones, is_buffered)| **ones == k && !**is_buffered).count();
        let core = size;
        size *= axes[k].n;
        let (best_cost, best_size, ..) = best;
        if cost as f64 * best_size as f64 <= best_cost as f64 * size.min(limit(cost)) as f64 {
            best = (cost, size, core, k, flips);
        }
        if flips {
            break;
        }
    }
    let (_, size, core, outer, folds) = best;
    let way = |op: usize| {
        // An operand that stands still along the last dimension, or goes through it in steps of its own, is taken anew for each index.
        let is_apart = folds && (op == 0 || ones[op] == outer && !is_buffered[op] || axes[outer].s[op] == 0 && ones[op] <= outer);
        let is_one = ones[op] + usize::from(is_apart) > outer;
        Way { is_buffered: is_buffered[op] || !is_one, is_apart, is_one }
    };
    let ways: Vec<Way> = (0..is_buffered.len()).map(way).collect();
    let limited = !grows || ways.iter().any(|w| w.is_buffered);
    Parts { outer, core, times: if limited { size.min(BUFFER) / core } else { size / core }, folds, ways }
}
