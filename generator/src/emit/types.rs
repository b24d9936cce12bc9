//! The module `types`: a file for each component, with the inline types that belong to it.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::path::{self, ident};
use super::rust_file::{RustFile, Table, compact};
use super::{Sdk, Task, constraints, docs, enumeration, features, object, union};
use crate::analyze::Mention;
use crate::ir::{OperationId, Origin, Owner, Role, Shape, Shared, SharedKind, Type, TypeDef, TypeId};
use crate::names::Module;

pub(super) fn tasks<'a>(sdk: Sdk<'a>, tasks: &mut Vec<Task<'a>>) {
    let files = files(sdk);
    if files.is_empty() {
        return;
    }
    let roots: Vec<TypeId> = files.keys().copied().collect();
    let index = files.clone();
    tasks.push(Box::new(move || module(sdk, &index).finish()));
    for root in roots {
        let members = files.get(&root).cloned().unwrap_or_default();
        tasks.push(Box::new(move || component(sdk, root, &members).finish()));
    }
}

/// A link to a type with a name, from the documentation of a module of resources.
pub(super) fn link(sdk: Sdk<'_>, ty: &Type, here: Module) -> Option<String> {
    let Type::Named(id) = ty else { return None };
    let name = sdk.names.types.get(id)?;
    let ident = &name.ident;
    match name.module {
        Module::Types(_) => Some(format!("[`{ident}`](crate::types::{ident})")),
        there => (there == here).then(|| format!("[`{ident}`]")),
    }
}

/// The types of each file, the component first.
fn files(sdk: Sdk<'_>) -> BTreeMap<TypeId, Vec<TypeId>> {
    let mut files: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
    for (id, _) in sdk.api.types.iter().filter(|(id, _)| !sdk.facts.unreached.contains(id)) {
        if !sdk.facts.spread.contains(&id)
            && let Some(Module::Types(root)) = sdk.names.types.get(&id).map(|name| name.module)
        {
            files.entry(root).or_default().push(id);
        }
    }
    files
}

fn module(sdk: Sdk<'_>, files: &BTreeMap<TypeId, Vec<TypeId>>) -> RustFile {
    let lines = vec!["The types that travel: everything a request can hold and an answer can bring.".to_owned()];
    let mut file = RustFile::new("src/types/mod.rs", lines);
    let mut modules: Vec<(String, TokenStream)> = Vec::new();
    let mut exports: Vec<(String, TokenStream)> = Vec::new();
    for (root, members) in files {
        let Some(module) = sdk.names.types.get(root).and_then(|name| name.file.as_ref()) else { continue };
        let module_ident = ident(module);
        let names = members.iter().filter_map(|id| sdk.names.types.get(id));
        let names: Vec<proc_macro2::Ident> =
            names.flat_map(|name| [Some(&name.ident), name.required.as_ref()]).flatten().map(ident).collect();
        let feature = features::of_file(sdk, *root);
        modules.push((module.to_string(), quote!(#feature mod #module_ident;)));
        exports.push((module.to_string(), quote!(#feature pub use #module_ident::{#(#names),*};)));
    }
    modules.sort_by(|a, b| a.0.cmp(&b.0));
    exports.sort_by(|a, b| a.0.cmp(&b.0));
    let modules = modules.iter().map(|(_, tokens)| tokens);
    file.item(quote!(#(#modules)*));
    let exports = exports.iter().map(|(_, tokens)| tokens);
    file.item(quote!(#(#exports)*));
    file
}

fn component(sdk: Sdk<'_>, root: TypeId, members: &[TypeId]) -> RustFile {
    let module = sdk.names.types.get(&root).and_then(|name| name.file.clone()).unwrap_or_default();
    let mut file = RustFile::new(format!("src/types/{}.rs", module.as_str()), Vec::new());
    for id in members {
        definition(sdk, *id, Module::Types(root), &mut file);
    }
    file
}

/// Adds everything that a type consists of to the file that stands in `here`.
pub(super) fn definition(sdk: Sdk<'_>, id: TypeId, here: Module, file: &mut RustFile) {
    let def = &sdk.api.types[id];
    if let Some(path) = &def.replaced {
        return alias(sdk, id, def, &path.parse().unwrap_or_default(), None, file);
    }
    match &def.shape {
        Shape::Object(object) => object::object(sdk, id, def, object, here, file),
        Shape::Enum(list) => enumeration::enumeration(sdk, id, def, list, file),
        Shape::Union(union) => union::union(sdk, id, def, union, here, file),
        Shape::Newtype(ty) => newtype(sdk, id, def, &held(sdk, id, ty, here, file), file),
        Shape::Alias(ty) => {
            let held = held(sdk, id, ty, here, file);
            let told = constraints::text(path::resolved(sdk, ty), &def.constraints, None);
            alias(sdk, id, def, &held, told, file);
        }
    }
}

/// What an alias or a newtype stands for.
fn held(sdk: Sdk<'_>, id: TypeId, ty: &Type, here: Module, file: &mut RustFile) -> TokenStream {
    let held = path::ty(sdk, ty, here, file);
    if sdk.facts.boxed.contains(&(id, String::new())) { quote!(Box<#held>) } else { held }
}

/// A list or a map that holds itself.
fn newtype(sdk: Sdk<'_>, id: TypeId, def: &TypeDef, held: &TokenStream, file: &mut RustFile) {
    let Some(name) = sdk.names.types.get(&id) else { return };
    file.runtime("newtype");
    let docs = docs::attributes(&docs_of(sdk, id, def, name.ident.as_str()));
    let attributes = attributes(sdk, id, def);
    let ident_ = ident(&name.ident);
    file.item(quote! {
        #docs
        #attributes
        #[derive(Clone, Debug, PartialEq)]
        pub struct #ident_(pub #held);
    });
    file.table(
        Table::new("newtype", name.ident.to_string()).section("held", vec![format!("{},", compact(held))]).flat(),
    );
}

/// Another name; `told` is what its values must satisfy.
fn alias(sdk: Sdk<'_>, id: TypeId, def: &TypeDef, ty: &TokenStream, told: Option<String>, file: &mut RustFile) {
    let Some(name) = sdk.names.types.get(&id) else { return };
    let mut lines = docs_of(sdk, id, def, name.ident.as_str());
    lines.extend(told.into_iter().flat_map(|told| [String::new(), told]));
    let docs = docs::attributes(&lines);
    let name = ident(&name.ident);
    file.item(quote!(#docs pub type #name = #ty;));
}

/// What is said of a type.
pub(super) fn docs_of(sdk: Sdk<'_>, id: TypeId, def: &TypeDef, name: &str) -> Vec<String> {
    let lines = docs::of(&def.docs);
    if let Origin::Inline { role: Role::Input, .. } = &def.origin {
        let first = "As requests hold it: without what the service alone sets.".to_owned();
        let rest = if lines.is_empty() { lines } else { [vec![String::new()], lines].concat() };
        return [vec![first], rest].concat();
    }
    if !lines.is_empty() {
        return lines;
    }
    vec![match (mention(sdk, id), &def.origin) {
        (Some(met), _) => met,
        (None, Origin::Component(component)) => format!("The schema {}.", docs::code(component)),
        (None, Origin::Inline { .. }) => format!("{}.", docs::code(name)),
    }]
}

/// Where a type is met, as a sentence.
fn mention(sdk: Sdk<'_>, id: TypeId) -> Option<String> {
    let call = |id: &OperationId| sdk.api.operations.get(id.0).map(|operation| docs::code(&operation.key()));
    let (mention, has_others) = sdk.facts.mentions.get(&id)?;
    let (others, brings) =
        if *has_others { (" and others", "bring when they fail") } else { ("", "brings when it fails") };
    Some(match mention {
        Mention::Answer(id) => format!("The answer of {}{others}.", call(id)?),
        Mention::AnswerElement(id) => format!("An element of the answer of {}{others}.", call(id)?),
        Mention::Body(id) => format!("The body of {}{others}.", call(id)?),
        Mention::Parameter(id, wire) => format!("The parameter {} of {}{others}.", docs::code(wire), call(id)?),
        Mention::Failure(id) => format!("What {}{others} {brings}.", call(id)?),
        Mention::Event(event) => format!("The event {}.", docs::code(event)),
        Mention::Property(id, wire) => format!("The {} of {}{others}.", docs::code(wire), holder(sdk, *id)?),
        Mention::Element(id, wire) => {
            format!("An element of the {} of {}{others}.", docs::code(wire), holder(sdk, *id)?)
        }
        Mention::Branch(id) => format!("One of what {}{others} can be.", holder(sdk, *id)?),
        Mention::Shared(of) => format!("{}.", shared(of, "The")),
        Mention::SharedElement(of) => format!("An element of {}.", shared(of, "the")),
    })
}

/// What holds a type: by its name, and a body that is spread, which has none, as what it is.
fn holder(sdk: Sdk<'_>, id: TypeId) -> Option<String> {
    match &sdk.api.types[id].origin {
        Origin::Inline { owner: Owner::Shared(of), .. } if sdk.facts.spread.contains(&id) => Some(shared(of, "the")),
        _ => sdk.names.types.get(&id).map(|name| docs::code(name.ident.as_str())),
    }
}

fn shared(of: &Shared, article: &str) -> String {
    let what = match of.kind {
        SharedKind::Response => "response",
        SharedKind::Parameter => "parameter",
        SharedKind::Body => "body",
    };
    format!("{article} {what} {}", docs::code(&of.name))
}

/// The attributes of a type beside those that all have: that it is deprecated, and what the configuration adds.
pub(super) fn attributes(sdk: Sdk<'_>, id: TypeId, def: &TypeDef) -> TokenStream {
    let deprecated = def.deprecated.then(|| quote!(#[deprecated]));
    let written = sdk.api.types.written(def);
    let of = sdk.config.of_type(written.component(), &written.site.pointer);
    let parsed = |texts: &[String]| -> Vec<TokenStream> { texts.iter().filter_map(|text| text.parse().ok()).collect() };
    let derive = sdk.api.derives.get(&id).map(|traits| parsed(traits)).filter(|traits| !traits.is_empty());
    let derive = derive.map(|traits| quote!(#[derive(#(#traits),*)]));
    let attributes = of.map(|of| parsed(&of.attributes)).unwrap_or_default();
    quote!(#deprecated #derive #(#[#attributes])*)
}
