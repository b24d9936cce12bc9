//! The program as people run it: what it says, what it writes and with which code it ends.
//!
//! Input: the built binary, run in a folder of its own. Output: texts of stdout and stderr, compared as they are.
//! Not here: exit codes alone (`src/cli/tests.rs`), each finding's own text (the stages' tests).

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::process::Command;

use expect_test::{Expect, expect};

use support::Project;

const SPEC: &str = "\
openapi: 3.1.0
info:
  title: Pets
  version: 1.0.0
servers:
  - url: https://pets.example
paths:
  /pets/{petId}:
    get:
      operationId: getPet
      parameters:
        - { name: petId, in: path, required: true, schema: { type: string } }
      responses:
        '200':
          description: A pet.
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Pet' }
components:
  schemas:
    Pet:
      type: object
      required: [name, mood]
      properties:
        name: { type: string }
        mood: { $ref: '#/components/schemas/Mood' }
    Mood:
      type: string
      enum:
        - calm
        - wild
";

/// An operation that cannot be made: its parameter is nowhere to be found.
const BROKEN: &str = r"  /toys:
    get:
      parameters: [{ name: color, in: nowhere, schema: { type: string } }]
      responses: { '204': { description: None. } }
components:
";

fn project() -> Project {
    Project::of(SPEC)
}

/// A project whose SDK has been written.
fn generated() -> Project {
    let project = project();
    let ran = project.run(&["generate", "api.yaml", "--out", "sdk"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    project
}

/// Generates from what cannot be read: code 2, nothing on stdout, nothing written; what is said is `want`.
#[track_caller]
fn fails(project: &Project, arguments: &[&str], want: &Expect) {
    let ran = project.run_dry(arguments);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
    want.assert_eq(&ran.err);
}

const GENERATE: &[&str] = &["generate", "api.yaml", "--out", "sdk"];
const CHECK: &[&str] = &["check", "api.yaml", "--out", "sdk"];

#[test]
fn a_description_is_all_it_takes() {
    let project = project();
    let ran = project.run(GENERATE);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let last = ran.out.lines().last().expect("a summary");
    assert!(last.starts_with("sdk: ") && last.ends_with(" created, 0 unchanged"), "{last}");
    for path in ["Cargo.toml", "README.md", "api.md", "specwright.lock", "src/lib.rs", "src/types/mood.rs"] {
        assert!(project.path("sdk").join(path).is_file(), "{path}");
    }
    assert!(project.get("sdk/Cargo.toml").contains("name = \"pets\""));
}

#[test]
fn a_second_run_writes_nothing() {
    let project = generated();
    let ran = project.run_dry(GENERATE);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    // All but the description, the lock, and what was made for the user once.
    let files = project.snapshot().len() - 2 - usize::from(project.path("sdk/src/ext/mod.rs").exists());
    assert_eq!(ran.out, format!("sdk: {files} unchanged\n"));
    assert_eq!(project.run_dry(CHECK).code, 0);
}

#[test]
fn what_is_no_yaml_is_shown_where_it_breaks() {
    let project = project();
    project.put("api.yaml", "openapi: 3.1.0\ninfo:\n  title: Pets\n  version: 'one\npaths: {}\n");
    fails(
        &project,
        GENERATE,
        &expect![[r#"
            error[SW0104]: this is not valid YAML: the file ends inside a text in quotes
             --> api.yaml:5:9
              |
            5 | paths: {}
              |         ^
              |
              = help: the quotes that open at line 4, column 12 are not closed

            1 error; `specwright explain SW0104` says more of it
        "#]],
    );
}

#[test]
fn a_list_is_no_description() {
    let project = project();
    project.put("api.yaml", "- openapi\n- 3.1.0\n");
    fails(
        &project,
        GENERATE,
        &expect![[r#"
            error[SW0301]: the document is not a mapping, so it is no OpenAPI description
             --> api.yaml:1:3
              |
            1 | - openapi
              |   ^^^^^^^

            1 error; `specwright explain SW0301` says more of it
        "#]],
    );
}

#[test]
fn a_mapping_without_openapi_is_no_description() {
    let project = project();
    project.put("api.yaml", "info: { title: Pets, version: 1.0.0 }\npaths: {}\n");
    fails(
        &project,
        GENERATE,
        &expect![[r#"
            error[SW0301]: the document has neither `openapi` nor `swagger`
             --> api.yaml:1:1
              |
            1 | info: { title: Pets, version: 1.0.0 }
              | ^^^^
              |
              = help: an OpenAPI description starts with `openapi: 3.1.0`

            1 error; `specwright explain SW0301` says more of it
        "#]],
    );
}

#[test]
fn a_missing_file_is_named() {
    let project = project();
    fails(
        &project,
        &["generate", "apy.yaml", "--out", "sdk"],
        &expect![[r#"
            error[SW0101]: `apy.yaml` cannot be read: there is no such file
            --> apy.yaml

            1 error; `specwright explain SW0101` says more of it
        "#]],
    );
}

/// A pipe that nobody writes to is not waited for.
#[test]
#[cfg(unix)]
fn a_pipe_is_no_file() {
    let project = project();
    project.put("api.yaml", &SPEC.replace("#/components/schemas/Mood", "pipe"));
    let made = Command::new("mkfifo").arg(project.path("pipe")).status();
    assert!(made.expect("mkfifo").success());
    let ran = project.run(&["lint", "api.yaml"]);
    assert!(ran.err.contains("`pipe` cannot be read: it is no file"), "{}", ran.err);
}

#[test]
fn an_unknown_key_of_the_configuration_is_corrected() {
    let project = project();
    project.put("specwright.toml", "[package]\nnaem = \"pets\"\n");
    fails(
        &project,
        GENERATE,
        &expect![[r#"
            error[SW0701]: `package.naem` is not a key of the configuration
             --> specwright.toml:2:1
              |
            2 | naem = "pets"
              | ^^^^
              |
              = help: did you mean `name`?

            1 error; `specwright explain SW0701` says more of it
        "#]],
    );
}

#[test]
fn a_code_is_explained_with_an_example_and_a_cure() {
    let project = project();
    let ran = project.run_dry(&["explain", "dangling-reference"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    expect![[r#"
        SW0201 dangling-reference (error)
        A reference points to nothing

        A `$ref` names a place that does not exist. Where a schema, a body or the answer
        of a success is missing, the value becomes an untyped JSON value. Where a
        parameter is missing, the method does not take it: one that the API needs can be
        sent with `extra_query` or `extra_header`, and a variable of the path is taken
        as a string. Where a whole path is missing, it is left out, and SW0501 says so.

        For example:

            components:
              schemas:
                Owner:
                  type: object
                  properties:
                    pet: { $ref: '#/components/schemas/Pett' }
                Pet:
                  type: string

        What to do:

        Correct the name, or add what it names. A reference into the same file starts
        with `#/`.
    "#]]
    .assert_eq(&ran.out);
    assert_eq!(project.run_dry(&["explain", "sw0201"]).out, ran.out, "the number does as well");
    // Where no text can be an example, nothing stands in its place.
    let bare = project.run_dry(&["explain", "SW0806"]).out;
    assert!(!bare.contains("For example") && bare.contains("What to do"), "{bare}");
    // Prose is broken, but not inside code that may be copied.
    let wide = project.run_dry(&["explain", "SW0205"]).out;
    assert!(wide.contains("`allOf: [{ $ref: '#/components/schemas/Name' }]`"), "{wide}");
}

#[test]
fn codes_are_listed_and_a_wrong_one_is_corrected() {
    let project = project();
    let list = project.run_dry(&["explain"]).out;
    assert!(list.starts_with("SW0101 unreadable-file (error): A file cannot be read\n"), "{list}");
    assert_eq!(list.lines().count(), specwright::diag::CODES.len());
    fails(
        &project,
        &["explain", "dangling-refrence"],
        &expect![[r#"
        error: there is no code `dangling-refrence`; did you mean `SW0201`, dangling-reference? `specwright explain` lists all of them
    "#]],
    );
}

#[test]
fn a_folder_of_somebody_else_is_left_alone() {
    let project = project();
    project.put("sdk/thesis.txt", "years of work");
    fails(
        &project,
        GENERATE,
        &expect![[r#"
            error[SW0801]: `sdk` is not empty and holds no `specwright.lock`: it was not written by Specwright
             = help: name a new or empty folder with --out; nothing was written

            1 error; `specwright explain SW0801` says more of it
        "#]],
    );
    // Not even with what gives up edits.
    assert_eq!(project.run_dry(&["generate", "api.yaml", "--out", "sdk", "--overwrite"]).code, 2);
}

#[test]
fn an_edited_file_is_named_and_kept() {
    let project = generated();
    project.edit("sdk/src/types/mood.rs", "Calm,", "Serene,");
    let ran = project.run_dry(GENERATE);
    assert_eq!(ran.code, 2);
    expect![[r#"
        --- a/src/types/mood.rs
        +++ b/src/types/mood.rs
        @@ -7,7 +7,7 @@
         #[non_exhaustive]
         pub enum Mood {
             /// `calm`
        -    Calm,
        +    Serene,
             /// `wild`
             Wild,
             /// A value that this version does not know. It is kept, and sent back unchanged.
    "#]]
    .assert_eq(&ran.out);
    expect![[r#"
        error[SW0802]: `sdk/src/types/mood.rs` changed since Specwright wrote it; generating would lose the edit
         = help: move what you want to keep to src/ext/, which is yours, or lose it with --overwrite; nothing was written

        1 error; `specwright explain SW0802` says more of it
    "#]].assert_eq(&ran.err);
    let ran = project.run(&["generate", "api.yaml", "--out", "sdk", "--overwrite"]);
    assert_eq!(ran.code, 0);
    assert_eq!(ran.out.lines().next(), Some("updated src/types/mood.rs"));
    assert!(project.get("sdk/src/types/mood.rs").contains("Calm,"));
}

#[test]
fn a_new_value_in_the_description_is_drift_and_changes_one_file() {
    let project = generated();
    project.edit("api.yaml", "        - wild\n", "        - wild\n        - shy\n");
    let ran = project.run_dry(CHECK);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    expect![[r#"
        src/types/mood.rs  would be written otherwise

        --- a/src/types/mood.rs
        +++ b/src/types/mood.rs
        @@ -10,6 +10,8 @@
             Calm,
             /// `wild`
             Wild,
        +    /// `shy`
        +    Shy,
             /// A value that this version does not know. It is kept, and sent back unchanged.
             Unknown(UnknownValue),
         }
        @@ -18,5 +20,6 @@
             Mood {
                 Calm = "calm",
                 Wild = "wild",
        +        Shy = "shy",
             }
         }

        1 file would change, 92 would not
        cause: the spec changed
        to mend it, run: specwright generate api.yaml --out sdk
    "#]]
    .assert_eq(&ran.out);
    let before = project.snapshot();
    let ran = project.run(GENERATE);
    assert_eq!(ran.code, 0);
    let after = project.snapshot();
    let changed: Vec<String> = after
        .iter()
        .filter(|(path, content)| before.get(*path) != Some(content))
        .map(|(path, _)| path.strip_prefix(project.path("sdk")).expect("below sdk").display().to_string())
        .collect();
    assert_eq!(
        changed,
        ["specwright.lock", "src/types/mood.rs"].map(|path| path.replace('/', std::path::MAIN_SEPARATOR_STR))
    );
    assert_eq!(project.run_dry(CHECK).code, 0);
}

#[test]
fn one_changed_character_is_drift() {
    let project = generated();
    project.edit("sdk/src/types/mood.rs", "/// `calm`", "/// `calmx`");
    let ran = project.run_dry(CHECK);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    expect![[r#"
        src/types/mood.rs  edited by hand

        --- a/src/types/mood.rs
        +++ b/src/types/mood.rs
        @@ -6,7 +6,7 @@
         #[derive(Clone, Debug, PartialEq, Eq, Hash)]
         #[non_exhaustive]
         pub enum Mood {
        -    /// `calmx`
        +    /// `calm`
             Calm,
             /// `wild`
             Wild,

        1 file would change, 92 would not
        to keep an edit, move it to src/ext/ first; --overwrite loses it
        to mend it, run: specwright generate api.yaml --out sdk --overwrite
    "#]]
    .assert_eq(&ran.out);
}

#[test]
fn a_missing_file_is_drift() {
    let project = generated();
    fs::remove_file(project.path("sdk/src/types/mod.rs")).expect("removed");
    let ran = project.run_dry(CHECK);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    expect![[r#"
        src/types/mod.rs  missing

        1 file would change, 92 would not
        to mend it, run: specwright generate api.yaml --out sdk
    "#]]
    .assert_eq(&ran.out);
    assert_eq!(project.run(GENERATE).code, 0);
    assert_eq!(project.run_dry(CHECK).code, 0);
}

#[test]
fn what_the_user_owns_is_never_touched() {
    let project = generated();
    let mine = "//! Mine.\n\npub fn mine() {}\n";
    project.put("sdk/src/ext/mod.rs", mine);
    project.put("sdk/src/ext/more.rs", mine);
    project.put("sdk/tests/mine.rs", mine);
    project.edit("sdk/Cargo.toml", "[dependencies]\n", "[dependencies]\nmine = \"1\"\n");
    assert_eq!(project.run_dry(CHECK).code, 0, "the user's own is no drift");
    project.edit("api.yaml", "        - wild\n", "        - wild\n        - shy\n");
    assert_eq!(project.run(GENERATE).code, 0);
    assert_eq!(project.run(&["generate", "api.yaml", "--out", "sdk", "--overwrite"]).code, 0);
    for path in ["sdk/src/ext/mod.rs", "sdk/src/ext/more.rs", "sdk/tests/mine.rs"] {
        assert_eq!(project.get(path), mine, "{path}");
    }
    assert!(project.get("sdk/Cargo.toml").contains("mine = \"1\"\n"));
}

#[test]
fn a_warning_counts_when_asked_to() {
    let project = project();
    project.edit("api.yaml", "info:\n", "infos: {}\ninfo:\n");
    let ran = project.run(GENERATE);
    assert_eq!(ran.code, 0, "{}", ran.err);
    expect![[r#"
        warning[SW0306]: the document has a field `infos` that OpenAPI does not know
         --> api.yaml:2:1
          |
        2 | infos: {}
          | ^^^^^
          |
          = at: #/infos
          = sdk: it says nothing
          = help: did you mean `info`?

        1 warning; `specwright explain SW0306` says more of it
    "#]]
    .assert_eq(&ran.err);
    let strict = project.run_dry(&["generate", "api.yaml", "--out", "sdk", "--strict"]);
    assert_eq!((strict.code, &strict.err), (1, &ran.err));
    assert_eq!(project.run_dry(&["check", "api.yaml", "--out", "sdk", "--strict"]).code, 1);
}

#[test]
fn an_operation_left_out_is_a_finding_until_it_is_accepted() {
    let project = project();
    project.edit("api.yaml", "components:\n", BROKEN);
    let ran = project.run(GENERATE);
    assert_eq!(ran.code, 1);
    expect![[r##"
        error[SW0501]: `GET /toys` is left out: a parameter cannot be in `nowhere`
          --> api.yaml:21:39
           |
        20 |     get:
           |     --- used here
        21 |       parameters: [{ name: color, in: nowhere, schema: { type: string } }]
           |                                       ^^^^^^^
           |
           = at: #/paths/~1toys/get/parameters/0/in
           = sdk: `GET /toys` is not in the SDK; `accept-dropped = ["#/paths/~1toys/get"]` in specwright.toml accepts that
           = help: it can be in `query`, `querystring`, `header`, `path`, `cookie`

        1 error; `specwright explain SW0501` says more of it
    "##]]
    .assert_eq(&ran.err);
    assert!(ran.out.ends_with("operations left out: 1\n"), "{}", ran.out);
    assert!(project.get("sdk/api.md").contains("/pets/{petId}"), "all others are made");
    assert_eq!(project.run_dry(CHECK).code, 1, "no drift, but not all there");

    project.put("specwright.toml", "accept-dropped = [\"#/paths/~1toys/get\"]\n");
    let ran = project.run(GENERATE);
    assert_eq!(ran.code, 0, "{}", ran.err);
    expect![[r#"
        1 finding is accepted by the configuration
    "#]]
    .assert_eq(&ran.err);
    assert_eq!(project.run_dry(CHECK).code, 0);
}

#[test]
fn a_key_that_stands_twice_is_shown_with_both_places() {
    let project = project();
    project.edit("api.yaml", "  title: Pets\n", "  title: Cats\n  title: Pets\n");
    let ran = project.run(GENERATE);
    expect![[r#"
        error[SW0105]: the key `title` stands here for the second time
         --> api.yaml:4:3
          |
        3 |   title: Cats
          |   ----- first here
        4 |   title: Pets
          |   ^^^^^
          |
          = at: #/info/title
          = sdk: what stands here counts, the first is lost
          = help: remove one of the two

        1 error; `specwright explain SW0105` says more of it
    "#]]
    .assert_eq(&ran.err);
    assert_eq!(ran.code, 1);
}

#[test]
fn colours_are_for_terminals_and_those_who_ask() {
    let project = project();
    project.put("api.yaml", "- a\n");
    assert!(!project.run_dry(GENERATE).err.contains('\u{1b}'));
    assert!(project.run_dry(&["generate", "api.yaml", "--out", "sdk", "--color", "always"]).err.contains('\u{1b}'));
}

#[test]
fn the_folder_may_be_named_from_anywhere() {
    let project = project();
    project.put("deep/er/specwright.toml", "[package]\nname = \"kept\"\n");
    project.put("deep/er/api.yaml", SPEC);
    let ran = project.run(&["generate", "deep/er/api.yaml", "--out", "else/where"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(project.get("else/where/Cargo.toml").contains("name = \"kept\""), "the configuration beside it is read");
    // What is written does not depend on where the run was started.
    let inner = Command::new(env!("CARGO_BIN_EXE_specwright"))
        .args(["check", "api.yaml", "--out", "../../else/where"])
        .current_dir(project.path("deep/er"))
        .status()
        .expect("the program");
    assert_eq!(inner.code(), Some(0));
}

/// Each thing that a description can lose, with what is said of it: the text before, the text after.
#[test]
fn what_breaks_callers_is_named() {
    let with = |paths: &str, schemas: &str| {
        format!(
            "openapi: 3.1.0\ninfo: {{ title: Zoo, version: '1' }}\nservers: [{{ url: 'https://zoo.example' }}]\npaths:\n  /pets:\n\
             {paths}components:\n  schemas:\n    Pet: {{ type: object, required: [id], properties: {{ id: {{ type: string }}, \
             name: {{ type: string }} }} }}\n{schemas}"
        )
    };
    let get = |more: &str, answer: &str| {
        format!(
            "    get:\n      operationId: listPets\n      parameters: [{more}]\n      responses: {{ '200': {{ description: D, \
             content: {{ application/json: {{ schema: {answer} }} }} }} }}\n"
        )
    };
    let pet = "{ $ref: '#/components/schemas/Pet' }";
    let (free, asked) = (
        "{ name: q, in: query, schema: { type: string } }",
        "{ name: q, in: query, required: true, schema: { type: string } }",
    );
    let plain = get(free, pet);
    let post = |required: &str| {
        format!(
            "{plain}    post:\n      requestBody: {{ required: true, content: {{ application/json: {{ schema: {{ type: object, \
             required: [{required}], properties: {{ a: {{ type: string }}, b: {{ type: string }} }} }} }} }} }}\n      \
             responses: {{ '204': {{ description: D }} }}\n"
        )
    };
    let kind = |values: &str| format!("    Kind: {{ type: string, enum: [{values}] }}\n");
    let holder = |ty: &str| format!("    Kind: {{ type: object, properties: {{ at: {{ type: {ty} }} }} }}\n");
    let cases = [
        ("a method", (with(&post("a"), ""), with(&plain, ""))),
        ("an argument", (with(&plain, ""), with(&get(asked, pet), ""))),
        ("a required field more", (with(&post("a"), ""), with(&post("a, b"), ""))),
        ("a required field fewer", (with(&post("a, b"), ""), with(&post("a"), ""))),
        ("a setter", (with(&plain, ""), with(&get("", pet), ""))),
        ("a setter of another type", (with(&plain, ""), with(&get(&free.replace("string", "integer"), pet), ""))),
        (
            "an answer",
            (with(&plain, ""), with(&get(free, "{ type: array, items: { $ref: '#/components/schemas/Pet' } }"), "")),
        ),
        ("a variant", (with(&plain, &kind("a, b")), with(&plain, &kind("a")))),
        ("a field of another type", (with(&plain, &holder("string")), with(&plain, &holder("integer")))),
        ("a field", (with(&plain, &holder("string")), with(&plain, &holder("string").replace("at:", "on:")))),
        ("a type", (with(&plain, &kind("a, b")), with(&plain, ""))),
        ("only more", (with(&plain, ""), with(&post("a"), &kind("a, b")))),
    ];
    let mut said = String::new();
    for (what, (before, after)) in cases {
        let project = project();
        project.put("api.yaml", &before);
        let ran = project.run(GENERATE);
        assert_eq!(ran.code, 0, "{what}: {}", ran.err);
        assert!(!ran.err.contains("SW0809"), "the first run breaks nothing: {}", ran.err);
        project.put("api.yaml", &after);
        let ran = project.run(&["check", "api.yaml", "--out", "sdk", "--format", "short"]);
        assert_eq!(ran.code, 1, "{what}: {}", ran.err);
        let list = ran.err.lines().filter_map(|line| line.split_once("[SW0809]: ")).map(|(_, said)| said);
        said.push_str(&format!("{what}\n"));
        list.for_each(|line| said.push_str(&format!("    {line}\n")));
    }
    expect![[r#"
        a method
            `resources::pets::Pets::create` is gone
        an argument
            `resources::pets::PetRetrieveParams::new` was `()`, is `(required: PetRetrieve)`; `PetRetrieveParams::q` was `Option<String>`, is `String`; `PetRetrieveRequest::q()` is gone; `Pets::retrieve` was `()`, is `(required: PetRetrieve)`
        a required field more
            `resources::pets::PetCreate::b` must be given; `PetCreateParams::b` was `Option<String>`, is `String`; `PetCreateRequest::b()` is gone
        a required field fewer
            `resources::pets::PetCreate::b` is gone; `PetCreateParams::b` was `String`, is `Option<String>`
        a setter
            `resources::pets::PetRetrieveParams` is gone; `PetRetrieveRequest::q()` is gone
        a setter of another type
            `resources::pets::PetRetrieveParams::q` was `Option<String>`, is `Option<i64>`; `PetRetrieveRequest::q()` was `(String)`, is `(i64)`
        an answer
            `resources::pets::PetRetrieveResponse` was `types::Pet`, is `Vec<types::Pet>`; `Pets::retrieve` returned `types::Pet`, now `Vec<types::Pet>`
        a variant
            `types::Kind::B` is gone
        a field of another type
            `types::Kind::at` was `Option<String>`, is `Option<i64>`
        a field
            `types::Kind::at` is gone
        a type
            `types::Kind` is gone
        only more
    "#]].assert_eq(&said);
}

#[test]
fn breaking_changes_are_found_in_every_format_and_can_be_denied() {
    let project = generated();
    project.edit("api.yaml", "Mood:", "Temper:");
    project.edit("api.yaml", "schemas/Mood", "schemas/Temper");
    let denied = project.run_dry(&["generate", "api.yaml", "--out", "sdk", "--deny-breaking", "--quiet"]);
    assert_eq!(denied.code, 1);
    assert!(denied.err.contains("note[SW0809]: `types::Mood` is gone"), "-q shows it: {}", denied.err);
    assert!(denied.out.contains("nothing was written, since --deny-breaking"), "{}", denied.out);
    let json = project.run_dry(&["generate", "api.yaml", "--out", "sdk", "--deny-breaking", "--format", "json"]);
    assert!(json.out.contains("SW0809") && json.out.contains("`types::Mood` is gone"), "{}", json.out);
    assert_eq!(project.run_dry(&["check", "api.yaml", "--out", "sdk", "--format", "sarif"]).code, 1);
    assert_eq!(project.run(&["generate", "api.yaml", "--out", "sdk", "--fail-on", "note"]).code, 1);
}

#[test]
fn another_name_of_the_crate_breaks_every_caller() {
    let project = generated();
    project.put("specwright.toml", "[package]\nname = \"cats\"\n");
    let denied = project.run_dry(&["generate", "api.yaml", "--out", "sdk", "--deny-breaking", "--quiet"]);
    assert_eq!(denied.code, 1, "{}", denied.err);
    assert!(denied.err.contains("`Cargo.toml` was `name = \"pets\"`, is `name = \"cats\"`"), "{}", denied.err);
}

#[test]
fn features_of_resources_that_come_and_go_break_callers() {
    let paths = "paths:
  /pets: { get: { responses: { '204': { description: d } } } }
  /zoos: { get: { responses: { '204': { description: d } } } }
  /zoos/{id}/cages: { get: { responses: { '204': { description: d } } } }
";
    let project = project();
    project.put("api.yaml", &format!("openapi: 3.1.0\ninfo: {{ title: Pets, version: '1' }}\n{paths}"));
    let mut said = String::new();
    for features in ["false", "true", "2", "true", "false"] {
        project.put("specwright.toml", &format!("[resources]\nfeatures = {features}\n"));
        let ran = project.run(&["generate", "api.yaml", "--out", "sdk", "--format", "short"]);
        let list = ran.err.lines().filter_map(|line| line.split_once("[SW0809]: ")).map(|(_, said)| said);
        said.push_str(&format!("{features}\n"));
        list.for_each(|line| said.push_str(&format!("    {line}\n")));
        // One of the user's own is none of those that go.
        if !project.get("sdk/Cargo.toml").contains("extra") {
            project.edit("sdk/Cargo.toml", "[features]\n", "[features]\nextra = []\n");
        }
    }
    expect![[r#"
        false
        true
            `Client::pets` is there with the feature `pets` alone; `Client::zoos` is there with the feature `zoos` alone
        2
            `resources::zoos::Zoos::cages` is there with the feature `zoos-cages` alone
        true
            the Cargo feature `zoos-cages` is gone
        false
            the Cargo features `all-resources`, `pets`, `zoos` are gone
    "#]]
    .assert_eq(&said);
}

#[test]
fn breaking_changes_are_counted_when_they_are_written() {
    let project = generated();
    project.edit("api.yaml", "/pets/{petId}:", "/pets/{petId}/{part}:");
    let ran = project.run(GENERATE);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.ends_with("breaking changes: 1\n"), "{}", ran.out);
    let again = project.run(&["generate", "api.yaml", "--out", "sdk", "--deny-breaking"]);
    assert_eq!((again.code, again.out.contains("breaking")), (0, false), "it is said once");
}

#[test]
fn a_mistake_in_the_configuration_is_told_there_and_leaves_the_sdk() {
    let project = generated();
    project.put("specwright.toml", "[operations.'GET /pets/{petId}']\nmethod = '.'\n");
    let ran = project.run_dry(&[GENERATE, &["--format", "short"]].concat());
    assert_eq!((ran.code, ran.out.as_str()), (2, "sdk: left as it is, since the configuration has mistakes\n"));
    assert_eq!(ran.err, "specwright.toml:2:1: error[SW0508]: `.` is no place in the resource tree\n");
}

#[test]
fn json_says_what_drifted() {
    let project = generated();
    let drift = |out: &str| serde_json::from_str::<serde_json::Value>(out).expect("JSON")["drift"].clone();
    let check = [CHECK, &["--format", "json"]].concat();
    assert_eq!(drift(&project.run_dry(&check).out), serde_json::json!([]));
    project.put("sdk/src/lib.rs", "// mine\n");
    let ran = project.run_dry(&check);
    assert_eq!((ran.code, drift(&ran.out)), (1, serde_json::json!([{"file": "src/lib.rs", "why": "edited by hand"}])));
    assert!(drift(&project.run(&["lint", "api.yaml", "--format", "json"]).out).is_null());
}
