//! Webhooks: events that the API sends, and the union of them all.

use std::collections::BTreeSet;

use openapiv3::ReferenceOr;

use super::schema::{self, Place};
use super::{Context, hints};
use crate::document::SchemaTable;
use crate::ir::{
    Constraints, Discriminator, Docs, Field, Origin, Owner, Role, Shape, TypeDef, TypeId, Union, Variant, Webhook,
};

/// The events, and the type that is any of them: a component that unites exactly these payloads, or one made for it.
pub(super) fn webhooks(context: &mut Context<'_>) -> (Vec<Webhook>, Option<TypeId>) {
    let document = context.document;
    let mut result: Vec<Webhook> = Vec::new();
    for (name, item) in &document.webhooks {
        let ReferenceOr::Item(item) = item else { continue };
        for (method, operation) in item.iter() {
            if !hints::is_for(&context.config.audiences, [&operation.extensions, &item.extensions]) {
                continue;
            }
            let site = document.webhook_site(name, method);
            let Some(payload) = body_schema(operation) else { continue };
            let place = Place::new(Owner::Webhook(name.clone()), Role::Body);
            let payload = schema::lower(context, payload, &place).ty;
            let answer = answer_schema(operation).map(|schema| {
                let place = Place::new(Owner::Webhook(name.clone()), Role::Answer("200".to_owned()));
                schema::lower(context, schema, &place).ty
            });
            result.push(Webhook {
                name: name.clone(),
                payload,
                answer,
                docs: Docs {
                    summary: operation.summary.clone(),
                    description: operation.description.clone(),
                    ..Docs::default()
                },
                site,
            });
        }
    }
    let event = union(context, &result);
    (result, event)
}

pub(super) fn body_schema(operation: &openapiv3::Operation) -> Option<crate::document::SchemaId> {
    let body = operation.request_body.as_ref()?.as_item()?;
    let media = body.content.get("application/json").or_else(|| body.content.values().next())?;
    SchemaTable::id(media.schema.as_ref()?)
}

pub(super) fn answer_schema(operation: &openapiv3::Operation) -> Option<crate::document::SchemaId> {
    let responses = &operation.responses.responses;
    let success = responses.iter().find(|(status, _)| status.to_string().starts_with('2'))?;
    let media = success.1.as_item()?.content.get("application/json")?;
    SchemaTable::id(media.schema.as_ref()?)
}

/// A union of the payloads. Where several events share one payload, they share a variant.
fn union(context: &mut Context<'_>, webhooks: &[Webhook]) -> Option<TypeId> {
    let first = webhooks.first()?;
    let mut variants: Vec<Variant> = Vec::new();
    let mut numbers: Vec<usize> = Vec::with_capacity(webhooks.len());
    for webhook in webhooks {
        let number = variants.iter().position(|variant| variant.ty == webhook.payload).unwrap_or(variants.len());
        if number == variants.len() {
            variants.push(Variant { hint: None, name: Some(webhook.name.clone()), ty: webhook.payload.clone() });
        }
        numbers.push(number);
    }
    let existing = context.types.iter().find(|(_, def)| match &def.shape {
        Shape::Union(union) => {
            union.variants.len() == variants.len()
                && union.variants.iter().all(|known| variants.iter().any(|variant| variant.ty == known.ty))
        }
        _ => false,
    });
    if let Some((id, _)) = existing {
        return Some(id);
    }
    let discriminator = discriminator(context, webhooks, &variants, &numbers);
    Some(context.types.push(TypeDef {
        hint: None,
        origin: Origin::Inline { owner: Owner::Webhook(String::new()), role: Role::Itself },
        shape: Shape::Union(Union { variants, discriminator }),
        docs: Docs { summary: Some("An event that the API sends.".to_owned()), ..Docs::default() },
        constraints: Constraints::default(),
        deprecated: false,
        replaced: None,
        site: first.site.clone(),
    }))
}

/// The property that tells the events apart: the configured one, or else one that is another constant in each payload,
/// or else `type`. Where a payload does not say what it may be, it is the name of the event.
fn discriminator(
    context: &Context<'_>,
    webhooks: &[Webhook],
    variants: &[Variant],
    numbers: &[usize],
) -> Option<Discriminator> {
    let types = &context.types;
    let has = |property: &str| {
        variants.iter().all(|variant| types.leaves(&variant.ty).iter().all(|leaf| leaf.field(property).is_some()))
    };
    let configured = context.config.webhooks.as_ref().and_then(|webhooks| webhooks.discriminator.clone());
    let property = match configured {
        Some(property) => property,
        None => shared_constant(context, variants).unwrap_or_else(|| "type".to_owned()),
    };
    if !has(&property) {
        return None;
    }
    let mut tags: Vec<(String, usize)> = Vec::new();
    for (webhook, number) in webhooks.iter().zip(numbers) {
        let constants = types.constants(&webhook.payload, &property);
        let of_event = constants.unwrap_or_else(|| vec![webhook.name.clone()]);
        tags.extend(of_event.into_iter().map(|tag| (tag, *number)));
    }
    let mut seen = BTreeSet::new();
    tags.retain(|tag| seen.insert(tag.clone()));
    Some(Discriminator { property, tags, default: None, base: None })
}

/// The first property that has constants in every payload, and none of them in two.
fn shared_constant(context: &Context<'_>, variants: &[Variant]) -> Option<String> {
    let leaves = context.types.leaves(&variants.first()?.ty);
    let first = leaves.first()?;
    // Of thousands hardly any has constants in the first payload, and only those are looked for in the others.
    let has_some = |field: &&Field| !first.constants_of(&context.types, &field.wire, Some(field)).is_empty();
    let mut fields = first.object?.fields.iter().filter(has_some);
    let is_telling = |property: &str| {
        let mut seen = BTreeSet::new();
        variants.iter().all(|variant| {
            let constants = context.types.constants(&variant.ty, property);
            constants.is_some_and(|constants| constants.into_iter().all(|constant| seen.insert(constant)))
        })
    };
    fields.find(|field| is_telling(&field.wire)).map(|field| field.wire.clone())
}
