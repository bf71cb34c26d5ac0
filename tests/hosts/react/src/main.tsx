import { createRoot } from "react-dom/client";
import "../../chat.css";
import { App } from "./App";

const main = document.querySelector("main");
if (main) createRoot(main).render(<App />);
