//! The traps of YAML and JSON, one test each.

use std::fmt::Write as _;
use std::sync::Arc;

use expect_test::{Expect, expect};

use super::*;
use crate::diag::{Style, render};

/// The tree of a text, or the rendered reason why there is none; findings are added.
fn read(name: &str, text: impl AsRef<[u8]>) -> String {
    match parse(&Arc::from(name), text.as_ref().to_vec()) {
        Ok(file) => {
            let mut out = file.tree.to_string();
            for finding in &file.findings {
                out.push('\n');
                out.push_str(&render(finding, &|_| Some(&file.text), Style::Plain));
            }
            out
        }
        Err((reason, text)) => render(&reason, &|_| text.as_deref(), Style::Plain),
    }
}

#[allow(clippy::needless_pass_by_value)]
fn yaml(text: impl AsRef<[u8]>, expect: Expect) {
    expect.assert_eq(&read("a.yaml", text));
}

#[allow(clippy::needless_pass_by_value)]
fn json(text: impl AsRef<[u8]>, expect: Expect) {
    expect.assert_eq(&read("a.json", text));
}

#[test]
fn versions_keep_their_text() {
    yaml("openapi: 3.1\ninfo:\n  version: 1.10\n", expect![[r#"{"openapi":"3.1","info":{"version":"1.10"}}"#]]);
    yaml("swagger: 2.0\ninfo: {version: 1.0}\n", expect![[r#"{"swagger":"2.0","info":{"version":"1.0"}}"#]]);
    json(r#"{"openapi": 3.10, "info": {"version": 2}}"#, expect![[r#"{"openapi":"3.10","info":{"version":"2"}}"#]]);
}

#[test]
fn duplicate_keys_are_found_and_the_last_counts() {
    yaml(
        "a:\n  b: 1\n  c: 2\n  b: 3\n",
        expect![[r#"
        {"a":{"b":3,"c":2}}
        error[SW0105]: the key `b` stands here for the second time
         --> a.yaml:4:3
          |
        2 |   b: 1
          |   - first here
        3 |   c: 2
        4 |   b: 3
          |   ^
          |
          = at: #/a/b
          = sdk: what stands here counts, the first is lost
          = help: remove one of the two"#]],
    );
    json(
        "{\"a\": [{\"b\": 1}, {\"b\": 1,\n \"b\": 2}]}",
        expect![[r#"
        {"a":[{"b":1},{"b":2}]}
        error[SW0105]: the key `b` stands here for the second time
         --> a.json:2:2
          |
        1 | {"a": [{"b": 1}, {"b": 1,
          |                   --- first here
        2 |  "b": 2}]}
          |  ^^^
          |
          = at: #/a/1/b
          = sdk: what stands here counts, the first is lost
          = help: remove one of the two"#]],
    );
}

#[test]
fn merge_keys_are_applied() {
    yaml(
        "x: &x {a: 1, b: 2}\ny: &y {a: 3, c: 4}\nz: {<<: [*x, *y], b: 5}\n",
        expect![[r#"{"x":{"a":1,"b":2},"y":{"a":3,"c":4},"z":{"b":5,"a":1,"c":4}}"#]],
    );
    yaml(
        "z:\n  <<: 5\n",
        expect![[r#"
        error[SW0107]: the value of a merge key (`<<`) must be a mapping or a list of mappings
         --> a.yaml:2:3
          |
        2 |   <<: 5
          |   ^"#]],
    );
    json(r#"{"<<": {"a": 1}}"#, expect![[r#"{"<<":{"a":1}}"#]]);
}

#[test]
fn numbers_beyond_64_bits_become_floats() {
    yaml(
        "a: 18446744073709551616\nb: -9223372036854775809\nc: 18446744073709551615\n",
        expect![[r#"{"a":1.8446744073709552e+19,"b":-9.223372036854776e+18,"c":18446744073709551615}"#]],
    );
    yaml("a: 1000000000000000000000000000000000000000000000000\n", expect![[r#"{"a":1e+48}"#]]);
    // What no float can hold stays a text, and is reported where a number is wanted.
    yaml("a: 1e400\n", expect![[r#"{"a":"1e400"}"#]]);
    json("[18446744073709551616, 18446744073709551615]", expect!["[1.8446744073709552e+19,18446744073709551615]"]);
}

#[test]
fn infinities_are_null() {
    yaml(
        "a: -.inf\nb: ['.inf', .NaN, inf]\n",
        expect![[r#"
        {"a":null,"b":[".inf",null,"inf"]}
        warning[SW0304]: `-.inf` is a number of YAML, and there is none like it in JSON
         --> a.yaml:1:4
          |
        1 | a: -.inf
          |    ^^^^^
          |
          = at: #/a
          = sdk: it is read as null
          = help: leave it out: without a bound, any number is allowed; as a text, put it in quotes
        warning[SW0304]: `.NaN` is a number of YAML, and there is none like it in JSON
         --> a.yaml:2:13
          |
        2 | b: ['.inf', .NaN, inf]
          |             ^^^^
          |
          = at: #/b/1
          = sdk: it is read as null
          = help: leave it out: without a bound, any number is allowed; as a text, put it in quotes"#]],
    );
}

#[test]
fn keys_are_texts() {
    yaml(
        "a: 1\n? [b]: c\n: d\n",
        expect![[r#"
        error[SW0104]: a key must be a text, and this is a mapping or a list
         --> a.yaml:2:3
          |
        2 | ? [b]: c
          |   ^
          |
          = help: `{{ … }}` without quotes is a mapping; put quotes around a text that starts with `{` or `[`"#]],
    );
    yaml(
        "a: 1\n{{ name }}: b\n",
        expect![[r#"
        error[SW0104]: a key must be a text, and this is a mapping or a list
         --> a.yaml:2:1
          |
        2 | {{ name }}: b
          | ^
          |
          = help: `{{ … }}` without quotes is a mapping; put quotes around a text that starts with `{` or `[`"#]],
    );
    yaml(
        "? [b]\n: c\n",
        expect![[r#"
        error[SW0104]: a key must be a text, and this is a mapping or a list
         --> a.yaml:1:3
          |
        1 | ? [b]
          |   ^
          |
          = help: `{{ … }}` without quotes is a mapping; put quotes around a text that starts with `{` or `[`"#]],
    );
}

#[test]
fn an_alias_needs_its_anchor_and_not_to_be_inside_it() {
    yaml(
        "a: &a\n  b: [1, *a]\n",
        expect![[r#"
        error[SW0203]: `*a` stands inside the value that it repeats, which would never end
         --> a.yaml:2:10
          |
        2 |   b: [1, *a]
          |          ^^
          |
          = help: make a schema of it that refers to itself by `$ref`"#]],
    );
    yaml(
        "a: *b\n",
        expect![[r#"
        error[SW0104]: this alias repeats what no `&` names before it
         --> a.yaml:1:4
          |
        1 | a: *b
          |    ^
          |
          = help: correct the name, or put quotes around a text that starts with `*`"#]],
    );
    yaml("a: &a [1]\nb: *a\n", expect![[r#"{"a":[1],"b":[1]}"#]]);
}

#[test]
fn utf_32_is_read_and_its_faults_have_an_offset() {
    let text = "a: 'é😀'\r\n";
    for (mark, big) in [("\u{feff}", false), ("\u{feff}", true), ("", false), ("", true)] {
        let units = mark.chars().chain(text.chars()).map(u32::from);
        let bytes: Vec<u8> = units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect();
        assert_eq!(read("a.yaml", &bytes), r#"{"a":"é😀"}"#);
    }
    let broken = [b'a', 0, 0, 0, 0, 0xD8, 0, 0];
    assert!(read("a.yaml", broken).starts_with("error[SW0102]: `a.yaml` is not UTF-32 text: the byte at offset 4"));
    assert!(read("a.yaml", [b'a', 0, 0, 0, 7]).contains("the byte at offset 4"));
}

#[test]
fn leading_zeros_stay_text() {
    // YAML 1.1 reads an octal number, 1.2 a decimal one; a text loses nothing.
    yaml("[010, 0o10, 0x10, -007, 1_000]", expect![[r#"["010",8,16,"-007","1_000"]"#]]);
}

#[test]
fn yaml_1_1_booleans_and_dates_stay_text() {
    yaml("no: [yes, on, n, 2020-01-01, true]", expect![[r#"{"no":["yes","on","n","2020-01-01",true]}"#]]);
}

#[test]
fn keys_keep_their_text() {
    yaml("200: a\n1.10: b\ntrue: c\nnull: d\n", expect![[r#"{"200":"a","1.10":"b","true":"c","null":"d"}"#]]);
}

#[test]
fn tabs_are_named() {
    yaml(
        "a:\n\tb: 1\n",
        expect![[r#"
            error[SW0104]: this is not valid YAML: the line begins with a tab
             --> a.yaml:2:1
              |
            2 |     b: 1
              | ^^^^
              |
              = help: YAML is indented with spaces alone: put two where the tab is"#]],
    );
    yaml(
        "a: |\n  x\n\ty\n",
        expect![[r#"
            error[SW0104]: this is not valid YAML: the line begins with a tab
             --> a.yaml:3:1
              |
            3 |     y
              | ^^^^
              |
              = help: YAML is indented with spaces alone: put two where the tab is"#]],
    );
}

#[test]
fn byte_order_mark_and_crlf() {
    yaml("\u{feff}a: 1\r\nb: |\r\n  x\r\n  y\r\n", expect![[r#"{"a":1,"b":"x\ny\n"}"#]]);
    json("\u{feff}{\"a\":\r\n1}", expect![[r#"{"a":1}"#]]);
}

#[test]
fn nothing_there() {
    yaml(
        "",
        expect![[r#"
        error[SW0103]: `a.yaml` is empty
        --> a.yaml"#]],
    );
    yaml(
        "# only a comment\n",
        expect![[r#"
        error[SW0103]: `a.yaml` is empty
        --> a.yaml"#]],
    );
    json(
        " ",
        expect![[r#"
        error[SW0103]: `a.json` is empty
        --> a.json"#]],
    );
}

#[test]
fn one_document_only() {
    yaml("---\na: 1\n...\n", expect![[r#"{"a":1}"#]]);
    yaml("a: 1\n---\n", expect![[r#"{"a":1}"#]]);
    yaml(
        "a: 1\n---\nb: 2\n",
        expect![[r#"
        error[SW0106]: a second YAML document starts here
         --> a.yaml:2:1
          |
        2 | ---
          | ^
          |
          = help: keep one description per file and remove the `---`"#]],
    );
}

#[test]
fn not_utf8() {
    yaml(
        b"a: \xff",
        expect![[r#"
        error[SW0102]: `a.yaml` is not UTF-8 text: the byte at offset 3 cannot be
        --> a.yaml
         = help: save the file as UTF-8"#]],
    );
}

#[test]
fn tags_are_dropped() {
    yaml("a: !foo {b: !!str 1}\nc: !bar [1]\nd: !baz x\n", expect![[r#"{"a":{"b":"1"},"c":[1],"d":"x"}"#]]);
}

#[test]
fn a_conflict_is_told_where_it_begins() {
    let place = |name: &str, text: &str| {
        let (fatal, _) = parse(&Arc::from(name), text.into()).unwrap_err();
        let position = fatal.position.unwrap();
        (fatal.message.rsplit(": ").next().unwrap_or_default().to_owned(), position.line, position.column)
    };
    let told = |line| ("a merge left a conflict here".to_owned(), line, 1);
    let sides = "<<<<<<< HEAD\n  b: 1\n=======\n  b: 2\n>>>>>>> other\n";
    assert_eq!(place("a.yaml", &format!("a:\n{sides}c: 3\n")), told(2));
    assert_eq!(place("a.yaml", &format!("a: |\n  text\n{sides}")), told(3));
    assert_eq!(place("a.yaml", &format!("{sides}c: 3\n")), told(1));
    assert_eq!(place("a.json", "{\n<<<<<<< HEAD\n\"a\": 1\n=======\n\"a\": 2\n>>>>>>> b\n}"), told(2));
    assert_ne!(place("a.yaml", &format!("a: ]\nb:\n{sides}")), told(3), "what is wrong before it is told first");
}

#[test]
fn syntax_errors_have_a_place() {
    yaml(
        "a: [1,\nb: }\n",
        expect![[r#"
            error[SW0104]: this is not valid YAML: there should be a value before `}`
             --> a.yaml:2:4
              |
            2 | b: }
              |    ^
              |
              = help: write the value, or take the key out"#]],
    );
    json(
        "{\n  \"a\": 1,\n}",
        expect![[r#"
            error[SW0104]: this is not valid JSON: there is a comma after the last entry
             --> a.json:3:1
              |
            3 | }
              | ^
              |
              = help: take out the comma before this place"#]],
    );
    json(
        "{\"a\": 1e999}",
        expect![[r#"
            {"a":null}
            warning[SW0304]: `1e999` is larger than any number that can be read
             --> a.json:1:7
              |
            1 | {"a": 1e999}
              |       ^^^^^
              |
              = at: #/a
              = sdk: it is read as null
              = help: leave it out: without a bound, any number is allowed; as a text, put it in quotes"#]],
    );
}

#[test]
fn deep_nesting_is_refused() {
    yaml(
        // In the square of this, nobody would wait for it.
        "[".repeat(100_000),
        expect![[r#"
            error[SW0108]: mappings and lists are nested more than 128 levels deep
            --> a.yaml:1:129"#]],
    );
    json(
        "[".repeat(10_000),
        expect![[r#"
        error[SW0108]: mappings and lists are nested more than 128 levels deep
         --> a.json:1:128
          |
        1 | [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[...
          |                                                                                                                                ^"#]],
    );
}

#[test]
fn characters_that_yaml_does_not_allow_have_a_place() {
    yaml(
        "a: b\nc: \"x\u{1}y\"\n",
        expect![[r#"
            error[SW0104]: this is not valid YAML: the character U+0001 cannot stand in it
             --> a.yaml:2:6
              |
            2 | c: "x␁y"
              |      ^
              |
              = help: take it out; in a text in double quotes it can be written as `\x…`"#]],
    );
}

#[test]
fn alias_bombs_are_refused() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for n in 1..20 {
        writeln!(text, "a{n}: &a{n} [{}]", vec![format!("*a{}", n - 1); 10].join(", ")).unwrap();
    }
    let said = read("a.yaml", text);
    assert!(said.starts_with("error[SW0109]: the aliases of the file repeat too much of it"), "{said}");
    // At the alias with which it does.
    assert!(said.contains(" --> a.yaml:7:"), "{said}");
}

#[test]
fn format_by_name_or_by_look() {
    let format = |name: &str, text: &str| parse(&Arc::from(name), text.into()).unwrap().format;
    assert_eq!(format("a.yml", "{}"), Format::Yaml);
    assert_eq!(format("a", " {}"), Format::Json);
    assert_eq!(format("a", "a: 1"), Format::Yaml);
    assert_eq!(format("a.md", "# A: b: c"), Format::Text);
}

#[test]
fn every_file_that_a_reference_reaches() {
    let sources = Sources::from_texts("api/root.yaml", [
        ("api/root.yaml", "a: {$ref: 'schemas/a.yaml#/A'}\nb: {$ref: ./none.yaml}\nc: {$ref: 'https://x/y'}\nd: {$ref: bad.yaml}\n"),
        ("api/schemas/a.yaml", "A: {$ref: '../../shared/b%20c.json'}\n"),
        ("api/bad.yaml", "a: ["),
        ("shared/b c.json", "{}"),
        ("unused.yaml", "["),
    ])
    .unwrap();
    let names: Vec<&str> = sources.files.keys().map(|name| &**name).collect();
    expect![[r#"
        api/root.yaml
        api/schemas/a.yaml
        shared/b c.json"#]]
    .assert_eq(&names.join("\n"));
    let failed: Vec<String> = sources.failed.values().map(|failed| failed.reason.message.clone()).collect();
    expect![[r#"
        `api/none.yaml` cannot be read: there is no such file
        `https://x/y` is a web address, which is not read
        this is not valid YAML: there should be a value before `[`"#]]
    .assert_eq(&failed.join("\n"));
}

#[test]
fn a_root_that_is_not_there() {
    let reason = Sources::from_texts("api.yaml", []).unwrap_err();
    expect![[r#"
        error[SW0101]: `api.yaml` cannot be read: there is no such file
        --> api.yaml"#]]
    .assert_eq(&render(&reason, &|_| None, Style::Plain));
}

#[test]
fn utf_16_is_read_and_its_faults_have_an_offset() {
    let text = "a: 'é😀'\r\n";
    for (mark, big) in [(&[0xFF, 0xFE][..], false), (&[0xFE, 0xFF], true), (&[], false), (&[], true)] {
        let units = text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() });
        let bytes: Vec<u8> = mark.iter().copied().chain(units).collect();
        assert_eq!(read("a.yaml", &bytes), r#"{"a":"é😀"}"#);
    }
    let broken = [0xFF, 0xFE, b'a', 0, 0, 0xD8, b'b', 0];
    assert!(read("a.yaml", broken).starts_with("error[SW0102]: `a.yaml` is not UTF-16 text: the byte at offset 4"));
    assert!(read("a.yaml", [0xFF, 0xFE, b'a', 0, 7]).contains("the byte at offset 4"));
}

#[test]
fn a_bare_equals_sign_is_text() {
    yaml("enum: [=, <, '>=']\n", expect![[r#"{"enum":["=","<",">="]}"#]]);
}

#[test]
fn an_overlay_may_refer_to_files_that_nothing_else_names() {
    let overlay = parse(
        &Arc::from("o.yaml"),
        b"overlay: 1.1.0\nactions: [{target: $, update: {a: {$ref: b.yaml}}}, {target: $.none, remove: true}]\n"
            .to_vec(),
    )
    .unwrap();
    let mut read = |name: &str| match name {
        "api.yaml" => Ok(b"x: 1\n".to_vec()),
        _ => Ok(b"y: 2\n".to_vec()),
    };
    let sources = load_with("api.yaml", vec![overlay], &mut read).unwrap();
    assert_eq!(sources.files.keys().map(|name| &**name).collect::<Vec<_>>(), ["api.yaml", "b.yaml"]);
    let found: Vec<String> = sources.findings.iter().map(|finding| finding.code.to_string()).collect();
    assert_eq!(found, ["SW0712"]);
}

#[test]
fn places_that_give_themselves_an_address_are_found_by_it() {
    let root = "\
$self: https://example.com/apis/root
a:
  $id: schemas/a
  $defs: {inner: {$anchor: here}}
  b: {c: 1}
d: 2
";
    let sources =
        Sources::from_texts("api.yaml", [("api.yaml", root), ("other.yaml", "e: {$ref: 'api.yaml#/d'}\n")]).unwrap();
    let at = |pointer: &str| Site::new(&sources.root, Pointer::parse(pointer));
    let place =
        |from: &str, reference: &str| match refs::resolve(&sources, &at(from), reference, &refs::Guesses::default()) {
            Ok(target) => target.site.pointer.to_string(),
            Err(reason) => reason.code.to_string(),
        };
    assert_eq!(place("/d", "https://example.com/apis/root#/d"), "#/d");
    assert_eq!(place("/d", "schemas/a#/b/c"), "#/a/b/c");
    assert_eq!(place("/a/b", "#/b/c"), "#/a/b/c");
    assert_eq!(place("/a/b", "#/d"), "#/d");
    assert_eq!(place("/d", "https://example.com/apis/schemas/a#here"), "#/a/$defs/inner");
    assert_eq!(place("/d", "schemas/b"), "SW0201");
}

#[test]
fn numbers_and_escapes_of_json_that_nothing_can_hold_cost_only_themselves() {
    json(
        r#"{"a": [1e400, "1e400", -1E+309, 1e30], "b": "1\\ud800", "é": 1e999}"#,
        expect![[r#"
        {"a":[null,"1e400",null,1e+30],"b":"1\\ud800","é":null}
        warning[SW0304]: `1e400` is larger than any number that can be read
         --> a.json:1:8
          |
        1 | {"a": [1e400, "1e400", -1E+309, 1e30], "b": "1\\ud800", "é": 1e999}
          |        ^^^^^
          |
          = at: #/a/0
          = sdk: it is read as null
          = help: leave it out: without a bound, any number is allowed; as a text, put it in quotes
        warning[SW0304]: `-1E+309` is larger than any number that can be read
         --> a.json:1:24
          |
        1 | {"a": [1e400, "1e400", -1E+309, 1e30], "b": "1\\ud800", "é": 1e999}
          |                        ^^^^^^^
          |
          = at: #/a/2
          = sdk: it is read as null
          = help: leave it out: without a bound, any number is allowed; as a text, put it in quotes
        warning[SW0304]: `1e999` is larger than any number that can be read
         --> a.json:1:62
          |
        1 | {"a": [1e400, "1e400", -1E+309, 1e30], "b": "1\\ud800", "é": 1e999}
          |                                                              ^^^^^
          |
          = at: #/é
          = sdk: it is read as null
          = help: leave it out: without a bound, any number is allowed; as a text, put it in quotes"#]],
    );
    json(
        r#"{"a": "x \ud83d\ude00 \ud83d \ude00", "b": "\\"}"#,
        expect![[r#"
        {"a":"x 😀 � �","b":"\\"}
        warning[SW0304]: this escape is half of a character, and the other half does not follow
         --> a.json:1:23
          |
        1 | {"a": "x \ud83d\ude00 \ud83d \ude00", "b": "\\"}
          |                       ^^^^^^
          |
          = sdk: it is read as U+FFFD, which stands for what cannot be read"#]],
    );
    json(
        r#"{"a": "\ud800", "b": }"#,
        expect![[r#"
        error[SW0104]: this is not valid JSON: there should be a value here
         --> a.json:1:22
          |
        1 | {"a": "\ud800", "b": }
          |                      ^
          |
          = help: in JSON a value is an object, a list, a text in quotes, a number, `true`, `false` or `null`"#]],
    );
    yaml("a: 1e400\nb: '1e400'\n", expect![[r#"{"a":"1e400","b":"1e400"}"#]]);
    // More digits than the width of a format may be.
    let read = read("a.json", format!(r#"{{"a": {}, "b": 1}}"#, "9".repeat(70_000)));
    assert!(read.starts_with("{\"a\":null,\"b\":1}\nwarning[SW0304]"), "{}", read.get(..80).unwrap_or_default());
}

#[test]
fn carriage_returns_alone_end_lines() {
    yaml(
        "a: 1\rb: {c: 2, c: 3}\r",
        expect![[r#"
        {"a":1,"b":{"c":3}}
        error[SW0105]: the key `c` stands here for the second time
         --> a.yaml:2:11
          |
        2 | b: {c: 2, c: 3}
          |     -     ^
          |     |
          |     first here
          |
          = at: #/b/c
          = sdk: what stands here counts, the first is lost
          = help: remove one of the two"#]],
    );
}

#[test]
fn names_that_two_schemas_have_are_told_where_a_reference_means_one() {
    let text = "a: {$anchor: x}\nb: {$anchor: x}\nc: {$anchor: y}\nd: {$anchor: y}\ne: {$ref: '#x'}\nf: {$id: s.json}\n\
                g: {$id: s.json, h: {$anchor: x}}\ni: {$ref: s.json}\nj: {$anchor: z, $dynamicAnchor: z}\nk: {$ref: '#z'}\n";
    let sources = Sources::from_texts("a.yaml", [("a.yaml", text)]).unwrap();
    let said: Vec<String> = sources
        .findings
        .iter()
        .map(|found| format!("{} {} {}", found.code, found.site.as_ref().unwrap().pointer, found.message))
        .collect();
    expect![[r#"
        SW0215 #/g another schema has the `$id` `s.json` as well
        SW0215 #/b another schema has the `$anchor` `x` as well"#]]
    .assert_eq(&said.join("\n"));
}
