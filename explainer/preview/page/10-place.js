/* A page that is loaded anew is read on at the same place: what stood at the top of the window, what was open, where the
   keyboard was. Elements are found again by what they are and say, since an edit may have moved them. */
const KEY = `_explainer:${location.pathname}`;
const scope = document.querySelector(".md-content") ?? document.querySelector("main") ?? document.body;
let opener, pointed;

const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const says = (element) => element.textContent.trim().slice(0, 200);

function described(element, within = document) {
  const tag = element.localName;
  return { tag, id: element.id, text: says(element), index: all(tag, within).indexOf(element) };
}

function found({ tag, id, text, index }, within = document) {
  const alike = all(tag, within);
  const near = (one, other) => Math.abs(alike.indexOf(one) - index) - Math.abs(alike.indexOf(other) - index);
  const same = alike.filter((element) => says(element) === text).sort(near);
  return same.find((element) => element.id === id) ?? (id ? document.getElementById(id) : null) ?? same[0] ?? alike[index];
}

const bar = () => Math.max(0, document.querySelector(".md-header")?.getBoundingClientRect().bottom ?? 0);

function atTop() {
  const top = bar();
  const blocks = all("h1,h2,h3,h4,h5,h6,p,li,dt,dd,tr,pre,figure,summary", scope);
  const first = blocks.find((block) => block.offsetHeight && block.getBoundingClientRect().bottom > top);
  return first && { ...described(first, scope), top: first.getBoundingClientRect().top };
}

function keep() {
  const active = document.activeElement;
  const preview = document.querySelector(".ex-preview:popover-open");
  const state = {
    scroll: scrollY > 4 && atTop(),
    open: all("details").map((details) => [described(details.querySelector("summary") ?? details), details.open]),
    focus: active && active !== document.body && described(active),
    text: active?.matches("input, textarea") && [active.value, active.selectionStart],
    preview: preview && opener?.isConnected && described(opener),
  };
  sessionStorage.setItem(KEY, JSON.stringify(state));
}

function scrollTo(scroll) {
  const element = scroll && found(scroll, scope);
  if (element) scrollBy({ top: element.getBoundingClientRect().top - scroll.top, behavior: "instant" });
}

function restore({ scroll, open, focus, text, preview }) {
  for (const [summary, isOpen] of open) {
    const details = found(summary)?.closest("details");
    if (details) details.open = isOpen;
  }
  scrollTo(scroll);
  const active = focus ? found(focus) : null;
  active?.focus({ preventScroll: true });
  if (active && text) typed(active, ...text);
  const from = preview ? found(preview) : null;
  if (from && !document.querySelector(".ex-preview:popover-open")) clicked(from);
}

function typed(input, value, at) {
  if (input.value === value) return;
  input.value = value;
  if (at !== null) input.setSelectionRange(at, at);
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

function clicked(element) {
  const { left, top } = element.getBoundingClientRect();
  addEventListener("click", (event) => event.preventDefault(), { once: true }); // follow no link
  element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, detail: 1, clientX: left, clientY: top + 1 }));
}

for (const type of ["click", "focusin", "pointerover"]) addEventListener(type, ({ target }) => (pointed = target), true);
addEventListener("toggle", (event) => event.newState === "open" && event.target.popover && (opener = event.source ?? pointed), true);

const kept = sessionStorage.getItem(KEY);
sessionStorage.removeItem(KEY);
if (kept) {
  const state = JSON.parse(kept);
  let moved = false;
  for (const type of ["wheel", "touchstart", "keydown", "pointerdown"]) addEventListener(type, () => (moved = true), { once: true });
  addEventListener("load", () => {
    if (!moved) scrollTo(state.scroll);
  });
  addEventListener("pagehide", () => (history.scrollRestoration = "auto")); // for who comes back
  document.documentElement.style.visibility = ""; // what is hidden takes no focus
  try {
    restore(state);
  } catch (error) {
    console.warn(error); // the page is another one now; following the files goes on
  }
}
