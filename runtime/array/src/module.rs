//! The native module `_numpy`: what `numpy` says of arrays.

use pyaot_core::native::Natives;
use pyaot_core::{late_module, natives};

use pyaot_core::value::Value;

use crate::{axis, bits, convert, create, dtype_obj, errors, iterate, join, ndarray, print, shape, view};

late_module! {
    /// What `numpy` itself is written over.
    pub static NUMPY = ("_numpy", natives: NATIVES, values: &[
        ("ndarray", || ndarray::ndarray_type().value()),
        ("flatiter", || iterate::flat_type().value()),
        ("ufunc", || crate::ufunc::object::ufunc_type().value()),
        ("AxisError", || errors::AXIS_ERROR.value()),
        ("DTypePromotionError", || errors::DTYPE_PROMOTION_ERROR.value()),
        ("ComplexWarning", || errors::COMPLEX_WARNING.value()),
        ("dtype", || dtype_obj::dtype_type().value()),
    ]);
}

static NATIVES: Natives = natives![
    "_numpy.arange(start=..., stop=..., step=..., dtype=None, *, device=None, like=None) -> np.range(start, stop, step, dtype)" => create::arange,
    "_numpy.array(object, dtype=None, *, copy=True, order='K', subok=False, ndmin=0, like=None) -> np.made(object, dtype)" => convert::array_native,
    "_numpy.asarray(a, dtype=None, order=None, *, device=None, copy=None, like=None) -> np.made(a, dtype)" => convert::asarray_native,
    "_numpy.ascontiguousarray(a, dtype=None, *, like=None) -> np.made(a, dtype)" => convert::ascontiguousarray,
    "_numpy.asfortranarray(a, dtype=None, *, like=None) -> np.made(a, dtype)" => convert::asfortranarray,
    "_numpy.broadcast_shapes_of(shapes, /) -> any" => join::broadcast_shapes,
    "_numpy.broadcast_to(array, shape, subok=False) -> np.shaped(array, shape)" => join::broadcast_to,
    "_numpy.concatenate(arrays, /, axis=0, out=None, *, dtype=None, casting=...) -> np.joined(arrays, axis)" => join::concatenate,
    "_numpy.diagonal(a, offset=0, axis1=0, axis2=1) -> np.diagonal(a)" => shape::diagonal,
    "_numpy.empty_like(prototype, /, dtype=None, order='K', subok=True, shape=None, *, device=None) -> np.like(prototype, dtype)" => create::empty_like,
    "_numpy.axis_index(axis, ndim, name='', /) -> int" => axis::index,
    "_numpy.expand_dims(a, axis) -> np.expanded(a, axis)" => shape::expand_dims,
    "_numpy.eye(N, M=None, k=0, dtype=..., order='C', *, device=None, like=None) -> np.plane(dtype)" => create::eye,
    "_numpy.frombuffer(buffer, dtype=None, count=-1, offset=0, *, like=None) -> np.line(dtype)" => view::frombuffer,
    "_numpy.lengths(shape, /) -> any" => create::lengths_of,
    "_numpy.fromiter(iter, dtype, count=-1, *, like=None) -> np.line(dtype)" => create::fromiter,
    "_numpy.float_range(start, stop, num, endpoint, /) -> ndarray[float64, 1]" => create::linspace,
    "_numpy.may_share_memory(a, b, /, max_work=None) -> bool" => join::may_share_memory,
    "_numpy.shares_memory(a, b, /, max_work=None) -> bool" => join::shares_memory,
    "_numpy.packbits(a, /, axis=None, bitorder='big') -> ndarray" => bits::packbits,
    "_numpy.unpackbits(a, /, axis=None, count=None, bitorder='big') -> ndarray" => bits::unpackbits,
    "_numpy.as_strided(x, shape=None, strides=None, writeable=True) -> ndarray" => bits::as_strided,
    "_numpy.float_text(x, precision, unique, fractional, trim, sign, pad_left, pad_right, least, /) -> str" => print::float_positional,
    "_numpy.float_text_scientific(x, precision, unique, trim, sign, pad_left, digits, least, /) -> str" => print::float_scientific,
    "_numpy.pick(a, axis, places, /) -> np.turned(a)" => join::pick_native,
    // The value itself: what it is taken for where that does not show.
    "_numpy.presumed(value, of, shape, /) -> np.presumed(of, shape)" => |a: &[Value]| Ok(a[0].clone()),
    "_numpy.presumed_diagonal(value, of, /) -> np.diag(of)" => |a: &[Value]| Ok(a[0].clone()),
    "_numpy.ravel(a, order='C') -> np.flat(a)" => |a: &[Value]| shape::ravel(&[convert::asarray(&a[0])?, a[1].clone()]),
    "_numpy.repeat(a, repeats, axis=None) -> np.spread(a, axis)" => join::repeat,
    "_numpy.reshape(a, /, shape, order='C', *, copy=None) -> np.shaped(a, shape)" => shape::reshape,
    "_numpy.squeeze(a, axis=None) -> np.squeezed(a)" => |a: &[Value]| shape::squeeze(&[convert::asarray(&a[0])?, a[1].clone()]),
    "_numpy.swapaxes(a, axis1, axis2) -> np.turned(a)" => |a: &[Value]| shape::swapaxes(&[convert::asarray(&a[0])?, a[1].clone(), a[2].clone()]),
    "_numpy.transpose(a, axes=None) -> np.turned(a)" => shape::transpose,
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
