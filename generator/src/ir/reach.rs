//! Reach: which types requests can hold, and which answers.
//!
//! Input: an [`Api`]. Output: sets of types. What stands in the place of a type from elsewhere is not looked into.

use std::collections::BTreeSet;

use super::{Api, BodyContent, Shape, Type, TypeId, Types};

impl Api {
    /// The types that can be reached from a parameter or a request body, from the answers that a receiver of webhooks
    /// gives, and from the client's options.
    #[must_use]
    pub fn sent(&self) -> BTreeSet<TypeId> {
        let mut seen = BTreeSet::new();
        for operation in &self.operations {
            for param in operation.path.variables().chain(&operation.params) {
                self.types.reach(&param.ty, &mut seen);
            }
            match operation.body.as_ref().map(|body| &body.content) {
                Some(BodyContent::Fields(id)) => self.types.reach(&Type::Named(*id), &mut seen),
                Some(BodyContent::Whole(ty)) => self.types.reach(ty, &mut seen),
                None => {}
            }
        }
        let callbacks = self.operations.iter().flat_map(|operation| &operation.callbacks);
        callbacks.filter_map(|of| of.answer.as_ref()).for_each(|ty| self.types.reach(ty, &mut seen));
        self.webhooks.iter().filter_map(|of| of.answer.as_ref()).for_each(|ty| self.types.reach(ty, &mut seen));
        self.variables.iter().for_each(|variable| self.types.reach(&variable.ty, &mut seen));
        seen
    }

    /// The types that can be reached from an answer and its headers, from the body of a failure, and from the event of a
    /// webhook.
    #[must_use]
    pub fn received(&self) -> BTreeSet<TypeId> {
        let mut seen = BTreeSet::new();
        for operation in &self.operations {
            let called = operation.callbacks.iter().filter_map(|of| of.payload.as_ref());
            operation.received().chain(called).for_each(|ty| self.types.reach(ty, &mut seen));
        }
        self.headers.iter().for_each(|id| self.types.reach(&Type::Named(*id), &mut seen));
        self.webhooks.iter().for_each(|webhook| self.types.reach(&webhook.payload, &mut seen));
        self.webhook_event.iter().for_each(|id| self.types.reach(&Type::Named(*id), &mut seen));
        seen
    }
}

impl Types {
    /// Adds a type and all that a value of it can hold.
    pub fn reach(&self, ty: &Type, seen: &mut BTreeSet<TypeId>) {
        // A stack, since schemas nest as deep as their author likes.
        let mut open: Vec<TypeId> = ty.named_within();
        while let Some(id) = open.pop() {
            if self[id].replaced.is_none() && seen.insert(id) {
                self[id].shape.held().for_each(|ty| open.extend(ty.named_within()));
            }
        }
    }
}

impl Shape {
    /// The types that a value of this shape holds.
    pub fn held(&self) -> impl Iterator<Item = &Type> {
        let (fields, extra) = match self {
            Self::Object(object) => (object.fields.as_slice(), object.extra.as_ref()),
            _ => (&[][..], None),
        };
        let variants = match self {
            Self::Union(union) => union.variants.as_slice(),
            _ => &[],
        };
        let alias = match self {
            Self::Alias(ty) | Self::Newtype(ty) => Some(ty),
            _ => None,
        };
        let fields = fields.iter().map(|field| &field.ty).chain(extra.map(|extra| &extra.0));
        fields.chain(variants.iter().map(|variant| &variant.ty)).chain(alias)
    }

    /// The same, to be changed.
    pub fn held_mut(&mut self) -> Vec<&mut Type> {
        match self {
            Self::Object(object) => {
                let extra = object.extra.iter_mut().map(|extra| &mut extra.0);
                object.fields.iter_mut().map(|field| &mut field.ty).chain(extra).collect()
            }
            Self::Union(union) => union.variants.iter_mut().map(|variant| &mut variant.ty).collect(),
            Self::Alias(ty) | Self::Newtype(ty) => vec![ty],
            Self::Enum(_) => Vec::new(),
        }
    }
}
