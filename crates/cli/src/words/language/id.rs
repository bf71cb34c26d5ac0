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
        ("tiga puluh", 30),
    ],
    units: &[("hari", Unit::Day), ("minggu", Unit::Week), ("bulan", Unit::Month), ("tahun", Unit::Year)],
    fixed: &[
        "{}",
        "(data (ini|tersebut) |)disimpan selama {}",
        "(data (ini|tersebut) |)disimpan selama {} dan kemudian akan dihapus secara otomatis( ketika periode retensi berakhir|)",
        "kami (akan |)menyimpan data (ini|tersebut) selama {}",
        "(data (ini|tersebut) |)dihapus( secara otomatis|) setelah {}",
        "{} sejak tanggal (pembuatan|pengumpulan)(nya|)",
    ],
    while_used: &[
        "kami (akan |)menyimpan data (ini|tersebut) selama anda menggunakan (fitur|layanan)( ini|)",
        "kami (akan |)menyimpan data (ini|tersebut) selama anda menggunakan (fitur|layanan)( ini|). (ketika|saat|apabila|setelah) penggunaan (fitur|layanan)( anda|) (dihentikan|diakhiri|berakhir)( atau ketika akun anda dihapus|), kami akan menghapus data (ini|tersebut)( (setelah|dalam|dalam waktu) {}|)",
        "kami (akan |)menyimpan data (ini|tersebut) selama anda menggunakan (fitur|layanan)( ini|)(,|) dan menghapusnya( {}|) setelah (anda berhenti menggunakannya|penggunaan( anda|) berakhir)",
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
