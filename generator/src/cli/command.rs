//! Commands ready to paste.
//!
//! Input: arguments. Output: a command line for a POSIX shell. Not here: when one is named.

use camino::Utf8Path;

use super::ReadArgs;

/// The command that writes the SDK.
pub(super) fn generate(args: &ReadArgs, out: &Utf8Path) -> String {
    format!("specwright generate {} --out {}{}", word(args.spec.as_str()), word(out.as_str()), options(args))
}

/// The command that shows all that was found.
pub(super) fn lint(args: &ReadArgs) -> String {
    format!("specwright lint {}{}", word(args.spec.as_str()), options(args))
}

/// The command that writes the mends of what was found.
pub(super) fn mend(args: &ReadArgs) -> String {
    format!("specwright lint {} --write-overlay mends.yaml{}", word(args.spec.as_str()), options(args))
}

/// The options that settle what is read.
fn options(args: &ReadArgs) -> String {
    let mut text = String::new();
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
    fn commands_can_be_pasted() {
        let config = Some("c.toml".into());
        let mut args = ReadArgs { spec: "my api.yaml".into(), config, ..ReadArgs::default() };
        assert_eq!(generate(&args, "sdk".into()), "specwright generate 'my api.yaml' --out sdk --config c.toml");
        assert_eq!(lint(&args), "specwright lint 'my api.yaml' --config c.toml");
        assert_eq!(mend(&args), "specwright lint 'my api.yaml' --write-overlay mends.yaml --config c.toml");
        (args.config, args.root, args.allow_remote) = (None, Some("..".into()), true);
        assert_eq!(
            generate(&args, "sdk".into()),
            "specwright generate 'my api.yaml' --out sdk --root .. --allow-remote"
        );
    }
}
