//! What all pages share: head, navigation, fields. Every text goes through maud, which escapes it; what people outside named
//! stands in `bdi`, so that letters written from right to left do not turn the words around them.

use super::session::Session;
use axum::{
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use maud::{DOCTYPE, Markup, html};

const PLACES: [(&str, &str); 4] = [
    ("/admin", "Find a user"),
    ("/admin/coverage", "Coverage"),
    ("/admin/missing", "Who has not yet"),
    ("/admin/api", "API"),
];

pub(super) fn page(title: &str, session: &Session, body: &Markup) -> Response {
    let navigation = html! {
        nav aria-label="Admin" { ul { @for (href, name) in PLACES { li { a href=(href) aria-current=[(name == title).then_some("page")] { (name) } } } } }
        form.logout method="post" action="/admin/logout" { (hidden(session)) button { "Log out" } }
    };
    frame(title, &navigation, body).into_response()
}

pub(super) fn login(wrong: Option<&str>) -> Response {
    let body = html! {
        @if let Some(wrong) = wrong { p.wrong role="alert" { (wrong) } }
        form method="post" action="/admin/login" {
            label for="token" { "Token of the admin side" }
            input id="token" name="token" type="password" autocomplete="current-password" required autofocus;
            button { "Log in" }
        }
    };
    let status = if wrong.is_some() { StatusCode::FORBIDDEN } else { StatusCode::OK };
    (status, frame("Log in", &html! {}, &body)).into_response()
}

pub(super) fn problem(status: StatusCode, detail: &str) -> Response {
    let body = html! { p.wrong role="alert" { (detail) "." } p { a href="/admin" { "Begin anew" } } };
    frame(super::guard::words(status), &html! {}, &body).into_response()
}

fn frame(title: &str, navigation: &Markup, body: &Markup) -> Html<String> {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                meta name="color-scheme" content="light dark";
                title { (title) " · Ciente" }
                link rel="stylesheet" href="/admin/style.css";
            }
            body {
                a.skip href="#main" { "Skip to the content" }
                header { strong { "Ciente" } (navigation) }
                main id="main" tabindex="-1" { h1 { (title) } (body) }
            }
        }
    };
    Html(page.into_string())
}

/// What binds a form to its session.
pub(super) fn hidden(session: &Session) -> Markup {
    html! { input type="hidden" name="form" value=(session.form); }
}

/// A time of the wire, in UTC, to the second; whoever needs more has the receipt.
pub(super) fn time(text: &str) -> Markup {
    let (day, rest) = text.split_once('T').unwrap_or((text, ""));
    html! { time datetime=(text) { (day) " " (rest.get(..8).unwrap_or(rest)) } }
}

/// A line of text with its label.
pub(super) fn field(name: &str, label: &str, value: &str) -> Markup {
    html! {
        label for=(name) { (label) }
        input id=(name) name=(name) value=(value) dir="auto" required autocomplete="off" spellcheck="false";
    }
}
