//! A small builder of IR, and a runtime that does next to nothing.

use std::cell::Cell;

use pyaot_codegen::{JitCode, Options};
use pyaot_ir::*;

/// Builds one function, block by block.
pub struct Build {
    pub f: Function,
    at: Block,
    line: u32,
}

impl Build {
    /// The parameters of the entry block follow.
    pub fn new(name: &str, conv: Conv, ret: Option<Ty>, has_status: bool, params: &[Ty]) -> (Build, Vec<Value>) {
        let mut f = Function::new(name.into(), conv, ret, has_status);
        let at = f.new_block(false);
        let values = params.iter().map(|t| f.add_param(at, *t)).collect();
        (Build { f, at, line: 1 }, values)
    }

    pub fn block(&mut self, params: &[Ty], cold: bool) -> (Block, Vec<Value>) {
        let b = self.f.new_block(cold);
        let values = params.iter().map(|t| self.f.add_param(b, *t)).collect();
        (b, values)
    }

    pub fn at(&mut self, b: Block) {
        self.at = b;
    }

    pub fn all(&mut self, op: Op, args: &[Value], results: &[Ty], exits: &[(ExitKind, Block, &[Value])]) -> Vec<Value> {
        let results: Vec<Value> = results.iter().map(|t| self.f.new_value(*t)).collect();
        let exit = |(kind, block, args): &(ExitKind, Block, &[Value])| Exit { kind: *kind, target: to(*block, args) };
        let exits = exits.iter().map(exit).collect();
        let inst = Inst { op, args: args.to_vec(), results: results.clone(), exits, line: self.line, frame: 0 };
        self.f.block_mut(self.at).insts.push(inst);
        self.line += 1;
        results
    }

    pub fn op(&mut self, op: Op, args: &[Value], ty: Ty) -> Value {
        self.all(op, args, &[ty], &[])[0]
    }

    pub fn exit(&mut self, op: Op, args: &[Value], ty: Ty, kind: ExitKind, block: Block, passed: &[Value]) -> Value {
        self.all(op, args, &[ty], &[(kind, block, passed)])[0]
    }

    pub fn void(&mut self, op: Op, args: &[Value]) {
        self.all(op, args, &[], &[]);
    }

    pub fn int(&mut self, c: i64) -> Value {
        self.op(Op::IConst(c), &[], Ty::I64)
    }

    pub fn term(&mut self, t: Term) {
        self.f.block_mut(self.at).term = t;
    }

    pub fn ret(&mut self, v: Value) {
        self.term(Term::Return(Some(v)));
    }

    pub fn jump(&mut self, b: Block, args: &[Value]) {
        self.term(Term::Jump(to(b, args)));
    }

    pub fn branch(&mut self, cond: Value, then: Target, els: Target) {
        self.term(Term::Branch { cond, then, els });
    }
}

pub fn to(block: Block, args: &[Value]) -> Target {
    Target { block, args: args.to_vec() }
}

pub fn program(functions: Vec<Function>) -> Program {
    for f in &functions {
        verify::verify(f).unwrap();
    }
    Program { functions, ..Program::default() }
}

thread_local! {
    pub static FREED: Cell<u64> = const { Cell::new(0) };
    pub static LINE: Cell<i64> = const { Cell::new(0) };
}

#[repr(C, align(8))]
pub struct Word(pub u64, pub u64);

pub static NONE: Word = Word(1 << 60, 0);
pub static TRUE: Word = Word(1 << 60, 0);
pub static FALSE: Word = Word(1 << 60, 0);
pub static TYPE_INT: Word = Word(7, 7);
pub static STACK_LIMIT: u64 = 0;
pub static PENDING: u8 = 0;

#[repr(C)]
struct Int(i64, u64);
#[repr(C)]
struct Float(f64, u64);

extern "C" fn dealloc(p: u64) {
    FREED.set(p);
}
extern "C" fn box_int(i: i64) -> u64 {
    Box::leak(Box::new([1u64, 0, i as u64])).as_ptr() as u64
}
extern "C" fn box_float(bits: u64) -> u64 {
    Box::leak(Box::new([1u64, 0, bits])).as_ptr() as u64
}
extern "C" fn unused() {
    unreachable!("declared for functions that are compiled late, called by no test")
}
extern "C" fn mulmod(a: i64, b: i64, c: i64, m: i64) -> i64 {
    ((a as i128 * b as i128 + c as i128) % m as i128 + m as i128).rem_euclid((m as i128).abs()) as i64
}
extern "C" fn len(v: u64) -> Int {
    if v == 1 { Int(0, 1) } else { Int((v >> 1) as i64, 0) }
}
extern "C" fn unbox_float(v: u64) -> Float {
    if v == 1 { Float(0.0, 1) } else { Float((v >> 1) as f64, 0) }
}
extern "C" fn truth(v: u64) -> i64 {
    if v == 1 { -1 } else { (v >> 1) as i64 & 1 }
}
/// 3, 2, 1, the end; or, from 1000 on, an exception.
extern "C" fn next(v: u64) -> Int {
    let n = v as i64 >> 1;
    if n >= 1000 { Int(0, 1) } else if n == 0 { Int(0, 0) } else { Int(v as i64 - 2, 0) }
}
extern "C" fn list_get_i64(v: u64, i: i64) -> Int {
    match i {
        0 => Int(v as i64, 0),
        1 => Int(0, 1),
        _ => Int(77, 2),
    }
}
extern "C" fn tuple_from(p: *const u64, n: i64) -> u64 {
    // SAFETY: compiled code passes an array of n words.
    unsafe { std::slice::from_raw_parts(p, n as usize) }.iter().sum()
}
extern "C" fn unpack(v: u64, n: i64, out: *mut u64) -> u8 {
    for i in 0..n as u64 {
        // SAFETY: compiled code passes an array of n words.
        unsafe { *out.add(i as usize) = v + i };
    }
    (v == 1) as u8
}
/// An empty heap: all free lists are.
static HEAP: [std::sync::atomic::AtomicU64; 80] = [const { std::sync::atomic::AtomicU64::new(0) }; 80];
extern "C" fn refill(class: i64) -> *mut u64 {
    Box::leak(vec![0u64; class as usize * 2].into_boxed_slice()).as_mut_ptr()
}
extern "C" fn safepoint() -> u8 {
    0
}
extern "C" fn stack_overflow() -> u8 {
    1
}
extern "C" fn traceback_add(_: u64, line: i64) {
    LINE.set(line);
}

pub fn symbols(name: &str) -> Option<*const u8> {
    let p = match name {
        "pyaot_None" => &raw const NONE as *const u8,
        "pyaot_True" => &raw const TRUE as *const u8,
        "pyaot_False" => &raw const FALSE as *const u8,
        "pyaot_type_int" => &raw const TYPE_INT as *const u8,
        "pyaot_stack_limit" => &raw const STACK_LIMIT as *const u8,
        "pyaot_pending" => &raw const PENDING,
        "pyaot_heap" => &raw const HEAP as *const u8,
        "pyaot_refill" => refill as *const u8,
        "pyaot_dealloc" => dealloc as *const u8,
        "pyaot_box_int" => box_int as *const u8,
        "pyaot_box_float" => box_float as *const u8,
        "pyaot_mulmod" => mulmod as *const u8,
        "pyaot_len" => len as *const u8,
        "pyaot_unbox_float" => unbox_float as *const u8,
        "pyaot_truth" => truth as *const u8,
        "pyaot_next" => next as *const u8,
        "pyaot_list_get_i64" => list_get_i64 as *const u8,
        "pyaot_tuple_from" => tuple_from as *const u8,
        "pyaot_unpack" => unpack as *const u8,
        "pyaot_safepoint" => safepoint as *const u8,
        "pyaot_stack_overflow" => stack_overflow as *const u8,
        "pyaot_traceback_add" => traceback_add as *const u8,
        _ => name.starts_with("pyaot_").then_some(unused as *const u8)?,
    };
    Some(p)
}

/// Compiles functions, with and without optimisation.
pub fn both(functions: impl Fn() -> Vec<Function>, check: impl Fn(&JitCode)) {
    for opt in [false, true] {
        let program = Box::leak(Box::new(program(functions())));
        check(&pyaot_codegen::jit(program, Box::new(|program: &Program, index, _| program.functions[index].clone()), Options { opt, ..Options::default() }, symbols).unwrap());
    }
}

/// The address of a function by name.
pub fn address(code: &JitCode, name: &str) -> *const u8 {
    code.address(name).unwrap()
}

/// Calls a function of convention `Uniform`: parameters `[Val, Ptr]`, the second one an array of raw words.
pub fn call(code: &JitCode, name: &str, args: &[i64]) -> i64 {
    // SAFETY: the function has this signature.
    let f: extern "C" fn(u64, *const i64) -> i64 = unsafe { std::mem::transmute(address(code, name)) };
    f(0, args.as_ptr())
}
