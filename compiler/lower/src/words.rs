//! Stores into the frame array for the twin: what waits to be stored becomes one instruction.

use pyaot_ir::{Block, Op, Region, Value, Word};

use crate::ctx::Lower;

/// Stores that wait.
pub struct Storing {
    /// Where they belong.
    block: Block,
    words: Vec<Word>,
    /// The frame array, and the values in the order of the words.
    args: Vec<Value>,
}

/// Stores may go behind the instruction: it has nothing to do with memory, and always goes on.
pub fn may_be_in_front(op: &Op) -> bool {
    matches!(op, Op::IConst(_) | Op::FConst(_) | Op::BConst(_) | Op::Zero | Op::Singleton(_) | Op::Const(_) | Op::Cast | Op::BToI | Op::StackSlot { .. } | Op::IShr | Op::Select)
}

impl Lower<'_> {
    /// From here on, stores of words wait. Returns what waited before.
    pub fn begin_storing(&mut self) -> Option<Storing> {
        self.storing.replace(Storing { block: self.cur, words: Vec::new(), args: Vec::new() })
    }

    pub fn end_storing(&mut self, before: Option<Storing>) {
        self.store_what_waits();
        self.storing = before;
    }

    pub fn store_word(&mut self, buf: Value, offset: i32, x: Value) {
        match self.waiting(buf) {
            Some(s) => {
                s.args.push(x);
                s.words.push(Word { offset, number: None });
            }
            None => self.op0(Op::Store { offset, region: Region::Frame(offset) }, &[buf, x]),
        }
    }

    pub fn store_number(&mut self, buf: Value, offset: i32, number: i64) {
        match self.waiting(buf) {
            Some(s) => s.words.push(Word { offset, number: Some(number) }),
            None => {
                let x = self.iconst(number);
                self.store_word(buf, offset, x);
            }
        }
    }

    fn waiting(&mut self, buf: Value) -> Option<&mut Storing> {
        let s = self.storing.as_mut()?;
        if s.words.is_empty() {
            s.block = self.cur;
            s.args.push(buf);
        }
        debug_assert!(s.block == self.cur);
        Some(s)
    }

    /// What waits is stored here, if it belongs to the block at hand.
    pub fn store_what_waits(&mut self) {
        let Some(s) = self.storing.as_mut().filter(|s| s.block == self.cur && !s.words.is_empty()) else { return };
        let (words, args) = (std::mem::take(&mut s.words), std::mem::take(&mut s.args));
        self.inst_n(Op::StoreWords(words.into()), args, &[], vec![]);
    }
}
