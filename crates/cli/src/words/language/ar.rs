//! Arabic: legal bases. Its retention sentences are not understood yet, so they stay unspecified.

use crate::words::{Language, Unit};
use ciente_notice::Basis;

pub(super) const ARABIC: Language = Language {
    spaced: true,
    numbers: &[],
    units: &[
        ("يوم", Unit::Day),
        ("يوما", Unit::Day),
        ("أيام", Unit::Day),
        ("أسابيع", Unit::Week),
        ("أشهر", Unit::Month),
        ("شهرا", Unit::Month),
        ("سنوات", Unit::Year),
        ("سنة", Unit::Year),
    ],
    fixed: &[],
    while_used: &[],
    bases: &[
        (Basis::Contract, &["تنفيذ العقد", "لتنفيذ العقد", "تنفيذ عقد", "لتنفيذ عقد"]),
        (Basis::LegalObligation, &["التزام قانوني", "الالتزام القانوني"]),
        (Basis::VitalInterests, &["المصالح الحيوية"]),
        (Basis::PublicTask, &["المصلحة العامة"]),
        (Basis::LegitimateInterests, &["المصالح المشروعة", "مصلحة مشروعة", "المصلحة المشروعة"]),
        (Basis::Consent, &["الموافقة", "موافقتك"]),
    ],
    negations: &[" لا ", " ليس ", " غير ", " دون "],
};
