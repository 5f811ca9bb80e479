//! Where the person's data is.

use std::{
    env,
    path::{Path, PathBuf},
};

use pileus_domain::Problem;

use crate::problem;

/// The folder that was named, or the one that the system's customs say.
///
/// # Source
/// XDG Base Directory Specification.
pub(crate) fn data_folder(named: Option<&Path>) -> Result<PathBuf, Problem> {
    if let Some(named) = named {
        return std::path::absolute(named).map_err(|e| problem::of_file(named, "used", &e));
    }
    by_custom(env::var_os("XDG_DATA_HOME").map(PathBuf::from), env::var_os("HOME").map(PathBuf::from))
}

/// A relative path in `XDG_DATA_HOME` counts as none.
fn by_custom(xdg: Option<PathBuf>, home: Option<PathBuf>) -> Result<PathBuf, Problem> {
    let xdg = xdg.filter(|path| path.is_absolute());
    let home = home.filter(|path| path.is_absolute()).map(|home| home.join(".local").join("share"));
    xdg.or(home).map(|folder| folder.join("pileus")).ok_or_else(problem::no_data_folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_customs_of_the_system_are_kept() {
        let path = |text: &str| Some(PathBuf::from(text));
        assert_eq!(by_custom(path("/data"), path("/home/a")).unwrap(), Path::new("/data/pileus"));
        assert_eq!(by_custom(path("data"), path("/home/a")).unwrap(), Path::new("/home/a/.local/share/pileus"));
        assert_eq!(by_custom(None, path("/home/a")).unwrap(), Path::new("/home/a/.local/share/pileus"));
        assert_eq!(by_custom(None, None).unwrap_err().code, "data_folder_unknown");
    }
}
