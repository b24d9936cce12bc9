//! JSON as Rust, for samples and tests.
//!
//! Input: a value. Output: an expression for it. Not here: values as the types of the SDK (`expression`).

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use crate::emit::docs::is_hidden;

/// More values than these are written as a text: `json!` goes one level of recursion deeper for each.
const MOST_IN_MACRO: usize = 20;

/// Untyped JSON.
pub(super) fn value(value: &Value) -> TokenStream {
    if count(value) > MOST_IN_MACRO {
        let text = text(value);
        return quote!(serde_json::from_str::<serde_json::Value>(#text)?);
    }
    let tokens = tokens(value);
    quote!(serde_json::json!(#tokens))
}

/// A value of the type with this path, read from its JSON.
pub(super) fn decoded(path: &TokenStream, value: &Value) -> TokenStream {
    if count(value) > MOST_IN_MACRO {
        let text = text(value);
        return quote!(serde_json::from_str::<#path>(#text)?);
    }
    let tokens = tokens(value);
    quote!(serde_json::from_value::<#path>(serde_json::json!(#tokens))?)
}

fn count(value: &Value) -> usize {
    match value {
        Value::Array(list) => list.iter().map(count).sum::<usize>() + 1,
        Value::Object(map) => map.values().map(count).sum::<usize>() + 1,
        _ => 1,
    }
}

/// JSON as a raw string, laid out for readers. What does not show as itself is escaped, and takes a string that has escapes.
pub(in super::super) fn text(value: &Value) -> TokenStream {
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    if !text.contains(['"', '\\']) || text.replace('\n', "").contains(is_hidden) {
        return quote!(#text);
    }
    let longest = text.split('"').map(|rest| rest.chars().take_while(|c| *c == '#').count()).max().unwrap_or(0);
    let fence = "#".repeat(longest + 1);
    match format!("r{fence}\"{text}\"{fence}").parse() {
        Ok(literal) => literal,
        _ => quote!(#text),
    }
}

/// A value as the input of `json!`.
fn tokens(value: &Value) -> TokenStream {
    match value {
        Value::Null => quote!(null),
        Value::Bool(value) => quote!(#value),
        Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(value), _, _) => {
                // A bare literal is an `i32` to the macro.
                let is_short = i32::try_from(value).is_ok();
                let literal = if is_short { Literal::i64_unsuffixed(value) } else { Literal::i64_suffixed(value) };
                quote!(#literal)
            }
            (None, Some(value), _) => {
                let literal = Literal::u64_suffixed(value);
                quote!(#literal)
            }
            (None, None, value) => {
                let literal = Literal::f64_unsuffixed(value.filter(|value| value.is_finite()).unwrap_or(0.0));
                quote!(#literal)
            }
        },
        Value::String(text) => quote!(#text),
        Value::Array(list) => {
            let items = list.iter().map(tokens);
            quote!([#(#items),*])
        }
        Value::Object(map) => {
            let entries = map.iter().map(|(key, value)| {
                let value = tokens(value);
                quote!(#key: #value)
            });
            quote!({ #(#entries),* })
        }
    }
}
