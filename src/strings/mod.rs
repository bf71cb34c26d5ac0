//! The words of the widget itself: one file a locale. A locale that lacks a word does not compile.

mod ar;
mod en;
mod es;
mod id;
mod ja;
mod ko;
mod pt_br;
mod zh_cn;

use ciente_notice::{Basis, direction};

/// All words of one locale. `{}` stands for the one value that a text takes.
#[derive(Debug, PartialEq, Eq)]
pub struct Strings {
    /// BCP 47 tag of the language these words are in.
    pub locale: &'static str,
    /// Button: the user takes note.
    pub acknowledge: &'static str,
    /// Button: the user does not, and is signed out.
    pub decline: &'static str,
    /// Button that removes a status message.
    pub dismiss: &'static str,
    /// Before the version's label.
    pub version: &'static str,
    /// `{}` is a date.
    pub effective_from: &'static str,
    /// Name of the data-use table.
    pub data_uses: &'static str,
    /// Name of the retention table.
    pub retention: &'static str,
    /// A rule "as long as the service is used", without a period after it.
    pub while_used: &'static str,
    /// The same with the period after the end in which it is deleted; `{}` is that period.
    pub while_used_then: &'static str,
    /// In place of a rule's words, where it has none.
    pub unspecified: &'static str,
    /// In place of words that are too long for where they should stand.
    pub see_text: &'static str,
    /// Heading of the first screen.
    pub essence: &'static str,
    /// Before the classes of legal basis.
    pub legal_basis: &'static str,
    /// Before the services that the data goes to.
    pub services: &'static str,
    /// Before who decides why and how the data is used.
    pub controller: &'static str,
    /// Before where to ask about the data.
    pub contact: &'static str,
    /// Name of the list of sections.
    pub contents: &'static str,
    /// Label of the field that filters the data-use table.
    pub filter: &'static str,
    /// Beside that field; the first `{}` is how many rows are left, the second how many there are. It needs no plural.
    pub rows_shown: &'static str,
    /// What unfolds a long list, and folds it again; `{}` is how many more there are. It needs no plural.
    pub more_items: &'static str,
    /// The classes of legal basis in the order of [`Basis::ALL`].
    pub bases: [&'static str; 6],
    /// Heading of what changed; `{}` is the label of the version that the reader acknowledged.
    pub changes_since: &'static str,
    /// To whoever is asked again though all is as it was.
    pub changes_none: &'static str,
    /// How many changes only reword, `{}`. It needs no plural.
    pub changes_reworded: &'static str,
    /// Mark of a row that says something new.
    pub changed: &'static str,
    /// What kinds of change are called.
    pub changes: ChangeWords,
    /// The language's name in itself.
    pub name: &'static str,
    /// Name of the choice of language.
    pub language: &'static str,
    /// Status: the language chosen cannot be had.
    pub locale_missed: &'static str,
    /// Button: prints the notice.
    pub print: &'static str,
    /// Button: downloads the receipt.
    pub receipt: &'static str,
    /// Heading of what the reader acknowledged.
    pub yours: &'static str,
    /// Before when they did.
    pub date: &'static str,
    /// Before whether the endpoint has it.
    pub state: &'static str,
    /// In place of all that, for whoever did not.
    pub not_yet: &'static str,
    /// Beside that, where the text is a newer version; `{}` is its label.
    pub newer: &'static str,
    /// What became of an acknowledgement of that earlier version: the endpoint has it.
    pub recorded_earlier: &'static str,
    /// In place of both while, or because, the endpoint does not say.
    pub unsaid: &'static str,
    /// Status: being written to the device.
    pub saving: &'static str,
    /// Status: on its way.
    pub sending: &'static str,
    /// Status: the user has acknowledged before, mostly in another tab.
    pub elsewhere: &'static str,
    /// Status: the endpoint has it.
    pub recorded: &'static str,
    /// Status: in the outbox on the device.
    pub pending: &'static str,
    /// Status: in this page's memory only.
    pub pending_in_memory: &'static str,
    /// Status: not recorded and not kept; the button is there for another try.
    pub failed: &'static str,
    /// Status: refused for good.
    pub rejected: &'static str,
    /// Status: the notice has changed, the current one is being fetched.
    pub reloading: &'static str,
    /// Status: the notice on the screen is newer than the one just acknowledged.
    pub replaced: &'static str,
}

/// What changed, in few words.
#[derive(Debug, PartialEq, Eq)]
pub struct ChangeWords {
    /// A kind of data more.
    pub data_use: &'static str,
    /// An item more.
    pub item: &'static str,
    /// A use more, or one that goes further.
    pub purpose: &'static str,
    /// One more who gets the data.
    pub recipient: &'static str,
    /// More in the text.
    pub text: &'static str,
    /// Whatever is gone.
    pub removed: &'static str,
    /// A longer period.
    pub longer: &'static str,
    /// Something else in place of a period.
    pub criterion: &'static str,
    /// A shorter period.
    pub shorter: &'static str,
    /// A period in place of something else.
    pub period: &'static str,
    /// Somebody else who decides.
    pub controller: &'static str,
    /// Another class of legal basis.
    pub basis: &'static str,
    /// A link that leads elsewhere.
    pub link: &'static str,
    /// Other words.
    pub reworded: &'static str,
}

impl ChangeWords {
    /// All of them.
    pub const fn all(&self) -> [&'static str; 14] {
        // A member that is forgotten here does not compile.
        let Self {
            data_use,
            item,
            purpose,
            recipient,
            text,
            removed,
            longer,
            criterion,
            shorter,
            period,
            controller,
            basis,
            link,
            reworded,
        } = *self;
        [
            data_use, item, purpose, recipient, text, removed, longer, criterion, shorter, period, controller, basis,
            link, reworded,
        ]
    }
}

impl Strings {
    /// What stands between a name and what is said of it.
    pub fn colon(&self) -> &'static str {
        // As wide as the letters around it.
        if matches!(self.locale, "ja" | "zh-CN") { "：" } else { ": " }
    }

    /// A class of legal basis in a few words.
    pub fn basis(&self, basis: Basis) -> &'static str {
        let [contract, legal_obligation, vital_interests, public_task, legitimate_interests, consent] = self.bases;
        match basis {
            Basis::Contract => contract,
            Basis::LegalObligation => legal_obligation,
            Basis::VitalInterests => vital_interests,
            Basis::PublicTask => public_task,
            Basis::LegitimateInterests => legitimate_interests,
            Basis::Consent => consent,
        }
    }
}

/// Every locale, the one to fall back to first.
pub static ALL: [&Strings; 8] = [
    &en::STRINGS,
    &ar::STRINGS,
    &es::STRINGS,
    &id::STRINGS,
    &ja::STRINGS,
    &ko::STRINGS,
    &pt_br::STRINGS,
    &zh_cn::STRINGS,
];

/// The language of a tag, in small letters.
fn language(tag: &str) -> String {
    tag.split('-').next().unwrap_or_default().to_ascii_lowercase()
}

/// The words for a locale: the same tag, else the same language, else English.
pub fn for_locale(locale: &str) -> &'static Strings {
    let same_tag = ALL.iter().find(|strings| strings.locale.eq_ignore_ascii_case(locale));
    let same_language = || ALL.iter().find(|strings| language(strings.locale) == language(locale));
    same_tag.or_else(same_language).unwrap_or(&ALL[0])
}

/// Whether a locale is Chinese in traditional characters, by its script or where these are used.
fn is_traditional(locale: &str) -> bool {
    let says = |wanted: [&str; 4]| locale.split('-').any(|tag| wanted.iter().any(|own| own.eq_ignore_ascii_case(tag)));
    language(locale) == "zh" && says(["Hant", "TW", "HK", "MO"]) && !says(["Hans"; 4])
}

/// The language and direction of the words for a locale, where they are in another language than that, or written in other
/// characters. A regional form is read aloud by the same voice.
pub fn borrowed(locale: &str) -> Option<(&'static str, &'static str)> {
    let words = for_locale(locale).locale;
    let is_other = language(words) != language(locale) || is_traditional(words) != is_traditional(locale);
    is_other.then(|| (words, direction(words)))
}

/// What a locale is called in itself; its tag where these words are not in it.
pub fn name(locale: &str) -> &str {
    ALL.iter().find(|strings| strings.locale.eq_ignore_ascii_case(locale)).map_or(locale, |strings| strings.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_falls_back_to_its_language_then_to_english() {
        for (asked, found) in
            [("pt-BR", "pt-BR"), ("pt-PT", "pt-BR"), ("PT", "pt-BR"), ("zh-TW", "zh-CN"), ("de", "en"), ("", "en")]
        {
            assert_eq!(for_locale(asked).locale, found, "{asked}");
        }
    }

    #[test]
    fn words_of_another_language_or_script_say_which() {
        for locale in ["en", "EN-gb", "es-419", "pt-PT", "ar-EG", "zh", "zh-SG", "zh-Hans-TW"] {
            assert_eq!(borrowed(locale), None, "{locale}");
        }
        for (locale, words) in
            [("zh-TW", "zh-CN"), ("zh-hant", "zh-CN"), ("zh-HK", "zh-CN"), ("de", "en"), ("fil", "en"), ("ps", "en")]
        {
            assert_eq!(borrowed(locale), Some((words, "ltr")), "{locale}");
        }
    }

    #[test]
    fn every_text_says_something_and_takes_the_value_it_is_given() {
        for strings in ALL {
            let Strings {
                locale: _,
                acknowledge,
                decline,
                dismiss,
                version,
                effective_from,
                data_uses,
                retention,
                while_used,
                while_used_then,
                unspecified,
                see_text,
                essence,
                legal_basis,
                services,
                controller,
                contact,
                contents,
                filter,
                rows_shown,
                more_items,
                bases,
                changes_since,
                changes_none,
                changes_reworded,
                changed,
                changes,
                name,
                language,
                locale_missed,
                print,
                receipt,
                yours,
                date,
                state,
                not_yet,
                unsaid,
                newer,
                recorded_earlier,
                saving,
                sending,
                elsewhere,
                recorded,
                pending,
                pending_in_memory,
                failed,
                rejected,
                reloading,
                replaced,
            } = strings;
            for with_value in [effective_from, while_used_then, more_items, changes_since, changes_reworded, newer] {
                assert_eq!(with_value.matches("{}").count(), 1, "{}: {with_value}", strings.locale);
            }
            assert_eq!(rows_shown.matches("{}").count(), 2, "{}: {rows_shown}", strings.locale);
            let plain = [
                acknowledge,
                decline,
                dismiss,
                version,
                data_uses,
                retention,
                while_used,
                unspecified,
                see_text,
                essence,
                legal_basis,
                services,
                controller,
                contact,
                contents,
                filter,
                changes_none,
                changed,
                name,
                language,
                locale_missed,
                print,
                receipt,
                yours,
                date,
                state,
                not_yet,
                unsaid,
                recorded_earlier,
                saving,
                sending,
                elsewhere,
                recorded,
                pending,
                pending_in_memory,
                failed,
                rejected,
                reloading,
                replaced,
            ];
            for text in plain.into_iter().chain(bases).copied().chain(changes.all()) {
                assert!(!text.trim().is_empty() && !text.contains('{'), "{}: {text}", strings.locale);
            }
        }
    }

    #[test]
    fn acknowledging_is_never_called_consenting() {
        let words = [
            "consent",
            "agree",
            "accept",
            "aceit",
            "concord",
            "consient",
            "acept",
            "setuju",
            "同意",
            "동의",
            "أوافق",
            "موافق",
        ];
        for strings in ALL {
            // The legal basis of that name is another thing.
            let own = strings.bases.map(str::to_lowercase);
            let all = own.iter().fold(format!("{strings:?}").to_lowercase(), |all, basis| all.replace(basis, ""));
            for word in words {
                assert!(!all.contains(word), "{}: {word}", strings.locale);
            }
        }
    }
}
