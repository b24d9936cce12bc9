//! Resources: a module for each, with its struct, its methods and what belongs to them.

use camino::Utf8PathBuf;
use quote::quote;

use super::path::ident;
use super::rust_file::RustFile;
use super::{Sdk, Task, docs, features, operation};
use crate::ir::{Api, Operation, OperationId, Resource, ResourceId};
use crate::names::{Module, Names};

pub(super) fn tasks<'a>(sdk: Sdk<'a>, tasks: &mut Vec<Task<'a>>) {
    for (index, _) in sdk.api.resources.iter().enumerate() {
        let id = ResourceId(index);
        tasks.push(Box::new(move || resource(sdk, id).finish()));
    }
}

/// The file of a resource: `src/resources/viewer/users.rs`.
fn file_path(sdk: Sdk<'_>, id: ResourceId) -> Utf8PathBuf {
    let lineage = sdk.api.lineage(id);
    let mut path = Utf8PathBuf::from("src/resources");
    if lineage.is_empty() {
        return path.join("mod.rs");
    }
    for id in &lineage {
        path.push(sdk.names.resources.get(id).map(|name| name.module.as_str()).unwrap_or_default());
    }
    path.set_extension("rs");
    path
}

fn resource(sdk: Sdk<'_>, id: ResourceId) -> RustFile {
    let resource = sdk.api.resource(id);
    let mut file = RustFile::new(file_path(sdk, id), module_docs(sdk, id));
    let Some(resource) = resource else { return file };
    modules(sdk, resource, &mut file);
    if resource.parent.is_some() {
        structure(sdk, id, resource, &mut file);
    } else {
        root(sdk, resource, &mut file);
    }
    for (id, operation) in operations(sdk.api, resource) {
        operation::items(sdk, id, operation, &mut file);
    }
    operation::inline_types(sdk, Module::Resource(id), &mut file);
    file
}

fn operations<'a>(api: &'a Api, resource: &'a Resource) -> impl Iterator<Item = (OperationId, &'a Operation)> {
    resource.operations.iter().filter_map(|id| Some((*id, api.operations.get(id.0)?)))
}

fn module_docs(sdk: Sdk<'_>, id: ResourceId) -> Vec<String> {
    let chain = accessors(sdk.names, &sdk.api.lineage(id));
    if chain.is_empty() {
        return vec!["What can be done with the API, as a tree of resources that begins at the client.".to_owned()];
    }
    let mut lines = vec![format!("`client{chain}`")];
    if let Some(text) = sdk.api.resource(id).and_then(|resource| resource.docs.as_deref()) {
        lines.push(String::new());
        lines.extend(docs::lines(text));
    }
    lines
}

/// `.viewer().users()`
pub(super) fn accessors(names: &Names, lineage: &[ResourceId]) -> String {
    let names = lineage.iter().filter_map(|id| names.resources.get(id));
    names.map(|name| format!(".{}()", name.accessor)).collect()
}

fn modules(sdk: Sdk<'_>, resource: &Resource, file: &mut RustFile) {
    let modules = resource.children.iter().filter_map(|child| {
        let (feature, module) = (features::of_resource(sdk, *child), ident(&sdk.names.resources.get(child)?.module));
        Some(quote!(#feature pub mod #module;))
    });
    file.item(modules.collect());
}

fn structure(sdk: Sdk<'_>, id: ResourceId, resource: &Resource, file: &mut RustFile) {
    let Some(name) = sdk.names.resources.get(&id) else { return };
    file.import("crate::Client");
    let chain = accessors(sdk.names, &sdk.api.lineage(id));
    let text = resource.docs.as_deref().map(docs::lines).unwrap_or_default();
    let mut lines = vec![format!("`client{chain}`")];
    if !text.is_empty() {
        lines = [text, vec![String::new(), format!("Reached by `client{chain}`.")]].concat();
    }
    let docs = docs::attributes(&lines);
    let ident_ = ident(&name.ident);
    let accessors = accessor_methods(sdk, resource, &quote!(self.client), &quote!('a));
    let methods: Vec<_> =
        operations(sdk.api, resource).map(|(id, operation)| operation::method(sdk, id, operation, file)).collect();
    // A resource that only leads to others has no use for its client but to hand it on.
    file.item(quote! {
        #docs
        #[derive(Clone, Copy, Debug)]
        pub struct #ident_<'a> {
            client: &'a Client,
        }
    });
    file.item(quote! {
        impl<'a> #ident_<'a> {
            pub(crate) fn new(client: &'a Client) -> Self {
                Self { client }
            }

            #(#accessors)*
            #(#methods)*
        }
    });
}

fn accessor_methods(
    sdk: Sdk<'_>,
    resource: &Resource,
    client: &proc_macro2::TokenStream,
    lifetime: &proc_macro2::TokenStream,
) -> Vec<proc_macro2::TokenStream> {
    resource
        .children
        .iter()
        .filter_map(|child| {
            let name = sdk.names.resources.get(child)?;
            let text = sdk.api.resource(*child)?.docs.as_deref().and_then(docs::sentence);
            let (accessor, module, ident_) = (ident(&name.accessor), ident(&name.module), ident(&name.ident));
            let docs =
                docs::attributes(&[text.unwrap_or_else(|| format!("The resource `{}`.", name.accessor.as_str()))]);
            let feature = features::of_resource(sdk, *child);
            Some(quote! {
                #docs
                #feature
                #[must_use]
                pub fn #accessor(&self) -> #module::#ident_<#lifetime> {
                    #module::#ident_::new(#client)
                }
            })
        })
        .collect()
}

/// The client's own accessors and methods.
fn root(sdk: Sdk<'_>, resource: &Resource, file: &mut RustFile) {
    file.import("crate::Client");
    let accessors = accessor_methods(sdk, resource, &quote!(self), &quote!('_));
    let methods: Vec<_> =
        operations(sdk.api, resource).map(|(id, operation)| operation::method(sdk, id, operation, file)).collect();
    if accessors.is_empty() && methods.is_empty() {
        return;
    }
    file.item(quote! {
        #[doc = " The resources of the API."]
        impl Client {
            #(#accessors)*
            #(#methods)*
        }
    });
}
