//! Words of paths: what they are made of, and whether they name many things.

use crate::ir::case;

/// One spelling for all spellings of a name: `clinicalReferences`, `clinical-references` and `ClinicalReferences`
/// are the same resource.
pub(in super::super) fn key(text: &str) -> String {
    // One small word, as most are.
    if text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        return text.to_owned();
    }
    case::snake(text)
}

/// Whether a segment reads as the name of many things (`users`, `studies`, `reroute-urls`), not as a verb or a single one.
pub(super) fn is_plural(segment: &str) -> bool {
    let key = key(segment);
    let last = key.rsplit('_').next().unwrap_or_default();
    let singular_endings = ["ss", "us", "is", "ics", "ous"];
    let irregular = ["people", "children", "data", "media", "metadata", "feet", "men", "women"];
    let verbs = [
        "access", "process", "address", "canvas", "bus", "gas", "status", "dns", "tls", "aws", "sms", "ads", "https",
        "os", "ios", "news",
    ];
    irregular.contains(&last)
        || (last.len() > 2
            && last.ends_with('s')
            && !verbs.contains(&last)
            && !singular_endings.iter().any(|ending| last.ends_with(ending)))
}

/// Whether a word names one of what another names many of: `category` and `categories`.
pub(super) fn is_one_of(one: &str, many: &str) -> bool {
    let singular = many.strip_suffix("ies").map(|stem| format!("{stem}y"));
    one == many || one == singular.as_deref().or(many.strip_suffix('s')).unwrap_or_default()
}

/// Verbs of actions.
#[rustfmt::skip]
const VERBS: &[&str] = &[
    "accept", "activate", "add", "apply", "approve", "archive", "assign", "attach", "authorize", "block", "calculate",
    "cancel", "clear", "clone", "close", "complete", "confirm", "convert", "copy", "create", "deactivate", "decline",
    "delete", "detach", "disable", "dismiss", "edit", "enable", "estimate", "execute", "expire", "extend", "fetch",
    "finalize", "find", "generate", "get", "import", "invite", "join", "leave", "list", "login", "logout", "merge",
    "move", "mute", "pause", "pin", "preview", "promote", "provision", "publish", "purge", "reactivate", "rebuild",
    "recover", "refresh", "regenerate", "register", "reject", "release", "remove", "rename", "renew", "replace",
    "replay", "resend", "reset", "resolve", "restart", "restore", "resume", "retry", "reverse", "revoke", "rotate",
    "run", "save", "search", "send", "set", "settle", "simulate", "skip", "start", "stop", "submit", "subscribe",
    "suspend", "sync", "terminate", "transfer", "trigger", "unarchive", "unassign", "unblock", "uncancel", "undelete",
    "undo", "uninstall", "unlock", "unmute", "unpause", "unpin", "unpublish", "unsubscribe", "update", "upgrade",
    "upload", "validate", "verify", "void", "write",
];

/// Those that no API has for a noun, so that what stands after one is what it is done to (`/simulate/payments`).
const PLAIN_VERBS: &[&str] =
    &["calculate", "convert", "estimate", "generate", "preview", "simulate", "validate", "verify"];

/// Verbs that are nouns in front of others (`build-logs`, `query-results`), so that they count alone.
const ALONE: &[&str] =
    &["build", "exec", "extract", "prune", "query", "repair", "rollback", "scrap", "setup", "unmerge"];

/// Verbs that are the name of a thing as often (`GET /folders/{id}/list`).
const NOUNS: &[&str] = &["list", "move", "preview", "release", "search", "set", "transfer"];

/// Whether a segment is one verb, and no thing that may be called so.
pub(super) fn is_deed(segment: &str) -> bool {
    let key = key(segment);
    ALONE.contains(&key.as_str()) || VERBS.contains(&key.as_str()) && !NOUNS.contains(&key.as_str())
}

/// Whether a segment begins with a verb (`cancel`, `retry-payments`).
pub(super) fn is_verb(segment: &str) -> bool {
    VERBS.contains(&key(segment).split('_').next().unwrap_or_default())
}

/// Whether a segment is a verb wherever it stands.
pub(super) fn is_plain_verb(segment: &str) -> bool {
    PLAIN_VERBS.contains(&key(segment).as_str())
}

/// The words after `by` in a lookup segment (`by-uid`, `byExternalReferenceId`, `findByTags` has a verb before it
/// and is none).
pub(super) fn lookup(segment: &str) -> Option<String> {
    key(segment).strip_prefix("by_").map(ToOwned::to_owned)
}

/// Whether a segment is a version (`v1`, `v2beta1`, `2021-06-01`, `1.0`).
pub(super) fn is_version(segment: &str) -> bool {
    let digits = segment.strip_prefix(['v', 'V']).unwrap_or(segment);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && (segment.len() != digits.len() || digits.chars().all(|c| c.is_ascii_digit() || c == '.' || c == '-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals() {
        for word in ["users", "studies", "ephemeral-sessions", "clinicalReferences", "people"] {
            assert!(is_plural(word), "{word}");
        }
        for word in ["cancel", "reroute-url", "express", "status", "addendum", "revoke-access", "chat", "analysis"] {
            assert!(!is_plural(word), "{word}");
        }
    }

    #[test]
    fn deeds() {
        for word in ["query", "setup", "cancel", "Rollback"] {
            assert!(is_deed(word), "{word}");
        }
        for word in ["list", "query-results", "build-logs", "chat", "transfer"] {
            assert!(!is_deed(word), "{word}");
        }
    }

    #[test]
    fn versions() {
        for word in ["v1", "v2beta1", "1.0", "2021-06-01"] {
            assert!(is_version(word), "{word}");
        }
        for word in ["viewer", "3ds", "users", "v"] {
            assert!(!is_version(word), "{word}");
        }
    }
}
