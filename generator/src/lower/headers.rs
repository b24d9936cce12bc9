//! Headers of answers: what is documented of them, as one type of the whole API.
//!
//! Input: the answers of an operation. Output: the names of the headers that they come with, and at the end an object
//! whose fields are those of all operations. An API has a handful of them, which come with most of its answers: a type for
//! each operation would be the same again and again. All are optional, since no answer has all.
//! Not here: headers of requests (`param`), and how texts are read, which is the runtime's.

use std::collections::BTreeSet;

use indexmap::{IndexMap, IndexSet};
use openapiv3::{Header, ParameterSchemaOrContent, ReferenceOr, Response};

use super::schema::{self, Place};
use super::{Context, declared, security, texts};
use crate::diag::{Code, Diagnostic, Site};
use crate::document::{COLLECTION_FORMAT, Schema, SchemaId, SchemaTable};
use crate::ir::{Constraints, Docs, Field, Object, Origin, Owner, Role, Shape, Type, TypeDef, TypeId};

/// The type in the making.
#[derive(Debug)]
pub(super) struct Headers {
    /// Itself, from the first header on: what its fields hold belongs to it.
    id: TypeId,
    /// By name.
    fields: IndexMap<String, Known>,
}

#[derive(Debug)]
struct Known {
    field: Field,
    /// The schema that it was made of.
    schema: Option<SchemaId>,
    /// Whether another answer says something else of it.
    is_disputed: bool,
}

/// The headers that the answers of an operation come with: their names in small letters, in order, each once.
pub(super) fn of_answers(context: &mut Context<'_>, answers: &[(String, &Response)], site: &Site) -> Vec<String> {
    // Those of successes go first: they are what most callers see.
    let (successes, failures): (Vec<_>, Vec<_>) = answers.iter().partition(|(status, _)| status.starts_with('2'));
    let mut names: IndexSet<String> = IndexSet::new();
    for (name, header) in successes.into_iter().chain(failures).flat_map(|(_, response)| &response.headers) {
        let ReferenceOr::Item(header) = header else { continue };
        let name = name.to_ascii_lowercase();
        // This one is not a header (OpenAPI, "Response Object").
        if name == "content-type" || !security::is_token(&name) || names.contains(&name) {
            continue;
        }
        add(context, &name, header, &site.join("responses"));
        names.insert(name);
    }
    names.into_iter().collect()
}

fn add(context: &mut Context<'_>, name: &str, header: &Header, site: &Site) {
    let mut headers = context.headers.take().unwrap_or_else(|| begin(context, site));
    let schema = schema_of(header);
    match headers.fields.get_mut(name) {
        None => {
            let field = field(context, headers.id, name, header, site);
            headers.fields.insert(name.to_owned(), Known { field, schema, is_disputed: false });
        }
        // Where two answers differ about a header, its text is all that can be said of it.
        Some(known) if !known.is_disputed && differs(context, known.schema, schema) => {
            known.is_disputed = true;
            known.field.ty = Type::String;
            known.field.constraints = Constraints::default();
            let schemas = &context.document.schemas;
            let place = |id: Option<SchemaId>| id.map_or(site, |id| &schemas.get(id).site);
            let message = format!("the header `{name}` is described in two ways");
            context.diagnostics.push(
                Diagnostic::new(Code::HeaderDescribedTwice, message)
                    .at(place(schema))
                    .related(place(known.schema), "and here")
                    .effect("it is a text for all answers")
                    .help("give it the same schema wherever it comes, under `components.headers`"),
            );
        }
        Some(_) => {}
    }
    context.headers = Some(headers);
}

fn begin(context: &mut Context<'_>, site: &Site) -> Headers {
    let id = context.types.push(TypeDef {
        hint: None,
        origin: Origin::Inline { owner: Owner::Api, role: Role::Headers },
        met: BTreeSet::new(),
        shape: Shape::Object(Object::default()),
        docs: Docs {
            summary: Some("Headers that answers come with; each method says which are documented for it.".to_owned()),
            description: Some(
                "One that is there and is not of its type is `None`; `headers()` of the answer has its text."
                    .to_owned(),
            ),
            ..Docs::default()
        },
        constraints: Constraints::default(),
        deprecated: false,
        replaced: None,
        site: site.clone(),
    });
    Headers { id, fields: IndexMap::new() }
}

/// Gives the type its shape, when all operations are known; `None` where no header is documented.
pub(super) fn finish(context: &mut Context<'_>) -> Option<TypeId> {
    let Headers { id, fields } = context.headers.take()?;
    let fields = fields.into_values().map(|known| known.field).collect();
    context.types.set_shape(id, Shape::Object(Object { fields, extra: None }));
    Some(id)
}

/// Whether a header has other values than one of that name before; what is said of them is not compared.
fn differs(context: &Context<'_>, a: Option<SchemaId>, b: Option<SchemaId>) -> bool {
    let schemas = &context.document.schemas;
    let kind = |id: Option<SchemaId>| {
        let schema = schemas.get(schemas.follow(id?));
        Some((schema.types, schema.format.clone(), schema.enumeration.clone()))
    };
    a != b && kind(a) != kind(b)
}

fn field(context: &mut Context<'_>, owner: TypeId, wire: &str, header: &Header, site: &Site) -> Field {
    let schema_id = schema_of(header);
    let schema = schema_id.map(|id| context.document.schemas.get(context.document.schemas.follow(id)));
    let ty = match schema_id {
        Some(id) => schema::lower(context, id, &Place::new(Owner::Type(owner), Role::Property(wire.to_owned()))).ty,
        None => declared("the header has no schema"),
    };
    let ty = if header.extensions.contains_key(COLLECTION_FORMAT) { Type::String } else { ty };
    let ty = match ty {
        Type::Nullable(inner) => *inner,
        Type::Any(_) => Type::String,
        ty => ty,
    };
    Field {
        hint: None,
        ty,
        required: false,
        nullable: false,
        read_only: false,
        write_only: false,
        docs: Docs {
            description: header.description.clone().or_else(|| schema.and_then(|of| of.description.clone())),
            example: header.example.clone(),
            asserted: schema.map(texts::asserted).unwrap_or_default(),
            ..Docs::default()
        },
        constraints: schema.map(|schema: &Schema| texts::constraints(context, schema)).unwrap_or_default(),
        default: None,
        deprecated: header.deprecated.unwrap_or(false),
        site: site.clone(),
        wire: wire.to_owned(),
    }
}

fn schema_of(header: &Header) -> Option<SchemaId> {
    let schema = match &header.format {
        ParameterSchemaOrContent::Schema(schema) => schema,
        ParameterSchemaOrContent::Content(content) => content.values().next()?.schema.as_ref()?,
    };
    SchemaTable::id(schema)
}

#[cfg(test)]
#[allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]
mod tests {
    use expect_test::expect;

    use crate::diag::Code;
    use crate::ir::Shape;
    use crate::lower::tests::lowered;

    #[test]
    fn a_header_of_two_types_is_a_text_and_said_once() {
        let (api, diagnostics) = lowered(
            r"
openapi: 3.1.0
info: { title: T, version: '1' }
paths:
  /a: { get: { responses: { '204': { description: D., headers: { X-Rate: { schema: { type: integer } }, X-Same: { schema: { type: integer } } } } } } }
  /b: { get: { responses: { '204': { description: D., headers: { x-rate: { schema: { type: string } }, X-Same: { schema: { type: integer } } } } } } }
  /c: { get: { responses: { '204': { description: D., headers: { X-Rate: { schema: { type: boolean } } } } } } }
",
        );
        let headers = api.types.iter().filter_map(|(_, def)| match &def.shape {
            Shape::Object(object) => Some(object),
            _ => None,
        });
        let fields = headers.flat_map(|object| &object.fields);
        let mut said: Vec<String> = fields.map(|field| format!("{}: {:?}", field.wire, field.ty)).collect();
        let disputed = diagnostics.list().iter().filter(|found| found.code == Code::HeaderDescribedTwice);
        said.extend(disputed.map(|found| format!("{} {:?}", found.message, found.effect)));
        expect![[r#"
            x-rate: String
            x-same: Integer(I64)
            the header `x-rate` is described in two ways Some("it is a text for all answers")"#]]
        .assert_eq(&said.join("\n"));
    }
}
