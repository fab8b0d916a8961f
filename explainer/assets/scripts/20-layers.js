/* Layers of annotations, each to be switched off; no word ever goes. What is off stands in `data-ex-off` of the root
   element, which the head of the page has set already. */
const LAYERS = { claims: "claim", dates: "date", actors: "actor", terms: "term" };

function buildLayers(tools) {
  const root = document.documentElement;
  const boxes = Object.keys(LAYERS).map((name) => make("input", { type: "checkbox", name }));
  const clean = make("button", { type: "button", className: "ex-clean" }, "Clean reading");

  const show = (off) => {
    root.dataset.exOff = off.join(" ");
    for (const box of boxes) box.checked = !off.includes(box.name);
    clean.ariaPressed = off.length === boxes.length;
    for (const [name, kind] of Object.entries(LAYERS)) switchLinks(kind, !off.includes(name));
  };
  let before = []; /* what was off before clean reading */
  const choose = (off) => {
    show(off);
    memory.set("layers", off.join(" "));
  };
  const offNow = () => boxes.filter((box) => !box.checked).map((box) => box.name);

  tools.addEventListener("change", () => choose(offNow()));
  clean.addEventListener("click", () => {
    if (clean.ariaPressed === "true") return choose(before);
    before = offNow();
    choose(Object.keys(LAYERS));
  });
  const labels = boxes
    .filter(({ name }) => article.querySelector(`.ex-${LAYERS[name]}`))
    .map((box) => make("label", {}, box, box.name[0].toUpperCase() + box.name.slice(1)));
  tools.append(make("fieldset", { ariaLabel: "Annotations shown in the text" }, ...labels, clean));
  show((memory.get("layers") ?? "").split(" ").filter((name) => name in LAYERS));
}

/* A link that cannot be seen must not be a stop for Tab. */
function switchLinks(kind, on) {
  for (const link of article.querySelectorAll(`a.ex-mention.ex-${kind}, a.ex-ref.ex-${kind}`)) {
    link.dataset.href ??= link.getAttribute("href");
    if (on) link.setAttribute("href", link.dataset.href);
    else link.removeAttribute("href");
  }
}

const tools = document.querySelector(".ex-tools");
if (tools) buildLayers(tools);
