//! [`Globals`]: parameters that callers set once, at the client, for all operations that know them.
//!
//! In: values by place and name. Out: the value of one. Not here: headers and query parameters of every request, which
//! are options of their own.

use core::fmt;

/// A parameter that may be set at the client: its place and its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Global {
    Header(&'static str),
    Query(&'static str),
}

/// What was set at the client.
#[derive(Clone, Default)]
pub(crate) struct Globals(Vec<(Global, String)>);

impl Globals {
    /// Sets a value, in the place of one that was set before.
    pub(crate) fn set(&mut self, global: Global, value: String) {
        self.0.retain(|(other, _)| *other != global);
        self.0.push((global, value));
    }

    pub(crate) fn get(&self, global: Global) -> Option<&str> {
        self.0.iter().find(|(other, _)| *other == global).map(|(_, value)| value.as_str())
    }
}

impl fmt::Debug for Globals {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Names only: a value may well be a secret.
        formatter.debug_list().entries(self.0.iter().map(|(global, _)| global)).finish()
    }
}
