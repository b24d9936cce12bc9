//! Names of what belongs to shared parts: responses, parameters and bodies that stand in one place.
//!
//! Input: the API. Output: for each part the word that its types begin with.
//! Not here: which type belongs to which part (`lower`).
//!
//! A part is called as the description calls it. A response says in addition that it is one, or that it is an error where
//! only failures bring it, and a body that it is one, since schemas of the same name stand in the same module.

use std::collections::{BTreeMap, BTreeSet};

use super::words;
use crate::ir::{Answer, Api, Origin, Owner, Role, Shared, SharedKind, StatusAnswer, Type};

/// The word for each part, and one that says more, for when that is taken.
pub(super) type Parts<'a> = BTreeMap<&'a Shared, [String; 2]>;

pub(super) fn parts(api: &Api) -> Parts<'_> {
    let failures = of_failures(api);
    let shared = api.types.iter().filter_map(|(_, def)| part(&def.origin));
    shared.map(|(shared, _)| (shared, words_for(shared, failures.contains(shared)))).collect()
}

/// The shared part that a type belongs to at once, and what it is to that.
pub(super) fn part(origin: &Origin) -> Option<(&Shared, &Role)> {
    match origin {
        Origin::Inline { owner: Owner::Shared(shared), role } => Some((shared, role)),
        _ => None,
    }
}

/// The responses that failures bring, and no success.
fn of_failures(api: &Api) -> BTreeSet<&Shared> {
    let of = |ty: &Type| -> Vec<&Shared> {
        ty.named_within().into_iter().filter_map(|id| part(&api.types[id].origin)).map(|(shared, _)| shared).collect()
    };
    let mut failures = BTreeSet::new();
    let mut successes = BTreeSet::new();
    for operation in &api.operations {
        failures.extend(operation.errors.iter().filter_map(|error| error.ty.as_ref()).flat_map(of));
        match &operation.answer {
            Answer::Json { ty, .. } => successes.extend(of(ty)),
            Answer::Statuses { cases, .. } => successes.extend(cases.iter().filter_map(StatusAnswer::ty).flat_map(of)),
            Answer::Empty | Answer::Text(_) | Answer::Binary(_) | Answer::Stream(_) => {}
        }
    }
    failures.retain(|shared| !successes.contains(shared));
    failures
}

fn words_for(shared: &Shared, is_failure: bool) -> [String; 2] {
    let (word, kinds): (&str, &[&str]) = match shared.kind {
        SharedKind::Response if is_failure => ("Error", &["Error", "Errors", "Response", "Exception", "Problem"]),
        SharedKind::Response => ("Response", &["Response", "Responses", "Result", "Results"]),
        SharedKind::Parameter => ("Parameter", &["Parameter", "Param"]),
        SharedKind::Body => ("Body", &["Body", "Request", "Payload", "Input"]),
    };
    let full = words::pascal(&shared.name);
    let name = words::pascal(without_places(&shared.name));
    // `400`, `200OkAccesses`: what begins with a digit needs a word in front.
    if shared.name.starts_with(|c: char| c.is_ascii_digit()) {
        let name = format!("{word}{}", name.trim_start_matches('V'));
        return [name.clone(), format!("{name}Value")];
    }
    let has_word = kinds.iter().any(|kind| has_word(&name, kind));
    let long = format!("{name}{word}");
    match shared.kind {
        SharedKind::Parameter => [name, long],
        _ if has_word => [name, long],
        _ if full != name => [long, full],
        _ => [long.clone(), format!("{long}Value")],
    }
}

/// A name without the path that a bundler puts in front of one that was taken: `components-responses-NotFound`.
fn without_places(name: &str) -> &str {
    let mut name = name;
    while let Some((place, rest)) = name.split_once(['-', '_', '.'])
        && ["components", "responses", "parameters", "requestBodies"].contains(&place)
        && rest.starts_with(char::is_alphabetic)
    {
        name = rest;
    }
    name
}

/// Whether a name in `UpperCamelCase` has a word.
fn has_word(name: &str, word: &str) -> bool {
    name.match_indices(word).any(|(at, _)| {
        let rest = name.get(at + word.len()..).unwrap_or_default();
        !rest.starts_with(|c: char| c.is_ascii_lowercase())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_called_what_they_are_without_stutter() {
        use SharedKind::{Body, Parameter, Response};
        for (kind, name, is_failure, expected) in [
            (Response, "NotFound", true, ["NotFoundError", "NotFoundErrorValue"]),
            (Response, "ErrorResponse", true, ["ErrorResponse", "ErrorResponseError"]),
            (Response, "validation_error", true, ["ValidationError", "ValidationErrorError"]),
            (Response, "Terrors", true, ["TerrorsError", "TerrorsErrorValue"]),
            (Response, "existing_user", false, ["ExistingUserResponse", "ExistingUserResponseValue"]),
            (Response, "GetUserResponse", false, ["GetUserResponse", "GetUserResponseResponse"]),
            (Response, "400", true, ["Error400", "Error400Value"]),
            (Response, "components-responses-NotFound", true, ["NotFoundError", "ComponentsResponsesNotFound"]),
            (Response, "responses", true, ["ResponsesError", "ResponsesErrorValue"]),
            (Parameter, "sort", false, ["Sort", "SortParameter"]),
            (Body, "User", false, ["UserBody", "UserBodyValue"]),
            (Body, "CreateUserRequest", false, ["CreateUserRequest", "CreateUserRequestBody"]),
        ] {
            let shared = Shared { kind, name: name.to_owned(), place: String::new() };
            assert_eq!(words_for(&shared, is_failure), expected, "{name}");
        }
    }
}
