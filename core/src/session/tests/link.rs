use super::*;
use crate::sync::wire::ByeReason;
use crate::testing::builders::{create_account, tag};

fn bye(tab: &mut Tab, reason: ByeReason, retry_after_ms: u32) {
    tab.handle(Event::Frame(ServerFrame::Bye { reason, retry_after_ms }.to_bytes()));
}

#[test]
fn attempts_back_off_up_to_a_minute_and_start_anew_after_an_answer() {
    let mut tab = Tab::new();
    tab.handle(Event::Leader(true));
    let mut longest = 0;
    for attempt in 0..40 {
        tab.wake_ms = None;
        tab.handle(Event::Disconnected);
        let wait = tab.wake_ms.unwrap();
        assert!((1_000..=60_000).contains(&wait), "{wait}");
        assert!(attempt > 0 || wait <= 2_000, "the first attempt comes soon: {wait}");
        longest = longest.max(wait);
        tab.now = tab.now.plus_ms(i64::from(wait));
        tab.handle(Event::Woken);
    }
    assert!(longest > 20_000, "{longest}");
    assert_eq!(tab.connects, 41);
    tab.handle(Event::Connected);
    tab.answer(Delta::default());
    tab.settle();
    tab.wake_ms = None;
    tab.handle(Event::Woken);
    tab.handle(Event::Disconnected);
    assert!(tab.wake_ms.unwrap() <= 2_000);
}

#[test]
fn a_silent_server_is_asked_once_and_then_given_up() {
    let mut tab = Tab::live();
    tab.now = tab.now.plus_ms(25_000);
    tab.handle(Event::Woken);
    assert_eq!(tab.sent, [ClientFrame::Ping]);
    tab.now = tab.now.plus_ms(20_000);
    tab.handle(Event::Woken);
    assert_eq!(tab.session.status().link, LinkState::Offline);
    // A clock set back by a year does not keep it from trying again.
    tab.now = tab.now.plus_ms(-31_536_000_000);
    tab.handle(Event::Woken);
    assert_eq!(tab.session.status().link, LinkState::Connecting);
}

#[test]
fn a_farewell_says_when_and_whether_to_come_back() {
    for (reason, state) in [
        (ByeReason::Busy, LinkState::Offline),
        (ByeReason::Draining, LinkState::Offline),
        (ByeReason::Unavailable, LinkState::ServerUnable),
        (ByeReason::TooOld, LinkState::TooOld),
        (ByeReason::SignedOut, LinkState::NeedsSignIn),
        (ByeReason::Revoked, LinkState::Revoked),
    ] {
        let mut tab = Tab::live();
        tab.handle(Event::Woken);
        tab.wake_ms = None;
        bye(&mut tab, reason, 90_000);
        assert_eq!(tab.session.status().link, state);
        let waits = tab.wake_ms.is_some_and(|wait| wait >= 91_000);
        tab.now = tab.now.plus_ms(200_000);
        tab.handle(Event::Woken);
        let comes_back = tab.session.status().link == LinkState::Connecting;
        let may_come_back = matches!(state, LinkState::Offline | LinkState::ServerUnable);
        assert_eq!(comes_back, may_come_back, "{reason:?}");
        assert!(!waits || comes_back);
        tab.handle(Event::SignedIn);
        assert_eq!(tab.session.status().link, LinkState::Connecting);
    }
}

#[test]
fn a_server_that_cannot_store_is_told_from_no_network_until_the_link_says_otherwise() {
    let mut tab = Tab::live();
    tab.execute(create_account(account(1), "Hengli", "new"));
    tab.settle();
    bye(&mut tab, ByeReason::Unavailable, 15_000);
    // The socket's end comes after the farewell, and changes nothing.
    tab.handle(Event::Disconnected);
    let status = tab.session.status();
    assert_eq!((status.link, status.pending), (LinkState::ServerUnable, 1));
    assert_eq!(tab.name(account(1)), "Hengli");
    // The next attempt finds no network.
    tab.handle(Event::SyncNow);
    tab.handle(Event::Disconnected);
    assert_eq!(tab.session.status().link, LinkState::Offline);
    tab.handle(Event::SyncNow);
    tab.handle(Event::Connected);
    tab.judge(&[Verdicted::Durable(1)]);
    let status = tab.session.status();
    assert_eq!((status.link, status.pending), (LinkState::Live, 0));
}

#[test]
fn everything_that_waits_is_sent_at_once_in_the_order_of_making() {
    let mut tab = Tab::new();
    for number in 0..3 {
        tab.execute(create_account(account(number), "Hengli", "new"));
    }
    tab.execute(tag(account(0), "later"));
    tab.settle();
    tab.handle(Event::Leader(true));
    tab.handle(Event::Connected);
    assert_eq!(tab.sent.len(), 1);
    let docs: Vec<_> = tab.pushed().iter().map(|pending| pending.doc).collect();
    let expected = [0, 1, 2, 0].map(|number| DocumentId::account(account(number)));
    assert_eq!(docs, expected);
    tab.handle(Event::Disconnected);
    assert_eq!(tab.session.status().pending, 4, "nothing is forgotten before it is acknowledged");
}

#[test]
fn the_clock_is_measured_against_the_servers() {
    let mut tab = Tab::new();
    tab.handle(Event::Leader(true));
    tab.handle(Event::Connected);
    let server = tab.now.plus_ms(3_600_000);
    tab.now = tab.now.plus_ms(400);
    tab.answer(Delta { sent_at: server, ..Delta::default() });
    assert_eq!(tab.session.status().skew_ms, Some(200 - 3_600_000));
}

#[test]
fn synced_is_said_when_the_last_page_is_on_disk_and_not_before() {
    let mut tab = Tab::new();
    tab.handle(Event::Leader(true));
    tab.handle(Event::Connected);
    tab.answer(Delta { cookie: Cookie { epoch: [1; 8], seq: 1, before: 0 }, ..Delta::default() });
    assert_eq!(tab.session.status().link, LinkState::Syncing);
    tab.settle();
    assert_eq!(tab.session.status().link, LinkState::Live);
}
