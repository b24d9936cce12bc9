//! `codec`: how fast the SDK's types are read and written, against derived ones.
//!
//! Input: rounds. Output: medians of ratios of speed; above 1 the SDK is the faster one. Both take turns on one thread,
//! over the same text. Not here: what is sent.

use std::time::Instant;

use anyhow::{Result, ensure};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{derived, measure, server};

/// Of so many bytes is the list of users.
const USERS: usize = 50_000_000;
/// So many are the events.
const EVENTS: usize = 20_000;

pub(crate) fn run(rounds: usize) -> Result<()> {
    let user = server::user("usr_1234567890abcdef1234567890abcdef");
    let users = format!("[{}]", vec![user.as_str(); USERS / user.len()].join(","));
    of::<avara::types::ViewerUser, derived::User>("users", &users, rounds)?;
    let events: Vec<String> = (0..EVENTS).map(event).collect();
    of::<avara::types::WebhookEvent, derived::Event>("tagged events", &format!("[{}]", events.join(",")), rounds)
}

fn event(number: usize) -> String {
    if number.is_multiple_of(2) {
        format!(
            r#"{{"id":"whe_{number:032}","data":{{"studyId":"stu_{number:032}","studyInstanceUid":"1.2.840.{number}"}},"type":"study.access_requested"}}"#
        )
    } else {
        format!(
            r#"{{"type":"report.delivered","id":"whe_{number:032}","data":{{"reportId":"rep_{number:032}","studyId":"stu_{number:032}","presignedUrl":"https://files.example/{number}","isCritical":false,"plainText":"Nothing to see."}}}}"#
        )
    }
}

/// Reads and writes a list both ways.
fn of<Ours: DeserializeOwned + Serialize, Theirs: DeserializeOwned + Serialize>(
    what: &str,
    text: &str,
    rounds: usize,
) -> Result<()> {
    let (mut reading, mut writing) = (Vec::new(), Vec::new());
    for round in 0..=rounds {
        let ((read, written), (their_read, their_written)) = if round % 2 == 0 {
            (once::<Ours>(text)?, once::<Theirs>(text)?)
        } else {
            let theirs = once::<Theirs>(text)?;
            (once::<Ours>(text)?, theirs)
        };
        // The first round warms up.
        if round > 0 {
            reading.push(their_read / read);
            writing.push(their_written / written);
        }
    }
    let megabytes = text.len() / 1_000_000;
    let (reading, writing) = (measure::median(reading), measure::median(writing));
    println!("{megabytes} MB of {what}: read at {reading:.3} of derived types' speed, written at {writing:.3}");
    println!("  one of them is {} bytes, and {} derived", size_of::<Ours>(), size_of::<Theirs>());
    Ok(())
}

/// The seconds of work that reading a list took, and writing it.
fn once<T: DeserializeOwned + Serialize>(text: &str) -> Result<(f64, f64)> {
    let started = Instant::now();
    let before = measure::work(started);
    let values: Vec<T> = serde_json::from_str(text)?;
    let read = measure::work(started);
    let written = serde_json::to_vec(&values)?;
    let end = measure::work(started);
    ensure!(written.len() == text.len(), "what was written is not as long as what was read");
    Ok(((read - before).as_secs_f64(), (end - read).as_secs_f64()))
}
