//! Recovery kits: what machines read, and every refusal as a person reads it.

use std::{
    io,
    path::{Path, PathBuf},
};

use insta::{assert_json_snapshot, assert_snapshot};
use pileus_app::{
    KitAccount, KitDataKey, KitDrill, KitError, KitMade, KitReport, KitRestored, KitSplit, PhraseFault, Rebuilt,
    UnknownFile, UnknownReason,
};
use pileus_contract::{Answer, KitDrillView, KitMadeView, KitReportView, KitRestoredView, Line, RebuildView};
use pileus_domain::{ByteCount, Problem};
use pileus_ports::{AccountEntry, AccountOrigin, SecretText, Timestamp};

use crate::values::{account, fid};

const MADE: Timestamp = Timestamp(1_700_000_000_000);
const NUMBER: &str = "A7F5 3B0A 4C9A 629F";

#[test]
fn kits() {
    let split = KitSplit::new(2, 3).ok();
    let secret = SecretText::new("words that no view may hold".to_owned());
    let files = vec![PathBuf::from("kits/Pileus kit.pileus-kit"), PathBuf::from("kits/Pileus kit.pdf")];
    let made = KitMade { words: Some(secret), files, made_at: MADE, number: NUMBER.to_owned() };
    let report = KitReport {
        number: NUMBER.to_owned(),
        made_at: MADE,
        split,
        accounts: vec![KitAccount { name: "default".to_owned(), account: account() }],
        data_keys: vec![KitDataKey { name: "default".to_owned(), fingerprint: "00ff00ff00ff00ff".to_owned() }],
        networks: vec!["mine".to_owned()],
        buckets: 2,
        files: Some(7),
        holds_all_keys: true,
    };
    let drill = KitDrill {
        fid: fid(),
        name: "letter.txt".to_owned(),
        bytes: ByteCount(9),
        sealed: true,
        problem: Some(KitError::DrillDiffers.into()),
    };
    let answers = [
        Answer::KitMake(KitMadeView::new(&made, None, Some(Path::new("words.txt")))),
        Answer::KitCheck(KitReportView::from(&report)),
        Answer::KitDrill(KitDrillView::from(&drill)),
        Answer::KitRestore(KitRestoredView::from(&restored())),
        Answer::FilesRebuild(RebuildView::from(&rebuilt())),
    ];
    assert_json_snapshot!(answers.map(Line::Result));
}

fn rebuilt() -> Rebuilt {
    let unknown = |reason| UnknownFile { fid: fid(), reason };
    let reasons = [UnknownReason::Passphrase, UnknownReason::OtherKey, UnknownReason::Unreadable];
    Rebuilt { found: 3, cut_names: 1, unknown: reasons.map(unknown).to_vec() }
}

fn restored() -> KitRestored {
    let entry = AccountEntry {
        name: "default (2)".to_owned(),
        account: account(),
        origin: AccountOrigin::Created,
        is_default: false,
        created: MADE,
    };
    KitRestored {
        made_at: MADE,
        accounts: vec![entry],
        data_keys: Vec::new(),
        networks: vec!["mine".to_owned()],
        buckets: 2,
        files: 7,
        had_catalogue: true,
        rebuilt: Some(rebuilt()),
        rebuild_problem: None,
    }
}

fn refusals() -> Vec<KitError> {
    let source = || io::Error::from(io::ErrorKind::NotFound);
    vec![
        KitError::Empty,
        KitError::TooLarge { what: "codes" },
        KitError::BadSplit { needed: 4, total: 3 },
        KitError::NotProven,
        KitError::File { path: PathBuf::from("kit.pileus-kit"), what: "read", source: source() },
        KitError::NotAKit,
        KitError::Newer { version: 2 },
        KitError::Damaged,
        KitError::Words(PhraseFault::Count { found: 23, expected: 24 }),
        KitError::Words(PhraseFault::Unknown { place: 7 }),
        KitError::Words(PhraseFault::Wrong { place: 7 }),
        KitError::Words(PhraseFault::Checksum),
        KitError::Share { share: 2, fault: PhraseFault::Count { found: 27, expected: 28 } },
        KitError::Share { share: 2, fault: PhraseFault::Unknown { place: 7 } },
        KitError::Share { share: 2, fault: PhraseFault::Checksum },
        KitError::SharesFew { given: 1, needed: 2 },
        KitError::SharesMixed,
        KitError::Mismatch,
        KitError::NoCodes,
        KitError::CodeDamaged { part: 2 },
        KitError::CodesMissing { missing: "2, 5".to_owned(), parts: 5 },
        KitError::CodesMixed,
        KitError::NothingToDrill,
        KitError::DrillDiffers,
    ]
}

#[test]
fn every_refusal_of_a_kit_reads_well() {
    let rendered = refusals().into_iter().map(|error| {
        let problem = Problem::from(error);
        format!("[{}]\n  {}\n  {}\n", problem.code, problem.message, problem.remedy)
    });
    assert_snapshot!(rendered.collect::<String>());
}
