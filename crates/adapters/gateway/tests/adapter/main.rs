//! The gateway adapter against the gateway of the local network, honest and not, and against strangers.

mod local;
mod rig;
mod spoiled;
mod strangers;
mod wire;
