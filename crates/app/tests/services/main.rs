//! Services over the fakes of the ports: a network of sixteen nodes in memory, with a block every few milliseconds.

mod bulk;
mod catalogue;
mod checks;
mod data_keys;
mod feed;
mod gateways;
mod keys;
mod kits;
mod pause;
mod previews;
mod receipts;
mod resealing;
mod routes;
mod setup;
mod space;
mod status;
mod territories;
mod trade;
mod transfers;
mod wishes;
mod world;
