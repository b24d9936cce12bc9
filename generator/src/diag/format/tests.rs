//! One set of findings in every format.

use std::sync::Arc;

use expect_test::expect;
use serde_json::{Value, json};

use super::*;
use crate::diag::{Change, Code, Diagnostic, Mend, Pointer, Position, Site, Style, Texts, problems};

const TEXT: &str = "\
paths:
  /a:
    get:
      operationId: list
      tags: [a, a, b]
  /b:
    get:
      operationId: list
";

fn site(file: &str, pointer: &str) -> Site {
    Site::new(&Arc::from(file), Pointer::parse(pointer))
}

/// A finding with everything, one without a place, one in a file that cannot be shown, and one of each severity.
fn findings() -> Vec<Diagnostic> {
    vec![
        Diagnostic::new(Code::DuplicateEnumValue, "`a` stands twice: 100%,\nwhich is enough")
            .at(&site("api.yaml", "/paths/~1a/get/tags/1"))
            .mend(Mend { target: Pointer::parse("/paths/~1a/get/tags/1"), change: Change::Remove }),
        Diagnostic::new(Code::OperationDropped, "`GET /b` is left out: its name is taken")
            .at(&site("api.yaml", "/paths/~1b/get/operationId"))
            .related(&site("api.yaml", "/paths/~1a/get/operationId"), "first here")
            .effect("`GET /b` is not in the SDK")
            .help("give it another `operationId`"),
        Diagnostic::new(Code::StreamReadWhole, "it is a stream").at(&site("api.yaml", "/paths/~1a/get")),
        Diagnostic::new(Code::Syntax, "no YAML").at(&site("a dir/b.yaml", "")).position(Position {
            line: 3,
            column: 5,
            end_column: 5,
        }),
        Diagnostic::new(Code::OutputIo, "the disk is full"),
    ]
}

fn shown(show: impl Fn(&Report<'_>, &Texts) -> String) -> String {
    let mut texts = Texts::default();
    texts.insert("api.yaml", TEXT);
    let tree = json!({"paths": {"/a": {"get": {"operationId": "list", "tags": ["a", "a", "b"]}}}});
    let findings = findings();
    let problems = problems(&findings, &texts, &tree);
    let drift = Some(vec![Drifted { file: "src/lib.rs".to_owned(), why: "edited by hand".to_owned() }]);
    show(&Report { problems, accepted: 2, drift, exit_code: 1, subject: "api.yaml", folder: "" }, &texts)
}

#[test]
fn for_people() {
    let how = Human {
        style: Style::Plain,
        all: false,
        mend: Some("specwright lint api.yaml --write-overlay m.yaml"),
        lint: None,
    };
    expect![[r#"
        error[SW0806]: the disk is full

        error[SW0104]: no YAML
        --> a dir/b.yaml:3:5

        error[SW0501]: `GET /b` is left out: its name is taken
         --> api.yaml:8:20
          |
        4 |       operationId: list
          |                    ---- first here
        ...
        8 |       operationId: list
          |                    ^^^^
          |
          = at: #/paths/~1b/get/operationId
          = sdk: `GET /b` is not in the SDK
          = help: give it another `operationId`

        warning[SW0407]: `a` stands twice: 100%,
                         which is enough
         --> api.yaml:5:17
          |
        5 |       tags: [a, a, b]
          |                 ^
          |
          = at: #/paths/~1a/get/tags/1
          = overlay: {target: "$.paths['/a'].get.tags[1]", remove: true}

        note[SW0511]: it is a stream
         --> api.yaml:3:5
          |
        3 |     get:
          |     ^^^
          |
          = at: #/paths/~1a/get

        3 errors, 1 warning, 1 note; `specwright explain SW0806` says more of the first
        1 of them can be mended by an overlay; to write it, run: specwright lint api.yaml --write-overlay m.yaml
    "#]]
    .assert_eq(&shown(|report, texts| human(report, texts, how)));
}

#[test]
fn repeats_are_counted_for_people() {
    let list: Vec<Diagnostic> =
        (0..14).map(|index| Diagnostic::new(Code::UnionByTrial, format!("number {index:02}"))).collect();
    let texts = Texts::default();
    let report = Report { problems: problems(&list, &texts, &Value::Null), ..Report::default() };
    let how = Human { style: Style::Plain, all: false, mend: None, lint: Some("specwright lint api.yaml") };
    let short = human(&report, &texts, how);
    let end: Vec<&str> = short.lines().rev().take(5).collect();
    expect![[r#"
        [
            "to see all of them, run: specwright lint api.yaml",
            "14 warnings; `specwright explain SW0410` says more of the first",
            "... and 11 more SW0410 (union-by-trial)",
            "",
            "warning[SW0410]: number 02",
        ]"#]]
    .assert_eq(&format!("{end:#?}"));
    assert_eq!(human(&report, &texts, Human { lint: None, ..how }).matches("warning[SW0410]").count(), 14);
    let long = human(&report, &texts, Human { all: true, ..how });
    assert_eq!(long.matches("warning[SW0410]").count(), 14);
    assert_eq!(human(&Report::default(), &texts, how), "");
}

#[test]
fn errors_are_all_shown_with_all_their_places() {
    let texts = Texts::default();
    let at = |index: usize| site("api.yaml", &format!("/a/{index}"));
    let same = (0..9).map(|index| Diagnostic::new(Code::WrongKind, "the same").at(&at(index)));
    let others = (0..9).map(|index| Diagnostic::new(Code::OperationDropped, format!("another {index}")));
    let same = same.map(|of| Diagnostic { code: Code::DanglingReference, ..of });
    let list: Vec<Diagnostic> = same.chain(others).collect();
    let report = Report { problems: problems(&list, &texts, &Value::Null), ..Report::default() };
    let how = Human { style: Style::Plain, all: false, mend: None, lint: Some("specwright lint api.yaml") };
    let text = human(&report, &texts, how);
    assert_eq!((text.matches("error[SW0501]").count(), text.matches("error[SW0201]").count()), (9, 1));
    assert!(!text.contains("... and"), "{text}");
}

#[test]
fn what_an_overlay_puts_there_is_told_in_the_overlay() {
    let mut texts = Texts::default();
    texts.insert("api.yaml", TEXT);
    texts.insert("o.yaml", "actions:\n  - update: 5\n");
    let found = Diagnostic::new(Code::WrongKind, "it is a number")
        .at(&site("api.yaml", "/paths/~1a"))
        .related(&site("o.yaml", "/actions/0/update"), crate::diag::BY_OVERLAY);
    let problems = problems([&found], &texts, &Value::Null);
    let report = Report { problems, ..Report::default() };
    assert_eq!(short(&report), "o.yaml:2:13: warning[SW0304]: it is a number\n");
    assert!(github(&report).starts_with("::warning file=o.yaml,line=2,"), "{}", github(&report));
    assert!(gitlab(&report).contains("\"path\": \"o.yaml\""), "{}", gitlab(&report));
}

#[test]
fn what_says_the_same_is_shown_once_with_its_places() {
    let mut texts = Texts::default();
    texts.insert("api.yaml", "a: 1\nb: 2\nc: 3\nd: 4\ne: 5\nf: 6\ng: 7\n");
    let at = |key: &str| Diagnostic::new(Code::WrongKind, "it is a number").at(&site("api.yaml", key));
    let mut list: Vec<Diagnostic> = ["/a", "/b", "/c", "/d", "/e", "/f"].map(at).into();
    list.push(at("/g").effect("it is left out"));
    let report = Report { problems: problems(&list, &texts, &Value::Null), ..Report::default() };
    let how = Human { style: Style::Plain, all: false, mend: None, lint: None };
    expect![[r#"
        warning[SW0304]: it is a number
         --> api.yaml:1:4
          |
        1 | a: 1
          |    ^
          |
          = at: #/a
          = also: api.yaml:2:4, api.yaml:3:4, api.yaml:4:4 and 2 more places; --all shows each

        warning[SW0304]: it is a number
         --> api.yaml:7:4
          |
        7 | g: 7
          |    ^
          |
          = at: #/g
          = sdk: it is left out

        7 warnings; `specwright explain SW0304` says more of the first
    "#]]
    .assert_eq(&human(&report, &texts, how));
    let all = human(&report, &texts, Human { all: true, ..how });
    assert_eq!((all.matches("it is a number").count(), all.contains("also")), (7, false));
}

#[test]
fn code_hosts_know_files_from_the_folder_of_the_repository_down() {
    let at = |folder, file| Report { folder, ..Report::default() }.in_repository(file);
    assert_eq!(at("", "api.yaml"), "api.yaml");
    assert_eq!(at("services/api", "./spec/api.yaml"), "services/api/spec/api.yaml");
    assert_eq!(at("services/api", "../shared/../api.yaml"), "services/api.yaml");
    assert_eq!(at("a", "../../out.yaml"), "../out.yaml");
    for elsewhere in ["/x/api.yaml", "C:/x/api.yaml", "https://example.com/api.yaml"] {
        assert_eq!(at("a", elsewhere), elsewhere);
    }
}

#[test]
fn as_lines() {
    expect![[r#"
        error[SW0806]: the disk is full
        a dir/b.yaml:3:5: error[SW0104]: no YAML
        api.yaml:8:20: error[SW0501]: `GET /b` is left out: its name is taken
        api.yaml:5:17: warning[SW0407]: `a` stands twice: 100%, which is enough
        api.yaml:3:5: note[SW0511]: it is a stream
    "#]]
    .assert_eq(&shown(|report, _| short(report)));
}

#[test]
fn as_json() {
    expect![[r##"
        {
          "schema_version": 1,
          "problems": [
            {
              "code": "SW0806",
              "slug": "output-io",
              "severity": "error",
              "message": "the disk is full",
              "file": null,
              "line": null,
              "column": null,
              "end_column": null,
              "pointer": null,
              "related": [],
              "others": [],
              "sdk_effect": null,
              "help": null,
              "cause": null,
              "overlay": []
            },
            {
              "code": "SW0104",
              "slug": "syntax",
              "severity": "error",
              "message": "no YAML",
              "file": "a dir/b.yaml",
              "line": 3,
              "column": 5,
              "end_column": 5,
              "pointer": "#",
              "related": [],
              "others": [],
              "sdk_effect": null,
              "help": null,
              "cause": null,
              "overlay": []
            },
            {
              "code": "SW0501",
              "slug": "operation-dropped",
              "severity": "error",
              "message": "`GET /b` is left out: its name is taken",
              "file": "api.yaml",
              "line": 8,
              "column": 20,
              "end_column": 24,
              "pointer": "#/paths/~1b/get/operationId",
              "related": [
                {
                  "file": "api.yaml",
                  "line": 4,
                  "column": 20,
                  "pointer": "#/paths/~1a/get/operationId",
                  "label": "first here"
                }
              ],
              "others": [],
              "sdk_effect": "`GET /b` is not in the SDK",
              "help": "give it another `operationId`",
              "cause": null,
              "overlay": []
            },
            {
              "code": "SW0407",
              "slug": "duplicate-enum-value",
              "severity": "warning",
              "message": "`a` stands twice: 100%,\nwhich is enough",
              "file": "api.yaml",
              "line": 5,
              "column": 17,
              "end_column": 18,
              "pointer": "#/paths/~1a/get/tags/1",
              "related": [],
              "others": [],
              "sdk_effect": null,
              "help": null,
              "cause": null,
              "overlay": [
                {
                  "target": "$.paths['/a'].get.tags[1]",
                  "remove": true
                }
              ]
            },
            {
              "code": "SW0511",
              "slug": "stream-read-whole",
              "severity": "note",
              "message": "it is a stream",
              "file": "api.yaml",
              "line": 3,
              "column": 5,
              "end_column": 8,
              "pointer": "#/paths/~1a/get",
              "related": [],
              "others": [],
              "sdk_effect": null,
              "help": null,
              "cause": null,
              "overlay": []
            }
          ],
          "summary": {
            "errors": 3,
            "warnings": 1,
            "notes": 1,
            "accepted": 2,
            "drifted": 1
          },
          "drift": [
            {
              "file": "src/lib.rs",
              "why": "edited by hand"
            }
          ],
          "exit_code": 1
        }
    "##]]
    .assert_eq(&shown(|report, _| json(report)));
}

#[test]
fn as_sarif() {
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    expect![[r##"
        {
          "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
          "version": "2.1.0",
          "runs": [
            {
              "tool": {
                "driver": {
                  "name": "specwright",
                  "version": "…",
                  "rules": [
                    {
                      "id": "SW0104",
                      "name": "syntax",
                      "shortDescription": {
                        "text": "A file is neither valid YAML nor valid JSON"
                      },
                      "fullDescription": {
                        "text": "The parser cannot go on. The place is where it gave up; the mistake may be a little above it. Common ones are a colon and a space inside a text without quotes, a tab in the indentation, and a bracket that is never closed."
                      },
                      "help": {
                        "text": "Put quotes around a text that holds :  or  #, or starts with one of *&!%@{[: title: 'Pets: all of them'. Indent with spaces alone.",
                        "markdown": "Put quotes around a text that holds `: ` or ` #`, or starts with one of `*&!%@{[`: `title: 'Pets: all of them'`. Indent with spaces alone."
                      },
                      "defaultConfiguration": {
                        "level": "error"
                      }
                    },
                    {
                      "id": "SW0407",
                      "name": "duplicate-enum-value",
                      "shortDescription": {
                        "text": "A value stands twice in an `enum`"
                      },
                      "fullDescription": {
                        "text": "It becomes one variant. Where the list was made by hand, another value may have been meant."
                      },
                      "help": {
                        "text": "Remove one of the two.",
                        "markdown": "Remove one of the two."
                      },
                      "defaultConfiguration": {
                        "level": "warning"
                      }
                    },
                    {
                      "id": "SW0501",
                      "name": "operation-dropped",
                      "shortDescription": {
                        "text": "An operation is left out"
                      },
                      "fullDescription": {
                        "text": "A part that the operation cannot do without cannot be read, or cannot be sent. Without it the method would make calls that the server refuses, so there is no method. All other operations are made."
                      },
                      "help": {
                        "text": "Mend the part as the message says. If the loss is meant, name the operation in specwright.toml: accept-dropped = [\"#/paths/~1pets/get\"].",
                        "markdown": "Mend the part as the message says. If the loss is meant, name the operation in `specwright.toml`: `accept-dropped = [\"#/paths/~1pets/get\"]`."
                      },
                      "defaultConfiguration": {
                        "level": "error"
                      }
                    },
                    {
                      "id": "SW0511",
                      "name": "stream-read-whole",
                      "shortDescription": {
                        "text": "A stream is read to its end"
                      },
                      "fullDescription": {
                        "text": "The operation answers with many values that are strung together in a way that Specwright does not know: it knows server-sent events, lines and JSON text sequences. The method waits for the end and returns all as one, so a stream without an end never returns. The same is said of a stream that is also a list in pages."
                      },
                      "help": {
                        "text": "Nothing needs to be done for a stream that ends; its bytes can be read while they arrive, by .download(). For one that does not end, leave the operation out: skip = true in [operations.\"GET /pets/pictures\"].",
                        "markdown": "Nothing needs to be done for a stream that ends; its bytes can be read while they arrive, by `.download()`. For one that does not end, leave the operation out: `skip = true` in `[operations.\"GET /pets/pictures\"]`."
                      },
                      "defaultConfiguration": {
                        "level": "note"
                      }
                    },
                    {
                      "id": "SW0806",
                      "name": "output-io",
                      "shortDescription": {
                        "text": "The output folder cannot be read or written"
                      },
                      "fullDescription": {
                        "text": "The file system refused: a permission is lacking, the disk is full, or the folder went away. There is no example, since that depends on the machine alone."
                      },
                      "help": {
                        "text": "Clear the cause and run the same command again: it completes what was begun.",
                        "markdown": "Clear the cause and run the same command again: it completes what was begun."
                      },
                      "defaultConfiguration": {
                        "level": "error"
                      }
                    }
                  ]
                }
              },
              "invocations": [
                {
                  "executionSuccessful": true,
                  "exitCode": 1
                }
              ],
              "columnKind": "unicodeCodePoints",
              "results": [
                {
                  "ruleId": "SW0806",
                  "ruleIndex": 4,
                  "level": "error",
                  "message": {
                    "text": "the disk is full"
                  }
                },
                {
                  "ruleId": "SW0104",
                  "ruleIndex": 0,
                  "level": "error",
                  "message": {
                    "text": "no YAML"
                  },
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "a%20dir/b.yaml"
                        },
                        "region": {
                          "startLine": 3,
                          "startColumn": 5
                        }
                      },
                      "logicalLocations": [
                        {
                          "fullyQualifiedName": "#"
                        }
                      ]
                    }
                  ],
                  "partialFingerprints": {
                    "codeAndPointer/v1": "c311c347e744ad606519dd80d3a37e6d"
                  }
                },
                {
                  "ruleId": "SW0501",
                  "ruleIndex": 2,
                  "level": "error",
                  "message": {
                    "text": "`GET /b` is left out: its name is taken\nsdk: `GET /b` is not in the SDK\nhelp: give it another `operationId`"
                  },
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "api.yaml"
                        },
                        "region": {
                          "startLine": 8,
                          "startColumn": 20,
                          "endColumn": 24
                        }
                      },
                      "logicalLocations": [
                        {
                          "fullyQualifiedName": "#/paths/~1b/get/operationId"
                        }
                      ]
                    }
                  ],
                  "partialFingerprints": {
                    "codeAndPointer/v1": "00e7530f70666be0089043b05753bddd"
                  },
                  "relatedLocations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "api.yaml"
                        },
                        "region": {
                          "startLine": 4,
                          "startColumn": 20,
                          "endColumn": 24
                        }
                      },
                      "logicalLocations": [
                        {
                          "fullyQualifiedName": "#/paths/~1a/get/operationId"
                        }
                      ],
                      "id": 0,
                      "message": {
                        "text": "first here"
                      }
                    }
                  ]
                },
                {
                  "ruleId": "SW0407",
                  "ruleIndex": 1,
                  "level": "warning",
                  "message": {
                    "text": "`a` stands twice: 100%,\nwhich is enough"
                  },
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "api.yaml"
                        },
                        "region": {
                          "startLine": 5,
                          "startColumn": 17,
                          "endColumn": 18
                        }
                      },
                      "logicalLocations": [
                        {
                          "fullyQualifiedName": "#/paths/~1a/get/tags/1"
                        }
                      ]
                    }
                  ],
                  "partialFingerprints": {
                    "codeAndPointer/v1": "bf714743b8a636b44ea07bc75cbd45ba"
                  }
                },
                {
                  "ruleId": "SW0511",
                  "ruleIndex": 3,
                  "level": "note",
                  "message": {
                    "text": "it is a stream"
                  },
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "api.yaml"
                        },
                        "region": {
                          "startLine": 3,
                          "startColumn": 5,
                          "endColumn": 8
                        }
                      },
                      "logicalLocations": [
                        {
                          "fullyQualifiedName": "#/paths/~1a/get"
                        }
                      ]
                    }
                  ],
                  "partialFingerprints": {
                    "codeAndPointer/v1": "a5f4d4da9a45352ed64713cf5145545a"
                  }
                }
              ]
            }
          ]
        }
    "##]].assert_eq(&shown(|report, _| sarif(report).replace(&version, "\"version\": \"…\"")));
}

#[test]
fn as_workflow_commands() {
    expect![[r#"
        ::error title=SW0806 output-io::the disk is full
        ::error file=a dir/b.yaml,line=3,col=5,title=SW0104 syntax::no YAML
        ::error file=api.yaml,line=8,col=20,endColumn=23,title=SW0501 operation-dropped::`GET /b` is left out: its name is taken%0Asdk: `GET /b` is not in the SDK%0Ahelp: give it another `operationId`
        ::warning file=api.yaml,line=5,col=17,endColumn=17,title=SW0407 duplicate-enum-value::`a` stands twice: 100%25,%0Awhich is enough
        ::notice file=api.yaml,line=3,col=5,endColumn=7,title=SW0511 stream-read-whole::it is a stream
    "#]].assert_eq(&shown(|report, _| github(report)));
}

#[test]
fn as_code_quality() {
    expect![[r#"
        [
          {
            "description": "the disk is full",
            "check_name": "SW0806 output-io",
            "fingerprint": "308e851c8aac8a3e661c56696054c4e6",
            "severity": "major",
            "location": {
              "path": "api.yaml",
              "lines": {
                "begin": 1
              }
            }
          },
          {
            "description": "no YAML",
            "check_name": "SW0104 syntax",
            "fingerprint": "7bb3b2abf2d13a211b55574ccf783aca",
            "severity": "major",
            "location": {
              "path": "a dir/b.yaml",
              "lines": {
                "begin": 3
              }
            }
          },
          {
            "description": "`GET /b` is left out: its name is taken",
            "check_name": "SW0501 operation-dropped",
            "fingerprint": "1a2af7b40046a58fd2dee66356d39fd1",
            "severity": "major",
            "location": {
              "path": "api.yaml",
              "lines": {
                "begin": 8
              }
            }
          },
          {
            "description": "`a` stands twice: 100%,\nwhich is enough",
            "check_name": "SW0407 duplicate-enum-value",
            "fingerprint": "8a7935106d0affa9df7b6c8cfc835a6a",
            "severity": "minor",
            "location": {
              "path": "api.yaml",
              "lines": {
                "begin": 5
              }
            }
          },
          {
            "description": "it is a stream",
            "check_name": "SW0511 stream-read-whole",
            "fingerprint": "43221c5390554c553a10761573fc027c",
            "severity": "info",
            "location": {
              "path": "api.yaml",
              "lines": {
                "begin": 3
              }
            }
          }
        ]
    "#]]
    .assert_eq(&shown(|report, _| gitlab(report)));
}
