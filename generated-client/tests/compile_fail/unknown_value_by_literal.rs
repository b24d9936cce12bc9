//! A value that is unknown today may be known tomorrow: code that matches it as unknown would then silently do something
//! else, so its text cannot stand in a pattern.

use avara::types::UserLevel;

fn is_supervisor(level: &UserLevel) -> bool {
    matches!(level, UserLevel::Unknown("supervisor"))
}

fn main() {}
