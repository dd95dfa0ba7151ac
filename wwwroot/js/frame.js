// Light, dark or the system's: the choice lives in a cookie, so that the server writes it into <html> before the first paint.
// One listener for every switch: it works on static pages and without waiting for a circuit.
const root = document.documentElement;
const cookie = (location.protocol === "https:" ? "__Host-" : "") + "chatflow.theme";
const current = () => root.dataset.theme ?? "system";

function choose(theme) {
  const chosen = theme === "light" || theme === "dark";
  if (chosen) root.dataset.theme = theme;
  else delete root.dataset.theme;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${cookie}=${chosen ? theme : ""}; path=/; samesite=lax; max-age=${chosen ? 31536000 : 0}${secure}`;
  document.querySelectorAll("cf-theme-switch").forEach(element => element.show());
}

document.addEventListener("click", event => {
  const button = event.target.closest?.("[data-set-theme]");
  if (button) choose(button.dataset.setTheme);
});

customElements.define("cf-theme-switch", class extends HTMLElement {
  connectedCallback() {
    // Blazor inserts the element before its children.
    requestAnimationFrame(() => this.show());
  }

  show() {
    this.querySelectorAll("[data-set-theme]").forEach(button =>
      button.setAttribute("aria-pressed", String(button.dataset.setTheme === current())));
  }
});

// A link to "#main" would leave the page, since <base> is the root.
document.addEventListener("click", event => {
  if (!event.target.closest?.("[data-skip]")) return;
  event.preventDefault();
  document.getElementById("main")?.focus();
});

// Forms that come back to where they were sent from.
document.addEventListener("submit", event => {
  const back = event.target.querySelector?.("input[data-return]");
  if (back) back.value = location.pathname + location.search;
}, true);

// A browser drops only where dragover is answered, dozens of times a second: never over the wire. What was dropped is the
// component's business.
for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, event => {
    if (event.target.closest?.("[data-drops]")) event.preventDefault();
  });
}
document.addEventListener("dragstart", event => {
  if (!event.target.closest?.("[draggable=true]")) return;
  event.dataTransfer.effectAllowed = "copyMove";
  event.dataTransfer.setData("text/plain", "");
});
