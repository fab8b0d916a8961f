/* The theme's drawer opens by a switch. Give it a name, move the focus into the drawer when it is opened by keyboard, and
   close it on Esc. */
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

/* None of the theme's radio buttons for colour schemes is checked until one is chosen. Then Shift+Tab would reach one that
   is not shown. */
const scheme = document.querySelectorAll("[name=__palette]")[self.__md_get?.("__palette")?.index ?? 0];
if (scheme) scheme.checked = true;

/* Let the keyboard scroll a table that is wider than its column, once the theme has put it into a box that scrolls. */
addEventListener("load", () => {
  for (const box of document.querySelectorAll(".md-typeset__scrollwrap"))
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
});

/* On a small screen, the contents of an article open over its text. Close them when one of their links is followed. */
document.querySelector(".ex-contents")?.addEventListener("click", ({ target, currentTarget }) => {
  if (target.matches("a")) currentTarget.firstElementChild.open = false;
});
