//! Every problem that a transfer can meet, each with a code, a sentence and a remedy.
//!
//! Duty: the one place where errors of ports and codec become words for a person.
//!
//! Invariants: a code never changes its meaning; a sentence says whether the data is safe; no secret is in one.

mod chain;
mod file;
mod gateway;
mod network;
mod order;
mod store;

pub(crate) use chain::order_gave_up;
pub use chain::{of_chain, of_dispatch};
pub(crate) use file::{
    capsule_wrong, is_change_of_source, of_cipher, of_piece, of_seal, source_changed, source_is_device,
    source_is_folder, source_shrunk, source_unreadable, target_exists, target_failed,
};
pub use file::{
    file_passphrase_wrong, name_not_text, of_encode, of_open, passphrase_needed, plain_file_is_empty, reading_broke,
};
pub(crate) use gateway::{
    Cheat, gateway_cheated, gateway_fid_rule, gateway_last_segment, gateway_not_authorised, gateway_repeats,
};
pub use gateway::{gateway_disagrees, gateway_without_address, of_gateway};
pub use network::of_node;
pub(crate) use network::{fragments_missing, segment_inconsistent, too_few_nodes};
pub(crate) use order::{
    content_differs, fid_mismatch, file_not_active, file_unknown, order_by_other, order_dropped, order_overwritten,
    same_content_other_size, still_uploading, too_many_segments,
};
pub use order::{territory_missing, territory_problem};
pub(crate) use store::{no_job, wrong_kind};
pub use store::{of_journal, of_keystore, stopped};
