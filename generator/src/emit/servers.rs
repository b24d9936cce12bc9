//! Where the API is: the enum of its servers, the enums of what their addresses leave open, and what the runtime is told.

use proc_macro2::TokenStream;
use quote::quote;

use super::path::ident;
use super::rust_file::RustFile;
use super::{Sdk, Task, docs, operation};
use crate::ir::{Operation, Server, Type, Variable};
use crate::names::{EnvironmentNames, Ident, Module};

pub(super) fn tasks<'a>(sdk: Sdk<'a>, tasks: &mut Vec<Task<'a>>) {
    if !exported(sdk).is_empty() {
        tasks.push(Box::new(move || servers(sdk).finish()));
    }
}

/// The types that stand in the file, which the crate's root exports.
pub(super) fn exported(sdk: Sdk<'_>) -> Vec<&Ident> {
    let environment = sdk.names.environments.iter().map(|names| &names.ident);
    let variables = sdk.names.members.get(&Module::Client).into_iter().flatten();
    environment.chain(variables.filter_map(|id| Some(&sdk.names.types.get(id)?.ident))).collect()
}

fn servers(sdk: Sdk<'_>) -> RustFile {
    let mut file = RustFile::new("src/servers.rs", vec!["Where the API is.".to_owned()]);
    if let Some(names) = &sdk.names.environments {
        environment(sdk, names, &mut file);
    }
    operation::inline_types(sdk, Module::Client, &mut file);
    file
}

/// The servers of which callers choose one, each with its variant.
pub(super) fn environments<'a>(
    sdk: Sdk<'a>,
    names: &'a EnvironmentNames,
) -> impl Iterator<Item = (&'a Server, &'a Ident)> {
    names.variants.iter().filter_map(move |(number, name)| Some((sdk.api.servers.get(*number)?, name)))
}

fn environment(sdk: Sdk<'_>, names: &EnvironmentNames, file: &mut RustFile) {
    let ty = ident(&names.ident);
    let has_default = has_address(sdk);
    let derive = has_default.then(|| quote!(Default,));
    let variants = environments(sdk, names).enumerate().map(|(index, (server, name))| {
        let name = ident(name);
        let url = docs::code(&server.url);
        let line = match server.description.as_deref().and_then(docs::sentence) {
            Some(text) => format!(" {}: {url}.", text.trim_end_matches('.')),
            None => format!(" {url}."),
        };
        let default = (index == 0 && has_default).then(|| quote!(#[default]));
        quote!(#[doc = #line] #default #name)
    });
    let arms = environments(sdk, names).map(|(server, name)| {
        let (name, url) = (ident(name), &server.url);
        quote!(Self::#name => #url)
    });
    file.item(quote! {
        #[doc = " The servers of the API."]
        #[derive(Clone, Copy, Debug, #derive PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #ty {
            #(#variants,)*
        }
    });
    file.item(quote! {
        impl #ty {
            #[doc = " Its address. What stands in braces is an option of the client."]
            #[must_use]
            pub const fn url(self) -> &'static str {
                match self { #(#arms,)* }
            }
        }
    });
}

/// What the runtime is told: the API's own servers, and those of operations.
pub(super) fn rows(sdk: Sdk<'_>, file: &mut RustFile) -> (TokenStream, TokenStream) {
    let own: Vec<TokenStream> = sdk.api.servers.iter().map(|server| row(sdk, server, file)).collect();
    let mut known: Vec<&str> = Vec::new();
    let mut lists: Vec<TokenStream> = Vec::new();
    for operation in &sdk.api.operations {
        let Some(url) = of(operation).filter(|url| !known.contains(url)) else { continue };
        known.push(url);
        let list = operation.servers.iter().map(|server| row(sdk, server, file));
        lists.push(quote!(&[#(#list),*]));
    }
    (quote!(&[#(#own),*]), quote!(&[#(#lists),*]))
}

/// The server of an operation's own, by which it is known.
pub(super) fn of(operation: &Operation) -> Option<&str> {
    operation.servers.first().map(|server| server.url.as_str())
}

fn row(sdk: Sdk<'_>, server: &Server, file: &mut RustFile) -> TokenStream {
    file.core("Server");
    let url = &server.url;
    let variables = server.variables.iter().filter_map(|variable| {
        let name = &variable.name;
        let (_, option) = variables(sdk).find(|(other, _)| other.name == *name)?;
        let option = option.as_str();
        let default = variable.default.as_ref().map_or_else(|| quote!(None), |default| quote!(Some(#default)));
        Some(quote!(Variable { name: #name, option: #option, default: #default }))
    });
    let variables: Vec<TokenStream> = variables.collect();
    if !variables.is_empty() {
        file.core("Variable");
    }
    quote!(Server { url: #url, variables: &[#(#variables),*] })
}

/// The variables of all servers, each with the setter that takes it.
pub(super) fn variables<'a>(sdk: Sdk<'a>) -> impl Iterator<Item = (&'a Variable, &'a Ident)> + use<'a> {
    sdk.api.variables.iter().zip(&sdk.names.package.variables)
}

/// Whether calls go somewhere without the caller's word.
pub(super) fn has_address(sdk: Sdk<'_>) -> bool {
    sdk.api.servers.first().is_some_and(Server::is_absolute)
}

/// What stands for the address of an API that the description leaves open: a host, and the path if it says that.
pub(super) fn made_up_address(sdk: Sdk<'_>) -> String {
    let path = sdk.api.servers.first().map(|server| server.url.trim_end_matches('/')).unwrap_or_default();
    let is_path = path.starts_with('/') && !path.starts_with("//") && !path.contains(['{', '?', '#', ' ']);
    format!("https://api.example.com{}", if is_path { path } else { "" })
}

/// What a caller must do where the description does not say where the API is.
pub(super) fn without_address(sdk: Sdk<'_>) -> Option<String> {
    let variable = format!("{}_BASE_URL", sdk.names.package.env_prefix);
    (!has_address(sdk)).then(|| {
        format!(
            "The description of the API does not say where it is: set `base_url` on the client's builder, or `{variable}`."
        )
    })
}

/// The setters of the client's builder.
pub(super) fn setters(sdk: Sdk<'_>) -> Vec<TokenStream> {
    let environment = sdk.names.environments.as_ref().map(|names| {
        let (ty, option) = (ident(&names.ident), ident(&names.option));
        let default = match environments(sdk, names).next() {
            Some((_, first)) if has_address(sdk) => {
                format!(" Default: [`{0}::{1}`](crate::{0}::{1}).", names.ident, first)
            }
            _ => String::new(),
        };
        let docs = format!(
            " Sets the server that calls go to, unless `base_url` or its environment variable says where.{default}"
        );
        quote! {
            #[doc = #docs]
            pub fn #option(mut self, environment: crate::#ty) -> Self {
                self.settings.server(environment.url());
                self
            }
        }
    });
    let mut result: Vec<TokenStream> = environment.into_iter().collect();
    for (variable, option) in variables(sdk) {
        let (name, setter) = (&variable.name, ident(option));
        let docs = docs::attributes(&variable_docs(sdk, variable));
        let listed = match variable.ty {
            Type::Named(id) => sdk.names.types.get(&id).map(|name| ident(&name.ident)),
            _ => None,
        };
        let (ty, value) = match listed {
            Some(name) => (quote!(crate::#name), quote!(value.into().to_string())),
            None => (quote!(String), quote!(value.into())),
        };
        result.push(quote! {
            #docs
            pub fn #setter(mut self, value: impl Into<#ty>) -> Self {
                self.settings.variable(#name, #value);
                self
            }
        });
    }
    result
}

fn variable_docs(sdk: Sdk<'_>, variable: &Variable) -> Vec<String> {
    let place = docs::code(&format!("{{{}}}", variable.name));
    let mut lines = vec![format!("Sets what stands for {place} in the address of the API.{}", defaults(sdk, variable))];
    let about = variable.description.as_deref().map(docs::lines).unwrap_or_default();
    if !about.is_empty() {
        lines.push(String::new());
        lines.extend(about);
    }
    lines
}

/// What stands for a variable unless it is set, where that is the same for all servers.
fn defaults(sdk: Sdk<'_>, variable: &Variable) -> String {
    let of_operations = sdk.api.operations.iter().flat_map(|operation| &operation.servers);
    let stated = sdk.api.servers.iter().chain(of_operations).flat_map(|server| &server.variables);
    let mut stated = stated.filter(|other| other.name == variable.name).map(|other| other.default.as_deref());
    match stated.next() {
        Some(Some(first)) if stated.all(|other| other == Some(first)) => format!(" Default: {}.", docs::code(first)),
        Some(None) => " It has no default.".to_owned(),
        _ => " The default is the server's.".to_owned(),
    }
}

/// What the README says of the choices: a table for each kind.
pub(super) fn readme(sdk: Sdk<'_>) -> String {
    // A bar ends a table's cell, also inside of code.
    let cell = |text: String| text.replace('|', "\\|");
    let mut text = String::new();
    if let Some(names) = &sdk.names.environments {
        text.push_str(&format!("| `{}` | address |\n| --- | --- |\n", names.option));
        for (server, name) in environments(sdk, names) {
            text.push_str(&format!("| `{}::{name}` | {} |\n", names.ident, cell(docs::code(&server.url))));
        }
        text.push('\n');
    }
    if !sdk.api.variables.is_empty() {
        text.push_str("| option | part of the address | |\n| --- | --- | --- |\n");
        for (variable, option) in variables(sdk) {
            let place = docs::code(&format!("{{{}}}", variable.name));
            let about = variable.description.as_deref().and_then(docs::sentence).unwrap_or_default();
            let about = format!("{about}{}", defaults(sdk, variable));
            text.push_str(&format!("| `{option}` | {} | {} |\n", cell(place), cell(about.trim().to_owned())));
        }
        text.push('\n');
    }
    text.trim_end().to_owned()
}
