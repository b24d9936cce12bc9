//! Unions of the emitted crate: what is read is what was sent, and what is sent says what it is.

use sdk::types::{
    Ach, AchRequired, Bare, Button, ButtonType, Call, Cat, CatOrDog, Counted, Dog, DogRequired, Gone, Input, Inside,
    Levels, Made, MadeRequired, Mixed, Nested, Payment, Pet, PlaneOrShip, Rated, Responder, Size, Sorted, TeamResponder,
    TeamResponderRequired, Tool, Vehicle, VehicleBase,
};
use serde_json::{from_value, json, to_value};

/// Reads a value, which must be written again as it was.
fn read<T: serde::de::DeserializeOwned + serde::Serialize>(value: serde_json::Value) -> T {
    let read: T = from_value(value.clone()).expect("a value");
    assert_eq!(to_value(&read).expect("JSON"), value);
    read
}

#[test]
fn types_tags_and_constants_stand_side_by_side() {
    assert_eq!(read::<Input>(json!("hi")).as_text().map(String::as_str), Some("hi"));
    assert!(read::<Input>(json!({"role": "user"})).as_message().is_some());
    assert!(read::<Input>(json!({"type": "message", "role": "user"})).as_message().is_some());
    assert_eq!(read::<Input>(json!({"type": "call", "name": "f"})).as_call().map(|call| call.name.as_str()), Some("f"));
    assert!(matches!(read::<Input>(json!({"type": "new", "role": "user"})), Input::Unknown(_)));
    assert!(matches!(read::<Input>(json!(1)), Input::Unknown(_)));
    let error = from_value::<Input>(json!({"type": "call", "name": 1})).expect_err("a known tag with another body");
    assert!(error.to_string().contains("invalid type: integer `1`, expected a string"), "{error}");
}

#[test]
fn unions_in_between_hand_on_their_tags() {
    let nested: Nested = read(json!({"type": "call", "name": "f"}));
    assert!(nested.as_tool().and_then(Tool::as_call).is_some());
    let nested: Nested = read(json!({"type": 3, "label": "Go"}));
    assert!(nested.as_button().is_some());
    assert!(matches!(read::<Nested>(json!({"type": 4})), Nested::Unknown(_)));
}

#[test]
fn tags_that_payloads_lack_are_sent() {
    let made = Bare::from(Made::new(MadeRequired { by: "ada".to_owned() }));
    assert_eq!(to_value(&made).expect("JSON"), json!({"kind": "made", "by": "ada"}));
    assert_eq!(read::<Bare>(json!({"kind": "made", "by": "ada"})), made);
    let gone = Bare::from(Gone::new().why("age"));
    assert_eq!(to_value(&gone).expect("JSON"), json!({"kind": "gone", "why": "age"}));
    assert!(read::<Bare>(json!({"kind": "lost"})).as_gone().is_some());
}

#[test]
fn what_no_tag_tells_is_told_by_keys() {
    assert!(read::<Mixed>(json!({"id": "x"})).as_reference().is_some());
    assert!(read::<Mixed>(json!({"count": 1})).as_counted().is_some());
    assert_eq!(read::<Mixed>(json!({})), Mixed::Counted(Counted::new()));
    assert!(read::<Mixed>(json!({"type": "call", "name": "f"})).as_call().is_some());
}

#[test]
fn a_base_stands_for_those_that_extend_it() {
    assert_eq!(read::<Pet>(json!({"petType": "cat", "lives": 9})).as_cat().and_then(|cat| cat.lives), Some(9));
    assert!(read::<Pet>(json!({"petType": "Puppy", "tricks": []})).as_dog().is_some());
    // What no schema is called by keeps what it has, and gets nothing that it has not.
    // The mapping has no tag for the base itself.
    assert!(matches!(read::<Pet>(json!({"petType": "bird", "name": "Bo", "wings": 2})), Pet::Unknown(_)));
    assert!(matches!(read::<Pet>(json!({"petType": "Pet", "name": "Bo"})), Pet::Unknown(_)));
    assert!(matches!(read::<Pet>(json!({"name": "Bo"})), Pet::Unknown(_)));
    assert!(read::<Vehicle>(json!({"wheels": 3})).as_vehicle().is_some());
    assert_eq!(to_value(Vehicle::from(VehicleBase::new().wheels(3))).expect("JSON"), json!({"wheels": 3}));
    assert!(matches!(read::<CatOrDog>(json!({"petType": "bird"})), CatOrDog::Unknown(_)));
}

#[test]
fn the_tag_of_a_subtype_is_sent_unasked_and_read_whatever_it_is() {
    let cat = Cat::new().lives(9);
    assert_eq!(to_value(&cat).expect("JSON"), json!({"petType": "cat", "lives": 9}));
    assert_eq!(to_value(Pet::from(cat)).expect("JSON"), json!({"petType": "cat", "lives": 9}));
    let team = TeamResponder::new(TeamResponderRequired { id: "1".to_owned() });
    assert_eq!(to_value(team).expect("JSON"), json!({"type": "team", "id": "1"}));
    assert_eq!(read::<Cat>(json!({"petType": "lion", "lives": 1})).pet_type, "lion");
    assert_eq!(read::<TeamResponder>(json!({"type": "squad", "id": "1"})).id, "1");
    // Where several tags mean one type, the caller says which.
    let puppy = Dog::new(DogRequired { pet_type: "Puppy".to_owned() });
    assert_eq!(to_value(puppy).expect("JSON"), json!({"petType": "Puppy"}));
}

#[test]
fn of_a_list_of_all_tags_each_branch_has_its_own() {
    assert!(read::<Vehicle>(json!({"vt": "bike", "wheels": 2})).as_bike().is_some());
    assert!(from_value::<Vehicle>(json!({"vt": "Car"})).is_err(), "a car without doors");
    assert!(read::<Vehicle>(json!({"vt": "truck", "wheels": 6})).as_vehicle().is_some());
    assert!(matches!(read::<Vehicle>(json!({"vt": "boat", "doors": 1})), Vehicle::Unknown(_)));
    assert!(read::<PlaneOrShip>(json!({"kind": "Plane", "name": "x"})).as_plane().is_some());
    assert!(read::<PlaneOrShip>(json!({"kind": "Ship", "name": "x"})).as_ship().is_some());
    assert!(read::<Responder>(json!({"type": "team", "id": "1"})).as_team().is_some());
    assert!(read::<Responder>(json!({"type": "user", "id": "1"})).as_user().is_some());
    assert!(read::<Responder>(json!({"type": "escalation", "id": "1"})).as_responder().is_some());
    assert!(matches!(read::<Responder>(json!({"type": "schedule", "id": "1", "on": 2})), Responder::Unknown(_)));
}

#[test]
fn constants_inside_and_defaults_tell() {
    assert!(read::<Inside>(json!({"meta": {"type": "x"}})).as_in_x().is_some());
    assert!(read::<Inside>(json!({"meta": {"type": "y"}})).as_in_y().is_some());
    assert!(matches!(read::<Inside>(json!({"meta": {"type": "z"}})), Inside::Unknown(_)));
    assert!(read::<Payment>(json!({"type": "ach", "amount": 1})).as_ach().is_some());
    assert!(read::<Payment>(json!({"type": "book", "amount": 1})).as_book().is_some());
    let ach = Payment::from(Ach::new(AchRequired { amount: 1 }));
    assert_eq!(to_value(ach).expect("JSON"), json!({"type": "ach", "amount": 1}));
}

#[test]
fn a_new_value_of_a_list_is_no_reason_to_lose_a_branch() {
    assert!(read::<Sorted>(json!({"id": "1", "sort": "random"})).as_by_id().is_some());
    assert!(read::<Rated>(json!({"level": "medium", "c": "x"})).as_low().is_some());
    assert!(read::<Rated>(json!({"level": "medium", "b": 1})).as_high().is_some());
}

#[test]
fn lists_of_texts_are_one_list() {
    assert_eq!(Size::VALUES, ["small", "large", "auto", "huge"]);
    assert!(matches!(read::<Size>(json!("12px")), Size::Unknown(_)));
    assert!(read::<Levels>(json!(["low"])).as_level_list().is_some());
    assert!(read::<Levels>(json!("low")).as_level().is_some());
}

#[test]
fn constants_are_values_like_others() {
    let call = Call::new(sdk::types::CallRequired { name: "f".to_owned() });
    assert_eq!(to_value(Input::from(call)).expect("JSON"), json!({"type": "call", "name": "f"}));
    let button = Button::new(sdk::types::ButtonRequired { r#type: ButtonType::V3 });
    assert_eq!(to_value(Nested::from(button)).expect("JSON"), json!({"type": 3}));
}
