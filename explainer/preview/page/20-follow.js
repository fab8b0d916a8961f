/* Told by the server that something changed, ask what that is for this page: nothing, its problems, its style sheets, or
   more, for which it is loaded anew. A page in the background waits: a browser has few connections to one server. */
const own = document.currentScript.dataset;
const host = document.getElementById("_explainer");
const shadow = host.shadowRoot ?? attached();
const problems = shadow.querySelector("section");
const status = shadow.querySelector("[role=status]");
const COLLAPSED = "_explainer:collapsed";
let { version, page, styles } = own;
let events, looking;

function attached() {
  const root = host.attachShadow({ mode: "open" });
  root.append(host.firstElementChild.content);
  return root;
}

async function look() {
  const dialog = shadow.querySelector("dialog[open]"); // what is being filled in there stays
  if (dialog) return dialog.addEventListener("close", () => told({ data: "" }), { once: true });
  const here = encodeURIComponent(location.pathname + location.search);
  const state = await (await fetch(`/_explainer/state?page=${here}`)).json();
  if (state.page !== page) {
    keep();
    return location.reload();
  }
  if (state.styles !== styles) restyle((styles = state.styles));
  show(state.panel);
}

/* The old style sheet stays until the new one is there. */
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

/* Collapsed once, it stays collapsed; what it says is read out, and the end of the page can be scrolled above it. */
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

function told({ data }) {
  if (data === version) return;
  version = data;
  looking = (looking ?? Promise.resolve()).then(look).catch(() => {}); // one after the other; the server may be gone
}

function follow() {
  events?.close();
  events = undefined;
  if (document.hidden) return;
  events = new EventSource("/_explainer/events");
  events.onmessage = told;
  events.onerror = ({ target }) => target.readyState === EventSource.CLOSED && setTimeout(follow, 2000);
}

document.addEventListener("visibilitychange", follow);
arrange();
follow();
