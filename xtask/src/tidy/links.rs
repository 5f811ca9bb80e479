//! Links in documents that lead to nothing.
//!
//! Deliberately absent: links to other sites. Whether those answer is not the clone's business.

mod markdown;

use std::path::{Path, PathBuf};

use markdown::{anchors, targets};

use crate::error::TaskError;
use crate::workspace::Workspace;

/// Find the links of all Markdown documents that lead to no file or no heading.
///
/// # Errors
/// [`TaskError::File`] when a document cannot be read.
pub(crate) fn check(workspace: &Workspace) -> Result<Vec<String>, TaskError> {
    let mut findings = Vec::new();
    for document in workspace.sources()?.into_iter().filter(|path| is_document(path)) {
        let text = std::fs::read_to_string(&document).map_err(TaskError::file(&document))?;
        for target in targets(&text) {
            if let Some(problem) = problem_of(&document, &text, &target) {
                let document = workspace.relative(&document).display();
                findings.push(format!("{document}: {target}: {problem}"));
            }
        }
    }
    Ok(findings)
}

fn is_document(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "md")
}

/// Why a link in `document` leads to nothing, if so.
fn problem_of(document: &Path, text: &str, target: &str) -> Option<&'static str> {
    if target.contains("://") || target.starts_with("mailto:") {
        return None;
    }
    let (path, anchor) = target.split_once('#').map_or((target, None), |(a, b)| (a, Some(b)));
    if path.starts_with('/') {
        return Some("not relative");
    }
    let file = file_of(document, path);
    if !file.exists() {
        return Some("no such file");
    }
    let anchor = anchor.filter(|_| is_document(&file))?;
    let text = if path.is_empty() { text.to_owned() } else { std::fs::read_to_string(file).ok()? };
    (!anchors(&text).contains(anchor)).then_some("no such heading")
}

fn file_of(document: &Path, path: &str) -> PathBuf {
    if path.is_empty() {
        return document.to_owned();
    }
    document.parent().unwrap_or(document).join(path)
}
