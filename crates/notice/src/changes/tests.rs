//! Whole notices compared: each rule of what is material, and what holds of every comparison.

use super::*;
use crate::{Basis, Block, Change, Contact, Controller, DataUse, Inline, NoticeFormat, Retention, Rule, Section};
use proptest::prelude::*;

mod exchanged;
mod further;

fn text(text: &str) -> Vec<Inline> {
    vec![Inline::Text { text: text.into() }]
}

fn data_use(id: &str, category: &str, items: &str) -> DataUse {
    DataUse {
        id: id.into(),
        category: category.into(),
        items: text(items),
        item_list: vec![],
        purpose: text("We use it to provide and improve the Lamp. It is stored in our Kettle Store (KS)."),
        legal_basis: text("It is necessary for our contract with you."),
        basis: Some(Basis::Contract),
        services: vec!["KS".into()],
    }
}

fn rule(data_use: &str, category: &str, rule: &str) -> Retention {
    Retention {
        data_use: Some(data_use.into()),
        category: category.into(),
        text: text("Stored for some time."),
        rule: rule.parse().map_or(Rule::Unspecified, |duration| Rule::Fixed { duration }),
    }
}

fn notice() -> Notice {
    let paragraph = |words: &str| Block::Paragraph { content: text(words) };
    Notice {
        format: NoticeFormat,
        id: "lamp".into(),
        version: "1".into(),
        locale: "en".into(),
        effective_from: None,
        title: "Lamp".into(),
        controller: Some(Controller { name: "Lamp Works".into(), url: Some("https://lamp.example".into()) }),
        contact: Some(Contact { url: "mailto:ask@lamp.example".into() }),
        sections: vec![
            Section {
                id: "about".into(),
                heading: "1. About".into(),
                level: 2,
                blocks: vec![paragraph("This notice is about the Lamp. It names what is kept, and why.")],
            },
            Section {
                id: "use".into(),
                heading: "2. Use".into(),
                level: 2,
                blocks: vec![
                    Block::DataUses { columns: vec![], from: 0, to: 2 },
                    Block::Retention { columns: vec![], from: 0, to: 2 },
                ],
            },
        ],
        data_uses: vec![
            data_use("log-data", "Log Data", "network address, request log (including name and time), error text"),
            data_use(
                "settings",
                "Settings",
                "settings of the lamp, including: colour, brightness, user’s alarm clock and timer",
            ),
        ],
        retention: vec![rule("log-data", "Log Data", "P7D"), rule("settings", "Settings", "P2M")],
        service_names: vec![],
    }
}

/// Kinds of all changes after a change of the sample, the material ones marked.
fn found(change: impl FnOnce(&mut Notice)) -> Vec<(&'static str, bool)> {
    let mut new = notice();
    change(&mut new);
    between(&notice(), &new).iter().map(|d| (d.kind.as_str(), d.change == Change::Material)).collect()
}

#[test]
fn what_is_material() {
    let row = |n: &mut Notice, i: usize, items: &str| n.data_uses[i].items = text(items);
    let added = found(|n| {
        row(n, 1, "settings of the lamp, including: colour, brightness, place, user’s alarm clock and timer")
    });
    assert_eq!(added, [("itemAdded", true)]);
    assert_eq!(
        found(|n| row(n, 0, "network address, request log (including name, time and place), error text")),
        [("itemAdded", true)]
    );
    assert_eq!(
        found(|n| row(n, 0, "network address, log of requests (including name and time), error text")),
        [("itemReworded", true)]
    );
    assert_eq!(
        found(|n| row(n, 0, "passport number, request log (including name and time), error text")),
        [("itemAdded", true), ("itemRemoved", false)]
    );
    assert_eq!(found(|n| n.data_uses.push(data_use("x", "Payment Data", "card number"))), [("dataUseAdded", true)]);
    assert_eq!(
        found(|n| {
            n.data_uses.remove(1);
            n.retention.remove(1);
        }),
        [("dataUseRemoved", true), ("retentionRemoved", false)]
    );
    assert_eq!(found(|n| n.data_uses[0].services.push("BB".into())), [("serviceAdded", true)]);
    assert_eq!(found(|n| n.data_uses[0].basis = Some(Basis::Consent)).len(), 1);
    assert_eq!(
        found(|n| {
            n.data_uses[0].basis = Some(Basis::Consent);
            n.data_uses[0].legal_basis = text("You allowed it.");
        }),
        [("basisChanged", true)]
    );
    for (purpose, kinds) in [
        (
            "We use it to provide and improve the Lamp, and to show advertising. It is stored in our Kettle Store (KS).",
            vec![("useAdded", true)],
        ),
        (
            "We use it to provide, improve and advertise the Lamp. It is stored in our Kettle Store (KS).",
            vec![("useAdded", true)],
        ),
        (
            "We use it to provide and improve the Lamp. We sell it. It is stored in our Kettle Store (KS).",
            vec![("useAdded", true)],
        ),
        (
            "We use it to provide and improve the Lamp for targeted advertising. It is stored in our Kettle Store (KS).",
            vec![("useExtended", true)],
        ),
        (
            "We use it to provide and enhance the Lamp. It is stored in our Kettle Store (KS).",
            vec![("useExtended", true)],
        ),
        (
            "We use it to sell and advertise the Lamp. It is stored in our Kettle Store (KS).",
            vec![("useExtended", true)],
        ),
        (
            "We use it to improve and to provide the Lamp. It is stored in our Kettle Store (KS).",
            vec![("useReworded", false)],
        ),
        (
            "It is stored in our Kettle Store (KS). We use it to provide and improve the Lamp.",
            vec![("reordered", false)],
        ),
        ("We use it to provide and improve the Lamp.", vec![("useRemoved", false)]),
        (
            "We use it to provide and improve the Lamp. It is stored in our Kettle Store (KS) and at Bright Loop.",
            vec![("useAdded", true), ("recipientAdded", true)],
        ),
    ] {
        assert_eq!(found(|n| n.data_uses[0].purpose = text(purpose)), kinds, "{purpose}");
    }
}

#[test]
fn what_may_mean_something_else_is_material() {
    let about = |words: &'static str| {
        move |n: &mut Notice| n.sections[0].blocks = vec![Block::Paragraph { content: text(words) }]
    };
    let old = |words: &'static str| {
        let mut notice = notice();
        about(words)(&mut notice);
        notice
    };
    for (before, after) in [
        ("We do not sell your data.", "We do sell your data."),
        ("We answer in 10 days.", "We answer in 90 days."),
        ("我们不会出售您的数据。", "我们会出售您的数据。"),
        ("Your data isn't used for ads.", "Your data is used for ads."),
        ("Our staff can’t read your messages.", "Our staff can read your messages."),
        ("None of your messages are read.", "All of your messages are read."),
        ("Nobody of our staff reads your messages.", "Somebody of our staff reads your messages."),
        ("We delete messages after seven days.", "We delete messages after seventy days."),
        ("Ningún dato se vende a terceros.", "Cualquier dato se vende a terceros."),
        ("Nenhum dado é vendido a terceiros.", "Todo dado é vendido a terceiros."),
        ("Wir verkaufen Ihre Daten nicht.", "Wir verkaufen Ihre Daten."),
        ("我们非经许可绝对拒绝出售您的数据。", "我们经许可出售您的数据。"),
    ] {
        let kinds: Vec<_> = between(&old(before), &old(after)).iter().map(|d| (d.kind, d.is_declarable())).collect();
        assert_eq!(kinds, [(Kind::TextExtended, true)], "{before}");
    }
    assert_eq!(found(|n| n.data_uses[0].category = "Logs".into()), [("categoryReworded", true)]);
    let basis = |letter: &str| {
        let mut notice = notice();
        notice.data_uses[0].basis = None;
        notice.data_uses[0].legal_basis = text(&format!("Article 17({letter}) of the code"));
        notice
    };
    assert_eq!(between(&basis("b"), &basis("f"))[0].kind, Kind::BasisChanged);
    // Said twice is no more than said once.
    assert_eq!(
        found(|n| n.data_uses[0].items =
            text("network address, network address, request log (including name and time), error text")),
        []
    );
}

#[test]
fn what_is_editorial() {
    let row = |n: &mut Notice, i: usize, items: &str| n.data_uses[i].items = text(items);
    // Quotes, full width, case, another separator, a full stop.
    assert_eq!(
        found(|n| row(n, 1, "Settings of the Lamp, including：colour； brightness、 User's alarm clock, and timer.")),
        []
    );
    assert_eq!(
        found(|n| row(n, 0, "error text, network address, request log (including name and time)")),
        [("reordered", false)]
    );
    assert_eq!(
        found(|n| row(n, 0, "network address, request log (including name and time)")),
        [("itemRemoved", false)]
    );
    assert_eq!(
        found(|n| {
            n.data_uses.swap(0, 1);
            n.retention.swap(0, 1);
        }),
        [("reordered", false)]
    );
    assert_eq!(found(|n| n.title = "The Lamp".into()), [("titleChanged", false)]);
    assert_eq!(found(|n| n.sections[0].heading = "3) ABOUT".into()), []);
    let about = |words: &'static str| {
        move |n: &mut Notice| n.sections[0].blocks = vec![Block::Paragraph { content: text(words) }]
    };
    assert_eq!(
        found(about("This notice tells about the Lamp. It names what is kept, and why.")),
        [("textReworded", false)]
    );
    assert_eq!(found(about("This notice is about the Lamp.")), [("textRemoved", false)]);
    assert_eq!(found(about("It names what is kept, and why. This notice is about the Lamp!")), [("reordered", false)]);
    assert_eq!(
        found(about("This notice is about the Lamp. It names what is kept, and why. Bright Loop receives copies.")),
        [("recipientAdded", true), ("textAdded", true)]
    );
    assert_eq!(found(|n| n.data_uses[0].item_list = vec!["network address".into()]), []);
}

#[test]
fn who_answers_for_the_data_and_where_to_ask() {
    let controller = |name: &str, url: Option<&str>| Some(Controller { name: name.into(), url: url.map(Into::into) });
    let page = Some("https://lamp.example");
    assert_eq!(found(|n| n.controller = controller("Candle Works", page)), [("controllerChanged", true)]);
    assert_eq!(found(|n| n.controller = None), [("controllerChanged", true), ("textRemoved", false)]);
    assert_eq!(found(|n| n.controller = controller(" Lamp Works ", page)), []);
    assert_eq!(found(|n| n.controller = controller("Lamp Works", Some("/about"))), [("linkChanged", false)]);
    assert_eq!(found(|n| n.contact = Some(Contact { url: "tel:1".into() })), [("linkChanged", false)]);
    assert_eq!(found(|n| n.contact = None), [("textRemoved", false)]);
    // A notice built before there was a place for them.
    let old = Notice { controller: None, contact: None, ..notice() };
    assert_eq!(between(&old, &notice()), []);
}

#[test]
fn rules_follow_their_data_use() {
    let duration = |text: &str| Rule::Fixed { duration: text.parse().unwrap() };
    assert_eq!(found(|n| n.retention[0].rule = duration("P14D")), [("retentionLonger", true)]);
    assert_eq!(found(|n| n.retention[0].rule = duration("P2D")), [("retentionShorter", false)]);
    assert_eq!(found(|n| n.retention[0].rule = Rule::Unspecified), [("retentionUnspecified", true)]);
    assert_eq!(found(|n| drop(n.retention.remove(0))), [("retentionUnspecified", true)]);
    // One row becomes two: the second may keep longer than the one for that data did.
    assert_eq!(found(|n| n.retention.push(rule("log-data", "Request log", "P2D"))), [("retentionStated", false)]);
    assert_eq!(found(|n| n.retention.push(rule("log-data", "Backups of logs", "P1Y"))), [("retentionLonger", true)]);
    // Renamed row and data use: still the same rule.
    assert_eq!(
        found(|n| {
            n.data_uses[0].category = "Journals".into();
            n.data_uses[0].id = "journals".into();
            n.retention[0].data_use = Some("journals".into());
            n.retention[0].category = "Journals".into();
            n.retention[0].rule = duration("P30D");
        }),
        [("categoryReworded", true), ("retentionLonger", true)]
    );
}

#[test]
fn a_rule_of_other_data_is_another_rule() {
    let of_nothing = |category: &str, period: &str| Retention { data_use: None, ..rule("", category, period) };
    let mut old = notice();
    old.retention.push(of_nothing("Contacts of your phone", "P30D"));
    let with = |old: &Notice, row: Retention| {
        let mut new = notice();
        new.retention.push(row);
        between(old, &new).iter().map(|difference| difference.kind.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(with(&old, of_nothing("Voice recordings", "P10D")), ["retentionReplaced", "retentionUnspecified"]);
    assert_eq!(with(&old, of_nothing("Contacts on your phone", "P10D")), ["retentionShorter"]);
    // Typography, and more of a name that keeps its rule, are no other data.
    old.retention[2].category = "E-mail address".into();
    for same in ["Email address", "E mail address", "E-mail address (of your account, as you typed it)"] {
        assert_eq!(with(&old, of_nothing(same, "P30D")), [""; 0], "{same}");
    }
    assert_eq!(with(&old, of_nothing("E-mail address (of your account, as you typed it)", "P1Y")).len(), 2);
}

#[test]
fn positions_are_no_identity() {
    let mut old = notice();
    for (i, row) in old.data_uses.iter_mut().enumerate() {
        row.id = format!("data-use-{}", i + 1);
    }
    let mut new = old.clone();
    new.data_uses.remove(0);
    new.data_uses[0].id = "data-use-1".into();
    new.retention.remove(0);
    new.retention[0].data_use = Some("data-use-1".into());
    old.retention[0].data_use = Some("data-use-1".into());
    old.retention[1].data_use = Some("data-use-2".into());
    let kinds: Vec<_> = between(&old, &new).iter().map(|d| d.kind).collect();
    assert_eq!(kinds, [Kind::DataUseRemoved, Kind::RetentionRemoved]);
}

#[test]
fn a_translation_is_judged_by_its_source() {
    let item = |kind, id: &str, new: &str| Difference::new(kind, None, Some(new.into())).of_use(id, "x");
    let source = [item(Kind::ItemAdded, "a", "place"), item(Kind::ItemAdded, "b", "name")];
    let own = vec![item(Kind::ItemReworded, "a", "cor"), item(Kind::ItemAdded, "a", "lugar")];
    let told = translated(&source, "en", own);
    let seen: Vec<_> = told.iter().map(|d| (d.kind, d.change, d.lang.as_deref(), d.new.as_deref().unwrap())).collect();
    assert_eq!(
        seen,
        [
            (Kind::ItemAdded, Change::Material, None, "lugar"),
            (Kind::ItemAdded, Change::Material, Some("en"), "name"),
            (Kind::ItemReworded, Change::Editorial, None, "cor"),
        ]
    );
    assert_eq!(judge(&translated(&[], "en", vec![item(Kind::DataUseAdded, "a", "x")])), Change::Editorial);

    // A language whose periods nobody here reads: the source knows what its words come to.
    let source = [item(Kind::RetentionLonger, "a", "90 days")];
    let told = translated(&source, "en", vec![item(Kind::RetentionNumbers, "a", "90 Tage")]);
    let seen: Vec<_> = told.iter().map(|d| (d.kind, d.change, d.lang.as_deref(), d.new.as_deref().unwrap())).collect();
    assert_eq!(seen, [(Kind::RetentionLonger, Change::Material, None, "90 Tage")]);
}

prop_compose! {
    fn any_notice()(
        rows in prop::collection::vec(("[A-C]{1,2}", "[a-d ,()、和]{0,24}", "[a-d .,]{0,16}", 0u8..4), 0..4),
        prose in "[A-Da-d .,。]{0,40}",
    ) -> Notice {
        let mut notice = notice();
        notice.data_uses = rows.iter().enumerate().map(|(i, (category, items, purpose, basis))| DataUse {
            id: format!("{}-{i}", category.to_lowercase()),
            category: category.clone(),
            items: text(items),
            item_list: vec![],
            purpose: text(purpose),
            legal_basis: text("necessary"),
            basis: Basis::ALL.get(usize::from(*basis)).copied(),
            services: purpose.split(' ').filter(|word| word.len() == 2).map(str::to_owned).collect(),
        }).collect();
        notice.retention = notice.data_uses.iter().map(|row| rule(&row.id, &row.category, "P7D")).collect();
        notice.sections[0].blocks = vec![Block::Paragraph { content: text(&prose) }];
        notice
    }
}

proptest! {
    #[test]
    fn nothing_changes_against_itself(notice in any_notice()) {
        prop_assert_eq!(between(&notice, &notice), []);
    }

    #[test]
    fn what_one_way_adds_the_other_removes(a in any_notice(), b in any_notice()) {
        let (there, back) = (between(&a, &b), between(&b, &a));
        for (added, removed) in [
            (Kind::DataUseAdded, Kind::DataUseRemoved),
            (Kind::ServiceAdded, Kind::ServiceRemoved),
        ] {
            let count = |list: &[Difference], kind| list.iter().filter(|d| d.kind == kind).count();
            prop_assert_eq!(count(&there, added), count(&back, removed));
            prop_assert_eq!(count(&there, removed), count(&back, added));
        }
        prop_assert_eq!(there.is_empty(), back.is_empty());
    }

    #[test]
    fn every_change_reads_back(a in any_notice(), b in any_notice()) {
        let found = between(&a, &b);
        let json = serde_json::to_string(&found).unwrap();
        prop_assert_eq!(serde_json::from_str::<Vec<Difference>>(&json).unwrap(), found);
    }
}
