//! `territory`: rented space, with its price before anything is signed.

use pileus_app::{PricedChange, Quote, TerritoryChange};
use pileus_contract::{Answer, Line, QuoteView, ReceiptView, TerritoryView};
use pileus_domain::{AccountId, Planck, Problem};
use pileus_ports::Given;

use crate::{Exit, args::TerritoryCommand, output::money, shell::Shell, wiring::Session};

pub(super) async fn territory(shell: &mut Shell, command: TerritoryCommand) -> Result<Exit, Problem> {
    let session = Session::open(shell).await?;
    let answer = match command.clone().change() {
        None => list(shell, &session).await.map(Some),
        Some(change) => carry_out(shell, &session, &change).await,
    };
    session.close().await;
    let Some(answer) = answer? else { return Ok(Exit::Stopped) };
    shell.output.answer(answer);
    Ok(Exit::Done)
}

async fn list(shell: &Shell, session: &Session) -> Result<Answer, Problem> {
    let services = &session.services;
    let wanted = shell.globals.account.as_deref();
    if wanted.is_none() && services.keys.accounts()?.is_empty() {
        return Ok(Answer::TerritoryList { territories: Vec::new() });
    }
    let account = services.keys.account(wanted)?.account;
    let now = services.territories.now().await?;
    let all = services.territories.list(&account).await?;
    Ok(Answer::TerritoryList { territories: all.iter().map(|t| TerritoryView::new(t, now)).collect() })
}

async fn carry_out(shell: &mut Shell, session: &Session, change: &TerritoryChange) -> Result<Option<Answer>, Problem> {
    let account = session.services.keys.account(shell.globals.account.as_deref())?.account;
    session.home.unlock(shell)?;
    let PricedChange { id, quote, .. } = price(shell, session, &account, change).await?;
    show(shell, session, &quote);
    if !shell.confirm("Sign this?")? {
        shell.output.notice("Nothing was signed.");
        return Ok(None);
    }
    let receipt = session.services.space.sign(&id, &Given).await?;
    let view = ReceiptView::new(&quote, &receipt);
    Ok(Some(match change {
        TerritoryChange::Rent { .. } => Answer::TerritoryRent(view),
        TerritoryChange::Expand { .. } => Answer::TerritoryExpand(view),
        TerritoryChange::Renew { .. } => Answer::TerritoryRenew(view),
        TerritoryChange::Rename { .. } => Answer::TerritoryRename(view),
        TerritoryChange::Revive { .. } => Answer::TerritoryRevive(view),
        TerritoryChange::Grant { .. } => Answer::TerritoryGrant(view),
        TerritoryChange::Consign { .. } => Answer::TerritoryConsign(view),
        TerritoryChange::WithdrawConsignment { .. } => Answer::TerritoryWithdraw(view),
        TerritoryChange::Buy { .. } => Answer::TerritoryBuy(view),
        TerritoryChange::WithdrawPurchase { .. } => Answer::TerritoryStepBack(view),
        TerritoryChange::Order(_) => Answer::TerritoryOrder(view),
        TerritoryChange::PayOrder { .. } => Answer::TerritoryPay(view),
    }))
}

/// The price; where only money is missing and the local network can give it, it does.
async fn price(
    shell: &mut Shell,
    session: &Session,
    account: &AccountId,
    change: &TerritoryChange,
) -> Result<PricedChange, Problem> {
    let quoted = session.services.space.price(account, change.clone()).await;
    let (Err(problem), Some(faucet)) = (&quoted, session.faucet()) else { return quoted };
    let needed: Option<Planck> = problem.context.get("needed_planck").and_then(|needed| needed.parse().ok());
    let Some(needed) = needed else { return quoted };
    for sentence in session.services.setup.provide(account, needed, faucet).await? {
        shell.output.notice(format!("{sentence}."));
    }
    session.services.space.price(account, change.clone()).await
}

fn show(shell: &mut Shell, session: &Session, quote: &Quote) {
    let token = &session.services.identity().token_symbol;
    let text = [
        format!("This will {}.", quote.summary),
        format!("  Price    {}", money(quote.price, token)),
        format!("  Fee      {}", money(quote.fee, token)),
        format!("  Balance  {} now, {} afterwards", money(quote.balance, token), money(quote.resulting, token)),
    ];
    shell.output.line(&Line::Quote(QuoteView::from(quote)), &text.join("\n"));
}
