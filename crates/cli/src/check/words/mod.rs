//! The phrases by which the linter knows what a text is about, one file a language. They are written in normal form (lower
//! case, no Latin accents, no spaces in Chinese and Japanese) and in the language of [`Phrases`]; rules stand elsewhere.

mod ar;
mod en;
mod es;
mod id;
mod ja;
mod ko;
mod pt;
mod zh;

use super::phrase::Phrases;
use std::sync::LazyLock;

/// The phrases of one language, as written.
struct Written {
    spaced: bool,
    bounded: bool,
    policy: &'static [&'static str],
    refers: &'static [&'static str],
    controller: &'static [&'static str],
    contact: &'static [&'static str],
    recipients: &'static [&'static str],
    retention: &'static [&'static str],
    rights: &'static [&'static str],
    exercise: &'static [&'static str],
    complaint: &'static [&'static str],
    qualifiers: &'static [&'static str],
    open_ended: &'static [&'static str],
    empty_purposes: &'static [&'static str],
    improvement: &'static [&'static str],
}

/// The phrases of one language.
#[derive(Debug)]
pub(super) struct Words {
    /// Whether white space stands between words.
    pub(super) spaced: bool,
    /// Whether phrases begin and end where words do; not so where endings are glued to words.
    pub(super) bounded: bool,
    /// What another document is called that says the rest.
    pub(super) policy: Phrases,
    /// How a document says that it belongs to that one, or that that one says something.
    pub(super) refers: Phrases,
    /// Who decides.
    pub(super) controller: Phrases,
    /// How to reach them.
    pub(super) contact: Phrases,
    /// Who gets the data.
    pub(super) recipients: Phrases,
    /// How long it is kept.
    pub(super) retention: Phrases,
    /// Rights of the person.
    pub(super) rights: Phrases,
    /// Making use of them.
    pub(super) exercise: Phrases,
    /// The authority that hears complaints.
    pub(super) complaint: Phrases,
    /// "may", "sometimes": what leaves open whether something is done.
    pub(super) qualifiers: Phrases,
    /// "as long as necessary": periods that nobody can work out.
    pub(super) open_ended: Phrases,
    /// "improve your experience": purposes that say nothing.
    pub(super) empty_purposes: Phrases,
    /// Improving, developing and measuring a service.
    pub(super) improvement: Phrases,
}

impl Words {
    fn of(written: &Written) -> Self {
        Self {
            spaced: written.spaced,
            bounded: written.bounded,
            policy: Phrases::of(written.policy),
            refers: Phrases::of(written.refers),
            controller: Phrases::of(written.controller),
            contact: Phrases::of(written.contact),
            recipients: Phrases::of(written.recipients),
            retention: Phrases::of(written.retention),
            rights: Phrases::of(written.rights),
            exercise: Phrases::of(written.exercise),
            complaint: Phrases::of(written.complaint),
            qualifiers: Phrases::of(written.qualifiers),
            open_ended: Phrases::of(written.open_ended),
            empty_purposes: Phrases::of(written.empty_purposes),
            improvement: Phrases::of(written.improvement),
        }
    }
}

static ALL: LazyLock<[(&str, Words); 8]> = LazyLock::new(|| {
    [
        ("ar", Words::of(&ar::WORDS)),
        ("en", Words::of(&en::WORDS)),
        ("es", Words::of(&es::WORDS)),
        ("id", Words::of(&id::WORDS)),
        ("ja", Words::of(&ja::WORDS)),
        ("ko", Words::of(&ko::WORDS)),
        ("pt", Words::of(&pt::WORDS)),
        ("zh", Words::of(&zh::WORDS)),
    ]
});

/// The phrases of a locale's language, by its first subtag; none where the linter does not know it.
pub(super) fn words(locale: &str) -> Option<&'static Words> {
    let language = locale.split('-').next()?.to_ascii_lowercase();
    ALL.iter().find(|(known, _)| *known == language).map(|(_, words)| words)
}

#[cfg(test)]
mod tests {
    use super::super::{phrase::Phrases, seen::Seen};
    use super::*;

    fn found(locale: &str, of: impl Fn(&'static Words) -> &'static Phrases, text: &str) -> bool {
        let words = words(locale).unwrap();
        Seen::of(text, words.spaced, words.bounded).has(of(words), &(0..text.len()))
    }

    #[test]
    fn every_language_knows_a_vague_sentence_from_a_plain_one() {
        for (locale, vague, plain) in [
            ("en", "We may share it.", "You may ask us. From May 2022 on we share it."),
            ("pt-BR", "Os dados podem ser compartilhados.", "Você pode pedir os seus dados."),
            ("es", "Los datos pueden ser compartidos.", "Puede pedirnos sus datos."),
            ("id", "Kami dapat membagikan data.", "Anda dapat meminta data Anda."),
            ("ja", "データを共有する場合があります。", "データを共有します。"),
            ("ko", "데이터가 공유될 수 있습니다.", "이 기능은 어디서나 사용할 수 있습니다."),
            ("zh-CN", "我们可能共享这些数据。", "我们尽可能快地删除数据。"),
            ("ar", "قد نشارك هذه البيانات.", "نعالج البيانات لتنفيذ العقد."),
        ] {
            assert!(found(locale, |words| &words.qualifiers, vague), "{locale}: {vague}");
            assert!(!found(locale, |words| &words.qualifiers, plain), "{locale}: {plain}");
        }
    }

    #[test]
    fn every_language_knows_an_open_end() {
        for (locale, open, closed) in [
            ("en", "We keep it for as long as necessary.", "We keep it as long as you use the service."),
            ("pt-BR", "Guardamos pelo tempo necessário.", "Guardamos enquanto você usa o serviço."),
            ("es", "Los guardamos durante el tiempo necesario.", "Los guardamos mientras usa el servicio."),
            ("id", "Kami menyimpannya selama diperlukan.", "Kami menyimpannya selama 7 hari."),
            ("ja", "必要な期間、保存します。", "7日間保存します。"),
            ("ko", "필요한 기간 동안 보관합니다.", "7일 동안 보관합니다."),
            ("zh-CN", "我们在必要的期限内保留。", "我们保留7天。"),
            ("ar", "نحتفظ بها للمدة اللازمة.", "نحتفظ بها لمدة 7 أيام."),
        ] {
            assert!(found(locale, |words| &words.open_ended, open), "{locale}: {open}");
            assert!(!found(locale, |words| &words.open_ended, closed), "{locale}: {closed}");
        }
    }

    #[test]
    fn every_language_knows_an_empty_purpose_and_an_improvement() {
        for (locale, empty, plain) in [
            ("en", "to improve your experience", "to deliver messages in custom fields"),
            ("pt-BR", "para melhorar sua experiência", "para entregar mensagens em campos personalizados"),
            ("es", "para mejorar su experiencia", "para entregar mensajes en campos personalizados"),
            ("id", "untuk meningkatkan pengalaman Anda", "untuk mengirimkan pesan"),
            ("ja", "お客様の体験を向上させるため", "メッセージを届けるため"),
            ("ko", "사용자 경험을 개선하기 위해", "메시지를 전달하기 위해"),
            ("zh-CN", "用于改善您的使用体验", "用于递送消息"),
            ("ar", "من أجل تحسين تجربة المستخدم", "من أجل تسليم الرسائل"),
        ] {
            assert!(found(locale, |words| &words.empty_purposes, empty), "{locale}: {empty}");
            assert!(found(locale, |words| &words.improvement, empty), "{locale}: {empty}");
            assert!(!found(locale, |words| &words.empty_purposes, plain), "{locale}: {plain}");
            assert!(!found(locale, |words| &words.improvement, plain), "{locale}: {plain}");
        }
    }
}
