//! The part of the runtime's state that belongs to one thread of the host's: it goes when another thread comes.

use std::cell::Cell;

use pyaot_abi::layout::FrameDesc;

use super::super::PLACE;
use super::HOST;
use crate::exception;
use crate::state::STATE;
use crate::value::Value;

/// What a thread that is inside leaves behind, until it is its turn again.
#[derive(Default)]
pub struct Own {
    handled: Vec<Value>,
    pending: u64,
    stop_value: u64,
    native_depth: u32,
    generator_depth: i64,
    image: usize,
    alone: bool,
    outside: u64,
    place: (Option<&'static FrameDesc>, i64),
    filling: bool,
    filled: u32,
    level: u32,
    known_handled: usize,
}

/// What the bridge keeps of each thread.
pub struct Crossing {
    /// A container is being brought up to date.
    pub filling: Cell<bool>,
    /// How many are, each inside of the one before.
    pub filled: Cell<u32>,
    /// In how many containers that is which is being filled.
    pub level: Cell<u32>,
    /// How many exceptions the program was handling when the host called it last.
    pub known_handled: Cell<usize>,
}

// SAFETY: the host's lock is held.
unsafe impl Sync for Crossing {}

pub static CROSSING: Crossing = Crossing { filling: Cell::new(false), filled: Cell::new(0), level: Cell::new(0), known_handled: Cell::new(0) };

impl Own {
    /// Takes the place of the state that is there, which is the result.
    pub fn put(self) -> Own {
        let before = Own {
            handled: exception::split_handled(0),
            pending: STATE.pending.replace(self.pending),
            stop_value: STATE.stop_value.replace(self.stop_value),
            native_depth: STATE.native_depth.replace(self.native_depth),
            generator_depth: STATE.generator_depth.replace(self.generator_depth),
            image: crate::module::set_current(self.image),
            alone: HOST.alone.replace(self.alone),
            outside: HOST.outside.replace(self.outside),
            // SAFETY: records of frames live as long as the code, which is never freed.
            place: (unsafe { PLACE.frame.get().as_ref() }, PLACE.line.get()),
            filling: CROSSING.filling.replace(self.filling),
            filled: CROSSING.filled.replace(self.filled),
            level: CROSSING.level.replace(self.level),
            known_handled: CROSSING.known_handled.replace(self.known_handled),
        };
        PLACE.frame.set(self.place.0.map_or(std::ptr::null(), std::ptr::from_ref));
        PLACE.line.set(self.place.1);
        self.handled.into_iter().for_each(exception::push_handled);
        before
    }

    /// It is that of a thread that is not inside.
    pub fn is_nothing(&self) -> bool {
        let none = self.handled.is_empty() && self.pending == 0 && self.stop_value == 0 && !self.filling && self.known_handled == 0;
        none && self.native_depth == 0 && self.generator_depth == 0 && self.image == 0 && !self.alone && self.place.0.is_none()
    }
}
