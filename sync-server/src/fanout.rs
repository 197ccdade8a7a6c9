//! Telling open connections that there is news. Only a hint: a connection then pulls what its cookie lacks, so a lost
//! hint costs time and nothing else.

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use fieldnote_core::values::UserId;
use tokio::sync::watch;

/// Carries hints from the hub to the connections of a user.
pub(crate) trait Fanout: Send + Sync + std::fmt::Debug {
    /// Tells the connections of these users that there is news.
    fn publish(&self, users: &BTreeSet<UserId>);

    /// Returns a receiver that changes whenever there is news for a user, always to a larger number.
    fn subscribe(&self, user: UserId) -> watch::Receiver<u64>;
}

/// Hints within this process.
#[derive(Debug, Default)]
pub(crate) struct LocalFanout {
    channels: Mutex<HashMap<UserId, watch::Sender<u64>>>,
    /// Hints given so far, to anybody.
    count: AtomicU64,
}

impl Fanout for LocalFanout {
    fn publish(&self, users: &BTreeSet<UserId>) {
        let mut channels = self.channels.lock().unwrap_or_else(PoisonError::into_inner);
        let count = self.count.fetch_add(1, Ordering::Relaxed) + 1;
        for user in users {
            if let Some(channel) = channels.get(user) {
                if channel.is_closed() {
                    channels.remove(user);
                } else {
                    channel.send_replace(count);
                }
            }
        }
    }

    fn subscribe(&self, user: UserId) -> watch::Receiver<u64> {
        let mut channels = self.channels.lock().unwrap_or_else(PoisonError::into_inner);
        let count = self.count.load(Ordering::Relaxed);
        channels.entry(user).or_insert_with(|| watch::Sender::new(count)).subscribe()
    }
}

#[cfg(test)]
mod tests {
    use fieldnote_core::values::Id;

    use super::*;

    #[test]
    fn only_the_named_users_hear_of_it() {
        let fanout = LocalFanout::default();
        let (li, zhou) = (UserId(Id::from_bytes([1; 10])), UserId(Id::from_bytes([2; 10])));
        let (of_li, of_zhou) = (fanout.subscribe(li), fanout.subscribe(zhou));
        fanout.publish(&BTreeSet::from([li]));
        assert_eq!((of_li.has_changed().unwrap(), of_zhou.has_changed().unwrap()), (true, false));
        drop(of_li);
        fanout.publish(&BTreeSet::from([li]));
        assert!(!fanout.subscribe(li).has_changed().unwrap());
    }
}
