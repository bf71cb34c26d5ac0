/** Defines `<ciente-notice>`; its types are global then. */
import "./index.js";
