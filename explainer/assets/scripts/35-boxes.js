/* Open what hides an element: tabs of PyMdown Extensions, details, and parts that are hidden until found. Return whether
   there was anything to open. */
function reveal(element) {
  if (!element || element.checkVisibility()) return false;
  for (let box = element; box; box = box.parentElement) {
    if (box.matches("details")) box.open = true;
    if (box.matches("[hidden=until-found]")) box.hidden = false;
    const tab = tabOf(box);
    if (tab && !tab.checked) tab.click(); /* as a reader does, so that the theme notices */
  }
  if (sidenotes[0]) arrange();
  return true;
}

/* Return the radio button that shows a box, if the box is a tab. In the newer of the two styles, all boxes are in one
   element. */
function tabOf(box) {
  const isNew = box.matches(".tabbed-block");
  if (!isNew && !box.matches(".tabbed-set:not(.tabbed-alternate) > .tabbed-content")) return;
  const set = box.parentElement.closest(".tabbed-set");
  const boxes = isNew ? box.parentElement.children : set.querySelectorAll(":scope > .tabbed-content");
  return set?.querySelectorAll(":scope > input")[[...boxes].indexOf(box)];
}

function targetOf({ hash }) {
  try {
    return document.getElementById(decodeURIComponent(hash.slice(1)));
  } catch {} /* a stray % */
}

/* Scroll to the target of the address if the browser could not, because it was closed. */
function revealTarget() {
  const target = targetOf(location);
  if (!reveal(target)) return;
  target.scrollIntoView();
  if (document.readyState !== "complete") whenScrolled(() => target.scrollIntoView());
}
