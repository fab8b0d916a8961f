/* Words that are selected in the article become an annotation: a key, or the button beside them, opens a dialog, which
   gets the stanza from the server. It sends words, never offsets: the server counts other characters. */
const KINDS = { claim: "Claim", date: "Date", actor: "Actor", term: "Term" };
const AROUND = 400; // characters before and after the selection, by which the server tells equal words apart
// What is no word of the article: the numbers of notes, and what visible.py leaves out
const UNREAD = `[data-ex-added], .ex-ref, .headerlink, .footnote-backref, sup:has(.footnote-ref), [hidden]:not([hidden=until-found]), applet, audio, canvas, datalist,
  head, iframe, noembed, noframes, noscript, object, plaintext, rp, rt, rtc, script, select, style, template, textarea, title, video, xmp`;
const article = document.querySelector(".ex-article[data-article]");

function make(tag, properties = {}, ...children) {
  const { data, aria, ...others } = properties;
  const element = Object.assign(document.createElement(tag), others);
  Object.assign(element.dataset, data);
  for (const [name, value] of Object.entries(aria ?? {})) element.setAttribute(`aria-${name}`, value);
  element.append(...children);
  return element;
}

/* What is selected, if any of it is in the article. */
function chosen() {
  const selection = getSelection();
  const range = article && selection.rangeCount && !selection.isCollapsed && selection.getRangeAt(0);
  return range && range.intersectsNode(article) ? range : null;
}

function words(startNode, start, endNode, end) {
  const range = document.createRange();
  range.setStart(startNode, start);
  range.setEnd(endNode, end);
  const copy = range.cloneContents();
  for (const formula of copy.querySelectorAll("[data-typed]")) formula.replaceWith(formula.dataset.typed);
  for (const element of copy.querySelectorAll(UNREAD)) element.remove();
  return copy.textContent;
}

/* Formulas that a script of the site has drawn are words as they were typed: as the page was when it came. */
const FORMULAS = ".ex-article .arithmatex";
async function keepFormulas() {
  const answer = await fetch(location.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const typed = all(FORMULAS, page);
  for (const [index, formula] of all(FORMULAS).entries()) formula.dataset.typed = typed[index]?.textContent ?? "";
}

/* The formula in which a range begins or ends, if it does. */
const formulaAt = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement).closest("[data-typed]");

function asked(range) {
  const whole = document.createRange();
  whole.selectNodeContents(article);
  const inside = range.cloneRange();
  const starts = range.compareBoundaryPoints(Range.START_TO_START, whole) < 0;
  const ends = range.compareBoundaryPoints(Range.END_TO_END, whole) > 0;
  if (starts) inside.setStart(whole.startContainer, whole.startOffset);
  if (ends) inside.setEnd(whole.endContainer, whole.endOffset);
  const [first, last] = [inside.startContainer, inside.endContainer].map(formulaAt);
  if (first) inside.setStartBefore(first);
  if (last) inside.setEndAfter(last);
  const { startContainer, startOffset, endContainer, endOffset } = inside;
  return {
    article: article.dataset.article,
    words: words(startContainer, startOffset, endContainer, endOffset),
    // no half of a pair of UTF-16
    before: words(article, 0, startContainer, startOffset).slice(-AROUND).replace(/^[\uDC00-\uDFFF]/, ""),
    after: words(endContainer, endOffset, article, article.childNodes.length).slice(0, AROUND).replace(/[\uD800-\uDBFF]$/, ""),
    outside:
      (starts ? words(range.startContainer, range.startOffset, article.parentNode, childIndex()) : "") +
      (ends ? words(article.parentNode, childIndex() + 1, range.endContainer, range.endOffset) : ""),
  };
}

const childIndex = () => [...article.parentNode.childNodes].indexOf(article);

/* --- the button --- */

const opens = make("button", { type: "button", className: "opens", hidden: true, aria: { keyshortcuts: "A" } }, "Annotate ", make("kbd", {}, "A"));
opens.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
opens.addEventListener("click", () => open());

let held = false;
let settling;
function settle() {
  clearTimeout(settling);
  opens.hidden = true;
  if (!held) settling = setTimeout(beside, 150); // the selection is still growing
}

function released({ target }) {
  held = false;
  if (target !== host) settle(); // a button that is hidden is not clicked
}

function beside() {
  const range = chosen();
  const box = range && !dialog.open && [...range.getClientRects()].filter((each) => each.width).at(-1);
  opens.hidden = !box || box.bottom < bar() || box.top > innerHeight;
  if (opens.hidden) return;
  const lowest = innerHeight - opens.offsetHeight - 4 - (problems.firstChild ? problems.offsetHeight : 0);
  opens.style.insetBlockStart = `${Math.min(box.bottom + 8, lowest)}px`;
  opens.style.left = `${Math.max(4, Math.min(box.right, innerWidth - opens.offsetWidth - 4))}px`;
}

if (article) {
  document.addEventListener("selectionchange", settle);
  document.addEventListener("pointerdown", ({ pointerType, target }) => (held = pointerType === "mouse" && target !== host), true);
  for (const type of ["pointerup", "pointercancel"]) document.addEventListener(type, released, true);
  document.addEventListener("scroll", settle, { passive: true });
  addEventListener("keydown", pressed, true); // before the keys of the theme
  addEventListener("load", listed);
  if (document.querySelector(FORMULAS)) keepFormulas();
}

/* Among the keys of the site, which are listed by its own script. */
function listed() {
  const row = make("div", {}, make("dt", {}, make("kbd", {}, "a")), make("dd", {}, "annotate the selected words"));
  document.querySelector(".ex-help dl")?.append(row);
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (dialog.open) return pressedInDialog(event);
  if (event.key === "Escape") opens.hidden = true;
  if (event.key.toLowerCase() !== "a" || event.target.closest?.("input, textarea, select, [contenteditable]") || !chosen()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  open();
}

function pressedInDialog(event) {
  event.stopImmediatePropagation();
  const kind = Object.keys(KINDS).find((each) => each[0] === event.key.toLowerCase());
  if (!kind || shadow.activeElement?.matches("input, select, textarea:not([readonly])")) return;
  event.preventDefault();
  choose(kind);
}

/* --- the dialog --- */

const quoted = make("blockquote", { dir: "auto" });
const kinds = Object.entries(KINDS).map(([kind, name]) =>
  make("button", { type: "button", data: { kind }, aria: { pressed: "false", keyshortcuts: name[0] } }, make("u", {}, name[0]), name.slice(1)),
);
const said = make("div", { className: "said" });
said.setAttribute("role", "alert");
const fields = make("div", { className: "fields" });
const stanza = make("textarea", { readOnly: true, rows: 6, spellcheck: false, dir: "ltr", id: "stanza", wrap: "off" });
const where = make("div", { className: "where", id: "where" });
const copies = make("button", { type: "button" }, "Copy");
const adds = make("button", {}, "Add");
const closes = make("button", { type: "button" }, "Close");
const made = make("div", { hidden: true }, fields, make("label", { htmlFor: "stanza" }, "To paste"), stanza, where);
stanza.setAttribute("aria-describedby", "where");
const form = make(
  "form",
  { noValidate: true },
  make("h2", { id: "annotate" }, "Annotate"),
  quoted,
  make("div", { className: "kinds", role: "group", ariaLabel: "What it is" }, ...kinds),
  said,
  made,
  make("div", { className: "actions" }, adds, copies, closes),
);
const dialog = make("dialog", { aria: { labelledby: "annotate" } }, form);
shadow.append(opens, dialog);
host.setAttribute("contenteditable", "false"); // by which the site's own keys know that it is typed in here

let question, asking, answering;

function open() {
  question = asked(chosen());
  opens.hidden = made.hidden = true;
  quoted.textContent = question.words.trim().replace(/\s+/g, " ");
  adds.disabled = copies.disabled = true;
  tell("Choose what it is.");
  for (const button of kinds) button.setAttribute("aria-pressed", "false");
  dialog.showModal();
  kinds[0].focus();
}

async function send(path, more) {
  try {
    const answer = await fetch(`/_explainer/${path}`, { method: "POST", body: JSON.stringify({ ...question, ...more }) });
    return answer.headers.get("Content-Type") === "application/json" ? await answer.json() : { message: await answer.text() };
  } catch {
    return { message: "The preview is not responding; is it still running?" };
  }
}

async function choose(kind) {
  for (const button of kinds) button.setAttribute("aria-pressed", String(button.dataset.kind === kind));
  question = { ...question, kind };
  await ask();
  if (made.hidden) return;
  const empty = all("input, select, textarea", fields);
  (empty.find((input) => !input.value) ?? empty[0]).focus();
}

/* The last question counts, whichever is answered first. */
async function ask(values) {
  const mine = (asking = {});
  answering = send("stanza", values && { values });
  const answer = await answering;
  if (mine === asking) fill(answer, !values);
}

function fill(answer, isNew) {
  made.hidden = copies.disabled = !answer.stanza;
  adds.disabled = !answer.can_add;
  if (!answer.stanza) return tell(answer.message, answer.links);
  tell();
  for (const note of answer.notes) said.append(make("p", {}, `${note.message} `, ...links(note.links)));
  if (isNew) fields.replaceChildren(...answer.fields.map(asField));
  stanza.value = answer.stanza;
  stanza.rows = answer.stanza.split("\n").length - 1;
  const place = answer.is_new ? [make("b", {}, answer.file), ", a new file"] : links(answer.links);
  where.replaceChildren("It belongs at the end of ", make("code", {}, `${answer.key}:`), " in ", ...place, answer.is_new || !answer.line ? "." : `, line ${answer.line}.`);
  adds.textContent = `Add to ${answer.file}`;
}

function asField({ name, value, says, choices, known, required, long }) {
  const control = choices.length
    ? make("select", {}, make("option", { value: "" }, "Choose …"), ...choices.map((each) => make("option", { value: each }, each)))
    : make(long ? "textarea" : "input", { dir: "auto" });
  Object.assign(control, { name, id: `field-${name}`, value, required });
  const hint = says ? make("small", { id: `says-${name}` }, says) : "";
  if (hint) control.setAttribute("aria-describedby", hint.id);
  const list = known.length ? make("datalist", { id: `known-${name}` }, ...known.map((each) => make("option", each))) : "";
  if (list) control.setAttribute("list", list.id);
  return make("div", {}, make("label", { htmlFor: control.id }, required ? name : `${name} (optional)`), control, list, hint);
}

function tell(message = "", more = []) {
  said.replaceChildren(...(message ? [make("p", {}, `${message} `, ...links(more))] : []));
}

const links = (found = []) => found.flatMap(({ address, words }, at) => [at ? " · " : "", make("a", { href: address, target: "_blank" }, words)]);
const filled = () => Object.fromEntries(all("input, select, textarea", fields).map(({ name, value }) => [name, value]));

async function copy() {
  await answering;
  try {
    await navigator.clipboard.writeText(stanza.value);
    tell("Copied.");
  } catch {
    stanza.select();
    tell(document.execCommand("copy") ? "Copied." : "Selected: copy it with Ctrl+C or ⌘C.");
  }
}

async function add() {
  adds.disabled = true;
  await answering; // which would wipe out what is told here
  const answer = await send("entry", { values: filled() });
  adds.disabled = false;
  if (!answer.added) return tell(answer.message, answer.links);
  dialog.close();
  status.textContent = `Added to ${answer.added}, line ${answer.line}.`;
}

for (const button of kinds) button.addEventListener("click", () => choose(button.dataset.kind));
fields.addEventListener("input", () => ask(filled()));
copies.addEventListener("click", copy);
closes.addEventListener("click", () => dialog.close());
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!adds.disabled) add();
});
