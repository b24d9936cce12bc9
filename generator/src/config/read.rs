//! Reading the configuration: TOML to [`Config`], with every mistake at its place.
//!
//! Input: the file's text. Output: [`Parsed`]. Not here: what the keys mean (`config`), and reading the file.
//!
//! The names that exist are those of the structs, told by serde where it refuses another; there is no second list. A
//! key that is refused is taken out and the rest is read again, so one run reports all of them.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde::Deserialize as _;
use toml::de::{DeTable, DeValue};

use super::Config;
use crate::diag::{Code, Diagnostic, Diagnostics, Pointer, Position, Severity, Site};

/// A configuration file, read.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// The configuration; nothing when one of the findings is an error.
    pub config: Option<Config>,
    /// What is wrong with the file.
    pub diagnostics: Diagnostics,
}

/// How many mistakes of one file are reported.
const LIMIT: usize = 50;

/// Reads the text of the configuration file named `file`.
#[must_use]
pub fn parse(file: &Arc<str>, text: &str) -> Parsed {
    let place = Place { site: Site::new(file, Pointer::root()), text };
    let mut found = Vec::new();
    let mut parsed = Parsed::default();
    let whole = match DeTable::parse(text) {
        Ok(tree) => tree,
        Err(error) => {
            let span = error.span().unwrap_or_default();
            parsed.diagnostics.push(place.finding(Code::InvalidConfig, error.message().trim_end().to_owned(), &span));
            return parsed;
        }
    };
    let mut tree = whole.clone();
    for _ in 0..LIMIT {
        let error = match Config::deserialize(toml::de::Deserializer::from(tree.clone())) {
            Ok(mut config) => {
                config.places.file = Some(Arc::clone(file));
                collect(whole.get_ref(), &Pointer::root(), text, &mut config.places.keys);
                parsed.config = Some(config);
                break;
            }
            Err(error) => error,
        };
        let span = error.span().unwrap_or_default();
        let path = take_out(tree.get_mut(), &span);
        found.push(place.refused(error.message().trim_end(), path.as_deref(), &span));
        if path.is_none() {
            break;
        }
    }
    if let Some(config) = &parsed.config {
        for (path, message) in objections(config) {
            let span = span_of(whole.get_ref(), &path).unwrap_or_default();
            found.push(place.finding(Code::InvalidConfig, message, &span));
        }
    }
    found.sort_by_key(|diagnostic| diagnostic.position);
    for diagnostic in found {
        parsed.diagnostics.push(diagnostic);
    }
    if parsed.diagnostics.count(Severity::Error) > 0 {
        parsed.config = None;
    }
    parsed
}

/// Takes the entry at a span out of a table, so that the rest can be read; gives its path.
fn take_out(table: &mut DeTable<'_>, span: &Range<usize>) -> Option<Vec<String>> {
    let mut gone = None;
    for (key, value) in table.iter_mut() {
        let name = key.get_ref().to_string();
        let (at, here) = (value.span(), key.span() == *span);
        // What stands below a header is not within the header's span, so every table is searched.
        if let (false, DeValue::Table(inner)) = (here, value.get_mut()) {
            if let Some(steps) = take_out(inner, span) {
                return Some(std::iter::once(name).chain(steps).collect());
            }
            if at == *span {
                gone = Some(name);
                break;
            }
        } else if here || contains(&at, span) {
            gone = Some(name);
            break;
        }
    }
    let name = gone?;
    table.remove(name.as_str());
    Some(vec![name])
}

fn contains(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end && !outer.is_empty()
}

/// The places of all keys, and of the elements of lists.
fn collect(table: &DeTable<'_>, at: &Pointer, text: &str, keys: &mut BTreeMap<Pointer, Position>) {
    for (key, value) in table {
        let here = at.join(key.get_ref());
        keys.insert(here.clone(), position(text, &key.span()));
        match value.get_ref() {
            DeValue::Table(inner) => collect(inner, &here, text, keys),
            DeValue::Array(list) => {
                let elements = list.iter().enumerate();
                keys.extend(elements.map(|(index, value)| (here.index(index), position(text, &value.span()))));
            }
            _ => {}
        }
    }
}

/// The span of the value at a path; of its key where the value is a table.
fn span_of(table: &DeTable<'_>, path: &[&str]) -> Option<Range<usize>> {
    let (first, rest) = path.split_first()?;
    let (key, value) = table.iter().find(|(key, _)| key.get_ref() == first)?;
    match (value.get_ref(), rest) {
        (DeValue::Table(inner), [_, ..]) => span_of(inner, rest),
        (DeValue::Table(_), []) => Some(key.span()),
        _ => Some(value.span()),
    }
}

/// Whether a text is a version (Semantic Versioning 2.0, section 2): three numbers, then what else there is to say.
fn is_version(text: &str) -> bool {
    let (text, build) = text.split_once('+').map_or((text, None), |(text, build)| (text, Some(build)));
    let (numbers, early) = text.split_once('-').map_or((text, None), |(numbers, early)| (numbers, Some(early)));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_number =
        |part: &str| is_digits(part) && (part == "0" || !part.starts_with('0')) && part.parse::<u64>().is_ok();
    let is_word =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    numbers.split('.').count() == 3
        && numbers.split('.').all(is_number)
        && early.is_none_or(|text| text.split('.').all(|part| is_word(part) && (!is_digits(part) || is_number(part))))
        && build.is_none_or(|text| text.split('.').all(is_word))
}

fn is_visible(c: char) -> bool {
    c.is_ascii_graphic() || c == ' '
}

/// What serde lets pass and no stage could use: paths and sentences.
fn objections(config: &Config) -> Vec<(Vec<&str>, String)> {
    let mut found = Vec::new();
    if let Some(name) = &config.package.name {
        let letters = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !name.chars().all(letters) {
            let message = format!("`{name}` is no package name: it takes a letter, then letters, digits, `-` and `_`");
            found.push((vec!["package", "name"], message));
        }
    }
    let package = &config.package;
    let texts = [
        ("version", &package.version),
        ("description", &package.description),
        ("license", &package.license),
        ("repository", &package.repository),
        ("documentation", &package.documentation),
    ];
    let with_nul = texts.into_iter().filter(|(_, text)| text.as_deref().is_some_and(|text| text.contains('\0')));
    found.extend(
        with_nul.map(|(key, _)| (vec!["package", key], "Cargo refuses a text with the character NUL".to_owned())),
    );
    let version = package.version.as_deref().filter(|text| !is_version(text));
    found.extend(version.map(|text| {
        (vec!["package", "version"], format!("{text:?} is no version of Cargo, such as `1.2.0` or `1.2.0-beta.1`"))
    }));
    found.extend(variables(config));
    let base_url = config.client.base_url.as_deref().and_then(super::base_url::objection);
    found.extend(base_url.map(|message| (vec!["client", "base-url"], message)));
    // RFC 9110, section 5.5: what a header holds begins with a visible character.
    let is_text = |text: &str| text.starts_with(|c: char| c.is_ascii_graphic()) && text.chars().all(is_visible);
    let prefixes = config.client.credentials.iter().filter_map(|(scheme, of)| Some((scheme, of.prefix.as_deref()?)));
    found.extend(prefixes.filter(|(_, prefix)| !is_text(prefix)).map(|(scheme, prefix)| {
        let message = format!("{prefix:?} cannot begin a header's value: it takes visible ASCII, and blanks behind it");
        (vec!["client", "credentials", scheme, "prefix"], message)
    }));
    let header = config.client.idempotency_header.as_deref();
    found.extend(header.filter(|name| !is_token(name)).map(|name| {
        (vec!["client", "idempotency-header"], format!("{name:?} is no header's name, such as `Idempotency-Key`"))
    }));
    for (key, operation) in &config.operations {
        if let Some(scheme) =
            operation.pagination.as_deref().filter(|s| *s != "none" && !config.pagination.contains_key(*s))
        {
            let known: Vec<&str> = config.pagination.keys().map(String::as_str).chain(["none"]).collect();
            let message = format!("no pagination scheme is called `{scheme}`; {}", suggestion(scheme, &known));
            found.push((vec!["operations", key, "pagination"], message));
        }
    }
    let mut places: BTreeMap<&str, &str> = BTreeMap::new();
    for (place, operation) in &config.resources.tree {
        if let Some(other) = places.insert(operation, place) {
            let message = format!("`{operation}` has two places, `{other}` and `{place}`");
            found.push((vec!["resources", "tree"], message));
        }
    }
    for (name, scheme) in &config.pagination {
        found.extend(
            scheme
                .objections()
                .into_iter()
                .map(|(key, message)| (["pagination", name].into_iter().chain(key).collect(), message)),
        );
    }
    for key in config.types.keys().filter(|key| !key.starts_with("#/")) {
        let message = format!("`{key}` is no JSON pointer into the description, such as `#/components/schemas/User`");
        found.push((vec!["types", key], message));
    }
    for (key, of) in &config.types {
        found.extend(of.objections().into_iter().map(|(entry, message)| (vec!["types", key, entry], message)));
    }
    let hmac = config.webhooks.as_ref().and_then(|webhooks| webhooks.hmac.as_ref());
    found.extend(
        hmac.into_iter()
            .flat_map(super::webhooks::Hmac::objections)
            .map(|(key, message)| (vec!["webhooks", "hmac", key], message)),
    );
    for (format, mapped) in &config.formats {
        found.extend(mapped.objection(format).map(|message| (vec!["formats", format.as_str()], message)));
    }
    let is_place = |place: &str| match place.split_once('#') {
        Some(("", steps)) => steps.starts_with('/') && !steps.trim_matches('/').is_empty(),
        Some((_, steps)) => steps.is_empty() || steps.starts_with('/'),
        None => false,
    };
    for pointer in config.accept_dropped.iter().filter(|pointer| !is_place(pointer)) {
        let message = if pointer.trim_end_matches('/') == "#" {
            format!("`{pointer}` would accept whatever is lost; name the places, as diagnostics print them: `at: #/…`")
        } else {
            format!("`{pointer}` is no JSON pointer into the description; diagnostics print one as `at: #/…`")
        };
        found.push((vec!["accept-dropped"], message));
    }
    found
}

/// A token, such as a header's name (RFC 9110 §5.6.2).
pub(super) fn is_token(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c))
}

/// Names of environment variables that no shell could set.
fn variables(config: &Config) -> Vec<(Vec<&str>, String)> {
    let client = &config.client;
    let of_credentials = client.credentials.iter().flat_map(|(scheme, credential)| {
        let entries = [
            ("env", &credential.env),
            ("client-id-env", &credential.client_id_env),
            ("client-secret-env", &credential.client_secret_env),
            ("refresh-token-env", &credential.refresh_token_env),
        ];
        let stated = entries.into_iter().filter_map(|(key, name)| Some((key, name.as_deref()?)));
        stated.map(|(key, name)| (vec!["client", "credentials", scheme.as_str(), key], name)).collect::<Vec<_>>()
    });
    let prefix = client.env_prefix.as_deref().map(|prefix| (vec!["client", "env-prefix"], prefix));
    let key = config.webhooks.as_ref().and_then(|webhooks| webhooks.key_env.as_deref());
    let key = key.map(|name| (vec!["webhooks", "key-env"], name));
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    prefix
        .into_iter()
        .chain(key)
        .chain(of_credentials)
        .filter(|(_, name)| !is_name(name))
        .map(|(path, name)| {
            let message =
                format!("{name:?} names no environment variable: it takes a letter, then letters, digits and `_`");
            (path, message)
        })
        .collect()
}

/// The file, to say where something is.
struct Place<'a> {
    site: Site,
    text: &'a str,
}

impl Place<'_> {
    fn finding(&self, code: Code, message: String, span: &Range<usize>) -> Diagnostic {
        Diagnostic::new(code, message).at(&self.site).position(position(self.text, span))
    }

    /// Serde's refusal in the words of the file's author.
    fn refused(&self, message: &str, path: Option<&[String]>, span: &Range<usize>) -> Diagnostic {
        let name = path.map(|path| path.iter().map(|step| bare(step)).collect::<Vec<_>>().join("."));
        // The word that is refused, then those that are known.
        let mut quoted = message.split('`').skip(1).step_by(2);
        let bad = quoted.next().unwrap_or_default();
        let known: Vec<&str> = quoted.collect();
        if !message.starts_with("unknown field ") {
            let near = nearest(bad, &known).filter(|_| message.starts_with("unknown variant "));
            let message = name.map_or_else(|| message.to_owned(), |name| format!("`{name}`: {message}"));
            let finding = self.finding(Code::InvalidConfig, message, span);
            return match near {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding,
            };
        }
        let message = format!("`{}` is not a key of the configuration", name.as_deref().unwrap_or(bad));
        self.finding(Code::UnknownConfigKey, message, span).help(suggestion(bad, &known))
    }
}

/// The name that may have been meant.
fn nearest<'k>(bad: &str, known: &[&'k str]) -> Option<&'k str> {
    let distance = |name: &str| strsim::damerau_levenshtein(&bad.to_lowercase().replace('_', "-"), name);
    known.iter().copied().min_by_key(|name| distance(name)).filter(|name| distance(name) <= 1 + name.len() / 4)
}

/// The name that may have been meant, or else all that exist.
fn suggestion(bad: &str, known: &[&str]) -> String {
    match (nearest(bad, known), known) {
        (Some(name), _) => format!("did you mean `{name}`?"),
        (None, [only]) => format!("the only name here is `{only}`"),
        (None, _) => format!(
            "the names here are {}",
            known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
        ),
    }
}

/// A step of a dotted path as TOML writes it.
pub(crate) fn bare(step: &str) -> String {
    let plain = !step.is_empty() && step.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if plain { step.to_owned() } else { format!("{step:?}") }
}

/// The line and columns of a span of bytes; of its first line, where it has several.
pub(super) fn position(text: &str, span: &Range<usize>) -> Position {
    let before = text.get(..span.start).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
    let inside = text.get(span.clone()).unwrap_or_default();
    let width = inside.lines().next().unwrap_or_default().chars().count();
    Position { line: before.matches('\n').count() + 1, column, end_column: column + width }
}

#[cfg(test)]
mod tests {
    #[test]
    fn versions() {
        for text in ["0.1.0", "1.2.3-beta.1", "1.0.0+build.05", "1.0.0-x-y+z"] {
            assert!(super::is_version(text), "{text}");
        }
        for text in
            ["", "1", "1.2", "1.2.3.4", "v1.2.3", "01.2.3", "1.2.3-", "1.2.3-01", "1.2.3-a..b", "1.2.3+", "1.2.x"]
        {
            assert!(!super::is_version(text), "{text}");
        }
    }

    use super::*;
    use crate::diag::{Style, render};

    fn show(text: &str) -> String {
        let parsed = parse(&Arc::from("specwright.toml"), text);
        let texts = |_: &str| Some(text);
        let shown: Vec<_> = parsed.diagnostics.list().iter().map(|d| render(d, &texts, Style::Plain)).collect();
        assert_eq!(parsed.config.is_some(), shown.is_empty());
        shown.join("\n\n")
    }

    #[test]
    fn how_forms_are_spelt_is_one_of_a_few_words() {
        let config = parse(&Arc::from("specwright.toml"), "[form]\nobjects = \"dots\"\narrays = \"repeat\"").config;
        let form = config.expect("a configuration").form;
        assert_eq!(form.objects, crate::config::NestedObjects::Dots);
        assert_eq!(form.arrays, Some(crate::config::NestedArrays::Repeat));
        let findings = show("[form]\nobjects = \"dot\"\narray = \"repeat\"");
        expect_test::expect![[r#"
            error[SW0702]: `form.objects`: unknown variant `dot`, expected `brackets` or `dots`
             --> specwright.toml:2:11
              |
            2 | objects = "dot"
              |           ^^^^^
              |
              = help: did you mean `dots`?

            error[SW0701]: `form.array` is not a key of the configuration
             --> specwright.toml:3:1
              |
            3 | array = "repeat"
              | ^^^^^
              |
              = help: did you mean `arrays`?"#]]
        .assert_eq(&findings);
    }

    #[test]
    fn an_empty_file_and_a_full_one_are_read() {
        assert_eq!(show(""), "");
        let text = r##"
overlays = ["fix.yaml"]
accept-dropped = ["#/paths/~1a/get"]
[package]
name = "avara"
[client.credentials.BearerAuth]
option = "api_key"
[resources]
strip = ["v1"]
[resources.docs]
"viewer.users" = "Users."
[operations."GET /v1/users"]
pagination = "cursor"
[types."#/components/schemas/User"]
name = "Member"
closed = true
[formats]
uuid = "uuid"
date-time = { type = "chrono" }
color = { type = "palette::Srgb", dependency = { palette = { version = "0.7", features = ["serializing"] } } }
[pagination.cursor]
cursor-parameter = "cursor"
cursor-field = "nextCursor"
[webhooks]
"##;
        assert_eq!(show(text), "");
        let config = parse(&Arc::from("x"), text).config.unwrap();
        assert_eq!(config.package.name.as_deref(), Some("avara"));
        assert!(config.webhooks.is_some());
        let mapped: Vec<_> =
            config.formats.iter().map(|(of, mapped)| (mapped.path(of), mapped.dependencies(of))).collect();
        let row = |name: &str, row: &str| vec![(name.to_owned(), row.to_owned())];
        assert_eq!(
            mapped,
            [
                (Some("palette::Srgb"), row("palette", r#"{ features = ["serializing"], version = "0.7" }"#)),
                (
                    Some("chrono::DateTime<chrono::Utc>"),
                    row("chrono", r#"{ version = "0.4.41", default-features = false, features = ["serde", "std"] }"#)
                ),
                (Some("uuid::Uuid"), row("uuid", r#"{ version = "1.16", features = ["serde"] }"#)),
            ]
        );
    }

    #[test]
    fn every_unknown_key_is_shown_at_its_place_with_the_nearest_name() {
        expect_test::expect![[r#"
            error[SW0701]: `package.naem` is not a key of the configuration
             --> specwright.toml:2:1
              |
            2 | naem = "x"
              | ^^^^
              |
              = help: did you mean `name`?

            error[SW0702]: `package.version`: invalid type: integer `1`, expected a string
             --> specwright.toml:3:11
              |
            3 | version = 1
              |           ^

            error[SW0701]: `client.env_prefix` is not a key of the configuration
             --> specwright.toml:6:1
              |
            6 | env_prefix = "X"
              | ^^^^^^^^^^
              |
              = help: did you mean `env-prefix`?

            error[SW0701]: `operations."GET /a".zebra` is not a key of the configuration
             --> specwright.toml:9:1
              |
            9 | zebra = true
              | ^^^^^
              |
              = help: the names here are `method`, `skip`, `pagination`, `parameters`, `accept`, `content-type`, `unwrap`, `stream`"#]]
        .assert_eq(&show("[package]\nnaem = \"x\"\nversion = 1\n\n[client]\nenv_prefix = \"X\"\n\n[operations.\"GET /a\"]\nzebra = true\n"));
    }

    #[test]
    fn what_is_not_toml_is_shown_at_its_place() {
        expect_test::expect![[r"
            error[SW0702]: string values must be quoted, expected literal string
             --> specwright.toml:2:8
              |
            2 | name = avara
              |        ^^^^^"]]
        .assert_eq(&show("[package]\nname = avara\n"));
    }

    #[test]
    fn what_no_stage_could_use_is_refused() {
        expect_test::expect![[r#"
            error[SW0702]: `paths` is no JSON pointer into the description; diagnostics print one as `at: #/…`
             --> specwright.toml:1:18
              |
            1 | accept-dropped = ["paths"]
              |                  ^^^^^^^^^

            error[SW0702]: `1 x` is no package name: it takes a letter, then letters, digits, `-` and `_`
             --> specwright.toml:3:8
              |
            3 | name = "1 x"
              |        ^^^^^

            error[SW0702]: no pagination scheme is called `curser`; did you mean `cursor`?
             --> specwright.toml:5:14
              |
            5 | pagination = "curser"
              |              ^^^^^^^^

            error[SW0702]: `User` is no JSON pointer into the description, such as `#/components/schemas/User`
             --> specwright.toml:9:8
              |
            9 | [types.User]
              |        ^^^^

            error[SW0702]: "" names no environment variable: it takes a letter, then letters, digits and `_`
              --> specwright.toml:11:11
               |
            11 | key-env = ""
               |           ^^

            error[SW0702]: "A\nB" names no environment variable: it takes a letter, then letters, digits and `_`
              --> specwright.toml:13:14
               |
            13 | env-prefix = "A\nB"
               |              ^^^^^^

            error[SW0702]: "a b" is no header's name, such as `Idempotency-Key`
              --> specwright.toml:14:22
               |
            14 | idempotency-header = "a b"
               |                      ^^^^^

            error[SW0702]: "a.example" is no base URL: it begins with `https://` or `http://`
              --> specwright.toml:15:12
               |
            15 | base-url = "a.example"
               |            ^^^^^^^^^^^

            error[SW0702]: "A-B" names no environment variable: it takes a letter, then letters, digits and `_`
              --> specwright.toml:17:7
               |
            17 | env = "A-B"
               |       ^^^^^

            error[SW0702]: " Key" cannot begin a header's value: it takes visible ASCII, and blanks behind it
              --> specwright.toml:18:10
               |
            18 | prefix = " Key"
               |          ^^^^^^"#]]
        .assert_eq(&show("accept-dropped = [\"paths\"]\n[package]\nname = \"1 x\"\n[operations.a]\npagination = \"curser\"\n[pagination.cursor]\ncursor-parameter = \"c\"\ncursor-field = \"n\"\n[types.User]\n[webhooks]\nkey-env = \"\"\n[client]\nenv-prefix = \"A\\nB\"\nidempotency-header = \"a b\"\nbase-url = \"a.example\"\n[client.credentials.a]\nenv = \"A-B\"\nprefix = \" Key\"\n"));
    }

    #[test]
    fn a_type_of_a_format_is_a_short_name_or_a_path() {
        expect_test::expect![[r#"
            error[SW0702]: `time` is no type for the format `date-time`: it takes `chrono`, `jiff`, `string`, or a path such as `my_crate::Type`
             --> specwright.toml:2:13
              |
            2 | date-time = "time"
              |             ^^^^^^

            error[SW0702]: `a::b; c` is no type for the format `uuid`: it takes `uuid`, `string`, or a path such as `my_crate::Type`
             --> specwright.toml:3:8
              |
            3 | uuid = "a::b; c"
              |        ^^^^^^^^^

            error[SW0702]: `formats.decimal`: a text such as "uuid::Uuid", or a table with `type` and perhaps `dependency`
             --> specwright.toml:4:11
              |
            4 | decimal = 3
              |           ^

            error[SW0702]: `formats.ipv4`: a text such as "uuid::Uuid", or a table with `type` and perhaps `dependency`
             --> specwright.toml:5:8
              |
            5 | ipv4 = { typ = "x::Y" }
              |        ^^^^^^^^^^^^^^^^"#]].assert_eq(&show(
            "[formats]\ndate-time = \"time\"\nuuid = \"a::b; c\"\ndecimal = 3\nipv4 = { typ = \"x::Y\" }\nx = \"string\"\n",
        ));
    }

    #[test]
    fn a_scheme_of_pages_has_what_its_type_needs_and_no_more() {
        expect_test::expect![[r#"
            error[SW0702]: pages of the type `cursor` need `cursor-field`
             --> specwright.toml:1:13
              |
            1 | [pagination.a]
              |             ^

            error[SW0702]: pages of the type `url` have no use for `offset-parameter`
             --> specwright.toml:6:20
              |
            6 | offset-parameter = "o"
              |                    ^^^

            error[SW0702]: pages have no such type: it takes `cursor`, `cursor-id`, `url`, `link`, `offset` or `page-number`
             --> specwright.toml:8:8
              |
            8 | type = "pages"
              |        ^^^^^^^

            error[SW0702]: pages of the type `link` have no use for `first-page`
              --> specwright.toml:11:14
               |
            11 | first-page = 0
               |              ^"#]].assert_eq(&show(
            "[pagination.a]\ncursor-parameter = \"c\"\n[pagination.b]\ntype = \"url\"\nurl-field = \"next\"\noffset-parameter = \"o\"\n\
             [pagination.c]\ntype = \"pages\"\n[pagination.d]\ntype = \"link\"\nfirst-page = 0\n",
        ));
    }

    #[test]
    fn a_signature_can_be_checked_by_what_is_said_of_it() {
        let text = "[webhooks.hmac]\nsignature-header = \"a b\"\nsignature = \"v1=\"\ntimestamp = \"t\"\n\
            timestamp-header = \"X-Time\"\npayload = \"{when}\"\nencoding = \"text\"\n";
        expect_test::expect![[r#"
            error[SW0702]: "a b" is no header's name
             --> specwright.toml:2:20
              |
            2 | signature-header = "a b"
              |                    ^^^^^

            error[SW0702]: it says where the signature stands, once: `v1={signature}`
             --> specwright.toml:3:13
              |
            3 | signature = "v1="
              |             ^^^^^

            error[SW0702]: it says where the time stands, once: `t={timestamp}`
             --> specwright.toml:4:13
              |
            4 | timestamp = "t"
              |             ^^^

            error[SW0702]: the time has a header of its own already
             --> specwright.toml:4:13
              |
            4 | timestamp = "t"
              |             ^^^

            error[SW0702]: `{when}` is none of `{body}`, `{timestamp}` and `{header:Name}`
             --> specwright.toml:6:11
              |
            6 | payload = "{when}"
              |           ^^^^^^^^

            error[SW0702]: a signature without `{body}` proves nothing of the message
             --> specwright.toml:6:11
              |
            6 | payload = "{when}"
              |           ^^^^^^^^

            error[SW0702]: a time that is not signed proves nothing: add `{timestamp}`
             --> specwright.toml:6:11
              |
            6 | payload = "{when}"
              |           ^^^^^^^^

            error[SW0702]: a signature is bytes, in `hex` or `base64`
             --> specwright.toml:7:12
              |
            7 | encoding = "text"
              |            ^^^^^^"#]]
        .assert_eq(&show(text));
        let text = "[webhooks.hmac]\nsignature-header = \"X-Signature\"\npayload = \"{timestamp}.{body}\"\n";
        expect_test::expect![[r#"
            error[SW0702]: nothing says where the time stands: `timestamp-header` or `timestamp`
             --> specwright.toml:3:11
              |
            3 | payload = "{timestamp}.{body}"
              |           ^^^^^^^^^^^^^^^^^^^^"#]]
        .assert_eq(&show(text));
        let text = "[webhooks.hmac]\nsignature-header = \"X-Signature\"\npayload = \"{header:X-Id}.{timestamp}.{body}\"\n\
            timestamp-header = \"X-Time\"\nencoding = \"base64\"\n";
        assert_eq!(show(text), "");
    }
}
