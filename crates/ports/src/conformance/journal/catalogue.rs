//! Promises about buckets, files and settings.

use pileus_domain::{AccountId, BucketName, ByteCount, GenesisHash, TerritoryName};

use super::samples::{GENESIS, OWNER, fid, file};
use crate::{Bucket, BucketId, BucketSum, CatalogueFile, FilePage, Journal, JournalError, Seal};

const STRANGER: AccountId = AccountId([99; 32]);

async fn bucket(journal: &impl Journal, territory: &str, name: &str) -> Result<Bucket, JournalError> {
    journal.create_bucket(&GENESIS, &OWNER, &territory_name(territory), &bucket_name(name)).await
}

fn territory_name(text: &str) -> TerritoryName {
    TerritoryName::new(text).unwrap()
}

fn bucket_name(text: &str) -> BucketName {
    BucketName::new(text).unwrap()
}

fn assert_trouble<T: std::fmt::Debug>(result: &Result<T, JournalError>) {
    assert!(matches!(result, Err(JournalError::Bucket { .. })), "{result:?}");
}

pub(super) async fn buckets_read_back_by_owner(journal: &impl Journal) {
    let second = bucket(journal, "home", "photos").await.unwrap();
    let first = bucket(journal, "home", "letters").await.unwrap();
    assert!(!first.public_warned && first.name == bucket_name("letters") && first.territory == territory_name("home"));
    assert_eq!(journal.buckets(&GENESIS, &OWNER).await.unwrap(), [first, second], "in the order of names");
    assert!(journal.buckets(&GENESIS, &STRANGER).await.unwrap().is_empty());
    assert!(journal.buckets(&GenesisHash([9; 32]), &OWNER).await.unwrap().is_empty());
}

pub(super) async fn a_territory_has_one_bucket_of_a_name(journal: &impl Journal) {
    bucket(journal, "home", "photos").await.unwrap();
    assert_trouble(&bucket(journal, "home", "photos").await);
    bucket(journal, "work", "photos").await.unwrap();
    journal.create_bucket(&GENESIS, &STRANGER, &territory_name("home"), &bucket_name("photos")).await.unwrap();
    assert_eq!(journal.buckets(&GENESIS, &OWNER).await.unwrap().len(), 2);
}

pub(super) async fn a_bucket_keeps_its_number_when_it_changes(journal: &impl Journal) {
    let kept = bucket(journal, "home", "photos").await.unwrap();
    let other = bucket(journal, "home", "letters").await.unwrap();
    journal.put_file(&file(1, kept.id, 1)).await.unwrap();
    let changed =
        Bucket { name: bucket_name("pictures"), territory: territory_name("work"), public_warned: true, ..kept };
    journal.update_bucket(&changed).await.unwrap();
    journal.update_bucket(&changed).await.unwrap();
    assert_eq!(journal.buckets(&GENESIS, &OWNER).await.unwrap(), [other.clone(), changed.clone()]);
    assert_eq!(journal.files(&GENESIS, &OWNER).await.unwrap()[0].bucket, changed.id);
    assert_trouble(&journal.update_bucket(&Bucket { id: other.id, ..changed.clone() }).await);
    assert_eq!(journal.buckets(&GENESIS, &OWNER).await.unwrap(), [other, changed], "a refused change changes nothing");
}

pub(super) async fn only_an_empty_bucket_can_go(journal: &impl Journal) {
    let full = bucket(journal, "home", "photos").await.unwrap();
    journal.put_file(&file(1, full.id, 1)).await.unwrap();
    assert_trouble(&journal.delete_bucket(full.id).await);
    journal.remove_file(&GENESIS, &OWNER, &fid(1)).await.unwrap();
    journal.delete_bucket(full.id).await.unwrap();
    assert!(journal.buckets(&GENESIS, &OWNER).await.unwrap().is_empty());
    let next = bucket(journal, "home", "photos").await.unwrap();
    assert_ne!(next.id, full.id, "a number is never used again");
}

pub(super) async fn an_unknown_bucket_is_named(journal: &impl Journal) {
    let ghost = Bucket {
        id: BucketId(77),
        genesis: GENESIS,
        account: OWNER,
        territory: territory_name("home"),
        name: bucket_name("ghost"),
        public_warned: false,
    };
    assert_trouble(&journal.update_bucket(&ghost).await);
    assert_trouble(&journal.delete_bucket(ghost.id).await);
    assert_trouble(&journal.put_file(&file(1, ghost.id, 1)).await);
    assert!(journal.files(&GENESIS, &OWNER).await.unwrap().is_empty());
}

pub(super) async fn several_files_are_kept_together_or_not_at_all(journal: &impl Journal) {
    let home = bucket(journal, "home", "photos").await.unwrap().id;
    journal.put_file(&file(1, home, 10)).await.unwrap();
    assert_trouble(&journal.put_files(&[file(2, home, 20), file(3, BucketId(77), 30)]).await);
    assert_eq!(journal.files(&GENESIS, &OWNER).await.unwrap(), [file(1, home, 10)]);
    let together = [file(2, home, 20), CatalogueFile { name: "new".to_owned(), ..file(1, home, 10) }];
    journal.put_files(&together).await.unwrap();
    assert_eq!(journal.files(&GENESIS, &OWNER).await.unwrap(), together);
    journal.put_files(&[]).await.unwrap();
}

pub(super) async fn files_come_newest_first_and_replace_themselves(journal: &impl Journal) {
    let home = bucket(journal, "home", "photos").await.unwrap().id;
    let other = bucket(journal, "home", "letters").await.unwrap().id;
    for (byte, added) in [(1, 10), (2, 30), (3, 10)] {
        journal.put_file(&file(byte, home, added)).await.unwrap();
    }
    let expected = [file(2, home, 30), file(3, home, 10), file(1, home, 10)];
    assert_eq!(journal.files(&GENESIS, &OWNER).await.unwrap(), expected, "of equal age, the later one is newer");
    let moved = CatalogueFile { name: "moved".to_owned(), seal: Seal::None, ..file(2, other, 20) };
    journal.put_file(&moved).await.unwrap();
    let expected = [moved, file(3, home, 10), file(1, home, 10)];
    assert_eq!(journal.files(&GENESIS, &OWNER).await.unwrap(), expected);
}

pub(super) async fn pages_are_the_list_in_pieces(journal: &impl Journal) {
    let home = bucket(journal, "home", "photos").await.unwrap().id;
    for (byte, added) in [(1, 10), (2, 30), (3, 10), (4, 10), (5, 20)] {
        journal.put_file(&file(byte, home, added)).await.unwrap();
        journal.put_file(&CatalogueFile { account: STRANGER, ..file(byte, home, added) }).await.unwrap();
    }
    let all = journal.files(&GENESIS, &OWNER).await.unwrap();
    for limit in 1..=6 {
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let page = journal.file_page(&GENESIS, &OWNER, after, limit).await.unwrap();
            assert!(!page.files.is_empty() && page.files.len() <= limit as usize);
            found.extend(page.files);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(found, all, "in pages of {limit}");
    }
    let nothing = journal.file_page(&GenesisHash([9; 32]), &OWNER, None, 3).await.unwrap();
    assert_eq!(nothing, FilePage { files: Vec::new(), next: None });
    let first = journal.file_page(&GENESIS, &OWNER, None, 2).await.unwrap();
    journal.remove_file(&GENESIS, &OWNER, &first.files[1].fid).await.unwrap();
    let rest = journal.file_page(&GENESIS, &OWNER, first.next, 9).await.unwrap();
    assert_eq!(rest.files, all[2..], "a page goes on behind a file that is gone");
}

pub(super) async fn a_bucket_is_summed_for_its_owner(journal: &impl Journal) {
    let one = bucket(journal, "home", "photos").await.unwrap().id;
    let other = bucket(journal, "home", "letters").await.unwrap().id;
    bucket(journal, "home", "empty").await.unwrap();
    for (byte, id) in [(1, other), (2, one), (3, other)] {
        journal.put_file(&CatalogueFile { size: ByteCount(u64::from(byte)), ..file(byte, id, 1) }).await.unwrap();
    }
    journal.put_file(&CatalogueFile { account: STRANGER, ..file(4, one, 1) }).await.unwrap();
    let sum = |bucket, files, size| BucketSum { bucket, files, size: ByteCount(size) };
    assert_eq!(journal.bucket_sums(&GENESIS, &OWNER).await.unwrap(), [sum(one, 1, 2), sum(other, 2, 4)]);
    assert!(journal.bucket_sums(&GenesisHash([9; 32]), &OWNER).await.unwrap().is_empty());
}

pub(super) async fn one_file_is_found_by_its_owner(journal: &impl Journal) {
    let home = bucket(journal, "home", "photos").await.unwrap().id;
    journal.put_file(&file(1, home, 1)).await.unwrap();
    assert_eq!(journal.file(&GENESIS, &OWNER, &fid(1)).await.unwrap(), Some(file(1, home, 1)));
    assert_eq!(journal.file(&GENESIS, &OWNER, &fid(2)).await.unwrap(), None);
    assert_eq!(journal.file(&GENESIS, &STRANGER, &fid(1)).await.unwrap(), None);
    assert_eq!(journal.file(&GenesisHash([9; 32]), &OWNER, &fid(1)).await.unwrap(), None);
}

pub(super) async fn keys_are_counted_over_all_accounts_and_chains(journal: &impl Journal) {
    assert!(journal.data_key_uses().await.unwrap().is_empty());
    let home = bucket(journal, "home", "photos").await.unwrap().id;
    let both = Seal::DataKey { fingerprint: "aa".to_owned(), others: vec!["bb".to_owned()] };
    let sealed = |number, seal| CatalogueFile { seal, ..file(number, home, 1) };
    let theirs = CatalogueFile { account: STRANGER, ..sealed(1, Seal::data_key("aa")) };
    let elsewhere = CatalogueFile { genesis: GenesisHash([9; 32]), ..sealed(1, Seal::data_key("aa")) };
    let mine = [sealed(1, both), sealed(2, Seal::Passphrase), sealed(3, Seal::None), sealed(4, Seal::data_key("aa"))];
    for file in mine.into_iter().chain([theirs, elsewhere]) {
        journal.put_file(&file).await.unwrap();
    }
    let uses: Vec<_> = journal.data_key_uses().await.unwrap().into_iter().collect();
    assert_eq!(uses, [("aa".to_owned(), 4), ("bb".to_owned(), 1)]);
    journal.remove_file(&GENESIS, &OWNER, &fid(1)).await.unwrap();
    let uses: Vec<_> = journal.data_key_uses().await.unwrap().into_iter().collect();
    assert_eq!(uses, [("aa".to_owned(), 3)]);
}

pub(super) async fn every_change_is_a_new_revision(journal: &impl Journal) {
    let mut last = journal.catalogue_revision().await.unwrap();
    let mut grew = async |what: &str| {
        let now = journal.catalogue_revision().await.unwrap();
        assert!(now > last, "{what}");
        last = now;
    };
    let home = bucket(journal, "home", "photos").await.unwrap();
    grew("a new bucket").await;
    journal.put_file(&file(1, home.id, 1)).await.unwrap();
    grew("a new file").await;
    journal.put_file(&CatalogueFile { name: "other".to_owned(), ..file(1, home.id, 1) }).await.unwrap();
    grew("a changed file").await;
    journal.remove_file(&GENESIS, &OWNER, &fid(1)).await.unwrap();
    grew("a forgotten file").await;
    let renamed = Bucket { name: bucket_name("pictures"), ..home };
    journal.update_bucket(&renamed).await.unwrap();
    grew("a renamed bucket").await;
    journal.delete_bucket(renamed.id).await.unwrap();
    grew("a deleted bucket").await;
    journal.set_setting("other", "1").await.unwrap();
    assert_eq!(journal.catalogue_revision().await.unwrap(), last, "a setting is no change of the catalogue");
}

pub(super) async fn a_forgotten_file_is_gone_for_its_owner_alone(journal: &impl Journal) {
    let home = bucket(journal, "home", "photos").await.unwrap().id;
    let theirs = CatalogueFile { account: STRANGER, ..file(1, home, 1) };
    journal.put_file(&file(1, home, 1)).await.unwrap();
    journal.put_file(&theirs).await.unwrap();
    journal.remove_file(&GENESIS, &OWNER, &fid(1)).await.unwrap();
    journal.remove_file(&GENESIS, &OWNER, &fid(1)).await.unwrap();
    assert!(journal.files(&GENESIS, &OWNER).await.unwrap().is_empty());
    assert_eq!(journal.files(&GENESIS, &STRANGER).await.unwrap(), [theirs]);
}

pub(super) async fn settings_are_kept_and_replaced(journal: &impl Journal) {
    assert_eq!(journal.setting("networks").await.unwrap(), None);
    journal.set_setting("networks", "[]").await.unwrap();
    journal.set_setting("networks", "{\"local\": true}").await.unwrap();
    journal.set_setting("other", "1").await.unwrap();
    assert_eq!(journal.setting("networks").await.unwrap().as_deref(), Some("{\"local\": true}"));
}
