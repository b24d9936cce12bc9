//! Where a parameter travels, and how it is spelt there.
//!
//! Input: a parameter of the document, its type, the configuration. Output: [`Location`].
//! Not here: which parameters there are (`param`), and the spelling itself, which is the runtime's.

use openapiv3::{Parameter, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle as Style};

use super::Context;
use crate::config::NestedArrays;
use crate::document::{COLLECTION_FORMAT, COOKIE_STYLE, WHOLE_QUERY, is_json};
use crate::ir::{Location, QueryStyle, TextStyle, Type};

/// How the value of a parameter becomes text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// By its style.
    Styled,
    /// As JSON.
    Json,
    /// As a text of another media type, which the caller writes.
    Text,
}

/// What `schema` and `content` say of the form (OpenAPI, "Parameter Object": `content` has one entry).
pub(super) fn form(data: &ParameterData) -> Form {
    match &data.format {
        ParameterSchemaOrContent::Schema(_) => Form::Styled,
        ParameterSchemaOrContent::Content(content) => match content.keys().next() {
            Some(name) if is_json(name.split(';').next().unwrap_or_default().trim()) || name == "*/*" => Form::Json,
            _ => Form::Text,
        },
    }
}

/// Where a parameter travels; its type decides where the description leaves the style open.
pub(super) fn of(context: &Context<'_>, parameter: &Parameter, ty: &Type) -> Location {
    let data = parameter.parameter_data_ref();
    let explode = data.explode.unwrap_or(false);
    let is_whole_query = data.extensions.contains_key(WHOLE_QUERY);
    let is_json = form(data) == Form::Json;
    let text = |style: TextStyle| if is_json { TextStyle::Json } else { delimited(data).unwrap_or(style) };
    match parameter {
        Parameter::Query { .. } if is_whole_query => Location::QueryString(text(TextStyle::Simple { explode: false })),
        Parameter::Query { .. } if is_json => Location::Query(QueryStyle::Json),
        Parameter::Query { style, .. } => Location::Query(query(context, style, data, ty)),
        Parameter::Header { .. } => Location::Header(text(TextStyle::Simple { explode })),
        Parameter::Path { style, .. } => Location::Path(text(match style {
            PathStyle::Simple => TextStyle::Simple { explode },
            PathStyle::Label => TextStyle::Label { explode },
            PathStyle::Matrix => TextStyle::Matrix { explode },
        })),
        Parameter::Cookie { .. } => {
            // OpenAPI: `explode` is true by default for `form` and `cookie`.
            let explode = data.explode.unwrap_or(true);
            let is_raw = data.extensions.contains_key(COOKIE_STYLE);
            Location::Cookie(text(if is_raw { TextStyle::Cookie { explode } } else { TextStyle::Form { explode } }))
        }
    }
}

/// The delimiter of a `collectionFormat` (OpenAPI 2.0).
fn delimited(data: &ParameterData) -> Option<TextStyle> {
    match data.extensions.get(COLLECTION_FORMAT)?.as_str()? {
        "ssv" => Some(TextStyle::SpaceDelimited),
        "tsv" => Some(TextStyle::TabDelimited),
        "pipes" => Some(TextStyle::PipeDelimited),
        _ => None,
    }
}

fn query(context: &Context<'_>, style: &Style, data: &ParameterData, ty: &Type) -> QueryStyle {
    if delimited(data) == Some(TextStyle::TabDelimited) {
        return QueryStyle::TabDelimited;
    }
    match style {
        Style::Form if data.explode.is_none() && is_array(context, ty) => match context.config.query.arrays {
            // OpenAPI: `explode` is true by default for `form`.
            None | Some(NestedArrays::Repeat) => QueryStyle::Form { explode: true },
            Some(NestedArrays::Comma) => QueryStyle::Form { explode: false },
            // An array in an object's style is spelt as arrays within objects are.
            Some(NestedArrays::Brackets | NestedArrays::Indices) => QueryStyle::DeepObject,
        },
        style => query_style(style, data.explode),
    }
}

/// A style of the tables; of parameters and of the encoding of a form's fields.
pub(super) fn query_style(style: &Style, explode: Option<bool>) -> QueryStyle {
    match style {
        Style::Form => QueryStyle::Form { explode: explode.unwrap_or(true) },
        Style::SpaceDelimited if explode != Some(true) => QueryStyle::SpaceDelimited,
        Style::PipeDelimited if explode != Some(true) => QueryStyle::PipeDelimited,
        // The tables have no such cells; OpenAPI 3.0.0 says that it is the same as `form`.
        Style::SpaceDelimited | Style::PipeDelimited => QueryStyle::Form { explode: true },
        Style::DeepObject => QueryStyle::DeepObject,
    }
}

fn is_array(context: &Context<'_>, ty: &Type) -> bool {
    match context.types.resolved(ty) {
        Type::Array(_) | Type::Tuple(_) => true,
        Type::Nullable(inner) => is_array(context, inner),
        _ => false,
    }
}
