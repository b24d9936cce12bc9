//! A security scheme of 2.0.
//!
//! Input: the scheme's object. Output: that of 3.x. Not here: requirements, which did not change.

use serde_json::{Map, Value, json};

use super::grammar::SECURITY_SCHEME;
use crate::diag::Site;
use crate::document::build::Build;
use crate::document::problem::Problem;
use crate::document::walk::Walked;
use crate::source::refs::nearest;

const FLOWS: [(&str, &str); 4] = [
    ("implicit", "implicit"),
    ("password", "password"),
    ("application", "clientCredentials"),
    ("accessCode", "authorizationCode"),
];

impl<'a> Build<'a> {
    pub(in crate::document) fn swagger_security_scheme(
        &mut self,
        site: &Site,
        value: &'a Value,
    ) -> Walked<Map<String, Value>> {
        let mut object = self.object(&SECURITY_SCHEME, site, value)?;
        let kind = object.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
        match kind.as_str() {
            "basic" => {
                object.insert("type".to_owned(), json!("http"));
                object.insert("scheme".to_owned(), json!("basic"));
            }
            "oauth2" => {
                let stated = object.remove("flow");
                let stated = stated.as_ref().and_then(Value::as_str).unwrap_or_default();
                let Some((_, flow)) = FLOWS.iter().find(|(name, new)| [*name, *new].contains(&stated)) else {
                    let problem = Problem::new(site, format!("there is no flow `{stated}`"));
                    return Err(match nearest(stated, FLOWS.iter().map(|(name, _)| *name)) {
                        Some(near) => problem.with_help(format!("did you mean `flow: {near}`?")),
                        None => problem
                            .with_help("write `flow:` and one of `implicit`, `password`, `application`, `accessCode`"),
                    });
                };
                let address = |field: &str| object.get(field).cloned().unwrap_or_else(|| json!(""));
                let flow_object = json!({
                    "authorizationUrl": address("authorizationUrl"),
                    "tokenUrl": address("tokenUrl"),
                    "scopes": object.get("scopes").cloned().unwrap_or_else(|| json!({})),
                });
                object.insert("flows".to_owned(), json!({ *flow: flow_object }));
            }
            "apiKey" => {}
            other => {
                let types = ["basic", "apiKey", "oauth2"];
                let problem =
                    Problem::new(&site.join("type"), format!("there is no security scheme of type `{other}`"));
                return Err(match nearest(other, types) {
                    Some(near) => problem.with_help(format!("did you mean `{near}`?")),
                    None => problem.with_help("in OpenAPI 2.0 the types are `basic`, `apiKey` and `oauth2`"),
                });
            }
        }
        Ok(object)
    }
}
