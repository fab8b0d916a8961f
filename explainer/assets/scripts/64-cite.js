/* How to cite a page: fill in its own address where that of the site is not known, and add buttons that copy. */
const ownAddress = location.origin + location.pathname;
if (ownAddress.startsWith("http"))
  for (const place of document.querySelectorAll("[data-cite-address]")) {
    place.textContent = ownAddress;
    place.parentElement.hidden = false;
  }

for (const text of document.querySelectorAll("[data-cite]")) {
  const button = make("button", { type: "button", className: "ex-copy", ariaLive: "polite" }, `Copy ${text.dataset.cite}`);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.innerText.trim());
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(text); /* to be copied by hand */
    }
  });
  text.after(button);
}
