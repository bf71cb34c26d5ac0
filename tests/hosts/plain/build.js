// No bundler: the page's own files, and the package's folder as a CDN would have it.
import { cpSync, mkdirSync, rmSync } from "node:fs";

const out = new URL("../../../target/hosts/plain/", import.meta.url);
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
for (const name of ["index.html", "app.js"]) cpSync(new URL(name, import.meta.url), new URL(name, out));
cpSync(new URL("../chat.css", import.meta.url), new URL("chat.css", out));
cpSync(new URL("../node_modules/ciente/", import.meta.url), new URL("ciente/", out), { recursive: true });
