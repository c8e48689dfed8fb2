//! Workers: processes that do one timed call whenever they are asked for it, so that several peers can take turns call by
//! call while each keeps its warm caches and compiled code.
//!
//! A worker reads a line, works, and answers with one line. It is never asked while another one works.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::process::{Invocation, read_to_end};

/// A running peer.
pub(crate) struct Worker {
    child: Child,
    stdin: ChildStdin,
    lines: Receiver<String>,
    stderr: Receiver<Vec<u8>>,
    /// From the start of the process to its first line: start-up, imports and, for pyaot, compilation.
    pub(crate) ready: Duration,
}

impl Worker {
    /// Starts the process and waits until it says that it is ready.
    pub(crate) fn start(what: &Invocation, timeout: Duration) -> Result<Worker, String> {
        let begin = Instant::now();
        let mut command: Command = what.command();
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|e| format!("cannot run {}: {e}", what.name()))?;
        let (Some(stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("no pipes".to_owned());
        };
        let stderr = read_to_end(child.stderr.take());
        let (sender, lines) = channel();
        thread::spawn(move || {
            for line in BufReader::new(stdout).lines() {
                // Whoever does not listen any more has dropped the worker.
                let Ok(line) = line else { break };
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        let mut worker = Worker { child, stdin, lines, stderr, ready: Duration::ZERO };
        let first = worker.answer(timeout)?;
        if first != "ready" {
            return Err(format!("says `{first}` at the start"));
        }
        worker.ready = begin.elapsed();
        Ok(worker)
    }

    /// One turn.
    pub(crate) fn ask(&mut self, request: &str, timeout: Duration) -> Result<String, String> {
        // If the process has gone, the answer says so better than a broken pipe.
        let _ = writeln!(self.stdin, "{request}").and_then(|()| self.stdin.flush());
        self.answer(timeout)
    }

    fn answer(&mut self, timeout: Duration) -> Result<String, String> {
        match self.lines.recv_timeout(timeout) {
            Ok(line) => Ok(line),
            Err(RecvTimeoutError::Timeout) => Err(format!("took longer than {} s", timeout.as_secs())),
            Err(RecvTimeoutError::Disconnected) => {
                let stderr = self.stderr.recv_timeout(Duration::from_secs(5)).unwrap_or_default();
                let text = String::from_utf8_lossy(&stderr);
                let last = text.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("it ended without a word");
                Err(last.trim().to_owned())
            }
        }
    }

    /// The most memory that the process has had so far, in bytes.
    pub(crate) fn peak_memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
        Some(kilobytes * 1024)
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // It waits for a line that will not come; it may also have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
