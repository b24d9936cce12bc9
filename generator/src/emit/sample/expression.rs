//! Sample values as Rust: the expression that makes a value of a type.

use std::cell::RefCell;
use std::collections::BTreeMap;

use proc_macro2::{Literal, TokenStream, TokenTree};
use quote::quote;
use serde_json::{Number, Value};

use super::super::Sdk;
use super::super::path::{self, Presence, ident};
use super::super::rust_file::compact;
use super::json;
use crate::analyze::{Dispatch, Test};
use crate::ir::{Field, IntegerKind, JsonType, Object, Shape, Type, TypeId, Union};
use crate::names::Module;

/// Names that samples use: each imported once and written short, but where two would clash.
#[derive(Debug)]
pub(in super::super) struct Imports {
    /// The crate's name.
    pub(in super::super) krate: proc_macro2::Ident,
    /// Short name to path.
    used: RefCell<BTreeMap<String, String>>,
}

impl Imports {
    pub(in super::super) fn new(krate: proc_macro2::Ident) -> Self {
        Self { krate, used: RefCell::default() }
    }

    /// The paths of everything that was written short.
    pub(in super::super) fn paths(&self) -> Vec<String> {
        let mut paths: Vec<String> = self.used.borrow().values().cloned().collect();
        paths.sort();
        paths
    }

    /// The name itself, imported; the path where the name already means something else.
    fn name(&self, path: &TokenStream, name: &proc_macro2::Ident) -> TokenStream {
        let text = compact(path);
        let mut used = self.used.borrow_mut();
        let known = used.entry(name.to_string()).or_insert_with(|| text.clone());
        if *known == text && !PRELUDE.contains(&name.to_string().as_str()) { quote!(#name) } else { path.clone() }
    }
}

/// Names that an import would hide.
const PRELUDE: &[&str] = &["Box", "Err", "None", "Ok", "Option", "Result", "Some", "String", "Vec"];

/// The expression for `value`, which fits the type.
pub(super) fn expression(sdk: Sdk<'_>, imports: &Imports, ty: &Type, value: &Value) -> TokenStream {
    let krate = &imports.krate;
    match (ty, value) {
        (Type::Bool, Value::Bool(value)) => quote!(#value),
        (Type::Integer(kind), value) => integer(*kind, value),
        (Type::Number, value) => {
            let literal = Literal::f64_unsuffixed(value.as_f64().filter(|value| value.is_finite()).unwrap_or(1.0));
            quote!(#literal)
        }
        (Type::Decimal, Value::Number(number)) => {
            let text = number.to_string();
            quote!(#text.parse()?)
        }
        (Type::String, Value::String(text)) if text.is_empty() => quote!(String::new()),
        (Type::String, Value::String(text)) => quote!(#text.to_owned()),
        (Type::DateTime | Type::Date, Value::String(text)) => quote!(#text.parse()?),
        (Type::Secret, Value::String(text)) => quote!(#text.into()),
        (Type::Quoted(kind), value) => {
            let value = integer(*kind, &unquoted(value));
            quote!(#krate::Quoted::from(#value))
        }
        (Type::Format(_), value) => {
            let value = json::value(value);
            quote!(serde_json::from_value(#value)?)
        }
        (Type::Base64Url, _) => quote!(#krate::Base64Url::from(b"hello".to_vec())),
        (Type::Base64, _) => quote!(#krate::Base64::from(b"hello".to_vec())),
        (Type::Multipart, _) => quote!(#krate::Multipart::new().text("name", "text")),
        (Type::Binary, value) => {
            let bytes = Literal::byte_string(value.as_str().unwrap_or("hello").as_bytes());
            quote!(#krate::Upload::from(#bytes))
        }
        (Type::Array(item), Value::Array(list)) => {
            let items = list.iter().map(|value| expression(sdk, imports, item, value));
            // What is in a macro is not formatted: literals of structs stay out of it.
            if matches!(path::resolved(sdk, item), Type::Named(_)) {
                quote!(Vec::from([#(#items),*]))
            } else {
                quote!(vec![#(#items),*])
            }
        }
        (Type::Map(item), Value::Object(map)) => {
            let entries = map.iter().map(|(key, value)| {
                let value = expression(sdk, imports, item, value);
                quote!((#key.to_owned(), #value))
            });
            quote!(#krate::Map::from([#(#entries),*]))
        }
        (Type::Tuple(elements), Value::Array(list)) => {
            let elements = elements.iter().zip(list).map(|(of, value)| expression(sdk, imports, of, value));
            quote!((#(#elements,)*))
        }
        (Type::Nullable(_), Value::Null) => quote!(None),
        (Type::Nullable(inner), value) => {
            let inner = expression(sdk, imports, inner, value);
            quote!(Some(#inner))
        }
        (Type::Named(id), value) => named(sdk, imports, *id, value),
        (_, value) => json::value(value),
    }
}

fn integer(kind: IntegerKind, value: &Value) -> TokenStream {
    let literal = match kind {
        IntegerKind::U32 | IntegerKind::U64 => Literal::u64_unsuffixed(value.as_u64().unwrap_or(1)),
        IntegerKind::I128 if value.is_u64() => Literal::u64_unsuffixed(value.as_u64().unwrap_or(1)),
        IntegerKind::I32 | IntegerKind::I64 | IntegerKind::I128 => Literal::i64_unsuffixed(value.as_i64().unwrap_or(1)),
    };
    quote!(#literal)
}

/// The number in a text.
fn unquoted(value: &Value) -> Value {
    value.as_str().and_then(|text| text.parse::<Number>().ok()).map_or_else(|| value.clone(), Value::Number)
}

fn named(sdk: Sdk<'_>, imports: &Imports, id: TypeId, value: &Value) -> TokenStream {
    // The path is asked for only where it is written, since asking imports it.
    let path = || type_path(sdk, imports, id);
    if sdk.api.types[id].replaced.is_some() {
        return json::decoded(&path(), value);
    }
    match (&sdk.api.types[id].shape, value) {
        (Shape::Alias(ty), value) => expression(sdk, imports, ty, value),
        (Shape::Newtype(ty), value) => {
            let (name, inner) = (path(), expression(sdk, imports, ty, value));
            if sdk.facts.boxed.contains(&(id, String::new())) {
                quote!(#name(Box::new(#inner)))
            } else {
                quote!(#name(#inner))
            }
        }
        (Shape::Enum(list), value) => {
            let name = path();
            let number = list.values.iter().position(|known| known.value == *value);
            match number.and_then(|number| sdk.names.variants.get(&(id, number))) {
                Some(variant) => {
                    let variant = ident(variant);
                    quote!(#name::#variant)
                }
                None => json::decoded(&name, value),
            }
        }
        (Shape::Object(shape), Value::Object(map)) if sdk.facts.sent.contains(&id) => {
            construct(sdk, imports, id, shape, map, &path())
        }
        (Shape::Union(union), value) if sdk.facts.sent.contains(&id) => {
            variant(sdk, imports, id, union, value).unwrap_or_else(|| json::decoded(&path(), value))
        }
        // Types that only answers hold are made of their JSON: the way that any value can be made.
        (_, value) => json::decoded(&path(), value),
    }
}

/// The variant that a value is for certain.
fn variant(sdk: Sdk<'_>, imports: &Imports, id: TypeId, union: &Union, value: &Value) -> Option<TokenStream> {
    let dispatch = sdk.facts.dispatch.get(&id)?;
    let fitting = |test: fn(&Dispatch, &Test, &Value) -> bool| {
        let tests = dispatch.tests.iter().enumerate();
        let fits = |(_, tests): &(usize, &Vec<Test>)| tests.iter().any(|one| test(dispatch, one, value));
        tests.filter(fits).map(|(number, _)| number).collect::<Vec<_>>()
    };
    let number = match (fitting(holds).as_slice(), fitting(|_, test, _| *test == Test::Otherwise).as_slice()) {
        ([number], _) | ([], [number]) => *number,
        _ => return None,
    };
    let (held, name) = (union.variants.get(number)?, ident(sdk.names.variants.get(&(id, number))?));
    let inner = expression(sdk, imports, &held.ty, value);
    let inner = if sdk.facts.boxed.contains(&(id, number.to_string())) { quote!(Box::new(#inner)) } else { inner };
    let path = type_path(sdk, imports, id);
    Some(quote!(#path::#name(#inner)))
}

/// Whether a test of a union holds for a value.
fn holds(dispatch: &Dispatch, test: &Test, value: &Value) -> bool {
    let tag = dispatch.tag.iter().try_fold(value, |at, step| at.get(step)).filter(|_| !dispatch.tag.is_empty());
    match test {
        Test::Tag(text) => tag.is_some_and(|tag| tag.as_str().map_or_else(|| tag.to_string(), str::to_owned) == *text),
        Test::Untagged => value.is_object() && tag.is_none(),
        Test::Key(key) => value.get(key).is_some(),
        Test::Type(json) => match json {
            JsonType::Boolean => value.is_boolean(),
            JsonType::Integer => value.is_i64() || value.is_u64(),
            JsonType::Number => value.is_number(),
            JsonType::String => value.is_string(),
            JsonType::Array => value.is_array(),
            JsonType::Object => value.is_object(),
        },
        Test::Fraction => value.is_f64(),
        Test::Otherwise => false,
    }
}

fn construct(
    sdk: Sdk<'_>,
    imports: &Imports,
    id: TypeId,
    object: &Object,
    map: &serde_json::Map<String, Value>,
    name: &TokenStream,
) -> TokenStream {
    let fields: Vec<(usize, &Field)> = object.fields.iter().enumerate().collect();
    let is_asked = |field: &Field| field.required && field.settled(&sdk.api.types).is_none();
    let required = sdk.names.types.get(&id).and_then(|name| name.required.as_ref());
    let mut result = match required {
        Some(required) => {
            let rows = fields.iter().filter(|(_, field)| is_asked(field)).filter_map(|(number, field)| {
                let member = ident(sdk.names.fields.get(&(id, *number))?);
                let value = field_value(sdk, imports, id, field, map.get(&field.wire).unwrap_or(&Value::Null));
                Some(quote!(#member: #value))
            });
            let module = sdk.names.types.get(&id).map_or(Module::Webhooks, |name| name.module);
            let required = in_module(sdk, imports, module, &ident(required));
            quote!(#name::new(#required { #(#rows,)* }))
        }
        None => quote!(#name::new()),
    };
    for (number, field) in fields.iter().filter(|(_, field)| !field.required) {
        let (Some(value), Some(setter)) = (map.get(&field.wire), sdk.names.fields.get(&(id, *number))) else {
            continue;
        };
        let setter = ident(setter);
        let presence = path::presence(field, sdk.facts.patch.contains(&id));
        let value = set(sdk, imports, presence, &field.ty, value);
        // In place: a chain made anew for each setter takes the square of their number.
        result.extend(quote!(.#setter(#value)));
    }
    result
}

/// The value of a field in a literal.
pub(super) fn field_value(sdk: Sdk<'_>, imports: &Imports, owner: TypeId, field: &Field, value: &Value) -> TokenStream {
    let presence = path::presence(field, sdk.facts.patch.contains(&owner));
    if presence == Presence::Nullable && value.is_null() {
        return quote!(None);
    }
    let inner = expression(sdk, imports, &field.ty, value);
    let inner = if sdk.facts.boxed.contains(&(owner, field.wire.clone())) { quote!(Box::new(#inner)) } else { inner };
    if presence == Presence::Nullable { quote!(Some(#inner)) } else { inner }
}

/// The value that a setter takes: it converts, so texts need not be owned.
pub(super) fn argument(sdk: Sdk<'_>, imports: &Imports, ty: &Type, value: &Value) -> TokenStream {
    match (path::resolved(sdk, ty), value) {
        (_, Value::Null) if !matches!(path::resolved(sdk, ty), Type::Any(_)) => quote!(None),
        (Type::String | Type::Secret, Value::String(text)) => quote!(#text),
        (Type::Quoted(kind), value) => integer(*kind, &unquoted(value)),
        (Type::Format(format), value) => json::decoded(&from_outside(imports, path::mapped(sdk, format)), value),
        (Type::Decimal, Value::Number(number)) => {
            let (text, krate) = (number.to_string(), &imports.krate);
            quote!(#text.parse::<#krate::ExactNumber>()?)
        }
        (Type::DateTime, Value::String(text)) => {
            let krate = &imports.krate;
            quote!(#text.parse::<#krate::Timestamp>()?)
        }
        (Type::Date, Value::String(text)) => {
            let krate = &imports.krate;
            quote!(#text.parse::<#krate::Date>()?)
        }
        _ => expression(sdk, imports, ty, value),
    }
}

/// The same for a setter of a place: one of a list takes the elements, each of which it converts.
pub(super) fn set(sdk: Sdk<'_>, imports: &Imports, presence: Presence, ty: &Type, value: &Value) -> TokenStream {
    let (Some((item, is_plain)), Value::Array(list)) = (path::list(sdk, presence, ty), value) else {
        return argument(sdk, imports, ty, value);
    };
    let of = if is_plain { expression } else { argument };
    let items: Vec<TokenStream> = list.iter().map(|value| of(sdk, imports, item, value)).collect();
    // What no element tells.
    if items.is_empty() && !is_plain {
        let item = held(sdk, imports, item);
        return quote!(Vec::<#item>::new());
    }
    quote!([#(#items),*])
}

/// A type from outside the crate.
fn held(sdk: Sdk<'_>, imports: &Imports, ty: &Type) -> TokenStream {
    let krate = &imports.krate;
    match path::resolved(sdk, ty) {
        Type::Bool => quote!(bool),
        Type::Number => quote!(f64),
        Type::Named(id) => type_path(sdk, imports, *id),
        Type::Any(_) => quote!(serde_json::Value),
        Type::DateTime => quote!(#krate::Timestamp),
        Type::Date => quote!(#krate::Date),
        Type::Decimal => quote!(#krate::ExactNumber),
        Type::Base64 => quote!(#krate::Base64),
        Type::Base64Url => quote!(#krate::Base64Url),
        Type::Binary => quote!(#krate::Upload),
        Type::Multipart => quote!(#krate::Multipart),
        Type::Quoted(kind) => {
            let kind = path::integer(*kind);
            quote!(#krate::Quoted<#kind>)
        }
        Type::Format(format) => from_outside(imports, path::mapped(sdk, format)),
        // A secret is made of a text, and the others are taken as they come.
        _ => quote!(String),
    }
}

/// Tokens of the crate, as another has them.
fn from_outside(imports: &Imports, tokens: TokenStream) -> TokenStream {
    tokens
        .into_iter()
        .map(|token| match token {
            TokenTree::Ident(name) if name == "crate" => TokenTree::Ident(imports.krate.clone()),
            token => token,
        })
        .collect()
}

/// The path of a type from outside the crate.
pub(super) fn type_path(sdk: Sdk<'_>, imports: &Imports, id: TypeId) -> TokenStream {
    let Some(name) = sdk.names.types.get(&id) else { return quote!(serde_json::Value) };
    in_module(sdk, imports, name.module, &ident(&name.ident))
}

/// The path of an item that stands in a module.
pub(super) fn in_module(sdk: Sdk<'_>, imports: &Imports, module: Module, name: &proc_macro2::Ident) -> TokenStream {
    let krate = &imports.krate;
    let path = match module {
        Module::Types(_) => quote!(#krate::types::#name),
        Module::Webhooks => quote!(#krate::webhooks::#name),
        Module::Client => quote!(#krate::#name),
        Module::Resource(id) => {
            let modules = path::modules(sdk, id);
            quote!(#krate::resources::#(#modules::)*#name)
        }
    };
    imports.name(&path, name)
}
