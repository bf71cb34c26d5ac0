use super::{OPERATORS, PUBLIC};
use ciente_notice::{Problem, ProblemCode, Violation, ViolationCode};
use serde_json::Value;
use std::collections::BTreeSet;

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get("$ref").and_then(Value::as_str).map(str::to_owned));
            members.values().for_each(|value| references(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

#[test]
fn nothing_that_is_referred_to_is_missing() {
    for document in [&*PUBLIC, &*OPERATORS] {
        let mut found = Vec::new();
        references(document, &mut found);
        assert!(found.iter().any(|reference| reference.ends_with("/Problem")));
        for reference in found {
            let place = reference.strip_prefix('#').unwrap();
            assert!(document.pointer(place).is_some(), "{reference} of {}", document["info"]["title"]);
        }
    }
}

#[test]
fn every_operation_says_what_it_is_for_and_how_it_refuses() {
    for document in [&*PUBLIC, &*OPERATORS] {
        assert_eq!(document["openapi"], "3.1.0");
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                assert!(operation["summary"].as_str().is_some_and(|text| text.ends_with('.')), "{method} {path}");
                for (status, response) in operation["responses"].as_object().unwrap() {
                    assert!(response["description"].as_str().is_some_and(|text| !text.is_empty()), "{path} {status}");
                }
                let problem = &operation["responses"]["default"]["content"]["application/problem+json"];
                assert!(path == "/openapi.json" || problem.is_object(), "{method} {path}");
            }
        }
    }
}

#[test]
fn a_problem_has_the_members_that_its_schema_names() {
    let violation = Violation { pointer: "/a".into(), code: ViolationCode::Missing, detail: "b".into() };
    let problem = Problem::new(ProblemCode::InvalidAcknowledgement, "c").with_errors(vec![violation]);
    let problem = serde_json::to_value(&problem).unwrap();
    let schemas = &PUBLIC["components"]["schemas"];
    for (value, schema) in [(&problem, "Problem"), (&problem["errors"][0], "Violation")] {
        let names = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(names(value), names(&schemas[schema]["properties"]), "{schema}");
    }
}
