//! Security schemes, as far as a client can serve them, and which of them a call needs.
//!
//! Input: `components.securitySchemes`, `security` of the document and of operations. Output: [`Credential`]s and
//! [`Alternatives`]. Not here: names of options; `mutualTLS`, which the document keeps apart.
//!
//! What the client cannot send by itself is left to the transport: it is taken out of the requirements, so that no call
//! is refused for the lack of it.

use std::collections::BTreeSet;

use openapiv3::{APIKeyLocation, OAuth2Flows, ReferenceOr, SecurityRequirement, SecurityScheme};

use super::Context;
use crate::diag::{Code, Diagnostic};
use crate::document::Document;
use crate::ir::{Alternatives, Credential, CredentialKind, Operation, TokenEndpoint};

/// Schemes of HTTP that answer a challenge of the server, so that no value can be sent at once.
const EXCHANGES: [&str; 6] = ["digest", "hoba", "mutual", "negotiate", "scram-sha-1", "scram-sha-256"];

/// The alternatives of an operation: its own, or those of the document.
///
/// Where neither says anything, a scheme that is required nowhere may be used: it would not stand there otherwise.
pub(super) fn alternatives(context: &Context<'_>, own: Option<&[SecurityRequirement]>) -> Alternatives {
    let document = context.document;
    let Some(requirements) = own.or(document.openapi.security.as_deref()) else {
        let each = context.unrequired.iter().map(|name| vec![name.clone()]);
        return if context.unrequired.is_empty() { Vec::new() } else { each.chain([Vec::new()]).collect() };
    };
    let served = |name: &&String| scheme(document, name).is_some_and(|scheme| kind(document, scheme).is_ok());
    let mut result = Alternatives::new();
    for requirement in requirements {
        let set: Vec<String> = requirement.keys().filter(served).cloned().collect();
        if !result.contains(&set) {
            result.push(set);
        }
    }
    // A call that needs none, and may send none, sends none.
    if result.iter().all(Vec::is_empty) { Vec::new() } else { result }
}

/// The schemes that the client can send, and that no operation and not the document requires.
pub(super) fn unrequired(document: &Document) -> Vec<String> {
    let required = required(document);
    let components = document.openapi.components.iter();
    let schemes = components.flat_map(|components| &components.security_schemes);
    let mut result = Vec::new();
    for (name, item) in schemes {
        if let ReferenceOr::Item(scheme) = item
            && !required.contains(name.as_str())
            && kind(document, scheme).is_ok()
        {
            result.push(name.clone());
        }
    }
    result
}

/// Every name that stands in a requirement.
fn required(document: &Document) -> BTreeSet<&str> {
    let mut result = BTreeSet::new();
    let top = document.openapi.security.iter().flatten();
    result.extend(top.flat_map(SecurityRequirement::keys).map(String::as_str));
    for (path, item) in &document.openapi.paths.paths {
        let ReferenceOr::Item(item) = item else { continue };
        for (_, operation, _) in document.operations(path, item) {
            let own = operation.security.iter().flatten();
            result.extend(own.flat_map(SecurityRequirement::keys).map(String::as_str));
        }
    }
    result
}

/// The schemes that some operation may use, in the order of the document.
pub(super) fn credentials(context: &mut Context<'_>, operations: &[Operation]) -> Vec<Credential> {
    let document = context.document;
    let required = required(document);
    undeclared(context, &required);
    let used: BTreeSet<&String> = operations.iter().flat_map(|operation| &operation.security).flatten().collect();
    let mut result = Vec::new();
    let components = document.openapi.components.iter();
    for (name, item) in components.flat_map(|components| &components.security_schemes) {
        let ReferenceOr::Item(scheme) = item else { continue };
        let site = document.security_scheme_site(name);
        let is_used = used.contains(name);
        if !required.contains(name.as_str()) {
            let effect = if is_used {
                "the client has an option for it, and sends it with operations that say nothing of security"
            } else {
                "the client has no option for it"
            };
            context.diagnostics.push(
                Diagnostic::new(
                    Code::UnrequiredSecurityScheme,
                    format!("the security scheme `{name}` is nowhere required"),
                )
                .at(&site)
                .effect(effect),
            );
        }
        match kind(document, scheme) {
            Ok((kind, docs)) if is_used => result.push(Credential { scheme: name.clone(), kind, docs }),
            Err(why) if required.contains(name.as_str()) => context.diagnostics.push(
                Diagnostic::new(
                    Code::SecuritySchemeUnsupported,
                    format!("the client cannot send the security scheme `{name}` by itself: {why}"),
                )
                .at(&site)
                .effect("the client has no option for it")
                .help("send it with a default header or a transport of your own"),
            ),
            _ => {}
        }
    }
    result
}

/// Reports the names that are required and stand nowhere.
fn undeclared(context: &mut Context<'_>, required: &BTreeSet<&str>) {
    let document = context.document;
    let is_known = |name: &str| scheme(document, name).is_some() || document.other_schemes.iter().any(|o| o == name);
    let components = document.openapi.components.iter();
    let known: Vec<&String> = components.flat_map(|components| components.security_schemes.keys()).collect();
    for name in required.iter().filter(|name| !is_known(name)) {
        let mut diagnostic = Diagnostic::new(
            Code::UndeclaredSecurityScheme,
            format!("the security scheme `{name}` is required, and not declared"),
        )
        .at(&document.root_site())
        .effect("the client has no option for it");
        let near = known.iter().map(|known| (strsim::jaro_winkler(known, name), known));
        if let Some((_, near)) = near.filter(|(likeness, _)| *likeness > 0.8).max_by(|a, b| a.0.total_cmp(&b.0)) {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
        }
        context.diagnostics.push(diagnostic);
    }
}

fn scheme<'d>(document: &'d Document, name: &str) -> Option<&'d SecurityScheme> {
    document.openapi.components.as_ref()?.security_schemes.get(name)?.as_item()
}

/// How a scheme is sent, and its description; or why it cannot be sent.
fn kind(document: &Document, scheme: &SecurityScheme) -> Result<(CredentialKind, Option<String>), String> {
    Ok(match scheme {
        SecurityScheme::APIKey { location, name, description, .. } => {
            let kind = match location {
                APIKeyLocation::Query => CredentialKind::Query(name.clone()),
                APIKeyLocation::Header if is_token(name) => CredentialKind::Header(name.clone()),
                APIKeyLocation::Cookie if is_token(name) => CredentialKind::Cookie(name.clone()),
                APIKeyLocation::Header => return Err(format!("no header can be called `{name}`")),
                APIKeyLocation::Cookie => return Err(format!("no cookie can be called `{name}`")),
            };
            (kind, description.clone())
        }
        SecurityScheme::HTTP { scheme, description, .. } => {
            let kind = match scheme.to_ascii_lowercase().as_str() {
                "bearer" => CredentialKind::Bearer,
                "basic" => CredentialKind::Basic,
                exchange if EXCHANGES.contains(&exchange) => {
                    return Err(format!("`{scheme}` answers a challenge of the server"));
                }
                _ if is_token(scheme) => CredentialKind::Http(scheme.clone()),
                _ => return Err(format!("`{scheme}` is no scheme of HTTP")),
            };
            (kind, description.clone())
        }
        SecurityScheme::OAuth2 { flows, description, .. } => {
            (CredentialKind::AccessToken(endpoint(document, flows)), description.clone())
        }
        SecurityScheme::OpenIDConnect { description, .. } => (CredentialKind::AccessToken(None), description.clone()),
    })
}

/// Whether a text is a `token` of HTTP (RFC 9110 §5.6.2), as names of headers, cookies and schemes are.
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c))
}

/// Where tokens are to be had, of the flows that need no browser; a refresh token comes from any flow with an endpoint.
fn endpoint(document: &Document, flows: &OAuth2Flows) -> Option<TokenEndpoint> {
    let (app, password, code) = (&flows.client_credentials, &flows.password, &flows.authorization_code);
    let filled = |url: &&str| !url.trim().is_empty();
    let own = [
        app.as_ref().map(|flow| flow.token_url.as_str()),
        password.as_ref().map(|flow| flow.token_url.as_str()),
        code.as_ref().map(|flow| flow.token_url.as_str()),
    ];
    let token_url = own.into_iter().flatten().find(filled)?;
    let refresh = [
        code.as_ref().and_then(|flow| flow.refresh_url.as_deref()),
        code.as_ref().map(|flow| flow.token_url.as_str()),
        password.as_ref().and_then(|flow| flow.refresh_url.as_deref()),
        app.as_ref().and_then(|flow| flow.refresh_url.as_deref()),
    ];
    let refresh_url = refresh.into_iter().flatten().find(filled).unwrap_or(token_url);
    let scopes = [
        app.as_ref().map(|flow| &flow.scopes),
        password.as_ref().map(|flow| &flow.scopes),
        code.as_ref().map(|flow| &flow.scopes),
    ];
    let scopes: BTreeSet<&String> = scopes.into_iter().flatten().flat_map(|scopes| scopes.keys()).collect();
    Some(TokenEndpoint {
        token_url: url(document, token_url),
        refresh_url: url(document, refresh_url),
        client_credentials: app.is_some(),
        password: password.is_some(),
        scopes: scopes.into_iter().cloned().collect(),
    })
}

/// A URL relative to that of the server. One that is also a path of the description is meant as such, below the server's
/// own path.
fn url(document: &Document, text: &str) -> String {
    let text = text.trim();
    if document.openapi.paths.paths.contains_key(text) {
        return text.trim_start_matches('/').to_owned();
    }
    text.to_owned()
}
