//! `specwright check`: is the SDK what would be written now?
//!
//! Input: arguments. Output: what drifted and why on stdout, an exit code; nothing is written.
//! Not here: the comparison (`write::check`).

use specwright::write;

use super::inputs::{self, Made};
use super::{FAILED, FINDINGS, InputArgs, show};

pub(super) fn run(args: &InputArgs, cure: Option<&str>, quiet: bool) -> u8 {
    let Some(Made { files, lock, existing, verdict, .. }) = inputs::make(args) else { return FAILED };
    match write::check(&existing, &files, lock) {
        Ok(drift) => {
            if !quiet || !drift.is_current() {
                show::out(&drift.show(&cure.map_or_else(|| command(args), str::to_owned)));
            }
            if drift.is_current() { verdict } else { FINDINGS }
        }
        Err(fatal) => {
            show::fatal(&fatal);
            FAILED
        }
    }
}

/// The command that would mend the drift, ready to paste.
fn command(args: &InputArgs) -> String {
    let mut text = format!("specwright generate {} --out {}", word(args.spec.as_str()), word(args.out.as_str()));
    for (flag, path) in [(" --config ", &args.config), (" --root ", &args.root)] {
        if let Some(path) = path {
            text.push_str(flag);
            text.push_str(&word(path.as_str()));
        }
    }
    if args.allow_remote {
        text.push_str(" --allow-remote");
    }
    text
}

/// An argument as a POSIX shell reads it.
fn word(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-+:=@%,".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_can_be_pasted() {
        let args = InputArgs {
            spec: "my api.yaml".into(),
            out: "sdk".into(),
            config: Some("c.toml".into()),
            strict: false,
            root: Some("..".into()),
            allow_remote: true,
            update_remote: false,
        };
        let expected = "specwright generate 'my api.yaml' --out sdk --config c.toml --root .. --allow-remote";
        assert_eq!(command(&args), expected);
    }
}
