//! From the document to the API that an SDK shows.
//!
//! Input: the [`Document`] (one dialect), the configuration, and the places in the tree that operations were given
//! before. Output: [`Api`].
//! Not here: identifiers and Rust types. This is the only stage that sees both `document` and `ir`.
//!
//! Every component is lowered, used or not: it has a name, so callers may want it. Inline schemas are lowered where
//! they are met, and get a name when their shape needs one.

mod accept;
mod alias;
mod alike;
mod answer;
mod answer_notes;
mod body;
mod callback;
mod collection;
mod derives;
mod direction;
mod discriminator;
mod enumeration;
mod family;
mod form;
mod globals;
mod headers;
mod hint_kinds;
mod hints;
mod home;
mod inner;
mod license;
mod link;
mod location;
mod merge;
mod nullable;
mod object;
mod operation;
mod pagination;
mod param;
mod path_text;
mod retries;
mod scalar;
mod schema;
mod security;
mod servers;
mod statuses;
mod stream;
mod tag;
#[cfg(test)]
mod tests;
mod texts;
mod tree;
mod union;
mod unmatched;
mod webhook;

use std::collections::{BTreeMap, BTreeSet};

use crate::config::{Config, OperationConfig, TypeConfig};
use crate::diag::{Diagnostics, Site};
use crate::document::{Document, Schema, SchemaId};
use crate::ir::{Api, Info, OperationId, Type, TypeId, Types, Untyped};

pub use operation::keys;

/// What operations were given before, by their keys (`PATCH /v1/users/{id}`).
#[derive(Clone, Copy, Debug)]
pub struct Before<'a> {
    /// Places in the resource tree (`users.update`).
    pub places: &'a BTreeMap<String, String>,
    /// Media types in which bodies are sent.
    pub bodies: &'a BTreeMap<String, String>,
    /// Media types in which answers are asked for.
    pub answers: &'a BTreeMap<String, String>,
    /// The ways from page to page, as JSON, of those whose methods return pages.
    pub pages: &'a BTreeMap<String, String>,
    /// Media types in which streams are asked for, where they are one of two kinds of answers.
    pub streams: &'a BTreeMap<String, String>,
}

impl Before<'static> {
    /// Nothing was given before.
    pub const NOTHING: Self = Self {
        places: &BTreeMap::new(),
        bodies: &BTreeMap::new(),
        answers: &BTreeMap::new(),
        pages: &BTreeMap::new(),
        streams: &BTreeMap::new(),
    };
}

/// What all parts of this stage share while they work.
pub(crate) struct Context<'a> {
    document: &'a Document,
    config: &'a Config,
    before: Before<'a>,
    diagnostics: &'a mut Diagnostics,
    types: Types,
    /// Schemas that have a named type; filled before the type's shape is known, so that recursion ends.
    named: BTreeMap<SchemaId, TypeId>,
    /// Of each schema that is written inside another that one.
    parents: BTreeMap<SchemaId, (SchemaId, home::Step)>,
    /// How many schemas are written; those behind them are merged.
    written: usize,
    /// Where operations stand.
    operation_sites: BTreeMap<Site, OperationId>,
    /// The components whose shape is known, or is being found.
    begun: BTreeSet<SchemaId>,
    /// Of each union with a discriminator the branches that no mapping leads to, until their tags are settled.
    unmapped: BTreeMap<TypeId, Vec<discriminator::Unmapped>>,
    /// Schemas that others extend, and that stand for all of those.
    families: BTreeMap<SchemaId, Vec<SchemaId>>,
    /// Schemas that say at once what several say together.
    merged: merge::Merged,
    /// Schemas without a named type that are being lowered: meeting one again is a cycle that no name breaks.
    open: BTreeSet<SchemaId>,
    /// Schemas for whose values null may stand.
    nullable: BTreeSet<SchemaId>,
    /// How many types are being given their shape inside one another.
    stack: usize,
    /// How many types without a name of their own lie around what is being lowered.
    level: usize,
    /// Types that get their shape later, with that number, since the stack is full.
    deferred: Vec<(SchemaId, TypeId, usize)>,
    /// What properties and parameters are said to be to pagination.
    marks: pagination::Marks,
    /// The security schemes that are required nowhere.
    unrequired: Vec<String>,
    /// Of objects whose `data` is JSON in a text, the schema of that JSON.
    embedded: BTreeMap<TypeId, SchemaId>,
    /// The types that are pages, and the names that lead to their items.
    pages: BTreeMap<TypeId, Vec<String>>,
    /// What is to be said of answers.
    notes: answer_notes::Notes,
    /// Operations whose bodies could be sent in other media types.
    unsent: Vec<body::Unsent>,
    /// The headers of answers, as far as operations were looked at.
    headers: Option<headers::Headers>,
}

impl<'d> Context<'d> {
    /// What the configuration says of an operation, by its key or else its operationId.
    fn configured(&self, key: &str, operation_id: Option<&str>) -> Option<&'d OperationConfig> {
        let config = self.config;
        [Some(key), operation_id].into_iter().flatten().find_map(|name| config.operations.get(name))
    }
}

/// Lowers the whole document. The schemas that are merged on the way are added to its table.
#[must_use]
pub fn lower(document: &mut Document, config: &Config, before: Before<'_>, diagnostics: &mut Diagnostics) -> Api {
    let families = family::families(document);
    // As they are written: what is merged is written nowhere.
    let (parents, written) = (home::parents(&document.schemas), document.schemas.len());
    let merged = merge::merge(&mut document.schemas, &families, diagnostics);
    let document = &*document;
    let nullable = nullable::nullable(&document.schemas, &merged);
    let mut context = Context {
        document,
        config,
        before,
        diagnostics,
        types: Types::default(),
        named: BTreeMap::new(),
        parents,
        written,
        operation_sites: BTreeMap::new(),
        begun: BTreeSet::new(),
        unmapped: BTreeMap::new(),
        families,
        merged,
        open: BTreeSet::new(),
        nullable,
        stack: 0,
        level: 0,
        deferred: Vec::new(),
        marks: BTreeMap::new(),
        unrequired: security::unrequired(document),
        embedded: BTreeMap::new(),
        pages: BTreeMap::new(),
        notes: answer_notes::Notes::default(),
        unsent: Vec::new(),
        headers: None,
    };
    hint_kinds::check(&mut context);
    scalar::unused_formats(&mut context);
    let listed = operation::listed(&context);
    context.operation_sites = listed.sites();
    schema::components(&mut context);
    let (mut operations, skipped) = operation::operations(&mut context, listed);
    let (webhooks, webhook_event) = webhook::webhooks(&mut context);
    let headers = headers::finish(&mut context);
    alias::break_cycles(&mut context);
    discriminator::settle(&mut context);
    tag::settle(&mut context);
    let resources =
        tree::place(&mut operations, context.config, before.places, document, &context.types, context.diagnostics);
    let credentials = security::credentials(&mut context, &operations);
    let servers = servers::of_api(&mut context, &mut operations);
    let variables = servers::variables(&mut context, &servers, &operations);
    let by_default = retries::by_default(&mut context);
    let globals = globals::globals(&mut context, &mut operations);
    let mut api = Api {
        info: info(document),
        servers,
        variables,
        globals,
        credentials,
        types: context.types,
        derives: BTreeMap::new(),
        only_needed: !config.audiences.is_empty(),
        retries: by_default,
        resources,
        operations,
        skipped,
        webhooks,
        webhook_event,
        headers,
    };
    form::settle(&mut api);
    unmatched::entries(&api, document, config, diagnostics);
    direction::split(&mut api);
    api.derives = derives::derives(&api, config, diagnostics);
    api
}

fn info(document: &Document) -> Info {
    let info = &document.openapi.info;
    let docs_url = document
        .openapi
        .external_docs
        .as_ref()
        .map(|docs| docs.url.clone())
        .or_else(|| info.contact.as_ref().and_then(|contact| contact.url.clone()));
    Info {
        title: info.title.clone(),
        version: info.version.clone(),
        summary: document.summary.clone(),
        description: info.description.clone(),
        license: info
            .license
            .as_ref()
            .and_then(|of| license::expression(document.license_identifier.as_deref(), &of.name)),
        docs_url,
    }
}

/// What the configuration says of a schema's type.
fn configured<'a>(context: &Context<'a>, schema: &Schema) -> Option<&'a TypeConfig> {
    context.config.of_type(schema.component.as_deref(), &schema.site.pointer)
}

/// Any JSON, since the description allows it or says nothing.
fn declared(reason: &'static str) -> Type {
    Type::Any(Untyped::Declared(reason))
}

/// Any JSON, although the description says more.
fn lost(reason: &'static str) -> Type {
    Type::Any(Untyped::Lost(reason))
}
