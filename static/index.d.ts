/**
 * Ciente: shows a privacy notice at a user's first login and records the acknowledgement.
 * This file is the contract between the widget and the page that embeds it.
 */

/** What a call needs. `notice`, `endpoint`, `tenant`, `subject`, `locale`, `mode` and `theme` are also attributes of `<ciente-notice>`. */
export interface Options {
  /** URL of the notice's folder, the one that holds `manifest.json`. */
  notice: string;
  /** URL that takes the acknowledgement: a `ciente serve`, or an endpoint of yours that keeps its `PROTOCOL.md`. */
  endpoint: string;
  /** The host's app. */
  tenant: string;
  /** The user, as the host names them. */
  subject: string;
  /** BCP 47 tag to look for before those of the browser. */
  locale?: string;
  /** Where the notice stands; default `"modal"`. */
  mode?: Mode;
  /** `"light"` or `"dark"`, whatever the device prefers; default `"auto"`. */
  theme?: "auto" | "light" | "dark";
  /** Called before each request; returns the headers that authorize it. Never stored. */
  authorize?: () => Promise<HeadersInit | undefined> | HeadersInit | undefined;
  /** Another backend in place of the endpoint's protocol. */
  transport?: Transport;
  /** `credentials` of each request to the endpoint; default `"omit"`. */
  credentials?: RequestCredentials;
  /** How long the user waits for the endpoint, in milliseconds, below 2^27; default 8000. */
  wait?: number;
}

/**
 * - `modal`: in front of the page; nothing else can be used meanwhile.
 * - `panel`: fills the positioned part of the page that holds the element, and what stands beside the element there cannot be
 *   used meanwhile; the rest of the page can.
 * - `inline`: where the element stands; it keeps nobody from anything.
 */
export type Mode = "modal" | "panel" | "inline";

/** What a transport is given beside the question or the record. */
export interface TransportContext {
  /** What `authorize` returned just now; for `submit`, `content-type` and `idempotency-key` beside it. */
  headers: Headers;
  /** Aborts when nobody waits for the answer any more. */
  signal: AbortSignal;
}

/** Maps onto a backend that does not speak the endpoint's protocol. Who sends when, and again, stays the outbox's. */
export interface Transport {
  /**
   * Sends one record. The answer's status means what it means in the protocol: 2xx is recorded, 401 and 403 ask for fresh
   * authorization, 408, 425, 429, 5xx and a rejected promise are tried again, other 4xx are final. A `Response` of `fetch`
   * will do; its body is the receipt, if it is one.
   */
  submit(acknowledgement: Acknowledgement, context: TransportContext): Promise<Answer> | Answer;
  /** Which version the user acknowledged. Without it, or when it rejects, only the device's own memory counts. */
  status?(
    question: { notice: string; tenant: string; subject: string },
    context: TransportContext,
  ): Promise<Status | undefined> | Status | undefined;
}

/** What a transport's backend answered: a `Response`, or what has as much of one as there is. */
export interface Answer {
  status: number;
  /** Those that have `get` are asked for `retry-after` and `date`. */
  headers?: object;
  /** The receipt, if it is one. */
  text?: string | (() => Promise<string> | string);
  /** Whether somebody else than the endpoint answered: then it is no answer. */
  redirected?: boolean;
  /** Whether the body has been read already: then there is no receipt. */
  bodyUsed?: boolean;
}

/** The answer to "already acknowledged?". */
export type Status =
  | {
      acknowledged: true;
      version: string;
      /** Of the words that were acknowledged: whoever looks the notice up reads in which language that was. */
      digest?: string;
      /** RFC 3339: whoever looks the notice up reads since when. */
      receivedAt?: string;
    }
  | { acknowledged: false };

/** How a call ended. It always ends, and never by throwing. */
export interface Result {
  /**
   * - `already`: this user acknowledged before; nothing was shown.
   * - `acknowledged`, `declined`: what the user did.
   * - `unavailable`: the notice could not be shown, or the endpoint wants a version that is not to be had yet; a `ciente-error`
   *   says why, unless the host ended the call.
   */
  outcome: "already" | "acknowledged" | "declined" | "unavailable";
  /** Where the record is; absent when there is none. */
  delivery?: Delivery;
  /** What the endpoint attests to, when it answered in time with a receipt. */
  receipt?: Receipt;
}

/**
 * - `recorded`: the endpoint has it.
 * - `pending`: it is in the outbox and will be sent.
 * - `rejected`: the endpoint refused it for good.
 */
export type Delivery = "recorded" | "pending" | "rejected";

/** `ciente/acknowledgement/1`, the body of the POST. Times are RFC 3339, UTC, milliseconds. */
export interface Acknowledgement {
  format: "ciente/acknowledgement/1";
  /** UUIDv7. */
  id: string;
  notice: NoticeRef & { id: string };
  tenant: string;
  subject: string;
  action: "acknowledged" | "declined";
  shownAt: string;
  actedAt: string;
  client: { widget: string; origin: string };
}

/** Which words were on the screen. */
export interface NoticeRef {
  version: string;
  locale: string;
  /** `sha-256:` and 64 hexadecimal digits. */
  digest: string;
}

/** `ciente/receipt/1`. */
export interface Receipt {
  format: "ciente/receipt/1";
  acknowledgement: Acknowledgement;
  receivedAt: string;
  authenticated: { tenant: string; subject: string } | null;
  /** Where it stands in the endpoint's log, for `ciente verify`; absent where there is none. */
  log?: { index: number; salt: string; proof: string[]; checkpoint: string };
}

/** A file of a notice; `path` is relative to the manifest. */
export interface Part {
  path: string;
  bytes: number;
  integrity: string;
}

/** `ciente/manifest/1`, as far as the loader reads it. */
export interface Manifest {
  format: "ciente/manifest/1";
  id: string;
  current: string;
  versions: {
    version: string;
    effectiveFrom?: string;
    change: "material" | "editorial";
    locales: Record<string, { digest: string; json: Part; view?: Part; html?: Part }>;
    /** Against the version before: for each locale, the list of what changed. */
    changes?: { since: string; locales: Record<string, Part> };
  }[];
}

/**
 * `detail.code` of `ciente-error`:
 * - `bad-option`: an attribute or option is missing, unknown or not what it must be; `message` begins with its name.
 *   `locale`, `mode`, `theme`, `authorize`, `transport` and `credentials` are looked at only when a notice has to be shown or
 *   a record has to be sent.
 * - `notice-not-found`: the manifest or the notice is not there (4xx).
 * - `notice-unreachable`: it cannot be fetched (no network, 5xx).
 * - `notice-not-json`: it is no JSON.
 * - `notice-invalid`: it is JSON, but no notice.
 * - `notice-digest-mismatch`: it is not the one that the manifest names.
 * - `notice-stale`: a record is for a version that has been replaced, and was dropped; or the endpoint calls a version
 *   replaced that the manifest still names.
 * - `not-connected`: the notice must be shown, and the element is in no document.
 * - `widget-unreachable`: the widget's own parts cannot be fetched, or WebAssembly may not run here.
 * - `widget-failed`: the widget stopped.
 * - `authorize-failed`: the host's `authorize` threw, took longer than 30 seconds, or returned what are no headers, when a record
 *   was to be sent.
 * - `endpoint-refused`: the endpoint refused the record for good; `detail.status` has its answer.
 */
export type ErrorCode =
  | "bad-option"
  | "notice-not-found"
  | "notice-unreachable"
  | "notice-not-json"
  | "notice-invalid"
  | "notice-digest-mismatch"
  | "notice-stale"
  | "not-connected"
  | "widget-unreachable"
  | "widget-failed"
  | "authorize-failed"
  | "endpoint-refused";

/** The events of `<ciente-notice>`. They bubble and are composed. */
export interface CienteEventMap {
  /** The notice can be read; again in another language, and with the new version when it replaces one that was stale. */
  "ciente-shown": CustomEvent<NoticeRef & { notice: string }>;
  /** The user acknowledged; `id` is the record's. */
  "ciente-acknowledged": CustomEvent<{ id: string; delivery: Delivery }>;
  /** The user declined. Without `delivery`, nothing keeps it: the endpoint did not say that it took it, and WebAssembly could not run. */
  "ciente-declined": CustomEvent<{ id: string; delivery?: Delivery }>;
  /** The endpoint has the record. */
  "ciente-recorded": CustomEvent<{ id: string; receipt: Receipt | null }>;
  /** Something failed. */
  "ciente-error": CustomEvent<{ code: ErrorCode; message?: string; id?: string; status?: number }>;
}

/**
 * `<ciente-notice notice endpoint tenant subject locale mode theme readonly>`: asks as soon as it has the four it needs. Properties stay
 * until they are set again: set `authorize` together with `subject`, or let it follow the user who is logged in.
 */
export interface CienteNotice extends HTMLElement, Required<Pick<Options, "notice" | "endpoint" | "tenant" | "subject" | "locale">> {
  /** Empty where nothing is set, which is as `auto`. */
  theme: NonNullable<Options["theme"]> | "";
  authorize: Options["authorize"];
  transport: Options["transport"];
  credentials: RequestCredentials;
  wait: number;
  /** Takes effect while the notice is shown, as `locale` and `theme` do. */
  mode: Mode;
  /** The notice is only there to be looked up: nothing is asked by itself, and `open()` happens by itself. */
  readonly: boolean;
  /** The call that is going on, or a new one. With options it is `requireAcknowledgement` on this element. */
  require(options?: Partial<Options>): Promise<Result>;
  /**
   * Shows the notice to be looked up: the version that holds now, what this user acknowledged and when, their receipt to
   * download, print, other languages. Nothing is asked and nothing recorded. Resolves when it is shown, or when a
   * `ciente-error` has said why not; does nothing while a notice is in front.
   */
  open(options?: { readonly: boolean }): Promise<void>;
  /** At logout: ends what is going on. Unsent records stay in the outbox and are sent when this user is back. */
  reset(): void;
}

/**
 * Asks the user, unless they acknowledged before. Uses the page's `<ciente-notice>` if it is in a part that is shown and
 * not `readonly`, or adds one to its body. Concurrent calls share one promise. What `options` leave out is as the page's markup says, or as
 * the default; nothing carries over from an earlier call, and what is no text is never taken from the element.
 */
export declare function requireAcknowledgement(options: Options): Promise<Result>;

declare global {
  interface HTMLElementTagNameMap {
    "ciente-notice": CienteNotice;
  }
  interface HTMLElementEventMap extends CienteEventMap {}
  interface DocumentEventMap extends CienteEventMap {}
  interface WindowEventMap extends CienteEventMap {}
}
