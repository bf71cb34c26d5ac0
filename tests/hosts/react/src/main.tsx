// As an app that a server has rendered: the markup stands there first, and React takes it over.
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import "../../chat.css";
import { App } from "./App";

const main = document.querySelector("main");
if (main) {
  main.innerHTML = renderToString(<App />);
  hydrateRoot(main, <App />);
}
