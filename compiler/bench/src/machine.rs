//! Where and when it was measured: without this a figure says little.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::Serialize;

use crate::Config;
use crate::process::{Invocation, execute};

/// The machine, the moment and the versions. Names neither host nor user.
#[derive(Debug, Clone, Serialize)]
pub struct Machine {
    /// The day and time in UTC, as in `2025-01-31T12:00:00Z`.
    pub date: String,
    /// Operating system and architecture.
    pub system: String,
    /// The processor's own name, where the system tells it.
    pub processor: Option<String>,
    /// Processors that this process may use.
    pub cores: usize,
    /// The one-minute load average before and after.
    pub load: [Option<f64>; 2],
    /// `python3 --version`.
    pub python: String,
    /// `pyaot --version`.
    pub pyaot: String,
}

impl Machine {
    /// Takes the load of now as the load at the end.
    pub(crate) fn note_load_after(&mut self) {
        self.load[1] = load_average();
    }

    /// All of it in one line, for the end of a report.
    pub(crate) fn summary(&self) -> String {
        let load = |at: usize| self.load[at].map_or("?".to_owned(), |load| format!("{load:.1}"));
        let processor = self.processor.as_ref().unwrap_or(&self.system);
        format!(
            "{}, {}; {processor}, {} cores, load {} before, {} after; {}",
            self.pyaot,
            self.python,
            self.cores,
            load(0),
            load(1),
            self.date,
        )
    }
}

/// Replaces `python3` by the interpreter that it starts: version managers put a shell script of that name in the way,
/// whose own time, tens of milliseconds, would count as CPython's.
pub(crate) fn with_real_interpreter(config: &Config) -> Result<Config, String> {
    let ask = Invocation::new(&config.python)
        .arg("-c")
        .arg("import sys; sys.stdout.write(sys.executable)");
    let outcome = execute(&ask, Duration::from_secs(20))?;
    let mut config = config.clone();
    let real = String::from_utf8_lossy(&outcome.stdout);
    // An embedded interpreter does not know its own path; then the name given has to do.
    if outcome.code == 0 && !real.is_empty() {
        config.python = PathBuf::from(real.as_ref());
    }
    Ok(config)
}

/// Looks at the machine; fails when there is no Python or no pyaot to compare.
pub(crate) fn describe(config: &Config) -> Result<Machine, String> {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Ok(Machine {
        date: date(now.as_secs()),
        system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        processor: processor(),
        cores: std::thread::available_parallelism().map_or(1, |n| n.get()),
        load: [load_average(), None],
        python: version(&config.python)?,
        pyaot: version(&config.pyaot)?,
    })
}

fn version(program: &Path) -> Result<String, String> {
    let outcome = execute(
        &Invocation::new(program).arg("--version"),
        Duration::from_secs(20),
    )?;
    if outcome.code != 0 {
        return Err(format!(
            "{} --version fails: {}",
            program.display(),
            outcome.last_words()
        ));
    }
    Ok(String::from_utf8_lossy(&outcome.stdout).trim().to_owned())
}

fn processor() -> Option<String> {
    let text = std::fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = text.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

fn load_average() -> Option<f64> {
    std::fs::read_to_string("/proc/loadavg")
        .ok()?
        .split_whitespace()
        .next()?
        .parse()
        .ok()
}

/// Seconds since 1970 as a date of the Gregorian calendar.
fn date(seconds: u64) -> String {
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    // Count from the first of March of the year 0, so that a leap day is the last day of its year.
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted / 146_097, shifted % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    let (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn dates() {
        assert_eq!(date(0), "1970-01-01T00:00:00Z");
        assert_eq!(date(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(date(1_735_689_599), "2024-12-31T23:59:59Z");
    }
}
