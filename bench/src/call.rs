//! `call`: the price of the SDK, against a call written by hand.
//!
//! Input: rounds. Output: the median ratio of the work, the allocations of both, the size of a call's future. Both take turns on the
//! same thread and talk to the same server, so whatever disturbs one disturbs the other. Not here: load.

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::server::Server;
use crate::{by_hand, measure};

/// Calls of one batch.
const BATCH: u32 = 200;

const USER: &str = "usr_1234567890abcdef1234567890abcdef";

pub(crate) fn run(rounds: usize) -> Result<()> {
    let server = Server::start()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let ours = avara::Client::builder().api_key("sk_secret").base_url(&server.url).build()?;
    let theirs = reqwest::Client::builder().timeout(Duration::from_secs(60)).build()?;

    let through = async || -> Result<()> {
        for _ in 0..BATCH {
            let users = ours.viewer();
            let users = users.users();
            let call = users.update(USER).first_name("Sarah").can_manage_studies(true);
            let user = call.level(avara::types::AssignableUserLevel::Member).send().await?;
            anyhow::ensure!(user.user_id == USER, "the answer is another's");
        }
        Ok(())
    };
    let by_hand = async || -> Result<()> {
        for _ in 0..BATCH {
            let user = by_hand::update(&theirs, &server.url, USER).await?;
            anyhow::ensure!(user.id == USER, "the answer is another's");
        }
        Ok(())
    };

    // Connections and caches first.
    runtime.block_on(async {
        through().await?;
        by_hand().await
    })?;
    let started = Instant::now();
    let timed = |is_ours: bool| -> Result<(f64, f64)> {
        let (work, time) = (measure::work(started), Instant::now());
        runtime.block_on(async { if is_ours { through().await } else { by_hand().await } })?;
        Ok(((measure::work(started) - work).as_secs_f64(), time.elapsed().as_secs_f64()))
    };
    let (mut of_work, mut of_time, mut calls) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..rounds {
        let ours_first = round % 2 == 0;
        let first = timed(ours_first)?;
        let second = timed(!ours_first)?;
        let (ours, theirs) = if ours_first { (first, second) } else { (second, first) };
        of_work.push(ours.0 / theirs.0);
        of_time.push(ours.1 / theirs.1);
        calls.push(theirs.0);
    }
    let count = |is_ours: bool| {
        let mut done = Ok((0.0, 0.0));
        let info = allocation_counter::measure(|| done = timed(is_ours));
        done.map(|_| (info.count_total / u64::from(BATCH), info.bytes_total / u64::from(BATCH)))
    };
    let (ours_count, ours_bytes) = count(true)?;
    let (theirs_count, theirs_bytes) = count(false)?;

    println!("rounds of {BATCH} calls each way: {rounds}");
    println!("a call by hand: {:.1} µs of work (median)", measure::median(calls) / f64::from(BATCH) * 1e6);
    println!(
        "the SDK against it: {:.3} of the work, {:.3} of the time (medians of ratios)",
        measure::median(of_work),
        measure::median(of_time)
    );
    println!(
        "allocations of a call: {ours_count} ({ours_bytes} bytes) through the SDK, {theirs_count} ({theirs_bytes} bytes) by hand"
    );
    println!("size of the future of a call: {} bytes", size_of_val(&ours.viewer().users().update(USER).send()));
    println!("size of an error: {} bytes", size_of::<avara::Error>());
    Ok(())
}
