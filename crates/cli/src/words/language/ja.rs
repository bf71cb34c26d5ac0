//! Japanese. Normal form has no spaces, and half-width digits.

use crate::words::{Language, Unit};
use ciente_notice::Basis;

pub(super) const JAPANESE: Language = Language {
    spaced: false,
    numbers: &[],
    units: &[
        ("日", Unit::Day),
        ("日間", Unit::Day),
        ("週間", Unit::Week),
        ("か月", Unit::Month),
        ("か月間", Unit::Month),
        ("ヶ月", Unit::Month),
        ("ヶ月間", Unit::Month),
        ("ヵ月", Unit::Month),
        ("ヵ月間", Unit::Month),
        ("カ月", Unit::Month),
        ("カ月間", Unit::Month),
        ("年", Unit::Year),
        ("年間", Unit::Year),
    ],
    whole: &[],
    pieces: &[
        (
            "data",
            "(当該|この|これらの|かかる|そのような|こうした|すべての|上記の|)({c}|(個人|ログ|)(データ|情報)|ログ|記録)",
        ),
        ("subject", "(<data>(は|が)(、|)|)"),
        ("we", "((当社|弊社|私たち|私ども)(は|では|が)(、|)|)"),
        ("keptpassive", "(保存|保持|保管)されます|(保存|保持|保管)される"),
        ("keep", "(保存|保持|保管)(します|いたします|する|しています)"),
        ("dur", "{}(の間|にわたり|にわたって|)"),
        ("del", "(削除|消去|破棄)"),
        ("auto", "(自動的に|自動で|完全に|すべて|)"),
        (
            "from",
            "((データの|情報の|)(作成|収集|生成|取得|記録)(日|時|の日|時点|された日|した日|)(から|より)(起算して|)|)",
        ),
        (
            "then",
            "((保存|保持|保管)され(た後|た後に|た後、|、)(その後|その後、|)((保存|保持|保管)期間が(終了|満了|経過)(すると|した後|後)(、|に|)|)<auto><del>されます|(保存|保持|保管)し(た後|た後に|た後、|、)(その後|その後、|)<auto><del>(します|いたします|されます))",
        ),
        ("thing", "(本|この|当該|当)(機能|サービス|製品|アプリ|アプリケーション|商品)"),
        ("you", "((お客様|ユーザー|あなた|皆様|利用者)(が|は)(、|)|)"),
        ("use", "((使用|利用)|ご(使用|利用)(に|))"),
        (
            "using",
            "(<you><thing>を<use>(する|している|されている|し続ける|なる)(限り|間|期間中)(において|)(、|は、|は|)|<thing>の<use>(中|期間中)(は|は、|、|)|<you>アカウントを(保有|所有|お持ち)(している|の|する)(限り|間)(、|は|は、|)|お客様のアカウントが(存在|有効である)(する|)(限り|間)(、|は|は、|))",
        ),
        (
            "event",
            "(お客様(による|の)|)<thing>の<use>が(終了|停止|中止)(すると|した場合|した後|したら|された場合)(、|に|)|(お客様|ユーザー)(が|は)<thing>の<use>を(終了|停止|中止)(すると|した場合|した後)(、|に|)|(お客様|ユーザー)が<thing>の<use>を終了するか、お客様のアカウントが<del>されると、|(お客様の|)アカウントが<del>された(場合|後)(、|に|)",
        ),
        ("when", "((その|終了|利用終了|使用終了|)(から|の|){}(以内|後)(に|、|)|直ちに|速やかに|)"),
        ("gone", "<we>(<when>(<data>(は|が|を)(、|)|)<when><auto><del>(されます|します|いたします|される|する))"),
    ],
    fixed: &[
        "<from>{}(の間|)",
        "<we><subject><from><dur>(、|)(<keptpassive>|<keep>)",
        "<subject><we><from><dur>(<keptpassive>|<keep>)",
        "<we><data>を<from><dur><keep>",
        "<from><dur>、<data>(は|を)(<keptpassive>|<keep>)",
        "<subject><we><from><dur>(、|)<then>",
        "<we><data>を<from><dur><then>",
        "<subject><from>{}(後|経過後|が経過した後|を経過すると|が経過すると)(に|、|)<auto><del>(されます|します|いたします)",
        "(<data>の|)(保存|保持|保管)期間(は|:|は、){}(です|とします|間です|)",
    ],
    while_used: &[
        "<we><using><we><data>(を|は)(<keep>|<keptpassive>)",
        "<we><data>(を|は)(、|)<using><we>(<keep>|<keptpassive>)",
        "(<subject>|<we>)<using>(<keep>|<keptpassive>)",
        "<we><using><we><data>(を|は)(<keep>|<keptpassive>)。(<event>)<gone>",
        "<we><data>(を|は)(、|)<using><we>(<keep>|<keptpassive>)。(<event>)<gone>",
        "<we><data>(を|は)(、|)<using>(保存|保持|保管)(し|され)、(ご|)(利用|使用)の終了(から|後)({}(後|以内)に|、|)<auto><del>(します|されます|いたします)",
        "<we><using><data>(を|は)(保存|保持|保管)(し|され)、(<event>|(ご|)(利用|使用)の終了(から|後)(、|))({}(後|以内)に|)<auto><del>(します|されます|いたします)",
    ],
    bases: &[
        (Basis::Contract, &["契約を履行", "契約の履行", "契約を…履行"]),
        (Basis::LegalObligation, &["法的義務", "法令上の義務", "法律上の義務"]),
        (Basis::VitalInterests, &["生命に関する利益", "重大な利益"]),
        (Basis::PublicTask, &["公共の利益", "公益"]),
        (Basis::LegitimateInterests, &["正当な利益"]),
        (Basis::Consent, &["同意"]),
    ],
    negations: &["ない", "ません", "除き", "除く", "なしに", "なしで", "なく、"],
};
