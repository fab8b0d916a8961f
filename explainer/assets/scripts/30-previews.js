/* Pop-up previews of the targets of links, and of all annotations of highlighted words. They show parts of the notes of this
   page, or else of the page that the link leads to. */
const preview = make("div", { id: "_preview", className: "ex-preview md-typeset", popover: "manual", role: "note" });
const LINKS = ":is(.ex-article, .ex-text, .ex-brief, .ex-card, .ex-facts dd, .ex-evidence, .ex-notes) a[href]";
const WORDS = ".ex-article .ex-mark";
const KINDS = { claims: "claim", actors: "actor", glossary: "term", timeline: "date", sources: "source" };
const OPEN_AFTER = 300; /* milliseconds */
const OPEN_WORDS_AFTER = 700; /* over words that are not a link, where the mouse may rest while one reads */
const CLOSE_AFTER = 200;
const MIN_HEIGHT = 72; /* pixels: three lines, enough to scroll through a preview */
const ENTRY = /^(claims|actors|glossary)\/([a-z0-9-]+)\/(?:index\.html)?(?:[?#]|$)/;
const PART = /^(timeline|sources)\/(?:by_[^#]*\/)?(?:index\.html)?#(.+)$/;
const fetched = {};
let source, isPinned, timer, pointer, lastSpot;

document.body.append(preview);

/* The path of this site on its host, with a trailing slash; "" in the single-file download. */
const home = homeOf(document.getElementById("__config"));

function homeOf(config) {
  if (!config) return "";
  const { pathname } = new URL(JSON.parse(config.textContent).base, location);
  return pathname.endsWith("/") ? pathname : `${pathname}/`;
}

/* Return the entry that a link leads to, by its address: `kind:id`. */
function entryOf(link) {
  if (link.matches(".ex-back, .ex-to") || link.host !== location.host) return;
  const [, own, name] = (link.pathname === location.pathname && link.hash.match(/^#(claim|date)-(.+?)(?:--\d+)?$/)) || [];
  if (own && notesOf(`${own}:${name}`)[0]) return `${own}:${name}`;
  const note = link.hash.startsWith("#_") && link.pathname === location.pathname && document.getElementById(link.hash.slice(1));
  if (note) return note.dataset.preview;
  const path = link.pathname + link.hash;
  if (!home || !path.startsWith(home)) return; /* another site of this host: nothing of it is put into this page */
  const [, kind, id] = path.slice(home.length).match(ENTRY) ?? path.slice(home.length).match(PART) ?? [];
  return id && `${KINDS[kind]}:${id}`;
}

/* Return what to show of an entry: [element, more elements, title of its page, address of its page]. */
async function contentsOf(ref, link) {
  const [note, ...others] = [...notesOf(ref)].sort((one, other) => !one.querySelector(".ex-name") - !other.querySelector(".ex-name"));
  if (note) return [note, others];
  const address = link.href.split("#")[0];
  if (!address.startsWith("http") || address === location.href.split("#")[0]) return [];
  const page = await (fetched[address] ??= fetch(address)
    .then((answer) => (answer.ok ? answer.text() : ""), () => "")
    .then((text) => new DOMParser().parseFromString(text, "text/html")));
  const [element, ...more] = page.querySelectorAll(`[data-preview="${CSS.escape(ref)}"]`);
  return [element, more, titleOf(page), link.href];
}

/* Return the words of a page's title, without the sign of the link to it. */
function titleOf(page) {
  const parts = [...(page.querySelector("h1")?.childNodes ?? [])];
  return parts.filter((part) => part.className !== "headerlink").map((part) => part.textContent).join("");
}

function makePart(from, ref, [note, more, title, href]) {
  const contents = [note, ...more].flatMap((element) => [...element.cloneNode(true).childNodes]);
  const copy = make("div", { className: `ex-preview-part${href ? " ex-fetched" : ""}` }, ...contents);
  for (const element of copy.querySelectorAll(".ex-back, .ex-to, [data-no-preview], button")) element.remove();
  for (const details of copy.querySelectorAll("details")) details.open = true;
  const ours = ".ex-name, .ex-reference cite, h3"; /* no annotation can hold these */
  const name = copy.querySelector(ours) ?? make("p", { className: "ex-name" }, title);
  const named = name.querySelector("a") ?? make("a", { href });
  if (href && !named.parentNode) {
    named.append(...name.childNodes);
    name.append(named);
    if (!name.parentNode) copy.prepend(name);
  }
  if (named.href === from.href) named.tabIndex = -1; /* Tab needs no second stop at the same address */
  for (const link of copy.querySelectorAll("a")) if (link !== named) link.replaceWith(make("span", { className: link.className }, ...link.childNodes));
  for (const element of copy.querySelectorAll("[id]")) element.removeAttribute("id");
  copy.prepend(make("p", { className: "ex-preview-kind" }, note.dataset.label));
  const words = article?.querySelector(`#${CSS.escape(ref.replace(":", "-"))}`); /* elsewhere, entries may have such ids */
  if (words) copy.append(make("p", {}, copyButton(`${location.pathname}#${words.id}`, named.textContent)));
  return copy;
}

async function open(from, refs, rect, pinned = false) {
  clearTimeout(timer);
  if (source === from && preview.matches(":popover-open")) return (isPinned ||= pinned);
  close();
  source = from;
  isPinned = pinned;
  const found = await Promise.all(refs.map(async (ref) => [ref, await contentsOf(ref, from)]));
  const parts = found.filter(([, [note]]) => note && !note.contains(from)).map((each) => makePart(from, ...each));
  if (source !== from) return;
  if (!parts.length) return pinned && from.href ? location.assign(from.href) : close();
  if (parts[1]) parts.unshift(make("p", { className: "ex-preview-kind" }, `${parts.length} annotations of these words`));
  preview.replaceChildren(...(pinned ? [closeButton()] : []), ...parts);
  sayNames();
  preview.showPopover({ source: from }); /* Tab goes from there into the preview and back */
  place(rect, from.getBoundingClientRect());
  typeset(preview.querySelectorAll(".ex-fetched")).then(() => source === from && place(rect, from.getBoundingClientRect()));
  if (from.matches("a")) from.setAttribute("aria-describedby", preview.id);
}

/* The description of a link is one text, in which the name of an element stands for its contents: so the names of annotators'
   texts become words. */
function sayNames() {
  const last = [...preview.querySelectorAll("*")].at(-1);
  for (const text of preview.querySelectorAll("[role=group]")) {
    text.before(make("span", { className: "ex-said" }, `${text.ariaLabel}: `));
    if (!text.contains(last)) text.after(make("span", { className: "ex-said" }, " End of text. "));
    text.ariaLabel = "";
  }
}

/* On a page that was fetched, formulas are still the source that the site's scripts, KaTeX or MathJax, typeset. */
async function typeset(parts) {
  for (const part of parts) {
    for (const formula of self.katex ? part.querySelectorAll(".arithmatex") : []) {
      const [, left, tex] = formula.textContent.trim().match(/^(\\[[(])([^]*)\\[)\]]$/) ?? [];
      if (left) katex.render(tex, formula, { displayMode: left === "\\[", throwOnError: false });
    }
    self.renderMathInElement?.(part, { throwOnError: false });
    self.MathJax?.Hub?.Queue(["Typeset", MathJax.Hub, part]);
  }
  if (parts[0]) await self.MathJax?.typesetPromise?.([...parts]);
}

function closeButton() {
  const button = make("button", { type: "button", className: "ex-close", ariaLabel: "Close" }, "×");
  button.addEventListener("click", close);
  return button;
}

function close() {
  clearTimeout(timer);
  if (preview.contains(document.activeElement)) source.focus({ preventScroll: true }); /* this opens nothing, since it is still open */
  source?.removeAttribute("aria-describedby");
  source = undefined;
  if (preview.matches(":popover-open")) preview.hidePopover();
}

/* Put the preview below the link or above it, wherever there is more room, and never outside the window. If the window is
   too small for both, keep only the line of the link free; in the smallest window, not even that. */
function place(line, whole) {
  const gap = 6;
  const { clientWidth: width, clientHeight: height } = document.documentElement;
  const top = Math.max(0, document.querySelector(".md-header")?.getBoundingClientRect().bottom ?? 0);
  const rooms = (box) => [height - box.bottom - gap, box.top - top - gap];
  const rect = Math.max(...rooms(whole)) < MIN_HEIGHT ? line : whole;
  const [below, above] = rooms(rect);
  preview.style.maxBlockSize = `${Math.max(below, above, MIN_HEIGHT)}px`;
  const { offsetWidth, offsetHeight } = preview;
  const isBelow = offsetHeight <= below || below >= above;
  const wanted = isBelow ? rect.bottom + gap : rect.top - gap - offsetHeight;
  preview.style.top = `${scrollY + Math.max(top, Math.min(wanted, height - offsetHeight - gap))}px`;
  preview.style.left = `${scrollX + Math.max(gap, Math.min(rect.left, width - offsetWidth - gap))}px`;
  preview.tabIndex = preview.onscroll() ? 0 : -1;
}

/* Show and return whether there is more to scroll down to. */
preview.onscroll = () =>
  preview.classList.toggle("ex-cut", preview.scrollHeight - preview.scrollTop > preview.clientHeight + 1);

/* A link over two lines has two boxes: return the one that was pointed at. */
function boxOf(element, { clientY } = {}) {
  const boxes = [...element.getClientRects()];
  return boxes.find(({ bottom }) => clientY <= bottom) ?? boxes[0] ?? element.getBoundingClientRect();
}

/* Return what an event is about: [link or words, their entries]. A number whose note is beside it needs no preview. */
function linkAt({ target }) {
  const link = target.closest?.(LINKS);
  const ref = link && entryOf(link);
  return ref && !(link.matches(".ex-ref") && isBeside(sidenoteOf(ref))) ? [link, [ref]] : [];
}

function wordsAt({ target }) {
  const mark = !target.closest?.("a[href]") && getSelection().isCollapsed && target.closest?.(WORDS);
  const refs = mark ? refsOf(mark).filter((ref) => !isBeside(sidenoteOf(ref))) : [];
  return refs[0] ? [mark, refs] : [];
}

const spotOf = ({ clientX, clientY }) => `${clientX} ${clientY}`;
addEventListener("pointermove", (event) => (lastSpot = spotOf(event)));

addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse" || (source && isPinned) || spotOf(event) === lastSpot) return; /* or the page moved under the mouse */
  const link = linkAt(event);
  const [from, refs] = link[0] || chosenView() === "text" ? link : wordsAt(event);
  clearTimeout(timer);
  const wait = from === link[0] ? OPEN_AFTER : OPEN_WORDS_AFTER;
  if (from && from !== source) timer = setTimeout(open, wait, from, refs, boxOf(from, event));
  else if (!from && !preview.contains(event.target)) timer = setTimeout(close, CLOSE_AFTER);
});

addEventListener("focusin", (event) => {
  const [link, refs] = linkAt(event);
  if (link?.matches(":focus-visible")) open(link, refs, boxOf(link));
  else if (source && !isPinned && !preview.contains(event.target)) close();
});

addEventListener("focusout", ({ relatedTarget }) => {
  if (!relatedTarget && !isPinned && document.hasFocus() && !preview.matches(":hover")) close();
});

addEventListener("pointerdown", ({ pointerType }) => (pointer = pointerType), true);

addEventListener("click", (event) => {
  const isPointer = event.detail > 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!isPointer || preview.contains(event.target) || event.target.closest("button, dialog, summary, label")) return;
  const wasOpen = source && isPinned;
  let [from, refs] = linkAt(event);
  if (wasOpen && pointer !== "mouse") {
    event.preventDefault();
    return close(); /* a tap that closes a preview does nothing else */
  }
  if (from && pointer === "mouse" && !from.matches(".ex-ref")) return close();
  if (!from) [from, refs] = wordsAt(event);
  if (!from) return close();
  event.preventDefault();
  if (wasOpen && source === from) close();
  else open(from, refs, boxOf(from, event), true);
});

addEventListener("keydown", ({ key }) => key === "Escape" && close());
for (const type of ["change", "resize"]) addEventListener(type, close); /* the link or words may have moved */

/* Return a button that copies an address of this site; if the browser forbids it, it is shown to be copied by hand. */
function copyButton(address, name) {
  const button = make("button", { type: "button", className: "ex-copy", ariaLabel: `Copy link: ${name}` }, "Copy link");
  button.addEventListener("click", async () => {
    const { href } = new URL(address, location.href);
    copyStatus.textContent = "";
    try {
      await navigator.clipboard.writeText(href);
      button.textContent = "Copied";
      button.ariaLabel = copyStatus.textContent = `Copied: ${name}`;
    } catch {
      const field = make("input", { value: href, readOnly: true, ariaLabel: "Link to these words" });
      button.replaceWith(field);
      field.focus();
    }
  });
  return button;
}

const copyStatus = make("span", { role: "status", className: "ex-said" }); /* for those who do not see the button */
document.body.append(copyStatus);
for (const link of document.querySelectorAll("[data-copy]"))
  link.parentElement.append(" ", copyButton(link.href, link.dataset.copy));

/* Buttons for what only a script can do with an article. */
const row = document.querySelector(".ex-row");
if (row) {
  const print = make("button", { type: "button" }, "Print");
  print.addEventListener("click", () => self.print());
  row.append(navigator.share ? shareButton() : copyButton(location.pathname, document.title), print);
}

function shareButton() {
  const button = make("button", { type: "button" }, "Share");
  button.addEventListener("click", () => navigator.share({ title: document.title, url: location.href.split("#")[0] }).catch(() => {}));
  return button;
}
