//! What the emitted client sends to prove who it is.

use sdk::testing::{MockTransport, RecordedRequest};
use sdk::{AccessToken, Client, ClientBuilder, OAuth2};

/// A client whose first request is answered with a token, and all others with 204.
fn client(give: impl FnOnce(ClientBuilder) -> ClientBuilder) -> (Client, MockTransport) {
    let token = serde_json::json!({ "access_token": "fetched", "expires_in": 60 });
    let mock = MockTransport::new().answer(200, &token).answer_with(204, &[], "").answer_with(204, &[], "");
    let client = give(Client::builder().transport(mock.clone())).build().expect("a client");
    (client, mock)
}

fn authorization(request: &RecordedRequest) -> Option<&str> {
    request.header("authorization")
}

#[tokio::test]
async fn a_token_is_fetched_and_kept() {
    let (client, mock) = client(|builder| builder.oauth2(OAuth2::client_credentials("id", "secret")));
    client.oauth().await.expect("an answer");
    client.oauth().await.expect("an answer");
    let requests = mock.requests();
    assert_eq!((requests[0].origin.as_str(), requests[0].path.as_str()), ("https://case.example", "/token"));
    assert_eq!(requests[0].body, "grant_type=client_credentials&scope=read");
    assert_eq!(authorization(&requests[1]), Some("Bearer fetched"));
    assert_eq!((authorization(&requests[2]), requests.len()), (Some("Bearer fetched"), 3));
}

#[tokio::test]
async fn a_provider_is_a_closure() {
    let (client, mock) = client(|builder| builder.api_key_provider(|| async { Ok(AccessToken::new("provided")) }));
    client.anyone().await.expect("an answer");
    assert_eq!(authorization(&mock.requests()[0]), Some("Bearer provided"));
}

#[tokio::test]
async fn a_call_without_its_credentials_sends_nothing() {
    let (client, mock) = client(|builder| builder.key("k"));
    let error = client.both().await.expect_err("no credential");
    assert_eq!(
        error.to_string(),
        "GET /by/both: no credential: set `second_key` (environment variable `CASE_SECURITY_SECOND_KEY`), or `api_key` \
         (environment variable `CASE_SECURITY_API_KEY`) on the client's builder"
    );
    let error = client.user().await.expect_err("no credential");
    assert!(
        error.to_string().contains(
            "`users` (environment variable `CASE_SECURITY_USERS`) or `users_oauth2` (environment variable \
             `CASE_SECURITY_USERS_REFRESH_TOKEN`), or `page`"
        ),
        "{error}"
    );
    assert!(mock.requests().is_empty());
    client.anyone().await.expect("an answer");
    assert_eq!(authorization(&mock.requests()[0]), None);
}

#[tokio::test]
async fn a_key_stands_behind_its_prefix_once() {
    for given in ["k", "GenieKey k"] {
        let mock = MockTransport::new().answer_with(204, &[], "").answer_with(204, &[], "");
        let client = Client::builder().transport(mock.clone()).genie(given).shop("s").build().expect("a client");
        client.genie().await.expect("an answer");
        client.keyword().await.expect("an answer");
        let requests = mock.requests();
        assert_eq!(authorization(&requests[0]), Some("GenieKey k"));
        assert_eq!(requests[1].header("x-shop"), Some("Token s"));
    }
}
