// What is typed, ticked or chosen before the page answers goes into the elements that take the place of the first ones, as
// if it were done there: the server hears of it then. For every page of the frame and every native control.
const fields = "input, textarea, select";
const lasting = 10_000; // how long a field may take to come once the page answers
const kept = new Map();
const stop = new AbortController();
let focused = null;

// By its id, its name or, failing both, its place among those without.
const keyOf = field => field.id || field.name && `${field.name} ${field.type === "radio" ? field.value : ""}`
  || `nth ${[...document.querySelectorAll(fields)].filter(other => !other.id && !other.name).indexOf(field)}`;
const early = field => field?.matches?.(fields) && field.closest("[data-interactive=false]") !== null;

function keep(field) {
  if (early(field) && field.type !== "file") kept.set(keyOf(field), field);
}

function put(field, old) {
  if (field.type === "checkbox" || field.type === "radio") {
    if (field.checked !== old.checked) field.click();
  } else if (field.value !== old.value) {
    field.value = old.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function focus(field, old) {
  field.focus();
  if (old.selectionStart !== null && old.selectionStart !== undefined) field.setSelectionRange(old.selectionStart, old.selectionEnd);
}

// Blazor removes the first elements and puts the answering ones in their place; some come a moment later, with their data.
function restore() {
  const gone = [...kept].filter(([, old]) => !old.isConnected);
  if (gone.length === 0 && (focused === null || focused.old.isConnected)) return;
  const now = new Map([...document.querySelectorAll(fields)].map(field => [keyOf(field), field]));
  for (const [key, old] of gone) {
    const field = now.get(key);
    if (field?.type !== old.type) continue;
    kept.delete(key);
    put(field, old);
  }
  const target = focused && !focused.old.isConnected && now.get(focused.key);
  if (!target) return;
  const { old } = focused;
  focused = null;
  focus(target, old);
  // The router means well and moves to the title; whoever is writing stays where they write.
  document.addEventListener("focusin", event => {
    if (event.target.localName === "h1" && target.isConnected) focus(target, target);
  }, { signal: AbortSignal.timeout(lasting), once: true });
}

for (const name of ["input", "change"])
  document.addEventListener(name, event => keep(event.target), { capture: true, signal: stop.signal });
document.addEventListener("focusin", event => {
  focused = early(event.target) ? { key: keyOf(event.target), old: event.target } : null;
}, { signal: stop.signal });
document.addEventListener("focusout", event => {
  // An element that is removed loses the focus too, but not because somebody went elsewhere.
  queueMicrotask(() => {
    if (event.target.isConnected && focused?.old === event.target && document.activeElement !== event.target) focused = null;
  });
}, { signal: stop.signal });

// Whoever was faster than this script.
if (early(document.activeElement)) {
  focused = { key: keyOf(document.activeElement), old: document.activeElement };
  if (document.activeElement.value !== document.activeElement.defaultValue) keep(document.activeElement);
}

new MutationObserver((_, observer) => {
  restore();
  if (document.querySelector("[data-interactive=true]") === null || stop.signal.aborted) return;
  stop.abort();
  setTimeout(() => observer.disconnect(), lasting);
}).observe(document.documentElement, { childList: true, subtree: true });
