//! Which version of OpenAPI a document is written in.
//!
//! Input: the root tree. Output: [`Version`], or the reason why it cannot be read.
//! Not here: what the versions differ in.

use std::fmt;

use serde_json::Value;

use crate::diag::{Code, Diagnostic, Fatal, Site};
use crate::source::refs::nearest;

/// A version that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// OpenAPI 3.0.x
    V3_0,
    /// OpenAPI 3.1.x
    V3_1,
}

impl Version {
    /// From the text of `openapi`: `3.1`, `3.1.0`, `3.1.0-rc1`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.trim().split(['.', '-']);
        match (numbers.next(), numbers.next()) {
            (Some("3"), Some("0")) => Some(Self::V3_0),
            (Some("3"), Some("1")) => Some(Self::V3_1),
            _ => None,
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V3_0 => "3.0",
            Self::V3_1 => "3.1",
        })
    }
}

const READS: &str = "this release reads OpenAPI 3.0 and 3.1";

/// The version that the root tree states.
pub(super) fn version_of(root: &Value, site: &Site) -> Result<Version, Fatal> {
    let Value::Object(map) = root else {
        let message = "the document is not a mapping, so it is no OpenAPI description";
        return Err(Box::new(Diagnostic::new(Code::NotADescription, message).at(site)));
    };
    if let Some(swagger) = map.get("swagger") {
        let message = format!("OpenAPI {} (Swagger) is not read yet", text_of(swagger));
        return Err(Box::new(
            Diagnostic::new(Code::UnsupportedVersion, message)
                .at(&site.join("swagger"))
                .help(format!("{READS}; convert the document, for example with swagger2openapi")),
        ));
    }
    let Some(openapi) = map.get("openapi") else {
        let diagnostic = Diagnostic::new(Code::NotADescription, "the document has neither `openapi` nor `swagger`");
        let near = ["openapi", "swagger"].iter().find_map(|word| nearest(word, map.keys().map(String::as_str)));
        let help = match near {
            Some(near) => format!("did you mean `openapi` where it says `{near}`?"),
            None => "an OpenAPI description starts with `openapi: 3.1.0`".to_owned(),
        };
        return Err(Box::new(diagnostic.at(site).help(help)));
    };
    let text = text_of(openapi);
    match Version::parse(&text) {
        Some(version) => Ok(version),
        None if text.starts_with("3.2") => Err(unsupported(format!("OpenAPI {text} is not read yet"), site)),
        None => Err(unsupported(format!("`{text}` is no version of OpenAPI that is read"), site)),
    }
}

fn unsupported(message: String, site: &Site) -> Fatal {
    Box::new(Diagnostic::new(Code::UnsupportedVersion, message).at(&site.join("openapi")).help(READS))
}

fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
