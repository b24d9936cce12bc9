//! Reading the environment.
//!
//! In: a variable's name. Out: its value. Not here: which variables there are; their names are the API's.

/// The trimmed value of an environment variable; an empty one counts as unset.
#[must_use]
pub fn env_var(name: &str) -> Option<String> {
    let value = std::env::var(name).ok()?;
    let value = value.trim();
    if value.is_empty() { None } else { Some(value.to_owned()) }
}
