//! Security schemes, as far as a client can serve them.

use openapiv3::{APIKeyLocation, ReferenceOr, SecurityRequirement, SecurityScheme};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::document::Document;
use crate::ir::{Credential, CredentialKind, Operation};

/// The schemes that an operation may use, each once: its own requirements, or those of the document.
pub(super) fn schemes(document: &Document, own: Option<&[SecurityRequirement]>) -> Vec<String> {
    let requirements = own.or(document.openapi.security.as_deref()).unwrap_or_default();
    let mut names: Vec<String> = Vec::new();
    for name in requirements.iter().flat_map(|requirement| requirement.keys()) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

/// The schemes that some operation uses, in the order of the document.
pub(super) fn credentials(
    document: &Document,
    operations: &[Operation],
    diagnostics: &mut Diagnostics,
) -> Vec<Credential> {
    let Some(components) = &document.openapi.components else {
        return Vec::new();
    };
    let mut result = Vec::new();
    for (name, scheme) in &components.security_schemes {
        let ReferenceOr::Item(scheme) = scheme else { continue };
        if !operations.iter().any(|operation| operation.security.contains(name)) {
            continue;
        }
        match kind(scheme) {
            Some((kind, docs)) => result.push(Credential { scheme: name.clone(), kind, docs }),
            None => diagnostics.push(
                Diagnostic::new(
                    Code::SecuritySchemeUnsupported,
                    format!("the security scheme `{name}` is not one a client can send by itself"),
                )
                .at(&document.security_scheme_site(name))
                .effect("the client has no option for it")
                .help("send it with a default header or a transport of your own"),
            ),
        }
    }
    result
}

fn kind(scheme: &SecurityScheme) -> Option<(CredentialKind, Option<String>)> {
    Some(match scheme {
        SecurityScheme::APIKey { location, name, description, .. } => {
            let kind = match location {
                APIKeyLocation::Query => CredentialKind::Query(name.clone()),
                APIKeyLocation::Header => CredentialKind::Header(name.clone()),
                // A cookie belongs to a browser's session; no SDK user has one to give.
                APIKeyLocation::Cookie => return None,
            };
            (kind, description.clone())
        }
        SecurityScheme::HTTP { scheme, description, .. } => match scheme.to_ascii_lowercase().as_str() {
            "bearer" => (CredentialKind::Bearer, description.clone()),
            "basic" => (CredentialKind::Basic, description.clone()),
            _ => return None,
        },
        SecurityScheme::OAuth2 { description, .. } | SecurityScheme::OpenIDConnect { description, .. } => {
            (CredentialKind::Bearer, description.clone())
        }
    })
}
