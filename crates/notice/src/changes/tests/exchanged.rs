//! Words that are all there, and say something else of something else.

use super::*;

/// What one part said, another says now: the words are all there, and mean something else.
#[test]
fn parts_that_change_places_are_material() {
    let from_to = |old: &dyn Fn(&mut Notice), new: &dyn Fn(&mut Notice)| {
        let [mut before, mut after] = [notice(), notice()];
        old(&mut before);
        new(&mut after);
        let material = between(&before, &after).into_iter().filter(|found| found.change == Change::Material);
        material.map(|found| found.kind.as_str()).collect::<Vec<_>>()
    };
    let items = |n: &mut Notice, words: &str| n.data_uses[0].items = text(words);
    let uses = |n: &mut Notice, words: &str| n.data_uses[0].purpose = text(words);
    let basis = |n: &mut Notice, words: &str| {
        n.data_uses[0].basis = None;
        n.data_uses[0].legal_basis = text(words);
    };
    let said = |n: &mut Notice, words: &str| n.sections[0].blocks = vec![Block::Paragraph { content: text(words) }];
    let table = |n: &mut Notice, rows: [[&str; 2]; 2]| {
        let rows = rows.map(|row| row.map(text).to_vec()).to_vec();
        n.sections[0].blocks = vec![Block::Table { columns: vec![text("Recipient"), text("Data")], rows }];
    };
    let headed = |n: &mut Notice, words: &str| n.sections[0].heading = words.into();
    type Put<'p> = &'p dyn Fn(&mut Notice, &str);
    for (put, old, new, kinds) in [
        (
            &items as Put<'_>,
            "location (only if you allow it), contacts",
            "location, contacts (only if you allow it)",
            &["itemReworded"][..],
        ),
        (&items, "photos (with place), messages", "photos, messages (with place)", &[]),
        (&items, "adress, user name", "address, username", &["itemReworded", "itemReworded"]),
        (
            &uses,
            "We share your name but not your address with partners.",
            "We share your address but not your name with partners.",
            &["useExtended"],
        ),
        (
            &uses,
            "We share it with Acme and keep it from Beta.",
            "We share it with Beta and keep it from Acme.",
            &["useExtended"],
        ),
        (
            &basis,
            "Consent for marketing, contract for delivery",
            "Contract for marketing, consent for delivery",
            &["basisChanged"],
        ),
        (&basis, "Consent for marketing, contract for delivery", "Contract for delivery, consent for marketing", &[]),
        (
            &said,
            "Acme Ads receives your age and Beta Hosting receives your messages.",
            "Acme Ads receives your messages and Beta Hosting receives your age.",
            &["textExtended"],
        ),
        (
            &said,
            "Hosting: Nimbus, in Norway. Mail: Relay, in Chile.",
            "Hosting: Relay, in Norway. Mail: Nimbus, in Chile.",
            &["textExtended", "textExtended"],
        ),
        (&said, "We keep it within the EEA.", "We keep it within and outside the EEA.", &["textExtended"]),
        (&said, "We ask our accountants.", "We ask our accountants and advertisers.", &["textExtended"]),
        (&said, "We ask our accountants.", "We ask our two accountants.", &["textExtended"]),
        (&said, "We ask our accountants.", "We just ask our accountants.", &[]),
        (&said, "We ask our accountants.", "As explained, we ask our accountants.", &[]),
        (
            &said,
            "Firstly, we read your name. Secondly, we read your age.",
            "Secondly, we read your name. Firstly, we read your age.",
            &[],
        ),
        (&headed, "1. We never sell your data", "1. We may sell your data", &["textExtended"]),
        (&headed, "Data kept for 30 days", "Data kept for 30 years", &["textExtended"]),
        (&headed, "1. Last changed in May 2022", "2. Last changed in July 2023", &[]),
        (&said, "We store it in boxes to find faults.", "To find faults, we store it in boxes.", &[]),
        (&said, "We share it with Acme and Beta.", "We share it with Beta and Acme.", &[]),
        (&said, "We share it with Acme, Beta and Gamma.", "We share it with Gamma, Acme and Beta.", &[]),
        (&uses, "We share it with Acme and Beta.", "We share it with Beta and Acme.", &[]),
    ] {
        assert_eq!(from_to(&|n| put(n, old), &|n| put(n, new)), kinds, "{old} → {new}");
    }
    let (one, other) = ([["Acme", "age"], ["Beta", "messages"]], [["Acme", "messages"], ["Beta", "age"]]);
    assert_eq!(from_to(&|n| table(n, one), &|n| table(n, other)), ["textExtended", "textExtended"]);
    let turned = [one[1], one[0]];
    assert_eq!(from_to(&|n| table(n, one), &|n| table(n, turned)), [""; 0]);
}

/// What is said of something may stand in what introduces it.
#[test]
fn the_same_words_under_another_lead_are_material() {
    let lists = |n: &mut Notice, shared: &[&str], kept: &[&str]| {
        let list = |items: &[&str]| Block::List {
            ordered: false,
            start: 1,
            items: items.iter().map(|item| vec![Block::Paragraph { content: text(item) }]).collect(),
        };
        let lead = |words: &str| Block::Paragraph { content: text(words) };
        n.sections[0].blocks = vec![lead("We share:"), list(shared), lead("We never share:"), list(kept)];
    };
    let changed = |old: &dyn Fn(&mut Notice), new: &dyn Fn(&mut Notice)| {
        let [mut before, mut after] = [notice(), notice()];
        old(&mut before);
        new(&mut after);
        let found = between(&before, &after).into_iter();
        found.map(|found| (found.kind.as_str(), found.change == Change::Material)).collect::<Vec<_>>()
    };
    let before = |n: &mut Notice| lists(n, &["your name", "your city"], &["your phone number", "your messages"]);
    let moved = changed(&before, &|n| lists(n, &["your name", "your city", "your phone number"], &["your messages"]));
    assert!(moved.contains(&("textExtended", true)), "{moved:?}");
    let swapped = changed(&before, &|n| lists(n, &["your phone number", "your messages"], &["your name", "your city"]));
    assert!(swapped.contains(&("textExtended", true)), "{swapped:?}");
    let sorted = changed(&before, &|n| lists(n, &["your city", "your name"], &["your messages", "your phone number"]));
    assert_eq!(sorted, [("reordered", false)]);

    let table = |n: &mut Notice, header: [&str; 2]| {
        let rows = vec![["Name", "City"].map(text).to_vec()];
        n.sections[0].blocks = vec![Block::Table { columns: header.map(text).to_vec(), rows }];
    };
    let headers = changed(&|n| table(n, ["Shared", "Private"]), &|n| table(n, ["Private", "Shared"]));
    assert!(headers.contains(&("textExtended", true)), "{headers:?}");

    let months = |n: &mut Notice, header: &str| {
        n.sections[1].blocks[1] = Block::Retention { columns: vec![text("Data"), text(header)], from: 0, to: 2 };
    };
    let unit = changed(&|n| months(n, "Retention (months)"), &|n| months(n, "Retention (years)"));
    assert_eq!(unit, [("textExtended", true)]);
}

#[test]
fn recipients_that_change_places_across_a_denial_are_material() {
    for (old, new) in [
        (
            "We share it with banks. We do not share it with advertisers.",
            "We share it with advertisers. We do not share it with banks.",
        ),
        (
            "Lo compartimos con bancos. No lo compartimos con anunciantes.",
            "Lo compartimos con anunciantes. No lo compartimos con bancos.",
        ),
    ] {
        let [mut before, mut after] = [notice(), notice()];
        for (one, words) in [(&mut before, old), (&mut after, new)] {
            one.sections[0].blocks = vec![Block::Paragraph { content: text(words) }];
        }
        let found = between(&before, &after);
        assert!(found.iter().any(|found| found.change == Change::Material), "{old}: {found:?}");
    }
}
