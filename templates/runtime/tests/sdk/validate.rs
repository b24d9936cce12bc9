//! Validation of inputs.

use crate::runtime::codec::{Json, Map};
use crate::runtime::prelude::*;
use crate::runtime::validate::{Validate, validate};

#[derive(Clone, Debug, PartialEq)]
struct Line {
    text: String,
    share: Option<f64>,
}

validate! {
    Line {
        value text "text" [MinLength(2), MaxLength(3), Pattern("^[a-z]+$")],
        value share "share" [AtLeast(0.0), Below(1.0)],
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Part {
    Line(Line),
    Unknown(UnknownJson),
}

validate! {
    enum Part {
        Line,
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Order {
    count: i64,
    note: Option<Nullable<String>>,
    tags: Option<Vec<bool>>,
    parts: Vec<Part>,
    by_name: Map<Box<Line>>,
    codes: Vec<String>,
}

validate! {
    Order {
        value count "count" [Least(1), Most(10), MultipleOf(2)],
        value note "aNote" [MaxLength(1)],
        list tags "tags" [MinItems(1), MaxItems(2), Unique],
        value parts "parts" [MaxItems(3)],
        value by_name "byName" [],
        value codes "codes" [MaxItems(2), Each(&[MinLength(2), MaxLength(3)])],
    }
}

fn line(text: &str, share: f64) -> Line {
    Line { text: text.to_owned(), share: Some(share) }
}

fn order() -> Order {
    Order {
        count: 2,
        note: None,
        tags: Some(vec![true, false]),
        parts: vec![Part::Line(line("ab", 0.0)), Part::Unknown(Json::Null.into())],
        by_name: Map::new(),
        codes: vec!["abc".to_owned()],
    }
}

#[test]
fn what_satisfies_everything_is_valid() {
    assert_eq!(order().validate(), Ok(()));
    let none = Order { note: Some(Nullable::Null), tags: None, ..order() };
    assert_eq!(none.validate(), Ok(()));
    // Two code points and six bytes.
    assert_eq!(Order { note: Some(Nullable::Value("\u{1F600}".to_owned())), ..order() }.validate(), Ok(()));
}

#[test]
fn everything_that_does_not_hold_is_said_with_its_path() {
    let wrong = Order {
        count: 11,
        note: Some(Nullable::Value("ab".to_owned())),
        tags: Some(vec![true, true, true]),
        parts: vec![Part::Unknown(Json::Null.into()), Part::Line(line("A", 1.0))],
        by_name: Map::from([("k".to_owned(), Box::new(line("abcd", -0.5)))]),
        codes: vec!["ab".to_owned(), "a".to_owned(), "abcd".to_owned()],
    };
    let found = wrong.validate().unwrap_err();
    let lines: Vec<String> = found.iter().map(|one| format!("{}: {}", one.path, one.message)).collect();
    assert_eq!(
        lines,
        [
            "count: must be at most 10",
            "count: must be a multiple of 2",
            "aNote: must have at most 1 characters, but has 2",
            "tags: must have at most 2 elements, but has 3",
            "tags: must not have an element twice",
            "parts[1].text: must have at least 2 characters, but has 1",
            "parts[1].text: must match `^[a-z]+$`",
            "parts[1].share: must be less than 1",
            "byName.k.text: must have at most 3 characters, but has 4",
            "byName.k.share: must be at least 0",
            "codes: must have at most 2 elements, but has 3",
            "codes[1]: must have at least 2 characters, but has 1",
            "codes[2]: must have at most 3 characters, but has 4",
        ]
    );
    assert!(found.to_string().starts_with("`count` must be at most 10; `count` must be a multiple of 2; "));
}
