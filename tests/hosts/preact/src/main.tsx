import { render } from "preact";
import "../../chat.css";
import { App } from "./App";

const main = document.querySelector("main");
if (main) render(<App />, main);
