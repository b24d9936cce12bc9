//! Mends as Overlays.
//!
//! Input: a [`Mend`], and the tree that it points into. Output: actions of an Overlay, as values and as lines, and a whole
//! Overlay of many ([`overlay`]).
//! Not here: which findings have a mend, and carrying an action out (`source::overlay`).
//!
//! The tree is asked for each step, since a pointer does not say whether `/0` is an element or a key called `0`.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Change, Diagnostic, Mend, Pointer};

/// The first line of every Overlay that is written, by which it is known again.
pub const OVERLAY_MARK: &str = "# Written by `specwright lint --write-overlay`.";

/// A mend as actions, each of `target` and `update`, `copy` or `remove`. There are none if its target does not exist.
#[must_use]
pub fn actions(mend: &Mend, tree: &Value) -> Vec<Value> {
    target(&mend.target, tree).map(|target| actions_at(&target, mend, tree)).unwrap_or_default()
}

fn actions_at(place: &str, mend: &Mend, tree: &Value) -> Vec<Value> {
    match &mend.change {
        Change::Update(value) => vec![json!({ "target": place, "update": value })],
        Change::Remove => vec![json!({ "target": place, "remove": true })],
        Change::Rename(key) => {
            let around = mend.target.as_str().rsplit_once('/').map(|(around, _)| Pointer::parse(around));
            let Some(above) = around.and_then(|around| target(&around, tree)) else { return Vec::new() };
            let remove = json!({ "target": place, "remove": true });
            // Only mappings can be copied to what is there, as Overlay 1.1 does.
            if let Some(value) = mend.target.find(tree).filter(|value| !value.is_object()) {
                return vec![json!({ "target": above, "update": { key: value } }), remove];
            }
            let mut new = above.clone();
            name(&mut new, key);
            vec![json!({ "target": above, "update": { key: {} } }), json!({ "target": new, "copy": place }), remove]
        }
    }
}

/// An action on one line, in YAML.
#[must_use]
pub fn line(action: &Value) -> String {
    let Value::Object(fields) = action else { return action.to_string() };
    let fields: Vec<String> = fields.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    format!("{{{}}}", fields.join(", "))
}

/// An Overlay that makes every mend of the findings, in YAML; with how many mends it makes. None if there is none.
#[must_use]
pub fn overlay<'a>(
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
    tree: &Value,
    title: &str,
) -> Option<(String, usize)> {
    let (mut mends, mut known) = (Vec::new(), BTreeSet::new());
    let mut renamed = BTreeMap::new();
    for diagnostic in diagnostics {
        let Some(mend) = &diagnostic.mend else { continue };
        if let Change::Rename(key) = &mend.change {
            renamed.insert(mend.target.as_str(), key.as_str());
        }
        let Some(target) = target(&mend.target, tree) else { continue };
        let actions = actions_at(&target, mend, tree);
        // What is taken out of a list moves what follows, so that comes after, and from the back. A key that gets another
        // name takes along what was done below it.
        let place = match mend.change {
            Change::Update(_) => (0, Reverse(Vec::new())),
            Change::Remove => (1, Reverse(place(&mend.target, tree))),
            Change::Rename(_) => (2, Reverse(place(&mend.target, tree))),
        };
        if known.insert(Value::from(actions.clone()).to_string()) {
            mends.push((place, actions, format!("{}: {}", diagnostic.code, diagnostic.message)));
        }
    }
    let count = mends.len();
    for (place, reference) in referring(&renamed, tree) {
        let mend = Mend { target: place, change: Change::Update(json!({ "$ref": reference })) };
        mends.push(((0, Reverse(Vec::new())), actions(&mend, tree), "it refers to what gets another name".to_owned()));
    }
    mends.sort_by(|(a, ..), (b, ..)| a.cmp(b));
    let all = mends.into_iter().flat_map(|(_, actions, why)| {
        actions.into_iter().map(move |action| described(action, &why)).collect::<Vec<_>>()
    });
    let actions: Vec<Value> = all.collect();
    let info = json!({ "title": title, "version": "1.0.0" });
    let document = json!({ "overlay": "1.1.0", "info": info, "actions": actions });
    let text = serde_yaml::to_string(&document).ok().filter(|_| count > 0)?;
    Some((format!("{OVERLAY_MARK}\n{text}"), count))
}

/// The objects that refer through keys that get other names, and what their `$ref` is then. References from other files
/// stay as they are: an Overlay changes one.
fn referring(renamed: &BTreeMap<&str, &str>, tree: &Value) -> Vec<(Pointer, String)> {
    let mut found = Vec::new();
    // Where nothing gets another name, nothing need be looked through.
    let mut open = if renamed.is_empty() { Vec::new() } else { vec![(Pointer::root(), tree)] };
    while let Some((place, value)) = open.pop() {
        match value {
            Value::Array(list) => {
                open.extend(list.iter().enumerate().map(|(index, value)| (place.index(index), value)));
            }
            Value::Object(map) => {
                open.extend(map.iter().map(|(key, value)| (place.join(key), value)));
                let reference = map.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix('#'));
                let there = reference.and_then(|reference| led_through(renamed, &Pointer::parse(reference)));
                found.extend(there.map(|there| (place, there.to_string())));
            }
            _ => {}
        }
    }
    found.sort_by(|(a, _), (b, _)| a.as_str().cmp(b.as_str()));
    found
}

/// A pointer with other names for some keys on its way, if there are some.
fn led_through(renamed: &BTreeMap<&str, &str>, pointer: &Pointer) -> Option<Pointer> {
    let (mut before, mut after) = (Pointer::root(), Pointer::root());
    for step in pointer.steps() {
        before = before.join(&step);
        after = after.join(renamed.get(before.as_str()).copied().unwrap_or(&step));
    }
    (before != after).then_some(after)
}

/// An action with its description after its target.
fn described(action: Value, why: &str) -> Value {
    let Value::Object(fields) = action else { return action };
    let mut all = serde_json::Map::new();
    for (name, value) in fields {
        let first = all.is_empty();
        all.insert(name, value);
        if first {
            all.insert("description".to_owned(), Value::from(why));
        }
    }
    Value::Object(all)
}

/// A pointer as a JSONPath expression (RFC 9535) that matches that place alone.
fn target(pointer: &Pointer, tree: &Value) -> Option<String> {
    let mut text = "$".to_owned();
    let mut here = tree;
    for step in pointer.steps() {
        match here {
            Value::Object(map) => {
                here = map.get(&*step)?;
                name(&mut text, &step);
            }
            Value::Array(list) => {
                let index: usize = step.parse().ok()?;
                here = list.get(index)?;
                let _ = write!(text, "[{index}]");
            }
            _ => return None,
        }
    }
    Some(text)
}

/// How many siblings stand before each step of a pointer; of a large mapping all are gone through.
fn place(pointer: &Pointer, tree: &Value) -> Vec<usize> {
    let mut here = Some(tree);
    let before = |step: Cow<'_, str>| match here? {
        Value::Object(map) => {
            here = map.get(&*step);
            map.keys().position(|key| *key == step)
        }
        Value::Array(list) => {
            let index = step.parse().ok()?;
            here = list.get(index);
            Some(index)
        }
        _ => None,
    };
    pointer.steps().map_while(before).collect()
}

/// A key: `.name` where that is allowed, else quoted as in a normalized path.
fn name(text: &mut String, key: &str) {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if key.starts_with(|c: char| plain(c) && !c.is_ascii_digit()) && key.chars().all(plain) {
        let _ = write!(text, ".{key}");
        return;
    }
    text.push_str("['");
    for c in key.chars() {
        match c {
            '\'' => text.push_str("\\'"),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            c if c < ' ' => {
                let _ = write!(text, "\\u{:04x}", u32::from(c));
            }
            c => text.push(c),
        }
    }
    text.push_str("']");
}

#[cfg(test)]
#[allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]
mod tests {
    use expect_test::expect;
    use serde_json_path::JsonPath;

    use super::*;
    use crate::diag::Code;

    #[test]
    fn a_target_matches_its_place_alone() {
        let tree = json!({"paths": {"/a/{b}": {"0": [{"it's": 1}, {"a\\b\n\u{1}é": 2}], "": 3}}, "x-y": 4});
        let pointers = ["", "/paths/~1a~1{b}/0/0/it's", "/paths/~1a~1{b}/0/1/a\\b\n\u{1}é", "/paths/~1a~1{b}/", "/x-y"];
        let mut shown = Vec::new();
        for pointer in pointers {
            let text = target(&Pointer::parse(pointer), &tree).unwrap();
            let found = JsonPath::parse(&text).unwrap().query(&tree).exactly_one().unwrap();
            assert_eq!(Some(found), tree.pointer(pointer), "{text}");
            shown.push(text);
        }
        expect![[r#"
            $
            $.paths['/a/{b}']['0'][0]['it\'s']
            $.paths['/a/{b}']['0'][1]['a\\b\n\u0001é']
            $.paths['/a/{b}']['']
            $['x-y']"#]]
        .assert_eq(&shown.join("\n"));
        assert_eq!(target(&Pointer::parse("/paths/none"), &tree), None);
        assert_eq!(target(&Pointer::parse("/x-y/0"), &tree), None);
    }

    #[test]
    fn elements_are_taken_out_from_the_back() {
        let tree = json!({"a": {"list": (0..12).collect::<Vec<u8>>()}, "b": {"c": 1}});
        let mend = |pointer: &str, change| {
            let mend = Mend { target: Pointer::parse(pointer), change };
            Diagnostic::new(Code::DuplicateEnumValue, pointer).mend(mend)
        };
        let list = [
            mend("/a/list/2", Change::Remove),
            mend("/a/list/10", Change::Remove),
            mend("/b", Change::Update(json!({"d": [1, "x: y"]}))),
            mend("/b/c", Change::Remove),
            mend("/a/list/2", Change::Remove),
            mend("/gone", Change::Remove),
        ];
        let (text, count) = overlay(&list, &tree, "Mends of api.yaml").unwrap();
        assert_eq!(count, 4);
        expect![[r#"
            # Written by `specwright lint --write-overlay`.
            overlay: 1.1.0
            info:
              title: Mends of api.yaml
              version: 1.0.0
            actions:
            - target: $.b
              description: 'SW0407: /b'
              update:
                d:
                - 1
                - 'x: y'
            - target: $.b.c
              description: 'SW0407: /b/c'
              remove: true
            - target: $.a.list[10]
              description: 'SW0407: /a/list/10'
              remove: true
            - target: $.a.list[2]
              description: 'SW0407: /a/list/2'
              remove: true
        "#]]
        .assert_eq(&text);
        assert_eq!(overlay(&[Diagnostic::new(Code::Syntax, "x")], &tree, "t"), None);
        let actions = actions(list[2].mend.as_ref().unwrap(), &tree);
        let lines: Vec<String> = actions.iter().map(line).collect();
        assert_eq!(lines, [r#"{target: "$.b", update: {"d":[1,"x: y"]}}"#]);
    }

    #[test]
    fn references_follow_what_gets_another_name() {
        let tree = json!({"paths": {"c": {"Query": {}}, "/d": {"$ref": "#/paths/c"}, "/e": {"get": {"$ref": "#/paths/c/Query"}}}});
        let mend = |pointer: &str, key: &str| {
            let mend = Mend { target: Pointer::parse(pointer), change: Change::Rename(key.to_owned()) };
            Diagnostic::new(Code::UnknownField, pointer).mend(mend)
        };
        let (text, count) = overlay(&[mend("/paths/c", "/c"), mend("/paths/c/Query", "query")], &tree, "t").unwrap();
        assert_eq!(count, 2);
        expect![[r#"
            # Written by `specwright lint --write-overlay`.
            overlay: 1.1.0
            info:
              title: t
              version: 1.0.0
            actions:
            - target: $.paths['/d']
              description: it refers to what gets another name
              update:
                $ref: '#/paths/~1c'
            - target: $.paths['/e'].get
              description: it refers to what gets another name
              update:
                $ref: '#/paths/~1c/query'
            - target: $.paths.c
              description: 'SW0306: /paths/c/Query'
              update:
                query: {}
            - target: $.paths.c.query
              description: 'SW0306: /paths/c/Query'
              copy: $.paths.c.Query
            - target: $.paths.c.Query
              description: 'SW0306: /paths/c/Query'
              remove: true
            - target: $.paths
              description: 'SW0306: /paths/c'
              update:
                /c: {}
            - target: $.paths['/c']
              description: 'SW0306: /paths/c'
              copy: $.paths.c
            - target: $.paths.c
              description: 'SW0306: /paths/c'
              remove: true
        "#]]
        .assert_eq(&text);
    }

    #[test]
    fn a_key_gets_another_name() {
        let tree = json!({"paths": {"a/['b']": {"GET": {"x": 1}}}});
        let renamed = |pointer: &str, key: &str| {
            let mend = Mend { target: Pointer::parse(pointer), change: Change::Rename(key.to_owned()) };
            actions(&mend, &tree).iter().map(line).collect::<Vec<_>>().join("\n")
        };
        expect![[r#"
            {target: "$.paths", update: {"/a":{}}}
            {target: "$.paths['/a']", copy: "$.paths['a/[\\'b\\']']"}
            {target: "$.paths['a/[\\'b\\']']", remove: true}"#]]
        .assert_eq(&renamed("/paths/a~1['b']", "/a"));
        expect![[r#"
            {target: "$.paths['a/[\\'b\\']']", update: {"get":{}}}
            {target: "$.paths['a/[\\'b\\']'].get", copy: "$.paths['a/[\\'b\\']'].GET"}
            {target: "$.paths['a/[\\'b\\']'].GET", remove: true}"#]]
        .assert_eq(&renamed("/paths/a~1['b']/GET", "get"));
        expect![[r#"
            {target: "$.paths['a/[\\'b\\']'].GET", update: {"y":1}}
            {target: "$.paths['a/[\\'b\\']'].GET.x", remove: true}"#]]
        .assert_eq(&renamed("/paths/a~1['b']/GET/x", "y"));
    }
}
