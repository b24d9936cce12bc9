//! The resource tree as callers see it: a row for each method.
//!
//! Input: the API and its names. Output: [`Method`]s, in the order of the tree. Not here: how it is shown.

use super::Names;
use crate::ir::{Api, OperationId, ResourceId};

/// A method of the SDK, and the operation that it calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Method {
    /// The accessors that lead to its resource (`viewer`, `users`); none for the client's own methods.
    pub resource: Vec<String>,
    /// Its name.
    pub name: String,
    /// The HTTP method.
    pub verb: String,
    /// The path, as the description has it.
    pub path: String,
    /// `operationId`, where there is one.
    pub operation_id: Option<String>,
}

impl Method {
    /// How it is called, with dots: `viewer.users.update`.
    #[must_use]
    pub fn accessor(&self) -> String {
        let steps = self.resource.iter().chain([&self.name]);
        steps.map(String::as_str).collect::<Vec<_>>().join(".")
    }
}

/// All methods: those of the client, then those of each resource, each before the resources below it.
#[must_use]
pub fn tree(api: &Api, names: &Names) -> Vec<Method> {
    let mut methods = Vec::with_capacity(api.operations.len());
    // A stack, since the tree is as deep as the longest path.
    let mut open = vec![(ResourceId(0), Vec::new())];
    while let Some((id, path)) = open.pop() {
        let Some(resource) = api.resource(id) else { continue };
        methods.extend(resource.operations.iter().filter_map(|operation| method(api, names, *operation, &path)));
        for child in resource.children.iter().rev() {
            let Some(name) = names.resources.get(child) else { continue };
            let steps = path.iter().cloned().chain([name.accessor.as_str().to_owned()]);
            open.push((*child, steps.collect()));
        }
    }
    methods
}

fn method(api: &Api, names: &Names, id: OperationId, resource: &[String]) -> Option<Method> {
    let operation = api.operations.get(id.0)?;
    Some(Method {
        resource: resource.to_vec(),
        name: names.operations.get(&id)?.method.as_str().to_owned(),
        verb: operation.method.as_str().to_owned(),
        path: operation.path.template.clone(),
        operation_id: operation.operation_id.clone(),
    })
}
