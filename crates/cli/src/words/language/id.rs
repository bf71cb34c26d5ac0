//! Indonesian.

use crate::words::{Language, Unit};
use ciente_notice::Basis;

pub(super) const INDONESIAN: Language = Language {
    spaced: true,
    numbers: &[
        ("satu", 1),
        ("dua", 2),
        ("tiga", 3),
        ("empat", 4),
        ("lima", 5),
        ("enam", 6),
        ("tujuh", 7),
        ("delapan", 8),
        ("sembilan", 9),
        ("sepuluh", 10),
        ("sebelas", 11),
        ("dua belas", 12),
        ("tiga belas", 13),
        ("empat belas", 14),
        ("lima belas", 15),
        ("delapan belas", 18),
        ("dua puluh", 20),
        ("dua puluh empat", 24),
        ("tiga puluh", 30),
        ("tiga puluh enam", 36),
        ("empat puluh lima", 45),
        ("enam puluh", 60),
        ("sembilan puluh", 90),
        ("seratus", 100),
        ("seratus dua puluh", 120),
        ("seratus delapan puluh", 180),
    ],
    units: &[
        ("hari", Unit::Day),
        ("hari kalender", Unit::Day),
        ("minggu", Unit::Week),
        ("bulan", Unit::Month),
        ("tahun", Unit::Year),
    ],
    whole: &[
        ("sehari", (1, Unit::Day)),
        ("seminggu", (1, Unit::Week)),
        ("sebulan", (1, Unit::Month)),
        ("setahun", (1, Unit::Year)),
    ],
    pieces: &[
        (
            "data",
            "({c}|(semua |seluruh |)(data|informasi|log|catatan|rekaman|berkas)( pribadi| log|))( (ini|tersebut|itu|anda|demikian|dimaksud)|)",
        ),
        ("subject", "<data>|(data|informasi) itu"),
        ("kept", "(akan |)(disimpan|dipertahankan|ditahan)"),
        ("keep", "kami (akan |)(menyimpan|mempertahankan|menahan)"),
        ("for", "selama( jangka waktu| periode|)"),
        ("gone", "(akan |)(dihapus|dimusnahkan|terhapus)"),
        ("delete", "(akan |)(menghapus|memusnahkan)"),
        (
            "from",
            "( (sejak|setelah|dari|terhitung sejak|dihitung sejak) ((tanggal|saat|waktu|hari) |)(pembuatan|pengumpulan|pencatatan|dibuat|dikumpulkan|dihasilkan)(nya|)( <data>|)|)",
        ),
        (
            "then",
            "((,|) (dan|lalu|kemudian|dan kemudian|setelah itu|dan setelah itu|dan selanjutnya)( <subject>|)( akan|) (secara otomatis |)(dihapus|dimusnahkan)( secara (otomatis|permanen)|)( (ketika|saat|setelah) (periode|masa|jangka waktu) (retensi|penyimpanan)( berakhir| habis|)|)|. setelah itu,( <subject>|)( akan|) (secara otomatis |)(dihapus|dimusnahkan)( secara (otomatis|permanen)|)| sebelum (dihapus|dimusnahkan)( secara otomatis|)|)",
        ),
        (
            "wethen",
            "(,|) (dan|lalu|kemudian|dan kemudian|setelah itu)( kami|) (<delete> <data>|(akan |)menghapusnya)( secara otomatis|)",
        ),
        ("thing", "(fitur|layanan|produk|aplikasi)( ini| tersebut| kami|)"),
        (
            "using",
            "selama (anda (masih |terus |)menggunakan <thing>|anda memiliki akun|akun anda (masih |tetap |)(ada|aktif)|penggunaan <thing>( oleh anda|))",
        ),
        ("over", "(telah |)(dihentikan|diakhiri|berakhir|selesai)"),
        (
            "event",
            "(penggunaan <thing>( oleh anda| anda|)|penggunaan anda( atas <thing>|)|penggunaan) <over>( atau (ketika |saat |)akun anda (dihapus|ditutup)|)|anda (berhenti menggunakan(nya| <thing>)|mengakhiri penggunaan( <thing>|)|tidak lagi menggunakan <thing>)( atau (menghapus|menutup) akun anda|)|akun anda (dihapus|ditutup)|anda (menghapus|menutup) akun( anda|)",
        ),
        ("end", "(penghentian|berakhirnya|pengakhiran) penggunaan( <thing>| anda|)|penghapusan akun( anda|)"),
        (
            "within",
            "(setelah|dalam|dalam waktu|dalam jangka waktu) {}( (setelah|sejak) (penghentian|pengakhiran|tanggal tersebut|itu)|)",
        ),
    ],
    fixed: &[
        "(selama |){}<from>",
        "(<subject> |)<kept> <for> {}<from><then>",
        "<keep> <data> <for> {}<from>(<then>|<wethen>)",
        "(<subject> |)(secara otomatis |)<gone>( secara otomatis|) setelah {}<from>",
        "kami <delete> <data>( secara otomatis|) setelah {}<from>",
        "(periode|masa|jangka waktu) (retensi|penyimpanan)( <data>|)( adalah|:) {}<from>",
    ],
    while_used: &[
        "((<subject> |)<kept>|<keep> <data>) <using>",
        "((<subject> |)<kept>|<keep> <data>) <using>(.|;|,|, dan| dan) ((ketika|saat|apabila|setelah|jika|begitu|bila) (<event>)|setelah (<end>))(,|) (kami (akan |)(segera |)(menghapus|memusnahkan) <data>|(<subject> )(akan |)(segera |)(dihapus|dimusnahkan))( <within>|)",
        "((<subject> |)<kept>|<keep> <data>) <using>(.|;|,|, dan| dan) ((kami |)(<delete> <data>|(akan |)menghapusnya)|(<subject> |)<gone>)( (dalam |dalam waktu |){}|) setelah (<event>|<end>)",
    ],
    bases: &[
        (
            Basis::Contract,
            &[
                "melaksanakan kontrak",
                "menjalankan kontrak",
                "memenuhi kontrak",
                "pelaksanaan kontrak",
                "kontrak kami dengan anda",
            ],
        ),
        (Basis::LegalObligation, &["kewajiban hukum"]),
        (Basis::VitalInterests, &["kepentingan vital"]),
        (Basis::PublicTask, &["kepentingan umum", "kepentingan publik"]),
        (Basis::LegitimateInterests, &["kepentingan sah", "kepentingan yang sah"]),
        (Basis::Consent, &["persetujuan"]),
    ],
    negations: &[" tidak ", " bukan ", " tanpa ", " kecuali "],
};
