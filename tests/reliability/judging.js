([page, worker, search, aliases]) => {
  const told = new Set(
    "action background class data formaction href http-equiv poster rel src srcdoc srcset style xlink:href".split(" ")
  );
  const MOST_WORDS = 25; /* of a text */
  const facts = new Map();
  const note = (...fact) => facts.set(fact.join("\0"), fact);
  const bodyOf = (html) => new DOMParser().parseFromString(`<body>${html}`, "text/html").body;

  const look = (root) => {
    for (const element of root.querySelectorAll("*")) {
      const tag = element.tagName.toLowerCase();
      note(tag, "", tag === "script" && !element.src ? element.textContent : "");
      for (const { name, value } of element.attributes) note(tag, name, told.has(name) ? value : "");
      const title = element.getAttribute("title") ?? "";
      if (title.includes("<") && bodyOf(title).children.length) note(tag, "title of tags", title); /* tooltips make them */
      if (element.content instanceof DocumentFragment) look(element.content);
    }
  };
  look(new DOMParser().parseFromString(page, "text/html"));

  /* The results of the search, with whole texts as lunr returns them, and with the passages around some words. */
  if (search) {
    const give = "return { entryOf, keptOf, namedOf, shown, withMarks }";
    const self = { address: "http://localhost/assets/javascripts/workers/x.js#y" };
    const found = new Function("self", "addEventListener", `${worker}\n${give}`)(self, () => {});
    const named = new Function(`${aliases}\nreturn explainerAliases`)();
    const show = (item, entry, alias) => {
      const { title, text } = found.shown(item, entry, { name: 9, alias }, 1);
      for (const element of bodyOf(`${title}${text}`).querySelectorAll("*"))
        note("search", element.cloneNode(false).outerHTML, item.location);
    };
    for (const doc of found.keptOf(JSON.parse(search).docs)) {
      const entry = found.entryOf(found.namedOf(doc, named)), { location, title, text } = entry;
      for (const alias of entry.names) show({ location, title, text }, entry, alias);
      const words = [...entry.names.map(({ words }) => words), entry.words].join(" ").split(" ");
      const some = words.filter((_, at) => at % Math.ceil(words.length / MOST_WORDS) === 0);
      for (const word of new Set([...some, "a", "l", "q"].filter(Boolean)))
        show(found.withMarks({ location, terms: {} }, entry, [{ word, query: word }]), entry, entry.names[0]);
    }
  }
  return [...facts.values()];
};
