//! Setters of lists, as callers call them.

use std::collections::BTreeSet;

use sdk::types::{Level, Pet, ToyRequired};

#[test]
fn lists_are_given_as_they_are_at_hand() {
    let pet = Pet::new()
        .tags(["a", "b"])
        .ids([1, 2])
        .levels([Level::Low, "high".into()])
        .toys([ToyRequired { name: "ball".to_owned() }])
        .boxes([vec![1], vec![2, 3]])
        .secrets(["s"])
        .anything(["x"])
        .nulls([None, Some("n".to_owned())])
        .notes(["note"]);
    let json = serde_json::json!({
        "tags": ["a", "b"], "ids": [1, 2], "levels": ["low", "high"], "toys": [{ "name": "ball" }],
        "boxes": [[1], [2, 3]], "secrets": ["s"], "anything": ["x"], "nulls": [null, "n"], "notes": ["note"],
    });
    assert_eq!(serde_json::to_value(&pet).expect("JSON"), json);
    let owned = vec!["a".to_owned()];
    let set: BTreeSet<&str> = ["a"].into();
    let (slice, iterator) = (Pet::new().tags(&owned[..]), Pet::new().tags(owned.iter().map(String::as_str)));
    for pet in [Pet::new().tags(vec!["a"]), Pet::new().tags(set), slice, iterator, Pet::new().tags(owned.clone())] {
        assert_eq!(pet.tags.as_deref(), Some(&owned[..]));
    }
    assert_eq!(Pet::new().notes(None).notes, Pet::new().notes(sdk::Nullable::Null).notes);
}

#[test]
fn so_are_those_of_calls() {
    let client = sdk::Client::builder().build().expect("a client");
    let _ = client.pets().list().tags(["a"]).ids([1]).levels([Level::Low]).levels(vec![Level::Low]);
    let _ = client.pets().create(Pet::new()).tags(["a"]).notes(["n"]).notes(vec!["n".to_owned()]).notes(None);
}
