//! Arabic. A number stands before its unit in brackets here, whose dual says it once more: (2) and "two days".

use crate::words::{Language, Unit};
use ciente_notice::Basis;

pub(super) const ARABIC: Language = Language {
    spaced: true,
    numbers: &[],
    units: &[
        ("يوم", Unit::Day),
        ("يوما", Unit::Day),
        ("يومين", Unit::Day),
        ("أيام", Unit::Day),
        ("أسابيع", Unit::Week),
        ("شهرين", Unit::Month),
        ("أشهر", Unit::Month),
        ("شهرا", Unit::Month),
        ("سنوات", Unit::Year),
        ("سنة", Unit::Year),
    ],
    fixed: &["نحتفظ بهذه البيانات لمدة {}", "تحفظ هذه البيانات لمدة {}"],
    while_used: &[
        "نحتفظ بهذه البيانات ما دمت تستخدم الميزة",
        "نحتفظ بهذه البيانات ما دمت تستخدم الميزة، ونحذفها بعد {} من انتهاء استخدامك لها",
    ],
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
