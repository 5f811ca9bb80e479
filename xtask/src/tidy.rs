//! Rules about the project's own text, each a function from sources to findings.

pub(crate) mod arrows;
pub(crate) mod links;
pub(crate) mod paths;
