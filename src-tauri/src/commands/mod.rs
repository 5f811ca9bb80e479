//! What pages may ask for: request in, service call, answer out.
//!
//! Absent on purpose: any decision. A refusal comes from a service, or from what a service is made of.

pub(crate) mod desktop;
pub(crate) mod shell;
pub(crate) mod transfers;
