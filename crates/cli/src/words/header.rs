//! What a column's header makes of the cells below it. Headers may be in another language than the text, so the words of all
//! languages stand together, in normal form.

use super::pattern::{normal, words};

/// Words of keeping and of spans of time: what a column of retention periods is called.
const KEEPING: &[&str] = &[
    // English, Portuguese, Spanish
    "retention",
    "retain",
    "retained",
    "keep",
    "keeping",
    "kept",
    "storage",
    "store",
    "stored",
    "period",
    "periods",
    "duration",
    "long",
    "retencao",
    "prazo",
    "prazos",
    "periodo",
    "periodos",
    "duracao",
    "armazenamento",
    "armazenado",
    "armazenados",
    "armazenada",
    "armazenadas",
    "armazenamos",
    "conservacao",
    "guarda",
    "guardamos",
    "retencion",
    "plazo",
    "plazos",
    "duracion",
    "almacenamiento",
    "conservacion",
    "conservamos",
    "guardados",
    "almacenados",
    // German, French, Italian: their periods are not understood, but their tables are told apart
    "aufbewahrung",
    "aufbewahrungsdauer",
    "aufbewahrungsfrist",
    "speicherdauer",
    "speicherfrist",
    "speicherung",
    "loschfrist",
    "dauer",
    "frist",
    "conservation",
    "duree",
    "delai",
    "conservazione",
    "durata",
    // Indonesian, Arabic, Korean
    "retensi",
    "penyimpanan",
    "masa",
    "simpan",
    "disimpan",
    "jangka",
    "periode",
    "lama",
    "الاحتفاظ",
    "احتفاظ",
    "مدة",
    "فترة",
    "التخزين",
    "تخزين",
    "الحفظ",
    "보관",
    "보유",
    "보존",
    "기간",
    "보관기간",
    "보유기간",
    "보존기간",
];

/// The same where words are not set apart by spaces.
const KEEPING_PARTS: &[&str] =
    &["保存", "保持", "保管", "保有", "保留", "留存", "存储", "儲存", "期間", "期限", "期间", "时间", "時間", "时长"];

/// What may stand beside them without changing what they say.
const FILLERS: &[&str] = &[
    "the",
    "of",
    "for",
    "how",
    "is",
    "are",
    "it",
    "we",
    "do",
    "your",
    "this",
    "personal",
    "data",
    "information",
    "policy",
    "policies",
    "rule",
    "rules",
    "time",
    "length",
    "schedule",
    "politica",
    "politicas",
    "regra",
    "regras",
    "regla",
    "reglas",
    "de",
    "do",
    "da",
    "dos",
    "das",
    "del",
    "la",
    "el",
    "los",
    "las",
    "o",
    "a",
    "os",
    "as",
    "e",
    "y",
    "and",
    "por",
    "quanto",
    "cuanto",
    "tempo",
    "tiempo",
    "dados",
    "datos",
    "seus",
    "sus",
    "pessoais",
    "personales",
    "informacao",
    "informacoes",
    "informacion",
    "kebijakan",
    "waktu",
    "data",
    "anda",
    "berapa",
    "aturan",
    "سياسة",
    "البيانات",
    "بيانات",
    "정책",
    "방침",
    "규정",
    "데이터",
    "정보",
    "개인정보",
];

const FILLER_PARTS: &[&str] =
    &["政策", "方針", "ポリシー", "規則", "规则", "データ", "数据", "の", "的", "个人", "個人", "情報", "信息"];

/// Words that a column of legal bases is called by.
const BASES: &[&str] = &[
    "legal",
    "lawful",
    "basis",
    "bases",
    "ground",
    "grounds",
    "base",
    "juridica",
    "juridico",
    "fundamento",
    "fundamentos",
    "dasar",
    "hukum",
    "القانوني",
    "الأساس",
    "أساس",
    "القانونية",
    "법적",
    "근거",
    "rechtsgrundlage",
    "rechtsgrundlagen",
    "fondement",
    "legale",
    "juridique",
    "juridiques",
    "giuridica",
];

const BASES_PARTS: &[&str] = &["根拠", "依据", "依據", "法的", "法律"];

/// Whether a header may say that the periods below it are something else than periods of storage: bounds, or what begins with
/// an event. Those that it is certain of are few; a wrong duration is worse than none.
pub(super) fn qualifies(header: &str) -> bool {
    !words(header).iter().all(|word| {
        let is_known = |list: &[&str]| list.contains(&word.as_str());
        is_known(KEEPING) || is_known(FILLERS) || is_made_of(word, &[KEEPING_PARTS, FILLER_PARTS])
    })
}

/// Words that make periods bounds, or let them begin with an event, where they stand around a table: in its heading, its
/// caption, or above its first column. Such texts are whole sentences, so that not every word of them can be known.
const BOUNDS: &[&str] = &[
    // English
    "maximum",
    "max",
    "minimum",
    "min",
    "after",
    "following",
    "since",
    "once",
    "upon",
    "until",
    "till",
    "closed",
    "closure",
    "close",
    "closing",
    "terminated",
    "termination",
    "inactive",
    "inactivity",
    "dormant",
    "expired",
    "expiry",
    "ended",
    "ends",
    "end",
    "former",
    "cancelled",
    "canceled",
    "leave",
    "limit",
    "limits",
    "upper",
    "exceed",
    "exceeding",
    "average",
    "typical",
    "approximate",
    // Portuguese, Spanish
    "apos",
    "depois",
    "despues",
    "tras",
    "desde",
    "ate",
    "hasta",
    "maximo",
    "maximos",
    "maxima",
    "maximas",
    "minimo",
    "minimos",
    "minima",
    "minimas",
    "limite",
    "limites",
    "encerramento",
    "encerrada",
    "encerradas",
    "encerrar",
    "termino",
    "rescisao",
    "cancelamento",
    "inativas",
    "inativos",
    "cierre",
    "cerrada",
    "cerradas",
    "cerrar",
    "terminacion",
    "finalizacion",
    "inactivas",
    "inactivos",
    // Indonesian, Arabic
    "setelah",
    "sesudah",
    "sejak",
    "hingga",
    "sampai",
    "maksimum",
    "maksimal",
    "minimal",
    "penutupan",
    "ditutup",
    "berakhir",
    "berakhirnya",
    "penghentian",
    "batas",
    "بعد",
    "منذ",
    "حتى",
    "أقصى",
    "الأقصى",
    "القصوى",
    "أدنى",
    "الأدنى",
    "إغلاق",
    "الإغلاق",
    "مغلقة",
    "المغلقة",
    "إنهاء",
    "انتهاء",
    "تتجاوز",
];

/// The same in several words, or where words are not set apart by spaces.
const BOUNDS_PARTS: &[&str] = &[
    "up to",
    "at most",
    "at least",
    "no longer than",
    "not longer than",
    "deleted account",
    "no mas de",
    "no maximo",
    "al menos",
    "ao menos",
    "pelo menos",
    "fim do",
    "fim da",
    "fin de",
    "fin del",
    "tidak aktif",
    "tidak lebih",
    "最大",
    "最長",
    "最长",
    "最短",
    "最多",
    "最少",
    "至少",
    "上限",
    "下限",
    "以内",
    "以降",
    "不超过",
    "不超過",
    "退会",
    "解約",
    "終了",
    "閉鎖",
    "休眠",
    "の後",
    "した後",
    "まで",
    "注销",
    "註銷",
    "终止",
    "終止",
    "关闭",
    "關閉",
    "停用",
    "之后",
    "之後",
    "以后",
    "以後",
    "后的",
    "後的",
    "최대",
    "최소",
    "최장",
    "이내",
    "상한",
    "탈퇴",
    "해지",
    "종료",
    "휴면",
    "까지",
    "이후",
    "한 후",
    "된 후",
];

/// Questions that are asked of every period, and bound none.
const PLAIN_QUESTIONS: &[&str] =
    &["until when", "ate quando", "hasta cuando", "sampai kapan", "حتى متى", "いつまで", "언제까지"];

/// Whether what stands around a table may say that its periods are bounds, or begin with an event.
pub(crate) fn bounds(text: &str) -> bool {
    let text = PLAIN_QUESTIONS.iter().fold(normal(text, true), |text, question| text.replace(question, " "));
    speaks_of(&text, BOUNDS, &[]) || BOUNDS_PARTS.iter().any(|part| text.contains(part))
}

/// Whether a heading is about keeping and nothing else: "3. How long we keep your data".
pub(crate) fn is_all_about_keeping(heading: &str) -> bool {
    let heading: String = heading.chars().filter(|c| !c.is_numeric()).collect();
    is_about_keeping(&heading) && !qualifies(&heading)
}

/// Whether a header speaks of keeping, or of a span of time.
pub(crate) fn is_about_keeping(header: &str) -> bool {
    speaks_of(header, KEEPING, KEEPING_PARTS)
}

/// Whether a header speaks of legal bases.
pub(crate) fn is_about_bases(header: &str) -> bool {
    speaks_of(header, BASES, BASES_PARTS)
}

fn speaks_of(header: &str, list: &[&str], parts: &[&str]) -> bool {
    let text = normal(header, false);
    words(header).iter().any(|word| list.contains(&word.as_str())) || parts.iter().any(|part| text.contains(part))
}

/// Whether nothing is left of a word without these parts.
fn is_made_of(word: &str, parts: &[&[&str]]) -> bool {
    parts.iter().copied().flatten().fold(word.to_owned(), |rest, part| rest.replace(part, "")).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_events_and_what_is_not_known_qualify() {
        for header in [
            "Maximum retention period",
            "Retention after closure",
            "No longer than",
            "Not exceeding",
            "Limit",
            "Average period",
            "Business days",
            "Retention once your account is closed",
            "Since last use",
            "Prazo máximo",
            "Prazo limite",
            "No más de",
            "Desde o encerramento da conta",
            "最大保存期間",
            "上限",
            "退会後",
            "注销后",
            "최대 보관 기간",
            "탈퇴 후",
            "الحد الأقصى للحفظ",
            "مدة لا تتجاوز",
            "Tidak lebih dari",
        ] {
            assert!(qualifies(header), "{header}");
        }
        for header in [
            "Retention Policy",
            "Retention Period",
            "How long we keep it",
            "Kept",
            "Política de retenção",
            "Prazo",
            "Por quanto tempo",
            "Plazo de conservación",
            "Masa simpan",
            "مدة الاحتفاظ",
            "保存方針",
            "보존 정책",
            "보관 기간",
            "留存政策",
            "保留 政策",
            "",
        ] {
            assert!(!qualifies(header), "{header}");
        }
    }

    #[test]
    fn what_stands_around_a_table_may_bound_its_periods() {
        for text in [
            "How long we keep data after you close your account",
            "Data of closed accounts",
            "Maximum periods, counted from the end of the contract",
            "Após o encerramento da conta",
            "Plazos máximos",
            "Setelah akun ditutup",
            "退会後の保存期間",
            "账户注销后的数据",
            "탈퇴한 회원의 정보",
            "بعد إغلاق الحساب",
        ] {
            assert!(bounds(text), "{text}");
        }
        for text in [
            "3. How long we keep your data",
            "Retention and deletion",
            "Até quando guardamos seus dados",
            "いつまで保存しますか",
            "个人信息的保存期限",
            "Personal data",
            "보관 기간 및 파기",
        ] {
            assert!(!bounds(text), "{text}");
        }
        for (text, expected) in
            [("3. How long we keep it", true), ("Retention", true), ("What we store and who gets it", false)]
        {
            assert_eq!(is_all_about_keeping(text), expected, "{text}");
        }
    }

    #[test]
    fn headers_say_what_their_column_is_for() {
        for (header, keeping, bases) in [
            ("How long we keep it", true, false),
            ("Our answer", false, false),
            ("Legal basis", false, true),
            ("BASE JURÍDICA", false, true),
            ("法的 根拠", false, true),
            ("Lifetime", false, false),
        ] {
            assert_eq!((is_about_keeping(header), is_about_bases(header)), (keeping, bases), "{header}");
        }
    }
}
