//! The start of a process: `print("hello")` in every way, against C.

use std::path::{Path, PathBuf};

use indicatif::ProgressBar;
use serde::Serialize;

use crate::Config;
use crate::measure::{Peer, Sample, check_equal_output, time_in_turn};
use crate::process::{Invocation, Scratch, execute};

/// The whole process of `print("hello")` in one of the ways to run it.
#[derive(Debug, Clone, Serialize)]
pub struct StartUp {
    /// Which way.
    pub name: String,
    /// Its times.
    pub times: Sample,
    /// The size of the file, for an executable.
    pub bytes: Option<u64>,
}

/// Measures `print("hello")`: the process from start to end, in every way that works here.
pub(crate) fn start_up(
    config: &Config,
    scratch: &Scratch,
    progress: &ProgressBar,
) -> Result<Vec<StartUp>, String> {
    let script = scratch.join("hello.py");
    std::fs::write(&script, "print(\"hello\")\n").map_err(|e| format!("no hello: {e}"))?;
    let mut files: Vec<Option<PathBuf>> = vec![None; 2];
    let mut peers = vec![
        Peer {
            name: "CPython -S -E",
            command: Invocation::new(&config.python)
                .arg("-S")
                .arg("-E")
                .arg(script.as_os_str()),
        },
        Peer {
            name: "pyaot run",
            command: Invocation::new(&config.pyaot)
                .arg("run")
                .arg(script.as_os_str()),
        },
    ];
    let path = build(config, &script, scratch.join("hello"))?;
    peers.push(Peer {
        name: "executable",
        command: Invocation::new(&path),
    });
    files.push(Some(path));
    if let Ok(path) = compile_c(config, scratch.join("hello-c")) {
        peers.push(Peer {
            name: "C",
            command: Invocation::new(&path),
        });
        files.push(Some(path));
    }
    // Each takes about a millisecond: many runs cost nothing and steady the figures.
    let many = Config {
        runs: config.runs * 8,
        ..config.clone()
    };
    let samples = check_equal_output(&peers, config.timeout, "hello", progress)
        .and_then(|expected| time_in_turn(&peers, &expected, &many, "hello", progress))
        .map_err(|reason| format!("hello failed: {reason}"))?;
    let rows = peers.iter().zip(samples).zip(files);
    let rows = rows.map(|((peer, times), file)| StartUp {
        name: peer.name.to_owned(),
        times,
        bytes: file
            .and_then(|path| std::fs::metadata(path).ok())
            .map(|data| data.len()),
    });
    Ok(rows.collect())
}

fn build(config: &Config, program: &Path, output: PathBuf) -> Result<PathBuf, String> {
    let command = Invocation::new(&config.pyaot)
        .arg("build")
        .arg(program.as_os_str())
        .arg("-o")
        .arg(output.as_os_str());
    succeed(&command, config)?;
    Ok(output)
}

fn compile_c(config: &Config, output: PathBuf) -> Result<PathBuf, String> {
    let Some(root) = &config.benchmarks else {
        return Err("no benchmarks directory".to_owned());
    };
    let source = root.join("c").join("hello.c");
    let command = Invocation::new("cc")
        .arg("-O2")
        .arg("-s")
        .arg(source.as_os_str())
        .arg("-o")
        .arg(output.as_os_str());
    succeed(&command, config)?;
    Ok(output)
}

fn succeed(command: &Invocation, config: &Config) -> Result<(), String> {
    let outcome = execute(command, config.timeout)?;
    if outcome.code == 0 {
        Ok(())
    } else {
        Err(format!("exit {}: {}", outcome.code, outcome.last_words()))
    }
}
