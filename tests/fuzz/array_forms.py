"""What random array programs do besides expressions (arrays.py): options of functions, and statements that change arrays.

In a form, {a} and {b} are arrays, {x} is an operand, {e} an expression, {p} a part of {a}, {m} a mask, {axis} and {axes} are axes of {a}, {dtype} is a
dtype, {shape} a shape, {k} a small int, {ints} a list of them, {u} a binary ufunc, {f} a unary one, {r} a reduction, {o} one with an output.
"""
UNARY = ["negative", "abs", "sqrt", "square", "floor", "sign", "rint", "isnan", "logical_not", "invert", "reciprocal", "ceil", "conjugate", "fabs", "positive", "isfinite"]
REDUCE = ["sum", "prod", "min", "max", "mean", "any", "all", "argmin", "argmax", "std", "var", "ptp", "median", "count_nonzero", "nansum", "nanmax", "nanmin", "nanmean", "nanstd", "average", "nanprod"]
BOOLS = ["{a} > {k}", "{a}.real < 1", "{b} == {k}", "({a} > 0) & ({a} < 5)", "~({a} == {k})", "{a} != {b}", "np.isnan({a})", "{a}.astype(bool)", "np.ones({a}.shape, bool)", "[True, False, True]",
         "np.zeros({a}.shape, bool)", "({a} > 0) | ({b} > 0)"]

OPTIONS = [
    # Reductions.
    "np.{r}({a}, axis={axis})", "np.{r}({a}, axis={axes})", "np.{r}({a}, axis={axis}, keepdims=True)", "np.{r}({p})", "np.{r}({p}, axis={axis})", "np.{r}({e})", "{p}.sum(axis={axes}, keepdims=True)",
    "{a}.mean(axis={axes}, dtype={dtype!r})", "np.mean({a}, axis={axis}, dtype={dtype!r}, keepdims=True)", "np.sum({a}, axis={axes}, dtype={dtype!r}, initial={k})", "np.std({a}, axis={axes}, ddof=1)",
    "np.var({a}, axis={axis}, ddof={k}, keepdims=True)", "np.std({a}, dtype={dtype!r})", "np.max({a}, axis={axes}, initial={k}, where={m})", "np.min({a}, axis={axis}, out=np.zeros({shape}, np.result_type({a}, {dtype!r})))",
    "np.sum({a}, axis={axis}, out=np.zeros({shape}, np.result_type({a}, {dtype!r})))", "np.sum({a}, where={m}, initial={k})", "np.mean({a}, axis={axis}, where={m})", "np.std({a}, where={m})", "np.prod({a}, axis={axes}, where={m})",
    "np.any({a}, axis={axes}, where={m})", "np.all({a}, axis={axes}, keepdims=True)", "np.average({a}, axis={axis})", "np.average({a}, weights={b})", "np.average({a}, axis={axis}, weights={b})",
    "np.average({a}, axis={axis}, weights={ints})", "np.average({a}, axis={axis}, weights={ints}, returned=True)", "np.average({a}, axis={axes}, returned=True)", "np.average({a}, axis={axis}, keepdims=True, weights={b})",
    "np.median({a}, axis={axes})", "np.median({a}, axis={axis}, keepdims=True)", "np.percentile({a}, {q})", "np.percentile({a}, {q}, axis={axis})", "np.percentile({a}, [25, {q}], axis={axis}, keepdims=True)",
    "np.quantile({a}, 0.5, axis={axes})", "np.quantile({a}, [0.25, 0.5])", "np.nanpercentile({a}, {q})", "np.nanquantile({a}, 0.5, axis={axis})", "np.percentile({a}, {q}, method={method!r})", "np.quantile({a}, [0.1, 0.5], axis={axis}, method={method!r})",
    "np.cumsum({a})", "np.cumsum({p}, axis={axis})", "{a}.cumsum(axis={axis}, dtype={dtype!r})", "np.cumprod({a}, axis={axis}, dtype={dtype!r})", "np.cumsum({a}, axis={axis}, out=np.zeros({a}.shape, {dtype!r}))",
    "np.nancumprod({a}, axis={axis})", "np.diff({a}, n={k}, axis={axis})", "np.diff({a}, axis={axis}, prepend=0)", "np.ediff1d({a})", "np.trapezoid({a}, axis={axis})", "np.gradient({a}, axis={axis})", "np.gradient({a}, {k})",
    "np.count_nonzero({a}, axis={axis}, keepdims=True)", "np.argmax({a}, axis={axis}, keepdims=True)", "{a}.argmin({axis})", "np.nanargmax({a}, axis={axis})", "np.max({a}, {axis}, None, True)",
    "np.{u}.reduce({a}, axis={axes})", "np.{u}.reduce({a}, axis={axis}, dtype={dtype!r})", "np.{u}.reduce({a}, axis={axis}, initial={k}, where={m})", "np.{u}.accumulate({a}, axis={axis}, dtype={dtype!r})",
    "np.{u}.reduceat({a}, {ints}, axis={axis})", "np.{u}.outer({a}, {b}).shape", "np.{u}.reduce({a}, axis={axis}, out=np.zeros({shape}, np.result_type({a}, {dtype!r})))", "np.{u}.reduce({a}, None)", "np.{u}.accumulate({p})",
    # Ufuncs' options.
    "np.{u}({a}, {b}, out=np.zeros({shape}, {dtype!r}))", "np.{u}({a}, {x}, where={m}, out=np.ones({a}.shape, {dtype!r}))", "np.{f}({a}, out=np.zeros({a}.shape, {dtype!r}))", "np.{f}({a}, dtype={dtype!r})",
    "np.{f}({a}, where={m}, out=np.zeros({a}.shape, {dtype!r}))", "np.{u}({a}, {x}, {a}.copy())", "np.{u}({x}, {a}, casting={casting!r}, dtype={dtype!r})", "np.{f}({p}, out={a}.copy()[..., ::-1])", "np.{f}({p})",
    "np.divmod({a}, {x})", "np.divide({a}, {b}, out=np.zeros({a}.shape), where={b} != 0)", "np.true_divide({a}, {x}, dtype={dtype!r})", "np.power({a}, {b})", "np.float_power({a}, {k})", "np.exp2({ints})", "np.arctan2({ints}, {k})",
    # Selection.
    "np.where({m}, {a}, {x})", "np.where({m}, {x}, {b})", "np.where({m})", "np.select([{m}, {a} > {k}], [{a}, {b}])", "np.select([{a} < 0, {a} > 2], [-{a}, {a} * 2], default={x})", "np.select([{m}], [{x}], default={k})",
    "np.clip({a}, {k}, None)", "np.clip({a}, None, {x})", "np.clip({a}, {x}, {b})", "{a}.clip(-1, 2)", "{a}.clip(min={k})", "np.clip({a}, 0, 1, out=np.zeros({a}.shape, {dtype!r}))", "np.clip({a}, {k}, 3, dtype={dtype!r})",
    "{a}[{m}]", "{a}[{ints}]", "{a}[..., {ints}]", "{a}[{m}, 0]", "{a}[np.array({ints})]", "{a}[{ints}, {ints2}]", "{a}[{ints}, :1]", "{a}[:, {ints}]", "{a}[None, {ints}]", "{a}[np.ix_({ints}, [0])]", "{a}[{axis}, ...]", "{a}[()]",
    "{a}[np.array({ints})[:, None], {ints2}]", "{a}[np.nonzero({a})]", "{a}[::-1][{m}]", "{p}[{m}]", "{p}[{ints}]", "{a}[{k}, {ints}, 0]", "{a}[..., None, {k}]", "{a}.take({ints})", "{a}.take({ints}, axis={axis}, mode={mode!r})",
    "np.take({a}, {ints}, mode={mode!r})", "np.take({p}, {k})", "np.choose({ints}, [{a}, {b}, 1], mode={mode!r})", "np.choose({m}, [{a}, {x}])", "np.compress({m}, {a})", "np.compress({ints}, {a}, axis={axis})", "np.extract({m}, {a})",
    "np.take_along_axis({a}, np.argsort({a}, axis={axis}, kind='stable'), axis={axis})", "np.argwhere({m})", "np.flatnonzero({p})", "{a}.diagonal({k})", "np.diag({a}, {k})", "np.trace({a}, {k})", "{a}.flat[{k}]", "{a}.flat[{ints}]", "{a}.item({k})",
    "{a}[{k}][{axis}]", "{a}[{k}].sum()", "{a}[{k}] + {b}[{axis}]", "{a}[{k}, {axis}] * 2", "({a}[{k}] > 0) & ({b} > {x})", "({e}) + {a}[{k}]", "({a} + {b}) * {a}[{ints}]", "({a} - {b}) * np.sum({b} * {x})", "np.sum({a} * {b}) - ({a} + {x})",
    "({e}) * {p} + {k}", "np.maximum({e}, {p})", "-({e}) * ({a} <= {x})",
    # Order.
    "np.sort({p})", "np.sort({a}, axis={axis})[::-1]", "np.argsort({p}, kind='stable')", "np.argsort(-{a}.real, axis={axis}, kind='stable')", "np.sort({e}, axis=None)", "np.partition({a}, {k}, axis={axis}).shape", "np.sort(np.partition({a}, 1))", 
    "np.searchsorted(np.sort({a}, axis=None), {b}, side='right')", "np.searchsorted({ints}, {a})", "np.searchsorted([0, 1, 5], {x})", "np.searchsorted({a}, {k}, sorter={ints})", "np.lexsort(({a}, {b}))", "np.unique({p})",
    "np.unique({a}, axis={axis})", "np.unique({a}, return_inverse=True)", "np.unique({a}, return_index=True, return_counts=True)", "np.unique({e})", "np.isin({a}, {ints})", "np.isin({p}, {b}, invert=True)", "np.isin({k}, {a})",
    "np.union1d({ints}, {a})", "np.intersect1d({a}, {b}, return_indices=True)", "np.bincount({ints}, minlength={k})", "np.bincount({a}.ravel())", "np.bincount({ints}, weights={ints2})", "np.digitize({a}, {ints})", "np.digitize({p}, [0, 1, 10], right=True)",
    "np.histogram({a}, bins={ints})", "np.histogram({p}, bins=4)", "np.histogram({a}.real, bins=3, range=(-1, 5), density=True)", "np.flip({a}, {axes})", "np.roll({a}, {k}, axis={axes})", "np.roll({a}, ({k}, 1), axis=(0, {axis}))", "np.rot90({a}, {k}, (0, {axis}))",
    # Products.
    "np.einsum('i,i', {p}, {p})", "np.einsum('ij->ji', {a})", "np.einsum('ij,jk', {a}, {b})", "np.einsum('ij,ij->i', {a}, {b})", "np.einsum('...i,i->...', {a}, {ints})", "np.einsum('ii', {a})", "np.einsum('i,j->ij', {a}.ravel(), {b}.ravel())",
    "np.einsum('ijk->k', {a})", "np.einsum('ij,j->i', {a}, {b})", "np.einsum('i->', {p})", "np.einsum('ijk,k->ij', {a}, {b})", "{a} @ {a}.T", "{a}.T @ {b}", "{p} @ {b}", "np.dot({a}, {b})", "{a}.dot({x})", "np.matmul({a}, {ints})", "np.inner({p}, {x})",
    "np.tensordot({a}, {b}, axes=1)", "np.tensordot({a}, {b}, axes=([0], [{axis}]))", "np.vdot({p}, {b})", "np.outer({p}, {b})", "np.kron({a}, {ints})", "np.cross({a}, {ints})", "np.vecdot({a}, {b})", "np.linalg.norm({a}, axis={axis})", "np.convolve({p}, {ints}, {conv!r})",
    "np.correlate({ints}, {p})", "np.polyval({ints}, {a})", "np.interp({a}, [0, 1, 2], {ints})",
    # Shapes.
    "{a}.reshape({shape})", "{a}.reshape(-1, {k})", "{a}.reshape({shape}, order='F')", "{p}.reshape(-1)", "{a}.transpose({axes})", "np.transpose({a}, {ints})", "{a}.swapaxes({axis}, 0)", "np.moveaxis({a}, {axes}, {axis})", "np.squeeze({a}, axis={axis})", "{a}.squeeze({axes})",
    "np.expand_dims({a}, {axes})", "np.broadcast_to({a}, {shape})", "np.broadcast_to({p}, {shape})", "np.broadcast_arrays({a}, {b})", "np.broadcast_shapes({shape}, {a}.shape)", "np.concatenate(({p}, {b}))", "np.concatenate([{a}, {b}], axis=None)",
    "np.concatenate([{a}, {a}], axis={axis}, dtype={dtype!r})", "np.concatenate([{a}, {a}], axis={axis}, dtype={dtype!r}, casting='unsafe')", "np.stack([{a}, {b}], axis={axis})", "np.stack([{a}, {p}])", "np.vstack(({a}, {ints}))", "np.hstack(({p}, {b}))", "np.dstack([{a}, {a}])",
    "np.block([[{a}, {a}], [{a}, {a}]])", "np.split({a}, {k}, axis={axis})", "np.split({a}, {ints})", "np.array_split({a}, 3, axis={axis})", "np.hsplit({a}, {k})", "np.vsplit({a}, 1)", "np.tile({a}, {shape})", "np.repeat({a}, {ints})", "np.repeat({a}, {ints}, axis={axis})", "np.repeat({p}, {k})",
    "np.pad({a}, ({k}, 1), mode={pad!r})", "np.pad({a}, 1, constant_values={k})", "np.resize({a}, {shape})", "np.delete({a}, {k}, axis={axis})", "np.delete({a}, {ints})", "np.delete({a}, slice(0, {k}), axis={axis})", "np.insert({a}, {k}, {x}, axis={axis})", "np.insert({a}, {ints}, {k})",
    "np.append({a}, {b}, axis={axis})", "np.atleast_3d({a}).shape", "np.ravel({p}, order='F')", "{a}.flatten('F')", "np.fliplr({p})", "np.triu({a}, {k})", "np.tril({a}, {k})", "np.rollaxis({a}, {axis})", "np.unravel_index({ints}, {shape})", "np.ravel_multi_index(({ints}, {ints2}), (4, 5))",
    "np.unstack({a}, axis={axis})", "np.matrix_transpose({a})", "{a}.mT",
    # Making, dtypes, text.
    "np.array({a}, dtype={dtype!r}, ndmin={k})", "np.array([{a}, {b}])", "np.array([{x}, {k}], dtype={dtype!r})", "np.asarray({p}, {dtype!r})", "{a}.astype({dtype!r}, casting={casting!r})", "{p}.astype({dtype!r})", "np.full({shape}, {x})", "np.full({shape}, {k}, dtype={dtype!r})", "np.full_like({a}, {x}, dtype={dtype!r})",
    "np.zeros_like({p})", "np.ones_like({a}, dtype={dtype!r}, shape={shape})", "np.arange({k}, 5)", "np.arange({k}, 3, 0.5, dtype={dtype!r})", "np.arange(3, {k}, -1)", "np.linspace({k}, 3, 5)", "np.linspace({k}, 3, 4, dtype={dtype!r}, endpoint=False)", "np.linspace([{k}, 1], [2, 3], 3)", "np.geomspace(1, 8, 4)",
    "np.eye(3, {k}, dtype={dtype!r})", "np.tri(3, 4, {k})", "np.vander({ints}, 3)", "np.indices((2, {k}))", "np.fromiter({ints}, {dtype!r})", "np.meshgrid({ints}, {p}, indexing='ij')", "np.isclose({a}, {b}, atol=1)", "np.array_equal({p}, {a})", "np.array_equiv({a}, {x})", "np.result_type({p}, {x}).name", "np.can_cast({dtype!r}, {a}.dtype, {casting!r})",
    "np.min_scalar_type({x}).name", "np.nan_to_num({a} / {x}, nan={k})", "np.round({a}, {k})", "{p}.round(1)", "np.real({p})", "np.imag({a})", "np.angle({a})", "np.isreal({a})", "np.iscomplexobj({e})", "{a}.view({dtype!r})", "np.array2string({p}, separator=', ')", "str({e})", "np.array_repr({p})", "format({a}.sum(), '.3g')", "f'{{a}}'",
    "np.lib.stride_tricks.sliding_window_view({a}, {k}, axis={axis})", "np.apply_along_axis(np.sum, {axis}, {a})", "np.vectorize(lambda v: v * 2)({a})", "np.nditer({a}).itersize", "list(np.ndindex({shape}))[:5]", "[i for i, v in np.ndenumerate({a}) if v]", "np.fromfunction(lambda i, j: i + {k} * j, (2, 2))", "np.packbits({a} > 0)", "np.shape({e})", "np.size({a}, {axis})",
    "np.nanstd({a}, axis={axis}, ddof=1)", "np.nanvar({p})", "np.cov({a})", "np.corrcoef({p})", "np.ptp({p})", "np.float64({p})", "int({p})", "{p} == {p}", "not {p}", "({e}).tolist()", "({e}).dtype.name", "({e}).T", "({e})[{k}]", "({e})[0, {k}]",
    # Unusual arguments.
    "np.{u}.accumulate({a}, axis={axes})", "np.{u}.accumulate({a}, axis=None)", "np.{u}.accumulate({a}, axis={axis}, out=np.zeros({a}.shape, {dtype!r}))", "np.{u}.reduceat({a}, {ints}, axis={axes})", "np.{u}.reduceat({a}, {ints}, dtype={dtype!r})",
    "np.{o}({a}, {axis}, out=np.zeros({shape}, {dtype!r}))", "np.{o}({a}, out=np.zeros((), {dtype!r}))", "np.{u}.reduce({a}, axis={axis}, out=np.zeros({shape}, {dtype!r}))", "np.clip({a}, {x}, {k}, dtype={dtype!r})", "np.clip({a}, {x}, {x}, casting={casting!r})",
    "{a}.dtype", "np.result_type({p}, {x})", "np.promote_types({a}.dtype, {dtype!r})", "np.histogram({a}, bins=3, density=True)", "np.histogram({p}, 2, weights={p})", "np.pad({a}, 1, constant_values=({k}, {x}))", "np.pad({a}, 2, constant_values={ints})",
    "{a}.flat[{m}]", "{a}.flat[{k}:]", "{a}.flat[{x}]", "np.ravel_multi_index(({ints}, {ints2}), (4, 5), mode=({mode!r}, {mode!r}))", "np.repeat({a}, {x})", "np.bincount({ints}, weights={p})", "np.bincount({a}, {ints})", "np.select([{m}, {a} > {k}], [{x}, {p}], {x})",
    "np.dot({a}.ravel()[:1], {x})", "np.dot({a}, [[{k}]])", "np.vdot({a}.ravel()[:1], {b}.ravel()[:1])", "np.array_repr({x})", "{a}.astype(str) + 'x'", "np.sum({a}.astype(str))", "np.any({a}.astype(str))", "np.searchsorted({ints}, {a}.astype(str))", "np.hypot({a}.astype(object), {x})",
    "np.{u}({a}.astype(object), {x})", "np.{u}.reduce({a}.astype(object), axis={axis})", "np.{r}({a}.astype(object))", "np.{f}({a}.astype(object))", "np.{u}({a}.astype(str), {x})", "np.average({a}, {axes}, {b})", "np.take({a}, {ints}, {x})", "{a}.reshape({x})",
]

STATEMENTS = [
    "{t}[{m}] = {x}", "{t}[{m}] = {k}", "{t}[{m}] += {x}", "{t}[{m}] *= {k}", "{t}[{ints}] = {x}", "{t}[{ints}] += {k}", "{t}[..., {ints}] = {x}", "{t}[{ints}, {ints2}] = {x}", "{t}[:, {k}] = {x}", "{t}[{k}] = {b}", "{t}[{k}] += {b}", "{t}[{m}] = {t}[{m}] * {k}",
    "{t}[...] = {e}", "{t}[:] = {e}", "{t} += {e}", "{t} -= {x}", "{t} *= {b}", "{t} /= {x}", "{t} //= {x}", "{t} %= {x}", "{t} **= 3", "{t} &= {b}", "{t} |= {m}", "{t} ^= {x}", "{t} <<= {k}", "{t} >>= 1", "{t} @= {b}",
    "np.{u}({t}, {x}, out={t})", "np.{u}({t}, {x}, {t}, where={m})", "np.{f}({t}, out={t})", "np.{u}.at({t}, {ints}, {x})", "np.{u}.at({t}, {m}, {k})", "np.{f}({t}[::-1], out={t})", "np.{u}({t}[1:], {t}[:-1], out={t}[1:])", "{t}[1:] += {t}[:-1]", "{t}[::-1] = {t}",
    "np.copyto({t}, {x})", "np.copyto({t}, {x}, where={m})", "np.copyto({t}, {b}, casting={casting!r})", "np.putmask({t}, {m}, {x})", "np.putmask({t}, {m}, {ints})", "np.putmask({t}, {m}, {k})", "np.place({t}, {m}, {ints})", "np.put({t}, {ints}, {x}, mode={mode!r})", "np.put({t}, {ints}, {k})", "{t}.put({ints}, {ints2})",
    "{t}.fill({x})", "{t}.sort(axis={axis})", "{t}.resize({shape})", "{t}.shape = {shape}", "{t}.real = {x}", "{t}.imag = {k}", "{t}.flat = {x}", "{t}.flat[{k}] = {ints}[0]", "{t}.flat[{ints}] = {k}", "{t}.flat[{k}] = {x}", "{t}.flat[{ints}] = {x}", "{t}.flat[{m}] = {x}", "{t}.flat[{k}:] = {b}", "np.fill_diagonal({t}, {x})", "{t}[()] = {x}", "{t}.T[...] = {b}",
    "np.put_along_axis({t}, np.argmax({t}, axis={axis}, keepdims=True), {k}, axis={axis})", "np.clip({t}, {k}, 2, out={t})", "np.cumsum({t}, axis={axis}, out={t})", "np.add.accumulate({t}, axis={axis}, out={t})", "np.round({t}, 1, out={t})", "{t}[{p2}] = {x}", "{t}[{p2}] {op} {e}", "{t}[{p2}][{m}] = {k}", "{t}[{k}, {axis}] {op} {x}",
    "del {t}[0]", "for v in {t}: v += {k}", "for i in range(len({t})): {t}[i] = {x}", "{t}[{k}] = {ints}", "{t}[1:], {t}[:1] = {x}, {k}", "{t}[None] = {x}", "{t}.setflags(write=False); {t}[0] = {k}", "{t}[{m}] = {b}[{m}]", "{t}[{ints}] = {b}[{ints}]", "np.nan_to_num({t}, copy=False)", "np.random.default_rng(1).shuffle({t})",
]
