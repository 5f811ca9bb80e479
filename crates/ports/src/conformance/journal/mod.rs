//! What every journal must do.

mod catalogue;
mod jobs;
mod samples;
mod transfers;

use crate::Journal;

/// Run the whole suite; `empty` gives a journal without anything in it, a new one each time.
///
/// # Panics
/// When a promise of the port is broken.
pub async fn run<J: Journal>(mut empty: impl FnMut() -> J) {
    jobs::a_job_reads_back_as_it_was_written(&empty()).await;
    jobs::jobs_come_newest_first(&empty()).await;
    jobs::jobs_of_a_file_come_newest_first(&empty()).await;
    jobs::a_file_has_one_live_upload(&empty()).await;
    jobs::another_chain_or_a_download_is_no_duplicate(&empty()).await;
    jobs::an_update_cannot_make_a_duplicate(&empty()).await;
    jobs::nothing_hangs_on_an_unknown_job(&empty()).await;
    jobs::a_removed_job_takes_everything_along(&empty()).await;
    jobs::a_job_is_claimed_once(&empty()).await;

    transfers::plan_and_header_read_back(&empty()).await;
    transfers::a_new_plan_forgets_placements_and_keeps_the_header(&empty()).await;
    transfers::a_cleared_plan_is_gone_with_its_header(&empty()).await;
    transfers::a_transaction_keeps_its_bytes_while_its_state_changes(&empty()).await;
    transfers::transactions_of_a_job_come_oldest_first(&empty()).await;
    transfers::an_unknown_transaction_has_no_state(&empty()).await;
    transfers::the_last_node_of_an_address_wins(&empty()).await;
    transfers::a_lost_column_is_forgotten_alone(&empty()).await;
    transfers::events_are_numbered_over_all_jobs(&empty()).await;

    catalogue::buckets_read_back_by_owner(&empty()).await;
    catalogue::a_territory_has_one_bucket_of_a_name(&empty()).await;
    catalogue::a_bucket_keeps_its_number_when_it_changes(&empty()).await;
    catalogue::only_an_empty_bucket_can_go(&empty()).await;
    catalogue::an_unknown_bucket_is_named(&empty()).await;
    catalogue::several_files_are_kept_together_or_not_at_all(&empty()).await;
    catalogue::files_come_newest_first_and_replace_themselves(&empty()).await;
    catalogue::pages_are_the_list_in_pieces(&empty()).await;
    catalogue::a_bucket_is_summed_for_its_owner(&empty()).await;
    catalogue::one_file_is_found_by_its_owner(&empty()).await;
    catalogue::keys_are_counted_over_all_accounts_and_chains(&empty()).await;
    catalogue::every_change_is_a_new_revision(&empty()).await;
    catalogue::a_forgotten_file_is_gone_for_its_owner_alone(&empty()).await;
    catalogue::settings_are_kept_and_replaced(&empty()).await;
}
