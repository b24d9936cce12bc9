//! Names of resources: the accessor, the module and the struct.

use std::collections::BTreeMap;

use super::scope::Scope;
use super::{Names, ResourceName, identity, words};
use crate::file::DEVICES;
use crate::ir::{Api, ResourceId};

pub(super) fn assign(api: &Api, before: &BTreeMap<String, String>, names: &mut Names) {
    for (index, resource) in api.resources.iter().enumerate() {
        let mut accessors = reserved(index, names);
        // A method that callers know does not yield to a resource that comes beside it.
        for operation in resource.operations.iter().filter_map(|id| api.operations.get(id.0)) {
            if identity::is_known(before, operation) {
                accessors.take(&words::snake(&operation.name));
            }
        }
        // A file imports the module of types under its name; the others are no names of files, or that of the root's.
        let mut modules = Scope::reserving(&[&["mod", "types"], DEVICES]);
        for child in &resource.children {
            let Some(step) = api.resource(*child).and_then(|child| child.path.last()) else { continue };
            let snake = words::snake(step);
            let (accessor, _) = accessors.claim([snake.clone(), format!("{snake}_resource")]);
            let module = words::module(step);
            let (module, _) = modules.claim([module.clone(), format!("{module}_resource")]);
            let ident = super::Ident::new(&type_name(step));
            names.resources.insert(*child, ResourceName { accessor, module, ident });
        }
    }
    names.resources.entry(ResourceId(0)).or_insert_with(|| ResourceName {
        accessor: super::Ident::new("client"),
        module: super::Ident::new("resources"),
        ident: super::Ident::new("Client"),
    });
}

/// Methods that the client has whatever the API is.
const RESERVED_ON_CLIENT: &[&str] =
    &["builder", "from_env", "with_options", "request", "call", "new", "clone", "options"];

/// What no resource and no method may be called that stands in this resource.
pub(super) fn reserved(resource: usize, names: &Names) -> Scope {
    if resource > 0 {
        return Scope::reserving(&[&["new"]]);
    }
    let mut scope = Scope::reserving(&[RESERVED_ON_CLIENT]);
    if let Some(webhooks) = &names.package.webhooks {
        scope.take(webhooks.as_str());
    }
    scope
}

/// The struct of a resource. Names that the file uses for other things get a word more.
fn type_name(step: &str) -> String {
    let name = words::pascal(step);
    let reserved = [super::types::RESERVED_IN_TYPES, super::types::RESERVED_IN_RESOURCES];
    // What is called so otherwise stands in a file of its own.
    let is_free = name == "Webhooks";
    if !is_free && reserved.into_iter().flatten().any(|reserved| *reserved == name) {
        format!("{name}Resource")
    } else {
        name
    }
}

/// How types that belong to a resource's operations begin: `User` of `users`; nothing for those of the client.
pub(super) fn prefix(api: &Api, id: ResourceId) -> String {
    let step = api.resource(id).and_then(|resource| resource.path.last());
    step.map(|step| words::pascal(&words::singular(&words::snake(step)))).unwrap_or_default()
}
