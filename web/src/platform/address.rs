//! The query of an address, coded as forms do it.

use web_sys::UrlSearchParams;

/// Returns the parts of a query such as `?q=a+b&grade=A`.
pub fn read(query: &str) -> impl Fn(&str) -> Option<String> {
    let parts = UrlSearchParams::new_with_str(query).ok();
    move |name| parts.as_ref().and_then(|parts| parts.get(name))
}

/// Returns a query without its question mark; empty parts are left out.
pub fn write(parts: &[(&str, String)]) -> String {
    let Ok(query) = UrlSearchParams::new() else { return String::new() };
    for (name, value) in parts.iter().filter(|(_, value)| !value.is_empty()) {
        query.append(name, value);
    }
    query.to_string().into()
}
