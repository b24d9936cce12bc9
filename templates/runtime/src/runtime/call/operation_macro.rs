//! `operation!`: the request type of one operation.
//!
//! In: the operation's facts and a documented row per optional argument. Out: a type of its own, so that it has a
//! documentation page of its own, whose methods are thin and inlined into the caller: an SDK compiles no machine code
//! for operations that nobody calls. Not here: what the methods do, see [`Call`](super::Call).

/// Defines the request type of an operation.
///
/// ```text
/// operation! {
///     /// A call of [`Users::update`].
///     UserUpdateRequest(UserUpdateParams) -> JsonBody<User> {     // or NoBody, TextBody, BytesBody, PageBody<UserPage>,
///                                                                 // StatusBody<UserCreateResponse>, StatusBody<UserCreateResponse> | BytesBody, StreamBody<Event>, JsonBody<User> | StreamBody<Event>,
///                                                                 // InnerBody<UserEnvelope, User>
///         PATCH "/v1/users/{userId}";
///         inner data;                     // of an `InnerBody` alone: the field of the first type that is returned
///         accept "application/json";      // may be left out
///         retry true;                     // may be left out: true
///         server "https://up.example";   // may be left out: the client's base URL; one of `ApiInfo::operation_servers`
///         security [["bearerAuth"]];      // one of these sets of schemes; may be left out: whatever the client has
///         pages cursor("/next", "after");     // of a `PageBody` alone: one of the makers of `Paging`
///         stream Streaming::new("text/event-stream", Framing::Data);   // with StreamBody<T> alone
///         params {                        // may be left out; stored in params.<name>
///             /// The first name.
///             first_name: String,         // takes what becomes a `String`
///             /// How many.
///             limit = u32,                // takes a `u32`, so that any integer literal is one
///             /// Which.
///             tags[String],               // takes anything of what becomes a `String`
///             /// Which, too.
///             ids[= u32],                 // takes anything of `u32`
///         }
///         body {                          // may be left out; stored in params.body.<name>
///             id = i64,
///             stream as stream_param: bool,   // when the field's name is taken by a method
///         }
///         optional_body {                 // the same of a body that may be left out: the first of them makes one
///             name: String,
///         }
///     }
/// }
/// ```
/// The params are `()` for an operation without any.
macro_rules! operation {
    ($(#[$meta:meta])* $name:ident ( $($params:tt)* ) -> JsonBody<$out:ty> { $($facts:tt)* }) => {
        $crate::runtime::call::operation_macro::__operation! {
            $(#[$meta])* $name ( $($params)* ) -> [$crate::runtime::decode::JsonBody<$out>, $out] { $($facts)* }
        }
    };
    ($(#[$meta:meta])* $name:ident ( $($params:tt)* ) -> NoBody { $($facts:tt)* }) => {
        $crate::runtime::call::operation_macro::__operation! {
            $(#[$meta])* $name ( $($params)* ) -> [$crate::runtime::decode::NoBody, ()] { $($facts)* }
        }
    };
    ($(#[$meta:meta])* $name:ident ( $($params:tt)* ) -> TextBody { $($facts:tt)* }) => {
        $crate::runtime::call::operation_macro::__operation! {
            $(#[$meta])* $name ( $($params)* ) -> [$crate::runtime::decode::TextBody, ::std::string::String] { $($facts)* }
        }
        $crate::runtime::call::operation_macro::__download! { $name }
    };
    ($(#[$meta:meta])* $name:ident ( $($params:tt)* ) -> BytesBody { $($facts:tt)* }) => {
        $crate::runtime::call::operation_macro::__operation! {
            $(#[$meta])* $name ( $($params)* ) -> [$crate::runtime::decode::BytesBody, $crate::runtime::Bytes] { $($facts)* }
        }
        $crate::runtime::call::operation_macro::__download! { $name }
    };
    ($(#[$meta:meta])* $name:ident ( $($params:tt)* ) -> StatusBody<$out:ty> { $($facts:tt)* }) => {
        $crate::runtime::call::operation_macro::__operation! {
            $(#[$meta])* $name ( $($params)* ) -> [$crate::runtime::decode::StatusBody<$out>, $out] { $($facts)* }
        }
    };
    // Such an answer of which some are bytes, or a text.
    ($(#[$meta:meta])* $name:ident ( $($params:tt)* ) -> StatusBody<$out:ty> | BytesBody { $($facts:tt)* }) => {
        $crate::runtime::call::operation_macro::operation! {
            $(#[$meta])* $name ( $($params)* ) -> StatusBody<$out> { $($facts)* }
        }
        $crate::runtime::call::operation_macro::__download! { $name }
    };
    ($(#[$meta:meta])* $name:ident ( $($params:tt)* ) -> StreamBody<$out:ty> { $($facts:tt)* }) => {
        $crate::runtime::call::operation_macro::__operation! {
            $(#[$meta])* $name ( $($params)* )
                -> [$crate::runtime::decode::StreamBody<$out>, $crate::runtime::stream::EventStream<$out>] { $($facts)* }
        }
        $crate::runtime::call::operation_macro::__stream! { $name $out }
    };
    (
        $(#[$meta:meta])* $name:ident ( $($params:tt)* ) -> InnerBody<$whole:ty, $out:ty> {
            $method:ident $path:literal;
            inner $field:ident;
            $($facts:tt)*
        }
    ) => {
        $crate::runtime::call::operation_macro::__operation! {
            $(#[$meta])* $name ( $($params)* ) -> [$crate::runtime::decode::InnerBody<$name>, $out] {
                $method $path;
                $($facts)*
            }
        }

        impl $crate::runtime::decode::Inner for $name {
            type Whole = $whole;
            type Held = $out;

            #[inline]
            fn inner(whole: $whole) -> $out {
                whole.$field
            }
        }
    };
    // Two answers, of which the caller chooses one by how the request is sent.
    (
        $(#[$meta:meta])* $name:ident ( $($params:tt)* ) -> $kind:ident $( < $($out:ty),+ > )? | StreamBody<$value:ty> { $($facts:tt)* }
    ) => {
        $crate::runtime::call::operation_macro::operation! {
            $(#[$meta])* $name ( $($params)* ) -> $kind $( < $($out),+ > )? { $($facts)* }
        }
        $crate::runtime::call::operation_macro::__stream! { $name $value }
    };
    ($(#[$meta:meta])* $name:ident ( $($params:tt)* ) -> PageBody<$out:ty> { $($facts:tt)* }) => {
        $crate::runtime::call::operation_macro::__operation! {
            $(#[$meta])* $name ( $($params)* )
                -> [$crate::runtime::decode::PageBody<$out>, $crate::runtime::page::Page<$out>] { $($facts)* }
        }

        impl $name {
            /// All items of all pages, each page asked for when it is reached.
            #[inline]
            pub fn stream(self) -> $crate::runtime::page::Items<$out> {
                self.0.stream()
            }

            /// All pages, each asked for when it is reached.
            #[inline]
            pub fn pages(self) -> $crate::runtime::page::Pages<$out> {
                self.0.pages()
            }

            /// Begins with the page at a position that another page gave as its
            /// [`next_position`]($crate::runtime::page::Page::next_position).
            #[inline]
            pub fn resume_at(mut self, position: impl ::core::convert::Into<::std::string::String>) -> Self {
                self.0.resume_at(position.into());
                self
            }
        }
    };
}

/// The method that gives the answer's values while they arrive.
macro_rules! __stream {
    ($name:ident $value:ty) => {
        impl $name {
            /// The values of the answer, each as soon as it arrives. The request is sent when the first is asked for.
            #[inline]
            pub fn stream(self) -> $crate::runtime::stream::EventStream<$value> {
                self.0.events()
            }
        }
    };
}

/// The method that gives the answer's bytes while they arrive.
macro_rules! __download {
    ($name:ident) => {
        impl $name {
            /// The bytes of the answer as they arrive, for what need not or cannot be held in memory: a file, any other
            /// writer, or chunk by chunk. The request is sent when the first chunk is asked for.
            #[inline]
            pub fn download(self) -> $crate::runtime::stream::Download {
                self.0.download()
            }
        }
    };
}

/// What all kinds of answers have in common.
macro_rules! __operation {
    (
        $(#[$meta:meta])*
        $name:ident ( $($params:tt)* ) -> [$kind:ty, $out:ty] {
            $method:ident $path:literal;
            $( accept $accept:literal; )?
            $( retry $retry:literal; )?
            $( server $server:literal; )?
            $( security [ $( [ $( $scheme:literal ),* ] ),* $(,)? ]; )?
            $( pages $way:ident ( $( $source:literal ),* ) $( . $more:ident ( $( $of:literal )? ) )*; )?
            $( stream $streaming:expr; )?
            $( params { $( $(#[$setter_meta:meta])* $setter:ident $( [ $($list:tt)* ] )? $( : $setter_type:ty )? $( = $plain:ty )? ),* $(,)? } )?
            $( body { $(
                $(#[$field_meta:meta])* $field:ident $( as $renamed:ident )?
                    $( [ $($field_list:tt)* ] )? $( : $field_type:ty )? $( = $plain_field:ty )?
            ),* $(,)? } )?
            $( optional_body { $(
                $(#[$part_meta:meta])* $part:ident $( as $part_renamed:ident )?
                    $( [ $($part_list:tt)* ] )? $( : $part_type:ty )? $( = $plain_part:ty )?
            ),* $(,)? } )?
        }
    ) => {
        $(#[$meta])*
        #[must_use = "a request does nothing until it is sent"]
        #[derive(Clone, Debug)]
        pub struct $name($crate::runtime::call::Call<$($params)*, $kind>);

        impl $name {
            pub(crate) const OPERATION: $crate::runtime::operation::Operation = $crate::runtime::operation::Operation {
                method: ::core::stringify!($method),
                path: $path,
                accept: $crate::runtime::call::operation_macro::__or!({ "" } $({ $accept })?),
                retry: $crate::runtime::call::operation_macro::__or!({ true } $({ $retry })?),
                server: $crate::runtime::call::operation_macro::__or!(
                    { ::core::option::Option::None }
                    $( { ::core::option::Option::Some($server) } )?
                ),
                security: $crate::runtime::call::operation_macro::__or!(
                    { ::core::option::Option::None }
                    $( { ::core::option::Option::Some(&[$( &[$( $scheme ),*] ),*]) } )?
                ),
                paging: $crate::runtime::call::operation_macro::__or!(
                    { ::core::option::Option::None }
                    $( { ::core::option::Option::Some(
                        $crate::runtime::page::Paging::$way($( $source ),*)$( .$more($( $of )?) )*
                    ) } )?
                ),
                streaming: $crate::runtime::call::operation_macro::__or!(
                    { ::core::option::Option::None }
                    $( { ::core::option::Option::Some(&$streaming) } )?
                ),
            };

            $($(
                $crate::runtime::call::operation_macro::__setter! {
                    $(#[$setter_meta])* [$setter] $setter $( [ $($list)* ] )? $( : $setter_type )? $( = $plain )?
                }
            )*)?

            $($(
                $crate::runtime::call::operation_macro::__setter! {
                    $(#[$field_meta])* [body.$field] $( $renamed as )? $field
                        $( [ $($field_list)* ] )? $( : $field_type )? $( = $plain_field )?
                }
            )*)?

            $($(
                $crate::runtime::call::operation_macro::__setter! {
                    $(#[$part_meta])*
                    [body.get_or_insert_with(::core::default::Default::default).$part] $( $part_renamed as )? $part
                        $( [ $($part_list)* ] )? $( : $part_type )? $( = $plain_part )?
                }
            )*)?

            $crate::runtime::call::operation_macro::__params! { $($params)* }

            /// Adds a header, in the place of one of the same name.
            #[inline]
            pub fn extra_header(
                mut self,
                name: impl ::core::convert::Into<::std::string::String>,
                value: impl ::core::convert::Into<::std::string::String>,
            ) -> Self {
                self.0.extra_header(name.into(), value.into());
                self
            }

            /// Adds a query parameter, in the place of those of the same name.
            #[inline]
            pub fn extra_query(
                mut self,
                name: impl ::core::convert::AsRef<str>,
                value: impl ::core::convert::AsRef<str>,
            ) -> Self {
                self.0.extra_query(name.as_ref(), value.as_ref());
                self
            }

            /// Adds a field to the body, in the place of one of the same name.
            #[inline]
            pub fn extra_body(
                mut self,
                field: impl ::core::convert::Into<::std::string::String>,
                value: impl ::core::convert::Into<$crate::runtime::codec::Json>,
            ) -> Self {
                self.0.extra_body(field.into(), value.into());
                self
            }

            /// Limits each attempt, in the place of the client's `timeout`.
            #[inline]
            pub fn timeout(mut self, timeout: ::core::time::Duration) -> Self {
                self.0.timeout(timeout);
                self
            }

            /// Limits all attempts and the waits between them, in the place of the client's `total_timeout`.
            #[inline]
            pub fn total_timeout(mut self, timeout: ::core::time::Duration) -> Self {
                self.0.total_timeout(timeout);
                self
            }

            /// How often a failed attempt is repeated, in the place of the client's `max_retries`.
            #[inline]
            pub fn max_retries(mut self, retries: u32) -> Self {
                self.0.max_retries(retries);
                self
            }

            /// Which failed attempts are repeated, and when, in the place of the client's `retry_policy`.
            #[inline]
            pub fn retry_policy(mut self, policy: $crate::runtime::retry::RetryPolicy) -> Self {
                self.0.retry_policy(policy);
                self
            }

            /// Sends the request; `.await` on the request itself does the same.
            ///
            /// # Errors
            /// An argument that cannot be sent, no connection, no time left, a status other than 2xx, or an answer of
            /// another shape than documented.
            #[inline]
            pub fn send(self) -> impl ::core::future::Future<Output = $crate::runtime::error::Result<$out>> + ::core::marker::Send + 'static {
                self.0.send()
            }

            /// Sends the request and gives the answer's status and headers too.
            ///
            /// # Errors
            /// As [`send`](Self::send).
            #[inline]
            pub fn send_with_response(self) -> impl ::core::future::Future<Output = $crate::runtime::error::Result<$crate::runtime::response::Response<$out>>> + ::core::marker::Send + 'static {
                self.0.send_with_response()
            }

            /// Makes `.await` and `.send().await` give the answer's status and headers too.
            #[inline]
            pub fn with_response(self) -> $crate::runtime::call::Sending<$crate::runtime::response::Response<$out>> {
                self.0.send_with_response()
            }

            /// Sends the request and gives the answer's bytes as they are.
            ///
            /// # Errors
            /// As [`send`](Self::send), except that any body will do.
            #[inline]
            pub fn send_raw(self) -> impl ::core::future::Future<Output = $crate::runtime::error::Result<$crate::runtime::response::Response<$crate::runtime::Bytes>>> + ::core::marker::Send + 'static {
                self.0.send_raw()
            }
        }

        impl ::core::future::IntoFuture for $name {
            type Output = $crate::runtime::error::Result<$out>;
            type IntoFuture = $crate::runtime::call::Sending<$out>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.0.send()
            }
        }
    };
}

/// The setter of a place in the params, under the name of the field or another.
macro_rules! __setter {
    ($(#[$meta:meta])* [$($place:tt)*] $setter:ident as $field:ident $($rest:tt)*) => {
        $crate::runtime::call::operation_macro::__setter! { $(#[$meta])* [$($place)*] $setter $($rest)* }
    };
    ($(#[$meta:meta])* [$($place:tt)*] $setter:ident [ = $item:ty ]) => {
        $(#[$meta])*
        pub fn $setter(mut self, value: impl ::core::iter::IntoIterator<Item = $item>) -> Self {
            self.0.params.$($place)* = ::core::option::Option::Some(value.into_iter().collect());
            self
        }
    };
    ($(#[$meta:meta])* [$($place:tt)*] $setter:ident [ $item:ty ]) => {
        $(#[$meta])*
        pub fn $setter(
            mut self,
            value: impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<$item>>,
        ) -> Self {
            let value = value.into_iter().map(::core::convert::Into::into).collect();
            self.0.params.$($place)* = ::core::option::Option::Some(value);
            self
        }
    };
    ($(#[$meta:meta])* [$($place:tt)*] $setter:ident : $type:ty) => {
        $(#[$meta])*
        #[inline]
        pub fn $setter(mut self, value: impl ::core::convert::Into<$type>) -> Self {
            self.0.params.$($place)* = ::core::option::Option::Some(value.into());
            self
        }
    };
    ($(#[$meta:meta])* [$($place:tt)*] $setter:ident = $type:ty) => {
        $(#[$meta])*
        #[inline]
        pub fn $setter(mut self, value: $type) -> Self {
            self.0.params.$($place)* = ::core::option::Option::Some(value);
            self
        }
    };
}

/// The method that replaces all params, where there are any.
macro_rules! __params {
    (()) => {};
    ($params:ty) => {
        /// Replaces all arguments that are not in the path.
        #[inline]
        pub fn params(mut self, params: $params) -> Self {
            self.0.params = params;
            self
        }
    };
}

/// The second expression, if there is one.
macro_rules! __or {
    ({ $default:expr }) => {
        $default
    };
    ({ $default:expr } { $given:expr }) => {
        $given
    };
}

pub(crate) use {__download, __operation, __or, __params, __setter, __stream, operation};
