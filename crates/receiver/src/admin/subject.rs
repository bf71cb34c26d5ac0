//! One person's records, under a handle that means nothing outside of the session.

use super::{
    ask,
    form::{Form, Sent},
    guard::part,
    pages::{Page, Part, Shared, Who, unavailable},
    session::Session,
    view,
};
use crate::{http::refusal::Refusal, receiver::app::App, store::Kept, vault::csv};
use axum::{
    extract::{Extension, State},
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use ciente_notice::{Identity, ProblemCode};
use maud::{Markup, html};

/// How many records are shown: far more than anybody has who did not mean to have them.
const SHOWN: usize = 1000;

/// `POST`, and then a redirect: the name stays out of the URL.
pub(super) async fn search(State(app): Shared, Extension(session): Who, sent: Sent) -> Page {
    let person = Form::of(&session, sent)?.person()?;
    let admin = app.admin.as_ref().ok_or_else(unavailable)?;
    let handle = admin.sessions.remember(&session.id, person, &app.random).map_err(|_| unavailable())?;
    Ok(Redirect::to(&format!("/admin/subjects/{handle}")).into_response())
}

/// Whom a handle stands for in this session.
pub(super) fn person(app: &App, session: &Session, handle: &str) -> Result<Identity, Refusal> {
    let found = app.admin.as_ref().and_then(|admin| admin.sessions.person(&session.id, handle));
    found.ok_or_else(|| Refusal::new(ProblemCode::NotFound, "this search is over; search again"))
}

pub(super) async fn records(State(app): Shared, Extension(session): Who, handle: Part) -> Page {
    let handle = part(handle)?;
    let person = person(&app, &session, &handle)?;
    let (records, count) = ask::first_records(&app, &person, SHOWN).await?;
    let below = format!("/admin/subjects/{handle}");
    Ok(view::page(
        "Records of one user",
        &session,
        &html! {
            p.facts { "Tenant " b { bdi { (person.tenant) } } ", subject " b { bdi { (person.subject) } } }
            @if records.is_empty() { p role="status" { "There is no record of this user." } }
            @else {
                @if count > SHOWN {
                    p role="status" { "The first " (SHOWN) " of " (count) " records are shown here. The files have all of them." }
                }
                (table(&records, &below))
                ul.actions {
                    li { a href={ (below) "/evidence.html" } download { "Evidence in one file" } }
                    li { a href={ (below) "/records.ndjson" } download { "NDJSON" } }
                    li { a href={ (below) "/records.csv" } download { "CSV" } }
                    li { a.danger href={ "/admin/erase/" (handle) } { "Erase…" } }
                }
            }
        },
    ))
}

fn table(records: &[Kept], below: &str) -> Markup {
    html! {
        div.wide.records tabindex="0" role="region" aria-label="Records" { table {
            caption { "Records, in the order of the log" }
            thead { tr { @for name in ["No.", "Action", "What it said", "Acted (UTC, user's clock)", "Received (UTC)", "Identity", "Page", "Receipt"] {
                th scope="col" { (name) }
            } } }
            tbody { @for kept in records {
                @let a = &kept.receipt.acknowledgement;
                tr {
                    th scope="row" { (kept.index) }
                    td { (a.action.as_str()) }
                    td { a href={ "/admin/notices/" (a.notice.digest.to_string()) } { (a.notice.id) " " (a.notice.version) ", " (a.notice.locale) } }
                    td { (view::time(&a.acted_at)) }
                    td { (view::time(&kept.receipt.received_at)) }
                    td { @if kept.receipt.authenticated.is_some() { "from a token" } @else { "stated by the client" } }
                    td { bdi { (a.client.origin) } br; span.quiet { "widget " bdi { (a.client.widget) } } }
                    td { a href={ (below) "/" (kept.index) ".json" } download { "Receipt\u{a0}" (kept.index) } }
                }
            } }
        } }
    }
}

pub(super) async fn download(State(app): Shared, Extension(session): Who, path: Part<(String, String)>) -> Page {
    let (handle, file) = part(path)?;
    let person = person(&app, &session, &handle)?;
    match file.as_str() {
        "evidence.html" => Ok(save("text/html; charset=utf-8", &file, ask::evidence(&app, person).await?)),
        "records.ndjson" => Ok(save("application/x-ndjson", &file, ask::written(&app, &person, csv::ndjson).await?)),
        "records.csv" => Ok(save("text/csv; charset=utf-8", &file, ask::written(&app, &person, csv::table).await?)),
        _ => {
            let unknown = || Refusal::new(ProblemCode::NotFound, "there is no such file for this user");
            let index: u64 = file.strip_suffix(".json").and_then(|text| text.parse().ok()).ok_or_else(unknown)?;
            let kept = ask::record(&app, &person, index).await?.ok_or_else(unknown)?;
            let text = serde_json::to_string(&kept.receipt).map_err(|_| unknown())?;
            Ok(save("application/json", &format!("receipt-{index}.json"), text))
        }
    }
}

/// `name` is one of ours: no subject, and nothing that a header cannot hold.
fn save(kind: &'static str, name: &str, text: String) -> Response {
    let place = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, place)], text).into_response()
}
