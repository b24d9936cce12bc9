//! [`Multipart`]: a `multipart/form-data` body (RFC 7578).
//!
//! In: parts one by one. Out: the bytes of the body and its media type. The bytes are kept, so that a call can be
//! tried again. Not here: parts that are streamed.

use bytes::Bytes;

/// A `multipart/form-data` body under construction.
///
/// Texts and files are sent in the order in which they are added; a name may be used more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Multipart {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    name: String,
    file_name: Option<String>,
    content_type: Option<String>,
    content: Bytes,
}

impl Multipart {
    /// A body without parts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text.
    #[must_use]
    pub fn text(self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.add(name.into(), None, None, text.into().into())
    }

    /// Adds a file.
    #[must_use]
    pub fn file(self, name: impl Into<String>, file_name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        self.file_of_type(name, file_name, "application/octet-stream", content)
    }

    /// Adds a file of a given media type.
    #[must_use]
    pub fn file_of_type(
        self,
        name: impl Into<String>,
        file_name: impl Into<String>,
        content_type: impl Into<String>,
        content: impl Into<Bytes>,
    ) -> Self {
        self.add(name.into(), Some(file_name.into()), Some(content_type.into()), content.into())
    }

    fn add(mut self, name: String, file_name: Option<String>, content_type: Option<String>, content: Bytes) -> Self {
        self.parts.push(Part { name, file_name, content_type, content });
        self
    }

    /// The body, and the text between its parts.
    pub(super) fn write(&self) -> (Bytes, String) {
        let boundary = self.boundary();
        let mut out = Vec::new();
        for part in &self.parts {
            out.extend_from_slice(format!("--{boundary}\r\nContent-Disposition: form-data").as_bytes());
            attribute(&mut out, "name", &part.name);
            if let Some(file_name) = &part.file_name {
                attribute(&mut out, "filename", file_name);
            }
            if let Some(content_type) = &part.content_type {
                let plain: String = content_type.chars().filter(|c| !c.is_control()).collect();
                out.extend_from_slice(format!("\r\nContent-Type: {plain}").as_bytes());
            }
            out.extend_from_slice(b"\r\n\r\n");
            out.extend_from_slice(&part.content);
            out.extend_from_slice(b"\r\n");
        }
        out.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        (out.into(), boundary)
    }

    /// A boundary that no part holds: the first of a fixed row, so that the same parts make the same body.
    fn boundary(&self) -> String {
        let mut number = 0_u64;
        loop {
            let boundary = format!("------------------------{number:016x}");
            let holds = |part: &Part| part.content.windows(boundary.len()).any(|window| window == boundary.as_bytes());
            if !self.parts.iter().any(holds) {
                return boundary;
            }
            number += 1;
        }
    }
}

/// An attribute of `Content-Disposition`, with what would end it escaped as browsers do (WHATWG, "Multipart form data").
fn attribute(out: &mut Vec<u8>, name: &str, value: &str) {
    let value = value.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
    out.extend_from_slice(format!("; {name}=\"{value}\"").as_bytes());
}
