//! What is promised of speed.
//!
//! Input: a figure of a document. Output: whether it is as promised. Not here: how it is measured.

/// What is promised of one figure of one document.
pub(super) struct Bar {
    /// The document's name in the corpus.
    pub(super) document: &'static str,
    /// What is done with it, such as `generate`.
    pub(super) what: &'static str,
    /// Which figure of it, with its unit.
    pub(super) figure: &'static str,
    /// The most that it may be.
    pub(super) most: f64,
}

/// User time in seconds.
pub(super) const USER: &str = "s user";
/// Memory in MB.
pub(super) const PEAK: &str = "MB at most";
/// Lines of Rust.
pub(super) const LINES: &str = "lines";
/// As a part of the user time of the other generator whose crate is checked fastest.
pub(super) const PART_OF_TIME: &str = "× the fastest other's time";
/// As a part of its memory.
pub(super) const PART_OF_PEAK: &str = "× its memory";

/// The documents of which all that [`EACH`] says is promised.
const COMPILED: [&str; 7] = ["figma", "box", "oxide-nexus", "discord", "openai", "stripe-old", "github"];

const fn bar(document: &'static str, what: &'static str, figure: &'static str, most: f64) -> Bar {
    Bar { document, what, figure, most }
}

const BARS: &[Bar] = &[
    bar("github", "lint", USER, 0.6),
    bar("github", "lint", PEAK, 250.0),
    bar("github", "generate", USER, 1.0),
    bar("github", "generate", PEAK, 300.0),
    bar("github", "generate", "× openapi-to-rust", 0.25),
    bar("openai", "generate", USER, 0.6),
    bar("figma", "check", USER, 3.0),
    bar("box", "check", USER, 5.0),
    bar("stripe-old", "check", USER, 10.0),
    bar("stripe-old", "check", PEAK, 1000.0),
    bar("openai", "check", USER, 18.0),
    bar("openai", "check", PEAK, 1500.0),
    bar("github", "check", USER, 32.0),
    bar("github", "check", PEAK, 2500.0),
    bar("kubernetes", "check", PEAK, 2500.0),
    bar("figma", "emitted", LINES, 16_000.0),
    bar("openai", "emitted", LINES, 90_000.0),
    bar("github", "emitted", LINES, 140_000.0),
];

/// What is promised of each of [`COMPILED`].
const EACH: &[Bar] = &[
    bar("", "check", PART_OF_TIME, 0.3),
    bar("", "check", PART_OF_PEAK, 0.4),
    bar("", "dev build", PART_OF_TIME, 0.25),
    bar("", "dev build", PART_OF_PEAK, 0.4),
    bar("", "release build", PART_OF_TIME, 0.4),
    bar("", "release build", PART_OF_PEAK, 0.4),
];

/// The bars that were looked at.
#[derive(Default)]
pub(super) struct Bars {
    held: usize,
    missed: usize,
    said: String,
}

impl Bars {
    /// Holds a figure against its bar, if there is one.
    pub(super) fn hold(&mut self, document: &str, what: &str, figure: &str, value: Option<f64>) {
        let is = |bar: &&Bar| (bar.what, bar.figure) == (what, figure);
        let own = BARS.iter().find(|bar| bar.document == document && is(bar));
        let each = || EACH.iter().find(is).filter(|_| COMPILED.contains(&document));
        let Some((bar, value)) = own.or_else(each).zip(value) else { return };
        let word = if value <= bar.most { "held" } else { "NOT HELD" };
        *(if value <= bar.most { &mut self.held } else { &mut self.missed }) += 1;
        self.said += &format!("| {document}: {what} | ≤ {} {figure} | {value:.2} | {word} |\n", bar.most);
    }

    /// Prints them, and says whether all are held.
    pub(super) fn finish(self) -> anyhow::Result<()> {
        if !self.said.is_empty() {
            print!("\n| bar | | measured | |\n| --- | --- | --- | --- |\n{}", self.said);
        }
        anyhow::ensure!(self.missed == 0, "{} of {} bars are not held", self.missed, self.held + self.missed);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_the_most_that_is_allowed() {
        let mut bars = Bars::default();
        bars.hold("github", "lint", USER, Some(0.6));
        bars.hold("github", "generate", PEAK, Some(300.5));
        bars.hold("github", "generate", USER, None);
        bars.hold("nobody", "generate", USER, Some(99.0));
        bars.hold("discord", "check", PART_OF_TIME, Some(0.29));
        bars.hold("museum", "check", PART_OF_TIME, Some(1.0));
        assert_eq!((bars.held, bars.missed), (2, 1));
        assert_eq!(bars.finish().unwrap_err().to_string(), "1 of 3 bars are not held");
    }
}
