//! What a person wants until a change is made, and may think better of meanwhile.

/// Stands between work that takes its time and the change at the end of it.
pub trait Consent: Send + Sync + 'static {
    /// Is the change still wanted? From the first yes on consent cannot be withdrawn any more, so every later answer is the
    /// same; a no means that nothing may be changed.
    fn confirm(&self) -> bool;
}

/// Consent that nobody withdraws.
#[derive(Debug, Clone, Copy, Default)]
pub struct Given;

impl Consent for Given {
    fn confirm(&self) -> bool {
        true
    }
}
