//! The call as somebody would write it for this one endpoint.
//!
//! Input: a base URL. Output: the user. What the SDK does besides (retries, redirects that keep secrets, errors with their body) is not
//! here, and is what the ratio prices.

use reqwest::Client;
use serde::Serialize;

use crate::derived::{Level, User};

/// What can be changed.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Update<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    first_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<Level>,
    #[serde(skip_serializing_if = "Option::is_none")]
    can_manage_studies: Option<bool>,
}

/// Updates a user.
pub(crate) async fn update(client: &Client, url: &str, id: &str) -> reqwest::Result<User> {
    let body = Update { first_name: Some("Sarah"), level: Some(Level::Member), can_manage_studies: Some(true) };
    let request = client.patch(format!("{url}/v1/viewer/users/{id}")).bearer_auth("sk_secret").json(&body);
    request.send().await?.error_for_status()?.json().await
}
