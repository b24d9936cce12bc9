//! What the extensions of other tools say of names and places.
//!
//! Input: the `x-…` fields of an operation, a schema or a parameter. Output: what they say, in one form.
//! Not here: pages (`pagination/extensions.rs`); `x-nullable`, `x-webhooks` and `x-ms-parameterized-host`, which `document` reads as what they stand for.
//!
//! Ours (`x-specwright-…`) go before those of others; the configuration goes before all of them.

use indexmap::IndexMap;
use regex::Regex;
use serde_json::Value;

use super::{Context, texts, tree};
use crate::diag::{Code, Diagnostic, Site};
use crate::document::Schema;
use crate::ir::Role;

type Extensions = IndexMap<String, Value>;

/// What is said of where an operation hangs.
pub(super) enum Place {
    /// All of it, with dots: `users.invitations.create`.
    Whole(String),
    /// The method's word alone.
    Word(String),
}

/// Where an operation is said to hang in the tree.
pub(super) fn place(
    context: &mut Context<'_>,
    extensions: &Extensions,
    operation_id: Option<&str>,
    site: &Site,
) -> Option<Place> {
    for key in ["x-specwright-method", "x-stainless-method"] {
        let Some(value) = extensions.get(key) else { continue };
        // Stainless also writes `{path: users.list, …}`, and `$client` for the client itself.
        match value.as_str().or_else(|| value.get("path")?.as_str()) {
            Some(text) => {
                let place = text.trim_start_matches("$client.").to_owned();
                return checked_place(context, &site.join(key), place).map(Place::Whole);
            }
            None => ignored(context, site, key, "a text such as `users.list`"),
        }
    }
    let group = first(extensions, &["x-fern-sdk-group-name", "x-speakeasy-group"]);
    let name = first(extensions, &["x-fern-sdk-method-name", OVERRIDE]);
    for (value, key) in group.into_iter().chain(name) {
        let is_list = || key != OVERRIDE && key != "x-fern-sdk-method-name" && value.is_array();
        if !value.is_string() && !is_list() {
            let wanted = if Some((value, key)) == group { "a text or a list of texts" } else { "a text" };
            ignored(context, site, key, wanted);
            return None;
        }
    }
    let name = name.or_else(|| overridden(context, operation_id?));
    let ((group, group_key), (name, _)) = match (group, name) {
        (Some(group), Some(name)) => (group, name),
        // Speakeasy calls the method so in the group that it has anyway.
        (None, Some((name, OVERRIDE))) => {
            let own = extensions.contains_key(OVERRIDE).then(|| site.join(OVERRIDE));
            let site = own.unwrap_or_else(|| context.document.root_site().join(OVERRIDE));
            let word = checked_place(context, &site, name.as_str()?.to_owned())?;
            return (!word.contains('.')).then_some(Place::Word(word));
        }
        (Some((_, alone)), None) | (None, Some((_, alone))) => {
            let message = format!("`{alone}` stands alone: a group and a name make a method's place together");
            let own = extensions.contains_key(alone).then(|| site.join(alone));
            let site = own.unwrap_or_else(|| context.document.root_site().join(alone));
            say(context, &site, message, "the operation is placed as if it were not there");
            return None;
        }
        (None, None) => return None,
    };
    let steps = match group {
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("."),
        _ => return None,
    };
    let name = name.as_str()?;
    let place = if steps.is_empty() { name.to_owned() } else { format!("{steps}.{name}") };
    checked_place(context, &site.join(group_key), place).map(Place::Whole)
}

const OVERRIDE: &str = "x-speakeasy-name-override";

/// How many entries are looked at, each of which is a pattern.
const MAX_OVERRIDES: usize = 100;

/// The name that the description's root gives methods by a pattern of their operationIds:
/// `[{operationId: '^get.*', methodNameOverride: get}]`.
fn overridden<'d>(context: &mut Context<'d>, operation_id: &str) -> Option<(&'d Value, &'static str)> {
    let document = context.document;
    let list = document.openapi.extensions.get(OVERRIDE)?;
    for (index, entry) in list.as_array().into_iter().flatten().take(MAX_OVERRIDES).enumerate() {
        let pattern = entry.get("operationId").and_then(Value::as_str);
        match pattern.map(Regex::new) {
            Some(Ok(pattern)) if pattern.is_match(operation_id) => match entry.get("methodNameOverride") {
                Some(name) if name.is_string() => return Some((name, OVERRIDE)),
                _ => {
                    let site = document.root_site().join(OVERRIDE).index(index);
                    say(context, &site, "`methodNameOverride` must be a text".to_owned(), NOTHING);
                }
            },
            Some(Ok(_)) => {}
            _ => {
                let site = document.root_site().join(OVERRIDE).index(index);
                say(context, &site, "`operationId` must be a regular expression".to_owned(), NOTHING);
            }
        }
    }
    None
}

fn checked_place(context: &mut Context<'_>, site: &Site, place: String) -> Option<String> {
    let is_place = tree::is_place(&place);
    if !is_place {
        let message = "this is no place of a method: one is words with dots between them, some dozens at most";
        say(context, site, message.to_owned(), "the operation is placed as if it were not there");
    }
    is_place.then_some(place)
}

/// Our word for what is to be left out, and those of others.
const SKIP: [&str; 4] = ["x-specwright-skip", "x-stainless-skip", "x-fern-ignore", "x-speakeasy-ignore"];

/// The extension by which an operation or what holds it is to be left out. Ours goes before those of others.
pub(super) fn skipped_by(extensions: &Extensions) -> Option<&'static str> {
    let says = |value: &Value| match value {
        Value::Bool(value) => *value,
        // Stainless lists the languages that go without it.
        Value::Array(languages) => languages.iter().any(|language| language == "rust"),
        Value::String(language) => language == "rust",
        _ => false,
    };
    let [own, theirs @ ..] = SKIP;
    if let Some(value) = extensions.get(own) {
        return says(value).then_some(own);
    }
    let others = |value: &Value| match value {
        Value::Array(languages) => !languages.iter().any(|language| language == "rust"),
        Value::String(language) => language != "rust",
        _ => false,
    };
    let by_others = extensions.get(ONLY).is_some_and(others).then_some(ONLY);
    theirs.into_iter().find(|key| extensions.get(*key).is_some_and(says)).or(by_others)
}

/// The languages whose SDKs alone have it.
const ONLY: &str = "x-stainless-only";

/// Whether something is for one of the audiences of the SDK, by what is said of it, or else of what holds it.
pub(super) fn is_for(audiences: &[String], of: [&Extensions; 2]) -> bool {
    let stated = of.into_iter().find_map(|extensions| extensions.get(AUDIENCES));
    audiences.is_empty() || audiences.iter().any(|audience| listed(stated).any(|other| other == audience))
}

/// All audiences that something is for.
pub(super) fn audiences(extensions: &Extensions) -> impl Iterator<Item = &str> {
    listed(extensions.get(AUDIENCES))
}

fn listed(value: Option<&Value>) -> impl Iterator<Item = &str> {
    let list = value.and_then(Value::as_array).into_iter().flatten();
    list.chain(value).filter_map(Value::as_str)
}

const AUDIENCES: &str = "x-fern-audiences";

/// Says that a property or parameter is left out.
pub(super) fn report_left_out(context: &mut Context<'_>, by: &str, what: &str, site: &Site) {
    let message = format!("`{by}` leaves {what} out");
    let diagnostic = Diagnostic::new(Code::LeftOutByExtension, message).at(site);
    context.diagnostics.push(diagnostic.effect("the SDK neither sends nor shows it"));
}

/// Whether something should not be used any more by what Fern says of it; its other words say how new it is.
pub(super) fn is_deprecated(extensions: &Extensions) -> bool {
    deprecation(extensions).is_some() || extensions.get("x-fern-availability").is_some_and(|of| of == "deprecated")
}

/// Why something should not be used any more. Its being there says that it should not.
pub(super) fn deprecation(extensions: &Extensions) -> Option<&str> {
    let (text, _) = first(extensions, &["x-stainless-deprecation-message", "x-speakeasy-deprecation-message"])?;
    text.as_str().map(str::trim).filter(|text| !text.is_empty())
}

/// Fern's words for what callers should not rely on, or should rely on no more.
pub(super) const EARLY: [&str; 6] = ["alpha", "beta", "preview", "pre-release", "in-development", "legacy"];

/// A description, and after it why something should not be used any more, or that it may change yet.
pub(super) fn with_deprecation(description: Option<String>, extensions: &Extensions) -> Option<String> {
    let availability = extensions.get("x-fern-availability").and_then(Value::as_str);
    let description = match availability.filter(|word| EARLY.contains(word)) {
        Some(word) => Some(texts::with_paragraph(description, &format!("Availability: {word}."))),
        None => description,
    };
    let Some(why) = deprecation(extensions) else { return description };
    Some(texts::with_paragraph(description, &format!("Deprecated: {why}")))
}

/// Whether the values of a schema are said to be any JSON.
pub(super) fn is_any(extensions: &Extensions) -> bool {
    extensions.get("x-speakeasy-type-override").is_some_and(|of| of == "any")
}

/// Whether a list of values is said to have no others.
pub(super) fn is_closed(extensions: &Extensions) -> bool {
    extensions.get("x-speakeasy-unknown-values").is_some_and(|what| what == "disallow")
}

/// The name that the type of a schema is to have. Of a property or parameter, plain names are its own, not its type's.
pub(super) fn type_name(context: &mut Context<'_>, schema: &Schema, role: Option<&Role>) -> Option<String> {
    let is_member = matches!(role, Some(Role::Property(_) | Role::Parameter(_)));
    let names = [&["x-specwright-name"][..], &["x-speakeasy-name-override"], &["x-ms-client-name"]];
    let own: &[&[&str]] = if is_member { &[] } else { &names };
    let variant: &[&[&str]] = if matches!(role, Some(Role::Variant(..))) { &[VARIANT] } else { &[] };
    let theirs = [&["x-fern-type-name"][..], &["x-ms-enum", "name"]];
    let keys: Vec<&[&str]> = own.iter().chain(variant).copied().chain(theirs).collect();
    name(context, &schema.extensions, &schema.site, &keys, "type_name")
}

/// The name that a property is to have.
pub(super) fn property_name(context: &mut Context<'_>, schema: &Schema) -> Option<String> {
    let keys =
        [&["x-specwright-name"][..], &["x-fern-property-name"], &["x-speakeasy-name-override"], &["x-ms-client-name"]];
    name(context, &schema.extensions, &schema.site, &keys, "property_name")
}

/// The name that a parameter is to have: its own extensions go before those of its schema.
pub(super) fn param_name(
    context: &mut Context<'_>,
    (own, site): (&Extensions, &Site),
    schema: Option<&Schema>,
) -> Option<String> {
    let keys = [
        &["x-specwright-name"][..],
        &["x-fern-parameter-name"],
        &["x-speakeasy-name-override"],
        &["x-stainless-param"],
        &["x-ms-client-name"],
    ];
    let of_schema = schema.map(|schema| (&schema.extensions, &schema.site));
    let mut all = [Some((own, site)), of_schema].into_iter().flatten();
    all.find_map(|(extensions, site)| name(context, extensions, site, &keys, "param_name"))
}

/// The name that a branch of a union is to have.
pub(super) fn variant_name(context: &mut Context<'_>, schema: &Schema) -> Option<String> {
    name(context, &schema.extensions, &schema.site, &[VARIANT], "variant_name")
}

/// It names a branch, and the type that an inline branch gets.
const VARIANT: &[&str] = &["x-stainless-variantName"];

/// The first of these extensions, each a path of keys, that is a name; after them, the word of `x-stainless-naming`.
fn name(
    context: &mut Context<'_>,
    extensions: &Extensions,
    site: &Site,
    paths: &[&[&str]],
    stainless: &str,
) -> Option<String> {
    let languages = [["x-stainless-naming", "rust", stainless], ["x-stainless-naming", "$default", stainless]];
    for path in paths.iter().copied().chain(languages.iter().map(<[&str; 3]>::as_slice)) {
        let Some((first, rest)) = path.split_first() else { continue };
        let Some(value) = extensions.get(*first) else { continue };
        let Some(value) = rest.iter().try_fold(value, |value, key| value.get(*key)) else { continue };
        match value.as_str() {
            Some(text) if text.contains(char::is_alphabetic) => return Some(text.to_owned()),
            _ => {
                let site = rest.iter().fold(site.join(first), |site, key| site.join(key));
                say(context, &site, format!("`{}` must be a text with a letter in it", path.join(".")), NOTHING);
            }
        }
    }
    None
}

/// What is said of the values of an enum, by their order in its list.
pub(super) struct Values<'e> {
    extensions: &'e Extensions,
    /// How many values there are.
    count: usize,
}

impl<'e> Values<'e> {
    pub(super) fn of(extensions: &'e Extensions, count: usize) -> Self {
        Self { extensions, count }
    }

    /// The name of a value.
    pub(super) fn name(&self, index: usize, wire: &str) -> Option<String> {
        let keys =
            ["x-specwright-enum-names", "x-enum-varnames", "x-enumNames", "x-speakeasy-enums", "x-stainless-renameMap"];
        self.entry(&keys, index, wire).or_else(|| self.described(wire, "name"))
    }

    /// What a value means.
    pub(super) fn docs(&self, index: usize, wire: &str) -> Option<String> {
        let keys = ["x-enum-descriptions", "x-enumDescriptions", "x-speakeasy-enum-descriptions"];
        self.entry(&keys, index, wire).or_else(|| self.described(wire, "description"))
    }

    /// Whether a value should not be used any more: it is listed, or its place in the list says so.
    pub(super) fn deprecated(&self, index: usize, value: &Value) -> bool {
        let Some((stated, _)) = first(self.extensions, &["x-deprecated-values", "x-enum-deprecated"]) else {
            return false;
        };
        let by_place = stated.get(index).and_then(Value::as_bool);
        let by_value = stated.get(text(value)).is_some_and(|said| *said != Value::Bool(false));
        let listed = || stated.as_array().is_some_and(|list| list.contains(value));
        by_place.unwrap_or_else(|| by_value || listed())
    }

    /// An entry of a list in the order of the values, or of a mapping from them.
    fn entry(&self, keys: &[&str], index: usize, wire: &str) -> Option<String> {
        let (value, _) = first(self.extensions, keys)?;
        let in_order = || value.as_array().filter(|list| list.len() == self.count)?.get(index);
        let entry = value.get(wire).or_else(in_order)?.as_str()?;
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

pub(super) fn ignored(context: &mut Context<'_>, site: &Site, key: &str, wanted: &str) {
    say(context, &site.join(key), format!("`{key}` must be {wanted}"), NOTHING);
}

/// What follows from an extension that cannot be understood.
pub(super) const NOTHING: &str = "it says nothing";

/// Reports an extension that is ignored, and what follows.
pub(super) fn say(context: &mut Context<'_>, site: &Site, message: String, effect: &str) {
    context.diagnostics.push(Diagnostic::new(Code::HintIgnored, message).at(site).effect(effect));
}
