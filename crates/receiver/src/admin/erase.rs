//! Erasing one person's records: first what it means, then a form that has to be meant.

use super::{
    ask,
    form::{Form, Sent, reason},
    guard::part,
    pages::{Page, Part, Shared, Who},
    subject::person,
    view,
};
use crate::http::refusal::Refusal;
use axum::extract::{Extension, State};
use ciente_notice::ProblemCode;
use maud::html;

pub(super) async fn confirm(State(app): Shared, Extension(session): Who, handle: Part) -> Page {
    let handle = part(handle)?;
    let person = person(&app, &session, &handle)?;
    let count = ask::first_records(&app, &person, 0).await?.1;
    Ok(view::page(
        "Erase",
        &session,
        &html! {
            p { "Records that this removes: " b { (count) } ", all of subject " b { bdi { (person.subject) } } " of tenant " b { bdi { (person.tenant) } }
                ", with their salts. It cannot be undone. A tombstone with number, time and reason stays for each; every other proof holds." }
            p { "Download the evidence first if somebody must keep it. Backups are not reached." }
            form method="post" action={ "/admin/erase/" (handle) } {
                (view::hidden(&session))
                (view::field("reason", "Reason, kept with the tombstone: name nobody in it", ""))
                label.check { input type="checkbox" name="confirmed" value="yes" required; " Erase these records" }
                button.danger { "Erase" }
            }
            p { a href={ "/admin/subjects/" (handle) } { "Back to the records" } }
        },
    ))
}

pub(super) async fn erase(State(app): Shared, Extension(session): Who, handle: Part, sent: Sent) -> Page {
    let handle = part(handle)?;
    let form = Form::of(&session, sent)?;
    let person = person(&app, &session, &handle)?;
    if form.text("confirmed") != "yes" {
        return Err(Refusal::new(ProblemCode::InvalidQuery, "nothing was erased: the box was not ticked"));
    }
    let erased = ask::erase(&app, person, reason(form.text("reason"))?).await?;
    Ok(view::page("Erased", &session, &html! { p role="status" { "Records erased: " (erased) "." } }))
}
