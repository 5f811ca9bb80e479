//! The command line as it is typed.

mod account;
mod bucket;
mod check;
mod gateway;
mod key;
mod kit;
mod localnet;
mod network;
mod receipt;
mod territory;
mod transfer;
mod value;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use pileus_app::StatusQuery;
use pileus_domain::{BlockNumber, BucketName, Fid, TerritoryName};

pub(crate) use account::AccountCommand;
pub(crate) use bucket::BucketCommand;
pub(crate) use check::{CheckArgs, DrillArgs};
pub(crate) use gateway::GatewayCommand;
pub(crate) use key::{KeyCommand, KeyPlace};
pub(crate) use kit::{FilesCommand, KitArgs, KitCommand};
pub(crate) use localnet::{
    AllocationChoice, FaultCommand, GatewayFaultKind, LocalnetCommand, NodeCallKind, NodeFaultKind, RpcFaultKind,
    StartArgs,
};
pub(crate) use network::NetworkCommand;
pub(crate) use receipt::{ReceiptCommand, ReceiptSubject};
pub(crate) use territory::TerritoryCommand;
pub(crate) use transfer::{CancelArgs, DownloadArgs, NodeAllocation, PlanArgs, ResumeArgs, UploadArgs};
pub(crate) use value::{CapsuleOption, RouteOption, SealOption, UploadRouteOption, seal_choice};

/// Store files on CESS.
#[derive(Debug, Parser)]
#[command(name = "pileus", version, long_about = None, propagate_version = true, max_term_width = 100)]
pub(crate) struct Cli {
    /// Options of every command.
    #[command(flatten)]
    pub(crate) globals: Globals,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options of every command.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Options of every command")]
pub(crate) struct Globals {
    /// Folder of journal, vault and local network [default: pileus in the XDG data folder]
    #[arg(long, global = true, env = "PILEUS_DATA_DIR", value_name = "DIR", hide_env_values = true)]
    pub(crate) data_dir: Option<PathBuf>,
    /// Network: `local`, a name from `network list`, or a WebSocket address [default: local]
    #[arg(long, global = true, value_name = "NETWORK")]
    pub(crate) network: Option<String>,
    /// Account to act for, by name or address [default: the default account]
    #[arg(long, global = true, value_name = "ACCOUNT")]
    pub(crate) account: Option<String>,
    /// Answer every question with yes
    #[arg(long, short = 'y', global = true)]
    pub(crate) yes: bool,
    /// Print one JSON object a line; the last one is the result
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// File whose first line is the passphrase of the vault; `-` is standard input
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) vault_passphrase_file: Option<PathBuf>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show what a file would become, without any network
    Plan(PlanArgs),
    /// Store files
    Upload(UploadArgs),
    /// Get a file back
    Download(DownloadArgs),
    /// Show where a file or a transaction stands
    Status(StatusArgs),
    /// List stored files
    Ls(LsArgs),
    /// Check whether a stored file is whole
    Verify(VerifyArgs),
    /// Rebuild a stored file from a random four of twelve fragments, and compare
    Drill(DrillArgs),
    /// Check whether a file on this computer is what the network holds
    Check(CheckArgs),
    /// Delete a stored file
    Rm(RmArgs),
    /// Receipts: signed proofs of what is stored
    #[command(subcommand)]
    Receipt(ReceiptCommand),
    /// List transfers
    Jobs,
    /// Go on with transfers that stopped
    Resume(ResumeArgs),
    /// Cancel a transfer
    Cancel(CancelArgs),
    /// Buckets: named collections of files
    #[command(subcommand)]
    Bucket(BucketCommand),
    /// Territories: rented space
    #[command(subcommand)]
    Territory(TerritoryCommand),
    /// Gateways: services that may act for an account
    #[command(subcommand)]
    Gateway(GatewayCommand),
    /// Accounts and the vault that keeps them
    #[command(subcommand)]
    Account(AccountCommand),
    /// Data keys, which seal files
    #[command(subcommand)]
    Key(KeyCommand),
    /// Recovery kits: everything to have accounts, data keys and files again
    #[command(subcommand)]
    Kit(KitCommand),
    /// The catalogue of stored files
    #[command(subcommand)]
    Files(FilesCommand),
    /// Networks to store on
    #[command(subcommand)]
    Network(NetworkCommand),
    /// The local network: stored on this computer only
    #[command(subcommand)]
    Localnet(LocalnetCommand),
    /// Print completions for a shell
    Completions {
        /// Which shell
        shell: Shell,
    },
}

/// Of `status`.
#[derive(Debug, Args)]
pub(crate) struct StatusArgs {
    /// File id, or transaction hash with `0x` before it
    #[arg(value_name = "FID|TXHASH")]
    pub(crate) query: StatusQuery,
    /// Stay until nothing changes any more
    #[arg(long)]
    pub(crate) follow: bool,
    /// Search for a foreign transaction backwards from this block
    #[arg(long, value_name = "BLOCK", value_parser = value::block)]
    pub(crate) from: Option<BlockNumber>,
}

/// Of `ls`.
#[derive(Debug, Args)]
pub(crate) struct LsArgs {
    /// Only this bucket
    #[arg(long)]
    pub(crate) bucket: Option<BucketName>,
    /// Only this territory
    #[arg(long)]
    pub(crate) territory: Option<TerritoryName>,
}

/// Of `verify`.
#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// File id
    pub(crate) fid: Fid,
    /// Fetch every fragment from its storage node and check it
    #[arg(long)]
    pub(crate) deep: bool,
}

/// Of `rm`.
#[derive(Debug, Args)]
pub(crate) struct RmArgs {
    /// File id
    pub(crate) fid: Fid,
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser, error::ErrorKind};
    use std::path::Path;

    use pileus_app::SealChoice;

    use super::*;

    fn parse(words: &str) -> Result<Cli, clap::Error> {
        Cli::try_parse_from(std::iter::once("pileus").chain(words.split_whitespace()))
    }

    fn kind(words: &str) -> ErrorKind {
        parse(words).unwrap_err().kind()
    }

    #[test]
    fn the_definition_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn options_of_every_command_may_stand_anywhere() {
        let after = parse("jobs --json --yes --network ws://127.0.0.1:9944 --data-dir /x").unwrap().globals;
        let before = parse("--json --yes --network ws://127.0.0.1:9944 --data-dir /x jobs").unwrap().globals;
        assert_eq!(format!("{after:?}"), format!("{before:?}"));
        assert!(after.json && after.yes);
        assert_eq!(after.data_dir.as_deref(), Some(Path::new("/x")));
    }

    #[test]
    fn uploads_are_sealed_with_the_default_key_unless_told_otherwise() {
        let seal = |words: &str| match parse(words).unwrap().command {
            Command::Upload(args) => args.seal,
            other => panic!("{other:?}"),
        };
        assert_eq!(seal("upload f"), [SealOption::Key("default".into())]);
        assert_eq!(seal("upload f --seal none"), [SealOption::None]);
        assert_eq!(seal("upload f --seal passphrase --passphrase-file p"), [SealOption::Passphrase]);
        let both = [SealOption::Key("work".into()), SealOption::Key("home".into())];
        assert_eq!(seal("upload f --seal key:work --seal key:home"), both);
    }

    #[test]
    fn several_seals_can_only_be_keys() {
        let key = |name: &str| SealOption::Key(name.to_owned());
        assert_eq!(seal_choice(&[key("a"), key("b")]).unwrap(), SealChoice::DataKeys(vec!["a".into(), "b".into()]));
        assert_eq!(seal_choice(&[SealOption::None]).unwrap(), SealChoice::None);
        for other in [SealOption::None, SealOption::Passphrase] {
            assert_eq!(seal_choice(&[key("a"), other]).unwrap_err().code, "usage");
        }
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        assert_eq!(kind("upload"), ErrorKind::MissingRequiredArgument);
        assert_eq!(kind("upload f --seal key:"), ErrorKind::ValueValidation);
        assert_eq!(kind("upload f --seal secret"), ErrorKind::ValueValidation);
        assert_eq!(kind("upload f --allocation maybe"), ErrorKind::InvalidValue);
        assert_eq!(kind("upload f --route gateway:"), ErrorKind::ValueValidation);
        assert_eq!(kind("upload f --route sideways"), ErrorKind::ValueValidation);
        assert_eq!(kind("download zz"), ErrorKind::ValueValidation);
        assert_eq!(kind("status zz"), ErrorKind::ValueValidation);
        assert_eq!(kind("cancel 0000000000000001 --stop-here --finish-then-delete"), ErrorKind::ArgumentConflict);
        assert_eq!(kind("territory rent t --gib x"), ErrorKind::ValueValidation);
        assert_eq!(kind("account import a --secret-file f --development //Alice"), ErrorKind::ArgumentConflict);
        assert_eq!(kind("account import a --secret-file f --account-file f"), ErrorKind::ArgumentConflict);
        assert_eq!(kind("account import a --passphrase-file f"), ErrorKind::MissingRequiredArgument);
        assert_eq!(kind("account export a"), ErrorKind::MissingRequiredArgument);
        assert_eq!(kind("key create"), ErrorKind::MissingRequiredArgument);
        assert_eq!(kind("key move"), ErrorKind::MissingRequiredArgument);
        assert_eq!(kind("key move --to elsewhere"), ErrorKind::InvalidValue);
        assert_eq!(kind("nonsense"), ErrorKind::InvalidSubcommand);
    }

    #[test]
    fn a_secret_is_never_an_argument() {
        for word in ["--passphrase", "--secret", "--seed", "--words", "--password"] {
            assert_eq!(kind(&format!("account import a {word} x")), ErrorKind::UnknownArgument, "{word}");
            assert_eq!(kind(&format!("upload f {word} x")), ErrorKind::UnknownArgument, "{word}");
            assert_eq!(kind(&format!("key derive a {word} x")), ErrorKind::UnknownArgument, "{word}");
            assert_eq!(kind(&format!("key move --to vault {word} x")), ErrorKind::UnknownArgument, "{word}");
        }
    }

    #[test]
    fn every_command_of_the_guide_is_understood() {
        let fid = "ab".repeat(32);
        for words in [
            "plan f --seal none".to_owned(),
            "upload a b --territory t --bucket b --allocation client".to_owned(),
            "upload a --route direct".to_owned(),
            "upload a --route gateway:gateway.example".to_owned(),
            format!("download {fid} --out o --passphrase-file -"),
            format!("download {fid} --cipher"),
            format!("status {fid} --follow"),
            format!("status 0x{fid} --from 12"),
            "ls --bucket b".to_owned(),
            format!("verify {fid} --deep"),
            format!("drill {fid}"),
            "check f".to_owned(),
            format!("check f {fid} --passphrase-file -"),
            format!("rm {fid}"),
            format!("receipt save {fid} --out o"),
            "receipt save 0000000000000001".to_owned(),
            "receipt verify f --offline".to_owned(),
            "kit make --out d --shares 2/3".to_owned(),
            "kit make --out d --words-to f".to_owned(),
            "kit check k --words-file -".to_owned(),
            "kit drill --codes f".to_owned(),
            "kit restore k --offline".to_owned(),
            "files rebuild".to_owned(),
            "resume".to_owned(),
            "resume 0000000000000001".to_owned(),
            "cancel 0000000000000001 --stop-here".to_owned(),
            "bucket list".to_owned(),
            "bucket create b --territory t".to_owned(),
            "bucket rename a b".to_owned(),
            "bucket delete b".to_owned(),
            "bucket move b t".to_owned(),
            "territory list".to_owned(),
            "territory rent t --gib 1 --days 30".to_owned(),
            "territory expand t --gib 1".to_owned(),
            "territory renew t --days 1".to_owned(),
            "territory rename a b".to_owned(),
            "gateway list".to_owned(),
            "gateway status localhost:8080".to_owned(),
            format!("gateway ask localhost:8080 {}", "ab".repeat(32)),
            "gateway authorise localhost:8080".to_owned(),
            "gateway revoke localhost:8080".to_owned(),
            "account new a --words-file w".to_owned(),
            "account list".to_owned(),
            "account import a --development //Alice".to_owned(),
            "account import a --account-file f --passphrase-file -".to_owned(),
            "account export a --out f --passphrase-file -".to_owned(),
            "account show".to_owned(),
            "account use a".to_owned(),
            "account protect --remove".to_owned(),
            "account remove a --confirm a".to_owned(),
            "key list".to_owned(),
            "key create work".to_owned(),
            "key derive work --passphrase-file -".to_owned(),
            "key import work --key-file f".to_owned(),
            "key export work --out f".to_owned(),
            "key rename work home".to_owned(),
            "key rotate work --old-name before".to_owned(),
            "key remove work --confirm work".to_owned(),
            "key move --to vault --passphrase-file -".to_owned(),
            "key move --to keyring".to_owned(),
            "network list".to_owned(),
            "network add n wss://a wss://b".to_owned(),
            "network use n".to_owned(),
            "network info".to_owned(),
            "localnet start --allocate client --faithful".to_owned(),
            "localnet status".to_owned(),
            "localnet stop".to_owned(),
            "localnet reset".to_owned(),
            "localnet fault node 3 slow --call put --value 1000 --times 2".to_owned(),
            "localnet fault rpc stall --millis 500".to_owned(),
            "localnet fault gateway wrong-status --value 413 --times 1".to_owned(),
            "localnet fault gateway swap --gateway 2".to_owned(),
            "localnet fault stop-gateway 1".to_owned(),
            "localnet fault start-gateway 1".to_owned(),
            "localnet fault clear".to_owned(),
            "completions bash".to_owned(),
        ] {
            parse(&words).unwrap_or_else(|e| panic!("{words}: {e}"));
        }
    }

    #[test]
    fn the_help_of_the_program_stays_as_it_is_documented() {
        let mut command = Cli::command().term_width(100);
        insta::assert_snapshot!(command.render_help());
    }

    #[test]
    fn the_help_of_key_stays_as_it_is_documented() {
        let mut command = Cli::command().term_width(100);
        command.build();
        let key = command.find_subcommand_mut("key").unwrap();
        insta::assert_snapshot!(key.render_help());
    }

    #[test]
    fn the_help_of_upload_stays_as_it_is_documented() {
        let mut command = Cli::command().term_width(100);
        command.build();
        let upload = command.find_subcommand_mut("upload").unwrap();
        insta::assert_snapshot!(upload.render_help());
    }
}
