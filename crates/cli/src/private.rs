//! Files that only their owner may read.

use std::{
    fs::{File, OpenOptions},
    path::Path,
};

use pileus_domain::Problem;

use crate::problem;

/// Make a file for a secret, where there is none yet. On Windows the rights of its folder decide who may read it.
pub(crate) fn new_file(path: &Path) -> Result<File, Problem> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|e| problem::of_file(path, "made", &e))
}
