//! The browser: the only place that names its APIs. It moves bytes and tells what happened; it decides nothing.

pub mod address;
pub mod canary;
pub mod clock;
pub mod files;
pub mod history;
pub mod http;
pub mod install;
pub mod json;
pub mod locks;
pub mod page;
pub mod photo;
pub mod pinyin;
pub mod prefs;
pub mod quota;
pub mod random;
pub mod share;
pub mod socket;
pub mod store;
pub mod tabs;
pub mod task;
pub mod timer;
pub mod worker;
