//! OpenAPI Overlay 1.0 and 1.1: changes to a description, kept in a file of their own.
//!
//! Input: the root file and an overlay's. Output: the root's tree with the actions carried out, in order.
//! Not here: reading the overlay's file (`load`, `parse`).
//!
//! An action that cannot be carried out, or matches nothing, is reported and passed over; the others are done.
//! Places in the description still mean its text: what an overlay adds has no line there. [`Added`] keeps where it comes
//! from, so that what is found in it names the overlay as well ([`trace`]).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use serde_json_path::JsonPath;

use super::SourceFile;
use super::refs::nearest;
use super::size::{MAX_DEPTH, MAX_VALUES, size};
use crate::diag::{BY_OVERLAY, Code, Diagnostic, Diagnostics, Pointer, Site};

/// What overlays have put into the root file: where it stands there, and where it comes from.
pub type Added = BTreeMap<Pointer, Site>;

/// How deeply the brackets of a JSONPath may lie in one another: filters within filters take the parser twice the time for
/// each level, and its stack.
const MAX_NESTING: usize = 12;

/// The fields of an overlay, and those of an action.
const FIELDS: [&str; 4] = ["overlay", "info", "extends", "actions"];
const ACTION_FIELDS: [&str; 5] = ["target", "description", "update", "remove", "copy"];

/// Applies an overlay to a file. `overlay` is a file from [`parse`](super::parse()).
pub fn apply(root: &mut SourceFile, overlay: &SourceFile, added: &mut Added, diagnostics: &mut Diagnostics) {
    overlay.findings.iter().for_each(|finding| diagnostics.push(finding.clone()));
    let site = Site::new(&overlay.name, Pointer::root());
    let version = overlay.tree.get("overlay").and_then(Value::as_str);
    let actions = overlay.tree.get("actions").and_then(Value::as_array);
    let (Some(version), Some(actions)) = (version, actions) else {
        let message =
            format!("`{}` is not an overlay: it needs `overlay: 1.0.0` and a list of `actions`", overlay.name);
        diagnostics.push(Diagnostic::new(Code::NotAnOverlay, message).at(&site));
        return;
    };
    let mut numbers = version.split('.');
    let lists_join = match (numbers.next(), numbers.next()) {
        (Some("1"), Some("0")) => Some(false),
        (Some("1"), Some("1")) => Some(true),
        _ => None,
    };
    let Some(is_1_1) = lists_join else {
        let message = format!("Overlay `{version}` is not read");
        let diagnostic = Diagnostic::new(Code::NotAnOverlay, message).at(&site.join("overlay"));
        diagnostics.push(diagnostic.help("this release reads Overlay 1.0 and 1.1"));
        return;
    };
    unknown_fields("an overlay", &overlay.tree, &FIELDS, &site, diagnostics);
    extends(&overlay.tree, &root.name, &site, diagnostics);
    // A `copy` can double the tree, again and again; this is what may still be added.
    let mut budget = MAX_VALUES;
    for (index, action) in actions.iter().enumerate() {
        let site = site.join("actions").index(index);
        unknown_fields("an action", action, &ACTION_FIELDS, &site, diagnostics);
        if !is_1_1 && action.get("copy").is_some() {
            let diagnostic = Diagnostic::new(Code::UnknownField, "Overlay 1.0 has no `copy`").at(&site.join("copy"));
            let diagnostic = diagnostic.effect("it is carried out as in Overlay 1.1");
            diagnostics.push(diagnostic.help("state `overlay: 1.1.0`"));
        }
        let lists = if is_1_1 { Lists::Join } else { Lists::Append };
        if let Err(diagnostic) = act(&mut root.tree, action, &site, (lists, added), &mut budget) {
            let is_full = diagnostic.code == Code::TooDeep;
            diagnostics.push(*diagnostic);
            // Each further action would look through all of the description again.
            if is_full {
                return;
            }
        }
    }
}

/// What an update of a list by a list is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lists {
    /// Overlay 1.0: one more element.
    Append,
    /// Overlay 1.1: more elements.
    Join,
}

fn unknown_fields(what: &str, tree: &Value, known: &[&str], site: &Site, diagnostics: &mut Diagnostics) {
    let keys = tree.as_object().into_iter().flat_map(|map| map.keys());
    for key in keys.filter(|key| !key.starts_with("x-") && !known.contains(&key.as_str())) {
        let message = format!("{what} has no field `{key}`");
        let diagnostic = Diagnostic::new(Code::UnknownField, message).at(&site.join(key)).effect("it says nothing");
        diagnostics.push(match nearest(key, known.iter().copied()) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic,
        });
    }
}

/// Says when an overlay is made for another description. It is compared by the file's name, since the same file may be
/// reached in many ways.
fn extends(tree: &Value, root: &str, site: &Site, diagnostics: &mut Diagnostics) {
    let Some(stated) = tree.get("extends").and_then(Value::as_str) else { return };
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    if name(stated) != name(root) {
        let message = format!("the overlay is made for `{stated}`, and is applied to `{root}`");
        let diagnostic = Diagnostic::new(Code::OverlayUnmatched, message).at(&site.join("extends"));
        diagnostics.push(diagnostic.effect("it is applied all the same").help("correct `extends`, or leave it out"));
    }
}

fn act(
    tree: &mut Value,
    action: &Value,
    site: &Site,
    (lists, added): (Lists, &mut Added),
    budget: &mut usize,
) -> Result<(), Box<Diagnostic>> {
    let fail = |message: String, site: &Site| Box::new(Diagnostic::new(Code::OverlayAction, message).at(site));
    let Some(target) = action.get("target").and_then(Value::as_str) else {
        return Err(fail("an action needs a `target`".to_owned(), site));
    };
    let no_path = |(message, help): (String, Option<String>), site: &Site| {
        let diagnostic = fail(message, site);
        Box::new(Diagnostic { help, ..*diagnostic })
    };
    let places = query(tree, target).map_err(|why| no_path(why, &site.join("target")))?;
    if places.is_empty() {
        let diagnostic = Diagnostic::new(Code::OverlayUnmatched, format!("`{target}` matches nothing"));
        return Err(Box::new(diagnostic.at(&site.join("target")).effect("the action changes nothing")));
    }
    if action.get("remove") == Some(&Value::Bool(true)) {
        if places.iter().any(String::is_empty) {
            return Err(fail("an overlay cannot remove the whole description".to_owned(), &site.join("target")));
        }
        remove(tree, &places);
        return Ok(());
    }
    let from = site.join(if action.get("copy").is_some() { "copy" } else { "update" });
    let update = match (action.get("copy"), action.get("update")) {
        (Some(copy), _) => {
            let site = site.join("copy");
            let from = copy.as_str().ok_or_else(|| fail("`copy` must be a JSONPath".to_owned(), &site))?;
            let found = query(tree, from).map_err(|why| no_path(why, &site))?;
            match found.as_slice() {
                [one] => tree.pointer(one).cloned(),
                _ => return Err(fail(format!("`{from}` must match one place, but matches {}", found.len()), &site)),
            }
        }
        (None, Some(update)) => Some(update.clone()),
        (None, None) => return Err(fail("an action needs `update`, `remove: true` or `copy`".to_owned(), site)),
    };
    let Some(update) = update else { return Ok(()) };
    // Later stages rely on these bounds, and this stage alone can exceed them.
    let grown = size(&update);
    let deepest = places.iter().map(|place| place.matches('/').count() + 1 + grown.depth).max().unwrap_or(0);
    let values = grown.values.saturating_mul(places.len());
    if deepest > MAX_DEPTH || values > *budget {
        let message = format!(
            "the action makes the description too large: more than {MAX_DEPTH} levels deep, or {MAX_VALUES} values more"
        );
        let effect = "neither this action nor those behind it change anything";
        return Err(Box::new(Diagnostic::new(Code::TooDeep, message).at(site).effect(effect)));
    }
    if let Some(unfit) = places.iter().find(|place| !tree.pointer(place).is_some_and(|here| fits(here, &update))) {
        let here = tree.pointer(unfit).map_or("nothing", kind);
        let message = format!("{} cannot be merged into {here}, which `{target}` matches at `#{unfit}`", kind(&update));
        return Err(Box::new(fail(message, &from).effect("the action changes nothing")));
    }
    *budget -= values;
    // What is copied comes from the description, so only the action itself is a place to show.
    let is_copy = action.get("copy").is_some();
    for place in &places {
        let at = Pointer::parse(place);
        let mut note = |at: Pointer, from: Site| {
            added.insert(at, from);
        };
        let from = Origin { site: from.clone(), is_copy };
        match tree.pointer_mut(place) {
            Some(Value::Array(list)) => match &update {
                Value::Array(more) if lists == Lists::Join => join(list, more.clone(), &at, &from, &mut note),
                one => {
                    note(at.index(list.len()), from.site);
                    list.push(one.clone());
                }
            },
            Some(here) => merge(here, update.clone(), &at, &from, &mut note),
            None => {}
        }
    }
    Ok(())
}

/// Whether an update can be merged into what is there: mappings into mappings, anything into a list, and scalars in
/// place of scalars.
fn fits(here: &Value, update: &Value) -> bool {
    match here {
        Value::Object(_) => update.is_object(),
        Value::Array(_) | Value::Null => true,
        _ => !(update.is_object() || update.is_array()),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Object(_) => "a mapping",
        Value::Array(_) => "a list",
        _ => "a single value",
    }
}

/// Adds to a finding about what an overlay has put there where it comes from.
#[must_use]
pub fn trace(diagnostic: Diagnostic, root: &str, added: &Added) -> Diagnostic {
    let Some(site) = diagnostic.site.clone().filter(|site| *site.file == *root) else { return diagnostic };
    let mut here = site.pointer.as_str();
    loop {
        if let Some(from) = added.get(&Pointer::parse(here)) {
            return diagnostic.related(from, BY_OVERLAY);
        }
        match here.rsplit_once('/') {
            Some((above, _)) => here = above,
            None => return diagnostic,
        }
    }
}

/// Where an update comes from.
#[derive(Clone)]
struct Origin {
    site: Site,
    is_copy: bool,
}

impl Origin {
    fn join(&self, step: &str) -> Self {
        let site = if self.is_copy { self.site.clone() } else { self.site.join(step) };
        Self { site, is_copy: self.is_copy }
    }
}

/// The places that a JSONPath expression matches, as pointers in document order; else why it is none, and what may help.
fn query(tree: &Value, path: &str) -> Result<Vec<String>, (String, Option<String>)> {
    if nesting(path) > MAX_NESTING {
        let shown: String = path.chars().take(60).collect();
        let help = "take it apart: an action for each part".to_owned();
        return Err((format!("`{shown}…` has brackets more than {MAX_NESTING} levels deep"), Some(help)));
    }
    let path = JsonPath::parse(path).map_err(|error| {
        let help = bracketed(path).map(|path| format!("write `{path}`: such a name stands in brackets and quotes"));
        (format!("`{path}` is no JSONPath expression: {error}"), help)
    })?;
    Ok(path.query_located(tree).dedup().locations().map(serde_json_path::NormalizedPath::to_json_pointer).collect())
}

/// How deeply the brackets of an expression lie in one another, outside of quotes.
fn nesting(path: &str) -> usize {
    let (mut depth, mut deepest, mut quote) = (0_usize, 0, None);
    let mut chars = path.chars();
    while let Some(c) = chars.next() {
        match (c, quote) {
            ('\\', Some(_)) => drop(chars.next()),
            (c, Some(open)) if c == open => quote = None,
            ('\'' | '"', None) => quote = Some(c),
            ('[' | '(', None) => depth += 1,
            (']' | ')', None) => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// An expression with the names in brackets that cannot stand behind a dot (`$.paths./pets`, `$.info.x-logo`; RFC 9535,
/// section 2.5.1), if it is one then.
fn bracketed(path: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = path;
    while let Some(at) = rest.find('.') {
        let (before, after) = rest.split_at(at + 1);
        // What stands in brackets has dots of its own.
        let end = if before.contains('[') { 0 } else { after.find(['.', '[']).unwrap_or(after.len()) };
        let (name, behind) = after.split_at(end);
        let is_plain = name.chars().all(|c| c.is_alphanumeric() || c == '_') || name == "*";
        if is_plain || name.contains(['\'', '\\']) {
            out.push_str(before);
            out.push_str(name);
        } else {
            // Behind two dots there is one bracket as well.
            out.push_str(if out.ends_with('.') { before } else { before.trim_end_matches('.') });
            out.push_str(&format!("['{name}']"));
        }
        rest = behind;
    }
    out.push_str(rest);
    (out != path && JsonPath::parse(&out).is_ok()).then_some(out)
}

/// Removes what stands at these places, of each mapping and list all at once.
fn remove(tree: &mut Value, places: &[String]) {
    let mut below: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (parent, step) in places.iter().filter_map(|place| place.rsplit_once('/')) {
        below.entry(parent).or_default().insert(step.replace("~1", "/").replace("~0", "~"));
    }
    // The deepest first, so that the indexes of the lists around them stay true.
    let mut below: Vec<_> = below.into_iter().collect();
    below.sort_by_key(|(parent, _)| Reverse(parent.matches('/').count()));
    for (parent, steps) in below {
        match tree.pointer_mut(parent) {
            Some(Value::Object(map)) => map.retain(|key, _| !steps.contains(key)),
            Some(Value::Array(list)) => {
                let mut indexes = 0..list.len();
                list.retain(|_| indexes.next().is_none_or(|index| !steps.contains(&index.to_string())));
            }
            _ => {}
        }
    }
}

/// Overlay's merge: mappings by key, lists one after the other, anything else replaced.
fn merge(here: &mut Value, update: Value, at: &Pointer, from: &Origin, note: &mut dyn FnMut(Pointer, Site)) {
    match (here, update) {
        (Value::Object(here), Value::Object(update)) => {
            for (key, value) in update {
                let (at, from) = (at.join(&key), from.join(&key));
                match here.get_mut(&key) {
                    Some(old) => merge(old, value, &at, &from, note),
                    None => {
                        note(at, from.site);
                        here.insert(key, value);
                    }
                }
            }
        }
        (Value::Array(here), Value::Array(update)) => join(here, update, at, from, note),
        (here, update) => {
            note(at.clone(), from.site.clone());
            *here = update;
        }
    }
}

fn join(here: &mut Vec<Value>, update: Vec<Value>, at: &Pointer, from: &Origin, note: &mut dyn FnMut(Pointer, Site)) {
    for (index, value) in update.into_iter().enumerate() {
        note(at.index(here.len()), from.join(&index.to_string()).site);
        here.push(value);
    }
}

#[cfg(test)]
#[allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]
mod tests {
    use expect_test::{Expect, expect};

    use std::sync::Arc;

    use super::*;
    use crate::diag::{Style, render};
    use crate::source::parse;

    #[allow(clippy::needless_pass_by_value)]
    fn check(actions: &str, expect: Expect) {
        check_in("1.0.0", actions, expect);
    }

    #[allow(clippy::needless_pass_by_value)]
    fn check_in(version: &str, actions: &str, expect: Expect) {
        let mut root = parse(&Arc::from("api.yaml"), b"a: {b: 1, c: [1, 2, 3]}\nd: {b: 2}\n".to_vec()).unwrap();
        let text = format!("overlay: {version}\ninfo: {{title: o, version: '1'}}\nactions:\n{actions}");
        let overlay = parse(&Arc::from("o.yaml"), text.into()).unwrap();
        let mut diagnostics = Diagnostics::default();
        apply(&mut root, &overlay, &mut Added::new(), &mut diagnostics);
        let mut out = root.tree.to_string();
        for diagnostic in diagnostics.list() {
            out.push('\n');
            out.push_str(&render(diagnostic, &|_| Some(&overlay.text), Style::Plain));
        }
        expect.assert_eq(&out);
    }

    #[test]
    fn update_merges() {
        check(
            "- {target: $.a, update: {b: 9, e: {f: 1}}}\n",
            expect![[r#"{"a":{"b":9,"c":[1,2,3],"e":{"f":1}},"d":{"b":2}}"#]],
        );
        check("- {target: $.a.c, update: 4}\n", expect![[r#"{"a":{"b":1,"c":[1,2,3,4]},"d":{"b":2}}"#]]);
        check("- {target: $.*.b, update: x}\n", expect![[r#"{"a":{"b":"x","c":[1,2,3]},"d":{"b":"x"}}"#]]);
    }

    #[test]
    fn remove_and_copy() {
        check(
            "- {target: '$.a.c[0:2]', remove: true}\n- {target: $.d, remove: true}\n",
            expect![[r#"{"a":{"b":1,"c":[3]}}"#]],
        );
        check(
            "- {target: $.d, copy: $.a}\n",
            expect![[r#"
            {"a":{"b":1,"c":[1,2,3]},"d":{"b":1,"c":[1,2,3]}}
            warning[SW0306]: Overlay 1.0 has no `copy`
             --> o.yaml:4:17
              |
            4 | - {target: $.d, copy: $.a}
              |                 ^^^^
              |
              = at: #/actions/0/copy
              = sdk: it is carried out as in Overlay 1.1
              = help: state `overlay: 1.1.0`"#]],
        );
    }

    #[test]
    fn what_is_removed_within_another_and_beside_it_goes_at_once() {
        check("- {target: '$..[?@ == 2 || @ == 1]', remove: true}\n", expect![[r#"{"a":{"c":[3]},"d":{}}"#]]);
        check("- {target: '$.a..*', remove: true}\n", expect![[r#"{"a":{},"d":{"b":2}}"#]]);
    }

    #[test]
    fn filters_within_filters_end() {
        let target = format!("${}a{}", "[?@".repeat(2_000), "]".repeat(2_000));
        check(
            &format!(
                "- {{target: '{target}', remove: true}}\n- {{target: '$.a[?@ == \"((((((((((((((\"]', remove: true}}\n"
            ),
            expect![[r#"
                {"a":{"b":1,"c":[1,2,3]},"d":{"b":2}}
                error[SW0711]: `$[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?…` has brackets more than 12 levels deep
                 --> o.yaml:4:12
                  |
                4 | ...t: '$[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[?@[...]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]', r...
                  |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^...^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  |
                  = at: #/actions/0/target
                  = help: take it apart: an action for each part
                warning[SW0712]: `$.a[?@ == "(((((((((((((("]` matches nothing
                 --> o.yaml:5:12
                  |
                5 | - {target: '$.a[?@ == "(((((((((((((("]', remove: true}
                  |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                  |
                  = at: #/actions/1/target
                  = sdk: the action changes nothing"#]],
        );
    }

    #[test]
    fn what_cannot_be_done_is_passed_over() {
        check(
            "- {target: $.nothing, remove: true}\n- {target: 'a..b', remove: true}\n- {target: $.a}\n- {target: $.d, update: {k: 1}}\n",
            expect![[r#"
                {"a":{"b":1,"c":[1,2,3]},"d":{"b":2,"k":1}}
                warning[SW0712]: `$.nothing` matches nothing
                 --> o.yaml:4:12
                  |
                4 | - {target: $.nothing, remove: true}
                  |            ^^^^^^^^^
                  |
                  = at: #/actions/0/target
                  = sdk: the action changes nothing
                error[SW0711]: `a..b` is no JSONPath expression: at position 0, parser error
                 --> o.yaml:5:12
                  |
                5 | - {target: 'a..b', remove: true}
                  |            ^^^^^^
                  |
                  = at: #/actions/1/target
                error[SW0711]: an action needs `update`, `remove: true` or `copy`
                 --> o.yaml:6:4
                  |
                6 | - {target: $.a}
                  |    ^^^^^^
                  |
                  = at: #/actions/2"#]],
        );
    }

    #[test]
    fn a_list_is_one_more_element_in_1_0_and_more_elements_in_1_1() {
        let actions = "- {target: $.a.c, update: [4, 5]}\n- {target: $.a.c, copy: $.a.c}\n";
        check_in(
            "1.0.0",
            actions,
            expect![[r#"
            {"a":{"b":1,"c":[1,2,3,[4,5],[1,2,3,[4,5]]]},"d":{"b":2}}
            warning[SW0306]: Overlay 1.0 has no `copy`
             --> o.yaml:5:19
              |
            5 | - {target: $.a.c, copy: $.a.c}
              |                   ^^^^
              |
              = at: #/actions/1/copy
              = sdk: it is carried out as in Overlay 1.1
              = help: state `overlay: 1.1.0`"#]],
        );
        check_in("1.1.0", actions, expect![[r#"{"a":{"b":1,"c":[1,2,3,4,5,1,2,3,4,5]},"d":{"b":2}}"#]]);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let actions = "- {target: $.a, update: 3}\n- {target: $.d, update: null}\n- {target: $.a.b, update: {x: 1}}\n\
                       - {target: $, remove: true}\n- {taget: $.a, update: {x: 1}}\n";
        check_in(
            "1.1.0",
            actions,
            expect![[r#"
            {"a":{"b":1,"c":[1,2,3]},"d":{"b":2}}
            error[SW0711]: a single value cannot be merged into a mapping, which `$.a` matches at `#/a`
             --> o.yaml:4:25
              |
            4 | - {target: $.a, update: 3}
              |                         ^
              |
              = at: #/actions/0/update
              = sdk: the action changes nothing
            error[SW0711]: null cannot be merged into a mapping, which `$.d` matches at `#/d`
             --> o.yaml:5:25
              |
            5 | - {target: $.d, update: null}
              |                         ^^^^
              |
              = at: #/actions/1/update
              = sdk: the action changes nothing
            error[SW0711]: a mapping cannot be merged into a single value, which `$.a.b` matches at `#/a/b`
             --> o.yaml:6:19
              |
            6 | - {target: $.a.b, update: {x: 1}}
              |                   ^^^^^^
              |
              = at: #/actions/2/update
              = sdk: the action changes nothing
            error[SW0711]: an overlay cannot remove the whole description
             --> o.yaml:7:12
              |
            7 | - {target: $, remove: true}
              |            ^
              |
              = at: #/actions/3/target
            warning[SW0306]: an action has no field `taget`
             --> o.yaml:8:4
              |
            8 | - {taget: $.a, update: {x: 1}}
              |    ^^^^^
              |
              = at: #/actions/4/taget
              = sdk: it says nothing
              = help: did you mean `target`?
            error[SW0711]: an action needs a `target`
             --> o.yaml:8:4
              |
            8 | - {taget: $.a, update: {x: 1}}
              |    ^^^^^
              |
              = at: #/actions/4"#]],
        );
        check_in(
            "1.10.0",
            actions,
            expect![[r#"
            {"a":{"b":1,"c":[1,2,3]},"d":{"b":2}}
            error[SW0710]: Overlay `1.10.0` is not read
             --> o.yaml:1:10
              |
            1 | overlay: 1.10.0
              |          ^^^^^^
              |
              = at: #/overlay
              = help: this release reads Overlay 1.0 and 1.1"#]],
        );
    }

    #[test]
    fn what_an_overlay_says_of_itself_is_checked() {
        let text = "overlay: 1.1.0\nextends: other.yaml\nextend: a\nactions: []\nactions: []\n";
        let overlay = parse(&Arc::from("o.yaml"), text.into()).unwrap();
        let mut root = parse(&Arc::from("api.yaml"), b"a: 1\n".to_vec()).unwrap();
        let mut diagnostics = Diagnostics::default();
        apply(&mut root, &overlay, &mut Added::new(), &mut diagnostics);
        let shown: Vec<String> = diagnostics.list().iter().map(|d| format!("{} {}", d.code, d.message)).collect();
        expect![[r#"
            SW0105 the key `actions` stands here for the second time
            SW0306 an overlay has no field `extend`
            SW0712 the overlay is made for `other.yaml`, and is applied to `api.yaml`"#]]
        .assert_eq(&shown.join("\n"));
    }

    #[test]
    fn what_is_added_is_traced_to_the_overlay() {
        let mut root = parse(&Arc::from("api.yaml"), b"a: {b: 1, c: [1]}\n".to_vec()).unwrap();
        let text =
            "overlay: 1.1.0\nactions: [{target: $.a, update: {b: 2, c: [5], e: {f: 1}}}, {target: $.a, copy: $.a.e}]\n";
        let overlay = parse(&Arc::from("o.yaml"), text.into()).unwrap();
        let mut added = Added::new();
        apply(&mut root, &overlay, &mut added, &mut Diagnostics::default());
        let from = |pointer: &str| {
            let site = Site::new(&Arc::from("api.yaml"), Pointer::parse(pointer));
            let found = trace(Diagnostic::new(Code::WrongKind, "x").at(&site), "api.yaml", &added);
            found.related.first().map_or("-".to_owned(), |(site, _)| format!("{}{}", site.file, site.pointer))
        };
        let places = ["/a", "/a/b", "/a/c/0", "/a/c/1", "/a/e/f", "/a/f"];
        let shown: Vec<String> = places.iter().map(|place| format!("{place} {}", from(place))).collect();
        expect![[r#"
            /a -
            /a/b o.yaml#/actions/0/update/b
            /a/c/0 -
            /a/c/1 o.yaml#/actions/0/update/c/0
            /a/e/f o.yaml#/actions/0/update/e
            /a/f o.yaml#/actions/1/copy"#]]
        .assert_eq(&shown.join("\n"));
    }

    #[test]
    fn growth_is_bounded() {
        let deeper = ("a: {}\n", "- {target: $.a, copy: $}\n", 300);
        let wider = ("a: [1]\n", "- {target: $.a, copy: $.a}\n", 22);
        for (start, action, times) in [deeper, wider] {
            let mut root = parse(&Arc::from("api.yaml"), start.into()).unwrap();
            let text = format!("overlay: 1.1.0\nactions:\n{}", action.repeat(times));
            let overlay = parse(&Arc::from("o.yaml"), text.into()).unwrap();
            let mut diagnostics = Diagnostics::default();
            apply(&mut root, &overlay, &mut Added::new(), &mut diagnostics);
            let size = size(&root.tree);
            assert!(size.depth <= MAX_DEPTH && size.values <= MAX_VALUES, "{size:?}");
            assert!(diagnostics.list().iter().any(|diagnostic| diagnostic.code == Code::TooDeep));
        }
    }

    #[test]
    fn the_first_action_that_grows_too_large_is_the_last() {
        let actions = "- {target: $.a.c, copy: $.a.c}\n".repeat(40);
        let mut root = parse(&Arc::from("api.yaml"), b"a: {b: 1, c: [1]}\n".to_vec()).unwrap();
        let text = format!("overlay: 1.1.0\nactions:\n{actions}- {{target: $.a, update: {{b: 2}}}}\n");
        let overlay = parse(&Arc::from("o.yaml"), text.into()).unwrap();
        let mut diagnostics = Diagnostics::default();
        apply(&mut root, &overlay, &mut Added::new(), &mut diagnostics);
        assert_eq!(diagnostics.list().iter().filter(|found| found.code == Code::TooDeep).count(), 1);
        assert_eq!(root.tree.pointer("/a/b"), Some(&Value::from(1)));
    }

    #[test]
    fn a_name_that_cannot_stand_behind_a_dot_stands_in_brackets() {
        for (path, meant) in [
            ("$.paths./pets/{id}.get", Some("$.paths['/pets/{id}'].get")),
            ("$.info.x-logo", Some("$.info['x-logo']")),
            ("$.paths.x-b['a.b-c'].d", Some("$.paths['x-b']['a.b-c'].d")),
            ("$.paths['x", None),
            ("$..x-b.*", Some("$..['x-b'].*")),
            ("a..b", None),
        ] {
            assert_eq!(bracketed(path).as_deref(), meant, "{path}");
        }
        check(
            "- {target: $.x-b, remove: true}\n",
            expect![[r#"
            {"a":{"b":1,"c":[1,2,3]},"d":{"b":2}}
            error[SW0711]: `$.x-b` is no JSONPath expression: at position 3, parser error
             --> o.yaml:4:12
              |
            4 | - {target: $.x-b, remove: true}
              |            ^^^^^
              |
              = at: #/actions/0/target
              = help: write `$['x-b']`: such a name stands in brackets and quotes"#]],
        );
    }

    #[test]
    fn not_an_overlay() {
        let mut root = parse(&Arc::from("api.yaml"), b"a: 1\n".to_vec()).unwrap();
        let overlay = parse(&Arc::from("o.yaml"), b"openapi: 3.1.0\n".to_vec()).unwrap();
        let mut diagnostics = Diagnostics::default();
        apply(&mut root, &overlay, &mut Added::new(), &mut diagnostics);
        let shown: Vec<String> = diagnostics.list().iter().map(|d| d.message.clone()).collect();
        expect!["`o.yaml` is not an overlay: it needs `overlay: 1.0.0` and a list of `actions`"]
            .assert_eq(&shown.join("\n"));
    }
}
