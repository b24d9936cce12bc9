//! OpenAPI Overlay 1.0 and 1.1: changes to a description, kept in a file of their own.
//!
//! Input: the root file and an overlay's. Output: the root's tree with the actions carried out, in order.
//! Not here: reading the overlay's file (`load`, `parse`).
//!
//! An action that cannot be carried out, or matches nothing, is reported and passed over; the others are done.
//! Places in the description still mean its text: what an overlay adds has no line, and is shown by what is around.

use serde_json::Value;
use serde_json_path::JsonPath;

use super::SourceFile;
use super::size::{MAX_DEPTH, MAX_VALUES, size};
use crate::diag::{Code, Diagnostic, Diagnostics, Pointer, Site};

/// Applies an overlay to a file. `overlay` is a file from [`parse`](super::parse()).
pub fn apply(root: &mut SourceFile, overlay: &SourceFile, diagnostics: &mut Diagnostics) {
    let site = Site::new(&overlay.name, Pointer::root());
    let version = overlay.tree.get("overlay").and_then(Value::as_str);
    let actions = overlay.tree.get("actions").and_then(Value::as_array);
    let (Some(version), Some(actions)) = (version, actions) else {
        let message =
            format!("`{}` is not an overlay: it needs `overlay: 1.0.0` and a list of `actions`", overlay.name);
        diagnostics.push(Diagnostic::new(Code::NotAnOverlay, message).at(&site));
        return;
    };
    if !(version.starts_with("1.0") || version.starts_with("1.1")) {
        let message = format!("Overlay `{version}` is not read");
        let diagnostic = Diagnostic::new(Code::NotAnOverlay, message).at(&site.join("overlay"));
        diagnostics.push(diagnostic.help("this release reads Overlay 1.0 and 1.1"));
        return;
    }
    // A `copy` can double the tree, again and again; this is what may still be added.
    let mut budget = MAX_VALUES;
    for (index, action) in actions.iter().enumerate() {
        let site = site.join("actions").index(index);
        if let Err(diagnostic) = act(&mut root.tree, action, &site, &mut budget) {
            diagnostics.push(*diagnostic);
        }
    }
}

fn act(tree: &mut Value, action: &Value, site: &Site, budget: &mut usize) -> Result<(), Box<Diagnostic>> {
    let fail = |message: String, site: &Site| Box::new(Diagnostic::new(Code::OverlayAction, message).at(site));
    let Some(target) = action.get("target").and_then(Value::as_str) else {
        return Err(fail("an action needs a `target`".to_owned(), site));
    };
    let places = query(tree, target).map_err(|message| fail(message, &site.join("target")))?;
    if places.is_empty() {
        let diagnostic = Diagnostic::new(Code::OverlayUnmatched, format!("`{target}` matches nothing"));
        return Err(Box::new(diagnostic.at(&site.join("target")).effect("the action changes nothing")));
    }
    if action.get("remove") == Some(&Value::Bool(true)) {
        // From the back, so that the indexes of a list stay true.
        places.iter().rev().for_each(|place| remove(tree, place));
        return Ok(());
    }
    let update = match (action.get("copy"), action.get("update")) {
        (Some(copy), _) => {
            let site = site.join("copy");
            let from = copy.as_str().ok_or_else(|| fail("`copy` must be a JSONPath".to_owned(), &site))?;
            let found = query(tree, from).map_err(|message| fail(message, &site))?;
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
    let added = size(&update);
    let deepest = places.iter().map(|place| place.matches('/').count() + 1 + added.depth).max().unwrap_or(0);
    let values = added.values.saturating_mul(places.len());
    if deepest > MAX_DEPTH || values > *budget {
        let message = format!(
            "the action makes the description too large: more than {MAX_DEPTH} levels deep, or {MAX_VALUES} values more"
        );
        return Err(Box::new(Diagnostic::new(Code::TooDeep, message).at(site).effect("the action changes nothing")));
    }
    *budget -= values;
    for place in &places {
        match tree.pointer_mut(place) {
            // Overlay 1.0: an update of a list is one more element.
            Some(Value::Array(list)) => list.push(update.clone()),
            Some(here) => merge(here, update.clone()),
            None => {}
        }
    }
    Ok(())
}

/// The places that a JSONPath expression matches, as pointers in document order.
fn query(tree: &Value, path: &str) -> Result<Vec<String>, String> {
    let path = JsonPath::parse(path).map_err(|error| format!("`{path}` is no JSONPath expression: {error}"))?;
    Ok(path.query_located(tree).dedup().locations().map(serde_json_path::NormalizedPath::to_json_pointer).collect())
}

fn remove(tree: &mut Value, place: &str) {
    let Some((parent, step)) = place.rsplit_once('/') else { return };
    match tree.pointer_mut(parent) {
        Some(Value::Object(map)) => {
            map.shift_remove(&step.replace("~1", "/").replace("~0", "~"));
        }
        Some(Value::Array(list)) => {
            if let Some(index) = step.parse().ok().filter(|index| *index < list.len()) {
                list.remove(index);
            }
        }
        _ => {}
    }
}

/// Overlay's merge: mappings by key, lists one after the other, anything else replaced.
fn merge(here: &mut Value, update: Value) {
    match (here, update) {
        (Value::Object(here), Value::Object(update)) => {
            for (key, value) in update {
                match here.get_mut(&key) {
                    Some(old) => merge(old, value),
                    None => {
                        here.insert(key, value);
                    }
                }
            }
        }
        (Value::Array(here), Value::Array(update)) => here.extend(update),
        (here, update) => *here = update,
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
        let mut root = parse(&Arc::from("api.yaml"), b"a: {b: 1, c: [1, 2, 3]}\nd: {b: 2}\n".to_vec()).unwrap();
        let text = format!("overlay: 1.0.0\ninfo: {{title: o, version: '1'}}\nactions:\n{actions}");
        let overlay = parse(&Arc::from("o.yaml"), text.into()).unwrap();
        let mut diagnostics = Diagnostics::default();
        apply(&mut root, &overlay, &mut diagnostics);
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
        check("- {target: $.d, copy: $.a}\n", expect![[r#"{"a":{"b":1,"c":[1,2,3]},"d":{"b":1,"c":[1,2,3]}}"#]]);
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
    fn growth_is_bounded() {
        let deeper = ("a: {}\n", "- {target: $.a, copy: $}\n", 300);
        let wider = ("a: [1]\n", "- {target: $.a, copy: $.a}\n", 22);
        for (start, action, times) in [deeper, wider] {
            let mut root = parse(&Arc::from("api.yaml"), start.into()).unwrap();
            let text = format!("overlay: 1.1.0\nactions:\n{}", action.repeat(times));
            let overlay = parse(&Arc::from("o.yaml"), text.into()).unwrap();
            let mut diagnostics = Diagnostics::default();
            apply(&mut root, &overlay, &mut diagnostics);
            let size = size(&root.tree);
            assert!(size.depth <= MAX_DEPTH && size.values <= MAX_VALUES, "{size:?}");
            assert!(diagnostics.list().iter().any(|diagnostic| diagnostic.code == Code::TooDeep));
        }
    }

    #[test]
    fn not_an_overlay() {
        let mut root = parse(&Arc::from("api.yaml"), b"a: 1\n".to_vec()).unwrap();
        let overlay = parse(&Arc::from("o.yaml"), b"openapi: 3.1.0\n".to_vec()).unwrap();
        let mut diagnostics = Diagnostics::default();
        apply(&mut root, &overlay, &mut diagnostics);
        let shown: Vec<String> = diagnostics.list().iter().map(|d| d.message.clone()).collect();
        expect!["`o.yaml` is not an overlay: it needs `overlay: 1.0.0` and a list of `actions`"]
            .assert_eq(&shown.join("\n"));
    }
}
