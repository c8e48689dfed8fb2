//! Choosing elements: `numpy.where`, `nonzero`, `take`, `put` and their relatives.

mod nonzero;
mod take;
mod wherever;

use pyaot_core::late_module;
use pyaot_core::native::Natives;
use pyaot_core::natives;

pub use nonzero::nonzero_method;
pub use wherever::in_common;
pub use take::{put_method, take_method};

late_module! {
    /// `_numpy_select`
    pub static NUMPY_SELECT = ("_numpy_select", natives: NATIVES, values: &[]);
}

static NATIVES: Natives = natives![
    "_numpy_select.where(condition, x=..., y=..., /)" => wherever::wherever,
    "_numpy_select.nonzero(a)" => nonzero::nonzero,
    "_numpy_select.flatnonzero(a) -> ndarray" => nonzero::flatnonzero,
    "_numpy_select.argwhere(a) -> ndarray" => nonzero::argwhere,
    "_numpy_select.take(a, indices, axis=None, out=None, mode='raise')" => take::take,
    "_numpy_select.put(a, ind, v, mode='raise') -> None" => take::put_method,
    "_numpy_select.take_along_axis(arr, indices, axis=-1) -> ndarray" => take::take_along_axis,
    "_numpy_select.put_along_axis(arr, indices, values, axis) -> None" => take::put_along_axis,
];
