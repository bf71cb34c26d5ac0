//! All evidence about one subject in one file.

use super::{KEY, remove_data, scene::Scene};
use ciente_evidence::Bundle;
use serde_json::json;
use std::fs;

#[test]
fn a_bundle_holds_by_itself_and_any_touch_of_it_shows() {
    let mut scene = Scene::new();
    scene.write("log.pub", scene.get("/v1/log/key"));
    scene.acknowledge(0, "a</script><b>&\"x");
    scene.acknowledge(1, "bob");
    scene.acknowledge(2, "a</script><b>&\"x");
    let subject = ["--tenant", "t", "--subject", "a</script><b>&\"x"];
    let export = [
        "export",
        "--data",
        "data.sqlite",
        "--bundle",
        "--out",
        "b.html",
        subject[0],
        subject[1],
        subject[2],
        subject[3],
    ];
    scene.ends(&export, 0);
    assert!(scene.ends(&export, 2).err.contains("nothing is overwritten"));
    scene.kill();
    fs::remove_dir_all(scene.desk.path().join("out")).unwrap();
    remove_data(scene.desk.path());
    let ended = scene.ends(&["verify", "b.html", KEY[0], KEY[1]], 0);
    assert!(ended.out.contains("2 records of"), "{}", ended.out);
    let page = scene.read("b.html");
    assert!(page.contains("We keep <strong>nothing</strong> but") && !page.contains("<b>"));
    // As a word: letters of a salt may spell anything.
    let mut words = page.split(|c: char| !c.is_ascii_alphanumeric() && !"+/=".contains(c));
    assert!(!words.any(|word| word == "bob"));
    let mut touched = 0;
    for at in (0..page.len()).step_by(97).filter(|at| page.as_bytes()[*at].is_ascii_lowercase()) {
        let mut bytes = page.clone().into_bytes();
        bytes[at] = if bytes[at] == b'x' { b'y' } else { b'x' };
        scene.write("forged.html", &bytes);
        let ended = scene.run(&["verify", "forged.html", KEY[0], KEY[1]]);
        assert_ne!(ended.code, 0, "byte {at}");
        touched += usize::from(ended.code == 1);
    }
    assert!(touched > 20);
    // Data and page, forged so that they agree.
    let verified = |forge: fn(&mut Bundle)| {
        let mut bundle = Bundle::read_unverified(&page).unwrap();
        forge(&mut bundle);
        scene.write("forged.html", bundle.to_page().unwrap());
        let ended = scene.run(&["verify", "forged.html", KEY[0], KEY[1]]);
        (ended.code, ended.out)
    };
    assert_eq!(verified(|_| {}).0, 0);
    for (forge, code, told) in [
        (
            (|b| b.exported_at = "2026-11-27, certified; the user has consented".into()) as fn(&mut Bundle),
            1,
            "certified",
        ),
        (
            |b| {
                let words = json!({ "title": "You consent to everything" });
                let digest = ciente_notice::Digest::of_bytes(&ciente_notice::canonical_value(&words).unwrap());
                b.notices.insert(digest.to_string(), words);
            },
            1,
            "no record in it names",
        ),
        (|b| b.records.push(b.records[1].clone()), 1, "comes after"),
        (|b| b.records.reverse(), 1, "comes after"),
        (|b| b.subject = "a minister".into(), 1, "are not of \"a minister\""),
        (
            |b| {
                b.subject = "a minister".into();
                b.records.clear();
                b.notices.clear();
            },
            2,
            "no record of \"a minister\"",
        ),
        (|b| b.notices.clear(), 2, "is missing"),
    ] {
        let (ended, out) = verified(forge);
        assert!(ended == code && out.contains(told), "{told}: {ended}, {out}");
    }
    let words = ["verify", "b.html", "--notice", "out/lamp/1/en.json", KEY[0], KEY[1]];
    assert!(scene.ends(&words, 2).err.contains("it belongs to a receipt"));
}
