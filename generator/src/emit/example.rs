//! Examples: a quick start that is the same in the README, on the crate's first page and in `examples/`.

use proc_macro2::TokenStream;
use quote::quote;

use super::path::ident;
use super::rust_file::RustFile;
use super::sample::{self, Depth, Imports};
use super::{Sdk, Task};
use crate::ir::{Answer, Method, Operation, OperationId, inputs};

pub(super) fn tasks<'a>(sdk: Sdk<'a>, tasks: &mut Vec<Task<'a>>) {
    if body(sdk).is_some() {
        tasks.push(Box::new(move || {
            let krate = sdk.names.package.krate.as_str();
            let lines = vec![format!(
                "Run with `cargo run --example quickstart`; it needs what `{krate}::Client::from_env` reads."
            )];
            let mut file = RustFile::new("examples/quickstart.rs", lines);
            let body = body(sdk).unwrap_or_default();
            file.item(quote! {
                #[tokio::main(flavor = "current_thread")]
                async fn main() -> Result<(), Box<dyn std::error::Error>> { #body Ok(()) }
            });
            file.finish()
        }));
    }
}

/// The operation that shows most with least: a list in pages, else a list, else the first that only reads.
pub(super) fn best(sdk: Sdk<'_>) -> Option<(OperationId, &Operation)> {
    let rank = |operation: &Operation| {
        let needs = inputs(sdk.api, operation).iter().filter(|input| input.required()).count()
            + operation.path.variables().count();
        let reads = operation.method == Method::Get;
        let shows = matches!(operation.answer, Answer::Json { .. });
        (operation.deprecated, !reads, operation.pagination.is_none(), needs, !shows)
    };
    let all = sdk.api.operations.iter().enumerate().map(|(index, operation)| (OperationId(index), operation));
    all.min_by_key(|(id, operation)| (rank(operation), *id))
}

fn body(sdk: Sdk<'_>) -> Option<TokenStream> {
    let (id, operation) = best(sdk)?;
    let krate = ident(&sdk.names.package.krate);
    let imports = Imports::new(krate.clone());
    let call = sample::call(sdk, id, operation, Depth::Minimal, &imports)?.tokens;
    let uses = imports
        .paths()
        .into_iter()
        .filter_map(|path| syn::parse_str::<syn::Path>(&path).ok())
        .map(|path| quote!(use #path;));
    let uses = quote!(#(#uses)*);
    let make = quote!(#uses let client = #krate::Client::from_env()?;);
    Some(match (&operation.pagination, &operation.answer) {
        (Some(_), _) => quote! {
            #make
            let mut items = #call.stream();
            while let Some(item) = items.try_next().await? {
                println!("{item:?}");
            }
        },
        (None, Answer::Empty) => quote!(#make #call.send().await?;),
        (None, _) => quote!(#make let answer = #call.send().await?; println!("{answer:?}");),
    })
}

/// The quick start as lines for a doctest, with what surrounds it hidden.
pub(super) fn quick_start(sdk: Sdk<'_>) -> Option<String> {
    let shown = statements(&body(sdk)?)?;
    Some(format!("# async fn example() -> Result<(), Box<dyn std::error::Error>> {{\n{shown}# Ok(()) }}\n"))
}

/// Statements as they are printed in a function, without the function.
pub(super) fn statements(body: &TokenStream) -> Option<String> {
    let text = prettyplease::unparse(&syn::parse2(quote!(async fn f() { #body })).ok()?);
    let lines: Vec<&str> = text.lines().collect();
    let inner = lines.get(1..lines.len().saturating_sub(1))?;
    Some(inner.iter().map(|line| format!("{}\n", line.strip_prefix("    ").unwrap_or(line))).collect())
}
