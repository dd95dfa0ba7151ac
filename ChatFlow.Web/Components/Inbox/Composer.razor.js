import { attach } from "./Media/Attachments.razor.js";

// Enter sends, Shift+Enter starts a line. Messages leave one after another, in the order they were written.
export function compose(root, page, contact, longest) {
  const stop = new AbortController();
  const box = root.querySelector("[data-composer]");
  const button = root.querySelector("[data-send]");
  const left = root.querySelector(".left");
  const draft = `draft ${contact}`;
  let last = Promise.resolve();
  let files = null;

  const show = () => {
    const length = box.value.trim().length;
    left.textContent = longest - length < 200 ? String(longest - length) : "";
    left.classList.toggle("is-over", length > longest);
    button.disabled = (length === 0 && !files?.count()) || length > longest || files?.blocked() === true;
    if (box.value) sessionStorage.setItem(draft, box.value);
    else sessionStorage.removeItem(draft);
  };
  const fill = text => {
    box.value = text;
    show();
  };
  const send = () => {
    const text = box.value.trim();
    if (button.disabled) return;
    fill("");
    last = last.then(async () => {
      let sent = false;
      try {
        const rest = await files.send(text);
        sent = rest === "" || (rest !== null && await page.invokeMethodAsync("SendAsync", rest));
      } finally {
        if (!sent && text) fill(box.value ? `${text}\n${box.value}` : text);
      }
    }).catch(() => { });
  };

  files = attach(root, box, page, show);
  // What was typed before this script arrived stays (js/early.js), below the draft.
  const started = sessionStorage.getItem(draft) ?? "";
  fill(!box.value || box.value === started ? started : started ? `${started}\n${box.value}` : box.value);
  box.addEventListener("input", show, { signal: stop.signal });
  box.addEventListener("keydown", event => {
    if (event.key === "Escape") box.blur();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  }, { signal: stop.signal });
  button.addEventListener("click", () => {
    send();
    box.focus();
  }, { signal: stop.signal });
  box.dataset.ready = "";
  return {
    dispose: () => {
      stop.abort();
      files.dispose();
    }
  };
}
