//! Where in the description the things of the crate are written.
//!
//! Input: the API and its names. Output: public paths, each with its place. Not here: what stands there.

use super::{Sdk, path};
use crate::diag::Site;
use crate::ir::{OperationId, Origin, Owner, ResourceId, Role, TypeDef, TypeId};
use crate::names::{Module, TypeName};

/// Where something stands in the crate, and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The schema or the operation.
    pub site: Site,
    /// The path from the crate's root (`types::User`).
    pub path: String,
}

/// The types whose values are those of the one schema that stands where they were found. What a branch of a union holds
/// may say more than its schema does.
#[must_use]
pub fn placed(sdk: Sdk<'_>) -> Vec<Placed> {
    let is_whole = |def: &TypeDef| {
        let is_shared = matches!(def.origin, Origin::Inline { owner: Owner::Shared(_), .. });
        let may_be_more = matches!(
            def.origin,
            Origin::Inline { role: Role::Variant(..) | Role::Base | Role::Object | Role::Itself, .. }
        );
        (is_shared || !may_be_more) && def.replaced.is_none()
    };
    types(sdk).filter(|(_, def, _)| is_whole(def)).filter_map(|(_, def, name)| of_type(sdk, def, name)).collect()
}

/// All types, and all that belongs to operations: their methods, requests and structs.
#[must_use]
pub fn all_placed(sdk: Sdk<'_>) -> Vec<Placed> {
    let types = types(sdk).filter_map(|(_, def, name)| of_type(sdk, def, name));
    let operations = sdk.api.operations.iter().enumerate().flat_map(|(index, operation)| {
        let paths = of_operation(sdk, OperationId(index), operation.resource);
        paths.into_iter().map(|path| Placed { site: operation.site.clone(), path })
    });
    types.chain(operations).collect()
}

fn types(sdk: Sdk<'_>) -> impl Iterator<Item = (TypeId, &TypeDef, &TypeName)> {
    let is_there = move |id: &TypeId| !sdk.facts.spread.contains(id) && !sdk.facts.unreached.contains(id);
    let there = sdk.api.types.iter().filter(move |(id, _)| is_there(id));
    there.filter_map(move |(id, def)| Some((id, def, sdk.names.types.get(&id)?)))
}

fn of_type(sdk: Sdk<'_>, def: &TypeDef, name: &TypeName) -> Option<Placed> {
    Some(Placed { site: def.site.clone(), path: path_of(sdk, name)? })
}

/// The public path of a type; nothing where no schema says what it is.
pub(super) fn path_of(sdk: Sdk<'_>, name: &TypeName) -> Option<String> {
    let module = match name.module {
        Module::Types(_) => "types".to_owned(),
        Module::Webhooks => "webhooks".to_owned(),
        Module::Client => return None,
        Module::Resource(id) => module(sdk, id),
    };
    Some(format!("{module}::{}", path::ident(&name.ident)))
}

/// The path of a resource's module.
pub(super) fn module(sdk: Sdk<'_>, id: ResourceId) -> String {
    let modules = path::modules(sdk, id).into_iter().map(|module| module.to_string());
    std::iter::once("resources".to_owned()).chain(modules).collect::<Vec<_>>().join("::")
}

fn of_operation(sdk: Sdk<'_>, id: OperationId, resource: ResourceId) -> Vec<String> {
    let Some(name) = sdk.names.operations.get(&id) else { return Vec::new() };
    let module = module(sdk, resource);
    let own = [&name.request, &name.params, &name.response, &name.required, &name.error];
    let own = own.into_iter().filter(|ident| !ident.as_str().is_empty());
    let mut paths: Vec<String> = own.map(|ident| format!("{module}::{}", path::ident(ident))).collect();
    let method = path::ident(&name.method);
    // What belongs to no resource is the client's.
    paths.push(match (sdk.api.lineage(resource).is_empty(), sdk.names.resources.get(&resource)) {
        (false, Some(holder)) => format!("{module}::{}::{method}", path::ident(&holder.ident)),
        _ => format!("Client::{method}"),
    });
    paths
}
