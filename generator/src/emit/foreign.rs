//! Types of other crates, which the runtime has to be told of before values of theirs can be read.
//!
//! In: the types that `[types]` and `[formats]` give. Out: a table of the crate's root. Not here: what the package
//! depends on for them (`cargo_toml`).

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};

use super::Sdk;

/// Those that the runtime knows by itself.
const KNOWN: &[&str] = &[
    "String",
    "bool",
    "f32",
    "f64",
    "i16",
    "i32",
    "i64",
    "i8",
    "jiff::Timestamp",
    "jiff::civil::Date",
    "serde_json::Value",
    "std::string::String",
    "u16",
    "u32",
    "u64",
    "u8",
];
/// Those that hold others, and that the runtime sees through.
const HOLDERS: &[&str] = &["Box", "Option", "Vec"];

/// The table, where there are such types.
pub(super) fn table(sdk: Sdk<'_>) -> Option<TokenStream> {
    let formats = sdk.config.formats.iter().filter_map(|(format, mapped)| mapped.path(format));
    let replaced = sdk.api.types.iter().filter_map(|(_, def)| def.replaced.as_deref());
    let mut types = BTreeMap::new();
    for path in formats.chain(replaced) {
        if let Ok(ty) = syn::parse_str::<syn::Type>(path) {
            leaves(&ty, &mut types);
        }
    }
    let types = types.values();
    (types.len() > 0).then(|| quote!(runtime::prelude::foreign_types! { #(#types),* }))
}

/// The types that a type consists of, by their text.
fn leaves(ty: &syn::Type, types: &mut BTreeMap<String, TokenStream>) {
    match ty {
        syn::Type::Tuple(tuple) => tuple.elems.iter().for_each(|element| leaves(element, types)),
        syn::Type::Path(path) => {
            let Some(last) = path.path.segments.last() else { return };
            let text = ty.to_token_stream().to_string().replace(' ', "");
            match &last.arguments {
                syn::PathArguments::AngleBracketed(held) if HOLDERS.iter().any(|holder| last.ident == holder) => {
                    let held = held.args.iter().filter_map(|argument| match argument {
                        syn::GenericArgument::Type(ty) => Some(ty),
                        _ => None,
                    });
                    held.for_each(|ty| leaves(ty, types));
                }
                _ if KNOWN.contains(&text.trim_start_matches("::")) => {}
                _ => {
                    types.insert(text, ty.to_token_stream());
                }
            }
        }
        _ => {}
    }
}
