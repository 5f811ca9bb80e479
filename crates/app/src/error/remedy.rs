//! What a person can do about a refusal.

use super::AppError;

impl AppError {
    /// What to do now.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::FileTooLarge { .. } => "Split it into parts and store each.",
            Self::TargetExists { .. } => "Choose another place with --out, or move what is there away.",
            Self::TargetFolderMissing { .. } => "Make the folder first, or choose another place with --out.",
            Self::JobFinished { .. } => "Nothing needs to be done.",
            Self::JobElsewhere { .. } => "Choose its network with --network.",
            Self::NoAccount => "Make one with `pileus account new`, or bring one in with `pileus account import`.",
            Self::AccountMissing { .. } => "`pileus account list` shows all accounts.",
            Self::NoSpaceAsked => "Ask for a size of 1 GiB or more.",
            Self::NoDaysAsked => "Ask for 1 day or more.",
            Self::TermTooShort { .. } => "Ask for a longer term.",
            Self::TerritoryExists { .. } => "Choose another name, or expand the one that is there.",
            Self::TerritoryMissing { .. } => {
                "`pileus territory list` shows all territories; `pileus territory rent` rents one."
            }
            Self::NoTerritory => "Rent space with `pileus territory rent`.",
            Self::TerritoryClosed { .. } => "Renew it if its term has ended, or use another territory.",
            Self::TerritoryInUse { .. } => "Delete or move its files first, and let open orders finish.",
            Self::TerritoryFull { .. } => {
                "Expand it with `pileus territory expand`, remove files, or use another territory."
            }
            Self::MarketTooSmall { .. } => "Ask for less, or wait until more space is for sale.",
            Self::BalanceTooLow { .. } => "Put more tokens on the account, or ask for less.",
            Self::PriceChanged { .. } => "Look at the new price, then decide again.",
            Self::QuoteExpired => "Ask for the price again.",
            Self::PriceOverflow => "Ask for less space or fewer days.",
            Self::BucketMissing { .. } => "`pileus bucket list` shows all buckets; `pileus bucket create` makes one.",
            Self::BucketAmbiguous { .. } => "Name its territory with --territory.",
            Self::BucketExists { .. } | Self::NetworkExists { .. } => "Choose another name.",
            Self::BucketInUse { .. } => "Remove its files with `pileus rm` first.",
            Self::FileUnknown { .. } => "Check the file id and the network.",
            Self::FilePending { .. } => "Wait until it is stored, or cancel its job with `pileus cancel`.",
            Self::NotOwner { .. } => "Choose the owning account with --account.",
            Self::FileNotListed { .. } => "Check the file id, the account and the network.",
            Self::TooManyFiles { .. } => "Choose fewer files and do it in several steps.",
            Self::TooManyKeys { .. } => "Name fewer keys.",
            Self::BucketGone { .. } => "Choose another bucket.",
            Self::FileInJob { .. } => "Cancel the job with `pileus cancel`, or wait until it ends.",
            Self::NetworkMissing { .. } => "`pileus network list` shows all networks; `pileus network add` adds one.",
            Self::NetworkName { .. } => "Choose a short name of letters, digits, dots and dashes.",
            Self::NetworkPreset { .. } => "Use another one; those that are not in use are never contacted.",
            Self::NetworkInUse { .. } => "Use another network first.",
            Self::KeyName { .. } => "Choose a name of 1 to 64 letters, digits and signs.",
            Self::PassphraseEmpty => "Choose a passphrase of some words.",
            Self::DataKeyNeeded { .. } => "Export it first, or type its name to remove it all the same.",
            Self::AccountNameNeeded { .. } => "Export it first, then type its name to remove it.",
            Self::NetworkAddress { .. } => "Give an address that begins with ws:// or wss:// and names a host.",
            Self::PrivateAddresses => "Leave --allow-private-addresses out.",
            Self::NetworkChanged { .. } => {
                "Check the address. If the network was made anew on purpose, add it under a new name."
            }
            Self::SettingDamaged { .. } => "Restore the data folder from a copy, or start with a new one.",
            Self::FundsMissing => "Try again; `pileus localnet status` shows how the local network does.",
            Self::TransactionMissing { .. } => "For an older one name the block to search backwards from with --from.",
            Self::PreviewUnknownKind { .. } | Self::PreviewTooLarge { .. } => {
                "Save it, then open it with its own program."
            }
            Self::Value(_) => "Correct it and try again.",
        }
    }
}
