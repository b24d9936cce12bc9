//! Names of the package, its environment variables and its credentials.

use std::collections::{BTreeMap, BTreeSet};

use super::ident::Ident;
use super::identity;
use super::scope::Scope;
use super::words;
use crate::config::Config;
use crate::ir::{Api, CredentialKind, GlobalPlace};

/// The package and what its client is set up with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PackageNames {
    /// The package (`avara`).
    pub package: String,
    /// The crate, as code names it.
    pub krate: Ident,
    /// The API's name for people and for the user agent (`Avara`).
    pub title: String,
    /// The prefix of environment variables (`AVARA`).
    pub env_prefix: String,
    /// For each credential of the API, in its order.
    pub credentials: Vec<CredentialName>,
    /// The builder's setter of the server, where callers choose one (`environment`).
    pub environment: Option<Ident>,
    /// For each variable of the API's servers the builder's setter (`region`), in their order.
    pub variables: Vec<Ident>,
    /// For each header and query parameter that is set at the client the builder's setter (`api_version`), in their order.
    pub globals: Vec<Ident>,
    /// The client's method that leads to the API's webhooks, where it has some (`webhooks`).
    pub webhooks: Option<Ident>,
    /// The environment variable with the key that signs webhooks.
    pub webhook_key_env: String,
}

/// The names of a credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialName {
    /// The builder's setter (`api_key`); of a user name and password the setter of both.
    pub option: Ident,
    /// The environment variable (`AVARA_API_KEY`); of a user name and password those of both.
    pub env: Vec<String>,
    /// The setter of what fetches tokens (`api_key_provider`); of a token.
    pub provider: Option<Ident>,
    /// Of OAuth 2.0, where the client can get tokens by itself.
    pub oauth2: Option<OAuth2Name>,
}

/// The names of a client that gets tokens by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OAuth2Name {
    /// The builder's setter (`oauth2`).
    pub option: Ident,
    /// The environment variable with the client's id (`AVARA_CLIENT_ID`).
    pub client_id: String,
    /// The one with its secret.
    pub client_secret: String,
    /// The one with a refresh token.
    pub refresh_token: String,
}

impl OAuth2Name {
    /// Its environment variables.
    #[must_use]
    pub fn env(&self) -> [&str; 3] {
        [&self.client_id, &self.client_secret, &self.refresh_token]
    }
}

pub(super) fn package(api: &Api, config: &Config, before: &BTreeMap<String, String>) -> PackageNames {
    let title = title(&api.info.title);
    // Who depends on the crate does so whatever the API calls itself later.
    let kept = |what: &str| before.get(&identity::given_key("client", what)).filter(|kept| !kept.is_empty()).cloned();
    let stated = config.package.name.clone().or_else(|| kept("package"));
    let package = stated.unwrap_or_else(|| words::snake(&title).replace('_', "-"));
    let krate = Ident::new(&package.replace('-', "_"));
    let stated = config.client.env_prefix.clone().or_else(|| kept("env-prefix"));
    let env_prefix = stated.unwrap_or_else(|| krate.as_str().to_ascii_uppercase());
    let mut scope = Scope::reserving(&[RESERVED_OPTIONS]);
    let variables = Variables::known(api, config, before, &mut scope);
    let credentials = credentials(api, config, before, &env_prefix, &mut scope);
    let environment = api.environments().next().map(|_| environment(before, &mut scope));
    let variables = variables.all(api, &mut scope);
    let globals = globals(api, before, &mut scope);
    let webhooks = webhooks(api, before);
    let webhook_key_env = config
        .webhooks
        .as_ref()
        .and_then(|webhooks| webhooks.key_env.clone())
        .unwrap_or_else(|| format!("{env_prefix}_WEBHOOK_KEY"));
    PackageNames {
        package,
        krate,
        title,
        env_prefix,
        credentials,
        environment,
        variables,
        globals,
        webhooks,
        webhook_key_env,
    }
}

/// The method that leads to the webhooks. An API that lets its users set up webhooks mostly has a resource of that name.
fn webhooks(api: &Api, before: &BTreeMap<String, String>) -> Option<Ident> {
    api.webhooks.first()?;
    if let Some(known) = before.get(&identity::given_key("client", "webhooks")) {
        return Some(Ident::new(known));
    }
    let root = api.resources.first();
    let steps = root.into_iter().flat_map(|root| &root.children).filter_map(|id| api.resource(*id)?.path.last());
    let methods = root.into_iter().flat_map(|root| &root.operations).filter_map(|id| api.operations.get(id.0));
    let mut taken = steps.chain(methods.map(|operation| &operation.name)).map(|name| words::snake(name));
    Some(Ident::new(if taken.any(|name| name == "webhooks") { "webhook_events" } else { "webhooks" }))
}

/// The setter of the server. A variable that was called so before keeps its name.
fn environment(before: &BTreeMap<String, String>, scope: &mut Scope) -> Ident {
    let known = before.get(&identity::given_key("client", "environment")).cloned();
    scope.claim(known.into_iter().chain(["environment".to_owned(), "server".to_owned()])).0
}

/// The setters of variables that have a name: from the configuration, or from an earlier run.
struct Variables(BTreeMap<String, Ident>);

impl Variables {
    fn known(api: &Api, config: &Config, before: &BTreeMap<String, String>, scope: &mut Scope) -> Self {
        let mut known = BTreeMap::new();
        for variable in &api.variables {
            let stated = config.client.variables.get(&variable.name);
            let stated = stated.or_else(|| before.get(&identity::given_key("variable", &variable.name)));
            if let Some(ident) = stated.and_then(|name| scope.take(name)) {
                known.insert(variable.name.clone(), ident);
            }
        }
        Self(known)
    }

    fn all(mut self, api: &Api, scope: &mut Scope) -> Vec<Ident> {
        let variables = api.variables.iter();
        let named = variables.map(|variable| {
            let name = words::snake(&variable.name);
            self.0.remove(&variable.name).unwrap_or_else(|| scope.claim([name.clone(), format!("server_{name}")]).0)
        });
        named.collect()
    }
}

/// The setters of headers and query parameters: those that callers know first.
fn globals(api: &Api, before: &BTreeMap<String, String>, scope: &mut Scope) -> Vec<Ident> {
    let known = api.globals.iter();
    let known = known.map(|global| before.get(&identity::global_key(global)).and_then(|name| scope.take(name)));
    let known: Vec<Option<Ident>> = known.collect();
    let named = api.globals.iter().zip(known).map(|(global, known)| {
        let wire = words::snake(&global.wire);
        let stated = global.name.as_ref().map(|name| words::snake(name));
        let place = if global.place == GlobalPlace::Query { "query" } else { "header" };
        let candidates =
            stated.into_iter().chain([wire.trim_start_matches("x_").to_owned(), format!("{wire}_{place}")]);
        known.unwrap_or_else(|| scope.claim(candidates).0)
    });
    named.collect()
}

fn credentials(
    api: &Api,
    config: &Config,
    before: &BTreeMap<String, String>,
    env_prefix: &str,
    scope: &mut Scope,
) -> Vec<CredentialName> {
    let given =
        |what: &str, scheme: &str| before.get(&identity::given_key(what, scheme)).and_then(|text| text.split_once(' '));
    // What callers set already keeps its name: a secret in another place would be sent there.
    let mut known: BTreeMap<(&str, &str), Ident> = BTreeMap::new();
    for credential in &api.credentials {
        let scheme = credential.scheme.as_str();
        let stated = config.client.credentials.get(scheme).and_then(|credential| credential.option.as_deref());
        for what in KEPT {
            let stated = stated.filter(|_| what == "credential");
            let before = before.get(&identity::given_key(what, scheme)).and_then(|text| text.split(' ').next());
            if let Some(ident) = stated.or(before).and_then(|name| scope.take(name)) {
                known.insert((what, scheme), ident);
            }
        }
    }
    let mut names: Vec<CredentialName> = Vec::new();
    for credential in &api.credentials {
        let scheme = credential.scheme.as_str();
        let configured = config.client.credentials.get(scheme);
        let stated = configured.and_then(|credential| credential.option.clone());
        let usual = match credential.kind {
            CredentialKind::Basic => "basic_auth",
            CredentialKind::AccessToken(_) => "access_token",
            _ => "api_key",
        };
        let candidates: Vec<String> = stated.into_iter().chain([usual.to_owned(), words::snake(scheme)]).collect();
        let option = known.remove(&("credential", scheme)).unwrap_or_else(|| scope.claim(candidates).0);
        let env_before = given("credential", scheme).map(|(_, env)| env.split(' ').map(ToOwned::to_owned).collect());
        let env = match (&credential.kind, configured.and_then(|credential| credential.env.clone())) {
            (_, Some(env)) => vec![env],
            (_, None) if env_before.is_some() => env_before.unwrap_or_default(),
            (CredentialKind::Basic, None) => vec![format!("{env_prefix}_USERNAME"), format!("{env_prefix}_PASSWORD")],
            (_, None) => vec![format!("{env_prefix}_{}", option.as_str().to_ascii_uppercase())],
        };
        names.push(CredentialName { option, env, provider: None, oauth2: None });
    }
    // After all options, which are what callers set most.
    let mut taken: BTreeSet<String> = names.iter().flat_map(|name| name.env.clone()).collect();
    for (credential, name) in api.credentials.iter().zip(&mut names) {
        let scheme = credential.scheme.as_str();
        if credential.kind.is_token() {
            let candidates = [format!("{}_provider", name.option.as_str().trim_start_matches("r#"))];
            name.provider = Some(known.remove(&("provider", scheme)).unwrap_or_else(|| scope.claim(candidates).0));
        }
        if credential.kind.endpoint().is_some() {
            let candidates = ["oauth2".to_owned(), format!("{}_oauth2", words::snake(scheme))];
            let option = known.remove(&("oauth2", scheme)).unwrap_or_else(|| scope.claim(candidates).0);
            let configured = config.client.credentials.get(scheme).cloned().unwrap_or_default();
            let before: Vec<String> = given("oauth2", scheme)
                .into_iter()
                .flat_map(|(_, env)| env.split(' '))
                .map(ToOwned::to_owned)
                .collect();
            let mut variable = |stated: Option<String>, number: usize, word: &str| {
                let usual = format!("{env_prefix}_{word}");
                let own = format!("{env_prefix}_{}_{word}", words::snake(scheme).to_ascii_uppercase());
                let made = || if taken.contains(&usual) { own } else { usual };
                let name = stated.or_else(|| before.get(number).cloned()).unwrap_or_else(made);
                taken.insert(name.clone());
                name
            };
            name.oauth2 = Some(OAuth2Name {
                option,
                client_id: variable(configured.client_id_env, 0, "CLIENT_ID"),
                client_secret: variable(configured.client_secret_env, 1, "CLIENT_SECRET"),
                refresh_token: variable(configured.refresh_token_env, 2, "REFRESH_TOKEN"),
            });
        }
    }
    names
}

/// The lock's words for the names of a credential.
const KEPT: [&str; 3] = ["credential", "provider", "oauth2"];

/// Names of the builder's own setters.
const RESERVED_OPTIONS: &[&str] = &[
    "base_url",
    "build",
    "client",
    "connect_timeout",
    "default_header",
    "default_query",
    "max_retries",
    "middleware",
    "options",
    "timeout",
    "total_timeout",
    "transport",
    "user_agent",
    "webhook_key",
    "new",
    "core",
];

/// A title without the words that every title has, fit for a user agent and a package: `Avara API` is Avara, and
/// `Swagger Petstore - OpenAPI 3.0` is Swagger Petstore, `Acme API Documentation, Version 2` Acme.
fn title(text: &str) -> String {
    let known = [
        "api",
        "apis",
        "rest",
        "openapi",
        "http",
        "specification",
        "spec",
        "reference",
        "documentation",
        "(preview)",
        "the",
        "-",
    ];
    let words: Vec<&str> = text.split_whitespace().map(|word| word.trim_end_matches([',', ':'])).collect();
    let is_kept = |at: usize, word: &str| {
        let is_version = word.eq_ignore_ascii_case("version") && words.get(at + 1).is_none_or(|next| is_number(next));
        !known.contains(&word.to_ascii_lowercase().as_str()) && !is_number(word) && !is_version
    };
    let words = words.iter().enumerate().filter(|(at, word)| is_kept(*at, word));
    let words: Vec<&str> = words.map(|(_, word)| *word).collect();
    let kept: String = words.join(" ").chars().filter(|c| c.is_ascii_alphanumeric() || *c == ' ').collect();
    if kept.trim().chars().any(|c| c.is_ascii_alphabetic()) { kept.trim().to_owned() } else { "Api".to_owned() }
}

fn is_number(word: &str) -> bool {
    word.trim_start_matches(['v', 'V']).chars().all(|c| c.is_ascii_digit() || c == '.' || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_keeps_what_is_the_apis_own() {
        for (written, kept) in [
            ("Avara API", "Avara"),
            ("Swagger Petstore - OpenAPI 3.0", "Swagger Petstore"),
            ("Acme API Documentation, Version 2", "Acme"),
            ("The Acme REST API: v1.2", "Acme"),
            ("PTV Timetable API - Version 3", "PTV Timetable"),
            ("Version Control API", "Version Control"),
            ("Acme API 2024-01-01", "Acme"),
            ("API", "Api"),
        ] {
            assert_eq!(title(written), kept, "{written:?}");
        }
    }
}
