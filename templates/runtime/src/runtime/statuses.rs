//! [`ByStatus`] and [`ErrorByStatus`]: answers that differ by status, and `statuses!` and `error_statuses!`, which say
//! how in a few rows.
//!
//! In: a whole answer. Out: the variant that its status stands for. Not here: decoding, see `decode`.

use super::decode::failure;
use super::error::{Error, ErrorKind, Result};
use super::response::RawResponse;

/// An answer that depends on the status.
pub trait ByStatus: Sized {
    /// Reads an answer of status 2xx.
    ///
    /// # Errors
    /// The status is not documented, or the body is not what is documented for it.
    fn read(raw: &RawResponse) -> Result<Self>;
}

/// What to say of a status that has no variant.
#[cold]
pub(crate) fn undocumented(raw: &RawResponse) -> Error {
    failure(raw, format!("the answer's status {} is not documented", raw.meta.status))
}

impl RawResponse {
    pub(crate) fn status(&self) -> u16 {
        self.meta.status.as_u16()
    }
}

/// Implements [`ByStatus`] for an enum by the statuses of its variants.
///
/// ```text
/// statuses! {
///     UserCreateResponse {
///         Ok(User) = 200,
///         NoContent = 204,
///         Other(Job) = 200..=299,     // what is left
///     }
/// }
/// ```
macro_rules! statuses {
    ($name:ident { $( $variant:ident $( ($type:ty) )? = $status:literal $( ..= $last:literal )? ),* $(,)? }) => {
        impl $crate::runtime::statuses::ByStatus for $name {
            fn read(__raw: &$crate::runtime::response::RawResponse) -> $crate::runtime::error::Result<Self> {
                match __raw.status() {
                    $(
                        $status $( ..= $last )? => {
                            $crate::runtime::statuses::__status!(__raw $name $variant $( ($type) )?)
                        }
                    )*
                    _ => ::core::result::Result::Err($crate::runtime::statuses::undocumented(__raw)),
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
        $crate::runtime::decode::json::<$type>($raw).map($name::$variant)
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
