//! Child processes: run one to its end with its output caught, its time taken and a limit on it.

use std::ffi::OsString;
use std::io::Read;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// A command line that can be run any number of times.
#[derive(Debug, Clone)]
pub struct Invocation {
    program: PathBuf,
    arguments: Vec<OsString>,
    environment: Vec<(&'static str, OsString)>,
}

impl Invocation {
    pub fn new(program: impl Into<PathBuf>) -> Invocation {
        Invocation {
            program: program.into(),
            arguments: Vec::new(),
            environment: Vec::new(),
        }
    }

    /// Sets a variable of the environment.
    pub fn env(mut self, name: &'static str, value: impl Into<OsString>) -> Invocation {
        self.environment.push((name, value.into()));
        self
    }

    /// Bounds the threads of every library that a peer may use; 0 leaves it to them.
    pub fn with_threads(self, threads: usize) -> Invocation {
        if threads == 0 {
            return self;
        }
        let names = ["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "PYAOT_NUM_THREADS"];
        names.into_iter().fold(self, |command, name| command.env(name, threads.to_string()))
    }

    /// The command, its streams not yet set.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        // What is measured is compiled each time.
        command.args(&self.arguments).env("PYAOT_CACHE", "0").envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    pub(crate) fn name(&self) -> impl std::fmt::Display {
        self.program.display()
    }

    pub fn arg(mut self, argument: impl Into<OsString>) -> Invocation {
        self.arguments.push(argument.into());
        self
    }

    pub fn args(mut self, arguments: &[String]) -> Invocation {
        self.arguments.extend(arguments.iter().map(OsString::from));
        self
    }
}

/// How a child ended.
#[derive(Debug, Clone)]
pub struct Outcome {
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
    /// The exit code, or minus the signal that ended the child.
    pub code: i32,
    pub time: Duration,
}

impl Outcome {
    /// The last line of stderr, where a traceback or an error message says what happened.
    pub fn last_words(&self) -> String {
        let text = String::from_utf8_lossy(&self.stderr);
        text.lines()
            .rev()
            .find(|line| !line.trim().is_empty())
            .unwrap_or("")
            .trim()
            .to_owned()
    }
}

/// Runs the command in this process group, with stdin empty, until it ends or `timeout` has passed.
///
/// The wait is for the end of stdout, not for a poll, so that the time is exact.
pub fn execute(what: &Invocation, timeout: Duration) -> Result<Outcome, String> {
    let start = Instant::now();
    let mut child = what
        .command()
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| format!("cannot run {}: {e}", what.program.display()))?;
    let stdout = read_to_end(child.stdout.take());
    let stderr = read_to_end(child.stderr.take());

    let Ok(stdout) = stdout.recv_timeout(timeout) else {
        // The child may have ended in this very moment; then there is nothing left to kill.
        let _ = child.kill();
        let _ = child.wait();
        return Err(format!("took longer than {} s", timeout.as_secs()));
    };
    let status = child.wait().map_err(|e| e.to_string())?;
    let time = start.elapsed();
    let stderr = stderr.recv_timeout(timeout).unwrap_or_default();
    let code = status
        .code()
        .unwrap_or_else(|| -status.signal().unwrap_or(0));
    Ok(Outcome {
        stdout,
        stderr,
        code,
        time,
    })
}

pub(crate) fn read_to_end(pipe: Option<impl Read + Send + 'static>) -> mpsc::Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            // A broken pipe is the end of the output, as far as a comparison is concerned.
            let _ = pipe.read_to_end(&mut bytes);
        }
        // Nobody listens any more after a timeout.
        let _ = sender.send(bytes);
    });
    receiver
}

/// A directory for executables, removed at the end.
pub struct Scratch(PathBuf);

impl Scratch {
    pub fn new() -> Result<Scratch, String> {
        let path = std::env::temp_dir().join(format!("pyaot-bench-{}", std::process::id()));
        std::fs::create_dir_all(&path)
            .map_err(|e| format!("cannot create {}: {e}", path.display()))?;
        Ok(Scratch(path))
    }

    pub fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // A left-over file in the temporary directory is no reason to fail.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Whether a command of this name answers to `--version`.
pub fn is_available(program: &Path) -> bool {
    let version = Invocation::new(program).arg("--version");
    execute(&version, Duration::from_secs(20)).is_ok_and(|outcome| outcome.code == 0)
}
