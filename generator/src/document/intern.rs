//! Gives every schema its number, and sees to it that each is read once.
//!
//! Input: places and trees of schemas, as the walk over the document meets them. Output: the [`SchemaTable`].
//! Not here: the keywords inside a schema (`keywords`).
//!
//! Schemas are read from a queue, never by recursion, so neither depth nor circles matter here. A schema that is
//! nothing but a `$ref` gets no number of its own: it *is* its target. Only components always have one.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::build::Build;
use super::schema::{Schema, SchemaId};
use super::schema_table::SchemaTable;
use super::target::schema_within;
use super::version::Version;
use crate::diag::{Code, Diagnostic, Pointer, Site};
use crate::source::refs::{self, Target};

/// How many `$ref`s in a row are followed.
pub(super) const MAX_HOPS: usize = 100;
const CHAIN: &str = "more than 100 references follow one another here";
/// What becomes of a schema that cannot be read.
pub(super) const UNTYPED: &str = "the value becomes an untyped JSON value";

/// What a schema's keywords stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A schema.
    Schema,
    /// A parameter or header of 2.0, which describes its value itself.
    Parameter,
}

impl SchemaTable {
    pub(super) fn new(root: Site) -> Self {
        Self {
            list: Vec::new(),
            by_site: indexmap::IndexMap::new(),
            components: indexmap::IndexMap::new(),
            any: Schema { boolean: Some(true), ..Schema::new(root) },
        }
    }

    pub(super) fn add(&mut self, schema: Schema) -> SchemaId {
        let id = SchemaId(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        self.by_site.insert(schema.site.clone(), id);
        self.list.push(schema);
        id
    }
}

impl<'a> Build<'a> {
    /// Gives the components their numbers, before anything can refer to them.
    pub(super) fn intern_components(&mut self, schemas: &'a Map<String, Value>, site: &Site) {
        for (name, value) in schemas {
            if self.table.components.contains_key(name) {
                continue;
            }
            let schema = Schema { component: Some(name.clone()), ..Schema::new(site.join(name)) };
            let id = self.table.add(schema);
            self.table.components.insert(name.clone(), id);
            self.queue.push_back((id, value, Form::Schema));
        }
        self.read_queue();
    }

    /// The number of the schema at a place.
    pub(super) fn intern(&mut self, site: Site, value: &'a Value) -> SchemaId {
        self.intern_form(site, value, Form::Schema)
    }

    /// The same, of a schema in the form given.
    pub(super) fn intern_form(&mut self, site: Site, value: &'a Value, form: Form) -> SchemaId {
        let (mut here, mut value, mut form) = (site, value, form);
        let mut referenced_as = None;
        let mut passed = Vec::new();
        for _ in 0..MAX_HOPS {
            if passed.contains(&here) {
                let message = "the reference leads back to itself";
                return self.broken_reference(here, Diagnostic::new(Code::CircularReference, message));
            }
            if let Some(id) = self.table.by_site.get(&here) {
                return *id;
            }
            let Some(reference) = pure_reference(value) else {
                let schema = Schema { referenced_as, ..Schema::new(here) };
                let id = self.table.add(schema);
                self.queue.push_back((id, value, form));
                return id;
            };
            match self.schema_at(&here, reference) {
                Ok((target, of_target)) => {
                    referenced_as = Some(last_step(&target.site));
                    form = of_target;
                    passed.push(here);
                    (here, value) = (target.site, target.value);
                }
                Err(reason) => {
                    let reason = self.meant(&here.join("$ref"), reference, *reason);
                    return self.broken_reference(here, reason);
                }
            }
        }
        self.broken_reference(here, Diagnostic::new(Code::ReferenceChain, CHAIN))
    }

    /// The number of the schema that a `$ref` with something beside it leads to. `site` is that of the whole.
    pub(super) fn intern_reference(&mut self, site: &Site, reference: &str) -> Result<SchemaId, String> {
        match self.schema_at(site, reference) {
            Ok((target, form)) => {
                let known = self.table.by_site.contains_key(&target.site);
                let name = last_step(&target.site);
                let id = self.intern_form(target.site, target.value, form);
                if !known
                    && let Some(schema) = self.table.list.get_mut(id.index())
                    && schema.component.is_none()
                {
                    schema.referenced_as.get_or_insert(name);
                }
                Ok(id)
            }
            Err(reason) => {
                let message = reason.message.clone();
                let site = site.join("$ref");
                let reason = self.meant(&site, reference, *reason);
                self.report_reference(&site, reason, UNTYPED);
                Err(message)
            }
        }
    }

    /// The schema that `$recursiveRef: '#'` means, dynamic scopes aside (JSON Schema 2019-09, section 8.2.4.2.1): the
    /// nearest one around a place that has an `$id` or is an anchor of such references, else the outermost one.
    pub(super) fn resource_of(&self, site: &Site) -> Option<SchemaId> {
        let mut found = None;
        let mut here = site.clone();
        loop {
            if let Some(id) = self.table.by_site.get(&here) {
                found = Some(*id);
                let value = refs::get(self.sources, &here);
                let is = |key: &str, of: fn(&Value) -> bool| value.and_then(|v| v.get(key)).is_some_and(of);
                if is("$id", Value::is_string) || is("$recursiveAnchor", |value| value == &Value::Bool(true)) {
                    return found;
                }
            }
            let Some((above, _)) = here.pointer.as_str().rsplit_once('/') else { return found };
            here = Site::new(&here.file, Pointer::parse(above));
        }
    }

    /// Where a reference in place of a schema leads, and in which form a schema is there.
    fn schema_at(&mut self, from: &Site, reference: &str) -> Result<(Target<'a>, Form), Box<Diagnostic>> {
        let target = refs::resolve(self.sources, from, reference, &self.guesses)?;
        self.passed_through(&from.join("$ref"), reference, &target);
        if let Some(diagnostic) = self.parameter_as_schema(reference, &target.site, target.value) {
            self.diagnostics.push(diagnostic.at(&from.join("$ref")));
            return Ok((target, Form::Parameter));
        }
        let Some(diagnostic) = self.not_a_schema(reference, &target.site, target.value) else {
            return Ok((target, Form::Schema));
        };
        match schema_within(&target) {
            Some((site, value)) => {
                let diagnostic = Diagnostic { code: Code::ReadAsAnotherKind, help: None, ..diagnostic };
                let place = if site.file == from.file { "" } else { &*site.file };
                self.diagnostics.push(
                    diagnostic
                        .at(&from.join("$ref"))
                        .effect("it is read as the schema of what it holds")
                        .help(format!("refer to that: `{place}{}`", site.pointer)),
                );
                Ok((Target { site, value, ..target }, Form::Schema))
            }
            None => Err(Box::new(diagnostic)),
        }
    }

    /// A schema that could not be read: it allows everything.
    pub(super) fn broken_schema(&mut self, site: Site, reason: String) -> SchemaId {
        self.table.add(Schema { boolean: Some(true), broken: Some(reason), ..Schema::new(site) })
    }

    /// What `openapiv3` gets in place of a schema that is not there: one that allows everything.
    pub(super) fn any_value(&mut self, site: Site, reason: impl Into<String>) -> Value {
        let id = match self.table.by_site.get(&site) {
            Some(id) => *id,
            None => self.broken_schema(site, reason.into()),
        };
        json!({ "$ref": format!("#/schemas/{}", id.0) })
    }

    fn broken_reference(&mut self, site: Site, reason: Diagnostic) -> SchemaId {
        let message = reason.message.clone();
        self.report_reference(&site.join("$ref"), reason, UNTYPED);
        self.broken_schema(site, message)
    }

    /// What is known of a reference that leads nowhere, with the one that is meant: a name alone (`$ref: Pet`) is that of
    /// a component. It can be mended in the root file, which alone an overlay changes.
    pub(super) fn meant(&self, site: &Site, reference: &str, mut reason: Diagnostic) -> Diagnostic {
        let is_name = !reference.is_empty() && !reference.contains(['#', '/', '.', ':']);
        if is_name && let Some(pointer) = self.component(reference) {
            reason.code = Code::DanglingReference;
            reason.message = format!("`{reference}` is the name of a file, and there is none");
            reason.site = None;
            reason = refs::meant(reason, &pointer);
        }
        // `components/schemas/Pet` is the path of a file, and there is none.
        let pointer = Pointer::parse(&format!("/{reference}"));
        let tree = self.sources.files.get(&site.file).map(|file| &file.tree);
        if reason.site.is_none() && !reference.contains('#') && tree.is_some_and(|t| pointer.find(t).is_some()) {
            reason = refs::meant(reason, &pointer.to_string());
        }
        reason.mend = reason.mend.filter(|_| site.file == self.sources.root && reason.site.is_none());
        if let Some(mend) = &mut reason.mend {
            mend.target = site.pointer.clone();
        }
        reason
    }

    /// The reference to the component with a name, if there is but one of whatever kind.
    fn component(&self, name: &str) -> Option<String> {
        let root = self.sources.root_tree();
        let groups: &[&str] = match self.version {
            Version::V2_0 => &["definitions", "parameters", "responses"],
            _ => &[],
        };
        let later = root.get("components").and_then(Value::as_object).filter(|_| groups.is_empty());
        let found = groups.iter().map(|group| (Pointer::root().join(group), root.get(*group)));
        let later = later.into_iter().flatten();
        let components = Pointer::root().join("components");
        let found = found.chain(later.map(|(group, map)| (components.join(group), Some(map))));
        let mut found = found.filter(|(_, map)| map.is_some_and(|map| map.get(name).is_some()));
        let (pointer, _) = found.next()?;
        found.next().is_none().then(|| pointer.join(name).to_string())
    }

    /// Reports a reference that leads nowhere; one to a broken file both at the file and with its own place.
    pub(super) fn report_reference(&mut self, site: &Site, reason: Diagnostic, effect: &str) {
        let diagnostic = match reason.site.clone() {
            None => reason.at(site),
            Some(_) => reason.related(site, "referred to here"),
        };
        self.diagnostics.push(diagnostic.effect(effect));
    }

    /// Reads every schema that has a number but no content yet.
    pub(super) fn read_queue(&mut self) {
        while let Some((id, value, form)) = self.queue.pop_front() {
            self.read_schema(id, value, form);
        }
    }

    /// Cuts components that refer to themselves (`A: {$ref: B}`, `B: {$ref: A}`), and chains that have no end in sight.
    pub(super) fn cut_circles(&mut self) {
        // How many references follow, where that is known.
        let mut hops: Vec<Option<usize>> = vec![None; self.table.list.len()];
        for start in 0..self.table.list.len() {
            let mut chain = Vec::new();
            let mut on_chain = BTreeSet::new();
            let mut here = start;
            let mut ahead = loop {
                if let Some(known) = hops.get(here).copied().flatten() {
                    break known;
                }
                if !on_chain.insert(here) {
                    let what = self.table.list.get(here).and_then(|schema| schema.component.as_deref());
                    let what = what.map_or_else(|| "the schema".to_owned(), |name| format!("`{name}`"));
                    let message = format!("{what} refers to itself and never to a definition");
                    self.cut(here, Code::CircularReference, message);
                    break 0;
                }
                chain.push(here);
                match self.table.list.get(here).and_then(|schema| schema.reference) {
                    Some(next) => here = next.index(),
                    None => break 0,
                }
            };
            while let Some(index) = chain.pop() {
                let leads_on = self.table.list.get(index).is_some_and(|schema| schema.reference.is_some());
                ahead = if leads_on { ahead + 1 } else { 0 };
                if ahead > MAX_HOPS {
                    self.cut(index, Code::ReferenceChain, CHAIN.to_owned());
                    ahead = 0;
                }
                if let Some(hops) = hops.get_mut(index) {
                    *hops = Some(ahead);
                }
            }
        }
    }

    fn cut(&mut self, index: usize, code: Code, message: String) {
        let Some(schema) = self.table.list.get_mut(index) else { return };
        schema.reference = None;
        schema.boolean = Some(true);
        schema.broken = Some(message.clone());
        let site = schema.site.join("$ref");
        self.diagnostics.push(Diagnostic::new(code, message).at(&site).effect(UNTYPED));
    }
}

/// The text of a `$ref` with nothing beside it.
fn pure_reference(value: &Value) -> Option<&str> {
    let map = value.as_object().filter(|map| map.len() == 1)?;
    map.get("$ref").or_else(|| map.get("$dynamicRef"))?.as_str()
}

/// What a reference calls its target: the last step of the pointer, or the file's name.
fn last_step(site: &Site) -> String {
    let of_file = || {
        let file = site.file.rsplit('/').next().unwrap_or_default();
        file.split('.').next().unwrap_or_default().to_owned()
    };
    site.pointer.steps().last().map_or_else(of_file, Cow::into_owned)
}
