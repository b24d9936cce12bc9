//! [`ByStatus`]: answers that differ by status, and `statuses!`, which says how in a few rows.
//!
//! In: a whole answer of status 2xx. Out: the variant that its status stands for. Not here: decoding, see `decode`.

use super::decode::failure;
use super::error::{Error, Result};
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

pub(crate) use {__status, statuses};
