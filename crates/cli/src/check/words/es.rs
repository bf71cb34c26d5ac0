//! Spanish.

use super::Written;

pub(super) const WORDS: Written = Written {
    spaced: true,
    bounded: true,
    policy: &["<esta|este|presente>(politica|aviso|declaracion)(s|) de (privacidad|proteccion de datos)"],
    refers: &[
        "incorpora*", "parte de", "forma parte", "complementa*", "(como|segun|conforme a) (lo |)(que |se |)(especifica|describe|establece|indica|explica|dice|dispuesto)*",
        "(especificad|descrit|indicad|establecid|previst)(o|a)(s|)", "(vease|consulte|ver) (la|nuestra)",
    ],
    controller: &["responsable(s|) (del|de|de este) tratamiento", "responsable de los datos", "controlador*", "quien(es|) (es el responsable|somos)", "el responsable"],
    contact: &["contacto", "contact(e|ar|arnos|enos)", "escrib(a|anos|ir|enos)", "correo electronico", "delegado de proteccion de datos"],
    recipients: &["compart(e|en|ir|imos|ida|ido|idos|idas)*", "destinatari*", "tercer(o|a)s", "divulg*", "encargado(s|) (del|de) tratamiento", "ced(er|emos|en|idos)", "transfer*", "comunica(mos|r|cion)"],
    retention: &[
        "conserva(cion|mos|remos|n|r|do|dos|da|das)*", "retencion", "(guarda|almacena|mantiene)(mos|n|do|dos|)…(durante|por|mientras|hasta)", "plazo(s|)", "elimina*", "borra*", "suprim*", "cuanto tiempo",
    ],
    rights: &[
        "(sus|tus|los) derechos", "derechos (de|del) (los |)(interesado|titular|acceso|usuario)*", "derecho(s|) (de|a|al) (acce*|rectific*|supres*|suprim*|elimin*|oposicion|opon*|limit*|portabilidad|informacion|revoc*|retir*)",
        "(solicitar|pedir) (el acceso|la rectificacion|la supresion|la eliminacion|la portabilidad)", "derechos arco",
    ],
    exercise: &["ejerc(er|e|icio|erlos|ido|ite|itar)*", "(envie|enviar|presentar|hacer|dirigir) (una|su) (solicitud|peticion)", "contact(e|ar|arnos|enos)", "escrib(a|anos|ir|enos)", "solicit(e|ar)"],
    complaint: &[
        "autoridad(es|) (de control|de proteccion de datos|nacional de proteccion|supervisora|competente)", "agencia (espanola |)de proteccion de datos", "aepd", "reclama(cion|ciones|r)", "queja*",
    ],
    qualifiers: &[
        "<usted|usted tambien|usuario|titular>puede(n|) (tambien |)ser", "pueden (tambien |)(compart|us|utiliz|trat|recopil|almacen|comunic)*", "(podemos|podremos|podriamos)", "podr(a|an|ia|ian) (tambien |)ser",
        "quiza(s|)", "tal vez", "posiblemente", "en ocasiones", "a veces", "de vez en cuando", "en (algunos|ciertos|determinados) casos",
        "(algunos|ciertos|determinados) datos", "(cierta|determinada|alguna) informacion", "(incluido|incluidos|incluyendo)(,|) (entre otros|pero sin limit*|sin limit*|pero no limit*)", "entre otr(o|a)s", "etc(etera|)",
        "cuando proceda", "segun (sea necesario|corresponda)", "si es necesario",
    ],
    open_ended: &[
        "mientras (sea |sean |resulte |resulten |)(necesari*|precis*)", "(durante|por) el (tiempo|periodo|plazo) (que sea |que resulte |estrictamente |)(necesari*|razonable*|precis*)", "el tiempo (que sea |)(necesari*|razonable*)",
        "indefinidamente", "(plazo|periodo|tiempo) (indefinido|indeterminado|razonable)", "(ya no|dejen de|deje de) (ser |sean |sea )(necesari*|precis*)",
    ],
    empty_purposes: &[
        "(mejorar|optimizar|perfeccionar) (la |su |tu |nuestra |)experiencia*", "mejor experiencia", "personaliza(r|cion)", "fines de investigacion", "desarrollar nuev(o|a)s (servicio|producto|funcion)*",
        "(fines|propositos|finalidades) (comerciales|internos|internas|empresariales|generales|similares)", "(otros|otras|diversos|diversas) (fines|finalidades|propositos)", "(servirle|atenderle) mejor",
    ],
    improvement: &[
        "mejora(r|rla|rlo|rlos|rlas|s|miento|mos|)", "optimiz*", "perfeccion*", "desarroll(o|ar) (de |)(nuevos |nuevas |)(producto|servicio|funcion)*", "analisis (de|del) (rendimiento|uso|desempeno)", "analisis estadistico*",
        "analizar (el|su) (rendimiento|uso|desempeno)", "estadistic*", "analitica",
    ],
};
