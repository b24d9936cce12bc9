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
    /// OpenAPI 2.0, called Swagger
    V2_0,
    /// OpenAPI 3.0.x
    V3_0,
    /// OpenAPI 3.1.x
    V3_1,
    /// OpenAPI 3.2.x
    V3_2,
}

impl Version {
    /// From the text of `openapi`: `3.1`, `3.1.0`, `3.1.0-rc1`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.trim().split(['.', '-']);
        match (numbers.next(), numbers.next()) {
            (Some("3"), Some("0")) => Some(Self::V3_0),
            (Some("3"), Some("1")) => Some(Self::V3_1),
            (Some("3"), Some("2")) => Some(Self::V3_2),
            _ => None,
        }
    }

    /// From the root of a file, if it is a description.
    #[must_use]
    pub fn of(root: &Value) -> Option<Self> {
        match (root.get("openapi"), root.get("swagger")) {
            (Some(openapi), _) => Self::parse(&text_of(openapi)),
            (None, Some(swagger)) => is_two(&text_of(swagger)).then_some(Self::V2_0),
            (None, None) => None,
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V2_0 => "2.0",
            Self::V3_0 => "3.0",
            Self::V3_1 => "3.1",
            Self::V3_2 => "3.2",
        })
    }
}

const READS: &str = "the versions that are read are 2.0, 3.0, 3.1 and 3.2";

/// The version that the root tree states.
pub(super) fn version_of(root: &Value, site: &Site) -> Result<Version, Fatal> {
    let Value::Object(map) = root else {
        let message = "the document is not a mapping, so it is no OpenAPI description";
        return Err(Box::new(Diagnostic::new(Code::NotADescription, message).at(site)));
    };
    if let Some(version) = Version::of(root) {
        return Ok(version);
    }
    for key in ["openapi", "swagger"] {
        if let Some(stated) = map.get(key) {
            let message = format!("`{key}: {}` is no version of OpenAPI that is read", text_of(stated));
            return Err(Box::new(
                Diagnostic::new(Code::UnsupportedVersion, message)
                    .at(&site.join(key))
                    .help(help(key, &text_of(stated))),
            ));
        }
    }
    let diagnostic = Diagnostic::new(Code::NotADescription, "the document has neither `openapi` nor `swagger`");
    let near = ["openapi", "swagger"].iter().find_map(|word| nearest(word, map.keys().map(String::as_str)));
    let help = match near {
        Some(near) => format!("did you mean `openapi` where it says `{near}`?"),
        None => "an OpenAPI description starts with `openapi: 3.1.0`".to_owned(),
    };
    Err(Box::new(diagnostic.at(site).help(help)))
}

/// The two fields are easily mistaken for one another.
fn help(key: &str, text: &str) -> String {
    if key == "openapi" && is_two(text) {
        return "OpenAPI 2.0 is stated as `swagger: '2.0'`".to_owned();
    }
    if key == "swagger" && Version::parse(text).is_some() {
        return format!("from 3.0 on, the version is stated as `openapi: {text}`");
    }
    READS.to_owned()
}

fn is_two(text: &str) -> bool {
    matches!(text.trim(), "2.0" | "2" | "2.0.0")
}

fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
