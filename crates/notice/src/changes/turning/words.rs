//! The words that turn a text, folded: those that spaces set apart, and in scripts that set none apart reliably, what is looked
//! for within.

use super::super::similar::words;
use std::{collections::BTreeSet, sync::LazyLock};

/// Words of one meaning.
pub(super) struct List {
    words: LazyLock<BTreeSet<&'static str>>,
    parts: &'static [&'static str],
}

impl List {
    /// Whether it has a word that spaces set apart.
    pub(super) fn has(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    /// How often a folded text says one of them.
    pub(super) fn count(&self, text: &str) -> usize {
        let parts = self.parts.iter().map(|part| text.matches(part).count()).sum::<usize>();
        words(text).into_iter().filter(|word| self.has(word)).count() + parts
    }

    /// All of them.
    #[cfg(test)]
    pub(super) fn all(&self) -> (Vec<&'static str>, &'static [&'static str]) {
        (self.words.iter().copied().collect(), self.parts)
    }
}

macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident = $words:literal, [$($part:literal),* $(,)?];)+) => {
        $($(#[$doc])*
        pub(super) static $name: List =
            List { words: LazyLock::new(|| $words.split_ascii_whitespace().collect()), parts: &[$($part),*] };)+

        /// Every list, by its name.
        #[cfg(test)]
        pub(super) static LISTS: &[(&str, &List)] = &[$((stringify!($name), &$name)),+];
    };
}

lists! {
    /// Words that deny or except.
    NEGATIONS = "
        not no never cannot without nor neither none nothing nobody dont doesnt didnt wont isnt arent
        wasnt werent cant couldnt shouldnt wouldnt mustnt havent hasnt except unless nao nunca jamais
        sem nem nenhum nenhuma ninguem nada exceto salvo sin jamas ni ningun ninguno ninguna nadie
        tampoco excepto tidak tak bukan belum tanpa jangan kecuali لا لن لم ليس ليست غير بدون دون سوى
        إلا לא ללא אין אף nicht nichts kein keine keinen keiner keinem keines nie niemals niemand ohne
        außer niet niets geen nooit zonder behalve inte aldrig ingen inga inget utan ikke aldri uten
        uden ne pas aucun aucune rien personne sans sauf non mai nessun nessuno nessuna niente senza
        tranne bez nigdy nikt zaden zadna zadne zadnych nikdy nikdo zadny не нет ни без никогда никто
        ничего кроме ні ніколи ніхто degil hicbir asla नही नहीं बिना khong chua chẳng dừng olmadan
        olmaksizin yok degildir איננו אינם אינו אינה אינן בלי न मत नहि δεν δε μην χωρίς κανένας ikkje ej
        ei eivat emme ette ilman nelze nesmi krome nincs nincsenek nelkul soha nu niciun nicio fara
        niciodata немає окрім ані нельзя нікому никому nikomu wcale oprocz
    ", ["않", "아니", "없", "못", "ない", "ません", "なく", "せず", "ずに", "不", "未", "无", "無", "没", "非", "拒", "ไม่", "มิได้", "มิให้", "ห้าม"];

    /// Words that restrict: what they stand in goes further without them.
    RESTRICTIONS = "
        only solely exclusively merely permission consent nur lediglich ausschließlich einwilligung
        erlaubnis zustimmung seulement uniquement exclusivement autorisation consentement solo solamente
        unicamente exclusivamente permiso consentimiento somente apenas permissao consentimento soltanto
        permesso consenso alleen slechts uitsluitend toestemming hanya izin persetujuan فقط بإذنك
        بموافقتك موافقتك только лишь исключительно согласия лише тільки tylko wylacznie jedynie zgody
        pouze jen endast enbart samtycke kun bare samtykke vain ainoastaan csak doar numai μόνο yalnizca
        sadece izninizle chỉ केवल सिर्फ רק בלבד
    ", ["のみ", "だけ", "に限", "同意", "許可", "仅", "僅", "只", "许可", "에만", "에게만", "에서만", "한해", "동의", "허락", "เท่านั้น", "ยินยอม", "อนุญาต"];

    /// Numbers in words, in the languages of the command, but for one, which is an article and more.
    NUMBERS = "
        two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred
        thousand dois duas tres quatro cinco seis sete oito nove dez doze treze quatorze quinze vinte
        trinta quarenta cinquenta sessenta setenta oitenta noventa cem dos cuatro siete ocho nueve diez
        once doce trece catorce quince veinte treinta cuarenta cincuenta sesenta ochenta cien dua tiga
        empat lima enam tujuh delapan sembilan sepuluh sebelas belas puluh seratus ratus zwei drei vier
        funf sechs sieben acht neun zehn zwolf zwanzig dreißig vierzig funfzig sechzig siebzig achtzig
        neunzig hundert deux trois quatre cinq sept huit dix douze vingt trente ثلاثة ثلاثين أربعة
        أربعين خمسة خمسين ستة ستين سبعة سبعين ثمانية ثمانين تسعة تسعين عشرة عشرين مئة مائة quarante
        cinquante soixante tre quattro cinque sette otto dieci dodici quindici venti trenta quaranta
        cinquanta sessanta settanta ottanta novanta cento
    ", [];

    /// Words that make what is said depend on something: without them it holds always.
    CONDITIONS = "
        if provided falls sofern jika apabila إذا
    ", ["場合", "ならば", "如果", "若您", "경우"];

    /// Other words that bind what is said: to a time, a request, a part of what could be meant.
    LIMITS = "
        after before until upon soon request requested that which who whom se si caso cuando quando lorsque des apres
        despues apos depois ate hasta mediante nach bis nachdem wo que qui setelah hingga bahwa yang accord autorizacao autorizacion بعد
        حتى التي الذي
    ", [];

    /// Words by which a denial leaves something out, or is none.
    EXCEPTIONS = "
        except unless save excluding more hesitate exceto salvo excepto hesite hesiten dude duden kecuali سوى إلا außer zogern sauf
        hesitez behalve tranne esitare oprocz кроме окрім
    ", ["除", "제외", "遠慮", "주저", "犹豫"];

    /// Words by which what is promised holds for most of the time only.
    HEDGES = "
        usually generally typically normally normalmente geralmente habitualmente generalmente solitamente habitualmente usualmente
        normalerweise ublicherweise grundsatzlich generellement normalement habituellement biasanya umumnya عادة
        gewoonlijk doorgaans meestal zazwyczaj zwykle genellikle обычно зазвичай
    ", ["in general", "as a rule", "at our discretion", "a nosso criterio", "a nuestra discrecion", "a notre discretion", "nach unserem ermessen", "em geral", "por lo general", "di solito", "in der regel", "как правило", "通常", "一般に", "原則", "原则", "보통", "일반적으로", "원칙적으로"];

    /// Words that may stand in the place of those by style.
    OCCASIONS = "
        when where whenever once while wenn wann sobald bila ketika saat عندما حين
    ", ["とき", "時に", "际", "때"];

    /// Words for selling: what was done without is another thing with it.
    SALES = "
        sell sells sold selling vender vendemos vende vendem vendidos vendidas menjual dijual verkaufen
        verkauft vendre vendons vendu vendus vendere vendiamo venduti نبيع بيع تباع يباع
    ", ["販売", "売却", "出售", "售卖", "贩卖", "판매", "매각"];

    /// Words of Turkish and Azerbaijani, which deny within words.
    TURKISH = "
        ve veya icin ile olarak sizin sizi biz kisisel verileriniz verilerinizi verileri verinizi mesajlarinizi mesajlariniz bilgileriniz
    ", [];

    /// Words of texts that cite a law, and names of laws.
    CITING = "
        art article articles articulo artigo articolo artikel abs lit litt letra lettera alinea buchst buchstabe point points punto
        pasal huruf gdpr dsgvo rgpd lgpd avg rodo المادة
    ", [];

    /// Words of a line that says when a text was changed, or from when on it holds.
    DATED = "
        updated update effective revised modified changed version dated atualizado atualizada
        atualizacao vigente vigor vigencia actualizado actualizada actualizacion modificado stand gultig
        aktualisiert jour modification aggiornato aggiornamento bijgewerkt diperbarui berlaku
        aktualizacja uppdaterad oppdatert opdateret published publication reviewed edited valid force issued issue date datum fassung
        anderung geandert aktualisierung publicado publicada publicacion publicacao revisao revision revisada modificacion vigueur publie
        publiee pembaruan ditinjau tanggal ucinnost aktualizovano guncelleme guncellendi обновление обновлено редакция wijziging gewijzigd
    ", ["as of", "更新", "施行", "制定", "改定", "改訂", "改正", "適用", "生效", "发布", "發布", "公布", "修订", "修訂", "시행", "개정", "수정", "적용", "공고", "업데이트", "تحديث", "السريان", "سارية"];

    /// Days of the week and what stands with the time of a day.
    CLOCK = "
        monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag segunda terca
        quarta quinta sexta sabado domingo feira lunes martes miercoles jueves viernes lundi mardi mercredi jeudi vendredi samedi dimanche
        senin selasa rabu kamis jumat sabtu minggu at um kl utc gmt cet cest est edt pst pdt brt jst kst am pm
    ", [];

    /// Names of months, in languages that write them out.
    MONTHS_BY_NAME = "
        january february march april may june july august september october november december jan feb
        mar apr jun jul aug sep sept oct nov dec janeiro fevereiro marco abril maio junho julho agosto
        setembro outubro novembro dezembro enero febrero marzo mayo junio julio septiembre octubre
        noviembre diciembre januar februar marz mai juni juli oktober dezember janvier fevrier mars
        avril juin juillet aout septembre octobre novembre decembre gennaio febbraio aprile maggio
        giugno luglio settembre ottobre dicembre januari februari maret mei agustus desember maart يناير
        فبراير مارس ابريل أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر stycznia lutego marca
        kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia ledna unora brezna
        dubna kvetna cervna cervence srpna zari rijna listopadu prosince января февраля марта апреля мая
        июня июля августа сентября октября ноября декабря ocak subat mart nisan mayis haziran temmuz
        agustos eylul ekim kasim aralik
    ", [];
}

/// Units of time, each with all its names, folded; where words are not set apart, the character behind the number.
pub(super) const UNITS: &[&str] = &[
    "minute minutes minuto minutos menit minuten minuti دقيقة دقائق 分 분",
    "hour hours hora horas jam heure heures stunde stunden ora ore ساعة ساعات 時 小 시",
    "day days dia dias hari sehari jour jours tag tage tagen giorno giorni يوم أيام يوما 日 天 일",
    "week weeks semana semanas minggu seminggu semaine semaines woche wochen settimana settimane أسبوع أسابيع 週 周 주",
    "month months mes meses bulan sebulan mois monat monate monaten mese mesi شهر أشهر شهور か ヶ ケ カ ヵ 个 個 箇 月 개 달",
    "year years ano anos tahun setahun an ans annee annees jahr jahre jahren anno anni سنة سنوات عام أعوام 年 년",
];

/// Those of them that count months only before one of these: 3個月, 3개월.
pub(super) const COUNTERS: &[&str] = &["か", "ヶ", "ケ", "カ", "ヵ", "个", "個", "箇", "개"];
pub(super) const MONTHS: &[&str] = &["月", "월"];

/// Words of which one says the opposite of the other, folded: to put one in the place of the other turns a text.
pub(super) const OPPOSITES: &[(&str, &str)] = &[
    ("before", "after"),
    ("within", "outside"),
    ("inside", "outside"),
    ("in", "out"),
    ("internal", "external"),
    ("include", "exclude"),
    ("includes", "excludes"),
    ("including", "excluding"),
    ("allow", "forbid"),
    ("encrypted", "unencrypted"),
    ("most", "least"),
    ("fewer", "more"),
    ("less", "more"),
    ("maximum", "minimum"),
    ("on", "off"),
    ("enabled", "disabled"),
    ("private", "public"),
    ("optional", "mandatory"),
    ("optional", "required"),
    ("voluntary", "mandatory"),
    ("able", "unable"),
    ("will", "may"),
    ("every", "some"),
    ("all", "some"),
    ("all", "most"),
    ("any", "all"),
    ("you", "us"),
    ("delete", "keep"),
    ("delete", "store"),
    ("delete", "retain"),
    ("deleted", "kept"),
    ("deleted", "stored"),
    ("deleted", "retained"),
    ("hidden", "shown"),
    ("hidden", "visible"),
    ("anonymous", "personal"),
    ("excluimos", "mantemos"),
    ("excluidos", "mantidos"),
    ("apagamos", "guardamos"),
    ("borramos", "conservamos"),
    ("eliminamos", "conservamos"),
    ("supprimons", "conservons"),
    ("loschen", "speichern"),
    ("geloscht", "gespeichert"),
    ("werden", "konnen"),
    ("menghapus", "menyimpan"),
    ("dihapus", "disimpan"),
    ("hochstens", "mindestens"),
    ("spatestens", "fruhestens"),
    ("freiwillig", "verpflichtend"),
    ("plus", "moins"),
    ("maximo", "minimo"),
    ("massimo", "minimo"),
    ("opcional", "obrigatorio"),
    ("opcional", "obligatorio"),
    ("publico", "privado"),
    ("antes", "depois"),
    ("antes", "apos"),
    ("antes", "despues"),
    ("dentro", "fora"),
    ("dentro", "fuera"),
    ("innerhalb", "außerhalb"),
    ("vor", "nach"),
    ("avant", "apres"),
    ("prima", "dopo"),
    ("sebelum", "setelah"),
    ("sebelum", "sesudah"),
    ("dalam", "luar"),
    ("قبل", "بعد"),
    ("داخل", "خارج"),
    ("多", "少"),
    ("内", "外"),
    ("前", "後"),
    ("前", "后"),
    ("전", "후"),
    ("내", "외"),
    ("내", "후"),
];

/// The same where words are not set apart: looked for within.
pub(super) const OPPOSITE_PARTS: &[(&str, &str)] = &[
    ("削除", "保存"),
    ("削除", "保管"),
    ("删除", "保存"),
    ("删除", "保留"),
    ("刪除", "保存"),
    ("刪除", "保留"),
    ("삭제", "보관"),
    ("삭제", "저장"),
    ("匿名", "実名"),
    ("匿名", "实名"),
];

/// Numbers of Chinese and Japanese, which are part of many other words: only before a unit do they count.
pub(super) const HAN_NUMBERS: &str = "一二三四五六七八九十百千两兩";

/// The units, to look a word up in.
pub(super) static UNIT: LazyLock<Vec<BTreeSet<&'static str>>> =
    LazyLock::new(|| UNITS.iter().map(|names| names.split_whitespace().collect()).collect());

#[cfg(test)]
mod tests {
    use super::*;
    use crate::changes::fold::fold;

    #[test]
    fn the_words_are_as_texts_are_compared() {
        for (name, list) in LISTS {
            let (spaced, parts) = list.all();
            for word in spaced {
                assert_eq!(fold(word), word, "{name}");
                assert_eq!(words(word), [word], "{name}");
            }
            for part in parts {
                // Within a text: at its end, a tone mark counts as punctuation.
                assert!(fold(&format!("a{part}a")).contains(part), "{name}: {part}");
            }
        }
        for word in OPPOSITES
            .iter()
            .flat_map(|(a, b)| [a, b])
            .chain(UNITS.iter().flat_map(|names| names.split(' ')).collect::<Vec<_>>().iter())
        {
            assert_eq!(&fold(word), word);
        }
    }
}
