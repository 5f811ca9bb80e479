//! `gateway`: who may act for an account.

use pileus_app::{GatewayChange, GatewayLink, GatewayPower, Quote};
use pileus_contract::{Answer, GatewayToldView, GatewayView, Line, QuoteView, ReceiptView};
use pileus_domain::{AccountId, Fid, Problem};

use crate::{Exit, args::GatewayCommand, output::money, shell::Shell, wiring::Session};

pub(super) async fn gateway(shell: &mut Shell, command: GatewayCommand) -> Result<Exit, Problem> {
    let session = Session::open(shell).await?;
    let answer = match command {
        GatewayCommand::List => list(shell, &session).await.map(Some),
        GatewayCommand::Status { gateway } => status(shell, &session, &gateway).await.map(Some),
        GatewayCommand::Ask { gateway, fid } => ask(&session, &gateway, &fid).await.map(Some),
        GatewayCommand::Link { fid } => link(shell, &session, &fid).await.map(Some),
        GatewayCommand::Authorise { gateway } => carry_out(shell, &session, GatewayChange::Authorise, &gateway).await,
        GatewayCommand::Revoke { gateway } => carry_out(shell, &session, GatewayChange::Revoke, &gateway).await,
    };
    session.close().await;
    let Some(answer) = answer? else { return Ok(Exit::Stopped) };
    shell.output.answer(answer);
    Ok(Exit::Done)
}

/// The account in use; none on a data folder without any.
fn account(shell: &Shell, session: &Session) -> Result<Option<AccountId>, Problem> {
    let keys = &session.services.keys;
    let wanted = shell.globals.account.as_deref();
    if wanted.is_none() && keys.accounts()?.is_empty() {
        return Ok(None);
    }
    Ok(Some(keys.account(wanted)?.account))
}

async fn list(shell: &Shell, session: &Session) -> Result<Answer, Problem> {
    let account = account(shell, session)?;
    let all = session.services.gateways.list(account.as_ref()).await?;
    Ok(Answer::GatewayList { gateways: all.iter().map(GatewayView::from).collect() })
}

async fn status(shell: &Shell, session: &Session, name: &str) -> Result<Answer, Problem> {
    let account = account(shell, session)?;
    let entry = session.services.gateways.status(account.as_ref(), name).await?;
    Ok(Answer::GatewayStatus(GatewayView::from(&entry)))
}

async fn ask(session: &Session, name: &str, fid: &Fid) -> Result<Answer, Problem> {
    let told = session.services.gateways.ask(name, fid).await?;
    Ok(Answer::GatewayAsk(GatewayToldView::from(&told)))
}

async fn link(shell: &Shell, session: &Session, fid: &Fid) -> Result<Answer, Problem> {
    let account = account(shell, session)?;
    let GatewayLink { gateway, url } = session.services.gateways.link(account.as_ref(), fid).await?;
    Ok(Answer::GatewayLink { gateway, url })
}

async fn carry_out(
    shell: &mut Shell,
    session: &Session,
    change: GatewayChange,
    name: &str,
) -> Result<Option<Answer>, Problem> {
    let account = session.services.keys.account(shell.globals.account.as_deref())?.account;
    session.home.unlock(shell)?;
    let quote = session.services.gateways.quote(&account, change, name).await?;
    if change == GatewayChange::Authorise {
        for power in session.services.gateways.powers(&account, name).await? {
            shell.output.notice(sentence(*power));
        }
    }
    show(shell, session, &quote);
    if !shell.confirm("Sign this?")? {
        shell.output.notice("Nothing was signed.");
        return Ok(None);
    }
    let receipt = session.services.gateways.carry_out(&quote).await?;
    let view = ReceiptView::new(&quote, &receipt);
    Ok(Some(match change {
        GatewayChange::Authorise => Answer::GatewayAuthorise(view),
        GatewayChange::Revoke => Answer::GatewayRevoke(view),
    }))
}

/// What a person should know of a power before it is given.
fn sentence(power: GatewayPower) -> &'static str {
    match power {
        GatewayPower::Store => {
            "It can store files in this account's name, in all its territories, until they are full."
        }
        GatewayPower::Move => "It can charge stored files to another territory of this account.",
        GatewayPower::Delete => "It can delete every file of this account, also those that it did not store.",
        GatewayPower::Unending => "This does not end by itself: it lasts until `pileus gateway revoke`.",
        GatewayPower::OpenToAnybody => {
            "While it is authorised, anybody who knows this account's address can fill its territories through it: revoke \
             it right after the upload."
        }
        GatewayPower::SignedForGood => {
            "What this account signs to upload there never expires and names no gateway: whoever has it can sign in as \
             this account at any CD\u{b2}N gateway. An account of its own for storage keeps the rest apart."
        }
    }
}

/// Show what a change costs.
pub(super) fn show(shell: &mut Shell, session: &Session, quote: &Quote) {
    let token = &session.services.identity().token_symbol;
    let text = [
        format!("This will {}.", quote.summary),
        format!("  Fee      {}", money(quote.fee, token)),
        format!("  Balance  {} now, {} afterwards", money(quote.balance, token), money(quote.resulting, token)),
    ];
    shell.output.line(&Line::Quote(QuoteView::from(quote)), &text.join("\n"));
}
