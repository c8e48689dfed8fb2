//! What instructions do to memory, region by region.

use pyaot_abi::Leaf;
use pyaot_ir::{Function, Op, Region};

use crate::{Config, Safepoints};

/// A set of regions, by their numbers in [`Regions`].
pub type Mask = u64;

/// Numbers of the regions that a function names. What does not fit shares the last number.
pub struct Regions {
    list: Vec<Region>,
    /// Releasing an object may run code.
    finalizers: bool,
    safepoints: Safepoints,
    /// The words of frame arrays.
    frames: Mask,
}

/// Header and elements of lists.
const LISTS: Mask = 0b1_1111;
const HEADER: Mask = 0b0001;
const DICT: Mask = 1 << 7;
const SET: Mask = 1 << 8;
const OTHER: usize = 9;
/// NumPy lets nobody take elements away from an array that somebody holds.
const ARRAY_HEAD: Mask = 1 << 10;
/// What a call has for itself: values of its own.
const OWN: Mask = (1 << (OTHER + 1)) - 1;
const LAST: usize = 63;

impl Regions {
    pub fn new(config: &Config) -> Regions {
        use Region as R;
        let list = vec![
            R::ListHeader, R::ListI64, R::ListF64, R::ListVal, R::ListBool, R::Cell, R::Gen, R::Dict, R::Set, R::Other, R::ArrayHead,
        ];
        Regions { list, finalizers: config.release_runs_code, safepoints: config.safepoints, frames: 0 }
    }

    /// The number of a region, `None` for what never changes.
    pub fn number(&mut self, r: Region) -> Option<usize> {
        if r == Region::Const {
            return None;
        }
        Some(match self.list.iter().position(|x| *x == r) {
            Some(k) => k.min(LAST),
            None => {
                self.list.push(r);
                let k = (self.list.len() - 1).min(LAST);
                if k < LAST && matches!(r, Region::Frame(_)) {
                    self.frames |= 1 << k;
                }
                k
            }
        })
    }

    pub fn count(&self) -> usize {
        self.list.len().min(LAST + 1)
    }

    /// Numbers every region that the function reads or writes.
    pub fn collect(&mut self, f: &Function) {
        for b in &f.blocks {
            for i in &b.insts {
                if let Some(r) = read(&i.op) {
                    self.number(r);
                }
            }
        }
    }

    /// Regions whose content may differ behind the instruction.
    pub fn clobbers(&mut self, op: &Op) -> Mask {
        let one = |me: &mut Self, r: Region| me.number(r).map_or(0, |k| 1 << k);
        match op {
            Op::Store { region, .. } | Op::StoreIdx { region } | Op::Take { region, .. } | Op::TakeIdx { region, .. } => one(self, *region),
            Op::StoreWords(_) => 1 << LAST | self.frames,
            Op::StoreNum(_) => one(self, Region::Array),
            Op::Lanes(lanes) => lanes.streams.iter().map(|s| one(self, s.region)).fold(0, |all, one| all | one),
            Op::StoreGlobal { global } | Op::TakeGlobal { global, .. } => one(self, Region::Global(*global)),
            Op::Release | Op::ReleaseMaybe => if self.finalizers { Mask::MAX } else { 0 },
            Op::Safepoint => match self.safepoints {
                Safepoints::Quiet => 0,
                Safepoints::Threads => Mask::MAX & !(OWN | ARRAY_HEAD | self.frames),
                Safepoints::Anything => Mask::MAX & !(ARRAY_HEAD | self.frames),
            },
            Op::Call(_) | Op::TailCall(_) | Op::LeafOut { .. } => Mask::MAX & !self.frames,
            Op::Leaf(Leaf::zero_slots | Leaf::take_slots | Leaf::take_range | Leaf::release_slots) => 1 << OTHER | 1 << LAST | self.frames,
            Op::Leaf(l) | Op::LeafArray { leaf: l, .. } => leaf(*l) & !self.frames,
            _ => 0,
        }
    }
}

/// The region that a load or a search reads.
pub fn read(op: &Op) -> Option<Region> {
    match op {
        Op::Load { region, .. } | Op::LoadIdx { region, .. } | Op::LoadU8 { region, .. } => Some(*region),
        Op::LoadNum(_) => Some(Region::Array),
        Op::LoadGlobal { stable: true, .. } => Some(Region::Const),
        Op::LoadGlobal { global, .. } => Some(Region::Global(*global)),
        // Searches: the answer is right until the table changes.
        Op::Leaf(Leaf::dict_pos | Leaf::dict_pos_pair) => Some(Region::Dict),
        Op::Leaf(Leaf::set_place | Leaf::set_place_pair) => Some(Region::Set),
        _ => None,
    }
}

/// The leaf may run code of the program.
pub fn runs_code(l: Leaf) -> bool {
    leaf(l) == Mask::MAX && l != Leaf::dealloc
}

fn leaf(l: Leaf) -> Mask {
    use Leaf as L;
    if l.info().pure {
        return 0;
    }
    match l {
        // They make new objects or raise, without running code.
        L::str_strip | L::str_case | L::str_split | L::str_pieces | L::str_next_piece | L::str_replace | L::str_join_list | L::str_repeat => 0,
        L::str_concat | L::str_char | L::str_getitem | L::str_join | L::ord | L::chr | L::list_new | L::list_from | L::list_repeat_i64 => 0,
        L::list_repeat_f64 | L::list_concat | L::list_with_front | L::list_with_back | L::list_get | L::list_get_i64 | L::list_get_f64 | L::list_slice | L::list_slice_step | L::list_to_tuple | L::tuple_from => 0,
        L::str_from_char | L::str_slice | L::str_slice_step | L::str_append | L::str_append_char | L::deque_pop | L::deque_popleft | L::dict_new | L::set_new | L::range_item | L::int_binary | L::int_muladd | L::int_from_f64 | L::int_to_f64 | L::int_truediv => 0,
        L::i64_truediv | L::f64_mod | L::f64_floordiv | L::math_unary | L::math_binary | L::f64_pow | L::f64_square | L::f64_pow_any | L::complex_abs | L::f64_round | L::f64_round_digits => 0,
        L::np_draw | L::np_draw2 | L::np_draw_int | L::random_below | L::random_draw | L::raise_zero_division | L::raise_index | L::raise_unbound | L::raise_type | L::traceback_add | L::make_cell => 0,
        L::range_new | L::range_of | L::range_turned | L::slice_new | L::int_to_str | L::make_function | L::new_instance | L::gen_new | L::stack_overflow => 0,
        L::new_array | L::array_like | L::exc_take | L::exc_pop | L::new_exception | L::exception_init | L::raise_name | L::deque_append | L::deque_appendleft | L::gen_result => 0,
        // Keys that are ints: comparing them runs no code.
        L::dict_get_int | L::dict_set_int => 0,
        L::set_has | L::dict_has | L::dict_find | L::dict_pos | L::set_place | L::dict_pos_pair | L::set_place_pair | L::raise_key => 0,
        L::dict_set_at => DICT,
        L::set_put | L::set_put_at => SET,
        // What elements there were stays as it was.
        L::list_append | L::list_append_i64 | L::list_append_f64 => HEADER,
        L::heap_push | L::heap_pop | L::list_pop | L::list_set | L::list_set_i64 | L::list_set_f64 => LISTS,
        L::zero_slots | L::take_slots | L::take_range | L::release_slots => 1 << OTHER,
        _ => Mask::MAX,
    }
}
