/* Lists of claims or dates, narrowed to what the selects of a form say; each stands below a heading, and perhaps a text.
   The choice is kept in the address, so that it can be shared. */
function filterLists(form) {
  const { lists: kind, noun } = form.dataset;
  const selects = [...form.querySelectorAll("select")];
  const lists = [...document.querySelectorAll(`.${kind}`)];
  const reset = form.querySelector("button");

  const count = (items, place) => {
    const shown = items.filter(({ hidden }) => !hidden).length;
    const of = shown < items.length ? `${shown} of ` : "";
    place.textContent = `${of}${items.length} ${noun}${items.length === 1 ? "" : "s"}`;
  };

  const show = () => {
    for (const list of lists) {
      for (const item of list.children)
        item.hidden = selects.some(({ name, value }) => value && !item.dataset[name]?.split(" ").includes(value));
      const parts = [list];
      while (parts.at(-1).tagName !== "H2") parts.push(parts.at(-1).previousElementSibling);
      const none = [...list.children].every(({ hidden }) => hidden);
      for (const part of parts) {
        part.hidden = none;
        for (const place of part.querySelectorAll(":scope > .ex-count")) count([...list.children], place);
      }
      for (const link of document.querySelectorAll(`a[href$="#${parts.at(-1).id}"]`)) link.parentElement.hidden = none;
    }
    const chosen = selects.filter(({ value }) => value).map(({ selectedOptions: [{ text }] }) => text);
    const status = form.querySelector("[role=status]");
    count(lists.flatMap((list) => [...list.children]), status);
    if (lists.every(({ hidden }) => hidden)) status.textContent = `No ${noun} found for: ${chosen.join(", ")}`;
    reset.hidden = !chosen.length;
  };

  const read = () => {
    const asked = new URLSearchParams(location.search);
    for (const select of selects) {
      select.value = asked.get(select.name) ?? "";
      if (!select.value) select.value = ""; /* what is not on offer */
    }
    show();
  };

  const write = () => {
    const address = new URL(location);
    for (const { name, value } of selects) {
      address.searchParams.delete(name);
      if (value) address.searchParams.set(name, value);
    }
    address.hash = "";
    history.pushState(null, "", address);
    show();
  };

  form.addEventListener("change", write);
  reset.addEventListener("click", () => {
    for (const select of selects) select.value = "";
    selects[0].focus(); /* the button goes */
    write();
  });
  addEventListener("popstate", read);
  form.hidden = false;
  read();
}

document.querySelectorAll(".ex-filter").forEach(filterLists);
