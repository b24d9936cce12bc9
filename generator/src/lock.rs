//! The lock, `specwright.lock`: what one run tells the next.
//!
//! Input and output: its text. In between: [`Lock`], plain data.
//! It holds what was read (hashes of description and configuration), what was written (a hash for each file the
//! generator owns, the keys it set in files it shares) and which names were given, so that the next run can tell an
//! edited file from an old one and never gives another name to what already has one.
//! Not here: what a name's line means (`names`), and any use of the files (`write`).
//!
//! One sorted line for each entry and no time stamp: two branches that add different things merge without a conflict.

use std::collections::BTreeMap;
use std::fmt;
use std::fmt::Write as _;
use std::sync::Arc;

use camino::Utf8PathBuf;
use sha2::{Digest as _, Sha256};

use crate::diag::{Code, Diagnostic, Fatal, Pointer, Site};

/// The first line without its sentence; the number is the version of this format.
const MAGIC: &str = "# specwright.lock 1";

/// The kinds of line that are not names.
const OWN_KINDS: [&str; 7] = ["generator", "spec", "config", "remote", "file", "key", "name"];

/// A SHA-256 of a text, in which CRLF counts as LF: a checkout with other line endings is the same text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hash(String);

impl Hash {
    /// The hash of a text.
    #[must_use]
    pub fn of(text: &[u8]) -> Self {
        let mut hasher = Sha256::new();
        let mut rest = text;
        while let Some(at) = rest.windows(2).position(|pair| pair == b"\r\n") {
            let (line, after) = rest.split_at(at);
            hasher.update(line);
            rest = after.get(1..).unwrap_or_default();
        }
        hasher.update(rest);
        let mut text = String::with_capacity(71);
        text.push_str("sha256:");
        for byte in hasher.finalize() {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        Self(text)
    }

    /// A hash from its text form, `sha256:` and 64 lower-case hexadecimal digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix("sha256:")?;
        let good = digits.len() == 64 && digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        good.then(|| Self(text.to_owned()))
    }
}

impl Default for Hash {
    /// The hash of nothing: what stands for a configuration file that does not exist.
    fn default() -> Self {
        Self::of(b"")
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What one run tells the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// The version of the generator that wrote it.
    pub generator: String,
    /// The description: every file read and every overlay applied.
    pub spec: Hash,
    /// The configuration file.
    pub config: Hash,
    /// The files of the web that were read, by address.
    pub remote: BTreeMap<String, Hash>,
    /// The files that the generator owns, by path below the output folder, as it wrote them.
    pub files: BTreeMap<Utf8PathBuf, Hash>,
    /// The keys that the generator set in files that it shares with the user, with the values it gave.
    pub keys: BTreeMap<Utf8PathBuf, BTreeMap<String, String>>,
    /// What was given to each identity of the description, by `kind subject` (`operation PATCH /v1/users/{id}`).
    pub names: BTreeMap<String, String>,
}

impl Lock {
    /// The lock of a run of this generator, before its files are written.
    #[must_use]
    pub fn new(spec: Hash, config: Hash, names: BTreeMap<String, String>) -> Self {
        let generator = env!("CARGO_PKG_VERSION").to_owned();
        Self { generator, spec, config, names, remote: BTreeMap::new(), files: BTreeMap::new(), keys: BTreeMap::new() }
    }

    /// The text of the lock file.
    #[must_use]
    pub fn print(&self) -> String {
        let mut lines = vec![
            format!("{MAGIC}: written by Specwright; commit it, do not edit it."),
            format!("generator {}", self.generator),
            format!("spec {}", self.spec),
            format!("config {}", self.config),
        ];
        lines.extend(self.remote.iter().map(|(url, hash)| format!("remote {} {hash}", word(url))));
        lines.extend(self.files.iter().map(|(path, hash)| format!("file {} {hash}", word(path.as_str()))));
        for (path, keys) in &self.keys {
            lines.extend(keys.iter().map(|(key, value)| {
                let line = format!("key {} {} {}", word(path.as_str()), word(key), rest(value));
                line.trim_end().to_owned()
            }));
        }
        for (key, value) in &self.names {
            let (kind, subject) = match key.split_once(' ') {
                Some((kind, subject)) if is_kind(kind) => (kind, subject),
                _ => ("name", key.as_str()),
            };
            lines.push(format!("{kind} {} {}", quote(subject), rest(value)).trim_end().to_owned());
        }
        lines.push(String::new());
        lines.join("\n")
    }

    /// Reads the text of the lock file named `file`.
    ///
    /// # Errors
    /// A line that is none of ours: the file was edited, or belongs to another version.
    pub fn parse(file: &Arc<str>, text: &str) -> Result<Self, Fatal> {
        let fail = |line: usize, message: String, help: &str| -> Fatal {
            let place = Site::new(file, Pointer::root());
            let message = format!("{file}:{line}: {message}");
            Box::new(Diagnostic::new(Code::LockUnreadable, message).at(&place).help(help))
        };
        if !text.lines().next().is_some_and(|first| first.starts_with(&format!("{MAGIC}:"))) {
            let message = format!("the first line does not begin with `{MAGIC}:`");
            return Err(fail(
                1,
                message,
                "use the version of Specwright that wrote this file, or restore the file from version control",
            ));
        }
        let mut lock = Self { generator: String::new(), ..Self::default() };
        for (index, line) in text.lines().enumerate().skip(1).filter(|(_, line)| !line.trim().is_empty()) {
            if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| line.starts_with(mark)) {
                let message = "an unresolved merge conflict".to_owned();
                return Err(fail(
                    index + 1,
                    message,
                    "keep the lines of both sides, remove the markers, and generate again",
                ));
            }
            if lock.read_line(line).is_none() {
                let message = format!("this line is not understood: `{line}`");
                return Err(fail(index + 1, message, "restore the file from version control"));
            }
        }
        Ok(lock)
    }

    /// Whether the files of the web are those that were read before.
    ///
    /// # Errors
    /// One is not.
    pub fn check_remote(&self, read: &BTreeMap<&str, &str>) -> Result<(), Fatal> {
        for (url, text) in read {
            if self.remote.get(*url).is_some_and(|before| *before != Hash::of(text.as_bytes())) {
                let message = format!("`{url}` is not the file that was read before");
                let help = "look at what changed, and take it with `--update-remote`; nothing was written";
                return Err(Box::new(Diagnostic::new(Code::RemoteChanged, message).help(help)));
            }
        }
        Ok(())
    }

    /// Takes over one line; `None` when it is none of ours.
    fn read_line(&mut self, line: &str) -> Option<()> {
        let (kind, body) = line.split_once(' ')?;
        match kind {
            "generator" => body.clone_into(&mut self.generator),
            "spec" => self.spec = Hash::parse(body)?,
            "config" => self.config = Hash::parse(body)?,
            "remote" => {
                let (url, hash) = take(body)?;
                self.remote.insert(url, Hash::parse(hash)?);
            }
            "file" => {
                let (path, hash) = take(body)?;
                self.files.insert(path.into(), Hash::parse(hash)?);
            }
            "key" => {
                let (path, body) = take(body)?;
                let (key, value) = take(body)?;
                self.keys.entry(path.into()).or_default().insert(key, unrest(value)?);
            }
            kind => {
                let (subject, value) = take(body)?;
                let key = match kind {
                    "name" => subject,
                    kind if is_kind(kind) => format!("{kind} {subject}"),
                    _ => return None,
                };
                self.names.insert(key, unrest(value)?);
            }
        }
        Some(())
    }
}

/// Whether a word can stand for itself at the head of a name's line.
fn is_kind(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') && !OWN_KINDS.contains(&word)
}

/// A text as a JSON string: one line whatever it holds.
fn quote(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A text that is followed by others on its line: bare where that can be read back.
fn word(text: &str) -> String {
    let apart = |c: char| c.is_whitespace() || c.is_control();
    let plain = !text.is_empty() && !text.starts_with('"') && !text.contains(apart);
    if plain { text.to_owned() } else { quote(text) }
}

/// A text that ends its line: bare where that can be read back.
fn rest(text: &str) -> String {
    let plain = !text.starts_with('"') && !text.contains(char::is_control) && text.trim() == text;
    if plain { text.to_owned() } else { quote(text) }
}

/// The inverse of [`rest`].
fn unrest(text: &str) -> Option<String> {
    if text.starts_with('"') { serde_json::from_str(text).ok() } else { Some(text.to_owned()) }
}

/// The first word of a line, bare or quoted, and what follows it.
fn take(line: &str) -> Option<(String, &str)> {
    if !line.starts_with('"') {
        let (word, after) = line.split_once(' ').unwrap_or((line, ""));
        return (!word.is_empty()).then(|| (word.to_owned(), after));
    }
    let mut strings = serde_json::Deserializer::from_str(line).into_iter::<String>();
    let word = strings.next()?.ok()?;
    let after = line.get(strings.byte_offset()..)?;
    Some((word, after.strip_prefix(' ').unwrap_or(after)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Lock, Fatal> {
        Lock::parse(&Arc::from("specwright.lock"), text)
    }

    #[test]
    fn what_is_printed_is_read_back() {
        let names = [
            ("operation PATCH /v1/viewer/users/{userId}", "viewer.users.update(user_id)"),
            ("schema #/components/schemas/A \"B\"", "AB"),
            ("file looks like ours", "x"),
            ("lonely", ""),
            ("schema new\nline", " spaced \t"),
            ("schema quoted", "\"q\""),
        ];
        let names = names.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let mut lock = Lock::new(Hash::of(b"spec"), Hash::default(), names);
        lock.files.insert("src/lib.rs".into(), Hash::of(b"x"));
        lock.files.insert("a file \"x\".md".into(), Hash::of(b"y"));
        let keys = lock.keys.entry("Cargo.toml".into()).or_default();
        keys.insert("package.version".into(), "\"0.1.0\"".into());
        keys.insert("features.default[rustls]".into(), String::new());
        keys.insert("target.\"cfg(all(a, b))\".x".into(), "'1'".into());
        keys.insert("target.\"b\".x".into(), "1".into());
        let text = lock.print();
        assert_eq!(parse(&text).unwrap(), lock, "{text}");
        assert_eq!(parse(&text.replace('\n', "\r\n")).unwrap(), lock);
    }

    #[test]
    fn a_line_reads_as_people_expect() {
        let names = [("operation GET /a".to_owned(), "a.list".to_owned())].into();
        let text = Lock::new(Hash::default(), Hash::default(), names).print();
        assert!(text.contains("\noperation \"GET /a\" a.list\n"), "{text}");
        assert!(text.lines().all(|line| line.trim_end() == line));
    }

    #[test]
    fn line_endings_do_not_change_a_hash() {
        assert_eq!(Hash::of(b"a\r\nb\r\n"), Hash::of(b"a\nb\n"));
        assert_ne!(Hash::of(b"a\rb"), Hash::of(b"a\nb"));
        assert_eq!(
            Hash::default().to_string(),
            "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(Hash::parse(&Hash::default().to_string()), Some(Hash::default()));
        assert_eq!(Hash::parse("sha256:E3"), None);
    }

    #[test]
    fn what_is_not_ours_is_refused_with_its_line() {
        for (text, want) in [
            ("", ":1: the first line"),
            ("# specwright.lock 2: x\n", ":1: the first line"),
            ("# specwright.lock 1: x\nspec nothing\n", ":2: this line"),
            ("# specwright.lock 1: x\n\nfile a\n", ":3: this line"),
            ("# specwright.lock 1: x\n<<<<<<< HEAD\n", ":2: an unresolved merge conflict"),
        ] {
            let fatal = parse(text).unwrap_err();
            assert!(fatal.message.contains(want), "{text}: {}", fatal.message);
        }
    }
}
