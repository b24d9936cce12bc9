//! The public surface of an emitted file.
//!
//! Input: a path below the crate and its text. Output: an entry for each type, field, variant, method, setter and
//! conversion, by public path. Setters stand in tables of the runtime's macros (`input!`, `operation!`), which are read
//! as such.
//! Not here: what a difference means.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Fields, FnArg, ImplItem, Item as Syntax, ReturnType, Visibility};

/// Entries by public path.
pub(super) type Surface = BTreeMap<String, Item>;

/// Something that callers can name.
#[derive(Debug)]
pub(super) struct Item {
    /// What must stay the same: types without the names of arguments.
    pub(super) compared: String,
    /// The same for people.
    pub(super) shown: String,
    /// The names of its arguments, in their order.
    arguments: Vec<String>,
    /// Whether callers can write or match it as a whole.
    pub(super) is_whole: bool,
    /// Whether it is a part of a struct or an enum.
    pub(super) part: Option<Part>,
    /// Whether it is called.
    pub(super) is_method: bool,
    /// Of a request: of which kind its answer is.
    pub(super) answer: Option<String>,
    /// The Cargo feature without which it is not there.
    pub(super) feature: Option<String>,
}

/// A part of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Field,
    Variant,
}

impl Item {
    fn of(compared: String) -> Self {
        Self {
            shown: compared.clone(),
            compared,
            arguments: Vec::new(),
            is_whole: false,
            part: None,
            is_method: false,
            answer: None,
            feature: None,
        }
    }

    /// Whether the same arguments stand in another order, which the compiler does not see where they are of one type.
    pub(super) fn is_swapped(&self, now: &Self) -> bool {
        let names = |item: &Self| item.arguments.iter().cloned().collect::<BTreeSet<_>>();
        self.arguments != now.arguments && names(self) == names(now)
    }

    fn part(compared: String, part: Part) -> Self {
        Self { part: Some(part), ..Self::of(compared) }
    }
}

/// Adds what a file shows; false where it is no Rust.
pub(super) fn add(surface: &mut Surface, path: &str, text: &str) -> bool {
    let Ok(file) = syn::parse_file(text) else { return false };
    let module = module(path);
    let at = |name: &dyn ToString| {
        if module.is_empty() { name.to_string() } else { format!("{module}::{}", name.to_string()) }
    };
    for item in file.items {
        match item {
            Syntax::Struct(item) if is_public(&item.vis) => {
                let path = at(&item.ident);
                let all_public = item.fields.iter().all(|field| is_public(&field.vis));
                let tuple = match &item.fields {
                    Fields::Unnamed(fields) => text_of(fields),
                    _ => String::new(),
                };
                for field in &item.fields {
                    if let Some(name) = field.ident.as_ref().filter(|_| is_public(&field.vis)) {
                        surface.insert(format!("{path}::{name}"), Item::part(text_of(&field.ty), Part::Field));
                    }
                }
                let is_whole = all_public && !is_open(&item.attrs);
                surface.insert(path, Item { is_whole, ..Item::of(format!("struct{tuple}")) });
            }
            Syntax::Enum(item) if is_public(&item.vis) => {
                let path = at(&item.ident);
                for variant in &item.variants {
                    let held = text_of(&variant.fields);
                    surface.insert(format!("{path}::{}", variant.ident), Item::part(held, Part::Variant));
                }
                surface.insert(path, Item { is_whole: !is_open(&item.attrs), ..Item::of("enum".to_owned()) });
            }
            Syntax::Type(item) if is_public(&item.vis) => {
                surface.insert(at(&item.ident), Item::of(text_of(&item.ty)));
            }
            Syntax::Const(item) if is_public(&item.vis) => {
                surface.insert(at(&item.ident), Item::of(text_of(&item.ty)));
            }
            Syntax::Impl(item) => of_impl(surface, &item, &at),
            Syntax::Macro(item) => {
                let name = item.mac.path.segments.last().map(|segment| segment.ident.to_string());
                of_table(surface, name.as_deref().unwrap_or_default(), item.mac.tokens, &at);
            }
            _ => {}
        }
    }
    true
}

/// The public path of what a file holds: types and the client are told by the modules above them.
fn module(path: &str) -> String {
    let path = path.trim_start_matches("src/").trim_end_matches(".rs");
    if path.starts_with("types/") {
        return "types".to_owned();
    }
    match path {
        "lib" | "client" => String::new(),
        path => path.trim_end_matches("/mod").replace('/', "::"),
    }
}

fn of_impl(surface: &mut Surface, item: &syn::ItemImpl, at: &dyn Fn(&dyn ToString) -> String) {
    let syn::Type::Path(of) = &*item.self_ty else { return };
    let Some(name) = of.path.segments.last().map(|segment| segment.ident.to_string()) else { return };
    // What resources add to the client is the client's, wherever it is written.
    let path = if name == "Client" { name } else { at(&name) };
    if let Some((of, _)) = &item.trait_ {
        let conversion = text_of(of);
        if conversion.starts_with("From<") {
            surface.insert(format!("{path}::{conversion}"), Item::of(String::new()));
        }
        return;
    }
    for item in &item.items {
        match item {
            ImplItem::Fn(item) if is_public(&item.vis) => {
                let signature = &item.sig;
                let arguments = |with_names: bool| {
                    let each = signature.inputs.iter().map(|input| match input {
                        FnArg::Typed(input) if !with_names => text_of(&input.ty),
                        input => text_of(input),
                    });
                    each.collect::<Vec<_>>().join(", ")
                };
                let answer = match &signature.output {
                    ReturnType::Default => String::new(),
                    ReturnType::Type(_, ty) => format!(" -> {}", text_of(ty)),
                };
                let compared = format!("({}){answer}", arguments(false));
                let shown = format!("({}){answer}", arguments(true));
                let named = signature.inputs.iter().filter_map(|input| match input {
                    FnArg::Typed(input) => Some(text_of(&input.pat)),
                    FnArg::Receiver(_) => None,
                });
                let arguments = named.collect();
                let feature = item.attrs.iter().find_map(feature);
                let method = Item { shown, arguments, is_method: true, feature, ..Item::of(compared) };
                surface.insert(format!("{path}::{}", signature.ident), method);
            }
            ImplItem::Const(item) if is_public(&item.vis) => {
                surface.insert(format!("{path}::{}", item.ident), Item::of(text_of(&item.ty)));
            }
            _ => {}
        }
    }
}

/// The tables that make methods: `Name(Required) { optional { … } }`, `NameRequest(Params) -> Body { params { … } }`.
fn of_table(surface: &mut Surface, table: &str, tokens: TokenStream, at: &dyn Fn(&dyn ToString) -> String) {
    let tables: &[&str] = match table {
        "input" => &["optional", "extra"],
        "operation" => &["params", "body", "optional_body"],
        _ => return,
    };
    let head = without_docs(tokens);
    let [TokenTree::Ident(name), TokenTree::Group(taken), between @ .., TokenTree::Group(body)] = head.as_slice()
    else {
        return;
    };
    let path = at(name);
    if table == "operation" {
        // The struct of its params is told on its own.
        let kind: TokenStream = between.iter().cloned().collect();
        let kind = text_of(&kind);
        let answer = Some(kind.trim_start_matches([' ', '-', '>']).to_owned());
        surface.insert(path.clone(), Item { answer, ..Item::of(format!("{}{kind}", text_of(taken))) });
    } else {
        surface.insert(format!("{path}::new"), Item { is_method: true, ..Item::of(text_of(taken)) });
    }
    let mut before: Option<String> = None;
    for token in body.stream() {
        match (&token, &before) {
            (TokenTree::Group(group), Some(word)) if tables.contains(&word.as_str()) => {
                setters(surface, &path, group.stream());
            }
            _ => {}
        }
        before = match token {
            TokenTree::Ident(word) => Some(word.to_string()),
            _ => None,
        };
    }
}

/// `name: Type`, `name = Type`, `name[Type]`, `name as other: Type`, parted by commas.
fn setters(surface: &mut Surface, path: &str, rows: TokenStream) {
    let mut depth = 0_usize;
    let mut row: Vec<TokenTree> = Vec::new();
    let mut flush = |row: &mut Vec<TokenTree>| {
        let (name, ty) = match row.as_slice() {
            [TokenTree::Ident(_), TokenTree::Ident(word), TokenTree::Ident(name), ty @ ..] if word == "as" => {
                (name, ty)
            }
            [TokenTree::Ident(name), ty @ ..] => (name, ty),
            _ => return row.clear(),
        };
        // `name[Type]` has no mark before it.
        let is_list = matches!(ty.first(), Some(TokenTree::Group(_)));
        let ty: TokenStream = ty.iter().skip(usize::from(!is_list)).cloned().collect();
        // A field may have the same name.
        let setter = Item { is_method: true, ..Item::of(format!("({})", text_of(&ty))) };
        surface.insert(format!("{path}::{name}()"), setter);
        row.clear();
    };
    for token in without_docs(rows) {
        match &token {
            TokenTree::Punct(mark) if mark.as_char() == ',' && depth == 0 => {
                flush(&mut row);
                continue;
            }
            TokenTree::Punct(mark) if mark.as_char() == '<' => depth += 1,
            TokenTree::Punct(mark) if mark.as_char() == '>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        row.push(token);
    }
    flush(&mut row);
}

/// The tokens without `#[…]`.
fn without_docs(tokens: TokenStream) -> Vec<TokenTree> {
    let mut kept: Vec<TokenTree> = Vec::new();
    for token in tokens {
        let is_mark = |token: &TokenTree| matches!(token, TokenTree::Punct(mark) if mark.as_char() == '#');
        match &token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket && kept.last().is_some_and(is_mark) => {
                kept.pop();
            }
            _ => kept.push(token),
        }
    }
    kept
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_open(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("non_exhaustive"))
}

/// The feature of `#[cfg(feature = "users")]`.
fn feature(attribute: &syn::Attribute) -> Option<String> {
    let of = attribute.path().is_ident("cfg").then(|| attribute.parse_args::<syn::MetaNameValue>().ok()).flatten()?;
    match &of.value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(name), .. }) if of.path.is_ident("feature") => {
            Some(name.value())
        }
        _ => None,
    }
}

/// Tokens as people write them.
fn text_of(tokens: &impl ToTokens) -> String {
    let mut text = String::new();
    write(tokens.to_token_stream(), &mut text);
    text
}

fn write(tokens: TokenStream, text: &mut String) {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    for token in without_docs(tokens) {
        match token {
            TokenTree::Ident(word) if word == "pub" => {}
            TokenTree::Ident(word) => {
                if text.ends_with(|c| is_word(c) || c == '>') && !text.ends_with("->") {
                    text.push(' ');
                }
                text.push_str(&word.to_string());
            }
            TokenTree::Literal(literal) => text.push_str(&literal.to_string()),
            TokenTree::Punct(mark) => match mark.as_char() {
                '-' => text.push_str(" -"),
                '>' if text.ends_with('-') => text.push_str("> "),
                ',' => text.push_str(", "),
                '+' | '=' | '|' => text.extend([' ', mark.as_char(), ' ']),
                ':' if mark.spacing() == proc_macro2::Spacing::Alone && !text.ends_with(':') => text.push_str(": "),
                mark => text.push(mark),
            },
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                text.push_str(open);
                write(group.stream(), text);
                text.truncate(text.trim_end_matches([',', ' ']).len());
                text.push_str(close);
            }
        }
    }
}
