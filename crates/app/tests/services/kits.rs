//! Recovery kits: what they bring back, on an empty computer and after every kind of mishap.

use std::{path::Path, sync::Arc, time::Duration};

use pileus_app::{
    KitMade, KitOpening, KitRestored, KitSource, KitSplit, Kits, Networks, Ports, Rebuilt, Services, Settings,
    UnknownReason,
};
use pileus_domain::{AccountId, Problem};
use pileus_ports::{
    CatalogueFile, Entropy as _, Journal, Keystore, SecretText, Timestamp,
    fake::{FakeClock, FakeEntropy, FakeJournal, FakeKeystore, JournalFault},
};

use crate::{
    checks::store,
    world::{NOW, World, plain, sealed},
};

/// When kits are made here: after everything that is stored before them.
const KIT_DAY: Timestamp = Timestamp(NOW.0 + 86_400_000);

/// A computer on the same network, with a journal and a keystore of its own.
struct Computer {
    journal: FakeJournal,
    keystore: FakeKeystore,
    services: Services,
    kits: Kits,
}

impl Computer {
    async fn empty(world: &World) -> Self {
        let keystore = FakeKeystore::new(FakeClock::default(), FakeEntropy::from_seed(99));
        Self::over(world, FakeJournal::new(), keystore).await
    }

    /// The one that everything was stored from.
    async fn first(world: &World) -> Self {
        let computer = Self::over(world, world.journal.clone(), world.keystore.clone()).await;
        let networks = Networks::new(Arc::new(world.journal.clone()));
        networks.add("mine", vec!["wss://rpc.example.org".into()], false).await.unwrap();
        let profile = networks.resolve(Some("mine")).await.unwrap();
        networks.pin(&profile, world.services.identity().genesis).await.unwrap();
        computer
    }

    async fn over(world: &World, journal: FakeJournal, keystore: FakeKeystore) -> Self {
        let (clock, entropy) = (Arc::new(FakeClock::at(KIT_DAY)), Arc::new(FakeEntropy::from_seed(5)));
        let ports = Ports {
            journal: Arc::new(journal.clone()),
            keystore: Arc::new(keystore.clone()),
            ..world.services.ports().clone()
        };
        let kits = Kits::new(Arc::new(keystore.clone()), Arc::new(journal.clone()), clock, entropy);
        let services = Services::connect(ports, Settings::for_tests()).await.unwrap();
        Self { journal, keystore, services, kits }
    }

    async fn restore(&self, made: &KitMade) -> Result<KitRestored, Problem> {
        self.kits.restore(&source(made), &words(made), Some(&self.services), &|_| {}).await
    }

    async fn catalogue(&self, account: &AccountId) -> Vec<CatalogueFile> {
        self.services.files.catalogue(account).await.unwrap()
    }

    /// Buckets and names, as a person sees them.
    async fn places(&self, account: &AccountId) -> Vec<(String, String, u64)> {
        let buckets = self.services.buckets.all(account).await.unwrap();
        let bucket = |file: &CatalogueFile| {
            let bucket = buckets.iter().find(|bucket| bucket.id == file.bucket).unwrap();
            (bucket.name.to_string(), file.name.clone(), file.size.0)
        };
        let mut places: Vec<_> = self.catalogue(account).await.iter().map(bucket).collect();
        places.sort();
        places
    }
}

fn source(made: &KitMade) -> KitSource {
    KitSource::File(made.files[0].clone())
}

fn words(made: &KitMade) -> KitOpening {
    KitOpening::Words(made.words.clone().unwrap())
}

#[tokio::test]
async fn a_kit_brings_keys_buckets_and_names_back_and_the_network_the_rest() {
    let (world, account) = World::furnished().await;
    let first = Computer::first(&world).await;
    store(&world, sealed(&world.file("before.txt", b"stored before the kit"), account), None).await;
    let made = first.kits.make(world.folder.path(), None).await.unwrap();
    store(&world, sealed(&world.file("after.txt", b"stored after the kit"), account), None).await;
    store(&world, plain(&world.file("open.txt", b"for everybody"), account), None).await;

    let second = Computer::empty(&world).await;
    let restored = second.restore(&made).await.unwrap();
    assert_eq!((restored.accounts.len(), restored.data_keys.len(), restored.files), (1, 1, 1));
    assert_eq!((restored.networks.as_slice(), restored.buckets), (["mine".to_owned()].as_slice(), 1));
    assert_eq!(restored.rebuilt, Some(Rebuilt { found: 2, ..Rebuilt::default() }));
    assert_eq!(second.places(&account).await, first.places(&account).await);
    let seals = |files: Vec<CatalogueFile>| {
        let mut seals: Vec<_> = files.into_iter().map(|file| (file.fid, file.seal)).collect();
        seals.sort_by_key(|(fid, _)| *fid);
        seals
    };
    assert_eq!(seals(second.catalogue(&account).await), seals(first.catalogue(&account).await));
    assert_eq!(second.keystore.accounts().unwrap(), first.keystore.accounts().unwrap());
}

#[tokio::test]
async fn a_restore_that_was_killed_at_any_write_is_completed_by_the_next_one() {
    let (world, account) = World::furnished().await;
    let first = Computer::first(&world).await;
    for name in ["a.txt", "b.txt"] {
        store(&world, plain(&world.file(name, name.as_bytes()), account), None).await;
    }
    let made = first.kits.make(world.folder.path(), None).await.unwrap();
    store(&world, plain(&world.file("c.txt", b"newer"), account), None).await;
    let whole = Computer::empty(&world).await;
    whole.restore(&made).await.unwrap();
    let (wanted, writes) = (whole.places(&account).await, whole.journal.writes());
    assert!(wanted.len() == 3 && writes >= 5, "network, bucket, files, the kit itself, one found: {writes}");
    for killed_at in 0..writes {
        let second = Computer::empty(&world).await;
        second.journal.fail_after(killed_at, JournalFault::Broken);
        let ended = second.restore(&made).await;
        assert!(ended.is_err() || ended.unwrap().rebuild_problem.is_some(), "write {killed_at}");
        second.journal.repair();
        second.restore(&made).await.unwrap();
        assert_eq!(second.places(&account).await, wanted, "write {killed_at}");
        assert_eq!(second.keystore.accounts().unwrap().len(), 1);
        assert_eq!(second.keystore.data_keys().unwrap().len(), 1);
        let again = second.restore(&made).await.unwrap();
        let nothing = (again.accounts.len(), again.data_keys.len(), again.networks.len(), again.buckets, again.files);
        assert_eq!((nothing, again.rebuilt), ((0, 0, 0, 0, 0), Some(Rebuilt::default())));
    }
}

#[tokio::test]
async fn what_is_here_already_stays_as_it_is() {
    let (world, account) = World::furnished().await;
    let first = Computer::first(&world).await;
    let fid = store(&world, plain(&world.file("a.txt", b"bytes"), account), None).await;
    let made = first.kits.make(world.folder.path(), None).await.unwrap();
    let file = first.services.files.find(&account, &fid).await.unwrap().unwrap();
    let renamed = CatalogueFile { name: "my own name.txt".into(), ..file };
    first.journal.put_file(&renamed).await.unwrap();
    first.keystore.rename_account(&account, "renamed").unwrap();
    let restored = first.restore(&made).await.unwrap();
    assert_eq!((restored.accounts.len(), restored.files, restored.buckets), (0, 0, 0));
    assert_eq!(first.catalogue(&account).await, [renamed]);
    assert_eq!(first.keystore.accounts().unwrap()[0].name, "renamed");
}

#[tokio::test]
async fn a_check_tells_what_is_in_a_kit_and_changes_nothing() {
    let (world, account) = World::furnished().await;
    let first = Computer::first(&world).await;
    store(&world, plain(&world.file("a.txt", b"bytes"), account), None).await;
    let made = first.kits.make(world.folder.path(), None).await.unwrap();
    let second = Computer::empty(&world).await;
    let report = second.kits.check(&source(&made), &words(&made)).await.unwrap();
    assert_eq!((report.accounts[0].account, report.files, report.buckets), (account, Some(1), 1));
    assert_eq!((report.made_at, report.number.as_str(), report.split), (KIT_DAY, made.number.as_str(), None));
    assert!(report.holds_all_keys, "an empty computer has no key that is missing in it");
    assert_eq!((second.journal.writes(), second.keystore.accounts().unwrap().len()), (0, 0));

    assert!(first.kits.check(&source(&made), &words(&made)).await.unwrap().holds_all_keys);
    first.keystore.create_data_key("newer").unwrap();
    assert!(!first.kits.check(&source(&made), &words(&made)).await.unwrap().holds_all_keys);
}

#[tokio::test]
async fn any_two_of_three_shares_open_and_one_alone_does_not() {
    let (world, _) = World::furnished().await;
    let first = Computer::first(&world).await;
    let split = KitSplit::new(2, 3).unwrap();
    let made = first.kits.make(world.folder.path(), Some(split)).await.unwrap();
    assert!(made.words.is_none() && made.files.len() == 4, "nobody has the words of a split kit");
    assert_eq!(first.kits.look_at(&source(&made)).await.unwrap().split, Some(split));
    let shares: Vec<SecretText> = made.files[1..].iter().map(|page| printed_words(page)).collect();
    for pair in [[0, 1], [0, 2], [1, 2]] {
        let some = pair.iter().map(|share| shares[*share].clone()).collect();
        let report = first.kits.check(&source(&made), &KitOpening::Shares(some)).await.unwrap();
        assert_eq!((report.split, report.holds_all_keys), (Some(split), true));
    }
    let alone = KitOpening::Shares(vec![shares[1].clone()]);
    let problem = first.kits.check(&source(&made), &alone).await.unwrap_err();
    assert_eq!((problem.code.as_str(), problem.context["needed"].as_str()), ("kit_shares_few", "2"));

    let other = first.kits.make(world.folder.path(), Some(split)).await.unwrap();
    let mixed = KitOpening::Shares(vec![shares[0].clone(), printed_words(&other.files[2])]);
    assert_eq!(first.kits.check(&source(&made), &mixed).await.unwrap_err().code, "kit_shares_mixed");
    let theirs = KitOpening::Shares(other.files[1..].iter().map(|page| printed_words(page)).collect());
    assert_eq!(first.kits.check(&source(&made), &theirs).await.unwrap_err().code, "kit_mismatch");
}

/// The words that stand on a page, in their order.
fn printed_words(page: &Path) -> SecretText {
    let bytes = std::fs::read(page).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    let shown = text.split('(').skip(1).filter_map(|rest| rest.split(')').next());
    let words = shown.filter(|word| bip39::Language::English.find_word(word).is_some());
    SecretText::new(words.collect::<Vec<_>>().join(" "))
}

#[tokio::test]
async fn a_drill_opens_a_stored_file_with_the_kit_alone() {
    let (world, account) = World::furnished().await;
    let first = Computer::first(&world).await;
    let fid = store(&world, sealed(&world.file("a.txt", b"only mine"), account), None).await;
    store(&world, plain(&world.file("b.txt", b"for everybody"), account), None).await;
    let made = first.kits.make(world.folder.path(), None).await.unwrap();
    let second = Computer::empty(&world).await;
    let told = std::sync::Mutex::new(Vec::new());
    let tell = |progress: pileus_app::KitDrillProgress| told.lock().unwrap().push(progress.done.0);
    let drill = second.kits.drill(&source(&made), &words(&made), &second.services, &tell).await.unwrap();
    assert_eq!((drill.fid, drill.name.as_str(), drill.bytes.0), (fid, "a.txt", 9));
    assert!(drill.passed() && drill.sealed);
    assert_eq!(*told.lock().unwrap(), [0, 9]);
    assert_eq!((second.journal.writes(), second.keystore.data_keys().unwrap().len()), (0, 0), "nothing is kept");
}

#[tokio::test]
async fn a_drill_finds_out_when_the_network_has_lost_a_file() {
    let (world, account) = World::furnished().await;
    let first = Computer::first(&world).await;
    let fid = store(&world, sealed(&world.file("a.txt", b"only mine"), account), None).await;
    let made = first.kits.make(world.folder.path(), None).await.unwrap();
    for fragment in &world.chain.file(&fid).unwrap().segments[0].fragments {
        world.nodes.lose_fragment(&fragment.hash);
    }
    let drill = first.kits.drill(&source(&made), &words(&made), &first.services, &|_| {}).await.unwrap();
    assert_eq!(drill.problem.unwrap().code, "fragments_missing");
}

#[tokio::test]
async fn a_drill_without_any_file_says_so() {
    let (world, _) = World::furnished().await;
    let first = Computer::first(&world).await;
    let made = first.kits.make(world.folder.path(), None).await.unwrap();
    let refused = first.kits.drill(&source(&made), &words(&made), &first.services, &|_| {}).await.unwrap_err();
    assert_eq!(refused.code, "kit_nothing_to_drill");
}

#[tokio::test]
async fn a_rebuild_names_what_it_cannot_know() {
    let (world, account) = World::furnished().await;
    let secret = SecretText::new("open sesame".into());
    let by_words = pileus_app::UploadRequest {
        seal: pileus_app::SealChoice::Passphrase,
        ..sealed(&world.file("words.txt", b"by words"), account)
    };
    let closed = store(&world, by_words, Some(secret)).await;
    let other = store(&world, sealed(&world.file("key.txt", b"by a key"), account), None).await;
    let long = format!("{}.txt", "long ".repeat(20));
    store(&world, plain(&world.file(&long, b"long"), account), None).await;
    let second = Computer::empty(&world).await;
    let rebuilt = second.services.files.rebuild(&account, &|_| {}).await.unwrap();
    assert_eq!((rebuilt.found, rebuilt.cut_names), (1, 1));
    let mut unknown: Vec<_> = rebuilt.unknown.iter().map(|file| (file.fid, file.reason)).collect();
    unknown.sort_by_key(|(fid, _)| *fid);
    let mut expected = vec![(closed, UnknownReason::Passphrase), (other, UnknownReason::OtherKey)];
    expected.sort_by_key(|(fid, _)| *fid);
    assert_eq!(unknown, expected);
}

#[tokio::test]
async fn a_rebuild_takes_another_fragment_where_the_first_is_lost() {
    let (world, account) = World::furnished().await;
    let fid = store(&world, sealed(&world.file("a.txt", b"only mine"), account), None).await;
    world.nodes.lose_fragment(&world.chain.file(&fid).unwrap().segments[0].fragments[0].hash);
    let second = Computer::over(&world, FakeJournal::new(), world.keystore.clone()).await;
    let rebuilt = second.services.files.rebuild(&account, &|_| {}).await.unwrap();
    assert_eq!((rebuilt.found, rebuilt.unknown.len()), (1, 0));
    assert_eq!(second.places(&account).await, [("files".to_owned(), "a.txt".to_owned(), 9)]);
}

#[tokio::test]
async fn it_is_remembered_when_a_kit_was_made_and_what_came_since() {
    let (world, account) = World::furnished().await;
    let first = Computer::first(&world).await;
    store(&world, plain(&world.file("a.txt", b"a"), account), None).await;
    let before = first.kits.standing().await.unwrap();
    assert_eq!((before.made_at, before.files_since, before.keys_since), (None, 1, 2));
    first.kits.make(world.folder.path(), None).await.unwrap();
    let after = first.kits.standing().await.unwrap();
    assert_eq!((after.made_at, after.files_since, after.keys_since), (Some(KIT_DAY), 0, 0));
    first.keystore.create_data_key("newer").unwrap();
    let file = first.catalogue(&account).await.remove(0);
    let later = KIT_DAY.0 + u64::try_from(Duration::from_secs(1).as_millis()).unwrap();
    first.journal.put_file(&CatalogueFile { added: Timestamp(later), ..file }).await.unwrap();
    let since = first.kits.standing().await.unwrap();
    assert_eq!((since.files_since, since.keys_since), (1, 1));
}

#[tokio::test]
async fn a_kit_that_cannot_be_made_leaves_nothing_behind() {
    let world = World::new().await;
    let nobody = Computer::empty(&world).await;
    assert_eq!(nobody.kits.make(world.folder.path(), None).await.unwrap_err().code, "kit_empty");
    nobody.keystore.create_data_key("default").unwrap();
    let missing = world.folder.path().join("missing");
    assert_eq!(nobody.kits.make(&missing, None).await.unwrap_err().code, "file_unusable");
    nobody.keystore.set_passphrase(Some(&SecretText::new("sesame".into()))).unwrap();
    nobody.keystore.lock();
    assert_eq!(nobody.kits.make(world.folder.path(), None).await.unwrap_err().code, "vault_locked");
    assert_eq!(std::fs::read_dir(world.folder.path()).unwrap().count(), 0);
    assert_eq!(nobody.kits.standing().await.unwrap().made_at, None);
}

#[tokio::test]
async fn damaged_and_foreign_files_are_told_apart_from_wrong_words() {
    let (world, _) = World::furnished().await;
    let first = Computer::first(&world).await;
    let made = first.kits.make(world.folder.path(), None).await.unwrap();
    let other = first.kits.make(world.folder.path(), None).await.unwrap();
    let code =
        async |source: KitSource, opening: KitOpening| first.kits.check(&source, &opening).await.unwrap_err().code;
    assert_eq!(code(source(&made), words(&other)).await, "kit_mismatch");
    let mut bytes = std::fs::read(&made.files[0]).unwrap();
    let mut place = [0; 8];
    FakeEntropy::from_seed(1).fill(&mut place);
    let at = 40 + usize::from(place[0]) % (bytes.len() - 40);
    bytes[at] ^= 1;
    let changed = world.file("changed.pileus-kit", &bytes);
    assert_eq!(code(KitSource::File(changed), words(&made)).await, "kit_damaged");
    let foreign = world.file("letter.txt", b"Dear kit,");
    assert_eq!(code(KitSource::File(foreign), words(&made)).await, "kit_unreadable");
    let gone = world.folder.path().join("gone");
    assert_eq!(code(KitSource::File(gone), words(&made)).await, "file_unusable");
    assert_eq!(code(KitSource::Codes("no code".into()), words(&made)).await, "kit_codes");
}
