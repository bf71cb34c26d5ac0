// The call, with the page's own element to show the notice in.
import "ciente/solid";
import { requireAcknowledgement, type CienteNotice, type Result } from "ciente";
import { Show, createSignal } from "solid-js";

export function App() {
  const [result, setResult] = createSignal<Result>();
  const [record, setRecord] = createSignal("");
  let notice!: CienteNotice;

  const logIn = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const subject = String(new FormData(event.currentTarget).get("name"));
    setResult(
      await requireAcknowledgement({
        notice: "/notices/im",
        endpoint: "/v1/acknowledgements",
        tenant: "hosts",
        subject,
        authorize: async () => ({ authorization: `Bearer ${await (await fetch(`/session?${subject}`)).text()}` }),
      }),
    );
  };
  const logOut = () => {
    notice.reset();
    setResult(undefined);
    setRecord("");
  };

  return (
    <>
      <h1>A Solid app</h1>
      <Show
        when={result()}
        fallback={
          <form onSubmit={logIn}>
            <label>
              Name <input name="name" required />
            </label>
            <button>Log in</button>
          </form>
        }
      >
        {(ended) => (
          <section>
            <p id="outcome">{`${ended().outcome} ${ended().delivery}`}</p>
            <p id="record">{record()}</p>
            <button id="lookup" type="button" onClick={() => notice.open()}>
              Privacy notice
            </button>
            <button id="logout" type="button" onClick={logOut}>
              Log out
            </button>
          </section>
        )}
      </Show>
      <ciente-notice ref={notice} on:ciente-recorded={({ detail }) => setRecord(detail.id)} />
    </>
  );
}
