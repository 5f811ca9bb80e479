//! `localnet`: the network inside this computer, run alone.

use std::{path::Path, time::Duration};

use pileus_contract::{Answer, Line};
use pileus_domain::Problem;
use pileus_localnet::{
    Allocation, LocalNetwork, Membership, NetworkInfo, Settings,
    chain::{BlockTime, Finality},
    host::ControlClient,
};

use super::localnet_fault;
use crate::{
    Exit,
    args::{AllocationChoice, LocalnetCommand, StartArgs},
    folder::data_folder,
    problem,
    shell::Shell,
    wiring::{describe, folder_of},
};

pub(super) async fn localnet(shell: &mut Shell, command: LocalnetCommand) -> Result<Exit, Problem> {
    let folder = folder_of(&data_folder(shell.globals.data_dir.as_deref())?);
    let answer = match command {
        LocalnetCommand::Start(args) => return start(shell, &folder, &args).await,
        LocalnetCommand::Status => status(&folder)?,
        LocalnetCommand::Stop => stop(&folder).await?,
        LocalnetCommand::Reset => match reset(shell, &folder)? {
            Some(answer) => answer,
            None => return Ok(Exit::Stopped),
        },
        LocalnetCommand::Fault(command) => {
            Answer::LocalnetFault { answer: localnet_fault::fault(&control(&folder)?, command).await? }
        }
    };
    shell.output.answer(answer);
    Ok(Exit::Done)
}

/// Run it, or wait beside the process that does, until somebody says stop.
async fn start(shell: &mut Shell, folder: &Path, args: &StartArgs) -> Result<Exit, Problem> {
    let member = Membership::host_or_join(settings(folder, args)).await;
    let member = member.map_err(|e| problem::of_local("The local network could not be started.", &e))?;
    shell.output.object(&Line::Result(Answer::LocalnetStart(describe(&member.info()))));
    tokio::select! {
        () = stop_requested(&member) => {}
        () = shell.interrupts.next() => {}
    }
    member.leave().await;
    Ok(Exit::Done)
}

async fn stop_requested(member: &Membership) {
    match member.became_host().await {
        Ok(network) => network.stop_requested().await,
        Err(_) => std::future::pending().await,
    }
}

fn settings(folder: &Path, args: &StartArgs) -> Settings {
    /// A block follows this soon on what waits.
    const FAST_BLOCK: Duration = Duration::from_millis(100);
    /// A block comes at least this often.
    const IDLE_BLOCK: Duration = Duration::from_secs(1);
    let mut settings = Settings::new(folder);
    if args.faithful {
        settings = settings.faithful();
    }
    if args.fast {
        settings.block_time = BlockTime::OnTransaction { delay: FAST_BLOCK, idle: IDLE_BLOCK };
        settings.finality = Finality { blocks: 0, delay: FAST_BLOCK };
        settings.report_delay = Duration::ZERO;
    }
    settings.allocation = match args.allocate {
        AllocationChoice::Network => Allocation::Network,
        AllocationChoice::Client => Allocation::Client,
    };
    (settings.rpc_port, settings.first_node_port) = (args.rpc_port, args.first_node_port);
    settings
}

/// What runs in the folder, if anything does.
fn running(folder: &Path) -> Result<Option<NetworkInfo>, Problem> {
    match LocalNetwork::join(folder) {
        Ok(info) => Ok(Some(info)),
        Err(pileus_localnet::error::NetworkError::NotHosted { .. }) => Ok(None),
        Err(error) => Err(problem::of_local("The local network could not be asked.", &error)),
    }
}

fn status(folder: &Path) -> Result<Answer, Problem> {
    let network = running(folder)?.map(|info| describe(&info));
    Ok(Answer::LocalnetStatus { running: network.is_some(), network })
}

async fn stop(folder: &Path) -> Result<Answer, Problem> {
    if running(folder)?.is_none() {
        return Ok(Answer::LocalnetStop { stopped: false });
    }
    let stopped = control(folder)?.stop().await;
    stopped.map_err(|e| problem::of_local("The local network could not be asked to stop.", &e))?;
    Ok(Answer::LocalnetStop { stopped: true })
}

fn reset(shell: &mut Shell, folder: &Path) -> Result<Option<Answer>, Problem> {
    if !folder.exists() {
        return Ok(Some(Answer::LocalnetReset { removed: false }));
    }
    if !shell.confirm("Delete the local network with everything stored on it?")? {
        shell.output.notice("Nothing was deleted.");
        return Ok(None);
    }
    let reset = LocalNetwork::reset(folder);
    reset.map_err(|e| problem::of_local("The local network could not be deleted.", &e))?;
    Ok(Some(Answer::LocalnetReset { removed: true }))
}

fn control(folder: &Path) -> Result<ControlClient, Problem> {
    let Some(info) = running(folder)? else { return Err(problem::local_not_running()) };
    ControlClient::of(&info).map_err(|e| problem::of_local("The local network could not be asked.", &e))
}
