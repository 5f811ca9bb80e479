//! Options of `localnet`.

use clap::{Args, Subcommand, ValueEnum};

/// What to do with the local network.
#[derive(Debug, Subcommand)]
pub(crate) enum LocalnetCommand {
    /// Run it until it is stopped; prints one line of JSON
    Start(StartArgs),
    /// Show whether it runs, and where
    Status,
    /// Stop the process that runs it alone
    Stop,
    /// Delete its chain and everything stored on it
    Reset,
    /// Disturb it, move its time, or let it behave again
    #[command(subcommand)]
    Fault(FaultCommand),
}

/// How to disturb the local network.
#[derive(Debug, Clone, Subcommand)]
pub(crate) enum FaultCommand {
    /// Let the chain's RPC or its finality misbehave
    Rpc {
        /// How
        #[arg(value_enum)]
        kind: RpcFaultKind,
        /// For so long [default: until cleared]
        #[arg(long)]
        millis: Option<u64>,
    },
    /// Let a storage node misbehave
    Node {
        /// Which, from 0
        index: usize,
        /// How
        #[arg(value_enum)]
        kind: NodeFaultKind,
        /// For which call
        #[arg(long, value_enum, default_value_t = NodeCallKind::Any)]
        call: NodeCallKind,
        /// Bytes a second of `slow`, bytes before a `cut`, status of `wrong-status`
        #[arg(long)]
        value: Option<u64>,
        /// For so many calls [default: until cleared]
        #[arg(long)]
        times: Option<u32>,
    },
    /// Let a gateway cheat, or answer what no client can use; a new fault takes the place of one that lasts
    Gateway {
        /// How
        #[arg(value_enum)]
        kind: GatewayFaultKind,
        /// Which, from 0: two of DeOSS, then one of CD²N
        #[arg(long, default_value_t = 0)]
        gateway: usize,
        /// Territory of `wrong-territory`, file name of `wrong-name`, status of `wrong-status` and `lost-answer`, address
        /// of `redirect`
        #[arg(long)]
        value: Option<String>,
        /// For so many requests [default: until cleared]
        #[arg(long)]
        times: Option<u32>,
    },
    /// Stop a gateway
    StopGateway {
        /// Which, from 0
        index: usize,
    },
    /// Start a stopped gateway
    StartGateway {
        /// Which, from 0
        index: usize,
    },
    /// Stop a storage node
    StopNode {
        /// Which, from 0
        index: usize,
    },
    /// Start a stopped storage node
    StartNode {
        /// Which, from 0
        index: usize,
    },
    /// Make blocks now
    Blocks {
        /// How many
        blocks: u32,
    },
    /// Set the chain's number and time forward in one step
    Jump {
        /// By how many blocks
        blocks: u32,
    },
    /// End all faults
    Clear,
}

/// How RPC misbehaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RpcFaultKind {
    /// Break all connections once
    Drop,
    /// Refuse connections
    Refuse,
    /// Hold all answers back
    Stall,
    /// Make blocks, but none final
    LateFinality,
}

/// How a storage node misbehaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum NodeFaultKind {
    /// End the connection without an answer
    Refuse,
    /// Never answer
    Hang,
    /// Let bytes trickle
    Slow,
    /// End the connection in the middle of a body
    Cut,
    /// Flip one bit of the answer
    Corrupt,
    /// Have no room on the disk
    FullDisk,
    /// Answer another HTTP status
    WrongStatus,
    /// Lose fragments
    Lose,
}

/// How a gateway misbehaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum GatewayFaultKind {
    /// Store other bytes under the file's own id
    Swap,
    /// Encrypt the bytes before they are stored
    Reencrypt,
    /// Store the first half only
    Truncate,
    /// Order, and bring nothing to the storage nodes
    Stall,
    /// Say that it ordered, and do not
    DropOrder,
    /// Order for itself
    WrongOwner,
    /// Charge another territory
    WrongTerritory,
    /// Order under another name
    WrongName,
    /// Flip one bit of what is handed out
    CorruptDownload,
    /// Never answer
    Hang,
    /// Answer without an end
    EndlessBody,
    /// Answer 100 MB of JSON
    HugeJson,
    /// Answer a web page
    Html,
    /// Answer another HTTP status
    WrongStatus,
    /// Do it, and answer another HTTP status
    LostAnswer,
    /// Lead elsewhere
    Redirect,
}

/// Calls to a storage node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum NodeCallKind {
    /// All of them
    Any,
    /// Its status
    Status,
    /// Taking a fragment
    Put,
    /// Giving a fragment
    Get,
    /// Its report on the chain
    Report,
}

/// Of `localnet start`.
#[derive(Debug, Clone, Args)]
pub(crate) struct StartArgs {
    /// Who chooses the storage nodes of an order; counts for a new chain only
    #[arg(long, value_enum, default_value_t = AllocationChoice::Network)]
    pub(crate) allocate: AllocationChoice,
    /// Let storage nodes report after 30 s, as on CESS
    #[arg(long)]
    pub(crate) faithful: bool,
    /// Make blocks as soon as something waits, and let nodes report at once
    #[arg(long, conflicts_with = "faithful")]
    pub(crate) fast: bool,
    /// Port of the chain [default: that of last time, or any]
    #[arg(long, value_name = "PORT")]
    pub(crate) rpc_port: Option<u16>,
    /// Port of the first storage node, the others follow [default: those of last time, or any]
    #[arg(long, value_name = "PORT")]
    pub(crate) first_node_port: Option<u16>,
}

/// Who chooses storage nodes on the local network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AllocationChoice {
    /// The chain does
    Network,
    /// The client does, as on today's CESS
    Client,
}
