//! What the extensions of other tools say of names and places.
//!
//! Input: the `x-…` fields of an operation or an enum. Output: what they say, in one form.
//! Not here: `x-nullable`, `x-webhooks` and `x-ms-parameterized-host`, which `document` reads as what they stand for.
//!
//! Ours (`x-specwright-…`) go before those of others; the configuration goes before all of them.

use indexmap::IndexMap;
use serde_json::Value;

use super::Context;
use crate::diag::{Code, Diagnostic, Site};

type Extensions = IndexMap<String, Value>;

/// Where an operation is said to hang in the tree, with dots: `users.invitations.create`.
pub(super) fn place(context: &mut Context<'_>, extensions: &Extensions, site: &Site) -> Option<String> {
    for key in ["x-specwright-method", "x-stainless-method"] {
        let Some(value) = extensions.get(key) else { continue };
        // Stainless also writes `{path: users.list, …}`, and `$client` for the client itself.
        match value.as_str().or_else(|| value.get("path")?.as_str()) {
            Some(text) => return Some(text.trim_start_matches("$client.").to_owned()),
            None => ignored(context, site, key, "a text such as `users.list`"),
        }
    }
    let (group, group_key) = first(extensions, &["x-fern-sdk-group-name", "x-speakeasy-group"])?;
    let (name, name_key) = first(extensions, &["x-fern-sdk-method-name", "x-speakeasy-name-override"])?;
    let steps = match group {
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("."),
        _ => {
            ignored(context, site, group_key, "a text or a list of texts");
            return None;
        }
    };
    let Some(name) = name.as_str() else {
        ignored(context, site, name_key, "a text");
        return None;
    };
    Some(if steps.is_empty() { name.to_owned() } else { format!("{steps}.{name}") })
}

/// Whether an operation is to be left out.
pub(super) fn is_skipped(extensions: &Extensions) -> bool {
    let keys = ["x-specwright-skip", "x-stainless-skip", "x-fern-ignore", "x-speakeasy-ignore"];
    keys.iter().filter_map(|key| extensions.get(*key)).any(|value| match value {
        Value::Bool(value) => *value,
        // Stainless lists the languages that go without it.
        Value::Array(languages) => languages.iter().any(|language| language == "rust"),
        Value::String(language) => language == "rust",
        _ => false,
    })
}

/// The name that a schema is to have.
pub(super) fn type_name(extensions: &Extensions) -> Option<String> {
    let keys = ["x-specwright-name", "x-fern-type-name", "x-speakeasy-name-override"];
    let plain = keys.iter().find_map(|key| extensions.get(*key)?.as_str());
    let stainless = || naming(extensions)?.get("type_name")?.as_str();
    let microsoft = || extensions.get("x-ms-enum")?.get("name")?.as_str();
    plain.or_else(stainless).or_else(microsoft).map(str::to_owned)
}

/// `x-stainless-naming` as it is for Rust, or else for all languages.
fn naming(extensions: &Extensions) -> Option<&Value> {
    let naming = extensions.get("x-stainless-naming")?;
    naming.get("rust").or_else(|| naming.get("$default"))
}

/// What is said of the values of an enum, by their order in its list.
pub(super) struct Values<'e> {
    extensions: &'e Extensions,
}

impl<'e> Values<'e> {
    pub(super) fn of(extensions: &'e Extensions) -> Self {
        Self { extensions }
    }

    /// The name of a value.
    pub(super) fn name(&self, index: usize, wire: &str) -> Option<String> {
        let keys = ["x-specwright-enum-names", "x-enum-varnames", "x-enumNames", "x-speakeasy-enums"];
        self.entry(&keys, index, wire).or_else(|| self.described(wire, "name"))
    }

    /// What a value means.
    pub(super) fn docs(&self, index: usize, wire: &str) -> Option<String> {
        let keys = ["x-enum-descriptions", "x-enumDescriptions", "x-speakeasy-enum-descriptions"];
        self.entry(&keys, index, wire).or_else(|| self.described(wire, "description"))
    }

    /// An entry of a list in the order of the values, or of a mapping from them.
    fn entry(&self, keys: &[&str], index: usize, wire: &str) -> Option<String> {
        let (value, _) = first(self.extensions, keys)?;
        let entry = value.get(wire).or_else(|| value.get(index))?.as_str()?;
        (!entry.is_empty()).then(|| entry.to_owned())
    }

    /// An entry of `x-fern-enum`, by value, or of `x-ms-enum`'s `values`.
    fn described(&self, wire: &str, field: &str) -> Option<String> {
        let fern = || self.extensions.get("x-fern-enum")?.get(wire);
        let microsoft = || {
            let values = self.extensions.get("x-ms-enum")?.get("values")?.as_array()?;
            values.iter().find(|entry| entry.get("value").is_some_and(|value| text(value) == wire))
        };
        Some(fern().or_else(microsoft)?.get(field)?.as_str()?.to_owned())
    }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The first of the extensions that is there.
fn first<'e, 'k>(extensions: &'e Extensions, keys: &[&'k str]) -> Option<(&'e Value, &'k str)> {
    keys.iter().find_map(|key| Some((extensions.get(*key)?, *key)))
}

fn ignored(context: &mut Context<'_>, site: &Site, key: &str, wanted: &str) {
    let diagnostic = Diagnostic::new(Code::HintIgnored, format!("`{key}` must be {wanted}"));
    context.diagnostics.push(diagnostic.at(&site.join(key)).effect("it says nothing"));
}
