//! The part of an address behind the question mark, as typed values: the one place that knows how they are written.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Reads a query; the default when it cannot be read, as when a person typed it.
pub(super) fn read<T: DeserializeOwned + Default>(query: &str) -> T {
    serde_urlencoded::from_str(query).unwrap_or_default()
}

/// Writes a query, without the question mark.
pub(super) fn write<T: Serialize>(query: &T) -> String {
    // Filters are flat and plain: they always fit into a query.
    serde_urlencoded::to_string(query).unwrap_or_default()
}
