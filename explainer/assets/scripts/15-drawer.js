/* The theme's drawer opens by a label, which no keyboard reaches: it becomes a button, and Esc closes the drawer. */
function makeDrawerReachable(drawer, button) {
  const show = (open) => {
    drawer.checked = open;
    drawer.dispatchEvent(new Event("change"));
  };
  Object.assign(button, { ariaLabel: "Menu", role: "button", tabIndex: 0 });
  drawer.addEventListener("change", () => (button.ariaExpanded = drawer.checked));
  button.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation(); // the theme's own listener would close it again
    show(true);
    document.querySelector(".md-sidebar--primary a").focus();
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drawer.checked) return;
    show(false);
    button.focus();
  });
}

makeDrawerReachable(document.getElementById("__drawer"), document.querySelector(".md-header [for=__drawer]"));
