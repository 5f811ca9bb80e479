//! One line of output for a program: notices, events and progress, then results or a problem.

use pileus_ports::Protection;
use serde::Serialize;

use crate::{
    AccountFileView, AccountView, BalanceView, BucketView, CancelView, DataKeyFileView, DataKeyUseView, DataKeyView,
    DrillView, EventView, FileStatusView, FileView, GatewayToldView, GatewayView, JobView, KeystoreView, KitDrillView,
    KitMadeView, KitReportView, KitRestoredView, LocalCheckView, LocalnetView, NetworkInfoView, NetworkView, PlanView,
    ProblemView, ProgressView, QuoteView, RebuildView, ReceiptCheckView, ReceiptFileView, ReceiptView, RemovalView,
    RotationView, RouteView, TerritoryView, TransactionView, TransferView, UpdateView, VerifyView,
};

/// One line. Order: any of the others, then `result` (one for each thing asked for) or `problem` as the last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Line {
    /// A sentence for a person.
    Notice {
        /// The sentence.
        message: String,
    },
    /// Something certain happened to a job.
    Event(EventView),
    /// Bytes of a stage so far.
    Progress(ProgressView),
    /// What a change would cost.
    Quote(QuoteView),
    /// Which way `--route auto` chose, and why.
    Route(RouteView),
    /// Where a file stands now; the same shape as the result of `status`.
    Standing(FileStatusView),
    /// What was asked for.
    Result(Answer),
    /// Why not.
    Problem(ProblemView),
}

impl From<UpdateView> for Line {
    fn from(update: UpdateView) -> Self {
        match update {
            UpdateView::Event(event) => Self::Event(event),
            UpdateView::Progress(progress) => Self::Progress(progress),
        }
    }
}

/// The result of a command, named after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "command", rename_all = "snake_case")]
pub enum Answer {
    /// What a file would become.
    Plan(PlanView),
    /// One file was stored.
    Upload(TransferView),
    /// One file was written to disk.
    Download(TransferView),
    /// A job went on to its end.
    Resume(TransferView),
    /// A job was cancelled.
    Cancel(CancelView),
    /// A file's state.
    StatusFile(FileStatusView),
    /// A transaction's state.
    StatusTransaction(TransactionView),
    /// Files of the catalogue.
    Ls {
        /// Newest first.
        files: Vec<FileView>,
    },
    /// Whether a file is whole.
    Verify(VerifyView),
    /// A file was rebuilt from a random four of twelve fragments, or not.
    Drill(DrillView),
    /// Whether a file on this computer is what the network holds.
    Check(LocalCheckView),
    /// A file was removed.
    Rm(RemovalView),
    /// A receipt was saved.
    ReceiptSave(ReceiptFileView),
    /// A receipt was checked.
    ReceiptVerify(ReceiptCheckView),
    /// All jobs.
    Jobs {
        /// Newest first.
        jobs: Vec<JobView>,
    },
    /// All buckets.
    BucketList {
        /// By name.
        buckets: Vec<BucketView>,
    },
    /// A bucket was made.
    BucketCreate(BucketView),
    /// A bucket has another name.
    BucketRename(BucketView),
    /// A bucket was deleted.
    BucketDelete(BucketView),
    /// A bucket is in another territory.
    BucketMove(BucketView),
    /// All territories.
    TerritoryList {
        /// As the chain lists them.
        territories: Vec<TerritoryView>,
    },
    /// A territory was rented.
    TerritoryRent(ReceiptView),
    /// A territory has more space.
    TerritoryExpand(ReceiptView),
    /// A territory has more days.
    TerritoryRenew(ReceiptView),
    /// A territory has another name.
    TerritoryRename(ReceiptView),
    /// An expired territory is back.
    TerritoryRevive(ReceiptView),
    /// A territory was given away.
    TerritoryGrant(ReceiptView),
    /// A territory is on sale.
    TerritoryConsign(ReceiptView),
    /// A territory is off sale.
    TerritoryWithdraw(ReceiptView),
    /// A territory was bought and changes hands fifty blocks later.
    TerritoryBuy(ReceiptView),
    /// A purchase was undone.
    TerritoryStepBack(ReceiptView),
    /// An order for space was written.
    TerritoryOrder(ReceiptView),
    /// An order for space was paid.
    TerritoryPay(ReceiptView),
    /// All gateways.
    GatewayList {
        /// As the chain lists them, and whoever else may act for the account.
        gateways: Vec<GatewayView>,
    },
    /// One gateway.
    GatewayStatus(GatewayView),
    /// What a gateway says of a file beside what the chain says.
    GatewayAsk(GatewayToldView),
    /// Where a file can be fetched from a gateway.
    GatewayLink {
        /// The gateway's address as people write it.
        gateway: String,
        /// The file's address.
        url: String,
    },
    /// A gateway may act for the account.
    GatewayAuthorise(ReceiptView),
    /// A gateway may no longer act for the account.
    GatewayRevoke(ReceiptView),
    /// An account was made.
    AccountNew(AccountView),
    /// An account was brought in.
    AccountImport(AccountView),
    /// An account was written to a file.
    AccountExport(AccountFileView),
    /// What is in the keystore.
    AccountList(KeystoreView),
    /// An account and its money.
    AccountShow(BalanceView),
    /// How the keystore is protected now.
    AccountProtect {
        /// What keeps strangers out.
        protection: Protection,
    },
    /// An account was forgotten.
    AccountRemove(AccountView),
    /// All data keys.
    KeyList {
        /// Oldest first.
        keys: Vec<DataKeyUseView>,
    },
    /// A data key was made.
    KeyCreate(DataKeyView),
    /// A data key was made from a passphrase.
    KeyDerive(DataKeyView),
    /// A data key was brought in.
    KeyImport(DataKeyView),
    /// A data key was shown or written to a file.
    KeyExport(DataKeyFileView),
    /// A data key has another name.
    KeyRename(DataKeyView),
    /// A new key took over the name of a data key.
    KeyRotate(RotationView),
    /// A data key was forgotten.
    KeyRemove(DataKeyView),
    /// The vault's own key is somewhere else.
    KeyMove {
        /// What keeps strangers out now.
        protection: Protection,
    },
    /// A recovery kit was made.
    KitMake(KitMadeView),
    /// What is in a recovery kit.
    KitCheck(KitReportView),
    /// A recovery kit alone opened a stored file, or not.
    KitDrill(KitDrillView),
    /// What a recovery kit brought back.
    KitRestore(KitRestoredView),
    /// What the network knew beyond the catalogue.
    FilesRebuild(RebuildView),
    /// All networks.
    NetworkList {
        /// The local one first.
        networks: Vec<NetworkView>,
    },
    /// A network was added.
    NetworkAdd(NetworkView),
    /// A network is used from now on.
    NetworkUse(NetworkView),
    /// A network answers.
    NetworkInfo(NetworkInfoView),
    /// The local network runs.
    LocalnetStart(LocalnetView),
    /// Where the local network runs, if it does.
    LocalnetStatus {
        /// Does any process host it?
        running: bool,
        /// Where it is reached.
        #[serde(flatten)]
        network: Option<LocalnetView>,
    },
    /// The local network was asked to stop.
    LocalnetStop {
        /// Did one run?
        stopped: bool,
    },
    /// The local network's chain and files were deleted.
    LocalnetReset {
        /// Was there anything?
        removed: bool,
    },
    /// A fault was set or taken back.
    LocalnetFault {
        /// What the network answered.
        answer: String,
    },
}
