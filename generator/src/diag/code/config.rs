//! The codes 07xx: configuration and overlays.
//!
//! Input: none. Output: the entries, passed on to `codes!` by way of `collect!`.
//! Not here: what an entry may hold (`mod.rs`).

macro_rules! config {
    ($rest:tt $($before:tt)*) => {
        collect! { $rest $($before)*

UnknownConfigKey "SW0701" "unknown-config-key" Error {
    title: "The configuration has a key that does not exist",
    explain: "A key that nobody reads would be a wish that is silently not granted, so nothing is generated until \
        it is corrected.",
    example: toml "\
[package]
naem = \"pets\"
",
    cure: "Correct the key; the message names the nearest one that exists.",
}

InvalidConfig "SW0702" "invalid-config" Error {
    title: "The configuration cannot be read",
    explain: "The file is not valid TOML, or a value is of the wrong kind.",
    example: toml "\
[client]
max-retries = \"two\"
",
    cure: "Write the kind of value that the message names: `max-retries = 2`.",
}

UnusedBaselineEntry "SW0703" "unused-baseline-entry" Error {
    title: "An entry of the baseline matches nothing",
    explain: "The baseline accepts a finding that is not there any more: it was mended, or its place has another name \
        now. There is no example, since it takes a baseline beside a description.",
    cure: "Remove the entry, so that it cannot hide the same finding when it comes back.",
}

UnusedFormat "SW0704" "unused-format" Error {
    title: "The configuration gives a type to a format that is not there",
    explain: "No string of the description has this `format`, so the entry has no effect, and the emitted package would \
        carry a dependency that nothing needs. No SDK is written until it is corrected. Only strings take their type from the configuration.",
    example: toml "\
[formats]
uuid = \"uuid\"
",
    cure: "Write the format as the description has it, or remove the entry.",
}

UnmatchedEntry "SW0705" "unmatched-entry" Error {
    title: "An entry of the configuration matches nothing",
    explain: "The entry is about a type, field, variant, parameter, resource or security scheme that the description \
        does not have, so it has no effect, and no SDK is written until it is corrected. The description may have \
        changed since the configuration was written.",
    example: toml "\
[types.\"#/components/schemas/Pett\"]
name = \"Animal\"
",
    cure: "Write the name as the description has it; the message names the nearest one. Or remove the entry.",
}

NotAnOverlay "SW0710" "not-an-overlay" Error {
    title: "The file is not an overlay",
    explain: "An OpenAPI Overlay 1.0 or 1.1 document has `overlay`, `info` and a list of `actions`. The file is \
        passed over, so the description is read without the corrections that it should make, and no SDK is written.",
    example: yaml "\
overlay: 1.0.0
info: { title: Corrections, version: 1.0.0 }
changes:
  - target: $.info
    update: { title: Pets }
",
    cure: "Start the file with `overlay: 1.0.0`, and list the changes below `actions`.",
}

OverlayAction "SW0711" "overlay-action" Error {
    title: "An action of an overlay cannot be carried out",
    explain: "Its `target` is no JSONPath expression, or it has none of `update`, `remove` and `copy`. The action is \
        passed over, the others are done, and no SDK is written.",
    example: yaml "\
overlay: 1.0.0
info: { title: Corrections, version: 1.0.0 }
actions:
  - target: /paths/~1pets
    remove: true
",
    cure: "A JSONPath expression starts with `$`: `$.paths['/pets']`.",
}

OverlayUnmatched "SW0712" "overlay-unmatched" Warning {
    title: "An action of an overlay matches nothing",
    explain: "No place of the description matches the `target`, so the action changes nothing. The description may \
        have changed since the overlay was written.",
    example: yaml "\
overlay: 1.0.0
info: { title: Corrections, version: 1.0.0 }
actions:
  - target: $.paths['/cats']
    remove: true
",
    cure: "Correct the `target`, or remove the action if what it corrected is gone.",
}

        }
    };
}
