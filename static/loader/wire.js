// @ts-check
/**
 * The wire where WebAssembly does not run: one record, its answer, and what that means. It is `PROTOCOL.md`'s.
 *
 * @typedef {import("../index.d.ts").Acknowledgement} Acknowledgement
 * @typedef {"recorded" | "stale" | "rejected" | "unauthorized" | "failed"} Verdict
 * @typedef {{verdict: Verdict, status?: number, receipt?: any, pause?: number}} Answer without a status, none came; `pause` is what the
 *   endpoint asked for, in milliseconds
 */

/** A user who can do nothing else waits so long at least, in milliseconds. */
export const SHORTEST = 3_000;

/** An endpoint that asks for more is asked again after this, in milliseconds. */
export const LONGEST_RETRY_AFTER = 24 * 60 * 60 * 1_000;

/** The longest answer that is read, in characters. A receipt in a log of millions has 2 KiB. */
const LONGEST = 65_536;

/** So often an answer may break off before it is taken for what the endpoint has to say. */
const BROKEN = 2;

/** A UUIDv7 (RFC 9562, 5.7). @param {number} now milliseconds since 1970 */
export const newId = (now) => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(now / 2 ** (40 - 8 * i));
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
};

/** What an answer means; `classify` of the notice crate is the same table. @param {number} status @param {any} body @returns {Verdict} */
export const classify = (status, body) => {
  if (status >= 200 && status < 300) return "recorded";
  if (status === 401 || status === 403) return "unauthorized";
  if (status === 409 && `${body?.type}`.endsWith("/problems/stale-notice")) return "stale";
  return status < 400 || status > 499 || [408, 425, 429].includes(status) ? "failed" : "rejected";
};

/** Whether a body attests to this record and no other. @param {any} body @param {Acknowledgement} record */
const isReceiptFor = (body, record) => {
  const theirs = body?.acknowledgement;
  const same = (/** @type {any} */ one, /** @type {any} */ other, /** @type {string[]} */ ...names) => names.every((name) => one?.[name] === other[name]);
  return (
    body?.format === "ciente/receipt/1" &&
    same(theirs, record, "id", "tenant", "subject", "action") &&
    same(theirs.notice, record.notice, "id", "version", "digest")
  );
};

/**
 * What came back to a record. A body that breaks off where it matters is no answer, also where the browser reads it as whole:
 * sent again, the record brings its receipt. `Entry::is_cut_off` and `is_receipt_for` of the widget are the same rules.
 *
 * @param {Acknowledgement} record @param {number} attempts how often it was sent before @param {number} status @param {string} text
 * @returns {Answer}
 */
export const understand = (record, attempts, status, text) => {
  const told = `${text}`.trim();
  const matters = (status >= 200 && status < 300) || status === 409;
  if (matters && attempts < BROKEN && told.startsWith("{") && !told.endsWith("}")) return { verdict: "failed" };
  let body;
  try {
    // Nobody's receipt is that long: the device would keep it and read it at each login.
    if (told.length <= LONGEST) body = JSON.parse(told);
  } catch {}
  return { verdict: classify(status, body), status, receipt: isReceiptFor(body, record) ? body : null };
};

/**
 * What `Retry-After` asks for, in milliseconds; nothing where it is neither seconds nor a date. `retry_after` of the widget is
 * the same rule.
 *
 * @param {string} header @param {number} answered when the answer was given, by the endpoint's clock where that is known
 */
export const retryAfter = (header, answered) => {
  const asked = header.trim();
  const wait = /^\d+$/.test(asked) ? Number(asked) * 1000 : /^[A-Z].* GMT$/.test(asked) ? Math.max(0, Date.parse(asked) - answered) : NaN;
  return Number.isNaN(wait) ? undefined : Math.min(wait, LONGEST_RETRY_AFTER);
};

/**
 * Sends a record, and once more with fresh authorization where that may help.
 *
 * @param {any} session @param {string} body the record as it is sent each time @param {number} attempts how often it was sent before
 * @returns {Promise<Answer>}
 */
export const deliver = async (session, body, attempts) => {
  const record = JSON.parse(body);
  const once = async () => {
    try {
      const { status, text, retryAfter: asked, date } = await session.post(record.id, body, await session.headers(), Math.max(session.wait, SHORTEST));
      return { ...understand(record, attempts, status, text), pause: retryAfter(`${asked}`, Date.parse(`${date}`) || Date.now()) };
    } catch {
      return { verdict: /** @type {const} */ ("failed") };
    }
  };
  const answer = await once();
  return answer.verdict === "unauthorized" ? once() : answer;
};
