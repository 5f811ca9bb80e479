//! How far the program is.

use serde::Serialize;
use specta::Type;

use super::{NetworkBar, Problem};

/// How far the program is with opening its data and its network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Phase {
    /// No network was chosen yet.
    Fresh,
    /// The network is being opened.
    Starting,
    /// A network is open, but account or space is missing before files can be stored.
    Setup,
    /// Files can be stored.
    Ready,
    /// The network could not be opened.
    Failed,
}

/// What a window needs to know first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ShellState {
    /// How far the program is.
    pub phase: Phase,
    /// Why it failed.
    pub problem: Option<Problem>,
    /// The network, once it is open.
    pub network: Option<NetworkBar>,
    /// Sentences about what was made for the first use.
    pub made: Vec<String>,
}

impl ShellState {
    /// A phase without anything to tell.
    pub fn of(phase: Phase) -> Self {
        Self { phase, problem: None, network: None, made: Vec::new() }
    }
}
