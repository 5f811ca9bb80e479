//! The environment that the program needs from its first moment.
//!
//! Duty: look whether it is there, and if not start the program again with it.
//! Invariants: what the person has set is never overridden; the processes of the web view, which inherit the
//! environment, do not get what the program alone needs.
//!
//! Deliberately absent: changes to the environment once there is a second thread. It may read it meanwhile.

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
    (PLAIN_HEAP, OURS),
];
/// While it is there, WebKit takes its memory from the C library. Its libraries look before `main` begins, once.
#[cfg(target_os = "linux")]
const PLAIN_HEAP: &str = "Malloc";
/// Any value will do; by this one the program knows that it was not the person.
#[cfg(target_os = "linux")]
const OURS: &str = "pileus";
/// The threads of this process, one entry each.
#[cfg(target_os = "linux")]
const THREADS: &str = "/proc/self/task";

/// Go on in the environment that the program needs, if need be by starting it again. To be called before anything that
/// makes a thread.
///
/// # Errors
/// [`ShellError::Restart`] when the program cannot be started again.
#[cfg(target_os = "linux")]
pub(crate) fn settle() -> Result<(), ShellError> {
    use std::os::unix::process::CommandExt;

    let missing: Vec<_> = WANTED.into_iter().filter(|(name, _)| std::env::var_os(name).is_none()).collect();
    if missing.is_empty() {
        keep_from_others();
        return Ok(());
    }
    let program = std::env::current_exe().map_err(ShellError::Restart)?;
    let refusal = std::process::Command::new(program).args(std::env::args_os().skip(1)).envs(missing).exec();
    Err(ShellError::Restart(refusal))
}

/// Web processes keep the hardened heaps of WebKit: secrets are in one of them only, which ends with its window.
#[cfg(target_os = "linux")]
fn keep_from_others() {
    let is_ours = std::env::var_os(PLAIN_HEAP).is_some_and(|value| value == OURS);
    let is_alone = std::fs::read_dir(THREADS).is_ok_and(|threads| threads.count() == 1);
    if is_ours && is_alone {
        glib::unsetenv(PLAIN_HEAP);
    }
}

/// Other systems bring web views of their own.
#[cfg(not(target_os = "linux"))]
#[allow(clippy::unnecessary_wraps)] // the same shape as on Linux
pub(crate) fn settle() -> Result<(), ShellError> {
    Ok(())
}
