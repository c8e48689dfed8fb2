//! A defect of the compiler ends in a message that says so.

use std::panic::{PanicHookInfo, set_hook};

/// Exit status after an internal error.
pub const EXIT_STATUS: i32 = 101;

/// From now on a panic, on any thread, ends the process.
pub fn install_hook() {
    set_hook(Box::new(|info| {
        eprintln!("{}", message(info));
        std::process::exit(EXIT_STATUS);
    }));
}

fn message(info: &PanicHookInfo) -> String {
    let payload = info.payload();
    let what = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let what = what.unwrap_or("unknown");
    let place = info.location().map(|l| format!(" ({l})")).unwrap_or_default();
    let mut text = text(what, &place);
    if std::env::var_os("RUST_BACKTRACE").is_some_and(|v| v != "0") {
        text.push_str(&format!("\n{}", std::backtrace::Backtrace::force_capture()));
    }
    text
}

fn text(what: &str, place: &str) -> String {
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "internal compiler error: {what}{place}\n\
         This is a defect of pyaot {version}, not of your program: please report it, with the program."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_and_what_to_do() {
        let text = text("index out of bounds", " (x.rs:1:2)");
        assert!(text.starts_with("internal compiler error: index out of bounds (x.rs:1:2)\n"));
        assert!(text.contains("please report"));
    }
}
