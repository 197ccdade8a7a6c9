//! Log lines and figures. Neither ever holds a field's value: ids, counts and times only.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

use tracing_subscriber::EnvFilter;

use crate::config::{Config, LogFormat};

/// Starts logging to standard error as the configuration says; a second call changes nothing.
///
/// # Errors
/// When the filter is not understood.
pub(crate) fn start(config: &Config) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&config.log).map_err(|error| {
        anyhow::anyhow!("--log: expected a filter such as `info` or `fieldnote_server=debug`: {error}")
    })?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let _already_started = match config.log_format {
        LogFormat::Text => builder.try_init(),
        LogFormat::Json => builder.json().try_init(),
    };
    Ok(())
}

/// Lets a panic say where it happened and not with which values: those may be a device's bytes.
pub(crate) fn quiet_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let at = panic.location().map(ToString::to_string).unwrap_or_default();
        let thread = std::thread::current();
        tracing::error!(at, thread = thread.name().unwrap_or_default(), "panic");
    }));
}

/// A figure that only grows, or one that also falls.
#[derive(Debug, Default)]
pub(crate) struct Figure(AtomicU64);

impl Figure {
    /// Adds.
    pub(crate) fn add(&self, count: u64) {
        self.0.fetch_add(count, Ordering::Relaxed);
    }

    /// Takes one away.
    pub(crate) fn subtract_one(&self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }

    /// Returns the present value.
    pub(crate) fn value(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

macro_rules! figures {
    ($($field:ident $kind:literal $name:literal $help:literal;)*) => {
        /// The figures of one server process.
        #[derive(Debug, Default)]
        pub(crate) struct Metrics {
            $(#[doc = $help] pub $field: Figure,)*
        }

        impl Metrics {
            /// Prints all figures in Prometheus' text format.
            pub(crate) fn render(&self) -> String {
                let mut text = String::new();
                $({
                    let value = self.$field.value();
                    let _infallible =
                        write!(text, concat!("# HELP ", $name, " ", $help, "\n# TYPE ", $name, " ", $kind, "\n", $name, " {}\n"), value);
                })*
                text
            }
        }
    };
}

figures! {
    connections "gauge" "fieldnote_connections" "Open sync sockets.";
    frames_received "counter" "fieldnote_frames_received_total" "Frames from devices.";
    frames_sent "counter" "fieldnote_frames_sent_total" "Frames to devices.";
    bytes_received "counter" "fieldnote_bytes_received_total" "Bytes of frames from devices.";
    bytes_sent "counter" "fieldnote_bytes_sent_total" "Bytes of frames to devices.";
    slow_readers "counter" "fieldnote_slow_readers_total" "Sockets cut because they did not read.";
    submissions "counter" "fieldnote_submissions_total" "Pushes that reached the hub.";
    batches "counter" "fieldnote_batches_total" "Transactions of the hub.";
    hub_microseconds "counter" "fieldnote_hub_microseconds_total" "Time the hub was at work.";
    hub_restarts "counter" "fieldnote_hub_restarts_total" "Panics of the hub, each followed by a rebuild from the store.";
    changes_accepted "counter" "fieldnote_changes_accepted_total" "Changes made durable.";
    changes_held "counter" "fieldnote_changes_held_total" "Changes held for review.";
    stopped "counter" "fieldnote_stopped_total" "Pushes of which a part waits for another conversation.";
    admission_panics "counter" "fieldnote_admission_panics_total" "Panics caught while changes were admitted.";
    documents_rebuilt "counter" "fieldnote_documents_rebuilt_total" "Damaged documents rebuilt from what the store had.";
    documents_lost "counter" "fieldnote_documents_lost_total" "Damaged documents that devices were asked for.";
    unavailable "counter" "fieldnote_unavailable_total" "Pushes refused because the store could not write.";
    logins "counter" "fieldnote_logins_total" "Successful sign-ins.";
    logins_refused "counter" "fieldnote_logins_refused_total" "Refused sign-ins.";
}
