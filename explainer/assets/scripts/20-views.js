/* How much of the annotations the text shows: chosen by radio buttons, which work by themselves, and remembered. */
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
