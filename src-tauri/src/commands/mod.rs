//! What pages may ask for: request in, service call, answer out.
//!
//! Absent on purpose: any decision. A refusal comes from a service, or from what a service is made of.

#[cfg(test)]
mod access;
pub(crate) mod calls;
pub(crate) mod catalogue;
pub(crate) mod data_keys;
pub(crate) mod desktop;
pub(crate) mod gateways;
#[cfg(test)]
mod held;
pub(crate) mod keys;
pub(crate) mod kits;
pub(crate) mod links;
pub(crate) mod lookup;
pub(crate) mod networks;
pub(crate) mod previews;
pub(crate) mod receipts;
pub(crate) mod settings;
pub(crate) mod shell;
pub(crate) mod space;
pub(crate) mod transfers;
pub(crate) mod windows;
