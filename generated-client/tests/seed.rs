//! The endpoint that this SDK began with, `PATCH /v1/viewer/users/{userId}`, and what surrounds it, against a real local
//! HTTP server: what goes over the wire, and what comes back. Written by hand; the generator leaves this file alone.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]

mod support;

use std::time::{Duration, Instant};

use avara::resources::viewer::users::{UserInvite, UserUpdateParams};
use avara::types::{AssignableUserLevel, ClinicRole, InvitedSource, UserLevel, ViewerUser};
use avara::{Client, Nullable, Page};
use serde_json::{Value, json};
use support::{Answer, Server};

const ID: &str = "usr_1234567890abcdef1234567890abcdef";

/// The example answer of the endpoint's documentation.
fn example() -> Value {
    json!({
        "canManageStudies": true,
        "clinicRole": "Radiologist",
        "createdAt": "2024-01-15T10:00:00Z",
        "email": "dr.johnson@hospital.org",
        "firstName": "Sarah",
        "hasDashboardAccess": true,
        "invitedSource": "api",
        "lastLoginAt": "2024-03-15T09:00:00Z",
        "lastName": "Johnson",
        "level": "member",
        "userId": ID,
        "middleName": "Marie",
        "phoneNumber": "5551234567",
        "suffix1": "MD",
        "suffix2": "FACR"
    })
}

/// The example with some keys given another value.
fn example_with(changes: &Value) -> Value {
    let mut example = example();
    for (key, value) in changes.as_object().unwrap() {
        example[key] = value.clone();
    }
    example
}

fn client(server: &Server) -> Client {
    Client::builder().api_key("sk").base_url(server.url()).build().expect("a client")
}

// ---- what is sent

#[tokio::test]
async fn every_field_is_sent_in_one_patch() {
    let server = Server::start([Answer::json(200, &example())]).await;

    client(&server)
        .viewer()
        .users()
        .update(ID)
        .can_manage_studies(true)
        .clinic_role(ClinicRole::Radiologist)
        .first_name("Sarah")
        .has_dashboard_access(true)
        .last_name("Johnson")
        .level(AssignableUserLevel::Member)
        .middle_name("Marie")
        .phone_number("5551234567")
        .suffix1("MD")
        .suffix2("FACR")
        .send()
        .await
        .expect("an answer");

    let request = server.only_request();
    assert_eq!(request.method, "PATCH");
    assert_eq!(request.target, format!("/v1/viewer/users/{ID}"));
    assert_eq!(request.header("authorization"), Some("Bearer sk"));
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!(request.header("accept"), Some("application/json"));
    assert_eq!(
        request.json(),
        json!({
            "canManageStudies": true,
            "clinicRole": "Radiologist",
            "firstName": "Sarah",
            "hasDashboardAccess": true,
            "lastName": "Johnson",
            "level": "member",
            "middleName": "Marie",
            "phoneNumber": "5551234567",
            "suffix1": "MD",
            "suffix2": "FACR"
        })
    );
}

#[tokio::test]
async fn null_is_sent_where_null_was_set() {
    let server = Server::start([Answer::json(200, &example())]).await;

    client(&server)
        .viewer()
        .users()
        .update(ID)
        .clinic_role(None)
        .middle_name(None)
        .phone_number(Nullable::Null)
        .suffix1(Some("MD".to_owned()))
        .suffix2(Nullable::Value("FACR".to_owned()))
        .send()
        .await
        .expect("an answer");

    assert_eq!(
        server.only_request().json(),
        json!({ "clinicRole": null, "middleName": null, "phoneNumber": null, "suffix1": "MD", "suffix2": "FACR" })
    );
}

#[tokio::test]
async fn what_is_not_set_is_not_sent() {
    let server = Server::start([Answer::json(200, &example()), Answer::json(200, &example())]).await;
    let client = client(&server);

    client.viewer().users().update(ID).can_manage_studies(false).send().await.expect("an answer");
    // `.await` on the request itself does the same as `send`.
    client.viewer().users().update(ID).await.expect("an answer");

    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].text(), r#"{"canManageStudies":false}"#);
    assert_eq!(requests[1].text(), "{}");
    assert_eq!(requests[1].header("content-type"), Some("application/json"));
}

#[tokio::test]
async fn params_held_in_a_struct_send_the_same_bytes() {
    let server = Server::start([Answer::json(200, &example()), Answer::json(200, &example())]).await;
    let client = client(&server);

    let mut params = UserUpdateParams::new();
    params.first_name = Some("Sarah".to_owned());
    params.middle_name = Some(Nullable::Null);
    params.level = Some(AssignableUserLevel::Admin);
    client.viewer().users().update(ID).params(params).send().await.expect("an answer");
    client
        .viewer()
        .users()
        .update(ID)
        .level(AssignableUserLevel::Admin)
        .middle_name(None)
        .first_name("Sarah")
        .send()
        .await
        .expect("an answer");

    let requests = server.requests();
    assert_eq!(requests[0].json(), json!({ "firstName": "Sarah", "level": "admin", "middleName": null }));
    assert_eq!(requests[0].body, requests[1].body);
}

#[tokio::test]
async fn the_id_is_one_segment_of_the_path_whatever_it_holds() {
    let server = Server::start([Answer::json(200, &example())]).await;

    client(&server).viewer().users().update("a/b c?d#é").send().await.expect("an answer");

    assert_eq!(server.only_request().target, "/v1/viewer/users/a%2Fb%20c%3Fd%23%C3%A9");
}

#[tokio::test]
async fn an_empty_id_is_refused_before_any_request() {
    let server = Server::start([]).await;
    let client = client(&server);

    for id in ["", ".", ".."] {
        let error = client.viewer().users().update(id).first_name("Sarah").send().await.expect_err("refused");
        assert!(error.is_invalid_argument(), "{id:?}: {error}");
        assert!(error.to_string().contains("userId") || error.to_string().contains("user_id"), "{error}");
    }

    assert_eq!(server.requests().len(), 0);
}

#[tokio::test]
async fn an_invitation_sends_what_is_required_and_what_was_set() {
    let server = Server::start([Answer::json(200, &example())]).await;

    let user = client(&server)
        .viewer()
        .users()
        .invite(UserInvite {
            can_manage_studies: true,
            clinic_role: ClinicRole::PathologistsAssistant,
            email: "dr.johnson@hospital.org".to_owned(),
            first_name: "Sarah".to_owned(),
            has_dashboard_access: false,
            last_name: "Johnson".to_owned(),
            level: AssignableUserLevel::Member,
        })
        .suffix1("MD")
        .send()
        .await
        .expect("an answer");

    assert_eq!(user.level, AssignableUserLevel::Member);
    let request = server.only_request();
    assert_eq!((request.method.as_str(), request.target.as_str()), ("POST", "/v1/viewer/users"));
    assert_eq!(
        request.json(),
        json!({
            "canManageStudies": true,
            "clinicRole": "Pathologists' Assistant",
            "email": "dr.johnson@hospital.org",
            "firstName": "Sarah",
            "hasDashboardAccess": false,
            "lastName": "Johnson",
            "level": "member",
            "suffix1": "MD"
        })
    );
}

// ---- what comes back

#[tokio::test]
async fn the_example_answer_is_decoded_field_by_field() {
    let server = Server::start([Answer::json(200, &example())]).await;

    let user: ViewerUser = client(&server).viewer().users().update(ID).send().await.expect("an answer");

    assert!(user.can_manage_studies);
    assert_eq!(user.clinic_role, ClinicRole::Radiologist);
    assert_eq!(user.created_at.map(|time| time.to_string()).as_deref(), Some("2024-01-15T10:00:00Z"));
    assert_eq!(user.email, "dr.johnson@hospital.org");
    assert_eq!(user.first_name, "Sarah");
    assert!(user.has_dashboard_access);
    assert_eq!(user.invited_source, InvitedSource::Api);
    assert_eq!(user.last_login_at.map(|time| time.to_string()).as_deref(), Some("2024-03-15T09:00:00Z"));
    assert_eq!(user.last_name, "Johnson");
    assert_eq!(user.level, UserLevel::Member);
    assert_eq!(user.user_id, ID);
    assert_eq!(user.middle_name.as_deref(), Some("Marie"));
    assert_eq!(user.phone_number.as_deref(), Some("5551234567"));
    assert_eq!(user.suffix1.as_deref(), Some("MD"));
    assert_eq!(user.suffix2.as_deref(), Some("FACR"));
    assert_eq!(serde_json::to_value(&user).unwrap(), example());
}

#[tokio::test]
async fn what_this_version_does_not_know_loses_nothing_else() {
    let answer = example_with(&json!({
        "level": "supervisor",
        "clinicRole": "Wizard",
        "badge": { "color": ["red", null] },
        "createdAt": null,
        "lastLoginAt": null,
        "middleName": null
    }));
    let server = Server::start([Answer::json(200, &answer)]).await;

    let user = client(&server).viewer().users().update(ID).send().await.expect("an answer");

    assert_eq!(user.level.as_str(), "supervisor");
    assert!(matches!(user.level, UserLevel::Unknown(_)));
    assert!(matches!(user.clinic_role, ClinicRole::Unknown(_)));
    assert_eq!(user.created_at, None);
    assert_eq!(user.last_login_at, None);
    assert_eq!(user.middle_name, None);
    assert_eq!(user.email, "dr.johnson@hospital.org");

    // Written again, the unknown values are what they were; a nullable field is null, an optional one is left out.
    let written = serde_json::to_value(&user).unwrap();
    let mut expected = answer;
    for gone in ["badge", "middleName"] {
        expected.as_object_mut().unwrap().remove(gone);
    }
    assert_eq!(written, expected);
    assert_eq!(serde_json::from_value::<ViewerUser>(written).unwrap(), user);
}

#[test]
fn clinic_roles_are_spelt_as_on_the_wire() {
    let roles = [
        "Doctor",
        "Physician",
        "Surgeon",
        "Radiologist",
        "Cardiologist",
        "Neurologist",
        "Urologist",
        "Gynecologist",
        "Endocrinologist",
        "Oncologist",
        "Radiation Oncologist",
        "Hematologist",
        "Gastroenterologist",
        "Pulmonologist",
        "Nephrologist",
        "Rheumatologist",
        "Dermatologist",
        "Ophthalmologist",
        "Otolaryngologist",
        "Pediatrician",
        "Obstetrician",
        "Psychiatrist",
        "Anesthesiologist",
        "Emergency Medicine Physician",
        "Family Medicine Physician",
        "Internal Medicine Physician",
        "Pathologist",
        "Nuclear Medicine Physician",
        "Pain Management Specialist",
        "Infectious Disease Specialist",
        "Immunologist",
        "Physician Assistant",
        "Nurse Practitioner",
        "Certified Registered Nurse Anesthetist",
        "Psychologist",
        "Medical Assistant",
        "Scribe",
        "Registered Nurse",
        "Nurse Manager",
        "Patient Care Coordinator",
        "Imaging Technologist",
        "Laboratory Technician",
        "Medical Laboratory Scientist",
        "Pathologists' Assistant",
        "Phlebotomist",
        "Pharmacist",
        "Pharmacy Technician",
        "Physical Therapist",
        "Occupational Therapist",
        "Speech-Language Pathologist",
        "Respiratory Therapist",
        "Nutritionist",
        "Front Desk Operator",
        "Revenue Cycle Manager",
        "Administrative Director",
        "Administrative Assistant",
        "Legal Administrator",
        "IT Administrator",
        "IT Support",
        "Software Engineer",
        "Other",
    ];
    assert_eq!(roles.len(), 61);
    assert_eq!(ClinicRole::VALUES, roles);
    for role in roles {
        let known: ClinicRole = serde_json::from_value(json!(role)).unwrap();
        assert!(!matches!(known, ClinicRole::Unknown(_)), "{role}");
        assert_eq!(known, ClinicRole::from(role));
        assert_eq!(known.as_str(), role);
        assert_eq!(serde_json::to_value(&known).unwrap(), json!(role));
    }
    // Near misses are other values.
    for near in ["doctor", "Doctor ", "Pathologists Assistant", ""] {
        assert!(matches!(ClinicRole::from(near), ClinicRole::Unknown(_)), "{near:?}");
    }
}

// ---- errors and retries

#[tokio::test]
async fn not_found_keeps_the_body_and_is_not_retried() {
    let body = json!({ "error": { "message": "no such user", "code": 17 } });
    let server = Server::start([Answer::json(404, &body).header("x-request-id", "req_1")]).await;

    let error = client(&server).viewer().users().update(ID).send().await.expect_err("404");

    assert!(error.is_not_found(), "{error}");
    assert!(!error.is_rate_limited() && !error.is_connection() && !error.is_decode());
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
    assert_eq!(error.request_id(), Some("req_1"));
    assert_eq!(error.body_as::<Value>().expect("JSON"), body);
    assert_eq!(error.body(), body.to_string().as_bytes());
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn rate_limiting_is_retried_when_the_server_says() {
    let limited = Answer::json(429, &json!({ "error": "slow down" })).header("retry-after-ms", "1");
    let server = Server::start([limited.clone(), limited, Answer::json(200, &example())]).await;

    let started = Instant::now();
    let user = client(&server).viewer().users().update(ID).middle_name(None).send().await.expect("the third answer");

    // Without the header two waits take 1.1 s at the least.
    assert!(started.elapsed() < Duration::from_millis(900), "{:?}", started.elapsed());
    assert_eq!(user.user_id, ID);
    let requests = server.requests();
    assert_eq!(requests.len(), 3);
    for request in requests {
        assert_eq!((request.method.as_str(), request.text()), ("PATCH", r#"{"middleName":null}"#));
        assert_eq!(request.header("authorization"), Some("Bearer sk"));
    }
}

#[tokio::test]
async fn retries_can_be_turned_off_for_one_call() {
    let server =
        Server::start([Answer::json(429, &json!({ "error": "slow down" })).header("retry-after-ms", "1")]).await;

    let error = client(&server).viewer().users().update(ID).max_retries(0).send().await.expect_err("429");

    assert!(error.is_rate_limited(), "{error}");
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn an_answer_that_does_not_decode_names_the_place_and_keeps_the_body() {
    let body = example_with(&json!({ "email": 5 }));
    let server = Server::start([Answer::json(200, &body)]).await;

    let error = client(&server).viewer().users().update(ID).send().await.expect_err("email is a number");

    assert!(error.is_decode(), "{error}");
    assert!(error.to_string().contains("email"), "{error}");
    assert_eq!(error.body_as::<Value>().expect("JSON"), body);
}

#[tokio::test]
async fn the_key_is_never_shown() {
    let server = Server::start([]).await;
    let client = Client::builder().api_key("sk_live_very_secret").base_url(server.url()).build().expect("a client");
    let request = client.viewer().users().update(ID);

    assert!(!format!("{client:?} {request:?}").contains("very_secret"));
}

// ---- pages

/// Three pages of 2, 1 and 1 users; every user has an id of its own.
fn pages() -> [Answer; 3] {
    let user = |n: u8| example_with(&json!({ "userId": format!("usr_{n}") }));
    [
        Answer::json(200, &json!({ "users": [user(1), user(2)], "hasMore": true, "cursor": "a+b/c=" })),
        Answer::json(200, &json!({ "users": [user(3)], "hasMore": true, "cursor": "second" })),
        Answer::json(200, &json!({ "users": [user(4)], "hasMore": false, "cursor": "never sent" })),
    ]
}

/// The targets of three requests for pages, in order.
fn assert_page_requests(server: &Server) {
    let targets: Vec<String> = server.requests().into_iter().map(|request| request.target).collect();
    assert_eq!(targets.len(), 3, "{targets:?}");
    let query = |target: &str| {
        let mut pairs: Vec<String> =
            target.strip_prefix("/v1/viewer/users?").expect("a query").split('&').map(str::to_owned).collect();
        pairs.sort();
        pairs
    };
    assert_eq!(query(&targets[0]), ["level=member", "limit=2"]);
    assert_eq!(query(&targets[1]), ["cursor=a%2Bb%2Fc%3D", "level=member", "limit=2"]);
    assert_eq!(query(&targets[2]), ["cursor=second", "level=member", "limit=2"]);
}

#[tokio::test]
async fn pages_follow_one_another() {
    let server = Server::start(pages()).await;
    let client = client(&server);

    let mut ids = Vec::new();
    let mut page: Page<_> =
        client.viewer().users().list().level(UserLevel::Member).limit(2.0).send().await.expect("a page");
    loop {
        ids.push(page.items().iter().map(|user| user.user_id.clone()).collect::<Vec<_>>());
        // A page is its answer, too.
        assert_eq!(page.has_more, page.has_next());
        match page.next_page().await.expect("a page") {
            Some(next) => page = next,
            None => break,
        }
    }

    assert_eq!(ids, [vec!["usr_1", "usr_2"], vec!["usr_3"], vec!["usr_4"]]);
    assert_page_requests(&server);
}

#[tokio::test]
async fn a_stream_gives_the_items_of_all_pages() {
    let server = Server::start(pages()).await;
    let client = client(&server);

    let mut users = client.viewer().users().list().level(UserLevel::Member).limit(2.0).stream();
    let mut ids = Vec::new();
    while let Some(user) = users.try_next().await.expect("a user") {
        ids.push(user.user_id);
    }

    assert_eq!(ids, ["usr_1", "usr_2", "usr_3", "usr_4"]);
    assert_page_requests(&server);
}

#[tokio::test]
async fn a_stream_of_pages_gives_the_pages() {
    let server = Server::start(pages()).await;
    let client = client(&server);

    let mut pages = client.viewer().users().list().level(UserLevel::Member).limit(2.0).pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.try_next().await.expect("a page") {
        sizes.push(page.into_items().len());
    }

    assert_eq!(sizes, [2, 1, 1]);
    assert_page_requests(&server);
}

#[tokio::test]
async fn a_failing_page_ends_the_stream_with_its_error() {
    let [first, ..] = pages();
    let server = Server::start([first, Answer::json(403, &json!({ "error": "no" }))]).await;
    let client = client(&server);

    let mut users = client.viewer().users().list().stream();
    assert!(users.try_next().await.expect("a user").is_some());
    assert!(users.try_next().await.expect("a user").is_some());
    assert!(users.try_next().await.expect_err("403").is_permission_denied());
    assert!(users.try_next().await.expect("the end").is_none());
}

// ---- webhooks

#[cfg(feature = "webhooks")]
mod webhooks {
    use avara::types::WebhookEvent;
    use avara::{Client, HeaderMap};
    use serde_json::{Value, json};

    const WEBHOOK_KEY: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    /// The headers of a delivery made now, signed with `key`.
    fn signed(key: &str, body: &str) -> HeaderMap {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
        let signature = standardwebhooks::Webhook::new(key)
            .unwrap()
            .sign("msg_1", i64::try_from(now).unwrap(), body.as_bytes())
            .unwrap();
        let mut headers = HeaderMap::new();
        headers.insert("webhook-id", "msg_1".parse().unwrap());
        headers.insert("webhook-timestamp", now.to_string().parse().unwrap());
        headers.insert("webhook-signature", signature.parse().unwrap());
        headers
    }

    fn webhook_client() -> Client {
        Client::builder().api_key("sk").webhook_key(WEBHOOK_KEY).build().expect("a client")
    }

    fn delivered() -> Value {
        json!({
            "id": "whe_1234567890abcdef1234567890abcdef",
            "type": "report.delivered",
            "data": {
                "isCritical": false,
                "presignedUrl": "https://example.com/report.pdf",
                "reportId": "rep_1",
                "studyId": "stu_1"
            }
        })
    }

    #[test]
    fn a_signed_event_is_unwrapped() {
        let body = delivered().to_string();

        let event = webhook_client().webhooks().unwrap(body.as_bytes(), &signed(WEBHOOK_KEY, &body)).expect("an event");

        let WebhookEvent::ReportDelivered(event) = event else { panic!("{event:?}") };
        assert_eq!(event.id, "whe_1234567890abcdef1234567890abcdef");
        assert_eq!(event.data.report_id, "rep_1");
        assert!(!event.data.is_critical);
    }

    #[test]
    fn a_wrong_signature_is_refused() {
        let body = delivered().to_string();
        let client = webhook_client();
        let other_key = signed("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD", &body);
        let mut old = signed(WEBHOOK_KEY, &body);
        old.insert("webhook-timestamp", "1614265330".parse().unwrap());
        let mut missing = signed(WEBHOOK_KEY, &body);
        missing.remove("webhook-signature");

        for headers in [other_key, old, missing, HeaderMap::new()] {
            assert!(client.webhooks().unwrap(body.as_bytes(), &headers).is_err(), "{headers:?}");
        }
        let changed = body.replace("rep_1", "rep_2");
        assert!(client.webhooks().unwrap(changed.as_bytes(), &signed(WEBHOOK_KEY, &body)).is_err());
    }

    #[test]
    fn an_event_of_an_unknown_type_is_kept() {
        let sent = json!({ "id": "whe_1", "type": "study.archived", "data": { "studyId": "stu_1" } });
        let body = sent.to_string();

        let event = webhook_client().webhooks().unwrap(body.as_bytes(), &signed(WEBHOOK_KEY, &body)).expect("an event");

        assert!(matches!(event, WebhookEvent::Unknown(_)), "{event:?}");
        assert_eq!(serde_json::to_value(&event).unwrap(), sent);
    }
}
