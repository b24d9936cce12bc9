//! Types that the configuration shapes: replaced by others, with more traits and attributes.

#![allow(clippy::expect_used, reason = "a test that cannot begin has failed")]

use std::sync::Arc;

use expect_test::expect;
use specwright::diag::Code;
use specwright::source::Sources;
use specwright::{Outcome, config, generate};

const DESCRIPTION: &str = r"
openapi: 3.1.0
info: { title: Shop, version: '1' }
paths:
  /orders/{currency}:
    post:
      parameters:
        - { name: currency, in: path, required: true, schema: { $ref: '#/components/schemas/Currency' } }
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } }
      responses:
        '200': { description: The order., content: { application/json: { schema: { $ref: '#/components/schemas/Order' } } } }
components:
  schemas:
    Order: { type: object, required: [total], properties: { total: { $ref: '#/components/schemas/Money' }, id: { $ref: '#/components/schemas/Id' } } }
    Money:
      type: object
      description: An amount.
      required: [amount, unit]
      properties: { amount: { type: string }, unit: { type: object, properties: { code: { type: string } } } }
    Currency: { type: string, enum: [eur, usd] }
    Id: { type: string }
    Level: { type: string, enum: [low, high] }
";

fn run(text: &str) -> Outcome {
    let sources = Sources::from_texts("api.yaml", [("api.yaml", DESCRIPTION)]).expect("a description");
    let config = config::parse(&Arc::from("specwright.toml"), text).config.expect("a configuration");
    generate(&sources, &config, None)
}

fn file<'o>(outcome: &'o Outcome, path: &str) -> &'o str {
    &outcome.files.iter().find(|file| file.path.as_str() == path).expect(path).text
}

#[test]
fn a_scalar_is_replaced_where_it_stands() {
    let outcome = run(r##"
[types]
"#/components/schemas/Money/properties/amount" = "rust_decimal::Decimal"
"##);
    let money = file(&outcome, "src/types/money.rs");
    assert!(money.contains("pub amount: MoneyAmount,"), "{money}");
    assert!(money.contains("pub type MoneyAmount = rust_decimal::Decimal;"), "{money}");
}

#[test]
fn a_replaced_type_is_an_alias_and_takes_its_parts_with_it() {
    let outcome = run(r##"
[types]
"#/components/schemas/Money" = "my_money::Money"
"#/components/schemas/Currency" = "my_money::Currency"
"#/components/schemas/Id" = "my_ids::Id"
"##);
    let money = file(&outcome, "src/types/money.rs");
    assert!(money.ends_with("/// An amount.\npub type Money = my_money::Money;\n"), "{money}");
    assert!(file(&outcome, "src/types/id.rs").ends_with("pub type Id = my_ids::Id;\n"));
    // A path takes the text of what has a type of its own elsewhere, and samples are read from their JSON.
    let orders = file(&outcome, "src/resources/orders.rs");
    assert!(orders.contains("currency: impl Into<String>"), "{orders}");
    let calls: String = file(&outcome, "tests/api/client_orders.rs").split_whitespace().collect();
    assert!(calls.contains("serde_json::from_value::<Money,>("), "{calls}");
    assert!(calls.contains("serde_json::from_value::<Id>("), "{calls}");
    assert!(calls.contains("\"eur\""), "{calls}");
}

#[test]
fn traits_and_attributes_are_added() {
    let outcome = run(r##"
[types."#/components/schemas/Level"]
derive = ["PartialOrd", "Ord"]
attributes = ["cfg_attr(test, derive(Default))"]
[types."#/components/schemas/Money"]
derive = ["my::Trait"]
"##);
    let level = file(&outcome, "src/types/level.rs");
    assert!(
        level.contains("#[derive(PartialOrd, Ord)]\n#[cfg_attr(test, derive(Default))]\n#[derive(Clone"),
        "{level}"
    );
    let money = file(&outcome, "src/types/money.rs");
    assert_eq!(money.matches("#[derive(my::Trait)]").count(), 1, "{money}");
}

#[test]
fn a_trait_that_a_part_forbids_is_left_out_and_told() {
    let text = "openapi: 3.1.0
info: { title: Shop, version: '1' }
servers: [{ url: 'https://shop.example' }]
paths: {}
components:
  schemas:
    Price: { type: object, required: [amount], properties: { amount: { type: number }, unit: { $ref: '#/components/schemas/Unit' } } }
    Item: { type: object, properties: { price: { $ref: '#/components/schemas/Price' }, at: { type: string, format: date } } }
    Cart: { type: object, properties: { items: { type: array, items: { $ref: '#/components/schemas/Item' } }, unit: { $ref: '#/components/schemas/Unit' } } }
    Spot: { type: object, required: [x, y], properties: { x: { type: integer }, y: { type: integer }, up: { $ref: '#/components/schemas/Spot' } } }
    Point: { type: object, required: [x, y], properties: { x: { type: integer }, y: { type: integer, nullable: true } } }
    Unit: { type: string, enum: [eur, usd] }
    Any: { oneOf: [{ $ref: '#/components/schemas/Point' }, { type: string }] }
";
    let config = r##"
types."#/components/schemas/Price".derive = ["Eq", "std::hash::Hash", "PartialOrd", "my::Trait"]
types."#/components/schemas/Item".derive = ["Eq", "Default"]
types."#/components/schemas/Cart".derive = ["Eq", "Default", "Debug"]
types."#/components/schemas/Spot".derive = ["Copy", "Eq", "Ord"]
types."#/components/schemas/Point".derive = ["Copy", "Eq", "Hash", "Default", "PartialOrd", "Ord"]
types."#/components/schemas/Unit".derive = ["Eq", "PartialOrd", "Ord", "Copy"]
types."#/components/schemas/Any".derive = ["Eq", "Hash", "Ord", "Default"]
"##;
    let sources = Sources::from_texts("api.yaml", [("api.yaml", text)]).expect("a description");
    let config = config::parse(&Arc::from("specwright.toml"), config).config.expect("a configuration");
    let outcome = generate(&sources, &config, None);
    let told: String = outcome
        .findings
        .diagnostics
        .list()
        .iter()
        .filter(|found| found.code == Code::DeriveRefused)
        .map(|found| format!("{} | {}\n", found.message, found.help.as_deref().unwrap_or_default()))
        .collect();
    expect![[r##"
        `Eq` cannot be derived for `#/components/schemas/Price`: `amount` is a float | take it out of `derive`
        `std::hash::Hash` cannot be derived for `#/components/schemas/Price`: `amount` is a float | take it out of `derive`
        `Eq` cannot be derived for `#/components/schemas/Item`: `price` is `Price`, which does not have it | derive it there too, `[types."#/components/schemas/Price"] derive = ["Eq"]`, or take it out here
        `Eq` cannot be derived for `#/components/schemas/Cart`: `items` is `Item`, which does not have it | derive it there too, `[types."#/components/schemas/Item"] derive = ["Eq"]`, or take it out here
        `Debug` cannot be derived for `#/components/schemas/Cart`: the type has it already | take it out of `derive`
        `Copy` cannot be derived for `#/components/schemas/Spot`: `up` holds the type itself | take it out of `derive`
        `Ord` cannot be derived for `#/components/schemas/Spot`: it needs `PartialOrd`, which the type does not have | take it out of `derive`
        `Eq` cannot be derived for `#/components/schemas/Unit`: the type has it already | take it out of `derive`
        `Copy` cannot be derived for `#/components/schemas/Unit`: a value that is not known is kept | take it out of `derive`
        `Ord` cannot be derived for `#/components/schemas/Any`: it needs `PartialOrd`, which the type does not have | take it out of `derive`
        `Default` cannot be derived for `#/components/schemas/Any`: no variant is said to be the default | take it out of `derive`
    "##]].assert_eq(&told);
    let derived = |name: &str| {
        let text = file(&outcome, &format!("src/types/{name}.rs"));
        text.lines().find(|line| line.starts_with("#[derive(")).expect("a derive").to_owned()
    };
    assert_eq!(derived("price"), "#[derive(PartialOrd, my::Trait)]");
    assert_eq!(derived("point"), "#[derive(Copy, Eq, Hash, Default, PartialOrd, Ord)]");
    assert_eq!(derived("any"), "#[derive(Eq, Hash)]");
    assert_eq!(derived("cart"), "#[derive(Default)]");
}

#[test]
fn what_is_no_rust_is_refused_at_its_place() {
    let text = "[types.\"#/components/schemas/Money\"]\nreplace = \"my money\"\nderive = [\"Eq)]\"]\n";
    let parsed = config::parse(&Arc::from("specwright.toml"), text);
    let said: Vec<(String, Option<usize>)> = parsed
        .diagnostics
        .list()
        .iter()
        .map(|diagnostic| (diagnostic.message.clone(), diagnostic.position.map(|position| position.line)))
        .collect();
    assert_eq!(
        said,
        [
            ("`my money` is no path of a type, such as `my_crate::Money`".to_owned(), Some(2)),
            ("`Eq)]` is no path of a trait, such as `Eq` or `my_crate::Trait`".to_owned(), Some(3)),
        ]
    );
}
