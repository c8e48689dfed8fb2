//! Warnings of the runtime, and what `warnings` is written over.

use std::cell::RefCell;

use crate::error::Result;
use crate::native::Natives;
use crate::types::TypeObj;
use crate::value::Value;
use crate::{natives, ops, str, text, tuple};

pub static NATIVES: Natives = natives![
    "_warnings.set_hook(f, /) -> None" => set_hook,
    "_warnings.place() -> tuple[str, int]" => place,
    "_warnings.warn_once(category, text, /) -> None" => warn_once,
    "_warnings.show_line(text, /) -> None" => show_line,
    "_warnings.source_line(file: str, line: int, /) -> str" => source_line,
];

thread_local! {
    /// The program's function that gets every warning.
    static HOOK: RefCell<Option<Value>> = const { RefCell::new(None) };
    static SHOWN: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

fn set_hook(a: &[Value]) -> Result<Value> {
    drop(HOOK.replace(Some(a[0].clone())));
    if let Some(hooks) = crate::foreign::hooks() {
        (hooks.warnings_filtered)()?;
    }
    Ok(Value::none())
}

/// A warning of the other runtime's, as the program's function takes it; false: there is none.
///
/// # Errors
/// The warning itself, where the program has made it an error.
pub fn pass_on(warning: &[Value]) -> Result<bool> {
    let Some(hook) = HOOK.with_borrow(Clone::clone) else { return Ok(false) };
    ops::call(&hook, warning)?;
    Ok(true)
}

/// The program decides what becomes of warnings.
pub fn is_filtered() -> bool {
    HOOK.with_borrow(Option::is_some)
}

/// At exit: the program's function is let go.
pub fn clear() {
    drop(HOOK.take());
}

/// A warning of this category: to the program's filters, to the host's, or shown once for each place.
///
/// # Errors
/// The warning itself, where the program has made it an error.
pub fn warn(category: &'static TypeObj, message: &str) -> Result<()> {
    let Some(hook) = HOOK.with_borrow(Clone::clone) else {
        if let Some(hooks) = crate::start::hosted::hooks() {
            return (hooks.warn)(category, message);
        }
        show(category.name.rsplit('.').next().unwrap_or(category.name), message);
        return Ok(());
    };
    let (file, line) = crate::start::place().unwrap_or(("", 0));
    ops::call(&hook, &[category.value(), str::new(message), str::new(file), Value::int(line)])?;
    Ok(())
}

fn show(category: &str, message: &str) {
    let place = crate::start::place();
    let what = text!(category, ": ", message);
    let text = match place {
        Some((file, line)) => text!(file, ":", ops::dec(line), ": ", what),
        None => what,
    };
    let new = SHOWN.with_borrow_mut(|shown| {
        let new = !shown.contains(&text);
        if new {
            shown.push(text.clone());
        }
        new
    });
    if new {
        eprintln!("{text}");
        if let Some(line) = place.and_then(|(file, line)| crate::exception::traceback::source_text(file, line)).filter(|l| !l.is_empty()) {
            eprintln!("  {line}");
        }
    }
}

fn place(_: &[Value]) -> Result<Value> {
    let (file, line) = crate::start::place().unwrap_or(("", 0));
    Ok(tuple::pair(str::new(file), Value::int(line)))
}

fn warn_once(a: &[Value]) -> Result<Value> {
    show(&ops::text_of(&a[0]), &ops::text_of(&a[1]));
    Ok(Value::none())
}

fn show_line(a: &[Value]) -> Result<Value> {
    eprint!("{}", ops::text_of(&a[0]));
    Ok(Value::none())
}

fn source_line(a: &[Value]) -> Result<Value> {
    let line = ops::index(&a[1])?;
    Ok(str::new(&crate::exception::traceback::source_text(&ops::text_of(&a[0]), line).unwrap_or_default()))
}
