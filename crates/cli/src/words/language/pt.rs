//! Portuguese, of Brazil and of Portugal.

use crate::words::{Language, Unit};
use ciente_notice::Basis;

pub(super) const PORTUGUESE: Language = Language {
    spaced: true,
    numbers: &[
        ("um", 1),
        ("uma", 1),
        ("dois", 2),
        ("duas", 2),
        ("tres", 3),
        ("quatro", 4),
        ("cinco", 5),
        ("seis", 6),
        ("sete", 7),
        ("oito", 8),
        ("nove", 9),
        ("dez", 10),
        ("onze", 11),
        ("doze", 12),
        ("quinze", 15),
        ("trinta", 30),
        ("sessenta", 60),
        ("noventa", 90),
    ],
    units: &[
        ("dia", Unit::Day),
        ("dias", Unit::Day),
        ("dias corridos", Unit::Day),
        ("semana", Unit::Week),
        ("semanas", Unit::Week),
        ("mes", Unit::Month),
        ("meses", Unit::Month),
        ("ano", Unit::Year),
        ("anos", Unit::Year),
    ],
    fixed: &[
        "{}",
        "((esses|estes|os) dados (sao|serao) |)(armazenad|retid|mantid|guardad|conservad)(o|a|os|as) (por|durante) (um periodo de |){}",
        "((esses|estes|os) dados (sao|serao) |)(armazenad|retid|mantid|guardad|conservad)(o|a|os|as) (por|durante) (um periodo de |){}(,|) e(, em seguida,| depois| entao|) (sao|serao) (excluidos|apagados|eliminados)( automaticamente|)( quando o periodo de retencao expirar|)",
        "(nos |)(retemos|guardamos|armazenamos|mantemos|conservamos) (esses|estes|os|tais) dados (por|durante) (um periodo de |){}",
        "((esses|estes|os) dados (sao|serao) |)(excluid|apagad|eliminad)(o|a|os|as)( automaticamente|) (apos|depois de) {}",
        "{} (a partir da|apos a|desde a) (data (da|de sua|da sua) |sua |)(criacao|coleta|geracao)",
    ],
    while_used: &[
        "(nos |)(retemos|guardamos|armazenamos|mantemos|conservamos) (esses|estes|os|tais) dados enquanto voce (usar|usa|utilizar|utiliza|estiver usando) o (recurso|servico)",
        "(nos |)(retemos|guardamos|armazenamos|mantemos|conservamos) (esses|estes|os|tais) dados enquanto voce (usar|usa|utilizar|utiliza|estiver usando) o (recurso|servico). quando (o uso do (recurso|servico) for encerrado|voce encerrar o uso do (recurso|servico)|a sua utilizacao do (recurso|servico) for encerrada)( ou quando (a |)sua conta for excluida|), (excluiremos|apagaremos|eliminaremos) (esses|estes|os) dados( (apos|depois de|dentro de|em|no prazo de) {}|)",
        "(nos |)(retemos|guardamos|armazenamos|mantemos|conservamos) (esses|estes|os|tais) dados enquanto voce (usar|usa|utilizar|utiliza) o (recurso|servico)(,|) e os (apagamos|excluimos|eliminamos)( {}|) depois do fim do uso",
    ],
    bases: &[
        (
            Basis::Contract,
            &[
                "execucao de um contrato",
                "execucao do contrato",
                "execucao de nosso contrato",
                "execucao do nosso contrato",
                "executar o contrato",
                "executar nosso contrato",
                "executar o nosso contrato",
                "executarmos nosso contrato",
                "executemos nosso contrato",
                "contrato com voce",
            ],
        ),
        (Basis::LegalObligation, &["obrigacao legal", "obrigacoes legais", "exigido por lei"]),
        (Basis::VitalInterests, &["interesses vitais", "protecao da vida"]),
        (Basis::PublicTask, &["interesse publico", "politicas publicas", "autoridade publica"]),
        (
            Basis::LegitimateInterests,
            &["interesse legitimo", "interesses legitimos", "legitimo interesse", "legitimos interesses"],
        ),
        (Basis::Consent, &["consentimento"]),
    ],
    negations: &[" nao ", " sem ", " nem ", " salvo ", " exceto "],
};
