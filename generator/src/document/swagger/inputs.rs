//! Parameters of 2.0, which are also bodies and forms.
//!
//! Input: the lists of a path item and of its operation. Output: parameters and the request body of 3.x.
//! Not here: what describes a value (`type`, `items`, `enum`, …): that is read as a schema from the same object.

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::grammar::PARAMETER;
use crate::diag::{Change, Code, Diagnostic, Site};
use crate::document::build::Build;
use crate::document::dated::OF_3;
use crate::document::fix::{COLLECTION_FORMAT, Fix, LOCATIONS_OF_2};
use crate::document::grammar;
use crate::document::intern::Form;
use crate::document::keyword_values::kind_of;
use crate::document::problem::Problem;
use crate::document::schema::{JsonType, Schema};
use crate::document::shown::{Example, Of, id_of};
use crate::document::walk::{Node, Walked};

const MULTIPART: &str = "multipart/form-data";
const URLENCODED: &str = "application/x-www-form-urlencoded";

/// One parameter, after references.
#[derive(Clone)]
pub(in crate::document) struct Input<'a> {
    pub(super) site: Site,
    pub(super) value: &'a Value,
    pub(super) object: Map<String, Value>,
}

impl<'a> Input<'a> {
    fn text(&self, field: &str) -> &str {
        self.object.get(field).and_then(Value::as_str).unwrap_or_default()
    }

    /// Whether it has the name and the place of another.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.text("in") == other.text("in") && self.text("name") == other.text("name")
    }

    /// The finding at one whose name and place another of its list has.
    pub(super) fn declared_twice(&self) -> Diagnostic {
        let message = format!("the parameter `{}` is declared twice", self.text("name"));
        Diagnostic::new(Code::DuplicateParameter, message).at(&self.site).effect("the last one counts")
    }

    fn is_required(&self) -> bool {
        self.object.get("required") == Some(&Value::Bool(true))
    }

    /// The `schema` of a field of a form, which has one in 3.x.
    fn schema_of_field(&self) -> Option<&'a Value> {
        self.value.get("schema").filter(|schema| schema.is_object() && self.text("in") == "formData")
    }

    /// What describes its value.
    fn described(&self) -> &'a Value {
        self.schema_of_field().unwrap_or(self.value)
    }

    /// Whether it is a file, or a list of files.
    fn is_file(&self) -> bool {
        let mut here = self.described();
        while let Some(items) = here.get("items") {
            here = items;
        }
        let is_of_3 = self.schema_of_field().is_some();
        here.get("type").is_some_and(|kind| kind == "file")
            || (is_of_3 && here.get("format").is_some_and(|format| format == "binary"))
    }
}

impl<'a> Build<'a> {
    /// The parameters of the lists together; a later one takes the place of an earlier one of the same name and place.
    pub(super) fn swagger_inputs(&mut self, lists: [(Site, Option<&'a Value>); 2]) -> Walked<Vec<Input<'a>>> {
        let mut inputs: Vec<Input<'a>> = Vec::new();
        for (site, list) in lists {
            let mut own: Vec<(String, String)> = Vec::new();
            let list = match list {
                None | Some(Value::Null) => continue,
                Some(Value::Array(list)) => list,
                Some(other) => {
                    let message = format!("`parameters` must be a list, but is {}", kind_of(other));
                    return Err(Problem::new(&site, message));
                }
            };
            for (index, value) in list.iter().enumerate() {
                let site = site.index(index);
                let input = match self.within(&site, value, Self::input) {
                    Err(problem) if problem.is_of_reference() => {
                        self.unreached(&grammar::PARAMETER, &site, problem, &[]);
                        continue;
                    }
                    read => read?,
                };
                let identity = (input.text("in").to_owned(), input.text("name").to_owned());
                if own.contains(&identity) {
                    self.diagnostics.push(Diagnostic { site: Some(site), ..input.declared_twice() });
                }
                own.push(identity);
                self.check_type(&input);
                match inputs.iter_mut().find(|known| known.is_same(&input)) {
                    Some(known) => *known = input,
                    None => inputs.push(input),
                }
            }
        }
        Ok(inputs)
    }

    /// What only a body may be, and what only a form may hold.
    fn check_type(&mut self, input: &Input<'a>) {
        let place = input.text("in");
        let stated = input.value.get("type").and_then(Value::as_str).unwrap_or_default();
        let kind = if input.is_file() { "file" } else { stated };
        let fits = match kind {
            "object" | "null" => place == "body",
            "file" => place == "formData",
            _ => true,
        };
        if !fits {
            let message = format!("a parameter in `{place}` cannot be of type `{kind}`");
            let diagnostic = Diagnostic::new(Code::WrongKind, message).at(&input.site.join("type"));
            let help = match kind {
                "file" => "a file is sent in a form: `in: formData`",
                _ => "an object is sent as a body: `in: body`, with a `schema`; or say `type: string`",
            };
            self.diagnostics.push(diagnostic.effect("it is read as what its type says all the same").help(help));
        }
        let says = ["type", "schema", "content", "$ref", "allOf", "enum", "items"];
        if says.iter().all(|field| input.value.get(field).is_none()) {
            let (field, help) = match place {
                "body" => ("schema", "say what is sent: `schema: { type: object, properties: … }`"),
                _ => ("type", "say it: `type: string`"),
            };
            let message = format!("a parameter in `{place}` needs the field `{field}`");
            let diagnostic = Diagnostic::new(Code::MissingField, message).at(&input.site);
            self.diagnostics.push(diagnostic.effect("its value is not described").help(help));
        }
        if !self.is_of_lists(input.object.get("schema")) {
            self.formats_of_no_list(&input.site, input.value);
        }
        let multi = input.text("collectionFormat") == "multi";
        if multi && !["query", "formData"].contains(&place) {
            let message = format!("the `collectionFormat` `multi` does not exist in `{place}`");
            let diagnostic = Diagnostic::new(Code::UnknownStyle, message).at(&input.site.join("collectionFormat"));
            self.diagnostics.push(diagnostic.effect("the values are joined by commas (`csv`)"));
        }
        if place != "body"
            && let Some(inner) = inner_list(&input.site, input.value)
        {
            let message = "a list within a list is not joined by a delimiter of its own";
            let effect = if multi {
                "each value is sent on its own, with the numbers of its lists: `name[0][1]`"
            } else {
                "each list within is sent as JSON"
            };
            let diagnostic = Diagnostic::new(Code::CollectionFormatNotFollowed, message).at(&inner).effect(effect);
            self.diagnostics.push(diagnostic.help("let callers join them: a list of `type: string`"));
        }
    }

    /// Says of each `collectionFormat`, of a value and of those within it, that stands beside no list.
    pub(super) fn formats_of_no_list(&mut self, site: &Site, value: &Value) {
        let (mut site, mut value) = (site.clone(), value);
        loop {
            if value.get("collectionFormat").is_some() && !is_list(value) {
                self.format_says_nothing(&site.join("collectionFormat"));
            }
            let Some(items) = value.get("items") else { return };
            (site, value) = (site.join("items"), items);
        }
    }

    pub(super) fn format_says_nothing(&mut self, site: &Site) {
        let message = "this `collectionFormat` says nothing: it is of lists, where no `style` is stated";
        self.diagnostics.push(Diagnostic::new(Code::UnknownField, message).at(site).effect("it is ignored"));
    }

    fn input(&mut self, node: Node<'a>) -> Walked<Input<'a>> {
        let mut object = self.nested(1, &node.site, |build| build.object_here(&PARAMETER, &node))?;
        self.spelt(&node.site, &mut object, "in", &LOCATIONS_OF_2);
        let later = [
            ("style", "`style`"),
            ("explode", "`explode`"),
            ("content", "`content` in a parameter"),
            ("schema", "`schema` in a parameter that is not in `body`"),
        ];
        let is_body = object.get("in").is_some_and(|place| place == "body");
        // Of a value that its parameter describes itself, `example` is one of that schema.
        let word = if is_body && node.value.get("x-example").is_none() { "example" } else { "x-example" };
        if let Some(value) = node.value.get(word).filter(|value| !value.is_null()) {
            let schema = match id_of(&object) {
                Some(id) => id,
                None => self.intern_form(node.site.clone(), node.value, Form::Parameter),
            };
            self.read_queue();
            let of = if is_body { Of::Body } else { Of::Parameter };
            let holder = node.site.clone();
            self.note_example(Example { schema, holder, site: node.site.join(word), value, of, used: None });
            object.entry("example").or_insert_with(|| value.clone());
        }
        for (word, name) in later.into_iter().filter(|(word, _)| object.contains_key(*word)) {
            if word != "schema" || !is_body {
                self.dated(name, OF_3, &node.site.join(word));
            }
        }
        Ok(Input { site: node.site, value: node.value, object })
    }

    /// Parts the inputs of the operation at a place into the parameters and the body of its request.
    pub(super) fn swagger_request(
        &mut self,
        operation: &Site,
        inputs: &[Input<'a>],
        consumes: &[String],
    ) -> Walked<(Vec<Value>, Option<Value>)> {
        let mut parameters = Vec::new();
        let mut body = None;
        let mut form = Vec::new();
        for input in inputs {
            match input.text("in") {
                "body" => {
                    if body.is_some() {
                        let diagnostic = Diagnostic::new(Code::DuplicateParameter, "an operation has but one body");
                        self.diagnostics.push(diagnostic.at(&input.site).effect("the last one counts"));
                    }
                    body = Some(self.body(input, consumes));
                }
                "formData" => form.push(input),
                _ => parameters.push(self.parameter_of(input)?),
            }
        }
        if !form.is_empty() {
            if body.is_some() {
                let message = "an operation has either a `body` or `formData` parameters, not both";
                return Err(Problem::new(&operation.join("parameters"), message));
            }
            body = Some(self.form(operation, &form, consumes));
        }
        Ok((parameters, body))
    }

    fn parameter_of(&mut self, input: &Input<'a>) -> Walked<Value> {
        let mut object = input.object.clone();
        object.remove("collectionFormat");
        let format = input.text("collectionFormat");
        let says_style = format.is_empty() && (object.contains_key("style") || object.contains_key("explode"));
        // A list in `schema`, the word of 3.x, is written as 3.x has it unless the word of 2.0 says otherwise.
        let is_joined = is_list(input.value) || (!format.is_empty() && self.is_of_lists(object.get("schema")));
        if is_joined && !says_style {
            self.joined(&input.site, input.text("in"), format, &mut object);
        }
        if !object.contains_key("content") {
            object.entry("schema").or_insert_with(|| self.value_schema(&input.site, input.value));
        }
        self.fix(Fix::Parameter, &input.site, &mut object)?;
        Ok(Value::Object(object))
    }

    /// Says of a parameter that is a list how its values are joined, in the words of 3.x.
    pub(super) fn joined(&mut self, site: &Site, place: &str, format: &str, object: &mut Map<String, Value>) {
        let (style, explode) = self.collection_format(site, format);
        let in_query = place == "query";
        if in_query {
            object.insert("style".to_owned(), json!(style));
        }
        if format == "tsv" || (!in_query && ["ssv", "pipes"].contains(&format)) {
            object.insert(COLLECTION_FORMAT.to_owned(), json!(format));
        }
        object.insert("explode".to_owned(), json!(explode));
    }

    /// How the values of a list are written, in the words of 3.x.
    fn collection_format(&mut self, site: &Site, format: &str) -> (&'static str, bool) {
        match format {
            // No style of 3.x is as `tsv`: the format goes along.
            "" | "csv" | "tsv" => ("form", false),
            "multi" => ("form", true),
            "ssv" => ("spaceDelimited", false),
            "pipes" => ("pipeDelimited", false),
            other => {
                let message = format!("the `collectionFormat` `{other}` cannot be sent");
                let diagnostic = Diagnostic::new(Code::UnknownStyle, message);
                self.diagnostics.push(
                    diagnostic
                        .at(&site.join("collectionFormat"))
                        .effect("the values are joined by commas (`csv`)")
                        .help("here it can be `csv`, `ssv`, `tsv`, `pipes` or `multi`"),
                );
                ("form", false)
            }
        }
    }

    /// The schema of a value that its parameter or header describes itself.
    pub(super) fn value_schema(&mut self, site: &Site, value: &'a Value) -> Value {
        let id = self.intern_form(site.clone(), value, Form::Parameter);
        self.read_queue();
        json!({ "$ref": format!("#/schemas/{}", id.0) })
    }

    fn body(&mut self, input: &Input<'a>, consumes: &[String]) -> Value {
        let types: Vec<&str> = consumes.iter().map(String::as_str).collect();
        let types = if types.is_empty() { vec!["application/json"] } else { types };
        let content = match (input.object.get("content"), input.object.get("schema")) {
            // As 3.x has it.
            (Some(content), _) => content.clone(),
            (None, schema) => {
                let schema = match schema {
                    Some(schema) => schema.clone(),
                    // `in: body` with `type` beside it, as if it were another parameter.
                    None => self.value_schema(&input.site, input.value),
                };
                types.into_iter().map(|name| (name.to_owned(), json!({ "schema": schema }))).collect()
            }
        };
        let mut body = json!({ "content": content, "required": input.is_required() });
        if let (Some(body), Some(text)) = (body.as_object_mut(), input.object.get("description")) {
            body.insert("description".to_owned(), text.clone());
        }
        body
    }

    /// The fields of a form, as one object.
    fn form(&mut self, operation: &Site, fields: &[&Input<'a>], consumes: &[String]) -> Value {
        let mut schema = Schema::new(operation.join("parameters"));
        schema.types.insert(JsonType::Object);
        let mut encoding = IndexMap::new();
        for field in fields {
            let name = field.text("name").to_owned();
            // Files of a list are parts, whatever is stated.
            let is_list = is_list(field.described()) || self.is_of_lists(field.object.get("schema"));
            if is_list && !field.is_file() {
                let (style, explode) = self.collection_format(&field.site, field.text("collectionFormat"));
                // `multi` is what forms of 3.x do unasked.
                if (style, explode) != ("form", true) {
                    let format = field.text("collectionFormat");
                    let of = json!({ "style": style, "explode": explode, (COLLECTION_FORMAT): format });
                    encoding.insert(name.clone(), of);
                }
            }
            if field.is_required() {
                schema.required.push(name.clone());
            }
            let id = match id_of(&field.object) {
                Some(id) => id,
                None => self.intern_form(field.site.clone(), field.value, Form::Parameter),
            };
            schema.properties.insert(name, id);
        }
        self.read_queue();
        let required = !schema.required.is_empty();
        let id = self.table.add(schema);
        let has_file = fields.iter().any(|field| field.is_file());
        let mut types: Vec<&str> = consumes.iter().map(String::as_str).filter(|name| is_form(name)).collect();
        if has_file {
            // A file cannot be URL-encoded, whatever else is offered.
            types.retain(|name| name.starts_with("multipart/"));
        }
        if types.is_empty() {
            let read_as = if has_file { MULTIPART } else { URLENCODED };
            types.push(read_as);
            if !consumes.is_empty() {
                let what = if has_file { "a form with a file" } else { "a form" };
                let stated = consumes.join("`, `");
                let message = format!("{what} cannot be sent as `{stated}`, which `consumes` says");
                let mend = self.mend(operation, Change::Update(json!({ "consumes": [read_as] })));
                let diagnostic = Diagnostic::new(Code::FormMediaType, message).at(operation);
                let help = format!("state `consumes: [{read_as}]` at this operation");
                self.diagnostics.push(diagnostic.effect(format!("it is sent as `{read_as}`")).help(help).mend(mend));
            }
        }
        let media = json!({ "schema": { "$ref": format!("#/schemas/{}", id.0) }, "encoding": encoding });
        let content: Map<String, Value> = types.into_iter().map(|name| (name.to_owned(), media.clone())).collect();
        json!({ "content": content, "required": required })
    }
}

fn is_form(name: &str) -> bool {
    name.starts_with("multipart/") || name.starts_with(URLENCODED)
}

/// Where a list says how the lists within it are joined, or would say so.
pub(super) fn inner_list(site: &Site, value: &Value) -> Option<Site> {
    let inner = value.get("items").filter(|items| is_list(value) && is_list(items))?;
    let site = site.join("items");
    Some(if inner.get("collectionFormat").is_some() { site.join("collectionFormat") } else { site })
}

/// The media types that a header parameter of this name says to be sent, where the operation does not state them: the
/// default, or else all values. A range says nothing.
pub(super) fn stated_in_header(inputs: &[Input<'_>], name: &str) -> Vec<String> {
    let is_named = |input: &&Input<'_>| input.text("in") == "header" && input.text("name").eq_ignore_ascii_case(name);
    let Some(input) = inputs.iter().find(is_named) else { return Vec::new() };
    let default = input.value.get("default");
    let listed = input.value.get("enum").and_then(Value::as_array).filter(|_| default.is_none());
    let values = default.into_iter().chain(listed.into_iter().flatten()).filter_map(Value::as_str);
    let is_type = |value: &&str| value.contains('/') && !value.contains(['*', ',']);
    values.filter(is_type).map(str::to_owned).collect()
}

pub(super) fn is_list(value: &Value) -> bool {
    value.get("type").is_some_and(|kind| kind == "array") || value.get("items").is_some()
}
