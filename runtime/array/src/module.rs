//! The native module `_numpy`: what `numpy` says of arrays.

use pyaot_core::native::Natives;
use pyaot_core::{late_module, natives};

use crate::{convert, create, dtype_obj, ndarray, print};

late_module! {
    /// What `numpy` itself is written over.
    pub static NUMPY = ("_numpy", natives: NATIVES, values: &[
        ("ndarray", || ndarray::ndarray_type().value()),
        ("dtype", || dtype_obj::dtype_type().value()),
    ]);
}

static NATIVES: Natives = natives![
    "_numpy.arange(start=..., stop=..., step=..., dtype=None, *, device=None, like=None) -> np.range(start, stop, step, dtype)" => create::arange,
    "_numpy.array(object, dtype=None, *, copy=True, order='K', subok=False, ndmin=0, like=None) -> np.made(object, dtype)" => convert::array_native,
    "_numpy.array2string(a, max_line_width=None, precision=None, suppress_small=None, separator=' ', prefix='', *, formatter=None, threshold=None, edgeitems=None, sign=None, floatmode=None, suffix='') -> str" => print::array2string,
    "_numpy.array_repr(arr, max_line_width=None, precision=None, suppress_small=None) -> str" => print::array_repr_native,
    "_numpy.array_str(a, max_line_width=None, precision=None, suppress_small=None) -> str" => print::array_str_native,
    "_numpy.empty(shape, dtype=..., order='C', *, device=None, like=None) -> np.filled(shape, dtype)" => create::empty,
    "_numpy.full(shape, fill_value, dtype=None, order='C', *, device=None, like=None) -> np.filled(shape, fill_value, dtype)" => create::full,
    "_numpy.full_like(a, fill_value, dtype=None, order='K', subok=True, shape=None, *, device=None) -> np.like(a, dtype)" => create::full_like,
    "_numpy.ones(shape, dtype=..., order='C', *, device=None, like=None) -> np.filled(shape, dtype)" => create::ones,
    "_numpy.ones_like(a, dtype=None, order='K', subok=True, shape=None, *, device=None) -> np.like(a, dtype)" => create::ones_like,
    "_numpy.print_options() -> any" => print::get_printoptions,
    "_numpy.set_printoptions(precision=..., threshold=None, edgeitems=None, linewidth=None, suppress=None, nanstr=None, infstr=None, formatter=None, sign=None, floatmode=None, *, legacy=None, override_repr=None) -> None" => print::set_printoptions,
    "_numpy.zeros(shape, dtype=..., order='C', *, device=None, like=None) -> np.filled(shape, dtype)" => create::zeros,
    "_numpy.zeros_like(a, dtype=None, order='K', subok=True, shape=None, *, device=None) -> np.like(a, dtype)" => create::zeros_like,
];
