//! Servers: where the API is, which of that callers choose, and what variables its addresses have.
//!
//! Input: `servers` of the document, of its paths and of its operations (OpenAPI, Server Object). Output: [`Server`]s in
//! the order of the description, each with an address that HTTP can reach, and the [`Variable`]s of all of them.
//! Not here: names of the choices (`names`), and what a caller's own base URL does (the runtime).

use std::collections::{BTreeMap, BTreeSet};

use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use super::Context;
use crate::diag::{Code, Diagnostic, Site};
use crate::document::Document;
use crate::ir::{
    Constraints, Docs, Enum, EnumKind, EnumValue, Operation, Origin, Owner, Role, Server, ServerVariable, Shape, Type,
    TypeDef, Variable,
};

/// The API's servers, the default first, and takes them from operations that have no others.
pub(super) fn of_api(context: &mut Context<'_>, operations: &mut [Operation]) -> Vec<Server> {
    let document = context.document;
    let stated: Vec<(&openapiv3::Server, &Site)> =
        document.openapi.servers.iter().zip(&document.server_sites).collect();
    let mut servers = reachable(context, &stated);
    settle(context, &servers, operations);
    if let Some(base_url) = &context.config.client.base_url {
        put_first(&mut servers, operations, base_url, &document.root_site());
    }
    let is_known = servers.first().is_some_and(Server::is_absolute);
    if !operations.is_empty() && !is_known {
        report_unknown(context, servers.first());
    }
    servers
}

/// The servers of an operation's own, or of its path's; none where they are the API's, too.
pub(super) fn of_operation(
    context: &mut Context<'_>,
    item: &openapiv3::PathItem,
    operation: &openapiv3::Operation,
    site: &Site,
) -> Vec<Server> {
    let stated = if operation.servers.is_empty() { &item.servers } else { &operation.servers };
    let site = site.join("servers");
    let stated: Vec<(&openapiv3::Server, &Site)> = stated.iter().map(|server| (server, &site)).collect();
    let mut servers = reachable(context, &stated);
    // `url: ''` has no path: authors mean that of the host, and not that of the API.
    for server in servers.iter_mut().filter(|server| server.url.is_empty()) {
        server.url = "/".to_owned();
    }
    servers
}

/// Takes the servers from operations that have the API's own, and says of those that could be mistaken which one counts.
fn settle(context: &mut Context<'_>, servers: &[Server], operations: &mut [Operation]) {
    let own: Vec<String> = servers.iter().map(|server| place(&server.url)).collect();
    for operation in operations {
        let places: Vec<String> = operation.servers.iter().map(|server| place(&server.url)).collect();
        if places == own || places.first() == own.first() && places.len() < 2 {
            operation.servers.clear();
        }
        if operation.servers.len() > 1 && operation.servers.len() != servers.len() && operation.further.is_none() {
            context.diagnostics.push(
                Diagnostic::new(
                    Code::ServerUnused,
                    format!("the operation has {} servers, and the API {}", operation.servers.len(), servers.len()),
                )
                .at(&operation.site.join("servers"))
                .effect("the method goes to the first of them, whichever server of the API is chosen")
                .help("list as many as the API has, in the same order; or take away all but one"),
            );
            operation.servers.truncate(1);
        }
    }
}

/// Those that HTTP can reach, without those that are one but for the scheme: of them it is the one with TLS.
fn reachable(context: &mut Context<'_>, stated: &[(&openapiv3::Server, &Site)]) -> Vec<Server> {
    let mut servers: Vec<Server> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (stated, site) in stated {
        let server = server(context, stated, site);
        let url = server.at_defaults();
        let at = Document::url_site(site);
        if url.contains("://") && !server.is_absolute() {
            context.diagnostics.push(
                Diagnostic::new(Code::ServerUnused, format!("`{url}` is no address of HTTP"))
                    .at(&at)
                    .effect("the client does not know this server"),
            );
            continue;
        }
        if server.has_user() {
            context.diagnostics.push(
                Diagnostic::new(Code::ServerUnused, "the URL of this server holds a user name or a password")
                    .at(&at)
                    .effect("the client does not know this server")
                    .help("take it out: what stands there would be in the code of all who use the SDK"),
            );
            continue;
        }
        if let Some(authority) = server.bad_authority() {
            let what = if authority.is_empty() { &url } else { &authority };
            context.diagnostics.push(
                Diagnostic::new(Code::ServerUnused, format!("`{what}` names no host that can be reached"))
                    .at(&at)
                    .effect("the client does not know this server")
                    .help("write the name of a host, and perhaps a port, which is a number: `https://a.example:8443`"),
            );
            continue;
        }
        match places.get(&place(&server.url)).and_then(|index| servers.get_mut(*index)) {
            Some(known) => {
                if is_secure(&server.url) && !is_secure(&known.url) {
                    known.url = server.url;
                }
                known.name = known.name.take().or(server.name);
                known.description = known.description.take().or(server.description);
            }
            None => {
                places.insert(place(&server.url), servers.len());
                servers.push(server);
            }
        }
    }
    servers
}

fn server(context: &mut Context<'_>, stated: &openapiv3::Server, site: &Site) -> Server {
    let mut url = String::new();
    let mut variables: Vec<ServerVariable> = Vec::new();
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let mut rest = stated.url.trim();
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    {
        url.push_str(before);
        rest = after;
        let declared = stated.variables.as_ref().and_then(|variables| variables.get(name));
        // What can have but one value is that value.
        if let Some([only]) = declared.map(|variable| variable.enumeration.as_slice()) {
            url.push_str(only);
            continue;
        }
        if known.insert(name) {
            if declared.is_none() {
                report_undeclared(context, name, site);
            }
            // A host that is empty is none.
            let is_path = url.split_once("://").map_or(&*url, |(_, rest)| rest).contains('/') || rest.is_empty();
            variables.push(ServerVariable {
                name: name.to_owned(),
                default: declared.map(|variable| variable.default.clone()).filter(|text| is_path || !text.is_empty()),
                values: declared.map(|variable| variable.enumeration.clone()).unwrap_or_default(),
                description: declared.and_then(|variable| variable.description.clone()),
            });
        }
        url.push_str(&format!("{{{name}}}"));
    }
    url.push_str(rest);
    // So that a slash more or less is no other server.
    if url.contains("://") {
        url.truncate(url.trim_end_matches('/').len());
    }
    let named = ["x-name", "x-speakeasy-server-id", "x-fern-server-name"];
    let name = named.iter().find_map(|key| stated.extensions.get(*key)?.as_str());
    let server = Server {
        url,
        name: name.map(ToOwned::to_owned),
        description: stated.description.clone(),
        variables,
        site: site.clone(),
    };
    match context.document.base.as_deref() {
        Some(base) if !server.is_absolute() && !server.url.contains("://") => {
            Server { url: absolute(base, &server.url), ..server }
        }
        _ => server,
    }
}

/// A relative URL at the host, or in the folder, of the document that it stands in (RFC 3986, section 5.2).
fn absolute(base: &str, url: &str) -> String {
    let Some((scheme, rest)) = base.split_once("://") else { return url.to_owned() };
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (host, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
    match url {
        "" => format!("{scheme}://{host}"),
        url if url.starts_with("//") => format!("{scheme}:{url}"),
        url if url.starts_with('/') => format!("{scheme}://{host}{url}"),
        url => {
            let above = |path: &str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
            let (mut folder, mut url) = (above(path), url);
            while let Some((step, rest)) = url.split_once('/').filter(|(step, _)| matches!(*step, "." | "..")) {
                if step == ".." {
                    folder = above(&folder);
                }
                url = rest;
            }
            format!("{scheme}://{host}{folder}/{url}")
        }
    }
}

/// A URL without what makes no other place of it: the scheme, and a slash at the end.
fn place(url: &str) -> String {
    let lower = url.to_ascii_lowercase();
    let rest = ["https://", "http://"].iter().find_map(|scheme| lower.strip_prefix(scheme));
    rest.unwrap_or(&lower).trim_end_matches('/').to_owned()
}

fn is_secure(url: &str) -> bool {
    url.get(..8).is_some_and(|head| head.eq_ignore_ascii_case("https://"))
}

/// Makes the configured base URL the default: the server with this address, or one in the place of the first.
fn put_first(servers: &mut Vec<Server>, operations: &mut [Operation], base_url: &str, site: &Site) {
    let known = servers.iter().position(|server| place(&server.at_defaults()) == place(base_url));
    match known {
        Some(at) => {
            // What operations have for each of them stays beside it.
            let beside = operations.iter_mut().map(|operation| &mut operation.servers);
            for list in std::iter::once(servers).chain(beside) {
                if let Some(first) = list.get_mut(..=at) {
                    first.rotate_right(1);
                }
            }
        }
        None => {
            let server = Server {
                url: base_url.to_owned(),
                name: None,
                description: None,
                variables: Vec::new(),
                site: site.clone(),
            };
            match servers.first_mut() {
                Some(first) => *first = server,
                None => servers.push(server),
            }
        }
    }
}

/// The variables of all servers, those of the API first; a name is one variable, whatever servers have it.
pub(super) fn variables(context: &mut Context<'_>, servers: &[Server], operations: &[Operation]) -> Vec<Variable> {
    let all = servers.iter().chain(operations.iter().flat_map(|operation| &operation.servers));
    let stated: Vec<(&ServerVariable, &Site)> =
        all.flat_map(|server| server.variables.iter().map(|variable| (variable, &server.site))).collect();
    let mut of_name: IndexMap<&str, Vec<(&ServerVariable, &Site)>> = IndexMap::new();
    for (variable, site) in stated {
        of_name.entry(&variable.name).or_default().push((variable, site));
    }
    let mut result: Vec<Variable> = Vec::new();
    for (name, stated) in of_name {
        let Some((_, site)) = stated.first() else { continue };
        let same = || stated.iter().map(|(variable, _)| *variable);
        let description = same().find_map(|variable| variable.description.clone());
        let site = site.join("variables").join(name);
        let ty = if same().all(|variable| !variable.values.is_empty()) {
            let values: IndexSet<&str> = same().flat_map(|variable| &variable.values).map(String::as_str).collect();
            let values: Vec<&str> = values.into_iter().collect();
            Type::Named(context.types.push(listed(name, &values, description.clone(), &site)))
        } else {
            Type::String
        };
        result.push(Variable { name: name.to_owned(), ty, description, site });
    }
    result
}

/// The enum of a variable that lists its values; it stays open, since servers are added more easily than SDKs.
fn listed(name: &str, values: &[&str], description: Option<String>, site: &Site) -> TypeDef {
    let value = |wire: &&str| EnumValue {
        wire: (*wire).to_owned(),
        value: Value::from(*wire),
        name: None,
        docs: None,
        deprecated: false,
    };
    let values = values.iter().map(value).collect();
    TypeDef {
        hint: None,
        origin: Origin::Inline { owner: Owner::Client, role: Role::Variable(name.to_owned()) },
        met: BTreeSet::new(),
        shape: Shape::Enum(Enum { kind: EnumKind::Strings, closed: false, values }),
        docs: Docs {
            description: Some(description.unwrap_or_else(|| format!("What stands for `{name}` in the API's address."))),
            ..Docs::default()
        },
        constraints: Constraints::default(),
        deprecated: false,
        replaced: None,
        site: site.clone(),
    }
}

fn report_undeclared(context: &mut Context<'_>, name: &str, site: &Site) {
    context.diagnostics.push(
        Diagnostic::new(
            Code::ServerVariableUndeclared,
            format!("the variable `{{{name}}}` of the URL is not declared"),
        )
        .at(&Document::url_site(site))
        .effect("the client has an option for it, and cannot be made without a value")
        .help(format!("add `{name}: {{ default: … }}` to `variables` of the server")),
    );
}

/// Says that callers must say where the API is.
fn report_unknown(context: &mut Context<'_>, first: Option<&Server>) {
    let root = context.document.root_site();
    let (message, site) = match first {
        Some(server) => (
            format!("`{}` says nothing of the host, and where the description is served is not known", server.url),
            server.site.clone(),
        ),
        None => ("the description does not say where the API is".to_owned(), root),
    };
    context.diagnostics.push(
        Diagnostic::new(Code::BaseUrlUnknown, message)
            .at(&site)
            .effect("a client cannot be made without `base_url`, or the environment variable that stands for it")
            .help("say it for all callers: `base-url = \"https://…\"` below `[client]` of the configuration"),
    );
}

#[cfg(test)]
#[allow(clippy::needless_raw_string_hashes, reason = "expect-test writes them")]
mod tests {
    use expect_test::{Expect, expect};

    use crate::lower::tests::lowered;

    /// The servers, the variables, those of operations, and the findings.
    fn check(yaml: &str, expected: &Expect) {
        let (api, diagnostics) = lowered(yaml);
        let mut text = String::new();
        for server in &api.servers {
            let values: Vec<String> = server
                .variables
                .iter()
                .map(|variable| format!(" {}={}", variable.name, variable.default.as_deref().unwrap_or("?")))
                .collect();
            let name = server.name.iter().chain(&server.description).map(|name| format!(" ({name})"));
            text.push_str(&format!("{}{}{}\n", server.url, values.concat(), name.collect::<String>()));
        }
        for variable in &api.variables {
            text.push_str(&format!("{{{}}}: {:?}\n", variable.name, variable.ty));
        }
        for operation in api.operations.iter().filter(|operation| !operation.servers.is_empty()) {
            let urls: Vec<&str> = operation.servers.iter().map(|server| server.url.as_str()).collect();
            text.push_str(&format!("{} at {}\n", operation.path.template, urls.join(", ")));
        }
        for diagnostic in diagnostics.list() {
            let site = diagnostic.site.as_ref().map(|site| site.pointer.to_string()).unwrap_or_default();
            text.push_str(&format!("{} {} {site}\n", diagnostic.code, diagnostic.message));
        }
        expected.assert_eq(&text);
    }

    #[test]
    fn one_address_is_one_server_and_https_goes_first() {
        check(
            r"
openapi: 3.1.0
info: { title: T, version: '1' }
servers:
  - { url: 'http://a.example', description: Production }
  - url: https://A.example/
  - url: ' https://b.example/v1/ '
    x-speakeasy-server-id: other
  - { url: 'https://b.example/v1', description: Again }
  - 7
  - url: wss://a.example
  - url: '{scheme}://{host}.example:{port}/{version}/{kind}'
    variables:
      scheme: { default: https, enum: [https, http] }
      host: { default: '' }
      port: { default: 443 }
      version: { default: '' }
      kind: { default: x, enum: [x] }
  - url: https://{tenant}.example/{tenant}
paths: {}
",
            &expect![[r#"
                https://A.example (Production)
                https://b.example/v1 (other) (Again)
                {scheme}://{host}.example:{port}/{version}/x scheme=https host=? port=443 version=
                https://{tenant}.example/{tenant} tenant=?
                {scheme}: Named(TypeId(0))
                {host}: String
                {port}: String
                {version}: String
                {tenant}: String
                SW0309 this Server Object is left out: it must be a mapping (Server Object), but is a number #/servers/4
                SW0551 `wss://a.example` is no address of HTTP #/servers/5/url
                SW0552 the variable `{tenant}` of the URL is not declared #/servers/7/url
            "#]],
        );
    }

    #[test]
    fn what_cannot_be_reached_is_no_server() {
        check(
            r"
openapi: 3.1.0
info: { title: T, version: '1' }
servers:
  - url: https://a b/v1
  - url: https://a.example:port/
  - url: https://a.example:99999
  - url: https:///v1
  - url: 'https://[::1]:8080'
  - url: https://user:word@a.example
  - { url: 'https://a.example:{port}/{any thing}', variables: { any thing: { default: x } } }
paths: {}
",
            &expect![[r#"
                https://[::1]:8080
                https://a.example:{port}/{any thing} port=? any thing=x
                {port}: String
                {any thing}: String
                SW0551 `a b` names no host that can be reached #/servers/0/url
                SW0551 `a.example:port` names no host that can be reached #/servers/1/url
                SW0551 `a.example:99999` names no host that can be reached #/servers/2/url
                SW0551 `https:///v1` names no host that can be reached #/servers/3/url
                SW0551 the URL of this server holds a user name or a password #/servers/5/url
                SW0552 the variable `{port}` of the URL is not declared #/servers/6/url
            "#]],
        );
    }

    #[test]
    fn a_host_of_2_0_may_be_a_url() {
        for (host, base, expected) in [
            (
                "https://a.example.com",
                "/v1",
                &expect![[r#"
                https://a.example.com/v1
                SW0521 `host` is the name of a host and perhaps a port, but this is `https://a.example.com` #/host
            "#]],
            ),
            (
                "HTTP://a.example.com/",
                "",
                &expect![[r#"
                http://a.example.com
                SW0521 `host` is the name of a host and perhaps a port, but this is `HTTP://a.example.com/` #/host
            "#]],
            ),
            (
                "a.example.com/v1?key=1",
                "",
                &expect![[r#"
                    https://a.example.com/v1
                    SW0521 `host` is the name of a host and perhaps a port, but this is `a.example.com/v1?key=1` #/host
                "#]],
            ),
            (
                "a.example.com/v1",
                "/v1/pets",
                &expect![[r#"
                https://a.example.com/v1/pets
                SW0521 `host` is the name of a host and perhaps a port, but this is `a.example.com/v1` #/host
            "#]],
            ),
            (
                "//a.example.com/api/",
                "v1/",
                &expect![[r#"
                https://a.example.com/api/v1
                SW0521 `host` is the name of a host and perhaps a port, but this is `//a.example.com/api/` #/host
            "#]],
            ),
            (
                "localhost:8080/",
                "/v1",
                &expect![[r#"
                https://localhost:8080/v1
                SW0521 `host` is the name of a host and perhaps a port, but this is `localhost:8080/` #/host
            "#]],
            ),
            (
                "'\"\"'",
                "/v1",
                &expect![[r#"
                SW0551 `""` names no host that can be reached #/host
            "#]],
            ),
            (
                "localhost:8080",
                "/",
                &expect![[r#"
                https://localhost:8080
            "#]],
            ),
        ] {
            let head = "swagger: '2.0'\ninfo: { title: T, version: '1' }\npaths: {}\n";
            check(&format!("{head}host: {host}\nbasePath: {base}\n"), expected);
        }
    }

    #[test]
    fn operations_have_servers_of_their_own_or_of_their_path() {
        check(
            r"
openapi: 3.1.0
info: { title: T, version: '1' }
servers: [{ url: 'https://a.example' }, { url: 'https://b.example' }]
paths:
  /same: { get: { servers: [{ url: 'http://a.example/' }], responses: &r { '204': { description: D. } } } }
  /all: { get: { servers: [{ url: 'https://a.example' }, { url: 'https://b.example' }], responses: *r } }
  /own: { servers: [{ url: 'https://path.example' }], get: { servers: [{ url: 'https://own.example' }], responses: *r } }
  /path: { servers: [{ url: 'https://path.example' }], get: { responses: *r } }
  /root: { get: { servers: [{ url: '' }], responses: *r } }
  /each: { get: { servers: [{ url: 'https://up.a.example' }, { url: 'https://up.b.example' }], responses: *r } }
  /more: { get: { servers: [{ url: 'https://x.example' }, { url: 'https://y.example' }, { url: 'https://z.example' }], responses: *r } }
  /region:
    get: { servers: [{ url: 'https://{region}.example', variables: { region: { default: eu, enum: [eu, us] } } }], responses: *r }
    put: { servers: [{ url: '{region}', variables: { region: { default: 'https://o.example' } } }], responses: *r }
",
            &expect![[r#"
                https://a.example
                https://b.example
                {region}: String
                /own at https://own.example
                /path at https://path.example
                /root at /
                /each at https://up.a.example, https://up.b.example
                /more at https://x.example
                /region at https://{region}.example
                /region at {region}
                SW0551 the operation has 3 servers, and the API 2 #/paths/~1more/get/servers
            "#]],
        );
    }

    #[test]
    fn a_host_that_nobody_knows_is_told() {
        let paths = "paths: { /a: { get: { responses: { '204': { description: D. } } } } }\n";
        let of = |servers: &str| format!("openapi: 3.2.0\ninfo: {{ title: T, version: '1' }}\n{servers}\n{paths}");
        check(
            &of(""),
            &expect![[r#"
            SW0550 the description does not say where the API is #
        "#]],
        );
        check(
            &of("servers: [{ url: /api }, { url: 'https://b.example' }]"),
            &expect![[r#"
            /api
            https://b.example
            SW0550 `/api` says nothing of the host, and where the description is served is not known #/servers/0
        "#]],
        );
        check(
            &of("servers: [{ url: '{base}/v1', variables: { base: { default: /api } } }]"),
            &expect![[r#"
            {base}/v1 base=/api
            {base}: String
            SW0550 `{base}/v1` says nothing of the host, and where the description is served is not known #/servers/0
        "#]],
        );
        check(
            &format!("swagger: '2.0'\ninfo: {{ title: T, version: '1' }}\nbasePath: /v1\n{paths}"),
            &expect![[r#"
                /v1
                SW0550 `/v1` says nothing of the host, and where the description is served is not known #/basePath
            "#]],
        );
    }

    #[test]
    fn a_relative_server_is_at_the_address_of_the_document() {
        let of = |url: &str| {
            format!(
                "openapi: 3.2.0\n$self: https://h.example/apis/pets/openapi.yaml\ninfo: {{ title: T, version: '1' }}\n\
                 servers: [{{ url: '{url}' }}]\npaths: {{}}\n"
            )
        };
        check(
            &of("/v1"),
            &expect![[r#"
            https://h.example/v1
        "#]],
        );
        check(
            &of("./v1"),
            &expect![[r#"
            https://h.example/apis/pets/v1
        "#]],
        );
        check(
            &of("../v1"),
            &expect![[r#"
            https://h.example/apis/v1
        "#]],
        );
        check(
            &of("//other.example/v1"),
            &expect![[r#"
            https://other.example/v1
        "#]],
        );
        check(
            &of(""),
            &expect![[r#"
            https://h.example
        "#]],
        );
        check(
            &of("https://own.example"),
            &expect![[r#"
            https://own.example
        "#]],
        );
    }
}
