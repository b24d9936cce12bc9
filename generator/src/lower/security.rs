//! Security schemes, as far as a client can serve them, and which of them a call needs.
//!
//! Input: `components.securitySchemes`, `security` of the document and of operations. Output: [`Credential`]s and
//! [`Alternatives`]. Not here: names of options; `mutualTLS`, which the document keeps apart.
//!
//! What the client cannot send by itself is left to the transport: it is taken out of the requirements, so that no call
//! is refused for the lack of it.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{APIKeyLocation, OAuth2Flows, ReferenceOr, SecurityRequirement, SecurityScheme};

use super::{Context, texts};
use crate::config::Config;
use crate::diag::{Code, Diagnostic, Site};
use crate::document::Document;
use crate::ir::{Alternatives, Credential, CredentialKind, Operation, TokenEndpoint};

/// Schemes of HTTP that answer a challenge of the server, so that no value can be sent at once.
const EXCHANGES: [&str; 6] = ["digest", "hoba", "mutual", "negotiate", "scram-sha-1", "scram-sha-256"];

/// The alternatives of an operation: its own, or those of the document.
///
/// Where neither says anything, a scheme that is required nowhere may be used: it would not stand there otherwise.
pub(super) fn alternatives(context: &Context<'_>, own: Option<&[SecurityRequirement]>) -> Alternatives {
    let document = context.document;
    // An empty list of the document says no more than none does; that of an operation takes away what others need.
    let usual = document.openapi.security.as_deref().filter(|list| !list.is_empty());
    let Some(requirements) = own.or(usual) else {
        let each = context.unrequired.iter().map(|name| vec![name.clone()]);
        return if context.unrequired.is_empty() { Vec::new() } else { each.chain([Vec::new()]).collect() };
    };
    let mut result = Alternatives::new();
    for requirement in requirements {
        for set in sendable(document, requirement) {
            if !result.contains(&set) {
                result.push(set);
            }
        }
    }
    // A call that needs none, and may send none, sends none.
    if result.iter().all(Vec::is_empty) { Vec::new() } else { result }
}

/// The scopes of an operation, or of the document: for each requirement those of all its schemes, each once. None where
/// one of them asks for none.
pub(super) fn scopes(context: &Context<'_>, own: Option<&[SecurityRequirement]>) -> Vec<Vec<String>> {
    let mut result: Vec<Vec<String>> = Vec::new();
    for requirement in own.or(context.document.openapi.security.as_deref()).unwrap_or_default() {
        let mut scopes: Vec<String> = Vec::new();
        for scope in requirement.values().flatten() {
            if !scopes.contains(scope) {
                scopes.push(scope.clone());
            }
        }
        if scopes.is_empty() {
            return Vec::new();
        }
        if !result.contains(&scopes) {
            result.push(scopes);
        }
    }
    result
}

/// The schemes of a requirement that the client can send, those that are sent in one place together.
fn by_place<'r>(document: &Document, requirement: &'r SecurityRequirement) -> Vec<Vec<&'r String>> {
    let mut places: Vec<((&str, String), Vec<&String>)> = Vec::new();
    for name in requirement.keys() {
        let Some(place) = place_of(document, name) else { continue };
        match places.iter_mut().find(|(known, _)| *known == place) {
            Some((_, names)) => names.push(name),
            None => places.push((place, vec![name])),
        }
    }
    places.into_iter().map(|(_, names)| names).collect()
}

/// The sets that one request can have, of schemes that are required together: those that would be sent in one place are
/// alternatives.
fn sendable(document: &Document, requirement: &SecurityRequirement) -> Vec<Vec<String>> {
    let places = by_place(document, requirement);
    let most = places.iter().map(Vec::len).max().unwrap_or(1);
    let set = |number: usize| {
        let of_place = |names: &Vec<&String>| names.get(number).or(names.last()).map(|name| (*name).clone());
        places.iter().filter_map(of_place).collect()
    };
    (0..most).map(set).collect()
}

/// Where the credential of a scheme is sent, which has room for one; nothing where the client cannot send it.
fn place_of(document: &Document, name: &str) -> Option<(&'static str, String)> {
    Some(match kind(document, scheme(document, name)?).ok()?.0 {
        CredentialKind::Query(name) => ("query", name),
        CredentialKind::Cookie(name) => ("cookie", name),
        CredentialKind::Header(name) => ("header", name.to_ascii_lowercase()),
        CredentialKind::Bearer | CredentialKind::Basic | CredentialKind::Http(_) | CredentialKind::AccessToken(_) => {
            ("header", "authorization".to_owned())
        }
    })
}

/// Reports once that schemes are required together which one request cannot have.
fn crowded(context: &mut Context<'_>) {
    let document = context.document;
    let found = requirements(document).find_map(|(list, site)| {
        list.iter().enumerate().find_map(|(number, requirement)| {
            let names = by_place(document, requirement).into_iter().find(|names| names.len() > 1)?;
            let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
            Some((names.join(" and "), site.index(number)))
        })
    });
    let Some((names, site)) = found else { return };
    context.diagnostics.push(
        Diagnostic::new(
            Code::CredentialsOfOnePlace,
            format!("{names} are required together, and are sent in the same place"),
        )
        .at(&site)
        .effect("they are alternatives, here and wherever it is said so: the first that the client has is sent")
        .help("write a requirement for each: `security: [{ … }, { … }]`"),
    );
}

/// The schemes that the client can send, and that no operation and not the document requires.
pub(super) fn unrequired(document: &Document) -> Vec<String> {
    let required = required(document);
    let components = document.openapi.components.iter();
    let schemes = components.flat_map(|components| &components.security_schemes);
    let mut result = Vec::new();
    for (name, item) in schemes {
        if let ReferenceOr::Item(scheme) = item
            && !required.contains_key(name.as_str())
            && kind(document, scheme).is_ok()
        {
            result.push(name.clone());
        }
    }
    result
}

/// The requirements of the document and of each operation, and where they stand.
fn requirements(document: &Document) -> impl Iterator<Item = (&[SecurityRequirement], Site)> {
    let of_operations = document.openapi.paths.paths.iter().flat_map(|(path, item)| {
        let operations = item.as_item().into_iter().flat_map(|item| document.operations(path, item));
        operations.map(|(_, operation, site)| (operation.security.as_deref(), site))
    });
    let all = [(document.openapi.security.as_deref(), document.root_site())].into_iter().chain(of_operations);
    all.filter_map(|(list, site)| Some((list?, site.join("security"))))
}

/// Every name that stands in a requirement, and where it stands first.
fn required(document: &Document) -> BTreeMap<&str, Site> {
    let mut result = BTreeMap::new();
    for (list, site) in requirements(document) {
        for (index, requirement) in list.iter().enumerate() {
            for name in requirement.keys() {
                result.entry(name.as_str()).or_insert_with(|| site.index(index).join(name));
            }
        }
    }
    result
}

/// The schemes that some operation may use, in the order of the document.
pub(super) fn credentials(context: &mut Context<'_>, operations: &[Operation]) -> Vec<Credential> {
    let document = context.document;
    let required = required(document);
    undeclared(context, &required);
    crowded(context);
    let used: BTreeSet<&String> = operations.iter().flat_map(|operation| &operation.security).flatten().collect();
    let mut result = Vec::new();
    let components = document.openapi.components.iter();
    for (name, item) in components.flat_map(|components| &components.security_schemes) {
        let ReferenceOr::Item(scheme) = item else { continue };
        let site = document.security_scheme_site(name);
        let is_used = used.contains(name);
        if !required.contains_key(name.as_str()) {
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
            Ok((kind, docs)) if is_used => {
                let prefix = prefix(context.config, name, scheme).filter(|_| matches!(kind, CredentialKind::Header(_)));
                result.push(Credential { scheme: name.clone(), kind, prefix, docs });
            }
            Err(why) if required.contains_key(name.as_str()) => context.diagnostics.push(
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

/// What stands before a key, by the configuration, or by `x-stainless-auth` with a blank behind it.
fn prefix(config: &Config, name: &str, scheme: &SecurityScheme) -> Option<String> {
    let configured = config.client.credentials.get(name).and_then(|credential| credential.prefix.clone());
    let SecurityScheme::APIKey { extensions, .. } = scheme else { return None };
    let keyword = || extensions.get("x-stainless-auth")?.get("scheme_keyword")?.as_str();
    configured.or_else(|| keyword().filter(|keyword| is_token(keyword)).map(|keyword| format!("{keyword} ")))
}

/// How many pairs of names are compared in search of what an author may have meant.
const MOST_COMPARED: usize = 200_000;

/// Reports the names that are required and stand nowhere.
fn undeclared(context: &mut Context<'_>, required: &BTreeMap<&str, Site>) {
    let document = context.document;
    let is_known = |name: &str| scheme(document, name).is_some() || document.other_schemes.iter().any(|o| o == name);
    let components = document.openapi.components.iter();
    let known: Vec<&String> = components.flat_map(|components| components.security_schemes.keys()).collect();
    let missing: Vec<(&&str, &Site)> = required.iter().filter(|(name, _)| !is_known(name)).collect();
    // Thousands of slips among thousands of names are none.
    let known = if missing.len() * known.len() > MOST_COMPARED { Vec::new() } else { known };
    for (name, site) in missing {
        let mut diagnostic = Diagnostic::new(
            Code::UndeclaredSecurityScheme,
            format!("the security scheme `{name}` is required, and not declared"),
        )
        .at(site)
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
        SecurityScheme::HTTP { scheme, bearer_format, description, .. } => {
            let mut docs = description.clone();
            let kind = match scheme.to_ascii_lowercase().as_str() {
                "bearer" => {
                    if let Some(format) = bearer_format.as_deref().map(str::trim).filter(|format| !format.is_empty()) {
                        docs = Some(texts::with_paragraph(docs, &format!("Format: {format}.")));
                    }
                    CredentialKind::Bearer
                }
                "basic" => CredentialKind::Basic,
                exchange if EXCHANGES.contains(&exchange) => {
                    return Err(format!("`{scheme}` answers a challenge of the server"));
                }
                _ if is_token(scheme) => CredentialKind::Http(scheme.clone()),
                _ => return Err(format!("`{scheme}` is no scheme of HTTP")),
            };
            (kind, docs)
        }
        SecurityScheme::OAuth2 { flows, description, .. } => {
            (CredentialKind::AccessToken(endpoint(document, flows)), description.clone())
        }
        SecurityScheme::OpenIDConnect { description, .. } => (CredentialKind::AccessToken(None), description.clone()),
    })
}

/// Whether a text is a `token` of HTTP (RFC 9110 §5.6.2), as names of headers, cookies and schemes are.
pub(super) fn is_token(text: &str) -> bool {
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
    let of_password = password.as_ref().map(|flow| flow.token_url.as_str());
    let password_url = of_password.filter(filled).unwrap_or(token_url);
    let refresh_url = refresh.into_iter().flatten().find(filled).unwrap_or(token_url);
    let scopes = [
        app.as_ref().map(|flow| &flow.scopes),
        password.as_ref().map(|flow| &flow.scopes),
        code.as_ref().map(|flow| &flow.scopes),
    ];
    let scopes: BTreeSet<&String> = scopes.into_iter().flatten().flat_map(|scopes| scopes.keys()).collect();
    Some(TokenEndpoint {
        token_url: url(document, token_url),
        password_url: url(document, password_url),
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

#[cfg(test)]
#[allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]
mod tests {
    use expect_test::{Expect, expect};

    use crate::lower::tests::lowered;

    /// The credentials, the alternatives of each operation, and the findings.
    fn check(yaml: &str, expected: &Expect) {
        let (api, diagnostics) = lowered(&format!(
            "openapi: 3.1.0\ninfo: {{ title: T, version: '1' }}\nservers: [{{ url: 'https://a.example' }}]\n{yaml}"
        ));
        let mut text = String::new();
        for credential in &api.credentials {
            text.push_str(&format!("{}: {:?}\n", credential.scheme, credential.kind));
        }
        for operation in &api.operations {
            text.push_str(&format!("{} {:?}\n", operation.path.template, operation.security));
        }
        for diagnostic in diagnostics.list() {
            let texts = [Some(&diagnostic.message), diagnostic.effect.as_ref(), diagnostic.help.as_ref()];
            let texts: Vec<&str> = texts.into_iter().flatten().map(String::as_str).collect();
            text.push_str(&format!("{} {}\n", diagnostic.code, texts.join("; ")));
        }
        expected.assert_eq(&text);
    }

    #[test]
    fn alternatives_are_sets() {
        check(
            r"
security: [{ k: [] }]
paths:
  /default: { get: { responses: &r { '204': { description: D. } } } }
  /none: { get: { security: [], responses: *r } }
  /empty: { get: { security: [{}], responses: *r } }
  /optional: { get: { security: [{}, { b: [] }], responses: *r } }
  /both: { get: { security: [{ k: [], b: [] }, { o: [read] }, { o: [write] }], responses: *r } }
components:
  securitySchemes:
    k: { type: apiKey, in: header, name: X-K }
    b: { type: http, scheme: Basic }
    o: { type: openIdConnect, openIdConnectUrl: 'https://a.example' }
",
            &expect![[r#"
                k: Header("X-K")
                b: Basic
                o: AccessToken(None)
                /default [["k"]]
                /none []
                /empty []
                /optional [[], ["b"]]
                /both [["k", "b"], ["o"]]
            "#]],
        );
    }

    #[test]
    fn what_one_header_cannot_have_together_is_one_or_the_other() {
        check(
            r"
security: [{ k: [], b: [], t: [] }]
paths:
  /all: { get: { responses: &r { '204': { description: D. } } } }
  /headers: { get: { security: [{ k: [], l: [] }], responses: *r } }
components:
  securitySchemes:
    k: { type: apiKey, in: header, name: X-K }
    l: { type: apiKey, in: header, name: x-k }
    b: { type: http, scheme: Basic }
    t: { type: apiKey, in: header, name: Authorization }
",
            &expect![[r#"
                k: Header("X-K")
                l: Header("x-k")
                b: Basic
                t: Header("Authorization")
                /all [["k", "b"], ["k", "t"]]
                /headers [["k"], ["l"]]
                SW0316 `b` and `t` are required together, and are sent in the same place; they are alternatives, here and wherever it is said so: the first that the client has is sent; write a requirement for each: `security: [{ … }, { … }]`
            "#]],
        );
    }

    #[test]
    fn a_scheme_may_be_required_by_its_uri() {
        check(
            r"
paths:
  /here: { get: { security: [{ '#/components/securitySchemes/b': [] }], responses: &r { '204': { description: D. } } } }
  /else: { get: { security: [{ '#/x-schemes/b': [] }], responses: *r } }
  /again: { get: { security: [{ '#/x-schemes/b': [], b: [] }], responses: *r } }
  /gone: { get: { security: [{ '#/x-schemes/c': [] }], responses: *r } }
x-schemes: { b: { type: apiKey, in: header, name: X-B } }
components: { securitySchemes: { b: { type: http, scheme: bearer } } }
",
            &expect![[r#"
                b: Bearer
                b2: Header("X-B")
                /here [["b"]]
                /else [["b2"]]
                /again [["b2", "b"]]
                /gone []
                SW0314 the security scheme `#/x-schemes/c` is required, and not declared; the client has no option for it
            "#]],
        );
    }

    #[test]
    fn what_the_client_cannot_send_is_asked_of_nobody() {
        check(
            r"
security: [{ cert: [] }, { b: [] }]
paths:
  /mixed: { get: { security: [{ cert: [], b: [] }], responses: &r { '204': { description: D. } } } }
  /digest: { get: { security: [{ digest: [] }], responses: *r } }
  /named: { get: { security: [{ 'bad name': [] }, { bb: [] }], responses: *r } }
  /default: { get: { responses: *r } }
components:
  securitySchemes:
    cert: { type: mutualTLS }
    b: { type: http, scheme: bearer }
    digest: { type: http, scheme: Digest }
    'bad name': { type: apiKey, in: header, name: Auth Token }
    own: { type: http, scheme: PrivateToken }
",
            &expect![[r#"
                b: Bearer
                /mixed [["b"]]
                /digest []
                /named []
                /default [[], ["b"]]
                SW0310 `cert` (mutualTLS) is settled below HTTP; the client sends no credential for it; give the client its certificate: `ClientOptions::client_certificate`
                SW0314 the security scheme `bb` is required, and not declared; the client has no option for it; did you mean `b`?
                SW0510 the client cannot send the security scheme `digest` by itself: `Digest` answers a challenge of the server; the client has no option for it; send it with a default header or a transport of your own
                SW0510 the client cannot send the security scheme `bad name` by itself: no header can be called `Auth Token`; the client has no option for it; send it with a default header or a transport of your own
                SW0315 the security scheme `own` is nowhere required; the client has no option for it
            "#]],
        );
    }

    #[test]
    fn a_scheme_that_nothing_requires_may_be_used_where_nothing_is_said() {
        check(
            r"
paths:
  /unsaid: { get: { responses: &r { '204': { description: D. } } } }
  /none: { get: { security: [], responses: *r } }
  /said: { get: { security: [{ q: [] }], responses: *r } }
components:
  securitySchemes:
    q: { type: apiKey, in: query, name: q }
    c: { type: apiKey, in: cookie, name: sid }
    own: { type: http, scheme: PrivateToken }
",
            &expect![[r#"
                q: Query("q")
                c: Cookie("sid")
                own: Http("PrivateToken")
                /unsaid [["c"], ["own"], []]
                /none []
                /said [["q"]]
                SW0315 the security scheme `c` is nowhere required; the client has an option for it, and sends it with operations that say nothing of security
                SW0315 the security scheme `own` is nowhere required; the client has an option for it, and sends it with operations that say nothing of security
            "#]],
        );
        check(
            r"
security: []
paths: { /unsaid: { get: { responses: { '204': { description: D. } } } } }
components: { securitySchemes: { b: { type: http, scheme: bearer } } }
",
            &expect![[r#"
                b: Bearer
                /unsaid [["b"], []]
                SW0315 the security scheme `b` is nowhere required; the client has an option for it, and sends it with operations that say nothing of security
            "#]],
        );
        check(
            r"
security: [{ k: [] }]
paths: { /said: { get: { responses: { '204': { description: D. } } } } }
components: { securitySchemes: { k: { type: http, scheme: bearer }, b: { type: http, scheme: bearer } } }
",
            &expect![[r#"
                k: Bearer
                /said [["k"]]
                SW0315 the security scheme `b` is nowhere required; the client has no option for it
            "#]],
        );
    }

    #[test]
    fn token_endpoints() {
        check(
            r"
security: [{ app: [] }, { user: [] }, { page: [] }, { password: [] }]
paths: { /v1/token: { get: { responses: { '204': { description: D. } } } } }
components:
  securitySchemes:
    app: { type: oauth2, flows: { clientCredentials: { tokenUrl: /v1/token, scopes: { b: B., a: A. } } } }
    user:
      type: oauth2
      flows:
        authorizationCode: { authorizationUrl: 'https://a/auth', tokenUrl: 'https://a/token', refreshUrl: 'https://a/refresh', scopes: {} }
        clientCredentials: { tokenUrl: '', scopes: {} }
    page: { type: oauth2, flows: { implicit: { authorizationUrl: 'https://a/auth', scopes: {} } } }
    password: { type: oauth2, flows: { password: { tokenUrl: auth/token, scopes: {} } } }
",
            &expect![[r#"
                app: AccessToken(Some(TokenEndpoint { token_url: "v1/token", password_url: "v1/token", refresh_url: "v1/token", client_credentials: true, password: false, scopes: ["a", "b"] }))
                user: AccessToken(Some(TokenEndpoint { token_url: "https://a/token", password_url: "https://a/token", refresh_url: "https://a/refresh", client_credentials: true, password: false, scopes: [] }))
                page: AccessToken(None)
                password: AccessToken(Some(TokenEndpoint { token_url: "auth/token", password_url: "auth/token", refresh_url: "auth/token", client_credentials: false, password: true, scopes: [] }))
                /v1/token [["app"], ["user"], ["page"], ["password"]]
            "#]],
        );
    }
}
