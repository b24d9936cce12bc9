//! Answers that differ by status or media type, successes and failures: an enum with a variant for each, and the table that reads it.

use quote::quote;

use super::path::{self, ident};
use super::rust_file::{RustFile, compact, literal};
use super::{Sdk, docs, types};
use crate::ir::{Answer, AnswerBody, Operation};
use crate::names::{Module, OperationName};

/// Adds the type of an answer that differs by status.
pub(super) fn answer(sdk: Sdk<'_>, operation: &Operation, name: &OperationName, file: &mut RustFile) {
    let Answer::Statuses { cases, .. } = &operation.answer else { return };
    let here = Module::Resource(operation.resource);
    let mut variants = Vec::new();
    let mut rows = String::new();
    for (case, variant) in cases.iter().zip(&name.statuses) {
        let (ty, body) = match &case.body {
            Some(AnswerBody::Json(ty)) => (Some(path::ty(sdk, ty, here, file)), ""),
            Some(AnswerBody::Text) => (Some(quote!(String)), " as TextBody"),
            Some(AnswerBody::Binary) => {
                file.runtime("Bytes");
                (Some(quote!(Bytes)), " as BytesBody")
            }
            None => (None, ""),
        };
        let said = case.description.as_deref().and_then(docs::sentence);
        // What any status brings is told by its media type alone.
        let told_by: Vec<String> = match &case.media_type {
            Some(name) if case.status == "2XX" => vec![docs::code(name)],
            name => [Some(&case.status), name.as_ref()].into_iter().flatten().map(|text| docs::code(text)).collect(),
        };
        let line = format!("{}: {}", told_by.join(", "), said.unwrap_or_default());
        let docs = docs::attributes(&[line.trim_end_matches([':', ' ']).to_owned()]);
        // A range ends at its last status; the exact ones before it go first.
        let status = if case.status.parse::<u16>().is_ok() { case.status.as_str() } else { "200..=299" };
        let held = ty.as_ref().map(|ty| format!("({})", compact(ty))).unwrap_or_default();
        let media_type = case.media_type.as_deref().map(|name| format!(" {}", literal(name))).unwrap_or_default();
        rows.push_str(&format!("        {variant}{held} = {status}{media_type}{body},\n"));
        let variant = ident(variant);
        let held = ty.map(|ty| quote!((#ty)));
        variants.push(quote!(#docs #variant #held));
    }
    file.runtime("statuses");
    let by = if cases.iter().any(|case| case.media_type.is_some()) { "status and its media type" } else { "status" };
    let docs = format!(" What [`{}`] brings, by its {by}.", name.request);
    let response = ident(&name.response);
    file.item(quote! {
        #[doc = #docs]
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #response {
            #(#variants,)*
        }
    });
    file.table(format!("statuses! {{\n    {} {{\n{rows}    }}\n}}\n", name.response));
}

/// Adds the type of what failures bring, where it differs by status.
pub(super) fn errors(sdk: Sdk<'_>, operation: &Operation, name: &OperationName, file: &mut RustFile) {
    let cases = operation.error_cases();
    if cases.is_empty() {
        return;
    }
    let here = Module::Resource(operation.resource);
    let rows: Vec<String> = cases
        .into_iter()
        .zip(&name.error_statuses)
        .map(|((error, ty), variant)| {
            let status = match error.status.as_str() {
                "4XX" => "400..=499",
                "5XX" => "500..=599",
                "default" => "1..=999",
                status => status,
            };
            format!("{variant}({}) = {status}", compact(&path::ty(sdk, ty, here, file)))
        })
        .collect();
    file.runtime("error_statuses");
    let (error, request) = (&name.error, &name.request);
    let rows = rows.join(",\n        ");
    file.table(format!(
        "error_statuses! {{\n    /// What failures of [`{request}`] bring, by their statuses.\n    {error} {{\n        {rows},\n    \
         }}\n}}\n"
    ));
}

/// What is said of an operation's failures: paragraphs, of which one lists those that are several.
pub(super) fn failures(sdk: Sdk<'_>, operation: &Operation, name: Option<&OperationName>) -> Vec<String> {
    let line = |error: &crate::ir::ErrorAnswer| {
        let what = error.description.as_deref().and_then(docs::sentence).unwrap_or_default();
        let line = format!("{}: {what}", docs::code(&error.status));
        let line = line.trim_end_matches([' ', ':']);
        let stop = if line.ends_with('.') { "" } else { "." };
        let body = error.ty.as_ref().and_then(|ty| types::link(sdk, ty, Module::Resource(operation.resource)));
        body.map_or_else(|| line.to_owned(), |body| format!("{line}{stop} Its body: {body}."))
    };
    let whole = name
        .filter(|_| !operation.error_cases().is_empty())
        .map(|name| format!("[`{}`] is any of these bodies: `error.body_by_status()`.", name.error));
    let lines: Vec<String> = operation.errors.iter().map(line).collect();
    let failures = match lines.as_slice() {
        [] => None,
        [only] => Some(format!("Fails with {only}")),
        several => Some(format!("Fails with:\n- {}", several.join("\n- "))),
    };
    failures.into_iter().chain(whole).collect()
}
