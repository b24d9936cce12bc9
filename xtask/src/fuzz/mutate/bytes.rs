//! Damage of bytes: what a bad edit, a bad merge or a bad disk leaves.
//!
//! Input: a file. Output: the same, with one edit. Not here: edits that know the structure (`tree`).

use crate::random::Random;

/// What means something to YAML, JSON, OpenAPI or Rust.
const TOKENS: [&[u8]; 54] = [
    b"$ref: '#'",
    b"\"$ref\": \"#\",",
    b"$ref: '#/components/schemas/a'",
    b"$ref: other.yaml",
    b"[",
    b"]",
    b"{",
    b"}",
    b"- ",
    b"- - - ",
    b": ",
    b"? ",
    b",",
    b"\"",
    b"'",
    b"\\",
    b"\\u0000",
    b"\\ud800",
    b"\t",
    b"\n",
    b"\r",
    b"\r\n\r\n",
    b"\0",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xff",
    b"\xc3\x28",
    b"\xe2\x80\xa8",
    b"\xc2\x85",
    b"&a ",
    b"*a ",
    b"&a [*a, *a]",
    b"<<: *a\n",
    b"<<: {a: 1}",
    b"!!binary ",
    b"!!str ",
    b"!tag ",
    b"|\n",
    b">-\n",
    b"---\n",
    b"...\n",
    b"%YAML 1.2\n",
    b"# ",
    b"null",
    b"~",
    b"true",
    b"no",
    b"1e999",
    b"-0",
    b"99999999999999999999999999",
    b".nan",
    b"0x7fffffffffffffff",
    b"1_000",
    b"2024-01-01",
];

/// One edit.
pub(super) fn edit(text: &mut Vec<u8>, random: &mut Random) {
    let at = random.below(text.len() + 1);
    let end = (at + span(random)).min(text.len());
    match random.below(9) {
        0 => {
            if let Some(byte) = text.get_mut(at) {
                *byte ^= 1 << random.below(8);
            }
        }
        1 => drop(text.drain(at..end)),
        2 => {
            let again = text.get(at..end).unwrap_or_default().to_vec();
            let to = random.below(text.len() + 1);
            drop(text.splice(to..to, again));
        }
        // A line goes, comes twice, or is indented otherwise: what happens to YAML.
        3 => {
            let (start, end) = line(text, at);
            drop(text.drain(start..end));
        }
        4 => {
            let (start, end) = line(text, at);
            let again = text.get(start..end).unwrap_or_default().to_vec();
            drop(text.splice(start..start, again));
        }
        5 => {
            let (start, _) = line(text, at);
            let spaces = vec![b' '; 1 + random.below(6)];
            if text.get(start) == Some(&b' ') && random.one_in(2) {
                text.remove(start);
            } else {
                drop(text.splice(start..start, spaces));
            }
        }
        // The file ends too early, or something is nested very deeply.
        6 if random.one_in(8) => text.truncate(at),
        7 if random.one_in(8) => {
            let token = random.pick(&[&b"["[..], b"{\"a\":", b"- ", b"[{", b"? ", b"!a ", b"*a "]).unwrap_or_default();
            let many = token.repeat([100, 130, 1_000, 20_000].get(random.below(4)).copied().unwrap_or(1));
            drop(text.splice(at..at, many));
        }
        _ => {
            let token = random.pick(&TOKENS).unwrap_or_default().to_vec();
            let end = if random.one_in(2) { end } else { at };
            drop(text.splice(at..end, token));
        }
    }
}

/// How many bytes an edit is about: mostly few.
fn span(random: &mut Random) -> usize {
    let most = if random.one_in(10) { 2_000 } else { 12 };
    1 + random.below(most)
}

/// The line around a place, its end included.
fn line(text: &[u8], at: usize) -> (usize, usize) {
    let (before, after) = text.split_at(at.min(text.len()));
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |place| place + 1);
    let end = after.iter().position(|byte| *byte == b'\n').map_or(text.len(), |place| at + place + 1);
    (start, end)
}
