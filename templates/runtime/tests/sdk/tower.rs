//! Services as transports, and transports as services.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll};

use serde_json::json;
use tower_service::Service;

use crate::api::Client;
use crate::runtime::testing::MockTransport;
use crate::runtime::tower::{ServiceTransport, TransportService};
use crate::runtime::{Body, Bytes, ClientOptions, ErrorKind, TransportError};
use crate::support::{Server, answer};

const USER: &str = r#"{"email":"a@b.c","level":"owner"}"#;

/// A layer: counts what passes, and is busy the first time that it is asked.
#[derive(Clone)]
struct Counted<S>(S, Arc<AtomicU32>, bool);

impl<S: Service<http::Request<Body>>> Service<http::Request<Body>> for Counted<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        if !std::mem::replace(&mut self.2, true) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.0.poll_ready(context)
    }

    fn call(&mut self, mut request: http::Request<Body>) -> S::Future {
        assert!(self.2, "asked before it was ready");
        self.1.fetch_add(1, Ordering::Relaxed);
        request.headers_mut().insert("x-layer", "1".parse().unwrap());
        self.0.call(request)
    }
}

#[tokio::test]
async fn layers_stand_between_the_client_and_the_built_in_transport() {
    let server = Server::start(vec![answer(503, &[], ""), answer(200, &[], USER)]).await;
    let options = ClientOptions::new().base_url(&server.url);
    let count = Arc::new(AtomicU32::new(0));
    let service = Counted(TransportService::built_in(&options).unwrap(), Arc::clone(&count), false);
    let client = Client::new(options.transport(ServiceTransport::new(service))).unwrap();
    client.users().update("u").first_name("S").await.unwrap();
    assert_eq!(count.load(Ordering::Relaxed), 2);
    assert!(server.requests().iter().all(|request| request.contains("\r\nx-layer: 1\r\n")));
}

/// A service of another library, with a body of its own.
#[derive(Clone)]
struct Whole(Result<&'static str, TransportErrorOf>);

#[derive(Clone, Copy)]
enum TransportErrorOf {
    Timeout,
    Other,
}

struct OneFrame(Option<Bytes>);

impl http_body::Body for OneFrame {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<http_body::Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.take().map(|bytes| Ok(http_body::Frame::data(bytes))))
    }
}

impl Service<http::Request<Body>> for Whole {
    type Response = http::Response<OneFrame>;
    type Error = Box<dyn std::error::Error + Send + Sync>;
    type Future = Ready<Result<Self::Response, Self::Error>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: http::Request<Body>) -> Self::Future {
        ready(match self.0 {
            Ok(text) => Ok(http::Response::new(OneFrame(Some(Bytes::from_static(text.as_bytes()))))),
            Err(TransportErrorOf::Timeout) => Err(TransportError::timeout("slow").into()),
            Err(TransportErrorOf::Other) => Err("broken".into()),
        })
    }
}

#[tokio::test]
async fn a_service_with_a_body_of_its_own_is_a_transport() {
    let client = |service| {
        let options = ClientOptions::new().transport(ServiceTransport::new(service)).max_retries(0);
        Client::new(options).unwrap()
    };
    assert_eq!(client(Whole(Ok(USER))).users().retrieve("u").await.unwrap().email, "a@b.c");
    let error = client(Whole(Err(TransportErrorOf::Timeout))).users().retrieve("u").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    let error = client(Whole(Err(TransportErrorOf::Other))).users().retrieve("u").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connection);
}

#[tokio::test]
async fn a_transport_is_a_service() {
    use http_body::Body as _;
    let mut service = TransportService::new(MockTransport::new().answer(200, &json!({"a": 1})));
    let request = http::Request::new(Body::from(Bytes::from_static(b"ab")));
    assert_eq!(request.body().size_hint().exact(), Some(2));
    std::future::poll_fn(|context| service.poll_ready(context)).await.unwrap();
    let mut answer = service.call(request).await.unwrap().into_body();
    assert_eq!(answer.chunk().await.unwrap().unwrap(), r#"{"a":1}"#);
}
