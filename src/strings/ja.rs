//! Japanese.

use super::Strings;

pub(super) static STRINGS: Strings = Strings {
    locale: "ja",
    acknowledge: "確認しました",
    decline: "今はしない（ログアウト）",
    dismiss: "閉じる",
    version: "バージョン",
    effective_from: "{}から適用",
    data_uses: "利用するデータとその目的、法的根拠",
    retention: "データの種類ごとの保存期間",
    while_used: "ご利用中",
    while_used_then: "ご利用中と、その後{}",
    unspecified: "期間の定めなし",
    essence: "概要",
    legal_basis: "法的根拠",
    services: "関係するサービス",
    after_end: "ご利用の終了後",
    contents: "全文",
    filter: "表の中を検索",
    more_items: "残りを表示（{}）",
    bases: ["お客様との契約", "法的義務", "生命に関わる利益", "公共の利益のための業務", "正当な利益", "ご本人の同意"],
    saving: "保存しています…",
    sending: "送信しています…",
    recorded: "記録しました。このお知らせは確認済みです。",
    pending: "この端末に保存しました。サーバーに接続でき次第、送信します。",
    pending_in_memory: "まだ送信されていません。このブラウザーでは保存できないため、送信が終わるまでこのページを開いたままにしてください。",
    rejected: "サーバーが記録を受け付けませんでした。チャットのサポートにお問い合わせください。",
    reloading: "このお知らせは変更されました。現在の版を読み込んでいます…",
    replaced: "お読みになっている間にお知らせが変更されました。これが現在の版です。",
};
