//! What is wrong with a value that came from outside.

/// A value does not fit its type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DomainError {
    /// Not 64 hexadecimal digits.
    #[error("{0:?} is not a hash of 64 hexadecimal digits")]
    Hash(String),
    /// Not an SS58 address or 32 bytes of hexadecimal digits.
    #[error("{0:?} is not an account address")]
    Account(String),
    /// A name has a length that the chain refuses.
    #[error("the {what} {name:?} has {length} bytes, allowed are {min} to {max}")]
    NameLength {
        /// Which kind of name.
        what: &'static str,
        /// The name as given.
        name: String,
        /// Its length in bytes.
        length: usize,
        /// Smallest length in bytes.
        min: usize,
        /// Largest length in bytes.
        max: usize,
    },
    /// A name holds control characters, or a slash where it may not.
    #[error("the {what} {name:?} holds a slash or characters that cannot be shown")]
    NameCharacters {
        /// Which kind of name.
        what: &'static str,
        /// The name as given.
        name: String,
    },
    /// A column outside 1 to 12.
    #[error("column {0} is outside 1 to 12")]
    Column(u8),
    /// A geometry that the coder cannot work with.
    #[error("geometry is not usable: {0}")]
    Geometry(&'static str),
    /// Not a job identifier.
    #[error("{0:?} is not a job number of 16 hexadecimal digits")]
    Job(String),
    /// Not an amount of plancks.
    #[error("{0:?} is not an amount")]
    Amount(String),
}
