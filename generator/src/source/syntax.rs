//! What the parsers say of a text that is not valid, in words for its reader.
//!
//! Input: a parser's message, and the line at which it gave up. Output: what is wrong there, and what to do.
//! Not here: where the place is, and faults that are no matter of syntax (`parse`).

/// What is wrong, to be read after "this is not valid YAML: ", and what to do about it. `line` is the one at which the
/// parser gave up, `column` from 1.
pub(super) fn in_words(message: &str, line: &str, column: usize) -> (String, Option<String>) {
    let says = |part: &str| message.contains(part);
    // libyaml names where that begins which does not end.
    let (_, begins) = message.split_once(" that begins at ").unwrap_or(("", "an earlier line"));
    let here = line.chars().nth(column.saturating_sub(1));
    let unclosed = |what: &str, closer: char| {
        let said = format!("there should be a `,` or a `{closer}` before this");
        (said, format!("the {what} that opens at {begins} is not closed; `{closer}` closes it"))
    };
    let (said, help) = match () {
        () if says("mapping values are not allowed") => match line.matches(": ").count() {
            0 | 1 => (
                "a key stands where none can".to_owned(),
                "indent the line like the keys beside it; if it goes on with the text before it, put that in quotes"
                    .to_owned(),
            ),
            _ => (
                "a text without quotes holds `: `".to_owned(),
                "a text that holds a colon and a space needs quotes around it".to_owned(),
            ),
        },
        () if says("expected ',' or '}'") => unclosed("mapping", '}'),
        () if says("expected ',' or ']'") => unclosed("list", ']'),
        () if says("unexpected end of stream") && says("quoted scalar") => (
            "the file ends inside a text in quotes".to_owned(),
            format!("the quotes that open at {begins} are not closed"),
        ),
        () if says("did not find expected key") && says("block mapping") => (
            "this line belongs to no mapping".to_owned(),
            format!("indent it like the other keys of the mapping that begins at {begins}"),
        ),
        () if says("did not find expected '-' indicator") => (
            "this stands beside the entries of a list, and is none".to_owned(),
            format!("begin it with `- `, or indent it as a part of an entry of the list that begins at {begins}"),
        ),
        () if says("block sequence entries are not allowed") => (
            "an entry of a list stands where none can".to_owned(),
            "begin the list on a line of its own, below its key".to_owned(),
        ),
        () if says("could not find expected ':'") => (
            "there is a key without a colon".to_owned(),
            "write `key: value`, with a space after the colon; a text of several lines begins with `|`".to_owned(),
        ),
        () if says("did not find expected node content") => match here {
            Some(c) => {
                (format!("there should be a value before `{c}`"), "write the value, or take the key out".to_owned())
            }
            None => ("there should be a value here".to_owned(), "write the value, or take the key out".to_owned()),
        },
        () if says("cannot start any token") => match here {
            Some(c) if !c.is_whitespace() => {
                (format!("a text without quotes cannot begin with `{c}`"), "put quotes around the text".to_owned())
            }
            _ => return (message.to_owned(), None),
        },
        () if says("trailing comma") => {
            ("there is a comma after the last entry".to_owned(), "take out the comma before this place".to_owned())
        }
        () if says("EOF while parsing an object") => ("the file ends inside an object".to_owned(), missing('}')),
        () if says("EOF while parsing a list") => ("the file ends inside a list".to_owned(), missing(']')),
        () if says("EOF while parsing a string") => ("the file ends inside a text".to_owned(), missing('"')),
        () if says("expected `,` or `}`") => ("there should be a `,` or a `}` before this".to_owned(), between()),
        () if says("expected `,` or `]`") => ("there should be a `,` or a `]` before this".to_owned(), between()),
        () if says("key must be a string") => {
            ("a key has no quotes".to_owned(), "in JSON, quotes stand around each key: `\"paths\": …`".to_owned())
        }
        () if says("control character") => (
            "a text holds a line break, a tab or the like".to_owned(),
            "in JSON they are written `\\n` and `\\t`; perhaps the text lacks its closing quotes".to_owned(),
        ),
        () if says("expected value") => (
            "there should be a value here".to_owned(),
            "in JSON a value is an object, a list, a text in quotes, a number, `true`, `false` or `null`".to_owned(),
        ),
        () => return (message.to_owned(), None),
    };
    (said, Some(help))
}

/// The line, from 1, at which a conflict that a merge left behind begins, at or before the one where a parser gave up:
/// it may take that line for a key or for a text, and stumble over one that follows.
pub(super) fn conflict(text: &str, gave_up: usize) -> Option<usize> {
    text.lines().take(gave_up).position(|line| line.starts_with("<<<<<<< ")).map(|index| index + 1)
}

fn missing(closer: char) -> String {
    format!("a `{closer}` is missing somewhere above")
}

fn between() -> String {
    "put a comma between two entries, or close what is open".to_owned()
}
