//! Where calls go: the server that was chosen, variables of its URL, servers of single operations, a base URL of the
//! caller's own.

use std::sync::Arc;

use crate::runtime::prelude::*;
use crate::runtime::testing::MockTransport;
use crate::runtime::{
    ApiInfo, ClientOptions, Core, Credentials, ErrorKind, Method, Result, Server, Settings, UntypedRequest, Variable,
};
use crate::support;

const REGION: Variable = Variable { name: "region", option: "region", default: Some("eu") };

const PRODUCTION: &str = "https://{region}.example.com/v1";
const SANDBOX: &str = "https://sandbox.example.com";

const INFO: ApiInfo = ApiInfo {
    servers: &[Server { url: PRODUCTION, variables: &[REGION] }, Server { url: SANDBOX, variables: &[] }],
    operation_servers: &[
        &[Server { url: "https://up-{region}.example.com", variables: &[REGION] }],
        &[Server { url: "/", variables: &[] }],
        &[Server { url: "beta", variables: &[] }],
        &[
            Server { url: "https://pdf.example.com", variables: &[] },
            Server { url: "https://pdf.sandbox.example.com", variables: &[] },
        ],
    ],
    ..crate::api::INFO
};

macro_rules! calls {
    ($($name:ident $($server:literal)?)*) => { $(
        operation! {
            /// A call.
            $name(()) -> NoBody {
                GET "/call";
                $( server $server; )?
                security [["bearerAuth"]];
            }
        }

        impl $name {
            fn on(core: &Arc<Core>) -> Self {
                Self(Call::new(Arc::clone(core), &Self::OPERATION, [], ()))
            }
        }
    )* };
}

calls! {
    Usual
    Upload "https://up-{region}.example.com"
    Root "/"
    Beta "beta"
    Pdf "https://pdf.example.com"
}

fn core(settings: impl FnOnce(&mut Settings), options: ClientOptions) -> Result<Arc<Core>> {
    core_of(INFO, settings, options)
}

fn core_of(info: ApiInfo, set: impl FnOnce(&mut Settings), options: ClientOptions) -> Result<Arc<Core>> {
    let mut settings = Settings::new();
    set(&mut settings);
    let mut credentials = Credentials::new();
    credentials.secret("bearerAuth", "sk".to_owned());
    Core::new(info, settings, options, credentials).map(Arc::new)
}

fn mock() -> MockTransport {
    (0..9).fold(MockTransport::new(), |mock, _| mock.answer_with(204, &[], ""))
}

/// The addresses that were asked, each with a mark if the credential went along.
fn asked(mock: &MockTransport) -> Vec<String> {
    let requests = mock.requests();
    let asked = requests.iter().map(|request| {
        let mark = if request.header("authorization").is_some() { " +" } else { "" };
        format!("{}{}{mark}", request.origin, request.path)
    });
    asked.collect()
}

async fn call_all(core: &Arc<Core>) {
    Usual::on(core).await.unwrap();
    Upload::on(core).await.unwrap();
    Root::on(core).await.unwrap();
    Beta::on(core).await.unwrap();
    Pdf::on(core).await.unwrap();
}

#[tokio::test]
async fn each_operation_goes_to_its_server_with_the_credentials() {
    let transport = mock();
    call_all(&core(|_| {}, ClientOptions::new().transport(transport.clone())).unwrap()).await;
    assert_eq!(
        asked(&transport),
        [
            "https://eu.example.com/v1/call +",
            "https://up-eu.example.com/call +",
            "https://eu.example.com/call +",
            "https://eu.example.com/v1/beta/call +",
            "https://pdf.example.com/call +",
        ]
    );
}

#[tokio::test]
async fn a_server_is_chosen_and_variables_are_filled_in() {
    let transport = mock();
    let options = || ClientOptions::new().transport(transport.clone());
    let us = |settings: &mut Settings| {
        settings.variable("region", "us".to_owned());
        settings.variable("region", "us-1".to_owned());
    };
    call_all(&core(us, options()).unwrap()).await;
    let sandbox = core(|settings| settings.server(SANDBOX), options()).unwrap();
    Usual::on(&sandbox).await.unwrap();
    Pdf::on(&sandbox).await.unwrap();
    assert_eq!(
        asked(&transport),
        [
            "https://us-1.example.com/v1/call +",
            "https://up-us-1.example.com/call +",
            "https://us-1.example.com/call +",
            "https://us-1.example.com/v1/beta/call +",
            "https://pdf.example.com/call +",
            "https://sandbox.example.com/call +",
            "https://pdf.sandbox.example.com/call +",
        ]
    );
}

#[tokio::test]
async fn a_base_url_of_the_callers_own_goes_before_all_hosts() {
    let transport = mock();
    let options = ClientOptions::new().transport(transport.clone()).base_url("http://127.0.0.1:9/mock?key=1");
    // A variable of an address that is not used does not matter.
    let chosen = |settings: &mut Settings| {
        settings.server(SANDBOX);
        settings.variable("region", "not / a host".to_owned());
    };
    call_all(&core(chosen, options).unwrap()).await;
    assert_eq!(
        asked(&transport),
        [
            "http://127.0.0.1:9/mock/call +",
            "http://127.0.0.1:9/mock/call +",
            "http://127.0.0.1:9/call +",
            "http://127.0.0.1:9/mock/beta/call +",
            "http://127.0.0.1:9/mock/call +",
        ]
    );
    let key = [("key".to_owned(), "1".to_owned())];
    assert!(transport.requests().iter().all(|request| request.query == key));
}

/// Run by the test below, in a process of its own.
#[tokio::test]
#[ignore = "needs an environment of its own"]
async fn in_another_process() {
    let transport = mock();
    let core = core(|settings| settings.server(SANDBOX), ClientOptions::new().transport(transport.clone())).unwrap();
    Upload::on(&core).await.unwrap();
    Upload::on(&Arc::new(core.with_options(|options| options.max_retries(0)).unwrap())).await.unwrap();
    let own = core.with_options(|options| options.base_url("https://own.example")).unwrap();
    Upload::on(&Arc::new(own)).await.unwrap();
    let asked = asked(&transport);
    assert_eq!(
        asked,
        ["https://variable.example/call +", "https://variable.example/call +", "https://own.example/call +"]
    );
}

#[test]
fn the_environment_goes_before_what_was_chosen() {
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "servers::in_another_process", "--ignored", "--nocapture"])
        .env("SPECWRIGHT_TEST_UNSET_BASE_URL", "https://variable.example")
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

#[tokio::test]
async fn clients_made_of_clients_stay_where_they_are() {
    let transport = mock();
    let first = core(
        |settings| settings.variable("region", "us".to_owned()),
        ClientOptions::new().transport(transport.clone()),
    )
    .unwrap();
    let same = Arc::new(first.with_options(|options| options.max_retries(0)).unwrap());
    Usual::on(&same).await.unwrap();
    Upload::on(&same).await.unwrap();
    let moved = Arc::new(same.with_options(|options| options.base_url("https://proxy.example")).unwrap());
    Upload::on(&moved).await.unwrap();
    let still = Arc::new(moved.with_options(|options| options.max_retries(1)).unwrap());
    Upload::on(&still).await.unwrap();
    assert_eq!(
        asked(&transport),
        [
            "https://us.example.com/v1/call +",
            "https://up-us.example.com/call +",
            "https://proxy.example/call +",
            "https://proxy.example/call +",
        ]
    );
}

#[tokio::test]
async fn servers_of_operations_are_the_apis_own_and_others_are_not() {
    let transport = mock();
    let core = core(|_| {}, ClientOptions::new().transport(transport.clone())).unwrap();
    for address in ["https://up-eu.example.com/x", "https://up-eu.example.com:444/x", "https://other.example/x"] {
        UntypedRequest::new(Arc::clone(&core), Method::GET, address).send_raw().await.unwrap();
    }
    assert_eq!(
        asked(&transport),
        ["https://up-eu.example.com/x +", "https://up-eu.example.com:444/x", "https://other.example/x"]
    );
}

/// A URL, its variable's default, and values with what each makes of the URL; `-` where it is refused.
type Refused = (&'static str, Option<&'static str>, &'static [(&'static str, &'static str)]);

#[test]
fn a_value_that_would_change_the_shape_of_the_address_is_refused() {
    let cases: &[Refused] = &[
        (
            "https://{v}.example.com/api",
            Some("eu"),
            &[
                ("us-1", "https://us-1.example.com/api"),
                ("a.b", "https://a.b.example.com/api"),
                ("", "-"),
                ("evil.example/", "-"),
                ("evil.example?", "-"),
                ("evil.example#", "-"),
                ("evil.example\\", "-"),
                ("me@evil.example", "-"),
                ("evil.example:80", "-"),
                ("a b", "-"),
                ("a\nb", "-"),
                ("%2f", "-"),
            ],
        ),
        (
            "https://{v}/api",
            Some("localhost"),
            &[
                ("h.example:8080", "https://h.example:8080/api"),
                ("[::1]:80", "https://[::1]:80/api"),
                ("h/x", "-"),
                ("me:secret@h", "-"),
            ],
        ),
        ("https://h.example:{v}", Some("443"), &[("8443", "https://h.example:8443"), ("80/x", "-"), ("x", "-")]),
        ("{v}://h.example", Some("https"), &[("http", "http://h.example"), ("ftp", "-"), ("https://a.example/x", "-")]),
        (
            "{v}/v1",
            Some("https://h.example"),
            &[("http://127.0.0.1:80", "http://127.0.0.1/v1"), ("https://h.example/in/x", "https://h.example/in/x/v1")],
        ),
        (
            "https://h.example/{v}/api",
            Some("main"),
            &[
                ("@me", "https://h.example/@me/api"),
                ("1.0", "https://h.example/1.0/api"),
                ("a/b", "-"),
                ("..", "-"),
                ("%2E%2e", "-"),
                ("a?b", "-"),
            ],
        ),
        (
            "https://h.example/{v}",
            Some(""),
            &[("", "https://h.example"), ("a/b/", "https://h.example/a/b"), ("a/../b", "-"), ("a#", "-")],
        ),
        (
            "https://h.example{v}",
            Some("/v1"),
            &[
                ("/v2/x", "https://h.example/v2/x"),
                ("", "https://h.example"),
                (".evil.example", "-"),
                ("@evil.example", "-"),
            ],
        ),
        ("https://{v}.example", None, &[("me", "https://me.example")]),
    ];
    for &(url, default, values) in cases {
        let variable = Variable { name: "v", option: "the_option", default };
        let servers = Vec::leak(vec![Server { url, variables: Vec::leak(vec![variable]) }]);
        let info = ApiInfo { servers, operation_servers: &[], ..INFO };
        for (value, expected) in values {
            let made = core_of(info, |settings| settings.variable("v", (*value).to_owned()), ClientOptions::new());
            match made {
                Ok(core) => {
                    let shown = format!("{core:?}");
                    assert!(shown.contains(&format!("base_url: \"{expected}\"")), "{url} with {value:?}: {shown}");
                }
                Err(error) => {
                    assert_eq!((*expected, error.kind()), ("-", ErrorKind::Config), "{url} with {value:?}: {error}");
                    assert!(value.is_empty() || !error.to_string().contains(value), "{error}");
                }
            }
        }
    }
}

#[test]
fn what_is_missing_or_does_not_fit_is_named() {
    const TENANT: Variable = Variable { name: "tenantId", option: "tenant_id", default: None };
    const SERVERS: &[Server] = &[Server { url: "https://{tenantId}.example.com", variables: &[TENANT] }];
    let info = ApiInfo { servers: SERVERS, operation_servers: &[], ..INFO };
    let error = core_of(info, |_| {}, ClientOptions::new()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`https://{tenantId}.example.com` is no address without `tenant_id`: set that, or `base_url`, on the client's \
         builder"
    );
    let error = core_of(info, |settings| settings.variable("tenantId", "a/b".to_owned()), ClientOptions::new());
    assert_eq!(
        error.unwrap_err().to_string(),
        "`tenant_id`: the text cannot stand for `{tenantId}` in `https://{tenantId}.example.com`"
    );
    core_of(info, |_| {}, ClientOptions::new().base_url("https://h.example")).unwrap();
    let mut settings = Settings::new();
    settings.variable("tenantId", "hidden".to_owned());
    assert!(!format!("{settings:?}").contains("hidden"), "{settings:?}");
}

#[tokio::test]
async fn a_server_of_an_operation_is_reached_over_the_wire() {
    let server = support::Server::start(vec![support::answer(204, &[], "")]).await;
    let url: &'static str = String::leak(server.url.clone());
    let variable = Variable { name: "origin", option: "origin", default: Some(url) };
    let servers = Vec::leak(vec![Server { url: "{origin}/files", variables: Vec::leak(vec![variable]) }]);
    let info = ApiInfo { operation_servers: Vec::leak(vec![&*servers]), ..crate::api::INFO };
    operation! {
        /// A call.
        Files(()) -> NoBody {
            GET "/call";
            server "{origin}/files";
            security [["bearerAuth"]];
        }
    }
    let core = core_of(info, |_| {}, ClientOptions::new()).unwrap();
    Files(Call::new(core, &Files::OPERATION, [], ())).await.unwrap();
    let requests = server.requests();
    assert!(requests[0].starts_with("GET /files/call HTTP/1.1\r\n"), "{}", requests[0]);
    assert!(requests[0].contains("authorization: Bearer sk"), "{}", requests[0]);
}
