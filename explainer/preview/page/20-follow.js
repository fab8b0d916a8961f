/* When the server reports a change, ask what it means for this page: nothing, other problems, other style sheets, or more,
   for which the page is reloaded. A page in the background waits: a browser has few connections to one server. */
const initial = document.currentScript.dataset;
const host = document.getElementById("_explainer");
const shadow = host.shadowRoot ?? attachPanel();
const problems = shadow.querySelector("section");
const status = shadow.querySelector("[role=status]");
const COLLAPSED = "_explainer:collapsed";
let { version, page, styles } = initial;
let events, updating;

function attachPanel() {
  const root = host.attachShadow({ mode: "open" });
  root.append(host.firstElementChild.content);
  return root;
}

async function update() {
  const dialog = shadow.querySelector("dialog[open]"); // do not interrupt what is being filled in
  if (dialog) return dialog.addEventListener("close", () => receive({ data: "" }), { once: true });
  const here = encodeURIComponent(location.pathname + location.search);
  const state = await (await fetch(`/_explainer/state?page=${here}`)).json();
  if (state.page !== page) {
    keep();
    return location.reload();
  }
  if (state.styles !== styles) restyle((styles = state.styles));
  show(state.panel);
}

/* The old style sheet stays until the new one is loaded. */
function restyle(token) {
  for (const link of all('link[rel="stylesheet"]')) {
    const address = new URL(link.href);
    if (address.origin !== location.origin) continue;
    address.searchParams.set("v", token);
    const fresh = link.cloneNode();
    fresh.href = address;
    fresh.onload = fresh.onerror = () => link.remove();
    link.after(fresh);
  }
}

let shown = problems.innerHTML;
function show(panel) {
  if (panel === shown) return;
  shown = panel;
  const index = all("a, summary", problems).indexOf(shadow.activeElement);
  problems.innerHTML = panel;
  arrange();
  all("a, summary", problems)[index]?.focus();
}

/* The panel stays collapsed if it was. Its summary is read out, and the end of the page can be scrolled above it. */
function arrange() {
  const details = problems.querySelector("details");
  if (details) {
    details.open = !localStorage.getItem(COLLAPSED);
    details.ontoggle = () => (details.open ? localStorage.removeItem(COLLAPSED) : localStorage.setItem(COLLAPSED, "1"));
  }
  setTimeout(() => (status.textContent = details?.querySelector("summary").textContent ?? ""), 100);
}

new ResizeObserver(() => {
  const height = host.offsetHeight ? `${host.offsetHeight}px` : "";
  document.body.style.paddingBlockEnd = document.documentElement.style.scrollPaddingBlockEnd = height;
}).observe(host);

function receive({ data }) {
  if (data === version) return;
  version = data;
  updating = (updating ?? Promise.resolve()).then(update).catch(() => {}); // one after the other; the server may have stopped
}

function follow() {
  events?.close();
  events = undefined;
  if (document.hidden) return;
  events = new EventSource("/_explainer/events");
  events.onmessage = receive;
  events.onerror = ({ target }) => target.readyState === EventSource.CLOSED && setTimeout(follow, 2000);
}

document.addEventListener("visibilitychange", follow);
arrange();
follow();
