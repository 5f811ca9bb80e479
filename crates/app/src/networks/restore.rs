//! Profiles that come back from a recovery kit.

use pileus_domain::Problem;

use super::{
    NetworkProfile, Networks,
    address::{refuse_addresses, refuse_name},
};

/// Most networks that one name is given to, by numbers behind it.
const NUMBERS: u32 = 99;

impl Networks {
    /// The profiles worth keeping elsewhere: the person's own, and which chain is behind those that came with the
    /// program. The local network belongs to its computer.
    ///
    /// # Errors
    /// The journal's problem.
    pub async fn portable(&self) -> Result<Vec<NetworkProfile>, Problem> {
        let mut all = self.list().await?;
        all.retain(|profile| !profile.is_local() && (!profile.is_built_in() || profile.genesis.is_some()));
        Ok(all)
    }

    /// Add the profiles that are not here yet, in one write, and tell which. What is here stays as it is; a name that
    /// is taken by another network gets a number.
    ///
    /// # Errors
    /// The journal's problem.
    pub async fn restore(&self, profiles: &[NetworkProfile]) -> Result<Vec<NetworkProfile>, Problem> {
        let mut all = self.list().await?;
        let mut added = Vec::new();
        for profile in profiles.iter().filter(|profile| is_sound(profile)) {
            if let Some(new) = place(&mut all, profile) {
                added.push(new);
            }
        }
        if !added.is_empty() {
            self.keep(&all).await?;
        }
        Ok(added)
    }
}

/// Would this program have kept it?
fn is_sound(profile: &NetworkProfile) -> bool {
    let typed = profile.name.contains("://") && profile.rpc == [profile.name.clone()];
    !profile.is_local()
        && (typed || refuse_name(&profile.name).is_ok())
        && refuse_addresses(&profile.rpc, profile.allow_private_addresses).is_ok()
}

/// Put a profile among the others; none when it is there already.
fn place(all: &mut Vec<NetworkProfile>, profile: &NetworkProfile) -> Option<NetworkProfile> {
    if profile.is_built_in() {
        let ours = all.iter_mut().find(|ours| ours.name == profile.name && ours.genesis.is_none())?;
        ours.genesis = profile.genesis;
        return profile.genesis.map(|_| ours.clone());
    }
    let same = |ours: &NetworkProfile| {
        let genesis = ours.genesis.is_none() || profile.genesis.is_none() || ours.genesis == profile.genesis;
        ours.rpc == profile.rpc && genesis
    };
    if all.iter().any(same) {
        return None;
    }
    let mut names = std::iter::once(profile.name.clone()).chain((2..=NUMBERS).map(|n| format!("{}-{n}", profile.name)));
    let name = names.find(|name| all.iter().all(|ours| ours.name != *name));
    // A typed address is its own name.
    let name = name.filter(|name| !name.contains("://") || *name == profile.name)?;
    let new = NetworkProfile { name, ..profile.clone() };
    all.push(new.clone());
    Some(new)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use pileus_domain::GenesisHash;
    use pileus_ports::fake::FakeJournal;

    use super::*;

    fn networks() -> Networks {
        Networks::new(Arc::new(FakeJournal::new()))
    }

    fn profile(name: &str, url: &str) -> NetworkProfile {
        let genesis = Some(GenesisHash([1; 32]));
        NetworkProfile { name: name.into(), rpc: vec![url.into()], allow_private_addresses: false, genesis }
    }

    #[tokio::test]
    async fn own_profiles_come_back_once() {
        let networks = networks();
        let kept =
            [profile("mine", "wss://rpc.example.org"), profile("wss://typed.example.org", "wss://typed.example.org")];
        assert_eq!(networks.restore(&kept).await.unwrap(), kept);
        assert_eq!(networks.restore(&kept).await.unwrap(), []);
        assert_eq!(networks.portable().await.unwrap(), kept);
    }

    #[tokio::test]
    async fn what_is_here_stays_and_a_taken_name_gets_a_number() {
        let networks = networks();
        networks.add("mine", vec!["wss://other.example.org".into()], false).await.unwrap();
        let added = networks.restore(&[profile("mine", "wss://rpc.example.org")]).await.unwrap();
        assert_eq!(added[0].name, "mine-2");
        let names: Vec<_> =
            networks.portable().await.unwrap().into_iter().map(|p| (p.name, p.rpc[0].clone())).collect();
        assert!(names.contains(&("mine".into(), "wss://other.example.org".into())));
        assert!(names.contains(&("mine-2".into(), "wss://rpc.example.org".into())));
        assert_eq!(networks.restore(&[profile("mine", "wss://rpc.example.org")]).await.unwrap(), []);
    }

    #[tokio::test]
    async fn the_chain_behind_a_preset_comes_back_and_is_never_exchanged() {
        let networks = networks();
        let preset = networks.resolve(Some("cess-testnet")).await.unwrap();
        let pinned = NetworkProfile { genesis: Some(GenesisHash([1; 32])), ..preset };
        assert_eq!(networks.restore(std::slice::from_ref(&pinned)).await.unwrap(), std::slice::from_ref(&pinned));
        let other = NetworkProfile { genesis: Some(GenesisHash([2; 32])), ..pinned.clone() };
        assert_eq!(networks.restore(&[other]).await.unwrap(), []);
        assert_eq!(networks.resolve(Some("cess-testnet")).await.unwrap(), pinned);
    }

    #[tokio::test]
    async fn what_no_person_could_have_added_is_left_out() {
        let networks = networks();
        let local = profile("local", "ws://127.0.0.1:1");
        let named = profile("a b", "wss://rpc.example.org");
        let private = NetworkProfile { allow_private_addresses: true, ..profile("x", "wss://rpc.example.org") };
        assert_eq!(networks.restore(&[local, named, private, profile("y", "https://x")]).await.unwrap(), []);
    }
}
