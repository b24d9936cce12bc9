//! `specwright lint`, and what the other commands share with it: formats, exit codes, mends, baselines.
//!
//! Input: the built binary, run in a folder of its own. Output: texts of stdout and stderr, exit codes, files.
//! Not here: each format word for word (`src/diag/format/tests.rs`).

#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod support;

use expect_test::expect;
use serde_json::Value;

use support::{Project, Ran, ran};

const GOOD: &str = "\
openapi: 3.1.0
info: { title: Pets, version: 1.0.0 }
servers: [{ url: 'https://pets.example' }]
paths:
  /pets:
    get:
      operationId: listPets
      responses: { '204': { description: All pets. } }
components:
  schemas:
    Mood: { type: string, enum: [calm, wild] }
";

/// A word that OpenAPI does not know: a warning.
const ODD: (&str, &str) = ("operationId: listPets\n", "operationId: listPets\n      summry: Pets\n");
/// A reference to nothing: an error.
const BROKEN: (&str, &str) = ("description: All pets.", "$ref: '#/components/responses/None'");
/// A parameter that cannot be sent: the operation is left out.
const LOST: (&str, &str) =
    ("operationId: listPets\n", "operationId: listPets\n      parameters: [{ name: q, in: nowhere, schema: {} }]\n");
/// A type that is read as what it must mean, with a mend.
const NEARLY: (&str, &str) = ("{ type: string, enum: [calm, wild] }", "{ type: int }");
/// No YAML: the run ends.
const FATAL: (&str, &str) = ("info: {", "info: [");

const FORMATS: [&str; 6] = ["human", "short", "json", "sarif", "github", "gitlab"];

/// A folder with the description, changed in these ways.
fn project(changes: &[(&str, &str)]) -> Project {
    let project = Project::of(GOOD);
    changes.iter().for_each(|(from, to)| project.edit("api.yaml", from, to));
    project
}

fn lint(project: &Project, more: &[&str]) -> Ran {
    project.run(&[&["lint", "api.yaml"], more].concat())
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect(text)
}

#[test]
fn a_good_description_is_one_line_and_nothing_is_written() {
    let project = project(&[]);
    let ran = lint(&project, &[]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert_eq!(ran.out, "api.yaml: OpenAPI 3.1, 1 operation, 1 schema, no problems found\n");
    assert_eq!(lint(&project, &["--quiet"]).out, "");
    assert_eq!(project.snapshot().len(), 1, "nothing but the description");
}

#[test]
fn what_is_found_is_said_with_the_way_on() {
    let ran = lint(&project(&[NEARLY]), &[]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    expect![[r#"
        warning[SW0411]: there is no type `int`
          --> api.yaml:11:19
           |
        11 |     Mood: { type: int }
           |                   ^^^
           |
           = at: #/components/schemas/Mood/type
           = sdk: it is read as `integer`
           = help: write `type: integer`
           = overlay: {target: "$.components.schemas.Mood.type", update: "integer"}

        1 warning; `specwright explain SW0411` says more of it
        it can be mended by an overlay; to write it, run: specwright lint api.yaml --write-overlay mends.yaml
    "#]]
    .assert_eq(&ran.err);
}

#[test]
fn the_exit_code_is_the_same_in_every_format() {
    /// What is changed, what is asked, and the exit code.
    type Case<'a> = (&'a [(&'a str, &'a str)], &'a [&'a str], i32);
    let cases: [Case<'_>; 8] = [
        (&[], &[], 0),
        (&[ODD], &[], 0),
        (&[ODD], &["--strict"], 1),
        (&[ODD], &["--fail-on", "warning"], 1),
        (&[ODD], &["--fail-on", "error"], 0),
        (&[BROKEN], &[], 1),
        (&[FATAL], &[], 2),
        (&[], &["--config", "none.toml"], 2),
    ];
    for (changes, arguments, want) in cases {
        let project = project(changes);
        for format in FORMATS {
            let ran = lint(&project, &[&["--format", format], arguments].concat());
            assert_eq!(ran.code, want, "{changes:?} {arguments:?} {format}");
            match format {
                "human" | "short" => {}
                "json" => assert_eq!(json(&ran.out)["exit_code"], want),
                "sarif" => {
                    let run = &json(&ran.out)["runs"][0];
                    assert_eq!(run["invocations"][0]["exitCode"], want);
                    assert_eq!(
                        run["results"].as_array().expect("results").is_empty(),
                        ran.code == 0 && changes.is_empty()
                    );
                }
                "github" => assert!(ran.out.lines().all(|line| line.starts_with("::")), "{}", ran.out),
                _ => assert!(json(&ran.out).is_array()),
            }
        }
    }
}

#[test]
fn what_ends_the_run_is_in_every_format() {
    let project = project(&[FATAL]);
    for format in FORMATS {
        let ran = lint(&project, &["--format", format]);
        let (full, empty) =
            if ["human", "short"].contains(&format) { (&ran.err, &ran.out) } else { (&ran.out, &ran.err) };
        assert!(full.contains("SW0104") && full.contains("api.yaml"), "{format}: {full}");
        assert_eq!(empty, "", "{format}");
    }
}

#[test]
fn the_format_may_come_from_the_environment() {
    let project = project(&[ODD]);
    let ran = ran(project.command(&["lint", "api.yaml"]).env("SPECWRIGHT_FORMAT", "short"));
    assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    assert!(ran.err.starts_with("api.yaml:8:7: warning[SW0306]: "), "{}", ran.err);
}

#[test]
fn generate_and_check_leave_stdout_to_the_machine() {
    let project = project(&[LOST]);
    let sdk = ["api.yaml", "--out", "sdk", "--format", "json"];
    for (command, said) in [("generate", "operations left out: 1\n"), ("check", "")] {
        let ran = project.run(&[&[command][..], &sdk].concat());
        assert_eq!(ran.code, 1, "{}", ran.err);
        assert_eq!(json(&ran.out)["problems"][0]["code"], "SW0501");
        assert!(ran.err.ends_with(said), "{}", ran.err);
    }
    // What stands against writing is said in the format, too.
    project.put("sdk/src/lib.rs", "// mine\n");
    let ran = project.run(&[&["generate"][..], &sdk].concat());
    assert_eq!((ran.code, json(&ran.out)["exit_code"].as_i64()), (2, Some(2)));
    assert!(ran.out.contains("SW0802"), "{}", ran.out);
}

#[test]
fn lint_shows_all_and_generate_counts_repeats() {
    let words: String = (0..13).map(|index| format!("      word{index}: 1\n")).collect();
    let project = project(&[("      operationId: listPets\n", &format!("      operationId: listPets\n{words}"))]);
    let ran = project.run(&["generate", "api.yaml", "--out", "sdk"]);
    assert_eq!(ran.err.matches("warning[SW0306]").count(), 3);
    assert!(ran.err.contains("\n... and 10 more SW0306 (unknown-field)\n13 warnings;"), "{}", ran.err);
    assert!(ran.err.contains("\nto see all of them, run: specwright lint api.yaml\n"), "{}", ran.err);
    assert_eq!(lint(&project, &[]).err.matches("warning[SW0306]").count(), 13);
    assert_eq!(lint(&project, &["--all"]).err.matches("warning[SW0306]").count(), 13);
    assert_eq!(lint(&project, &["--format", "short"]).err.lines().count(), 13);
    let places = json(&lint(&project, &["--format", "json"]).out);
    let lines: Vec<u64> =
        places["problems"].as_array().expect("problems").iter().filter_map(|p| p["line"].as_u64()).collect();
    assert_eq!(lines, (8..21).collect::<Vec<u64>>());
}

/// Code hosts want paths from the folder of the repository down, wherever the run is started.
#[test]
fn code_hosts_get_paths_of_the_repository() {
    let project = Project::of("");
    project.put(".git/HEAD", "");
    project.put("services/pets/api.yaml", "openapi: 3.1.0\ninfo: { title: Pets, version: 1.0.0 }\npath: {}\n");
    let shown = |format: &str| {
        let mut command = project.command(&["lint", "./api.yaml", "--format", format]);
        ran(command.current_dir(project.path("services/pets"))).out
    };
    assert!(shown("gitlab").contains("\"path\": \"services/pets/api.yaml\""), "{}", shown("gitlab"));
    assert!(shown("sarif").contains("\"uri\": \"services/pets/api.yaml\""));
    assert!(shown("github").contains("file=services/pets/api.yaml,"));
}

#[test]
fn an_overlay_of_mends_mends() {
    let project = project(&[NEARLY, ODD]);
    let ran = lint(&project, &["--write-overlay", "mends.yaml"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.out, "mends.yaml: 1 action; `overlays` in specwright.toml lists what is applied\n");
    assert!(!ran.err.contains("--write-overlay"), "it has just been written: {}", ran.err);
    expect![[r#"
        # Written by `specwright lint --write-overlay`.
        overlay: 1.1.0
        info:
          title: Mends of api.yaml
          version: 1.0.0
        actions:
        - target: $.components.schemas.Mood.type
          description: 'SW0411: there is no type `int`'
          update: integer
    "#]]
    .assert_eq(&project.get("mends.yaml"));
    project.put("specwright.toml", "overlays = [\"mends.yaml\"]\n");
    let after = lint(&project, &[]);
    assert!(!after.err.contains("SW0411") && after.err.contains("SW0306"), "{}", after.err);
    // Written anew while it is listed, it keeps what it mends.
    let before = project.get("mends.yaml");
    assert_eq!(lint(&project, &["--write-overlay", "mends.yaml"]).code, 0);
    assert_eq!(project.get("mends.yaml"), before);
}

#[test]
fn files_of_somebody_else_are_not_replaced() {
    let project = project(&[NEARLY]);
    project.put("mine.yaml", "mine");
    for flag in ["--write-overlay", "--write-baseline"] {
        let ran = lint(&project, &[flag, "mine.yaml"]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""));
        assert!(ran.err.contains("error[SW0803]"), "{}", ran.err);
        assert_eq!(project.get("mine.yaml"), "mine");
    }
    assert_eq!(lint(&project, &["--write-overlay", "mine.yaml", "--overwrite"]).code, 0);
    assert!(project.get("mine.yaml").contains("overlay: 1.1.0"));
}

#[test]
fn a_baseline_accepts_what_is_known_and_tells_what_is_gone() {
    let project = project(&[ODD, BROKEN]);
    assert_eq!(lint(&project, &["--strict"]).code, 1);
    let ran = lint(&project, &["--write-baseline", "known.toml"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.out, "known.toml: 2 entries; `baseline` in specwright.toml names the one that is used\n");
    let ran = lint(&project, &["--strict", "--baseline", "known.toml"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, "2 findings are accepted by the baseline\n"));

    project.put("specwright.toml", "baseline = \"known.toml\"\n");
    for command in
        [&["lint", "api.yaml"][..], &["generate", "api.yaml", "--out", "sdk"], &["check", "api.yaml", "--out", "sdk"]]
    {
        let ran = project.run(&[command, &["--strict"]].concat());
        assert_eq!((ran.code, ran.err.as_str()), (0, "2 findings are accepted by the baseline\n"), "{}", ran.out);
    }

    // What is new counts, and so does an entry that has had its day.
    let known = project.get("known.toml").replace(
        "pointer = \"#/paths/~1pets/get/summry\"",
        "pointer = \"#/paths/~1pets/get/summry\"\nreason = \"a tool reads it\"",
    );
    project.put("known.toml", &known);
    let mended = project
        .get("api.yaml")
        .replace(BROKEN.1, BROKEN.0)
        .replace("operationId: listPets\n", "operationId: listPets\n      word: 1\n");
    project.put("api.yaml", &mended);
    let ran = lint(&project, &[]);
    assert_eq!(ran.code, 1);
    expect![[r#"
        error[SW0703]: the baseline accepts SW0201 at `#/paths/~1pets/get/responses/204/$ref`, where it is not found
         --> known.toml:5:8
          |
        5 | code = "SW0201"
          |        ^^^^^^^^
          |
          = help: remove the entry, or write the baseline anew with `specwright lint --write-baseline`

        warning[SW0306]: an Operation Object has no field `word`
         --> api.yaml:8:7
          |
        8 |       word: 1
          |       ^^^^
          |
          = at: #/paths/~1pets/get/word
          = sdk: it says nothing

        1 error, 1 warning; `specwright explain SW0703` says more of the first
        1 finding is accepted by the baseline
    "#]]
    .assert_eq(&ran.err);
    assert_eq!(lint(&project, &["--write-baseline", "known.toml"]).code, 0);
    expect![[r##"
        # Written by `specwright lint --write-baseline`.
        # Findings that are accepted. A `reason` that you add to one is kept when this is written anew.

        [[accepted]]
        code = "SW0306"
        pointer = "#/paths/~1pets/get/summry"
        reason = "a tool reads it"

        [[accepted]]
        code = "SW0306"
        pointer = "#/paths/~1pets/get/word"
    "##]]
    .assert_eq(&project.get("known.toml"));
    assert_eq!(lint(&project, &["--strict"]).code, 0);
}

#[test]
fn a_baseline_and_accepted_losses_stand_side_by_side() {
    let project = project(&[ODD, BROKEN]);
    project.put("specwright.toml", "accept-dropped = [\"#/paths/~1pets/get/responses\"]\n");
    let ran = lint(&project, &["--write-baseline", "known.toml"]);
    assert_eq!(ran.code, 0);
    assert!(!project.get("known.toml").contains("responses"), "what is accepted elsewhere needs no entry");
    let ran = lint(&project, &["--strict", "--baseline", "known.toml"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.err, "1 finding is accepted by the configuration\n1 finding is accepted by the baseline\n");
}

#[test]
fn a_baseline_that_is_not_there_or_wrong_ends_the_run() {
    let project = project(&[]);
    let ran = lint(&project, &["--baseline", "none.toml"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("SW0101") && ran.err.contains("--write-baseline none.toml"), "{}", ran.err);
    project.put("bad.toml", "[[accepted]]\ncode = 'SW9999'\npointer = '#/a'\n");
    let ran = lint(&project, &["--baseline", "bad.toml"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("error[SW0702]") && ran.err.contains("bad.toml:2:8"), "{}", ran.err);
}

#[test]
fn values_without_a_type_are_listed_with_the_reason() {
    let text = "\
openapi: 3.1.0
info: { title: T, version: '1' }
servers: [{ url: 'https://t.example' }]
paths: {}
components:
  schemas:
    Known: { type: object, properties: { free: {}, odd: { type: array, prefixItems: [{ type: string }, { type: integer }] } } }
    Other: { type: string }
";
    let project = Project::of(text);
    let ran = lint(&project, &["--untyped"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let expected = "\
api.yaml#/components/schemas/Known/properties/free: declared: the description states no type
api.yaml#/components/schemas/Known/properties/odd: lost: the elements differ by position, and their number is not fixed
any JSON: 2 of 3 values; 1 declared, 1 lost
";
    assert!(ran.out.ends_with(expected), "{}", ran.out);
}

/// Each entry of `accept-dropped` is for something that was lost, and says where it stands when it is not.
#[test]
fn an_accepted_loss_is_one_that_there_is() {
    let project = project(&[("{ type: string, enum: [calm, wild] }", "{ type: integr }")]);
    assert_eq!(lint(&project, &[]).code, 1);
    project.put("specwright.toml", "accept-dropped = [\"#/components/schemas/Mood\"]\n");
    let ran = lint(&project, &[]);
    assert_eq!((ran.code, ran.err.as_str()), (0, "1 finding is accepted by the configuration\n"));
    project.put("specwright.toml", "accept-dropped = [\n  \"#/components/schemas/Mod\",\n]\n");
    let ran = lint(&project, &["--format", "short"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("specwright.toml:2:3: error[SW0705]"), "{}", ran.err);
    project.put("specwright.toml", "accept-dropped = [\"#/\"]\n");
    let ran = lint(&project, &["--format", "short"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("would accept whatever is lost"), "{}", ran.err);
}

/// What is left out is counted, though a baseline accepts it.
#[test]
fn a_baseline_does_not_hide_that_operations_are_missing() {
    let project = project(&[LOST]);
    assert_eq!(lint(&project, &["--write-baseline", "known.toml"]).code, 0);
    let ran = lint(&project, &["--baseline", "known.toml"]);
    assert_eq!(ran.code, 0);
    assert!(ran.out.contains("operations left out: 1"), "{}", ran.out);
    let ran = project.run(&["generate", "api.yaml", "--out", "sdk", "--baseline", "known.toml"]);
    assert!(ran.code == 0 && ran.out.contains("operations left out: 1"), "{}", ran.out);
}

#[test]
fn strict_writes_no_sdk_with_something_wrong_in_it() {
    let project = project(&[ODD]);
    let ran = project.run(&["generate", "api.yaml", "--out", "sdk", "--strict"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("nothing was written") && !project.path("sdk").exists(), "{}", ran.out);
    assert_eq!(project.run(&["generate", "api.yaml", "--out", "sdk"]).code, 0);
    assert!(project.path("sdk").exists());
}

#[test]
fn codes_are_found_by_their_numbers_and_nonsense_has_no_suggestion() {
    let project = project(&[]);
    for code in ["SW0405", "sw0405", "405", "unknown-mapping-target"] {
        let ran = project.run(&["explain", code]);
        assert!(ran.code == 0 && ran.out.starts_with("SW0405 "), "{code}: {}", ran.out);
    }
    for (code, near) in [("FOO", false), ("9999", false), ("dangling-referense", true)] {
        let ran = project.run(&["explain", code]);
        assert!(ran.code == 2 && ran.err.contains("did you mean") == near, "{code}: {}", ran.err);
    }
}

/// The folder that is named is right from where the run was started.
#[test]
fn a_root_that_holds_all_files_is_named_as_it_has_to_be() {
    let project = project(&[("description: All pets.", "$ref: '../shared.yaml#/Pets'")]);
    let text = project.get("api.yaml");
    project.put("apis/pets/api.yaml", &text);
    project.put("apis/shared.yaml", "Pets: { description: All pets. }\n");
    let ran = project.run(&["lint", "apis/pets/api.yaml"]);
    let advice = ran.err.split("--root ").nth(1).and_then(|rest| rest.split('`').next()).expect("a root").to_owned();
    assert_eq!(project.run(&["lint", "apis/pets/api.yaml", "--root", &advice]).code, 0, "{advice}");
}

#[test]
fn a_finding_has_its_place_whatever_the_encoding_and_the_line_ends() {
    let project = project(&[NEARLY]);
    let text = project.get("api.yaml");
    let utf16 = |text: &str| [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let files: [Vec<u8>; 4] = [
        text.clone().into_bytes(),
        text.replace('\n', "\r").into_bytes(),
        text.replace('\n', "\r\n").into_bytes(),
        utf16(&text),
    ];
    for bytes in files {
        std::fs::write(project.path("api.yaml"), bytes).expect("a written file");
        let said = lint(&project, &[]).err;
        assert!(said.contains("--> api.yaml:11:19") && said.contains("11 |     Mood: { type: int }"), "{said}");
    }
}

#[test]
fn a_file_that_is_called_nearly_so_is_named() {
    let project = project(&[("{ type: string, enum: [calm, wild] }", "{ $ref: models/mood.yaml }")]);
    project.put("models/Mood.yaml", "type: string\n");
    let said = lint(&project, &[]).err;
    let is_there = project.path("models/mood.yaml").exists();
    assert!(is_there || said.contains("did you mean `models/Mood.yaml`?"), "{said}");
    project.edit("api.yaml", "models/mood.yaml", "file:///models/Mood.yaml");
    let said = lint(&project, &["--allow-remote"]).err;
    assert!(said.contains("is the URL of a file, which is not read"), "{said}");
}

#[test]
fn an_overlay_that_is_not_there_is_a_mistake_of_the_configuration() {
    let project = project(&[]);
    project.put("specwright.toml", "# What is mended.\noverlays = [\"gone.yaml\"]\n");
    let ran = lint(&project, &["--config", "specwright.toml"]);
    assert_eq!(ran.code, 2);
    expect![[r#"
        error[SW0101]: `gone.yaml` cannot be read: there is no such file
         --> specwright.toml:2:1
          |
        2 | overlays = ["gone.yaml"]
          | ^^^^^^^^

        1 error; `specwright explain SW0101` says more of it
    "#]]
    .assert_eq(&ran.err);
}
