/* Words, their number and their note belong together: pointing at one lights up all three. On small screens the number opens
   the note below its paragraph. In the margin each note is moved to the line of its words, or as near as the others allow;
   without this script the style sheet puts it beside the beginning of its paragraph. A note on words in a closed tab or the
   like is hidden with them. */
const sidenotes = [...document.querySelectorAll(".ex-sidenote")];
const BETWEEN = 10; /* pixels between notes */

/* Return the element that a note belongs beside: its number or, if it has none, as in a title, its words. Those that are
   shown are preferred. */
function besideOf(note) {
  const places = [...numbersOf(note.dataset.preview), ...piecesOf(note.dataset.preview)];
  return places.find((place) => place.checkVisibility()) ?? places[0] ?? note;
}

function arrange() {
  const isWide = hasMargin() && chosenView() !== "text";
  for (const note of sidenotes) note.classList.toggle("ex-away", !besideOf(note).checkVisibility());
  const shown = sidenotes.filter((note) => note.offsetParent);
  article.classList.toggle("ex-arranged", !!isWide);
  article.style.minHeight = "";
  if (!isWide) return;
  const top = article.getBoundingClientRect().top;
  const wanted = shown.map((note) => besideOf(note).getBoundingClientRect().top - top);
  const heights = shown.map((note) => note.offsetHeight + BETWEEN);
  const needed = heights.reduce((sum, height) => sum + height, 0);
  article.style.minHeight = `${needed}px`;
  spread(wanted, heights, Math.max(needed, article.offsetHeight)).forEach((place, index) => (shown[index].style.top = `${place}px`));
}

/* Return places in the same order without overlap, as near to the wanted ones as possible: the pool-adjacent-violators
   algorithm (Ayer et al. 1955), applied to what each would want if there were no gaps before it. */
function spread(wanted, heights, room) {
  const groups = [];
  let above = 0;
  wanted.forEach((place, index) => {
    groups.push({ sum: place - above, count: 1 });
    above += heights[index];
    for (let last; groups.length > 1 && mean(groups.at(-2)) > mean((last = groups.at(-1))); ) {
      groups.pop();
      groups.at(-1).sum += last.sum;
      groups.at(-1).count += last.count;
    }
  });
  const starts = groups.flatMap((group) => Array(group.count).fill(Math.max(0, Math.min(mean(group), room - above))));
  let before = 0;
  return starts.map((start, index) => start + (before += heights[index]) - heights[index]);
}

const mean = ({ sum, count }) => sum / count;

if (sidenotes[0]) {
  arrange(); /* before anything is painted */
  const observer = new ResizeObserver(arrange);
  for (const element of [article, ...article.children, ...sidenotes]) observer.observe(element); /* formulas are drawn late */
  for (const type of ["change", "toggle"]) article.addEventListener(type, arrange, true); /* of views, tabs, details */
}

/* Unfold the note on an entry, and what it is in. Return the note. */
function openNote(ref) {
  const note = sidenoteOf(ref) ?? document.getElementById(`_${ref.replace(":", "-")}`);
  if (note?.matches(".ex-sidenote") && reveal(besideOf(note))) whenScrolled(() => note.scrollIntoView({ block: "nearest" }));
  note?.classList.add("ex-open");
  for (let part = note?.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
  return note;
}

/* Return the entry that an event is about: the innermost of those that cover the words. */
function refAt({ target }) {
  const mark = !target.closest?.("a[data-annotation]") && target.closest?.(WORDS); /* a name has its own target */
  const number = target.closest?.(".ex-article .ex-ref");
  const note = target.closest?.(".ex-sidenote");
  return mark ? refOf(mark.getAttribute("aria-details")) : number ? refOf(number.hash.slice(1)) : note?.dataset.preview;
}

let lit = [];
function light(event) {
  const ref = refAt(event);
  for (const element of lit) element.classList.remove("ex-lit");
  lit = ref ? [...piecesOf(ref), ...(sidenoteOf(ref) ? [sidenoteOf(ref)] : [])] : [];
  for (const element of lit) element.classList.add("ex-lit");
}

for (const type of ["pointerover", "focusin"]) article?.addEventListener(type, light);
article?.addEventListener("pointerleave", light);

article?.addEventListener("click", (event) => {
  const number = event.target.closest(".ex-ref");
  const note = number && sidenoteOf(refOf(number.hash.slice(1)));
  if (!note || event.detail === 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  event.stopPropagation(); /* no preview of a note that is shown */
  close();
  if (isBeside(note)) note.focus({ preventScroll: true });
  else note.classList.toggle("ex-open");
  note.scrollIntoView({ block: "nearest" });
});

/* On arrival at the words of an annotation, show all of them: the fragment names only their first piece. The keyboard goes
   on from their number, and their note is shown. Without this script, :target shows the first piece. */
function showWords(event) {
  if (event) close();
  revealTarget();
  /* a former id leads to the current one */
  const hash = document.getElementById(location.hash.slice(1))?.dataset.now ?? location.hash;
  const ref = refOf(hash.replace(/[^\w-]|--.*/g, "").replace(/^_?/, "_"));
  const pieces = [...document.querySelectorAll(".ex-article .ex-mark")];
  for (const piece of pieces) piece.classList.toggle("ex-here", refsOf(piece).includes(ref) && !hash.startsWith("#_"));
  if (hash.startsWith("#_")) return openNote(ref);
  const first = document.querySelector(".ex-here");
  for (const shown of document.querySelectorAll(".ex-ref.ex-now")) shown.classList.remove("ex-now");
  const number = [...numbersOf(ref)].find((each) => each.offsetParent);
  for (const hidden of number ? [] : numbersOf(ref)) hidden.classList.add("ex-now");
  if (event) number?.focus({ preventScroll: true });
  if (first && sidenoteOf(ref)) openNote(ref);
  else if (first && !number) whenScrolled(() => open(first, [ref], boxOf(first), true));
}

/* Act once the page has been scrolled to its fragment: while it is loading, it has not been. */
function whenScrolled(act) {
  if (document.readyState === "complete") act();
  else addEventListener("load", () => requestAnimationFrame(act), { once: true });
}

addEventListener("hashchange", article ? showWords : revealTarget);
if (article) showWords();
else revealTarget();

/* before the browser scrolls there, even if the address stays the same */
addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (link?.hash && link.href.split("#")[0] === location.href.split("#")[0] && !event.defaultPrevented) reveal(targetOf(link));
});
