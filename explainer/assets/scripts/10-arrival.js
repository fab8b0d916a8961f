/* Arriving at the words of an annotation, show all of them: the fragment names only their first piece. The keyboard goes
   on from their number. Without this script the first piece is shown by :target alone. */
function showWords(event) {
  for (const piece of document.querySelectorAll(".ex-here")) piece.classList.remove("ex-here");
  const [, kind, id] = location.hash.match(/^#(claim|date)-([a-z\d-]+?)(?:--\d+)?$/) ?? [];
  if (!id) return;
  for (const piece of piecesOf(`${kind}:${id}`)) piece.classList.add("ex-here");
  if (event) numbersOf(`${kind}:${id}`)[0]?.focus({ preventScroll: true });
}

addEventListener("hashchange", showWords);
showWords();
