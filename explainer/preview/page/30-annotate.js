/* Turn words that are selected in the article into an annotation: a key, or the button beside them, opens a dialog, which
   gets the stanza from the server. It sends words, never offsets: the server counts other characters. */
const KINDS = { claim: "Claim", date: "Date", actor: "Actor", term: "Term" };
const AROUND = 400; // characters before and after the selection, by which the server tells equal words apart
// What is not part of the article's text: the numbers of notes, and what visible.py leaves out
const UNREAD = `[data-ex-added], .ex-ref, .headerlink, .footnote-backref, sup:has(.footnote-ref), [hidden]:not([hidden=until-found]), applet, audio, canvas, datalist,
  head, iframe, meter, noembed, noframes, noscript, object, plaintext, progress, rp, rt, rtc, script, select, style, template, textarea, title, video, xmp`;
const article = document.querySelector(".ex-article[data-article]");

function make(tag, properties = {}, ...children) {
  const { data, aria, ...others } = properties;
  const element = Object.assign(document.createElement(tag), others);
  Object.assign(element.dataset, data);
  for (const [name, value] of Object.entries(aria ?? {})) element.setAttribute(`aria-${name}`, value);
  element.append(...children);
  return element;
}

/* Return the selection, if any of it is in the article. */
function selectedRange() {
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

/* Formulas that a script of the site has drawn count as they were typed, as in the page before the script ran. */
const FORMULAS = ".ex-article .arithmatex";
async function keepFormulas() {
  const answer = await fetch(location.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const typed = all(FORMULAS, page);
  for (const [index, formula] of all(FORMULAS).entries()) formula.dataset.typed = typed[index]?.textContent ?? "";
}

/* Return the formula that a range begins or ends in, if any. */
const formulaAt = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement).closest("[data-typed]");

function requestFor(range) {
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
    // no half of a surrogate pair
    before: words(article, 0, startContainer, startOffset).slice(-AROUND).replace(/^[\uDC00-\uDFFF]/, ""),
    after: words(endContainer, endOffset, article, article.childNodes.length).slice(0, AROUND).replace(/[\uD800-\uDBFF]$/, ""),
    outside:
      (starts ? words(range.startContainer, range.startOffset, article.parentNode, childIndex()) : "") +
      (ends ? words(article.parentNode, childIndex() + 1, range.endContainer, range.endOffset) : ""),
  };
}

const childIndex = () => [...article.parentNode.childNodes].indexOf(article);

/* --- the button --- */

const openButton = make("button", { type: "button", className: "opens", hidden: true, aria: { keyshortcuts: "A" } }, "Annotate ", make("kbd", {}, "A"));
openButton.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
openButton.addEventListener("click", () => open());

let held = false;
let settling;
function settle() {
  clearTimeout(settling);
  openButton.hidden = true;
  if (!held) settling = setTimeout(placeButton, 150); // the selection is still growing
}

function onRelease({ target }) {
  held = false;
  if (target !== host) settle(); // hidden now, the button would not be clicked
}

function placeButton() {
  const range = selectedRange();
  const box = range && !dialog.open && [...range.getClientRects()].filter((each) => each.width).at(-1);
  openButton.hidden = !box || box.bottom < headerBottom() || box.top > innerHeight;
  if (openButton.hidden) return;
  const lowest = innerHeight - openButton.offsetHeight - 4 - (problems.firstChild ? problems.offsetHeight : 0);
  openButton.style.insetBlockStart = `${Math.min(box.bottom + 8, lowest)}px`;
  openButton.style.left = `${Math.max(4, Math.min(box.right, innerWidth - openButton.offsetWidth - 4))}px`;
}

if (article) {
  document.addEventListener("selectionchange", settle);
  document.addEventListener("pointerdown", ({ pointerType, target }) => (held = pointerType === "mouse" && target !== host), true);
  for (const type of ["pointerup", "pointercancel"]) document.addEventListener(type, onRelease, true);
  document.addEventListener("scroll", settle, { passive: true });
  addEventListener("keydown", onKey, true); // before the theme's shortcuts
  addEventListener("load", listShortcut);
  if (document.querySelector(FORMULAS)) keepFormulas();
}

/* Add the key to the list of shortcuts, which the site's own script makes. */
function listShortcut() {
  const row = make("div", {}, make("dt", {}, make("kbd", {}, "a")), make("dd", {}, "annotate the selected words"));
  document.querySelector(".ex-help dl")?.append(row);
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (dialog.open) return onKeyInDialog(event);
  if (event.key === "Escape") openButton.hidden = true;
  if (event.key.toLowerCase() !== "a" || event.target.closest?.("input, textarea, select, [contenteditable]") || !selectedRange()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  open();
}

function onKeyInDialog(event) {
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
const messages = make("div", { className: "said" });
messages.setAttribute("role", "alert");
const fields = make("div", { className: "fields" });
const stanza = make("textarea", { readOnly: true, rows: 6, spellcheck: false, dir: "ltr", id: "stanza", wrap: "off" });
const placeText = make("div", { className: "where", id: "where" });
const copyButton = make("button", { type: "button" }, "Copy");
const addButton = make("button", {}, "Add");
const closeButton = make("button", { type: "button" }, "Close");
const result = make("div", { hidden: true }, fields, make("label", { htmlFor: "stanza" }, "To paste"), stanza, placeText);
stanza.setAttribute("aria-describedby", "where");
const form = make(
  "form",
  { noValidate: true },
  make("h2", { id: "annotate" }, "Annotate"),
  quoted,
  make("div", { className: "kinds", role: "group", ariaLabel: "What it is" }, ...kinds),
  messages,
  result,
  make("div", { className: "actions" }, addButton, copyButton, closeButton),
);
const dialog = make("dialog", { aria: { labelledby: "annotate" } }, form);
shadow.append(openButton, dialog);
host.setAttribute("contenteditable", "false"); // so that the site's own shortcuts do not take what is typed here

let request, latestRequest, pendingAnswer;

function open() {
  request = requestFor(selectedRange());
  openButton.hidden = result.hidden = true;
  quoted.textContent = request.words.trim().replace(/\s+/g, " ");
  addButton.disabled = copyButton.disabled = true;
  showMessage("Choose what it is.");
  for (const button of kinds) button.setAttribute("aria-pressed", "false");
  dialog.showModal();
  kinds[0].focus();
}

async function send(path, more) {
  try {
    const answer = await fetch(`/_explainer/${path}`, { method: "POST", body: JSON.stringify({ ...request, ...more }) });
    return answer.headers.get("Content-Type") === "application/json" ? await answer.json() : { message: await answer.text() };
  } catch {
    return { message: "The preview is not responding; is it still running?" };
  }
}

async function choose(kind) {
  for (const button of kinds) button.setAttribute("aria-pressed", String(button.dataset.kind === kind));
  request = { ...request, kind };
  await ask();
  if (result.hidden) return;
  const empty = all("input, select, textarea", fields);
  (empty.find((input) => !input.value) ?? empty[0]).focus();
}

/* The last request counts, whichever is answered first. */
async function ask(values) {
  const mine = (latestRequest = {});
  pendingAnswer = send("stanza", values && { values });
  const answer = await pendingAnswer;
  if (mine === latestRequest) fill(answer, !values);
}

function fill(answer, isNew) {
  result.hidden = copyButton.disabled = !answer.stanza;
  addButton.disabled = !answer.can_add;
  if (!answer.stanza) return showMessage(answer.message, answer.links);
  showMessage();
  for (const note of answer.notes) messages.append(make("p", {}, `${note.message} `, ...links(note.links)));
  if (isNew) fields.replaceChildren(...answer.fields.map(makeField));
  stanza.value = answer.stanza;
  stanza.rows = answer.stanza.split("\n").length - 1;
  const place = answer.is_new ? [make("b", {}, answer.file), ", a new file"] : links(answer.links);
  placeText.replaceChildren("It belongs at the end of ", make("code", {}, `${answer.key}:`), " in ", ...place, answer.is_new || !answer.line ? "." : `, line ${answer.line}.`);
  addButton.textContent = `Add to ${answer.file}`;
}

function makeField({ name, value, says, choices, known, required, long }) {
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

function showMessage(message = "", more = []) {
  messages.replaceChildren(...(message ? [make("p", {}, `${message} `, ...links(more))] : []));
}

const links = (found = []) => found.flatMap(({ address, words }, at) => [at ? " · " : "", make("a", { href: address, target: "_blank" }, words)]);
const fieldValues = () => Object.fromEntries(all("input, select, textarea", fields).map(({ name, value }) => [name, value]));

async function copy() {
  await pendingAnswer;
  try {
    await navigator.clipboard.writeText(stanza.value);
    showMessage("Copied.");
  } catch {
    stanza.select();
    showMessage(document.execCommand("copy") ? "Copied." : "Selected: copy it with Ctrl+C or ⌘C.");
  }
}

async function add() {
  addButton.disabled = true;
  await pendingAnswer; // its answer would replace the message of this one
  const answer = await send("entry", { values: fieldValues() });
  addButton.disabled = false;
  if (!answer.added) return showMessage(answer.message, answer.links);
  dialog.close();
  status.textContent = `Added to ${answer.added}, line ${answer.line}.`;
}

for (const button of kinds) button.addEventListener("click", () => choose(button.dataset.kind));
fields.addEventListener("input", () => ask(fieldValues()));
copyButton.addEventListener("click", copy);
closeButton.addEventListener("click", () => dialog.close());
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!addButton.disabled) add();
});
