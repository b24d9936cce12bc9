//! Hostile texts: made of what ends, opens or hides something somewhere, by a seed.

use std::fmt;

/// What breaks out of a place where text stands as it is: of literals, comments, attributes, fences, tables, slots,
/// manifests and pages; what hides or turns round; what is no name.
const BREAKERS: &[&str] = &[
    "\"",
    "'",
    "\\",
    "\\\"",
    "\"; fn pwned() {} //",
    "*/ fn pwned() {} /*",
    "/*",
    "//",
    "\"#",
    "\"##; r#\"",
    "r##\"",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\0",
    "\u{b}",
    "\u{7f}",
    "\u{85}",
    "\u{2028}",
    "\u{2029}",
    "\u{202e}",
    "\u{202a}",
    "\u{2066}",
    "\u{2069}",
    "\u{200b}",
    "\u{200d}",
    "\u{200f}",
    "\u{61c}",
    "\u{feff}",
    "\u{ad}",
    "\u{fdd0}",
    "\u{e000}",
    "\u{10ffff}",
    "e\u{301}\u{302}\u{303}",
    "\u{2069}\u{202c}",
    "\\u{202e}",
    "\\uD800",
    "\\x00",
    "&#x202e;",
    "&lt;b&gt;",
    "&#10;",
    "#![feature(pwned)]",
    "#[pwned]",
    "]]",
    "]\n#![pwned]",
    "${pwned}",
    "$(pwned)",
    "$pwned:expr",
    "{{title}}",
    "{{#pwned}}x{{/pwned}}",
    "{{{",
    "}}",
    "{pwned}",
    "{}",
    "{0:?}",
    "%s%n",
    "[[bin]]\nname = 'pwned'",
    "\n[dependencies]\npwned = \"1\"\n",
    "'''",
    "\"\"\"",
    "= true",
    "\n# ",
    "\n## pwned\n\n",
    "\n===\n",
    "\n---\n",
    "\n***\n",
    "\n- x\n",
    "\n1. x\n",
    "\n> x\n",
    "    fn pwned() {}",
    "\n\n    fn pwned() {}\n\n",
    "`",
    "``",
    "```",
    "\n```\nfn pwned() { loop {} }\n```\n",
    "\n~~~\n",
    "\n```rust\n",
    "|",
    "\\|",
    "\n|a|b|\n|-|-|\n|c|d|\n",
    "<b>",
    "</code>",
    "</b>",
    "<code>",
    " <i>x</i> ",
    "<a href=\"javascript:pwned()\">",
    "<a href='http://x.y/\"onclick=pwned()'>z</a>",
    "</a>",
    "<ul><li>",
    "</p>",
    "<script>pwned()</script>",
    "<!--",
    "-->",
    "<?",
    "<![CDATA[",
    "<br>",
    "\n<div>\n",
    "[pwned]",
    "[pwned](javascript:pwned)",
    "[pwned](../x \"y)\")",
    "![x](http://x.y/z.png)",
    "[x][pwned]",
    "\n\n[pwned]: http://x.y\n\n",
    "[^1]",
    "\n\n[^1]: note\n\n",
    "<http://x.y>",
    "http://x.y/a_b*c",
    "<a@b.cd>",
    "**",
    "*",
    "_",
    "~~",
    "__a__b",
    "***a** b*",
    "\\",
    "  \n",
    "\\\n",
    "../../pwned/../etc/passwd",
    "CON",
    "::",
    "'static",
    "'a",
    "fn",
    "type",
    "self",
    "Self",
    "crate",
    "super",
    "async",
    "r#fn",
    "_",
    "0",
    "1x1",
    "日本語",
    "ñ",
    "İ",
    "ß",
    "аррӏе",
    "🎉",
    "👩‍👩‍👧",
    "𝒳",
    "Ⅷ",
    "٣",
    "",
    " ",
    "null",
    "true",
    "1e999",
    "-0",
];

/// A source of texts: hostile ones, which follow from a seed, or tame ones.
pub(crate) struct Texts {
    /// The state of the generator; tame texts have none.
    state: Option<u64>,
    /// Whether texts that become names, or decide what is emitted, stay comparable to tame ones.
    comparable: bool,
    given: usize,
    about: String,
}

impl fmt::Display for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.about)
    }
}

impl Texts {
    pub(crate) fn tame() -> Self {
        Self { state: None, comparable: true, given: 0, about: "tame".to_owned() }
    }

    /// Hostile texts that give an SDK of the same structure as tame ones.
    pub(crate) fn comparable(seed: u64) -> Self {
        Self {
            state: Some(seed.wrapping_mul(2) + 1),
            comparable: true,
            given: 0,
            about: format!("comparable, seed {seed}"),
        }
    }

    /// Hostile texts in all places, the first of each as it is.
    pub(crate) fn wild(seed: u64) -> Self {
        Self { state: Some(seed.wrapping_mul(2) + 1), comparable: false, given: 0, about: format!("wild, seed {seed}") }
    }

    /// A text that nothing is read from.
    pub(crate) fn text(&mut self) -> String {
        self.given += 1;
        match self.hostile(6) {
            // Long texts are rare, and very long.
            Some(text) if self.given % 97 == 5 => text.repeat(2_000).chars().take(20_000).collect(),
            Some(text) => text,
            None => format!("Tame {}", self.given),
        }
    }

    /// A text that becomes a name, and stands in the order of names where its tame fellow stands.
    pub(crate) fn name(&mut self) -> String {
        self.given += 1;
        let letter = |number: usize| char::from(b'a' + u8::try_from(number % 26).unwrap_or_default());
        let place = format!("k{}{}", letter(self.given / 26), letter(self.given));
        match self.hostile(3) {
            Some(text) if self.comparable => format!("{place} {text}"),
            Some(text) => text,
            None => format!("{place} tame"),
        }
    }

    /// A name of which two are made, one of them in ASCII; those are told apart only where a text has other letters.
    pub(crate) fn name_of_module(&mut self) -> String {
        let name = self.name();
        if self.comparable { name.replace(|c: char| !c.is_ascii(), "") } else { name }
    }

    /// A text that decides what is emitted: `tame`, where texts are to be compared.
    pub(crate) fn deciding(&mut self, tame: &str) -> String {
        self.given += 1;
        let hostile = self.hostile(3);
        hostile.filter(|_| !self.comparable).unwrap_or_else(|| tame.to_owned())
    }

    fn hostile(&mut self, most: u64) -> Option<String> {
        self.state?;
        let count = 1 + self.next() % most;
        let mut text = String::new();
        for _ in 0..count {
            let picked = usize::try_from(self.next()).unwrap_or_default() % BREAKERS.len();
            text.push_str(BREAKERS[picked]);
            if self.next().is_multiple_of(3) {
                text.push_str(["word", " and ", " ", "X"][usize::try_from(self.next() % 4).unwrap_or_default()]);
            }
        }
        Some(text)
    }

    /// xorshift64*: the same numbers on every machine.
    fn next(&mut self) -> u64 {
        let state = self.state.get_or_insert(1);
        *state ^= *state >> 12;
        *state ^= *state << 25;
        *state ^= *state >> 27;
        state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11
    }
}
