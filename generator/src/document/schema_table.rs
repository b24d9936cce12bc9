//! All schemas of a document, by number.
//!
//! Input: filled by `intern`. Output: look-ups for `lower`.
//! Not here: reading schemas.

use indexmap::IndexMap;
use openapiv3::ReferenceOr;

use super::schema::{Schema, SchemaId};
use crate::diag::Site;

/// The schemas of a document. A place in a file has one number, however it is referred to.
#[derive(Clone, Debug)]
pub struct SchemaTable {
    pub(super) list: Vec<Schema>,
    pub(super) by_site: IndexMap<Site, SchemaId>,
    pub(super) components: IndexMap<String, SchemaId>,
    /// What an unknown number means; there is none, unless a number of another table is used.
    pub(super) any: Schema,
}

impl SchemaTable {
    /// A schema.
    #[must_use]
    pub fn get(&self, id: SchemaId) -> &Schema {
        self.list.get(id.index()).unwrap_or(&self.any)
    }

    /// Adds a schema that stands in no file as it is.
    pub fn push(&mut self, schema: Schema) -> SchemaId {
        self.list.push(schema);
        SchemaId(u32::try_from(self.list.len() - 1).unwrap_or(u32::MAX))
    }

    /// The schema with this number.
    #[must_use]
    pub fn nth(&self, number: usize) -> Option<SchemaId> {
        self.list.get(number).and_then(|_| u32::try_from(number).ok()).map(SchemaId)
    }

    /// The schema under `#/components/schemas` with this name.
    #[must_use]
    pub fn component(&self, name: &str) -> Option<SchemaId> {
        self.components.get(name).copied()
    }

    /// All schemas under `#/components/schemas`, in document order.
    pub fn components(&self) -> impl Iterator<Item = (&str, SchemaId)> {
        self.components.iter().map(|(name, id)| (name.as_str(), *id))
    }

    /// All schemas, by number.
    pub fn iter(&self) -> impl Iterator<Item = (SchemaId, &Schema)> {
        self.list.iter().zip(0..).map(|(schema, number)| (SchemaId(number), schema))
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The schema that a reference of the skeleton means: `#/schemas/12`.
    #[must_use]
    pub fn id_of(reference: &str) -> Option<SchemaId> {
        reference.strip_prefix("#/schemas/")?.parse().ok().map(SchemaId)
    }

    /// The same, for a schema of the skeleton.
    #[must_use]
    pub fn id(schema: &ReferenceOr<openapiv3::Schema>) -> Option<SchemaId> {
        match schema {
            ReferenceOr::Reference { reference } => Self::id_of(reference),
            ReferenceOr::Item(_) => None,
        }
    }

    /// The schema at the end of a chain of `$ref`s. What stands beside them is passed over.
    #[must_use]
    pub fn follow(&self, id: SchemaId) -> SchemaId {
        let mut here = id;
        // `build` has cut circles; the bound is for a number of another table.
        for _ in 0..self.list.len() {
            match self.get(here).reference {
                Some(next) => here = next,
                None => break,
            }
        }
        here
    }
}
