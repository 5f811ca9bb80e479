//! What the services refuse, and what a person can do about it.

mod code;
mod problem;
mod remedy;

use std::path::PathBuf;

use pileus_domain::{AccountId, BucketName, ByteCount, DomainError, Fid, JobId, Planck, TerritoryName, TerritoryState};

/// A refusal of a service. It becomes a [`Problem`](pileus_domain::Problem) on the way out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AppError {
    /// More segments than the chain takes.
    #[error("{} has {length}, more than one file on the network can have. Nothing was stored.", .path.display())]
    FileTooLarge {
        /// Which file.
        path: PathBuf,
        /// Its length.
        length: ByteCount,
    },
    /// Something is where the download should go.
    #[error("{} exists already. It was left as it is.", .path.display())]
    TargetExists {
        /// Where.
        path: PathBuf,
    },
    /// The folder of the download is not there.
    #[error("The folder of {} does not exist. Nothing was fetched.", .path.display())]
    TargetFolderMissing {
        /// Where.
        path: PathBuf,
    },
    /// A finished job has nothing left to do.
    #[error("Job {job} is finished.")]
    JobFinished {
        /// Which.
        job: JobId,
    },
    /// The job belongs to another network.
    #[error("Job {job} belongs to another network than the one in use. It was left as it is.")]
    JobElsewhere {
        /// Which.
        job: JobId,
    },
    /// The keystore has no account.
    #[error("There is no account yet.")]
    NoAccount,
    /// No account has this name or address.
    #[error("There is no account \"{name}\".")]
    AccountMissing {
        /// What was asked for.
        name: String,
    },
    /// A territory of no size.
    #[error("A territory needs at least 1 GiB. Nothing was signed.")]
    NoSpaceAsked,
    /// A term of no days.
    #[error("The term needs at least 1 day. Nothing was signed.")]
    NoDaysAsked,
    /// The chain wants at least thirty days.
    #[error("A new territory is rented for at least {least} days, not {days}. Nothing was signed.")]
    TermTooShort {
        /// What was asked for.
        days: u32,
        /// The least.
        least: u32,
    },
    /// The account has a territory of this name.
    #[error("There is already a territory \"{name}\" of this account. Nothing was signed.")]
    TerritoryExists {
        /// Which.
        name: TerritoryName,
    },
    /// The account has no territory of this name.
    #[error("This account has no territory \"{name}\".")]
    TerritoryMissing {
        /// Which.
        name: TerritoryName,
    },
    /// The account has no territory at all.
    #[error("This account has no territory yet. Nothing was stored.")]
    NoTerritory,
    /// The territory's state does not allow it.
    #[error("Territory \"{name}\" is {state}, which does not allow this. Nothing was signed.")]
    TerritoryClosed {
        /// Which.
        name: TerritoryName,
        /// Its state.
        state: TerritoryState,
    },
    /// The territory holds files or open orders.
    #[error("Territory \"{name}\" is not empty ({used} in use). Nothing was signed.")]
    TerritoryInUse {
        /// Which.
        name: TerritoryName,
        /// Used and locked space.
        used: ByteCount,
    },
    /// Too little room for a file or a move.
    #[error("Territory \"{name}\" has {remaining} left, and more than {needed} is needed. Nothing was signed.")]
    TerritoryFull {
        /// Which.
        name: TerritoryName,
        /// What is left.
        remaining: ByteCount,
        /// What must be exceeded.
        needed: ByteCount,
    },
    /// The network has too little unsold space.
    #[error("The network has {available} for sale, {wanted} were asked for. Nothing was signed.")]
    MarketTooSmall {
        /// Asked for.
        wanted: ByteCount,
        /// For sale.
        available: ByteCount,
    },
    /// Price, fee and the amount an account keeps are more than there is.
    #[error("This costs {needed} with its fee, and {spendable} can be spent. Nothing was signed.")]
    BalanceTooLow {
        /// Price and fee.
        needed: Planck,
        /// What can be spent while keeping the account alive.
        spendable: Planck,
    },
    /// What a change costs has grown since the person saw it.
    #[error("This costs {now} with its fee now, and {before} was agreed to. Nothing was signed.")]
    PriceChanged {
        /// What was agreed to.
        before: Planck,
        /// What it is.
        now: Planck,
    },
    /// A quote that is unknown, old, or was used.
    #[error("This quote is no longer valid. Nothing was signed.")]
    QuoteExpired,
    /// The price is beyond what the chain can count.
    #[error("The price of this does not fit the chain's numbers. Nothing was signed.")]
    PriceOverflow,
    /// No bucket has this name.
    #[error("There is no bucket \"{name}\".")]
    BucketMissing {
        /// Which.
        name: BucketName,
    },
    /// Several territories have a bucket of this name.
    #[error("Several territories have a bucket \"{name}\".")]
    BucketAmbiguous {
        /// Which.
        name: BucketName,
    },
    /// The bucket is there already.
    #[error("There is already a bucket \"{name}\" in territory \"{territory}\".")]
    BucketExists {
        /// Which.
        name: BucketName,
        /// Where.
        territory: TerritoryName,
    },
    /// The bucket holds files.
    #[error("Bucket \"{name}\" still holds {files} file(s). It was left as it is.")]
    BucketInUse {
        /// Which.
        name: BucketName,
        /// How many.
        files: usize,
    },
    /// Neither chain nor catalogue know the file.
    #[error("File {fid} is neither stored on this network nor in the catalogue.")]
    FileUnknown {
        /// Which.
        fid: Fid,
    },
    /// An order that is still open cannot be deleted.
    #[error("File {fid} is still being stored; the chain cannot delete an open order.")]
    FilePending {
        /// Which.
        fid: Fid,
    },
    /// Another account owns the file.
    #[error("File {fid} is not owned by {account}. Nothing was signed.")]
    NotOwner {
        /// Which.
        fid: Fid,
        /// Who asked.
        account: AccountId,
    },
    /// The catalogue does not have the file.
    #[error("File {fid} is not in the catalogue of this account.")]
    FileNotListed {
        /// Which.
        fid: Fid,
    },
    /// One wish names more files than one wish may.
    #[error("These are more than {limit} files at once. Nothing was done.")]
    TooManyFiles {
        /// How many are allowed.
        limit: usize,
    },
    /// More keys than the header of a sealed file has room for.
    #[error("A sealed file can be opened by at most {limit} data keys. Nothing was stored.")]
    TooManyKeys {
        /// How many are allowed.
        limit: usize,
    },
    /// No bucket has this number; it was deleted meanwhile.
    #[error("This bucket is not there any more. Nothing was changed.")]
    BucketGone {
        /// Its number.
        number: i64,
    },
    /// A job still works on the file.
    #[error("Job {job} still stores file {fid}.")]
    FileInJob {
        /// Which file.
        fid: Fid,
        /// Which job.
        job: JobId,
    },
    /// No profile has this name.
    #[error("There is no network \"{name}\".")]
    NetworkMissing {
        /// Which.
        name: String,
    },
    /// The name of the profile is taken or reserved.
    #[error("There is already a network \"{name}\".")]
    NetworkExists {
        /// Which.
        name: String,
    },
    /// A profile name that could be read as an address or as nothing.
    #[error("\"{name}\" cannot be the name of a network.")]
    NetworkName {
        /// Which.
        name: String,
    },
    /// A profile that came with the program stays.
    #[error("Network \"{name}\" came with the program and cannot be removed.")]
    NetworkPreset {
        /// Which.
        name: String,
    },
    /// The profile in use stays.
    #[error("Network \"{name}\" is the one in use. It was left as it is.")]
    NetworkInUse {
        /// Which.
        name: String,
    },
    /// A name of an account or data key that is empty, too long, or cannot be shown.
    #[error("\"{name}\" cannot be the name of an account or a data key. Nothing was changed.")]
    KeyName {
        /// Which.
        name: String,
    },
    /// A passphrase without a letter in it.
    #[error("An empty passphrase protects nothing. The vault is as it was.")]
    PassphraseEmpty,
    /// Files depend on the data key, and its name was not typed.
    #[error(
        "{files} file(s) need data key \"{name}\": without it they can never be opened again. It was left as it is."
    )]
    DataKeyNeeded {
        /// Which.
        name: String,
        /// How many files.
        files: u64,
    },
    /// An account goes only when its name is typed.
    #[error("Account \"{name}\" was left as it is. Without its words or a file of it, what it owns is lost for ever.")]
    AccountNameNeeded {
        /// Which.
        name: String,
    },
    /// Not a WebSocket address.
    #[error("\"{url}\" is not a WebSocket address.")]
    NetworkAddress {
        /// What was given.
        url: String,
    },
    /// A public network must not send programs to private addresses.
    #[error("Private addresses can be allowed only for a network whose own addresses are all private.")]
    PrivateAddresses,
    /// Another chain answers than the one that was pinned.
    #[error("Another network answers than the one that was pinned for \"{name}\". Nothing was sent.")]
    NetworkChanged {
        /// The profile.
        name: String,
    },
    /// The settings in the journal cannot be read.
    #[error("The kept settings of {what} cannot be read.")]
    SettingDamaged {
        /// Which.
        what: &'static str,
    },
    /// Money for the local network did not arrive.
    #[error("The account of the local network has not received its money.")]
    FundsMissing,
    /// The transaction is neither ours nor in the blocks that were searched.
    #[error("No transaction {hash} is in blocks {from} to {to}, and it is none of this journal's.")]
    TransactionMissing {
        /// Its hash.
        hash: String,
        /// First block searched.
        from: u32,
        /// Last block searched.
        to: u32,
    },
    /// Nothing here shows this sort of file.
    #[error("There is nothing that shows \"{name}\". The file is whole.")]
    PreviewUnknownKind {
        /// Which.
        name: String,
    },
    /// The window would have to hold more than it should.
    #[error("\"{name}\" has {length}, and pictures are shown up to {limit}. The file is whole.")]
    PreviewTooLarge {
        /// Which.
        name: String,
        /// Its length.
        length: ByteCount,
        /// The longest that is shown.
        limit: ByteCount,
    },
    /// A value does not fit its type.
    #[error("{}.", capital(&.0.to_string()))]
    Value(DomainError),
}

impl From<DomainError> for AppError {
    fn from(error: DomainError) -> Self {
        Self::Value(error)
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
