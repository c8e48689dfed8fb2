//! Loops over limbs: sums, differences and products of a row by one limb.
//!
//! The compiler keeps a carry in a register and rebuilds the flag at every limb; these loops leave it in the flags, and
//! the products keep two carries at once (ADX). Elsewhere than on x86-64 the same functions are plain Rust.

/// A row of sums or differences, beside its operands and in place of the first.
macro_rules! whole_rows {
    ($(#[$doc:meta])* $name:ident, $(#[$doc_in_place:meta])* $in_place:ident, $op:ident) => {
        $(#[$doc])*
        #[inline]
        pub fn $name(r: &mut [u64], a: &[u64], b: &[u64]) -> u64 {
            let n = a.len();
            assert!(b.len() >= n && r.len() >= n);
            // SAFETY: all three have n limbs.
            unsafe { row::$op(r.as_mut_ptr(), a.as_ptr(), b.as_ptr(), n) }
        }

        $(#[$doc_in_place])*
        #[inline]
        pub fn $in_place(r: &mut [u64], b: &[u64]) -> u64 {
            let n = b.len();
            assert!(r.len() >= n);
            // SAFETY: both have n limbs; the loop reads a limb before it writes the one at the same place.
            unsafe { row::$op(r.as_mut_ptr(), r.as_ptr(), b.as_ptr(), n) }
        }
    };
}

whole_rows!(
    /// `r = a + b`; the carry. All three are as long as `a`.
    add_n,
    /// `r += b`; the carry. `r` and `b` are of one length.
    add_to,
    add
);
whole_rows!(
    /// `r = a - b`; the borrow. All three are as long as `a`.
    sub_n,
    /// `r -= b`; the borrow. `r` and `b` are of one length.
    sub_from,
    sub
);

/// `r = b - r`; the borrow.
#[inline]
pub fn sub_reverse(r: &mut [u64], b: &[u64]) -> u64 {
    let n = b.len();
    assert!(r.len() >= n);
    // SAFETY: as in `add_to`.
    unsafe { row::sub(r.as_mut_ptr(), b.as_ptr(), r.as_ptr(), n) }
}

/// `r += c`; the carry.
#[inline]
pub fn add_1(r: &mut [u64], c: u64) -> u64 {
    let mut c = c;
    for x in r {
        if c == 0 {
            return 0;
        }
        let (s, over) = x.overflowing_add(c);
        *x = s;
        c = u64::from(over);
    }
    c
}

/// `r -= c`; the borrow.
#[inline]
pub fn sub_1(r: &mut [u64], c: u64) -> u64 {
    let mut c = c;
    for x in r {
        if c == 0 {
            return 0;
        }
        let (s, over) = x.overflowing_sub(c);
        *x = s;
        c = u64::from(over);
    }
    c
}

/// `r = a * b + c`; the limb above.
#[inline]
pub fn mul_1(r: &mut [u64], a: &[u64], b: u64, c: u64) -> u64 {
    let n = a.len();
    assert!(r.len() >= n);
    // SAFETY: both have n limbs.
    unsafe { row::mul(r.as_mut_ptr(), a.as_ptr(), n, b, c) }
}

/// `r = r * b + c`; the limb above.
#[inline]
pub fn mul_1_in_place(r: &mut [u64], b: u64, c: u64) -> u64 {
    // SAFETY: the loop reads a limb before it writes the one at the same place.
    unsafe { row::mul(r.as_mut_ptr(), r.as_ptr(), r.len(), b, c) }
}

/// `r += a * b`; the limb above.
#[inline]
pub fn addmul_1(r: &mut [u64], a: &[u64], b: u64) -> u64 {
    let n = a.len();
    assert!(r.len() >= n);
    // SAFETY: both have n limbs.
    unsafe { row::addmul(r.as_mut_ptr(), a.as_ptr(), n, b) }
}

/// `r -= a * b`; the borrow, a whole limb.
#[inline]
pub fn submul_1(r: &mut [u64], a: &[u64], b: u64) -> u64 {
    let n = a.len();
    assert!(r.len() >= n);
    // SAFETY: both have n limbs.
    unsafe { row::submul(r.as_mut_ptr(), a.as_ptr(), n, b) }
}

/// `r = a << n` for `0 < n < 64`; the bits that leave at the top.
pub fn shl_bits(r: &mut [u64], a: &[u64], n: u32) -> u64 {
    let mut below = 0;
    for (r, &x) in r.iter_mut().zip(a) {
        *r = x << n | below;
        below = x >> (64 - n);
    }
    below
}

/// `r <<= n` for `0 < n < 64`; the bits that leave at the top.
pub fn shl_bits_in_place(r: &mut [u64], n: u32) -> u64 {
    let mut below = 0;
    for x in r {
        let t = *x;
        *x = t << n | below;
        below = t >> (64 - n);
    }
    below
}

/// `r = a >> n` for `0 < n < 64`, with `above` coming in at the top. `r` may be the front of a longer slice.
pub fn shr_bits(r: &mut [u64], a: &[u64], n: u32) {
    let above = a.iter().skip(1).copied().chain(std::iter::once(0));
    for ((r, &x), next) in r.iter_mut().zip(a).zip(above) {
        *r = x >> n | next << (64 - n);
    }
}

/// `r >>= n` for `0 < n < 64`.
pub fn shr_bits_in_place(r: &mut [u64], n: u32) {
    for i in 0..r.len() {
        let next = r.get(i + 1).copied().unwrap_or(0);
        r[i] = r[i] >> n | next << (64 - n);
    }
}

/// The loops in Rust: what other machines run, and the ends of the loops below.
mod plain {
    #[inline]
    pub unsafe fn mul(r: *mut u64, a: *const u64, n: usize, b: u64, mut c: u64) -> u64 {
        for i in 0..n {
            // SAFETY: i < n; the caller's ranges have n limbs.
            unsafe {
                let t = u128::from(*a.add(i)) * u128::from(b) + u128::from(c);
                *r.add(i) = t as u64;
                c = (t >> 64) as u64;
            }
        }
        c
    }

    #[inline]
    pub unsafe fn addmul(r: *mut u64, a: *const u64, n: usize, b: u64, mut c: u64) -> u64 {
        for i in 0..n {
            // SAFETY: as above.
            unsafe {
                let t = u128::from(*a.add(i)) * u128::from(b) + u128::from(c) + u128::from(*r.add(i));
                *r.add(i) = t as u64;
                c = (t >> 64) as u64;
            }
        }
        c
    }

    #[inline]
    pub unsafe fn submul(r: *mut u64, a: *const u64, n: usize, b: u64, mut c: u64) -> u64 {
        for i in 0..n {
            // SAFETY: as above.
            unsafe {
                // r - a * b is the complement of (complement of r) + a * b.
                let t = u128::from(*a.add(i)) * u128::from(b) + u128::from(c) + u128::from(!*r.add(i));
                *r.add(i) = !(t as u64);
                c = (t >> 64) as u64;
            }
        }
        c
    }
}

#[cfg(not(target_arch = "x86_64"))]
mod row {
    macro_rules! chain {
        ($name:ident, $op:ident) => {
            pub unsafe fn $name(r: *mut u64, a: *const u64, b: *const u64, n: usize) -> u64 {
                let mut carry = false;
                for i in 0..n {
                    // SAFETY: i < n; the caller's ranges have n limbs.
                    unsafe {
                        let (s, c) = (*a.add(i)).$op(*b.add(i));
                        let (s, d) = s.$op(u64::from(carry));
                        *r.add(i) = s;
                        carry = c | d;
                    }
                }
                u64::from(carry)
            }
        };
    }

    chain!(add, overflowing_add);
    chain!(sub, overflowing_sub);

    pub use super::plain::mul;

    pub unsafe fn addmul(r: *mut u64, a: *const u64, n: usize, b: u64) -> u64 {
        // SAFETY: the caller's.
        unsafe { super::plain::addmul(r, a, n, b, 0) }
    }

    pub unsafe fn submul(r: *mut u64, a: *const u64, n: usize, b: u64) -> u64 {
        // SAFETY: the caller's.
        unsafe { super::plain::submul(r, a, n, b, 0) }
    }
}

#[cfg(target_arch = "x86_64")]
mod row {
    use std::arch::asm;

    /// MULX, and additions with two separate carries.
    #[inline]
    fn has_adx() -> bool {
        std::arch::is_x86_feature_detected!("adx") && std::arch::is_x86_feature_detected!("bmi2")
    }

    /// Sum or difference: four limbs a round, then the rest, the carry in the flag all the time (`lea`, `inc` and `dec`
    /// leave it alone).
    macro_rules! chain {
        ($name:ident, $op:literal) => {
            #[inline]
            pub unsafe fn $name(r: *mut u64, a: *const u64, b: *const u64, n: usize) -> u64 {
                let carry: u64;
                // SAFETY: reads n limbs at a and b and writes n at r; the caller owns them.
                unsafe {
                    asm!(
                        "xor {t:e}, {t:e}",
                        "inc {q}",
                        "dec {q}",
                        "jz 3f",
                        "2:",
                        "mov {t}, [{a}]",
                        concat!($op, " {t}, [{b}]"),
                        "mov [{r}], {t}",
                        "mov {t}, [{a} + 8]",
                        concat!($op, " {t}, [{b} + 8]"),
                        "mov [{r} + 8], {t}",
                        "mov {t}, [{a} + 16]",
                        concat!($op, " {t}, [{b} + 16]"),
                        "mov [{r} + 16], {t}",
                        "mov {t}, [{a} + 24]",
                        concat!($op, " {t}, [{b} + 24]"),
                        "mov [{r} + 24], {t}",
                        "lea {a}, [{a} + 32]",
                        "lea {b}, [{b} + 32]",
                        "lea {r}, [{r} + 32]",
                        "dec {q}",
                        "jnz 2b",
                        "3:",
                        "inc {m}",
                        "dec {m}",
                        "jz 5f",
                        "4:",
                        "mov {t}, [{a}]",
                        concat!($op, " {t}, [{b}]"),
                        "mov [{r}], {t}",
                        "lea {a}, [{a} + 8]",
                        "lea {b}, [{b} + 8]",
                        "lea {r}, [{r} + 8]",
                        "dec {m}",
                        "jnz 4b",
                        "5:",
                        "sbb {t}, {t}",
                        "neg {t}",
                        a = inout(reg) a => _,
                        b = inout(reg) b => _,
                        r = inout(reg) r => _,
                        q = inout(reg) n / 4 => _,
                        m = inout(reg) n % 4 => _,
                        t = out(reg) carry,
                        options(nostack),
                    );
                }
                carry
            }
        };
    }

    chain!(add, "adc");
    chain!(sub, "sbb");

    #[inline]
    pub unsafe fn mul(r: *mut u64, a: *const u64, n: usize, b: u64, c: u64) -> u64 {
        if n < 4 || !has_adx() {
            // SAFETY: the caller's.
            return unsafe { super::plain::mul(r, a, n, b, c) };
        }
        // SAFETY: the caller's; the processor has MULX.
        unsafe { mul_adx(r, a, n, b, c) }
    }

    unsafe fn mul_adx(mut r: *mut u64, mut a: *const u64, n: usize, b: u64, mut c: u64) -> u64 {
        // SAFETY: n / 4 rounds of four limbs, and the rest; the caller owns n of them.
        unsafe {
            asm!(
                "2:",
                "mulx {h}, {l}, [{a}]",
                "add {l}, {c}",
                "mov [{r}], {l}",
                "mulx {c}, {l}, [{a} + 8]",
                "adc {l}, {h}",
                "mov [{r} + 8], {l}",
                "mulx {h}, {l}, [{a} + 16]",
                "adc {l}, {c}",
                "mov [{r} + 16], {l}",
                "mulx {c}, {l}, [{a} + 24]",
                "adc {l}, {h}",
                "mov [{r} + 24], {l}",
                "adc {c}, 0",
                "add {a}, 32",
                "add {r}, 32",
                "dec {q}",
                "jnz 2b",
                a = inout(reg) a,
                r = inout(reg) r,
                q = inout(reg) n / 4 => _,
                c = inout(reg) c,
                h = out(reg) _,
                l = out(reg) _,
                in("rdx") b,
                options(nostack),
            );
            super::plain::mul(r, a, n % 4, b, c)
        }
    }

    /// `r += a * b` or, with complements around it, `r -= a * b`: eight limbs a round, one carry for the products' halves
    /// and one for the sum with `r`.
    macro_rules! products {
        ($name:ident, $adx:ident, [$($not:literal)?]) => {
            #[inline]
            pub unsafe fn $name(r: *mut u64, a: *const u64, n: usize, b: u64) -> u64 {
                if n < 8 || !has_adx() {
                    // SAFETY: the caller's.
                    return unsafe { super::plain::$name(r, a, n, b, 0) };
                }
                // SAFETY: the caller's; the processor has MULX and ADX.
                unsafe { $adx(r, a, n, b) }
            }

            unsafe fn $adx(mut r: *mut u64, mut a: *const u64, n: usize, b: u64) -> u64 {
                let mut c = 0u64;
                // SAFETY: n / 8 rounds of eight limbs, and the rest; the caller owns n of them.
                unsafe {
                    asm!(
                        "2:",
                        "xor {t:e}, {t:e}",
                        "mulx {h}, {l}, [{a}]",
                        "mov {t}, [{r}]", $(concat!($not, " {t}"),)?
                        "adcx {l}, {c}", "adox {t}, {l}", $(concat!($not, " {t}"),)? "mov [{r}], {t}",
                        "mulx {c}, {l}, [{a} + 8]",
                        "mov {t}, [{r} + 8]", $(concat!($not, " {t}"),)?
                        "adcx {l}, {h}", "adox {t}, {l}", $(concat!($not, " {t}"),)? "mov [{r} + 8], {t}",
                        "mulx {h}, {l}, [{a} + 16]",
                        "mov {t}, [{r} + 16]", $(concat!($not, " {t}"),)?
                        "adcx {l}, {c}", "adox {t}, {l}", $(concat!($not, " {t}"),)? "mov [{r} + 16], {t}",
                        "mulx {c}, {l}, [{a} + 24]",
                        "mov {t}, [{r} + 24]", $(concat!($not, " {t}"),)?
                        "adcx {l}, {h}", "adox {t}, {l}", $(concat!($not, " {t}"),)? "mov [{r} + 24], {t}",
                        "mulx {h}, {l}, [{a} + 32]",
                        "mov {t}, [{r} + 32]", $(concat!($not, " {t}"),)?
                        "adcx {l}, {c}", "adox {t}, {l}", $(concat!($not, " {t}"),)? "mov [{r} + 32], {t}",
                        "mulx {c}, {l}, [{a} + 40]",
                        "mov {t}, [{r} + 40]", $(concat!($not, " {t}"),)?
                        "adcx {l}, {h}", "adox {t}, {l}", $(concat!($not, " {t}"),)? "mov [{r} + 40], {t}",
                        "mulx {h}, {l}, [{a} + 48]",
                        "mov {t}, [{r} + 48]", $(concat!($not, " {t}"),)?
                        "adcx {l}, {c}", "adox {t}, {l}", $(concat!($not, " {t}"),)? "mov [{r} + 48], {t}",
                        "mulx {c}, {l}, [{a} + 56]",
                        "mov {t}, [{r} + 56]", $(concat!($not, " {t}"),)?
                        "adcx {l}, {h}", "adox {t}, {l}", $(concat!($not, " {t}"),)? "mov [{r} + 56], {t}",
                        "mov {t:e}, 0",
                        "adcx {c}, {t}",
                        "adox {c}, {t}",
                        "add {a}, 64",
                        "add {r}, 64",
                        "dec {q}",
                        "jnz 2b",
                        a = inout(reg) a,
                        r = inout(reg) r,
                        q = inout(reg) n / 8 => _,
                        c = inout(reg) c,
                        h = out(reg) _,
                        l = out(reg) _,
                        t = out(reg) _,
                        in("rdx") b,
                        options(nostack),
                    );
                    super::plain::$name(r, a, n % 8, b, c)
                }
            }
        };
    }

    products!(addmul, addmul_adx, []);
    products!(submul, submul_adx, ["not"]);
}
