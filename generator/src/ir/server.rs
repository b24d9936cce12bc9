//! Where an API is served, and what callers choose of that; and what else they set once, at the client.
//!
//! Input: filled by `lower`. Output: [`Server`]s and the [`Variable`]s of their URLs. Not here: what the choices are
//! called (`names`), and which address a call goes to in the end (the runtime).

use std::collections::BTreeMap;

use super::{Location, Param, Type};
use crate::diag::Site;

/// One of `servers`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    /// The URL with variables in braces: its identity. One without a host is relative.
    pub url: String,
    /// The name that the description or an extension gives it.
    pub name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// The variables in the URL.
    pub variables: Vec<ServerVariable>,
    /// Where it is written.
    pub site: Site,
}

impl Server {
    /// The URL with every variable at its default; one without any stays as it is.
    #[must_use]
    pub fn at_defaults(&self) -> String {
        let defaults = self.variables.iter().filter_map(|of| Some((of.name.as_str(), of.default.as_deref()?)));
        let defaults: BTreeMap<&str, &str> = defaults.collect();
        let (mut url, mut rest) = (String::new(), self.url.as_str());
        while let Some((before, name, after)) = variable(rest) {
            url.push_str(before);
            match defaults.get(name) {
                Some(default) => url.push_str(default),
                None => url.extend(["{", name, "}"]),
            }
            rest = after;
        }
        url.push_str(rest);
        url
    }

    /// What stands in the place of the host and cannot be one (RFC 3986, section 3.2), in an absolute URL.
    #[must_use]
    pub fn bad_authority(&self) -> Option<String> {
        // A variable may be anything, whatever its default is.
        let given = without_variables(&self.url);
        let (_, rest) = given.split_once("://")?;
        let place = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let (host, port) = match place.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((host, port)) => (host, port.strip_prefix(':').unwrap_or(port)),
            None => place.split_once(':').unwrap_or((place, "")),
        };
        let in_host = |c: char| !c.is_whitespace() && !c.is_control() && !"\"<>\\^`{|}%".contains(c);
        let fits = !host.is_empty()
            && host.chars().all(in_host)
            && port.chars().all(|c| c.is_ascii_digit())
            && (port.is_empty() || port.parse::<u16>().is_ok());
        (!fits).then(|| place.to_owned())
    }

    /// Whether a user name stands before its host (RFC 3986, section 3.2.1).
    #[must_use]
    pub fn has_user(&self) -> bool {
        let rest = self.url.split_once("://").map_or("", |(_, rest)| rest);
        rest.split(['/', '?', '#']).next().is_some_and(|authority| authority.contains('@'))
    }

    /// Whether it says at which host the API is. What a variable without a value begins with is not known, and taken to be
    /// an address.
    #[must_use]
    pub fn is_absolute(&self) -> bool {
        let url = self.at_defaults();
        let begins = |scheme: &str| url.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme));
        begins("http://") || begins("https://") || url.starts_with('{')
    }
}

/// A text with a digit for each variable, which fits wherever one can stand.
fn without_variables(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, _, after)) = variable(rest) {
        result.push_str(before);
        result.push('1');
        rest = after;
    }
    result + rest
}

/// The first variable of a text: what stands before it, its name, and what stands behind it.
fn variable(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// A variable as one server states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    /// Its name between the braces.
    pub name: String,
    /// Its value unless a caller sets one.
    pub default: Option<String>,
    /// The values that it may have, where they are listed.
    pub values: Vec<String>,
    /// What it is for.
    pub description: Option<String>,
}

/// A variable of servers: an option of the client, whatever number of servers have it.
#[derive(Clone, Debug, PartialEq)]
pub struct Variable {
    /// Its name between the braces: its identity.
    pub name: String,
    /// A text, or an enum of texts.
    pub ty: Type,
    /// What it is for.
    pub description: Option<String>,
    /// Where it is written.
    pub site: Site,
}

/// A header or a query parameter that callers set once, at the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Global {
    /// Where it travels, and with what.
    pub place: GlobalPlace,
    /// Its name on the wire; with its place its identity.
    pub wire: String,
    /// The name that the description gives the option.
    pub name: Option<String>,
    /// What is sent unless a caller sets it.
    pub default: Option<String>,
    /// What it is for.
    pub docs: Option<String>,
}

/// Where a [`Global`] travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GlobalPlace {
    /// In a header of every request.
    EveryRequest,
    /// In a header, where the operation has one of this name.
    Header,
    /// In the query, where the operation has a parameter of this name.
    Query,
}

impl Global {
    /// Whether this is what a parameter of an operation is set by, where the call does not set it.
    #[must_use]
    pub fn stands_for(&self, param: &Param) -> bool {
        match (self.place, param.location) {
            (GlobalPlace::Query, Location::Query(_)) => self.wire == param.wire,
            (GlobalPlace::EveryRequest | GlobalPlace::Header, Location::Header(_)) => {
                self.wire.eq_ignore_ascii_case(&param.wire)
            }
            _ => false,
        }
    }
}
