//! [`ByStatus`] and [`ErrorByStatus`]: answers that differ by status or media type, and `statuses!` and `error_statuses!`, which say
//! how in a few rows.
//!
//! In: a whole answer. Out: the variant that its status and its media type stand for. Not here: decoding, see `decode`.

use super::decode::failure;
use super::error::{Error, ErrorKind, Result, excerpt};
use super::response::RawResponse;

/// An answer that depends on the status or the media type.
pub trait ByStatus: Sized {
    /// Reads an answer of status 2xx.
    ///
    /// # Errors
    /// The status or the media type is not documented, or the body is not what is documented for it.
    fn read(raw: RawResponse) -> Result<Self>;
}

/// What to say of an answer that has no variant.
#[cold]
pub(crate) fn undocumented(raw: &RawResponse) -> Error {
    let media_type = match raw.media_type() {
        "" => "without a `Content-Type`".to_owned(),
        name => format!("and `{name}`"),
    };
    let (status, body) = (raw.answer.meta.status, excerpt(&raw.answer.body));
    failure(raw, format!("the answer is not documented: status {status} {media_type}; it begins: {body}"))
}

impl RawResponse {
    #[inline]
    pub(crate) fn status(&self) -> u16 {
        self.answer.meta.status.as_u16()
    }

    /// The media type without its parameters; empty where there is none.
    #[inline]
    fn media_type(&self) -> &str {
        let value = self.answer.meta.headers.get(http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        value.and_then(|value| value.split(';').next()).unwrap_or_default().trim()
    }

    /// Whether it has this media type, or one of this range (`image/*`).
    #[inline]
    pub(crate) fn is(&self, documented: &str) -> bool {
        let own = self.media_type();
        match documented.split_once('/') {
            Some(("*", _)) => true,
            Some((family, "*")) => own.split_once('/').is_some_and(|(own, _)| own.eq_ignore_ascii_case(family)),
            _ => own.eq_ignore_ascii_case(documented),
        }
    }
}

/// Implements [`ByStatus`] for an enum by the statuses of its variants, and by their media types where a status has
/// several. A body is JSON unless a row says otherwise.
///
/// ```text
/// statuses! {
///     UserCreateResponse {
///         Ok(User) = 200,
///         NoContent = 204,
///         Csv(String) = 206 "text/csv" as TextBody,   // or BytesBody
///         Other(Job) = 200..=299,     // what is left
///     }
/// }
/// ```
macro_rules! statuses {
    ($name:ident { $(
        $variant:ident $( ($type:ty) )? = $status:literal $( ..= $last:literal )? $( $media:literal )? $( as $body:ident )?
    ),* $(,)? }) => {
        impl $crate::runtime::statuses::ByStatus for $name {
            #[inline]
            fn read(__raw: $crate::runtime::response::RawResponse) -> $crate::runtime::error::Result<Self> {
                match __raw.status() {
                    $(
                        $status $( ..= $last )? $( if __raw.is($media) )? => {
                            $crate::runtime::statuses::__status!(__raw $name $variant $( ($type) )? $( $body )?)
                        }
                    )*
                    _ => ::core::result::Result::Err($crate::runtime::statuses::undocumented(&__raw)),
                }
            }
        }
    };
}

/// What one row of `statuses!` reads.
macro_rules! __status {
    ($raw:ident $name:ident $variant:ident) => {
        ::core::result::Result::Ok($name::$variant)
    };
    ($raw:ident $name:ident $variant:ident ($type:ty)) => {
        $crate::runtime::decode::json::<$type>(&$raw).map($name::$variant)
    };
    ($raw:ident $name:ident $variant:ident ($type:ty) $body:ident) => {
        <$crate::runtime::decode::$body as $crate::runtime::decode::Decode>::decode($raw).map($name::$variant)
    };
}

/// What failures bring, where it depends on the status.
pub trait ErrorByStatus: Sized {
    /// Reads the body of an answer other than 2xx.
    ///
    /// # Errors
    /// The status is not documented, or the body is not what is documented for it.
    fn read(error: &Error) -> Result<Self>;
}

/// What to say of a failure that has no variant.
#[cold]
pub(crate) fn undocumented_error(error: &Error) -> Error {
    let message = match error.status_code() {
        0 => "there was no answer".to_owned(),
        status => format!("no body is documented for the status {status}"),
    };
    Error::new(ErrorKind::Decode, message)
}

/// Defines what failures of an operation bring, by their statuses, and how it is read.
///
/// ```text
/// error_statuses! {
///     /// What failures of [`UserCreateRequest`] bring, by their statuses.
///     UserCreateError {
///         NotFound(Problem) = 404,
///         Client(Invalid) = 400..=499,     // what is left
///     }
/// }
/// ```
macro_rules! error_statuses {
    (
        $(#[$meta:meta])*
        $name:ident {
            $( $variant:ident ($type:ty) = $status:literal $( ..= $last:literal )? ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $(
                #[doc = ::core::concat!("Status `", ::core::stringify!($status $( ..= $last )?), "`.")]
                $variant($type),
            )*
        }

        impl $crate::runtime::statuses::ErrorByStatus for $name {
            #[inline]
            fn read(__error: &$crate::runtime::error::Error) -> $crate::runtime::error::Result<Self> {
                match __error.status_code() {
                    $( $status $( ..= $last )? => __error.body_as::<$type>().map($name::$variant), )*
                    _ => ::core::result::Result::Err($crate::runtime::statuses::undocumented_error(__error)),
                }
            }
        }
    };
}

pub(crate) use {__status, error_statuses, statuses};
