//! One file for each group of commands.

mod account;
mod account_file;
mod attend;
mod bucket;
mod cancel;
mod check;
mod download;
mod files;
mod gateway;
mod jobs;
mod key;
mod kit;
mod localnet;
mod localnet_fault;
mod network;
mod plan;
mod receipt;
mod resealing;
mod resume;
mod revoke_after;
mod status;
mod territory;
mod upload;

use clap::CommandFactory;
use pileus_domain::Problem;

use crate::{
    Exit,
    args::{Cli, Command},
    shell::Shell,
};

/// Do what the command says.
pub(crate) async fn dispatch(shell: &mut Shell, command: Command) -> Result<Exit, Problem> {
    match command {
        Command::Plan(args) => plan::plan(shell, args).await,
        Command::Upload(args) => upload::upload(shell, args).await,
        Command::Download(args) => download::download(shell, args).await,
        Command::Status(args) => status::status(shell, args).await,
        Command::Ls(args) => files::ls(shell, args).await,
        Command::Verify(args) => files::verify(shell, args).await,
        Command::Drill(args) => check::drill(shell, args).await,
        Command::Check(args) => check::check(shell, args).await,
        Command::Rm(args) => files::rm(shell, args).await,
        Command::Receipt(command) => receipt::receipt(shell, command).await,
        Command::Jobs => jobs::jobs(shell).await,
        Command::Resume(args) => resume::resume(shell, args).await,
        Command::Cancel(args) => cancel::cancel(shell, args).await,
        Command::Bucket(command) => bucket::bucket(shell, command).await,
        Command::Territory(command) => territory::territory(shell, command).await,
        Command::Gateway(command) => gateway::gateway(shell, command).await,
        Command::Account(command) => account::account(shell, command).await,
        Command::Key(command) => key::key(shell, command).await,
        Command::Kit(command) => kit::kit(shell, command).await,
        Command::Files(command) => kit::files(shell, command).await,
        Command::Network(command) => network::network(shell, command).await,
        Command::Localnet(command) => localnet::localnet(shell, command).await,
        Command::Completions { shell: of } => {
            completions(shell, of);
            Ok(Exit::Done)
        }
    }
}

fn completions(shell: &mut Shell, of: clap_complete::Shell) {
    let mut script = Vec::new();
    clap_complete::generate(of, &mut Cli::command(), "pileus", &mut script);
    shell.output.raw(&script);
}
