//! What this machine offers to compiled programs: `pyaot info`.

use pyaot_array::cpu::{Backend, backend};
use pyaot_array::threads;

/// The answers, one `name  value` in each line.
///
/// Ends the process with a message if `PYAOT_BACKEND` names what the machine lacks, as every program would.
pub fn info() -> String {
    let chosen = backend();
    let names: Vec<&str> = Backend::ALL.into_iter().filter(|b| b.is_supported()).map(Backend::name).collect();
    let forced = match std::env::var_os("PYAOT_BACKEND").is_some_and(|name| !name.is_empty()) {
        true => " (PYAOT_BACKEND)",
        false => "",
    };
    let processors = std::thread::available_parallelism().map_or(1, |n| n.get());
    let set = if std::env::var_os("PYAOT_NUM_THREADS").is_some_and(|n| !n.is_empty()) { " (PYAOT_NUM_THREADS)" } else { "" };
    let from = match threads::threshold() {
        Some(n) => format!("for {n} elements or more (PYAOT_PARALLEL_THRESHOLD)"),
        None => "where it is measured to pay".to_owned(),
    };
    let rows = [
        ("pyaot", env!("CARGO_PKG_VERSION").to_owned()),
        ("system", format!("{} {}", std::env::consts::OS, std::env::consts::ARCH)),
        ("processor", processor().unwrap_or_else(|| "unknown".to_owned())),
        ("backend", format!("{}{forced}, of {}", chosen.name(), names.join(", "))),
        ("processors", processors.to_string()),
        ("threads", format!("{}{set}, {from}", threads::count())),
    ];
    rows.iter().map(|(name, value)| format!("{name:<12}{value}\n")).collect()
}

/// Its own name, where the system tells it.
fn processor() -> Option<String> {
    let text = std::fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = text.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}
