import { watch } from "./Media/MessageFile.razor.js";

const near = 80;

// Opens at the first unread message or the end; follows new messages only from the end; keeps its place when older ones
// come in above.
export function keep(scroller, page) {
  const stop = new AbortController();
  const files = watch(scroller);
  const jump = scroller.querySelector("[data-jump]");
  let atEnd = true;
  let anchor = null;
  let seen = "";

  const toEnd = () => { scroller.scrollTop = scroller.scrollHeight; };
  const tellSeen = () => {
    if (!atEnd || document.visibilityState !== "visible") return;
    const last = scroller.querySelector(".message:last-of-type");
    const now = `${scroller.querySelectorAll(".message").length} ${last?.textContent ?? ""}`;
    if (now === seen) return;
    seen = now;
    page.invokeMethodAsync("SeenAsync").catch(() => { });
  };
  const look = () => {
    atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < near;
    if (atEnd) {
      jump.hidden = true;
      tellSeen();
    }
    if (scroller.scrollTop < near) scroller.querySelector("[data-older]:not(:disabled)")?.click();
  };

  const changes = new MutationObserver(records => {
    if (anchor !== null && records.some(record => record.addedNodes.length > 0)) {
      scroller.scrollTop = scroller.scrollHeight - anchor;
      anchor = null;
    } else if (atEnd) {
      toEnd();
      tellSeen();
    } else if (records.some(record => [...record.addedNodes].some(node => node.classList?.contains("message")))) {
      jump.hidden = false;
    }
  });
  changes.observe(scroller.querySelector(".column"), { childList: true, subtree: true, characterData: true });
  const size = new ResizeObserver(() => { if (atEnd) toEnd(); });
  size.observe(scroller);

  const unread = scroller.querySelector("[data-unread]");
  if (unread) scroller.scrollTop = unread.offsetTop - near;
  if (!unread || scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < near) toEnd();
  look();
  scroller.addEventListener("scroll", look, { passive: true, signal: stop.signal });
  document.addEventListener("visibilitychange", tellSeen, { signal: stop.signal });
  jump.addEventListener("click", toEnd, { signal: stop.signal });
  // Tab reaches one message's buttons; up and down lead to the others, left and right between the two.
  scroller.addEventListener("keydown", event => {
    const here = event.target.closest?.("[data-actions] .buttons button");
    if (!here) return;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const own = [...here.parentElement.children];
    const rows = [...scroller.querySelectorAll("[data-actions] .buttons")];
    const next = step ? rows[rows.indexOf(here.parentElement) + step]?.children[own.indexOf(here)]
      : event.key === "ArrowLeft" ? own[0] : event.key === "ArrowRight" ? own[1] : null;
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }, { signal: stop.signal });
  scroller.addEventListener("click", event => {
    if (event.target.closest?.("[data-reply]")) document.querySelector("[data-composer]")?.focus();
  }, { signal: stop.signal });

  return {
    hold: () => { anchor = scroller.scrollHeight - scroller.scrollTop; },
    dispose: () => {
      files();
      stop.abort();
      changes.disconnect();
      size.disconnect();
    }
  };
}
