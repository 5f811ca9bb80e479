//! Secrets: from a file, from standard input, or from a prompt. Never from an argument.

use std::{
    fs::File,
    io::{BufReader, Read},
    path::Path,
};

use pileus_domain::Problem;
use pileus_ports::SecretText;
use zeroize::Zeroizing;

use crate::{io::Prompt, problem, shell::Shell};

/// The name that stands for standard input.
const STANDARD_INPUT: &str = "-";
/// Longest file that holds a secret.
///
/// # Units
/// bytes.
const FILE_LIMIT: u64 = 64 * 1024;

/// A secret that exists already: from the file if one is named, else asked for.
pub(crate) fn given(shell: &mut Shell, file: Option<&Path>, what: &str, option: &str) -> Result<SecretText, Problem> {
    match file {
        Some(file) => of_file(shell, file, what, option),
        None => shell.prompt.secret(what)?.ok_or_else(|| problem::passphrase_missing(what, option)),
    }
}

/// A new secret: from the file if one is named, else asked for, on a terminal twice.
pub(crate) fn chosen(shell: &mut Shell, file: Option<&Path>, what: &str, option: &str) -> Result<SecretText, Problem> {
    let first = given(shell, file, what, option)?;
    if file.is_none() && shell.prompt.can_ask {
        let second = shell.prompt.secret(&format!("{what}, again"))?;
        if second.is_none_or(|second| second.expose() != first.expose()) {
            return Err(problem::passphrases_differ());
        }
    }
    Ok(first)
}

/// Does this name stand for standard input?
pub(crate) fn is_standard_input(file: &Path) -> bool {
    file == Path::new(STANDARD_INPUT)
}

/// The secrets in a file, one a line; empty lines are passed over.
pub(crate) fn lines(file: &Path, most: usize, what: &str, option: &str) -> Result<Vec<SecretText>, Problem> {
    let bytes = whole_file(file)?;
    let text = std::str::from_utf8(&bytes).map_err(|e| problem::of_file(file, "read", &std::io::Error::other(e)))?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let secrets: Vec<_> = lines.take(most).map(|line| SecretText::new(line.to_owned())).collect();
    if secrets.is_empty() { Err(problem::passphrase_missing(what, option)) } else { Ok(secrets) }
}

/// A whole file that may hold a secret; one that is too long comes cut, and one byte longer than allowed.
pub(crate) fn whole_file(path: &Path) -> Result<Zeroizing<Vec<u8>>, Problem> {
    let capacity = usize::try_from(FILE_LIMIT).unwrap_or(usize::MAX).saturating_add(1);
    let mut bytes = Zeroizing::new(Vec::with_capacity(capacity));
    let opened = File::open(path).and_then(|file| file.take(FILE_LIMIT + 1).read_to_end(&mut bytes));
    opened.map(|_| bytes).map_err(|e| problem::of_file(path, "read", &e))
}

/// A secret from a named file, or none when no file is named.
pub(crate) fn from_option(
    shell: &mut Shell,
    file: Option<&Path>,
    what: &str,
    option: &str,
) -> Result<Option<SecretText>, Problem> {
    file.map(|file| of_file(shell, file, what, option)).transpose()
}

fn of_file(shell: &mut Shell, file: &Path, what: &str, option: &str) -> Result<SecretText, Problem> {
    let missing = || problem::passphrase_missing(what, option);
    if is_standard_input(file) {
        let line = shell.prompt.line()?.filter(|line| !line.is_empty());
        return line.map(SecretText::new).ok_or_else(missing);
    }
    let opened = File::open(file).map_err(|e| problem::of_file(file, "read", &e))?;
    let input = Box::new(BufReader::new(opened.take(FILE_LIMIT)));
    let line = Prompt { input, can_ask: false }.secret(what)?;
    line.ok_or_else(missing)
}
