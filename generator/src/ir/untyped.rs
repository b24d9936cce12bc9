//! Values that are any JSON: why, where, and how many.
//!
//! Input: an [`Api`]. Output: [`Census`]. Each place that states a type counts once: a field, a parameter, a body, an
//! answer, a branch, what is behind an alias. A named type that a place holds is counted where it is defined.

use super::{Api, BodyContent, Shape, Type};
use crate::diag::Site;

/// Why a value is any JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Untyped {
    /// The description allows anything, or says nothing of it.
    Declared(&'static str),
    /// The description says more than the type shows.
    Lost(&'static str),
}

impl Untyped {
    /// `declared` or `lost`.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::Declared(_) => "declared",
            Self::Lost(_) => "lost",
        }
    }

    /// The reason, in words.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::Declared(reason) | Self::Lost(reason) => reason,
        }
    }
}

/// How many places state a type, and which of them are any JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Census {
    /// How many places state a type.
    pub places: usize,
    /// Those that are any JSON, or hold it in a list or map, in the order of the API.
    pub untyped: Vec<(Site, Untyped)>,
}

impl Census {
    /// Counts the places of an API.
    #[must_use]
    pub fn of(api: &Api) -> Self {
        let mut census = Self::default();
        for (_, def) in api.types.iter() {
            match &def.shape {
                Shape::Object(object) => {
                    object.fields.iter().for_each(|field| census.add(&field.ty, &field.site));
                    object.extra.iter().for_each(|extra| census.add(&extra.0, &def.site.join("additionalProperties")));
                }
                Shape::Union(union) => union.variants.iter().for_each(|variant| census.add(&variant.ty, &def.site)),
                Shape::Alias(ty) => census.add(ty, &def.site),
                Shape::Enum(_) => {}
            }
        }
        for operation in &api.operations {
            operation.path.variables().chain(&operation.params).for_each(|param| census.add(&param.ty, &param.site));
            if let Some(body) = &operation.body
                && let BodyContent::Whole(ty) = &body.content
            {
                census.add(ty, &body.site);
            }
            operation.received().for_each(|ty| census.add(ty, &operation.site.join("responses")));
        }
        for webhook in &api.webhooks {
            let types = [Some(&webhook.payload), webhook.answer.as_ref()];
            types.into_iter().flatten().for_each(|ty| census.add(ty, &webhook.site));
        }
        census
    }

    /// How many places say less than the description does.
    #[must_use]
    pub fn lost(&self) -> usize {
        self.untyped.iter().filter(|(_, why)| matches!(why, Untyped::Lost(_))).count()
    }

    fn add(&mut self, ty: &Type, site: &Site) {
        self.places += 1;
        self.untyped.extend(untyped(ty).map(|why| (site.clone(), why)));
    }
}

/// Why some part of a type that has no name is any JSON.
fn untyped(ty: &Type) -> Option<Untyped> {
    match ty {
        Type::Any(why) => Some(*why),
        Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => untyped(inner),
        Type::Tuple(elements) => elements.iter().find_map(untyped),
        _ => None,
    }
}
