/* Arriving at the words of an annotation, show all of them: the fragment names only their first piece. The keyboard goes
   on from their number. Without this script the first piece is shown by :target alone. */
function showWords(event) {
  /* an id that an annotation had before leads to the one that it has now */
  const now = document.getElementById(location.hash.slice(1))?.dataset.now ?? location.hash;
  const ref = now.replace(/[^\w-]|--.*/g, "").replace("-", ":");
  for (const piece of document.querySelectorAll(".ex-mark"))
    piece.classList.toggle("ex-here", refsOf(piece).includes(ref));
  if (event) numbersOf(ref)[0]?.focus({ preventScroll: true });
}

addEventListener("hashchange", showWords);
showWords();
