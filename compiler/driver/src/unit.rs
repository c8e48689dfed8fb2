//! Units: small programs that a host has compiled while it runs, and then calls.
//!
//! The main text of a unit hands a function over by `_host.export` (runtime: `modules::host`).

use pyaot_abi::layout::ProgramDesc;
use pyaot_core::exception;
use pyaot_core::function::FunctionObj;
use pyaot_core::modules::host::take_exported;
use pyaot_core::start::hosted::{Call, load};
use pyaot_core::value::Value;
use pyaot_diagnostics::Code;

use crate::deep_stack::on_deep_stack;
use crate::element::Element;
use crate::input::Input;
use crate::pipeline::{Goal, Product, compile};
use crate::session::{Options, Session};

/// A unit that is ready to be called.
pub struct Unit {
    image: usize,
    function: Value,
}

impl Unit {
    /// Compiles the texts and runs their module-level code. An error is in words: the diagnostics, or the exception.
    pub fn compile(input: &Input, options: Options) -> Result<Unit, String> {
        Unit::load(input, options).map(|(unit, ..)| unit)
    }

    /// The same, with what loops over elements are made of, if the main text has a function for that.
    pub fn compile_for_elements(input: &Input, options: Options) -> Result<(Unit, Option<Element>), String> {
        let (unit, program, session) = Unit::load(input, Options { keep_lowered: true, ..options })?;
        // SAFETY: the program has just been loaded.
        let element = session.lowered.and_then(|lowered| unsafe { Element::new(lowered, program) });
        Ok((unit, element))
    }

    fn load(input: &Input, options: Options) -> Result<(Unit, &'static ProgramDesc, Session), String> {
        let mut session = Session::new(Options { native_only: true, ..options });
        let product = on_deep_stack(|| compile(&mut session, input, &Goal::Memory));
        let Some(Product::Code(code)) = product else { return Err(session.report(false)) };
        // A name that NumPy has and pyaot does not: the host has another way.
        if session.diagnostics.iter().any(|d| d.code == Code::E0205) {
            return Err(session.report(false));
        }
        // SAFETY: the code is never freed, so its tables live as long as the process.
        let program: &'static ProgramDesc = unsafe { &*code.program_desc() };
        // SAFETY: the tables describe the code that was just made.
        match unsafe { load(program) } {
            Ok(image) => match take_exported() {
                Some(function) if function.downcast::<FunctionObj>().is_some() => Ok((Unit { image, function }, program, session)),
                _ => Err("the unit has handed over no function".to_owned()),
            },
            Err(raised) => {
                let exc = exception::pending();
                exception::clear_pending(raised);
                Err(exc.map(|e| exception::message_of(&e)).unwrap_or_default())
            }
        }
    }

    /// The text of a stage.
    pub fn emit(input: &Input, stage: crate::Emit, options: Options) -> Result<String, String> {
        let mut session = Session::new(Options { native_only: true, ..options });
        match on_deep_stack(|| compile(&mut session, input, &Goal::Emit(stage))) {
            Some(Product::Text(text)) => Ok(text),
            _ => Err(session.report(false)),
        }
    }

    /// Calls the function with exactly its parameters.
    ///
    /// # Safety
    /// `args` points to one live value for each parameter.
    #[inline]
    pub unsafe fn call(&self, args: *const u64) -> pyaot_core::error::Result<Value> {
        let _inside = Call::begin(self.image);
        // SAFETY: `compile` has tested the function; the rest is the caller's affair.
        unsafe { self.function.cast::<FunctionObj>().enter(args) }
    }
}
