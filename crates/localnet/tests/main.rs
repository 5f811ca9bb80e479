//! The local network, seen from outside.

mod gateway_http;
mod network;
mod node_http;
