//! Sets, counts and statistics: what `numpy`'s Python parts are written over.

mod count;
mod correlate;
mod interp;
mod unique;

use pyaot_core::late_module;
use pyaot_core::native::Natives;
use pyaot_core::natives;

late_module! {
    /// `_numpy_stats`
    pub static NUMPY_STATS = ("_numpy_stats", natives: NATIVES, values: &[]);
}

static NATIVES: Natives = natives![
    "_numpy_stats.unique_parts(ar, index, inverse, counts, equal_nan, /) -> np.distinct(ar)" => unique::unique_parts,
    "_numpy_stats.bincount(x, /, weights=None, minlength=0) -> np.counted(weights)" => count::bincount,
    "_numpy_stats.count_uniform(a, edges, weights, /) -> np.counted(weights)" => count::count_uniform,
    "_numpy_stats.interpolate(x, xp, fp, left, right, /) -> np.interpolated(x, fp)" => interp::interpolate,
    "_numpy_stats.sliding_dot(a, v, mode, /) -> np.slid(a, v)" => correlate::sliding_dot,
];
