//! Spanish.

use crate::words::{Language, Unit};
use ciente_notice::Basis;

pub(super) const SPANISH: Language = Language {
    spaced: true,
    numbers: &[
        ("un", 1),
        ("una", 1),
        ("dos", 2),
        ("tres", 3),
        ("cuatro", 4),
        ("cinco", 5),
        ("seis", 6),
        ("siete", 7),
        ("ocho", 8),
        ("nueve", 9),
        ("diez", 10),
        ("once", 11),
        ("doce", 12),
        ("treinta", 30),
    ],
    units: &[
        ("dia", Unit::Day),
        ("dias", Unit::Day),
        ("dias naturales", Unit::Day),
        ("semana", Unit::Week),
        ("semanas", Unit::Week),
        ("mes", Unit::Month),
        ("meses", Unit::Month),
        ("ano", Unit::Year),
        ("anos", Unit::Year),
    ],
    fixed: &[
        "{}",
        "((estos|los) datos |)(se (almacenan|conservan|guardan)|(almacenad|conservad|guardad)(o|a|os|as)) durante (un periodo de |){}",
        "(nosotros |)(conservamos|guardamos|almacenamos) (estos|los|dichos) datos durante (un periodo de |){}",
        "((estos|los) datos |)se (eliminan|borran)( automaticamente|) (despues de|tras) {}",
        "{} (a partir de|desde) su (creacion|recopilacion|recogida)",
    ],
    while_used: &[
        "(nosotros |)(conservamos|guardamos|almacenamos) (estos|los|dichos) datos mientras (usted |)(use|usa|utilice|utiliza|usas|utilizas) la (funcion|funcionalidad)",
        "(nosotros |)(conservamos|guardamos|almacenamos) (estos|los|dichos) datos mientras (usted |)(use|usa|utilice|utiliza|usas|utilizas) la (funcion|funcionalidad)(,|) y los (eliminamos|borramos)( {}|) ((despues del|tras el) (fin|final) (del|de su|de tu) uso|despues de que (termina|termine) (el|su|tu) uso)",
    ],
    bases: &[
        (
            Basis::Contract,
            &[
                "ejecucion de un contrato",
                "ejecucion del contrato",
                "ejecucion de nuestro contrato",
                "ejecutar el contrato",
                "ejecutar nuestro contrato",
                "cumplir el contrato",
                "cumplir nuestro contrato",
            ],
        ),
        (Basis::LegalObligation, &["obligacion legal", "obligaciones legales"]),
        (Basis::VitalInterests, &["intereses vitales"]),
        (Basis::PublicTask, &["interes publico"]),
        (Basis::LegitimateInterests, &["interes legitimo", "intereses legitimos"]),
        (Basis::Consent, &["consentimiento"]),
    ],
    negations: &[" no ", " sin ", " ni ", " salvo ", " excepto "],
};
