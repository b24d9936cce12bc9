//! What a description says in the words of another version of OpenAPI: read as it is meant there, and noted.
//!
//! Input: schemas and fields as they are read. Output: a note for each such word, at the first place of many.
//! Not here: what one version says and no other can be read as (`keywords`, `repair`).

use indexmap::{IndexMap, IndexSet};
use serde_json::{Map, Value};

use super::build::Build;
use super::version::Version;
use crate::diag::{Code, Diagnostic, Site};

/// The words, each with where it stands and the version that is stated at the first place.
pub(super) type Dated = IndexMap<&'static str, (Version, IndexSet<Site>)>;

/// A way to say something in a schema.
struct Word {
    keyword: &'static str,
    /// As it is named in a message.
    name: &'static str,
    is_it: fn(&Value) -> bool,
    known: Known,
}

const fn word(keyword: &'static str, name: &'static str, is_it: fn(&Value) -> bool, known: Known) -> Word {
    Word { keyword, name, is_it, known }
}

/// Words of 2.0 for which 3.x has other objects.
pub(super) const OF_VALUE: &str = "a parameter that describes its value itself, without `schema`";
pub(super) const OF_HEADER: &str = "a header that describes its value itself, without `schema`";
pub(super) const OF_RESPONSE: &str = "`schema` in a response, without `content`";
pub(super) const IN_BODY: &str = "a parameter in `body`";
pub(super) const IN_FORM: &str = "a parameter in `formData`";

/// Of JSON Schema 2019-09.
pub(super) const RECURSIVE: &str = "`$recursiveRef`";

/// The first and the last version that know a word.
type Known = (Version, Version);

pub(super) const OF_2: Known = (Version::V2_0, Version::V2_0);
pub(super) const OF_3: Known = (Version::V3_0, Version::V3_2);
pub(super) const LATER: Known = (Version::V3_1, Version::V3_2);
const EARLIER: Known = (Version::V2_0, Version::V3_0);

/// The words that are told.
static WORDS: [Word; 11] = [
    word("nullable", "`nullable`", Value::is_boolean, (Version::V3_0, Version::V3_0)),
    word("const", "`const`", |_| true, LATER),
    word("type", "the type `null`", |value| value == "null", LATER),
    word("prefixItems", "`prefixItems`", Value::is_array, LATER),
    word("items", "a list as `items`", Value::is_array, OF_2),
    word("patternProperties", "`patternProperties`", Value::is_object, LATER),
    word("exclusiveMinimum", "a number as `exclusiveMinimum`", Value::is_number, LATER),
    word("exclusiveMaximum", "a number as `exclusiveMaximum`", Value::is_number, LATER),
    word("exclusiveMinimum", "a boolean as `exclusiveMinimum`", Value::is_boolean, EARLIER),
    word("exclusiveMaximum", "a boolean as `exclusiveMaximum`", Value::is_boolean, EARLIER),
    word("discriminator", "a text as `discriminator`", Value::is_string, OF_2),
];

/// How this version says it, where that is more than another word.
fn help(name: &str) -> &'static str {
    match name {
        OF_VALUE | OF_HEADER => "put what describes the value into `schema: { … }`",
        OF_RESPONSE => "put it below its media type: `content: { application/json: { schema: … } }`",
        IN_BODY => "write `requestBody: { content: { application/json: { schema: … } } }` beside `parameters`",
        IN_FORM => {
            "write `requestBody: { content: { application/x-www-form-urlencoded: { schema: … } } }` beside `parameters`, \
             with the fields as properties"
        }
        RECURSIVE => "refer to the schema by `$ref`, or by `$dynamicRef`",
        _ => "say it as this version does, or state the other one",
    }
}

fn is_known((first, last): Known, version: Version) -> bool {
    (first..=last).contains(&version)
}

impl Build<'_> {
    /// Notes what a schema says in the words of another version.
    pub(super) fn dated_words(&mut self, site: &Site, map: &Map<String, Value>) {
        let version = self.version_at(site);
        for (key, value) in map {
            for word in WORDS.iter().filter(|word| word.keyword == key) {
                if !is_known(word.known, version) && (word.is_it)(value) {
                    self.note_dated(word.name, &site.join(key));
                }
            }
        }
    }

    /// Notes one word that some versions know, unless that of its file is one of them.
    pub(super) fn dated(&mut self, name: &'static str, known: Known, site: &Site) {
        if !is_known(known, self.version_at(site)) {
            self.note_dated(name, site);
        }
    }

    /// Notes one word that the version of its file does not know.
    pub(super) fn note_dated(&mut self, name: &'static str, site: &Site) {
        let version = self.version_at(site);
        self.dated.entry(name).or_insert_with(|| (version, IndexSet::new())).1.insert(site.clone());
    }

    /// Tells what was noted.
    pub(super) fn report_dated(&mut self) {
        for (name, (version, sites)) in std::mem::take(&mut self.dated) {
            let Some(first) = sites.first().cloned() else { continue };
            let each = format!("OpenAPI {version} does not know {name}");
            let message = match sites.len() {
                1 => each.clone(),
                count => format!("{each}, which stands in {count} places, this one first"),
            };
            self.diagnostics.push(
                Diagnostic::new(Code::WordOfAnotherVersion, message)
                    .at(&first)
                    .repeated(sites.into_iter().collect(), each)
                    .effect("it is read as the version that has it means it")
                    .help(help(name)),
            );
        }
    }
}
