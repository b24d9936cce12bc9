//! Names of types, and the modules in which they stand.

use std::collections::BTreeMap;

use super::ident::Ident;
use super::identity::Past;
use super::scope::Scope;
use super::shared::{self, Parts};
use super::{Module, Names, TypeName, configured, operations, words};
use crate::analyze::{Facts, Test};
use crate::config::Config;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::file::DEVICES;
use crate::ir::{Answer, Api, Field, Origin, Owner, ResourceId, Role, Shape, Type, TypeDef, TypeId};

/// The scopes in which types are named.
#[derive(Debug)]
pub(super) struct Modules {
    pub(super) types: Scope,
    pub(super) files: Scope,
    pub(super) resources: BTreeMap<ResourceId, Scope>,
    pub(super) webhooks: Scope,
    pub(super) client: Scope,
}

impl Default for Modules {
    fn default() -> Self {
        Self {
            types: Scope::reserving(&[RESERVED_IN_TYPES]),
            files: Scope::reserving(&[&["mod"], DEVICES]),
            resources: BTreeMap::new(),
            webhooks: resource_scope(),
            client: Scope::reserving(&[RESERVED_IN_TYPES, RESERVED_IN_CRATE]),
        }
    }
}

/// Names that files of types use for other things: the prelude, and what the runtime lends them.
#[rustfmt::skip]
pub(super) const RESERVED_IN_TYPES: &[&str] = &[
    "Base64", "Base64Url", "Box", "Bytes", "Clone", "Date", "Debug", "Default", "Err", "ExactNumber", "From", "Into", "Json", "Map",
    "Multipart", "None",
    "Nullable", "Ok", "Option", "PartialEq", "Quoted", "Result", "SecretText", "Self", "Some", "String", "Timestamp",
    "UnknownInteger", "UnknownJson", "UnknownScalar", "UnknownValue", "Vec",
];

/// Names that files of resources use beside those.
#[rustfmt::skip]
pub(super) const RESERVED_IN_RESOURCES: &[&str] = &[
    "Allow", "BytesBody", "Client", "Error", "EventStream", "Framing", "HeaderMap", "JsonBody", "NestedArray", "Nesting",
    "NoBody", "Operation", "PageBody", "Params", "QueryStyle", "RequestWriter", "SecretString", "ServerSentEvent",
    "StatusBody", "StreamBody", "Streaming", "TextBody", "TextStyle", "Upload", "Webhooks",
];

/// Names that stand at the root of the crate.
#[rustfmt::skip]
const RESERVED_IN_CRATE: &[&str] = &[
    "AccessToken", "Body", "BoxFuture", "Client", "ClientBuilder", "ClientOptions", "Clock", "Download", "Error", "ErrorKind",
    "EventStream", "HeaderMap", "HeaderName", "HeaderValue", "Items", "LogLevel", "Method", "Middleware", "Next", "NextCall",
    "OAuth2", "OutgoingCall", "Page", "Pages", "Readme", "Response", "RetryPolicy", "SecretString", "Sending", "ServerSentEvent",
    "StatusCode", "TokenProvider", "Transport", "TransportError", "UntypedRequest", "Upload", "Validate", "Violation",
    "Violations",
];

/// The scope of a file of resources, or of the webhooks.
fn resource_scope() -> Scope {
    Scope::reserving(&[RESERVED_IN_TYPES, RESERVED_IN_RESOURCES])
}

impl Modules {
    fn scope(&mut self, module: Module) -> &mut Scope {
        match module {
            Module::Types(_) => &mut self.types,
            Module::Resource(id) => self.resource(id),
            Module::Webhooks => &mut self.webhooks,
            Module::Client => &mut self.client,
        }
    }

    pub(super) fn resource(&mut self, id: ResourceId) -> &mut Scope {
        self.resources.entry(id).or_insert_with(resource_scope)
    }
}

#[allow(clippy::too_many_arguments, reason = "each is a thing of its own, and there is one caller")]
pub(super) fn assign(
    api: &Api,
    facts: &Facts,
    config: &Config,
    past: Past<'_>,
    names: &mut Names,
    modules: &mut Modules,
    diagnostics: &mut Diagnostics,
) {
    let all: Vec<(TypeId, &TypeDef)> = api.types.iter().collect();
    let parts = shared::parts(api);
    let mut given: BTreeMap<TypeId, Ident> = BTreeMap::new();
    let mut wishes: Vec<Wish> = Vec::new();
    // What a person or an earlier run has settled comes first, so that nothing else can take it.
    for from_config in [true, false] {
        for (id, def) in &all {
            if given.contains_key(id) || operation_owned(api, facts, *id, def, names).is_some() {
                continue;
            }
            let stated = if from_config {
                let is_input = matches!(def.origin, Origin::Inline { role: Role::Input, .. });
                let of = configured::of_type(api, def, config).filter(|_| !is_input);
                of.and_then(|of| of.name.clone())
            } else {
                past.given.get(&format!("type {}", past.identities.of(*id))).cloned()
            };
            let Some(name) = stated else { continue };
            match modules.scope(module(api, *id)).take(&name) {
                Some(ident) => {
                    wishes.extend(from_config.then(|| Wish { id: *id, name: ident.clone(), is_granted: true }));
                    given.insert(*id, ident);
                }
                None if from_config => wishes.push(Wish { id: *id, name: Ident::new(&name), is_granted: false }),
                None => {}
            }
        }
    }
    // Components first, those that are spelt like their identifiers before others, which yield to them.
    let mut order = all.clone();
    order.sort_by_cached_key(|(_, def)| def.component().map_or(2, |name| usize::from(words::pascal(name) != name)));
    for (id, def) in &order {
        let module = module(api, *id);
        let ident = match operation_owned(api, facts, *id, def, names).or_else(|| given.get(id).cloned()) {
            Some(ident) => ident,
            None => {
                // What an extension says is a wish: it gives way to what is taken.
                let hint = def.hint.iter().map(|name| words::pascal(name));
                let candidates: Vec<String> = hint.chain(candidates(api, facts, *id, def, names, &parts)).collect();
                let wanted = candidates.first().cloned().unwrap_or_default();
                let (ident, numbered) = modules.scope(module).claim(candidates);
                // Whether a person has given the name to another, or nothing but a number tells the two apart.
                let taken = wishes.iter().find(|wish| {
                    let is_it = wish.is_granted && wish.name.as_str().eq_ignore_ascii_case(&wanted);
                    is_it && same_scope(self::module(api, wish.id), module)
                });
                match taken {
                    Some(wish) => {
                        let (holder, found) = (&api.types[wish.id], yielded(def, &ident, &wanted, &api.types[wish.id]));
                        diagnostics.push(configured::blamed(api, holder, config, &["name"], found));
                    }
                    None if numbered => report(def, &ident, diagnostics),
                    None => {}
                }
                ident
            }
        };
        let file = (module == Module::Types(*id)).then(|| modules.files.claim([words::module(ident.as_str())]).0);
        names.types.insert(*id, TypeName { ident, module, file, required: None });
    }
    refused(api, facts, config, &wishes, names, diagnostics);
    for (id, name) in &names.types {
        names.members.entry(name.module).or_default().push(*id);
    }
    // Of a body that is spread only what it holds needs a file.
    for id in &facts.spread {
        let Some(name) = names.types.get_mut(id) else { continue };
        let has_file = names.members.get(&name.module).into_iter().flatten().any(|id| !facts.spread.contains(id));
        name.file = name.file.take().filter(|_| has_file);
    }
    // The structs of required fields come last: no type yields its name to one of them.
    for (id, def) in &all {
        if facts.spread.contains(id) || !facts.sent.contains(id) || !has_required(api, def) {
            continue;
        }
        let Some(name) = names.types.get_mut(id) else { continue };
        let kept = past.given.get(&format!("required {}", past.identities.of(*id)));
        let candidates: Vec<String> =
            kept.cloned().into_iter().chain([format!("{}Required", name.ident.as_str())]).collect();
        name.required = Some(modules.scope(name.module).claim(candidates).0);
    }
}

fn has_required(api: &Api, def: &TypeDef) -> bool {
    let is_asked = |field: &Field| field.required && field.settled(&api.types).is_none();
    matches!(&def.shape, Shape::Object(object) if object.fields.iter().any(is_asked))
}

/// Where a type stands: with its owner, up to the one that is a component, a resource's or a webhook's.
fn module(api: &Api, id: TypeId) -> Module {
    let mut at = id;
    loop {
        match &api.types[at].origin {
            Origin::Component(_) | Origin::Inline { owner: Owner::Shared(_), .. } => return Module::Types(at),
            Origin::Inline { owner: Owner::Type(owner), .. } => at = *owner,
            Origin::Inline { owner: Owner::Operation(operation), .. } => {
                return Module::Resource(
                    api.operations.get(operation.0).map_or(ResourceId(0), |operation| operation.resource),
                );
            }
            Origin::Inline { owner: Owner::Webhook(_), .. } => return Module::Webhooks,
            Origin::Inline { owner: Owner::Api, .. } => return Module::Resource(ResourceId(0)),
            Origin::Inline { owner: Owner::Client, .. } => return Module::Client,
        }
    }
}

/// The name that an operation has claimed for this type already: of its spread body, or of its inline answer.
fn operation_owned(api: &Api, facts: &Facts, id: TypeId, def: &TypeDef, names: &Names) -> Option<Ident> {
    let Origin::Inline { owner: Owner::Operation(operation), role } = &def.origin else { return None };
    let name = names.operations.get(operation)?;
    if facts.spread.contains(&id) {
        return Some(name.params.clone());
    }
    let answer = &api.operations.get(operation.0)?.answer;
    let is_answer = matches!(answer, Answer::Json { ty: Type::Named(answer), .. } if *answer == id);
    (is_answer && matches!(role, Role::Answer(_))).then(|| name.response.clone())
}

/// The names that a type may have, best first.
fn candidates(api: &Api, facts: &Facts, id: TypeId, def: &TypeDef, names: &Names, parts: &Parts<'_>) -> Vec<String> {
    if let Some((part, role)) = shared::part(&def.origin) {
        let words = parts.get(part).into_iter().flatten();
        return words.map(|word| of_part(word, role)).collect();
    }
    match &def.origin {
        Origin::Component(name) => {
            let name = words::pascal(name);
            vec![name.clone(), format!("{name}Value")]
        }
        Origin::Inline { owner: holder, role } => {
            let owner = owner_name(holder, names);
            let full = format!("{owner}{}", role_name(role));
            if let (Role::Answer(_), Some(word)) = (role, variant_word(api, holder, id, names)) {
                return vec![format!("{owner}{word}"), full];
            }
            match role {
                Role::Variant(_, Some(title)) => vec![words::pascal(title), full],
                Role::Variant(_, None) | Role::Item(_) | Role::MapValue(_) if is_untitled_branch(role) => {
                    let word = branch_word(api, facts, holder, role, id);
                    word.map(|word| format!("{owner}{word}")).into_iter().chain([full]).collect()
                }
                // The operation has taken the name for the whole answer.
                Role::Answer(status) if status.starts_with('2') => vec![full.clone(), format!("{full}Value")],
                Role::Input => vec![full, format!("{owner}AsInput")],
                Role::Variable(_) => vec![full.clone(), format!("Server{full}")],
                Role::Item(_) => vec![full.clone(), format!("{full}Item")],
                _ => vec![full],
            }
        }
    }
}

/// The name of a type that belongs to a shared part: of the part itself the word for it, and of a list's elements that for
/// one of them.
fn of_part(word: &str, role: &Role) -> String {
    match role {
        Role::Item(inner) if **inner == Role::Itself => match words::singular(word) {
            one if one == word => format!("{word}Item"),
            one => one,
        },
        role => format!("{word}{}", role_name(role)),
    }
}

/// Whether this is a branch of a union without a title, or the element of one.
fn is_untitled_branch(role: &Role) -> bool {
    match role {
        Role::Variant(_, None) => true,
        Role::Item(inner) | Role::MapValue(inner) => is_untitled_branch(inner),
        _ => false,
    }
}

/// The word for a branch of a union that has no title: its tag, the key that it requires and no other has, or else what
/// it alone is; nothing where there is no such word.
fn branch_word(api: &Api, facts: &Facts, owner: &Owner, role: &Role, id: TypeId) -> Option<String> {
    let Owner::Type(owner) = owner else { return None };
    let Shape::Union(union) = &api.types[*owner].shape else { return None };
    let number = union.variants.iter().position(|variant| variant.ty.named_within() == [id])?;
    let suffix = match role {
        Role::Item(_) => "Item",
        Role::MapValue(_) => "Value",
        _ => "",
    };
    let tests = facts.dispatch.get(owner)?.tests.get(number)?;
    match tests.as_slice() {
        [Test::Tag(word) | Test::Key(word)] => Some(format!("{}{suffix}", words::pascal(word))),
        [Test::Type(_)] if !suffix.is_empty() => Some(suffix.to_owned()),
        [Test::Type(_)] => Some(match &api.types[id].shape {
            Shape::Object(_) => "Object".to_owned(),
            Shape::Enum(_) => "Value".to_owned(),
            Shape::Union(_) | Shape::Alias(_) | Shape::Newtype(_) => return None,
        }),
        _ => None,
    }
}

/// The variant of an answer that holds a type, where the answer differs by status or media type.
fn variant_word(api: &Api, owner: &Owner, id: TypeId, names: &Names) -> Option<String> {
    let Owner::Operation(operation) = owner else { return None };
    let Answer::Statuses { cases, .. } = &api.operations.get(operation.0)?.answer else { return None };
    let number = cases.iter().position(|case| case.ty().is_some_and(|ty| ty.named_within() == [id]))?;
    names.operations.get(operation)?.statuses.get(number).map(ToString::to_string)
}

fn owner_name(owner: &Owner, names: &Names) -> String {
    match owner {
        Owner::Type(id) => match names.types.get(id) {
            // Inside a spread body, types are named after the operation.
            Some(name) => name.ident.as_str().strip_suffix("Params").unwrap_or(name.ident.as_str()).to_owned(),
            None => String::new(),
        },
        Owner::Operation(id) => names
            .operations
            .get(id)
            .map(|name| name.request.as_str().strip_suffix("Request").unwrap_or(name.request.as_str()).to_owned())
            .unwrap_or_default(),
        // The union of all events belongs to none of them.
        Owner::Webhook(name) if name.is_empty() => "WebhookEvent".to_owned(),
        Owner::Webhook(name) => words::pascal(name),
        Owner::Api => "Answer".to_owned(),
        // What belongs to a shared part is named by that (`of_part`).
        Owner::Client | Owner::Shared(_) => String::new(),
    }
}

fn role_name(role: &Role) -> String {
    match role {
        Role::Property(name) | Role::Parameter(name) | Role::Callback(name) | Role::Variable(name) => {
            words::pascal(name)
        }
        Role::Item(inner) => match &**inner {
            Role::Property(name) | Role::Parameter(name) | Role::Variable(name) => {
                words::pascal(&words::singular(name))
            }
            inner => format!("{}Item", role_name(inner)),
        },
        Role::Element(inner, number) => format!("{}{}", role_name(&Role::Item(inner.clone())), number + 1),
        Role::MapValue(inner) => format!("{}Value", role_name(inner)),
        Role::Extra => "Extra".to_owned(),
        Role::Input => "Input".to_owned(),
        Role::Base => "Base".to_owned(),
        Role::Object => "Object".to_owned(),
        Role::Variant(_, Some(title)) => words::pascal(title),
        Role::Variant(number, None) => format!("Variant{}", number + 1),
        Role::Body => "Body".to_owned(),
        Role::Answer(status) if status.starts_with('2') => "Response".to_owned(),
        Role::Answer(status) => format!("Error{}", words::pascal(&format!("x{status}")).trim_start_matches('X')),
        Role::Headers => "Headers".to_owned(),
        Role::Media(name) => operations::media_word(name),
        Role::Event => "Event".to_owned(),
        Role::Itself => String::new(),
    }
}

/// A name of the configuration for a type, and whether it has it.
struct Wish {
    id: TypeId,
    name: Ident,
    is_granted: bool,
}

/// Whether the names of two modules must differ: components have their files, and one scope.
fn same_scope(a: Module, b: Module) -> bool {
    a == b || matches!((a, b), (Module::Types(_), Module::Types(_)))
}

/// A name that the configuration has given to another type.
fn yielded(def: &TypeDef, ident: &Ident, wanted: &str, holder: &TypeDef) -> Diagnostic {
    let message = format!(
        "the configuration gives the name `{wanted}`, which `{}` would have, to `{}`",
        def.site.pointer, holder.site.pointer
    );
    Diagnostic::new(Code::TypeNamesClash, message)
        .at(&def.site)
        .related(&holder.site, "this one has the name")
        .effect(format!("`{}` is called `{ident}`", def.site.pointer))
        .help(format!("name it as well: [types.\"{}\"] name = \"…\"", def.site.pointer))
}

/// Names of the configuration that are taken, and those of types that are called after their operation.
fn refused(api: &Api, facts: &Facts, config: &Config, wishes: &[Wish], names: &Names, diagnostics: &mut Diagnostics) {
    for wish in wishes.iter().filter(|wish| !wish.is_granted) {
        let (Some(own), def) = (names.types.get(&wish.id), &api.types[wish.id]) else { continue };
        let wanted = wish.name.as_str();
        let is_it = |other: &TypeId, name: &TypeName| {
            *other != wish.id && name.ident.as_str().eq_ignore_ascii_case(wanted) && same_scope(name.module, own.module)
        };
        let holder = names.types.iter().find(|(other, name)| is_it(other, name)).map(|(other, _)| &api.types[*other]);
        let by = match holder {
            Some(holder) => format!("by `{}`", holder.site.pointer),
            None => "by what every SDK has, or by a type of a method".to_owned(),
        };
        let message = format!("the name `{wanted}`, which `{}` is given, is taken {by}", def.site.pointer);
        let mut found = Diagnostic::new(Code::TypeNamesClash, message).at(&def.site);
        if let Some(holder) = holder {
            found = found.related(&holder.site, "this one has the name");
        }
        let help = format!("name it otherwise: [types.\"{}\"] name = \"…\"", def.site.pointer);
        let found = found.effect(format!("this one is called `{}`", own.ident)).help(help);
        diagnostics.push(configured::blamed(api, def, config, &["name"], found));
    }
    for (id, def) in api.types.iter() {
        let Some(ident) = operation_owned(api, facts, id, def, names) else { continue };
        let Some(wanted) = configured::of_type(api, def, config).and_then(|of| of.name.as_ref()) else { continue };
        if ident.as_str() != wanted {
            let message = format!("`{}` is given the name `{wanted}`, but belongs to a method", def.site.pointer);
            let effect = format!("it is called `{ident}`, as all that belongs to the method");
            let help = "name the method instead, by `method` under `[operations]`, or make the schema a component";
            let found = Diagnostic::new(Code::TypeNamesClash, message).at(&def.site).effect(effect).help(help);
            diagnostics.push(configured::blamed(api, def, config, &["name"], found));
        }
    }
}

fn report(def: &TypeDef, ident: &Ident, diagnostics: &mut Diagnostics) {
    diagnostics.push(
        Diagnostic::new(Code::TypeNamesClash, "two schemas would have the same Rust name")
            .at(&def.site)
            .effect(format!("this one is called `{ident}`"))
            .help(format!("name it: [types.\"{}\"] name = \"…\"", def.site.pointer)),
    );
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;

    use super::*;

    /// A struct of the name would stand in one file with the import.
    #[test]
    fn what_emitted_files_import_is_reserved() {
        let emit = concat!(env!("CARGO_MANIFEST_DIR"), "/src/emit");
        let mut imported = BTreeSet::new();
        for file in fs::read_dir(emit).expect("the emitter").flatten().filter(|entry| entry.path().is_file()) {
            let text = fs::read_to_string(file.path()).expect("UTF-8");
            let calls = text.split("runtime(\"").skip(1).filter_map(|rest| rest.split_once('"'));
            imported.extend(calls.map(|(name, _)| name.to_owned()));
        }
        assert!(imported.len() > 20, "only {imported:?} were seen");
        let reserved = [RESERVED_IN_TYPES, RESERVED_IN_RESOURCES].concat();
        // Macros begin with a small letter.
        let free =
            imported.iter().filter(|name| name.starts_with(char::is_uppercase) && !reserved.contains(&name.as_str()));
        assert_eq!(free.collect::<Vec<_>>(), Vec::<&String>::new());
    }
}
