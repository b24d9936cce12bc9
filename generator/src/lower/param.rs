//! Parameters, and the path template that some of them fill.

use openapiv3::{Parameter, ParameterData, ParameterSchemaOrContent, QueryStyle as Style, ReferenceOr};

use super::schema::{self, Place};
use super::{Context, declared, hints, pagination};
use crate::diag::{Code, Diagnostic, Site};
use crate::document::SchemaTable;
use crate::ir::{Constraints, Docs, Location, OperationId, Owner, Param, Path, PathPiece, QueryStyle, Role, Type};

/// The parameters of an operation: those of the path item, each replaced by one of the operation with the same name
/// and place (OpenAPI, "Operation Object", `parameters`).
pub(super) fn params(
    context: &mut Context<'_>,
    id: OperationId,
    shared: &[ReferenceOr<Parameter>],
    own: &[ReferenceOr<Parameter>],
    site: &Site,
) -> Vec<Param> {
    let mut result: Vec<Param> = Vec::new();
    for list in [shared, own] {
        let start = result.len();
        let mut replaced: Vec<usize> = Vec::new();
        for parameter in list.iter().filter_map(ReferenceOr::as_item) {
            let Some(param) = param(context, id, parameter, site) else { continue };
            let same = |known: &Param| known.wire == param.wire && same_place(known.location, param.location);
            match result.iter().position(same) {
                Some(index) => {
                    // An operation's own takes the place of its path's; two of one list are a slip of the pen.
                    if index >= start || replaced.contains(&index) {
                        report_twice(context, &param);
                    }
                    replaced.push(index);
                    if let Some(known) = result.get_mut(index) {
                        *known = param;
                    }
                }
                None => result.push(param),
            }
        }
    }
    result
}

fn report_twice(context: &mut Context<'_>, param: &Param) {
    context.diagnostics.push(
        Diagnostic::new(Code::DuplicateParameter, format!("the parameter `{}` is declared twice", param.wire))
            .at(&param.site)
            .effect("the last one counts"),
    );
}

fn same_place(a: Location, b: Location) -> bool {
    std::mem::discriminant(&a) == std::mem::discriminant(&b)
}

fn param(context: &mut Context<'_>, id: OperationId, parameter: &Parameter, site: &Site) -> Option<Param> {
    let data = parameter.parameter_data_ref();
    let location = match parameter {
        Parameter::Query { style, .. } => Location::Query(query_style(style, data.explode)),
        Parameter::Header { .. } => {
            // OpenAPI, "Parameter Object": these three are not parameters, the protocol and the security schemes set them.
            let reserved = ["accept", "content-type", "authorization"];
            if reserved.contains(&data.name.to_ascii_lowercase().as_str()) {
                return None;
            }
            Location::Header
        }
        Parameter::Path { .. } => Location::Path,
        Parameter::Cookie { .. } => Location::Cookie,
    };
    let place = Place::new(Owner::Operation(id), Role::Parameter(data.name.clone()));
    let schema = schema_of(data);
    let (ty, schema) = match schema {
        Some(schema) => (schema::lower(context, schema, &place).ty, Some(context.document.schemas.get(schema))),
        None => (declared("the parameter has no schema"), None),
    };
    // Null cannot be written in a path, query or header: a nullable parameter is one that may be left out.
    let ty = if location == Location::Path && matches!(ty, Type::Any(_)) { Type::String } else { ty };
    let site = site.join("parameters");
    let of_schema = schema.map(|schema| (&schema.extensions, &schema.site));
    for (extensions, site) in of_schema.into_iter().chain([(&data.extensions, &site)]) {
        pagination::mark(context, Owner::Operation(id), &data.name, extensions, site);
    }
    Some(Param {
        hint: hints::param_name(context, (&data.extensions, &site), schema),
        wire: data.name.clone(),
        location,
        ty,
        required: data.required || location == Location::Path,
        docs: Docs {
            summary: None,
            description: data.description.clone().or_else(|| schema.and_then(|schema| schema.description.clone())),
            url: None,
            example: example(data).or_else(|| schema.and_then(|schema| schema.examples.first().cloned())),
        },
        constraints: schema.map(|schema| schema::constraints(context, schema)).unwrap_or_default(),
        default: schema.and_then(|schema| schema.default.as_deref().cloned()),
        deprecated: data.deprecated.unwrap_or(false),
        site,
    })
}

fn schema_of(data: &ParameterData) -> Option<crate::document::SchemaId> {
    let schema = match &data.format {
        ParameterSchemaOrContent::Schema(schema) => schema,
        ParameterSchemaOrContent::Content(content) => content.values().next()?.schema.as_ref()?,
    };
    SchemaTable::id(schema)
}

fn example(data: &ParameterData) -> Option<serde_json::Value> {
    data.example
        .clone()
        .or_else(|| data.examples.values().filter_map(ReferenceOr::as_item).find_map(|example| example.value.clone()))
}

pub(super) fn query_style(style: &Style, explode: Option<bool>) -> QueryStyle {
    match style {
        // OpenAPI: `explode` is true by default for `form` alone.
        Style::Form => QueryStyle::Form { explode: explode.unwrap_or(true) },
        Style::SpaceDelimited if explode != Some(true) => QueryStyle::SpaceDelimited,
        Style::PipeDelimited if explode != Some(true) => QueryStyle::PipeDelimited,
        Style::SpaceDelimited | Style::PipeDelimited => QueryStyle::Form { explode: true },
        Style::DeepObject => QueryStyle::DeepObject,
    }
}

/// The path with its variables in place, and the parameters that are not of the path.
pub(super) fn split(context: &mut Context<'_>, template: &str, params: Vec<Param>, site: &Site) -> (Path, Vec<Param>) {
    let (mut in_path, rest): (Vec<Param>, Vec<Param>) =
        params.into_iter().partition(|param| param.location == Location::Path);
    let mut pieces = Vec::new();
    let mut text = template;
    while let Some((before, after)) = text.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        if !before.is_empty() {
            pieces.push(PathPiece::Text(before.to_owned()));
        }
        let declared = in_path.iter().position(|param| param.wire == name);
        let param = match declared {
            Some(index) => in_path.swap_remove(index),
            None => undeclared(context, name, site),
        };
        pieces.push(PathPiece::Variable(Box::new(param)));
        text = after;
    }
    if !text.is_empty() {
        pieces.push(PathPiece::Text(text.to_owned()));
    }
    for param in in_path {
        context.diagnostics.push(
            Diagnostic::new(
                Code::PathParameterUnused,
                format!("the path parameter `{}` has no place in `{template}`", param.wire),
            )
            .at(&param.site)
            .effect("the method does not take it"),
        );
    }
    (Path { template: template.to_owned(), pieces }, rest)
}

fn undeclared(context: &mut Context<'_>, name: &str, site: &Site) -> Param {
    context.diagnostics.push(
        Diagnostic::new(Code::PathParameterUndeclared, format!("the path variable `{{{name}}}` is not declared"))
            .at(site)
            .effect("the method takes it as a string")
            .help(format!(
                "add `{{ name: {name}, in: path, required: true, schema: {{ type: string }} }}` to `parameters`"
            )),
    );
    Param {
        hint: None,
        wire: name.to_owned(),
        location: Location::Path,
        ty: Type::String,
        required: true,
        docs: Docs::default(),
        constraints: Constraints::default(),
        default: None,
        deprecated: false,
        site: site.clone(),
    }
}
