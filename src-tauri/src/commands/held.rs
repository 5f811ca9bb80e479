//! Holds every command to the rule of the window: what may take longer than 50 ms can be stopped.
//!
//! A command with a number can be stopped by it. Whoever adds one without names it here, where it belongs.

use super::access::{BINDINGS, CALL};

/// What a command does that needs no number.
enum Without {
    /// It reads or writes memory, the desktop, or a few rows of the journal; nothing else is waited for.
    Quick,
    /// It has a stop of its own, since what it did until then is told.
    StoppedBy(&'static str),
    /// The person answers in the system's own dialog, and closes that.
    Chooser,
}

use Without::{Chooser, Quick, StoppedBy};

const WITHOUT: [(&str, Without); 51] = [
    ("shell_state", Quick),
    ("try_local", StoppedBy("give_up_opening")),
    ("follow", Quick),
    ("quit_question", Quick),
    ("download", Quick),
    ("pause", Quick),
    ("resume", Quick),
    ("cancel", Quick),
    ("forget", Quick),
    ("close_preview", Quick),
    ("lock_question", Quick),
    // The keys are locked at once; nobody may stop that.
    ("lock_keys", Quick),
    ("set_auto_lock", Quick),
    ("person_active", Quick),
    ("copy_secret", Quick),
    ("judge_kit_words", Quick),
    ("drill_kit", StoppedBy("stop_kit")),
    ("restore_kit", StoppedBy("stop_kit")),
    ("stop_kit", Quick),
    ("networks", Quick),
    ("add_network", Quick),
    ("remove_network", Quick),
    ("use_network", StoppedBy("give_up_opening")),
    ("give_up_opening", Quick),
    // Its rows come over the channel, until the window is gone.
    ("follow_catalogue", Quick),
    ("restore_drill", StoppedBy("stop_check")),
    ("verify_file", StoppedBy("stop_check")),
    ("check_local_file", StoppedBy("stop_check")),
    ("stop_check", Quick),
    ("create_bucket", Quick),
    ("rename_bucket", Quick),
    ("delete_bucket", Quick),
    ("remove_files", StoppedBy("stop_bulk")),
    ("move_files", StoppedBy("stop_bulk")),
    ("stop_bulk", Quick),
    ("open_window", Quick),
    ("choose_files", Chooser),
    ("choose_folder", Chooser),
    ("choose_target", Chooser),
    ("choose_download_folder", Chooser),
    ("choose_account_file", Chooser),
    ("choose_kit_file", Chooser),
    ("choose_kit_folder", Chooser),
    ("announce", Quick),
    ("pending_link", Quick),
    ("look_up", StoppedBy("stop_look_up")),
    ("stop_look_up", Quick),
    ("program_settings", Quick),
    ("set_program_settings", Quick),
    ("save_diagnostics", Quick),
    ("name_tray", Quick),
];

/// The sources of all commands.
const SOURCES: [&str; 17] = [
    include_str!("calls.rs"),
    include_str!("catalogue.rs"),
    include_str!("data_keys.rs"),
    include_str!("desktop.rs"),
    include_str!("gateways.rs"),
    include_str!("keys.rs"),
    include_str!("kits.rs"),
    include_str!("links.rs"),
    include_str!("lookup.rs"),
    include_str!("networks.rs"),
    include_str!("previews.rs"),
    include_str!("receipts.rs"),
    include_str!("settings.rs"),
    include_str!("shell.rs"),
    include_str!("space.rs"),
    include_str!("transfers.rs"),
    include_str!("windows.rs"),
];

/// Every command, and whether a page gives it a number.
fn commands() -> Vec<(&'static str, bool)> {
    let calls = BINDINGS.split(CALL).skip(1);
    let command = |invoked: &'static str| {
        let (name, given) = invoked.split_once("(\"")?.1.split_once('"')?;
        Some((name, given.lines().next()?.starts_with(", { call")))
    };
    calls.filter_map(command).collect()
}

/// The one that stops others by their number has that of the other, and is quick itself.
const STOPS: &str = "stop_command";

#[test]
fn every_command_that_may_be_slow_can_be_stopped() {
    let mut without: Vec<_> = commands().into_iter().filter(|(_, numbered)| !numbered).map(|(name, _)| name).collect();
    let mut named: Vec<_> = WITHOUT.iter().map(|(name, _)| *name).collect();
    without.sort_unstable();
    named.sort_unstable();
    assert_eq!(without, named, "give it a number, or say here why it needs none");
}

#[test]
fn what_has_a_stop_of_its_own_names_a_command() {
    let commands = commands();
    for (name, without) in WITHOUT {
        match without {
            StoppedBy(stop) => assert!(commands.iter().any(|(command, _)| *command == stop), "{name} by {stop}"),
            Chooser => assert!(name.starts_with("choose_"), "{name} asks nobody"),
            Quick => (),
        }
    }
}

#[test]
fn every_command_leaves_the_thread_of_the_window_and_works_under_its_number() {
    let mut seen = 0;
    for command in SOURCES.iter().flat_map(|source| source.split("#[tauri::command]").skip(1)) {
        let begin = command.find("pub(crate) async fn ").expect("a command is asynchronous");
        let name = command[begin..].split_whitespace().nth(3).unwrap_or_default();
        let name = name.split('(').next().unwrap_or_default();
        let body = command.split_once("\n}\n").map_or(command, |(body, _)| body);
        let (has_number, is_under) = (body.contains("call: Caller"), body.contains("program.under(call)"));
        assert!(name == STOPS || has_number == is_under, "{name} has a number and does not work under it");
        seen += 1;
    }
    assert_eq!(seen, commands().len());
}
