//! The parent: children with a limit of memory, and a clock.
//!
//! Input: the numbers of runs. Output: [`Done`], and failures to [`Failures`]. A child that dies or hangs is replaced by
//! one that begins behind the fatal run.
//! Not here: what a child does (`worker`).

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use camino::Utf8Path;

use super::failure::Failures;

/// How long a run may work; a build that is not optimised is some ten times slower.
const PATIENCE: Duration = Duration::from_secs(if cfg!(debug_assertions) { 30 } else { 5 });
/// How long a child may take to read the descriptions.
const START: Duration = Duration::from_secs(60);
/// How many kilobytes of addresses a child may have.
const MEMORY: &str = "1048576";
/// How many times its patience a child may take in all, where it does not get its turn.
const TURNS: u32 = 12;
/// Children at once.
const CHILDREN: u64 = 2;

/// What was done.
#[derive(Default)]
pub(super) struct Done {
    pub(super) runs: u64,
    pub(super) read: u64,
    pub(super) refused: u64,
    /// The longest run and its number.
    pub(super) slowest: (Duration, u64),
}

/// What a child's watcher tells.
enum Event {
    End { run: u64, read: bool, time: Duration },
    Fail { run: u64, what: String },
    Broken(anyhow::Error),
}

/// All runs, on several children.
pub(super) fn all(seed: u64, first: u64, end: u64, until: Option<Instant>, failures: &mut Failures) -> Result<Done> {
    let (sender, events) = mpsc::channel();
    for child in 0..CHILDREN {
        let sender = sender.clone();
        thread::spawn(move || {
            let send = |event| sender.send(event).is_ok();
            if let Err(error) = one(seed, first + child, end, until, &send) {
                send(Event::Broken(error));
            }
        });
    }
    drop(sender);
    let mut done = Done::default();
    for event in events {
        match event {
            Event::End { run, read, time } => {
                *(if read { &mut done.read } else { &mut done.refused }) += 1;
                done.slowest = done.slowest.max((time, run));
            }
            Event::Fail { run, what } => failures.add(run, &what)?,
            Event::Broken(error) => return Err(error),
        }
        done.runs += 1;
        if done.runs.is_multiple_of(10_000) {
            eprintln!("fuzz: {} runs, {} failures", done.runs, failures.count());
        }
        if failures.enough() {
            println!("fuzz: that is enough failures");
            break;
        }
    }
    Ok(done)
}

/// The runs of one child and of those that replace it. Ends as well when nobody listens any more.
fn one(seed: u64, first: u64, end: u64, until: Option<Instant>, send: &dyn Fn(Event) -> bool) -> Result<()> {
    let mut next = first;
    while next < end && until.is_none_or(|until| Instant::now() < until) {
        let numbers = [next, CHILDREN, end].map(|number| number.to_string());
        let mut arguments = vec!["fuzz", "--seed"];
        let seed = seed.to_string();
        arguments.extend([seed.as_str(), "--worker"]);
        arguments.extend(numbers.iter().map(String::as_str));
        let mut child = Watched::start(&arguments)?;
        let mut open: Option<(u64, Instant)> = None;
        loop {
            let patience = if open.is_some() { PATIENCE } else { START };
            match child.line(patience) {
                Ok(line) => {
                    let (word, run, rest) = parts(&line).with_context(|| format!("a child says `{line}`"))?;
                    next = run + CHILDREN;
                    let time = open.take().map_or(Duration::ZERO, |(_, start)| start.elapsed());
                    let going = match word {
                        "begin" => {
                            open = Some((run, Instant::now()));
                            until.is_none_or(|until| Instant::now() < until)
                        }
                        "end" => send(Event::End { run, read: rest == "read", time }),
                        _ => send(Event::Fail { run, what: rest.to_owned() }),
                    };
                    if !going {
                        child.kill();
                        return Ok(());
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    child.kill();
                    let Some((run, _)) = open else { bail!("a child does not begin") };
                    send(Event::Fail { run, what: format!("not done after {} s", PATIENCE.as_secs()) });
                    break;
                }
                Err(RecvTimeoutError::Disconnected) => {
                    let said = child.end()?;
                    match (open, said) {
                        (_, None) => return Ok(()),
                        (Some((run, _)), Some(said)) => drop(send(Event::Fail { run, what: said })),
                        (None, Some(said)) => bail!("a child ended between runs: {said}"),
                    }
                    break;
                }
            }
        }
    }
    Ok(())
}

/// Reads one file in a child.
pub(super) fn replay(file: &Utf8Path) -> Result<()> {
    let start = Instant::now();
    let mut child = Watched::start(&["fuzz", "--replay", file.as_str(), "--worker", "0", "1", "1"])?;
    let line = child.line(PATIENCE);
    let time = start.elapsed().as_millis();
    match line.as_deref().map(parts) {
        Ok(Some(("end", _, word))) => {
            println!("fuzz: {file}: {word}, {time} ms");
            Ok(())
        }
        Ok(Some((_, _, what))) => bail!("{file}: {what}"),
        Err(RecvTimeoutError::Timeout) => {
            child.kill();
            bail!("{file}: not done after {} s", PATIENCE.as_secs())
        }
        Ok(None) | Err(RecvTimeoutError::Disconnected) => {
            bail!("{file}: {}", child.end()?.unwrap_or_else(|| "the child says nothing".to_owned()))
        }
    }
}

/// `begin 12`, `end 12 read`, `fail 12 what happened`.
fn parts(line: &str) -> Option<(&str, u64, &str)> {
    let (word, rest) = line.split_once(' ')?;
    let (number, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    Some((word, number.parse().ok()?, rest))
}

/// A child and what it says, line by line.
struct Watched {
    child: Child,
    lines: Receiver<String>,
    errors: Option<thread::JoinHandle<String>>,
}

impl Watched {
    fn start(arguments: &[&str]) -> Result<Self> {
        let program = std::env::current_exe()?;
        let mut command = if cfg!(unix) {
            let mut shell = Command::new("sh");
            // Where addresses cannot be limited, the clock remains.
            shell.args(["-c", &format!("ulimit -v {MEMORY} 2>/dev/null; ulimit -c 0; exec \"$0\" \"$@\"")]);
            shell.arg(program);
            shell
        } else {
            Command::new(program)
        };
        // One heap, since each further one reserves addresses that nobody uses.
        command.args(arguments).env("MALLOC_ARENA_MAX", "1");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().context("cannot start a child")?;
        let (out, mut err) = (child.stdout.take().context("no stdout")?, child.stderr.take().context("no stderr")?);
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            let mut lines = BufReader::new(out).lines().map_while(Result::ok);
            while lines.next().is_some_and(|line| sender.send(line).is_ok()) {}
        });
        let errors = thread::spawn(move || {
            let mut bytes = Vec::new();
            let _ = err.read_to_end(&mut bytes);
            String::from_utf8_lossy(&bytes).into_owned()
        });
        Ok(Self { child, lines, errors: Some(errors) })
    }

    /// The next line, unless the child works for longer than that. On a busy machine it has to wait for its turn, which
    /// is not its fault, but not for ever.
    fn line(&self, patience: Duration) -> Result<String, RecvTimeoutError> {
        let (start, before) = (Instant::now(), worked(self.child.id()));
        loop {
            match self.lines.recv_timeout(patience / 10) {
                Err(RecvTimeoutError::Timeout) => {}
                line => return line,
            }
            let elapsed = start.elapsed();
            let work = match (before, worked(self.child.id())) {
                (Some(before), Some(now)) => now.saturating_sub(before),
                _ => elapsed,
            };
            if work >= patience || elapsed >= patience * TURNS {
                return Err(RecvTimeoutError::Timeout);
            }
        }
    }

    fn kill(&mut self) {
        // It may have ended by itself in the meantime.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// How it ended, unless well.
    fn end(&mut self) -> Result<Option<String>> {
        let status = self.child.wait()?;
        let said = self.errors.take().and_then(|thread| thread.join().ok()).unwrap_or_default();
        let last: Vec<&str> = said.lines().filter(|line| !line.trim().is_empty()).collect();
        let last = last.join(" ");
        Ok((!status.success()).then(|| format!("died, {status}: {}", last.trim())))
    }
}

/// How long a process has had a processor, where the system tells (proc(5): the clock has 100 ticks in a second).
fn worked(process: u32) -> Option<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name stands in brackets and may hold anything; user and system time are the 12th and 13th field behind it.
    let (_, fields) = stat.rsplit_once(") ")?;
    let ticks = fields.split(' ').skip(11).take(2).map(|ticks| ticks.parse::<u64>().unwrap_or(0)).sum::<u64>();
    Some(Duration::from_millis(ticks * 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_is_understood() {
        assert_eq!(parts("begin 12"), Some(("begin", 12, "")));
        assert_eq!(parts("fail 3 panicked at a:1"), Some(("fail", 3, "panicked at a:1")));
        assert_eq!(parts("thread panicked"), None);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn work_is_counted() {
        let begin = Instant::now();
        let before = worked(std::process::id()).unwrap();
        while begin.elapsed() < Duration::from_secs(60) {
            if worked(std::process::id()).unwrap() > before {
                return;
            }
        }
        panic!("a minute of work, and none was counted");
    }
}
