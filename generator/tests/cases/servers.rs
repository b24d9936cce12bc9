//! Where the emitted client sends its calls.

use sdk::testing::MockTransport;
use sdk::{Client, ClientBuilder, Environment, Region};

/// The addresses to which each of the operations goes.
async fn addresses(give: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Vec<String> {
    let mock = (0..5).fold(MockTransport::new(), |mock, _| mock.answer_with(204, &[], ""));
    let client = give(Client::builder().transport(mock.clone())).build().expect("a client");
    client.plain().await.expect("an answer");
    client.file().update().await.expect("an answer");
    client.file().retrieve().await.expect("an answer");
    client.ping().await.expect("an answer");
    client.print().await.expect("an answer");
    mock.requests().iter().map(|request| format!("{}{}", request.origin, request.path)).collect()
}

#[tokio::test]
async fn the_first_server_is_the_default() {
    assert_eq!(Environment::default(), Environment::Production);
    assert_eq!(
        addresses(|builder| builder).await,
        [
            "https://eu.case.example/v1/plain",
            "https://files.case.example/eu/file",
            "https://eu.case.example/v1/file",
            "https://eu.case.example/ping",
            "https://print.case.example/print",
        ]
    );
}

#[tokio::test]
async fn callers_choose_another() {
    assert_eq!(
        addresses(|builder| builder.environment(Environment::Sandbox).region("ap")).await,
        [
            "https://sandbox.case.example/v2/plain",
            "https://files.case.example/ap/file",
            "https://sandbox.case.example/v2/file",
            "https://sandbox.case.example/ping",
            "https://print.sandbox.case.example/print",
        ]
    );
    let set = addresses(|builder| builder.region(Region::Us).api_version("v3/beta")).await;
    assert_eq!(set[0], "https://us.case.example/v3/beta/plain");
    let staging = addresses(|builder| builder.environment(Environment::Staging)).await;
    assert_eq!((&*staging[0], &*staging[4]), ("https://case.staging.example/plain", "https://print.staging.case.example/print"));
}

#[tokio::test]
async fn a_base_url_stands_for_all() {
    let own = addresses(|builder| builder.environment(Environment::Sandbox).base_url("http://127.0.0.1:9")).await;
    assert!(own.iter().all(|address| address.starts_with("http://127.0.0.1:9/")), "{own:?}");
}

#[test]
fn a_value_that_is_no_part_of_an_address_is_refused() {
    let error = Client::builder().region("evil.example/").build().expect_err("no client");
    assert_eq!(
        error.to_string(),
        "`region`: the text cannot stand for `{region}` in `https://{region}.case.example/{version}`"
    );
    Client::builder().region("evil.example/").base_url("https://own.example").build().expect("a client");
}
