//! Recovery kits as lines for people.

use pileus_contract::{
    KitDrillView, KitMadeView, KitReportView, KitRestoredView, KitSplitView, ProblemView, RebuildView, UnknownFileView,
};

use super::table::plain;

/// Files without a name that are listed one by one.
const UNKNOWN_LINES: usize = 20;

pub(super) fn of_made(view: &KitMadeView) -> Vec<String> {
    let mut lines = vec![format!("Kit {} is made, and opens:", view.number)];
    lines.extend(view.files.iter().map(|file| format!("  {}", plain(file))));
    lines.extend(view.words_file.iter().map(|file| format!("  {} (its words)", plain(file))));
    lines.push(match view.split {
        None => "Print the page, put it where nobody else comes, and delete its file: whoever has it can use these \
                 accounts and open these files."
            .to_owned(),
        Some(KitSplitView { needed, total }) => format!(
            "Print the {total} pages, put them in different places, and delete their files: any {needed} of them open \
             the kit."
        ),
    });
    lines.push("`pileus kit drill` shows that it opens what is stored.".to_owned());
    lines
}

pub(super) fn of_report(view: &KitReportView) -> Vec<String> {
    let mut lines = vec![format!("Kit        {}, whole and open", view.number)];
    lines.extend(view.split.map(|split| format!("Split      {} of {} shares", split.needed, split.total)));
    lines.extend(view.accounts.iter().map(|a| format!("Account    {} {}", plain(&a.account), a.address)));
    lines.extend(view.data_keys.iter().map(|k| format!("Data key   {} ({})", plain(&k.key), plain(&k.fingerprint))));
    lines.extend(view.networks.iter().map(|network| format!("Network    {}", plain(network))));
    lines.push(match view.files {
        Some(files) => format!("Catalogue  {} in {}", counted(files, "file"), counted(view.buckets, "bucket")),
        None => "Catalogue  only in the file, not in the codes on its page".to_owned(),
    });
    lines.push(if view.holds_all_keys {
        "It has every account and data key that is on this computer.".to_owned()
    } else {
        "It does NOT have every account and data key that is on this computer: make a new one.".to_owned()
    });
    lines
}

pub(super) fn of_drill(view: &KitDrillView) -> Vec<String> {
    let name = plain(&view.name);
    match &view.problem {
        None if view.sealed => vec![format!("The kit alone opened \"{name}\" ({} of it).", view.bytes)],
        None => vec![format!("\"{name}\" came back ({} of it). It is not sealed, so no key was needed.", view.bytes)],
        Some(problem) => {
            std::iter::once(format!("The kit did NOT open \"{name}\".")).chain(of_problem(problem)).collect()
        }
    }
}

pub(super) fn of_restored(view: &KitRestoredView) -> Vec<String> {
    let back = [
        counted(view.accounts.len() as u64, "account"),
        counted(view.data_keys.len() as u64, "data key"),
        counted(view.networks.len() as u64, "network"),
        counted(view.buckets, "bucket"),
        counted(view.files, "file"),
    ];
    let mut lines = vec![format!("Back are {}. What was here already stays as it was.", back.join(", "))];
    if !view.had_catalogue {
        lines.push("The codes of a page have no catalogue: buckets and names come from the network.".to_owned());
    }
    lines.extend(view.rebuilt.iter().flat_map(of_rebuilt));
    if let Some(problem) = &view.rebuild_problem {
        lines.push("The network could not be asked for files that are newer than the kit.".to_owned());
        lines.extend(of_problem(problem));
    }
    lines
}

pub(super) fn of_rebuilt(view: &RebuildView) -> Vec<String> {
    let mut lines = vec![format!("The network had {} that the catalogue did not know.", counted(view.found, "file"))];
    if view.found > 0 {
        lines.push("Nobody could know when they were stored: they count as stored now.".to_owned());
    }
    if view.cut_names > 0 {
        let names = counted(view.cut_names, "name");
        lines.push(format!("{names} of plain files may be cut: the network keeps 63 bytes of bucket and name."));
    }
    if !view.unknown.is_empty() {
        let files = counted(view.unknown.len() as u64, "file");
        lines.push(format!("{files} of the account could not be named, and can be fetched by file id:"));
        lines.extend(view.unknown.iter().take(UNKNOWN_LINES).map(of_unknown));
    }
    lines
}

fn of_unknown(file: &UnknownFileView) -> String {
    let why = match file.reason {
        "passphrase" => "a passphrase opens it",
        "other_key" => "no key on this computer opens it",
        _ => "its bytes cannot be had now",
    };
    format!("  {} ({why})", file.fid)
}

fn of_problem(problem: &ProblemView) -> [String; 2] {
    [format!("{} [{}]", problem.message, problem.code), problem.remedy.clone()]
}

fn counted(number: u64, thing: &str) -> String {
    if number == 1 { format!("1 {thing}") } else { format!("{number} {thing}s") }
}
