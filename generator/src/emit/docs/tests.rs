#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use super::*;

fn check(markdown: &str, expected: &[&str]) {
    assert_eq!(lines(markdown), expected);
}

#[test]
fn nothing_is_a_doctest() {
    check("```rust\nfn main() {}\n```", &["```text", "fn main() {}", "```"]);
    check("Run:\n\n    rm -rf /", &["Run:", "", "```text", "rm -rf /", "```"]);
}

#[test]
fn tabs_are_spaces() {
    check("```\na\n\tb\tc\n```", &["```text", "a", "    b    c", "```"]);
}

#[test]
fn html_and_brackets_are_text() {
    check("an [optional] word", &["an \\[optional] word"]);
    check("Vec<T> here", &["Vec`<T>` here"]);
}

#[test]
fn addresses_are_links() {
    check("see https://example.com/a_b.", &["see <https://example.com/a_b>."]);
    check("[here](../other)", &["here"]);
    check("write to <foo@bar.com>", &["write to <foo@bar.com>"]);
    check("https://a.b/?x=1&y=*z*.", &["<https://a.b/?x=1&y=>*z*."]);
    check("![logo](https://a.b/c.png) ![](https://a.b)", &["[logo](https://a.b/c.png) [image](https://a.b)"]);
    check("[![logo](https://a.b/c.png)](https://a.b)", &["[logo](https://a.b)"]);
    check("[x](javascript:alert) [y](#/z) ![w](w.png)", &["x y w"]);
}

#[test]
fn headings_are_small() {
    check("# Big\n\ntext", &["##### Big", "", "text"]);
}

#[test]
fn no_line_break_gets_through() {
    for text in ["a\u{2028}b", "a\rb", "a\u{b}b", "a\u{85}b"] {
        assert!(lines(text).iter().all(|line| !line.contains(['\n', '\r'])));
    }
    check("a\u{202e}b&#x202e;c&#10;&#x2066;d", &["abc d"]);
    check("[a&#x202e;](http://x.y '&#x202e;t&#10;') [b](http://x.y/&#x202e;)", &["[a](http://x.y \"t \") b"]);
}

#[test]
fn sentences() {
    assert_eq!(sentence("One thing. Another.").as_deref(), Some("One thing."));
    assert_eq!(sentence("Uses `a. b` here").as_deref(), Some("Uses `a. b` here"));
    assert_eq!(sentence("**Note. This** is. Really"), Some("**Note. This** is.".to_owned()));
    assert_eq!(sentence("* a. b"), None);
    assert_eq!(sentence("a<br>b. c"), Some("a b.".to_owned()));
    assert_eq!(sentence(""), None);
    assert_eq!(sentence("# Introduction\n\n## Of it\nThe API of pets. More.").as_deref(), Some("The API of pets."));
    assert_eq!(sentence("# Introduction"), None);
    assert_eq!(sentence("# Introduction\n\n- a\n- b"), None);
}

#[test]
fn emphasis_and_links_stand_in_one_paragraph() {
    check("[a][1] and *b*\n\n[1]: http://x/y", &["[a](http://x/y) and *b*"]);
    check("[a] **b**\n\n[a]: http://x/y", &["[a](http://x/y) **b**"]);
    check("text [r] and **x**\n\n[r]: ../x", &["text r and **x**"]);
    check("**x** [a](http://q) *y* https://a.b/c", &["**x** [a](http://q) *y* <https://a.b/c>"]);
    check("# *a* <b>\n\n*c* <d>", &["##### *a* `<b>`", "", "*c* `<d>`"]);
    check("*a*<br>b<i><u>", &["*a*\\", "b`<i><u>`"]);
}

#[test]
fn lines_break_where_their_author_broke_them() {
    check("a<br>b", &["a\\", "b"]);
    check("a  \nb", &["a\\", "b"]);
    check("a \r\nb\rc", &["a", "b", "c"]);
    check("a\\\nb<br/>\n<br />c<BR>", &["a\\", "b", "", "c"]);
    check("- a<br>b\n- c", &["* a\\", "  b", "* c"]);
    check("|a|\n|-|\n|b<br>c|", &["|a|", "|-|", "|b c|"]);
    check("a  \\\n \\\nb&#32;&#32;", &["a", "", "b"]);
    check("a\nb\n===", &["##### a b"]);
    check("```\na  \nb\n```", &["```text", "a", "b", "```"]);
}

#[test]
fn html_is_code_and_comments_are_nothing() {
    check("<!-- a\nb -->\n\nc <!-- d --> e", &["c  e"]);
    check("<dl>\n<dt>x`y</dt>\n</dl>", &["`<dl>`", "`<dt>x'y</dt>`", "`</dl>`"]);
}

#[test]
fn common_html_is_its_markdown() {
    check(
        "a <b>bold</b>, <Strong>strong</strong>, <i class=\"x\">a</i> <em>b</em>",
        &["a **bold**, **strong**, *a* *b*"],
    );
    check("<b>Note: </b>a<i> b </i>c<b> </b>d", &["**Note:** a *b* c d"]);
    check("a <code>b_c</code> <tt>x`y</tt>", &["a `b_c` `x'y`"]);
    check("see <a href=\"https://a.b/c\" target='_blank'>this</a>", &["see [this](https://a.b/c)"]);
    check("<p>One\n  two.</p><p>Three.</p>", &["One", "two.", "", "Three."]);
    check("<div>\n    <h2>Big</h2>\n    Text\n</div>", &["##### Big", "", "Text"]);
    check(
        "Of:<ul>\n  <li>a <b>b</b></li>\n  <li><p>c</p></li></ul>then",
        &["Of:", "", "* a **b**", "", "* c", "", "then"],
    );
    check("<ol><li>a<ul><li>b</li></ul></li><li>c</ol>", &["1. a", "", "   * b", "", "1. c"]);
    // In code, it is what its author shows.
    check("`<p>` and ``<b>x</b>``", &["`<p>` and `<b>x</b>`"]);
    check("```\n<li>a</li>\n```", &["```text", "<li>a</li>", "```"]);
    check("\\<p> <table><li>", &["\\<p> `<table><li>`"]);
}

#[test]
fn html_that_says_nothing_in_markdown_is_code() {
    // Half of a pair, halves that cross, and a link that leads nowhere.
    check("List<b> and <code>", &["List`<b>` and `<code>`"]);
    check("<b>a <i>b</b> c</i>", &["`<b>`a *b`</b>` c*"]);
    check("*a <b>b* c</b>", &["*a `<b>`b* c`</b>`"]);
    check("x <a href='javascript:alert(1)'>y</a> <a name=z>z</a>", &["x y `<a name=z>`z`</a>`"]);
    check("x <img src=x onerror=y> <b onclick=z>w</b>", &["x `<img src=x onerror=y>` **w**"]);
    check("<p <script>a</script>", &["`<p <script>a</script>`"]);
}

/// What is nested, or never closed, costs no more than its length.
#[test]
fn much_html_is_read_at_once() {
    for part in ["<", "<p", "`", "\\", "<ul><li>", "<b>", "<b>`", "`<``", "<code>"] {
        let text = part.repeat(40_000);
        let before = std::time::Instant::now();
        assert!(!lines(&format!("a {text} b")).is_empty());
        assert!(before.elapsed() < std::time::Duration::from_secs(20), "{part}: {:?}", before.elapsed());
    }
}

#[test]
fn footnotes_strokes_and_boxes_are_those_of_rustdoc() {
    check("x[^1]\n\n[^1]: note", &["x[^1]", "", "[^1]: note"]);
    check("x[^1]", &["x\\[^1]"]);
    check("~~old~~ *new*", &["~~old~~ *new*"]);
    check("- [x] done\n- [ ] open", &["* [x] done", "* [ ] open"]);
}

#[test]
fn no_backslash_is_needless() {
    check("2.1.0 - added [Application]", &["2.1.0 - added \\[Application]"]);
    check("2\\.\n\n2\\. x", &["2\\.", "", "2\\. x"]);
    check("5 * 3 ^2", &["5 * 3 ^2"]);
    check("this & that, AT&T, &amp;lt; &amp;", &["this & that, AT&T, &amp;lt; &amp;"]);
    check("a < b, <= 3, a <b", &["a < b, <= 3, a \\<b"]);
    check("string | null", &["string | null"]);
    check("a &#124; b\n&#45; &#124; -", &["a | b", "\\- \\| -"]);
    check("[a \\] b](https://x.y)", &["[a \\] b](https://x.y)"]);
}

#[test]
fn what_is_written_is_read_the_same() {
    for text in [
        "2.1.0 [a] *b* [c](https://d.e)",
        "a\\\nb",
        "1. a\n2. b\n\n   c",
        "> a\n>\n> * b",
        "a & b | c < d",
        "x[^1]\n\n[^1]: y",
    ] {
        let once = lines(text);
        assert_eq!(lines(&once.join("\n")), once, "{text}");
    }
}

#[test]
fn what_is_no_markdown_stays_as_it_is() {
    assert_eq!(text("# Pet *Store* & [more]\n<b>"), "\\# Pet \\*Store\\* & \\[more] \\<b>");
    assert_eq!(text(""), "");
}

#[test]
fn code_shows_what_it_holds() {
    assert_eq!(code(""), "an empty text");
    assert_eq!(code(" "), "`\" \"`");
    assert_eq!(code(" a "), "`  a  `");
    assert_eq!(code("a\u{202e}b\n\0"), "`a\\u{202e}b\\n\\u{0}`");
    assert_eq!(code("a`b"), "``a`b``");
    assert_eq!(code("`"), "`` ` ``");
}

/// Every text of a tree that documentation is made of.
fn texts(tree: &serde_json::Value, found: &mut Vec<String>) {
    match tree {
        serde_json::Value::Object(members) => {
            for (key, value) in members {
                match value.as_str() {
                    Some(text) if matches!(key.as_str(), "description" | "summary" | "title") => {
                        found.push(text.to_owned());
                    }
                    _ => texts(value, found),
                }
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        _ => {}
    }
}

/// Reads real descriptions, so it takes a while, and needs `SPECWRIGHT_CORPUS`.
#[test]
fn every_description_of_the_corpus_keeps_its_emphasis() {
    let Ok(corpus) = std::env::var("SPECWRIGHT_CORPUS") else {
        println!("left out: real descriptions (SPECWRIGHT_CORPUS names no corpus)");
        return;
    };
    let mut found = Vec::new();
    let folder = std::path::Path::new(&corpus).join("real");
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
            match extension {
                _ if path.is_dir() => folders.push(path),
                "json" => texts(
                    &serde_json::from_str(&std::fs::read_to_string(&path).expect("text")).unwrap_or_default(),
                    &mut found,
                ),
                "yaml" | "yml" => texts(
                    &serde_yaml::from_str(&std::fs::read_to_string(&path).expect("text")).unwrap_or_default(),
                    &mut found,
                ),
                _ => {}
            }
        }
    }
    found.sort();
    found.dedup();
    assert!(found.len() > 10_000, "only {} texts", found.len());
    let is_refused = |text: &&String| markdown::written(&html::blocks(&markdown::clean(text))).is_none();
    let refused: Vec<&String> = found.iter().filter(is_refused).collect();
    assert!(refused.is_empty(), "{} of {}: {refused:#?}", refused.len(), found.len());
    // A backslash too few would make another text of it.
    let differ: Vec<_> = found.iter().map(|text| lines(text)).filter(|once| lines(&once.join("\n")) != *once).collect();
    assert!(differ.is_empty(), "{} of {}: {differ:#?}", differ.len(), found.len());
    let plain: Vec<_> = found.iter().filter(|text| markdown::is_plain(text)).collect();
    assert!(plain.len() > 5_000, "only {} plain texts", plain.len());
    let differ: Vec<_> = plain.into_iter().filter(|text| lines(text) != markdown::rewritten(text)).collect();
    assert!(differ.is_empty(), "{differ:#?}");
}

#[test]
fn a_plain_text_is_what_markdown_makes_of_it() {
    let letters = ["a", "1", " ", ",", ".", ";", ":", "'", "\"", "(", ")", "/", "%", "?", "-"];
    for first in letters {
        for second in letters {
            for third in letters {
                for text in [format!("a{first}{second}{third}"), format!("a {first}{second}{third} b")] {
                    assert!(markdown::is_plain(&text) || text.contains("://"), "{text:?}");
                    assert_eq!(lines(&text), markdown::rewritten(&text), "{text:?}");
                }
            }
        }
    }
    for text in ["", " a", "1. a", "- a", "a\nb", "a_b", "a*b", "a <b>", "a `b`", "é", "see http://a.example"] {
        assert!(!markdown::is_plain(text), "{text:?}");
    }
}
