/* The index of claims, narrowed to what its selects say. The choice is kept in the address, so that it can be shared. */
function filterClaims(form) {
  const selects = [...form.querySelectorAll("select")];
  const lists = [...document.querySelectorAll(".ex-claims")];
  const reset = form.querySelector("button");

  const count = (items, place) => {
    const shown = items.filter((item) => !item.hidden).length;
    const of = shown < items.length ? `${shown} of ${items.length}` : shown;
    place.textContent = `${of} claim${items.length === 1 ? "" : "s"}`;
    return shown;
  };

  const show = () => {
    for (const list of lists) {
      for (const item of list.children)
        item.hidden = selects.some(({ name, value }) => value && !item.dataset[name]?.split(" ").includes(value));
      const meaning = list.previousElementSibling;
      const heading = meaning.previousElementSibling;
      const none = !count([...list.children], meaning.querySelector(".ex-count"));
      for (const part of [list, meaning, heading]) part.hidden = none;
      for (const link of document.querySelectorAll(`a[href$="#${heading.id}"]`)) link.parentElement.hidden = none;
    }
    count(lists.flatMap((list) => [...list.children]), form.querySelector("[role=status]"));
    reset.hidden = selects.every(({ value }) => !value);
  };

  const read = () => {
    const asked = new URLSearchParams(location.search);
    for (const select of selects) {
      select.value = asked.get(select.name) ?? "";
      if (!select.value) select.value = ""; // what is not on offer
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
    history.replaceState(null, "", address);
    show();
  };

  form.addEventListener("change", write);
  reset.addEventListener("click", () => {
    for (const select of selects) select.value = "";
    selects[0].focus(); // the button goes
    write();
  });
  addEventListener("popstate", read);
  form.hidden = false;
  read();
}

document.querySelectorAll(".ex-filter").forEach(filterClaims);
