//! Where the person's data is: the same place as for the command line.

use std::{env, path::PathBuf};

use pileus_domain::Problem;

use crate::problem;

/// Names another folder.
const VARIABLE: &str = "PILEUS_DATA_DIR";

/// The folder that the environment names, or the one that the system's customs say.
///
/// # Errors
/// `data_folder_unknown`.
/// # Source
/// XDG Base Directory Specification.
pub(crate) fn data_folder() -> Result<PathBuf, Problem> {
    let named = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    choose(named(VARIABLE), named("XDG_DATA_HOME"), named("HOME"))
}

/// A relative path in `XDG_DATA_HOME` counts as none.
fn choose(named: Option<PathBuf>, xdg: Option<PathBuf>, home: Option<PathBuf>) -> Result<PathBuf, Problem> {
    if let Some(named) = named {
        return std::path::absolute(named).map_err(|_| problem::no_data_folder());
    }
    let xdg = xdg.filter(|path| path.is_absolute());
    let home = home.filter(|path| path.is_absolute()).map(|home| home.join(".local").join("share"));
    xdg.or(home).map(|folder| folder.join("pileus")).ok_or_else(problem::no_data_folder)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn the_data_is_where_the_command_line_has_it() {
        let path = |text: &str| Some(PathBuf::from(text));
        assert_eq!(choose(path("/mine"), path("/data"), path("/home/a")).unwrap(), Path::new("/mine"));
        assert_eq!(choose(None, path("/data"), path("/home/a")).unwrap(), Path::new("/data/pileus"));
        assert_eq!(choose(None, path("data"), path("/home/a")).unwrap(), Path::new("/home/a/.local/share/pileus"));
        assert_eq!(choose(None, None, None).unwrap_err().code, "data_folder_unknown");
    }
}
