//! What a text says more than before, and what only looks like it.

use super::*;

fn said(words: &str) -> Notice {
    let mut notice = notice();
    notice.sections[0].blocks = vec![Block::Paragraph { content: text(words) }];
    notice
}

/// The material kinds, in their order.
fn material(old: &Notice, new: &Notice) -> Vec<&'static str> {
    let found = between(old, new).into_iter().filter(|found| found.change == Change::Material);
    found.map(|found| found.kind.as_str()).collect()
}

#[test]
fn one_word_more_may_be_one_more_who_receives_it() {
    for (old, new) in [
        ("We pass it to laboratories and the clinic.", "We pass it to laboratories, insurers and the clinic."),
        ("Recipients: teachers, office.", "Recipients: teachers, office, parents."),
        ("We use it for billing and support.", "We use it for billing, marketing and support."),
        ("Dane laboratoriom oraz NFZ.", "Dane laboratoriom, NFZ oraz firmom."),
        ("使用者：老师、办公室", "使用者：老师、办公室、家长"),
        ("We share it with schools.", "We share it with schools, advertisers."),
        // A denial that denies less.
        ("We do not sell your data.", "Normally, we do not sell your data."),
        ("Wir verkaufen keine Daten.", "Wir verkaufen grundsätzlich keine Daten."),
        ("我们不出售您的数据", "通常情况下，我们不出售您的健康数据"),
        ("Verileri paylaşmıyoruz.", "Verileri paylaşıyoruz."),
        ("We do not sell your data.", "We do not sell your health data."),
        ("We do not sell your data.", "We do not usually sell your data."),
        ("We never read your messages.", "We never read your private messages."),
        ("Wir verkaufen keine Daten.", "Wir verkaufen keine gesundheitlichen Daten."),
        ("我们不出售您的数据", "我们不出售您的健康数据"),
        ("Verilerinizi satmıyoruz.", "Verilerinizi satıyoruz."),
        ("डेटा सिर्फ आपके लिए है", "डेटा आपके लिए है"),
        ("We do not sell or share your data.", "We do not sell your data."),
        ("We never sell, rent or trade your data.", "We never sell or rent your data."),
        ("私たちはデータを販売も共有もしません。", "私たちはデータを販売しません。"),
        ("We delete it after a week.", "We usually delete it after a week."),
        // In brackets.
        ("We keep contact data (name, e-mail).", "We keep contact data (name, e-mail, phone)."),
        // One right less, another item of a law.
        ("You may ask for access, correction and deletion.", "You may ask for access and correction."),
        ("訂正、削除、利用停止を請求できます。", "訂正を請求できます。"),
        ("Wir stützen uns auf Art. 6 Abs. 1 lit. b DSGVO.", "Wir stützen uns auf Art. 6 Abs. 1 lit. f DSGVO."),
        // Numbers that something is glued to.
        ("You must be in your 25th year.", "You must be in your 35th year."),
        ("Messages: kept 30d.", "Messages: kept 90d."),
    ] {
        assert_eq!(material(&said(old), &said(new)), ["textExtended"], "{old} → {new}");
    }
    for (old, new) in [
        ("We ask our accountants.", "However, we ask our accountants."),
        ("We use it for billing and support.", "We use it for support and billing."),
        ("You may ask for access, correction and deletion.", "You may ask for deletion, correction and access."),
        ("Em vigor desde 1º de março de 2026.", "Em vigor desde 2 de abril de 2026."),
        ("Normally, it is encrypted.", "It is normally encrypted."),
        ("In general, we delete it.", "Generally, we delete it."),
        ("We do not sell your personal data.", "We do not sell your data."),
        ("Since you asked, we store it.", "Because you asked, we store it."),
        ("信息由云帆科技有限公司存储。", "信息由云帆科技有限公司保存。"),
        ("Write to us (by e-mail).", "Write to us (by e-mail, please)."),
        ("Our staff can see, correct or delete it.", "Our staff can see it."),
    ] {
        assert_eq!(material(&said(old), &said(new)), [""; 0], "{old} → {new}");
    }
}

#[test]
fn another_name_at_the_beginning_is_told() {
    for (old, new) in [
        ("Acme hosts the chat.", "Globex hosts the chat."),
        ("Medihost speichert die Nachrichten.", "Datenkrake speichert die Nachrichten."),
    ] {
        assert_eq!(material(&said(old), &said(new)), ["textExtended"], "{old} → {new}");
    }
    let known = "Globex pays. Acme hosts the chat.";
    assert_eq!(material(&said(known), &said("Globex pays. Globex hosts the chat.")), [""; 0], "known from elsewhere");
}

#[test]
fn what_a_list_says_together_is_lost_with_a_member() {
    let listed = |lead: &str, items: &[&str]| {
        let mut notice = notice();
        let items = items.iter().map(|item| vec![Block::Paragraph { content: text(item) }]).collect();
        notice.sections[0].blocks =
            vec![Block::Paragraph { content: text(lead) }, Block::List { ordered: false, start: 1, items }];
        notice
    };
    for (lead, items) in [
        ("We never collect:", ["health data", "location"]),
        ("Nós nunca:", ["vendemos dados", "lemos mensagens"]),
        ("Você pode pedir:", ["acesso", "portabilidade"]),
        ("You may ask for:", ["access", "erasure"]),
    ] {
        let found = material(&listed(lead, &items), &listed(lead, &items[..1]));
        assert_eq!(found, ["textExtended"], "{lead}");
    }
    for (lead, items) in [
        ("We do not share it, except with:", ["courts", "advertisers"]),
        ("Do not hesitate to contact us:", ["e-mail", "fax"]),
        ("Nous ne collectons que :", ["le nom", "la ville"]),
    ] {
        assert_eq!(material(&listed(lead, &items), &listed(lead, &items[..1])), [""; 0], "{lead}");
    }
    for (before, after) in [("name", "your name"), ("E-mail: privacy@a.example", "E-mail: dpo@a.example")] {
        assert_eq!(material(&listed("It is:", &[before]), &listed("It is:", &[after])), [""; 0], "{before} → {after}");
    }
    let found =
        material(&listed("We share with:", &["Acme (hosting)"]), &listed("We share with:", &["Globex (hosting)"]));
    assert_eq!(found, ["textExtended"]);
    let found = material(&listed("We use:", &["a name", "a picture"]), &listed("We use:", &["a name"]));
    assert_eq!(found, [""; 0]);
}

#[test]
fn a_sentence_that_came_is_new_whatever_its_words() {
    let old = "We share your name with schools. Photos of children are yours.";
    let new = format!("{old} We share photos of children with schools.");
    assert_eq!(material(&said(old), &said(&new)), ["textAdded"]);
    let (two, three) = (
        "We keep your name and we share your messages with schools.",
        "We keep your name. We share your messages with schools. We share your name with schools.",
    );
    assert_eq!(material(&said(two), &said(three)), ["textAdded"]);
    // One that was taken apart is no other.
    let whole = "We keep your name and we share your messages with schools.";
    let apart = "We keep your name. We share your messages with schools.";
    assert_eq!(material(&said(whole), &said(apart)), [""; 0]);
}

#[test]
fn a_period_that_is_gone_is_told() {
    let (old, new) = ("We keep it for 30 days. It is yours.", "It is yours.");
    assert_eq!(material(&said(old), &said(new)), ["textExtended"]);
    let (old, new) =
        ("Photos are kept for 30 days. Messages are kept for 30 days.", "Messages are stored for 30 days.");
    assert_eq!(material(&said(old), &said(new)), ["textExtended"]);
    let (old, new) = ("Voice messages are deleted after 24 hours. It is yours.", "It is yours.");
    assert_eq!(material(&said(old), &said(new)), ["textExtended"]);
}

#[test]
fn what_is_said_of_one_thing_and_of_another_may_not_change_places() {
    let under = |all: &[(&str, &str)]| {
        let mut notice = notice();
        notice.sections[0].blocks = all
            .iter()
            .flat_map(|(lead, item)| {
                let items = vec![vec![Block::Paragraph { content: text(item) }]];
                [Block::Paragraph { content: text(lead) }, Block::List { ordered: false, start: 1, items }]
            })
            .collect();
        notice
    };
    let old = under(&[("Prayers", "Kept: 7 days"), ("Donations", "Kept: 10 years")]);
    let exchanged = under(&[("Prayers", "Kept: 10 years"), ("Donations", "Kept: 7 days")]);
    assert_eq!(material(&old, &exchanged), ["textExtended", "textExtended"]);
    let sorted = under(&[("Donations", "Kept: 10 years"), ("Prayers", "Kept: 7 days")]);
    assert_eq!(material(&old, &sorted), [""; 0]);

    let long = "the address that you gave us, and what our devices tell of where you are and when that was";
    let table = |rows: [[&str; 3]; 2]| {
        let mut notice = notice();
        let rows = rows.map(|row| row.map(text).to_vec()).to_vec();
        notice.sections[0].blocks = vec![Block::Table { columns: ["Data", "What", "Who"].map(text).to_vec(), rows }];
        notice
    };
    let old = table([["Place", long, "the authority"], ["Fault", long, "a company"]]);
    let new = table([["Place", long, "a company"], ["Fault", long, "the authority"]]);
    assert_eq!(material(&old, &new), ["textExtended", "textExtended"]);
}

#[test]
fn no_name_comes_with_a_date_or_with_a_cell() {
    for (old, new) in [
        ("Last updated: 3 March 2026.", "Last updated: 7 June 2026."),
        ("Stand: 3. März 2026", "Stand: 7. Juni 2027"),
        ("最終更新：2026年3月1日", "最終更新：2026年5月9日"),
        (
            "Write to the Information Commissioner's Office by post.",
            "Write to the Information Commissioner's Office by letter.",
        ),
        ("Date of last update: 3 March 2026", "Date of last update: 7 June 2027"),
        ("Fecha de actualización: 3 de marzo de 2026", "Fecha de actualización: 7 de junio de 2027"),
        ("Version 2.0, effective 1 May 2026", "Version 2.1, effective 7 June 2026"),
        ("改定日：令和8年3月1日", "改定日：令和9年5月9日"),
        ("Last updated 3 MAR 2026", "Last updated 7 JUN 2026"),
        ("Lamp Ltd answers.", "Lamp Ltd's people answer."),
    ] {
        assert_eq!(material(&said(old), &said(new)), [""; 0], "{old} → {new}");
    }
    let row = |purpose: &str| {
        let mut notice = notice();
        let rows = vec![["Logs", purpose].map(text).to_vec()];
        notice.sections[0].blocks = vec![Block::Table { columns: ["Data", "Purpose"].map(text).to_vec(), rows }];
        notice
    };
    assert!(!material(&row("To prevent faults"), &row("For preventing faults")).contains(&"recipientAdded"));
    assert_eq!(material(&said("We ask them."), &said("We ask Acme Ads.")), ["recipientAdded"]);
}

#[test]
fn a_date_hides_no_other_number() {
    for (old, new) in [
        ("Effective 2026, we keep messages for 30 days.", "Effective 2026, we keep messages for 90 days."),
        ("Effective January 2026, the minimum age is 13.", "Effective January 2026, the minimum age is 16."),
        ("更新日から1年間保存します", "更新日から5年間保存します"),
        ("업데이트 후 1년 보관", "업데이트 후 5년 보관"),
        ("Effective March 2026: 5 partners receive it.", "Effective March 2026: 12 partners receive it."),
        ("Effective 2026, 13 is the minimum age.", "Effective 2026, 16 is the minimum age."),
    ] {
        assert_eq!(material(&said(old), &said(new)), ["textExtended"], "{old} → {new}");
    }
}

#[test]
fn other_words_for_the_same_bring_nothing() {
    for (old, new) in [
        ("We do not sell your data.", "However, we do not sell your data."),
        ("Vous pouvez demander accès et rectification.", "Vous pouvez demander l'accès et la rectification."),
        ("We store 100MB of photos.", "We store 100 MB of photos."),
        ("We do not sell your data.", "We do not sell your data to anyone."),
        ("我们不出售您的数据", "此外，我们不出售您的数据"),
        ("You can ask for access, rectification and erasure.", "You can ask for access, rectify and erase."),
        ("We delete your access logs.", "We remove your access logs."),
        ("Partners, e.g. banks, see it.", "Partners, i.e. banks, see it."),
        ("A 3rd party hosts it.", "A third party hosts it."),
        (
            "Messages are encrypted, and they are deleted after 30 days.",
            "Messages are encrypted. Messages are deleted after 30 days.",
        ),
        ("We delete it.", "We delete it, at any time."),
        ("A lista a nevét tartalmazza és tartalmaz képet.", "A lista a nevét és képet is tartalmazza."),
    ] {
        assert_eq!(material(&said(old), &said(new)), [""; 0], "{old} → {new}");
    }
    // Two sentences that become one still say for how long.
    let two = "Los mensajes se guardan 30 días. Las fotos se guardan 30 días.";
    assert_eq!(material(&said(two), &said("Los mensajes y las fotos se guardan 30 días.")), [""; 0]);
}

#[test]
fn names_stand_behind_elided_articles() {
    for (old, new) in [
        ("Nous utilisons des serveurs.", "Nous utilisons des serveurs d'Amazon."),
        ("Lo enviamos a ellos.", "Lo enviamos a la SEP."),
        ("Nous l'envoyons.", "Nous l'envoyons à L'Oréal."),
        ("We ask them.", "We ask O'Reilly."),
    ] {
        assert!(material(&said(old), &said(new)).contains(&"recipientAdded"), "{old} → {new}");
    }
    assert!(!material(&said("Vos données."), &said("L'Utilisateur lit vos données.")).contains(&"recipientAdded"));
}
