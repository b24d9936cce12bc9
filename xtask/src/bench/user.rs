//! A program that calls five methods of an SDK.
//!
//! Input: a crate as a generator wrote it. Output: a crate beside it, which is compiled and never run. Our SDKs come with
//! tests of every call, and the first five are taken from there; of other crates the first five async methods of one
//! type, with arguments of whatever type they want.
//! Not here: how long it takes to compile (`compile`).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use anyhow::{Context as _, Result};
use camino::{Utf8Path, Utf8PathBuf};
use quote::ToTokens as _;
use syn::{FnArg, Item, ReturnType, Type, Visibility};

/// How many methods are called.
const CALLS: usize = 5;

/// Says where a value would come from, without saying that none ever comes.
const ANY: &str = "#[inline(never)]\nfn any<T>() -> T {\n    std::hint::black_box(None).unwrap()\n}\n";

/// Writes the program beside the crate; `None` if its methods cannot be called without knowing more of them.
pub(super) fn write(sdk: &Utf8Path, package: &str, library: &str) -> Result<Option<Utf8PathBuf>> {
    let tests = sdk.join("tests/api");
    let calls = if tests.is_dir() { tested(&tests, library)? } else { methods(&sdk.join("src"), library)? };
    if calls.len() < CALLS {
        return Ok(None);
    }
    let folder = Utf8PathBuf::from(format!("{sdk}-user"));
    fs::create_dir_all(folder.join("src"))?;
    let path = sdk.file_name().unwrap_or_default();
    let manifest = format!(
        "[package]\nname = \"user\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         {package} = {{ path = \"../{path}\" }}\ntokio = {{ version = \"1\", features = [\"rt\"] }}\n\n\
         [profile.release]\nstrip = true\n\n[workspace]\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest)?;
    let mut text =
        format!("#![allow(unused_imports)]\n\ntype Outcome = Result<(), Box<dyn std::error::Error>>;\n\n{ANY}");
    for (number, call) in calls.iter().enumerate() {
        write!(text, "\nasync fn call_{number}() -> Outcome {{\n{call}\n    Ok(())\n}}\n")?;
    }
    text += "\nfn main() -> Outcome {\n    tokio::runtime::Builder::new_current_thread().build()?.block_on(async {\n";
    for number in 0..calls.len() {
        writeln!(text, "        call_{number}().await?;")?;
    }
    text += "        Ok(())\n    })\n}\n";
    fs::write(folder.join("src/main.rs"), text)?;
    Ok(Some(folder))
}

/// Changes the program, as its author does between two builds.
pub(super) fn change(program: &Utf8Path) -> Result<()> {
    let path = program.join("src/main.rs");
    let text = fs::read_to_string(&path).with_context(|| path.clone())?;
    let text = text.replacen("().await?;\n", "().await?;\n        println!(\"{}\", any::<u8>());\n", 1);
    fs::write(path, text).context("cannot change the program")
}

/// The calls that our tests make.
fn tested(tests: &Utf8Path, library: &str) -> Result<Vec<String>> {
    let mut calls = Vec::new();
    for file in files(tests)? {
        let file = syn::parse_file(&fs::read_to_string(&file)?).with_context(|| file.clone())?;
        let imports: String = file
            .items
            .iter()
            .filter_map(|item| match item {
                Item::Use(item) => Some(item.to_token_stream().to_string()),
                _ => None,
            })
            .filter(|text| !text.contains("crate ::"))
            .collect::<Vec<_>>()
            .join("\n");
        for item in &file.items {
            let Item::Fn(test) = item else { continue };
            // It makes a client and an answer for it, calls, and looks at what was sent.
            let [_, statements @ .., _] = test.block.stmts.as_slice() else { continue };
            let texts: Vec<String> = statements.iter().map(|part| part.to_token_stream().to_string()).collect();
            let text = texts.join("\n");
            if test.sig.ident.to_string().ends_with("_minimal")
                && text.contains("client .")
                && !text.contains("support ::")
            {
                let client = format!("let client = any::<&{library}::Client>();");
                calls.push(format!("{imports}\n{client}\n{text}"));
            }
        }
        if calls.len() >= CALLS {
            break;
        }
    }
    calls.truncate(CALLS);
    Ok(calls)
}

/// The first async methods of the type that has most of them.
fn methods(source: &Utf8Path, library: &str) -> Result<Vec<String>> {
    let mut types: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in files(source)? {
        let parsed = syn::parse_file(&fs::read_to_string(&file)?).with_context(|| file.clone())?;
        let inside = file.strip_prefix(source)?.with_extension("");
        let modules = inside.components().map(|part| part.as_str().to_owned());
        let modules: Vec<String> = modules.filter(|name| name != "lib" && name != "mod").collect();
        let path = std::iter::once(library.to_owned()).chain(modules).collect::<Vec<_>>().join("::");
        for item in &parsed.items {
            let Item::Impl(item) = item else { continue };
            let (Type::Path(of), None) = (&*item.self_ty, &item.trait_) else { continue };
            let Some(name) = of.path.get_ident().filter(|_| item.generics.params.is_empty()) else { continue };
            let calls = item.items.iter().filter_map(|item| call(item, &format!("{path}::{name}")));
            types.entry(format!("{path}::{name}")).or_default().extend(calls);
        }
    }
    let most = types.into_values().max_by_key(Vec::len).unwrap_or_default();
    Ok(most.into_iter().take(CALLS).collect())
}

/// A call of a method, unless it takes what can be of several types.
fn call(item: &syn::ImplItem, of: &str) -> Option<String> {
    let syn::ImplItem::Fn(method) = item else { return None };
    let signature = &method.sig;
    let is_call = matches!(method.vis, Visibility::Public(_))
        && signature.asyncness.is_some()
        && matches!(signature.output, ReturnType::Type(..))
        && matches!(signature.inputs.first(), Some(FnArg::Receiver(receiver)) if receiver.to_token_stream().to_string().starts_with('&'));
    let is_plain = |argument: &FnArg| match argument {
        FnArg::Typed(argument) => !argument.ty.to_token_stream().to_string().contains("impl "),
        FnArg::Receiver(_) => true,
    };
    if !is_call || signature.generics.type_params().next().is_some() || !signature.inputs.iter().all(is_plain) {
        return None;
    }
    let arguments = vec!["any()"; signature.inputs.len() - 1].join(", ");
    Some(format!("    let _ = any::<&{of}>().{}({arguments}).await;", signature.ident))
}

/// Files of Rust below a folder, in order.
fn files(folder: &Utf8Path) -> Result<Vec<Utf8PathBuf>> {
    let mut files = Vec::new();
    for entry in folder.read_dir_utf8()? {
        let path = entry?.into_path();
        if path.is_dir() {
            files.extend(self::files(&path)?);
        } else if path.extension() == Some("rs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
