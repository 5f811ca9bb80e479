//! The commands as the pages call them, and the TypeScript that is generated from them.

use tauri_specta::{Builder, ErrorHandlingMode, collect_commands, collect_events};

use crate::{
    commands::{
        calls, catalogue, data_keys, desktop, gateways, keys, kits, links, lookup, networks, previews, receipts,
        settings, shell, space, transfers, windows,
    },
    events::{KeysChanged, KeysLocked, ShellChanged},
    link::LinkOpened,
};

/// All commands, with their types.
#[expect(clippy::too_many_lines, reason = "a line for each command")]
pub(crate) fn builder() -> Builder<tauri::Wry> {
    // A type has the same shape on its way in and out.
    let builder = Builder::new().error_handling(ErrorHandlingMode::Throw).disable_serde_phases();
    let builder = builder.events(collect_events![KeysChanged, KeysLocked, LinkOpened, ShellChanged]);
    builder.commands(collect_commands![
        shell::shell_state,
        shell::try_local,
        shell::follow,
        shell::quit_question,
        calls::stop_command,
        transfers::look_at,
        transfers::upload,
        transfers::download,
        transfers::pause,
        transfers::resume,
        transfers::cancel,
        transfers::cancel_consequence,
        transfers::forget,
        transfers::job_board,
        receipts::receipt,
        receipts::save_receipt,
        receipts::read_receipt,
        previews::open_preview,
        previews::close_preview,
        keys::keys,
        keys::create_account,
        keys::import_account,
        keys::import_account_file,
        keys::export_account,
        keys::make_default,
        keys::rename_account,
        keys::remove_account,
        data_keys::create_data_key,
        data_keys::derive_data_key,
        data_keys::import_data_key,
        data_keys::reveal_data_key,
        data_keys::rename_data_key,
        data_keys::resealing,
        data_keys::rotate_data_key,
        data_keys::remove_data_key,
        keys::lock_question,
        keys::lock_keys,
        keys::unlock_keys,
        keys::set_keys_passphrase,
        keys::move_keys_to_keyring,
        keys::set_auto_lock,
        keys::person_active,
        keys::copy_secret,
        kits::kit_state,
        kits::make_kit,
        kits::judge_kit_words,
        kits::look_at_kit,
        kits::check_kit,
        kits::drill_kit,
        kits::restore_kit,
        kits::stop_kit,
        space::space,
        space::quote_space,
        space::sign_space,
        gateways::gateways,
        gateways::idle_gateways,
        gateways::gateway_link,
        gateways::advise_route,
        gateways::quote_gateway,
        networks::networks,
        networks::add_network,
        networks::remove_network,
        networks::use_network,
        networks::give_up_opening,
        networks::finish_setup,
        catalogue::follow_catalogue,
        catalogue::file_details,
        catalogue::restore_drill,
        catalogue::verify_file,
        catalogue::stop_check,
        catalogue::check_local_file,
        catalogue::create_bucket,
        catalogue::rename_bucket,
        catalogue::delete_bucket,
        catalogue::removal_question,
        catalogue::remove_files,
        catalogue::move_question,
        catalogue::move_files,
        catalogue::stop_bulk,
        catalogue::download_files,
        windows::open_window,
        desktop::reveal,
        desktop::choose_files,
        desktop::choose_folder,
        desktop::choose_target,
        desktop::choose_download_folder,
        desktop::choose_account_file,
        desktop::choose_kit_file,
        desktop::choose_kit_folder,
        desktop::announce,
        links::pending_link,
        lookup::look_up,
        lookup::stop_look_up,
        settings::program_settings,
        settings::set_program_settings,
        settings::diagnostics,
        settings::save_diagnostics,
        settings::name_tray,
    ])
}

#[cfg(test)]
mod tests {
    use std::{env, fs, path::Path};

    use specta_typescript::Typescript;

    use super::*;

    /// Set to write the file anew.
    const UPDATE: &str = "UPDATE_BINDINGS";

    #[test]
    fn the_pages_have_the_types_of_this_program() {
        let fresh = tempfile::tempdir().unwrap();
        let fresh = fresh.path().join("index.ts");
        let header = "// Generated from the program's commands; written anew by its test with UPDATE_BINDINGS=1.\n";
        builder().export(Typescript::default().header(header), &fresh).unwrap();
        let wanted = fs::read_to_string(fresh).unwrap();
        let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/src/lib/bindings/index.ts");
        if env::var_os(UPDATE).is_some() {
            fs::create_dir_all(kept.parent().unwrap()).unwrap();
            fs::write(&kept, &wanted).unwrap();
        }
        let kept = fs::read_to_string(kept).unwrap_or_default();
        assert!(kept == wanted, "the bindings are stale: run this test with {UPDATE}=1");
    }
}
