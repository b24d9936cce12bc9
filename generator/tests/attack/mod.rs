//! A description and a configuration with hostile text in every place that takes text, and the same with tame text.
//!
//! Input: [`Texts`], hostile by a seed or tame. Output: an SDK. Two runs with other texts make SDKs of one structure.
//! Not here: what is expected of them (`hostile.rs`; `cases.rs` compiles one).

#![allow(dead_code, reason = "each of the tests that share it needs a part")]

mod description;
mod texts;

use std::sync::Arc;

use specwright::Outcome;
use specwright::config;
use specwright::source::Sources;

pub(crate) use texts::Texts;

/// An SDK, and the configuration that it was made with.
pub(crate) struct Made {
    pub(crate) outcome: Outcome,
    pub(crate) config: String,
}

/// The package of this name, of the description and the configuration with these texts.
pub(crate) fn generate(package: &str, texts: &mut Texts) -> Made {
    let text = description::description(texts).to_string();
    let sources = Sources::from_texts("api.json", [("api.json", text.as_str())]).expect("readable");
    let config = description::config(package, texts);
    let parsed = config::parse(&Arc::from("specwright.toml"), &config);
    let read = parsed.config.unwrap_or_else(|| panic!("{:?}", parsed.diagnostics));
    let outcome = specwright::generate(&sources, &read, None);
    assert!(outcome.findings.fatal.is_none(), "{texts}: {:?}", outcome.findings.fatal);
    Made { outcome, config }
}
