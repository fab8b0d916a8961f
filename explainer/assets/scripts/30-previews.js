/* Previews of what a link leads to, and of all that is said of highlighted words. What they show is cut from the notes of
   this page, or else from the page that the link leads to. */
const preview = make("div", { id: "_preview", className: "ex-preview md-typeset", popover: "manual", role: "note" });
const LINKS = ":is(.ex-article, .ex-text, .ex-brief, .ex-definition, .ex-facts dd, .ex-notes, .ex-margin) a[href]";
const KINDS = { claims: "claim", actors: "actor", glossary: "term", timeline: "date", sources: "source" };
const OPEN_AFTER = 300; // milliseconds
const CLOSE_AFTER = 200;
const fetched = {};
let source, isKept, timer, pointer;

document.body.append(preview);

/* Which entry a link leads to: `kind:id`, told by its address. */
function entryOf(link) {
  if (link.matches(".ex-back") || link.host !== location.host) return;
  const note = link.hash.startsWith("#_") && link.pathname === location.pathname && document.getElementById(link.hash.slice(1));
  if (note) return note.dataset.preview;
  const [, kind, id] =
    `${link.pathname}`.match(/\/(claims|actors|glossary)\/([^/]+)\/(?:index\.html)?$/) ??
    `${link.pathname}${link.hash}`.match(/\/(timeline|sources)\/(?:index\.html)?#(.+)$/) ?? [];
  return id && `${KINDS[kind]}:${id}`;
}

/* What there is to show of an entry: [element, title of its page, address of its page]. */
async function told(ref, link) {
  const note = noteOf(ref);
  if (note) return [note];
  const address = link.href.split("#")[0];
  if (!address.startsWith("http") || address === location.href.split("#")[0]) return [];
  const page = await (fetched[address] ??= fetch(address)
    .then((answer) => (answer.ok ? answer.text() : ""), () => "")
    .then((text) => new DOMParser().parseFromString(text, "text/html")));
  const element = page.querySelector(`[data-preview="${CSS.escape(ref)}"]`);
  return [element, page.querySelector("h1")?.firstChild?.textContent, link.href];
}

function part(ref, [note, title, href]) {
  const copy = make("div", { className: "ex-preview-part" }, ...note.cloneNode(true).childNodes);
  for (const element of copy.querySelectorAll(".ex-back, [data-no-preview], button")) element.remove();
  const named = copy.querySelector(".ex-name a, h3 a, cite a") ?? make("a", { textContent: title ?? "", href });
  if (!copy.contains(named) && title) copy.prepend(make("p", { className: "ex-name" }, named));
  named.tabIndex = -1; // leads where the link itself does, or the note: no second stop for Tab
  for (const link of copy.querySelectorAll("a")) if (link !== named) link.replaceWith(make("span", { className: link.className }, ...link.childNodes));
  for (const element of copy.querySelectorAll("[id]")) element.removeAttribute("id");
  copy.prepend(make("p", { className: "ex-preview-kind", textContent: note.dataset.label }));
  const words = document.getElementById(ref.replace(":", "-"));
  if (words) copy.append(copyButton(`#${words.id}`));
  return copy;
}

async function open(from, refs, rect, kept = false) {
  clearTimeout(timer);
  if (source === from && preview.matches(":popover-open")) return (isKept ||= kept);
  close();
  source = from;
  isKept = kept;
  const found = await Promise.all(refs.map(async (ref) => [ref, await told(ref, from)]));
  const parts = found.filter(([, [note]]) => note && !note.contains(from)).map((each) => part(...each));
  if (source !== from || !parts.length) return;
  const several = make("p", { className: "ex-preview-kind", textContent: `${parts.length} annotations of these words` });
  preview.replaceChildren(...(parts.length > 1 ? [several] : []), ...parts);
  preview.showPopover();
  place(rect);
  if (from.matches("a")) from.setAttribute("aria-describedby", preview.id);
}

function close() {
  clearTimeout(timer);
  source?.removeAttribute("aria-describedby");
  source = undefined;
  if (preview.matches(":popover-open")) preview.hidePopover();
}

/* Below the line or above it, wherever there is more room; never on it, never outside of the window. */
function place(rect) {
  const gap = 6;
  const { clientWidth: width, clientHeight: height } = document.documentElement;
  const top = Math.max(0, document.querySelector(".md-header")?.getBoundingClientRect().bottom ?? 0);
  const below = height - rect.bottom - gap;
  const above = rect.top - top - gap;
  const room = Math.max(below, above, Math.min(180, height - top)) - gap; // in a small window, rather over the line than a slit
  preview.style.maxBlockSize = `${room}px`;
  const { offsetWidth, offsetHeight } = preview;
  const isBelow = offsetHeight <= below || below >= above;
  const wanted = isBelow ? rect.bottom + gap : rect.top - gap - offsetHeight;
  preview.style.top = `${scrollY + Math.max(top, Math.min(wanted, height - offsetHeight - gap))}px`;
  preview.style.left = `${scrollX + Math.max(gap, Math.min(rect.left, width - offsetWidth - gap))}px`;
  preview.tabIndex = preview.scrollHeight > preview.clientHeight ? 0 : -1;
}

/* A link over two lines has two boxes: take the one that was pointed at. */
function boxOf(element, { clientX, clientY } = {}) {
  const boxes = [...element.getClientRects()];
  const isAt = (box) => box.left - 9 <= clientX && clientX <= box.right + 9 && box.top - 9 <= clientY && clientY <= box.bottom + 9;
  return boxes.find(isAt) ?? boxes[0] ?? element.getBoundingClientRect();
}

function linkAt({ target }) {
  const link = target.closest?.(LINKS);
  const ref = link && entryOf(link);
  return ref ? [link, [ref]] : [];
}

addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse" || (source && isKept)) return;
  const [link, refs] = linkAt(event);
  if (preview.contains(event.target) || link === source) clearTimeout(timer);
  if (link && link !== source) {
    clearTimeout(timer);
    timer = setTimeout(open, OPEN_AFTER, link, refs, boxOf(link, event));
  } else if (!link && !preview.contains(event.target)) {
    clearTimeout(timer);
    timer = setTimeout(close, CLOSE_AFTER);
  }
});

addEventListener("focusin", (event) => {
  const [link, refs] = linkAt(event);
  if (link?.matches(":focus-visible")) open(link, refs, boxOf(link));
  else if (source && !isKept && !preview.contains(event.target)) close();
});

addEventListener("pointerdown", ({ pointerType }) => (pointer = pointerType), true);

addEventListener("click", (event) => {
  const isPointer = event.detail > 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (!isPointer || preview.contains(event.target) || event.target.closest("button, dialog")) return;
  let [from, refs] = linkAt(event);
  if (from && pointer === "mouse" && !from.matches(".ex-ref, .ex-margin a")) return close();
  const mark = !event.target.closest("a[href]") && getSelection().isCollapsed && event.target.closest(".ex-article .ex-mark");
  if (mark) [from, refs] = [mark, refsOf(mark).filter((ref) => isShown(ref) || mark.matches(".ex-here"))];
  if (!refs?.length) return close();
  event.preventDefault();
  if (source === from && isKept) close();
  else open(from, refs, boxOf(from, event), true);
});

addEventListener("keydown", ({ key }) => key === "Escape" && close());
for (const type of ["change", "resize"]) addEventListener(type, close); // what it stands at may be elsewhere now

const isShown = (ref) => numbersOf(ref).length > 0;

/* Copies an address of this page; where that is forbidden, it is shown to be copied by hand. */
function copyButton(address) {
  const said = make("span", { role: "status" });
  const button = make("button", { type: "button", className: "ex-copy", textContent: "Copy link" });
  button.addEventListener("click", async () => {
    const { href } = new URL(address, location.href);
    try {
      await navigator.clipboard.writeText(href);
      said.textContent = " Copied";
    } catch {
      button.replaceWith(make("input", { value: href, readOnly: true, ariaLabel: "Link to these words" }));
    }
  });
  return make("p", { className: "ex-aside" }, button, said);
}

for (const link of document.querySelectorAll("[data-copy]:not(.ex-back)"))
  link.parentElement.append(" ", ...copyButton(link.dataset.copy).childNodes);
