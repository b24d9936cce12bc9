use expect_test::{Expect, expect};

use super::*;

#[allow(clippy::needless_pass_by_value, reason = "a test states it")]
fn told(before: &str, after: &str, expected: Expect) {
    let file = |text| [("src/resources/users.rs", text)];
    let list: Vec<String> = breaking(file(before), file(after)).iter().map(ToString::to_string).collect();
    expected.assert_eq(&list.join("\n"));
}

#[test]
fn methods_with_their_arguments_and_answers() {
    told(
        "impl<'a> Users<'a> {
            pub(crate) fn new(client: &'a Client) -> Self {}
            pub fn ban(&self, id: impl Into<String>) -> UserBanRequest {}
            pub fn list(&self) -> UserListRequest {}
            pub fn update(&self, id: impl Into<String>, required: UserUpdate) -> UserUpdateRequest {}
            pub fn rename(&self, a: i64) -> R {}
        }
        operation! { UserBanRequest(UserBanParams) -> JsonBody<UserBanResponse> { PUT \"/a\"; params { why: String, } } }
        pub struct UserBanParams { pub why: Option<String> }
        pub type UserBanResponse = types::User;",
        "impl<'a> Users<'a> {
            pub fn list(&self, group: i64) -> UserListRequest {}
            pub fn update(&self, id: impl Into<String>) -> UserUpdateRequest {}
            pub fn rename(&self, b: i64) -> R {}
            pub fn more(&self) -> R {}
        }",
        expect![[r#"
            `resources::users::Users::ban` is gone
            `resources::users::Users::list` was `()`, is `(group: i64)`
            `resources::users::Users::update` was `(id: impl Into<String>, required: UserUpdate)`, is `(id: impl Into<String>)`"#]],
    );
}

#[test]
fn setters_of_calls_and_types() {
    told(
        "operation! {
            /// A call.
            R(P) -> JsonBody<types::User> {
                GET \"/a\";
                params { /// Docs.
                    a: Map<String, i64>, limit = u32, b as b_param: bool, }
                body { c: String }
            }
        }
        input! { User(UserRequired) { required { id } optional { /// Docs.
            name: String, age = i64, } } }
        input! { Free() { optional { name: String } } }",
        "operation! {
            R(P) -> JsonBody<types::Person> { GET \"/a\"; params { a: Map<String, String>, limit: u32 } }
        }
        input! { User(UserRequired) { required { id } optional { age: i64, other: i64 } } }
        input! { Free(FreeRequired) { required { id } optional { name: String } } }",
        expect![[r#"
            `resources::users::Free::new` was `()`, is `(FreeRequired)`
            `resources::users::R` returned `types::User`, now `types::Person`
            `resources::users::R::a()` was `(Map<String, i64>)`, is `(Map<String, String>)`
            `resources::users::R::b_param()` is gone
            `resources::users::R::c()` is gone
            `resources::users::User::name()` is gone"#]],
    );
}

#[test]
fn fields_variants_and_types() {
    told(
        "#[non_exhaustive] pub struct User { pub id: i64, pub name: Option<String>, hidden: u8 }
        pub struct UserRequired { pub id: i64 }
        pub struct Gone { pub id: i64 }
        impl From<types::Cat> for Gone {}
        #[non_exhaustive] pub enum Kind { A, B(types::User), Unknown(UnknownValue) }
        pub enum Closed { A }
        pub enum Opening { A }
        pub struct Tree(pub Vec<Tree>);
        pub type Name = String;
        impl From<Cat> for Pet {}
        impl From<Dog> for Pet {}",
        "#[non_exhaustive] pub struct User { pub id: String, pub more: i64 }
        pub struct UserRequired { pub id: i64, pub name: String }
        #[non_exhaustive] pub enum Kind { B(types::Person), C, Unknown(UnknownValue) }
        pub enum Closed { A, B }
        #[non_exhaustive] pub enum Opening { A, Unknown(UnknownValue) }
        pub struct Tree(pub Vec<i64>);
        pub type Name = i64;
        impl From<Cat> for Pet {}",
        expect![[r#"
            `resources::users::Closed::B` is new in an enum that is matched as a whole
            `resources::users::Gone` is gone
            `resources::users::Kind::A` is gone
            `resources::users::Kind::B` was `(types::User)`, is `(types::Person)`
            `resources::users::Name` was `String`, is `i64`
            `resources::users::Opening` can no longer be written or matched as a whole
            `resources::users::Pet::From<Dog>` is gone
            `resources::users::Tree` was `struct(Vec<Tree>)`, is `struct(Vec<i64>)`
            `resources::users::User::id` was `i64`, is `String`
            `resources::users::User::name` is gone
            `resources::users::UserRequired::name` must be given"#]],
    );
}

#[test]
fn files_may_move_and_what_is_not_public_api_does_not_count() {
    let before = [
        ("Cargo.toml", "x"),
        ("src/runtime/mod.rs", "pub fn a() {}"),
        ("src/ext/mod.rs", "pub struct Own;"),
        ("src/types/a.rs", "pub struct A;"),
        ("src/client.rs", "pub struct Client; impl Client { pub fn users(&self) -> Users {} pub fn old(&self) {} }"),
    ];
    let after = [
        ("src/types/b.rs", "pub struct A;"),
        ("src/client.rs", "pub struct Client; impl Client { pub fn users(&self) -> Users {} }"),
    ];
    let list: Vec<String> = breaking(before, after).iter().map(ToString::to_string).collect();
    assert_eq!(list, ["`Client::old` is gone"]);
    let unread = breaking([("src/client.rs", "no rust {"), ("Cargo.toml", "name = \"a\"")], after);
    let unread: Vec<String> = unread.iter().map(ToString::to_string).collect();
    assert_eq!(unread, ["`src/client.rs` is no Rust as it stands there: what it showed cannot be compared"]);
}

#[test]
fn a_crate_of_another_name_and_arguments_in_another_order_break_callers() {
    let users = "impl<'a> Users<'a> { pub fn diff(&self, a: impl Into<String>, b: impl Into<String>) -> R {} }";
    let swapped = users.replace("a: impl", "c: impl").replace("b: impl", "a: impl").replace("c: impl", "b: impl");
    let crate_of = |name: &str| format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\n");
    let (old, new) = (crate_of("zoo"), crate_of("wildlife"));
    let before = [("Cargo.toml", old.as_str()), ("src/resources/users.rs", users)];
    let after = [("Cargo.toml", new.as_str()), ("src/resources/users.rs", swapped.as_str())];
    let list: Vec<String> = breaking(before, after).iter().map(ToString::to_string).collect();
    expect![[r#"
        `Cargo.toml` was `name = "zoo"`, is `name = "wildlife"`
        `resources::users::Users::diff` was `(a: impl Into<String>, b: impl Into<String>)`, is `(b: impl Into<String>, a: impl Into<String>)`"#]].assert_eq(&list.join("\n"));
}

#[test]
fn a_setter_is_no_field_and_what_resources_add_to_the_client_is_the_clients() {
    let file = |text| [("src/resources/mod.rs", text)];
    let list = breaking(
        file(
            "pub struct A { pub age: Option<i64> } input! { A() { optional { age: i64, } } } impl Client { pub fn users(&self) -> U {} }",
        ),
        file("pub struct A { pub age: i64 } input! { A() { optional { name: i64, } } }"),
    );
    let list: Vec<String> = list.iter().map(ToString::to_string).collect();
    expect![[r#"
        `Client::users` is gone
        `resources::A::age` was `Option<i64>`, is `i64`
        `resources::A::age()` is gone"#]]
    .assert_eq(&list.join("\n"));
}

#[test]
fn a_type_that_moves_is_told_once_and_what_holds_it_is_the_same() {
    let (pets, types) = ("src/resources/pets.rs", "src/types/error.rs");
    let before = "#[non_exhaustive] pub struct PetError { pub code: i64, pub at: Option<String> }
        pub struct PetFailure { pub of: PetError, pub first: i64 }
        #[non_exhaustive] pub enum PetKind { A(PetError), B(PetError), C(types::Cat) }
        pub type PetResponse = Vec<PetError>;";
    let after = "#[non_exhaustive] pub enum PetKind { A(types::PetError), B(types::Other), C(types::Cat) }
        pub struct PetFailure { pub of: types::PetError, pub first: i64 }
        pub type PetResponse = Vec<types::PetError>;";
    let moved = "#[non_exhaustive] pub struct PetError { pub code: String, pub at: Option<String>, pub more: i64 }
        pub struct Other { pub id: i64 }";
    let list: Vec<String> =
        breaking([(pets, before)], [(pets, after), (types, moved)]).iter().map(ToString::to_string).collect();
    expect![[r#"
        `resources::pets::PetError` is now `types::PetError`
        `resources::pets::PetKind::B` was `(PetError)`, is `(types::Other)`
        `types::PetError::code` was `i64`, is `String`"#]]
    .assert_eq(&list.join("\n"));
    // Of two types of one name nobody knows which one it is.
    let twice = [(pets, after), (types, moved), ("src/resources/dogs.rs", "pub struct PetError { pub code: i64 }")];
    let list: Vec<String> = breaking([(pets, before)], twice).iter().map(ToString::to_string).collect();
    assert!(list.contains(&"`resources::pets::PetError` is gone".to_owned()), "{list:?}");
    assert!(list.iter().any(|one| one.contains("PetKind::A")), "{list:?}");
}

#[test]
fn what_a_method_returns_is_told_in_the_words_of_its_caller() {
    let file = |kinds: [&str; 5]| {
        let methods = "impl<'a> Users<'a> { pub fn a(&self) -> A {} pub fn b(&self) -> B {} pub fn c(&self) -> C {} pub fn d(&self) -> D {} }
            impl Client { pub fn e(&self) -> E {} }";
        let tables = ["A", "B", "C", "D", "E"].into_iter().zip(kinds);
        let tables = tables.map(|(name, kind)| format!("operation! {{ {name}(()) -> {kind} {{ GET \"/\"; }} }}"));
        std::iter::once(methods.to_owned()).chain(tables).collect::<String>()
    };
    let before = file([
        "JsonBody<types::User>",
        "NoBody",
        "InnerBody<Map<String, types::A>, Vec<types::User>>",
        "StatusBody<DResponse> | BytesBody",
        "TextBody",
    ]);
    let after = file([
        "PageBody<types::Users>",
        "JsonBody<Vec<types::User>>",
        "StreamBody<types::Event>",
        "StatusBody<DResponse>",
        "BytesBody",
    ]);
    let files = |text| [("src/resources/mod.rs", text)];
    let list: Vec<String> = breaking(files(&*before), files(&*after)).iter().map(ToString::to_string).collect();
    expect![[r#"
        `Client::e` returned `String`, now `Bytes`
        `resources::Users::a` returned `types::User`, now pages of `types::Users`
        `resources::Users::b` returned nothing, now `Vec<types::User>`
        `resources::Users::c` returned `Vec<types::User>`, now a stream of `types::Event`
        `resources::Users::d` returned `DResponse` or `Bytes`, now `DResponse`"#]]
    .assert_eq(&list.join("\n"));
    // What it takes is told by the struct of it.
    let taken = before.replace("A(())", "A(AParams)");
    assert_eq!(breaking(files(&*before), files(&*taken)), []);
}
