//! How much is written: files, lines, items and tokens of a few SDKs, held against what was written when somebody last
//! looked. They are what compiling an SDK costs, as far as it depends on no machine.
//!
//! Input: descriptions of `tests/cases` and that of the Avara API. Output: `tests/counts.tsv`, which
//! `UPDATE_EXPECT=1 cargo test -p specwright --test counts` writes anew. A count that differs by more than two per cent
//! has to be written there in the same change: more, so that somebody says why; less, so that it stays so.
//! Not here: what is written (`cases.rs`), and how long it takes (`cargo xtask bench`).

#![allow(clippy::expect_used, reason = "helpers of tests are tests too")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use specwright::config;
use specwright::source::Sources;
use syn::Item;

/// Below `tests/cases`, without their ending: one of each kind of which much is written.
const CASES: [&str; 10] = [
    "answers",
    "bodies",
    "enums",
    "forms",
    "pages",
    "parameter_styles",
    "security",
    "streams",
    "union_tags",
    "webhooks",
];

/// The files that are the same in every SDK.
const RUNTIME: &str = "src/runtime/";

/// How much is written.
#[derive(Default)]
struct Counts {
    files: usize,
    lines: usize,
    items: usize,
    tokens: usize,
}

impl Counts {
    fn add(&mut self, text: &str) {
        self.files += 1;
        self.lines += text.lines().count();
        self.tokens += tokens(text.parse().expect("Rust"));
        self.items += items(&syn::parse_file(text).expect("Rust").items);
    }
}

/// Items, and those inside of them.
fn items(list: &[Item]) -> usize {
    let inside = |item: &Item| match item {
        Item::Impl(of) => of.items.len(),
        Item::Trait(of) => of.items.len(),
        Item::Mod(of) => of.content.as_ref().map_or(0, |(_, list)| items(list)),
        _ => 0,
    };
    list.iter().map(|item| 1 + inside(item)).sum()
}

fn tokens(stream: TokenStream) -> usize {
    let of = |tree: TokenTree| match tree {
        TokenTree::Group(group) => 2 + tokens(group.stream()),
        _ => 1,
    };
    stream.into_iter().map(of).sum()
}

/// What is written of the library by a description: of the API, and of the runtime.
fn count(path: &Path, config: &str) -> [Counts; 2] {
    let text = fs::read_to_string(path).expect("a description").replace("\r\n", "\n");
    let sources = Sources::from_texts("api.yaml", [("api.yaml", text.as_str())]).expect("readable");
    let config = config::parse(&"specwright.toml".into(), config).config.expect("a configuration");
    let mut counts = [Counts::default(), Counts::default()];
    for file in specwright::generate(&sources, &config, None).files {
        let path = file.path.as_str();
        if path.starts_with("src/") && file.path.extension() == Some("rs") {
            let [api, runtime] = &mut counts;
            (if path.starts_with(RUNTIME) { runtime } else { api }).add(&file.text);
        }
    }
    counts
}

/// The table of what is written now.
fn table() -> String {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let spec = tests.join("../../spec");
    let config = fs::read_to_string(spec.join("specwright.toml")).expect("a configuration");
    let [avara, runtime] = count(&spec.join("avara.openapi.yaml"), &config);
    let mut rows = vec![("runtime", runtime), ("avara", avara)];
    for name in CASES {
        let [api, _] = count(&tests.join("cases").join(name).with_extension("yaml"), "");
        rows.push((name, api));
    }
    let mut text = "sdk\tfiles\tlines\titems\ttokens\n".to_owned();
    for (name, Counts { files, lines, items, tokens }) in rows {
        writeln!(text, "{name}\t{files}\t{lines}\t{items}\t{tokens}").expect("a String takes all");
    }
    text
}

/// The cells of one table that are more than two per cent off those of the other.
fn differences(stands: &str, is: &str) -> Vec<String> {
    let cells = |text: &str| -> Vec<(String, String, usize)> {
        let mut lines = text.lines().map(|line| line.split('\t'));
        let head: Vec<&str> = lines.next().into_iter().flatten().collect();
        let row = |mut cells: std::str::Split<'_, char>| {
            let name = cells.next().unwrap_or_default().to_owned();
            let columns = head.iter().skip(1).map(|column| (*column).to_owned());
            let counts = cells.map(|cell| cell.parse().expect("a count")).collect::<Vec<usize>>();
            columns.zip(counts).map(|(column, count)| (name.clone(), column, count)).collect::<Vec<_>>()
        };
        lines.flat_map(row).collect()
    };
    let (stands, is) = (cells(stands), cells(is));
    let before = |name: &str, column: &str| {
        let same = |cell: &&(String, String, usize)| cell.0 == name && cell.1 == column;
        stands.iter().find(same).map(|cell| cell.2)
    };
    let mut off = Vec::new();
    for (name, column, now) in &is {
        match before(name, column) {
            Some(before) if now.abs_diff(before) * 50 > before => {
                off.push(format!("{name}: {column}: {before} -> {now}"));
            }
            Some(_) => {}
            None => off.push(format!("{name}: {column}: {now} is not in the table")),
        }
    }
    off
}

#[test]
fn as_much_is_written_as_it_was() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/counts.tsv");
    let now = table();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, &now).expect("can be written");
    }
    let stands = fs::read_to_string(&path).unwrap_or_default();
    let off = differences(&stands, &now);
    let cure = "UPDATE_EXPECT=1 cargo test -p specwright --test counts";
    assert!(off.is_empty(), "more than 2 % off tests/counts.tsv; if that is meant: {cure}\n{}", off.join("\n"));
}

#[test]
fn two_per_cent_are_allowed() {
    let stands = "sdk\tlines\titems\na\t100\t50\nb\t100\t50\n";
    assert_eq!(differences(stands, "sdk\tlines\titems\na\t102\t49\nb\t98\t51\n"), [""; 0]);
    assert_eq!(
        differences(stands, "sdk\tlines\titems\na\t103\t48\nc\t1\t1\n"),
        [
            "a: lines: 100 -> 103",
            "a: items: 50 -> 48",
            "c: lines: 1 is not in the table",
            "c: items: 1 is not in the table"
        ]
    );
}
