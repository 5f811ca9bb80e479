//! Programs that are run: said, started, waited for.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, ExitCode, ExitStatus, Stdio};

use crate::error::TaskError;

/// How the names of variables begin by which cargo describes the package that it runs.
const ABOUT_THIS_PACKAGE: [&str; 4] = ["CARGO_MANIFEST_", "CARGO_PKG_", "CARGO_BIN_NAME", "CARGO_CRATE_NAME"];

/// Cargo as it started this program, so that the same toolchain is used.
pub(crate) fn cargo(folder: &Path) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    in_folder(program, folder)
}

/// A program that works in `folder`.
///
/// It does not see what cargo told this program about its own package: build scripts that look at
/// those variables would run again and again.
pub(crate) fn in_folder(program: impl AsRef<OsStr>, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder);
    for (name, _) in std::env::vars_os() {
        if ABOUT_THIS_PACKAGE.iter().any(|start| name.to_string_lossy().starts_with(start)) {
            command.env_remove(name);
        }
    }
    command
}

/// Say the command, run it and wait for its success.
///
/// # Errors
/// [`TaskError::Start`] and [`TaskError::Failed`].
pub(crate) fn run(command: &mut Command) -> Result<(), TaskError> {
    eprintln!("$ {}", spelled(command));
    let status = command.stdin(Stdio::null()).status().map_err(not_started(command))?;
    require_success(command, status)
}

/// Run the command without showing what it prints; give its standard output.
///
/// # Errors
/// [`TaskError::Start`], [`TaskError::Failed`], and [`TaskError::Output`] when it is not text.
pub(crate) fn output(command: &mut Command) -> Result<String, TaskError> {
    let command = command.stdin(Stdio::null()).stderr(Stdio::inherit());
    let output = command.output().map_err(not_started(command))?;
    require_success(command, output.status)?;
    String::from_utf8(output.stdout)
        .map_err(|error| TaskError::Output { program: program_of(command), problem: error.to_string() })
}

/// Become the command: its signals, its terminal and its exit code are those of this process.
///
/// # Errors
/// [`TaskError::Start`].
#[cfg(unix)]
pub(crate) fn become_program(command: &mut Command) -> Result<ExitCode, TaskError> {
    use std::os::unix::process::CommandExt;

    let source = command.exec();
    Err(not_started(command)(source))
}

/// Run the command in the foreground and pass its exit code on.
///
/// # Errors
/// [`TaskError::Start`].
#[cfg(not(unix))]
pub(crate) fn become_program(command: &mut Command) -> Result<ExitCode, TaskError> {
    let status = command.status().map_err(not_started(command))?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

/// Whether a program of this name is on the search path.
pub(crate) fn is_installed(program: &str) -> bool {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&folders).any(|folder| folder.join(program).is_file())
}

/// Turn a failure to start into an error that names the program.
pub(crate) fn not_started(command: &Command) -> impl FnOnce(std::io::Error) -> TaskError + use<> {
    let program = program_of(command);
    move |source| TaskError::Start { program, source }
}

/// Turn an unsuccessful end into an error.
///
/// # Errors
/// [`TaskError::Failed`] unless the program ended with success.
pub(crate) fn require_success(command: &Command, status: ExitStatus) -> Result<(), TaskError> {
    if status.success() {
        return Ok(());
    }
    Err(TaskError::Failed { command: spelled(command), outcome: status.to_string() })
}

/// The command as a person would type it; cargo without its folder.
pub(crate) fn spelled(command: &Command) -> String {
    let mut words = vec![program_of(command)];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}

fn program_of(command: &Command) -> String {
    let path = Path::new(command.get_program());
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
