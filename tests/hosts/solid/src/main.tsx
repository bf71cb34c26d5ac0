import { render } from "solid-js/web";
import "../../chat.css";
import { App } from "./App";

const main = document.querySelector("main");
if (main) render(() => <App />, main);
