//! CSV by RFC 4180, as spreadsheets read it.

/// Returns an empty file: a byte order mark, without which Excel takes UTF-8 for a local encoding.
pub(super) fn begin() -> String {
    "\u{feff}".to_owned()
}

/// Adds a line.
pub(super) fn push_line(out: &mut String, cells: &[String]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        push_cell(out, cell);
    }
    out.push_str("\r\n");
}

/// Adds a cell. One that a spreadsheet would take for a formula gets a leading apostrophe.
fn push_cell(out: &mut String, cell: &str) {
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    if cell.contains(['"', ',', '\n', '\r']) {
        out.push('"');
        out.push_str(guard);
        out.push_str(&cell.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(guard);
        out.push_str(cell);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_formulas_are_disarmed() {
        for (cell, expected) in [
            ("科技", "科技"),
            ("a,b", "\"a,b\""),
            ("a\"b", "\"a\"\"b\""),
            ("a\nb", "\"a\nb\""),
            ("=1+1", "'=1+1"),
            ("+86", "'+86"),
            ("-5", "'-5"),
            ("@x", "'@x"),
            ("=a,b", "\"'=a,b\""),
            ("*总监", "*总监"),
            ("", ""),
        ] {
            let mut out = String::new();
            push_cell(&mut out, cell);
            assert_eq!(out, expected);
        }
    }
}
