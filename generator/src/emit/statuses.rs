//! Answers that differ by status: an enum with a variant for each, and the table that reads it.

use quote::quote;

use super::path::{self, ident};
use super::rust_file::{RustFile, compact};
use super::{Sdk, docs};
use crate::ir::{Answer, Operation};
use crate::names::{Module, OperationName};

/// Adds the type of an answer that differs by status.
pub(super) fn answer(sdk: Sdk<'_>, operation: &Operation, name: &OperationName, file: &mut RustFile) {
    let Answer::Statuses { cases, .. } = &operation.answer else { return };
    let here = Module::Resource(operation.resource);
    let mut variants = Vec::new();
    let mut rows = String::new();
    for (case, variant) in cases.iter().zip(&name.statuses) {
        let ty = case.ty.as_ref().map(|ty| path::ty(sdk, ty, here, file));
        let said = case.description.as_deref().and_then(docs::sentence);
        let line = format!("{}: {}", docs::code(&case.status), said.unwrap_or_default());
        let docs = docs::attributes(&[line.trim_end_matches([':', ' ']).to_owned()]);
        // A range ends at its last status; the exact ones before it go first.
        let status = if case.status.parse::<u16>().is_ok() { case.status.as_str() } else { "200..=299" };
        let held = ty.as_ref().map(|ty| format!("({})", compact(ty))).unwrap_or_default();
        rows.push_str(&format!("        {variant}{held} = {status},\n"));
        let variant = ident(variant);
        let held = ty.map(|ty| quote!((#ty)));
        variants.push(quote!(#docs #variant #held));
    }
    file.runtime("statuses");
    let docs = format!(" What [`{}`] brings, by its status.", name.request);
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
