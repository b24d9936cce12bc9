//! What a call through an emitted SDK costs, and how it bears load: `cargo xtask bench <what>`.
//!
//! Input: the SDK of the Avara API, and a server of our own in another process. Output: figures, those that compare as
//! ratios of one run. Not here: how fast SDKs are generated and compiled.

mod by_hand;
mod call;
mod codec;
mod derived;
mod load;
mod measure;
mod server;

use std::time::Duration;

use clap::Parser;

/// What to measure.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask bench")]
enum Command {
    /// A call through the SDK against the same written by hand with reqwest and serde: time and allocations.
    Call {
        /// Rounds; each is a batch of both, and counts as one ratio.
        #[arg(long, default_value_t = 101)]
        rounds: usize,
    },
    /// The SDK's types against derived ones: how fast 50 MB of users and 20,000 tagged events are read and written.
    Codec {
        /// Rounds; each reads and writes both, and counts as one ratio.
        #[arg(long, default_value_t = 15)]
        rounds: usize,
    },
    /// Calls at once: every answer has to be its own, and every connection has to be given back.
    Load {
        /// How many.
        #[arg(long, default_value_t = 10_000)]
        calls: usize,
    },
    /// Calls at full speed for a while: memory must not grow.
    Soak {
        /// How long.
        #[arg(long, default_value_t = 600)]
        seconds: u64,
    },
    /// The server, which the others start.
    #[command(hide = true)]
    Serve,
}

fn main() -> anyhow::Result<()> {
    match Command::parse() {
        Command::Call { rounds } => call::run(rounds),
        Command::Codec { rounds } => codec::run(rounds),
        Command::Load { calls } => load::at_once(calls),
        Command::Soak { seconds } => load::soak(Duration::from_secs(seconds)),
        Command::Serve => server::serve(),
    }
}
