/* Lists are filtered by the selects of a form, which names the class of the lists. A list may be below a heading (h2) and a
   text. The values of its items are in data-<name of the select>, separated by spaces. The choice is kept in the address, so
   that it can be shared. */
function filterLists(form) {
  const { lists: kind, noun } = form.dataset;
  const selects = [...form.querySelectorAll("select")];
  const options = selects.flatMap((select) => [...select.options].slice(1));
  const names = new Map(options.map((option) => [option, option.text]));
  const lists = [...document.querySelectorAll(`.${kind}`)];
  const all = lists.flatMap((list) => [...list.children]);
  const reset = form.querySelector("button");
  const status = form.querySelector("[role=status]");

  const has = (item, { name, value }) => !value || item.dataset[name]?.split(" ").includes(value);
  const chosen = (item, but) => selects.every((select) => select === but || has(item, select));

  const count = (items, place) => {
    const shown = items.filter(({ hidden }) => !hidden).length;
    const of = shown < items.length ? `${shown} of ` : "";
    place.textContent = `${of}${items.length} ${noun}${items.length === 1 ? "" : "s"}`;
  };

  /* An empty list is hidden with all above it, up to its heading, and with the links to that. */
  const showList = (list) => {
    const items = [...list.children];
    const none = items.every(({ hidden }) => hidden);
    const parts = [list];
    while (parts.at(-1).tagName !== "H2" && parts.at(-1).previousElementSibling) parts.push(parts.at(-1).previousElementSibling);
    const heading = parts.at(-1);
    for (const part of heading.tagName === "H2" ? parts : [list]) {
      part.hidden = none;
      for (const place of part.querySelectorAll(":scope > .ex-count")) count(items, place);
    }
    if (heading.tagName === "H2")
      for (const link of document.querySelectorAll(`:is(.ex-jump, .md-nav) a[href$="#${heading.id}"]`)) {
        link.parentElement.hidden = none;
        for (const place of link.querySelectorAll(".ex-aside")) place.textContent = items.filter(({ hidden }) => !hidden).length;
      }
  };

  /* An option says how many items it would leave, given the other choices; one that would leave none is not offered. */
  const showOptions = () => {
    for (const select of selects) {
      const values = all.filter((item) => chosen(item, select)).flatMap((item) => item.dataset[select.name]?.split(" ") ?? []);
      for (const option of [...select.options].slice(1)) {
        const left = values.filter((value) => value === option.value).length;
        option.text = `${names.get(option)} (${left})`;
        option.hidden = option.disabled = !left && !option.selected;
      }
    }
  };

  const show = () => {
    for (const item of all) item.hidden = !chosen(item);
    lists.forEach(showList);
    showOptions();
    const choices = options.filter(({ selected }) => selected).map((option) => names.get(option));
    count(all, status);
    if (all.every(({ hidden }) => hidden)) status.textContent = `No ${noun}s match: ${choices.join(", ")}`;
    reset.hidden = !choices.length;
  };

  const read = () => {
    const asked = new URLSearchParams(location.search);
    for (const option of options) option.disabled = false;
    for (const select of selects) {
      select.value = asked.get(select.name) ?? "";
      if (!select.value) select.value = ""; /* a value that is not on offer */
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
    selects[0].focus(); /* the button will be hidden */
    write();
  });
  addEventListener("popstate", read);
  form.hidden = false;
  read();
}

document.querySelectorAll(".ex-filter").forEach(filterLists);
