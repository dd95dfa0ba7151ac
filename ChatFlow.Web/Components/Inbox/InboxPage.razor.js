// Single letters, and only where nobody is typing: j and k move, r answers, e resolves.
export function listen() {
  const stop = new AbortController();
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable], dialog, .mud-dialog")) return;
    if (document.querySelector("dialog[open], .mud-dialog")) return;
    const act = { j: () => move(1), k: () => move(-1), r: answer, e: resolve }[event.key];
    if (act?.()) event.preventDefault();
  }, { signal: stop.signal });
  return { dispose: () => stop.abort() };
}

function move(step) {
  const rows = [...document.querySelectorAll("[data-conversation]")];
  const open = rows.findIndex(row => row.getAttribute("aria-current") === "page");
  const next = rows[open < 0 ? (step > 0 ? 0 : rows.length - 1) : open + step];
  next?.click();
  next?.scrollIntoView({ block: "nearest" });
  return Boolean(next);
}

// On a message it quotes that one.
function answer() {
  const reply = document.activeElement?.closest(".message")?.querySelector("[data-reply]");
  if (reply) {
    reply.click();
    return true;
  }
  const box = document.querySelector("[data-composer]");
  box?.focus();
  return Boolean(box);
}

function resolve() {
  const button = document.querySelector("[data-resolve]:not(:disabled)");
  button?.click();
  return Boolean(button);
}
