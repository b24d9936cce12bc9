//! Names of the package, its environment variables and its credentials.

use std::collections::BTreeMap;

use super::ident::Ident;
use super::identity;
use super::scope::Scope;
use super::words;
use crate::config::Config;
use crate::ir::{Api, CredentialKind};

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
}

pub(super) fn package(api: &Api, config: &Config, before: &BTreeMap<String, String>) -> PackageNames {
    let title = title(&api.info.title);
    let package = config.package.name.clone().unwrap_or_else(|| words::snake(&title).replace('_', "-"));
    let krate = Ident::new(&package.replace('-', "_"));
    let env_prefix = config.client.env_prefix.clone().unwrap_or_else(|| krate.as_str().to_ascii_uppercase());
    let mut scope = Scope::reserving(RESERVED_OPTIONS);
    let given =
        |scheme: &str| before.get(&identity::given_key("credential", scheme)).and_then(|text| text.split_once(' '));
    // What callers set already keeps its name: a secret in another place would be sent there.
    let mut known: BTreeMap<&str, Ident> = BTreeMap::new();
    for credential in &api.credentials {
        let stated =
            config.client.credentials.get(&credential.scheme).and_then(|credential| credential.option.as_deref());
        if let Some(ident) =
            stated.or(given(&credential.scheme).map(|(option, _)| option)).and_then(|name| scope.take(name))
        {
            known.insert(&credential.scheme, ident);
        }
    }
    let credentials = api
        .credentials
        .iter()
        .map(|credential| {
            let configured = config.client.credentials.get(&credential.scheme);
            let stated = configured.and_then(|credential| credential.option.clone());
            let usual = match credential.kind {
                CredentialKind::Basic => "basic_auth",
                _ => "api_key",
            };
            let candidates: Vec<String> =
                stated.into_iter().chain([usual.to_owned(), words::snake(&credential.scheme)]).collect();
            let option = known.remove(credential.scheme.as_str()).unwrap_or_else(|| scope.claim(&candidates).0);
            let env_before = given(&credential.scheme).map(|(_, env)| env.split(' ').map(ToOwned::to_owned).collect());
            let env = match (&credential.kind, configured.and_then(|credential| credential.env.clone())) {
                (_, Some(env)) => vec![env],
                (_, None) if env_before.is_some() => env_before.unwrap_or_default(),
                (CredentialKind::Basic, None) => {
                    vec![format!("{env_prefix}_USERNAME"), format!("{env_prefix}_PASSWORD")]
                }
                (_, None) => vec![format!("{env_prefix}_{}", option.as_str().to_ascii_uppercase())],
            };
            CredentialName { option, env }
        })
        .collect();
    let webhook_key_env = config
        .webhooks
        .as_ref()
        .and_then(|webhooks| webhooks.key_env.clone())
        .unwrap_or_else(|| format!("{env_prefix}_WEBHOOK_KEY"));
    PackageNames { package, krate, title, env_prefix, credentials, webhook_key_env }
}

/// Names of the builder's own setters.
const RESERVED_OPTIONS: &[&str] = &[
    "base_url",
    "build",
    "client",
    "connect_timeout",
    "default_header",
    "default_query",
    "max_retries",
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
/// `Swagger Petstore - OpenAPI 3.0` is Swagger Petstore.
fn title(text: &str) -> String {
    let known = ["api", "rest", "openapi", "http", "specification", "spec", "reference", "(preview)", "the", "-"];
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|word| !known.contains(&word.to_ascii_lowercase().as_str()) && !is_number(word))
        .collect();
    let kept: String = words.join(" ").chars().filter(|c| c.is_ascii_alphanumeric() || *c == ' ').collect();
    if kept.trim().chars().any(|c| c.is_ascii_alphabetic()) { kept.trim().to_owned() } else { "Api".to_owned() }
}

fn is_number(word: &str) -> bool {
    word.trim_start_matches(['v', 'V']).chars().all(|c| c.is_ascii_digit() || c == '.')
}
