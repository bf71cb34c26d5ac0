/** `<ciente-notice>` in the JSX of React 19: `import "ciente/react"` defines the element and its types. */
import type { CienteEventMap, CienteNotice, Options } from "./index.js";
import type { DetailedHTMLProps, HTMLAttributes } from "react";

/** React 19 listens to `ciente-shown` where the property is called `onciente-shown`. */
type Listeners = { [Name in keyof CienteEventMap as `on${Name}`]?: (event: CienteEventMap[Name]) => void };

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "ciente-notice": DetailedHTMLProps<HTMLAttributes<CienteNotice>, CienteNotice> &
        { [Name in keyof Options]?: Options[Name] | undefined } &
        Listeners & { readonly?: boolean | undefined };
    }
  }
}
