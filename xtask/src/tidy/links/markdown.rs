//! As much of Markdown as it takes to find links and headings.

use std::collections::BTreeSet;

/// Where the links of a document lead to, code left out.
pub(super) fn targets(text: &str) -> Vec<String> {
    prose(text).flat_map(|line| targets_in(&without_code(line))).collect()
}

/// The names by which the headings of a document can be linked to.
pub(super) fn anchors(text: &str) -> BTreeSet<String> {
    let headings = prose(text).filter(|line| line.starts_with('#'));
    headings.map(|line| anchor(line.trim_start_matches('#').trim())).collect()
}

/// The lines outside fenced code.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut fenced = false;
    text.lines().filter(move |line| {
        let is_fence = line.trim_start().starts_with("```");
        fenced ^= is_fence;
        !fenced && !is_fence
    })
}

/// The line with each piece between back-ticks emptied.
fn without_code(line: &str) -> String {
    line.split('`').step_by(2).collect::<Vec<_>>().join("``")
}

/// The targets of inline links, and of a definition such as `[name]: target`.
fn targets_in(line: &str) -> Vec<String> {
    let mut targets: Vec<String> =
        line.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next()).map(str::to_owned).collect();
    let definition = line.strip_prefix('[').and_then(|line| line.split_once("]: "));
    targets.extend(definition.and_then(|(_, rest)| rest.split_whitespace().next()).map(str::to_owned));
    targets
}

/// A heading as hosts of source code turn it into an anchor.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|letter| letter.is_alphanumeric() || " -_".contains(*letter));
    kept.flat_map(char::to_lowercase).map(|letter| if letter == ' ' { '-' } else { letter }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inline_links_and_definitions_are_found() {
        let text = "See [a](one.md) and ![b](two.png \"title\").\n[c]: three.md#part\n";
        assert_eq!(targets(text), ["one.md", "two.png", "three.md#part"]);
    }

    #[test]
    fn code_holds_no_links() {
        let text = "`[a](one.md)` then [b](two.md)\n```\n[c](three.md)\n```\n";
        assert_eq!(targets(text), ["two.md"]);
    }

    #[test]
    fn headings_become_anchors() {
        let text = "# The `pileus` command\n## Units, sizes\n```\n# not one\n```\n";
        let expected = ["the-pileus-command", "units-sizes"].map(str::to_owned);
        assert_eq!(anchors(text), BTreeSet::from(expected));
    }
}
