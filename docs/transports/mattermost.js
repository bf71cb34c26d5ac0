/** Mattermost's terms of service as a transport. */

const URL = "/api/v4/users/me/terms_of_service";

/** @param {Record<string, string>} terms which of Mattermost's terms each version of the notice is */
export const mattermost = (terms) => ({
  submit: ({ notice, action }, { headers, signal }) =>
    fetch(URL, {
      method: "POST",
      redirect: "manual",
      headers,
      signal,
      body: JSON.stringify({ termsOfServiceId: terms[notice.version], accepted: action === "acknowledged" }),
    }),
  status: async (_, { headers, signal }) => {
    const answer = await fetch(URL, { redirect: "manual", headers, signal });
    if (answer.status === 404) return { acknowledged: false };
    if (!answer.ok) return undefined;
    const { terms_of_service_id: id } = await answer.json();
    const version = Object.keys(terms).find((version) => terms[version] === id);
    return version ? { acknowledged: true, version } : { acknowledged: false };
  },
});
