//! The local network, seen from outside.

mod cd2n_http;
mod gateway_http;
mod network;
mod node_http;
