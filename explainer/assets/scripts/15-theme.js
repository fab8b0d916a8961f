/* The theme's drawer opens by a switch. It gets a name; opened by keyboard it is gone into, and Esc closes it. */
function manageDrawer(toggle) {
  toggle.ariaLabel = "Menu";
  toggle.addEventListener("change", () => {
    if (toggle.checked && toggle.matches(":focus-visible")) document.querySelector(".md-sidebar--primary a").focus();
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !toggle.checked) return;
    toggle.checked = false;
    toggle.dispatchEvent(new Event("change"));
    toggle.focus();
  });
}

const drawer = document.getElementById("__drawer");
if (drawer) manageDrawer(drawer);

/* Of the theme's schemes none is checked until one is chosen: going back by Tab would come to one that is not shown. */
const scheme = document.querySelectorAll("[name=__palette]")[self.__md_get?.("__palette")?.index ?? 0];
if (scheme) scheme.checked = true;

/* A table that is wider than its column can be moved by keyboard, once the theme has put it into a box that scrolls. */
addEventListener("load", () => {
  for (const box of document.querySelectorAll(".md-typeset__scrollwrap"))
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
});

/* The contents of an article, open over its text on a small screen, close when they have led somewhere. */
document.querySelector(".ex-contents")?.addEventListener("click", ({ target, currentTarget }) => {
  if (target.matches("a")) currentTarget.firstElementChild.open = false;
});
