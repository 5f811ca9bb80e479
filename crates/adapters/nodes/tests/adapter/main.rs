//! Storage nodes over real sockets: those of the local network, and hostile ones.

mod hostile;
mod local;
mod server;
