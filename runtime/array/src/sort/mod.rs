//! Sorting and searching: `numpy.sort` and its relatives, and what is built on order and on selection.
//!
//! NaNs come last, as in NumPy.

mod argsort;
mod avx2;
mod avx512;
mod keys;
mod lanes;
pub mod kernels;
pub mod search;
mod order;
mod quick;
mod vectors;

use pyaot_core::late_module;
use pyaot_core::native::Natives;
use pyaot_core::natives;

pub use keys::Key;
pub(crate) use keys::by_key_dtype;
pub use lanes::{contiguous, each_lane};

late_module! {
    /// `_numpy_sort`
    pub static NUMPY_SORT = ("_numpy_sort", natives: NATIVES, values: &[]);
}

static NATIVES: Natives = natives![
    "_numpy_sort.sort(a, axis=-1, kind=None, order=None, *, stable=None) -> np.turned(a)" => order::sort,
    "_numpy_sort.argsort(a, axis=-1, kind=None, order=None, *, stable=None) -> np.found(a)" => argsort::argsort,
    "_numpy_sort.partition(a, kth, axis=-1, kind='introselect', order=None) -> np.turned(a)" => order::partition,
    "_numpy_sort.argpartition(a, kth, axis=-1, kind='introselect', order=None) -> np.found(a)" => argsort::argpartition,
    "_numpy_sort.lexsort(keys, axis=-1) -> ndarray[int64, ?]" => argsort::lexsort,
    "_numpy_sort.searchsorted(a, v, side='left', sorter=None) -> np.found(v)" => search::searchsorted,
];

pub use argsort::{argpartition_method, argsort_method};
pub(crate) use order::{How, positions};
pub use order::{partition_method, sort_method};
pub use search::searchsorted_method;
