use super::*;

const FIRST: &str = r#"[package]
name = "sdk"
version = "0.1.0"
edition = "2024"
description = "An SDK."
keywords = ["api", "sdk"]

[features]
default = ["rustls"]
# TLS in Rust.
rustls = ["reqwest/rustls"]
webhooks = ["dep:standardwebhooks"]

[dependencies]
bytes = "1"
reqwest = { version = "0.13", default-features = false, features = ["json"] }
standardwebhooks = { version = "1", optional = true }

[[example]]
name = "quickstart"
required-features = ["rustls"]
"#;

fn run(theirs: &str, ours: &str, given: &[&Keys]) -> Merged {
    let merged = merge(Utf8Path::new("Cargo.toml"), Some(theirs), ours, given).unwrap();
    let again = merge(Utf8Path::new("Cargo.toml"), Some(&merged.text), ours, &[&merged.keys]).unwrap();
    assert_eq!(again.text, merged.text, "merging twice is not merging once");
    merged
}

fn first() -> Keys {
    merge(Utf8Path::new("Cargo.toml"), None, FIRST, &[]).unwrap().keys
}

#[test]
fn a_new_file_is_the_emitted_text_and_merging_it_changes_nothing() {
    let merged = merge(Utf8Path::new("Cargo.toml"), None, FIRST, &[]).unwrap();
    assert_eq!(merged.text, FIRST);
    assert_eq!(run(FIRST, FIRST, &[&merged.keys]).text, FIRST);
    assert_eq!(run(FIRST, FIRST, &[]).text, FIRST);
}

#[test]
fn what_the_user_added_survives() {
    let theirs = FIRST
        .replace("[dependencies]", "[dependencies]\n# mine\nanyhow = \"1\" # errors")
        .replace("features = [\"json\"]", "features = [\"json\", \"http2\"]")
        .replace("bytes = \"1\"", "bytes = { version = \"1\", features = [\"serde\"] }")
        .replace("[features]", "[features]\nextra = []")
        + "\n[workspace]\n";
    assert_eq!(run(&theirs, FIRST, &[&first()]).text, theirs);
}

#[test]
fn our_keys_are_set_and_their_comments_kept() {
    let theirs = FIRST.replace("bytes = \"1\"", "bytes = \"0.9\" # old").replace("\"2024\"", "\"2021\"");
    let merged = run(&theirs, FIRST, &[&first()]);
    assert_eq!(merged.text, FIRST.replace("bytes = \"1\"", "bytes = \"1\" # old"));
    let ours = FIRST
        .replace("[dependencies]", "[dependencies]\n# why\nhttp = \"1\"")
        .replace("[\"json\"]", "[\"json\", \"stream\"]");
    let merged = run(FIRST, &ours, &[&first()]);
    assert!(merged.text.contains("optional = true }\n# why\nhttp = \"1\"\n"), "{}", merged.text);
    assert!(merged.text.contains("features = [\"json\", \"stream\"]"), "{}", merged.text);
}

#[test]
fn a_new_table_goes_to_the_end_whole() {
    let ours =
        format!("{FIRST}\n[dev-dependencies]\ntokio = \"1\"\n\n[dev-dependencies.wiremock]\nversion = \"0.6\"\n");
    let theirs = format!("{FIRST}\n[profile.dev]\ndebug = false\n");
    let merged = run(&theirs, &ours, &[&first()]);
    let end = "debug = false\n\n[dev-dependencies]\ntokio = \"1\"\n\n[dev-dependencies.wiremock]\nversion = \"0.6\"\n";
    assert!(merged.text.ends_with(end), "{}", merged.text);
}

#[test]
fn what_we_no_longer_emit_goes_and_nothing_else() {
    let ours = FIRST
        .replace("webhooks = [\"dep:standardwebhooks\"]\n", "")
        .replace("standardwebhooks = { version = \"1\", optional = true }\n", "")
        .replace("\n[[example]]\nname = \"quickstart\"\nrequired-features = [\"rustls\"]\n", "");
    let theirs = FIRST
        .replace("version = \"1\", optional", "version = \"1\", features = [\"x\"], optional")
        .replace("bytes = \"1\"", "bytes = \"1\"\nmine = \"1\"");
    let merged = run(&theirs, &ours, &[&first()]);
    assert_eq!(merged.text, ours.replace("bytes = \"1\"", "bytes = \"1\"\nmine = \"1\""));
    // Without a lock nothing is known to be ours.
    assert_eq!(run(&theirs, &ours, &[]).text, theirs);
}

#[test]
fn a_list_loses_only_our_elements() {
    let ours = FIRST.replace("features = [\"json\"]", "features = [\"stream\"]");
    let theirs = FIRST.replace("features = [\"json\"]", "features = [\n    \"json\",\n    \"http2\",\n]");
    let merged = run(&theirs, &ours, &[&first()]);
    assert!(merged.text.contains("features = [\n    \"http2\",\n    \"stream\",\n]"), "{}", merged.text);
}

#[test]
fn the_head_of_the_package_is_the_users_once_edited() {
    let ours = FIRST.replace("0.1.0", "0.2.0").replace("An SDK.", "Another SDK.").replace("\"sdk\"\n", "\"sdk2\"\n");
    let theirs = FIRST.replace("0.1.0", "3.0.0").replace("\"api\", ", "\"mine\", ");
    let merged = run(&theirs, &ours, &[&first()]);
    assert!(merged.text.contains("version = \"3.0.0\""), "edited: stays\n{}", merged.text);
    assert!(merged.text.contains("description = \"Another SDK.\""), "untouched: follows\n{}", merged.text);
    assert!(merged.text.contains("keywords = [\"mine\", \"sdk\"]"), "{}", merged.text);
    assert!(merged.text.contains("name = \"sdk2\""), "never the user's\n{}", merged.text);
    let deleted = FIRST.replace("description = \"An SDK.\"\n", "");
    assert_eq!(run(&deleted, FIRST, &[&first()]).text, deleted);
}

#[test]
fn bad_toml_is_refused_with_its_line() {
    let refused = merge(Utf8Path::new("Cargo.toml"), Some("[package]\nname = \n"), FIRST, &[]).unwrap_err();
    assert_eq!(refused.code, Code::ManifestUnreadable);
    assert!(refused.message.contains("line 2"), "{}", refused.message);
}
