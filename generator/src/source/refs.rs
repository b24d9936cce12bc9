//! References: the text of a `$ref` to the value that it means.
//!
//! Input: [`Sources`], the file in which the reference stands, its text. Output: a [`Target`] or a diagnostic.
//! Not here: cycles, and what kind of object is expected there.

use std::borrow::Cow;
use std::cell::Cell;

use serde_json::Value;

use super::{SourceFile, Sources};
use crate::diag::{Change, Code, Diagnostic, Mend, Pointer, Site};

/// What a reference means.
#[derive(Clone, Debug)]
pub struct Target<'a> {
    /// Where it stands.
    pub site: Site,
    /// The value.
    pub value: &'a Value,
    /// The first reference within the pointer, where it leads through one: `#/A/properties/b` of `A: {$ref: …}`.
    pub through: Option<Site>,
}

/// How many references a pointer may lead through.
const MAX_THROUGH: usize = 32;

/// How many names may still be compared in search of what an author may have meant. Without an end to it, a description
/// of ten thousand slips among ten thousand names would take the square of that.
#[derive(Debug)]
pub struct Guesses(Cell<usize>);

impl Default for Guesses {
    fn default() -> Self {
        Self(Cell::new(200_000))
    }
}

impl Guesses {
    /// The candidate that looks most like the word, if one does, as long as there is time to look.
    pub fn nearest<'a>(&self, word: &str, candidates: impl ExactSizeIterator<Item = &'a str>) -> Option<&'a str> {
        let left = self.0.get().checked_sub(candidates.len())?;
        self.0.set(left);
        nearest(word, candidates)
    }
}

/// Resolves the text of a reference.
///
/// # Errors
/// When it is malformed, remote, or points to nothing. The diagnostic has no site yet: only the caller knows where
/// the reference stands.
pub fn resolve<'a>(
    sources: &'a Sources,
    from: &Site,
    reference: &str,
    guesses: &Guesses,
) -> Result<Target<'a>, Box<Diagnostic>> {
    let (file, pointer) = place_of(sources, from, reference)?;
    match pointer.find(&file.tree) {
        Some(value) => Ok(Target { site: Site::new(&file.name, pointer), value, through: None }),
        None => {
            let target = through(sources, file, &pointer);
            target.ok_or_else(|| Box::new(dangling(reference, &file.tree, &pointer, guesses)))
        }
    }
}

/// The file and the place in it that a reference means, whether or not something is there.
fn place_of<'a>(
    sources: &'a Sources,
    from: &Site,
    reference: &str,
) -> Result<(&'a SourceFile, Pointer), Box<Diagnostic>> {
    if reference.trim().is_empty() {
        let help = "refer to a file, to a place in this one (`#/components/schemas/Pet`), or to both";
        return Err(Box::new(Diagnostic::new(Code::MalformedReference, "the reference is empty").help(help)));
    }
    let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let Some(fragment) = percent_decode(fragment) else {
        return Err(Box::new(malformed(reference, "a `%` is not followed by two hexadecimal digits of UTF-8 text")));
    };
    if !sources.bases.is_empty()
        && let Some(place) = by_base(sources, from, path, &fragment)
    {
        return Ok(place);
    }
    let Some(name) = target_file(&from.file, path) else {
        return Err(Box::new(malformed(reference, "a `%` is not followed by two hexadecimal digits of UTF-8 text")));
    };
    let name = sources.spelled.get(&name).map_or(name.as_str(), |name| name);
    let Some(file) = sources.files.get(name) else {
        return Err(Box::new(match sources.failed.get(name) {
            // A file that is not there is missing where it is referred to; one that is broken is broken in itself.
            Some(failed) if failed.text.is_none() => Diagnostic { site: None, ..failed.reason.clone() },
            Some(failed) => failed.reason.clone(),
            None => Diagnostic::new(Code::DanglingReference, format!("the file `{name}` was not loaded")),
        }));
    };
    if !fragment.is_empty() && !fragment.starts_with('/') {
        return match file.index.anchors.get(&fragment) {
            Some(pointer) => Ok((file, pointer.clone())),
            None => Err(Box::new(
                Diagnostic::new(Code::DanglingReference, format!("no schema has the `$anchor` `{fragment}`"))
                    .help("a JSON pointer starts with a slash: `#/components/schemas/Pet`"),
            )),
        };
    }
    // Written anew, step by step, so that one place has one pointer however it was escaped.
    Ok((
        file,
        match Pointer::parse(&fragment) {
            pointer if !fragment.contains('~') => pointer,
            pointer => pointer.steps().fold(Pointer::root(), |pointer, step| pointer.join(&step)),
        },
    ))
}

/// Follows the references that stand on the way of a pointer.
fn through<'a>(sources: &'a Sources, file: &'a SourceFile, pointer: &Pointer) -> Option<Target<'a>> {
    let mut file = file;
    let mut steps: Vec<String> = pointer.steps().map(Cow::into_owned).collect();
    let mut through = None;
    for _ in 0..MAX_THROUGH {
        let (mut value, mut there) = (&file.tree, Pointer::root());
        let mut passed = 0;
        while let Some(step) = steps.get(passed) {
            let next = there.join(step);
            let Some(inner) = next.find(&file.tree) else { break };
            (value, there) = (inner, next);
            passed += 1;
        }
        let site = Site::new(&file.name, there);
        if passed == steps.len() {
            return Some(Target { site, value, through });
        }
        let (inside, pointer) = place_of(sources, &site, value.get("$ref")?.as_str()?).ok()?;
        through.get_or_insert(site);
        file = inside;
        steps = pointer.steps().map(Cow::into_owned).chain(steps.into_iter().skip(passed)).collect();
    }
    None
}

/// The value at a place.
#[must_use]
pub fn get<'a>(sources: &'a Sources, site: &Site) -> Option<&'a Value> {
    site.pointer.find(&sources.files.get(&site.file)?.tree)
}

/// Resolves a reference against the address that the place around it gives itself, if it leads to a place that gives
/// itself the address it then has. JSON Schema 2020-12, section 8.2; OpenAPI 3.2, "Base URI".
fn by_base<'a>(sources: &'a Sources, from: &Site, path: &str, fragment: &str) -> Option<(&'a SourceFile, Pointer)> {
    let file = sources.files.get(&from.file)?;
    let around = enclosing(file, &from.pointer);
    let place = if path.is_empty() {
        // A fragment alone counts from the schema resource that holds it.
        Site::new(&from.file, around.filter(|pointer| !pointer.as_str().is_empty())?.clone())
    } else {
        let base = around.and_then(|pointer| base_of(file, pointer)).unwrap_or_else(|| file.name.to_string());
        sources.bases.get(&join(&base, path))?.clone()
    };
    let holder = sources.files.get(&place.file)?;
    let inside = if fragment.is_empty() || fragment.starts_with('/') {
        Pointer::parse(fragment).steps().fold(place.pointer, |pointer, step| pointer.join(&step))
    } else {
        holder.index.anchors.get(fragment)?.clone()
    };
    inside.find(&holder.tree).map(|_| (holder, inside))
}

/// The place of the nearest `$id` or `$self` around a place.
pub(super) fn enclosing<'f>(file: &'f SourceFile, pointer: &Pointer) -> Option<&'f Pointer> {
    let mut here = Some(pointer.clone());
    while let Some(place) = here {
        if let Some((base, _)) = file.index.bases.get_key_value(&place) {
            return Some(base);
        }
        here = parent(&place);
    }
    None
}

fn parent(pointer: &Pointer) -> Option<Pointer> {
    pointer.as_str().rsplit_once('/').map(|(parent, _)| Pointer::parse(parent))
}

/// The address that a place gives itself, taken relative to the one around it.
pub(super) fn base_of(file: &SourceFile, pointer: &Pointer) -> Option<String> {
    let own = file.index.bases.get(pointer)?;
    let base = match parent(pointer).and_then(|parent| enclosing(file, &parent).cloned()) {
        Some(outer) => base_of(file, &outer)?,
        None => file.name.to_string(),
    };
    let own = own.split('#').next().unwrap_or_default();
    if own.is_empty() { None } else { Some(join(&base, own)) }
}

/// The name of the file that a reference leads to; `None` if it stays in its file.
pub(super) fn file_of(from: &str, reference: &str) -> Option<String> {
    let path = reference.split('#').next().unwrap_or_default();
    if path.is_empty() { None } else { target_file(from, path) }
}

/// The file that the part of a reference before `#` names. An address of the web stays as it is written.
fn target_file(from: &str, path: &str) -> Option<String> {
    if path.is_empty() {
        return Some(from.to_owned());
    }
    if is_remote(path) || is_remote(from) {
        return Some(join(from, path));
    }
    Some(join(from, &percent_decode(path)?))
}

fn malformed(reference: &str, why: &str) -> Diagnostic {
    Diagnostic::new(Code::MalformedReference, format!("`{reference}` is not a reference: {why}"))
}

/// Says how far the pointer leads, and what stands there under a similar name. If that is there with all that follows, the
/// reference that is meant comes as a mend without a place, as only the caller knows one ([`meant`]).
fn dangling(reference: &str, tree: &Value, pointer: &Pointer, guesses: &Guesses) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::DanglingReference, format!("`{reference}` points to nothing"));
    let file = reference.split('#').next().unwrap_or_default();
    let there = |pointer: &Pointer| pointer.find(tree).is_some();
    let moved = of_other_version(pointer).filter(|moved| parent(moved).is_some_and(|group| there(&group)));
    if let Some(moved) = moved.as_ref().filter(|moved| there(moved)) {
        return meant(diagnostic, &format!("{file}{moved}"));
    }
    let pointer = moved.as_ref().unwrap_or(pointer);
    let mut place = tree;
    let mut there = Pointer::root();
    for step in pointer.steps() {
        let next = there.join(&step);
        if let Some(value) = next.find(tree) {
            place = value;
            there = next;
            continue;
        }
        let near = match place {
            Value::Object(map) => guesses.nearest(&step, map.keys().map(String::as_str)),
            _ => None,
        };
        return match near {
            Some(near) => {
                let rest = pointer.steps().skip(there.steps().count() + 1);
                let whole = rest.fold(there.join(near), |pointer, step| pointer.join(&step));
                if whole.find(tree).is_none() {
                    return diagnostic.help(format!("did you mean `{}`?", there.join(near)));
                }
                meant(diagnostic, &format!("{file}{whole}"))
            }
            None if there.as_str().is_empty() => diagnostic.help(format!("the document has no `{step}`")),
            None => diagnostic.help(format!("`{there}` has no `{step}`")),
        };
    }
    diagnostic
}

/// The same place in the other layout: what stood at the root in OpenAPI 2.0 stands in `components` since 3.0.
fn of_other_version(pointer: &Pointer) -> Option<Pointer> {
    let moved = [("/definitions/", "/components/schemas/"), ("/parameters/", "/components/parameters/")];
    let moved = moved.into_iter().chain([("/responses/", "/components/responses/")]);
    let text = pointer.as_str();
    moved.flat_map(|(old, new)| [(old, new), (new, old)]).find_map(|(from, to)| {
        let rest = text.strip_prefix(from)?;
        Some(Pointer::parse(&format!("{to}{rest}")))
    })
}

/// Adds the reference that is meant. Its place is not known yet.
#[must_use]
pub fn meant(diagnostic: Diagnostic, reference: &str) -> Diagnostic {
    let mend = Mend { target: Pointer::root(), change: Change::Update(Value::from(reference)) };
    diagnostic.help(format!("did you mean `{reference}`?")).mend(mend)
}

/// The candidate that looks most like the word, if one looks much like it.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Long texts cost quadratic time and are never slips of the pen.
    let limit = 64;
    if word.len() > limit {
        return None;
    }
    let word = word.to_lowercase();
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        // Of two texts of different lengths, at least the difference differs.
        let (short, long) = (word.len().min(candidate.len()), word.len().max(candidate.len()));
        if long > limit || (word.is_ascii() && candidate.is_ascii() && short * 100 < long * 65) {
            continue;
        }
        let likeness = strsim::normalized_damerau_levenshtein(&word, &candidate.to_lowercase());
        if likeness >= 0.65 && best.is_none_or(|(other, _)| likeness > other) {
            best = Some((likeness, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// `http://…`, `urn:…`, `//host/…`; a drive letter (`C:/api.yaml`) is no scheme.
pub(super) fn is_remote(path: &str) -> bool {
    if path.starts_with("//") {
        return true;
    }
    path.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

/// The path, taken relative to the folder of the file in which it stands, without `.` and, where possible, `..`.
/// Either may be an address of the web (RFC 3986, section 5.2).
fn join(from: &str, path: &str) -> String {
    let path = path.replace('\\', "/");
    if is_remote(&path) && !path.starts_with("//") {
        return path;
    }
    if is_remote(from)
        && let Some((scheme, rest)) = from.split_once(':')
    {
        if path.starts_with("//") {
            return format!("{scheme}:{path}");
        }
        let Some(rest) = rest.strip_prefix("//") else { return format!("{scheme}:{path}") };
        let (host, place) = rest.find('/').map_or((rest, "/"), |at| rest.split_at(at));
        return format!("{scheme}://{host}{}", join(place, &path));
    }
    let is_absolute = path.starts_with('/') || path.get(1..3) == Some(":/");
    let folder = if is_absolute { "" } else { from.rsplit_once('/').map_or("", |(folder, _)| folder) };
    let rooted = path.starts_with('/') || (!is_absolute && from.starts_with('/'));
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("{}{}", if rooted { "/" } else { "" }, parts.join("/"))
}

/// The shortest way to a file that climbs out of folders and comes back into them: `../f/m/x.yaml` is `m/x.yaml` in the
/// folder `f`. `here` is the path of the folder that names count from, and `least` how many steps up the name of the
/// description has itself.
pub(super) fn shortest(name: &str, here: &str, least: usize) -> String {
    let here: Vec<&str> = here.split(['/', '\\']).filter(|part| !part.is_empty()).collect();
    let mut climbs = climbs(name);
    let mut rest: Vec<&str> = name.split('/').skip(climbs).collect();
    while climbs > least
        && let Some(folder) = here.len().checked_sub(climbs).and_then(|index| here.get(index))
        && rest.len() > 1
        && rest.first() == Some(folder)
    {
        rest.remove(0);
        climbs -= 1;
    }
    vec![".."; climbs].into_iter().chain(rest).collect::<Vec<_>>().join("/")
}

/// How many steps up a name begins with.
pub(super) fn climbs(name: &str) -> usize {
    name.split('/').take_while(|part| *part == "..").count()
}

/// RFC 3986 percent-decoding; `None` for a broken escape or what is not UTF-8 afterwards.
fn percent_decode(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let digits = [bytes.next()?, bytes.next()?];
            let digits = std::str::from_utf8(&digits).ok().filter(|digits| !digits.starts_with('+'))?;
            out.push(u8::from_str_radix(digits, 16).ok()?);
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
#[allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    #[allow(clippy::needless_pass_by_value)]
    fn check(reference: &str, expect: Expect) {
        let root = "openapi: 3.1.0\ncomponents:\n  schemas:\n    Pet: {type: string}\n    'a/b~c d': 1\n    L: [x, {y: z}]\n    N: {$anchor: node}\n    R: {$ref: '#/components/schemas/S'}\n    S: {$ref: '../common.yaml#/Error'}\n    T: {$ref: '#/components/schemas/T/x'}\n";
        let sources = Sources::from_texts(
            "d/root.yaml",
            [
                ("d/root.yaml", &*format!("{root}z: {{$ref: '../common.yaml'}}\ny: {{$ref: gone.yaml}}\n")),
                ("common.yaml", "Error: {type: object, x: 1}\n"),
            ],
        )
        .unwrap();
        let result = resolve(&sources, &sources.root_site(), reference, &Guesses::default());
        expect.assert_eq(&match result {
            Ok(target) => {
                let through = target.through.map(|site| format!(" through {}{}", site.file, site.pointer));
                format!("{}{} = {}{}", target.site.file, target.site.pointer, target.value, through.unwrap_or_default())
            }
            Err(reason) => format!("{} {} | {}", reason.code, reason.message, reason.help.unwrap_or_default()),
        });
    }

    #[test]
    fn what_references_mean() {
        check("#/components/schemas/Pet", expect![[r#"d/root.yaml#/components/schemas/Pet = {"type":"string"}"#]]);
        check("#/components/schemas/a~1b~0c%20d", expect!["d/root.yaml#/components/schemas/a~1b~0c d = 1"]);
        check("#/components/schemas/L/1/y", expect![[r#"d/root.yaml#/components/schemas/L/1/y = "z""#]]);
        check("../common.yaml#/Error", expect![[r#"common.yaml#/Error = {"type":"object","x":1}"#]]);
        check(
            "./../d/root.yaml#/components/schemas/Pet",
            expect![[r#"d/root.yaml#/components/schemas/Pet = {"type":"string"}"#]],
        );
        check("../common.yaml", expect![[r#"common.yaml# = {"Error":{"type":"object","x":1}}"#]]);
        check(
            "#/components/schemas/R/type",
            expect![[r#"common.yaml#/Error/type = "object" through d/root.yaml#/components/schemas/R"#]],
        );
        check("#node", expect![[r#"d/root.yaml#/components/schemas/N = {"$anchor":"node"}"#]]);
    }

    #[test]
    fn what_they_cannot_mean() {
        check(
            "#/components/schemas/Pett",
            expect!["SW0201 `#/components/schemas/Pett` points to nothing | did you mean `#/components/schemas/Pet`?"],
        );
        check(
            "#/components/parameters/Zebra",
            expect!["SW0201 `#/components/parameters/Zebra` points to nothing | `#/components` has no `parameters`"],
        );
        check(
            "#/components/schemas/T/x/y",
            expect!["SW0201 `#/components/schemas/T/x/y` points to nothing | `#/components/schemas/T` has no `x`"],
        );
        check(
            "#/components/schemas/R/types",
            expect![
                "SW0201 `#/components/schemas/R/types` points to nothing | `#/components/schemas/R` has no `types`"
            ],
        );
        check("#/nothing", expect!["SW0201 `#/nothing` points to nothing | the document has no `nothing`"]);
        check(
            "#components/schemas/Pet",
            expect![
                "SW0201 no schema has the `$anchor` `components/schemas/Pet` | a JSON pointer starts with a slash: `#/components/schemas/Pet`"
            ],
        );
        check(
            "https://example.com/a.yaml#/A",
            expect!["SW0201 the file `https://example.com/a.yaml` was not loaded | "],
        );
        check("gone.yaml#/A", expect!["SW0101 `d/gone.yaml` cannot be read: there is no such file | "]);
        check("never-seen.yaml", expect!["SW0201 the file `d/never-seen.yaml` was not loaded | "]);
        check(
            "#/a%zz",
            expect![
                "SW0204 `#/a%zz` is not a reference: a `%` is not followed by two hexadecimal digits of UTF-8 text | "
            ],
        );
        check(
            "#/components/schemas/L/01",
            expect!["SW0201 `#/components/schemas/L/01` points to nothing | `#/components/schemas/L` has no `01`"],
        );
    }

    #[test]
    fn places_of_another_version() {
        let check = |root: &str, reference: &str, expect: Expect| {
            let sources = Sources::from_texts("root.yaml", [("root.yaml", root)]).unwrap();
            let reason = resolve(&sources, &sources.root_site(), reference, &Guesses::default()).unwrap_err();
            expect.assert_eq(&reason.help.unwrap_or_default());
        };
        let later = "components: {schemas: {Pet: {}}, parameters: {P: {}}}\n";
        check(later, "#/definitions/Pet", expect!["did you mean `#/components/schemas/Pet`?"]);
        check(later, "#/definitions/Pett", expect!["did you mean `#/components/schemas/Pet`?"]);
        check(later, "#/parameters/P", expect!["did you mean `#/components/parameters/P`?"]);
        check("definitions: {Pet: {}}\n", "#/components/schemas/Pet", expect!["did you mean `#/definitions/Pet`?"]);
    }

    #[test]
    fn a_way_out_of_a_folder_and_back_into_it_is_none() {
        for (name, least, expected) in [
            ("../f/m/x.yaml", 0, "m/x.yaml"),
            ("../../e/f/x.yaml", 0, "x.yaml"),
            ("../../e/f/x.yaml", 1, "../f/x.yaml"),
            ("../../e/g/x.yaml", 0, "../g/x.yaml"),
            ("../g/x.yaml", 0, "../g/x.yaml"),
            ("../f", 0, "../f"),
            ("../../../../../x.yaml", 0, "../../../../../x.yaml"),
        ] {
            assert_eq!(shortest(name, "/d/e/f", least), expected, "{name}");
        }
    }

    #[test]
    fn names_that_are_near() {
        assert_eq!(nearest("integr", ["string", "integer"]), Some("integer"));
        assert_eq!(nearest("zebra", ["string", "integer"]), None);
        assert_eq!(nearest(&"x".repeat(100_000), ["x"]), None);
    }
}
