//! What the configuration says of members' names, in the words of the lock.
//!
//! Input: the API, the configuration, and what the lock says. Output: the same with the configured names in place of
//! those given before, so that all other code asks one place.
//! Not here: the names of types, which their own table has room for (`types`), and of methods (`lower`).

use std::collections::BTreeMap;

use super::identity::{self, Identities};
use super::words;
use crate::config::{Config, TypeConfig};
use crate::diag::Diagnostic;
use crate::ir::{Api, BodyContent, Operation, Shape, Type, TypeDef, TypeId};

/// What the lock would say if it had the names that the configuration wants.
pub(super) fn before(
    api: &Api,
    identities: &Identities,
    config: &Config,
    before: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let mut result = before.clone();
    for (id, def) in api.types.iter() {
        if let Some(of) = of_type(api, def, config) {
            let identity = identities.of(id);
            result.extend(of.fields.iter().map(|(wire, name)| (identity::member_key(identity, wire), name.clone())));
            result.extend(variants(identities, id, def, of));
        }
    }
    for operation in &api.operations {
        result.extend(of_body(api, operation, config));
        let configured = config.operations.iter().filter(|(key, _)| operation.is_called(key));
        for (wire, name) in configured.flat_map(|(_, of)| &of.parameters) {
            result.insert(identity::argument_key(operation, wire), name.clone());
            result.insert(identity::member_key(&operation.key(), wire), name.clone());
        }
    }
    result
}

/// What the configuration says of a type.
pub(super) fn of_type<'c>(api: &Api, def: &TypeDef, config: &'c Config) -> Option<&'c TypeConfig> {
    let written = api.types.written(def);
    config.of_type(written.component(), &written.site.pointer)
}

/// A finding of a type, at what the configuration says of it, where it says so.
pub(super) fn blamed(api: &Api, def: &TypeDef, config: &Config, path: &[&str], finding: Diagnostic) -> Diagnostic {
    let written = api.types.written(def);
    match config.entry_of_type(written.component(), &written.site.pointer) {
        Some((key, _)) => config.places.blamed(&[&["types", key], path].concat(), finding),
        None => finding,
    }
}

/// The variants of an enum are known by their values; those of a union by their tag, or by what they are called alone.
fn variants<'c>(
    identities: &Identities,
    id: TypeId,
    def: &TypeDef,
    of: &'c TypeConfig,
) -> impl Iterator<Item = (String, String)> + use<'c> {
    let identity = identities.of(id);
    let mut keys: BTreeMap<String, String> = BTreeMap::new();
    match &def.shape {
        Shape::Enum(list) => {
            keys.extend(
                list.values.iter().map(|value| (value.wire.clone(), identity::member_key(identity, &value.wire))),
            );
        }
        Shape::Union(union) => {
            for variant in &union.variants {
                let key = identities.variant_key(id, &variant.ty);
                keys.extend(variant.name.iter().map(|name| (name.clone(), key.clone())));
            }
            for (tag, number) in union.discriminator.iter().flat_map(|discriminator| &discriminator.tags) {
                let variant = union.variants.get(*number);
                keys.extend(variant.map(|variant| (tag.clone(), identities.variant_key(id, &variant.ty))));
            }
        }
        Shape::Object(_) | Shape::Alias(_) | Shape::Newtype(_) => {}
    }
    of.variants.iter().filter_map(move |(wire, name)| Some((keys.get(wire)?.clone(), words::pascal(name))))
}

/// The fields of a body that is spread are inputs of its operation, and those of another have setters there.
fn of_body(api: &Api, operation: &Operation, config: &Config) -> Vec<(String, String)> {
    let (id, prefix) = match operation.body.as_ref().map(|body| &body.content) {
        Some(BodyContent::Fields(id)) => (*id, ""),
        Some(BodyContent::Whole(ty)) => match api.types.resolved(ty) {
            Type::Named(id) => (*id, identity::BODY),
            _ => return Vec::new(),
        },
        None => return Vec::new(),
    };
    let fields = of_type(api, &api.types[id], config).into_iter().flat_map(|of| &of.fields);
    let key = |wire: &String| identity::member_key(&operation.key(), &format!("{prefix}{wire}"));
    fields.map(|(wire, name)| (key(wire), name.clone())).collect()
}
