//! Examples: a quick start that is the same in the README, on the crate's first page and in `examples/`.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::path::ident;
use super::rust_file::RustFile;
use super::sample::{self, Depth, Imports};
use super::{Sdk, Task, features, servers};
use crate::ir::{Answer, Method, Operation, OperationId, inputs};

pub(super) fn tasks<'a>(sdk: Sdk<'a>, tasks: &mut Vec<Task<'a>>) {
    if body(sdk).is_some() {
        tasks.push(Box::new(move || {
            let krate = sdk.names.package.krate.as_str();
            let mut lines = vec![format!(
                "Run with `cargo run --example quickstart`; it needs what `{krate}::Client::from_env` reads."
            )];
            lines.extend(servers::without_address(sdk));
            let mut file = RustFile::new("examples/quickstart.rs", lines);
            file.unformatted();
            super::allow_foreign_letters(sdk, &mut file);
            if let Some(body) = body(sdk) {
                let (uses, body) = (body.uses, body.tokens);
                file.item(uses);
                file.item(quote! {
                    #[tokio::main]
                    async fn main() -> Result<(), Box<dyn std::error::Error>> { #body Ok(()) }
                });
            }
            file.finish()
        }));
    }
}

/// The feature that the quick start needs.
pub(super) fn feature(sdk: Sdk<'_>) -> Option<&str> {
    body(sdk)?;
    let (id, _) = best(sdk)?;
    Some(features::of_operation(sdk, id)?.name.as_str())
}

/// The operation that the configuration names, else the one that shows most with least: a list in pages, else a list,
/// else the first that only reads.
fn best(sdk: Sdk<'_>) -> Option<(OperationId, &Operation)> {
    let named = sdk
        .config
        .readme
        .headline
        .as_ref()
        .and_then(|key| sdk.api.operations.iter().position(|operation| operation.is_called(key)));
    if let Some(index) = named {
        return Some((OperationId(index), sdk.api.operations.get(index)?));
    }
    simplest(sdk, |_| true)
}

/// The operation that shows most with least, among those that will do.
fn simplest<'a>(sdk: Sdk<'a>, will_do: impl Fn(&Operation) -> bool) -> Option<(OperationId, &'a Operation)> {
    let rank = |operation: &Operation| {
        let needs = inputs(sdk.api, operation).iter().filter(|input| input.required()).count()
            + operation.path.variables().count();
        let reads = operation.method == Method::Get;
        let shows = matches!(operation.answer, Answer::Json { .. });
        (operation.deprecated, !reads, operation.pagination.is_none(), needs, !shows)
    };
    let all = sdk.api.operations.iter().enumerate().map(|(index, operation)| (OperationId(index), operation));
    all.filter(|(_, operation)| will_do(operation)).min_by_key(|(id, operation)| (rank(operation), *id))
}

/// The quick start: what it imports, and its statements.
struct Body {
    uses: TokenStream,
    tokens: TokenStream,
}

fn body(sdk: Sdk<'_>) -> Option<Body> {
    let (id, operation) = best(sdk)?;
    let krate = ident(&sdk.names.package.krate);
    let imports = Imports::new(krate.clone());
    let call = sample::call(sdk, id, operation, Depth::Shown, &imports)?.tokens;
    let make = if servers::has_address(sdk) {
        quote!(let client = #krate::Client::from_env()?;)
    } else {
        // The description does not say where the API is.
        let address = servers::made_up_address(sdk);
        quote!(let client = #krate::Client::builder().base_url(#address).build()?;)
    };
    let tokens = match (&operation.pagination, &operation.answer) {
        (None, Answer::Stream(_)) => {
            let read = read_stream(&call);
            quote!(#make #read)
        }
        (Some(_), _) => quote! {
            #make
            let mut items = #call.stream();
            while let Some(item) = items.try_next().await? {
                println!("{item:?}");
            }
        },
        (None, Answer::Empty) => quote!(#make #call.send().await?;),
        (None, _) => quote!(#make let answer = #call.send().await?; println!("{answer:?}");),
    };
    Some(Body { uses: uses(&imports), tokens })
}

/// The quick start as a whole program.
pub(super) fn program(sdk: Sdk<'_>) -> Option<String> {
    let body = body(sdk)?;
    let (uses, body) = (body.uses, body.tokens);
    function(quote! {
        #uses
        #[tokio::main]
        async fn main() -> Result<(), Box<dyn std::error::Error>> { #body Ok(()) }
    })
}

/// A call that answers with one thing, handled in full: for the README's word on errors.
pub(super) fn handled(sdk: Sdk<'_>) -> Option<String> {
    let (id, operation) = simplest(sdk, |operation| is_one(operation) && operation.path.variables().count() > 0)
        .or_else(|| simplest(sdk, is_one))?;
    let (found, show) = match operation.answer {
        Answer::Empty => (quote!(()), quote!(println!("done"))),
        _ => (quote!(answer), quote!(println!("{answer:?}"))),
    };
    in_function(sdk, id, operation, |call| {
        quote! {
            match #call.send().await {
                Ok(#found) => #show,
                Err(error) if error.is_not_found() => println!("there is no such thing"),
                Err(error) if error.is_rate_limited() => println!("too much at once: {error}"),
                Err(error) => return Err(error.into()),
            }
        }
    })
}

/// Whether the answer is one thing, whole.
fn is_one(operation: &Operation) -> bool {
    operation.pagination.is_none() && !matches!(operation.answer, Answer::Stream(_))
}

/// A stream, read to its end.
pub(super) fn read_stream(call: &TokenStream) -> TokenStream {
    quote! {
        let mut events = #call.stream();
        while let Some(event) = events.try_next().await? {
            println!("{event:?}");
        }
    }
}

/// A stream of values.
pub(super) fn stream(sdk: Sdk<'_>) -> Option<String> {
    let (id, operation) = simplest(sdk, |operation| operation.streamed().is_some())?;
    in_function(sdk, id, operation, read_stream)
}

/// Bytes that go into a file.
pub(super) fn download(sdk: Sdk<'_>) -> Option<String> {
    let (id, operation) = simplest(sdk, |operation| matches!(operation.answer, Answer::Binary(_)))?;
    in_function(sdk, id, operation, |call| {
        quote! {
            let length = #call.download().save("download.bin").await?;
            println!("{length} bytes");
        }
    })
}

/// A list in pages, walked in both ways.
pub(super) fn pages(sdk: Sdk<'_>) -> Option<String> {
    let (id, operation) = simplest(sdk, |operation| operation.pagination.is_some())?;
    in_function(sdk, id, operation, |call| {
        quote! {
            let mut items = #call.stream();
            while let Some(item) = items.try_next().await? {
                println!("{item:?}");
            }
            let page = #call.send().await?;
            println!("{} items, and more: {}", page.items().len(), page.has_next());
        }
    })
}

/// Statements around a call of an operation, in a function that takes a client.
fn in_function(
    sdk: Sdk<'_>,
    id: OperationId,
    operation: &Operation,
    statements: impl Fn(&TokenStream) -> TokenStream,
) -> Option<String> {
    let krate = ident(&sdk.names.package.krate);
    let imports = Imports::new(krate.clone());
    let call = sample::call(sdk, id, operation, Depth::Minimal, &imports)?.tokens;
    let (uses, body) = (uses(&imports), statements(&call));
    function(quote! {
        use #krate::Client;
        #uses
        async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> { #body Ok(()) }
    })
}

/// The imports, those of one module together.
pub(super) fn uses(imports: &Imports) -> TokenStream {
    let mut modules: BTreeMap<String, Vec<TokenStream>> = BTreeMap::new();
    for path in imports.paths() {
        if let Some((module, name)) = path.rsplit_once("::")
            && let Ok(name) = name.parse()
        {
            modules.entry(module.to_owned()).or_default().push(name);
        }
    }
    let modules = modules.iter().filter_map(|(module, names)| {
        let module: TokenStream = module.parse().ok()?;
        Some(if let [name] = names.as_slice() {
            quote!(use #module::#name;)
        } else {
            quote!(use #module::{#(#names),*};)
        })
    });
    modules.collect()
}

/// Items as they are printed, with an empty line before the function.
fn function(items: TokenStream) -> Option<String> {
    let text = prettyplease::unparse(&syn::parse2(items).ok()?);
    let start = text.find("#[tokio").or_else(|| text.find("async fn"))?;
    let (uses, rest) = text.split_at(start);
    Some(if uses.is_empty() { rest.to_owned() } else { format!("{uses}\n{rest}") })
}

/// The quick start as lines for a doctest, with what surrounds it hidden.
pub(super) fn quick_start(sdk: Sdk<'_>) -> Option<String> {
    let body = body(sdk)?;
    let uses = prettyplease::unparse(&syn::parse2(body.uses).ok()?);
    let gap = if uses.is_empty() { "" } else { "\n" };
    let shown = statements(&body.tokens)?;
    let head = "# async fn example() -> Result<(), Box<dyn std::error::Error>> {";
    Some(format!("{uses}{gap}{head}\n{shown}# Ok(()) }}\n"))
}

/// Statements as they are printed in a function, without the function.
pub(super) fn statements(body: &TokenStream) -> Option<String> {
    let text = prettyplease::unparse(&syn::parse2(quote!(async fn f() { #body })).ok()?);
    let lines: Vec<&str> = text.lines().collect();
    let inner = lines.get(1..lines.len().saturating_sub(1))?;
    Some(inner.iter().map(|line| format!("{}\n", line.strip_prefix("    ").unwrap_or(line))).collect())
}
