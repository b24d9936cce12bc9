//! Whether a value satisfies what the API's description asserts of it, found out before it is sent.
//!
//! In: a value, and the table that generated code gives its type. Out: every assertion that does not hold, with its
//! path. Not here: formats, which have types of their own, and any use of this by a request: nothing is checked unless
//! its caller asks. Lengths count Unicode code points, as JSON Schema does.

use core::fmt;

use super::codec::Map;
use super::codec::exact::ExactNumber;
use super::codec::nullable::Nullable;
use super::codec::secret::SecretText;

/// What a description asserts of a value.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// `minLength`
    MinLength(usize),
    /// `maxLength`
    MaxLength(usize),
    /// `pattern` (ECMA-262); checked with the feature `patterns` alone.
    Pattern(&'static str),
    /// `minimum` of an integer.
    Least(i128),
    /// `maximum` of an integer.
    Most(i128),
    /// `multipleOf` of an integer.
    MultipleOf(i128),
    /// `minimum` of a number.
    AtLeast(f64),
    /// `maximum` of a number.
    AtMost(f64),
    /// `exclusiveMinimum` of a number.
    Above(f64),
    /// `exclusiveMaximum` of a number.
    Below(f64),
    /// `minItems`
    MinItems(usize),
    /// `maxItems`
    MaxItems(usize),
    /// `uniqueItems`
    Unique,
    /// What each element of a list must satisfy.
    Each(&'static [Check]),
}

/// A value that knows what the API's description asserts of it.
pub trait Validate {
    /// Adds what does not hold: of `checks`, and of what the value consists of.
    fn check(&self, checks: &[Check], at: &Path<'_>, found: &mut Vec<Violation>);

    /// Whether everything holds.
    ///
    /// # Errors
    /// All that does not hold.
    fn validate(&self) -> Result<(), Violations> {
        let mut found = Vec::new();
        self.check(&[], &Path::Root, &mut found);
        if found.is_empty() { Ok(()) } else { Err(Violations(found)) }
    }
}

/// Where a value stands, by names as they are sent.
#[derive(Clone, Copy, Debug)]
pub enum Path<'a> {
    /// The value itself.
    Root,
    /// A field.
    Field(&'a Path<'a>, &'a str),
    /// An element.
    Item(&'a Path<'a>, usize),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Field(Self::Root, name) => formatter.write_str(name),
            Self::Field(parent, name) => write!(formatter, "{parent}.{name}"),
            Self::Item(parent, index) => write!(formatter, "{parent}[{index}]"),
        }
    }
}

/// An assertion that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The path of the value: `address.lines[0]`.
    pub path: String,
    /// What it should be.
    pub message: String,
}

/// All assertions that do not hold, at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// One by one.
    pub fn iter(&self) -> core::slice::Iter<'_, Violation> {
        self.0.iter()
    }
}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation;
    type IntoIter = core::slice::Iter<'a, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.0.iter().enumerate() {
            let gap = if index == 0 { "" } else { "; " };
            write!(formatter, "{gap}`{}` {}", violation.path, violation.message)?;
        }
        Ok(())
    }
}

impl std::error::Error for Violations {}

fn say(at: &Path<'_>, message: impl fmt::Display, found: &mut Vec<Violation>) {
    found.push(Violation { path: at.to_string(), message: message.to_string() });
}

impl Validate for String {
    fn check(&self, checks: &[Check], at: &Path<'_>, found: &mut Vec<Violation>) {
        text(self, checks, at, found);
    }
}

impl Validate for SecretText {
    fn check(&self, checks: &[Check], at: &Path<'_>, found: &mut Vec<Violation>) {
        text(self.expose(), checks, at, found);
    }
}

fn text(text: &str, checks: &[Check], at: &Path<'_>, found: &mut Vec<Violation>) {
    let length = text.chars().count();
    for check in checks {
        match check {
            Check::MinLength(least) if length < *least => {
                say(at, format_args!("must have at least {least} characters, but has {length}"), found);
            }
            Check::MaxLength(most) if length > *most => {
                say(at, format_args!("must have at most {most} characters, but has {length}"), found);
            }
            #[cfg(feature = "patterns")]
            Check::Pattern(pattern) if !matches(pattern, text) => {
                say(at, format_args!("must match `{pattern}`"), found);
            }
            _ => {}
        }
    }
}

/// Many patterns are written without the flag `u` in mind. One that the engine does not read asserts nothing.
#[cfg(feature = "patterns")]
fn matches(pattern: &str, text: &str) -> bool {
    let read = regress::Regex::with_flags(pattern, "u").or_else(|_| regress::Regex::new(pattern));
    read.map_or(true, |pattern| pattern.find(text).is_some())
}

macro_rules! integers {
    ($($integer:ty),*) => {
        $(impl Validate for $integer {
            fn check(&self, checks: &[Check], at: &Path<'_>, found: &mut Vec<Violation>) {
                integer(i128::from(*self), checks, at, found);
            }
        })*
    };
}

integers!(i32, i64, i128, u32, u64);

fn integer(value: i128, checks: &[Check], at: &Path<'_>, found: &mut Vec<Violation>) {
    for check in checks {
        match check {
            Check::Least(least) if value < *least => say(at, format_args!("must be at least {least}"), found),
            Check::Most(most) if value > *most => say(at, format_args!("must be at most {most}"), found),
            Check::MultipleOf(factor) if *factor != 0 && value % factor != 0 => {
                say(at, format_args!("must be a multiple of {factor}"), found);
            }
            _ => {}
        }
    }
}

impl Validate for f64 {
    fn check(&self, checks: &[Check], at: &Path<'_>, found: &mut Vec<Violation>) {
        for check in checks {
            match check {
                Check::AtLeast(least) if self < least => say(at, format_args!("must be at least {least}"), found),
                Check::AtMost(most) if self > most => say(at, format_args!("must be at most {most}"), found),
                Check::Above(bound) if self <= bound => say(at, format_args!("must be more than {bound}"), found),
                Check::Below(bound) if self >= bound => say(at, format_args!("must be less than {bound}"), found),
                _ => {}
            }
        }
    }
}

impl Validate for ExactNumber {
    fn check(&self, checks: &[Check], at: &Path<'_>, found: &mut Vec<Violation>) {
        self.to_f64().check(checks, at, found);
    }
}

impl<T: Validate + PartialEq> Validate for Vec<T> {
    fn check(&self, checks: &[Check], at: &Path<'_>, found: &mut Vec<Violation>) {
        list(self, checks, at, found);
        let each = checks.iter().find_map(|check| if let Check::Each(each) = check { Some(*each) } else { None });
        for (index, item) in self.iter().enumerate() {
            item.check(each.unwrap_or_default(), &Path::Item(at, index), found);
        }
    }
}

impl<T: Validate> Validate for Map<T> {
    fn check(&self, _: &[Check], at: &Path<'_>, found: &mut Vec<Violation>) {
        for (key, value) in self {
            value.check(&[], &Path::Field(at, key), found);
        }
    }
}

impl<T: Validate> Validate for Option<T> {
    fn check(&self, checks: &[Check], at: &Path<'_>, found: &mut Vec<Violation>) {
        if let Some(value) = self {
            value.check(checks, at, found);
        }
    }
}

impl<T: Validate> Validate for Nullable<T> {
    fn check(&self, checks: &[Check], at: &Path<'_>, found: &mut Vec<Violation>) {
        if let Self::Value(value) = self {
            value.check(checks, at, found);
        }
    }
}

impl<T: Validate> Validate for Box<T> {
    fn check(&self, checks: &[Check], at: &Path<'_>, found: &mut Vec<Violation>) {
        (**self).check(checks, at, found);
    }
}

/// Checks a field.
pub fn value(value: &impl Validate, checks: &[Check], at: &Path<'_>, found: &mut Vec<Violation>) {
    value.check(checks, at, found);
}

/// A list, of whose elements nothing is asserted.
pub trait List {
    /// How many elements there are, and whether one of them is there twice; nothing if there is no list.
    fn extent(&self) -> Option<(usize, bool)>;
}

impl<T: PartialEq> List for Vec<T> {
    fn extent(&self) -> Option<(usize, bool)> {
        let is_twin = |(index, item)| self.iter().take(index).any(|known| known == item);
        Some((self.len(), self.iter().enumerate().any(is_twin)))
    }
}

impl<T: List> List for Option<T> {
    fn extent(&self) -> Option<(usize, bool)> {
        self.as_ref()?.extent()
    }
}

impl<T: List> List for Nullable<T> {
    fn extent(&self) -> Option<(usize, bool)> {
        self.value()?.extent()
    }
}

/// Checks a field that is a list.
pub fn list(value: &impl List, checks: &[Check], at: &Path<'_>, found: &mut Vec<Violation>) {
    let Some((length, has_twins)) = value.extent().filter(|_| !checks.is_empty()) else { return };
    for check in checks {
        match check {
            Check::MinItems(least) if length < *least => {
                say(at, format_args!("must have at least {least} elements, but has {length}"), found);
            }
            Check::MaxItems(most) if length > *most => {
                say(at, format_args!("must have at most {most} elements, but has {length}"), found);
            }
            Check::Unique if has_twins => say(at, "must not have an element twice", found),
            _ => {}
        }
    }
}

/// Says what is asserted of a type.
///
/// ```text
/// validate! { User { value name "name" [MinLength(1)], list flags "flags" [Unique], value tags "tags" [Each(&[MinLength(2)])], } }
/// validate! { enum Shape { Circle, Square, } }
/// ```
macro_rules! validate {
    (enum $name:ident { $( $variant:ident ),* $(,)? }) => {
        impl $crate::runtime::validate::Validate for $name {
            fn check(
                &self,
                checks: &[$crate::runtime::validate::Check],
                at: &$crate::runtime::validate::Path<'_>,
                found: &mut ::std::vec::Vec<$crate::runtime::validate::Violation>,
            ) {
                match self {
                    $( Self::$variant(value) => $crate::runtime::validate::Validate::check(value, checks, at, found), )*
                    _ => {}
                }
            }
        }
    };
    ($name:ident { $( $kind:ident $field:ident $wire:literal [ $( $check:expr ),* ] ),* $(,)? }) => {
        impl $crate::runtime::validate::Validate for $name {
            fn check(
                &self,
                _: &[$crate::runtime::validate::Check],
                at: &$crate::runtime::validate::Path<'_>,
                found: &mut ::std::vec::Vec<$crate::runtime::validate::Violation>,
            ) {
                #[allow(unused_imports, reason = "a table may have no check of its own")]
                use $crate::runtime::validate::Check::*;
                $( $crate::runtime::validate::$kind(
                    &self.$field,
                    &[ $( $check ),* ],
                    &$crate::runtime::validate::Path::Field(at, $wire),
                    found,
                ); )*
            }
        }
    };
}

pub(crate) use validate;
