//! What schemas and operations become, shown in a short notation: `name!: T` is required, `T?` may be null.

mod calls;
mod extensions;
mod places;
mod types;

use super::*;
use crate::config::ResourcesFrom;
use crate::document;
use crate::ir::{BodyContent, Shape, TypeDef};
use crate::source::Sources;

pub(super) fn lowered(yaml: &str) -> (Api, Diagnostics) {
    lowered_with(yaml, &BTreeMap::new())
}

fn lowered_with(yaml: &str, places: &BTreeMap<String, String>) -> (Api, Diagnostics) {
    let sources = Sources::from_texts("api.yaml", [("api.yaml", yaml)]).expect("readable");
    let mut diagnostics = Diagnostics::default();
    let mut document = document::build(&sources, &mut diagnostics).expect("a description");
    let api = lower(&mut document, &Config::default(), Before { places, ..Before::NOTHING }, &mut diagnostics);
    (api, diagnostics)
}

/// The schemas of a description, each on a line.
fn schemas(yaml: &str) -> String {
    let head = "openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths: {}\ncomponents:\n  schemas:\n";
    let body: String = yaml.lines().map(|line| format!("    {line}\n")).collect();
    let (api, diagnostics) = lowered(&format!("{head}{body}"));
    let mut text: String = api.types.iter().map(|(_, def)| format!("{}\n", show_def(&api, def))).collect();
    for diagnostic in diagnostics.list() {
        text.push_str(&format!("{} {}\n", diagnostic.code, diagnostic.message));
    }
    text
}

fn show_def(api: &Api, def: &TypeDef) -> String {
    let name = match &def.origin {
        crate::ir::Origin::Component(name) => name.clone(),
        crate::ir::Origin::Inline { role, .. } => format!("({role:?})"),
    };
    let shape = match &def.shape {
        Shape::Object(object) => {
            let mut fields: Vec<String> = object
                .fields
                .iter()
                .map(|field| {
                    let required = if field.required { "!" } else { "" };
                    let null = if field.nullable { "?" } else { "" };
                    format!("{}{required}: {}{null}", field.wire, show(api, &field.ty))
                })
                .collect();
            fields.extend(object.extra.iter().map(|extra| format!("*: {}", show(api, &extra.0))));
            format!("{{ {} }}", fields.join(", "))
        }
        Shape::Enum(list) => {
            list.values.iter().map(|value| format!("{:?}", value.wire)).collect::<Vec<_>>().join(" | ")
        }
        Shape::Union(union) => {
            let variants: Vec<String> = union.variants.iter().map(|variant| show(api, &variant.ty)).collect();
            let tags = union.discriminator.as_ref().map(|of| format!(" by {} {:?}", of.property, of.tags));
            format!("one of {}{}", variants.join(", "), tags.unwrap_or_default())
        }
        Shape::Alias(ty) => format!("= {}", show(api, ty)),
        Shape::Newtype(ty) => format!("of itself {}", show(api, ty)),
    };
    format!("{name} {shape}")
}

fn show(api: &Api, ty: &Type) -> String {
    match ty {
        Type::Array(inner) => format!("[{}]", show(api, inner)),
        Type::Map(inner) => format!("map of {}", show(api, inner)),
        Type::Nullable(inner) => format!("{}?", show(api, inner)),
        Type::Named(id) => match &api.types[*id].origin {
            crate::ir::Origin::Component(name) => name.clone(),
            crate::ir::Origin::Inline { role, .. } => format!("({role:?})"),
        },
        Type::Any(why) => format!("any ({})", why.reason()),
        Type::Tuple(elements) => {
            format!("({})", elements.iter().map(|of| show(api, of)).collect::<Vec<_>>().join(", "))
        }
        Type::Integer(kind) => format!("{kind:?}"),
        other => format!("{other:?}"),
    }
}
