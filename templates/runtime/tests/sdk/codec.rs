//! The codec macros.

use serde_json::{from_str, from_value, json, to_string, to_value};

use crate::api::{Empty, Level, User, UserRequired};
use crate::runtime::prelude::*;

fn minimal() -> Json {
    json!({"email": "a@b.c", "level": "owner"})
}

#[test]
fn an_object_reads_and_writes_every_kind_of_field() {
    let text = r#"{"type":"t","email":"a@b.c","level":"admin","createdAt":"2024-01-02T03:04:05Z","middleName":"M","note":null,"z":[1]}"#;
    let user: User = from_str(text).unwrap();
    assert_eq!(user.email, "a@b.c");
    assert_eq!(user.level, Level::Admin);
    assert_eq!(user.created_at.unwrap().as_second(), 1_704_164_645);
    assert_eq!(user.middle_name.as_deref(), Some("M"));
    assert_eq!(user.r#type.as_deref(), Some("t"));
    assert_eq!(user.note, Some(Nullable::Null));
    assert_eq!(user.extra, Map::from([("z".to_owned(), json!([1]))]));
    assert_eq!(
        to_string(&user).unwrap(),
        r#"{"email":"a@b.c","level":"admin","createdAt":"2024-01-02T03:04:05Z","middleName":"M","type":"t","note":null,"z":[1]}"#
    );
}

#[test]
fn absence_is_kept_apart_from_null() {
    let user: User = from_value(minimal()).unwrap();
    assert_eq!((user.created_at, &user.middle_name, &user.note), (None, &None, &None));
    assert_eq!(to_string(&user).unwrap(), r#"{"email":"a@b.c","level":"owner","createdAt":null}"#);
    let user: User = from_str(r#"{"email":"e","level":"owner","middleName":null,"note":"n"}"#).unwrap();
    assert_eq!(user.middle_name, None);
    assert_eq!(user.note, Some(Nullable::Value("n".to_owned())));
}

#[derive(Clone, Debug, PartialEq)]
struct Settings {
    size: Option<i64>,
    name: Option<String>,
}

object! {
    Settings {
        optional {
            size: i64 = "size" or 20,
            name: String = "name" or "x".into(),
        }
    }
}

#[test]
fn a_missing_field_has_its_default() {
    let read = |text: &str| serde_json::from_str::<Settings>(text).unwrap();
    assert_eq!(read("{}"), Settings { size: Some(20), name: Some("x".to_owned()) });
    assert_eq!(read(r#"{"size":1}"#), Settings { size: Some(1), name: Some("x".to_owned()) });
}

#[test]
fn a_missing_field_is_named() {
    let error = from_str::<User>(r#"{"level":"owner"}"#).unwrap_err();
    assert!(error.to_string().starts_with("missing field `email` of User"), "{error}");
    let error = from_str::<User>("[]").unwrap_err();
    assert!(error.to_string().contains("expected an object (User)"), "{error}");
}

#[test]
fn the_last_of_two_equal_keys_wins() {
    let user: User = from_str(r#"{"email":"a","email":"b","level":"x","level":"owner"}"#).unwrap();
    assert_eq!((user.email.as_str(), user.level), ("b", Level::Owner));
}

#[test]
fn escaped_keys_are_keys() {
    let user: User = from_str(r#"{"\u0065mail":"a","level":"owner"}"#).unwrap();
    assert_eq!(user.email, "a");
}

#[test]
fn an_object_without_fields_takes_any_object() {
    let empty: Empty = from_str(r#"{"a":{"b":[1,2]}}"#).unwrap();
    assert_eq!(empty, Empty::default());
    assert_eq!(to_string(&empty).unwrap(), "{}");
    assert!(from_str::<Empty>("1").is_err());
}

#[test]
fn inputs_have_constructors_and_setters() {
    let required = UserRequired { email: "e".into(), level: "admin".into(), created_at: None };
    let user = User::new(required.clone()).middle_name("M").note(None).extra("k", 1).r#type("t");
    assert_eq!(
        to_value(&user).unwrap(),
        json!({"email": "e", "level": "admin", "createdAt": null, "middleName": "M", "note": null, "k": 1, "type": "t"})
    );
    assert_eq!(User::from(required.clone()).note(Nullable::Null).note, Some(Nullable::Null));
    assert_eq!(User::from(required.clone()).note("x").note, Some(Nullable::Value("x".to_owned())));
    assert_eq!(User::from(required).note(Some("x".to_owned())).note, Some(Nullable::Value("x".to_owned())));
}

#[test]
fn string_enums_keep_what_they_do_not_know() {
    assert_eq!(Level::VALUES, ["owner", "admin"]);
    let level: Level = from_str("\"super\\u0075ser\"").unwrap();
    assert!(matches!(&level, Level::Unknown(value) if value.as_str() == "superuser"));
    assert_eq!(to_string(&level).unwrap(), "\"superuser\"");
    assert_eq!(level.to_string(), "superuser");
    assert_eq!("owner".parse::<Level>().unwrap(), Level::Owner);
    assert_eq!(Level::from("admin".to_owned()).as_ref(), "admin");
    assert!(from_str::<Level>("1").is_err());
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Priority {
    Unknown,
    Low,
    High,
    Other(UnknownInteger),
}
integer_enum! {
    Priority or Other {
        Unknown = -1,
        Low = 1,
        High = 2,
    }
}

#[test]
fn integer_enums_keep_what_they_do_not_know() {
    assert_eq!(Priority::VALUES, [-1, 1, 2]);
    for (text, value) in [("-1", Priority::Unknown), ("2", Priority::High)] {
        assert_eq!(from_str::<Priority>(text).unwrap(), value);
        assert_eq!(to_string(&value).unwrap(), text);
    }
    let unknown: Priority = from_str("7").unwrap();
    assert!(matches!(&unknown, Priority::Other(value) if value.get() == 7));
    assert_eq!((to_string(&unknown).unwrap().as_str(), unknown.to_string().as_str()), ("7", "7"));
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    User(Box<User>),
    Empty(Empty),
    Unknown(UnknownJson),
}
union! {
    Event by "type" {
        "user.made" => User(Box<User>) as_user,
        "nothing" | "less" => Empty(Empty) as_empty + "nothing",
    }
}

#[test]
fn tagged_unions() {
    let event: Event = from_str(r#"{"email":"a","type":"user.made","level":"owner"}"#).unwrap();
    assert!(matches!(&event, Event::User(user) if user.email == "a"));
    assert_eq!(to_value(&event).unwrap()["type"], "user.made");
    assert!(matches!(from_str::<Event>(r#"{"type":"less"}"#).unwrap(), Event::Empty(_)));
    let text = r#"{"a":1,"type":"new"}"#;
    let event: Event = from_str(text).unwrap();
    assert_eq!(event, Event::Unknown(json!({"type": "new", "a": 1}).into()));
    assert_eq!(to_string(&event).unwrap(), text);
    assert!(matches!(from_str::<Event>("3").unwrap(), Event::Unknown(_)));
    assert!(matches!(from_str::<Event>(r#"{"type":null}"#).unwrap(), Event::Unknown(_)));
}

#[test]
fn a_tagged_object_is_read_wherever_its_tag_stands() {
    for text in [
        r#"{"type":"user.made","email":"a","level":"owner","note":null}"#,
        r#"{"email":"a","type":"user.made","level":"owner","note":null}"#,
        r#"{"email":"a","level":"owner","note":null,"type":"user.made"}"#,
        r#"{"email":"a","level":"owner","note":null,"\u0074ype":"user.made"}"#,
    ] {
        let event: Event = from_str(text).unwrap();
        let user = event.as_user().unwrap();
        assert_eq!(
            (user.email.as_str(), user.r#type.as_deref(), &user.note),
            ("a", Some("user.made"), &Some(Nullable::Null))
        );
        assert_eq!(from_value::<Event>(from_str(text).unwrap()).unwrap(), event);
    }
    assert!(from_str::<Event>(r#"{"type":"less","type""#).is_err());
    assert!(from_str::<Event>(r#"{"a":1"#).is_err());
}

#[test]
fn an_error_in_a_payload_has_its_path() {
    let path_of = |text: &str| {
        let error = serde_path_to_error::deserialize::<_, Vec<Event>>(&mut serde_json::Deserializer::from_str(text));
        error.unwrap_err().to_string()
    };
    let error = path_of(r#"[{"type":"user.made","email":1}]"#);
    assert!(error.starts_with("[0].email: invalid type"), "{error}");
    // What was buffered until the tag came says its key itself.
    let error = path_of(r#"[{"email":1,"type":"user.made"}]"#);
    assert!(error.starts_with("[0]: at `email`: invalid type"), "{error}");
    let error = path_of(r#"[{"email":"a","type":"user.made"}]"#);
    assert!(error.starts_with("[0]: missing field `level` of User"), "{error}");
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Ping {
    Pong(Box<Pong>),
    Single(Single),
    Unknown(UnknownJson),
}
union! { Ping by "type" { "pong" | "many" => Pong(Box<Pong>), "single" => Single(Single) } }

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Pong {
    Ping(Box<Ping>),
    Many(Many),
    Unknown(UnknownJson),
}
union! { Pong by "type" { "ping" | "single" => Ping(Box<Ping>), "many" => Many(Many) } }

#[test]
fn unions_that_hold_each_other_are_read() {
    let many: Ping = from_str(r#"{"type":"many","urls":["a"]}"#).unwrap();
    assert!(matches!(&many, Ping::Pong(pong) if matches!(&**pong, Pong::Many(many) if many.urls == ["a"])));
    let single: Pong = from_str(r#"{"url":"u","type":"single"}"#).unwrap();
    assert!(matches!(&single, Pong::Ping(ping) if matches!(&**ping, Ping::Single(single) if single.url == "u")));
    assert!(
        matches!(from_str::<Ping>(r#"{"type":"pong"}"#).unwrap(), Ping::Pong(pong) if matches!(*pong, Pong::Unknown(_)))
    );
}

#[test]
fn a_payload_without_the_tag_is_sent_with_it() {
    let event = Event::Empty(Empty::default());
    assert_eq!(to_string(&event).unwrap(), r#"{"type":"nothing"}"#);
    assert_eq!(from_value::<Event>(to_value(&event).unwrap()).unwrap(), event);
}

#[test]
fn accessors_give_what_a_variant_holds() {
    let event = Event::Empty(Empty::default());
    assert_eq!(event.as_empty(), Some(&Empty::default()));
    assert!(event.as_user().is_none());
    assert!(Event::Unknown(json!({}).into()).as_empty().is_none());
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Made {
    User(Box<User>),
    Empty(Empty),
    Unknown(UnknownJson),
}
union! {
    Made by "type" {
        "user" | _ => User(Box<User>),
        "nothing" => Empty(Empty),
    }
}

#[test]
fn a_union_with_a_default_takes_it_for_what_has_no_known_tag() {
    let is_user = |text: &str| matches!(from_str::<Made>(text).unwrap(), Made::User(_));
    assert!(is_user(r#"{"email":"a","level":"owner"}"#) && is_user(r#"{"type":"new","email":"a","level":"owner"}"#));
    assert!(matches!(from_str::<Made>(r#"{"type":"nothing"}"#).unwrap(), Made::Empty(_)));
    assert!(matches!(from_str::<Made>(r#"{"type":"new","email":1}"#).unwrap(), Made::Unknown(_)));
    assert!(from_str::<Made>(r#"{"type":"user","email":1}"#).is_err());
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Number {
    String(String),
    Integer(i64),
    Number(f64),
    Unknown(UnknownJson),
}
union! {
    Number {
        string => String(String),
        integer => Integer(i64),
        fraction => Number(f64),
    }
}

#[test]
fn unions_by_type() {
    assert_eq!(from_str::<Number>("\"7\"").unwrap(), Number::String("7".to_owned()));
    assert_eq!(from_str::<Number>("7").unwrap(), Number::Integer(7));
    assert_eq!(from_str::<Number>("7.5").unwrap(), Number::Number(7.5));
    assert_eq!(from_str::<Number>("true").unwrap(), Number::Unknown(json!(true).into()));
    assert_eq!(from_str::<Number>("null").unwrap(), Number::Unknown(Json::Null.into()));
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Single {
    pub url: String,
}
object! { Single { required { url: String = "url" } } }

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Many {
    pub urls: Vec<String>,
    pub url: Option<String>,
}
object! {
    Many {
        required { urls: Vec<String> = "urls" }
        optional { url: String = "url" }
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Pdf {
    Single(Single),
    Many(Many),
    Unknown(UnknownJson),
}
union! {
    Pdf {
        { "urls" } => Many(Many),
        _ => Single(Single),
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Fitting {
    Single(Single),
    Many(Many),
    Unknown(UnknownJson),
}
union! { Fitting { _ => Single(Single), _ => Many(Many) } }

#[test]
fn unions_by_key_and_by_fit() {
    let both = r#"{"url":"u","urls":["v"]}"#;
    assert!(matches!(from_str::<Pdf>(r#"{"url":"u"}"#).unwrap(), Pdf::Single(_)));
    assert!(matches!(from_str::<Pdf>(both).unwrap(), Pdf::Many(_)));
    assert!(matches!(from_str::<Pdf>("{}").unwrap(), Pdf::Unknown(_)));
    assert!(from_str::<Pdf>(r#"{"urls":1}"#).is_err());
    assert!(matches!(from_str::<Fitting>(both).unwrap(), Fitting::Many(_)));
    assert!(matches!(from_str::<Fitting>(r#"{"url":"u","urls":1}"#).unwrap(), Fitting::Single(_)));
    assert!(matches!(from_str::<Fitting>("{}").unwrap(), Fitting::Unknown(_)));
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Composed {
    Text(String),
    Event(Event),
    Level(Level),
    Many(Many),
    Plain(Empty),
    Unknown(UnknownJson),
}
union! {
    Composed by "type" {
        string => Text(String),
        string => Level(Level),
        "user.made" | "nothing" | "less" => Event(Event),
        { "urls" } => Many(Many),
        "1" | untagged => Plain(Empty),
    }
}

#[test]
fn tests_of_every_kind_stand_in_one_table() {
    let read = |text: &str| from_str::<Composed>(text).unwrap();
    assert!(matches!(read(r#"{"type":"less"}"#), Composed::Event(Event::Empty(_))));
    assert!(matches!(read(r#"{"type":"other","urls":[]}"#), Composed::Many(_)));
    assert!(matches!(read(r#"{"type":1}"#), Composed::Plain(_)));
    assert!(matches!(read("{}"), Composed::Plain(_)));
    assert!(matches!(read(r#"{"type":"other"}"#), Composed::Unknown(_)));
    assert!(matches!(read("[]"), Composed::Unknown(_)));
    // Two rows take texts. They keep the same, so the first wins.
    assert!(matches!(read("\"owner\""), Composed::Text(_)));
    // A key says more than that the tag is not there: an error in that row is an error.
    assert!(matches!(read(r#"{"urls":["a"]}"#), Composed::Many(_)));
    assert!(from_str::<Composed>(r#"{"urls":1}"#).is_err());
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Nested {
    Levels(Vec<Level>),
    Event(Event),
    Texts(Vec<String>),
    Unknown(UnknownJson),
}
union! { Nested { _ => Levels(Vec<Level>), _ => Event(Event), _ => Texts(Vec<String>) } }

#[test]
fn what_is_unknown_inside_does_not_fit() {
    assert!(matches!(from_str::<Nested>(r#"["owner"]"#).unwrap(), Nested::Levels(_)));
    assert!(matches!(from_str::<Nested>(r#"["owner","x"]"#).unwrap(), Nested::Texts(_)));
    assert!(matches!(from_str::<Nested>(r#"{"type":"less"}"#).unwrap(), Nested::Event(_)));
    assert!(matches!(from_str::<Nested>(r#"{"type":"x"}"#).unwrap(), Nested::Unknown(_)));
    // A loser's unknown value says nothing of the union around it.
    assert!(matches!(from_str::<Outer>(r#"["x"]"#).unwrap(), Outer::Nested(Nested::Texts(_))));
    assert!(matches!(from_str::<Outer>("[1]").unwrap(), Outer::Numbers(_)));
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Outer {
    Nested(Nested),
    Numbers(Vec<i64>),
    Unknown(UnknownJson),
}
union! { Outer { _ => Nested(Nested), _ => Numbers(Vec<i64>) } }

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Rated {
    pub level: Option<Level>,
    pub note: Option<String>,
}
object! { Rated { optional { level: Level = "level", note: String = "note" } } }

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Noted {
    pub level: Option<String>,
    pub by: Option<String>,
}
object! { Noted { optional { level: String = "level", by: String = "by" } } }

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Remark {
    Event(Event),
    Rated(Rated),
    Single(Single),
    Noted(Noted),
    Unknown(UnknownJson),
}
union! { Remark { _ => Event(Event), _ => Rated(Rated), _ => Single(Single), _ => Noted(Noted) } }

#[test]
fn a_new_value_inside_a_candidate_counts_against_it_but_does_not_lose_it() {
    let read = |text: &str| from_str::<Remark>(text).unwrap();
    assert!(matches!(read(r#"{"level":"owner","note":"n"}"#), Remark::Rated(_)));
    // Another branch knows all that it keeps of this.
    assert!(matches!(read(r#"{"level":"new","note":"n"}"#), Remark::Noted(_)));
    // None keeps anything that it knows but this.
    assert!(matches!(read(r#"{"level":"new","note":"n","url":1,"by":1}"#), Remark::Rated(_)));
    // What is nothing but new is of no branch.
    assert!(matches!(read("[3]"), Remark::Unknown(_)));
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Deep {
    Single(Json),
    Many(Box<Json>),
    Plain(Map<Json>),
    Unknown(UnknownJson),
}
union! { Deep by "meta" / "kind" { "single" => Single(Json), "many" => Many(Box<Json>), untagged => Plain(Map<Json>) } }

#[test]
fn a_tag_may_stand_in_an_object_inside() {
    let read = |text: &str| from_str::<Deep>(text).unwrap();
    assert!(matches!(read(r#"{"meta":{"kind":"single"}}"#), Deep::Single(_)));
    assert!(matches!(read(r#"{"kind":"single","meta":{"kind":"many"}}"#), Deep::Many(_)));
    assert!(matches!(read(r#"{"meta":{"kind":"new"}}"#), Deep::Unknown(_)));
    assert!(matches!(read(r#"{"meta":{}}"#), Deep::Plain(_)) && matches!(read(r#"{"kind":"single"}"#), Deep::Plain(_)));
    assert!(matches!(read(r#""single""#), Deep::Unknown(_)));
}

#[test]
fn base64_is_text() {
    let bytes: Base64 = from_str("\"aGk=\"").unwrap();
    assert_eq!(bytes.as_bytes(), b"hi");
    assert_eq!(from_str::<Base64>("\"aGk\"").unwrap(), bytes);
    assert_eq!(to_string(&bytes).unwrap(), "\"aGk=\"");
    assert!(from_str::<Base64>("\"?\"").is_err());
}

#[test]
fn base64url_is_text_without_padding() {
    let bytes: Base64Url = from_str("\"_-8=\"").unwrap();
    assert_eq!(bytes.as_bytes(), [0xff, 0xef]);
    assert_eq!(from_str::<Base64Url>("\"_-8\"").unwrap(), bytes);
    assert_eq!(to_string(&bytes).unwrap(), "\"_-8\"");
    assert!(from_str::<Base64Url>("\"/+8\"").is_err());
    assert_eq!(format!("{bytes:?}"), "Base64Url(2 bytes)");
}

#[test]
fn secrets_travel_and_are_not_shown() {
    let secret: SecretText = from_str("\"hunter\\n2\"").unwrap();
    assert_eq!(secret.expose(), "hunter\n2");
    assert_eq!(to_string(&secret).unwrap(), "\"hunter\\n2\"");
    assert_eq!(
        format!("{secret:?} {:?}", Nullable::<SecretText>::from("x")),
        "SecretText([redacted]) Value(SecretText([redacted]))"
    );
    assert_eq!(secret, SecretText::from("hunter\n2".to_owned()));
    assert_ne!(secret, "hunter".into());
}

#[test]
fn quoted_integers_are_read_from_both_and_written_as_text() {
    for text in ["\"-9007199254740993\"", "-9007199254740993"] {
        let id: Quoted<i64> = from_str(text).unwrap();
        assert_eq!((id.get(), *id), (-9_007_199_254_740_993, -9_007_199_254_740_993));
        assert_eq!(to_string(&id).unwrap(), "\"-9007199254740993\"");
        assert_eq!(id.to_string(), "-9007199254740993");
    }
    assert_eq!(from_str::<Quoted<u64>>("\"18446744073709551615\"").unwrap(), Quoted::from(u64::MAX));
    assert_eq!(Nullable::<Quoted<u32>>::from(1), Nullable::Value(Quoted::from(1)));
    for (text, message) in [
        ("\"\"", "invalid value: string \"\", expected an integer in a string"),
        ("-1", "invalid value: integer `-1`, expected an integer in a string"),
        ("4294967296", "invalid value: integer `4294967296`, expected an integer in a string"),
        ("1.5", "invalid value: floating point `1.5`, expected an integer in a string"),
    ] {
        let error = from_str::<Quoted<u32>>(text).unwrap_err().to_string();
        assert!(error.starts_with(message), "{error}");
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Fixed {
    Low,
    High,
}
string_enum! {
    closed Fixed {
        Low = "low",
        High = "high",
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    Fine,
    Broken,
}
integer_enum! {
    closed Code {
        Fine = 0,
        Broken = -1,
    }
}

#[test]
fn closed_enums_refuse_what_they_do_not_know() {
    assert_eq!(from_str::<Fixed>("\"high\"").unwrap(), Fixed::High);
    assert_eq!(
        (Fixed::VALUES, Fixed::Low.as_str(), Fixed::Low.to_string().as_str()),
        (&["low", "high"][..], "low", "low")
    );
    assert_eq!("low".parse::<Fixed>(), Ok(Fixed::Low));
    assert_eq!("no".parse::<Fixed>().unwrap_err().as_str(), "no");
    let error = from_str::<Fixed>("\"no\"").unwrap_err().to_string();
    assert!(error.starts_with("unknown variant `no`, expected `low` or `high`"), "{error}");

    assert_eq!(from_str::<Code>("-1").unwrap(), Code::Broken);
    assert_eq!((Code::VALUES, to_string(&Code::Broken).unwrap().as_str()), (&[0, -1][..], "-1"));
    assert_eq!(Code::try_from(7).unwrap_err().get(), 7);
    let error = from_str::<Code>("7").unwrap_err().to_string();
    assert!(error.starts_with("unknown value `7`"), "{error}");
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Size {
    Auto,
    One,
    Half,
    On,
    Unknown(UnknownScalar),
}
scalar_enum! {
    Size {
        Auto = Text("auto"),
        One = Integer(1),
        Half = Number(-0.5),
        On = Bool(true),
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    Whole,
    Half,
}
scalar_enum! {
    closed Step {
        Whole = Number(1.0),
        Half = Number(0.5),
    }
}

#[test]
fn enums_of_scalars() {
    for (text, value) in [("\"auto\"", Size::Auto), ("1", Size::One), ("-0.5", Size::Half), ("true", Size::On)] {
        assert_eq!(from_str::<Size>(text).unwrap(), value);
        assert_eq!(to_string(&value).unwrap(), text);
        assert_eq!(value.to_string(), text.trim_matches('"'));
    }
    assert_eq!(from_str::<Size>("1.0").unwrap(), Size::One);
    for text in ["\"1\"", "false", "2", "null", "{\"a\":1}"] {
        let size: Size = from_str(text).unwrap();
        assert!(matches!(&size, Size::Unknown(value) if *value.as_json() == from_str::<Json>(text).unwrap()));
        assert_eq!(to_string(&size).unwrap(), text);
    }
    assert_eq!(from_str::<Step>("1").unwrap(), Step::Whole);
    let error = from_str::<Step>("\"x\"").unwrap_err().to_string();
    assert!(error.starts_with("unknown value `\"x\"`"), "{error}");
}

#[derive(Clone, Debug, PartialEq)]
struct Counts {
    one: i32,
    maybe: Option<u64>,
    nested: Option<Nullable<Vec<Option<i64>>>>,
    by_name: Option<Map<Nest>>,
    whole: Option<Box<Counts>>,
    free: Option<Json>,
    extra: Map<(i64, u32)>,
}
object! {
    Counts {
        required { one: i32 = "one", }
        optional {
            maybe: u64 = "maybe",
            by_name: Map<Nest> = "by_name",
            whole: Box<Counts> = "whole",
            free: Json = "free",
        }
        patch { nested: Vec<Option<i64>> = "nested", }
        extra { extra: (i64, u32) }
    }
}

/// A list that holds itself.
#[derive(Clone, Debug, Default, PartialEq)]
struct Nest(Vec<NestItem>);
newtype! { Nest { Vec<NestItem>, } }

#[derive(Clone, Debug, PartialEq)]
enum NestItem {
    Number(i64),
    Nest(Nest),
    Unknown(UnknownJson),
}
union! {
    NestItem {
        integer => Number(i64) as_number,
        array => Nest(Nest) as_nest,
    }
}

#[test]
fn a_float_without_a_fraction_is_an_integer() {
    let text = r#"{"one":1.0,"maybe":2e3,"nested":[3.0,null,4],"by_name":{"a":[5.0,[6]]},"whole":{"one":-7.0},"free":8.0,
        "z":[9.0,10.0]}"#;
    let counts: Counts = from_str(text).unwrap();
    let whole = r#"{"one":1,"maybe":2000,"by_name":{"a":[5,[6]]},"whole":{"one":-7},"free":8.0,"nested":[3,null,4],"z":[9,10]}"#;
    assert_eq!(to_string(&counts).unwrap(), whole);
    assert_eq!(from_value::<Counts>(from_str(text).unwrap()).unwrap(), counts);
    for (text, error) in [
        (r#"{"one":1.5}"#, "floating point `1.5`, expected i32"),
        (r#"{"one":1,"maybe":-1.0}"#, "integer `-1`, expected u64"),
        (r#"{"one":3000000000.0}"#, "integer `3000000000`, expected i32"),
        // A float that stands for several integers is none of them.
        (r#"{"one":1,"maybe":1e17}"#, "floating point `1e+17`, expected u64"),
        (r#"{"one":1,"by_name":{"a":{}}}"#, "invalid type: map, expected a list"),
    ] {
        let said = from_str::<Counts>(text).unwrap_err().to_string();
        assert!(said.contains(error), "{text}: {said}");
    }
}

#[test]
fn a_list_may_hold_itself() {
    let nest: Nest = from_str("[1,[2,[]],\"x\"]").unwrap();
    assert_eq!(nest.0[1], NestItem::Nest(vec![NestItem::Number(2), NestItem::Nest(Nest::default())].into()));
    assert_eq!(to_string(&nest).unwrap(), "[1,[2,[]],\"x\"]");
}

#[test]
fn exact_numbers_keep_every_digit() {
    for text in ["0.10", "-12345678901234567890.123456789", "1e400", "7"] {
        let number: ExactNumber = from_str(text).unwrap();
        assert_eq!((number.as_str(), number.to_string().as_str(), format!("{number:?}").as_str()), (text, text, text));
        assert_eq!(to_string(&number).unwrap(), text);
        assert_eq!(text.parse::<ExactNumber>(), Ok(number));
    }
    assert_eq!(
        (ExactNumber::from(-5).as_str(), ExactNumber::from(u64::MAX).to_f64()),
        ("-5", 18_446_744_073_709_551_615.0)
    );
    assert_eq!(to_value(ExactNumber::from(5_i64)).unwrap(), json!(5));
    assert_eq!(from_value::<Vec<ExactNumber>>(json!([1, 0.5])).unwrap()[1].as_str(), "0.5");
    for text in ["\"1\"", "null", "true", "[1]"] {
        let error = from_str::<ExactNumber>(text).unwrap_err().to_string();
        assert!(error.starts_with(&format!("invalid value: {text}, expected a number")), "{error}");
    }
    for text in ["", "1,5", "1.", "0x1", "NaN", "\"1\"", "1 2"] {
        assert!(text.parse::<ExactNumber>().is_err(), "{text}");
    }
}

/// Types of which each holds the next in every way that generated types do.
macro_rules! chain {
    ($($name:ident $next:ident),* $(,)?) => {
        $(
            #[derive(Clone, Debug, PartialEq)]
            struct $name {
                boxed: Option<Box<$next>>,
                list: Option<Vec<$next>>,
                either: Option<Nullable<Vec<$next>>>,
            }
            object! {
                $name {
                    optional { boxed: Box<$next> = "boxed", list: Vec<$next> = "list", }
                    patch { either: Vec<$next> = "either", }
                }
            }
        )*
    };
}

chain! {
    T0 T1, T1 T2, T2 T3, T3 T4, T4 T5, T5 T6, T6 T7, T7 T8, T8 T9, T9 T10, T10 T11, T11 T12, T12 T13, T13 T14,
    T14 T15, T15 T16, T16 T17, T17 T18, T18 T19, T19 T20, T20 T21, T21 T22, T22 T23, T23 T24, T24 T25, T25 T26,
    T26 T27, T27 T28, T28 T29, T29 T30, T30 T31, T31 T32, T32 T33, T33 T34, T34 T35, T35 T36, T36 T37, T37 T38,
    T38 T39, T39 T40, T40 T41, T41 T42, T42 T43, T43 T44, T44 T45, T45 T46, T46 T47, T47 T48, T48 T49, T49 T50,
    T50 T51, T51 T52, T52 T53, T53 T54, T54 T55, T55 T56, T56 T57, T57 T58, T58 T59, T59 T60,
}
type T60 = Option<Box<T0>>;

/// rustc follows a chain of generic functions to 128 of one name, and it takes hardly more than 60 types that hold each
/// other in a ring: a reader that met itself three times on its way from one type to the next would not compile.
#[test]
fn a_ring_of_as_many_types_as_rustc_takes_is_read() {
    let read: T0 = from_str(r#"{"boxed":{"list":[{"either":[{}]},{"either":null}]}}"#).unwrap();
    let list = read.boxed.unwrap().list.unwrap();
    let [first, second] = list.as_slice() else { panic!("{list:?}") };
    assert_eq!(first.either.as_ref().and_then(Nullable::value).map(Vec::len), Some(1));
    assert_eq!(second.either, Some(Nullable::Null));
}
