//! Erasure and retention: what is gone, what stays, and that everything else still verifies.

use crate::{
    fixture::Fixture,
    samples::{acknowledgement, id},
};
use ciente_evidence::{Checkpoint, Verdict, VerifierKey, verify_receipt};
use ciente_notice::Identity;
use ciente_receiver::{Clock, Keep, Reason, Vault};
use serde_json::{Value, json};

fn of(n: u32, tenant: &str, subject: &str) -> Value {
    let mut value = acknowledgement(&id(n), "3");
    value["tenant"] = tenant.into();
    value["subject"] = subject.into();
    value
}

fn holder(subject: &str) -> Identity {
    Identity { tenant: "1400000000".into(), subject: subject.into() }
}

fn clock() -> Clock {
    Clock::new(|| "2027-01-01T00:00:00Z".parse().unwrap())
}

fn reason(text: &str) -> Reason {
    Reason::new(text).unwrap()
}

async fn status(fixture: &Fixture, subject: &str) -> bool {
    let uri = format!("/v1/acknowledgements?notice=im&tenant=1400000000&subject={subject}");
    fixture.get(&uri).await.json()["acknowledged"] == true
}

/// Whether the bytes stand anywhere in the database's files.
fn on_disk(fixture: &Fixture, needle: &str) -> bool {
    let data = fixture.data();
    ["", "-wal"].into_iter().any(|ending| {
        let mut name = data.clone().into_os_string();
        name.push(ending);
        let bytes = std::fs::read(name).unwrap_or_default();
        bytes.windows(needle.len()).any(|window| window == needle.as_bytes())
    })
}

#[tokio::test]
async fn an_erased_person_is_nowhere_and_everybody_else_still_verifies() {
    let fixture = Fixture::new();
    let mut receipts = Vec::new();
    for n in 0..40 {
        let subject = if n % 3 == 0 { "zacharias".to_owned() } else { format!("s{n}") };
        receipts.push(fixture.post(&of(n, "1400000000", &subject)).await.json());
    }
    fixture.post(&of(40, "1400000001", "zacharias")).await;
    let before = fixture.get("/v1/log/checkpoint").await.text().to_owned();
    assert!(status(&fixture, "zacharias").await && on_disk(&fixture, "zacharias"));

    // Another process does it, while the receiver runs.
    let vault = Vault::open(&fixture.data().into()).unwrap();
    assert_eq!(vault.erase(holder("zacharias"), reason("Art. 17 GDPR, ticket 4711"), &clock()).await.unwrap(), 14);
    assert!(!status(&fixture, "zacharias").await);
    assert_eq!(fixture.count(), 27);
    let other = of(40, "1400000001", "zacharias");
    assert_eq!(fixture.post(&other).await.status, 200, "another tenant's of the same name is nobody else's to erase");
    assert_eq!(
        vault
            .erase(Identity { tenant: "1400000001".into(), subject: "zacharias".into() }, reason("same"), &clock())
            .await
            .unwrap(),
        1
    );
    assert!(!on_disk(&fixture, "zacharias"), "its bytes are still in the file");
    assert!(on_disk(&fixture, "s1"));

    let key: VerifierKey = fixture.get("/v1/log/key").await.text().parse().unwrap();
    for receipt in &receipts {
        // Whoever has their receipt can prove it as before: record and salt are in it.
        assert_eq!(verify_receipt(receipt, &key).verdict(), Verdict::Holds);
    }
    assert_eq!(fixture.get("/v1/log/checkpoint").await.text(), before);
    let size = Checkpoint::open(&before, &key).unwrap().size;
    for n in 0..40 {
        let proof = fixture.get(&format!("/v1/log/proof/inclusion?index={n}&size={size}")).await;
        assert_eq!(proof.status, 200, "the leaf stays");
    }
    let tombstones = vault.tombstones().await.unwrap();
    assert_eq!(tombstones.len(), 15);
    assert_eq!((tombstones[1].index, tombstones[1].tenant.as_str()), (3, "1400000000"));
    assert_eq!(tombstones[1].reason, "Art. 17 GDPR, ticket 4711");
    assert_eq!(tombstones[1].erased_at, "2027-01-01T00:00:00.000Z");
    // It goes on.
    let later = fixture.post(&of(41, "1400000000", "later")).await.json();
    assert_eq!(verify_receipt(&later, &key).verdict(), Verdict::Holds);
    assert_eq!(later["log"]["index"], 41);
}

#[tokio::test]
async fn copies_in_unused_space_go_as_well() {
    let fixture = Fixture::new();
    for n in 0..30 {
        fixture.post(&of(n, "1400000000", "zacharias")).await;
    }
    // As a release that did not overwrite what it deleted would have left it.
    fixture
        .database()
        .execute_batch("PRAGMA secure_delete = OFF; DELETE FROM overwritten; DELETE FROM acknowledgements WHERE log_index > 1; PRAGMA wal_checkpoint(TRUNCATE)")
        .unwrap();
    let vault = Vault::open(&fixture.data().into()).unwrap();
    assert_eq!(vault.erase(holder("zacharias"), reason("asked"), &clock()).await.unwrap(), 2);
    assert!(!on_disk(&fixture, "zacharias"));
    assert_eq!(fixture.post(&of(31, "1400000000", "later")).await.status, 201);
}

#[tokio::test]
async fn to_erase_nobody_is_no_error_and_leaves_nothing() {
    let fixture = Fixture::new();
    fixture.post(&of(0, "1400000000", "alice")).await;
    let vault = Vault::open(&fixture.data().into()).unwrap();
    assert_eq!(vault.erase(holder("bob"), reason("asked"), &clock()).await.unwrap(), 0);
    assert_eq!(vault.tombstones().await.unwrap(), []);
    assert!(status(&fixture, "alice").await);
}

#[tokio::test]
async fn what_is_over_its_time_goes_by_tenant() {
    let fixture = Fixture::with(|config| config.keep = Keep::read(["P1Y", "short=P1D", "long=P30Y"]).unwrap());
    for (n, tenant) in ["short", "long", "other", "short"].into_iter().enumerate() {
        fixture.post(&of(u32::try_from(n).unwrap(), tenant, "alice")).await;
    }
    assert_eq!(fixture.receiver.apply_retention().await.unwrap(), 0);
    let day = 24 * 3600 * 1000;
    fixture.wait(day + 1);
    fixture.post(&of(9, "short", "bob")).await;
    assert_eq!(fixture.receiver.apply_retention().await.unwrap(), 2);
    fixture.wait(365 * day);
    assert_eq!(fixture.receiver.apply_retention().await.unwrap(), 2);
    assert_eq!(fixture.count(), 1);
    let vault = Vault::open(&fixture.data().into()).unwrap();
    let reasons: Vec<_> =
        vault.tombstones().await.unwrap().into_iter().map(|t| (t.index, t.tenant, t.reason)).collect();
    let expected = [
        (0, "short", "retention P1D"),
        (2, "other", "retention P1Y"),
        (3, "short", "retention P1D"),
        (4, "short", "retention P1D"),
    ];
    let expected = expected.map(|(index, tenant, reason)| (index, tenant.to_owned(), reason.to_owned()));
    assert_eq!(reasons, expected);
}

#[tokio::test]
async fn a_backup_of_a_running_store_is_a_store() {
    let fixture = Fixture::new();
    let receipt = fixture.post(&of(0, "1400000000", "alice")).await.json();
    let copy = fixture.folder.path().join("backup.sqlite");
    assert_eq!(Vault::backup(&fixture.data(), &copy).unwrap(), 1);
    assert_eq!(Vault::backup(&fixture.data(), &copy).unwrap_err().code(), "output-unwritable", "never over another");
    fixture.post(&of(1, "1400000000", "bob")).await;
    // Restored with its key, it goes on from there.
    let key = fixture.folder.path().join("data.sqlite.log-key");
    let restored = Fixture::with(|config| {
        config.data = copy.into();
        config.log_key = Some(key);
    });
    assert_eq!(restored.post(&of(0, "1400000000", "alice")).await.json(), receipt);
    let carol = restored.post(&of(2, "1400000000", "carol")).await.json();
    assert_eq!(carol["log"]["index"], json!(1));
    assert_eq!(
        Vault::backup(&fixture.folder.path().join("none"), &fixture.folder.path().join("b")).unwrap_err().code(),
        "data-unreadable"
    );
}
