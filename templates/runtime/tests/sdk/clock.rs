//! A clock that never waits: sleeps move it forward and are recorded.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use crate::runtime::{BoxFuture, Clock};

#[derive(Clone, Debug)]
pub struct FakeClock {
    start: Instant,
    waits: Arc<Mutex<Vec<Duration>>>,
    alarms: Arc<Mutex<Vec<Duration>>>,
    pub chance: f64,
}

impl FakeClock {
    pub fn new() -> Self {
        Self { start: Instant::now(), waits: Arc::default(), alarms: Arc::default(), chance: 0.0 }
    }

    /// The waits between attempts; limits of attempts never run out on this clock and are not listed.
    pub fn waits(&self) -> Vec<Duration> {
        self.waits.lock().unwrap().clone()
    }

    /// All times that were asked for: limits of attempts and waits between them, in order.
    pub fn alarms(&self) -> Vec<Duration> {
        self.alarms.lock().unwrap().clone()
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Instant {
        self.start + self.waits.lock().unwrap().iter().sum::<Duration>()
    }

    fn wall(&self) -> SystemTime {
        // 2026-01-01T00:00:00Z
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.alarms.lock().unwrap().push(duration);
        let waits = Arc::clone(&self.waits);
        let mut polled = false;
        Box::pin(std::future::poll_fn(move |context| {
            // The limit of an attempt is polled only while the attempt is pending, which a mock never is.
            if !polled {
                polled = true;
                waits.lock().unwrap().push(duration);
                context.waker().wake_by_ref();
            }
            std::task::Poll::Ready(())
        }))
    }

    fn random(&self) -> f64 {
        self.chance
    }
}

/// The system's clock, with jumps: waits are real, so that it serves over a real connection.
#[derive(Clone, Debug, Default)]
pub struct JumpingClock(Arc<Mutex<Duration>>);

impl JumpingClock {
    pub fn jump(&self, duration: Duration) {
        *self.0.lock().unwrap() += duration;
    }
}

impl Clock for JumpingClock {
    fn now(&self) -> Instant {
        Instant::now() + *self.0.lock().unwrap()
    }

    fn wall(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn random(&self) -> f64 {
        0.0
    }
}
