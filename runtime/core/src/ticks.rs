//! A clock that is read in less time than the system's: for what is timed again and again.

use std::sync::OnceLock;
use std::time::Instant;

/// Ticks: about two in a nanosecond.
#[inline]
pub fn now() -> u64 {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: every processor has it.
    unsafe {
        std::arch::x86_64::_rdtsc()
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        begin().0.elapsed().as_nanos() as u64 * 2
    }
}

/// When the two clocks were first compared.
pub fn begin() -> &'static (Instant, u64) {
    static BEGIN: OnceLock<(Instant, u64)> = OnceLock::new();
    #[cfg(target_arch = "x86_64")]
    return BEGIN.get_or_init(|| (Instant::now(), now()));
    #[cfg(not(target_arch = "x86_64"))]
    return BEGIN.get_or_init(|| (Instant::now(), 0));
}

/// So many ticks in seconds, as both clocks have gone since [`begin`].
pub fn seconds(ticks: u64) -> f64 {
    let (instant, first) = *begin();
    let passed = now().saturating_sub(first);
    if passed == 0 { 0.0 } else { ticks as f64 * (instant.elapsed().as_secs_f64() / passed as f64) }
}

#[cfg(test)]
mod tests {
    #[test]
    fn ticks_become_seconds() {
        super::begin();
        let (ticks, begin) = (super::now(), std::time::Instant::now());
        std::thread::sleep(std::time::Duration::from_millis(30));
        let (ticks, passed) = (super::now() - ticks, begin.elapsed().as_secs_f64());
        let seconds = super::seconds(ticks);
        assert!((seconds - passed).abs() < 0.01, "{seconds} {passed}");
    }
}
