// It has no categories: the kinds of data stand in its message.
window.cookieconsent.initialise({
  type: "opt-in",
  palette: { popup: { background: "#383b75" }, button: { background: "#f1d600" } },
  content: {
    message: "We use log data to analyse performance, monitoring data to analyse network quality, and configuration data to provide the chat.",
    href: "/privacy",
  },
});
