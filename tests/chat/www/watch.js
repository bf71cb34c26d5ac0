/** Listens before the chat client does: what it sends, and what the browser would not let it fetch. */

window.sent = [];
window.blocked = [];
window.events = [];
/** What nobody caught. */
window.faults = [];
addEventListener("error", ({ message }) => faults.push(message));
addEventListener("unhandledrejection", ({ reason }) => faults.push(`${reason}`));
addEventListener("securitypolicyviolation", (e) => blocked.push(`${e.violatedDirective} ${e.blockedURI}`));
for (const name of ["shown", "acknowledged", "recorded", "declined", "error"])
  document.addEventListener(`ciente-${name}`, (e) => events.push({ name, detail: e.detail }));

const { send } = WebSocket.prototype;
WebSocket.prototype.send = function (data) {
  sent.push(`${data}`);
  return send.call(this, data);
};

/** Names of what converse.js went through, in order. */
window.stages = [];
window.watch = {
  initialize() {
    window.chat = this._converse;
    const { api } = this._converse;
    for (const name of ["connected", "reconnected", "disconnected", "rosterContactsFetched", "logout"])
      api.listen.on(name, () => stages.push(name));
  },
};
