//! The one place where adapters are named: a data folder and a network become services.

mod home;
mod local;
mod session;

pub(crate) use home::Home;
pub(crate) use local::{describe, folder_of};
pub(crate) use session::Session;
