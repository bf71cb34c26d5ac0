//! Receipts that anybody can check, the log's key, checkpoints and proofs; the archive of what was published.

use crate::{
    fixture::{Fixture, prepare},
    samples::{ID, acknowledgement, id, notice},
};
use ciente_evidence::{
    Checkpoint, Hash, Outcome, Verdict, VerifierKey, parse_strict, verify_consistency, verify_notice, verify_receipt,
};
use ciente_notice::{Digest, ProblemCode as P, canonical_json};
use ciente_receiver::{Receiver, Vault};
use serde_json::Value;

async fn key(fixture: &Fixture) -> VerifierKey {
    let answer = fixture.get("/v1/log/key").await;
    assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"));
    answer.text().parse().unwrap()
}

async fn checkpoint(fixture: &Fixture) -> (String, Checkpoint) {
    let note = fixture.get("/v1/log/checkpoint").await.text().to_owned();
    let checkpoint = Checkpoint::open(&note, &key(fixture).await).unwrap();
    (note, checkpoint)
}

fn hashes(proof: &Value) -> Vec<Hash> {
    proof.as_array().unwrap().iter().map(|hash| hash.as_str().unwrap().parse().unwrap()).collect()
}

#[tokio::test]
async fn a_receipt_is_complete_in_itself_and_a_replay_is_the_first_one_byte_for_byte() {
    let fixture = Fixture::new();
    let first = fixture.post(&acknowledgement(ID, "3")).await;
    assert_eq!(first.status, 201);
    for n in 0..5 {
        fixture.wait(1000);
        fixture.post(&acknowledgement(&id(n), "3")).await;
    }
    let again = fixture.post(&acknowledgement(ID, "3")).await;
    assert_eq!((again.status.as_u16(), &again.body), (200, &first.body));
    let receipt = parse_strict(&first.body).unwrap();
    let report = verify_receipt(&receipt, &key(&fixture).await);
    assert_eq!(report.verdict(), Verdict::Holds, "{report:?}");
    let words = serde_json::to_value(notice("3", "pt-BR")).unwrap();
    assert_eq!(verify_notice(&receipt, Some(&words)).checks()[0].outcome, Outcome::Holds);
}

#[tokio::test]
async fn the_log_grows_by_what_is_recorded_and_proves_it() {
    let fixture = Fixture::new();
    let (mut before, empty) = checkpoint(&fixture).await;
    assert_eq!((empty.size, empty.root), (0, Hash::of_nothing()));
    for n in 0..12 {
        let receipt = fixture.post(&acknowledgement(&id(n), "3")).await.json();
        let (note, now) = checkpoint(&fixture).await;
        assert_eq!(now.size, u64::from(n) + 1);
        let old = Checkpoint::open(&before, &key(&fixture).await).unwrap();
        let answer = fixture.get(&format!("/v1/log/proof/consistency?from={}&to={}", old.size, now.size)).await.json();
        assert!(verify_consistency(old.size, now.size, &hashes(&answer["proof"]), &old.root, &now.root));
        // A later proof of an older record, in today's log.
        let mut today = receipt.clone();
        let inclusion = fixture.get(&format!("/v1/log/proof/inclusion?index={n}&size={}", now.size)).await.json();
        today["log"]["proof"] = inclusion["proof"].clone();
        today["log"]["checkpoint"] = note.clone().into();
        assert_eq!(verify_receipt(&today, &key(&fixture).await).verdict(), Verdict::Holds);
        before = note;
    }
    // What is only repeated, or refused, adds nothing.
    fixture.post(&acknowledgement(&id(0), "3")).await;
    fixture.post(&acknowledgement(&id(50), "1")).await;
    assert_eq!(checkpoint(&fixture).await.1.size, 12);
}

#[tokio::test]
async fn what_cannot_be_proved_is_said() {
    let fixture = Fixture::new();
    fixture.post(&acknowledgement(ID, "3")).await;
    for (query, named) in [
        ("inclusion", "\"index\""),
        ("inclusion?index=0", "\"size\""),
        ("inclusion?index=0&size=-1", "\"size\""),
        ("inclusion?index=x&size=1", "\"index\""),
        ("inclusion?index=1&size=1", "no number 1"),
        ("inclusion?index=0&size=2", "has 1 records"),
        ("inclusion?index=99999999999999999999&size=1", "\"index\""),
        ("consistency?from=1&to=2", "has 1 records"),
        ("consistency?from=1&to=0", "1 is more than 0"),
        ("consistency?from=1&to=1&a=1", "\"a\""),
    ] {
        let problem = fixture.get(&format!("/v1/log/proof/{query}")).await.problem(P::InvalidQuery);
        assert!(problem["detail"].as_str().unwrap().contains(named), "{query}: {problem}");
    }
}

#[tokio::test]
async fn the_log_goes_on_after_a_restart_and_only_with_its_key() {
    let (_folder, config) = prepare();
    let with = || Fixture::with(|change| *change = config.clone());
    let first = with();
    let receipt = first.post(&acknowledgement(&id(1), "3")).await.json();
    drop(first);
    let second = with();
    let later = second.post(&acknowledgement(&id(2), "3")).await.json();
    assert_eq!((&receipt["log"]["index"], &later["log"]["index"]), (&0.into(), &1.into()));
    drop(second);
    let key = config.data.file().unwrap().with_file_name("data.sqlite.log-key");
    let secret = std::fs::read(&key).unwrap();
    std::fs::remove_file(&key).unwrap();
    assert_eq!(Receiver::open(config.clone()).unwrap_err().code(), "log-key-missing");
    std::fs::write(&key, secret).unwrap();
    assert_eq!(with().post(&acknowledgement(&id(1), "3")).await.json(), receipt);
}

#[tokio::test]
async fn every_published_text_is_archived_and_a_changed_archive_is_refused() {
    let (_folder, config) = prepare();
    let fixture = Fixture::with(|change| *change = config.clone());
    let vault = Vault::open(&config.data).unwrap();
    let digest = Digest::of(&notice("1", "en")).unwrap();
    let archived = vault.archived(Some(digest)).await.unwrap();
    assert_eq!(archived.len(), 1);
    assert_eq!(archived[0].body.as_bytes(), canonical_json(&notice("1", "en")).unwrap());
    assert_eq!((archived[0].version.as_str(), archived[0].locale.as_str()), ("1", "en"));
    assert_eq!(vault.archived(None).await.unwrap().len(), 6);
    let other = rusqlite::Connection::open(config.data.file().unwrap()).unwrap();
    let change = "UPDATE published SET body = replace(body, '7 days', '8 days') WHERE locale = 'en' AND version = '1'";
    assert!(other.execute_batch(change).unwrap_err().to_string().contains("stays"), "not by mistake");
    other.execute_batch(&format!("DROP TRIGGER published_stay_as_they_are; {change}")).unwrap();
    drop(fixture);
    let error = Receiver::open(config).unwrap_err();
    assert_eq!(error.code(), "data-archive-changed");
    assert!(error.to_string().contains("im 1 in en") && error.to_string().contains(&digest.to_string()), "{error}");
}
