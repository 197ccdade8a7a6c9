//! Who is measured at what. Where a peer does not get through the whole, it is given less, and the table says so.

/// Ours in the rig, each with how its customers are shared out (`tests/examples/peer`).
pub(super) const OURS: [(&str, &str); 3] =
    [("fieldnote", "one"), ("fieldnote-live", "live"), ("fieldnote-herd", "herd")];

/// One call of the rig.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    /// Name in the rig's list.
    pub(super) peer: &'static str,
    /// In the order of the rig.
    pub(super) scenarios: &'static str,
    /// 400 customers instead of 2,000.
    pub(super) small: bool,
    pub(super) repetitions: u32,
    pub(super) options: &'static [&'static str],
}

impl Run {
    /// Keeps the data of the two sizes apart.
    pub(super) fn tag(&self) -> &'static str {
        if self.small { "-400" } else { "" }
    }

    pub(super) fn customers(&self) -> u32 {
        if self.small { 400 } else { 2_000 }
    }
}

const PHONE: &str = "load,s1,settle,s2,s3";
const LIVE: &[&str] = &["--seconds", "10"];
/// PouchDB does not get fifty clients connected; ten with a fifth of the edits it serves.
const LIVE_OF_POUCHDB: &[&str] = &["--seconds", "10", "--clients", "10", "--rate", "20"];
/// The automerge-repo peers do not get two hundred clients connected.
const SMALL_HERD: &[&str] = &["--herd", "50"];

/// Returns all runs: ours, then the rivals.
pub(super) fn runs(small: bool) -> Vec<Run> {
    let run = |peer, scenarios, small, repetitions, options| Run { peer, scenarios, small, repetitions, options };
    let automerge = ["automerge-repo-imm", "samod-imm"].map(|peer| {
        // With 2,000 customers their JavaScript client takes minutes for one sync.
        [run(peer, PHONE, true, 1, &[]), run(peer, "load,s4", true, 1, LIVE), run(peer, "load,s6", true, 1, SMALL_HERD)]
    });
    let mut runs = vec![
        run("fieldnote", PHONE, small, 3, &[]),
        run("fieldnote-live", "load,s4", true, 1, LIVE),
        run("fieldnote-herd", "load,s6", small, 1, &[]),
        run("pouchdb", PHONE, small, 3, &[]),
        run("pouchdb", "load,s4", true, 1, LIVE_OF_POUCHDB),
        run("yjs-hocuspocus-nodup", PHONE, small, 3, &[]),
        run("yjs-hocuspocus-nodup", "load,s4", true, 1, LIVE),
        run("yjs-hocuspocus-nodup", "load,s6", small, 1, &[]),
    ];
    runs.extend(automerge.into_iter().flatten());
    runs
}
