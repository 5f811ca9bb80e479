//! The chain of the local network, held to the real one.
//!
//! Each case is one claim about how CESS behaves; nothing here talks to a network.

mod support;

mod allocation;
mod authority;
mod call_vectors;
mod consignment;
mod deletion;
mod delivery;
mod first_state;
mod interface;
mod leaps;
mod nodes;
mod pay_orders;
mod reports;
mod restoral;
mod storage_keys;
mod tags;
mod terms;
mod territories;
mod transactions;
mod uploads;
