//! Types of requests in which the lock keeps null and absent as one.
//!
//! Input: the API and the lock. Output: a note for each. Not here: which types tell the two apart (`analyze`).

use super::identity::{MERGED, Past};
use crate::analyze::Facts;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, Shape};

/// A type of answers alone has one `None` for both. When a request holds it later, its fields stay as callers know them,
/// so nothing breaks, and nothing sends null.
pub(super) fn report(api: &Api, facts: &Facts, past: Past<'_>, diagnostics: &mut Diagnostics) {
    for (id, def) in api.types.iter().filter(|(id, _)| facts.sent.contains(id) && !facts.patch.contains(id)) {
        let Shape::Object(object) = &def.shape else { continue };
        let key = format!("null {}", past.identities.of(id));
        let field = object.fields.iter().find(|field| !field.required && field.nullable);
        let Some(field) = field.filter(|_| past.given.get(&key).is_some_and(|word| word == MERGED)) else { continue };
        let message = format!("`{}` is sent now, and the lock keeps null and absent as one in it", def.site.pointer);
        diagnostics.push(
            Diagnostic::new(Code::NullKept, message)
                .at(&def.site)
                .effect(format!("a request can leave `{}` out, and cannot send null for it", field.wire))
                .help(format!(
                    "to tell the two apart take the line out of specwright.lock that begins with `null \"{}\"`",
                    past.identities.of(id)
                )),
        );
    }
}
