//! SHA-512 (FIPS 180-4), for seeding `random` from strings.

/// The first 64 bits of the fractional part of `p.powf(1/root)`, computed with integers.
const fn fraction_of_root(p: u128, cube: bool) -> u64 {
    // Largest r with r**2 <= p * 2**128 (or r**3 <= p * 2**192); its low 64 bits are the fraction.
    let mut r: u128 = 0;
    let mut bit = 70;
    while bit > 0 {
        bit -= 1;
        let t = r | 1 << bit;
        if fits(t, p, cube) {
            r = t;
        }
    }
    r as u64
}

/// `t**2 <= p * 2**128`, or `t**3 <= p * 2**192`, in 256-bit limbs of 64.
const fn fits(t: u128, p: u128, cube: bool) -> bool {
    let a = [t as u64, (t >> 64) as u64];
    let mut square = [0u64; 5];
    mul(&a, 2, &a, 2, &mut square);
    let (power, limbs, shift) = if cube {
        let mut r = [0u64; 5];
        let s = [square[0], square[1], square[2]];
        mul3(&s, &a, &mut r);
        (r, 5, 3)
    } else {
        (square, 5, 2)
    };
    // Compare with p shifted by `shift` limbs.
    let mut i = limbs;
    while i > 0 {
        i -= 1;
        let other = if i == shift { p as u64 } else { 0 };
        if power[i] != other {
            return power[i] < other;
        }
    }
    true
}

const fn mul(a: &[u64; 2], an: usize, b: &[u64; 2], bn: usize, out: &mut [u64; 5]) {
    let mut i = 0;
    while i < an {
        let mut carry = 0u128;
        let mut j = 0;
        while j < bn {
            let t = out[i + j] as u128 + a[i] as u128 * b[j] as u128 + carry;
            out[i + j] = t as u64;
            carry = t >> 64;
            j += 1;
        }
        out[i + bn] = carry as u64;
        i += 1;
    }
}

const fn mul3(a: &[u64; 3], b: &[u64; 2], out: &mut [u64; 5]) {
    let mut i = 0;
    while i < 3 {
        let mut carry = 0u128;
        let mut j = 0;
        while j < 2 {
            let t = out[i + j] as u128 + a[i] as u128 * b[j] as u128 + carry;
            out[i + j] = t as u64;
            carry = t >> 64;
            j += 1;
        }
        out[i + 2] = carry as u64;
        i += 1;
    }
}

/// The first 80 primes.
const PRIMES: [u16; 80] = {
    let mut primes = [0; 80];
    let (mut n, mut candidate) = (0, 2u16);
    while n < 80 {
        let mut i = 0;
        let mut prime = true;
        while i < n {
            if candidate % primes[i] == 0 {
                prime = false;
            }
            i += 1;
        }
        if prime {
            primes[n] = candidate;
            n += 1;
        }
        candidate += 1;
    }
    primes
};

const ROUND_CONSTANTS: [u64; 80] = {
    let mut k = [0; 80];
    let mut i = 0;
    while i < 80 {
        k[i] = fraction_of_root(PRIMES[i] as u128, true);
        i += 1;
    }
    k
};

const START: [u64; 8] = {
    let mut h = [0; 8];
    let mut i = 0;
    while i < 8 {
        h[i] = fraction_of_root(PRIMES[i] as u128, false);
        i += 1;
    }
    h
};

pub(super) fn sha512(data: &[u8]) -> [u8; 64] {
    let mut state = START;
    let mut chunks = data.chunks_exact(128);
    for block in &mut chunks {
        compress(&mut state, block);
    }
    let rest = chunks.remainder();
    let mut last = [0u8; 256];
    last[..rest.len()].copy_from_slice(rest);
    last[rest.len()] = 0x80;
    let end = if rest.len() < 112 { 128 } else { 256 };
    last[end - 16..end].copy_from_slice(&(data.len() as u128 * 8).to_be_bytes());
    for block in last[..end].chunks_exact(128) {
        compress(&mut state, block);
    }
    let mut out = [0; 64];
    for (o, s) in out.chunks_exact_mut(8).zip(state) {
        o.copy_from_slice(&s.to_be_bytes());
    }
    out
}

fn compress(state: &mut [u64; 8], block: &[u8]) {
    let mut w = [0u64; 80];
    for (w, b) in w.iter_mut().zip(block.chunks_exact(8)) {
        *w = u64::from_be_bytes(b.try_into().unwrap_or_default());
    }
    for i in 16..80 {
        let (x, y) = (w[i - 15], w[i - 2]);
        let s0 = x.rotate_right(1) ^ x.rotate_right(8) ^ (x >> 7);
        let s1 = y.rotate_right(19) ^ y.rotate_right(61) ^ (y >> 6);
        w[i] = w[i - 16].wrapping_add(s0).wrapping_add(w[i - 7]).wrapping_add(s1);
    }
    let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = *state;
    for i in 0..80 {
        let s1 = e.rotate_right(14) ^ e.rotate_right(18) ^ e.rotate_right(41);
        let choice = (e & f) ^ (!e & g);
        let t1 = h.wrapping_add(s1).wrapping_add(choice).wrapping_add(ROUND_CONSTANTS[i]).wrapping_add(w[i]);
        let s0 = a.rotate_right(28) ^ a.rotate_right(34) ^ a.rotate_right(39);
        let majority = (a & b) ^ (a & c) ^ (b & c);
        let t2 = s0.wrapping_add(majority);
        (h, g, f, e, d, c, b, a) = (g, f, e, d.wrapping_add(t1), c, b, a, t1.wrapping_add(t2));
    }
    for (s, x) in state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
        *s = s.wrapping_add(x);
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn known_digests() {
        let hex = |d: [u8; 64]| d.iter().map(|b| format!("{b:02x}")).collect::<String>();
        assert!(hex(super::sha512(b"abc")).starts_with("ddaf35a193617abacc417349ae204131"));
        assert!(hex(super::sha512(b"")).starts_with("cf83e1357eefb8bdf1542850d66d8007"));
        assert!(hex(super::sha512(&[b'a'; 200])).starts_with("4b11459c33f52a22ee8236782714c150"));
    }
}
