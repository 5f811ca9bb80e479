//! Which window may ask for what, as it was compiled into the program.

use tauri::{Context, Wry, ipc::Origin};

/// A window of each kind, by its label.
const WINDOWS: [&str; 5] = ["main", "buckets-1", "keys", "space", "settings"];

/// What takes secrets in, gives them out, or decides about them.
const KEYS_ALONE: [&str; 33] = [
    "keys",
    "create_account",
    "import_account",
    "choose_account_file",
    "import_account_file",
    "export_account",
    "make_default",
    "rename_account",
    "remove_account",
    "create_data_key",
    "derive_data_key",
    "import_data_key",
    "reveal_data_key",
    "rename_data_key",
    "resealing",
    "rotate_data_key",
    "remove_data_key",
    "lock_question",
    "lock_keys",
    "unlock_keys",
    "set_keys_passphrase",
    "move_keys_to_keyring",
    "set_auto_lock",
    "copy_secret",
    "choose_kit_folder",
    "choose_kit_file",
    "make_kit",
    "judge_kit_words",
    "look_at_kit",
    "check_kit",
    "drill_kit",
    "restore_kit",
    "stop_kit",
];

/// The pages' own types, generated from the commands that there are.
pub(super) const BINDINGS: &str = include_str!("../../../ui/src/lib/bindings/index.ts");
/// What stands before the name of a command there.
pub(super) const CALL: &str = "__TAURI_INVOKE<";

fn commands() -> Vec<&'static str> {
    let calls = BINDINGS.split(CALL).skip(1);
    calls.filter_map(|call| call.split_once("(\"")?.1.split('"').next()).collect()
}

/// The windows that may ask for a command.
fn askers(context: &mut Context<Wry>, command: &str) -> Vec<&'static str> {
    let authority = context.runtime_authority_mut();
    let may = |label: &&str| authority.resolve_access(command, label, label, &Origin::Local).is_some();
    WINDOWS.into_iter().filter(may).collect()
}

#[test]
fn nothing_about_secrets_is_granted_to_any_window_but_that_of_the_keys() {
    let mut context = tauri::generate_context!();
    for command in KEYS_ALONE {
        assert_eq!(askers(&mut context, command), ["keys"], "{command}");
    }
    assert_eq!(askers(&mut context, "shell_state"), ["main", "buckets-1", "settings"], "others are granted more");
}

#[test]
fn whatever_only_the_keys_window_may_ask_is_about_secrets() {
    let mut context = tauri::generate_context!();
    let alone: Vec<_> = commands().into_iter().filter(|command| askers(&mut context, command) == ["keys"]).collect();
    let (mut alone, mut named) = (alone, KEYS_ALONE.to_vec());
    alone.sort_unstable();
    named.sort_unstable();
    assert_eq!(alone, named);
}

#[test]
fn only_the_space_window_may_ask_to_let_a_gateway_act_for_the_account() {
    let mut context = tauri::generate_context!();
    assert_eq!(askers(&mut context, "quote_gateway"), ["space"]);
}

#[test]
fn every_command_has_a_window_that_may_ask_it() {
    let mut context = tauri::generate_context!();
    assert!(commands().len() > KEYS_ALONE.len());
    let nobody: Vec<_> = commands().into_iter().filter(|command| askers(&mut context, command).is_empty()).collect();
    assert!(nobody.is_empty(), "{nobody:?}");
}

#[test]
fn a_page_from_elsewhere_is_granted_nothing() {
    let mut context: Context<Wry> = tauri::generate_context!();
    let authority = context.runtime_authority_mut();
    let elsewhere = Origin::Remote { url: "https://example.org/".parse().unwrap() };
    let granted = |command: &&str| authority.resolve_access(command, "keys", "keys", &elsewhere).is_some();
    assert_eq!(commands().into_iter().filter(granted).count(), 0);
}
