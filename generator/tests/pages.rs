//! Every way from page to page, how it is found, and that the lock holds on to what methods return.
//!
//! Input: `tests/cases/pages.yaml`. Not here: the extensions of other tools (`extensions.rs`), whether it compiles
//! (`cases.rs`), and whether the pages go on (the tests of the runtime).

#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use expect_test::expect;
use specwright::Outcome;
use specwright::config::{self, Config};
use specwright::lock::Lock;
use specwright::source::Sources;

/// The case, and the configuration at its head.
fn case() -> (String, Config) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/pages.yaml");
    let text = fs::read_to_string(path).expect("the case").replace("\r\n", "\n");
    let lines: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("# config: ")).collect();
    let config = read(&lines.join("\n"));
    (text, config)
}

fn read(config: &str) -> Config {
    config::parse(&"specwright.toml".into(), config).config.expect("a configuration")
}

fn generate(text: &str, config: &Config, before: Option<&Lock>) -> Outcome {
    let sources = Sources::from_texts("api.yaml", [("api.yaml", text)]).expect("readable");
    let outcome = specwright::generate(&sources, config, before);
    assert!(outcome.findings.fatal.is_none(), "{:?}", outcome.findings.fatal);
    outcome
}

/// How the pages of each operation go on that has any: `/pets: cursor("/next", "after")`.
fn ways(outcome: &Outcome) -> String {
    let mut found = Vec::new();
    for file in outcome.files.iter().filter(|file| file.path.as_str().starts_with("src/resources/")) {
        for table in file.text.split("\noperation! {\n").skip(1) {
            let Some((head, rest)) = table.split_once("        pages ") else { continue };
            let path = head.split('"').nth(1).unwrap_or_default();
            found.push(format!("{path}: {}\n", rest.split(";\n").next().unwrap_or_default()));
        }
    }
    found.sort();
    found.concat()
}

/// What is found of pages.
fn said(outcome: &Outcome) -> String {
    let pages =
        outcome.findings.diagnostics.list().iter().filter(|diagnostic| {
            ["SW0313", "SW0507", "SW0516", "SW0517"].contains(&diagnostic.code.to_string().as_str())
        });
    pages.map(|diagnostic| format!("{}: {}\n", diagnostic.code, diagnostic.message)).collect()
}

#[test]
fn every_way_is_found() {
    let (text, config) = case();
    expect![[r#"
        /by-convention/cursor: cursor("/meta/nextCursor", "cursor").has_more("/meta/has_more")
        /by-convention/handed-back: cursor("/pagination/cursor", "cursor")
        /by-convention/last: cursor("/data/-/id", "starting_after").has_more("/has_more")
        /by-convention/link: link()
        /by-convention/names: cursor("/next_cursor", "cursor")
        /by-convention/numbers: link()
        /by-convention/offset: offset("offset").total("/total_count")
        /by-convention/page: number("page", 0).total("/totalPages").current("/page")
        /by-convention/search: cursor("/NextToken", "/NextToken").in_body()
        /by-convention/top: number("page", 1)
        /by-convention/url: url("/links/next")
        /configured/address: url("/more/at")
        /configured/body: cursor("/@odata.next", "/page/from").in_body()
        /configured/header: cursor("X-Next-Page", "from_page")
        /configured/sheet: number("sheet", 0).has_more("/goes_on")
        /configured/slice: offset("first_item").total("/items_in_all").current("/first_item")
        /search/after-id: cursor("/-/number", "/after_id").in_body_as_number()
    "#]]
    .assert_eq(&ways(&generate(&text, &config, None)));
}

#[test]
fn what_is_guessed_is_said_and_can_be_turned_off() {
    let (text, mut config) = case();
    expect![[r#"
        SW0516: `GET /by-convention/cursor` is read as pages: `pets` holds the items, and `meta.nextCursor` goes into `cursor`
        SW0516: `GET /by-convention/last` is read as pages: `data` holds the items, and `id` of the last one goes into `starting_after`
        SW0516: `GET /by-convention/url` is read as pages: `data` holds the items, and `links.next` is the next one's address
        SW0516: `GET /by-convention/link` is read as pages: the answer holds the items, and the header `Link` has the next one's address
        SW0516: `GET /by-convention/offset` is read as pages: `pets` holds the items, and `offset` counts items
        SW0516: `GET /by-convention/page` is read as pages: `pets` holds the items, and `page` counts pages from 0
        SW0516: `GET /by-convention/top` is read as pages: the answer holds the items, and `page` counts pages from 1
        SW0516: `GET /by-convention/names` is read as pages: `names` holds the items, and `next_cursor` goes into `cursor`
        SW0516: `GET /by-convention/numbers` is read as pages: the answer holds the items, and the header `Link` has the next one's address
        SW0516: `GET /by-convention/handed-back` is read as pages: `pets` holds the items, and `pagination.cursor` goes into `cursor`
        SW0516: `POST /by-convention/search` is read as pages: `Pets` holds the items, and `NextToken` goes into `NextToken`
    "#]].assert_eq(&said(&generate(&text, &config, None)));
    config.pagination_by_convention = Some(false);
    let outcome = generate(&text, &config, None);
    assert_eq!(said(&outcome), "");
    assert!(!ways(&outcome).contains("/by-convention/"));
}

#[test]
fn a_second_run_gives_the_same() {
    let (text, config) = case();
    let first = generate(&text, &config, None);
    let second = generate(&text, &config, Some(&first.lock));
    assert_eq!((ways(&first), said(&first)), (ways(&second), said(&second)));
    assert_eq!(first.lock.names, second.lock.names);
}

const HEAD: &str = "openapi: 3.1.0\ninfo: { title: T, version: '1' }\npaths:\n";

/// A list of pets with these parameters and these fields beside the pets.
fn pets(extension: &str, parameters: &[&str], fields: &str) -> String {
    let parameters: Vec<String> =
        parameters.iter().map(|name| format!("{{ name: {name}, in: query, schema: {{ type: string }} }}")).collect();
    let list = "{ type: array, items: { type: object, properties: { id: { type: string } } } }";
    format!(
        "{HEAD}  /pets:\n    get:\n      description: All.{extension}\n      parameters: [{}]\n      responses: {{ '200': {{ description: Pets., \
         content: {{ application/json: {{ schema: {{ type: object, properties: {{ pets: {list}{fields} }} }} }} }} }} }}\n",
        parameters.join(", ")
    )
    .replace("LIST", list)
}

const NEXT: &str = ", next_cursor: { type: string }";

/// A method that returned its answer plainly does so when the description begins to look like pages.
#[test]
fn what_was_plain_stays_plain() {
    let config = Config::default();
    let plain = generate(&pets("", &["limit"], ""), &config, None);
    let fern = "\n      x-fern-pagination: { cursor: $request.cursor, next_cursor: $response.next_cursor, results: $response.pets }";
    for extension in ["", fern] {
        let grown = pets(extension, &["limit", "cursor"], NEXT);
        let outcome = generate(&grown, &config, Some(&plain.lock));
        assert_eq!(ways(&outcome), "");
        assert_eq!(
            said(&outcome),
            "SW0517: `GET /pets` has pages: `pets` holds the items, and `next_cursor` goes into `cursor`\n"
        );
        // And goes on doing so.
        assert_eq!(ways(&generate(&grown, &config, Some(&outcome.lock))), "");
        // The configuration is somebody's decision.
        let decided = read("[pagination.x]\ncursor-parameter = \"cursor\"\ncursor-field = \"next_cursor\"\n");
        assert_eq!(
            ways(&generate(&grown, &decided, Some(&plain.lock))),
            "/pets: cursor(\"/next_cursor\", \"cursor\")\n"
        );
        let decided = read("operations.\"GET /pets\".pagination = \"none\"");
        assert_eq!(said(&generate(&grown, &decided, Some(&plain.lock))), "");
    }
}

/// A method that returned pages does so although the description does not look like it any more.
#[test]
fn what_was_a_page_stays_a_page() {
    let config = Config::default();
    let first = generate(&pets("", &["cursor"], NEXT), &config, None);
    let way = "/pets: cursor(\"/next_cursor\", \"cursor\")\n";
    assert_eq!(ways(&first), way);
    // A second list, and all guessing turned off.
    let grown = pets("", &["cursor"], &format!("{NEXT}, toys: LIST"));
    assert_eq!(ways(&generate(&grown, &config, None)), "");
    let second = generate(&grown, &read("pagination-by-convention = false"), Some(&first.lock));
    assert_eq!((ways(&second).as_str(), said(&second).as_str()), (way, ""));
    // Another way to the same items is followed.
    let other = pets("", &["page_token"], ", next_page_token: { type: string }");
    assert_eq!(
        ways(&generate(&other, &config, Some(&first.lock))),
        "/pets: cursor(\"/next_page_token\", \"page_token\")\n"
    );
    // What cannot be is said.
    let lost = generate(&pets("", &[], ""), &config, Some(&first.lock));
    assert_eq!(ways(&lost), "");
    expect![[r#"
        SW0507: `GET /pets` had pages, which it does not have any more: the answer has no text or number at `next_cursor`
    "#]].assert_eq(&said(&lost));
    let decided = read("operations.\"GET /pets\".pagination = \"none\"");
    let none = generate(&pets("", &["cursor"], NEXT), &decided, Some(&first.lock));
    assert_eq!((ways(&none), said(&none)), (String::new(), String::new()));
}

/// Names that mean two things are left alone.
#[test]
fn what_may_mean_two_things_is_left_alone() {
    let way =
        |parameters: &[&str], fields: &str| ways(&generate(&pets("", parameters, fields), &Config::default(), None));
    let cursor = ", cursor: { type: string }";
    assert_eq!(way(&["cursor"], cursor), "");
    assert_eq!(
        way(&["cursor"], ", cursor: { type: string, description: Where the next page begins. }"),
        "/pets: cursor(\"/cursor\", \"cursor\")\n"
    );
    assert_eq!(
        way(&["cursor"], &format!("{cursor}, has_more: {{ type: boolean }}")),
        "/pets: cursor(\"/cursor\", \"cursor\").has_more(\"/has_more\")\n"
    );
    // An address, or a cursor.
    assert_eq!(way(&["cursor"], ", next: { type: string }"), "/pets: cursor(\"/next\", \"cursor\")\n");
    assert_eq!(way(&["cursor"], ", next: { type: string, format: uri }"), "/pets: url(\"/next\")\n");
    assert_eq!(way(&[], ", next: { type: string, format: uri }"), "");
    // Pets of a shop, and a list that is not about the shop.
    assert_eq!(way(&["cursor"], &format!("{NEXT}, shop: {{ type: object, properties: {{ staff: LIST }} }}")), "");
    // Of lists of texts only one that nothing stands beside is what the answer is about.
    let names = |name: &str, more: &str| {
        let text = pets("", &["cursor"], &format!("{NEXT}{more}"));
        let list = "{ type: array, items: { type: string } }";
        let text = text.replace(
            "pets: { type: array, items: { type: object, properties: { id: { type: string } } } }",
            &format!("{name}: {list}"),
        );
        assert!(text.contains(list), "{text}");
        ways(&generate(&text, &Config::default(), None))
    };
    assert_eq!(names("names", ""), "/pets: cursor(\"/next_cursor\", \"cursor\")\n");
    assert_eq!(names("warnings", ""), "");
    for beside in [
        "other: { type: array, items: { type: integer } }",
        "by_name: { type: object, additionalProperties: { type: string } }",
        "anything: {}",
        "shop: { type: object, properties: { staff: LIST } }",
    ] {
        assert_eq!(names("names", &format!(", {beside}")), "", "{beside}");
    }
    // Objects are what the answer is about, whatever is said of them.
    assert_eq!(
        way(&["cursor"], &format!("{NEXT}, names: {{ type: array, items: {{ type: string }} }}")),
        "/pets: cursor(\"/next_cursor\", \"cursor\")\n"
    );
}

/// A list with two parameters by which pages may be counted, of these types.
fn list(offset: &str, page: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{ title: Pages, version: 1.0.0 }}\nservers: [{{ url: 'https://a.example' }}]\npaths:\n  \
         /a:\n    get:\n      parameters:\n      - {{ name: from, in: query, schema: {offset} }}\n      \
         - {{ name: sheet, in: query, schema: {page} }}\n      responses:\n        '200':\n          description: All.\n          \
         content: {{ application/json: {{ schema: {{ type: array, items: {{ type: object }} }} }} }}\n"
    )
}

const BY_ITEMS: &str = "[pagination.items]\ntype = \"offset\"\noffset-parameter = \"from\"\n";
const BY_SHEETS: &str = "[pagination.a-sheet]\ntype = \"page-number\"\npage-parameter = \"sheet\"\n";

#[test]
fn of_two_schemes_that_fit_the_first_of_the_file_is_taken() {
    let text = list("{ type: integer }", "{ type: integer }");
    let ways_by = |config: String| ways(&generate(&text, &read(&config), None));
    assert_eq!(ways_by(format!("{BY_ITEMS}{BY_SHEETS}")), "/a: offset(\"from\")\n");
    assert_eq!(ways_by(format!("{BY_SHEETS}{BY_ITEMS}")), "/a: number(\"sheet\", 1)\n");
}

#[test]
fn a_text_counts_nothing_unless_it_is_said_so() {
    let config = read(BY_ITEMS);
    let ways_of = |schema: &str, config: &Config| ways(&generate(&list(schema, "{ type: string }"), config, None));
    assert_eq!(ways_of("{ type: string }", &config), "");
    assert_eq!(ways_of("{ type: string, pattern: '^[a-z0-9]+$' }", &config), "");
    for number in ["{ type: string, format: int64 }", "{ type: string, pattern: '^[0-9]{1,9}$' }", "{ type: number }"] {
        assert_eq!(ways_of(number, &config), "/a: offset(\"from\")\n", "{number}");
    }
    let named = read(&format!("{BY_ITEMS}[operations.\"GET /a\"]\npagination = \"items\"\n"));
    assert_eq!(ways_of("{ type: string }", &named), "/a: offset(\"from\")\n");
}
