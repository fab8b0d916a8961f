/* Moving about by single keys, which can be switched off (WCAG 2.1.4), those of the theme with them. */
/* What each does, and whether there is such a thing on the page: most are for annotations. */
const HELP = [
  ["j", "next annotation"],
  ["k", "previous annotation"],
  ["g", "to its note, and back to the words"],
  ["c", "clean reading"],
  ["1 2 3 4", "claims, dates, actors, terms"],
  ["/", "search", document.querySelector(".md-search")],
  ["?", "these keys", true],
];
const OF_THEME = "fs/n.p,";

const press = (selector) => () => document.querySelector(selector)?.click();
const ACTIONS = {
  j: () => step(1),
  k: () => step(-1),
  g: toNoteOrBack,
  c: press(".ex-clean"),
  ...Object.fromEntries(Object.keys(LAYERS).map((name, index) => [index + 1, press(`.ex-tools [name=${name}]`)])),
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
  const note = here.closest(".ex-note") ?? document.querySelector(".ex-note:target");
  const arrived = here === document.body && document.querySelector(".ex-here");
  if (here.matches(".ex-ref")) goTo(document.getElementById(here.hash.slice(1)));
  else if (arrived) goTo(noteOf(refsOf(arrived)[0]));
  else if (note?.dataset.preview) goTo(numbersOf(note.dataset.preview)[0]);
}

function goTo(element) {
  if (!element) return;
  element.scrollIntoView({ block: "center" });
  element.focus({ preventScroll: true });
}

function buildHelp() {
  const here = HELP.filter(([, , isHere = tools]) => isHere);
  const rows = here.map(([key, what]) => make("div", {}, make("dt", {}, make("kbd", {}, key)), make("dd", {}, what)));
  const single = make("input", { type: "checkbox", checked: memory.get("keys") !== "off" });
  single.addEventListener("change", () => memory.set("keys", single.checked ? "on" : "off"));
  const dialog = make("dialog", { className: "ex-help md-typeset" });
  dialog.setAttribute("aria-labelledby", "_keys");
  dialog.append(
    make("h2", { id: "_keys" }, "Keys"),
    make("label", {}, single, " Single keys work"), /* the focus begins here, at the top */
    make("dl", {}, ...rows),
    make("form", { method: "dialog" }, make("button", {}, "Close")),
  );
  document.body.append(dialog);
  const button = make("button", { type: "button", className: "ex-keys" }, "Keys");
  button.addEventListener("click", () => dialog.showModal());
  document.querySelector(".ex-tools fieldset, .md-copyright")?.append(button);
  return dialog;
}

const help = buildHelp();
addEventListener(
  "keydown",
  (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    if (target.closest?.("input:not([type=checkbox]), select, textarea, [contenteditable], .md-search")) return;
    if (memory.get("keys") === "off") {
      if (OF_THEME.includes(key)) event.stopImmediatePropagation(); /* on every page */
    } else if ((tools || key === "?") && ACTIONS[key]) {
      event.preventDefault();
      ACTIONS[key]();
    }
  },
  true,
);
