//! Types as they are written: paths, `Option`, `Box`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::Sdk;
use super::rust_file::{RustFile, compact};
use crate::ir::{Field, IntegerKind, Location, Param, Path, PathPiece, Shape, TextStyle, Type, TypeDef, TypeId};
use crate::names::{Ident, Module};

/// An identifier as a token.
pub(super) fn ident(name: &Ident) -> proc_macro2::Ident {
    if name.is_raw() { format_ident!("r#{}", name.as_str()) } else { format_ident!("{}", name.as_str()) }
}

/// A type, as written in a file that stands in `here`; what it needs is imported.
pub(super) fn ty(sdk: Sdk<'_>, ty: &Type, here: Module, file: &mut RustFile) -> TokenStream {
    match ty {
        Type::Bool => quote!(bool),
        Type::Integer(kind) => integer(*kind),
        Type::Number => quote!(f64),
        Type::Decimal => runtime("ExactNumber", file),
        Type::String => quote!(String),
        Type::Format(format) => mapped(sdk, format),
        Type::Secret => runtime("SecretText", file),
        Type::Quoted(kind) => {
            let (quoted, integer) = (runtime("Quoted", file), integer(*kind));
            quote!(#quoted<#integer>)
        }
        Type::DateTime => runtime("Timestamp", file),
        Type::Date => runtime("Date", file),
        Type::Base64 => runtime("Base64", file),
        Type::Base64Url => runtime("Base64Url", file),
        Type::Binary => runtime("Upload", file),
        Type::Multipart => runtime("Multipart", file),
        Type::Array(inner) => {
            let inner = self::ty(sdk, inner, here, file);
            quote!(Vec<#inner>)
        }
        Type::Map(inner) => {
            let inner = self::ty(sdk, inner, here, file);
            let map = runtime("Map", file);
            quote!(#map<#inner>)
        }
        Type::Tuple(elements) => {
            let elements: Vec<TokenStream> = elements.iter().map(|of| self::ty(sdk, of, here, file)).collect();
            quote!((#(#elements,)*))
        }
        Type::Nullable(inner) => {
            let inner = self::ty(sdk, inner, here, file);
            quote!(Option<#inner>)
        }
        Type::Named(id) => named(sdk, *id, here, file),
        Type::Any(_) => runtime("Json", file),
    }
}

/// The type of an integer.
pub(super) fn integer(kind: IntegerKind) -> TokenStream {
    match kind {
        IntegerKind::I32 => quote!(i32),
        IntegerKind::I64 => quote!(i64),
        IntegerKind::U32 => quote!(u32),
        IntegerKind::U64 => quote!(u64),
        IntegerKind::I128 => quote!(i128),
    }
}

/// The type that the configuration gives to a format; a text where it gives none.
pub(super) fn mapped(sdk: Sdk<'_>, format: &str) -> TokenStream {
    let path = sdk.config.formats.get(format).and_then(|mapped| mapped.path(format));
    path.and_then(|path| path.parse().ok()).unwrap_or_else(|| quote!(String))
}

fn runtime(name: &str, file: &mut RustFile) -> TokenStream {
    file.runtime(name);
    let name = format_ident!("{name}");
    quote!(#name)
}

/// The path of a named type from a file that stands in `here`.
pub(super) fn named(sdk: Sdk<'_>, id: TypeId, here: Module, file: &mut RustFile) -> TokenStream {
    let Some(name) = sdk.names.types.get(&id) else {
        return runtime("Json", file);
    };
    qualified(sdk, &name.ident, name.module, here, file)
}

/// The path of a name that stands in `there`.
pub(super) fn qualified(sdk: Sdk<'_>, name: &Ident, there: Module, here: Module, file: &mut RustFile) -> TokenStream {
    let text = name;
    let name = ident(name);
    match (there, here) {
        (there, here) if there == here => quote!(#name),
        (Module::Types(_), Module::Types(_)) => {
            file.sibling(&text.to_string());
            quote!(#name)
        }
        (Module::Types(_), _) => {
            file.import("crate::types");
            quote!(types::#name)
        }
        (Module::Resource(id), _) => {
            let modules = modules(sdk, id);
            quote!(crate::resources::#(#modules::)*#name)
        }
        (Module::Webhooks, _) => quote!(crate::webhooks::#name),
        (Module::Client, _) => quote!(crate::#name),
    }
}

/// The modules from `resources` down to a resource's own.
pub(super) fn modules(sdk: Sdk<'_>, id: crate::ir::ResourceId) -> Vec<proc_macro2::Ident> {
    sdk.api
        .lineage(id)
        .into_iter()
        .filter_map(|id| sdk.names.resources.get(&id))
        .map(|name| ident(&name.module))
        .collect()
}

/// How a field is held and written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presence {
    /// `T`
    Required,
    /// `Option<T>`, written as null.
    Nullable,
    /// `Option<T>`, left out.
    Optional,
    /// `Option<Nullable<T>>`: null and absent are told apart.
    Patch,
}

/// The presence of a field of a type that tells null from absent (`patch`) or does not.
pub(super) fn presence(field: &Field, patch: bool) -> Presence {
    match (field.required, field.nullable) {
        (true, false) => Presence::Required,
        (true, true) => Presence::Nullable,
        (false, true) if patch => Presence::Patch,
        (false, _) => Presence::Optional,
    }
}

impl Presence {
    /// The section of the runtime's tables.
    pub(super) fn section(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Nullable => "nullable",
            Self::Optional => "optional",
            Self::Patch => "patch",
        }
    }

    /// The type of the field, given that of its value.
    pub(super) fn wrap(self, value: &TokenStream, file: &mut RustFile) -> TokenStream {
        match self {
            Self::Required => value.clone(),
            Self::Nullable | Self::Optional => quote!(Option<#value>),
            Self::Patch => {
                let nullable = runtime("Nullable", file);
                quote!(Option<#nullable<#value>>)
            }
        }
    }

    /// What a setter takes, given the type of the value.
    pub(super) fn setter(self, value: &TokenStream, file: &mut RustFile) -> TokenStream {
        match self {
            Self::Patch => {
                let nullable = runtime("Nullable", file);
                quote!(#nullable<#value>)
            }
            _ => value.clone(),
        }
    }
}

/// A row of a table of setters: `name: Type` takes what becomes the type. `name = u32` takes the integer itself, so that
/// any literal is one: of what it could become that from, Rust knows too much to choose. `name[Type]` takes anything
/// whose elements become that type, and `name[= u32]` such whose elements are that.
pub(super) fn setter_row(
    sdk: Sdk<'_>,
    name: &str,
    presence: Presence,
    ty: &Type,
    value: &TokenStream,
    here: Module,
    file: &mut RustFile,
) -> String {
    if let Some((item, is_plain)) = list(sdk, presence, ty) {
        let held = self::ty(sdk, item, here, file);
        return format!("{name}[{}{}],", if is_plain { "= " } else { "" }, compact(&held));
    }
    let is_plain = presence != Presence::Patch && matches!(resolved(sdk, ty), Type::Integer(_));
    let taken = compact(&presence.setter(value, file));
    if is_plain { format!("{name} = {taken},") } else { format!("{name}: {taken},") }
}

/// The type of the elements of a setter that takes a list, and whether they must be of it as they come: an integer, a
/// list or a pair can become too many things for Rust to tell from a literal.
pub(super) fn list<'a>(sdk: Sdk<'a>, presence: Presence, ty: &'a Type) -> Option<(&'a Type, bool)> {
    let Type::Array(item) = resolved(sdk, ty) else { return None };
    let is_plain = matches!(
        resolved(sdk, item),
        Type::Integer(_) | Type::Array(_) | Type::Map(_) | Type::Tuple(_) | Type::Nullable(_)
    );
    (presence != Presence::Patch).then_some((&**item, is_plain))
}

/// The value type of a field, boxed where it must be.
pub(super) fn field_value(
    sdk: Sdk<'_>,
    owner: TypeId,
    field: &Field,
    here: Module,
    file: &mut RustFile,
) -> TokenStream {
    let value = ty(sdk, &field.ty, here, file);
    if sdk.facts.boxed.contains(&(owner, field.wire.clone())) { quote!(Box<#value>) } else { value }
}

/// Follows aliases to the type that is behind them.
pub(super) fn resolved<'a>(sdk: Sdk<'a>, ty: &'a Type) -> &'a Type {
    sdk.api.types.resolved(ty)
}

/// What a variable of a path is given as.
pub(super) enum Variable<'a> {
    /// A value of a type that is written in one way only.
    Scalar(&'a Type),
    /// An integer that is in quotes where there are quotes.
    Quoted(IntegerKind),
    /// A value that the runtime spells: a list, an object, a type that only the configuration knows.
    Value(&'a Type),
    /// A variant.
    Enum(TypeId),
    /// Its text: what else a schema may say of it does not make it clearer.
    Text,
}

/// How a variable of a path is given.
pub(super) fn variable<'a>(sdk: Sdk<'a>, ty: &'a Type) -> Variable<'a> {
    match resolved(sdk, ty) {
        scalar @ (Type::Bool | Type::Integer(_) | Type::Number | Type::Decimal | Type::DateTime | Type::Date) => {
            Variable::Scalar(scalar)
        }
        Type::Quoted(kind) => Variable::Quoted(*kind),
        value @ (Type::Format(_) | Type::Array(_) | Type::Map(_) | Type::Tuple(_)) => Variable::Value(value),
        Type::Named(id) if is_own_enum(&sdk.api.types[*id]) => Variable::Enum(*id),
        value @ Type::Named(id) if is_own_object(&sdk.api.types[*id]) => Variable::Value(value),
        _ => Variable::Text,
    }
}

fn is_own_enum(def: &TypeDef) -> bool {
    matches!(def.shape, Shape::Enum(_)) && def.replaced.is_none()
}

fn is_own_object(def: &TypeDef) -> bool {
    matches!(def.shape, Shape::Object(_)) && def.replaced.is_none()
}

/// Whether the text of a variable is percent-encoded as it is, without a style of its own.
pub(super) fn is_plain(sdk: Sdk<'_>, param: &Param) -> bool {
    let Location::Path(style) = param.location else { return true };
    match style {
        TextStyle::Label { .. } | TextStyle::Matrix { .. } | TextStyle::Json => false,
        _ => !matches!(variable(sdk, &param.ty), Variable::Value(_)),
    }
}

/// The path as the runtime takes it: `{+name}` for what is encoded already, or kept as far as a path can hold it.
pub(super) fn template(sdk: Sdk<'_>, path: &Path) -> String {
    path.pieces
        .iter()
        .map(|piece| match piece {
            PathPiece::Text(text) => text.clone(),
            PathPiece::Variable(param) if is_plain(sdk, param) && !param.allow_reserved => {
                format!("{{{}}}", param.wire)
            }
            PathPiece::Variable(param) => format!("{{+{}}}", param.wire),
        })
        .collect()
}

/// A style of the runtime.
pub(super) fn text_style(style: TextStyle, file: &mut RustFile) -> TokenStream {
    let name = runtime("TextStyle", file);
    match style {
        TextStyle::Simple { explode } => quote!(#name::Simple { explode: #explode }),
        TextStyle::Label { explode } => quote!(#name::Label { explode: #explode }),
        TextStyle::Matrix { explode } => quote!(#name::Matrix { explode: #explode }),
        TextStyle::Form { explode } => quote!(#name::Form { explode: #explode }),
        TextStyle::Cookie { explode } => quote!(#name::Cookie { explode: #explode }),
        TextStyle::SpaceDelimited => quote!(#name::SpaceDelimited),
        TextStyle::TabDelimited => quote!(#name::TabDelimited),
        TextStyle::PipeDelimited => quote!(#name::PipeDelimited),
        TextStyle::Json => quote!(#name::Json),
    }
}
