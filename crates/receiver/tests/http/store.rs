//! What clients see when the store cannot write. A full and a read-only one are tested in `store::sqlite`.

use crate::{
    fixture::Fixture,
    samples::{ID, acknowledgement},
};
use ciente_notice::ProblemCode as P;

#[tokio::test]
async fn a_store_that_is_locked_is_unavailable_and_recovers() {
    let fixture = Fixture::new();
    let other = fixture.database();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let answer = fixture.post(&acknowledgement(ID, "3")).await;
    answer.problem(P::Unavailable);
    assert_eq!(answer.header("retry-after"), Some("30"));
    other.execute_batch("COMMIT").unwrap();
    assert_eq!(fixture.count(), 0);
    assert_eq!(fixture.post(&acknowledgement(ID, "3")).await.status, 201);
}

#[tokio::test]
async fn a_store_that_breaks_is_a_fault_of_ours_and_says_nothing_of_itself() {
    let fixture = Fixture::new();
    let break_it = "CREATE TRIGGER broken BEFORE INSERT ON acknowledgements BEGIN SELECT RAISE(ABORT, 'secret'); END";
    fixture.database().execute_batch(break_it).unwrap();
    let answer = fixture.post(&acknowledgement(ID, "3")).await;
    answer.problem(P::Internal);
    assert!(!answer.text().contains("secret"), "{}", answer.text());
    fixture.database().execute_batch("DROP TRIGGER broken").unwrap();
    assert_eq!(fixture.post(&acknowledgement(ID, "3")).await.status, 201);
}
