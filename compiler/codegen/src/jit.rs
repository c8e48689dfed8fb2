//! Code in memory.
//!
//! Every function is called by its stub and compiled when it is first called, or before that by threads that work through the
//! program in the order in which it may be called, while it already runs. What is hardly ever called, such as slow twins,
//! is left for when it is.

use std::ops::Range;
use std::time::Duration;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, OnceLock};

use cranelift_jit::JITModule;
use cranelift_module::{FuncId as FuncRef, Module};
use pyaot_abi::layout::ProgramDesc;
use pyaot_ir::{BlockData, FuncId, Function, Op, Program, Term};

use crate::blank::{self, Blank};
use crate::compile::{Compiled, Unit, Worker};
use crate::few::Few;
use crate::func::Env;
use crate::helpers::ready;
use crate::isa::Isas;
use crate::large_stack::LargeStack;
use crate::lines::CodeMap;
use crate::memory::{LITTLE, STEP};
use crate::once::{self, Machine};
use crate::refs::{Own, Refs, Stubs, Used, signature};
use crate::threads::{AbortOnPanic, Job, LATER, SOON, STACK};
use crate::{Forms, Options, Symbols, image, stubs};

/// Gives a function of the program with what was put off until it is compiled: its passes.
pub type Finish = Box<dyn Fn(&Program, usize, Form) -> Function + Send + Sync>;

/// Which form of a function is wanted, of one that has two ([`Function::has_quick`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Compiled in little time.
    Quick,
    Full,
    /// To be run as it stands, not to be compiled.
    Once,
}

/// Compiled code in memory. The memory stays mapped for the rest of the process: finalizers of Python objects may call
/// into it until the very end.
pub struct JitCode {
    desc: *const ProgramDesc,
    addresses: Range<usize>,
    /// None: nothing is left to be compiled.
    code: Option<&'static Code>,
}

// SAFETY: the description is never written to.
unsafe impl Send for JitCode {}

/// Functions with their passes done, of those that are compiled first: that needs nothing of the module.
struct Finished {
    program: &'static Program,
    finish: Finish,
    first: Vec<First>,
    process: i32,
}

struct First {
    index: usize,
    done: Mutex<Option<Function>>,
    /// Somebody compiles it.
    taken: AtomicBool,
}

/// So many functions have their passes while the module is made.
const FIRST: usize = 1;

impl Finished {
    fn get(&self, index: usize) -> Function {
        let Some(first) = self.first.iter().find(|f| f.index == index) else { return self.finished(index) };
        first.taken.store(true, Ordering::Relaxed);
        // SAFETY: no preconditions.
        let is_own = || unsafe { libc::getpid() } == self.process;
        let done = match first.done.try_lock() {
            Ok(mut done) => done.take(),
            // A thread of this process that is at it ends soon.
            Err(_) if is_own() => first.done.lock().expect("a panic ends the process").take(),
            Err(_) => None,
        };
        done.unwrap_or_else(|| self.finished(index))
    }

    fn finished(&self, index: usize) -> Function {
        (self.finish)(self.program, index, Form::Quick)
    }
}

impl Job for Finished {
    fn work(&self, _: &mut Worker) {
        for first in &self.first {
            let Ok(mut done) = first.done.try_lock() else { continue };
            if !first.taken.load(Ordering::Relaxed) && done.is_none() {
                *done = Some(self.finished(first.index));
            }
        }
    }
}

/// What it takes to compile the functions of a program, and how far that is.
struct Code {
    program: &'static Program,
    refs: Refs,
    helpers: &'static [Compiled],
    isas: &'static Isas,
    near: bool,
    addresses: Range<usize>,
    few: Few,
    /// What runs when the program starts and is not compiled for that, its entry first ([`crate::once`]).
    once: Vec<usize>,
    symbols: Symbols,
    finished: &'static Finished,
    /// Where the code comes from, if that is to be kept.
    map: Option<Mutex<CodeMap>>,
    states: Mutex<States>,
    changed: Condvar,
    /// What functions that have two forms are called in their quick one.
    quick: Vec<Option<FuncRef>>,
    in_full: &'static InFull,
    /// What threads compile, in that order: what will probably be called, then, if it is to be kept, everything else. And how many
    /// of these are taken.
    ahead: Vec<usize>,
    taken: AtomicUsize,
    /// Those that go into memory as soon as they are there.
    soon: Vec<bool>,
    /// What has gone into memory, if that is wanted once more.
    kept: Option<Mutex<Vec<Compiled>>>,
    module: Mutex<JITModule>,
    /// The process that has the threads.
    process: i32,
}

/// What the threads that run programs compile with, one after the other.
static FREE: Mutex<Vec<Worker>> = Mutex::new(Vec::new());

/// How far all is.
struct States {
    /// By function.
    of: Vec<State>,
    /// Functions that have only their quick form yet, the first to be called first.
    quick: VecDeque<usize>,
    /// So many of them are being compiled in full.
    under_way: usize,
    /// Landings that may be of use.
    landings: Vec<usize>,
}

/// How far a function is.
enum State {
    Waiting,
    /// A thread is at it.
    Taken,
    Ready(Compiled),
    /// Where calls of it go.
    Placed(usize),
}

pub(crate) fn compile(
    program: &'static Program,
    finish: Finish,
    options: Options,
    symbols: Symbols,
) -> Result<JitCode, String> {
    let once = if stubs::SUPPORTED { once::functions(program) } else { Vec::new() };
    let mut ahead = ahead(program);
    ahead.retain(|i| !once.contains(i));
    let first = ahead.iter().take(FIRST).map(|i| First { index: *i, done: Mutex::new(None), taken: AtomicBool::new(false) }).collect();
    // SAFETY: no preconditions.
    let process = unsafe { libc::getpid() };
    let finished: &'static Finished = Box::leak(Box::new(Finished { program, finish, first, process }));
    if stubs::SUPPORTED {
        SOON.submit(finished);
    }
    let isas = Isas::here(options.opt)?;
    let size: usize = program.functions.iter().flat_map(|f| &f.blocks).map(|b| b.size() + 1).sum();
    let grows = program.functions.iter().any(|f| f.has_quick);
    let Blank { mut module, mut refs, near, addresses } = blank::take(options.opt, size * CODE + program.functions.len() * STEP, grows, symbols)?;
    refs.declare_functions(&mut module, program).map_err(|e| e.to_string())?;

    // Its address is part of the code.
    let place: &'static OnceLock<Code> = Box::leak(Box::new(OnceLock::new()));
    let in_full: &'static InFull = Box::leak(Box::new(InFull(place)));
    if stubs::SUPPORTED {
        let data = place as *const OnceLock<Code> as *const ();
        let context = Box::leak(Box::new(stubs::Context { supply, data }));
        refs.stubs = Some(Stubs::define(&mut module, program, &refs, context).map_err(|e| e.to_string())?);
    }
    let helpers = ready::all(options.opt, near);
    let n = program.functions.len();
    let states = Mutex::new(States { of: (0..n).map(|_| State::Waiting).collect(), quick: VecDeque::new(), under_way: 0, landings: Vec::new() });
    let mut quick = vec![None; n];
    for (i, f) in program.functions.iter().enumerate().filter(|(_, f)| f.has_quick) {
        quick[i] = Some(module.declare_anonymous_function(&signature(f)).map_err(|e| e.to_string())?);
    }
    let (few, changed) = (Few::of(program), Condvar::new());
    let (taken, module) = (AtomicUsize::new(0), Mutex::new(module));
    let mut soon = vec![!options.keep; n];
    ahead.iter().for_each(|i| soon[*i] = true);
    if options.keep {
        // Landings belong to a run.
        ahead.extend((0..n - program.landings.len()).filter(|i| !soon[*i]));
    }
    let kept = options.keep.then(Mutex::default);
    let map = options.lines.then(Mutex::default);
    let code = Code { program, refs, isas, near, addresses, few, once, symbols, finished, map, states, changed, quick, in_full, ahead, taken, soon, kept, module, process, helpers };
    let code = place.get_or_init(|| code);
    if stubs::SUPPORTED {
        SOON.submit(code);
        SOON.wait();
    }
    code.define_rest()?;
    if stubs::SUPPORTED {
        code.start();
    } else {
        code.everything();
    }
    let (desc, _) = code.module().get_finalized_data(code.refs.own(Own::Program));
    Ok(JitCode { desc: desc as *const ProgramDesc, addresses: code.addresses.clone(), code: Some(code) })
}

/// A function of the convention [`Loop`](pyaot_ir::Conv::Loop) that calls leaves only: its address. The code stays for ever, and is never
/// changed, so that any thread may run it.
pub(crate) fn single(function: &Function, options: Options, symbols: Symbols) -> Result<*const u8, String> {
    let program = Program { functions: vec![function.clone()], ..Program::default() };
    let used = Used::scan(&program);
    let isas = Isas::here(options.opt)?;
    let Blank { mut module, mut refs, near, .. } = blank::of(isas, &used, LITTLE, false, symbols)?;
    refs.declare_functions(&mut module, &program).map_err(|e| e.to_string())?;
    let few = Few::of(&program);
    let env = Env { program: &program, refs: &refs, config: isas.fast.frontend_config(), near, on_demand: true, beside: true, few: &few, has_fma: isas.has_fma, has_vectors: isas.has_vectors, lines: false };
    let mut worker = Worker::new();
    let id = worker.compile(isas, &env, Unit::Function(0, function), None)?.define(&mut module)?;
    for helper in used.helpers() {
        worker.compile(isas, &env, Unit::Helper(helper), None)?.define(&mut module)?;
    }
    module.finalize_definitions().map_err(|e| e.to_string())?;
    let address = module.get_finalized_function(id);
    std::mem::forget(module);
    Ok(address)
}

impl JitCode {
    /// What the runtime's start function takes.
    pub fn program_desc(&self) -> *const ProgramDesc {
        self.desc
    }

    /// Code that was saved by another process.
    pub(crate) fn loaded(desc: *const ProgramDesc, addresses: Range<usize>) -> JitCode {
        JitCode { desc, addresses, code: None }
    }

    fn code(&self) -> &'static Code {
        self.code.expect("only code that was compiled here is looked into")
    }

    /// An object file for [`crate::load`], of code that was compiled with [`Options::keep`]: compiles what has not been called. `None` in
    /// another process than the one that has compiled the rest.
    pub fn object(&self) -> Option<Result<Vec<u8>, String>> {
        let code = self.code?;
        let work = || {
            let _aborts = AbortOnPanic;
            code.complete().then(|| code.object())
        };
        std::thread::scope(|s| std::thread::Builder::new().stack_size(STACK).spawn_scoped(s, work).ok()?.join().ok()?)
    }

    /// The addresses that the program's code has, or may have later.
    pub fn addresses(&self) -> Range<usize> {
        self.addresses.clone()
    }

    /// Where the code comes from: of a program that was compiled with [`Options::lines`], and has ended.
    pub fn take_map(&self) -> CodeMap {
        self.code().map.as_ref().map(|m| std::mem::take(&mut *m.lock().expect("a panic ends the process"))).unwrap_or_default()
    }

    pub fn program(&self) -> &'static Program {
        self.code().program
    }

    /// The address of the function of this name: for tests.
    pub fn address(&self, name: &str) -> Option<*const u8> {
        let index = self.code().index(name)?;
        Some(self.code().module().get_finalized_function(self.code().refs.callee(index)))
    }

    /// The function of this name was called, or will be soon: for tests.
    pub fn is_compiled(&self, name: &str) -> bool {
        self.code().index(name).is_some_and(|i| !matches!(self.code().states().of[i], State::Waiting))
    }
}

/// A loop that is worth leaving for its landing comes to its head within this time.
const ROUND: Duration = Duration::from_micros(200);

/// So long the call that has waited for its quick form has the processors to itself: two of them are often one core.
const PAUSE: Duration = Duration::from_millis(2);

/// Bytes of code for each instruction, by far.
const CODE: usize = 1 << 10;

/// Instructions of a program that needs all of its functions at once, slow twins and the ways back from them aside.
const LITTLE_CODE: usize = 4000;

impl Code {
    fn module(&self) -> MutexGuard<'_, JITModule> {
        self.module.lock().expect("a panic ends the process")
    }

    fn states(&self) -> MutexGuard<'_, States> {
        self.states.lock().expect("a panic ends the process")
    }

    fn index(&self, name: &str) -> Option<usize> {
        self.program.functions.iter().position(|f| f.name == name)
    }

    /// What is not compiled first.
    fn define_rest(&self) -> Result<(), String> {
        let module = &mut *self.module();
        crate::data::define(module, self.program, &self.refs).map_err(|e| e.to_string())?;
        self.helpers.iter().try_for_each(|h| h.define(module).map(drop))
    }

    /// Sets the stubs to work, and compiles the program's entry, while others are compiled.
    fn start(&'static self) {
        let mut module = self.module();
        module.finalize_definitions().expect("the memory is there");
        let stubs = self.refs.stubs.as_ref().expect("the caller made them");
        for (i, stub) in stubs.all().enumerate() {
            let first = module.get_finalized_function(stub) as usize + stubs::FIRST;
            write_cell(&module, &self.refs, i, first);
        }
        drop(module);
        if Forms::wanted() == Some(Forms::Landings) {
            self.ready().iter().for_each(|r| r.store(1, Ordering::Relaxed));
        }
        if let (Some(entry), []) = (self.program.entry, &self.once[..]) {
            self.supply(entry.index());
        }
    }

    /// What to compile next; the caller has taken it.
    fn next(&self, states: &mut States) -> Option<usize> {
        while let Some(&i) = self.ahead.get(self.taken.fetch_add(1, Ordering::Relaxed)) {
            if matches!(states.of[i], State::Waiting) {
                states.of[i] = State::Taken;
                return Some(i);
            }
        }
        None
    }

    fn compile(&self, worker: &mut Worker, index: usize, form: Form) -> Compiled {
        let Code { program, refs, isas, near, few, map, .. } = self;
        let env = Env { program, refs, config: isas.fast.frontend_config(), near: *near, on_demand: self.kept.is_none(), beside: false, few, has_fma: isas.has_fma, has_vectors: isas.has_vectors, lines: map.is_some() };
        let result = match (form, self.quick[index]) {
            (Form::Quick, Some(id)) => worker.compile(isas, &env, Unit::Quick(index, &self.finished.get(index), id), None),
            (Form::Quick, None) => worker.compile(isas, &env, Unit::Function(index, &self.finished.get(index)), None),
            (Form::Full | Form::Once, _) => worker.compile(isas, &env, Unit::Function(index, &(self.finished.finish)(program, index, form)), None),
        };
        result.unwrap_or_else(|e| panic!("code generation: {e}"))
    }

    /// The function has been compiled, for the first time.
    fn done(&self, index: usize, compiled: Compiled) -> MutexGuard<'_, States> {
        let mut states = self.states();
        states.of[index] = State::Ready(compiled);
        self.changed.notify_all();
        if self.quick[index].is_none() {
            return states;
        }
        states.quick.push_back(index);
        drop(states);
        LATER.submit(self.in_full);
        self.states()
    }

    /// Takes a function that has been compiled quickly, compiles it in full, and has it called so from now on. False: there is none left.
    fn next_in_full<'a>(&'a self, mut states: MutexGuard<'a, States>, worker: &mut Worker) -> (MutexGuard<'a, States>, bool) {
        let Some(index) = states.quick.pop_front() else { return (states, false) };
        states.under_way += 1;
        drop(states);
        let compiled = self.compile(worker, index, Form::Full);
        let mut states = self.states();
        match &mut states.of[index] {
            State::Placed(address) => {
                *address = self.add(index, compiled);
                states.landings.extend(self.program.landings.iter().filter(|l| l.of.index() == index).map(|l| l.function.index()));
            }
            // Not yet in memory.
            other => *other = State::Ready(compiled),
        }
        states.under_way -= 1;
        self.changed.notify_all();
        (states, true)
    }

    /// Compiles the landing of a loop that a quick form runs, whose full form is there. False: there is none.
    fn next_landing<'a>(&'a self, mut states: MutexGuard<'a, States>, worker: &mut Worker) -> (MutexGuard<'a, States>, bool) {
        if states.landings.is_empty() {
            return (states, false);
        }
        let ready = self.ready();
        states.landings.iter().for_each(|l| ready[2 * l].store(0, Ordering::Relaxed));
        drop(states);
        std::thread::sleep(ROUND);
        states = self.states();
        // Inner loops are reached sooner.
        let is_wanted = |l: &usize| ready[2 * l].load(Ordering::Relaxed) == 1 && matches!(states.of[*l], State::Waiting);
        let Some(k) = states.landings.iter().rposition(is_wanted) else {
            states.landings.clear();
            return (states, false);
        };
        let index = states.landings.remove(k);
        states.of[index] = State::Taken;
        drop(states);
        let compiled = self.compile(worker, index, Form::Full);
        states = self.states();
        states.of[index] = State::Placed(self.add(index, compiled));
        ready[2 * index + 1].store(1, Ordering::Release);
        self.changed.notify_all();
        (states, true)
    }

    /// See [`Own::Ready`].
    fn ready(&self) -> &'static [AtomicU8] {
        let (bytes, _) = self.module().get_finalized_data(self.refs.own(Own::Ready));
        // SAFETY: so many bytes were defined, which stay for ever.
        unsafe { std::slice::from_raw_parts(bytes.cast(), 2 * self.program.functions.len()) }
    }

    /// Puts code into memory of its own, since other code of the program may be running.
    fn add(&self, index: usize, compiled: Compiled) -> usize {
        let mut module = self.module();
        let id = compiled.define(&mut *module).unwrap_or_else(|e| panic!("code generation: {e}"));
        module.finalize_definitions().unwrap_or_else(|e| panic!("code generation: {e}"));
        let address = module.get_finalized_function(id) as usize;
        write_cell(&module, &self.refs, index, address);
        self.keep(index, address, compiled);
        address
    }

    /// Keeps what is wanted of code that is in memory.
    fn keep(&self, index: usize, address: usize, mut compiled: Compiled) {
        if let (Some(map), (len, Some(lines))) = (&self.map, compiled.take_lines()) {
            map.lock().expect("a panic ends the process").add(address, len, index, lines);
        }
        if let Some(kept) = self.kept.as_ref().filter(|_| compiled.id() == self.refs.funcs[index]) {
            kept.lock().expect("a panic ends the process").push(compiled);
        }
    }

    /// The address of a function, which is compiled if it was not. Called by the thread that runs the program, and by no other:
    /// while code is placed, none can run.
    fn supply(&'static self, index: usize) -> usize {
        let mut states = self.states();
        loop {
            match &mut states.of[index] {
                State::Placed(address) => return *address,
                State::Ready(_) => self.place(&mut states, index),
                // The process was forked meanwhile: the thread is the parent's.
                // SAFETY: no preconditions.
                State::Taken if unsafe { libc::getpid() } != self.process => states = self.compile_here(states, index),
                // It makes no difference who compiles what comes next.
                State::Taken => match self.next(&mut states) {
                    Some(other) => states = self.compile_here(states, other),
                    None => states = self.changed.wait(states).expect("a panic ends the process"),
                },
                waiting => {
                    *waiting = State::Taken;
                    states = self.compile_here(states, index);
                }
            }
        }
    }

    /// Runs the program's entry without compiling it; true: an exception is pending.
    fn run_once(&self, entry: usize) -> bool {
        let module = self.module();
        let own = Own::ALL.map(|own| module.get_finalized_data(self.refs.own(own)).0 as usize);
        drop(module);
        let finish = |index| (self.finished.finish)(self.program, index, Form::Once);
        let machine = Machine { symbols: self.symbols, own, finish: &finish };
        // SAFETY: the runtime, which has loaded the program, calls its entry.
        unsafe { machine.run(entry) }
    }

    fn compile_here(&'static self, states: MutexGuard<'static, States>, index: usize) -> MutexGuard<'static, States> {
        drop(states);
        let free = || FREE.lock().expect("a panic ends the process");
        let mut worker = free().pop().unwrap_or_else(Worker::new);
        let compiled = LargeStack::take().call(|| self.compile(&mut worker, index, Form::Quick));
        free().push(worker);
        self.done(index, compiled)
    }

    /// Puts that function and everything else that is ready into place, if it will probably be called.
    fn place(&self, states: &mut States, wanted: usize) {
        let mut module = self.module();
        let mut placed = Vec::new();
        for (i, state) in states.of.iter().enumerate() {
            if let State::Ready(compiled) = state
                && (self.soon[i] || i == wanted)
            {
                let id = compiled.define(&mut *module).unwrap_or_else(|e| panic!("code generation: {e}"));
                placed.push((i, id));
            }
        }
        module.finalize_definitions().unwrap_or_else(|e| panic!("code generation: {e}"));
        for (i, id) in placed {
            let address = module.get_finalized_function(id) as usize;
            write_cell(&module, &self.refs, i, address);
            if let State::Ready(compiled) = std::mem::replace(&mut states.of[i], State::Placed(address)) {
                self.keep(i, address, compiled);
            }
        }
    }

    /// Without stubs, all must be there before any of it runs.
    fn everything(&self) {
        let mut worker = Worker::new();
        let mut states = self.states();
        for i in 0..states.of.len() {
            states.of[i] = State::Ready(self.compile(&mut worker, i, Form::Full));
        }
        for i in 0..states.of.len() {
            self.place(&mut states, i);
        }
    }

    /// Compiles what is left, on this thread, which has a large stack; false in a child process.
    fn complete(&self) -> bool {
        // SAFETY: no preconditions.
        if unsafe { libc::getpid() } != self.process {
            return false;
        }
        let mut worker = Worker::new();
        let mut states = self.states();
        loop {
            if let Some(i) = self.next(&mut states) {
                drop(states);
                let compiled = self.compile(&mut worker, i, Form::Full);
                states = self.states();
                states.of[i] = State::Ready(compiled);
                self.changed.notify_all();
                continue;
            }
            let again;
            (states, again) = self.next_in_full(states, &mut worker);
            if again {
                continue;
            }
            let landings = self.program.landings.len();
            let is_there = |s: &State| matches!(s, State::Ready(_) | State::Placed(_));
            if states.under_way == 0 && states.of[..states.of.len() - landings].iter().all(is_there) {
                return true;
            }
            states = self.changed.wait(states).expect("a panic ends the process");
        }
    }

    /// All of the code, which is there.
    fn object(&self) -> Result<Vec<u8>, String> {
        let kept = self.kept.as_ref().ok_or("the code was not kept")?;
        let states = self.states();
        let kept = kept.lock().expect("a panic ends the process");
        let ready = states.of.iter().filter_map(|s| if let State::Ready(c) = s { Some(c) } else { None });
        image::save(self.program, &self.refs, self.isas, self.helpers.iter().chain(kept.iter()).chain(ready))
    }
}

/// Sets where the stub of that index jumps to.
fn write_cell(module: &JITModule, refs: &Refs, index: usize, address: usize) {
    let (cells, _) = module.get_finalized_data(refs.own(Own::Cells));
    // SAFETY: one word for each function, which code reads at once.
    unsafe { AtomicUsize::from_ptr((cells as *mut usize).add(index)).store(address, Ordering::Release) };
}

impl Job for Code {
    fn work(&self, worker: &mut Worker) {
        let mut states = self.states();
        while let Some(i) = self.next(&mut states) {
            drop(states);
            let compiled = self.compile(worker, i, Form::Quick);
            states = self.done(i, compiled);
        }
    }
}

/// Compiles in full what has its quick form only.
struct InFull(&'static OnceLock<Code>);

impl InFull {
    fn code(&self) -> &'static Code {
        self.0.get().expect("there are no quick forms before it is set")
    }
}

impl Job for InFull {
    fn work(&self, worker: &mut Worker) {
        std::thread::sleep(PAUSE);
        let code = self.code();
        let mut states = code.states();
        let mut again = Forms::wanted() != Some(Forms::Quick);
        while again {
            (states, again) = code.next_in_full(states, worker);
            if !again {
                (states, again) = code.next_landing(states, worker);
            }
        }
    }

    fn has_more(&self) -> bool {
        Forms::wanted() != Some(Forms::Quick) && !self.code().states().quick.is_empty()
    }
}

/// Called by [`stubs`] for the address of a function.
extern "C" fn supply(code: *const (), index: usize) -> *const u8 {
    // SAFETY: `compile` put the address of a leaked object into the code.
    let code: &'static OnceLock<Code> = unsafe { &*code.cast() };
    let code = code.get().expect("set before any of the code runs");
    if code.once.first() == Some(&index) {
        return if code.run_once(index) { failed as *const u8 } else { done as *const u8 };
    }
    code.supply(index) as *const u8
}

/// What the entry of a program that has run does.
extern "C" fn done() -> u8 {
    0
}

/// The same where an exception is pending.
extern "C" fn failed() -> u8 {
    1
}

/// Functions that a run of the program will probably call, in that order; in a little program, the largest first.
fn ahead(program: &Program) -> Vec<usize> {
    let mut seen = vec![false; program.functions.len()];
    // The entry itself is compiled before anything runs.
    let mut order = Vec::new();
    follow(program, program.entry.into_iter().collect(), &mut seen, &mut order);
    // What values of function type call may not be called at all.
    let only_raises = |f: &FuncId| matches!(program.functions[f.index()].blocks.first(), Some(b) if b.term == Term::Unreachable);
    let values: Vec<FuncId> = program.codes.iter().map(|c| c.entry).filter(|f| !only_raises(f)).collect();
    let size = |f: &Function| f.blocks.iter().map(BlockData::size).sum::<usize>();
    let is_hot = |f: &&Function| !f.cold && !f.reentry;
    if program.functions.iter().filter(is_hot).map(size).sum::<usize>() > LITTLE_CODE {
        order.extend(values.iter().map(|f| f.index()).filter(|f| !std::mem::replace(&mut seen[*f], true)));
        return order;
    }
    follow(program, values, &mut seen, &mut order);
    order.sort_by_key(|i| std::cmp::Reverse(size(&program.functions[*i])));
    order
}

/// Appends these functions and what they call, the first of them first.
fn follow(program: &Program, mut stack: Vec<FuncId>, seen: &mut [bool], order: &mut Vec<usize>) {
    stack.reverse();
    while let Some(f) = stack.pop() {
        let function = &program.functions[f.index()];
        if function.cold || std::mem::replace(&mut seen[f.index()], true) {
            continue;
        }
        order.push(f.index());
        let warm = function.blocks.iter().filter(|b| !b.cold);
        let calls = warm.flat_map(|b| &b.insts).filter_map(|i| match i.op {
            Op::Call(f) | Op::TailCall(f) | Op::FuncPtr(f) => Some(f),
            _ => None,
        });
        let first = stack.len();
        stack.extend(calls);
        stack[first..].reverse();
    }
}
