//! What must be had to have everything again (the *core* of a kit), and how it is written down inside it. It is short
//! enough for the codes on a page.

use pileus_domain::{AccountId, GenesisHash};
use pileus_ports::{
    AccountEntry, AccountOrigin, BundledAccount, BundledDataKey, DataKeyEntry, SecretBundle, SecretBytes, SecretText,
    Timestamp,
};
use zeroize::Zeroizing;

use super::{
    error::KitError,
    wire::{Reader, Writer},
};
use crate::NetworkProfile;

/// Most bytes of the core.
pub(super) const CORE_LIMIT: usize = 64 << 10;

const ORIGINS: [(u8, AccountOrigin); 3] =
    [(1, AccountOrigin::Created), (2, AccountOrigin::Imported), (3, AccountOrigin::Development)];
/// In the flags of a network: storage nodes may have private addresses.
const PRIVATE: u8 = 1;
/// In the flags of a network: the chain behind it is known.
const PINNED: u8 = 2;

/// What must be had to have everything again.
pub(super) struct KitCore {
    pub(super) secrets: SecretBundle,
    pub(super) networks: Vec<NetworkProfile>,
}

impl KitCore {
    /// The accounts without their secrets.
    pub(super) fn accounts(&self) -> Vec<AccountId> {
        self.secrets.accounts.iter().map(|kept| kept.entry.account).collect()
    }

    pub(super) fn to_bytes(&self) -> Result<Zeroizing<Vec<u8>>, KitError> {
        let mut writer = Writer::within(CORE_LIMIT, "accounts, data keys and networks");
        writer.count(self.secrets.accounts.len())?;
        self.secrets.accounts.iter().try_for_each(|account| put_account(&mut writer, account))?;
        writer.count(self.secrets.data_keys.len())?;
        self.secrets.data_keys.iter().try_for_each(|key| put_data_key(&mut writer, key))?;
        writer.count(self.networks.len())?;
        self.networks.iter().try_for_each(|network| put_network(&mut writer, network))?;
        Ok(writer.finish())
    }

    pub(super) fn of_bytes(bytes: &[u8]) -> Result<Self, KitError> {
        let mut reader = Reader::new(bytes);
        let accounts = reader.list(take_account)?;
        let data_keys = reader.list(take_data_key)?;
        let networks = reader.list(take_network)?;
        reader.end()?;
        Ok(Self { secrets: SecretBundle { accounts, data_keys }, networks })
    }
}

fn put_account(writer: &mut Writer, account: &BundledAccount) -> Result<(), KitError> {
    let entry = &account.entry;
    let origin = ORIGINS.into_iter().find(|(_, origin)| *origin == entry.origin).map_or(0, |(byte, _)| byte);
    writer.put(&entry.account.0)?;
    writer.byte(origin)?;
    writer.byte(entry.is_default.into())?;
    writer.number(entry.created.0)?;
    writer.text(&entry.name)?;
    writer.text(account.secret.expose())
}

fn take_account(reader: &mut Reader<'_>) -> Result<BundledAccount, KitError> {
    let account = AccountId(reader.array()?);
    let origin = reader.byte()?;
    let (_, origin) = ORIGINS.into_iter().find(|(byte, _)| *byte == origin).ok_or(KitError::Damaged)?;
    let is_default = match reader.byte()? {
        0 => false,
        1 => true,
        _ => return Err(KitError::Damaged),
    };
    let created = Timestamp(reader.number()?);
    let name = reader.text()?.to_owned();
    let secret = SecretText::new(reader.text()?.to_owned());
    Ok(BundledAccount { entry: AccountEntry { name, account, origin, is_default, created }, secret })
}

fn put_data_key(writer: &mut Writer, key: &BundledDataKey) -> Result<(), KitError> {
    writer.put(key.key.expose())?;
    writer.number(key.entry.created.0)?;
    writer.text(&key.entry.name)?;
    writer.text(&key.entry.fingerprint)
}

fn take_data_key(reader: &mut Reader<'_>) -> Result<BundledDataKey, KitError> {
    let key = SecretBytes::new(reader.array()?);
    let created = Timestamp(reader.number()?);
    let (name, fingerprint) = (reader.text()?.to_owned(), reader.text()?.to_owned());
    Ok(BundledDataKey { entry: DataKeyEntry { name, fingerprint, created }, key })
}

fn put_network(writer: &mut Writer, network: &NetworkProfile) -> Result<(), KitError> {
    let private = if network.allow_private_addresses { PRIVATE } else { 0 };
    let pinned = if network.genesis.is_some() { PINNED } else { 0 };
    writer.byte(private | pinned)?;
    if let Some(genesis) = &network.genesis {
        writer.put(&genesis.0)?;
    }
    writer.text(&network.name)?;
    writer.count(network.rpc.len())?;
    network.rpc.iter().try_for_each(|url| writer.text(url))
}

fn take_network(reader: &mut Reader<'_>) -> Result<NetworkProfile, KitError> {
    let flags = reader.byte()?;
    if flags & !(PRIVATE | PINNED) != 0 {
        return Err(KitError::Damaged);
    }
    let genesis = if flags & PINNED == 0 { None } else { Some(GenesisHash(reader.array()?)) };
    let name = reader.text()?.to_owned();
    let rpc = reader.list(|reader| reader.text().map(str::to_owned))?;
    Ok(NetworkProfile { name, rpc, allow_private_addresses: flags & PRIVATE != 0, genesis })
}

#[cfg(test)]
pub(super) mod samples {
    use super::*;

    pub(in crate::kit) fn core() -> KitCore {
        let entry = AccountEntry {
            name: "Grüße".into(),
            account: AccountId([3; 32]),
            origin: AccountOrigin::Imported,
            is_default: true,
            created: Timestamp(5),
        };
        let key = DataKeyEntry { name: "work".into(), fingerprint: "00ff".into(), created: Timestamp(6) };
        KitCore {
            secrets: SecretBundle {
                accounts: vec![BundledAccount { entry, secret: SecretText::new("a seed".into()) }],
                data_keys: vec![BundledDataKey { entry: key, key: SecretBytes::new([4; 32]) }],
            },
            networks: vec![NetworkProfile {
                name: "mine".into(),
                rpc: vec!["wss://rpc.example.org".into()],
                allow_private_addresses: false,
                genesis: Some(GenesisHash([8; 32])),
            }],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_core_reads_back() {
        let core = samples::core();
        let bytes = core.to_bytes().unwrap();
        let read = KitCore::of_bytes(&bytes).unwrap();
        assert_eq!(read.networks, core.networks);
        assert_eq!(read.secrets.accounts[0].entry, core.secrets.accounts[0].entry);
        assert_eq!(read.secrets.accounts[0].secret.expose(), "a seed");
        assert_eq!(read.secrets.data_keys[0].entry, core.secrets.data_keys[0].entry);
        assert_eq!(read.secrets.data_keys[0].key.expose(), &[4; 32]);
        assert!((0..bytes.len()).all(|length| KitCore::of_bytes(&bytes[..length]).is_err()), "cut anywhere");
    }

    #[test]
    fn more_than_a_page_could_hold_is_refused() {
        let mut core = samples::core();
        core.networks[0].rpc = vec!["wss://rpc.example.org".to_owned().repeat(100); 40];
        assert!(matches!(core.to_bytes(), Err(KitError::TooLarge { .. })));
    }
}
