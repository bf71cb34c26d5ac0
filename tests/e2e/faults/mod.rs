//! Each fault at each moment, in a real browser: nothing is lost, nothing is there twice, nothing is called recorded before
//! it is.

mod play;
mod table;

use anyhow::Result;
use ciente_e2e::engine::{Capability, lacks};
use play::World;
use table::{CUT_BODY, CUT_HEAD, FAULTS, Moment};

/// All faults at one moment; what is wrong is told of all of them together.
async fn all_at(moment: Moment) -> Result<()> {
    let mut world = World::open().await?;
    let mut wrong = Vec::new();
    for (number, fault) in FAULTS.iter().enumerate() {
        let is_cut = fault.kind == CUT_HEAD || fault.kind == CUT_BODY && moment != Moment::AfterCommit;
        if is_cut && lacks(Capability::CutAnswers)? {
            continue;
        }
        if let Err(error) = world.play(*fault, moment, &format!("user{number}")).await {
            wrong.push(format!("{}: {error:#}", fault.name));
            world = World::open().await?;
        }
    }
    anyhow::ensure!(wrong.is_empty(), "{moment:?}:\n{}", wrong.join("\n"));
    world.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_before_it_is_received() -> Result<()> {
    all_at(Moment::BeforeSend).await
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_in_flight() -> Result<()> {
    all_at(Moment::InFlight).await
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_after_the_commit() -> Result<()> {
    all_at(Moment::AfterCommit).await
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_during_a_retry() -> Result<()> {
    all_at(Moment::Retry).await
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_while_the_tab_is_killed() -> Result<()> {
    needs!(TabCrash);
    all_at(Moment::TabKilled).await
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_while_the_browser_is_killed() -> Result<()> {
    all_at(Moment::BrowserKilled).await
}
