//! Choosing elements: `numpy.where`, `nonzero`, `take`, `put` and their relatives.

mod choose;
mod nonzero;
mod take;
mod wherever;

use pyaot_core::late_module;
use pyaot_core::native::Natives;
use pyaot_core::natives;

pub use choose::choose_method;
pub use nonzero::nonzero_method;
pub use wherever::in_common;
pub use take::{put_method, take_method};

late_module! {
    /// `_numpy_select`
    pub static NUMPY_SELECT = ("_numpy_select", natives: NATIVES, values: &[]);
}

static NATIVES: Natives = natives![
    "_numpy_select.clip_mode(mode, /) -> str" => take::clip_mode,
    "_numpy_select.where(condition, x=..., y=..., /) -> np.where(condition, x, y)" => wherever::wherever,
    "_numpy_select.nonzero(a) -> tuple[ndarray[int64, 1], ...]" => nonzero::nonzero,
    "_numpy_select.flatnonzero(a) -> ndarray[int64, 1]" => nonzero::flatnonzero,
    "_numpy_select.argwhere(a) -> ndarray[int64, 2]" => nonzero::argwhere,
    "_numpy_select.choose(a, choices, out=None, mode='raise')" => choose::choose,
    "_numpy_select.take(a, indices, axis=None, out=None, mode='raise') -> np.taken(a, indices, axis)" => take::take,
    "_numpy_select.put(a, ind, v, mode='raise') -> None" => take::put_method,
    "_numpy_select.take_along_axis(arr, indices, axis=-1) -> np.like(arr)" => take::take_along_axis,
    "_numpy_select.put_along_axis(arr, indices, values, axis) -> None" => take::put_along_axis,
];
