//! Which crate may know which.
//!
//! Duty: keep the picture in `docs/architecture.md` true. Invariants: a crate without a place in
//! the picture is a finding, and so is a place without a crate.

mod rooms;

use std::collections::BTreeSet;

use rooms::{KEEPERS, ROOMS, Room};
use serde_json::Value;

use crate::error::TaskError;

/// Compare the workspace, as `cargo metadata --no-deps` describes it, with the rooms.
///
/// # Errors
/// [`TaskError::Output`] when the description cannot be read.
pub(crate) fn check(metadata: &str) -> Result<Vec<String>, TaskError> {
    let packages = packages(metadata)?;
    let members: BTreeSet<&str> = packages.iter().map(|package| package.name.as_str()).collect();
    let mut findings = Vec::new();
    for package in &packages {
        match ROOMS.iter().find(|room| room.package == package.name) {
            Some(room) => findings.extend(wrong_arrows(package, room, &members)),
            None => findings.push(format!("{} has no place among the rooms", package.name)),
        }
        findings.extend(kept_by_others(package));
    }
    let absent = ROOMS.iter().filter(|room| !members.contains(room.package));
    findings.extend(absent.map(|room| format!("{} is a room without a crate", room.package)));
    Ok(findings)
}

/// A package and what its manifest names.
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

/// One line of a manifest.
struct Dependency {
    name: String,
    /// Whether only tests, examples and benchmarks see it.
    for_tests: bool,
}

fn packages(metadata: &str) -> Result<Vec<Package>, TaskError> {
    let problem =
        |problem: &str| TaskError::Output { program: "cargo metadata".to_owned(), problem: problem.to_owned() };
    let metadata: Value = serde_json::from_str(metadata).map_err(|error| problem(&error.to_string()))?;
    let packages = metadata["packages"].as_array().ok_or_else(|| problem("no packages"))?;
    let packages = packages.iter().map(package).collect::<Option<Vec<_>>>();
    packages.ok_or_else(|| problem("a package without a name or dependencies"))
}

fn package(package: &Value) -> Option<Package> {
    let dependencies = package["dependencies"].as_array()?.iter().map(|dependency| {
        let name = dependency["name"].as_str()?.to_owned();
        Some(Dependency { name, for_tests: dependency["kind"] == "dev" })
    });
    let name = package["name"].as_str()?.to_owned();
    Some(Package { name, dependencies: dependencies.collect::<Option<_>>()? })
}

/// The arrows from `package` to crates of the workspace that its room does not allow.
fn wrong_arrows(package: &Package, room: &Room, members: &BTreeSet<&str>) -> Vec<String> {
    let inside = package.dependencies.iter().filter(|one| members.contains(one.name.as_str()));
    let wrong = inside.filter(|one| {
        let known = room.knows.contains(&one.name.as_str());
        let known_to_tests = one.for_tests && room.tests_know.contains(&one.name.as_str());
        !known && !known_to_tests
    });
    wrong
        .map(|one| {
            let whose = if one.for_tests { "tests of " } else { "" };
            format!("{whose}{} must not know {}", package.name, one.name)
        })
        .collect()
}

/// Foreign crates that `package` names although they are kept in other rooms.
fn kept_by_others(package: &Package) -> Vec<String> {
    let product = package.dependencies.iter().filter(|one| !one.for_tests);
    product
        .filter_map(|one| {
            let (foreign, keepers) = KEEPERS.iter().find(|(foreign, _)| *foreign == one.name)?;
            let is_keeper = keepers.contains(&package.name.as_str());
            (!is_keeper).then(|| format!("{} must not name {foreign}", package.name))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// A workspace with all rooms, empty but for the given arrows.
    fn workspace(arrows: &[(&str, &str, Option<&str>)]) -> String {
        let packages = ROOMS.iter().map(|room| {
            let own = arrows.iter().filter(|(from, ..)| *from == room.package);
            let dependencies = own.map(|(_, to, kind)| json!({ "name": to, "kind": kind }));
            json!({ "name": room.package, "dependencies": dependencies.collect::<Vec<_>>() })
        });
        json!({ "packages": packages.collect::<Vec<_>>() }).to_string()
    }

    fn findings(arrows: &[(&str, &str, Option<&str>)]) -> Vec<String> {
        check(&workspace(arrows)).unwrap()
    }

    #[test]
    fn arrows_downwards_are_fine() {
        let arrows = [
            ("pileus-codec", "pileus-domain", None),
            ("pileus-app", "pileus-pipeline", None),
            ("pileus-chain", "subxt", None),
            ("pileus-chain", "pileus-localnet", Some("dev")),
        ];
        assert_eq!(findings(&arrows), [""; 0]);
    }

    #[test]
    fn an_arrow_upwards_is_found() {
        let found = findings(&[("pileus-domain", "pileus-app", None)]);
        assert_eq!(found, ["pileus-domain must not know pileus-app"]);
    }

    #[test]
    fn a_test_may_know_more_than_its_crate_but_not_everything() {
        let found =
            findings(&[("pileus-chain", "pileus-localnet", None), ("pileus-chain", "pileus-nodes", Some("dev"))]);
        assert_eq!(
            found,
            ["pileus-chain must not know pileus-localnet", "tests of pileus-chain must not know pileus-nodes",]
        );
    }

    #[test]
    fn a_foreign_crate_is_named_by_its_keeper_only() {
        let found = findings(&[("pileus-app", "subxt", None), ("pileus-app", "subxt", Some("dev"))]);
        assert_eq!(found, ["pileus-app must not name subxt"]);
    }

    #[test]
    fn a_crate_without_a_room_and_a_room_without_a_crate_are_found() {
        let metadata = json!({ "packages": [{ "name": "pileus-cellar", "dependencies": [] }] });
        let found = check(&metadata.to_string()).unwrap();
        assert_eq!(found.len(), ROOMS.len() + 1);
        assert_eq!(found[0], "pileus-cellar has no place among the rooms");
    }

    #[test]
    fn no_two_rooms_know_each_other() {
        for room in ROOMS {
            for other in ROOMS.iter().filter(|other| room.knows.contains(&other.package)) {
                assert!(!other.knows.contains(&room.package), "{} {}", room.package, other.package);
            }
        }
    }
}
