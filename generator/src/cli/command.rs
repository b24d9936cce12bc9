//! Commands ready to paste.
//!
//! Input: arguments. Output: a command line for a POSIX shell. Not here: when one is named.

use camino::Utf8Path;

use super::ReadArgs;

/// The command that writes the SDK.
pub(super) fn generate(args: &ReadArgs, out: &Utf8Path) -> String {
    format!("specwright generate {} --out {}{}", word(args.spec.as_str()), word(out.as_str()), config(args))
}

/// The command that writes the mends of what was found.
pub(super) fn mend(args: &ReadArgs) -> String {
    format!("specwright lint {} --write-overlay mends.yaml{}", word(args.spec.as_str()), config(args))
}

fn config(args: &ReadArgs) -> String {
    args.config.as_ref().map(|config| format!(" --config {}", word(config.as_str()))).unwrap_or_default()
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
        let args = ReadArgs { spec: "my api.yaml".into(), config, ..ReadArgs::default() };
        assert_eq!(generate(&args, "sdk".into()), "specwright generate 'my api.yaml' --out sdk --config c.toml");
        assert_eq!(mend(&args), "specwright lint 'my api.yaml' --write-overlay mends.yaml --config c.toml");
    }
}
