//! The pages that are about nobody in particular: login, start, coverage, who has not yet, and the words of a notice.

use super::{
    ask,
    form::{Form, Sent},
    guard::part,
    session::{LONGEST, Session, kept},
    view, words,
};
use crate::{http::refusal::Refusal, receiver::app::App};
use axum::{
    extract::{
        Extension, Multipart, Path, Query, State,
        multipart::MultipartRejection,
        rejection::{PathRejection, QueryRejection},
    },
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use ciente_notice::{Notice, ProblemCode};
use maud::html;
use serde::Deserialize;
use std::sync::Arc;

/// So many names are a list that somebody reads.
const LISTED: usize = 1000;

pub(super) type Page = Result<Response, Refusal>;
pub(super) type Shared = State<Arc<App>>;
pub(super) type Who = Extension<Session>;
pub(super) type Part<T = String> = Result<Path<T>, PathRejection>;

#[derive(Deserialize)]
pub(super) struct Tenant {
    #[serde(default)]
    tenant: String,
}

pub(super) async fn login_form(State(app): Shared, headers: HeaderMap) -> Response {
    if super::guard::found(&app, &headers).is_some() {
        return Redirect::to("/admin").into_response();
    }
    view::login(None)
}

pub(super) async fn login(State(app): Shared, headers: HeaderMap, sent: Sent) -> Page {
    let Some(admin) = &app.admin else { return Err(unavailable()) };
    if !admin.token.is(Form::read(sent)?.text("token")) {
        tracing::warn!("a login to the admin side with another token");
        return Ok(view::login(Some("This is not the token.")));
    }
    let id = admin.sessions.begin(&app.clock, &app.random).map_err(|_| unavailable())?;
    Ok(leave(&kept(&id, LONGEST, is_over_tls(&headers)), "/admin"))
}

pub(super) async fn logout(State(app): Shared, Extension(session): Who, headers: HeaderMap, sent: Sent) -> Page {
    Form::of(&session, sent)?;
    if let Some(admin) = &app.admin {
        admin.sessions.end(&session.id);
    }
    Ok(leave(&kept("", 0, is_over_tls(&headers)), "/admin/login"))
}

/// Browsers name the page's origin with every form that they post.
fn is_over_tls(headers: &HeaderMap) -> bool {
    headers.get(header::ORIGIN).is_some_and(|origin| origin.as_bytes().starts_with(b"https://"))
}

fn leave(session: &str, to: &str) -> Response {
    let mut response = Redirect::to(to).into_response();
    if let Ok(value) = HeaderValue::from_str(session) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    response
}

pub(super) fn unavailable() -> Refusal {
    Refusal::new(ProblemCode::Unavailable, "no session can be begun now")
}

pub(super) async fn home(Extension(session): Who) -> Response {
    view::page(
        "Find a user",
        &session,
        &html! {
            form method="post" action="/admin/search" {
                (view::hidden(&session))
                (view::field("tenant", "Tenant", ""))
                (view::field("subject", "Subject: the user as the host names them", ""))
                button { "Show records" }
            }
        },
    )
}

pub(super) async fn notice(State(app): Shared, Extension(session): Who, digest: Part) -> Page {
    let text = ask::notice(&app, &part(digest)?).await?;
    let facts = html! { p.facts { "Notice " b { (text.notice) } ", version " b { (text.version) } ", " (text.locale)
    ". Published here since " (text.since) "." br; code { (text.digest.to_string()) } } };
    let body = match serde_json::from_str::<Notice>(&text.body) {
        Ok(notice) => words::article(&notice),
        // Words of a later format: shown as they are, rather than not at all.
        Err(_) => html! { pre { (text.body) } },
    };
    Ok(view::page("What the notice said", &session, &html! { (facts) (body) }))
}

pub(super) async fn coverage(
    State(app): Shared,
    Extension(session): Who,
    query: Result<Query<Tenant>, QueryRejection>,
) -> Page {
    let Query(Tenant { tenant }) =
        query.map_err(|_| Refusal::new(ProblemCode::InvalidQuery, "expected the parameter tenant, once"))?;
    let rows = if tenant.is_empty() { Vec::new() } else { ask::coverage(&app, &tenant).await? };
    Ok(view::page(
        "Coverage",
        &session,
        &html! {
            form method="get" action="/admin/coverage" { (view::field("tenant", "Tenant", &tenant)) button { "Show" } }
            @if !tenant.is_empty() && rows.is_empty() { p role="status" { "Nobody of this tenant has acknowledged anything yet." } }
            @if !rows.is_empty() { (super::chart::chart(&rows)) (super::chart::table(&rows)) }
        },
    ))
}

pub(super) async fn missing_form(Extension(session): Who) -> Response {
    view::page("Who has not yet", &session, &html! { (form(&session, "", "")) })
}

pub(super) async fn missing(
    State(app): Shared,
    Extension(session): Who,
    sent: Result<Multipart, MultipartRejection>,
) -> Page {
    let sent = Form::with_files(&session, sent).await?;
    let (tenant, notice) = (sent.text("tenant"), sent.text("notice"));
    let (is_table, has_heading) = (sent.text("table") == "yes", sent.text("heading") == "yes");
    let texts: Vec<String> = sent.texts("subjects").map(str::to_owned).collect();
    // Megabytes of names: those who acknowledge meanwhile do not wait for them, and one list is read after the other.
    let turn = ask::turn(&app).await?;
    let reading = move || super::list::read(texts.iter().map(String::as_str), is_table, has_heading);
    let list = tokio::task::spawn_blocking(reading).await;
    let list = list.map_err(|_| Refusal::new(ProblemCode::Internal, "the list could not be read"))?;
    drop(turn);
    let [first, last] =
        [list.subjects.first(), list.subjects.last()].map(|subject| subject.cloned().unwrap_or_default());
    let found =
        ask::missing(&app, tenant, notice, list.subjects).await.map_err(|refusal| match list.looks_like_a_table {
            true if refusal.is(ProblemCode::InvalidQuery) => {
                refusal.about("each line looks like a row of a table; if it is one, go back and tick that box")
            }
            _ => refusal,
        })?;
    // A mistyped tenant looks like one of which nobody has.
    let is_unknown = !found.missing.is_empty() && ask::coverage(&app, tenant).await?.is_empty();
    Ok(view::page(
        "Who has not yet",
        &session,
        &html! {
            @if found.asked == 0 {
                p.wrong role="alert" { "No subject was read from the list: no file was chosen, or nothing is in it." }
            } @else {
                p role="status" { "Have not acknowledged what " bdi { (notice) } " says now: " (found.missing.len()) " of " (found.asked) "." }
                p { "Subjects read from the list: " (found.asked) ", from " b { bdi { (first) } } " to " b { bdi { (last) } } "." }
            }
            @if list.looks_like_a_table {
                p.hint { "Each line looks like a row of a table. If it is one, tick that box." }
            }
            @if is_unknown {
                p.hint { "Nobody of the tenant " b { bdi { (tenant) } } " has acknowledged anything yet. Is that its name?" }
            }
            @if !found.missing.is_empty() {
                (people(&found.missing))
            }
            (form(&session, tenant, notice))
        },
    ))
}

/// Names, to be read; so many that nobody reads them, to be taken elsewhere: a browser lays out a list of thousands for minutes,
/// and so it does with the direction of each line, so that fields of many lines have no `dir="auto"`.
fn people(subjects: &[String]) -> maud::Markup {
    html! {
        @if subjects.len() <= LISTED {
            ul.people { @for subject in subjects { li { bdi { (subject) } } } }
        } @else {
            label for="people" { "Their names, one a line" }
            textarea #people readonly rows="20" { (subjects.join("\n")) }
        }
    }
}

fn form(session: &Session, tenant: &str, notice: &str) -> maud::Markup {
    html! {
        form method="post" action="/admin/missing" enctype="multipart/form-data" {
            (view::hidden(session))
            (view::field("tenant", "Tenant", tenant))
            (view::field("notice", "Notice: its id", notice))
            label for="list" { "List of subjects: a text file, one a line" }
            input id="list" name="subjects" type="file" accept="text/plain,text/csv,.txt,.csv";
            label for="subjects" { "Or the subjects here, one a line" }
            textarea id="subjects" name="subjects" rows="6" {}
            label.check { input type="checkbox" name="table" value="yes"; " It is a table (CSV): the subjects are its first column" }
            label.check { input type="checkbox" name="heading" value="yes"; " Its first line is a heading" }
            button { "Compare" }
        }
    }
}
