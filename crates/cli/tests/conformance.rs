//! `ciente conformance`: everything holds of our own receiver, and each rule is seen to fail of an endpoint that breaks it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

#[path = "conformance/flaws/mod.rs"]
mod flaws;
#[path = "../../receiver/tests/support/samples.rs"]
#[allow(dead_code, reason = "not each test uses all")]
mod samples;

use ciente_receiver::{Clock, Receiver, ReceiverConfig};
use flaws::Flaw;
use serde_json::Value;
use std::{collections::BTreeSet, path::Path, process::Output};
use tempfile::TempDir;
use tokio::{net::TcpListener, runtime::Runtime};

const ORIGIN: &str = "https://chat.example";

/// Our receiver with the sample notices, behind a layer that breaks one rule.
struct Endpoint {
    folder: TempDir,
    url: String,
    _runtime: Runtime,
}

impl Endpoint {
    fn start(flaw: Flaw) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let notices = folder.path().join("notices");
        std::fs::create_dir(&notices).unwrap();
        samples::publish(&notices);
        let config = ReceiverConfig {
            allow_origins: vec![ORIGIN.into()],
            allow_anonymous: true,
            ..ReceiverConfig::new(notices, folder.path().join("data.sqlite"), Clock::system())
        };
        let receiver = Receiver::open(config).unwrap();
        let runtime = Runtime::new().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let url = format!("http://{}/v1/acknowledgements", listener.local_addr().unwrap());
        let router = flaws::break_with(receiver.router(), flaw);
        runtime.spawn(async move { axum::serve(listener, router).await });
        Self { folder, url, _runtime: runtime }
    }

    fn manifest(&self) -> String {
        self.folder.path().join("notices/im/manifest.json").to_str().unwrap().to_owned()
    }

    /// Runs the command with everything that it can try.
    fn try_all(&self, more: &[&str]) -> (i32, Value) {
        let manifest = self.manifest();
        let mut args = vec![self.url.as_str(), "--manifest", &manifest, "--origin", ORIGIN, "--format", "json"];
        args.extend(more);
        let output = run(&args);
        let said = serde_json::from_slice(&output.stdout);
        let report = said.unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
        (output.status.code().unwrap(), report)
    }
}

fn run(args: &[&str]) -> Output {
    let mut command = assert_cmd::cargo::cargo_bin_cmd!("ciente");
    for proxy in ["http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"] {
        command.env_remove(proxy);
    }
    command.arg("conformance").args(args).output().unwrap()
}

fn with(report: &Value, outcome: &str) -> BTreeSet<String> {
    let rules = report["rules"].as_array().unwrap().iter().filter(|rule| rule["outcome"] == outcome);
    rules.map(|rule| rule["id"].as_str().unwrap().to_owned()).collect()
}

fn set(ids: &[&str]) -> BTreeSet<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

const IDENTITY: [&str; 5] = ["challenge", "foreign", "status-token", "token-holds", "unauthenticated"];
const TOKEN: [&str; 6] = ["--header", "Authorization: Bearer alice", "--tenant", "1400000000", "--subject", "alice"];

#[test]
fn our_receiver_keeps_every_rule() {
    let endpoint = Endpoint::start(Flaw::None);
    let (code, report) = endpoint.try_all(&[]);
    assert_eq!(with(&report, "fails"), set(&[]), "{report:#}");
    assert_eq!(code, 0);
    assert_eq!(report["conforms"], true);
    assert_eq!(with(&report, "not-offered"), set(&[]));
    let mut untested = set(&IDENTITY);
    untested.extend(set(&["durable", "retry-after"]));
    assert_eq!(with(&report, "not-tested"), untested);
    // And again: it leaves nothing behind that would disturb it.
    assert_eq!(endpoint.try_all(&[]).0, 0);
}

#[test]
fn an_endpoint_with_tokens_keeps_every_rule() {
    let (code, report) = Endpoint::start(Flaw::Tokens).try_all(&TOKEN);
    assert_eq!(with(&report, "fails"), set(&[]), "{report:#}");
    assert_eq!(code, 0);
    assert_eq!(with(&report, "not-tested"), set(&["durable", "longest", "names-exact", "retry-after"]));
}

#[test]
fn each_rule_is_seen_to_fail() {
    let (mut failed, mut wrong) = (BTreeSet::new(), Vec::new());
    let replays = ["concurrent", "id-reused", "replay", "replay-case", "replay-late", "replay-value"];
    let cases: Vec<(Flaw, Vec<&str>)> = vec![
        (Flaw::Refuses, vec!["record"]),
        (Flaw::NewReceipts, replays.into()),
        (Flaw::ReplaysAreNew, replays.into()),
        (Flaw::ComparesBytes, vec!["replay-case", "replay-late", "replay-value"]),
        (Flaw::ComparesCase, vec!["replay-case"]),
        (Flaw::OneAtATime, vec!["concurrent"]),
        (Flaw::ForgetsTheContent, vec!["id-reused"]),
        (Flaw::Ignores("/action"), vec!["id-reused"]),
        (Flaw::Ignores("/subject"), vec!["id-reused"]),
        (Flaw::Ignores("/shownAt"), vec!["id-reused"]),
        (Flaw::Ignores("/actedAt"), vec!["id-reused"]),
        (Flaw::Ignores("/tenant"), vec!["id-reused"]),
        (Flaw::Ignores("/notice/id"), vec!["id-reused"]),
        (Flaw::Ignores("/notice/locale"), vec!["id-reused"]),
        (Flaw::Ignores("/client/widget"), vec!["id-reused"]),
        (Flaw::IgnoresCase, vec!["id-reused"]),
        (Flaw::PublishedFirst, vec!["id-reused", "stale"]),
        (Flaw::ComparesEscapes, vec!["replay-value"]),
        (Flaw::KnowsKeysOnly, vec!["replay-late"]),
        (Flaw::DeclinesAreNew, vec!["replay-late"]),
        (Flaw::PlusIsPlus, vec!["names-exact"]),
        (Flaw::ReceivedWhenActed, vec!["longest", "names-exact", "receipt", "status-true"]),
        (Flaw::LogIsNonsense, vec!["longest", "names-exact", "receipt"]),
        (
            Flaw::ReceiptsOfAnotherFormat,
            vec!["id-reused", "receipt", "replay", "replay-case", "replay-late", "replay-value"],
        ),
        (Flaw::SaysWhoNobodyIs, vec!["longest", "names-exact", "receipt"]),
        (Flaw::ReplaysAre204, vec!["id-reused", "replay", "replay-case", "replay-late", "replay-value"]),
        (Flaw::AnyAction, vec!["member-malformed"]),
        (Flaw::UnknownUsersAre404, vec!["gives-status"]),
        (Flaw::TwoOrigins, vec!["cors-answers", "preflight"]),
        (Flaw::StatusCannotBeRead, vec!["cors-answers"]),
        (Flaw::ConflictCannotBeRead, vec!["cors-answers"]),
        (Flaw::ExposedWhenTaken, vec!["cors-retry-after"]),
        (Flaw::TwoLines, vec![]),
        (Flaw::ExposesAll, vec![]),
        (Flaw::TokensForAnyTenant, vec!["foreign"]),
        (Flaw::TokensTellOfOthers, vec!["foreign"]),
        (Flaw::TokensLeaveNoTrace, vec!["receipt"]),
        (Flaw::TokensWithoutChallengeInGet, vec!["challenge"]),
        (Flaw::Ignores("/notice/version"), vec!["id-reused"]),
        (Flaw::Ignores("/notice/digest"), vec!["id-reused"]),
        (Flaw::Ignores("/client/origin"), vec!["id-reused"]),
        (Flaw::ForgetsIds, vec!["replay-late"]),
        (Flaw::ReceiptsWith202, vec!["created"]),
        (Flaw::RefusesDeclined, vec!["declined", "status-declined"]),
        (Flaw::ShortNames, vec!["longest"]),
        (Flaw::ShortTenants, vec!["longest"]),
        (Flaw::Cuts, vec!["longest"]),
        (Flaw::CutsInReceipts, vec!["longest"]),
        (Flaw::Folds, vec!["id-reused", "names-exact"]),
        (Flaw::Normalises, vec!["names-exact"]),
        (Flaw::Trims, vec!["names-exact"]),
        (Flaw::DecodesTwice, vec!["names-exact"]),
        (Flaw::AnyTenant, vec!["status-scope"]),
        (Flaw::AnyNotice, vec!["status-scope"]),
        (Flaw::DeclineCounts, vec!["decline-alone"]),
        (Flaw::OtherTime, vec!["status-true"]),
        (Flaw::SaysCurrent, vec!["status-newest"]),
        (Flaw::NewestOfAll, vec!["stale", "status-newest"]),
        (Flaw::WantsKey, vec!["key-optional", "replay-late"]),
        (Flaw::WantsQuotes, vec!["key-bare"]),
        (Flaw::IgnoresKey, vec!["key-mismatch"]),
        (Flaw::NoCharset, vec!["charset"]),
        (Flaw::AnyMediaType, vec!["media-type"]),
        (Flaw::AnyLength, vec!["too-large"]),
        (Flaw::TakesAnything, vec!["malformed"]),
        (Flaw::LastMemberWins, vec!["member-twice"]),
        (Flaw::FillsIn, vec!["member-missing"]),
        (Flaw::ThrowsAway, vec!["member-unknown"]),
        (Flaw::AnyDigest, vec!["unknown-notice"]),
        (Flaw::AnyNames, vec!["contradiction", "stale-truth"]),
        (Flaw::StaleIsFine, vec!["stale"]),
        (Flaw::StaleIsCurrent, vec!["editorial", "id-reused", "stale", "stale-truth", "status-newest"]),
        (Flaw::EditorialIsStale, vec!["editorial"]),
        (Flaw::AltersReceipt, vec!["longest", "names-exact", "receipt"]),
        (Flaw::NoAuthenticated, vec!["longest", "names-exact", "receipt"]),
        (Flaw::KnowsEverybody, vec!["id-reused", "longest", "names-exact", "status-false", "status-scope"]),
        (Flaw::WrongDigest, vec!["status-declined", "status-newest", "status-true"]),
        (Flaw::DeclineUndoes, vec!["status-declined"]),
        (Flaw::StatusBroken, vec!["gives-status"]),
        (Flaw::Cached, vec!["no-store"]),
        (Flaw::NoAllow, vec!["allow"]),
        (Flaw::NoRetryAfter, vec!["retry-after"]),
        (Flaw::PlainRefusals, vec!["problem"]),
        (Flaw::OtherStatusInProblem, vec!["problem"]),
        (Flaw::NoKeyInPreflight, vec!["preflight"]),
        (Flaw::RefusalsCannotBeRead, vec!["cors-answers"]),
        (Flaw::NothingExposed, vec!["cors-retry-after"]),
        (Flaw::AnyOrigin, vec!["cors-list"]),
        (Flaw::TokensWith403, vec!["unauthenticated"]),
        (Flaw::TokensWithoutChallenge, vec!["challenge"]),
        (Flaw::TokensForAnybody, vec!["foreign"]),
        (Flaw::TokensUnverified, vec!["token-holds"]),
        (Flaw::TokensUnverifiedInGet, vec!["token-holds"]),
        (Flaw::TokensInPostOnly, vec!["status-token"]),
        (Flaw::Redirects, vec!["gives-status", "record"]),
    ];
    for (flaw, expected) in cases {
        let more: &[&str] = if flaw.has_tokens() { &TOKEN } else { &[] };
        let (code, report) = Endpoint::start(flaw).try_all(more);
        let fails = with(&report, "fails");
        if fails != set(&expected) {
            wrong.push(format!("{flaw:?}: {fails:?} fail, not {expected:?}"));
        }
        let fails_a_must =
            report["rules"].as_array().unwrap().iter().any(|r| r["outcome"] == "fails" && r["level"] == "must");
        assert_eq!((code, report["conforms"] == false), (i32::from(fails_a_must), fails_a_must), "{flaw:?}");
        failed.extend(expected);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    // Every rule but those that nothing from outside can break.
    let (_, report) = Endpoint::start(Flaw::None).try_all(&[]);
    let all: BTreeSet<_> = report["rules"].as_array().unwrap().iter().map(|r| r["id"].as_str().unwrap()).collect();
    let never: Vec<_> = all.difference(&failed).collect();
    assert_eq!(never, [&"durable", &"gives-receipt"]);
}

#[test]
fn a_plain_webhook_is_told_what_it_does_not_offer() {
    let (code, report) = Endpoint::start(Flaw::Webhook).try_all(&[]);
    let mut offers = set(&["created", "gives-receipt", "gives-status", "receipt", "decline-alone"]);
    offers.extend(set(&["status-declined", "status-false", "status-newest", "status-scope", "status-true"]));
    assert_eq!(with(&report, "not-offered"), offers, "{report:#}");
    assert_eq!(with(&report, "fails"), set(&[]), "{report:#}");
    assert_eq!(code, 0);
}

fn detail(report: &Value, id: &str) -> String {
    let rule = report["rules"].as_array().unwrap().iter().find(|rule| rule["id"] == id).unwrap();
    rule["detail"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn who_asks_for_patience_breaks_no_rule() {
    for status in [425, 429, 503] {
        let (code, report) = Endpoint::start(Flaw::NowAndThen(status)).try_all(&[]);
        // Without a Retry-After, which is a should.
        let expected: &[&str] = if status == 425 { &[] } else { &["retry-after"] };
        assert_eq!(with(&report, "fails"), set(expected), "{report:#}");
        let mut untested = set(&IDENTITY);
        untested.extend(set(if status == 425 { &["durable", "retry-after"] } else { &["durable"] }));
        assert_eq!((code, with(&report, "not-tested")), (0, untested), "{report:#}");
    }
}

#[test]
fn what_it_never_has_time_for_is_not_tested() {
    let (code, report) = Endpoint::start(Flaw::NeverToDecline).try_all(&[]);
    // Neither yes nor no.
    assert_eq!((code, with(&report, "fails")), (2, set(&["retry-after"])), "{report:#}");
    assert_eq!(report["conforms"], false);
    let untested = with(&report, "not-tested");
    for rule in ["declined", "decline-alone", "status-declined"] {
        assert!(untested.contains(rule) && detail(&report, rule).contains("503 again and again"), "{report:#}");
    }
    // It took so long that whoever waits was told what goes on.
    let endpoint = Endpoint::start(Flaw::NeverToDecline);
    let output = run(&[&endpoint.url, "--manifest", &endpoint.manifest()]);
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(err.contains("every act once more, and the headers of all answers …\n"), "{err}");
    assert!(
        err.ends_with(
            "cannot tell: the endpoint never had time for id-reused, declined, decline-alone, status-declined\n"
        ),
        "{err}"
    );
    let never = Endpoint::start(Flaw::NeverAtAll);
    let output = run(&[&never.url, "--manifest", &never.manifest()]);
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(err.contains("429 again and again; try again when it has time"), "{err}");
}

#[test]
fn a_made_up_tenant_may_be_refused() {
    let endpoint = Endpoint::start(Flaw::KnownTenants);
    let (code, report) = endpoint.try_all(&[]);
    assert_eq!((code, with(&report, "fails")), (0, set(&[])), "{report:#}");
    assert!(detail(&report, "longest").contains("made up"), "{report:#}");
    let (code, report) = endpoint.try_all(&["--tenant", "1400000000"]);
    assert_eq!(code, 0, "{report:#}");
    assert!(with(&report, "holds").contains("longest"), "{report:#}");
}

#[test]
fn what_was_seen_says_what_to_do() {
    let (_, report) = Endpoint::start(Flaw::Redirects).try_all(&[]);
    assert!(
        detail(&report, "record").contains("no redirect; name its target, https://other.example/acts"),
        "{report:#}"
    );
    let endpoint = Endpoint::start(Flaw::None);
    let digest = format!("sha-256:{}", "0".repeat(64));
    let parts = ["--notice", "im", "--version", "3", "--locale", "en", "--digest", &digest];
    let output = run(&[&[endpoint.url.as_str()], parts.as_slice()].concat());
    let table = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{table}");
    assert!(table.contains("422 unknown-notice; does the endpoint publish the notice that --manifest"), "{table}");
}

#[test]
fn the_table_says_the_same() {
    let endpoint = Endpoint::start(Flaw::Cached);
    let output = run(&[&endpoint.url, "--manifest", &endpoint.manifest()]);
    let table = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(table.lines().any(|line| line.starts_with("FAILS        must    no-store ")), "{table}");
    let why = "neither Cache-Control: no-store nor private, for example 200 to whether a new user";
    assert!(table.contains(why), "{table}");
    assert!(table.lines().any(|line| line.starts_with("not tested   must    durable")), "{table}");
    assert!(table.contains("\nmust    ") && table.contains(" 1 fail"), "{table}");
}

#[test]
fn a_notice_can_be_named_by_its_parts() {
    let endpoint = Endpoint::start(Flaw::None);
    let manifest: Value = serde_json::from_slice(&std::fs::read(endpoint.manifest()).unwrap()).unwrap();
    let digest = manifest["versions"][2]["locales"]["en"]["digest"].as_str().unwrap();
    let parts = ["--notice", "im", "--version", "3", "--locale", "en", "--digest", digest];
    let output = run(&[&[endpoint.url.as_str()], parts.as_slice()].concat());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn what_cannot_run_says_why_and_what_to_do() {
    let endpoint = Endpoint::start(Flaw::None);
    let tokens = Endpoint::start(Flaw::Tokens);
    let nowhere = Path::new("/nowhere/manifest.json");
    let url = endpoint.url.as_str();
    let cases: &[(&[&str], &str)] = &[
        (&["chat.example"], "give its whole URL"),
        (&["ftp://chat.example/"], "give its whole URL"),
        (&["http://127.0.0.1:9/v1"], "no answer to"),
        (&[url], "--manifest"),
        (&[url, "--manifest", nowhere.to_str().unwrap()], "--manifest /nowhere"),
        (&[url, "--manifest", &endpoint.manifest(), "--locale", "fr"], "in this locale"),
        (&[url, "--notice", "im", "--version", "3", "--locale", "en"], "--digest is missing"),
        (&[url, "--notice", "im", "--version", "3", "--locale", "en", "--digest", "abc"], "64 lower-case"),
        (&[url, "--notice", "I M", "--version", "3", "--locale", "en", "--digest", "abc"], "--notice \"I M\""),
        (&[url, "--header", "Bearer secret"], "--header"),
        (&[url, "--header", "Authorization: Bearer a"], "--tenant and --subject"),
        (&[url, "--origin", "chat.example"], "--origin"),
        (&[&tokens.url, "--manifest", &tokens.manifest()], "401: give --header"),
        (
            &[
                &tokens.url,
                "--manifest",
                &tokens.manifest(),
                "--header",
                "Authorization: Bearer no",
                "--tenant",
                "t",
                "--subject",
                "s",
            ],
            "that it accepts",
        ),
    ];
    for (args, expected) in cases {
        let output = run(args);
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {err}");
        assert!(err.starts_with("error[") && err.contains(expected), "{args:?}: {err}");
        assert!(!err.contains("Bearer a") && output.stdout.is_empty(), "{args:?}: {err}");
    }
}
