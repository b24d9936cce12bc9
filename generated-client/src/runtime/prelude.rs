//! What generated files import with one `use`: the macros, and the types that generated code names.
//!
//! A type of the SDK of the same name goes before one of these, because this is imported by a glob.

pub(crate) use super::call::operation_macro::operation;
#[allow(unused_imports, reason = "most SDKs have no types of other crates")]
pub(crate) use super::codec::from_source::foreign_types;
pub(crate) use super::codec::input::input;
pub(crate) use super::codec::integer_enum::integer_enum;
pub(crate) use super::codec::newtype::newtype;
pub(crate) use super::codec::object::object;
pub(crate) use super::codec::scalar_enum::scalar_enum;
pub(crate) use super::codec::string_enum::string_enum;
pub(crate) use super::codec::union::union;
pub(crate) use super::page::shape::page;
pub(crate) use super::request::text_style::{path_text, path_text_reserved};
pub(crate) use super::statuses::{error_statuses, statuses};

pub use super::{
    Allow, Base64, Base64Url, Bytes, BytesBody, Call, Date, EventStream, ExactNumber, Framing, Items, Json, JsonBody,
    Map, Multipart, NoBody, Nullable, Operation, Page, PageBody, Pages, Params, QueryStyle, Quoted, RequestWriter,
    Response, SecretText, ServerSentEvent, StatusBody, StreamBody, Streaming, TextBody, TextStyle, Timestamp,
    UnknownInteger, UnknownJson, UnknownScalar, UnknownValue, Upload,
};
