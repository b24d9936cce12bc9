//! Diagnostics: what the generator has to say about its input, each with a code and a place.
//!
//! Input: a [`Site`] (file and JSON pointer) and a [`Code`], from any stage.
//! Output: a list kept in [`Diagnostics`], written for people and machines by [`mod@format`].
//! Not here: any knowledge of what a stage does. This module is the bottom of the crate and uses no other.
//!
//! Sites carry no line numbers: the file is read again by [`locate()`] only when a diagnostic is shown, so a run
//! without findings pays nothing for places.

mod code;
pub mod format;
mod locate;
pub mod mend;
mod problem;
mod render;
pub(crate) mod scan;
mod text;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use serde_json::Value;

pub use code::{CODES, Code, Entry};
pub use locate::{Position, Wanted, locate, locate_all, locate_key};
pub use problem::{BY_OVERLAY, Problem, Spot, USED_HERE, problems};
pub use render::{Style, frame, render};
pub use text::Texts;

/// A place in an input file: the file as it was named to the run, and an RFC 6901 JSON pointer into it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Site {
    /// The file, relative to the working directory, with `/` on every system.
    pub file: Arc<str>,
    /// The pointer, empty for the whole document.
    pub pointer: Pointer,
}

/// An RFC 6901 JSON pointer, kept in its escaped text form (`/paths/~1users/get`).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(String);

impl Pointer {
    /// The pointer to the whole document.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// A pointer from its escaped text; a text without a leading `/` is taken as empty.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self(if text.starts_with('/') { text.to_owned() } else { String::new() })
    }

    /// This pointer, one step further down. The step is given unescaped.
    #[must_use]
    pub fn join(&self, step: &str) -> Self {
        let mut text = String::with_capacity(self.0.len() + step.len() + 1);
        text.push_str(&self.0);
        text.push('/');
        if step.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
            text.push_str(&step.replace('~', "~0").replace('/', "~1"));
        } else {
            text.push_str(step);
        }
        Self(text)
    }

    /// This pointer, one array element further down.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// The escaped text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The steps, unescaped, from the root down.
    pub fn steps(&self) -> impl Iterator<Item = Cow<'_, str>> + '_ {
        self.0.split('/').skip(1).map(|step| {
            if step.contains('~') {
                Cow::Owned(step.replace("~1", "/").replace("~0", "~"))
            } else {
                Cow::Borrowed(step)
            }
        })
    }

    /// The value that it leads to in a tree.
    #[must_use]
    pub fn find<'t>(&self, tree: &'t Value) -> Option<&'t Value> {
        self.steps().try_fold(tree, |value, step| match value {
            Value::Object(map) => map.get(&*step),
            // RFC 6901, section 4: no sign and no zero in front.
            Value::Array(list) if step == "0" || step.starts_with(|c: char| matches!(c, '1'..='9')) => {
                list.get(step.parse::<usize>().ok()?)
            }
            _ => None,
        })
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

impl Site {
    /// A place in a file.
    #[must_use]
    pub fn new(file: &Arc<str>, pointer: Pointer) -> Self {
        Self { file: Arc::clone(file), pointer }
    }

    /// This place, one step further down.
    #[must_use]
    pub fn join(&self, step: &str) -> Self {
        Self { file: Arc::clone(&self.file), pointer: self.pointer.join(step) }
    }

    /// This place, one array element further down.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self { file: Arc::clone(&self.file), pointer: self.pointer.index(index) }
    }

    /// The file as seen from the folder of the root; nothing where it is the root.
    #[must_use]
    pub fn file_from(&self, root: &str) -> Option<String> {
        (*self.file != *root).then(|| relative(root, &self.file))
    }

    /// As a configuration names it: `#/paths/~1a`, and in another file than the root `paths/a.yaml#/get`.
    #[must_use]
    pub fn named(&self, root: &str) -> String {
        format!("{}{}", self.file_from(root).unwrap_or_default(), self.pointer)
    }

    /// Whether it is a place that is named so, or below one.
    #[must_use]
    pub fn is_within(&self, place: &str, root: &str) -> bool {
        let named = self.named(root);
        let rest = named.strip_prefix(place.trim_end_matches('/'));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// The name of a file as seen from the folder of another.
fn relative(from: &str, file: &str) -> String {
    let folder: Vec<&str> = from.split('/').collect();
    let folder = folder.split_last().map(|(_, folder)| folder).unwrap_or_default();
    let steps: Vec<&str> = file.split('/').collect();
    let shared = folder.iter().zip(&steps).take_while(|(a, b)| a == b).count();
    let up = folder.iter().skip(shared).map(|_| "..");
    up.chain(steps.iter().skip(shared).copied()).collect::<Vec<_>>().join("/")
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing is lost.
    Note,
    /// Read in the one plain way; something may differ from what the author meant.
    Warning,
    /// Something was left out of the SDK, or the run could not go on.
    Error,
}

impl Severity {
    /// As it is printed.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of finding; its number, slug and severity come from here.
    pub code: Code,
    /// One sentence: what is wrong, with the names involved.
    pub message: String,
    /// Where.
    pub site: Option<Site>,
    /// A line and column (both from 1), where the finder knows them better than a pointer can (syntax errors).
    pub position: Option<Position>,
    /// Other places that belong to it, each with what stands there.
    pub related: Vec<(Site, String)>,
    /// All places that it is of, where it is told once for many of them.
    pub repeated: Option<Box<Repeated>>,
    /// What the SDK does about it.
    pub effect: Option<String>,
    /// What the reader can do.
    pub help: Option<String>,
    /// A change of the root file that mends it, where there is one that cannot be wrong.
    pub mend: Option<Mend>,
    /// What it follows from, where that is a kind of finding of its own: why the reference leads nowhere because of which
    /// something is left out.
    pub cause: Option<Code>,
}

/// The places of a finding that is told once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeated {
    /// The places, in the order found.
    pub sites: Vec<Site>,
    /// The sentence for a single one of them.
    pub each: String,
}

/// A change of the description's root file, to be written as actions of an Overlay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mend {
    /// The place that is changed; it exists.
    pub target: Pointer,
    /// What is done to it.
    pub change: Change,
}

/// What a [`Mend`] does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Merged into a mapping, added to a list, put in place of a scalar.
    Update(Value),
    /// Moved to another key of the same mapping.
    Rename(String),
    /// Taken out.
    Remove,
}

impl Diagnostic {
    /// A finding without a place.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            site: None,
            position: None,
            related: Vec::new(),
            repeated: None,
            effect: None,
            help: None,
            mend: None,
            cause: None,
        }
    }

    /// The same, at a place.
    #[must_use]
    pub fn at(mut self, site: &Site) -> Self {
        self.site = Some(site.clone());
        self
    }

    /// The same, at a line and column of the site's file.
    #[must_use]
    pub fn position(mut self, position: Position) -> Self {
        self.position = Some(position);
        self
    }

    /// Where something is lost because of it: where it is found, and of an operation where that stands, since the mistake can
    /// be in a part that it shares with others.
    pub fn losses(&self) -> impl Iterator<Item = &Site> {
        let users = self.related.iter().filter(|(_, label)| self.code == Code::OperationDropped && label == USED_HERE);
        self.site.iter().chain(users.map(|(site, _)| site))
    }

    /// The same, with a second place and what stands there.
    #[must_use]
    pub fn related(mut self, site: &Site, label: impl Into<String>) -> Self {
        self.related.push((site.clone(), label.into()));
        self
    }

    /// The same, told once for all these places; `each` is the sentence for one.
    #[must_use]
    pub fn repeated(mut self, sites: Vec<Site>, each: impl Into<String>) -> Self {
        if sites.len() > 1 {
            self.repeated = Some(Box::new(Repeated { sites, each: each.into() }));
        }
        self
    }

    /// The same, of these places alone, which are some of those that it is of.
    #[must_use]
    pub fn only_at(self, sites: Vec<Site>) -> Self {
        let Some(each) = self.repeated.as_ref().map(|all| all.each.clone()) else { return self };
        let message = match sites.len() {
            1 => each.clone(),
            count => format!("{each}; so it is in {count} places that are not accepted, this one first"),
        };
        let only = Self {
            message,
            site: sites.first().cloned(),
            position: None,
            related: Vec::new(),
            repeated: None,
            mend: None,
            ..self
        };
        only.repeated(sites, each)
    }

    /// The same, with what the SDK does about it.
    #[must_use]
    pub fn effect(mut self, effect: impl Into<String>) -> Self {
        self.effect = Some(effect.into());
        self
    }

    /// The same, with what the reader can do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same, with the change that mends it, if there is one.
    #[must_use]
    pub fn mend(mut self, mend: impl Into<Option<Mend>>) -> Self {
        self.mend = mend.into();
        self
    }

    /// How bad it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.entry().severity
    }
}

/// The findings of a run, in the order found.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    /// Where in the list findings with a hash stand, so that thousands of them are no matter.
    seen: BTreeMap<u64, Vec<usize>>,
}

impl Diagnostics {
    /// Adds a finding; the same one twice is kept once.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        // Its keys are the same in every run, and it decides nothing but where to look.
        let mut hasher = DefaultHasher::new();
        (diagnostic.code, &diagnostic.site, &diagnostic.message).hash(&mut hasher);
        let alike = self.seen.entry(hasher.finish()).or_default();
        if alike.iter().all(|index| self.list.get(*index) != Some(&diagnostic)) {
            alike.push(self.list.len());
            self.list.push(diagnostic);
        }
    }

    /// All findings.
    #[must_use]
    pub fn list(&self) -> &[Diagnostic] {
        &self.list
    }

    /// All findings, given away.
    #[must_use]
    pub fn into_list(self) -> Vec<Diagnostic> {
        self.list
    }

    /// The same findings, each with what there is to add to it.
    #[must_use]
    pub fn map(self, add: impl FnMut(Diagnostic) -> Diagnostic) -> Self {
        let mut mapped = Self::default();
        self.list.into_iter().map(add).for_each(|diagnostic| mapped.push(diagnostic));
        mapped
    }

    /// How many have this severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|d| d.severity() == severity).count()
    }

    /// Takes over another list's findings.
    pub fn extend(&mut self, other: Self) {
        for diagnostic in other.list {
            self.push(diagnostic);
        }
    }
}

/// A problem that ends the run: nothing is written, exit code 2.
pub type Fatal = Box<Diagnostic>;
