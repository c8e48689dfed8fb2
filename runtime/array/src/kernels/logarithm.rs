//! `log`, `log2` and `log10` of doubles: no division, a table of 16 that fits two of the widest registers.
//!
//! `x` is `2**k * z` with `z` between the roots of 1/2 and 2, and `z * (1 + r) / c` with `c` one of 16 reciprocals near `1 / z`: the logarithm is
//! that of `2**k`, that of `1 / c`, and a polynomial of `r`, which is at most 1/32. The reciprocals were searched for: their logarithms are
//! within 2**-65 of a multiple of 2**-42, so that they add to those of `2**k` exactly. Near 1, where the result is small, `c` is 1.

use super::lanes::Lanes;

/// Where the first of the 16 parts begins: 1 is in the middle of the tenth, by its bits.
const START: f64 = 0.703125;

struct Table {
    reciprocals: [f64; 16],
    /// Their logarithms with the other sign.
    logarithms: [f64; 16],
}

static NATURAL: Table = Table {
    reciprocals: [
        1.391_304_548_860_101_7, 1.333_333_224_085_524_5, 1.279_999_895_970_513_4, 1.230_769_018_383_260_2,
        1.185_185_127_293_375_6, 1.142_856_943_551_754_2, 1.103_448_065_238_634_3, 1.066_666_642_473_888,
        1.032_258_084_290_413_9, 1.0, 0.941_176_665_475_587_1, 0.888_888_996_708_238_3,
        0.842_105_195_811_369_4, 0.799_999_786_891_380_2, 0.761_904_869_307_497_5, 0.727_272_743_549_031_8,
    ],
    logarithms: [
        -0.330_241_831_363_764_5, -0.287_681_990_515_920_9, -0.246_859_996_658_486_12, -0.207_639_192_214_628_57,
        -0.169_898_987_949_181_9, -0.133_531_218_232_292_3, -0.098_439_881_935_746_6, -0.064_538_498_456_840_9,
        -0.031_748_717_470_918_564, 0.0, 0.060_624_414_748_644_995, 0.117_782_914_359_622_74,
        0.171_850_336_900_661_2, 0.223_143_817_700_02, 0.271_933_574_517_561_3, 0.318_453_708_738_616_1,
    ],
};

static BINARY: Table = Table {
    reciprocals: [
        1.391_304_344_530_905, 1.333_333_345_093_354_4, 1.280_000_004_650_626, 1.230_769_229_670_002_6,
        1.185_185_176_199_512_5, 1.142_857_131_012_766_2, 1.103_448_276_292_203_5, 1.066_666_678_347_992_6,
        1.032_258_056_550_027_4, 1.0, 0.941_176_462_694_610_2, 0.888_888_875_407_801,
        0.842_105_271_153_299, 0.800_000_012_231_125_3, 0.761_904_763_527_079_3, 0.727_272_738_674_232_1,
    ],
    logarithms: [
        -0.476_438_040_526_090_84, -0.415_037_512_003_436_86, -0.356_143_815_467_021_34, -0.299_560_280_570_403_85,
        -0.245_112_486_898_506_18, -0.192_645_062_990_550_3, -0.142_019_005_434_804_06, -0.093_109_420_190_785_39,
        -0.045_803_678_479_614_97, 0.0, 0.087_462_853_350_189_11, 0.169_925_023_322_548_44,
        0.247_927_499_745_856_04, 0.321_928_072_830_132_8, 0.392_317_419_706_842, 0.459_431_596_020_067_45,
    ],
};

static DECIMAL: Table = Table {
    reciprocals: [
        1.391_304_348_354_369_2, 1.333_333_326_338_829_4, 1.279_999_992_553_149_1, 1.230_769_237_030_584,
        1.185_185_182_675_260_4, 1.142_857_136_748_487_4, 1.103_448_268_370_854_6, 1.066_666_659_179_103_9,
        1.032_258_053_901_348, 1.0, 0.941_176_474_135_987_8, 0.888_888_883_350_398_7,
        0.842_105_270_600_319_1, 0.799_999_988_199_298_1, 0.761_904_759_627_244_1, 0.727_272_717_894_752_7,
    ],
    logarithms: [
        -0.143_422_142_467_215_96, -0.124_938_734_330_044_1, -0.107_209_967_121_207_23, -0.090_176_632_558_495_84,
        -0.073_786_213_241_191_94, -0.057_991_944_656_350_825, -0.042_751_977_472_562_43, -0.028_028_720_551_674_27,
        -0.013_788_280_019_753_074, 0.0, 0.026_328_937_085_281_723, 0.051_152_525_153_383_976,
        0.074_633_614_458_662_12, 0.096_910_019_414_281_12, 0.118_099_313_376_205_83, 0.138_302_703_766_385_1,
    ],
};

/// ln 2 in few bits, whose products with exponents are exact, and the rest; and so on.
const LN2_HI: f64 = 0.693_147_180_558_298_7;
const LN2_LO: f64 = 1.646_594_958_289_708_2e-12;
const LOG10_2_HI: f64 = 0.301_029_995_663_157;
const LOG10_2_LO: f64 = 8.241_712_586_023_572e-13;
const LOG2_E: f64 = std::f64::consts::LOG2_E;
const LOG2_E_LO: f64 = 2.035_527_374_093_103_3e-17;
const LOG10_E: f64 = std::f64::consts::LOG10_E;
const LOG10_E_LO: f64 = 1.098_319_650_216_765e-17;

/// `(log(1 + r) - r) / r**2`, and the same for the other bases.
const NATURAL_SERIES: [f64; 9] = [
    -0.5, 0.333_333_333_333_327_43, -0.249_999_999_999_988_26, 0.200_000_000_058_594_4, -0.166_666_666_753_436_42,
    0.142_856_962_782_487_66, -0.124_999_782_500_318_89, 0.111_329_136_323_559_42, -0.100_225_760_192_743_65,
];
const BINARY_SERIES: [f64; 9] = [
    -0.721_347_520_444_481_7, 0.480_898_346_962_979_23, -0.360_673_760_222_223_9, 0.288_539_008_262_326_54, -0.240_449_173_606_676_2,
    0.206_099_031_762_754_15, -0.180_336_566_325_409_1, 0.160_613_992_880_450_56, -0.144_595_207_199_397_75,
];
const DECIMAL_SERIES: [f64; 9] = [
    -0.217_147_240_951_625_9, 0.144_764_827_301_081_37, -0.108_573_620_475_807_86, 0.086_858_896_406_097_59, -0.072_382_413_688_225_6,
    0.062_041_990_637_892_605, -0.054_286_715_778_995_16, 0.048_349_629_580_376_74, -0.043_527_494_596_267_17,
];

/// `k`, `r`, what to add to the logarithm of `1 + r` for the rounding of `r`, and the logarithm of what `r` leaves.
#[inline(always)]
fn parts<V: Lanes>(x: V, table: &Table) -> (V, V, V, V) {
    let (k, z, at) = x.octave(START);
    let c = V::pick(&table.reciprocals, at);
    let product = z.times(c);
    let lost = z.times_minus(c, product);
    // Exact.
    let r = product.minus(V::all(1.0));
    (k, r, r.times_from(lost, lost), V::pick(&table.logarithms, at))
}

/// `r**2` times the polynomial, plus `rest`.
#[inline(always)]
fn series<V: Lanes>(r: V, c: &[f64; 9], rest: V) -> V {
    let c = |k: usize| V::all(c[k]);
    let r2 = r.times(r);
    let r4 = r2.times(r2);
    let p0 = r.times_plus(c(1), c(0));
    let p1 = r.times_plus(c(3), c(2));
    let p2 = r.times_plus(c(5), c(4));
    let p3 = r2.times_plus(c(8), r.times_plus(c(7), c(6)));
    let p = r4.times_plus(r2.times_plus(p3, p2), r2.times_plus(p1, p0));
    r2.times_plus(p, rest)
}

#[inline(always)]
pub fn log<V: Lanes>(x: V) -> V {
    let (k, r, lost, of) = parts(x, &NATURAL);
    let whole = k.times_plus(V::all(LN2_HI), of);
    let high = whole.plus(r);
    let low = whole.minus(high).plus(r);
    high.plus(series(r, &NATURAL_SERIES, k.times_plus(V::all(LN2_LO), low.plus(lost))))
}

#[inline(always)]
pub fn log2<V: Lanes>(x: V) -> V {
    let (k, r, lost, of) = parts(x, &BINARY);
    let whole = k.plus(of);
    let e = V::all(LOG2_E);
    let s = r.times(e);
    let rest = r.times_plus(V::all(LOG2_E_LO), lost.times_plus(e, r.times_minus(e, s)));
    let high = whole.plus(s);
    let low = whole.minus(high).plus(s);
    high.plus(series(r, &BINARY_SERIES, low.plus(rest)))
}

#[inline(always)]
pub fn log10<V: Lanes>(x: V) -> V {
    let (k, r, lost, of) = parts(x, &DECIMAL);
    let whole = k.times_plus(V::all(LOG10_2_HI), of);
    let e = V::all(LOG10_E);
    let s = r.times(e);
    let rest = r.times_plus(V::all(LOG10_E_LO), lost.times_plus(e, r.times_minus(e, s)));
    let high = whole.plus(s);
    let low = whole.minus(high).plus(s);
    high.plus(series(r, &DECIMAL_SERIES, k.times_plus(V::all(LOG10_2_LO), low.plus(rest))))
}
