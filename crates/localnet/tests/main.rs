//! The local network, seen from outside.

mod network;
mod node_http;
