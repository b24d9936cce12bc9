//! What is said of fields that are not as they should be, and cost nothing but themselves.
//!
//! Input: a field with its place. Output: a finding. Not here: what makes an object unusable (`problem`).

use serde_json::Value;

use super::build::Build;
use super::grammar::{OPERATION, Shape};
use super::keyword_values::kind_of;
use super::problem::Problem;
use super::slips::{misplaced, operations_in};
use super::target::with_article;
use crate::diag::{Change, Code, Diagnostic, Pointer, Site};
use crate::source::refs;

impl Build<'_> {
    /// Reports a value of the wrong kind, which is left out.
    pub(super) fn wrong_kind(&mut self, site: &Site, value: &Value, wanted: &str) -> Option<Value> {
        let message = format!("{} must be {wanted}, but is {}", self.called(site), kind_of(value));
        self.diagnostics.push(Diagnostic::new(Code::WrongKind, message).at(site).effect("it is ignored"));
        None
    }

    /// What a message calls the value at a place: by its key, or as an entry of the list that it is in.
    pub(super) fn called(&self, site: &Site) -> String {
        let key = site.pointer.steps().last().unwrap_or_default();
        let around = site.pointer.as_str().rsplit_once('/').map(|(around, _)| Pointer::parse(around));
        let list = around.filter(|around| {
            refs::get(self.sources, &Site::new(&site.file, around.clone())).is_some_and(Value::is_array)
        });
        match (list.as_ref().and_then(|list| list.steps().last()), key.parse::<usize>()) {
            (Some(list), Ok(index)) => format!("entry {} of `{list}`", index + 1),
            _ => format!("`{key}`"),
        }
    }

    /// Reports a field that is missing and that the SDK can do without.
    pub(super) fn no_field(&mut self, what: &str, field: &str, site: &Site) {
        let message = format!("{what} needs the field `{field}`");
        let diagnostic = Diagnostic::new(Code::MissingField, message).at(site);
        self.diagnostics.push(diagnostic.effect("it is read as if the field were there, and empty"));
    }

    /// Reports a value of the wrong kind that can mean one thing only.
    pub(super) fn read_as(&mut self, site: &Site, value: &Value, wanted: &str, read: &Value) {
        let key = site.pointer.steps().last().unwrap_or_default();
        let message = format!("`{key}` must be {wanted}, but is {}", kind_of(value));
        let mend = self.mend(site, Change::Update(read.clone())).filter(|_| !read.is_array());
        let diagnostic = Diagnostic::new(Code::WrongKind, message).at(site).effect(format!("it is read as `{read}`"));
        self.diagnostics.push(diagnostic.help(format!("write `{key}: {read}`")).mend(mend));
    }

    pub(super) fn unknown_field(&mut self, shape: &Shape, site: &Site, (key, value): (&str, &Value)) {
        if let Some(what) = operations_in(key, value) {
            let problem = Problem::new(site, format!("it stands inside {}", with_article(shape.name)));
            self.drop_operation(problem.with_help(misplaced(key)), &what, site);
            return;
        }
        let mut diagnostic =
            Diagnostic::new(Code::UnknownField, format!("{} has no field `{key}`", with_article(shape.name)))
                .at(site)
                .effect("it says nothing");
        let near = (shape.name == OPERATION.name && key == "body").then_some("requestBody");
        let near = near.or_else(|| self.guesses.nearest(key, shape.fields.iter().map(|field| field.name)));
        if let Some(near) = near {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
        }
        self.diagnostics.push(diagnostic);
    }
}
