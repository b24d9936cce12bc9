//! How callers prove who they are.
//!
//! Input: filled by `lower`. Output: [`Credential`]s, and for each operation its [`Alternatives`]. Not here: what the
//! client's options and environment variables are called (`names`).

/// The sets of security schemes of which a call needs one, by their keys; an empty set stands for a call without any, and
/// no set at all for a call that sends none.
pub type Alternatives = Vec<Vec<String>>;

/// One of `components.securitySchemes`, as far as a client can serve it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// Its key in the description: its identity.
    pub scheme: String,
    /// How it is sent.
    pub kind: CredentialKind,
    /// What stands before a key in its header.
    pub prefix: Option<String>,
    /// Its description.
    pub docs: Option<String>,
}

/// How a credential is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CredentialKind {
    /// `Authorization: Bearer …` (RFC 6750).
    Bearer,
    /// The same, with an access token of OAuth 2.0 or OpenID Connect; and where a client gets one by itself, if it can.
    AccessToken(Option<TokenEndpoint>),
    /// `Authorization: Basic …` (RFC 7617): a user name and a password.
    Basic,
    /// `Authorization: <this> …`: another scheme of HTTP, whose value the caller has.
    Http(String),
    /// A header of its own.
    Header(String),
    /// A query parameter.
    Query(String),
    /// A cookie.
    Cookie(String),
}

/// Where a client gets access tokens, and how (OpenAPI, OAuth Flows Object).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenEndpoint {
    /// The URL of the endpoint; one without a host is relative to the base URL as to a folder.
    pub token_url: String,
    /// The same for a user's password.
    pub password_url: String,
    /// The same for refresh tokens.
    pub refresh_url: String,
    /// Whether a client can act for itself.
    pub client_credentials: bool,
    /// Whether it can act with a user's password.
    pub password: bool,
    /// The scopes that there are.
    pub scopes: Vec<String>,
}

impl CredentialKind {
    /// Whether it is a token, which may come from a provider.
    #[must_use]
    pub fn is_token(&self) -> bool {
        matches!(self, Self::Bearer | Self::AccessToken(_))
    }

    /// Where a client gets it by itself.
    #[must_use]
    pub fn endpoint(&self) -> Option<&TokenEndpoint> {
        match self {
            Self::AccessToken(endpoint) => endpoint.as_ref(),
            _ => None,
        }
    }
}
