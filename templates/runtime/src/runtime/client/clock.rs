//! [`Clock`]: time and chance, as a value, so that tests of waits need not wait.
//!
//! In: nothing. Out: instants, sleeps, random fractions; work that is given up after a while. Not here: what is done
//! with them.

use core::fmt;
use core::task::Poll;
use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, Instant, SystemTime};

use super::super::transport::BoxFuture;

/// Time and chance.
pub trait Clock: fmt::Debug + Send + Sync + 'static {
    /// A time that only goes forward.
    fn now(&self) -> Instant;

    /// The time of the calendar, to read HTTP dates against.
    fn wall(&self) -> SystemTime;

    /// Waits.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;

    /// A random number from 0 (included) to 1 (excluded).
    fn random(&self) -> f64;
}

/// What some work comes to, if it is done within a time.
pub(crate) async fn within<T>(clock: &dyn Clock, limit: Duration, work: impl Future<Output = T>) -> Option<T> {
    let mut work = core::pin::pin!(work);
    let mut alarm = clock.sleep(limit);
    core::future::poll_fn(|context| {
        // The work first: what is there counts, however late it is.
        if let Poll::Ready(outcome) = work.as_mut().poll(context) {
            return Poll::Ready(Some(outcome));
        }
        alarm.as_mut().poll(context).map(|()| None)
    })
    .await
}

/// The system's clock; sleeps need a tokio runtime with its timer on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn wall(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn random(&self) -> f64 {
        // Every `RandomState` has keys of its own: chance enough to spread retries, without one more dependency.
        let bits = RandomState::new().hash_one(0_u8) >> 32;
        f64::from(u32::try_from(bits).unwrap_or(0)) / (f64::from(u32::MAX) + 1.0)
    }
}
