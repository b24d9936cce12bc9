//! Features of resources: the attributes with which their modules, and those of types, can be left out.
//!
//! Input: [`Features`](crate::names::Features), where the configuration asks for them. Output: attributes, and nothing
//! without. Not here: what needs what (`names`), and the manifest.

use proc_macro2::TokenStream;
use quote::quote;

use super::Sdk;
use crate::ir::{OperationId, ResourceId, TypeId};
use crate::names::{ALL, Feature};

/// Of the module of a resource, and of the method that leads to it.
pub(super) fn of_resource(sdk: Sdk<'_>, id: ResourceId) -> Option<TokenStream> {
    let feature = feature(sdk, id)?.name.as_str();
    Some(quote!(#[cfg(feature = #feature)]))
}

/// Of the module of a file of types.
pub(super) fn of_file(sdk: Sdk<'_>, file: TypeId) -> Option<TokenStream> {
    let features: Vec<&String> = sdk.names.features.as_ref()?.files.get(&file)?.iter().collect();
    Some(match features.as_slice() {
        [] => quote!(#[cfg(feature = #ALL)]),
        [feature] => quote!(#[cfg(feature = #feature)]),
        features => quote!(#[cfg(any(#(feature = #features),*))]),
    })
}

/// The feature of a resource, if it can be left out.
pub(super) fn feature(sdk: Sdk<'_>, id: ResourceId) -> Option<&Feature> {
    sdk.names.features.as_ref()?.resources.get(&id)
}

/// The feature without which there is no such operation: it brings those of the resources above.
pub(super) fn of_operation(sdk: Sdk<'_>, id: OperationId) -> Option<&Feature> {
    let lineage = sdk.api.lineage(sdk.api.operations.get(id.0)?.resource);
    lineage.iter().rev().find_map(|id| feature(sdk, *id))
}

/// One of the features, to be shown: that of the quick start, or the first.
pub(super) fn shown(sdk: Sdk<'_>) -> Option<&str> {
    let first = || sdk.names.features.as_ref()?.resources.values().next().map(|feature| feature.name.as_str());
    super::example::feature(sdk).or_else(first)
}
