async (previewed) => {
  const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  const SCRIPTED = ["javascript:", "vbscript:", "data:text/html", "data:image/svg", "blob:"];
  const ADDRESSES = ["href", "src", "action", "formaction", "data", "xlink:href", "poster", "content"];
  const all = () => {
    const found = [...document.querySelectorAll("*")];
    for (const element of found) if (element.shadowRoot) found.push(...element.shadowRoot.querySelectorAll("*"));
    for (const element of found) if (element.content) found.push(...(element.content.querySelectorAll?.("*") ?? []));
    return found;
  };
  const bare = (text) => text.replace(/[\u0000-\u0020]/g, "").toLowerCase();
  const runs = ({ name, value, ownerElement }) =>
    ADDRESSES.includes(name) &&
    (name !== "content" || ownerElement.httpEquiv) &&
    !ownerElement.matches("img, link") && /* there no address runs */
    SCRIPTED.some((scheme) => bare(value).replace(/^\d+;?url=/, "").startsWith(scheme));
  const isScripted = (attribute) => attribute.name.startsWith("on") || (runs(attribute) && attribute.value.includes("__hit"));
  const isHostile = (element) => element.hasAttribute("hit") || [...element.attributes].some(isScripted);
  const hostile = new Set();
  const note = () => {
    for (const element of all()) if (isHostile(element)) hostile.add(element.cloneNode(false).outerHTML ?? element.tagName);
  };

  note();
  for (const details of document.querySelectorAll("details")) details.open = true;
  for (const element of all().filter(isHostile)) {
    for (const { name } of [...element.attributes])
      if (name.startsWith("on")) element.dispatchEvent(new Event(name.slice(2), { bubbles: true }));
    element.focus?.();
    element.click?.();
  }
  const stays = (link) => link.protocol?.startsWith("http") || link.protocol === "mailto:";
  for (const link of document.querySelectorAll("a[href], [*|href]:is(a, mtext, math)"))
    if (!stays(link)) link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  const seen = new Set(previewed);
  for (const link of document.querySelectorAll("main a[href]")) {
    const key = `${link.pathname}${link.hash}`;
    if (seen.has(key) || !link.host || link.host !== location.host) continue;
    seen.add(key);
    link.focus({ focusVisible: true });
    await pause(10);
  }
  await pause(30);
  dispatchEvent(new Event("beforeprint"));
  dispatchEvent(new Event("afterprint"));
  note();

  const words = [];
  const collect = (text) => {
    for (const { 0: whole, 1: number, index } of text.matchAll(/__hit\((\d+)\)/g))
      words.push([number, text.slice(Math.max(0, index - 160), index + whole.length)]);
  };
  for (const element of all()) for (const { value } of element.attributes) collect(value);
  const blocks = new Set();
  const nodes = document.createNodeIterator(document.documentElement, NodeFilter.SHOW_TEXT);
  for (let node; (node = nodes.nextNode()); ) {
    if (!node.data.includes("__hit")) continue;
    if (node.parentElement.tagName === "SCRIPT") continue;
    blocks.add(node.parentElement.closest("p, li, dd, dt, h1, h2, h3, h4, title, summary, td, blockquote, div, a") ?? node.parentElement);
  }
  for (const block of blocks) collect(block.textContent);
  return [[...hostile], words, [...seen]];
}
