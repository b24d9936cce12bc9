//! `load` and `soak`: many calls at once, and calls for long.
//!
//! Input: how many, how long. Output: figures; an error when an answer is lost or another's, when memory grows, or when connections are
//! kept. Not here: faults.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use avara::Client;

use crate::measure;
use crate::server::Server;

/// Calls at once while soaking.
const WORKERS: u64 = 64;
/// How much memory may grow after the first tenth of a soak.
const MOST_GROWTH: f64 = 1.05;

fn client(server: &Server) -> Result<Client> {
    Ok(Client::builder().api_key("sk_secret").base_url(&server.url).build()?)
}

/// Makes so many calls at once.
pub(crate) fn at_once(calls: usize) -> Result<()> {
    let server = Server::start()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let before = measure::open_files();
    runtime.block_on(async {
        let client = client(&server)?;
        let started = Instant::now();
        let mut tasks = tokio::task::JoinSet::new();
        for number in 0..calls {
            let call = client.viewer().users().retrieve(format!("usr_{number}"));
            tasks.spawn(async move { call.send().await.map(|user| user.user_id == format!("usr_{number}")) });
        }
        let (mut right, mut wrong) = (0_usize, 0_usize);
        let mut failed = Vec::new();
        while let Some(done) = tasks.join_next().await {
            match done? {
                Ok(true) => right += 1,
                Ok(false) => wrong += 1,
                Err(error) => failed.push(error),
            }
        }
        println!(
            "{calls} calls at once: {right} right, {wrong} mixed up, {} failed; {:.2} s, {:.0} MiB at most",
            failed.len(),
            started.elapsed().as_secs_f64(),
            measure::peak().unwrap_or(f64::NAN)
        );
        if let Some(error) = failed.first() {
            println!("first failure: {error:?}");
        }
        ensure!(right == calls, "an answer is lost or mixed up");
        Ok(())
    })?;
    drop(runtime);
    let after = measure::open_files();
    println!("open files: {before:?} before, {after:?} after the client is dropped");
    ensure!(after <= before, "connections are left open");
    Ok(())
}

/// Makes calls for so long.
pub(crate) fn soak(time: Duration) -> Result<()> {
    let server = Server::start()?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let done = Arc::new(AtomicU32::new(0));
    let end = Instant::now() + time;
    let mut readings = Vec::new();
    runtime.block_on(async {
        let client = client(&server)?;
        let mut tasks = tokio::task::JoinSet::new();
        for worker in 0..WORKERS {
            let (client, done) = (client.clone(), Arc::clone(&done));
            tasks.spawn(async move {
                let mut number = worker;
                while Instant::now() < end {
                    let id = format!("usr_{number}");
                    let user = client.viewer().users().update(&id).first_name("Sarah").send().await?;
                    ensure!(user.user_id == id, "the answer is another's");
                    number += WORKERS;
                    done.fetch_add(1, Ordering::Relaxed);
                }
                Ok(())
            });
        }
        while Instant::now() < end {
            tokio::time::sleep((time / 20).max(Duration::from_millis(50))).await;
            readings.extend(measure::memory());
        }
        while let Some(ended) = tasks.join_next().await {
            ended??;
        }
        anyhow::Ok(())
    })?;
    let done = done.load(Ordering::Relaxed);
    println!("calls: {done} in {} s, {:.0} a second", time.as_secs(), f64::from(done) / time.as_secs_f64());
    let shown: Vec<String> = readings.iter().map(|mib| format!("{mib:.1}")).collect();
    println!("memory in MiB, twenty times: {}", shown.join(" "));
    let first = readings.get(readings.len() / 10).copied();
    if let (Some(first), Some(last)) = (first, readings.last()) {
        println!("growth after the first tenth: {:.3}", last / first);
        ensure!(last / first <= MOST_GROWTH, "memory grows");
    }
    Ok(())
}
