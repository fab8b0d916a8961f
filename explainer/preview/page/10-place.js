/* When the page is reloaded, the reader stays at the same place: what is at the top of the window, what is open, where the
   focus is. Elements are found again by their names and texts, since an edit may have moved them. */
const KEY = `_explainer:${location.pathname}`;
const scope = document.querySelector(".md-content") ?? document.querySelector("main") ?? document.body;
let opener, lastTarget;

const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const textOf = (element) => element.textContent.trim().slice(0, 200);

function describe(element, within = document) {
  const tag = element.localName;
  return { tag, id: element.id, text: textOf(element), index: all(tag, within).indexOf(element) };
}

function findAgain({ tag, id, text, index }, within = document) {
  const alike = all(tag, within);
  const near = (one, other) => Math.abs(alike.indexOf(one) - index) - Math.abs(alike.indexOf(other) - index);
  const same = alike.filter((element) => textOf(element) === text).sort(near);
  return same.find((element) => element.id === id) ?? (id ? document.getElementById(id) : null) ?? same[0] ?? alike[index];
}

const headerBottom = () => Math.max(0, document.querySelector(".md-header")?.getBoundingClientRect().bottom ?? 0);

function topBlock() {
  const top = headerBottom();
  const blocks = all("h1,h2,h3,h4,h5,h6,p,li,dt,dd,tr,pre,figure,summary", scope);
  const first = blocks.find((block) => block.offsetHeight && block.getBoundingClientRect().bottom > top);
  return first && { ...describe(first, scope), top: first.getBoundingClientRect().top };
}

function keep() {
  const active = document.activeElement;
  const preview = document.querySelector(".ex-preview:popover-open");
  const state = {
    scroll: scrollY > 4 && topBlock(),
    open: all("details").map((details) => [describe(details.querySelector("summary") ?? details), details.open]),
    focus: active && active !== document.body && describe(active),
    text: active?.matches("input, textarea") && [active.value, active.selectionStart],
    preview: preview && opener?.isConnected && describe(opener),
  };
  sessionStorage.setItem(KEY, JSON.stringify(state));
}

function scrollTo(scroll) {
  const element = scroll && findAgain(scroll, scope);
  if (element) scrollBy({ top: element.getBoundingClientRect().top - scroll.top, behavior: "instant" });
}

function restore({ scroll, open, focus, text, preview }) {
  for (const [summary, isOpen] of open) {
    const details = findAgain(summary)?.closest("details");
    if (details) details.open = isOpen;
  }
  scrollTo(scroll);
  const active = focus ? findAgain(focus) : null;
  active?.focus({ preventScroll: true });
  if (active && text) restoreInput(active, ...text);
  const from = preview ? findAgain(preview) : null;
  if (from && !document.querySelector(".ex-preview:popover-open")) clickOn(from);
}

function restoreInput(input, value, at) {
  if (input.value === value) return;
  input.value = value;
  if (at !== null) input.setSelectionRange(at, at);
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

function clickOn(element) {
  const { left, top } = element.getBoundingClientRect();
  addEventListener("click", (event) => event.preventDefault(), { once: true }); // follow no link
  element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, detail: 1, clientX: left, clientY: top + 1 }));
}

for (const type of ["click", "focusin", "pointerover"]) addEventListener(type, ({ target }) => (lastTarget = target), true);
addEventListener("toggle", (event) => event.newState === "open" && event.target.popover && (opener = event.source ?? lastTarget), true);

const kept = sessionStorage.getItem(KEY);
sessionStorage.removeItem(KEY);
if (kept) {
  const state = JSON.parse(kept);
  let hasMoved = false;
  for (const type of ["wheel", "touchstart", "keydown", "pointerdown"]) addEventListener(type, () => (hasMoved = true), { once: true });
  addEventListener("load", () => {
    if (!hasMoved) scrollTo(state.scroll);
  });
  addEventListener("pagehide", () => (history.scrollRestoration = "auto")); // for those who come back
  document.documentElement.style.visibility = ""; // hidden elements take no focus
  try {
    restore(state);
  } catch (error) {
    console.warn(error); // the page has changed too much; go on following the files
  }
}
