//! `numpy.random.SeedSequence`: entropy of any length, mixed into words of which every bit depends on all of it (O'Neill).

/// Runs words through a hash whose constant changes from word to word.
struct Hash {
    constant: u32,
    factor: u32,
}

impl Hash {
    fn next(&mut self, word: u32) -> u32 {
        let mut w = word ^ self.constant;
        self.constant = self.constant.wrapping_mul(self.factor);
        w = w.wrapping_mul(self.constant);
        w ^ (w >> 16)
    }
}

fn mix(x: u32, y: u32) -> u32 {
    let r = 0xca01_f9ddu32.wrapping_mul(x).wrapping_sub(0x4973_f715u32.wrapping_mul(y));
    r ^ (r >> 16)
}

/// The pool of these entropy words.
pub fn pool(entropy: &[u32], size: usize) -> Vec<u32> {
    let mut hash = Hash { constant: 0x43b0_d7e5, factor: 0x931e_8875 };
    let mut pool: Vec<u32> = (0..size).map(|k| hash.next(entropy.get(k).copied().unwrap_or(0))).collect();
    for from in 0..size {
        for to in 0..size {
            if from != to {
                pool[to] = mix(pool[to], hash.next(pool[from]));
            }
        }
    }
    for word in entropy.iter().skip(size) {
        for p in &mut pool {
            *p = mix(*p, hash.next(*word));
        }
    }
    pool
}

/// `generate_state`: this many words.
pub fn words(pool: &[u32], n: usize) -> Vec<u32> {
    let mut hash = Hash { constant: 0x8b51_f9dd, factor: 0x58f3_8ded };
    pool.iter().cycle().take(n).map(|w| hash.next(*w)).collect()
}

/// `generate_state` of 64-bit words.
pub fn long_words(pool: &[u32], n: usize) -> Vec<u64> {
    words(pool, 2 * n).chunks_exact(2).map(|w| u64::from(w[1]) << 32 | u64::from(w[0])).collect()
}
