//! Generated code as the contract states it, and a client over it.

use std::sync::Arc;

use crate::runtime::prelude::*;
use crate::runtime::{
    ApiInfo, ClientOptions, Core, Credentials, Nesting, Result, Scheme, Sent, Server, Settings, UntypedRequest,
};

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Level {
    Owner,
    Admin,
    Unknown(UnknownValue),
}
string_enum! {
    Level {
        Owner = "owner",
        Admin = "admin",
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct User {
    pub email: String,
    pub level: Level,
    pub created_at: Option<Timestamp>,
    pub middle_name: Option<String>,
    pub r#type: Option<String>,
    pub note: Option<Nullable<String>>,
    pub extra: Map<Json>,
}
object! {
    User {
        required {
            email: String = "email",
            level: Level = "level",
        }
        nullable {
            created_at: Timestamp = "createdAt",
        }
        optional {
            middle_name: String = "middleName",
            r#type: String = "type",
        }
        patch {
            note: String = "note",
        }
        extra {
            extra: Json,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct UserRequired {
    pub email: String,
    pub level: Level,
    pub created_at: Option<Timestamp>,
}
input! {
    User(UserRequired) {
        required { email, level, created_at }
        optional {
            /// Sets `middleName`.
            middle_name: String,
            /// Sets `type`.
            r#type: String,
            /// Sets `note`.
            note: Nullable<String>,
        }
        extra { extra: Json }
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Empty {}
object! { Empty {} }
input! { Empty() {} }

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct UserPage {
    pub users: Vec<User>,
    pub has_more: bool,
    pub cursor: Option<String>,
}
object! {
    UserPage {
        required {
            users: Vec<User> = "users",
            has_more: bool = "hasMore",
        }
        optional {
            cursor: String = "cursor",
        }
    }
}
page! {
    UserPage {
        items: users -> User,
    }
}

#[derive(Clone, Debug, PartialEq, Default)]
#[non_exhaustive]
pub struct UserUpdateParams {
    pub first_name: Option<String>,
    pub middle_name: Option<Nullable<String>>,
    pub trace: Option<Vec<String>>,
    pub x_a: Option<String>,
    pub session: Option<String>,
}
impl Params for UserUpdateParams {
    fn write(&self, request: &mut RequestWriter) {
        request.query("trace", QueryStyle::Form { explode: false }, &self.trace);
        request.header("X-A", &self.x_a);
        request.cookie("session", &self.session);
        request.json_object(|body| {
            body.optional("firstName", &self.first_name);
            body.optional("middleName", &self.middle_name);
        });
    }
}
operation! {
    /// A call of [`Users::update`], to be sent with [`send`](Self::send) or `.await`.
    UserUpdateRequest(UserUpdateParams) -> JsonBody<User> {
        PATCH "/v1/users/{userId}";
        accept "application/json";
        retry true;
        params {
            /// First name.
            first_name: String,
            middle_name: Nullable<String>,
            trace: Vec<String>,
            x_a: String,
            session: String,
        }
    }
}

operation! {
    /// A call of [`Users::retrieve`].
    UserRetrieveRequest(()) -> JsonBody<User> {
        GET "/v1/users/{userId}";
        accept "application/json";
    }
}

operation! {
    /// A call of [`Users::delete`].
    UserDeleteRequest(()) -> NoBody {
        DELETE "/v1/users/{userId}";
        retry false;
        security [];
    }
}

operation! {
    /// A call of [`Users::avatar`].
    UserAvatarRequest(()) -> BytesBody {
        GET "/v1/users/{userId}/avatar";
        accept "image/png";
    }
}

operation! {
    /// A call of [`Users::text`].
    UserTextRequest(()) -> TextBody {
        GET "/v1/text?format=plain";
        accept "text/plain";
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum UserJobResponse {
    Ok(User),
    Accepted(Tick),
    NoContent,
    Text(String),
    Image(Bytes),
    Other(String),
}
statuses! {
    UserJobResponse {
        Ok(User) = 200,
        Accepted(Tick) = 202,
        NoContent = 204,
        Text(String) = 206 "text/plain" as TextBody,
        Image(Bytes) = 206 "image/*" as BytesBody,
        Other(String) = 207..=299,
    }
}

operation! {
    /// A call of [`Users::job`].
    UserJobRequest(()) -> StatusBody<UserJobResponse> | BytesBody {
        POST "/v1/job";
        accept "application/json";
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Tick {
    pub n: i64,
}
object! { Tick { required { n: i64 = "n" } } }

operation! {
    /// A call of [`Users::ticks`].
    UserTicksRequest(()) -> StreamBody<Tick> {
        GET "/v1/ticks";
        accept "text/event-stream";
        stream Streaming::new("text/event-stream", Framing::Data).error_event("oops").error_property("fault").skip(&["ping"]);
    }
}

operation! {
    /// A call of [`Users::events`].
    UserEventsRequest(()) -> StreamBody<ServerSentEvent> {
        GET "/v1/events";
        accept "text/event-stream";
        stream Streaming::new("text/event-stream", Framing::Event);
    }
}

operation! {
    /// A call of [`Users::lines`].
    UserLinesRequest(()) -> StreamBody<Tick> {
        GET "/v1/lines";
        accept "application/x-ndjson";
        stream Streaming::new("application/x-ndjson", Framing::Lines);
    }
}

operation! {
    /// A call of [`Users::sequence`].
    UserSequenceRequest(()) -> StreamBody<Tick> {
        GET "/v1/sequence";
        accept "application/json-seq";
        stream Streaming::new("application/json-seq", Framing::Sequence);
    }
}

#[derive(Clone, Debug, PartialEq, Default)]
#[non_exhaustive]
pub struct UserChatParams {
    pub prompt: Option<String>,
}
impl Params for UserChatParams {
    fn write(&self, request: &mut RequestWriter) {
        request.json_object(|body| {
            body.optional("prompt", &self.prompt);
        });
    }
}
operation! {
    /// A call of [`Users::chat`].
    UserChatRequest(UserChatParams) -> JsonBody<User> | StreamBody<Tick> {
        POST "/v1/chat";
        accept "application/json";
        stream Streaming::new("text/event-stream", Framing::Data).body_flag("stream", true);
        params {
            prompt: String,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Default)]
#[non_exhaustive]
pub struct UserListParams {
    pub limit: Option<f64>,
    pub cursor: Option<String>,
}
impl Params for UserListParams {
    fn write(&self, request: &mut RequestWriter) {
        request.query("limit", QueryStyle::Form { explode: true }, &self.limit);
        request.query("cursor", QueryStyle::Form { explode: true }, &self.cursor);
    }
}
operation! {
    /// A call of [`Users::list`].
    UserListRequest(UserListParams) -> PageBody<UserPage> {
        GET "/v1/users";
        accept "application/json";
        pages cursor("/cursor", "cursor").has_more("/hasMore");
        params {
            limit: f64,
            cursor: String,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct UserCreateParams {
    pub dry_run: Option<bool>,
    pub body: User,
}
impl Params for UserCreateParams {
    fn write(&self, request: &mut RequestWriter) {
        request.query("dryRun", QueryStyle::Form { explode: true }, &self.dry_run);
        request.json(&self.body);
    }
}
operation! {
    /// A call of [`Users::create`].
    UserCreateRequest(UserCreateParams) -> JsonBody<User> {
        POST "/v1/users";
        accept "application/json";
        retry true;
        security [["bearerAuth"]];
        params {
            dry_run: bool,
        }
        body {
            middle_name: String,
            note: Nullable<String>,
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub struct Users<'a> {
    client: &'a Client,
}

impl Users<'_> {
    pub fn update(&self, user_id: impl Into<String>) -> UserUpdateRequest {
        UserUpdateRequest(self.client.call(
            &UserUpdateRequest::OPERATION,
            [user_id.into()],
            UserUpdateParams::default(),
        ))
    }

    pub fn retrieve(&self, user_id: impl Into<String>) -> UserRetrieveRequest {
        UserRetrieveRequest(self.client.call(&UserRetrieveRequest::OPERATION, [user_id.into()], ()))
    }

    pub fn delete(&self, user_id: impl Into<String>) -> UserDeleteRequest {
        UserDeleteRequest(self.client.call(&UserDeleteRequest::OPERATION, [user_id.into()], ()))
    }

    pub fn avatar(&self, user_id: impl Into<String>) -> UserAvatarRequest {
        UserAvatarRequest(self.client.call(&UserAvatarRequest::OPERATION, [user_id.into()], ()))
    }

    pub fn text(&self) -> UserTextRequest {
        UserTextRequest(self.client.call(&UserTextRequest::OPERATION, [], ()))
    }

    pub fn job(&self) -> UserJobRequest {
        UserJobRequest(self.client.call(&UserJobRequest::OPERATION, [], ()))
    }

    pub fn ticks(&self) -> UserTicksRequest {
        UserTicksRequest(self.client.call(&UserTicksRequest::OPERATION, [], ()))
    }

    pub fn events(&self) -> UserEventsRequest {
        UserEventsRequest(self.client.call(&UserEventsRequest::OPERATION, [], ()))
    }

    pub fn lines(&self) -> UserLinesRequest {
        UserLinesRequest(self.client.call(&UserLinesRequest::OPERATION, [], ()))
    }

    pub fn sequence(&self) -> UserSequenceRequest {
        UserSequenceRequest(self.client.call(&UserSequenceRequest::OPERATION, [], ()))
    }

    pub fn chat(&self) -> UserChatRequest {
        UserChatRequest(self.client.call(&UserChatRequest::OPERATION, [], UserChatParams::default()))
    }

    pub fn list(&self) -> UserListRequest {
        UserListRequest(self.client.call(&UserListRequest::OPERATION, [], UserListParams::default()))
    }

    pub fn create(&self, body: impl Into<User>) -> UserCreateRequest {
        UserCreateRequest(self.client.call(
            &UserCreateRequest::OPERATION,
            [],
            UserCreateParams { dry_run: None, body: body.into() },
        ))
    }
}

#[derive(Clone, Debug)]
pub struct Client {
    core: Arc<Core>,
}

pub const INFO: ApiInfo = ApiInfo {
    name: "Small (pets)",
    version: "0.1.0",
    servers: &[Server { url: "https://api.example.com", variables: &[] }],
    operation_servers: &[],
    env_prefix: "SPECWRIGHT_TEST_UNSET",
    schemes: &[
        Scheme {
            name: "bearerAuth",
            option: "api_key",
            env: &["SPECWRIGHT_TEST_UNSET_API_KEY"],
            sent: Sent::Bearer,
            oauth2: None,
        },
        Scheme { name: "keyAuth", option: "key", env: &[], sent: Sent::Header("X-Api-Key"), oauth2: None },
    ],
    is_closed: false,
    nesting: Nesting { dots: false, arrays: None },
};

impl Client {
    pub fn new(options: ClientOptions) -> Result<Self> {
        let mut credentials = Credentials::new();
        credentials.secret("bearerAuth", "sk_secret".to_owned());
        credentials.secret("keyAuth", "key_secret".to_owned());
        Ok(Self { core: Arc::new(Core::new(INFO, Settings::new(), options, credentials)?) })
    }

    pub fn users(&self) -> Users<'_> {
        Users { client: self }
    }

    pub fn with_options(&self, change: impl FnOnce(ClientOptions) -> ClientOptions) -> Result<Self> {
        Ok(Self { core: Arc::new(self.core.with_options(change)?) })
    }

    pub fn request(&self, method: crate::runtime::Method, path: impl Into<String>) -> UntypedRequest {
        UntypedRequest::new(Arc::clone(&self.core), method, path)
    }

    pub(crate) fn call<P, K, const N: usize>(
        &self,
        operation: &'static Operation,
        path: [String; N],
        params: P,
    ) -> Call<P, K> {
        Call::new(Arc::clone(&self.core), operation, path, params)
    }
}
