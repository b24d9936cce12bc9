//! The program `specwright`.
//!
//! Input: its arguments. Output: files, texts and an exit code: 0 done (warnings allowed), 1 findings (drift,
//! something left out of the SDK that the configuration does not accept, warnings under `--strict`), 2 could not go on.
//! Not here: anything but the shell around the library.

mod cli;

use std::process::ExitCode;

use clap::Parser as _;

// A run makes and drops millions of small values, on all cores.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        let version = env!("CARGO_PKG_VERSION");
        anstream::eprintln!("specwright {version}: {panic}");
        anstream::eprintln!("this is a bug in Specwright, not in your input; please report it with the lines above");
        // Also from another thread: nothing that follows a panic may look like a finished run.
        std::process::exit(i32::from(cli::FAILED));
    }));
    ExitCode::from(cli::run(&cli::Cli::parse()))
}
