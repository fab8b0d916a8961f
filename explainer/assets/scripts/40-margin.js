/* On wide screens, the claims as short numbered notes beside their lines. They repeat what stands at the end of the
   article, for eyes and pointers only. Where the column shows and how wide it is, the style sheet says. */
const MOST_LINES = 4;
const BETWEEN = 6; /* pixels */

function buildMargin() {
  const numbers = new Map();
  for (const number of article.querySelectorAll(".ex-ref.ex-claim")) {
    const ref = (number.dataset.href ?? number.getAttribute("href")).slice(2).replace("-", ":");
    if (!numbers.has(ref)) numbers.set(ref, number);
  }
  const notes = [...numbers].map(([ref, number]) => {
    const text = noteOf(ref)?.querySelector(".ex-name a").textContent ?? "";
    const link = make("a", { href: `#_${ref.replace(":", "-")}`, tabIndex: -1 }, make("b", {}, `c${number.dataset.number}`), " ", make("bdi", {}, text));
    link.dataset.note = ref;
    return link;
  });
  const column = make("div", { className: "ex-margin", ariaHidden: "true" }, ...notes);
  article.after(column);
  const arranged = () => arrange(column, notes, [...numbers.values()]);
  arranged(); /* before anything is painted */
  new ResizeObserver(arranged).observe(article);
  for (const type of ["pointerover", "pointerout"]) addEventListener(type, (event) => light(event, type === "pointerover"));
}

/* As many lines for each note as there is room for all; without room for one line each, none is shown. */
function arrange(column, notes, numbers) {
  if (!column.offsetWidth) return;
  column.style.top = `${article.offsetTop}px`;
  const heights = () => notes.map((note) => note.offsetHeight + BETWEEN);
  let lines = MOST_LINES;
  const fits = () => heights().reduce((sum, height) => sum + height, 0) <= article.offsetHeight;
  do column.style.setProperty("--ex-lines", lines);
  while (!fits() && --lines);
  column.classList.toggle("ex-full", !lines);
  const top = article.getBoundingClientRect().top;
  const wanted = numbers.map((number) => number.getBoundingClientRect().top - top);
  spread(wanted, heights(), article.offsetHeight).forEach((place, index) => (notes[index].style.top = `${place}px`));
}

/* Places in this order without overlap, as near to the wanted ones as can be: the pool-adjacent-violators algorithm
   (Ayer et al. 1955) on what each would want if all before it stood close together. */
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

/* Words and their note are shown together. */
function light({ target }, on) {
  const mark = target.closest?.(".ex-article .ex-mark");
  const note = target.closest?.(".ex-margin a");
  const number = target.closest?.(".ex-ref")?.hash.slice(2).replace("-", ":");
  const refs = mark ? refsOf(mark) : note ? [note.dataset.note] : number ? [number] : [];
  for (const ref of refs) {
    const together = [...document.querySelectorAll(`.ex-margin [data-note="${ref}"]`), ...(mark ? [] : piecesOf(ref))];
    for (const element of together) element.classList.toggle("ex-lit", on);
  }
}

if (article?.querySelector(".ex-ref.ex-claim")) buildMargin();
