import { createApp } from "vue";
import "../../chat.css";
import App from "./App.vue";

createApp(App).mount("main");
