//! `jobs`: all transfers of this data folder, without any network.

use pileus_app::list_jobs;
use pileus_contract::{Answer, JobView};
use pileus_domain::Problem;

use crate::{Exit, shell::Shell, wiring::Home};

pub(super) async fn jobs(shell: &mut Shell) -> Result<Exit, Problem> {
    let home = Home::open(shell)?;
    let jobs = list_jobs(&*home.journal).await?;
    shell.output.answer(Answer::Jobs { jobs: jobs.iter().map(JobView::from).collect() });
    Ok(Exit::Done)
}
