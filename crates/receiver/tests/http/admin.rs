//! The side for operators: who gets in, what its pages and its JSON tell, and what they refuse.

use crate::{
    fixture::{Answer, Fixture},
    samples::{acknowledgement, id},
};
use axum::{
    body::Body,
    http::{Request, request::Builder},
};
use ciente_notice::{Digest, ProblemCode as P};
use ciente_receiver::AdminToken;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

pub(crate) const TOKEN: &str = "0123456789abcdef0123456789abcdef";

pub(crate) struct Desk(pub(crate) Fixture);

impl Desk {
    pub(crate) fn new() -> Self {
        Self(Fixture::with(|config| config.admin_token = Some(AdminToken::new(TOKEN).unwrap())))
    }

    pub(crate) async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self.0.receiver.admin().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: head.status, headers: head.headers, body }
    }

    pub(crate) async fn json(&self, path: &str, body: &Value) -> Answer {
        let request = Request::post(path).header("authorization", format!("Bearer {TOKEN}"));
        self.ask(request.body(body.to_string().into()).unwrap()).await
    }

    pub(crate) async fn login(&self) -> Browser<'_> {
        let answer = self.ask(from_here("/admin/login").body(format!("token={TOKEN}").into()).unwrap()).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, Some("/admin")));
        let set = answer.header("set-cookie").unwrap();
        assert!(set.contains("HttpOnly") && set.contains("SameSite=Strict") && set.contains("Max-Age=43200"), "{set}");
        assert!(!set.contains("Secure"), "there is no TLS here: {set}");
        let cookie = set.split(';').next().unwrap().to_owned();
        let mut browser = Browser { desk: self, cookie, form: String::new() };
        let home = browser.get("/admin").await;
        home.text().split("name=\"form\" value=\"").nth(1).unwrap()[..64].clone_into(&mut browser.form);
        browser
    }
}

pub(crate) struct Browser<'d> {
    desk: &'d Desk,
    cookie: String,
    form: String,
}

impl Browser<'_> {
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.desk.ask(Request::get(path).header("cookie", &self.cookie).body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str, fields: &str) -> Answer {
        let body = format!("form={}&{fields}", self.form);
        self.desk.ask(from_here(path).header("cookie", &self.cookie).body(body.into()).unwrap()).await
    }

    /// A file of subjects, and some more in the field.
    async fn upload(&self, notice: &str, file: &str, more: &str) -> Answer {
        self.upload_to("1400000000", notice, file, more, &[]).await
    }

    async fn upload_to(&self, tenant: &str, notice: &str, file: &str, more: &str, ticked: &[&str]) -> Answer {
        let part = |name: &str, value: &str| {
            format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let file = format!(
            "--b\r\nContent-Disposition: form-data; name=\"subjects\"; filename=\"list.txt\"\r\nContent-Type: text/plain\r\n\r\n{file}\r\n"
        );
        let fields = [part("form", &self.form), part("tenant", tenant), part("notice", notice)].concat();
        let ticked: String = ticked.iter().map(|name| part(name, "yes")).collect();
        let body = format!("{fields}{ticked}{file}{}--b--\r\n", part("subjects", more));
        let mut request = from_here("/admin/missing").header("cookie", &self.cookie).body(body.into()).unwrap();
        request.headers_mut().insert("content-type", "multipart/form-data; boundary=b".parse().unwrap());
        self.desk.ask(request).await
    }

    /// The page of one user's records.
    async fn find(&self, subject: &str) -> String {
        let answer = self.post("/admin/search", &format!("tenant=1400000000&subject={subject}")).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        let place = answer.header("location").unwrap().to_owned();
        assert!(!place.contains(subject), "no subject in a URL: {place}");
        place
    }
}

fn from_here(path: &str) -> Builder {
    Request::post(path)
        .header("host", "127.0.0.1:9090")
        .header("origin", "http://127.0.0.1:9090")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
}

#[tokio::test]
async fn without_a_token_there_is_no_admin_side_and_never_one_on_the_public_address() {
    let fixture = Fixture::new();
    for path in ["/admin", "/admin/login", "/admin/style.css", "/admin/v1/coverage?tenant=t"] {
        let request =
            || Request::get(path).header("authorization", format!("Bearer {TOKEN}")).body(Body::empty()).unwrap();
        assert_eq!(fixture.receiver.admin().oneshot(request()).await.unwrap().status(), 404, "{path}");
        let desk = Desk::new();
        assert_eq!(desk.0.receiver.router().oneshot(request()).await.unwrap().status(), 404, "{path}");
    }
}

#[tokio::test]
async fn only_who_has_the_token_gets_in_and_only_for_a_while() {
    let desk = Desk::new();
    let closed = desk.ask(Request::get("/admin").body(Body::empty()).unwrap()).await;
    assert_eq!((closed.status.as_u16(), closed.header("location")), (303, Some("/admin/login")));
    let wrong = desk.ask(from_here("/admin/login").body("token=x".into()).unwrap()).await;
    assert_eq!((wrong.status.as_u16(), wrong.header("set-cookie")), (403, None));
    for authorization in ["", "Bearer", "Bearer x", &format!("Basic {TOKEN}"), &format!("Bearer {TOKEN}0")] {
        let request = Request::get("/admin/v1/coverage?tenant=t").header("authorization", authorization);
        desk.ask(request.body(Body::empty()).unwrap()).await.problem(P::Unauthenticated);
    }

    let browser = desk.login().await;
    let page = browser.get("/admin").await;
    assert_eq!(page.status, 200);
    let policy = "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
    assert_eq!(page.header("content-security-policy"), Some(policy));
    assert_eq!(page.header("cache-control"), Some("no-store"));
    assert!(!page.text().contains("<script") && !page.text().contains(" style="), "{}", page.text());
    // A cookie opens the pages, not the JSON.
    assert_eq!(browser.get("/admin/v1/coverage?tenant=t").await.status, 401);
    let second = desk.login().await;
    assert_eq!(second.post("/admin/logout", "").await.status, 303);
    assert_eq!(second.get("/admin").await.status, 303);
    assert_eq!(browser.get("/admin").await.status, 200);
    // Another page of this host has set one under the same name.
    let two = format!("ciente-admin=other; {}", browser.cookie);
    let request = Request::get("/admin").header("cookie", two).body(Body::empty()).unwrap();
    assert_eq!(desk.ask(request).await.status, 200);
    // An hour after the last request; whatever is done, after twelve.
    desk.0.wait(3_600_000);
    assert_eq!(browser.get("/admin").await.status, 303);
    assert_eq!(browser.post("/admin/search", "tenant=t&subject=s").await.status, 401);
    let busy = desk.login().await;
    for hour in 1..13 {
        desk.0.wait(3_599_000);
        assert_eq!(busy.get("/admin").await.status, 200, "{hour}");
    }
    desk.0.wait(12_000);
    assert_eq!(busy.get("/admin").await.status, 303);
}

#[tokio::test]
async fn a_form_that_is_too_long_is_refused_on_a_page() {
    let desk = Desk::new();
    let browser = desk.login().await;
    let long = format!("tenant={}", "x".repeat(3 << 20));
    let login = desk.ask(from_here("/admin/login").body(long.clone().into()).unwrap()).await;
    for page in [login, browser.post("/admin/search", &long).await, browser.post("/admin/erase/x", &long).await] {
        assert_eq!((page.status.as_u16(), page.header("content-type")), (413, Some("text/html; charset=utf-8")));
        assert!(page.text().contains("longer than is read here"), "{}", page.text());
    }
}

#[tokio::test]
async fn an_address_that_is_no_text_names_nothing() {
    let desk = Desk::new();
    let browser = desk.login().await;
    for path in ["notices/%ff", "subjects/%ff", "subjects/a/%ff", "erase/%ff"] {
        let page = browser.get(&format!("/admin/{path}")).await;
        assert_eq!(
            (page.status.as_u16(), page.header("content-type")),
            (404, Some("text/html; charset=utf-8")),
            "{path}"
        );
    }
    assert_eq!(browser.post("/admin/erase/%ff", "reason=r&confirmed=yes").await.status, 404);
    let request = Request::get("/admin/v1/notices/%ff").header("authorization", format!("Bearer {TOKEN}"));
    desk.ask(request.body(Body::empty()).unwrap()).await.problem(P::NotFound);
}

#[tokio::test]
async fn a_form_of_another_page_or_another_session_does_nothing() {
    let desk = Desk::new();
    desk.0.post(&acknowledgement(&id(1), "3")).await;
    let (browser, other) = (desk.login().await, desk.login().await);
    let place = browser.find("alice").await;
    let erase = place.replace("/subjects/", "/erase/");
    let fields = format!("form={}&reason=r&confirmed=yes", browser.form);
    for (name, value) in [
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let mut request = from_here(&erase).header("cookie", &browser.cookie).body(fields.clone().into()).unwrap();
        if name == "origin" {
            request.headers_mut().remove("sec-fetch-site");
        }
        request.headers_mut().insert(name, value.parse().unwrap());
        let answer = desk.ask(request).await;
        assert_eq!(answer.status, 403, "{name}: {value}");
        assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
    }
    // Behind a proxy that asks under another name, the browser still says where the form is from.
    let proxied = Request::post("/admin/search")
        .header("host", "backend:9090")
        .header("origin", "https://admin.example")
        .header("sec-fetch-site", "same-origin")
        .header("cookie", &browser.cookie)
        .body(format!("form={}&tenant=1400000000&subject=alice", browser.form).into());
    assert_eq!(desk.ask(proxied.unwrap()).await.status, 303);
    // There the session never goes over the network in clear.
    let mut login = from_here("/admin/login").body(format!("token={TOKEN}").into()).unwrap();
    login.headers_mut().insert("origin", "https://admin.example".parse().unwrap());
    let answer = desk.ask(login).await;
    assert!(answer.status == 303 && answer.header("set-cookie").unwrap().ends_with("; Secure"));
    let borrowed = Browser { desk: &desk, cookie: browser.cookie.clone(), form: other.form.clone() };
    assert_eq!(borrowed.post(&erase, "reason=r&confirmed=yes").await.status, 403);
    // A handle is of the session that searched.
    assert_eq!(other.get(&place).await.status, 404);
    // And an erasure has to be meant, and to have a reason.
    assert_eq!(browser.post(&erase, "reason=r").await.status, 400);
    assert_eq!(browser.post(&erase, "reason=+&confirmed=yes").await.status, 400);
    for control in ["a%0Ab", "a%00b", "a%1B%5B2J"] {
        let answer = browser.post(&erase, &format!("reason={control}&confirmed=yes")).await;
        assert_eq!(answer.status, 400);
        assert!(answer.text().contains("without control characters"), "{}", answer.text());
    }
    assert_eq!(desk.0.count(), 1);
}

#[tokio::test]
async fn an_operator_finds_reads_downloads_and_erases() {
    let desk = Desk::new();
    let mut sent = acknowledgement(&id(1), "3");
    sent["client"]["widget"] = "<script>x</script>".into();
    assert_eq!(desk.0.post(&sent).await.status, 201);
    let browser = desk.login().await;
    let place = browser.find("alice").await;
    let page = browser.get(&place).await;
    for told in
        ["alice", "2026-11-23T10:00:41.318Z", "2026-11-23T10:00:42.000Z", "stated by the client", "pt-BR", "<caption>"]
    {
        assert!(page.text().contains(told), "{told} in {}", page.text());
    }
    assert!(!page.text().contains("<script"), "{}", page.text());
    let digest = sent["notice"]["digest"].as_str().unwrap();
    let words = browser.get(&format!("/admin/notices/{digest}")).await;
    assert!(
        words.text().contains("<h2>Messages, 3, pt-BR</h2>") && words.text().contains("7 days"),
        "{}",
        words.text()
    );
    assert_eq!(browser.get(&format!("/admin/notices/{}", Digest::of_bytes(b"none"))).await.status, 404);

    let receipt = browser.get(&format!("{place}/0.json")).await;
    assert_eq!(receipt.json()["acknowledgement"], sent);
    assert_eq!(receipt.header("content-disposition"), Some("attachment; filename=\"receipt-0.json\""));
    let key = desk.0.get("/v1/log/key").await.text().trim().parse().unwrap();
    let report = ciente_evidence::verify_receipt(&receipt.json(), &key);
    assert_eq!(report.verdict(), ciente_evidence::Verdict::Holds, "{report:?}");
    let bundle = browser.get(&format!("{place}/evidence.html")).await;
    let report = ciente_evidence::verify_bundle(bundle.text(), &key);
    assert_eq!(report.verdict(), ciente_evidence::Verdict::Holds, "{report:?}");
    assert_eq!(browser.get(&format!("{place}/records.ndjson")).await.text().lines().count(), 1);
    assert_eq!(browser.get(&format!("{place}/records.csv")).await.text().lines().count(), 2);
    for none in ["1.json", "x.json", "data.sqlite"] {
        assert_eq!(browser.get(&format!("{place}/{none}")).await.status, 404, "{none}");
    }

    for odd in ["tenant=t%00&subject=s", "tenant=t&subject=s%00", "tenant=t&subject=%0A"] {
        assert_eq!(browser.post("/admin/search", odd).await.status, 400, "{odd}");
    }
    assert_eq!(browser.get("/admin/coverage?tenant=%00").await.status, 400);

    let erase = place.replace("/subjects/", "/erase/");
    assert!(browser.get(&erase).await.text().contains("cannot be undone"));
    assert!(browser.post(&erase, "reason=asked&confirmed=yes").await.text().contains("Records erased: 1."));
    assert_eq!(desk.0.count(), 0);
    assert!(browser.get(&place).await.text().contains("There is no record"));
    assert_eq!(browser.get(&format!("{place}/evidence.html")).await.status, 404);
}

#[tokio::test]
async fn of_many_records_some_are_shown_and_all_are_handed_out() {
    let desk = Desk::new();
    for n in 1..=1010 {
        desk.0.post(&acknowledgement(&id(n), "3")).await;
    }
    let browser = desk.login().await;
    let place = browser.find("alice").await;
    let page = browser.get(&place).await;
    assert!(page.text().contains("The first 1000 of 1010 records are shown here"), "{}", page.text());
    assert_eq!(browser.get(&format!("{place}/records.ndjson")).await.text().lines().count(), 1010);
    assert_eq!(browser.get(&format!("{place}/records.csv")).await.text().lines().count(), 1011);
    assert_eq!(browser.get(&format!("{place}/1009.json")).await.status, 200);
    let erase = place.replace("/subjects/", "/erase/");
    assert!(browser.get(&erase).await.text().contains("Records that this removes: <b>1010</b>"));
    let who = json!({ "tenant": "1400000000", "subject": "alice" });
    assert_eq!(desk.json("/admin/v1/subjects/search", &who).await.json()["records"].as_array().unwrap().len(), 1010);
}

#[tokio::test]
async fn coverage_and_who_has_not_yet() {
    let desk = Desk::new();
    desk.0.post(&acknowledgement(&id(1), "3")).await;
    let mut declined = acknowledgement(&id(2), "3");
    (declined["subject"], declined["action"]) = ("bob".into(), "declined".into());
    desk.0.post(&declined).await;
    let browser = desk.login().await;
    let page = browser.get("/admin/coverage?tenant=1400000000").await;
    for told in ["<svg", "<polyline", "<caption>", "2026-11-23", "pt-BR"] {
        assert!(page.text().contains(told), "{told} in {}", page.text());
    }
    assert!(browser.get("/admin/coverage?tenant=no").await.text().contains("Nobody of this tenant"));
    let page = browser.upload("im", "\u{feff}alice\r\nbob\nalice\n", "\n<b>").await;
    assert!(page.text().contains("says now: 2 of 3."), "{}", page.text());
    assert!(page.text().contains("<li><bdi>bob</bdi></li><li><bdi>&lt;b&gt;</bdi></li>"), "{}", page.text());
    assert!(
        page.text()
            .contains("Subjects read from the list: 3, from <b><bdi>alice</bdi></b> to <b><bdi>&lt;b&gt;</bdi></b>")
    );
    // What spreadsheets make of such a list, and what is said when nobody told that it is one.
    let table = "\u{feff}\"User\";\"Since\"\r\n\"alice\";1\r\n bob ;\"2;\r\n3\"\r\n";
    let page = browser.upload_to("1400000000", "im", table, "", &["table", "heading"]).await;
    assert!(
        page.text().contains("says now: 1 of 2.") && page.text().contains("<li><bdi>bob</bdi></li>"),
        "{}",
        page.text()
    );
    assert!(!page.text().contains("looks like a row") && !page.text().contains("Is that its name?"));
    let page = browser.upload("im", "alice;1\rbob;2\r", "").await;
    assert!(page.text().contains("says now: 2 of 2.") && page.text().contains("looks like a row"), "{}", page.text());
    let page = browser.upload_to("1400000001", "im", "alice", "", &[]).await;
    assert!(page.text().contains("<bdi>1400000001</bdi></b> has acknowledged anything yet"), "{}", page.text());
    assert_eq!(browser.upload("no", "alice", "").await.status, 404);
    assert_eq!(browser.upload("im", &"x\n".repeat(9 << 20), "").await.status, 413);
    let many: String = (0..=100_000).map(|n| format!("{n}\n")).collect();
    assert_eq!(browser.upload("im", &many, "").await.status, 413);
    // What is no form with a file.
    assert_eq!(browser.post("/admin/missing", "tenant=t&notice=im&subjects=alice").await.status, 400);
}

#[tokio::test]
async fn the_same_as_json() {
    let desk = Desk::new();
    let sent = acknowledgement(&id(1), "3");
    desk.0.post(&sent).await;
    let alice = json!({ "tenant": "1400000000", "subject": "alice" });
    let found = desk.json("/admin/v1/subjects/search", &alice).await;
    assert_eq!(found.json()["records"][0]["receipt"]["acknowledgement"], sent);
    assert_eq!(found.header("cache-control"), Some("no-store"));
    assert_eq!(desk.json("/admin/v1/subjects/evidence", &alice).await.status, 200);
    for (format, lines) in [("ndjson", 1), ("csv", 2)] {
        let body = json!({ "tenant": "1400000000", "subject": "alice", "format": format });
        assert_eq!(desk.json("/admin/v1/subjects/export", &body).await.text().lines().count(), lines);
    }
    let list = json!({ "tenant": "1400000000", "notice": "im", "subjects": ["alice", "carol", " alice"] });
    let missing = json!({ "asked": 3, "missing": ["carol", " alice"] });
    assert_eq!(desk.json("/admin/v1/missing", &list).await.json(), missing, "a name is what stands there");
    let get = |path: String| {
        let request = Request::get(path).header("authorization", format!("Bearer {TOKEN}"));
        desk.ask(request.body(Body::empty()).unwrap())
    };
    let covered =
        json!({ "coverage": [{ "day": "2026-11-23", "notice": "im", "version": "3", "locale": "pt-BR", "count": 1 }] });
    assert_eq!(get("/admin/v1/coverage?tenant=1400000000".into()).await.json(), covered);
    let digest = sent["notice"]["digest"].as_str().unwrap();
    let words = get(format!("/admin/v1/notices/{digest}")).await;
    assert_eq!(Digest::of_bytes(&words.body).to_string(), digest);

    for (body, said) in [
        (json!({ "tenant": "t" }), "missing field `subject`, at line 1"),
        (json!({ "tenant": "t", "subject": ["secret"] }), "subject: expected a string, at line 1"),
        (
            json!({ "tenant": "t", "subject": "secret", "user": 1 }),
            "user: unknown field `user`, expected `tenant` or `subject`",
        ),
        (json!("secret"), "expected an object"),
        (json!(null), "expected an object"),
    ] {
        let problem = desk.json("/admin/v1/subjects/search", &body).await.problem(P::MalformedJson);
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains(said) && !detail.contains("secret"), "{detail}");
    }
    let body = json!({ "tenant": "t", "notice": "im", "subjects": ["a", 7] });
    let problem = desk.json("/admin/v1/missing", &body).await.problem(P::MalformedJson);
    assert!(problem["detail"].as_str().unwrap().starts_with("subjects[1]: expected a string"), "{problem}");
    let body = json!({ "tenant": "t", "notice": "im", "subjects": ["a".repeat(17 << 20)] });
    desk.json("/admin/v1/missing", &body).await.problem(P::TooLarge);
    desk.json("/admin/v1/subjects/search", &json!({ "tenant": "t", "subject": " " })).await.problem(P::InvalidQuery);
    desk.json("/admin/v1/subjects/erase", &alice).await.problem(P::MalformedJson);
    for control in ["a\nb", "\u{0}a", "a\u{1b}[2J", "a\u{85}b"] {
        let body = json!({ "tenant": "1400000000", "subject": "alice", "reason": control });
        let problem = desk.json("/admin/v1/subjects/erase", &body).await.problem(P::InvalidQuery);
        assert!(problem["detail"].as_str().unwrap().contains("without control characters"), "{problem}");
    }
    assert_eq!(desk.0.count(), 1);
    let nobody = json!({ "tenant": "1400000000", "subject": "nobody" });
    desk.json("/admin/v1/subjects/evidence", &nobody).await.problem(P::NotFound);
    for query in ["", "?tenant=a&tenant=a", "?user=a", "?tenant=a%", "?tenant=a%00"] {
        get(format!("/admin/v1/coverage{query}")).await.problem(P::InvalidQuery);
    }
    let erase = json!({ "tenant": "1400000000", "subject": "alice", "reason": "asked" });
    assert_eq!(desk.json("/admin/v1/subjects/erase", &erase).await.json(), json!({ "erased": 1 }));
    assert_eq!(desk.0.count(), 0);
}

#[tokio::test]
async fn names_written_from_right_to_left_do_not_turn_the_words_around_them() {
    let desk = Desk::new();
    let name = "\u{5d0}\u{5d1}\u{202e}1";
    let mut sent = acknowledgement(&id(1), "3");
    sent["subject"] = name.into();
    assert_eq!(desk.0.post(&sent).await.status, 201);
    let browser = desk.login().await;
    let place = browser.find("%D7%90%D7%91%E2%80%AE1").await;
    let isolated = format!("<bdi>{name}</bdi>");
    let pages = [
        browser.get(&place).await,
        browser.get(&place.replace("/subjects/", "/erase/")).await,
        browser.upload("im", &format!("{name}x\n"), "").await,
        browser.get(&format!("{place}/evidence.html")).await,
    ];
    for (page, isolated) in
        pages.iter().zip([&isolated, &isolated, &isolated.replace("1</bdi>", "1x</bdi>"), &isolated])
    {
        // Evidence carries its data too, in which names are no text for people.
        let shown = page.text().replace(&format!("\"{name}\""), "");
        assert!(shown.contains(isolated.as_str()), "{shown}");
        assert_eq!(shown.matches(name).count(), shown.matches("<bdi>\u{5d0}").count(), "{shown}");
    }
    assert!(pages[0].text().contains("<b><bdi>1400000000</bdi></b>"));
    assert!(pages[3].text().contains("<title>Evidence: \u{2068}\u{5d0}\u{5d1}1\u{2069}</title>"));
    assert!(browser.get("/admin").await.text().contains("name=\"subject\" value=\"\" dir=\"auto\""));
}
