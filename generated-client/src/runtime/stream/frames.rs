//! [`Frames`]: the values of a stream as texts, with all that a stream does beside decoding.
//!
//! In: an answer on its way and the operation's [`Streaming`]. Out: one [`Frame`] for each value, the end, or an error.
//! Here the end is told from a value, failures that the server reports become errors, and a broken connection is made
//! anew where the caller asked for that. Nothing is generic, so it is compiled once. Not here: types.

use core::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderName, HeaderValue, StatusCode};
use serde_json::Value;

use super::super::error::{Error, ErrorKind, Result, excerpt, said};
use super::super::execute::Prepared;
use super::super::response::Response;
use super::super::transport::BoxFuture;
use super::live::Live;
use super::rules::{Framing, Streaming};
use super::split::{ServerSentEvent, Splitter};

/// The wait before connecting again where the server names none.
const RECONNECT: Duration = Duration::from_secs(3);

/// How much of an answer that is no stream is read, for the error.
const REFUSED: usize = 1 << 16;

/// One value, as text.
#[derive(Debug)]
pub(crate) struct Frame {
    /// The value as JSON.
    pub(crate) text: String,
    /// Another reading of it: an event whose data is JSON and not text.
    pub(crate) parsed: Option<String>,
    /// The event is called so: a failure, if it is no value of the stream.
    looks_like_failure: bool,
}

/// The values of a stream as texts.
pub(crate) struct Frames {
    live: Live,
    step: Step,
    /// What was sent, when the answer has come.
    request: Option<Box<Prepared>>,
    splitter: Splitter,
    idle: Option<Duration>,
    /// How often the connection may be made anew without an event between.
    reconnects: u32,
    left: u32,
}

enum Step {
    Begin,
    Read,
    /// Of an answer that is no stream, what there is of it goes into the error.
    Refuse(Vec<u8>),
    Wait(BoxFuture<'static, ()>),
    End,
}

/// What one step comes to.
enum Turn {
    Again,
    Give(Option<Result<Frame>>),
}

impl Frames {
    #[inline]
    pub(crate) fn new(live: Live) -> Self {
        Self {
            live,
            step: Step::Begin,
            request: None,
            splitter: Splitter::new(Framing::Lines),
            idle: None,
            reconnects: 0,
            left: 0,
        }
    }

    #[inline]
    pub(crate) fn set_idle(&mut self, limit: Duration) {
        self.idle = Some(limit);
        self.live.set_idle(self.idle);
    }

    #[inline]
    pub(crate) fn set_reconnects(&mut self, times: u32) {
        (self.reconnects, self.left) = (times, times);
    }

    #[inline]
    pub(crate) fn last_event_id(&self) -> Option<&str> {
        self.splitter.last_id.as_deref().filter(|id| !id.is_empty())
    }

    /// Waits for the answer's status and headers.
    #[inline]
    pub(crate) async fn response(&mut self) -> Result<&Response<()>> {
        self.live.response().await
    }

    /// The next value; after an error of the connection, and after a failure that the server reports, there is none.
    #[inline]
    pub(crate) fn poll_frame(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Frame>>> {
        loop {
            if let Turn::Give(item) = ready!(self.poll_turn(context)) {
                return Poll::Ready(item);
            }
        }
    }

    #[inline]
    fn poll_turn(&mut self, context: &mut Context<'_>) -> Poll<Turn> {
        Poll::Ready(match &mut self.step {
            Step::End => Turn::Give(None),
            Step::Wait(sleep) => {
                ready!(sleep.as_mut().poll(context));
                self.connect_again();
                Turn::Again
            }
            Step::Begin => match ready!(self.poll_begin(context)) {
                Ok(()) => Turn::Again,
                Err(error) => self.broken(error),
            },
            Step::Refuse(body) => match ready!(self.live.poll_chunk(context)) {
                Some(Ok(chunk)) if body.len() < REFUSED => {
                    body.extend_from_slice(&chunk);
                    Turn::Again
                }
                _ => {
                    let body = core::mem::take(body);
                    self.end_with(self.refusal(body))
                }
            },
            Step::Read => {
                if let Some(event) = self.splitter.next() {
                    self.judge(event)
                } else {
                    let chunk = ready!(self.live.poll_chunk(context));
                    self.take(chunk)
                }
            }
        })
    }

    /// Takes the next chunk, or the end of the body.
    #[inline]
    fn take(&mut self, chunk: Option<Result<Bytes>>) -> Turn {
        match chunk {
            Some(Ok(chunk)) => {
                self.splitter.push(&chunk);
                let most = self.request.as_ref().map_or(usize::MAX, |it| it.core.options().max_response_bytes);
                if self.splitter.held() > most {
                    let error = Error::new(ErrorKind::TooLarge, format!("one event is longer than {most} bytes"));
                    return self.end_with(self.live.describe(error));
                }
                Turn::Again
            }
            Some(Err(error)) => self.broken(error),
            // What the end cut off comes again on the next connection.
            None if self.waits_to_connect() => Turn::Again,
            None => {
                let last = self.splitter.finish();
                self.step = Step::End;
                last.map_or(Turn::Again, |event| self.judge(event))
            }
        }
    }

    /// Looks at the head of the answer.
    #[inline]
    fn poll_begin(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        let open = ready!(self.live.poll_open(context))?;
        let media = open.response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let media = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let is_empty = open.response.status() == StatusCode::NO_CONTENT;
        self.request = Some(open.request.clone());
        let is_events = media == "text/event-stream";
        // A server that chose the other of two kinds of streams says so.
        let framing = match self.rules().framing {
            Framing::Data | Framing::Event if is_lines(&media) => Framing::Lines,
            Framing::Lines | Framing::Sequence if is_events => Framing::Data,
            framing => framing,
        };
        self.splitter.begin(framing);
        let is_foreign = matches!(framing, Framing::Data | Framing::Event) && !is_events && !media.is_empty();
        self.step = match (is_empty, is_foreign) {
            (true, _) => Step::End,
            (false, true) => Step::Refuse(Vec::new()),
            (false, false) => Step::Read,
        };
        Poll::Ready(Ok(()))
    }

    /// What an event is: a value, the end, a failure, or nothing.
    #[inline]
    fn judge(&mut self, event: ServerSentEvent) -> Turn {
        let rules = self.rules();
        self.left = self.reconnects;
        if rules.skipped.contains(&event.event.as_str()) {
            return Turn::Again;
        }
        if rules.sentinel.is_some_and(|sentinel| event.data.trim() == sentinel) {
            self.step = Step::End;
            return Turn::Again;
        }
        let is_error = rules.error_event.is_some_and(|name| event.event == name)
            || rules.error_property.is_some_and(|name| has_property(&event.data, name));
        if is_error {
            return self.end_with(self.reported(event.data));
        }
        let looks_like_failure = event.event == "error";
        let (text, parsed) = match self.splitter.framing() {
            Framing::Event => whole(event),
            _ => (event.data, None),
        };
        Turn::Give(Some(Ok(Frame { text, parsed, looks_like_failure })))
    }

    /// What to say of a value that is none of the stream's. The stream goes on, unless it is a failure's report.
    #[cold]
    pub(crate) fn failure(&mut self, frame: Frame, error: serde_json::Error, place: &str) -> Error {
        if frame.looks_like_failure || has_property(&frame.text, "error") {
            self.step = Step::End;
            return self.reported(frame.text);
        }
        let begins = excerpt(frame.text.as_bytes());
        let message =
            format!("a value of the stream is not of the documented shape{place}: {error}; it begins: {begins}");
        let error = Error::new(ErrorKind::Decode, message).with_source(error);
        self.live.describe(error).with_body(frame.text.into())
    }

    /// The failure that the server reports within the stream.
    #[inline]
    fn reported(&self, data: String) -> Error {
        let message = format!("the server ended the stream with an error: {}", said(data.as_bytes()));
        self.live.describe(Error::new(ErrorKind::Stream, message)).with_body(data.into())
    }

    #[inline]
    fn refusal(&self, body: Vec<u8>) -> Error {
        let message = format!("the answer is not the stream of events expected; it begins: {}", excerpt(&body));
        self.live.describe(Error::new(ErrorKind::Decode, message)).with_body(body.into())
    }

    #[inline]
    fn rules(&self) -> &'static Streaming {
        self.request.as_ref().and_then(|request| request.streaming).unwrap_or(&ANY)
    }

    #[inline]
    fn end_with(&mut self, error: Error) -> Turn {
        self.step = Step::End;
        Turn::Give(Some(Err(error)))
    }

    /// The connection broke, or was not made.
    #[inline]
    fn broken(&mut self, error: Error) -> Turn {
        let is_worth_it = matches!(error.kind(), ErrorKind::Connection | ErrorKind::Timeout);
        if is_worth_it && self.waits_to_connect() { Turn::Again } else { self.end_with(error) }
    }

    /// Whether the connection is to be made anew; if so, the wait before that has begun.
    #[inline]
    fn waits_to_connect(&mut self) -> bool {
        let Some(request) = self.request.as_ref().filter(|_| self.left > 0) else { return false };
        if !matches!(self.rules().framing, Framing::Data | Framing::Event) {
            return false;
        }
        self.left -= 1;
        let wait = self.splitter.retry.unwrap_or(RECONNECT);
        self.step = Step::Wait(request.core.options().clock.sleep(wait));
        true
    }

    #[inline]
    fn connect_again(&mut self) {
        let Some(mut request) = self.request.clone() else { return };
        if let Some(id) = self.last_event_id().and_then(|id| HeaderValue::try_from(id).ok()) {
            request.draft.headers.insert(HeaderName::from_static("last-event-id"), id);
        }
        self.live = Live::new(Ok(request));
        self.live.set_idle(self.idle);
        self.step = Step::Begin;
    }
}

/// Of a request that no operation stands behind.
static ANY: Streaming = Streaming::new("*/*", Framing::Lines);

#[inline]
fn is_lines(media: &str) -> bool {
    ["ndjson", "jsonl", "json-lines", "jsonlines"].iter().any(|name| media.ends_with(name))
}

#[inline]
fn has_property(text: &str, name: &str) -> bool {
    let value = serde_json::from_str::<Value>(text).ok();
    value.is_some_and(|value| value.get(name).is_some_and(|value| !value.is_null()))
}

/// An event as an object, with its data as text, and where the data is JSON, with that.
#[inline]
fn whole(event: ServerSentEvent) -> (String, Option<String>) {
    let data = serde_json::from_str::<Value>(&event.data).ok();
    let mut object = serde_json::to_value(event).unwrap_or_default();
    let text = object.to_string();
    let parsed = data.and_then(|data| {
        *object.get_mut("data")? = data;
        Some(object.to_string())
    });
    (text, parsed)
}
