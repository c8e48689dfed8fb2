//! Running one process: its output, how it ended, and a time-out.

use std::ffi::OsStr;
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// No program of the tree needs a tenth of this under CPython.
pub const TIME_OUT: Duration = Duration::from_secs(20);

/// How a process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Code(i32),
    Signal(i32),
    TimeOut,
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            End::Code(code) => write!(f, "exit code {code}"),
            End::Signal(signal) => write!(f, "signal {signal}"),
            End::TimeOut => write!(f, "killed after {} s", TIME_OUT.as_secs()),
        }
    }
}

/// All that a run shows to its user.
#[derive(Debug, Clone)]
pub struct Outcome {
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
    pub end: End,
}

/// A command in the root, with the given standard input (nothing if `None`) and an environment in which neither the
/// user's settings nor a changing hash seed matter.
pub fn command(program: impl AsRef<OsStr>, root: &Path, stdin: Option<&PathBuf>) -> io::Result<Command> {
    let mut command = Command::new(program);
    command.current_dir(root).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.stdin(match stdin {
        Some(path) => Stdio::from(File::open(path)?),
        None => Stdio::null(),
    });
    for name in ["PYTHONPATH", "PYTHONSTARTUP", "PYTHONOPTIMIZE", "PYTHONUNBUFFERED"] {
        command.env_remove(name);
    }
    // Which code deserves a warning changes with every version.
    command.env("PYTHONWARNINGS", "ignore::SyntaxWarning");
    command.env("PYTHONHASHSEED", "0").env("PYTHONDONTWRITEBYTECODE", "1").env("PYTHONUTF8", "1");
    // Each program is compiled, and its code kept by nobody.
    command.env("PYAOT_CACHE", "0");
    Ok(command)
}

/// Runs the command to its end.
pub fn run(mut command: Command) -> io::Result<Outcome> {
    let mut child = command.spawn()?;
    let stdout = drain(child.stdout.take());
    let stderr = drain(child.stderr.take());
    let end = wait(&mut child)?;
    Ok(Outcome { stdout: joined(stdout), stderr: joined(stderr), end })
}

/// Reads a pipe in a thread of its own: a process may fill one while we read the other.
fn drain(pipe: Option<impl Read + Send + 'static>) -> JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            // What was read before an error still helps in the report.
            let _ = pipe.read_to_end(&mut bytes);
        }
        bytes
    })
}

fn joined(reader: JoinHandle<Vec<u8>>) -> Vec<u8> {
    reader.join().unwrap_or_default()
}

fn wait(child: &mut Child) -> io::Result<End> {
    let start = Instant::now();
    let mut pause = Duration::from_micros(200);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(end_of(status));
        }
        if start.elapsed() > TIME_OUT {
            child.kill()?;
            child.wait()?;
            return Ok(End::TimeOut);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(5));
    }
}

#[cfg(unix)]
fn end_of(status: ExitStatus) -> End {
    use std::os::unix::process::ExitStatusExt;
    match status.signal() {
        Some(signal) => End::Signal(signal),
        None => End::Code(status.code().unwrap_or(-1)),
    }
}

#[cfg(not(unix))]
fn end_of(status: ExitStatus) -> End {
    End::Code(status.code().unwrap_or(-1))
}
