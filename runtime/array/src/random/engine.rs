//! The bit generators: streams of 32 and 64 random bits (`numpy.random.BitGenerator`).

use std::rc::Rc;

use pyaot_core::modules::random::Twister;

use super::host::Foreign;

/// Words of the Mersenne Twister's state.
pub const TWISTER_WORDS: usize = 624;

/// A bit generator with its state.
pub enum Engine {
    /// `MT19937`
    Twister(Box<Twister>),
    Pcg(Pcg),
    Sfc(Sfc),
    Philox(Box<Philox>),
    /// The host's: its NumPy draws from the same numbers.
    Foreign(Rc<Foreign>),
}

/// The half of a 64-bit draw that the next 32-bit draw takes.
#[derive(Clone, Copy, Default)]
pub struct Half {
    pub waits: bool,
    pub bits: u32,
}

/// `PCG64` and, with another output function, `PCG64DXSM` (O'Neill 2014).
#[derive(Clone)]
pub struct Pcg {
    pub state: u128,
    pub inc: u128,
    pub dxsm: bool,
    pub half: Half,
}

/// `SFC64` (Doty-Humphrey).
#[derive(Clone)]
pub struct Sfc {
    pub words: [u64; 4],
    pub half: Half,
}

/// `Philox`: 4×64 bits, ten rounds (Salmon et al. 2011).
#[derive(Clone)]
pub struct Philox {
    pub counter: [u64; 4],
    pub key: [u64; 2],
    pub buffer: [u64; 4],
    pub at: usize,
    pub half: Half,
}

const PCG_FACTOR: u128 = 0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645;
const PCG_CHEAP_FACTOR: u64 = 0xda94_2042_e4dd_58b5;

impl Pcg {
    /// A stream: where it starts, and which of the 2¹²⁷ streams.
    pub fn new(start: u128, stream: u128, dxsm: bool) -> Pcg {
        let inc = (stream << 1) | 1;
        // NumPy seeds both kinds with the long factor.
        let state = inc.wrapping_add(start).wrapping_mul(PCG_FACTOR).wrapping_add(inc);
        Pcg { state, inc, dxsm, half: Half::default() }
    }

    fn factor(&self) -> u128 {
        if self.dxsm { u128::from(PCG_CHEAP_FACTOR) } else { PCG_FACTOR }
    }

    #[inline]
    fn step(&mut self) {
        self.state = self.state.wrapping_mul(self.factor()).wrapping_add(self.inc);
    }

    #[inline]
    fn next_u64(&mut self) -> u64 {
        if self.dxsm {
            let (mut high, low) = ((self.state >> 64) as u64, self.state as u64 | 1);
            self.step();
            high ^= high >> 32;
            high = high.wrapping_mul(PCG_CHEAP_FACTOR);
            high ^= high >> 48;
            return high.wrapping_mul(low);
        }
        self.step();
        ((self.state >> 64) as u64 ^ self.state as u64).rotate_right((self.state >> 122) as u32)
    }

    /// Goes on by `delta` draws at once (negative ones wrap).
    pub fn advance(&mut self, mut delta: u128) {
        let (mut factor, mut plus) = (self.factor(), self.inc);
        let (mut all_factor, mut all_plus) = (1u128, 0u128);
        while delta > 0 {
            if delta & 1 == 1 {
                all_factor = all_factor.wrapping_mul(factor);
                all_plus = all_plus.wrapping_mul(factor).wrapping_add(plus);
            }
            plus = factor.wrapping_add(1).wrapping_mul(plus);
            factor = factor.wrapping_mul(factor);
            delta >>= 1;
        }
        self.state = all_factor.wrapping_mul(self.state).wrapping_add(all_plus);
        self.half = Half::default();
    }
}

impl Sfc {
    pub fn new(seed: [u64; 3]) -> Sfc {
        let mut s = Sfc { words: [seed[0], seed[1], seed[2], 1], half: Half::default() };
        for _ in 0..12 {
            s.next_u64();
        }
        s
    }

    #[inline]
    fn next_u64(&mut self) -> u64 {
        let [a, b, c, count] = self.words;
        let out = a.wrapping_add(b).wrapping_add(count);
        self.words = [b ^ (b >> 11), c.wrapping_add(c << 3), c.rotate_left(24).wrapping_add(out), count.wrapping_add(1)];
        out
    }
}

impl Philox {
    pub fn new(key: [u64; 2], counter: [u64; 4]) -> Philox {
        Philox { counter, key, buffer: [0; 4], at: 4, half: Half::default() }
    }

    #[inline]
    fn next_u64(&mut self) -> u64 {
        if self.at < 4 {
            self.at += 1;
            return self.buffer[self.at - 1];
        }
        for word in &mut self.counter {
            *word = word.wrapping_add(1);
            if *word != 0 {
                break;
            }
        }
        let (mut c, mut key) = (self.counter, self.key);
        for round in 0..10 {
            if round > 0 {
                key = [key[0].wrapping_add(0x9e37_79b9_7f4a_7c15), key[1].wrapping_add(0xbb67_ae85_84ca_a73b)];
            }
            let x = u128::from(c[0]) * 0xd2e7_470e_e14c_6c93;
            let y = u128::from(c[2]) * 0xca5a_8263_9512_1157;
            c = [(y >> 64) as u64 ^ c[1] ^ key[0], y as u64, (x >> 64) as u64 ^ c[3] ^ key[1], x as u64];
        }
        self.buffer = c;
        self.at = 1;
        c[0]
    }
}

impl Engine {
    #[inline]
    pub fn next_u64(&mut self) -> u64 {
        match self {
            Engine::Twister(t) => {
                let high = t.next_u32();
                u64::from(high) << 32 | u64::from(t.next_u32())
            }
            Engine::Pcg(p) => p.next_u64(),
            Engine::Sfc(s) => s.next_u64(),
            Engine::Philox(p) => p.next_u64(),
            Engine::Foreign(g) => g.next_u64(),
        }
    }

    #[inline]
    pub fn next_u32(&mut self) -> u32 {
        let (half, word) = match self {
            Engine::Twister(t) => return t.next_u32(),
            Engine::Foreign(g) => return g.next_u32(),
            Engine::Pcg(p) if p.half.waits => (&mut p.half, 0),
            Engine::Pcg(p) => {
                let word = p.next_u64();
                (&mut p.half, word)
            }
            Engine::Sfc(s) if s.half.waits => (&mut s.half, 0),
            Engine::Sfc(s) => {
                let word = s.next_u64();
                (&mut s.half, word)
            }
            Engine::Philox(p) if p.half.waits => (&mut p.half, 0),
            Engine::Philox(p) => {
                let word = p.next_u64();
                (&mut p.half, word)
            }
        };
        if half.waits {
            half.waits = false;
            return half.bits;
        }
        *half = Half { waits: true, bits: (word >> 32) as u32 };
        word as u32
    }

    /// What `random_raw` gives: the words as the generator makes them.
    pub fn next_raw(&mut self) -> u64 {
        match self {
            Engine::Twister(t) => t.next_u32().into(),
            Engine::Foreign(g) => g.next_raw(),
            _ => self.next_u64(),
        }
    }

    /// A float in [0, 1) with 53 random bits.
    #[inline]
    pub fn next_f64(&mut self) -> f64 {
        match self {
            Engine::Twister(t) => t.next_f64(),
            Engine::Foreign(g) => g.next_f64(),
            _ => (self.next_u64() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0),
        }
    }

    /// A float in [0, 1) with 24 random bits.
    #[inline]
    pub fn next_f32(&mut self) -> f32 {
        (self.next_u32() >> 8) as f32 * (1.0 / 16_777_216.0)
    }

    /// An int in [0, max]: as many bits as max has, until they are in range (`random_interval`).
    #[inline]
    pub fn interval(&mut self, max: u64) -> u64 {
        if max == 0 {
            return 0;
        }
        let mask = u64::MAX >> max.leading_zeros();
        loop {
            let v = if max <= u64::from(u32::MAX) { u64::from(self.next_u32()) } else { self.next_u64() } & mask;
            if v <= max {
                return v;
            }
        }
    }

    /// The half of a 64-bit draw that waits; the Mersenne Twister draws 32 bits anyway, and the host keeps its own.
    pub fn half(&mut self) -> Option<&mut Half> {
        match self {
            Engine::Twister(_) | Engine::Foreign(_) => None,
            Engine::Pcg(p) => Some(&mut p.half),
            Engine::Sfc(s) => Some(&mut s.half),
            Engine::Philox(p) => Some(&mut p.half),
        }
    }
}
