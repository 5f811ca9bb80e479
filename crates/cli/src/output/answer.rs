//! Results as lines for people.

use pileus_app::Standing;
use pileus_contract::{
    Answer, BucketView, CancelView, DataKeyFileView, DataKeyUseView, DataKeyView, DrillView, FileStatusView, FileView,
    JobView, KeystoreView, LocalCheckView, LocalnetView, NetworkInfoView, NetworkView, PlanView, ReceiptCheckView,
    ReceiptFileView, ReceiptView, RemovalView, RotationView, StorageReceiptView, TerritoryView, TransactionView,
    TransferView, VerifyView,
};
use pileus_domain::{ByteCount, JobKind, Planck, TerritoryState};
use pileus_ports::Protection;

use super::{
    event::stage_word,
    gateway, kit,
    resealing::of_resealing,
    table::{plain, table},
    told,
};

/// The lines of an answer.
pub(super) fn lines(answer: &Answer) -> Vec<String> {
    match answer {
        Answer::Plan(plan) => of_plan(plan),
        Answer::Upload(view) | Answer::Download(view) | Answer::Resume(view) => of_transfer(view),
        Answer::Cancel(view) => of_cancel(view),
        Answer::StatusFile(view) => of_status(view),
        Answer::StatusTransaction(view) => of_transaction(view),
        Answer::Ls { files } => of_files(files),
        Answer::Verify(view) => of_verify(view),
        Answer::Drill(view) => of_drill(view),
        Answer::Check(view) => of_check(view),
        Answer::Rm(view) => of_removal(view),
        Answer::ReceiptSave(view) => of_saved_receipt(view),
        Answer::ReceiptVerify(view) => of_checked_receipt(view),
        Answer::Jobs { jobs } => of_jobs(jobs),
        Answer::BucketList { buckets } => of_buckets(buckets),
        Answer::BucketCreate(view) => {
            vec![format!("Bucket \"{}\" is in territory \"{}\".", view.bucket, view.territory)]
        }
        Answer::BucketRename(view) => vec![format!("The bucket is now called \"{}\".", view.bucket)],
        Answer::BucketDelete(view) => vec![format!("Bucket \"{}\" is deleted.", view.bucket)],
        Answer::BucketMove(view) => {
            vec![format!("Bucket \"{}\" is now in territory \"{}\".", view.bucket, view.territory)]
        }
        Answer::TerritoryList { territories } => of_territories(territories),
        Answer::TerritoryRent(view)
        | Answer::TerritoryExpand(view)
        | Answer::TerritoryRenew(view)
        | Answer::TerritoryRename(view)
        | Answer::TerritoryRevive(view)
        | Answer::TerritoryGrant(view)
        | Answer::TerritoryConsign(view)
        | Answer::TerritoryWithdraw(view)
        | Answer::TerritoryBuy(view)
        | Answer::TerritoryStepBack(view)
        | Answer::TerritoryOrder(view)
        | Answer::TerritoryPay(view)
        | Answer::GatewayAuthorise(view)
        | Answer::GatewayRevoke(view) => of_receipt(view),
        Answer::GatewayList { gateways } => gateway::of_list(gateways),
        Answer::GatewayStatus(view) => gateway::of_status(view),
        Answer::GatewayAsk(view) => told::lines(view),
        Answer::GatewayLink { url, .. } => vec![plain(url)],
        Answer::AccountNew(view) | Answer::AccountImport(view) => {
            vec![format!("Account \"{}\": {}", view.account, view.address)]
        }
        Answer::AccountExport(view) => {
            vec![format!("Account \"{}\" is written to {}.", plain(&view.account.account), plain(&view.path))]
        }
        Answer::AccountList(view) => of_keystore(view),
        Answer::AccountShow(view) => vec![
            format!("Account    {}", view.account.account),
            format!("Address    {}", view.account.address),
            format!("Key        {}", view.account.public_key),
            format!("Balance    {}", money(view.free, &view.token)),
            format!("Spendable  {}", money(view.spendable, &view.token)),
            format!("Reserved   {}", money(view.reserved, &view.token)),
        ],
        Answer::AccountProtect { protection } | Answer::KeyMove { protection } => {
            vec![protection_sentence(*protection).to_owned()]
        }
        Answer::AccountRemove(view) => {
            vec![format!("Account \"{}\" ({}) is forgotten.", plain(&view.account), view.address)]
        }
        Answer::KeyList { keys } => of_keys(keys),
        Answer::KeyCreate(view) | Answer::KeyDerive(view) | Answer::KeyImport(view) | Answer::KeyRename(view) => {
            vec![data_key(view)]
        }
        Answer::KeyExport(view) => view.path.iter().map(|path| handed_out(view, path)).collect(),
        Answer::KeyRotate(view) => of_rotation(view),
        Answer::KeyRemove(view) => vec![format!("{} is forgotten.", data_key(view))],
        Answer::KitMake(view) => kit::of_made(view),
        Answer::KitCheck(view) => kit::of_report(view),
        Answer::KitDrill(view) => kit::of_drill(view),
        Answer::KitRestore(view) => kit::of_restored(view),
        Answer::FilesRebuild(view) => kit::of_rebuilt(view),
        Answer::NetworkList { networks } => of_networks(networks),
        Answer::NetworkAdd(view) => vec![format!("Network \"{}\" is added.", view.network)],
        Answer::NetworkUse(view) => vec![format!("Network \"{}\" is used from now on.", view.network)],
        Answer::NetworkInfo(view) => of_network(view),
        Answer::LocalnetStart(view) | Answer::LocalnetStatus { network: Some(view), .. } => of_localnet(view),
        Answer::LocalnetStop { stopped: true } => vec!["The local network was asked to stop.".to_owned()],
        Answer::LocalnetStop { stopped: false } | Answer::LocalnetStatus { network: None, .. } => {
            vec!["The local network does not run.".to_owned()]
        }
        Answer::LocalnetReset { removed: true } => {
            vec!["The local network is deleted with all files on it.".to_owned()]
        }
        Answer::LocalnetReset { removed: false } => vec!["There is no local network.".to_owned()],
        Answer::LocalnetFault { answer } => vec![plain(answer)],
    }
}

/// Tokens with their name, the plancks in brackets where they say more.
pub(crate) fn money(amount: Planck, token: &str) -> String {
    format!("{amount} {token} ({} plancks)", amount.0)
}

fn of_plan(plan: &PlanView) -> Vec<String> {
    vec![
        format!("FID        {}", plan.fid),
        format!("Size       {} ({} bytes)", plan.file_size, plan.file_size.0),
        format!("Territory  {} ({} bytes)", plan.territory_bytes, plan.territory_bytes.0),
        format!("Segments   {}", plan.segments.len()),
    ]
}

fn of_transfer(view: &TransferView) -> Vec<String> {
    let job = &view.job;
    let name = plain(&job.name);
    let fid = job.fid.map(|fid| fid.to_string()).unwrap_or_default();
    let line = match (job.condition, job.kind) {
        ("finished", JobKind::Upload) => format!("{name}: stored as {fid}"),
        ("finished", JobKind::Download) => format!("{fid}: written to {name}"),
        ("failed", _) => format!("{name}: stopped while {}; job {}", stage_word(job.stage), job.job),
        (condition, _) => format!("{name}: {}; job {}", condition.replace('_', " "), job.job),
    };
    let problem = job.problem.as_ref().map(|p| format!("  {} [{}]\n  {}", p.message, p.code, p.remedy));
    std::iter::once(line).chain(problem).collect()
}

fn of_cancel(view: &CancelView) -> Vec<String> {
    let mut line = format!("Job {} is {}.", view.job, view.condition.replace('_', " "));
    if view.condition == "cancelled" && view.signed && view.locked > ByteCount(0) {
        let until = view.until.map(|block| format!(" until block {block}")).unwrap_or_default();
        line = format!("{line} Unless it was deleted, {} stay locked{until}.", view.locked);
    }
    vec![line]
}

/// A file's state on one line.
pub(crate) fn standing_line(view: &FileStatusView) -> String {
    format!("{}: {} (final block {})", view.fid, view.standing, view.at.number)
}

fn of_status(view: &FileStatusView) -> Vec<String> {
    let mut lines = vec![format!("FID        {}", view.fid), format!("Standing   {}", view.standing)];
    lines.extend(view.declared.map(|size| format!("Declared   {size} ({} bytes)", size.0)));
    lines.extend(view.owners.iter().map(|owner| format!("Owner      {owner}")));
    lines.extend(view.completion.map(|block| format!("Complete   block {block}")));
    let columns: Vec<String> = view.missing.iter().map(ToString::to_string).collect();
    if !columns.is_empty() {
        lines.push(format!("Missing    columns {}", columns.join(", ")));
    }
    lines.push(format!("Looked at  final block {}", view.at.number));
    lines.extend(view.jobs.iter().map(|job| format!("Job        {} ({})", job.job, job.condition.replace('_', " "))));
    lines
}

fn of_transaction(view: &TransactionView) -> Vec<String> {
    let block = view.block.map(|block| block.number.to_string()).unwrap_or_default();
    let state = match view.state {
        "signed" => "signed, not yet seen in a block".to_owned(),
        "in_block" => format!("in block {block}, not final yet"),
        "final" => format!("final in block {block}"),
        "failed" => {
            let failure = view.failure.as_ref().map(|f| format!("{}.{}", f.pallet, f.name)).unwrap_or_default();
            format!("failed in block {block}: {}", plain(&failure))
        }
        "expired" => "expired without getting into a block".to_owned(),
        _ => format!("included in block {block}; outcome no longer available here"),
    };
    let mut lines = vec![format!("Transaction  {}", view.transaction), format!("State        {state}")];
    lines.extend(view.summary.iter().map(|summary| format!("Purpose      {}", plain(summary))));
    lines.extend(view.fee.map(|fee| format!("Fee          {fee} ({} plancks)", fee.0)));
    if !view.events.is_empty() {
        lines.push(format!("Events       {}", plain(&view.events.join(", "))));
    }
    lines
}

fn of_files(files: &[FileView]) -> Vec<String> {
    if files.is_empty() {
        return vec!["No files yet. `pileus upload FILE` stores one.".to_owned()];
    }
    let row = |file: &FileView| {
        let health = match &file.standing {
            Standing::Stored { weakest, fragments } => format!("stored, {weakest} of {fragments}"),
            other => other.to_string(),
        };
        let seal = if file.seal == "none" { "public" } else { "sealed" };
        let cells = [plain(&file.name), file.size.to_string(), plain(&file.bucket), seal.to_owned(), health];
        cells.into_iter().chain([file.fid.to_string()]).collect()
    };
    table(&["NAME", "SIZE", "BUCKET", "SEAL", "STATE", "FID"], files.iter().map(row).collect())
}

fn of_verify(view: &VerifyView) -> Vec<String> {
    let how = if view.deep { "fetched" } else { "looked up on the chain" };
    let verdict = if view.restorable { "The file can be restored" } else { "The file CANNOT be restored" };
    let mut lines = vec![format!(
        "{verdict}: {} of 12 fragments are well in its weakest segment ({} {how}).",
        view.weakest, view.fragments
    )];
    lines.extend(view.findings.iter().map(|finding| {
        let trouble = plain(&finding.trouble);
        format!("  segment {}, column {}, node {}: {trouble}", finding.segment, finding.column, finding.node)
    }));
    lines
}

fn of_drill(view: &DrillView) -> Vec<String> {
    let columns = view.columns.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let used = format!("{} fragments ({}) of columns {columns}", view.fragments, view.size);
    match &view.problem {
        None => vec![format!("The file came back whole from {used}.")],
        Some(problem) => vec![
            "The file could NOT be restored now.".to_owned(),
            format!("{} [{}]", problem.message, problem.code),
            problem.remedy.clone(),
        ],
    }
}

fn of_check(view: &LocalCheckView) -> Vec<String> {
    let path = plain(&view.path);
    let verdict = match (view.equal, &view.name) {
        (Some(true), _) => format!("{path} is the stored file."),
        (Some(false), _) => format!("{path} is NOT the stored file."),
        (None, Some(name)) => format!("{path} is stored as \"{}\".", plain(name)),
        (None, None) => format!("{path} is in no bucket of this account."),
    };
    let how = if view.sealed { "derived from the sealed bytes" } else { "derived from the bytes as they are" };
    vec![verdict, format!("FID        {} ({how})", view.fid)]
}

fn of_removal(view: &RemovalView) -> Vec<String> {
    vec![match &view.block {
        Some(block) => format!("{} is deleted, final in block {}.", view.fid, block.number),
        None => format!("{} was no longer on the network; it is out of the catalogue now.", view.fid),
    }]
}

fn of_saved_receipt(view: &ReceiptFileView) -> Vec<String> {
    let mut lines = vec![format!("The receipt is saved as {}.", plain(&view.path))];
    lines.extend(of_storage_receipt(&view.receipt));
    lines
}

fn of_checked_receipt(view: &ReceiptCheckView) -> Vec<String> {
    let word = |holds: bool, yes: &str, no: &str| if holds { yes } else { no }.to_owned();
    let chain = match view.chain {
        "agrees" => "agrees with every hash",
        "differs" => "DIFFERS",
        "other_network" => "not asked: the receipt is of another network",
        _ => "not asked",
    };
    let mut lines = of_storage_receipt(&view.receipt);
    lines.push(format!("Hashes     {}", word(view.hashes_hold, "make this file id", "DO NOT make this file id")));
    lines.push(format!("Signature  {}", word(view.signature_holds, "of this account", "NOT of this account")));
    lines.push(format!("Chain      {chain}"));
    lines.extend(view.problem.as_ref().map(|p| format!("{} [{}]\n{}", p.message, p.code, p.remedy)));
    lines
}

fn of_storage_receipt(receipt: &StorageReceiptView) -> Vec<String> {
    let mut lines = vec![format!("FID        {}", receipt.fid)];
    lines.extend(receipt.name.as_ref().map(|name| format!("Name       {}", plain(name))));
    lines.push(format!("Declared   {} ({} bytes)", receipt.file_size, receipt.file_size.0));
    lines.push(format!("Account    {}", receipt.account));
    lines.push(format!("Network    {}", plain(&receipt.network)));
    lines.push(format!(
        "Stored     complete in block {}, seen in final block {}",
        receipt.completion, receipt.block.number
    ));
    lines
}

fn of_jobs(jobs: &[JobView]) -> Vec<String> {
    if jobs.is_empty() {
        return vec!["No transfers yet.".to_owned()];
    }
    let row = |job: &JobView| {
        let kind = if job.kind == JobKind::Upload { "upload" } else { "download" };
        let stage = stage_word(job.stage).to_owned();
        let fid = job.fid.map(|fid| fid.to_string()).unwrap_or_default();
        let condition = job.condition.replace('_', " ");
        vec![job.job.to_string(), kind.to_owned(), condition, stage, job.size.to_string(), plain(&job.name), fid]
    };
    table(&["JOB", "KIND", "CONDITION", "STAGE", "SIZE", "NAME", "FID"], jobs.iter().map(row).collect())
}

fn of_buckets(buckets: &[BucketView]) -> Vec<String> {
    if buckets.is_empty() {
        return vec!["No buckets yet. The first upload makes one.".to_owned()];
    }
    let row = |bucket: &BucketView| {
        let files = bucket.files.unwrap_or(0).to_string();
        let size = bucket.size.unwrap_or_default().to_string();
        vec![plain(bucket.bucket.as_str()), plain(bucket.territory.as_str()), files, size]
    };
    table(&["BUCKET", "TERRITORY", "FILES", "SIZE"], buckets.iter().map(row).collect())
}

fn of_territories(territories: &[TerritoryView]) -> Vec<String> {
    if territories.is_empty() {
        return vec!["No territory yet. `pileus territory rent NAME --gib N` rents one.".to_owned()];
    }
    let row = |t: &TerritoryView| {
        let sizes = [t.total, t.used, t.locked, t.remaining].map(|size| size.to_string());
        let end = format!("block {}, about {} days", t.deadline, t.days_left);
        let ends = [plain(t.territory.as_str()), t.state.to_string()];
        ends.into_iter().chain(sizes).chain([end]).collect()
    };
    let head = ["TERRITORY", "STATE", "SIZE", "USED", "RESERVED", "FREE", "ENDS"];
    let on_sale = territories.iter().filter(|t| t.state == TerritoryState::OnConsignment);
    let tokens = on_sale.map(|t| format!("\"{}\" is on sale as {}.", plain(t.territory.as_str()), t.token));
    table(&head, territories.iter().map(row).collect()).into_iter().chain(tokens).collect()
}

fn of_receipt(view: &ReceiptView) -> Vec<String> {
    let paid =
        view.spent.filter(|spent| spent.0 > 0).map(|spent| format!("; {spent} paid for space")).unwrap_or_default();
    let fee = view.paid_fee.map(|fee| format!("; {fee} for the transaction")).unwrap_or_default();
    let done = format!("Done: {}, final in block {}{paid}{fee}.", view.quote.summary, view.block.number);
    let order = view.order.map(|order| format!("It is paid with `pileus territory pay {order}`."));
    std::iter::once(done).chain(order).collect()
}

fn of_keystore(view: &KeystoreView) -> Vec<String> {
    let mut lines = Vec::new();
    if view.accounts.is_empty() {
        lines.push("No account yet. `pileus account new` makes one.".to_owned());
    } else {
        let mark = |is_default: bool| if is_default { "*" } else { "" }.to_owned();
        let row = |a: &pileus_contract::AccountView| vec![mark(a.is_default), plain(&a.account), a.address.clone()];
        lines.extend(table(&["", "ACCOUNT", "ADDRESS"], view.accounts.iter().map(row).collect()));
    }
    lines.extend(view.data_keys.iter().map(data_key));
    lines.push(protection_sentence(view.protection).to_owned());
    lines
}

fn data_key(view: &DataKeyView) -> String {
    format!("Data key \"{}\" ({})", plain(&view.key), view.fingerprint)
}

fn handed_out(view: &DataKeyFileView, path: &str) -> String {
    format!(
        "{} is written to {}. Whoever has that file opens every file of this key.",
        data_key(&view.key),
        plain(path)
    )
}

fn of_keys(keys: &[DataKeyUseView]) -> Vec<String> {
    if keys.is_empty() {
        return vec!["No data key yet. `pileus key create NAME` makes one, and so does the first upload.".to_owned()];
    }
    let row = |view: &DataKeyUseView| vec![plain(&view.key.key), view.key.fingerprint.clone(), view.files.to_string()];
    table(&["DATA KEY", "FINGERPRINT", "FILES"], keys.iter().map(row).collect())
}

fn of_rotation(view: &RotationView) -> Vec<String> {
    let old = plain(&view.old.key);
    let mut lines = vec![
        format!("{} seals from now on.", data_key(&view.key)),
        format!("Stored files keep the key they were sealed with, which is called \"{old}\" now; they open as before."),
    ];
    lines.extend(view.new_upload.iter().flat_map(of_resealing));
    lines
}

/// How safe the vault is.
pub(crate) fn protection_sentence(protection: Protection) -> &'static str {
    match protection {
        Protection::FilePermissions => {
            "The vault is protected by its file's permissions only; `pileus account protect` sets a passphrase."
        }
        Protection::Passphrase => "The vault is protected by a passphrase.",
        Protection::Keyring => "The vault is protected by the keyring of this computer.",
    }
}

fn of_networks(networks: &[NetworkView]) -> Vec<String> {
    let row = |network: &NetworkView| {
        let rpc = if network.rpc.is_empty() { "on this computer only".to_owned() } else { network.rpc.join(" ") };
        let genesis = network.genesis.map(|genesis| genesis.to_string()).unwrap_or_default();
        vec![if network.in_use { "*" } else { "" }.to_owned(), plain(&network.network), plain(&rpc), genesis]
    };
    table(&["", "NETWORK", "REACHED AT", "GENESIS"], networks.iter().map(row).collect())
}

fn of_network(view: &NetworkInfoView) -> Vec<String> {
    let mut lines = vec![
        format!("Network    {}", plain(&view.network)),
        format!("Chain      {} ({})", plain(&view.chain), plain(&view.runtime)),
        format!("Genesis    {}", view.genesis),
        format!("Blocks     best {}, final {}", view.best.number, view.finalized.number),
        format!("Price      {} a GiB and day", money(view.unit_price, &view.token)),
        format!("For sale   {}", view.for_sale),
    ];
    for endpoint in &view.endpoints {
        let state = match (&endpoint.trouble, endpoint.in_use) {
            (Some(trouble), _) => plain(trouble),
            (None, true) => "in use".to_owned(),
            (None, false) => "spare".to_owned(),
        };
        lines.push(format!("Endpoint   {} ({state})", plain(&endpoint.url)));
    }
    lines
}

fn of_localnet(view: &LocalnetView) -> Vec<String> {
    let mut lines = vec![
        "Local demo: stored on this computer only.".to_owned(),
        format!("Chain      {}", view.rpc),
        format!("Genesis    {}", view.genesis),
        format!("Allocates  the {}", view.allocation),
        format!("Process    {}", view.process),
    ];
    lines.extend(view.nodes.iter().map(|node| format!("Node       {node}")));
    lines.extend(view.gateways.iter().map(|g| format!("Gateway    {} ({})", g.url, g.account)));
    lines.extend(view.accounts.iter().map(|a| format!("Account    {} {} ({})", a.name, a.address, a.uri)));
    lines
}

#[cfg(test)]
mod tests {
    use pileus_app::TransactionReport;
    use pileus_domain::{BlockHash, BlockNumber, BlockRef, TxHash};

    use super::*;

    #[test]
    fn a_pruned_outcome_is_said_and_not_guessed() {
        let block = BlockRef { number: BlockNumber(77), hash: BlockHash([0; 32]) };
        let view = TransactionView::new(TxHash([1; 32]), &TransactionReport::EventsGone(block));
        let text = lines(&Answer::StatusTransaction(view)).join("\n");
        assert!(text.contains("included in block 77; outcome no longer available here"), "{text}");
    }

    #[test]
    fn an_empty_list_invites_instead_of_showing_nothing() {
        for answer in [
            Answer::Ls { files: vec![] },
            Answer::Jobs { jobs: vec![] },
            Answer::BucketList { buckets: vec![] },
            Answer::TerritoryList { territories: vec![] },
        ] {
            assert_eq!(lines(&answer).len(), 1, "{answer:?}");
        }
    }
}
