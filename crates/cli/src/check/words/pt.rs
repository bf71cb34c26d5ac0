//! Portuguese, of Brazil and of Portugal.

use super::Written;

pub(super) const WORDS: Written = Written {
    spaced: true,
    bounded: true,
    policy: &["<esta|nesta|desta|este|neste|deste|presente>(politica|aviso|declaracao|nota)(s|) de (privacidade|protecao de dados)"],
    refers: &[
        "incorporad(o|a)", "incorpora", "parte d(e|a|o)", "complementa*", "(como|conforme) (especificad|descrit|definid|indicad|previst|estabelecid)(o|a)(s|)",
        "(e|sao|esta|estao) (o|a|os|as|) (especificad|descrit|definid|indicad|previst|estabelecid)(o|a)(s|)",
        "o (especificado|indicado|descrito)", "seguem o que diz", "conforme (a |o |disposto |)", "ver (a|nossa)", "consulte (a|nossa)", "veja (a|nossa)",
    ],
    controller: &["controlador*", "responsavel pelo tratamento", "quem somos", "agente(s|) de tratamento"],
    contact: &[
        "contato", "contacto", "contate", "fale conosco", "entre em contato", "entre em contacto", "escreva para", "e-mail", "encarregado*",
    ],
    recipients: &[
        "compartilh*", "partilh*", "destinatari*", "terceir(o|a)s", "divulg*", "operador(es|as|a|)", "transfer*", "subcontratante*",
    ],
    retention: &[
        "reten(cao|coes)", "rete(mos|remos|r)", "(guarda|armazena|mantem|conserva)(mos|do|dos|da|das|)…(por|durante|enquanto|ate)", "conservacao",
        "prazo(s|)", "exclu(i|id)*", "apag(a|ad)*", "elimina*", "por quanto tempo",
    ],
    rights: &[
        "(seus|teus|os) direitos", "direitos (do|dos|de) (titular|titulares|voce|acesso)", "direito (de|a|ao) (acess*|acesso|confirmacao|corre*|retific*|exclu*|elimin*|apag*|portabilidade|oposicao|opor*|limit*|revog*|informacao)",
        "solicitar (o acesso|a correcao|a exclusao|a eliminacao|a portabilidade)",
    ],
    exercise: &["exerc(er|e|ite|icio|ido|idos)", "(envie|enviar|faca|fazer|envio de) (um pedido|uma solicitacao|sua solicitacao|seu pedido)", "contate*", "entre em contat*", "escreva*", "fale conosco", "solicit(e|ar)"],
    complaint: &[
        "autoridade(s|) (nacional de protecao de dados|de protecao de dados|de controle|de controlo|supervisora|competente)", "anpd", "cnpd", "reclama(cao|coes|r)",
        "peticionar", "peticao",
    ],
    qualifiers: &[
        "<voce|voce tambem|usuario|titular>pode(m|) (tambem |)ser", "(podemos|poderemos|poderiamos|possamos)", "poder(a|ao|ia|iam) (tambem |)ser", "<voce|titular>possa(m|) ser",
        "eventualmente", "talvez", "possivelmente", "de tempos em tempos", "as vezes", "em (alguns|certos|determinados) casos",
        "(alguns|certos|determinados) dados", "(algumas|certas|determinadas) (informacoes|circunstancias)", "(incluindo|inclusive)(,|) (mas |sem )(nao |)(se |)limita*", "entre outr(o|a)s", "etc",
        "quando apropriado", "conforme (necessario|apropriado)", "se necessario",
    ],
    open_ended: &[
        "enquanto (for |forem |sejam |seja |isso for |)(necessari*|precis*)", "(pelo|por|durante o|no) (tempo|periodo|prazo) (que for |em que for |que seja |que se faca |)(necessari*|razoave*|precis*)",
        "indefinidamente", "(prazo|tempo|periodo) (indeterminado|indefinido|razoavel)", "nao (seja|sejam|for|forem) mais (necessari*|precis*)",
        "(deixar|deixarem|deixem) de ser necessari*",
    ],
    empty_purposes: &[
        "(melhorar|aprimorar|otimizar|aperfeicoar) (a |sua |a sua |nossa |)(experiencia)*", "melhor experiencia", "personaliza(r|cao)",
        "(fins|finalidades|propositos) de (pesquisa|negocio)*", "desenvolver novos (servico|produto|recurso)*", "(fins|finalidades|propositos) (comerciais|internos|internas|gerais|semelhantes)",
        "(outros|outras|diversos|diversas) (fins|finalidades|propositos)", "(atende-lo|servi-lo) melhor",
    ],
    improvement: &[
        "melhor(ar|armos|em|ia|ias|amento|amentos|amos|a-lo|a-la)", "aprimor*", "otimiz*", "aperfeico*", "desenvolvimento (de|do|dos) (produto|servico|recurso)*",
        "desenvolver (novos |o |)(produto|servico|recurso)*", "analise(s|) (de|do) (desempenho|uso|performance)", "analise(s|) estatistica(s|)", "analisar o (desempenho|uso)", "estatistic*",
    ],
};
