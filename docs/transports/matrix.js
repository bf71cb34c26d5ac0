/** The terms of a Matrix identity server as a transport. */

/** Where that server is: another origin than the page's has a whole address here. */
const URL = "/_matrix/identity/v2";

/** The policy that the notice is, as the server lists it: `{version, en: {name, url}, …}`. @param {string} policy */
export const matrix = (policy) => {
  const listed = async (signal) => (await (await fetch(`${URL}/terms`, { redirect: "manual", signal })).json()).policies[policy];
  return {
    submit: async ({ notice, action }, { headers, signal }) => {
      // There is no way to tell it that somebody declined, and nobody may say that it was recorded.
      if (action === "declined") return new Response(null, { status: 405 });
      const { version, ...locales } = await listed(signal);
      // The server has another version by now: show that one.
      if (version !== notice.version) return Response.json({ type: "/problems/stale-notice" }, { status: 409 });
      const { url } = locales[notice.locale] ?? locales.en ?? Object.values(locales)[0];
      return fetch(`${URL}/terms`, { method: "POST", redirect: "manual", headers, signal, body: JSON.stringify({ user_accepts: [url] }) });
    },
    status: async (_, { headers, signal }) => {
      const answer = await fetch(`${URL}/account`, { redirect: "manual", headers, signal });
      if (answer.ok) return { acknowledged: true, version: (await listed(signal)).version };
      const { errcode } = await answer.json();
      return errcode === "M_TERMS_NOT_SIGNED" ? { acknowledged: false } : undefined;
    },
  };
};
