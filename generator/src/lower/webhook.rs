//! Webhooks: events that the API sends, and the union of them all.

use std::collections::BTreeSet;

use openapiv3::ReferenceOr;

use super::discriminator::same_words;
use super::schema::{self, Place};
use super::{Context, hints};
use crate::diag::{Code, Diagnostic};
use crate::document::SchemaTable;
use crate::ir::{
    Constraints, Discriminator, Docs, Field, Origin, Owner, Role, Shape, TypeDef, TypeId, Types, Union, Variant,
    Webhook,
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
            let by = hints::skipped_by(&operation.extensions).or_else(|| hints::skipped_by(&item.extensions));
            if let Some(by) = by {
                let message = format!("`{by}` leaves the event `{name}` out");
                let diagnostic = Diagnostic::new(Code::LeftOutByExtension, message).at(&site);
                context.diagnostics.push(diagnostic.effect("the SDK does not know it"));
                continue;
            }
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

/// A union of the payloads. Where several events share one payload, they share a variant. Two names of one payload do so
/// too, unless a key tells their events apart.
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
    let configured = context.config.webhooks.as_ref().and_then(|webhooks| webhooks.discriminator.clone());
    if let Some((id, mut union)) = component(context, &variants) {
        // What the component says of its branches is only second to the configuration.
        if let Some(property) = configured {
            let number = |webhook: &Webhook| union.variants.iter().position(|of| of.ty == webhook.payload);
            let numbers: Vec<usize> = webhooks.iter().filter_map(number).collect();
            union.discriminator = tags(context, webhooks, &union.variants, &numbers, property);
            context.types.set_shape(id, Shape::Union(union));
        }
        return Some(id);
    }
    let property = configured.or_else(|| property(&context.types, webhooks, &variants));
    let discriminator = property.and_then(|property| tags(context, webhooks, &variants, &numbers, property));
    Some(context.types.push(TypeDef {
        hint: None,
        origin: Origin::Inline { owner: Owner::Webhook(String::new()), role: Role::Itself },
        met: BTreeSet::new(),
        shape: Shape::Union(untwinned(&context.types, Union { variants, discriminator })),
        docs: Docs { summary: Some("An event that the API sends.".to_owned()), ..Docs::default() },
        constraints: Constraints::default(),
        deprecated: false,
        replaced: None,
        site: first.site.clone(),
    }))
}

/// The component that is a union of exactly these.
fn component(context: &Context<'_>, variants: &[Variant]) -> Option<(TypeId, Union)> {
    context.types.iter().find_map(|(id, def)| match &def.shape {
        Shape::Union(union)
            if union.variants.len() == variants.len()
                && union.variants.iter().all(|known| variants.iter().any(|variant| variant.ty == known.ty)) =>
        {
            Some((id, union.clone()))
        }
        _ => None,
    })
}

/// The property that tells the events apart where the configuration names none: one that is another constant in each
/// payload; or one that all have, and that lists the name of the event wherever it lists something; or else `type`, if
/// all have it.
fn property(types: &Types, webhooks: &[Webhook], variants: &[Variant]) -> Option<String> {
    // Of thousands hardly any has constants, and only those are looked for in the others.
    let constant = |variant: &Variant| -> Vec<String> {
        let leaves = types.leaves(&variant.ty);
        let Some(first) = leaves.first() else { return Vec::new() };
        let has_some = |field: &&Field| !first.constants_of(types, &field.wire, Some(field)).is_empty();
        let fields = first.object.into_iter().flat_map(|object| &object.fields);
        fields.filter(has_some).map(|field| field.wire.clone()).collect()
    };
    let is_everywhere = |property: &str| {
        variants.iter().all(|variant| types.leaves(&variant.ty).iter().all(|leaf| leaf.field(property).is_some()))
    };
    let is_telling = |property: &String| {
        let mut seen = BTreeSet::new();
        variants.iter().all(|variant| {
            let constants = types.constants(&variant.ty, property);
            constants.is_some_and(|constants| constants.into_iter().all(|constant| seen.insert(constant)))
        })
    };
    let is_name = |property: &String| {
        let is_called = |webhook: &Webhook| {
            let constants = types.constants(&webhook.payload, property);
            constants.is_none_or(|constants| constants.iter().any(|value| same_words(&webhook.name, value)))
        };
        is_everywhere(property) && webhooks.iter().all(is_called)
    };
    let told = variants.first().map(constant).unwrap_or_default().into_iter().find(is_telling);
    let named = || {
        let mut seen = BTreeSet::new();
        variants.iter().flat_map(constant).filter(|property| seen.insert(property.clone())).find(is_name)
    };
    told.or_else(named).or_else(|| is_everywhere("type").then(|| "type".to_owned()))
}

/// The tags of the payloads that have the property: what they list; of a list that others share, what the event is
/// called; and where nothing is listed, the name of the event, which is said. None where no payload has it.
fn tags(
    context: &mut Context<'_>,
    webhooks: &[Webhook],
    variants: &[Variant],
    numbers: &[usize],
    property: String,
) -> Option<Discriminator> {
    let types = &context.types;
    let listed: Vec<Vec<String>> =
        variants.iter().map(|variant| types.constants(&variant.ty, &property).unwrap_or_default()).collect();
    let is_shared = |value: &String| listed.iter().filter(|list| list.contains(value)).count() > 1;
    let (mut tags, mut unlisted) = (Vec::new(), Vec::new());
    for (webhook, number) in webhooks.iter().zip(numbers) {
        if types.leaves(&webhook.payload).iter().all(|leaf| leaf.field(&property).is_none()) {
            continue;
        }
        let list = listed.get(*number).map(Vec::as_slice).unwrap_or_default();
        let own: Vec<&String> =
            list.iter().filter(|value| !is_shared(value) || same_words(&webhook.name, value)).collect();
        match (list, own.as_slice()) {
            ([], _) => {
                tags.push((webhook.name.clone(), *number));
                unlisted.push(webhook);
            }
            (_, []) => tags.extend(list.iter().map(|tag| (tag.clone(), *number))),
            (_, own) => tags.extend(own.iter().map(|tag| ((*tag).clone(), *number))),
        }
    }
    let mut seen = BTreeSet::new();
    tags.retain(|tag| seen.insert(tag.clone()));
    if let Some(first) = unlisted.first() {
        let message = format!("nothing says which `{property}` the event `{}` has", first.name);
        let diagnostic = Diagnostic::new(Code::EventTagAssumed, message).at(&first.site);
        let others = unlisted.len() - 1;
        let effect = match others {
            0 => "it is taken to be the name of the event".to_owned(),
            1 => "it is taken to be the name of the event, and so for one more".to_owned(),
            others => format!("it is taken to be the name of the event, and so for {others} more"),
        };
        let cure =
            format!("give `{property}` in each payload a `const`, or name another property: `webhooks.discriminator`");
        context.diagnostics.push(diagnostic.effect(effect).help(cure));
    }
    (!tags.is_empty()).then_some(Discriminator { property, tags, default: None, base: None })
}

/// The same with one variant for the names of one type, unless each has tags that no other name of it has.
fn untwinned(types: &Types, union: Union) -> Union {
    let Union { variants, mut discriminator } = union;
    let tags = |number: usize| -> BTreeSet<String> {
        discriminator.iter().flat_map(|of| of.tags_of(number)).map(ToOwned::to_owned).collect()
    };
    let mut kept: Vec<(usize, Variant)> = Vec::with_capacity(variants.len());
    let mut numbers = Vec::with_capacity(variants.len());
    for (number, variant) in variants.into_iter().enumerate() {
        let own = tags(number);
        let is_twin = |(other, known): &(usize, Variant)| {
            let is_told = !own.is_empty() && !tags(*other).is_empty() && own.is_disjoint(&tags(*other));
            types.resolved(&known.ty) == types.resolved(&variant.ty) && !is_told
        };
        let known = kept.iter().position(is_twin);
        numbers.push(known.unwrap_or(kept.len()));
        if known.is_none() {
            kept.push((number, variant));
        }
    }
    if let Some(discriminator) = &mut discriminator {
        for (_, number) in &mut discriminator.tags {
            *number = numbers.get(*number).copied().unwrap_or(*number);
        }
        let mut seen = BTreeSet::new();
        discriminator.tags.retain(|tag| seen.insert(tag.clone()));
    }
    Union { variants: kept.into_iter().map(|(_, variant)| variant).collect(), discriminator }
}
