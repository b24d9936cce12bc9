//! [`Call`]: one operation with its arguments, before it is sent; and `operation!`, which gives each a name.
//!
//! In: an operation, path values, params. Out: [`Sending`], the answer to come. Not here: the request's life, see
//! `execute`.

use core::fmt;
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Method;

use super::client::core::Core;
use super::codec::Json;
use super::decode::{Decode, PageBody};
use super::error::{Error, Result};
use super::execute::{Limits, Prepared};
use super::operation::Operation;
use super::page::next::{self, Trail};
use super::page::{Items, Page, PageShape, Pages};
use super::request::query::Query;
use super::request::{Draft, ExtraBody, RequestWriter, header, path};
use super::response::{RawResponse, Response};
use super::retry::RetryPolicy;
use super::stream::{Download, EventStream, Live};
use super::transport::BoxFuture;

pub mod operation_macro;

/// The arguments of an operation other than those in its path.
pub trait Params {
    /// Writes them down; errors are kept in the writer.
    fn write(&self, request: &mut RequestWriter);
}

impl Params for () {
    fn write(&self, _: &mut RequestWriter) {}
}

/// What one call adds to its operation, whatever the operation is.
#[derive(Clone, Default)]
pub(crate) struct Extras {
    headers: Vec<(String, String)>,
    pub(crate) query: Query,
    pub(crate) body: ExtraBody,
    limits: Limits,
    position: Option<String>,
}

/// How the body of an answer is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// To its end, before anything is done with it.
    Whole,
    /// As chunks, while it arrives.
    Chunks,
    /// As a stream of values, while it arrives.
    Values,
}

/// One operation with its arguments: `P` are its params, `K` is the kind of its answer.
pub struct Call<P, K> {
    core: Arc<Core>,
    operation: &'static Operation,
    path: Vec<String>,
    /// The arguments, for the setters of generated code.
    pub params: P,
    extras: Extras,
    kind: PhantomData<fn() -> K>,
}

impl<P, K> Call<P, K> {
    /// A call with nothing set but what it needs.
    pub fn new<const N: usize>(core: Arc<Core>, operation: &'static Operation, path: [String; N], params: P) -> Self {
        Self { core, operation, path: path.into(), params, extras: Extras::default(), kind: PhantomData }
    }

    /// Adds a header, in the place of one of the same name.
    pub fn extra_header(&mut self, name: String, value: String) {
        self.extras.headers.push((name, value));
    }

    /// Adds a query parameter, in the place of those of the same name.
    pub fn extra_query(&mut self, name: &str, value: &str) {
        self.extras.query.push(name, value);
    }

    /// Adds a field to the JSON or form body, in the place of one of the same name.
    pub fn extra_body(&mut self, field: String, value: Json) {
        self.extras.body.insert(field, value);
    }

    /// Limits each attempt.
    pub fn timeout(&mut self, timeout: Duration) {
        self.extras.limits.timeout = Some(timeout);
    }

    /// Limits all attempts and the waits between them.
    pub fn total_timeout(&mut self, timeout: Duration) {
        self.extras.limits.total_timeout = Some(timeout);
    }

    /// Limits how often a failed attempt is repeated.
    pub fn max_retries(&mut self, retries: u32) {
        self.extras.limits.max_retries = Some(retries);
    }

    /// Sets which failed attempts are repeated, and when.
    pub fn retry_policy(&mut self, policy: RetryPolicy) {
        self.extras.limits.retry = Some(Arc::new(policy));
    }
}

impl<P: Params, K> Call<P, K> {
    fn prepare(self, reading: Reading) -> Result<Box<Prepared>> {
        let mut extras = self.extras;
        if let Some(streaming) = self.operation.streaming {
            streaming.ask(reading == Reading::Values, &mut extras);
        }
        let mut writer = RequestWriter::new(self.core.nesting(), core::mem::take(&mut extras.body));
        self.params.write(&mut writer);
        prepare(self.core, self.operation, &self.path, &mut writer, &extras, reading)
    }

    /// Sends it and gives any answer of status 2xx, not decoded.
    pub fn send_raw(self) -> Sending<Response<Bytes>> {
        Sending::new(self.prepare(Reading::Whole), |raw| Ok(Response::new(raw.answer.body, raw.answer.meta)))
    }

    /// The bytes of the answer while they arrive.
    pub fn download(self) -> Download {
        Download::new(Live::new(self.prepare(Reading::Chunks)))
    }

    /// The values of the answer while they arrive.
    pub fn events<T>(self) -> EventStream<T> {
        EventStream::new(Live::new(self.prepare(Reading::Values)))
    }
}

impl<P: Params, K: Decode> Call<P, K> {
    /// Sends it and decodes the answer.
    pub fn send(self) -> Sending<K::Output> {
        Sending::new(self.prepare(reading_of::<K>()), K::decode)
    }

    /// Sends it and decodes the answer, with its status and headers.
    pub fn send_with_response(self) -> Sending<Response<K::Output>> {
        Sending::new(self.prepare(reading_of::<K>()), |raw| {
            let meta = raw.answer.meta.clone();
            K::decode(raw).map(|data| Response::new(data, meta))
        })
    }
}

impl<P, T> Call<P, PageBody<T>> {
    /// Begins with the page at a position.
    pub fn resume_at(&mut self, position: String) {
        self.extras.position = Some(position);
    }
}

impl<P: Params, T: PageShape> Call<P, PageBody<T>> {
    /// All pages.
    pub fn pages(self) -> Pages<T> {
        Pages::new(self.send())
    }

    /// All items of all pages.
    pub fn stream(self) -> Items<T> {
        Items::new(self.send())
    }
}

fn reading_of<K: Decode>() -> Reading {
    if K::LIVE { Reading::Values } else { Reading::Whole }
}

/// Everything about preparing a call that no type takes part in.
fn prepare(
    core: Arc<Core>,
    operation: &'static Operation,
    values: &[String],
    writer: &mut RequestWriter,
    extras: &Extras,
    reading: Reading,
) -> Result<Box<Prepared>> {
    let method = Method::try_from(operation.method)
        .map_err(|_| Error::invalid_argument("the operation's method is not an HTTP method"))?;
    let mut prepared = Box::new(Prepared {
        core,
        method,
        template: Cow::Borrowed(operation.path),
        server: operation.server,
        target: String::new(),
        accept: match operation.streaming {
            Some(streaming) if reading == Reading::Values => streaming.accept,
            _ => operation.accept,
        },
        security: operation.security,
        retry: operation.retry,
        draft: Draft::default(),
        limits: extras.limits.clone(),
        live: reading != Reading::Whole,
        streaming: operation.streaming,
        paging: operation.paging.as_ref(),
        trail: Trail::default(),
    });
    match fill(&mut prepared, values, writer, extras) {
        Ok(()) => Ok(prepared),
        Err(error) => Err(error.with_request(&prepared.method, prepared.template(), 0)),
    }
}

/// Writes the path, the params and what the call adds to them.
fn fill(prepared: &mut Prepared, values: &[String], writer: &mut RequestWriter, extras: &Extras) -> Result<()> {
    prepared.target = path::expand(&prepared.template, values)?;
    writer.fill(&prepared.core.options().globals);
    prepared.draft = writer.finish()?;
    prepared.draft.query.overlay(&extras.query);
    for (name, value) in &extras.headers {
        let (name, value) = header(name, value)?;
        prepared.draft.headers.insert(name, value);
    }
    match (prepared.paging, &extras.position) {
        (Some(paging), Some(position)) => next::at(paging, prepared, position),
        _ => Ok(()),
    }
}

impl<P: Clone, K> Clone for Call<P, K> {
    fn clone(&self) -> Self {
        Self {
            core: Arc::clone(&self.core),
            operation: self.operation,
            path: self.path.clone(),
            params: self.params.clone(),
            extras: self.extras.clone(),
            kind: PhantomData,
        }
    }
}

impl<P, K> fmt::Debug for Call<P, K> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Arguments are left out: they may be secrets or personal data.
        formatter
            .debug_struct("Call")
            .field("method", &self.operation.method)
            .field("path", &self.operation.path)
            .field("limits", &self.extras.limits)
            .finish_non_exhaustive()
    }
}

/// An answer to come: a future of `Result<T>`. Nothing is sent before it is polled; dropping it gives up the call.
#[must_use = "a request is sent when its future is awaited"]
pub struct Sending<T> {
    state: State,
    decode: fn(RawResponse) -> Result<T>,
}

enum State {
    Running(BoxFuture<'static, Result<RawResponse>>),
    Failed(Option<Error>),
}

impl<T> Sending<T> {
    pub(crate) fn new(prepared: Result<Box<Prepared>>, decode: fn(RawResponse) -> Result<T>) -> Self {
        let state = match prepared {
            Ok(prepared) => State::Running(prepared.execute()),
            Err(error) => State::Failed(Some(error)),
        };
        Self { state, decode }
    }

    /// The same future; it reads well after `with_response()`.
    pub fn send(self) -> Self {
        self
    }
}

impl<T> Future for Sending<T> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<T>> {
        let outcome = match &mut self.state {
            State::Running(execute) => ready!(execute.as_mut().poll(context)),
            State::Failed(error) => match error.take() {
                Some(error) => Err(error),
                // Polled after its end, which only a broken executor does.
                None => return Poll::Pending,
            },
        };
        self.state = State::Failed(None);
        Poll::Ready(outcome.and_then(self.decode))
    }
}

impl<T> fmt::Debug for Sending<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Sending").finish_non_exhaustive()
    }
}
