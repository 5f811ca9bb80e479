//! Stored files shown in windows: who may read which, and the two ways to their bytes.
//!
//! Duty: give every open preview a token that nobody can guess, hand out its bytes by ranges while it is open, and
//! nothing afterwards. Pictures, texts and PDFs go through a scheme inside the web view, sound and film through a
//! server on the loopback.
//!
//! Invariants: one token names one file for one window and ends with either, with the network that it was opened on, and
//! for a sealed file with the locking of the keys; the type of what is handed out comes from
//! a closed table; nothing is written to a disk.
//!
//! Absent on purpose: no choice of what can be shown. That is a service's.

mod connection;
mod extent;
mod head;
mod media;
mod policy;
mod scheme;
mod shown;
#[cfg(test)]
mod tests;
mod token;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use pileus_app::{PreviewFile, PreviewKind};
use pileus_contract::window::Preview;
use pileus_domain::Problem;
use pileus_pipeline::problem::of_keystore;
use pileus_ports::{Entropy, KeystoreError, OsEntropy};
use tauri::{Context, Manager, RunEvent, WindowEvent, Wry, plugin::TauriPlugin};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio_util::sync::{CancellationToken, DropGuard};

use self::{media::MediaServer, shown::Shown, token::Token};
use crate::{ShellError, problem, program::Program};

/// Previews that one window has open, those of its thumbnails included; another one closes its oldest.
const PREVIEWS_PER_WINDOW: usize = 256;
/// Bodies that are put together for the web view at the same time.
const BODIES: usize = 4;
/// How the labels of the windows that show files begin.
const SHOWING_WINDOWS: &str = "buckets-";

/// Make previews ready before the windows are: the media server takes its port, the content policy learns of it.
///
/// # Errors
/// [`ShellError::Media`].
pub(crate) fn plugin(program: &Program, context: &mut Context<Wry>) -> Result<TauriPlugin<Wry>, ShellError> {
    let server = MediaServer::bind().map_err(ShellError::Media)?;
    policy::admit_media(context.config_mut(), server.port());
    let previews = Previews::new(Arc::new(OsEntropy), server.port());
    program.spawn(server.serve(previews.clone()));
    let left = previews.clone();
    program.on_leave(move || left.close_all());
    let (managed, answering, program) = (previews.clone(), previews.clone(), program.clone());
    let plugin = tauri::plugin::Builder::new("previews")
        .setup(move |app, _| {
            app.manage(managed);
            Ok(())
        })
        .register_asynchronous_uri_scheme_protocol(scheme::SCHEME, move |from, request, responder| {
            let (previews, window) = (answering.clone(), from.webview_label().to_owned());
            program.spawn(async move { responder.respond(scheme::answer(&previews, &window, &request).await) });
        })
        .on_event(move |_, event| {
            if let RunEvent::WindowEvent { label, event: WindowEvent::Destroyed, .. } = event {
                previews.close_window(label);
            }
        });
    Ok(plugin.build())
}

/// All open previews; clones share them.
#[derive(Clone)]
pub(crate) struct Previews(Arc<Inner>);

struct Inner {
    entropy: Arc<dyn Entropy>,
    media_port: u16,
    open: Mutex<AllOpen>,
    bodies: Semaphore,
}

/// What is open, and how often all of it was closed.
#[derive(Default)]
struct AllOpen {
    previews: HashMap<Token, Open>,
    so_far: Opening,
}

/// The moment at which the opening of a file began: what was closed since then is not shown after all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Opening {
    locks: u64,
    networks_left: u64,
}

/// A preview of a window. When it is dropped, whoever reads from it stops.
struct Open {
    window: String,
    /// Counts up with every preview.
    turn: u64,
    played: bool,
    sealed: bool,
    shown: Arc<Shown>,
    _close_on_drop: DropGuard,
}

impl Previews {
    pub(crate) fn new(entropy: Arc<dyn Entropy>, media_port: u16) -> Self {
        Self(Arc::new(Inner { entropy, media_port, open: Mutex::default(), bodies: Semaphore::new(BODIES) }))
    }

    /// Ask this before a file is opened for a preview.
    pub(crate) fn begin(&self) -> Opening {
        self.lock().so_far
    }

    /// Open a preview of a file for a window.
    ///
    /// # Errors
    /// `vault_locked` and `network_not_open` when keys were locked or the network was left since the opening began.
    pub(crate) fn open(&self, opening: Opening, window: &str, file: PreviewFile) -> Result<Preview, Problem> {
        let PreviewFile { name, shown: kind, file, readable } = file;
        let played = matches!(kind.kind, PreviewKind::Audio | PreviewKind::Video);
        let (file_bytes, sealed) = (file.length(), file.is_sealed());
        let shown = Showing { media_type: kind.media_type, content: Box::new(file), length: readable.0 };
        let token = self.put(opening, window, (played, sealed), shown)?;
        let base =
            if played { format!("http://{}", media::host(self.0.media_port)) } else { scheme::base().to_owned() };
        Ok(Preview {
            kind: kind.kind.into(),
            url: format!("{base}/{}", token.digits()),
            token: token.digits(),
            bytes: readable.0,
            file_bytes,
            media_type: kind.media_type.to_owned(),
            name,
        })
    }

    fn put(
        &self,
        opening: Opening,
        window: &str,
        (played, sealed): (bool, bool),
        showing: Showing,
    ) -> Result<Token, Problem> {
        let token = Token::new(&*self.0.entropy);
        let closed = CancellationToken::new();
        let close_on_drop = closed.clone().drop_guard();
        let Showing { media_type, content, length } = showing;
        let shown = Arc::new(Shown { content, media_type, length, closed });
        let mut all = self.lock();
        all.so_far.refuse_late(opening, sealed)?;
        let open = &mut all.previews;
        let turn = open.values().map(|open| open.turn + 1).max().unwrap_or(0);
        let window = window.to_owned();
        let preview = Open { window: window.clone(), turn, played, sealed, shown, _close_on_drop: close_on_drop };
        open.insert(token.clone(), preview);
        close_oldest(open, &window);
        Ok(token)
    }

    /// Close a preview of a window; one that is closed already stays so.
    pub(crate) fn close(&self, window: &str, token: &str) {
        let Some(token) = Token::from_digits(token) else { return };
        let open = &mut self.lock().previews;
        if open.get(&token).is_some_and(|open| open.window == window) {
            open.remove(&token);
        }
    }

    /// Close all previews of sealed files, with the keys that they hold: the keys were locked.
    pub(crate) fn close_sealed(&self) {
        let mut all = self.lock();
        all.so_far.locks += 1;
        all.previews.retain(|_, open| !open.sealed);
    }

    /// Close all previews: their network is being left.
    pub(crate) fn close_all(&self) {
        let mut all = self.lock();
        all.so_far.networks_left += 1;
        all.previews.clear();
    }

    /// Close all previews of a window that is gone.
    pub(crate) fn close_window(&self, window: &str) {
        self.lock().previews.retain(|_, open| open.window != window);
    }

    /// What a window sees under a token of its own.
    fn of_window(&self, window: &str, token: &Token) -> Option<Arc<Shown>> {
        let all = self.lock();
        let open = all.previews.get(token).filter(|open| !open.played && open.window == window)?;
        window.starts_with(SHOWING_WINDOWS).then(|| Arc::clone(&open.shown))
    }

    /// What a player hears and sees under a token.
    fn media(&self, token: &Token) -> Option<Arc<Shown>> {
        let all = self.lock();
        all.previews.get(token).filter(|open| open.played).map(|open| Arc::clone(&open.shown))
    }

    /// Wait until one more body may be put together.
    async fn body_turn(&self) -> Option<SemaphorePermit<'_>> {
        self.0.bodies.acquire().await.ok()
    }

    fn lock(&self) -> MutexGuard<'_, AllOpen> {
        self.0.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Bytes to be shown, before there is a token for them.
struct Showing {
    media_type: &'static str,
    content: Box<dyn shown::Content>,
    length: u64,
}

impl Opening {
    /// Refuse what was being opened while it was closed.
    fn refuse_late(self, begun: Self, sealed: bool) -> Result<(), Problem> {
        if self.networks_left != begun.networks_left {
            return Err(problem::not_ready());
        }
        if sealed && self.locks != begun.locks {
            return Err(of_keystore(&KeystoreError::Locked));
        }
        Ok(())
    }
}

fn close_oldest(open: &mut HashMap<Token, Open>, window: &str) {
    let mut own: Vec<(u64, Token)> = Vec::new();
    own.extend(open.iter().filter(|(_, open)| open.window == window).map(|(token, open)| (open.turn, token.clone())));
    own.sort_by_key(|(turn, _)| std::cmp::Reverse(*turn));
    for (_, token) in own.into_iter().skip(PREVIEWS_PER_WINDOW) {
        open.remove(&token);
    }
}
