//! What can keep the windows from opening.

/// Why the desktop program could not run.
#[derive(Debug, thiserror::Error)]
pub enum ShellError {
    /// Neither X11 nor Wayland was announced to the program.
    #[error(
        "there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set); \
         the command line does the same work: pileus --help"
    )]
    NoDisplay,

    /// The program could not start itself again with the environment that it needs.
    #[error("could not start again with the environment that it needs: {0}")]
    Restart(#[source] std::io::Error),

    /// The threads that the program works on could not be started.
    #[error("could not start the threads of the program: {0}")]
    Runtime(#[source] std::io::Error),

    /// No port of the loopback could be taken for sound and film.
    #[error("could not listen on the loopback for sound and film: {0}")]
    Media(#[source] std::io::Error),

    /// The window system or the web view refused.
    #[error("could not open the window: {0}")]
    Window(#[source] tauri::Error),
}
