/* What the filter of the list of dates leaves out is dimmed in the picture. */
function dimDates() {
  const isOut = (id) => document.getElementById(id)?.closest("li").hidden;
  for (const entry of document.querySelectorAll(".ex-times g:has(> a)")) {
    const links = [...entry.querySelectorAll("a")];
    for (const link of links) {
      const ids = link.dataset.ids?.split(" ") ?? [link.getAttribute("href").slice(1)];
      link.classList.toggle("ex-off", ids.every(isOut));
    }
    entry.classList.toggle("ex-off", links.every((link) => link.matches(".ex-off")));
  }
}

addEventListener("filtered", dimDates);
