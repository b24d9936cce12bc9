//! Descriptions in several files, as the program reads them from folders and from the web.
//!
//! Input: folders made here, and a server on loopback. Output: none.
//! Not here: what references mean (`src/source/refs.rs`).

#![allow(clippy::unwrap_used, reason = "helpers of tests are tests too")]

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

use camino::{Utf8Path, Utf8PathBuf};

const HEAD: &str = "openapi: 3.1.0\ninfo: { title: Pets, version: '1' }\npaths: {}\n";

fn folder() -> (tempfile::TempDir, Utf8PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = Utf8PathBuf::from_path_buf(folder.path().to_owned()).unwrap();
    (folder, path)
}

fn put(folder: &Utf8Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn specwright(folder: &Utf8Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_specwright")).args(arguments).current_dir(folder).output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}\n{}", output.status.code().unwrap(), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn every_way_to_refer_to_another_place() {
    let (_keep, folder) = folder();
    put(
        &folder,
        &[
            (
                "api.yaml",
                "openapi: 3.1.0
info: { title: Pets, version: '1' }
paths:
  /pets: { $ref: paths/pets.json }
  /toys/{id}: { $ref: 'paths/toys.yaml#/~1toys~1%7Bid%7D' }
  /again: { $ref: '#/paths/~1toys~1%7Bid%7D' }
servers: [{ url: 'https://pets.example' }]
components:
  schemas:
    Pet: { $ref: schemas/pet.yaml }
    Chain: { $ref: '#/components/schemas/Link' }
    Link: { $ref: 'schemas/pet.yaml#/properties/owner' }
",
            ),
            (
                "paths/pets.json",
                r#"{"get": {"responses": {"200": {"description": "", "content": {"application/json": {"schema": {"$ref": "../schemas/pet.yaml"}}}}}}}"#,
            ),
            (
                "paths/toys.yaml",
                "/toys/{id}:
  parameters: [{ $ref: '../common.json#/id' }]
  get: { responses: { '200': { $ref: '../common.json#/a~1b~0c' } } }
",
            ),
            (
                "common.json",
                r#"{"id": {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}, "a/b~c": {"description": "", "content": {"application/json": {"schema": {"$ref": "schemas/toy%20box.yaml"}}}}}"#,
            ),
            (
                "schemas/pet.yaml",
                "type: object\nproperties:\n  owner: { type: object, properties: { pet: { $ref: pet.yaml } } }\n  toy: { $ref: './toy box.yaml' }\n",
            ),
            ("schemas/toy box.yaml", "type: object\nproperties: { of: { $ref: pet.yaml } }\n"),
        ],
    );
    let output = specwright(&folder, &["generate", "api.yaml", "--out", "sdk"]);
    // `/again` has no `{id}`, which is said; everything else is found.
    let text = said(&output);
    assert!(text.starts_with("0\nwarning[SW0505]") && text.matches("[SW").count() == 1, "{text}");
    assert!(fs::read_to_string(folder.join("sdk/src/types/pet.rs")).unwrap().contains("owner"));
}

#[test]
fn a_reference_may_not_leave_the_folder_unless_it_is_named() {
    let (_keep, folder) = folder();
    put(
        &folder,
        &[
            ("api/api.yaml", &format!("{HEAD}components: {{ schemas: {{ A: {{ $ref: ../shared/a.yaml }} }} }}\n")),
            ("shared/a.yaml", "type: object\nproperties: { a: { type: string } }\n"),
        ],
    );
    let output = specwright(&folder, &["generate", "api/api.yaml", "--out", "sdk"]);
    expect_test::expect![[r#"
        1
        error[SW0206]: `shared/a.yaml` is outside of `api`, so it is not read
         --> api/api.yaml:4:37
          |
        4 | components: { schemas: { A: { $ref: ../shared/a.yaml } } }
          |                                     ^^^^^^^^^^^^^^^^
          |
          = at: #/components/schemas/A/$ref
          = sdk: the value becomes an untyped JSON value
          = help: name a folder that holds all files of the description: `--root api/..`

        1 error; `specwright explain SW0206` says more of it
    "#]]
    .assert_eq(&said(&output));
    let output = specwright(&folder, &["generate", "api/api.yaml", "--out", "sdk", "--root", "."]);
    let said = said(&output);
    assert!(
        said.starts_with("0\nnote[SW0809]: `types::A` was `Json`, is `struct`\n --> api/api.yaml:4:26\n"),
        "{said}"
    );
}

#[cfg(unix)]
#[test]
fn a_link_does_not_lead_out_of_the_folder() {
    let (_keep, folder) = folder();
    put(
        &folder,
        &[
            ("api/api.yaml", &format!("{HEAD}components: {{ schemas: {{ A: {{ $ref: a.yaml }} }} }}\n")),
            ("secret.yaml", "type: string\n"),
        ],
    );
    std::os::unix::fs::symlink("../secret.yaml", folder.join("api/a.yaml")).unwrap();
    let output = specwright(&folder, &["generate", "api/api.yaml", "--out", "sdk"]);
    assert!(said(&output).starts_with("1\nerror[SW0206]: `api/a.yaml` is outside of `api`"), "{}", said(&output));
}

/// A server that answers every request with the text that is set, until the test ends.
fn server(text: &Arc<Mutex<String>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let text = Arc::clone(text);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = [0; 2048];
            let length = stream.read(&mut request).unwrap();
            let found = request.get(..length).unwrap().starts_with(b"GET /schemas/");
            let body = text.lock().unwrap().clone();
            let status = if found { "200 OK" } else { "404 Not Found" };
            let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
            stream.write_all(format!("{head}{body}").as_bytes()).unwrap();
        }
    });
    address
}

#[test]
fn the_web_is_read_only_when_allowed_and_never_changes_unseen() {
    let (_keep, folder) = folder();
    let text = Arc::new(Mutex::new(
        "type: object\nproperties: { b: { $ref: 'b.yaml#/properties/x' }, x: { type: string } }\n".to_owned(),
    ));
    let web = server(&text);
    let api = format!(
        "{HEAD}components:\n  schemas:\n    A: {{ $ref: '{web}/schemas/a.yaml' }}\n    B: {{ $ref: '{web}/gone.yaml' }}\n"
    );
    put(&folder, &[("api.yaml", &api)]);
    let generate = |more: &[&str]| {
        let output = specwright(&folder, &[&["generate", "api.yaml", "--out", "sdk"], more].concat());
        said(&output).replace(&web, "WEB")
    };
    let refused = generate(&[]);
    assert!(refused.contains("error[SW0202]: `WEB/schemas/a.yaml` is a web address, which is not read"), "{refused}");
    let allowed = generate(&["--allow-remote"]);
    assert!(!allowed.contains("SW0202"), "{allowed}");
    assert!(allowed.contains("error[SW0101]: `WEB/gone.yaml` cannot be read: http status: 404"), "{allowed}");
    let lock = fs::read_to_string(folder.join("sdk/specwright.lock")).unwrap();
    assert_eq!(lock.matches("\nremote ").count(), 2, "{lock}");

    let code = fs::read_to_string(folder.join("sdk/src/types/a.rs")).unwrap();
    *text.lock().unwrap() = "type: object\nproperties: { c: { type: string }, x: { type: string } }\n".to_owned();
    let changed = generate(&["--allow-remote"]);
    assert!(
        changed.starts_with("2\nerror[SW0207]: `WEB/schemas/a.yaml` is not the file that was read before"),
        "{changed}"
    );
    assert_eq!(fs::read_to_string(folder.join("sdk/src/types/a.rs")).unwrap(), code);
    generate(&["--allow-remote", "--update-remote"]);
    assert!(fs::read_to_string(folder.join("sdk/src/types/a.rs")).unwrap().contains("pub c:"));
}

#[test]
fn a_file_that_is_reached_by_two_spellings_is_one() {
    let (_keep, folder) = folder();
    let pet = "type: object\nproperties: { friend: { $ref: '../../f/m/pet.yaml' } }\n";
    let api = "openapi: 3.1.0\ninfo: { title: Pets, version: '1' }\nservers: [{ url: 'https://pets.example' }]\npaths: {}\n\
               components:\n  schemas:\n    A: { properties: { a: { $ref: m/pet.yaml }, b: { $ref: '../f/m/pet.yaml' }, \
               c: { $ref: '../f/api.yaml#/components/schemas/A' } } }\n";
    put(&folder, &[("f/api.yaml", api), ("f/m/pet.yaml", pet)]);
    let output = specwright(&folder.join("f"), &["generate", "api.yaml", "--root", "..", "--out", "sdk"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let lock = fs::read_to_string(folder.join("f/sdk/specwright.lock")).unwrap();
    let types: Vec<&str> = lock.lines().filter(|line| line.starts_with("type ")).collect();
    assert_eq!(types.len(), 2, "{types:#?}");
}
