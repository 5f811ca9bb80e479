//! `network`: where files are stored.

use pileus_contract::{Answer, NetworkInfoView, NetworkView};
use pileus_domain::Problem;
use pileus_pipeline::problem;
use pileus_ports::At;

use crate::{
    Exit,
    args::NetworkCommand,
    shell::Shell,
    wiring::{Home, Session},
};

pub(super) async fn network(shell: &mut Shell, command: NetworkCommand) -> Result<Exit, Problem> {
    let home = Home::open(shell)?;
    let answer = match command {
        NetworkCommand::List => Answer::NetworkList { networks: list(&home).await? },
        NetworkCommand::Add { name, rpc, allow_private_addresses } => {
            let profile = home.networks.add(&name, rpc, allow_private_addresses).await?;
            Answer::NetworkAdd(NetworkView::new(&profile, false))
        }
        NetworkCommand::Use { name } => {
            home.networks.make_current(&name).await?;
            Answer::NetworkUse(NetworkView::new(&home.networks.resolve(None).await?, true))
        }
        NetworkCommand::Remove { name } => {
            home.networks.remove(&name).await?;
            Answer::NetworkList { networks: list(&home).await? }
        }
        NetworkCommand::Info => {
            let session = Session::over(shell, home).await?;
            let view = info(&session).await;
            session.close().await;
            Answer::NetworkInfo(view?)
        }
    };
    shell.output.answer(answer);
    Ok(Exit::Done)
}

async fn list(home: &Home) -> Result<Vec<NetworkView>, Problem> {
    let current = home.networks.current().await?;
    let all = home.networks.list().await?;
    Ok(all.iter().map(|profile| NetworkView::new(profile, profile.name == current)).collect())
}

async fn info(session: &Session) -> Result<NetworkInfoView, Problem> {
    let chain = &session.services.ports().chain;
    let best = chain.head(At::Best).await.map_err(|e| problem::of_chain(&e))?;
    let finalized = chain.head(At::Final).await.map_err(|e| problem::of_chain(&e))?;
    let market = chain.market().await.map_err(|e| problem::of_chain(&e))?;
    let (name, identity) = (&session.profile.name, session.services.identity());
    Ok(NetworkInfoView::new(name, identity, (best, finalized), market, &chain.health().await))
}
