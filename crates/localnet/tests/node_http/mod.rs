//! A storage node over HTTP: every row of the node API as it is on the wire, the reports to the
//! chain, and the faults.

mod faults;
mod get;
mod ledger;
mod life;
mod put;
mod report;
mod rig;
mod status;
