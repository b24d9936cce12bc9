//! Names: the only place where an identifier is made.
//!
//! Input: the API, the facts, the configuration, and the names given before. Output: [`Names`], one [`Ident`] for
//! everything that gets one ([`assign`]), and the entries that keep them for the next run ([`record()`]).
//! Not here: tokens.
//!
//! Order of claims: the configuration, the lock, components, what belongs to operations, inline types. A name that is
//! taken is settled by meaning first (the owner's name before it), by number last, and for methods and types that is reported.

mod clashes;
mod configured;
mod environments;
mod features;
mod former;
mod ident;
mod identity;
mod members;
mod moved;
mod nulls;
mod operations;
mod package;
mod record;
mod resources;
mod scope;
mod shared;
mod tree;
mod types;
mod words;

use std::collections::BTreeMap;

use crate::analyze::{Facts, Seen};
use crate::config::Config;
use crate::diag::Diagnostics;
use crate::ir::{Api, OperationId, ResourceId, TypeId};

pub use environments::EnvironmentNames;
pub use features::{ALL, Feature, Features};
pub use former::settle;
pub use ident::Ident;
use identity::Identities;
pub use identity::{Kept, kept};
pub use moved::moved;
pub use package::{CredentialName, OAuth2Name, PackageNames};
pub use tree::{Method, tree};
pub(crate) use words::file_stem;

/// Every name of the SDK.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// The package and its client.
    pub package: PackageNames,
    /// The servers of which callers choose one, where there are several.
    pub environments: Option<EnvironmentNames>,
    /// By [`TypeId`].
    pub types: BTreeMap<TypeId, TypeName>,
    /// The types that stand in each module, in their own order.
    pub members: BTreeMap<Module, Vec<TypeId>>,
    /// Fields of objects, by the number of the field.
    pub fields: BTreeMap<(TypeId, usize), Ident>,
    /// The field that holds an object's other properties.
    pub extras: BTreeMap<TypeId, Ident>,
    /// Variants of enums and unions, by number; the one for unknown values is always `Unknown`.
    pub variants: BTreeMap<(TypeId, usize), Ident>,
    /// The methods that give what a variant of a union holds, by number; two that would be one have none.
    pub accessors: BTreeMap<(TypeId, usize), Ident>,
    /// By [`ResourceId`].
    pub resources: BTreeMap<ResourceId, ResourceName>,
    /// By [`OperationId`].
    pub operations: BTreeMap<OperationId, OperationName>,
    /// The features of resources, where each is to have one.
    pub features: Option<Features>,
}

impl Names {
    /// Whether a name has letters beyond ASCII.
    #[must_use]
    pub fn has_foreign_letters(&self) -> bool {
        let types = self.types.values().map(|name| &name.ident);
        let members = self.fields.values().chain(self.extras.values()).chain(self.variants.values());
        let resources = self.resources.values().flat_map(|name| [&name.accessor, &name.ident]);
        let operations = self.operations.values().flat_map(|name| {
            let pairs = name.arguments.iter().chain(&name.body_fields).map(|(_, name)| name);
            [&name.method, &name.request, &name.params].into_iter().chain(pairs).chain(&name.inputs)
        });
        let options = self
            .package
            .credentials
            .iter()
            .map(|name| &name.option)
            .chain(&self.package.variables)
            .chain(&self.package.globals);
        let environments = self.environments.iter().flat_map(|names| names.variants.iter().map(|(_, name)| name));
        let mut all = types.chain(members).chain(resources).chain(operations).chain(options).chain(environments);
        all.any(|ident| !ident.as_str().is_ascii())
    }
}

/// Where the items of a type stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Module {
    /// In `types`, in the file of this component or shared part (its own, or that of the one it is part of).
    Types(TypeId),
    /// In the module of this resource.
    Resource(ResourceId),
    /// In `webhooks`.
    Webhooks,
    /// At the root of the crate, beside the client.
    Client,
}

/// The names of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypeName {
    /// Its own.
    pub ident: Ident,
    /// Where it stands.
    pub module: Module,
    /// The file below `src/types`, where it has one.
    pub file: Option<Ident>,
    /// The struct of what it must hold, where it has one.
    pub required: Option<Ident>,
}

/// The names of a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceName {
    /// The method that leads to it (`users`).
    pub accessor: Ident,
    /// Its module.
    pub module: Ident,
    /// Its struct (`Users`).
    pub ident: Ident,
}

/// The names of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationName {
    /// Its method.
    pub method: Ident,
    /// Its request builder (`UserUpdateRequest`).
    pub request: Ident,
    /// The struct of all inputs (`UserUpdateParams`).
    pub params: Ident,
    /// The struct of the required inputs (`UserInvite`).
    pub required: Ident,
    /// The type of the answer (`UserUpdateResponse`).
    pub response: Ident,
    /// The variants of the answer's type, where it differs by status.
    pub statuses: Vec<Ident>,
    /// The type of what failures bring, where it differs by status (`UserUpdateError`).
    pub error: Ident,
    /// Its variants.
    pub error_statuses: Vec<Ident>,
    /// The path variables in the order of the method's arguments: the number of the variable in the path, and its name.
    pub arguments: Vec<(usize, Ident)>,
    /// The inputs, by number.
    pub inputs: Vec<Ident>,
    /// The optional fields of a whole body that the builder can set, by the number of the field.
    pub body_fields: Vec<(usize, Ident)>,
}

/// Assigns all names.
#[must_use]
pub fn assign(
    api: &Api,
    facts: &Facts,
    config: &Config,
    before: &BTreeMap<String, String>,
    diagnostics: &mut Diagnostics,
) -> Names {
    let identities = &Identities::new(api);
    let before = &configured::before(api, identities, config, before);
    let mut names = Names { package: package::package(api, config, before), ..Names::default() };
    resources::assign(api, before, &mut names);
    let mut modules = types::Modules::default();
    let option = names.package.environment.clone();
    names.environments = option.map(|option| environments::assign(api, config, before, option, &mut modules.client));
    operations::claim_types(api, before, &mut names, &mut modules);
    clashes::report_methods(api, config, &names, diagnostics);
    let past = identity::Past { identities, given: before };
    nulls::report(api, facts, past, diagnostics);
    types::assign(api, facts, config, past, &mut names, &mut modules, diagnostics);
    members::assign(api, facts, identities, before, &mut names);
    clashes::report(api, config, past, &names, diagnostics);
    operations::assign_members(api, facts, before, &mut names);
    clashes::report_inputs(api, &names, diagnostics);
    let levels = config.resources.features;
    names.features = (levels > 0).then(|| features::assign(api, facts, &names, levels));
    names
}

/// What the lock keeps of names that were assigned: identities, each with what it was given.
#[must_use]
pub fn record(
    api: &Api,
    facts: &Facts,
    config: &Config,
    before: &BTreeMap<String, String>,
    names: &Names,
) -> BTreeMap<String, String> {
    let before = configured::before(api, &Identities::new(api), config, before);
    record::record(api, facts, &before, names)
}

/// What the lock says that callers already see of types.
#[must_use]
pub fn seen(api: &Api, before: &BTreeMap<String, String>) -> Seen {
    identity::seen(api, before)
}
