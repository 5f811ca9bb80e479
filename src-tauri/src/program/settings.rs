//! The program's settings and its diagnostics, whether a network is open or not.

use std::{path::PathBuf, sync::Arc};

use pileus_app::{Diagnostics, Preferences, list_jobs};
use pileus_contract::window::{ProgramSettings, SettingsRequest};
use pileus_domain::{ByteCount, Problem};
use pileus_ports::{Clock as _, Journal, SystemClock};

use super::Program;
use crate::session::Home;

/// The version that people and helpers speak of.
const VERSION: &str = env!("CARGO_PKG_VERSION");

impl Program {
    /// The settings as they are.
    ///
    /// # Errors
    /// The journal's problem.
    pub(crate) async fn settings(self, tray: bool) -> Result<ProgramSettings, Problem> {
        let preferences = self.preferences().await?;
        let folder = preferences.download_folder.map(|folder| folder.to_string_lossy().into_owned());
        Ok(ProgramSettings {
            parallel: u32::try_from(preferences.parallel).unwrap_or(u32::MAX),
            upload_limit: preferences.upload_limit.map(|limit| limit.0),
            download_limit: preferences.download_limit.map(|limit| limit.0),
            download_folder: folder,
            data_folder: self.0.folder.clone()?.to_string_lossy().into_owned(),
            version: VERSION.to_owned(),
            tray,
        })
    }

    /// Keep new settings, and let the open network follow them at once.
    ///
    /// # Errors
    /// `setting_parallel`, `setting_limit`, `setting_folder`, or the journal's problem.
    pub(crate) async fn set_settings(self, request: SettingsRequest, tray: bool) -> Result<ProgramSettings, Problem> {
        let preferences = Preferences {
            parallel: usize::try_from(request.parallel).unwrap_or(usize::MAX),
            upload_limit: request.upload_limit.map(ByteCount),
            download_limit: request.download_limit.map(ByteCount),
            download_folder: request.download_folder.map(PathBuf::from),
        };
        let home = self.home().await?;
        preferences.keep(&*home.journal).await?;
        home.set_paces(&preferences);
        if let Ok(session) = self.session() {
            session.follow_preferences(&preferences);
        }
        self.settings(tray).await
    }

    /// Facts for somebody who helps.
    ///
    /// # Errors
    /// The journal's problem.
    pub(crate) async fn diagnostics(self, screen: String, web_view: String, tray: bool) -> Result<String, Problem> {
        let network = match self.session() {
            Ok(session) => Some(session.network_facts().await),
            Err(_) => None,
        };
        let jobs = if self.is_used() { list_jobs(&*self.journal().await?).await? } else { Vec::new() };
        let facts = Diagnostics {
            made: SystemClock.now(),
            program: VERSION.to_owned(),
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            screen,
            web_view,
            tray,
            network,
            preferences: self.preferences().await?,
            jobs,
        };
        Ok(facts.text())
    }

    async fn preferences(&self) -> Result<Preferences, Problem> {
        if !self.is_used() {
            return Ok(Preferences::default());
        }
        Preferences::read(&*self.journal().await?).await
    }

    /// Was anything ever kept? Looking must not make a data folder.
    pub(super) fn is_used(&self) -> bool {
        self.0.folder.as_ref().is_ok_and(|folder| Home::is_used(folder))
    }

    pub(super) async fn journal(&self) -> Result<Arc<dyn Journal>, Problem> {
        Ok(Arc::clone(&self.home().await?.journal))
    }
}
