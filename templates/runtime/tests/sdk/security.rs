//! Credentials: where each kind is sent, which alternative is taken, what is said when one is missing, and tokens of a
//! provider.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json;

use crate::clock::JumpingClock;
use crate::runtime::prelude::*;
use crate::runtime::testing::{MockTransport, RecordedRequest};
use crate::runtime::{
    AccessToken, ApiInfo, ClientOptions, Core, Credentials, Error, ErrorKind, Method, Provided, Result, Scheme, Sent,
    Settings, TokenEndpoint, UntypedRequest,
};
use crate::support::{Server, answer};

macro_rules! calls {
    ($($name:ident $security:tt)*) => { $(
        operation! {
            /// A call.
            $name(CookieParams) -> NoBody {
                GET "/call";
                security $security;
            }
        }

        impl $name {
            pub fn on(core: &Arc<Core>) -> Self {
                Self(Call::new(Arc::clone(core), &Self::OPERATION, [], CookieParams::default()))
            }
        }
    )* };
}
calls! {
    Bearer [["bearer"]]
    Basic [["basic"]]
    Http [["http"]]
    Header [["header"]]
    Query [["query"]]
    Cookie [["cookie"]]
    Either [["basic"], ["header", "query"], ["bearer"]]
    Optional [[], ["bearer"]]
    Nobody []
    OAuth [["oauth"]]
    Foreign [["bearer", "certificate"]]
}

#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct CookieParams {
    pub theme: Option<String>,
    pub token: Option<String>,
}
impl Params for CookieParams {
    fn write(&self, request: &mut RequestWriter) {
        request.cookie("theme", &self.theme);
        request.cookie("sid", &self.token);
    }
}

const ENDPOINT: TokenEndpoint = TokenEndpoint {
    option: "oauth2",
    env: ["SPECWRIGHT_TEST_UNSET_ID", "SPECWRIGHT_TEST_UNSET_SECRET", "SPECWRIGHT_TEST_UNSET_REFRESH"],
    token_url: "oauth/token",
    password_url: "/password",
    refresh_url: "/refresh?v=1",
    client_credentials: true,
    scopes: &["default"],
};

const fn scheme(name: &'static str, option: &'static str, env: &'static [&'static str], sent: Sent) -> Scheme {
    Scheme { name, option, env, sent, oauth2: None }
}

pub const INFO: ApiInfo = ApiInfo {
    name: "Small",
    version: "0.1.0",
    servers: &[crate::runtime::Server { url: "https://api.example.com", variables: &[] }],
    operation_servers: &[],
    env_prefix: "SPECWRIGHT_TEST_UNSET",
    schemes: &[
        scheme("bearer", "api_key", &["SPECWRIGHT_TEST_UNSET_KEY"], Sent::Bearer),
        scheme("basic", "login", &["SPECWRIGHT_TEST_UNSET_USER", "SPECWRIGHT_TEST_UNSET_PASSWORD"], Sent::Basic),
        scheme("http", "http", &[], Sent::Http("PrivateToken")),
        scheme("header", "key", &[], Sent::Header("X-Key")),
        scheme("query", "query_key", &[], Sent::Query("api key")),
        scheme("cookie", "session", &[], Sent::Cookie("sid")),
        Scheme {
            oauth2: Some(ENDPOINT),
            ..scheme("oauth", "access_token", &["SPECWRIGHT_TEST_UNSET_TOKEN"], Sent::Bearer)
        },
    ],
    is_closed: false,
    nesting: crate::runtime::Nesting { dots: false, arrays: None },
};

/// A client with what is given, over a transport that answers 204 a few times, or with options of the test's own.
pub struct Client(pub Arc<Core>, MockTransport);

impl Client {
    fn new(give: impl FnOnce(&mut Credentials)) -> Self {
        let mock = (0..9).fold(MockTransport::new(), |mock, _| mock.answer_with(204, &[], ""));
        let core = core(ClientOptions::new().transport(mock.clone()), give).unwrap();
        Self(Arc::new(core), mock)
    }

    fn last(&self) -> RecordedRequest {
        self.1.requests().pop().unwrap()
    }
}

pub fn core(options: ClientOptions, give: impl FnOnce(&mut Credentials)) -> Result<Core> {
    let mut credentials = Credentials::new();
    give(&mut credentials);
    Core::new(INFO, Settings::new(), options, credentials)
}

fn cookies(theme: Option<&str>, token: Option<&str>) -> CookieParams {
    CookieParams { theme: theme.map(str::to_owned), token: token.map(str::to_owned) }
}

#[tokio::test]
async fn each_kind_is_sent_in_its_place() {
    let client = Client::new(|given| {
        given.secret("bearer", "tok".to_owned());
        given.user("basic", "user".to_owned(), "pass:word".to_owned());
        given.secret("http", "v1 a=b".to_owned());
        given.secret("header", "k".to_owned());
        given.secret("query", "a&b".to_owned());
        given.secret("cookie", "c=1".to_owned());
    });
    let header = |name: &str| client.last().header(name).map(str::to_owned);
    Bearer::on(&client.0).await.unwrap();
    assert_eq!(header("authorization").unwrap(), "Bearer tok");
    assert_eq!((header("x-key"), header("cookie"), client.last().query), (None, None, Vec::new()));
    Basic::on(&client.0).await.unwrap();
    assert_eq!(header("authorization").unwrap(), "Basic dXNlcjpwYXNzOndvcmQ=");
    Http::on(&client.0).await.unwrap();
    assert_eq!(header("authorization").unwrap(), "PrivateToken v1 a=b");
    Header::on(&client.0).await.unwrap();
    assert_eq!((header("x-key").as_deref(), header("authorization")), (Some("k"), None));
    Query::on(&client.0).await.unwrap();
    assert_eq!(client.last().query, [("api key".to_owned(), "a&b".to_owned())]);
    Nobody::on(&client.0).await.unwrap();
    assert_eq!((header("authorization"), client.last().query.len()), (None, 0));
}

#[tokio::test]
async fn a_cookie_stands_beside_the_cookies_of_the_call() {
    let client = Client::new(|given| given.secret("cookie", "c=1".to_owned()));
    for (params, cookie) in [
        (cookies(None, None), "sid=c=1"),
        (cookies(Some("dark"), None), "theme=dark; sid=c=1"),
        (cookies(None, Some("own")), "sid=own"),
    ] {
        Cookie::on(&client.0).params(params).await.unwrap();
        assert_eq!(client.last().header("cookie"), Some(cookie));
    }
}

#[tokio::test]
async fn the_first_complete_alternative_is_taken() {
    let sent = async |give: fn(&mut Credentials)| {
        let client = Client::new(give);
        Either::on(&client.0).await.unwrap();
        let request = client.last();
        (request.header("authorization").map(str::to_owned), request.header("x-key").is_some(), request.query.len())
    };
    let all = sent(|given| {
        given.secret("bearer", "t".to_owned());
        given.secret("header", "k".to_owned());
        given.secret("query", "q".to_owned());
        given.user("basic", "u".to_owned(), "p".to_owned());
    });
    assert_eq!(all.await, (Some("Basic dTpw".to_owned()), false, 0));
    let both = sent(|given| {
        given.secret("bearer", "t".to_owned());
        given.secret("header", "k".to_owned());
        given.secret("query", "q".to_owned());
    });
    assert_eq!(both.await, (None, true, 1));
    let half = sent(|given| {
        given.secret("bearer", "t".to_owned());
        given.secret("header", "k".to_owned());
    });
    assert_eq!(half.await, (Some("Bearer t".to_owned()), false, 0));
}

#[tokio::test]
async fn an_optional_credential_is_sent_where_there_is_one() {
    let client = Client::new(|_| {});
    Optional::on(&client.0).await.unwrap();
    assert_eq!(client.last().header("authorization"), None);
    let client = Client::new(|given| given.secret("bearer", "t".to_owned()));
    Optional::on(&client.0).await.unwrap();
    assert_eq!(client.last().header("authorization"), Some("Bearer t"));
    // A scheme that the client knows nothing of is the transport's.
    Foreign::on(&client.0).await.unwrap();
    assert_eq!(client.last().header("authorization"), Some("Bearer t"));
}

#[tokio::test]
async fn a_missing_credential_is_told_before_anything_is_sent() {
    let client = Client::new(|given| given.secret("header", "k".to_owned()));
    let error = Either::on(&client.0).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /call: no credential: set `login` (environment variables `SPECWRIGHT_TEST_UNSET_USER`, \
         `SPECWRIGHT_TEST_UNSET_PASSWORD`), or `query_key`, or `api_key` (environment variable \
         `SPECWRIGHT_TEST_UNSET_KEY`) on the client's builder"
    );
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Config, 0));
    let error = OAuth::on(&client.0).await.unwrap_err();
    assert!(
        error.to_string().contains(
            "set `access_token` (environment variable `SPECWRIGHT_TEST_UNSET_TOKEN`) or `oauth2` (environment \
             variables `SPECWRIGHT_TEST_UNSET_ID`, `SPECWRIGHT_TEST_UNSET_SECRET`) on"
        ),
        "{error}"
    );
    let client = Client::new(|_| {});
    let error = Either::on(&client.0).await.unwrap_err();
    assert!(error.to_string().contains("or `key` together with `query_key`, or"), "{error}");
    assert!(client.1.requests().is_empty());
}

#[tokio::test]
async fn what_the_caller_sends_by_hand_is_a_credential_too() {
    let client = Client::new(|_| {});
    Bearer::on(&client.0).extra_header("Authorization", "Bearer own").await.unwrap();
    assert_eq!(client.last().header("authorization"), Some("Bearer own"));
    Query::on(&client.0).extra_query("api key", "own").await.unwrap();
    assert_eq!(client.last().query, [("api key".to_owned(), "own".to_owned())]);
    let core = Arc::new(client.0.with_options(|options| options.default_header("x-key", "own")).unwrap());
    Header::on(&core).await.unwrap();
    assert_eq!(client.last().header("x-key"), Some("own"));
}

#[test]
fn a_closed_api_has_no_client_without_a_credential() {
    let closed = ApiInfo { is_closed: true, ..INFO };
    let error = Core::new(closed, Settings::new(), ClientOptions::new(), Credentials::new()).unwrap_err();
    assert!(error.kind() == ErrorKind::Config && error.to_string().contains("set `api_key` ("), "{error}");
    let by_hand = ClientOptions::new().default_header("authorization", "Bearer own");
    Core::new(closed, Settings::new(), by_hand, Credentials::new()).unwrap();
    let mut given = Credentials::new();
    given.secret("cookie", "c".to_owned());
    Core::new(closed, Settings::new(), ClientOptions::new(), given).unwrap();
}

#[test]
fn credentials_that_cannot_be_sent_are_refused_and_not_shown() {
    for (scheme, secret, said) in [
        ("bearer", "se\ncret", "`api_key`: the text has characters that a header cannot hold"),
        ("bearer", "", "`api_key`: the text is empty"),
        ("header", "se\rcret", "`key`: the text has"),
        ("cookie", "se;cret", "`session`: the text has characters that a cookie cannot hold"),
        ("cookie", "se cret", "`session`: the text has characters that a cookie cannot hold"),
    ] {
        let error = core(ClientOptions::new(), |given| given.secret(scheme, secret.to_owned())).unwrap_err();
        assert!(error.kind() == ErrorKind::Config && error.to_string().starts_with(said), "{error}");
        assert!(!format!("{error:?}").contains("cret"), "{error:?}");
    }
    let give = |given: &mut Credentials| given.user("basic", "a:b".to_owned(), "secret".to_owned());
    let error = core(ClientOptions::new(), give).unwrap_err();
    assert_eq!(error.to_string(), "`login`: a user name cannot have a colon");
}

#[tokio::test]
async fn the_environment_stands_in_for_the_builder() {
    // Cargo sets these for every test.
    for (env, sent, expected) in [
        (&["CARGO_PKG_NAME"][..], Sent::Bearer, "Bearer specwright-runtime"),
        (
            &["CARGO_PKG_NAME", "CARGO_PKG_NAME"],
            Sent::Basic,
            "Basic c3BlY3dyaWdodC1ydW50aW1lOnNwZWN3cmlnaHQtcnVudGltZQ==",
        ),
        (&["CARGO_PKG_NAME"], Sent::Http("Own"), "Own specwright-runtime"),
    ] {
        let mock = MockTransport::new().answer_with(204, &[], "").answer_with(204, &[], "");
        let info = ApiInfo { schemes: Box::leak(Box::new([scheme("bearer", "api_key", env, sent)])), ..INFO };
        let options = ClientOptions::new().transport(mock.clone());
        let core = Arc::new(Core::new(info, Settings::new(), options.clone(), Credentials::new()).unwrap());
        Bearer::on(&core).await.unwrap();
        assert_eq!(mock.requests()[0].header("authorization"), Some(expected));
        // What is given goes first.
        let mut given = Credentials::new();
        given.tokens("bearer", Provided(|| async { Ok(AccessToken::new("given")) }));
        Bearer::on(&Arc::new(Core::new(info, Settings::new(), options, given).unwrap())).await.unwrap();
        assert_eq!(mock.requests()[1].header("authorization"), Some("Bearer given"));
    }
    // A user name without a password is none.
    let half = scheme("bearer", "login", &["CARGO_PKG_NAME", "SPECWRIGHT_TEST_UNSET_PASSWORD"], Sent::Basic);
    let info = ApiInfo { schemes: Box::leak(Box::new([half])), ..INFO };
    let core = Arc::new(Core::new(info, Settings::new(), ClientOptions::new(), Credentials::new()).unwrap());
    assert_eq!(Bearer::on(&core).await.unwrap_err().kind(), ErrorKind::Config);
}

#[test]
fn no_base_url_names_where_to_set_it() {
    const RELATIVE: &[crate::runtime::Server] = &[crate::runtime::Server { url: "/api/v3", variables: &[] }];
    for (servers, said) in
        [(&[][..], "no base URL: set"), (RELATIVE, "no base URL (the description says `/api/v3`): set")]
    {
        let info = ApiInfo { servers, ..INFO };
        let error = Core::new(info, Settings::new(), ClientOptions::new(), Credentials::new()).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "{said} `base_url` on the client's builder, or the environment variable `SPECWRIGHT_TEST_UNSET_BASE_URL`"
            )
        );
        Core::new(info, Settings::new(), ClientOptions::new().base_url("https://h.example"), Credentials::new())
            .unwrap();
    }
}

#[tokio::test]
async fn an_undocumented_endpoint_gets_one_credential_for_each_place() {
    let client = Client::new(|given| {
        given.secret("oauth", "second".to_owned());
        given.secret("bearer", "first".to_owned());
        given.secret("query", "q".to_owned());
    });
    UntypedRequest::new(Arc::clone(&client.0), Method::GET, "/x").send_raw().await.unwrap();
    let request = client.last();
    assert_eq!(request.headers.get_all("authorization").iter().count(), 1);
    assert_eq!((request.header("authorization"), request.query.len()), (Some("Bearer first"), 1));
}

#[tokio::test]
async fn a_provider_is_asked_when_its_token_ends_or_is_refused() {
    let server = Server::start(vec![
        answer(204, &[], ""),
        answer(204, &[], ""),
        answer(204, &[], ""),
        answer(401, &[], ""),
        answer(204, &[], ""),
        answer(401, &[], ""),
    ])
    .await;
    let (clock, asked) = (JumpingClock::default(), Arc::new(AtomicUsize::new(0)));
    let provider = {
        let asked = Arc::clone(&asked);
        move || {
            let number = asked.fetch_add(1, Ordering::SeqCst) + 1;
            async move { Ok(AccessToken::new(format!("t{number}")).expires_in(Duration::from_secs(600))) }
        }
    };
    let options = ClientOptions::new().base_url(&server.url).clock(clock.clone());
    let core = Arc::new(core(options, |given| given.tokens("bearer", Provided(provider))).unwrap());
    Bearer::on(&core).await.unwrap();
    Bearer::on(&core).await.unwrap();
    clock.jump(Duration::from_secs(575));
    Bearer::on(&core).await.unwrap();
    // The token was kept from an earlier call: it may have been revoked since.
    let response = Bearer::on(&core).send_with_response().await.unwrap();
    assert_eq!(response.attempts(), 2);
    // One new token for each call, and no more.
    let error = Bearer::on(&core).await.unwrap_err();
    assert!(error.is_unauthorized() && error.attempts() == 2, "{error:?}");
    let sent: Vec<String> = server
        .requests()
        .iter()
        .filter_map(|request| Some(request.lines().find_map(|line| line.strip_prefix("authorization: "))?.to_owned()))
        .collect();
    let numbers = ["t1", "t1", "t2", "t2", "t3", "t3", "t4"].map(|token| format!("Bearer {token}"));
    assert_eq!(sent, numbers);
    assert_eq!(asked.load(Ordering::SeqCst), 4);
}

#[tokio::test]
async fn a_provider_that_fails_fails_the_call() {
    let client = Client::new(|given| {
        given.tokens("bearer", Provided(|| async { Err("the vault is sealed".into()) }));
    });
    let error = Bearer::on(&client.0).await.unwrap_err();
    assert_eq!(error.to_string(), "GET /call: no access token: the provider failed: the vault is sealed");
    assert_eq!((error.kind(), client.1.requests().len()), (ErrorKind::Token, 0));
    assert!(std::error::Error::source(&error).is_some());

    let options = ClientOptions::new().timeout(Duration::from_millis(50));
    let never = |given: &mut Credentials| given.tokens("bearer", Provided(std::future::pending));
    let core = Arc::new(core(options, never).unwrap());
    let error: Error = Bearer::on(&core).await.unwrap_err();
    assert!(error.is_timeout() && error.to_string().contains("within 50ms"), "{error}");
}

#[tokio::test]
async fn secrets_of_all_kinds_stay_unseen() {
    let mut builder = Credentials::new();
    builder.secret("bearer", "hidden".to_owned());
    builder.user("basic", "hidden".to_owned(), "hidden".to_owned());
    builder.tokens("oauth", Provided(|| async { Ok(AccessToken::new("hidden")) }));
    let token = AccessToken::new("hidden").expires_in(Duration::from_secs(5));
    let shown = format!("{builder:?} {token:?}");
    let mock = MockTransport::new().answer(403, &json!({}));
    let core = Arc::new(Core::new(INFO, Settings::new(), ClientOptions::new().transport(mock), builder).unwrap());
    let call = OAuth::on(&core);
    let all = format!("{shown} {core:?} {call:?} {:?}", call.clone().await.unwrap_err());
    assert!(!all.contains("hidden"), "{all}");
    assert!(shown.contains("bearer") && shown.contains("5s"), "{shown}");
}

/// Signed by its own key, which serves no other purpose.
const CERTIFICATE: &str = "\
-----BEGIN CERTIFICATE-----\n\
MIIBdTCCARugAwIBAgIUcrVTK+d8ls8tRKBCNsllK+OTkrMwCgYIKoZIzj0EAwIw\n\
DzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjYxNTExMjdaGA8yMTI2MTEwMjE1MTEy\n\
N1owDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABJH0\n\
kmc/BYovwz4nQEggG261PeXlqQWUXPiPcRfma2QQ7OJYL1zCutG9Sb9CcUdfFdax\n\
v9TUjW3YbdHYfRs6oUmjUzBRMB0GA1UdDgQWBBSvYsRZ29wiVCk/PM5rB+6nJmLk\n\
3jAfBgNVHSMEGDAWgBSvYsRZ29wiVCk/PM5rB+6nJmLk3jAPBgNVHRMBAf8EBTAD\n\
AQH/MAoGCCqGSM49BAMCA0gAMEUCIC+yFHpNtnxH+nXXcBz9naOduYQkkuAgkpjz\n\
N14gwme2AiEAz0Q1dTE34slQOcAHzxYGzE7S9bIhRyqY9M2paiVJzJk=\n\
-----END CERTIFICATE-----\n\
";
const KEY: &str = "\
-----BEGIN PRIVATE KEY-----\n\
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgDrfTDjQ9ZqVUrtwp\n\
j8Ya+vZNhIOb0Gpl0Q82ZbOXOb2hRANCAASR9JJnPwWKL8M+J0BIIBtutT3l5akF\n\
lFz4j3EX5mtkEOziWC9cwrrRvUm/QnFHXxXWsb/U1I1t2G3R2H0bOqFJ\n\
-----END PRIVATE KEY-----\n\
";

#[test]
fn a_client_certificate_is_checked_and_not_shown() {
    let with = |certificate: &'static str, key: &'static str| {
        let options = ClientOptions::new().client_certificate(certificate, key);
        let shown = format!("{options:?}");
        (core(options, |_| {}), shown)
    };
    let (client, shown) = with(CERTIFICATE, KEY);
    client.unwrap();
    assert!(shown.contains("client_certificate: Some(\"[redacted]\")") && !shown.contains("MII"), "{shown}");
    for (certificate, key) in [(CERTIFICATE, "hidden"), ("", ""), (CERTIFICATE, CERTIFICATE)] {
        let error = with(certificate, key).0.unwrap_err();
        assert!(error.kind() == ErrorKind::Config && error.to_string().starts_with("`client_certificate`"), "{error}");
        assert!(!format!("{error:?}").contains("hidden"), "{error:?}");
    }
}

#[tokio::test]
async fn a_body_that_can_be_sent_only_once_is_not_sent_again_with_another_token() {
    let server = Server::start(vec![answer(204, &[], ""), answer(401, &[], ""), answer(204, &[], "")]).await;
    let provider = || async { Ok(AccessToken::new("t")) };
    let core = core(ClientOptions::new().base_url(&server.url), |given| given.tokens("bearer", Provided(provider)));
    let core = Arc::new(core.unwrap());
    let put = || UntypedRequest::new(Arc::clone(&core), Method::PUT, "/file");
    put().bytes("text/plain", "a").send_raw().await.unwrap();
    let once = Upload::from_reader(std::io::Cursor::new(b"once"));
    let error = put().upload(once).send_raw().await.unwrap_err();
    assert!(error.is_unauthorized() && error.attempts() == 1, "{error:?}");
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn secrets_are_kept_in_memory_that_is_wiped() {
    use crate::runtime::client::credential::Value;
    fn is_wiped(_: &impl secrecy::zeroize::ZeroizeOnDrop) {}
    let mut given = Credentials::new();
    for scheme in ["bearer", "header", "query", "cookie"] {
        given.secret(scheme, "hidden".to_owned());
    }
    let credentials = given.resolve(INFO.schemes).unwrap();
    assert_eq!(credentials.len(), 4);
    for credential in &credentials {
        match &credential.value {
            Value::Query(_, secret) => is_wiped(secret),
            // Clones are of the one memory, which is the secret's own.
            Value::Header(_, value) | Value::Cookie(_, value) => {
                assert!(value.is_sensitive());
                assert_eq!(value.clone().as_bytes().as_ptr(), value.as_bytes().as_ptr());
            }
            Value::Tokens(_) => unreachable!(),
        }
    }
    is_wiped(&crate::runtime::client::credential::Shared("hidden".into()).0);
}
