//! Names of environments: the servers of which callers choose one.
//!
//! Input: the API's servers, the configuration, and the lock's entries. Output: [`EnvironmentNames`].
//! Not here: the setter that takes one (`package`), and where each server is (`emit`).

use std::collections::{BTreeMap, BTreeSet};

use super::ident::Ident;
use super::identity::given_key;
use super::scope::Scope;
use super::words;
use crate::config::Config;
use crate::ir::{Api, Server};

/// The enum of servers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvironmentNames {
    /// The enum (`Environment`).
    pub ident: Ident,
    /// The builder's setter that takes it.
    pub option: Ident,
    /// The variants, each with the number of its server.
    pub variants: Vec<(usize, Ident)>,
}

pub(super) fn assign(
    api: &Api,
    config: &Config,
    before: &BTreeMap<String, String>,
    option: Ident,
    types: &mut Scope,
) -> EnvironmentNames {
    // The enum of a variable may have the name already, from when there was one server.
    let is_given = |name: &str| before.iter().any(|(key, given)| key.starts_with("type client ") && given == name);
    let known = before.get(&given_key("client", "Environment")).cloned();
    let usual = ["Environment", "ServerEnvironment"].into_iter().filter(|name| !is_given(name)).map(ToOwned::to_owned);
    let ident = types.claim(known.into_iter().chain(usual)).0;

    let mut variants: BTreeMap<usize, Ident> = BTreeMap::new();
    let mut scope = Scope::default();
    let of_config = |server: &Server| config.client.environments.get(&server.url).map(|name| words::pascal(name));
    let of_lock = |server: &Server| before.get(&given_key("server", &server.url)).cloned();
    let servers: Vec<(usize, &Server)> = api.environments().collect();
    for stated in [&of_config as &dyn Fn(&Server) -> Option<String>, &of_lock] {
        for (number, server) in &servers {
            if !variants.contains_key(number)
                && let Some(ident) = stated(server).and_then(|name| scope.take(&name))
            {
                variants.insert(*number, ident);
            }
        }
    }
    let places: Vec<Place> = servers.iter().map(|(_, server)| Place::of(server)).collect();
    let shared = shared(&places);
    for ((number, server), place) in servers.iter().zip(&places) {
        if !variants.contains_key(number) {
            let stated = [server.name.clone(), server.description.as_deref().and_then(short)];
            let candidates = stated.into_iter().flatten().chain(place.names(&shared, *number == 0));
            let candidates = candidates.filter(|text| text.chars().any(char::is_alphanumeric));
            let candidates: Vec<String> = candidates.map(|text| words::pascal(&text)).collect();
            variants.insert(*number, scope.claim(candidates).0);
        }
    }
    EnvironmentNames { ident, option, variants: variants.into_iter().collect() }
}

/// A description that is a name: `Sandbox server` is Sandbox, a sentence is none.
fn short(description: &str) -> Option<String> {
    let common =
        ["the", "our", "a", "an", "server", "servers", "environment", "env", "api", "url", "endpoint", "host", "base"];
    let text = description.trim().trim_end_matches('.');
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !common.contains(&word.to_ascii_lowercase().as_str()))
        .collect();
    let is_name = !text.contains(['.', ':', '/', '\n', '{']) && (1..=3).contains(&words.len());
    is_name.then(|| words.join(" "))
}

/// Where a server is, in words.
struct Place {
    /// The labels of the host but for the last, and the segments of the path.
    words: Vec<String>,
    /// The last label of the host, and the port.
    ending: Vec<String>,
}

impl Place {
    fn of(server: &Server) -> Self {
        let url = server.at_defaults();
        let rest = url.split_once("://").map_or(&*url, |(_, rest)| rest);
        let (host, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
        let (host, port) = host.split_once(':').map_or((host, None), |(host, port)| (host, Some(port)));
        let is_name = host.chars().any(|c| c.is_ascii_alphabetic());
        let (host, last) = match host.rsplit_once('.').filter(|_| is_name) {
            Some((host, last)) => (host.split('.').collect(), Some(last)),
            None => (vec![host], None),
        };
        let words = host.into_iter().chain(path.split('/')).filter(|word| !word.is_empty());
        Self {
            words: words.map(ToOwned::to_owned).collect(),
            ending: last.into_iter().chain(port).map(ToOwned::to_owned).collect(),
        }
    }

    /// What it may be called, best first: what it has and not all others have.
    fn names(&self, shared: &BTreeSet<&str>, is_first: bool) -> Vec<String> {
        let says_nothing = |word: &str| ["api", "www", "rest"].contains(&word);
        let own = self.words.iter().filter(|word| !says_nothing(word));
        let own: Vec<&str> = own.map(String::as_str).filter(|word| !shared.contains(word)).collect();
        let whole: Vec<&str> = self.words.iter().chain(&self.ending).map(String::as_str).collect();
        let plain = (own.is_empty() && is_first).then(|| "default".to_owned());
        plain.into_iter().chain([own.join(" "), whole.join(" "), "server".to_owned()]).collect()
    }
}

/// The words that all places have.
fn shared(places: &[Place]) -> BTreeSet<&str> {
    let mut all = places.iter().map(|place| place.words.iter().map(String::as_str).collect::<BTreeSet<_>>());
    let first = all.next().unwrap_or_default();
    all.fold(first, |shared, words| shared.into_iter().filter(|word| words.contains(word)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_that_are_names() {
        for (text, expected) in [
            ("Production", Some("Production")),
            ("The sandbox server.", Some("sandbox")),
            ("EU region", Some("EU region")),
            ("Server", None),
            ("Sandbox environment that mirrors production", None),
            ("See https://example.com", None),
        ] {
            assert_eq!(short(text).as_deref(), expected, "{text}");
        }
    }
}
