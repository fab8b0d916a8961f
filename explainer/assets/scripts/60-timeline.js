/* What the filter of the list of dates leaves out is dimmed in the picture. */
function dimDates() {
  const isOut = (id) => document.getElementById(id)?.closest("li").hidden;
  for (const entry of document.querySelectorAll(".ex-times g:has(> a)")) {
    const links = [...entry.querySelectorAll("a")];
    const out = links.filter((link) => (link.dataset.ids?.split(" ") ?? [link.getAttribute("href").slice(1)]).every(isOut));
    const all = out.length === links.length;
    entry.classList.toggle("ex-off", all);
    for (const link of links) link.classList.toggle("ex-off", !all && out.includes(link));
  }
}

addEventListener("filtered", dimDates);
