/* How much of the annotations the text shows. The radio buttons work without this script, which remembers the choice. */
const views = [...document.querySelectorAll("[name=ex-view]")];

function choose(view) {
  const button = views.find(({ value }) => value === view);
  if (!button) return;
  button.checked = true;
  memory.set("view", view);
}

choose(memory.get("view"));
for (const button of views) button.addEventListener("change", () => choose(button.value));
const chosenView = () => views.find(({ checked }) => checked)?.value;
