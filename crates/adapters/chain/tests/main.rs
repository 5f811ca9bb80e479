//! The adapter against metadata files, the local network and endpoints that fail.

mod encoding;
mod fail_over;
mod metadata;
mod network;
mod port;
mod proxy;
mod storage_keys;
