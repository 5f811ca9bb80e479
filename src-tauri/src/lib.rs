//! The desktop shell: opens the windows of Pileus.
//!
//! Duty: prepare the environment of the web view, wire adapters into services, run the window
//! program that `tauri.conf.json` describes, and tell its windows what happens. Invariants: a
//! window may ask for nothing but what the capability of its label grants; all work runs beside
//! the window's thread.
//!
//! Deliberately absent: any rule about files or chains. Those are in the services, which the
//! command line drives as well.

mod app;
mod bindings;
mod clipboard;
mod commands;
mod environment;
mod error;
mod events;
mod graphics;
mod link;
mod preview;
mod problem;
mod program;
mod session;
mod stream;
mod tray;
mod windows;

use std::alloc::System;

use zeroizing_alloc::ZeroAlloc;

pub use error::ShellError;

/// Memory is overwritten when it is given back: copies of secrets that a library made end with their use.
#[global_allocator]
static MEMORY: ZeroAlloc<System> = ZeroAlloc(System);

/// Open the windows and stay until the last one is closed.
///
/// # Errors
/// [`ShellError::NoDisplay`] on a system without a screen; [`ShellError::Restart`],
/// [`ShellError::Runtime`], [`ShellError::Media`] and [`ShellError::Window`] when the system refuses what a window needs.
pub fn run() -> Result<(), ShellError> {
    graphics::require_display()?;
    environment::settle()?;
    app::run(program::Program::start()?)
}
