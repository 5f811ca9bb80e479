//! The environment that the program needs from its first moment.
//!
//! Duty: look whether it is there, and if not start the program again with it.
//! Invariant: what the person has set is never overridden.
//!
//! Deliberately absent: changes to the environment of the running process. Other threads may read
//! it meanwhile, and some libraries read theirs before the program begins.

use crate::ShellError;

/// Variables that are set unless the person has decided about them.
///
/// With several graphics drivers WebKitGTK's DMA-BUF renderer leaves the window blank: it is turned off.
///
/// The other two let memory be overwritten when it is given back. What a page is told or tells goes through buffers of the
/// web view's libraries, and the words of a new account and passphrases are among it: the C library overwrites what it
/// takes back, keeps nothing in caches that it does not overwrite, and WebKit takes its memory from there.
///
/// # Source
/// mallopt(3): `M_PERTURB`; the tunables of glibc; `Malloc` in the `Environment.cpp` of WebKit's bmalloc.
#[cfg(target_os = "linux")]
const WANTED: [(&str, &str); 3] = [
    ("WEBKIT_DISABLE_DMABUF_RENDERER", "1"),
    ("GLIBC_TUNABLES", "glibc.malloc.perturb=165:glibc.malloc.tcache_count=0"),
    ("Malloc", "1"),
];

/// Go on in the environment that the program needs, if need be by starting it again.
///
/// # Errors
/// [`ShellError::Restart`] when the program cannot be started again.
#[cfg(target_os = "linux")]
pub(crate) fn settle() -> Result<(), ShellError> {
    use std::os::unix::process::CommandExt;

    let missing: Vec<_> = WANTED.into_iter().filter(|(name, _)| std::env::var_os(name).is_none()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let program = std::env::current_exe().map_err(ShellError::Restart)?;
    let refusal = std::process::Command::new(program).args(std::env::args_os().skip(1)).envs(missing).exec();
    Err(ShellError::Restart(refusal))
}

/// Other systems bring web views of their own.
#[cfg(not(target_os = "linux"))]
#[allow(clippy::unnecessary_wraps)] // the same shape as on Linux
pub(crate) fn settle() -> Result<(), ShellError> {
    Ok(())
}
