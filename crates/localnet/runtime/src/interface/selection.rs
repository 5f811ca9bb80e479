//! Which pallets a table covers, and how much of each.

/// A pallet and the part of it that is described.
#[derive(Clone, Copy, Debug)]
pub struct Selection {
    /// The pallet's name.
    pub pallet: &'static str,
    /// The items by name, or everything.
    pub items: Option<&'static [&'static str]>,
}

impl Selection {
    /// Everything the pallet has, every index included.
    pub const fn whole(pallet: &'static str) -> Self {
        Self { pallet, items: None }
    }

    /// Some items of the pallet, by name and shape; indices of events and errors are left out, since the stock
    /// pallets move those from release to release.
    pub const fn named(pallet: &'static str, items: &'static [&'static str]) -> Self {
        Self { pallet, items: Some(items) }
    }

    /// Whether the whole pallet is described.
    pub(super) fn is_whole(&self) -> bool {
        self.items.is_none()
    }

    /// Whether this item is described.
    pub(super) fn takes(&self, item: &str) -> bool {
        self.items.is_none_or(|items| items.contains(&item))
    }

    /// The names asked for.
    pub(super) fn names(&self) -> &'static [&'static str] {
        self.items.unwrap_or(&[])
    }
}

/// What the local network mirrors: the pallets of CESS as a whole, and of the stock pallets what a client names.
pub const MIRROR: &[Selection] = &[
    Selection::named(
        "System",
        &[
            "Account",
            "Number",
            "BlockHash",
            "BlockHashCount",
            "SS58Prefix",
            "ExtrinsicFailed",
            "ExtrinsicSuccess",
            "NewAccount",
        ],
    ),
    Selection::named("Timestamp", &["set", "Now", "MinimumPeriod"]),
    Selection::named(
        "Balances",
        &[
            "transfer_allow_death",
            "transfer_keep_alive",
            "transfer_all",
            "ExistentialDeposit",
            "Endowed",
            "Transfer",
            "Reserved",
            "Unreserved",
            "Deposit",
            "Withdraw",
            "InsufficientBalance",
            "ExistentialDeposit",
            "Expendability",
        ],
    ),
    Selection::named("TransactionPayment", &["NextFeeMultiplier", "TransactionFeePaid"]),
    Selection::named(
        "TeeWorker",
        &["MasterKeyStatus", "MasterKeyHistory", "Workers", "CounterForWorkers", "Endpoints", "LastWork"],
    ),
    Selection::whole("FileBank"),
    Selection::whole("Sminer"),
    Selection::whole("StorageHandler"),
    Selection::whole("Oss"),
];
