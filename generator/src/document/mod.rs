//! One dialect for every version of OpenAPI: a valid 3.0 skeleton without schemas, and a table of schemas.
//!
//! Input: [`Sources`](crate::source::Sources). Output: [`Document`].
//! Not here: Rust, names, and what an SDK makes of it (`lower`).
//!
//! `openapiv3` knows 3.0 only, and drops without a word what it does not know. So no tree reaches it as it came:
//! [`build()`] walks the trees along a table of OpenAPI's objects (`grammar`), checks each field, inlines every
//! reference that is not to a schema, and moves every schema into the [`SchemaTable`] (`intern`, `keywords`),
//! leaving `{"$ref": "#/schemas/<n>"}` behind. Each operation is deserialised on its own, so that one that cannot be
//! read costs no other.

mod beside;
mod build;
mod callbacks;
mod dated;
mod definitions;
mod fix;
mod formats;
mod grammar;
mod intern;
mod keyword_values;
mod keywords;
mod media;
mod paths;
mod problem;
mod repair;
mod responses;
mod root;
mod schema;
mod schema_table;
mod security;
mod shared;
mod shown;
mod slips;
mod stated;
mod swagger;
mod target;
mod told;
mod version;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use indexmap::IndexMap;

use crate::diag::Site;

pub use build::build;
pub(crate) use fix::{ALLOW_RESERVED, COLLECTION_FORMAT, COOKIE_STYLE, LINKS, PRODUCES, WHOLE_QUERY};
pub(crate) use media::{essence, is_json, is_text};
pub use schema::{Additional, Discriminator, JsonType, MappingTarget, Schema, SchemaId, TypeSet};
pub use schema_table::SchemaTable;
pub(crate) use shared::around;
pub use shared::{Shared, SharedKind};
pub use version::Version;

/// Where a description names the parameters that callers set once.
pub(crate) const GLOBALS: &str = "x-speakeasy-globals";

/// A description, whatever its version.
#[derive(Clone, Debug)]
pub struct Document {
    /// Everything but schemas. Every schema in it is a `ReferenceOr::Reference` whose text [`SchemaTable::id_of`]
    /// understands; everything else is a `ReferenceOr::Item`. Of `components` only `securitySchemes` are kept, since
    /// all other references are inlined. Examples of answers are not kept.
    pub openapi: openapiv3::OpenAPI,
    /// All schemas.
    pub schemas: SchemaTable,
    /// Operations by path whose methods `openapiv3` has no place for (3.2's `query` and `additionalOperations`), each
    /// with its method as it is sent.
    pub more_operations: IndexMap<String, Vec<(String, openapiv3::Operation)>>,
    /// `webhooks` (3.1), in the same form as paths.
    pub webhooks: IndexMap<String, openapiv3::ReferenceOr<openapiv3::PathItem>>,
    /// `info.summary` (3.1).
    pub summary: Option<String>,
    /// `info.license.identifier` (3.1).
    pub license_identifier: Option<String>,
    /// The version that the document states.
    pub version: Version,
    /// The root file.
    pub file: Arc<str>,
    /// The address of the root file, where it is one of the web or gives itself one (`$self`).
    pub base: Option<String>,
    /// Where each of `servers` stands.
    pub server_sites: Vec<Site>,
    /// Where the operations that could not be read stand; each has a diagnostic.
    pub dropped: Vec<Site>,
    /// Where entries of lists stood that are left out, so that those behind them are found in their places.
    left_out: BTreeSet<Site>,
    /// The responses, parameters and bodies that references lead to, by their places.
    shared: BTreeMap<Site, Shared>,
    /// The security schemes that `openapi` does not have: those of `mutualTLS`, and those that could not be read. Each has
    /// a diagnostic.
    pub other_schemes: Vec<String>,
    /// Where the mapping of the security schemes stands.
    security_schemes_site: Site,
    /// Where those stand that are not in it.
    scheme_sites: IndexMap<String, Site>,
    /// Where path items stand; after references, so that its `get` is found below it.
    path_sites: IndexMap<String, Site>,
    webhook_sites: IndexMap<String, Site>,
    /// Where operations stand, by path or webhook name, then by method.
    operation_sites: IndexMap<String, IndexMap<String, Site>>,
    webhook_operation_sites: IndexMap<String, IndexMap<String, Site>>,
}

impl Document {
    /// Where the entries of a list stand, as far as they were read.
    pub fn entries(&self, list: &Site) -> impl Iterator<Item = Site> + '_ {
        let list = list.clone();
        (0..).map(move |number| list.index(number)).filter(|site| !self.left_out.contains(site))
    }

    /// Where an operation stands (`method` in small letters, as in the document). Its parameters stand at
    /// `site.join("parameters").index(n)`, its body at `site.join("requestBody")`, a response at
    /// `site.join("responses").join("200")`.
    #[must_use]
    pub fn operation_site(&self, path: &str, method: &str) -> Site {
        let site = self.operation_sites.get(path).and_then(|methods| methods.get(method));
        site.cloned().unwrap_or_else(|| self.path_site(path).join(method))
    }

    /// Where a request body stands.
    #[must_use]
    pub fn body_site(&self, operation: &Site) -> Site {
        // In 2.0 a body is one of the parameters.
        operation.join(if self.version == Version::V2_0 { "parameters" } else { "requestBody" })
    }

    /// Where a security scheme stands.
    #[must_use]
    pub fn security_scheme_site(&self, name: &str) -> Site {
        self.scheme_sites.get(name).cloned().unwrap_or_else(|| self.security_schemes_site.join(name))
    }

    /// The operations of a path: the method as it is sent, the operation, and where it stands.
    pub fn operations<'d>(
        &'d self,
        path: &'d str,
        item: &'d openapiv3::PathItem,
    ) -> impl Iterator<Item = (String, &'d openapiv3::Operation, Site)> {
        let known = item.iter().map(|(method, operation)| (method.to_ascii_uppercase(), operation));
        let more = self.more_operations.get(path).into_iter().flatten();
        known.chain(more.map(|(method, operation)| (method.clone(), operation))).map(move |(method, operation)| {
            let site = self.operation_site(path, &method.to_ascii_lowercase());
            (method, operation, site)
        })
    }

    /// Where the URL of a server stands. In words of 2.0 it has no field of its own, and `server` is the one it is made of.
    #[must_use]
    pub fn url_site(server: &Site) -> Site {
        let steps: Vec<_> = server.pointer.steps().collect();
        let is_listed = steps.iter().rev().nth(1).is_some_and(|list| list == "servers");
        if is_listed { server.join("url") } else { server.clone() }
    }

    /// Where a path item stands; its own parameters at `site.join("parameters").index(n)`.
    #[must_use]
    pub fn path_site(&self, path: &str) -> Site {
        self.path_sites.get(path).cloned().unwrap_or_else(|| self.root_site().join("paths").join(path))
    }

    /// Where a webhook's operation stands.
    #[must_use]
    pub fn webhook_site(&self, name: &str, method: &str) -> Site {
        let site = self.webhook_operation_sites.get(name).and_then(|methods| methods.get(method));
        site.cloned().unwrap_or_else(|| match self.webhook_sites.get(name) {
            Some(site) => site.join(method),
            None => self.root_site().join("webhooks").join(name).join(method),
        })
    }

    /// The root of the root file: join `info`, `servers`, `security` and the like to it.
    #[must_use]
    pub fn root_site(&self) -> Site {
        Site::new(&self.file, crate::diag::Pointer::root())
    }
}

#[cfg(test)]
#[allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]
mod tests;
