//! Clocks and counters.
//!
//! Input: the kernel's files about this process, where there are any (Linux). Output: figures. Not here: what is measured.

use std::fs;
use std::time::{Duration, Instant};

/// How long the calling thread has been at work, which other programs do not disturb; without the kernel's word the time
/// that has passed.
pub(crate) fn work(started: Instant) -> Duration {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text.split_whitespace().next().and_then(|word| word.parse().ok());
    nanoseconds.map_or_else(|| started.elapsed(), Duration::from_nanos)
}

/// The memory that the process holds, in MiB; `None` where the kernel does not say.
pub(crate) fn memory() -> Option<f64> {
    status("VmRSS:")
}

/// The most memory that the process held, in MiB.
pub(crate) fn peak() -> Option<f64> {
    status("VmHWM:")
}

/// How many files and connections are open.
pub(crate) fn open_files() -> Option<usize> {
    Some(fs::read_dir("/proc/self/fd").ok()?.count())
}

/// A field in KiB, as MiB.
fn status(field: &str) -> Option<f64> {
    let text = fs::read_to_string("/proc/self/status").ok()?;
    let kib: f64 = text.lines().find_map(|line| line.strip_prefix(field))?.split_whitespace().next()?.parse().ok()?;
    Some(kib / 1024.0)
}

/// The middle one.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
