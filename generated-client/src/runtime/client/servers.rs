//! [`Server`] and [`Settings`]: where the API is, and what its callers choose of that.
//!
//! In: the servers of the description (OpenAPI, Server Object), what the client's builder was told, a base URL of the
//! caller's own. Out: `Base`s, checked: where a call goes. Not here: which of them an operation is sent to, see `core`.

use core::fmt;

use reqwest::Url;

use super::super::error::{Error, Result};
use super::super::request::path::is_dots;

/// A server of the API.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs, reason = "generated code builds it, and it travels with it")]
pub struct Server {
    /// Its URL with variables in braces: its key in the description. One without a host is relative.
    pub url: &'static str,
    /// The variables in it.
    pub variables: &'static [Variable],
}

/// A variable of a server's URL (OpenAPI, Server Variable Object).
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs, reason = "generated code builds it, and it travels with it")]
pub struct Variable {
    /// Its name between the braces.
    pub name: &'static str,
    /// The setter of the client's builder that takes its value.
    pub option: &'static str,
    /// Its value unless the caller sets one; without any, the caller has to.
    pub default: Option<&'static str>,
}

/// What the caller chose of what only this API has, before it is checked.
#[derive(Clone, Default)]
pub struct Settings {
    server: Option<&'static str>,
    variables: Vec<(&'static str, String)>,
}

impl Settings {
    /// Nothing chosen yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the server to use, by its URL in the description.
    pub fn server(&mut self, url: &'static str) {
        self.server = Some(url);
    }

    /// Takes the value of a variable of servers.
    pub fn variable(&mut self, name: &'static str, value: String) {
        self.variables.retain(|(other, _)| *other != name);
        self.variables.push((name, value));
    }

    /// The number of the server that was chosen, else of the first.
    pub(super) fn number(&self, servers: &[Server]) -> usize {
        self.server.and_then(|url| servers.iter().position(|server| server.url == url)).unwrap_or(0)
    }

    /// The URL of that server; none if it is known to nobody but its users.
    pub(super) fn url(&self, servers: &[Server]) -> Result<Option<String>> {
        let Some(server) = servers.get(self.number(servers)) else { return Ok(None) };
        self.fill(server).map(|url| Some(url).filter(|url| is_absolute(url)))
    }

    /// A server's URL with its variables filled in.
    pub(super) fn fill(&self, server: &Server) -> Result<String> {
        let mut url = String::with_capacity(server.url.len());
        let mut rest = server.url;
        while let Some((before, (name, after))) =
            rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
        {
            url.push_str(before);
            if let Some(variable) = server.variables.iter().find(|variable| variable.name == name) {
                let given = self.variables.iter().find(|(other, _)| *other == name);
                match (given, variable.default) {
                    (Some((_, value)), default) => {
                        if !fits(value, default, &url, after) {
                            return Err(misfit(variable, server.url));
                        }
                        url.push_str(value);
                    }
                    (None, Some(default)) => url.push_str(default),
                    (None, None) => return Err(unset(variable, server.url)),
                }
            }
            rest = after;
        }
        url.push_str(rest);
        Ok(url)
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Names only: a tenant may well be somebody's secret.
        let variables: Vec<&str> = self.variables.iter().map(|(name, _)| *name).collect();
        formatter.debug_struct("Settings").field("server", &self.server).field("variables", &variables).finish()
    }
}

/// Whether a value leaves the URL around it as it is: it ends no part of it and begins no other. What begins a URL may be
/// a whole address, and what ends a path may be more than one segment.
fn fits(value: &str, default: Option<&str>, before: &str, after: &str) -> bool {
    let follows_slash = before.split_once("://").map_or(before, |(_, rest)| rest).contains('/');
    // `https://{host}{path}`: the path brings its own slash.
    let begins_path = !follows_slash && !before.is_empty() && default.is_some_and(|default| default.starts_with('/'));
    let in_path = follows_slash || begins_path;
    let may_have_slashes =
        if in_path { matches!(after, "" | "/") } else { before.is_empty() && !after.starts_with(':') };
    let may_be_empty = in_path || default.is_some_and(str::is_empty);
    let ends_part =
        |c: char| c.is_control() || c.is_whitespace() || matches!(c, '?' | '#' | '\\') || (c == '@' && !in_path);
    (may_have_slashes || !value.contains('/'))
        && (may_be_empty || !value.is_empty())
        && (!begins_path || value.is_empty() || value.starts_with('/'))
        && !value.contains(ends_part)
        && !value.split('/').any(is_dots)
}

fn misfit(variable: &Variable, url: &str) -> Error {
    Error::config(format!("`{}`: the text cannot stand for `{{{}}}` in `{url}`", variable.option, variable.name))
}

fn unset(variable: &Variable, url: &str) -> Error {
    let option = variable.option;
    Error::config(format!("`{url}` is no address without `{option}`: set that, or `base_url`, on the client's builder"))
}

/// A checked base URL.
pub(super) struct Base {
    /// The root of its host.
    pub(super) root: Url,
    /// Without a slash at the end.
    path: String,
    query: String,
}

impl Base {
    pub(super) fn parse(text: &str) -> Result<Self> {
        // The text itself is not shown: it may hold a password.
        let url = Url::parse(text).map_err(|error| Error::config("the base URL is not a URL").with_source(error))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Error::config("the base URL must begin with http:// or https://"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Error::config("the base URL must not hold a user name or password"));
        }
        let path = url.path().trim_end_matches('/').to_owned();
        let query = url.query().unwrap_or_default().to_owned();
        let mut root = url;
        root.set_path("/");
        root.set_query(None);
        root.set_fragment(None);
        Ok(Self { root, path, query })
    }

    /// Scheme, host and path without a slash at the end.
    pub(super) fn prefix(&self) -> String {
        self.root.as_str().trim_end_matches('/').to_owned() + &self.path
    }

    /// The URL of a path below this one, with a query.
    pub(super) fn url(&self, target: &str, query: &str) -> Url {
        let target = target.split_once('#').map_or(target, |(target, _)| target);
        let (path, own) = target.split_once('?').unwrap_or((target, ""));
        let mut url = self.root.clone();
        if self.path.is_empty() {
            url.set_path(path);
        } else {
            url.set_path(&[self.path.as_str(), path].join(if path.starts_with('/') { "" } else { "/" }));
        }
        set_queries(&mut url, [own, &self.query, query]);
        url
    }

    /// The URL that a link means: relative to this one as to a folder (RFC 3986 §5).
    pub(super) fn join(&self, link: &str, what: &str) -> Result<Url> {
        let url = Url::parse(&format!("{}/", self.prefix())).and_then(|url| url.join(link));
        url.map_err(|error| Error::config(format!("{what} is not a URL")).with_source(error))
    }

    /// What an operation's server means: relative to this one, and with its query unless it has one.
    pub(super) fn server(&self, url: &str) -> Result<Self> {
        let base = Self::parse(self.join(url, "the server of an operation")?.as_str())?;
        Ok(if base.query.is_empty() { Self { query: self.query.clone(), ..base } } else { base })
    }
}

/// Sets those queries that say something, one after the other.
pub(super) fn set_queries(url: &mut Url, queries: [&str; 3]) {
    let mut said = queries.into_iter().filter(|query| !query.is_empty());
    let Some(first) = said.next() else { return };
    match said.next() {
        None => url.set_query(Some(first)),
        Some(second) => {
            let all: Vec<&str> = [first, second].into_iter().chain(said).collect();
            url.set_query(Some(&all.join("&")));
        }
    }
}

/// Whether a text is a whole address.
pub(crate) fn is_absolute(target: &str) -> bool {
    let has_scheme = |scheme: &str| target.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme));
    has_scheme("http://") || has_scheme("https://")
}
