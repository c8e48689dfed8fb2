//! Instructions one by one, with labels.

use iced_x86::{Code, Instruction, MemoryOperand, Register};

/// A place that jumps go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Label(u64);

/// A vector register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct V(pub u8);

pub(super) struct Asm {
    pub(super) insts: Vec<Instruction>,
    labels: u64,
    /// Where the next instruction stands.
    here: Option<Label>,
    pub(super) wide: bool,
}

pub(super) fn k(n: u8) -> Register {
    Register::K0 + u32::from(n)
}

pub(super) fn ymm(v: V) -> Register {
    Register::YMM0 + u32::from(v.0)
}

pub(super) fn xmm(v: V) -> Register {
    Register::XMM0 + u32::from(v.0)
}

/// `base + index * scale + disp`
#[derive(Debug, Clone, Copy)]
pub(super) struct Mem {
    pub base: Register,
    pub index: Register,
    pub scale: u32,
    pub disp: i64,
}

impl Mem {
    pub(super) fn at(base: Register, disp: i64) -> Mem {
        Mem { base, index: Register::None, scale: 1, disp }
    }

    fn operand(self) -> MemoryOperand {
        MemoryOperand::new(self.base, self.index, self.scale, self.disp, u32::from(self.disp != 0), false, Register::None)
    }
}

/// An operand.
#[derive(Debug, Clone, Copy)]
pub(super) enum X {
    R(Register),
    M(Mem),
    I(i32),
}

impl From<Register> for X {
    fn from(r: Register) -> X {
        X::R(r)
    }
}

impl From<Mem> for X {
    fn from(m: Mem) -> X {
        X::M(m)
    }
}

impl From<i32> for X {
    fn from(i: i32) -> X {
        X::I(i)
    }
}

impl Asm {
    pub(super) fn new(wide: bool) -> Asm {
        Asm { insts: vec![], labels: 0, here: None, wide }
    }

    pub(super) fn label(&mut self) -> Label {
        self.labels += 1;
        Label(self.labels)
    }

    pub(super) fn bind(&mut self, label: Label) {
        assert!(self.here.is_none(), "two labels at one place");
        self.here = Some(label);
    }

    fn add(&mut self, mut i: Instruction) -> &mut Instruction {
        if let Some(Label(ip)) = self.here.take() {
            i.set_ip(ip);
        }
        self.insts.push(i);
        self.insts.last_mut().expect("just pushed")
    }

    pub(super) fn jump(&mut self, code: Code, to: Label) {
        let i = Instruction::with_branch(code, to.0).expect("a branch");
        self.add(i);
    }

    /// The full register of the width in use.
    pub(super) fn v(&self, v: V) -> Register {
        if self.wide { Register::ZMM0 + u32::from(v.0) } else { Register::YMM0 + u32::from(v.0) }
    }

    pub(super) fn op(&mut self, code: Code, operands: &[X]) -> &mut Instruction {
        use X::{I, M, R};
        const RIGHT: &str = "the code has such operands";
        let i = match *operands {
            [] => Instruction::with(code),
            [R(a)] => Instruction::with1(code, a).expect(RIGHT),
            [M(a)] => Instruction::with1(code, a.operand()).expect(RIGHT),
            [R(a), R(b)] => Instruction::with2(code, a, b).expect(RIGHT),
            [R(a), I(b)] => Instruction::with2(code, a, b).expect(RIGHT),
            [R(a), M(b)] => Instruction::with2(code, a, b.operand()).expect(RIGHT),
            [M(a), R(b)] => Instruction::with2(code, a.operand(), b).expect(RIGHT),
            [M(a), I(b)] => Instruction::with2(code, a.operand(), b).expect(RIGHT),
            [R(a), R(b), R(c)] => Instruction::with3(code, a, b, c).expect(RIGHT),
            [R(a), R(b), I(c)] => Instruction::with3(code, a, b, c).expect(RIGHT),
            [R(a), R(b), M(c)] => Instruction::with3(code, a, b, c.operand()).expect(RIGHT),
            [M(a), R(b), R(c)] => Instruction::with3(code, a.operand(), b, c).expect(RIGHT),
            [R(a), R(b), R(c), R(d)] => Instruction::with4(code, a, b, c, d).expect(RIGHT),
            [R(a), R(b), R(c), I(d)] => Instruction::with4(code, a, b, c, d).expect(RIGHT),
            _ => unreachable!("no instruction has such operands: {operands:?}"),
        };
        self.add(i)
    }

    /// A word into a general register.
    pub(super) fn word(&mut self, r: Register, word: u64) {
        let i = Instruction::with2(Code::Mov_r64_imm64, r, word).expect("a word fits");
        self.add(i);
    }
}
