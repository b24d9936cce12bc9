//! The call as somebody would write it for this one endpoint.
//!
//! Input: a base URL. Output: the user. What the SDK does besides (retries, redirects that keep secrets, errors with their body) is not
//! here, and is what the ratio prices.

use reqwest::Client;
use serde::{Deserialize, Serialize};

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

/// How much a user may do.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Level {
    Owner,
    Admin,
    Member,
}

/// A user.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "a user is read whole, whatever is asked of it")]
pub(crate) struct User {
    #[serde(rename = "userId")]
    pub(crate) id: String,
    email: String,
    first_name: String,
    last_name: String,
    level: Level,
    clinic_role: String,
    can_manage_studies: bool,
    has_dashboard_access: bool,
    invited_source: Option<String>,
    created_at: jiff::Timestamp,
    last_login_at: Option<jiff::Timestamp>,
    middle_name: Option<String>,
    phone_number: Option<String>,
    suffix1: Option<String>,
    suffix2: Option<String>,
}

/// Updates a user.
pub(crate) async fn update(client: &Client, url: &str, id: &str) -> reqwest::Result<User> {
    let body = Update { first_name: Some("Sarah"), level: Some(Level::Member), can_manage_studies: Some(true) };
    let request = client.patch(format!("{url}/v1/viewer/users/{id}")).bearer_auth("sk_secret").json(&body);
    request.send().await?.error_for_status()?.json().await
}
