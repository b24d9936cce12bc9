//! `specwright check`: is the SDK what would be written now?
//!
//! Input: arguments. Output: findings, what drifted and why, an exit code; nothing is written.
//! Not here: the comparison (`write::check`).

use camino::Utf8Path;
use specwright::diag::format::Drifted;
use specwright::write;

use super::ending::Ending;
use super::inputs::{self, Made};
use super::{FINDINGS, ReadArgs, command};

pub(super) fn run(args: &ReadArgs, out: &Utf8Path, cure: Option<&str>, quiet: bool) -> Ending {
    let Made { files, lock, existing, breaking, placed, ending } = match inputs::make(args, out) {
        Ok(made) => made,
        Err(ending) => return *ending,
    };
    let ending = ending.breaks(&breaking, &placed, args.worst());
    match write::check(&existing, &files, lock) {
        Ok(drift) => {
            let cure = cure.map_or_else(|| command::generate(args, out), str::to_owned);
            let text = if quiet && drift.is_current() { String::new() } else { drift.show(&cure) };
            let code = if drift.is_current() { ending.code } else { FINDINGS };
            let files = drift.reasons().map(|(file, why)| Drifted { file: file.to_owned(), why });
            Ending { text, code, drift: Some(files.collect()), ..ending }
        }
        Err(fatal) => ending.failed(fatal),
    }
}
