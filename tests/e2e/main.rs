//! Stories end to end: real adapters against the local network, over real sockets, with real files.
//!
//! Each story has a network and folders of its own. Some play a part in a process of their own, so that it can be
//! killed (`support::child`).

mod account_files;
mod capsule;
mod checks;
mod command_line;
mod deletion;
mod disk;
mod fees;
mod gateways;
mod interop;
mod keys;
mod kits;
mod ledger;
mod money;
mod network_away;
mod nodes;
mod receipts;
mod restart;
mod round_trip;
mod source;
mod strangers;
mod support;
mod territory;
mod together;
