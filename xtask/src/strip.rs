//! Text for browsers without what is there for people: comments, indentation, empty lines.
//!
//! Line by line, which needs no parser: a comment is taken out when it begins its line, and where lines are broken
//! says something to a browser in a template of JavaScript only, of which nothing here spans lines.

/// Returns a script or style sheet without its comments, indentation and empty lines.
pub(crate) fn strip(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut in_comment = false;
    for line in text.lines() {
        let mut line = line.trim();
        if line.starts_with("/*") {
            in_comment = true;
        }
        if in_comment {
            let Some((_, behind)) = line.split_once("*/") else { continue };
            in_comment = false;
            line = behind.trim_start();
        }
        if !line.is_empty() && !line.starts_with("//") {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_for_people_goes() {
        for (text, expected) in [
            ("", ""),
            ("/* one */\na { /* kept */\n  color: red;\n\n}\n", "a { /* kept */\ncolor: red;\n}\n"),
            ("/* one\n   two\n*/ b {}\n", "b {}\n"),
            ("/** one\n * two */\n\n    c();\n", "c();\n"),
            ("// one\nd(\"//\"); // kept\n  // two", "d(\"//\"); // kept\n"),
            ("e = /^\\/*x/;\n", "e = /^\\/*x/;\n"),
            ("url = `http://f/*`;\n", "url = `http://f/*`;\n"),
        ] {
            assert_eq!(strip(text), expected);
        }
    }

    #[test]
    fn no_template_of_a_script_spans_lines() {
        let worker = include_str!("../../web/service-worker.js");
        assert!(worker.lines().all(|line| line.matches('`').count() % 2 == 0));
    }
}
