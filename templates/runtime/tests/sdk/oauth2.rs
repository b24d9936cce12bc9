//! Tokens of a token endpoint, over real connections: one server for the API and one for the tokens.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::clock::JumpingClock;
use crate::runtime::{
    ApiInfo, ClientOptions, Core, Credentials, ErrorKind, OAuth2, Result, Scheme, Sent, Settings, TokenEndpoint,
};
use crate::security::{Bearer, INFO, OAuth, core};
use crate::support::{Act, Server, answer, cut_everywhere};

const UNSET: &str = "SPECWRIGHT_TEST_UNSET_VARIABLE";

fn token(text: &str, expires_in: &str) -> Act {
    let body = format!(r#"{{"access_token":"{text}","token_type":"Bearer","expires_in":{expires_in}}}"#);
    answer(200, &[("content-type", "application/json")], &body)
}

fn app() -> OAuth2 {
    OAuth2::client_credentials("my app", "se:cret")
}

struct Both {
    api: Server,
    tokens: Server,
    clock: JumpingClock,
    core: Arc<Core>,
}

impl Both {
    async fn new(api: Vec<Act>, tokens: Vec<Act>, oauth2: OAuth2) -> Self {
        let (api, tokens) = (Server::start(api).await, Server::start(tokens).await);
        let clock = JumpingClock::default();
        let oauth2 = oauth2.token_url(format!("{}/token?tenant=1", tokens.url));
        let options = ClientOptions::new().base_url(&api.url).clock(clock.clone()).timeout(Duration::from_secs(20));
        let core = core(options, |given| given.oauth2("oauth", oauth2)).unwrap();
        Self { api, tokens, clock, core: Arc::new(core) }
    }

    async fn call(&self) -> Result<()> {
        OAuth::on(&self.core).await
    }

    /// The tokens that the API was shown.
    fn shown(&self) -> Vec<String> {
        let bearer = |request: &String| {
            Some(request.lines().find_map(|line| line.strip_prefix("authorization: Bearer "))?.to_owned())
        };
        self.api.requests().iter().filter_map(bearer).collect()
    }
}

fn body(request: &str) -> &str {
    request.split_once("\r\n\r\n").unwrap().1
}

#[tokio::test]
async fn the_client_asks_with_its_id_and_secret() {
    let both = Both::new(vec![answer(204, &[], "")], vec![token("t1", "3600")], app()).await;
    both.call().await.unwrap();
    let request = both.tokens.requests().remove(0);
    assert!(request.starts_with("POST /token?tenant=1 HTTP/1.1\r\n"), "{request}");
    // RFC 6749 §2.3.1: both are form-encoded before they are joined. `my%20app:se%3Acret`
    assert!(request.contains("\r\nauthorization: Basic bXklMjBhcHA6c2UlM0FjcmV0\r\n"), "{request}");
    assert!(request.contains("\r\ncontent-type: application/x-www-form-urlencoded\r\n"), "{request}");
    assert!(request.contains("\r\naccept: application/json\r\n"), "{request}");
    assert_eq!(body(&request), "grant_type=client_credentials&scope=default");
    assert_eq!(both.shown(), ["t1"]);

    let oauth2 = app().secret_in_body().scope("read").scope("write").parameter("audience", "https://a.example");
    let both = Both::new(vec![answer(204, &[], "")], vec![token("t1", "3600")], oauth2).await;
    both.call().await.unwrap();
    let request = both.tokens.requests().remove(0);
    assert!(!request.contains("authorization"), "{request}");
    assert_eq!(
        body(&request),
        "grant_type=client_credentials&scope=read%20write&client_id=my%20app&client_secret=se%3Acret\
         &audience=https%3A%2F%2Fa.example"
    );
}

#[tokio::test]
async fn the_described_endpoint_is_relative_to_the_base_url() {
    for (oauth2, path, sent) in [
        (app(), "/v1/oauth/token", "grant_type=client_credentials&scope=default"),
        (
            OAuth2::refresh_token("r1").client_id("app"),
            "/refresh?v=1",
            "grant_type=refresh_token&refresh_token=r1&client_id=app",
        ),
        (
            OAuth2::password("u", "p&w").client("app", "s").scope("own"),
            "/password",
            "grant_type=password&username=u&password=p%26w&scope=own",
        ),
    ] {
        let server = Server::start(vec![token("t1", "60")]).await;
        let options = ClientOptions::new().base_url(format!("{}/v1/", server.url)).max_retries(0);
        let core = core(options, |given| given.oauth2("oauth", oauth2)).unwrap();
        OAuth::on(&Arc::new(core)).await.unwrap();
        let requests = server.requests();
        assert!(requests[0].starts_with(&format!("POST {path} ")), "{}", requests[0]);
        assert_eq!(body(&requests[0]), sent);
        assert!(requests[1].starts_with("GET /v1/call "), "{}", requests[1]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_calls_at_once_ask_once() {
    let both = Both::new(vec![answer(204, &[], "")], vec![token("t1", "3600")], app()).await;
    let calls: Vec<_> = (0..50).map(|_| tokio::spawn(OAuth::on(&both.core).send())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!((both.tokens.requests().len(), both.api.requests().len()), (1, 50));

    // Nor does each of them ask a broken endpoint in turn.
    let broken = answer(400, &[], r#"{"error":"invalid_client"}"#);
    let both =
        Both::new(vec![answer(204, &[], "")], vec![Act::Late(Duration::from_millis(300), Box::new(broken))], app());
    let both = both.await;
    let calls: Vec<_> = (0..50).map(|_| tokio::spawn(OAuth::on(&both.core).send())).collect();
    for call in calls {
        let error = call.await.unwrap().unwrap_err();
        assert!(error.to_string().contains("invalid_client") && error.is_bad_request(), "{error}");
    }
    assert_eq!((both.tokens.requests().len(), both.api.requests().len()), (1, 0));
    // A later call does.
    both.call().await.unwrap_err();
    assert_eq!(both.tokens.requests().len(), 2);
}

#[tokio::test]
async fn a_token_is_the_same_wherever_its_answer_is_cut() {
    let body = r#"{"access_token":"t\u00311","token_type":"Bearer","expires_in":0,"€":{}}"#;
    let tokens = cut_everywhere("application/json", body.as_bytes());
    let cuts = tokens.len();
    let both = Both::new(vec![answer(204, &[], "")], tokens, app()).await;
    for _ in 0..cuts {
        both.call().await.unwrap();
    }
    assert_eq!((both.tokens.requests().len(), both.shown()), (cuts, vec!["t11".to_owned(); cuts]));
}

#[tokio::test]
async fn a_token_is_kept_until_shortly_before_its_end() {
    for (expires_in, holds, ends) in
        [("3600", 3569, 2), ("\"100\"", 89, 2), ("0", 0, 0), ("null", 999_999, 999_999), ("-5", 999_999, 0)]
    {
        let tokens = vec![token("t1", expires_in), token("t2", expires_in), token("t3", expires_in)];
        let both = Both::new(vec![answer(204, &[], "")], tokens, app()).await;
        both.call().await.unwrap();
        both.clock.jump(Duration::from_secs(holds));
        both.call().await.unwrap();
        both.clock.jump(Duration::from_secs(ends));
        both.call().await.unwrap();
        let expected = match expires_in {
            "0" => ["t1", "t2", "t3"],
            "null" | "-5" => ["t1", "t1", "t1"],
            _ => ["t1", "t1", "t2"],
        };
        assert_eq!(both.shown(), expected, "{expires_in}");
    }
}

#[tokio::test]
async fn a_refused_token_is_replaced_once() {
    let api = vec![answer(204, &[], ""), answer(401, &[], ""), answer(204, &[], ""), answer(401, &[], "")];
    let tokens = vec![token("t1", "3600"), token("t2", "3600"), token("t3", "3600")];
    let both = Both::new(api, tokens, app()).await;
    both.call().await.unwrap();
    both.call().await.unwrap();
    let error = both.call().await.unwrap_err();
    assert!(error.is_unauthorized() && error.attempts() == 2, "{error:?}");
    assert_eq!(both.shown(), ["t1", "t1", "t2", "t2", "t3"]);
    assert_eq!(both.tokens.requests().len(), 3);

    // A token that was fetched for the call itself was not refused for its age.
    let both = Both::new(vec![answer(401, &[], "")], vec![token("t1", "3600")], app()).await;
    assert_eq!(both.call().await.unwrap_err().attempts(), 1);
    assert_eq!(both.tokens.requests().len(), 1);
}

#[tokio::test]
async fn the_endpoints_error_is_the_callers() {
    let said = r#"{"error":"invalid_client","error_description":"no such\napp"}"#;
    let both = Both::new(vec![answer(204, &[], "")], vec![answer(401, &[("x-request-id", "r7")], said)], app()).await;
    let error = both.call().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /call: no access token: the token endpoint: the server answered 401 X: invalid_client: no such app \
         (request id r7)"
            .replace("401 X", "401 Unauthorized")
    );
    assert!(error.is_unauthorized(), "{error:?}");
    assert_eq!(error.body(), said.as_bytes());
    assert_eq!((both.tokens.requests().len(), both.api.requests().len()), (1, 0));

    for (body, status) in [("{}", 200), ("<html>", 200), (r#"{"access_token":"","refresh_token":"hidden"}"#, 200)] {
        let both = Both::new(vec![answer(204, &[], "")], vec![answer(status, &[], body)], app()).await;
        let error = both.call().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Token);
        assert!(error.to_string().ends_with("what the token endpoint answered has no `access_token`"), "{error}");
        assert!(!format!("{error:?}").contains("hidden"), "{error:?}");
    }
}

#[tokio::test]
async fn retries_and_limits_hold_for_token_requests() {
    let busy = answer(503, &[("retry-after-ms", "1")], "");
    let both = Both::new(vec![answer(204, &[], "")], vec![busy.clone(), busy.clone(), token("t1", "60")], app()).await;
    both.call().await.unwrap();
    assert_eq!((both.tokens.requests().len(), both.api.requests().len()), (3, 1));

    let both = Both::new(vec![answer(204, &[], "")], vec![busy], app()).await;
    let error = OAuth::on(&both.core).max_retries(1).await.unwrap_err();
    assert!(error.is_server(), "{error:?}");
    assert_eq!(both.tokens.requests().len(), 2);

    let slow = Act::Stall(Duration::from_secs(3));
    let both = Both::new(vec![answer(204, &[], "")], vec![slow], app()).await;
    let call = OAuth::on(&both.core).max_retries(0).timeout(Duration::from_millis(100));
    let error = call.await.unwrap_err();
    assert!(error.is_timeout() && error.to_string().contains("no access token"), "{error}");
    // A call that waits for another one's token has its own limit.
    let first = tokio::spawn(OAuth::on(&both.core).max_retries(0).timeout(Duration::from_secs(2)).send());
    tokio::time::sleep(Duration::from_millis(50)).await;
    let error = OAuth::on(&both.core).total_timeout(Duration::from_millis(100)).await.unwrap_err();
    assert!(error.is_timeout() && error.to_string().contains("no access token before"), "{error}");
    first.abort();
}

#[tokio::test]
async fn a_new_refresh_token_takes_the_place_of_the_old_one() {
    let rotated = r#"{"access_token":"t1","expires_in":100,"refresh_token":"r2"}"#;
    let heard = Arc::new(Mutex::new(Vec::new()));
    let tell = {
        let heard = Arc::clone(&heard);
        move |token: &str| heard.lock().unwrap().push(token.to_owned())
    };
    let oauth2 = OAuth2::refresh_token("r1").client("app", "s").on_rotation(tell);
    let both = Both::new(vec![answer(204, &[], "")], vec![answer(200, &[], rotated), token("t2", "100")], oauth2).await;
    both.call().await.unwrap();
    both.clock.jump(Duration::from_secs(100));
    both.call().await.unwrap();
    both.clock.jump(Duration::from_secs(100));
    both.call().await.unwrap();
    let sent: Vec<String> = both.tokens.requests().iter().map(|request| body(request).to_owned()).collect();
    let expected = ["r1", "r2", "r2"].map(|token| format!("grant_type=refresh_token&refresh_token={token}"));
    assert_eq!(sent, expected);
    assert_eq!(*heard.lock().unwrap(), ["r2"]);
}

#[tokio::test]
async fn no_token_is_fetched_that_is_not_needed() {
    let both = Both::new(vec![answer(204, &[], "")], vec![token("t1", "3600")], app()).await;
    OAuth::on(&both.core).extra_header("authorization", "Bearer own").await.unwrap();
    Bearer::on(&both.core).await.unwrap_err();
    assert_eq!((both.shown(), both.tokens.requests().len()), (vec!["own".to_owned()], 0));
}

#[tokio::test]
async fn a_token_goes_to_no_other_host() {
    let other = Server::start(vec![answer(204, &[], "")]).await;
    let location = format!("{}/there", other.url);
    let both = Both::new(vec![answer(302, &[("location", &location)], "")], vec![token("t1", "3600")], app()).await;
    both.call().await.unwrap();
    assert_eq!(both.shown(), ["t1"]);
    let request = other.requests().remove(0);
    assert!(request.starts_with("GET /there ") && !request.contains("authorization"), "{request}");
}

#[test]
fn secrets_are_in_no_debug() {
    let all = [
        app(),
        OAuth2::refresh_token("hidden").client("id", "hidden"),
        OAuth2::password("hidden", "hidden").parameter("hidden", "hidden").token_url("https://h/?hidden"),
    ];
    let shown = format!("{all:?}");
    assert!(!shown.contains("hidden") && !shown.contains("cret"), "{shown}");
    assert!(shown.contains("client_credentials"), "{shown}");
}

#[tokio::test]
async fn the_environment_can_hold_the_client() {
    // Cargo sets these for every test.
    let name = env!("CARGO_PKG_NAME");
    for (env, client_credentials, sent) in [
        (["CARGO_PKG_NAME", "CARGO_PKG_NAME", UNSET], true, Some("grant_type=client_credentials".to_owned())),
        (["CARGO_PKG_NAME", "CARGO_PKG_NAME", UNSET], false, None),
        (["CARGO_PKG_NAME", UNSET, UNSET], true, None),
        ([UNSET, UNSET, "CARGO_PKG_NAME"], false, Some(format!("grant_type=refresh_token&refresh_token={name}"))),
        (
            ["CARGO_PKG_NAME", UNSET, "CARGO_PKG_NAME"],
            true,
            Some(format!("grant_type=refresh_token&refresh_token={name}&client_id={name}")),
        ),
    ] {
        let server = Server::start(vec![token("t1", "60"), answer(204, &[], "")]).await;
        let endpoint = TokenEndpoint {
            option: "oauth2",
            env,
            token_url: "t",
            password_url: "t",
            refresh_url: "t",
            client_credentials,
            scopes: &[],
        };
        let scheme =
            Scheme { name: "oauth", option: "access_token", env: &[UNSET], sent: Sent::Bearer, oauth2: Some(endpoint) };
        let info = ApiInfo { schemes: Box::leak(Box::new([scheme])), ..INFO };
        let core =
            Core::new(info, Settings::new(), ClientOptions::new().base_url(&server.url), Credentials::new()).unwrap();
        let outcome = OAuth::on(&Arc::new(core)).await;
        assert_eq!(outcome.is_ok(), sent.is_some(), "{env:?}");
        assert_eq!(server.requests().first().map(|request| body(request).to_owned()), sent, "{env:?}");
    }
}

#[tokio::test]
async fn a_failure_keeps_its_body_however_long_the_token_took() {
    // Longer than an attempt may take: a token is fetched, with retries of its own, before the attempt begins.
    let head = b"HTTP/1.1 404 X\r\ncontent-type: application/json\r\ncontent-length: 18\r\n\r\n".to_vec();
    let body = b"{\"message\":\"gone\"}".to_vec();
    let api = Server::start(vec![Act::Drip(head, body, Duration::from_millis(60), 1)]).await;
    let tokens = Server::start(vec![answer(503, &[], ""), token("t1", "3600")]).await;
    let oauth2 = app().token_url(format!("{}/token", tokens.url));
    let options = ClientOptions::new().base_url(&api.url).timeout(Duration::from_millis(300));
    let core = Arc::new(core(options, |given| given.oauth2("oauth", oauth2)).unwrap());
    let error = OAuth::on(&core).await.unwrap_err();
    assert_eq!(
        (error.status().map(|status| status.as_u16()), error.body()),
        (Some(404), &b"{\"message\":\"gone\"}"[..])
    );
}
