//! The codec as its users meet it: golden data, every loss, every boundary.

mod common;
mod fragments;
mod legacy;
mod losses;
mod plain_vectors;
mod sealed_broken;
mod sealed_good;
mod sealed_properties;
