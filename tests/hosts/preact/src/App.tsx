// The element in JSX: attributes, the property `authorize`, a listener; the effect waits for what the user does.
import "ciente/preact";
import type { CienteNotice, Result } from "ciente";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

export function App() {
  const [user, setUser] = useState<string>();
  const [result, setResult] = useState<Result>();
  const [record, setRecord] = useState("");
  const notice = useRef<CienteNotice>(null);

  // Before the next user is written into the element: a call that this ends tells nobody.
  useLayoutEffect(() => {
    const element = notice.current;
    if (!user || !element) return;
    let isCurrent = true;
    element.require().then((ended) => isCurrent && setResult(ended));
    return () => {
      isCurrent = false;
      element.reset();
    };
  }, [user]);

  const authorize = async () => ({ authorization: `Bearer ${await (await fetch(`/session?${user}`)).text()}` });
  const logIn = (event: SubmitEvent) => {
    event.preventDefault();
    setUser(String(new FormData(event.currentTarget as HTMLFormElement).get("name")));
  };
  const logOut = () => {
    setUser(undefined);
    setResult(undefined);
    setRecord("");
  };

  return (
    <>
      <h1>A Preact app</h1>
      {result ? (
        <section>
          <p id="outcome">{`${result.outcome} ${result.delivery}`}</p>
          <p id="record">{record}</p>
          <button id="lookup" type="button" onClick={() => notice.current?.open()}>
            Privacy notice
          </button>
          <button id="logout" type="button" onClick={logOut}>
            Log out
          </button>
        </section>
      ) : (
        <form onSubmit={logIn}>
          <label>
            Name <input name="name" required />
          </label>
          <button>Log in</button>
        </form>
      )}
      <ciente-notice
        ref={notice}
        notice="/notices/im"
        endpoint="/v1/acknowledgements"
        tenant="hosts"
        subject={user ?? ""}
        authorize={authorize}
        onciente-recorded={({ detail }) => setRecord(detail.id)}
      />
    </>
  );
}
