//! `[formats]`: which Rust type a string with a `format` has.
//!
//! Input: an entry of the table. Output: the path of a type, and what the emitted package needs for it.
//! Not here: whether a schema has such a format (`lower`), and how the type is written (`emit`).

use std::collections::BTreeMap;

use serde::Deserialize;

/// An entry of `[formats]`: `uuid = "uuid"`, `uuid = "uuid::Uuid"`, or a table with `type` and `dependency`.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged, expecting = "a text such as \"uuid::Uuid\", or a table with `type` and perhaps `dependency`")]
pub enum Mapped {
    /// A short name, or the path of a type.
    Name(String),
    /// A type, and what the emitted package needs for it.
    Table(Table),
}

/// `{ type = "uuid::Uuid", dependency = { uuid = { version = "1", features = ["serde"] } } }`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// A short name, or the path of a type that is `Clone`, `Debug`, `PartialEq`, `Serialize` and `DeserializeOwned`.
    #[serde(rename = "type")]
    pub ty: String,
    /// Rows for `[dependencies]`, as Cargo writes them.
    #[serde(default)]
    pub dependency: BTreeMap<String, toml::Value>,
}

/// Format, short name, and the type that it stands for.
///
/// The crate `time` has no short name for dates with a time: without an attribute on each field, it writes them
/// otherwise than RFC 3339 has them.
const SHORT: &[(&str, &str, &str)] = &[
    ("date-time", "chrono", "chrono::DateTime<chrono::Utc>"),
    ("date-time", "jiff", "jiff::Timestamp"),
    ("date", "chrono", "chrono::NaiveDate"),
    ("date", "jiff", "jiff::civil::Date"),
    ("duration", "jiff", "jiff::SignedDuration"),
    ("uuid", "uuid", "uuid::Uuid"),
    ("decimal", "rust_decimal", "rust_decimal::Decimal"),
    ("ip", "std", "core::net::IpAddr"),
    ("ipv4", "std", "core::net::Ipv4Addr"),
    ("ipv6", "std", "core::net::Ipv6Addr"),
    ("uri", "url", "url::Url"),
    ("url", "url", "url::Url"),
];

/// What the crates of those types are asked for, so that they can travel as JSON. `jiff` is there already.
const DEPENDENCIES: &[(&str, &str)] = &[
    ("chrono", r#"{ version = "0.4.41", default-features = false, features = ["serde", "std"] }"#),
    ("rust_decimal", r#"{ version = "1.37", default-features = false, features = ["serde", "std"] }"#),
    ("url", r#"{ version = "2.5", features = ["serde"] }"#),
    ("uuid", r#"{ version = "1.16", features = ["serde"] }"#),
];

impl Mapped {
    fn name(&self) -> &str {
        match self {
            Self::Name(name) => name,
            Self::Table(table) => &table.ty,
        }
    }

    /// The path of the type; `None` for a text.
    #[must_use]
    pub fn path(&self, format: &str) -> Option<&str> {
        let name = self.name();
        if matches!(name, "string" | "String") {
            return None;
        }
        let short = SHORT.iter().find(|(of, short, _)| *of == format && *short == name);
        Some(short.map_or(name, |(_, _, path)| path))
    }

    /// What the emitted package needs for the type: the names of crates, and their rows as TOML.
    #[must_use]
    pub fn dependencies(&self, format: &str) -> Vec<(String, String)> {
        if let Self::Table(Table { dependency, .. }) = self
            && !dependency.is_empty()
        {
            return dependency.iter().map(|(name, row)| (name.clone(), row.to_string())).collect();
        }
        let krate = self.path(format).and_then(|path| path.trim_start_matches("::").split("::").next());
        let known = DEPENDENCIES.iter().filter(|(name, _)| Some(*name) == krate);
        known.map(|(name, row)| ((*name).to_owned(), (*row).to_owned())).collect()
    }

    /// What is wrong with the entry.
    pub(super) fn objection(&self, format: &str) -> Option<String> {
        let path = self.path(format)?;
        let has_steps = matches!(syn::parse_str(path), Ok(syn::Type::Path(path)) if path.path.segments.len() > 1);
        let short: Vec<&str> = SHORT.iter().filter(|(of, _, _)| *of == format).map(|(_, short, _)| *short).collect();
        let names: Vec<String> = short.into_iter().chain(["string"]).map(|short| format!("`{short}`")).collect();
        (!has_steps).then(|| {
            format!(
                "`{path}` is no type for the format `{format}`: it takes {}, or a path such as `my_crate::Type`",
                names.join(", ")
            )
        })
    }
}
