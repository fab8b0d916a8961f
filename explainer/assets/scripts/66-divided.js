/* The page of a divided index holds the ids that were on it before, each beside the link to the part that has it now, and
   knows what the form chose articles by. */
function leadOn() {
  const old = targetOf(location);
  const article = new URLSearchParams(location.search).get("article");
  const item = old?.closest(".ex-parts li") ?? (article && document.querySelector(`[data-article="${CSS.escape(article)}"]`));
  const part = item?.querySelector("a");
  if (part) location.replace(part.href + location.search + location.hash);
}

if (document.querySelector(".ex-parts")) {
  addEventListener("hashchange", leadOn);
  leadOn();
}

/* Where the home page presents only some articles, their briefs are on their own pages. */
const briefs = document.querySelector("[data-brief]");
const [, asked] = location.hash.match(/^#_(?:brief|questions)-(.+)-\d+$/) ?? [];
if (briefs && asked) location.replace(briefs.dataset.brief.replace("{}", asked) + location.hash);
