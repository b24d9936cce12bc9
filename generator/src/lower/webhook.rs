//! Webhooks: events that the API sends, and the union of them all.

use super::schema::{self, Place};
use super::{Context, any};
use crate::document::SchemaTable;
use crate::ir::{Discriminator, Docs, Origin, Owner, Role, Shape, Type, TypeDef, TypeId, Union, Variant, Webhook};

/// The events, and the type that is any of them: a component that unites exactly these payloads, or one made for it.
pub(super) fn webhooks(context: &mut Context<'_>) -> (Vec<Webhook>, Option<TypeId>) {
    let document = context.document;
    let mut result: Vec<Webhook> = Vec::new();
    for (name, item) in &document.webhooks {
        for (method, operation) in item.iter() {
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

fn body_schema(operation: &openapiv3::Operation) -> Option<crate::document::SchemaId> {
    let body = operation.request_body.as_ref()?.as_item()?;
    let media = body.content.get("application/json").or_else(|| body.content.values().next())?;
    SchemaTable::id(media.schema.as_ref()?)
}

fn answer_schema(operation: &openapiv3::Operation) -> Option<crate::document::SchemaId> {
    let responses = &operation.responses.responses;
    let success = responses.iter().find(|(status, _)| status.to_string().starts_with('2'))?;
    let media = success.1.as_item()?.content.get("application/json")?;
    SchemaTable::id(media.schema.as_ref()?)
}

/// A union of the payloads. Where several events share one payload, they share a variant.
fn union(context: &mut Context<'_>, webhooks: &[Webhook]) -> Option<TypeId> {
    let first = webhooks.first()?;
    let payloads: Vec<&Type> = webhooks.iter().map(|webhook| &webhook.payload).collect();
    let existing = context.types.iter().find(|(_, def)| match &def.shape {
        Shape::Union(union) => {
            union.variants.len() == payloads.len()
                && union.variants.iter().all(|variant| payloads.contains(&&variant.ty))
                && union.discriminator.is_some()
        }
        _ => false,
    });
    if let Some((id, _)) = existing {
        return Some(id);
    }
    let property = context
        .config
        .webhooks
        .as_ref()
        .and_then(|webhooks| webhooks.discriminator.clone())
        .unwrap_or_else(|| "type".to_owned());
    let mut variants: Vec<Variant> = Vec::new();
    let mut tags = Vec::new();
    for webhook in webhooks {
        let number = variants.iter().position(|variant| variant.ty == webhook.payload).unwrap_or(variants.len());
        if number == variants.len() {
            variants.push(Variant { hint: None, name: Some(webhook.name.clone()), ty: webhook.payload.clone() });
        }
        let tag = constant(context, &webhook.payload, &property).unwrap_or_else(|| webhook.name.clone());
        tags.push((tag, number));
    }
    let has_property = webhooks.iter().all(|webhook| has_field(context, &webhook.payload, &property));
    Some(context.types.push(TypeDef {
        hint: None,
        origin: Origin::Inline { owner: Owner::Webhook(String::new()), role: Role::Itself },
        shape: if variants.is_empty() {
            Shape::Alias(any("there are no events"))
        } else {
            Shape::Union(Union {
                variants,
                discriminator: has_property.then_some(Discriminator { property, tags, default: None }),
            })
        },
        docs: Docs { summary: Some("An event that the API sends.".to_owned()), ..Docs::default() },
        deprecated: false,
        replaced: None,
        site: first.site.clone(),
    }))
}

fn fields<'a>(context: &'a Context<'_>, ty: &Type) -> &'a [crate::ir::Field] {
    let Type::Named(id) = ty else { return &[] };
    match &context.types[*id].shape {
        Shape::Object(object) => &object.fields,
        _ => &[],
    }
}

fn has_field(context: &Context<'_>, ty: &Type, property: &str) -> bool {
    fields(context, ty).iter().any(|field| field.wire == property)
}

fn constant(context: &Context<'_>, ty: &Type, property: &str) -> Option<String> {
    let field = fields(context, ty).iter().find(|field| field.wire == property)?;
    field.constraints.constant.as_ref()?.as_str().map(ToOwned::to_owned)
}
