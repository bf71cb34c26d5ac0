//! What a script says, and each way in which it can say nothing.

use super::*;

fn one(text: &str) -> Rule {
    let script = Script::parse(text).unwrap();
    assert_eq!(script.rules.len(), 1, "{text}");
    script.rules[0].clone()
}

#[test]
fn a_whole_rule() {
    let rule = one("POST nth=2 times=3 subject=\"Ana Lima\" before delay=200ms 429 retry-after=1 # slow down");
    assert_eq!(rule.text, "POST nth=2 times=3 subject=\"Ana Lima\" before delay=200ms 429 retry-after=1");
    assert_eq!(
        rule.whom,
        Whom {
            method: Some(Method::POST),
            path: "/v1/acknowledgements".into(),
            subject: Some("Ana Lima".into()),
            nth: 2,
            times: Some(3)
        }
    );
    assert_eq!(rule.delay, Some(Delay::For(Duration::from_millis(200))));
    let retry_after = Some(RetryAfter::Verbatim(HeaderValue::from_static("1")));
    assert_eq!(rule.action, Some(Action::Answer { status: StatusCode::TOO_MANY_REQUESTS, retry_after, problem: None }));
}

#[test]
fn every_action() {
    let value = HeaderValue::from_static;
    for (text, action) in [
        ("drop", Action::Drop),
        ("reset", Action::Reset),
        ("204", Action::Answer { status: StatusCode::NO_CONTENT, retry_after: None, problem: None }),
        (
            "409 problem=stale-notice",
            Action::Answer { status: StatusCode::CONFLICT, retry_after: None, problem: Some("stale-notice".into()) },
        ),
        (
            "503 retry-after=+5s",
            Action::Answer {
                status: StatusCode::SERVICE_UNAVAILABLE,
                retry_after: Some(RetryAfter::Date(Duration::from_secs(5))),
                problem: None,
            },
        ),
        ("redirect=/a?b=c", Action::Redirect { status: StatusCode::TEMPORARY_REDIRECT, to: value("/a?b=c") }),
        ("redirect=/a status=302", Action::Redirect { status: StatusCode::FOUND, to: value("/a") }),
        ("cut=head", Action::Cut(0)),
        ("cut=20", Action::Cut(20)),
        ("drip=16/50ms", Action::Drip { bytes: 16, every: Duration::from_millis(50) }),
        ("type=text/html", Action::Type(value("text/html"))),
        ("body=\"<p>; no # JSON\"", Action::Body("<p>; no # JSON".into())),
    ] {
        assert_eq!(one(&format!("* after {text}")).action, Some(action), "{text}");
    }
    assert_eq!(one("GET before delay=forever").delay, Some(Delay::Forever));
    assert!(!one("POST before 500 no-cors").cors);
    assert!(Script::parse("keep-alive; POST before drop").unwrap().keep_alive);
    assert_eq!(Script::parse("# nothing\n\n"), Ok(Script::default()));
}

#[test]
fn every_mistake_has_a_place_a_code_and_a_mend() {
    for (text, line, column, code, mend) in [
        ("POST before\n body=\"x", 2, 7, "script-quote", "on its own line"),
        ("post before drop", 1, 1, "script-method", "POST"),
        ("before drop", 1, 1, "script-method", "* for any"),
        ("POST before dorp", 1, 13, "script-word", "drop, reset"),
        ("POST frob=1 before drop", 1, 6, "script-word", "nth=2"),
        ("POST nth=0 before drop", 1, 6, "script-value", "from 1"),
        ("POST times=often before drop", 1, 6, "script-value", "always"),
        ("POST before delay=2", 1, 13, "script-value", "200ms"),
        ("POST before delay=-2s", 1, 13, "script-value", "200ms"),
        ("POST before 302", 1, 13, "script-value", "400 to 599"),
        ("POST before 99999", 1, 13, "script-value", "400 to 599"),
        ("POST before redirect=", 1, 13, "script-value", "URL"),
        ("POST before redirect=/a status=200", 1, 25, "script-value", "301"),
        ("POST after cut=all", 1, 12, "script-value", "head"),
        ("POST after drip=16", 1, 12, "script-value", "16/200ms"),
        ("POST after drip=0/1s", 1, 12, "script-value", "16/200ms"),
        ("POST before 503 retry-after=+soon", 1, 17, "script-value", "+5s"),
        ("POST before 409 problem=\"a b\"", 1, 17, "script-value", "stale-notice"),
        ("POST nth=1 nth=2 before drop", 1, 12, "script-twice", "two rules"),
        ("POST before after drop", 1, 13, "script-twice", "two rules"),
        ("POST drop", 1, 10, "script-moment-missing", "before"),
        ("GET before drop; POST times=2 before", 1, 37, "script-action-missing", "drop"),
        ("POST before drop reset", 1, 18, "script-two-actions", "two rules"),
        ("POST after 502 body=x", 1, 16, "script-two-actions", "two rules"),
        ("POST before 201", 1, 13, "script-only-after", "write after"),
        ("POST before drip=1/1s", 1, 13, "script-only-after", "write after"),
        ("POST before type=a/b", 1, 13, "script-only-after", "write after"),
        ("POST before body=x", 1, 13, "script-only-after", "write after"),
        ("POST before drop retry-after=1", 1, 18, "script-stray", "a status"),
        ("POST before drop problem=x", 1, 18, "script-stray", "a status"),
        ("POST before 503 status=302", 1, 17, "script-stray", "redirect="),
    ] {
        let error = Script::parse(text).unwrap_err();
        assert_eq!((error.line, error.column, error.code()), (line, column, code), "{text}: {error}");
        assert!(error.to_string().contains(mend), "{text}: {error}");
    }
}
