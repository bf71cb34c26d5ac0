// Before the page's own scripts: when the notice can be read, and when pressing its button has had its effect. `TEXT` and
// `BUTTON` are paths of selectors, each within the shadow root of the one before, or within the element where it has none.
((text, button) => {
  let end;
  const seen = (globalThis.seen = { readable: 0, kept: 0, gone: 0, shift: 0, over: new Promise((done) => (end = done)) });
  const at = (path) => path.reduce((root, css) => (root?.shadowRoot ?? root)?.querySelector(css), document);

  // What a reader sees: it has words, its beginning is on the screen, and it is at least half opaque.
  const isSeen = (element) => {
    if (!element?.textContent.trim() || !element.checkVisibility({ visibilityProperty: true })) return false;
    const { x, y, width, height } = element.getBoundingClientRect();
    if (!width || !height || x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) return false;
    let opacity = 1;
    for (let node = element; node; node = node.assignedSlot ?? node.parentElement ?? node.getRootNode().host)
      opacity *= Number(getComputedStyle(node).opacity);
    return opacity >= 0.5;
  };
  // A task that a frame posts runs when the frame has been drawn.
  const drawn = (then) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => then(performance.now());
    channel.port2.postMessage(0);
  };

  // Where peers keep a decision. Ciente's is kept when the endpoint has it, and the element says so.
  const stored = () => document.cookie + JSON.stringify({ ...localStorage, ciente: undefined });
  let before;
  document.addEventListener("ciente-recorded", () => (seen.kept ||= performance.now()));

  const frame = () => {
    const isThere = isSeen(at(text));
    if (isThere && !seen.readable) drawn((now) => (seen.readable ||= now));
    // From the first frame in which it can be seen, in every frame until the press has had its effect.
    const target = seen.readable && !seen.kept && at(button);
    if (target && isSeen(target)) {
      before ??= stored();
      target.click();
    }
    if (before !== undefined && !seen.kept && stored() !== before) seen.kept = performance.now();
    if (seen.kept && !isThere) {
      drawn((now) => {
        seen.gone ||= now;
        end();
      });
    } else requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);

  const shifted = (list) => list.getEntries().forEach((entry) => (seen.shift += entry.hadRecentInput ? 0 : entry.value));
  new PerformanceObserver(shifted).observe({ type: "layout-shift", buffered: true });
})(TEXT, BUTTON);
