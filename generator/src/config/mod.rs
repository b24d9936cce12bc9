//! The configuration file, `specwright.toml`: what OpenAPI cannot say.
//!
//! Input: its text. Output: [`Config`], plain data, every key checked: one that does not exist is an error with its
//! place and the nearest name that does.
//! Not here: reading the file (`main.rs`), and any use of what is configured.

mod base_url;
pub mod baseline;
pub mod formats;
mod pagination;
mod read;
mod tree;
mod types;
mod webhooks;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Deserializer};

use crate::diag::{Diagnostic, Pointer, Position, Site};

pub use pagination::{Pagination, PaginationType};
pub(crate) use read::bare;
pub use read::{Parsed, parse};
pub use types::TypeConfig;
pub use webhooks::{Hmac, KeyEncoding, Webhooks};

/// The whole configuration. Everything is optional: without a file, the description decides.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// The emitted package.
    pub package: Package,
    /// The emitted client type and where it finds its settings.
    pub client: Client,
    /// How the resource tree is made.
    pub resources: Resources,
    /// How arrays and objects are spelt in queries, where the description leaves it open.
    pub query: Nesting,
    /// The same in URL-encoded bodies, where the encoding of a field leaves it open.
    pub form: Nesting,
    /// The audiences of the SDK, by `x-fern-audiences`: it has what is for one of them, and what that needs; everything when
    /// empty.
    pub audiences: Vec<String>,
    /// Corrections by operation: the key is `"METHOD /path"` or an operationId.
    pub operations: BTreeMap<String, OperationConfig>,
    /// Types shaped by hand: the key is a JSON pointer (`#/components/schemas/User`).
    #[serde(deserialize_with = "types::read")]
    pub types: BTreeMap<String, TypeConfig>,
    /// Types of strings, by format.
    pub formats: BTreeMap<String, formats::Mapped>,
    /// Pagination schemes, by name.
    pub pagination: BTreeMap<String, Pagination>,
    /// Whether lists that look like pages are pages; they are when left out.
    pub pagination_by_convention: Option<bool>,
    /// What all streams have in common.
    pub stream: StreamRules,
    /// The property of answers that methods return in the place of the whole, where an answer has it.
    pub unwrap: Option<String>,
    /// Webhooks of the description.
    pub webhooks: Option<Webhooks>,
    /// The emitted README.
    pub readme: Readme,
    /// Whether types that requests hold can say what in them is against the description's assertions.
    pub validate: bool,
    /// Whether a property that an answer leaves out has its `default`; else it has no value.
    pub apply_defaults: bool,
    /// Overlay files, relative to this file, applied in order before anything is read.
    pub overlays: Vec<String>,
    /// Losses taken on purpose: JSON pointers of operations and schemas that may be dropped without exit code 1.
    pub accept_dropped: Vec<String>,
    /// The baseline, relative to this file: findings that are known and accepted.
    pub baseline: Option<String>,
    /// Where the entries stand in the file.
    #[serde(skip)]
    pub places: Places,
}

/// Where the entries of a configuration stand.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// The file; none where the configuration was made in memory.
    pub file: Option<Arc<str>>,
    /// The lines of keys and of the elements of lists, by their paths in the file.
    pub keys: BTreeMap<Pointer, Position>,
}

impl Config {
    /// The pagination schemes, in the order of the file.
    #[must_use]
    pub fn pagination_in_order(&self) -> Vec<&Pagination> {
        let place = |name: &str| self.places.keys.get(&Pointer::root().join("pagination").join(name)).copied();
        let mut schemes: Vec<_> = self.pagination.iter().map(|(name, scheme)| (place(name), scheme)).collect();
        schemes.sort_by_key(|(place, _)| *place);
        schemes.into_iter().map(|(_, scheme)| scheme).collect()
    }
}

impl Places {
    /// A finding, at the entry with this path.
    #[must_use]
    pub fn at(&self, path: &[&str], finding: Diagnostic) -> Diagnostic {
        let Some(file) = &self.file else { return finding };
        let finding = finding.at(&Site::new(file, Pointer::root()));
        let pointer = path.iter().fold(Pointer::root(), |at, step| at.join(step));
        match self.keys.get(&pointer) {
            Some(position) => finding.position(*position),
            None => finding,
        }
    }

    /// A finding of something in the description, at the entry with this path, which is to blame for it; where it was where
    /// there is no such entry.
    #[must_use]
    pub fn blamed(&self, path: &[&str], finding: Diagnostic) -> Diagnostic {
        let pointer = path.iter().fold(Pointer::root(), |at, step| at.join(step));
        match finding.site.clone().filter(|_| self.keys.contains_key(&pointer)) {
            Some(site) => self.at(path, finding).related(&site, "this is what it is about"),
            None => finding,
        }
    }
}

impl Config {
    /// The entry that gives an operation its place in the tree, by its path in the file, and the place; `is_it` tells the
    /// operation by its key.
    #[must_use]
    pub fn place_of(&self, is_it: impl Fn(&str) -> bool) -> Option<(Vec<&str>, &str)> {
        let stated = self.operations.iter().filter(|(key, _)| is_it(key));
        let stated = stated.filter_map(|(key, of)| Some((vec!["operations", key, "method"], of.method.as_deref()?)));
        let in_tree = self.resources.tree.iter().filter(|(_, of)| is_it(of));
        let in_tree =
            in_tree.map(|(place, _)| (["resources", "tree"].into_iter().chain(place.split('.')).collect(), &**place));
        stated.chain(in_tree).next()
    }
}

/// `[package]`: the head of the emitted `Cargo.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Package {
    /// Package name; from `info.title` when left out.
    pub name: Option<String>,
    /// Package version; `0.1.0` when left out.
    pub version: Option<String>,
    /// One line; from `info.summary` or `info.description` when left out.
    pub description: Option<String>,
    /// SPDX expression.
    pub license: Option<String>,
    /// Repository address.
    pub repository: Option<String>,
    /// Where the API itself is documented.
    pub documentation: Option<String>,
}

/// `[client]`: the client type.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Client {
    /// The prefix of every environment variable (`AVARA` gives `AVARA_BASE_URL`); from the package name when left out.
    pub env_prefix: Option<String>,
    /// Base address; the first server when left out.
    pub base_url: Option<String>,
    /// Seconds for one attempt; 60 when left out.
    pub timeout_seconds: Option<u64>,
    /// Retries after the first attempt; 2 when left out.
    pub max_retries: Option<u32>,
    /// The header with a key for each call that changes something; none when left out.
    pub idempotency_header: Option<String>,
    /// By security scheme name: how the client takes this credential.
    pub credentials: BTreeMap<String, Credential>,
    /// Names of the environments, by the URLs of their servers.
    pub environments: BTreeMap<String, String>,
    /// Names of the setters for variables of servers, by the variables.
    pub variables: BTreeMap<String, String>,
}

/// `[client.credentials.<scheme>]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Credential {
    /// Name of the builder's setter (`api_key`); from the scheme when left out.
    pub option: Option<String>,
    /// The environment variable that holds it; prefix and option name when left out.
    pub env: Option<String>,
    /// What stands before a key in its header (`"GenieKey "`, with the blank).
    pub prefix: Option<String>,
    /// Of OAuth 2.0: the variable with the client's id; prefix and `CLIENT_ID` when left out.
    pub client_id_env: Option<String>,
    /// Of OAuth 2.0: the variable with the client's secret; prefix and `CLIENT_SECRET` when left out.
    pub client_secret_env: Option<String>,
    /// Of OAuth 2.0: the variable with a refresh token; prefix and `REFRESH_TOKEN` when left out.
    pub refresh_token_env: Option<String>,
    /// Of OAuth 2.0: the scopes that the client asks for unless its caller names some; the server's choice when left out.
    pub scopes: Vec<String>,
}

/// `[readme]`: what the emitted README shows.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Readme {
    /// The operation of the quick start: `"METHOD /path"` or an operationId; the simplest list when left out.
    pub headline: Option<String>,
}

/// `[resources]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Resources {
    /// What the tree is made of.
    pub from: ResourcesFrom,
    /// Leading path segments that are no part of the tree, beside those that every path shares (`v1`, `api`).
    pub strip: Vec<String>,
    /// The tree itself, as tables: dotted places with the method last, each with its operation, `"METHOD /path"` or an
    /// operationId. What is not in it hangs where it would else.
    #[serde(deserialize_with = "tree::read")]
    pub tree: BTreeMap<String, String>,
    /// How many levels of resources are Cargo features, so that a program compiles those that it calls: none, those at the
    /// root (`true`), or so many.
    #[serde(deserialize_with = "levels")]
    pub features: usize,
    /// Sentences for a resource's documentation, by dotted path (`viewer.users`).
    pub docs: BTreeMap<String, String>,
}

/// `true`, or a number of levels.
fn levels<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<usize, D::Error> {
    #[derive(Deserialize)]
    #[serde(
        untagged,
        expecting = "`true` for the resources at the root, or how many levels of resources have features"
    )]
    enum Levels {
        AtRoot(bool),
        Number(usize),
    }
    Ok(match Levels::deserialize(deserializer)? {
        Levels::AtRoot(is_wanted) => usize::from(is_wanted),
        Levels::Number(levels) => levels,
    })
}

/// What the resource tree is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ResourcesFrom {
    /// Paths: their segments without variables.
    #[default]
    Paths,
    /// The first tag of each operation.
    Tags,
    /// operationIds with dots, slashes or an underscore between capital words: `users.create`, `Users_Create`.
    OperationIds,
}

/// `[query]` and `[form]`: what OpenAPI does not say of queries and of URL-encoded bodies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Nesting {
    /// Objects within objects and arrays; brackets when left out.
    pub objects: NestedObjects,
    /// Arrays whose parameter or field states neither `style` nor `explode`, and arrays within objects. When left out, the first
    /// repeat their name, and the second have indices.
    pub arrays: Option<NestedArrays>,
}

/// How a field of an object is named.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NestedObjects {
    /// `a[b]=1`
    #[default]
    Brackets,
    /// `a.b=1`
    Dots,
}

/// How an array is spelt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NestedArrays {
    /// `a=1&a=2`
    Repeat,
    /// `a=1,2`
    Comma,
    /// `a[]=1&a[]=2`
    Brackets,
    /// `a[0]=1&a[1]=2`
    Indices,
}

/// `[operations."PATCH /v1/users/{id}"]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct OperationConfig {
    /// Dotted place in the tree with the method's name last: `viewer.users.invite`.
    pub method: Option<String>,
    /// Leave the operation out of the SDK.
    pub skip: bool,
    /// The pagination scheme of this operation; `none` for a list that has no pages whatever it looks like.
    pub pagination: Option<String>,
    /// Names of parameters, by what they are called on the wire.
    pub parameters: BTreeMap<String, String>,
    /// The media type of its answer, of those that the description has; or several, of which the answer then is any.
    #[serde(deserialize_with = "one_or_several")]
    pub accept: Vec<String>,
    /// The media type of its body, of those that the description has.
    pub content_type: Option<String>,
    /// The property of the answer that the method returns in its place; `none` for the whole.
    pub unwrap: Option<String>,
    /// How its answer is a stream.
    pub stream: Option<StreamConfig>,
}

/// A text, or a list of texts.
fn one_or_several<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "a text such as \"text/csv\", or a list of them")]
    enum OneOrSeveral {
        One(String),
        Several(Vec<String>),
    }
    Ok(match OneOrSeveral::deserialize(deserializer)? {
        OneOrSeveral::One(text) => vec![text],
        OneOrSeveral::Several(texts) => texts,
    })
}

/// `[stream]`: what stands in streams beside their values. Nothing here makes an answer a stream.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct StreamRules {
    /// What stands in the place of a value when there is no more; `[DONE]` when left out, where the data of events is JSON.
    pub sentinel: Option<String>,
    /// The events of this name are failures that the server reports.
    pub error_event: Option<String>,
    /// Values in which this property is there and not null are failures that the server reports.
    pub error_property: Option<String>,
    /// The events of these names say nothing.
    pub skip_events: Vec<String>,
}

/// `[operations."…".stream]`: the same for one operation, and what its values are.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct StreamConfig {
    /// Where the schema of a value stands (`#/components/schemas/Chunk`).
    pub item: Option<String>,
    /// The boolean input that asks for the stream; `stream` when left out.
    pub parameter: Option<String>,
    /// As in [`StreamRules`].
    pub sentinel: Option<String>,
    /// As in [`StreamRules`].
    pub error_event: Option<String>,
    /// As in [`StreamRules`].
    pub error_property: Option<String>,
    /// As in [`StreamRules`].
    pub skip_events: Vec<String>,
}

impl StreamConfig {
    /// What it says that could be said of all streams.
    #[must_use]
    pub fn rules(&self) -> StreamRules {
        StreamRules {
            sentinel: self.sentinel.clone(),
            error_event: self.error_event.clone(),
            error_property: self.error_property.clone(),
            skip_events: self.skip_events.clone(),
        }
    }
}
