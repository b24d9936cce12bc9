//! The macros beside types of the SDK that are called like those of the standard library.
#![allow(dead_code, reason = "that it compiles is the test")]

use crate::runtime::prelude::*;

macro_rules! shadow {
    ($($name:ident)*) => { $(
        #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
        pub struct $name {
            pub a: bool,
        }
        object! { $name { required { a: bool = "a" } } }
    )* };
}
shadow! { String Option Vec Result Box Some None Ok Err Default From Into Partial Field Serialize Deserialize A D S T }

#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct All {
    pub text: String,
    pub partial: ::core::option::Option<Partial>,
    pub field: ::core::option::Option<Field>,
    pub result: ::core::option::Option<Nullable<Result>>,
    pub rest: Map<Option>,
}
object! {
    All {
        required { text: String = "text" }
        nullable { partial: Partial = "partial" }
        optional { field: Field = "field" }
        patch { result: Result = "result" }
        extra { rest: Option }
    }
}
#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct AllRequired {
    pub text: String,
    pub partial: ::core::option::Option<Partial>,
}
input! {
    All(AllRequired) {
        required { text, partial }
        optional { field: Field, result: Nullable<Result> }
        extra { rest: Option }
    }
}

#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq, Eq, Hash)]
pub enum Colour {
    Some,
    None,
    Ok,
    Err,
    Unknown(UnknownValue),
}
string_enum! { Colour { Some = "some", None = "none", Ok = "ok", Err = "err" } }

#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub enum Either {
    String(String),
    Option(::std::boxed::Box<Option>),
    Unknown(UnknownJson),
}
union! { Either by "t" { "string" => String(String) as_string, "option" => Option(::std::boxed::Box<Option>) as_option + "option" } }

operation! {
    /// A call.
    ResultRequest(()) -> JsonBody<Result> {
        GET "/result";
    }
}
operation! {
    /// A call.
    TextRequest(()) -> TextBody {
        GET "/text";
    }
}

#[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
pub struct OptionPage {
    pub data: ::core::option::Option<::std::vec::Vec<Option>>,
    pub total: i64,
}
object! { OptionPage { required { total: i64 = "total" } optional { data: ::std::vec::Vec<Option> = "data" } } }
page! { OptionPage { items: data -> Option } }

/// A name that the runtime has too.
pub struct Paging;
operation! {
    /// A call.
    OptionListRequest(()) -> PageBody<OptionPage> {
        GET "/options";
        pages number("page", 1).total("/total");
    }
}
