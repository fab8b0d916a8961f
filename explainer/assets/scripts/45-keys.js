/* Shortcuts of a single key. They can be switched off (WCAG 2.1.4), and those of the theme with them. */
/* The keys, what each does, and what must be on the page for it: annotations, where nothing else is given. */
const HELP = [
  ["j", "next note"],
  ["k", "previous note"],
  ["g", "to the note, and back to the words"],
  ["1 2 3", "text, notes, everything"],
  ["/", "search", document.querySelector(".md-search")],
  ["?", "keyboard shortcuts", true],
];
const THEME_KEYS = "fs/n.p,";

const ACTIONS = {
  j: () => step(1),
  k: () => step(-1),
  g: toNoteOrBack,
  ...Object.fromEntries(views.map(({ value }, index) => [index + 1, () => choose(value)])),
  "?": () => help.showModal(),
};

function step(by) {
  const numbers = [...article.querySelectorAll(".ex-ref[href]")].filter((number) => number.offsetParent);
  const at = numbers.indexOf(document.activeElement);
  const middle = innerHeight / 3;
  const next = numbers.findIndex((number) => number.getBoundingClientRect().top > middle);
  const to = at >= 0 ? at + by : by > 0 ? next : (next < 0 ? numbers.length : next) - 1;
  goTo(numbers[Math.max(0, Math.min(to, numbers.length - 1))]);
}

function toNoteOrBack() {
  const here = document.activeElement;
  const note = here.closest("[data-preview]") ?? document.querySelector("[data-preview]:target");
  const arrived = here === document.body && document.querySelector(".ex-here");
  if (here.matches(".ex-ref")) goTo(openNote(refOf(here.hash.slice(1))));
  else if (arrived) goTo(openNote(refsOf(arrived)[0]));
  else if (note) goTo(numbersOf(note.dataset.preview)[0]);
}

function goTo(element) {
  if (!element) return;
  reveal(element);
  element.scrollIntoView({ block: "center" });
  element.focus({ preventScroll: true });
}

function buildHelp() {
  const here = HELP.filter(([, , isHere = views[0]]) => isHere);
  const rows = here.map(([key, action]) => make("div", {}, make("dt", {}, make("kbd", {}, key)), make("dd", {}, action)));
  const single = make("input", { type: "checkbox", checked: memory.get("keys") !== "off" });
  single.addEventListener("change", () => memory.set("keys", single.checked ? "on" : "off"));
  const dialog = make("dialog", { className: "ex-help md-typeset" });
  dialog.setAttribute("aria-labelledby", "_keys");
  dialog.append(
    make("h2", { id: "_keys" }, "Keyboard shortcuts"),
    make("label", {}, single, " Use single-key shortcuts"), /* the focus starts here, at the top */
    make("dl", {}, ...rows),
    make("form", { method: "dialog" }, make("button", {}, "Close")),
  );
  document.body.append(dialog);
  const button = make("button", { type: "button", className: "ex-keys" }, "Keyboard shortcuts");
  button.addEventListener("click", () => dialog.showModal());
  document.querySelector(".md-copyright")?.append(button);
  return dialog;
}

const help = buildHelp();
addEventListener(
  "keydown",
  (event) => {
    const { key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help.open) return;
    const [target] = event.composedPath(); /* the field with the focus may be in a shadow tree */
    if (target.closest?.("input:not([type=checkbox], [type=radio]), select, textarea, [contenteditable], .md-search")) return;
    if (memory.get("keys") === "off") {
      if (THEME_KEYS.includes(key)) event.stopImmediatePropagation(); /* on every page */
    } else if ((views[0] || key === "?") && ACTIONS[key]) {
      event.preventDefault();
      ACTIONS[key]();
    }
  },
  true,
);
