//! What texts of a format look like.
//!
//! Input: a format and a text. Output: whether the text is one of the format.
//! Not here: formats that no type of an SDK insists on, but for UUIDs (`lower/scalar.rs`).

use serde_json::Value;

use super::schema::{JsonType, Schema};

/// Whether a text is one of a format. Of formats that are not held against their texts, each is.
pub(super) fn is_right(format: &str, text: &str) -> bool {
    match format {
        "date" => is_date(text),
        "date-time" => is_date_time(text),
        "uuid" => is_uuid(text),
        _ => true,
    }
}

impl Schema {
    /// The first text that is stated, where no text that is stated could be read as the type that its format has: the
    /// description itself shows that the format is not what comes. Words without a digit (`string`, `today`) and
    /// layouts show nothing.
    #[must_use]
    pub fn format_refuted_by(&self) -> Option<&str> {
        if !self.types.is_empty() && !self.types.contains(JsonType::String) {
            return None;
        }
        let reads: fn(&str) -> bool = match self.format.as_deref()? {
            "date" => has_shape_of_date,
            "date-time" => reads_as_date_time,
            "int8" | "int16" | "int32" | "int64" => |text| text.parse::<i64>().is_ok(),
            "uint8" | "uint16" | "uint32" | "uint64" | "uint" => |text| text.parse::<u64>().is_ok(),
            _ => return None,
        };
        let stated = self.examples.iter().chain(self.default.as_deref()).filter_map(Value::as_str);
        let stated = stated.chain(self.shown.iter().map(String::as_str));
        // A text that does not begin as a value of a format would says what is meant (`ISO 8601 date`).
        let is_value = |text: &&str| {
            text.trim_start_matches(['+', '-']).starts_with(|c: char| c.is_ascii_digit()) && !is_layout(text)
        };
        let mut shown = stated.filter(is_value).peekable();
        let first = *shown.peek()?;
        (!shown.any(reads)).then_some(first)
    }
}

/// Go's notation for how times are written, which is often the example of one.
fn is_layout(text: &str) -> bool {
    text.starts_with("2006-01-02") && text.ends_with("07:00")
}

/// What the type for `date-time` reads: RFC 3339, and what ISO 8601 has beside it (no seconds, offsets without colons).
fn reads_as_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't', ' ']) else { return false };
    // The name of a zone may stand behind (RFC 9557).
    let time = time.split('[').next().unwrap_or(time).trim_start();
    let (clock, offset) = match (time.strip_suffix(['Z', 'z']), time.find(['+', '-'])) {
        (Some(clock), _) => (clock, "00"),
        (None, Some(at)) => time.split_at(at),
        (None, None) => return false,
    };
    let are_digits =
        |text: &str, lengths: &[usize]| lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let (clock, fraction) = clock.split_once(['.', ',']).unwrap_or((clock, "0"));
    let is_date = has_shape_of_date(date) || are_digits(date, &[8]);
    let offset = offset.trim_start_matches(['+', '-']).replace(':', "");
    is_date
        && are_digits(&clock.replace(':', ""), &[4, 6])
        && are_digits(&offset, &[2, 4])
        && are_digits(fraction, &[1, 2, 3, 4, 5, 6, 7, 8, 9])
}

/// Whether a text is written as a date is, if only of a day that no month has: a slip says nothing of the notation.
fn has_shape_of_date(text: &str) -> bool {
    text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() })
}

/// RFC 3339, section 5.6: `full-date`.
fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let mut number = |digits: usize| {
        let part = parts.next().filter(|part| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()))?;
        part.parse::<u32>().ok()
    };
    let (year, month, day) = (number(4), number(2), number(2));
    let last = match (month, year) {
        (Some(4 | 6 | 9 | 11), _) => 30,
        (Some(2), Some(year)) if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        (Some(2), _) => 28,
        (Some(1..=12), _) => 31,
        _ => 0,
    };
    year.is_some() && day.is_some_and(|day| (1..=last).contains(&day)) && parts.next().is_none()
}

/// RFC 3339, section 5.6: `date-time`.
fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't', ' ']) else { return false };
    let (clock, offset) = match time.strip_suffix(['Z', 'z']) {
        Some(clock) => (clock, "00:00"),
        None => match time.rsplit_once(['+', '-']) {
            Some(parts) => parts,
            None => return false,
        },
    };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let numbers = |text: &str, most: &[u32]| {
        let parts: Vec<&str> = text.split(':').collect();
        parts.len() == most.len()
            && parts
                .iter()
                .zip(most)
                .all(|(part, most)| part.len() == 2 && part.parse::<u32>().is_ok_and(|number| number <= *most))
    };
    let is_fraction = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    // 60 is a leap second.
    is_date(date) && is_fraction && numbers(clock, &[23, 59, 60]) && numbers(offset, &[23, 59])
}

/// RFC 9562, section 4, in any case.
fn is_uuid(text: &str) -> bool {
    let lengths = [8, 4, 4, 4, 12];
    let parts: Vec<&str> = text.split('-').collect();
    parts.len() == lengths.len()
        && parts
            .iter()
            .zip(lengths)
            .all(|(part, length)| part.len() == length && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_times_and_uuids() {
        for good in ["2024-02-29", "1999-12-31"] {
            assert!(is_date(good), "{good}");
        }
        for bad in ["2023-02-29", "2024-2-9", "2024-13-01", "2024-01-01-01", "2024-00-01", "24-01-01", ""] {
            assert!(!is_date(bad), "{bad}");
        }
        for good in ["2024-01-01T00:00:00Z", "2024-01-01t23:59:60.5+01:30", "2024-01-01 10:00:00-08:00"] {
            assert!(is_date_time(good), "{good}");
        }
        for bad in ["2024-01-01", "2024-01-01T00:00:00", "2024-01-01T24:00:00Z", "2024-01-01T00:00Z", "now", "T"] {
            assert!(!is_date_time(bad), "{bad}");
        }
        for read in ["2024-01-01T00:00Z", "2024-01-01T10:20:30.5+0100", "20240101T102030Z", "2024-01-01t00:00:00-08:00"]
        {
            assert!(reads_as_date_time(read), "{read}");
        }
        assert!(has_shape_of_date("2023-02-30") && reads_as_date_time("2024-06-19T15:22:45-04:00[America/New_York]"));
        for unread in ["2024-01-01", "2024-01-01T10:20:30", "2024-01-01 10:20:30", "1704067200", "01/02/2024"] {
            assert!(!reads_as_date_time(unread), "{unread}");
        }
        assert!(is_uuid("123E4567-e89b-12d3-a456-426614174000"));
        assert!(!is_uuid("123e4567e89b12d3a456426614174000") && !is_uuid("usr_1"));
    }
}
