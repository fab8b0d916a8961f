/* The theme's search for keyboards and screen readers: it has a name, says how many results there are, lets Tab walk
   through them, closes when focus leaves, and gives focus back on Esc. */
function makeSearchReachable(input, toggle) {
  const search = input.closest(".md-search");
  const results = search.querySelector(".md-search-result__list");
  let origin;
  search.ariaLabel = input.ariaLabel;
  const status = results.previousElementSibling;
  status.role = "status";
  search.querySelector(".md-search__scrollwrap").tabIndex = -1; /* the links in it are reached, and scroll it */
  new MutationObserver(() => {
    for (const stop of results.querySelectorAll("[tabindex]")) stop.tabIndex = 0;
    const asked = `: ${input.value}`;
    if (input.value && !results.firstChild && !status.textContent.endsWith(asked)) status.append(asked);
  }).observe(results.parentElement, { childList: true, subtree: true });
  search.addEventListener("focusin", ({ relatedTarget }) => {
    if (!search.contains(relatedTarget)) origin = relatedTarget;
  });
  search.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !search.contains(relatedTarget) && toggle.checked) toggle.click();
  });
  search.addEventListener("keydown", (event) => {
    /* the theme would close the search on Tab, and take modifiers for letters typed */
    if (["Tab", "Shift", "Alt"].includes(event.key)) event.stopPropagation();
    if (event.key === "Escape") (origin ?? input).focus({ preventScroll: true });
  });
}

/* Arriving from a result, show the words that were found (`?h=…`), without a change to the page. */
function highlightFound(content, words) {
  if (!content || !words || !CSS.highlights) return;
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join("|")})[\\p{L}\\p{N}]*`, "giu");
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
  new URLSearchParams(location.search).get("h")?.match(/[\p{L}\p{N}]+/gu),
);
