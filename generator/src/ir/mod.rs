//! The API as an SDK author thinks of it: resources, operations, types.
//!
//! Input: filled by `lower`. Output: plain data that every later stage reads.
//! Not here: identifiers, case, Rust types, tokens (`names`, `emit`), and anything of OpenAPI that an SDK does not
//! show. Things that hold each other do so by index ([`TypeId`], [`ResourceId`], [`OperationId`]), so the data is a
//! tree that can be compared and printed.

mod answer;
mod body;
pub mod case;
mod leaf;
mod operation;
mod pagination;
mod param;
mod reach;
mod resource;
mod security;
mod server;
mod types;
mod untyped;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diag::Site;

pub use answer::{Answer, AnswerBody, ErrorAnswer, Flag, Framing, StatusAnswer, Stream};
pub use body::{Body, BodyContent, BodyFormat, Encoding};
pub use leaf::{JsonType, Leaf};
pub use operation::{Callback, Further, Input, Link, Method, Operation, OperationId, Webhook, inputs};
pub use pagination::{NextPage, Pagination, Place, Source};
pub use param::{Location, Param, Path, PathPiece, QueryStyle, TextStyle};
pub use resource::{Resource, ResourceId};
pub use security::{Alternatives, Credential, CredentialKind, TokenEndpoint};
pub use server::{Global, GlobalPlace, Server, ServerVariable, Variable};
pub use types::{
    Constraints, Discriminator, Enum, EnumKind, EnumValue, Extra, Field, IntegerKind, Object, Origin, Owner, Role,
    Shape, Shared, SharedKind, Type, TypeDef, TypeId, Types, Union, Variant,
};
pub use untyped::{Census, Untyped};

/// The whole API.
#[derive(Clone, Debug, PartialEq)]
pub struct Api {
    /// What it says of itself.
    pub info: Info,
    /// Where it is served; the first is the default. No two differ in the scheme alone.
    pub servers: Vec<Server>,
    /// What stands in braces in their URLs, and in those of operations.
    pub variables: Vec<Variable>,
    /// Headers and query parameters that callers set at the client.
    pub globals: Vec<Global>,
    /// The ways to authenticate that some operation wants.
    pub credentials: Vec<Credential>,
    /// Every type that gets a name.
    pub types: Types,
    /// The traits that types have beside the usual ones.
    pub derives: BTreeMap<TypeId, Vec<String>>,
    /// Whether there are only those types that an operation or a webhook needs.
    pub only_needed: bool,
    /// How often a failed call is tried again unless a caller says; the runtime's own number where nothing is said.
    pub retries: Option<u32>,
    /// The resource tree; index 0 is the client itself.
    pub resources: Vec<Resource>,
    /// Every operation: paths in the order of the description, the methods of a path in the order of its object in the
    /// OpenAPI Specification (GET, PUT, POST, DELETE, …).
    pub operations: Vec<Operation>,
    /// Where the operations stand that the configuration leaves out.
    pub skipped: Vec<Site>,
    /// Events that the API sends.
    pub webhooks: Vec<Webhook>,
    /// The union of all events: [`Type::Named`] of a type of this API.
    pub webhook_event: Option<TypeId>,
    /// The object of all headers that answers come with, where some are documented.
    pub headers: Option<TypeId>,
}

impl Api {
    /// A resource by its index.
    #[must_use]
    pub fn resource(&self, id: ResourceId) -> Option<&Resource> {
        self.resources.get(id.0)
    }

    /// A resource and those above it, from the top, without the root.
    #[must_use]
    pub fn lineage(&self, id: ResourceId) -> Vec<ResourceId> {
        let parent = |id: &ResourceId| self.resource(*id)?.parent;
        let all = std::iter::successors(Some(id), parent);
        let mut lineage: Vec<ResourceId> = all.filter(|id| parent(id).is_some()).collect();
        lineage.reverse();
        lineage
    }

    /// The servers of which callers choose one, by their numbers; none where there is only one.
    pub fn environments(&self) -> impl Iterator<Item = (usize, &Server)> {
        let servers = self.servers.iter().enumerate().filter(|(_, server)| server.is_absolute());
        servers.filter(|_| self.servers.len() > 1)
    }
}

/// `info` of the description.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Info {
    /// `info.title`.
    pub title: String,
    /// `info.version`: the API's version, not the SDK's.
    pub version: String,
    /// `info.summary`, or the first sentence of the description.
    pub summary: Option<String>,
    /// `info.description`, Markdown as it came.
    pub description: Option<String>,
    /// `info.license` as an SPDX expression, where it is one or names one.
    pub license: Option<String>,
    /// `externalDocs.url`, or `info.contact.url`.
    pub docs_url: Option<String>,
}

/// Text for people, as the description has it (Markdown, unsanitised).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Docs {
    /// A short line.
    pub summary: Option<String>,
    /// The long text.
    pub description: Option<String>,
    /// Where more is written.
    pub url: Option<String>,
    /// An example value, if the description has one.
    pub example: Option<Value>,
    /// What is asserted of a value and gives no type: keywords of JSON Schema with their values.
    pub asserted: Vec<(String, Value)>,
}
