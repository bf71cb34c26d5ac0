// Defines `<ciente-notice>` and gives nothing: for pages that only use the element.
import "./ciente.js";
