//! `_numpy_random`: what `numpy.random` is written over.

mod bounded;
pub mod bitgen;
mod choose;
mod continuous;
mod discrete;
mod engine;
mod factorials;
pub mod host;
mod draw;
mod ints;
pub mod leaf;
mod object;
mod order;
mod params;
mod rng;
mod seed;
mod state;
mod ziggurat;

use pyaot_core::late_module;
use pyaot_core::native::Natives;
use pyaot_core::natives;
use pyaot_core::value::Value;

use draw::draw;
use params::Must::{
    Above1, Any, Mean, NotNegative, Positive, PositiveProbability, ProbabilityBelow1,
};

late_module! {
    /// What `numpy.random` is written over.
    pub static RANDOM = ("_numpy_random", natives: NATIVES, values: &[]);
}

// The parameters, from the second on, are the distribution's, and the last one is the size.
static NATIVES: Natives = natives![
    "_numpy_random.rand(*size) -> np.drawn(size)" => |a: &[Value]| draw::standard(&Value::none(), &draw::none_if_empty(&a[0])?, |r| r.uniform()),
    "_numpy_random.randn(*size) -> np.drawn(size)" => |a: &[Value]| draw::standard(&Value::none(), &draw::none_if_empty(&a[0])?, |r| r.normal()),
    "_numpy_random.random_sample(size=None) -> np.drawn(size)" => |a: &[Value]| draw::standard(&Value::none(), &a[0], |r| r.uniform()),
    "_numpy_random.random(size=None) -> np.drawn(size)" => |a: &[Value]| draw::standard(&Value::none(), &a[0], |r| r.uniform()),
    "_numpy_random.ranf(size=None) -> np.drawn(size)" => |a: &[Value]| draw::standard(&Value::none(), &a[0], |r| r.uniform()),
    "_numpy_random.sample(size=None) -> np.drawn(size)" => |a: &[Value]| draw::standard(&Value::none(), &a[0], |r| r.uniform()),
    "_numpy_random.standard_normal(size=None) -> np.drawn(size)" => |a: &[Value]| draw::standard(&Value::none(), &a[0], |r| r.normal()),
    "_numpy_random.standard_exponential(size=None) -> np.drawn(size)" => |a: &[Value]| draw::standard(&Value::none(), &a[0], |r| r.exponential()),
    "_numpy_random.draw_uniform(source, size, /) -> np.drawn(size)" => |a: &[Value]| draw::standard(&a[0], &a[1], |r| r.uniform()),
    "_numpy_random.draw_normal(source, size, /) -> np.drawn(size)" => |a: &[Value]| draw::standard(&a[0], &a[1], |r| r.normal()),
    "_numpy_random.draw_exponential(source, size, /) -> np.drawn(size)" => |a: &[Value]| draw::standard(&a[0], &a[1], |r| r.exponential()),
    "_numpy_random.scaled_uniform(source, low, high, size, /) -> np.drawn(size)" => draw::uniform,
    "_numpy_random.scaled_normal(source, loc, scale, size, /) -> np.drawn(size)" =>
        |a: &[Value]| draw(a, [("loc", Any), ("scale", NotNegative)], |r, [x, y]| continuous::normal(r, x, y)),
    "_numpy_random.scaled_exponential(source, scale, size, /) -> np.drawn(size)" =>
        |a: &[Value]| draw(a, [("scale", NotNegative)], |r, [x]| continuous::exponential(r, x)),
    "_numpy_random.counted_poisson(source, lam, size, /) -> np.drawn_int(size)" =>
        |a: &[Value]| draw(a, [("lam", Mean)], |r, [x]| discrete::poisson(r, x)),
    "_numpy_random.counted_binomial(source, n, p, size, /) -> np.drawn_int(size)" => draw::binomial,
    "_numpy_random.default_ints(source, low, high, size, /) -> np.drawn_int(size)" => ints::default_ints,
    "_numpy_random.uniform_into(source, size, out, /) -> ndarray" => draw::uniform_into,
    "_numpy_random.normal_into(source, size, out, /) -> ndarray" => draw::normal_into,
    "_numpy_random.exponential_into(source, size, out, /) -> ndarray" => draw::exponential_into,
    "_numpy_random.gamma_f32(source, shape, size, /) -> any" => draw::gamma_f32,
    "_numpy_random.fill_f32(source, what: str, inverse, size, out, /) -> any" => draw::fill_f32,
    "_numpy_random.exponential_inverse(source, size, out, /) -> any" => draw::exponential_inverse,
    "_numpy_random.uniform(source, low, high, size, /) -> np.drawn_of(size, low, high)" => draw::uniform,
    "_numpy_random.triangular(source, left, mode, right, size, /) -> np.drawn_of(size, left, mode, right)" => draw::triangular,
    "_numpy_random.standard_cauchy(source, size, /) -> np.drawn(size)" => |a: &[Value]| draw(a, [], |r, []| continuous::standard_cauchy(r)),
    "_numpy_random.normal(source, loc, scale, size, /) -> np.drawn_of(size, loc, scale)" =>
        |a: &[Value]| draw(a, [("loc", Any), ("scale", NotNegative)], |r, [x, y]| continuous::normal(r, x, y)),
    "_numpy_random.lognormal(source, mean, sigma, size, /) -> np.drawn_of(size, mean, sigma)" =>
        |a: &[Value]| draw(a, [("mean", Any), ("sigma", NotNegative)], |r, [x, y]| continuous::lognormal(r, x, y)),
    "_numpy_random.exponential(source, scale, size, /) -> np.drawn_of(size, scale)" =>
        |a: &[Value]| draw(a, [("scale", NotNegative)], |r, [x]| continuous::exponential(r, x)),
    "_numpy_random.standard_gamma(source, shape, size, /) -> np.drawn_of(size, shape)" =>
        |a: &[Value]| draw(a, [("shape", NotNegative)], |r, [x]| r.gamma(x)),
    "_numpy_random.gamma(source, shape, scale, size, /) -> np.drawn_of(size, shape, scale)" =>
        |a: &[Value]| draw(a, [("shape", NotNegative), ("scale", NotNegative)], |r, [x, y]| continuous::gamma(r, x, y)),
    "_numpy_random.beta(source, a, b, size, /) -> np.drawn_of(size, a, b)" =>
        |a: &[Value]| draw(a, [("a", Positive), ("b", Positive)], |r, [x, y]| continuous::beta(r, x, y)),
    "_numpy_random.f(source, dfnum, dfden, size, /) -> np.drawn_of(size, dfnum, dfden)" =>
        |a: &[Value]| draw(a, [("dfnum", Positive), ("dfden", Positive)], |r, [x, y]| continuous::f(r, x, y)),
    "_numpy_random.noncentral_f(source, dfnum, dfden, nonc, size, /) -> np.drawn_of(size, dfnum, dfden, nonc)" =>
        |a: &[Value]| draw(a, [("dfnum", Positive), ("dfden", Positive), ("nonc", NotNegative)], |r, [x, y, z]| continuous::noncentral_f(r, x, y, z)),
    "_numpy_random.chisquare(source, df, size, /) -> np.drawn_of(size, df)" =>
        |a: &[Value]| draw(a, [("df", Positive)], |r, [x]| continuous::chisquare(r, x)),
    "_numpy_random.noncentral_chisquare(source, df, nonc, size, /) -> np.drawn_of(size, df, nonc)" =>
        |a: &[Value]| draw(a, [("df", Positive), ("nonc", NotNegative)], |r, [x, y]| continuous::noncentral_chisquare(r, x, y)),
    "_numpy_random.standard_t(source, df, size, /) -> np.drawn_of(size, df)" =>
        |a: &[Value]| draw(a, [("df", Positive)], |r, [x]| continuous::standard_t(r, x)),
    "_numpy_random.vonmises(source, mu, kappa, size, /) -> np.drawn_of(size, mu, kappa)" =>
        |a: &[Value]| draw(a, [("mu", Any), ("kappa", NotNegative)], |r, [x, y]| continuous::vonmises(r, x, y)),
    "_numpy_random.pareto(source, a, size, /) -> np.drawn_of(size, a)" =>
        |a: &[Value]| draw(a, [("a", Positive)], |r, [x]| continuous::pareto(r, x)),
    "_numpy_random.weibull(source, a, size, /) -> np.drawn_of(size, a)" =>
        |a: &[Value]| draw(a, [("a", NotNegative)], |r, [x]| continuous::weibull(r, x)),
    "_numpy_random.power(source, a, size, /) -> np.drawn_of(size, a)" =>
        |a: &[Value]| draw(a, [("a", Positive)], |r, [x]| continuous::power(r, x)),
    "_numpy_random.laplace(source, loc, scale, size, /) -> np.drawn_of(size, loc, scale)" =>
        |a: &[Value]| draw(a, [("loc", Any), ("scale", NotNegative)], |r, [x, y]| continuous::laplace(r, x, y)),
    "_numpy_random.gumbel(source, loc, scale, size, /) -> np.drawn_of(size, loc, scale)" =>
        |a: &[Value]| draw(a, [("loc", Any), ("scale", NotNegative)], |r, [x, y]| continuous::gumbel(r, x, y)),
    "_numpy_random.logistic(source, loc, scale, size, /) -> np.drawn_of(size, loc, scale)" =>
        |a: &[Value]| draw(a, [("loc", Any), ("scale", NotNegative)], |r, [x, y]| continuous::logistic(r, x, y)),
    "_numpy_random.rayleigh(source, scale, size, /) -> np.drawn_of(size, scale)" =>
        |a: &[Value]| draw(a, [("scale", NotNegative)], |r, [x]| continuous::rayleigh(r, x)),
    "_numpy_random.wald(source, mean, scale, size, /) -> np.drawn_of(size, mean, scale)" =>
        |a: &[Value]| draw(a, [("mean", Positive), ("scale", Positive)], |r, [x, y]| continuous::wald(r, x, y)),
    "_numpy_random.poisson(source, lam, size, /) -> np.drawn_int_of(size, lam)" =>
        |a: &[Value]| draw(a, [("lam", Mean)], |r, [x]| discrete::poisson(r, x)),
    "_numpy_random.negative_binomial(source, n, p, size, /) -> np.drawn_int_of(size, n, p)" => draw::negative_binomial,
    "_numpy_random.zipf(source, a, size, /) -> np.drawn_int_of(size, a)" =>
        |a: &[Value]| draw(a, [("a", Above1)], |r, [x]| discrete::zipf(r, x)),
    "_numpy_random.geometric(source, p, size, /) -> np.drawn_int_of(size, p)" =>
        |a: &[Value]| draw(a, [("p", PositiveProbability)], |r, [x]| discrete::geometric(r, x)),
    "_numpy_random.logseries(source, p, size, /) -> np.drawn_int_of(size, p)" =>
        |a: &[Value]| draw(a, [("p", ProbabilityBelow1)], |r, [x]| discrete::logseries(r, x)),
    "_numpy_random.binomial(source, n, p, size, /) -> np.drawn_int_of(size, n, p)" => draw::binomial,
    "_numpy_random.hypergeometric(source, ngood, nbad, nsample, size, /) -> np.drawn_int_of(size, ngood, nbad, nsample)" => draw::hypergeometric,
    "_numpy_random.multinomial(source, n, pvals, size, /) -> ndarray" => draw::multinomial,
    "_numpy_random.dirichlet(source, alpha, size, /) -> ndarray" => draw::dirichlet,
    "_numpy_random.ints(source, low, high, size, name: str, masked, closed, dtype, /) -> np.ints(size, dtype)" => ints::ints,
    "_numpy_random.integer(source, low, high, closed, /) -> np.int64" => ints::integer,
    "_numpy_random.random_bytes(source, length, /) -> bytes" => ints::bytes,
    "_numpy_random.raw(source, /) -> int" => ints::raw,
    "_numpy_random.raw_many(source, size, /) -> ndarray" => ints::raw_many,
    "_numpy_random.word_array(words, long, /) -> ndarray" => ints::word_array,
    "_numpy_random.interval(source, max, /) -> int" => order::interval,
    "_numpy_random.shuffle(source, array, /) -> None" => order::shuffle,
    "_numpy_random.permute(source, array, axis, /) -> None" => order::permute,
    "_numpy_random.permutation(source, count, /) -> ndarray[int64, 1]" => order::permutation,
    "_numpy_random.choose(source, count, size, replace, p, mixed, /) -> np.drawn_int(size)" => choose::choose,
    "_numpy_random.copy(source, /)" => state::copy,
    "_numpy_random.seed(source, seed, /) -> None" => state::seed,
    "_numpy_random.legacy(seed, /)" => state::legacy,
    "_numpy_random.engine(kind: str, pool, /)" => state::engine,
    "_numpy_random.share(source, legacy, /)" => state::share,
    "_numpy_random.pool(entropy, size, /) -> list[int]" => state::pool,
    "_numpy_random.words(pool, n, long, /) -> list[int]" => state::words,
    "_numpy_random.state(source, /) -> tuple[str, list[int], int, int]" => state::get,
    "_numpy_random.set_state(source, kind: str, words, half, /) -> None" => state::set,
    "_numpy_random.host_source(generator, /)" => host::source,
    "_numpy_random.host_generator(seed, /) -> any" => host::generator,
    "_numpy_random.host_text(source, full: bool, /) -> str" => host::text,
    "_numpy_random.is_of_host(value, /) -> bool" => host::is_of_host,
    "_numpy_random.gauss(source, /)" => state::gauss,
    "_numpy_random.set_gauss(source, value, /) -> None" => state::set_gauss,
    "_numpy_random.advance(source, delta, /) -> None" => state::advance,
    "_numpy_random.warn(message: str, /) -> None" => |a: &[Value]| crate::warn::runtime(&pyaot_core::ops::text_of(&a[0])).map(|()| Value::none()),
];
