//! Bytes to records: server-sent events, lines, and JSON text sequences.
//!
//! In: the chunks of a body, cut anywhere. Out: one [`ServerSentEvent`] for each record; a line is an event that has
//! data alone. Nothing is kept of what was given out. Not here: what a record means.

use std::time::Duration;

use super::super::codec::object::object;
use super::rules::Framing;

/// An event as the server sent it (WHATWG HTML, section 9.2.6).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServerSentEvent {
    /// What kind of event it is: `message` where the server does not say.
    pub event: String,
    /// Its data; several lines are joined by line feeds.
    pub data: String,
    /// The last id that the server named, with this event or before it.
    pub id: Option<String>,
    /// How long the server asks to wait before connecting again, in milliseconds.
    pub retry: Option<i64>,
}

object! {
    ServerSentEvent {
        required {
            event: String = "event",
            data: String = "data",
        }
        optional {
            id: String = "id",
            retry: i64 = "retry",
        }
    }
}

/// Cuts a body into records.
#[derive(Debug)]
pub(crate) struct Splitter {
    framing: Framing,
    buffer: Vec<u8>,
    /// Where in the buffer the first unread byte is.
    at: usize,
    /// Where in the buffer to look on for the end of a line.
    searched: usize,
    /// The last line ended in CR: a LF that follows belongs to it.
    after_cr: bool,
    /// Nothing was read yet, so a byte order mark may come.
    at_start: bool,
    open: Open,
    pub(crate) last_id: Option<String>,
    pub(crate) retry: Option<Duration>,
}

/// The event whose lines are being read.
#[derive(Debug, Default)]
struct Open {
    event: String,
    data: String,
    has_data: bool,
    retry: Option<i64>,
}

const BOM: &[u8] = b"\xEF\xBB\xBF";
const RECORD_SEPARATOR: u8 = 0x1E;

impl Splitter {
    #[inline]
    pub(crate) fn new(framing: Framing) -> Self {
        Self {
            framing,
            buffer: Vec::new(),
            at: 0,
            searched: 0,
            after_cr: false,
            at_start: true,
            open: Open::default(),
            last_id: None,
            retry: None,
        }
    }

    /// Begins with another body. The last id is kept, and the server's word on waiting.
    #[inline]
    pub(crate) fn begin(&mut self, framing: Framing) {
        *self = Self { last_id: self.last_id.take(), retry: self.retry, ..Self::new(framing) };
    }

    #[inline]
    pub(crate) fn framing(&self) -> Framing {
        self.framing
    }

    /// Takes the next chunk.
    #[inline]
    pub(crate) fn push(&mut self, chunk: &[u8]) {
        self.buffer.drain(..self.at);
        self.searched -= self.at;
        self.at = 0;
        self.buffer.extend_from_slice(chunk);
    }

    /// How many bytes are kept until the record that they belong to is whole.
    #[inline]
    pub(crate) fn held(&self) -> usize {
        self.buffer.len().saturating_sub(self.at).saturating_add(self.open.data.len())
    }

    /// The next record of what was taken; `None` where more must be taken first.
    #[inline]
    pub(crate) fn next(&mut self) -> Option<ServerSentEvent> {
        if !self.passes_bom() {
            return None;
        }
        match self.framing {
            Framing::Data | Framing::Event => loop {
                let line = self.line()?;
                if let Some(event) = self.event_line(&line) {
                    return Some(event);
                }
            },
            Framing::Lines => loop {
                let line = self.line()?;
                if !line.trim().is_empty() {
                    return Some(ServerSentEvent { data: line, ..ServerSentEvent::default() });
                }
            },
            Framing::Sequence => self.sequence(),
        }
    }

    /// The record that the end of the body ends. A standard's reader drops an event without an empty line after it;
    /// here it is given out, so that one that was cut off is an error and not a silent loss.
    #[inline]
    pub(crate) fn finish(&mut self) -> Option<ServerSentEvent> {
        let rest = String::from_utf8_lossy(self.buffer.get(self.at..).unwrap_or_default()).into_owned();
        self.buffer.clear();
        (self.at, self.searched) = (0, 0);
        match self.framing {
            Framing::Data | Framing::Event => {
                if !rest.is_empty() {
                    self.field(&rest);
                }
                self.dispatch()
            }
            Framing::Lines | Framing::Sequence => {
                let data = rest.trim_matches(|c: char| c.is_whitespace() || c == '\u{1E}');
                (!data.is_empty()).then(|| ServerSentEvent { data: data.to_owned(), ..ServerSentEvent::default() })
            }
        }
    }

    /// Whether it is settled that no byte order mark is ahead.
    #[inline]
    fn passes_bom(&mut self) -> bool {
        if self.at_start {
            if self.buffer.starts_with(BOM) {
                (self.at, self.searched) = (BOM.len(), BOM.len());
            } else if BOM.starts_with(&self.buffer) {
                return false;
            }
            self.at_start = false;
        }
        true
    }

    /// The next whole line, without its end: LF, CR LF, or in events CR too.
    #[inline]
    fn line(&mut self) -> Option<String> {
        if self.after_cr && self.buffer.get(self.at) == Some(&b'\n') {
            self.at += 1;
            self.searched = self.searched.max(self.at);
            self.after_cr = false;
        }
        let cr_ends = matches!(self.framing, Framing::Data | Framing::Event);
        let unread = self.buffer.get(self.searched..).unwrap_or_default();
        let Some(offset) = unread.iter().position(|byte| *byte == b'\n' || (cr_ends && *byte == b'\r')) else {
            self.searched = self.buffer.len();
            return None;
        };
        let end = self.searched + offset;
        let line = String::from_utf8_lossy(self.buffer.get(self.at..end).unwrap_or_default()).into_owned();
        self.after_cr = self.buffer.get(end) == Some(&b'\r');
        self.at = end + 1;
        self.searched = self.at;
        Some(line)
    }

    /// Takes a line of an event; the empty one ends it.
    #[inline]
    fn event_line(&mut self, line: &str) -> Option<ServerSentEvent> {
        if line.is_empty() {
            return self.dispatch();
        }
        self.field(line);
        None
    }

    #[inline]
    fn field(&mut self, line: &str) {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "event" => value.clone_into(&mut self.open.event),
            "data" => {
                if self.open.has_data {
                    self.open.data.push('\n');
                }
                self.open.data.push_str(value);
                self.open.has_data = true;
            }
            "id" if !value.contains('\0') => self.last_id = Some(value.to_owned()),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.open.retry = value.parse().ok();
                self.retry = value.parse().ok().map(Duration::from_millis).or(self.retry);
            }
            // A comment has no name; a field that is not known says nothing.
            _ => {}
        }
    }

    /// Ends an event. One without data is none.
    #[inline]
    fn dispatch(&mut self) -> Option<ServerSentEvent> {
        let open = core::mem::take(&mut self.open);
        open.has_data.then(|| ServerSentEvent {
            event: if open.event.is_empty() { "message".to_owned() } else { open.event },
            data: open.data,
            id: self.last_id.clone().filter(|id| !id.is_empty()),
            retry: open.retry,
        })
    }

    /// The next text of a sequence: up to the next separator, or to a line feed that ends a whole value.
    #[inline]
    fn sequence(&mut self) -> Option<ServerSentEvent> {
        while let Some(offset) = self
            .buffer
            .get(self.searched..)
            .unwrap_or_default()
            .iter()
            .position(|byte| *byte == b'\n' || *byte == RECORD_SEPARATOR)
        {
            let end = self.searched + offset;
            let is_separator = self.buffer.get(end) == Some(&RECORD_SEPARATOR);
            let text = self.buffer.get(self.at..end).unwrap_or_default().trim_ascii();
            self.searched = end + 1;
            if text.is_empty() {
                self.at = end + 1;
            } else if is_separator || serde_json::from_slice::<serde::de::IgnoredAny>(text).is_ok() {
                let data = String::from_utf8_lossy(text).into_owned();
                self.at = end + 1;
                return Some(ServerSentEvent { data, ..ServerSentEvent::default() });
            }
        }
        self.searched = self.buffer.len();
        None
    }
}
