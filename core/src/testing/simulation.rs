//! Random schedules of a small team, each drawn from a seed, and what must hold at the end of every one of them.
//!
//! Three reps (one with two phones) and their manager write, lose the network, are restarted, get customers
//! reassigned, put reminders off for themselves; frames are cut and doubled, stores refuse, the server
//! compacts its documents, is restored from a backup and finds documents damaged, clocks differ. At the end everyone is online, and then:
//! every phone holds exactly what its user may see, with the server's heads and rows; every edit shown as saved is on
//! the server, or among the held ones of its author; nothing had to be repaired, but on phones that
//! lost a part of their own, and after a restore.

mod check;
mod day;

pub use check::check;
pub use day::Day;

/// What happens seldom, and to everybody at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Upset {
    /// Nothing.
    None,
    /// People are on leave, come back, change managers.
    Leave,
    /// The server is restored from a backup.
    Restore,
    /// Documents on the server's disk go bad.
    Damage,
    /// All of it.
    Every,
}

/// What happened in one day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Report {
    /// Commands that a rule did not refuse.
    pub commands: u32,
    /// Commands shown as saved.
    pub saved: u32,
    /// Commands held for review at the end.
    pub held: u32,
    /// Customers taken away from a phone.
    pub gone: u32,
    /// Refusals of a store.
    pub refused: u32,
    /// Restores of the server from a backup, and documents that went bad there.
    pub restored: u32,
    /// Held edits that were decided on.
    pub reviewed: u32,
}

impl Report {
    /// Adds another day.
    pub fn add(&mut self, other: Self) {
        self.commands += other.commands;
        self.saved += other.saved;
        self.held += other.held;
        self.gone += other.gone;
        self.refused += other.refused;
        self.restored += other.restored;
        self.reviewed += other.reviewed;
    }
}

/// Simulates the schedule of a seed, so many steps long.
///
/// # Panics
/// When something does not hold, naming the seed.
pub fn run(seed: u64, steps: usize, upset: Upset) -> Report {
    let mut day = Day::new(seed, upset);
    day.play(steps);
    check(&mut day)
}

#[cfg(test)]
mod tests {
    use super::{Upset, run};

    /// A frame that arrived twice was answered twice, and a page of the one answer was read after one of the other: it
    /// inflated to the document of another id.
    #[test]
    fn pages_of_two_answers_are_not_read_after_one_another() {
        run(101_414, 60, Upset::None);
    }

    /// A phone lost the chunk of an edit that waited: the outbox still had it, and let go of it with its verdict.
    #[test]
    fn a_chunk_that_only_the_outbox_has_is_put_back() {
        run(700_806, 60, Upset::None);
    }

    /// What a person had set was let go of and set anew before it came again: under the same actor its numbers were used
    /// twice, the edit was held, and the document with it never whole again.
    #[test]
    fn a_document_made_anew_before_it_comes_again_has_another_actor() {
        run(20, 1_000, Upset::Damage);
    }

    /// A first taste; the `tests` package plays hundreds.
    #[test]
    fn a_few_random_days_end_in_agreement() {
        let saved: u32 = (0..12).map(|seed| run(seed, 200, Upset::Restore).saved).sum();
        assert!(saved > 100, "the days are too quiet to prove anything: {saved} edits");
    }
}
