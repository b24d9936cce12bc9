//! Values that are any JSON: why, where, and how many.
//!
//! Input: an [`Api`]. Output: [`Census`]. Each place that states a type counts once: a field, a parameter, a body, an
//! answer, a branch, what is behind an alias. A named type that a place holds is counted where it is defined.
//! And of the operations, how many bring what has a type through and through.

use std::collections::{BTreeMap, BTreeSet};

use super::{Answer, Api, BodyContent, Operation, Shape, StatusAnswer, Type, TypeId};
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
    /// How many operations bring something when they succeed.
    pub answers: usize,
    /// Those of which everything that comes has the type that the description gives it.
    pub typed_answers: usize,
    /// Where a whole success is any JSON, although the description says more.
    pub lost_answers: Vec<Site>,
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
                Shape::Alias(ty) | Shape::Newtype(ty) => census.add(ty, &def.site),
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
        census.count_answers(api);
        census
    }

    fn count_answers(&mut self, api: &Api) {
        let lossy = lossy(api);
        let is_lost = |ty: &Type| matches!(untyped(ty), Some(Untyped::Lost(_)));
        for operation in &api.operations {
            if operation.answer == Answer::Empty && operation.stream.is_none() {
                continue;
            }
            self.answers += 1;
            let whole = |ty: &Type| !is_lost(ty) && !ty.named_within().iter().any(|id| lossy.contains(id));
            let types = successes(operation);
            self.typed_answers += usize::from(types.iter().all(|ty| whole(ty)));
            if types.iter().any(|ty| is_lost(api.types.resolved(ty))) {
                self.lost_answers.push(operation.site.join("responses"));
            }
        }
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

/// The types of what an operation brings when it succeeds; text and bytes are what they are.
fn successes(operation: &Operation) -> Vec<&Type> {
    let mut types: Vec<&Type> = match &operation.answer {
        Answer::Json { ty, .. } => vec![ty],
        Answer::Statuses { cases, .. } => cases.iter().filter_map(StatusAnswer::ty).collect(),
        Answer::Stream(stream) => stream.ty.iter().collect(),
        Answer::Empty | Answer::Text(_) | Answer::Binary(_) => Vec::new(),
    };
    types.extend(operation.stream.iter().filter_map(|stream| stream.ty.as_ref()));
    types
}

/// The types that say less than the description, or hold one that does. Found in one pass against the direction in which
/// types hold each other.
fn lossy(api: &Api) -> BTreeSet<TypeId> {
    let mut held_by: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
    let mut open = Vec::new();
    for (id, def) in api.types.iter() {
        for ty in def.shape.held() {
            if matches!(untyped(ty), Some(Untyped::Lost(_))) {
                open.push(id);
            }
            ty.named_within().into_iter().for_each(|inner| held_by.entry(inner).or_default().push(id));
        }
    }
    let mut lossy: BTreeSet<TypeId> = open.iter().copied().collect();
    while let Some(id) = open.pop() {
        open.extend(held_by.remove(&id).into_iter().flatten().filter(|by| lossy.insert(*by)));
    }
    lossy
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
