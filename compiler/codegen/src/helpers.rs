//! Small functions of the module itself, for places where size matters more than speed: cold blocks, and code that runs
//! once. They keep all registers, so that a call of one in a cold block costs the hot code around it none; with this
//! convention Cranelift has no results, so there is a pointer to where the result goes. An operand of such a helper lies there
//! too: in a given register it would keep a variable of a loop from having one of its own.

mod free;
pub(crate) mod ready;

use cranelift_codegen::entity::packed_option::ReservedValue;
use cranelift_codegen::ir::condcodes::FloatCC;
use cranelift_codegen::ir::{self as clif, AbiParam, InstBuilder, MemFlagsData, Signature, types};
use cranelift_codegen::isa::CallConv;
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext};
use pyaot_abi::{Leaf, layout};

use crate::func::{Env, import_function};
use crate::refs::leaf_signature;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Helper {
    /// `release(word)`; nothing for the word 0.
    Release,
    /// `release_all(word, word, word, word)`: the same for each.
    ReleaseAll,
    /// `retain(word)`; nothing for the word 0.
    Retain,
    /// `dealloc(object)`: the count is zero. Objects without references, such as floats, are freed right here.
    Dealloc,
    /// `dealloc_fields(object)`: instances, tuples and lists are freed here.
    DeallocFields,
    /// `dealloc_general(object)`: the leaf.
    DeallocGeneral,
    /// `drain()`: the leaf.
    Drain,
    /// `refill(&word)`: the leaf; the size class, then the cell.
    Refill,
    /// `tag(&word)`: the int, then its tagged word or object.
    Tag,
    /// `safepoint(&word)`: the leaf.
    Safepoint,
    /// `square(&word)`: the bits of a float, then of its power by the leaf; all bits set if that raised.
    Square,
    /// `warns(&words)`: two operands and the result of an operation of NumPy's floats, behind a word that becomes 1 if there is something to warn
    /// of: the operands are finite and the result is not, or they are numbers and it is none.
    Warns,
    /// `twin(&words)`: the address of a slow twin and its two arguments, then what it returns, and the status.
    Twin,
    /// The same for a twin that returns a float.
    TwinFloat,
}

impl Helper {
    pub(crate) const ALL: [Helper; 14] = [
        Helper::Release,
        Helper::ReleaseAll,
        Helper::Retain,
        Helper::Dealloc,
        Helper::DeallocFields,
        Helper::DeallocGeneral,
        Helper::Drain,
        Helper::Refill,
        Helper::Tag,
        Helper::Safepoint,
        Helper::Square,
        Helper::Warns,
        Helper::Twin,
        Helper::TwinFloat,
    ];

    /// The words of [`Helper::Warns`]; [`Helper::Twin`] has fewer.
    pub(crate) const LOOKED_AT: usize = 4;

    /// How many words [`Helper::ReleaseAll`] takes.
    pub(crate) const TOGETHER: usize = 4;

    pub(crate) fn name(self) -> &'static str {
        match self {
            Helper::Release => "pyaot.release",
            Helper::ReleaseAll => "pyaot.release_all",
            Helper::Retain => "pyaot.retain",
            Helper::Dealloc => "pyaot.dealloc",
            Helper::DeallocFields => "pyaot.dealloc_fields",
            Helper::DeallocGeneral => "pyaot.dealloc_general",
            Helper::Drain => "pyaot.drain",
            Helper::Refill => "pyaot.refill",
            Helper::Tag => "pyaot.tag",
            Helper::Safepoint => "pyaot.safepoint",
            Helper::Square => "pyaot.square",
            Helper::Warns => "pyaot.warns",
            Helper::Twin => "pyaot.twin",
            Helper::TwinFloat => "pyaot.twin_float",
        }
    }

    pub(crate) fn signature(self) -> Signature {
        let mut s = Signature::new(CallConv::PreserveAll);
        let params = match self {
            Helper::Drain => 0,
            Helper::ReleaseAll => Helper::TOGETHER,
            _ => 1,
        };
        s.params = vec![AbiParam::new(types::I64); params];
        s
    }

    pub(crate) fn build(self, env: &Env, func: &mut clif::Function, frontend: &mut FunctionBuilderContext) {
        func.signature = self.signature();
        let mut b = FunctionBuilder::new(func, frontend);
        let entry = b.create_block();
        b.append_block_params_for_function_params(entry);
        b.switch_to_block(entry);
        let params = b.block_params(entry).to_vec();
        match (self, params.first().copied().unwrap_or(clif::Value::reserved_value())) {
            (Helper::Release, word) => {
                release(env, &mut b, word);
                b.ins().return_(&[]);
            }
            (Helper::ReleaseAll, _) => {
                for word in params {
                    release(env, &mut b, word);
                }
                b.ins().return_(&[]);
            }
            (Helper::Retain, word) => retain(&mut b, word),
            (Helper::Dealloc, object) => free::dealloc(env, &mut b, object),
            (Helper::DeallocFields, object) => free::dealloc_fields(env, &mut b, object),
            (Helper::DeallocGeneral, object) => {
                leaf(env, &mut b, Leaf::dealloc, &[object]);
                b.ins().return_(&[]);
            }
            (Helper::Drain, _) => {
                leaf(env, &mut b, Leaf::drain, &[]);
                b.ins().return_(&[]);
            }
            (Helper::Refill, out) => {
                let class = b.ins().load(types::I64, MemFlagsData::trusted(), out, 0);
                let call = leaf(env, &mut b, Leaf::refill, &[class]);
                let cell = b.inst_results(call)[0];
                b.ins().store(MemFlagsData::trusted(), cell, out, 0);
                b.ins().return_(&[]);
            }
            (Helper::Tag, out) => tag(env, &mut b, out),
            (Helper::Safepoint, out) => {
                let look = if env.beside { Leaf::safepoint_beside } else { Leaf::safepoint };
                let call = leaf(env, &mut b, look, &[]);
                let raised = b.inst_results(call)[0];
                let raised = b.ins().uextend(types::I64, raised);
                b.ins().store(MemFlagsData::trusted(), raised, out, 0);
                b.ins().return_(&[]);
            }
            (Helper::Square, out) => {
                let x = b.ins().load(types::F64, MemFlagsData::trusted(), out, 0);
                let call = leaf(env, &mut b, Leaf::f64_square, &[x]);
                let [power, raised] = [0, 1].map(|k| b.inst_results(call)[k]);
                let power = b.ins().bitcast(types::I64, MemFlagsData::new(), power);
                let none = b.ins().iconst(types::I64, -1);
                let power = b.ins().select(raised, none, power);
                b.ins().store(MemFlagsData::trusted(), power, out, 0);
                b.ins().return_(&[]);
            }
            (Helper::Warns, words) => {
                let word = |b: &mut FunctionBuilder, ty, k: i32| b.ins().load(ty, MemFlagsData::trusted(), words, 8 * k);
                let [x, y, result] = [1, 2, 3].map(|k| word(&mut b, types::F64, k));
                // The difference of what is finite and itself is 0, else it is no number.
                let [less_x, less_y, less] = [x, y, result].map(|v| b.ins().fsub(v, v));
                let operands = b.ins().fadd(less_x, less_y);
                let finite = b.ins().fcmp(FloatCC::Ordered, operands, operands);
                let not = b.ins().fcmp(FloatCC::Unordered, less, less);
                let overflow = b.ins().band(finite, not);
                let numbers = b.ins().fcmp(FloatCC::Ordered, x, y);
                let none = b.ins().fcmp(FloatCC::Unordered, result, result);
                let invalid = b.ins().band(numbers, none);
                let warns = b.ins().bor(overflow, invalid);
                let warns = b.ins().uextend(types::I64, warns);
                let before = word(&mut b, types::I64, 0);
                let warns = b.ins().bor(before, warns);
                b.ins().store(MemFlagsData::trusted(), warns, words, 0);
                b.ins().return_(&[]);
            }
            (Helper::Twin, words) => twin(&mut b, words, types::I64),
            (Helper::TwinFloat, words) => twin(&mut b, words, types::F64),
        }
        b.seal_all_blocks();
        b.finalize(env.config);
    }
}

fn twin(b: &mut FunctionBuilder, words: clif::Value, result: clif::Type) {
    let mut signature = Signature::new(CallConv::Tail);
    signature.params = vec![AbiParam::new(types::I64); 2];
    signature.returns = [result, types::I64].map(AbiParam::new).to_vec();
    let signature = b.import_signature(signature);
    let [twin, point, frame] = [0, 8, 16].map(|at| b.ins().load(types::I64, MemFlagsData::trusted(), words, at));
    let call = b.ins().call_indirect(signature, twin, &[point, frame]);
    let results = b.inst_results(call).to_vec();
    for (at, v) in (0..).step_by(8).zip(results) {
        b.ins().store(MemFlagsData::trusted(), v, words, at);
    }
    b.ins().return_(&[]);
}

fn leaf(env: &Env, b: &mut FunctionBuilder, leaf: Leaf, args: &[clif::Value]) -> clif::Inst {
    let f = import_function(b, env.refs.leaf(leaf), leaf_signature(leaf), env.near);
    b.ins().call(f, args)
}

fn helper(env: &Env, b: &mut FunctionBuilder, h: Helper, args: &[clif::Value]) {
    let f = import_function(b, env.refs.helper(h).expect("Used::add knows which helpers call which"), h.signature(), true);
    b.ins().call(f, args);
}

/// Goes on in a new block where `word` is an object; the second block is for the others.
fn if_object(b: &mut FunctionBuilder, word: clif::Value) -> clif::Block {
    let [set, object, other] = std::array::from_fn(|_| b.create_block());
    b.ins().brif(word, set, &[], other, &[]);
    b.switch_to_block(set);
    let tag = b.ins().band_imm_u(word, 1);
    b.ins().brif(tag, other, &[], object, &[]);
    b.switch_to_block(object);
    other
}

fn count(b: &mut FunctionBuilder, word: clif::Value, by: i64) -> clif::Value {
    let count = b.ins().load(types::I64, MemFlagsData::trusted(), word, layout::RC);
    let count = b.ins().iadd_imm_s(count, by);
    b.ins().store(MemFlagsData::trusted(), count, word, layout::RC);
    count
}

/// Gives up a reference; nothing for the word 0. Goes on in a new block.
fn release(env: &Env, b: &mut FunctionBuilder, word: clif::Value) {
    let done = if_object(b, word);
    let last = b.create_block();
    let count = count(b, word, -1);
    b.ins().brif(count, done, &[], last, &[]);
    b.switch_to_block(last);
    helper(env, b, Helper::Dealloc, &[word]);
    b.ins().jump(done, &[]);
    b.switch_to_block(done);
}

fn retain(b: &mut FunctionBuilder, word: clif::Value) {
    let done = if_object(b, word);
    count(b, word, 1);
    b.ins().jump(done, &[]);
    b.switch_to_block(done);
    b.ins().return_(&[]);
}

fn tag(env: &Env, b: &mut FunctionBuilder, out: clif::Value) {
    let int = b.ins().load(types::I64, MemFlagsData::trusted(), out, 0);
    let [small, large] = std::array::from_fn(|_| b.create_block());
    let (double, overflow) = b.ins().sadd_overflow(int, int);
    b.ins().brif(overflow, large, &[], small, &[]);
    b.switch_to_block(small);
    let word = b.ins().bor_imm_u(double, 1);
    b.ins().store(MemFlagsData::trusted(), word, out, 0);
    b.ins().return_(&[]);
    b.switch_to_block(large);
    let call = leaf(env, b, Leaf::box_int, &[int]);
    let word = b.inst_results(call)[0];
    b.ins().store(MemFlagsData::trusted(), word, out, 0);
    b.ins().return_(&[]);
}
