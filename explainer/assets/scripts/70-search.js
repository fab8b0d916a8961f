/* Make the theme's search fit for keyboards and screen readers: it gets a name, announces the number of results, lets Tab
   walk through them, closes when the focus leaves, and gives the focus back on Esc. */
function makeSearchReachable(input, toggle) {
  const search = input.closest(".md-search");
  const results = search.querySelector(".md-search-result__list");
  let origin;
  search.ariaLabel = input.ariaLabel;
  const status = results.previousElementSibling;
  const starts = offerStarts(input);
  results.parentElement.after(starts); /* if they were among the results, Enter would open the first of them */
  status.role = "status";
  search.querySelector(".md-search__scrollwrap").tabIndex = -1; /* its links can be reached, and scroll it */
  new MutationObserver(() => {
    for (const stop of results.querySelectorAll("[tabindex]")) stop.tabIndex = 0;
    starts.hidden = results.firstChild;
    const asked = `: ${input.value}. Try one of these:`;
    const nearest = `No match for “${input.value}”. Nearest:`;
    if (input.value && !results.firstChild && !status.textContent.endsWith(asked)) status.append(asked);
    if (results.querySelector(".ex-near") && status.textContent !== nearest) status.textContent = nearest;
  }).observe(results.parentElement, { childList: true, subtree: true });
  search.addEventListener("focusin", ({ relatedTarget, target }) => {
    if (!search.contains(relatedTarget)) origin = relatedTarget;
    /* the theme waits a moment to see where the focus goes: if it leaves and is back by then, the search stays closed */
    if (target === input && !toggle.checked) toggle.click();
  });
  search.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !search.contains(relatedTarget) && toggle.checked) toggle.click();
  });
  search.addEventListener("keydown", (event) => {
    /* the theme would close the search on Tab, and take modifiers for typed letters */
    if (["Tab", "Shift", "Alt"].includes(event.key)) event.stopPropagation();
    if (/^Arrow(Up|Down)$/.test(event.key) && !starts.hidden) {
      event.preventDefault();
      event.stopPropagation();
      const stops = [input, ...starts.children];
      stops.at((stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1)) % stops.length).focus();
    }
    if (event.key === "Escape") (origin ?? input).focus({ preventScroll: true });
  });
}

/* Suggestions for when nothing has been typed or found. They are loaded when the search is first opened, and reached by
   the arrow keys: Tab, on its way through the page, passes them by. */
function offerStarts(input) {
  const starts = make("nav", { className: "ex-starts", ariaLabel: "Suggestions" });
  const load = () => {
    const { base } = JSON.parse(document.getElementById("__config").textContent);
    const home = new URL(base, location);
    const link = ([kind, name, address]) =>
      make("a", { href: new URL(address, home), tabIndex: -1 }, name, make("small", { className: "ex-kind" }, kind));
    const onload = () => starts.append(...self.explainerStarts.map(link));
    document.head.append(make("script", { src: new URL("data/starts.js", home), onload }));
  };
  input.addEventListener("focus", load, { once: true });
  return starts;
}

/* On arrival from a result, highlight the words that were found (`?h=…`), without a change to the page: words that begin
   with them or, in scripts without spaces, any part. Invisible characters may be between their letters. Any link can have
   such words, so there is an end to them. */
const MOST_FOUND = 20, LONGEST_FOUND = 50;
function highlightFound(content, words) {
  if (!content || !words || !CSS.highlights) return;
  const unspaced =
    "[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{sc=Thai}\\p{sc=Laoo}\\p{sc=Khmr}\\p{sc=Mymr}\\p{sc=Tibt}]";
  const unseen = "[\\u00ad\\u200b-\\u200f\\u2060\\ufeff]*";
  const letter = `(?!${unspaced})[\\p{L}\\p{M}\\p{N}]`;
  const different = [...new Set(words)].slice(0, MOST_FOUND);
  const sought = different.map((word) => {
    const letters = [...word].slice(0, LONGEST_FOUND).join(unseen);
    return new RegExp(unspaced, "u").test(word) ? letters : `(?<!${letter}${unseen})${letters}(?:${unseen}${letter})*`;
  });
  const pattern = new RegExp(sought.join("|"), "giu");
  const nodes = document.createNodeIterator(content, NodeFilter.SHOW_TEXT);
  const found = new Highlight();
  for (let node; (node = nodes.nextNode()); )
    for (const { 0: word, index: startOffset } of node.data.matchAll(pattern)) {
      const endOffset = startOffset + word.length;
      found.add(new StaticRange({ startContainer: node, startOffset, endContainer: node, endOffset }));
    }
  CSS.highlights.set("ex-found", found);
}

const searchInput = document.querySelector(".md-search__input");
if (searchInput) makeSearchReachable(searchInput, document.getElementById("__search"));
highlightFound(
  document.querySelector(".md-content"),
  new URLSearchParams(location.search).get("h")?.match(/[\p{L}\p{M}\p{N}\u0f0b\u200c\u200d]+/gu),
);
