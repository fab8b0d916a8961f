/* Arriving at the words of an annotation, show all of them: the fragment names only their first piece. The keyboard goes
   on from their number. Without this script the first piece is shown by :target alone. */
function showWords(event) {
  const first = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (const piece of document.querySelectorAll(".ex-here")) piece.classList.remove("ex-here");
  if (!first?.matches(".ex-mark")) return;
  const [, kind, id] = first.id.match(/^(claim|date)-(.*?)(?:--\d+)?$/) ?? [];
  for (const piece of piecesOf(`${kind}:${id}`)) piece.classList.add("ex-here");
  if (event) numbersOf(`${kind}:${id}`)[0]?.focus({ preventScroll: true });
}

addEventListener("hashchange", showWords);
showWords();
