/* What the parts of this script share: the article, the numbers and notes of its annotations, and a maker of elements. */
const article = document.querySelector(".ex-article");
const notesOf = (ref) => document.querySelectorAll(`:is(.ex-sidenote, .ex-notes *)[data-preview="${CSS.escape(ref)}"]`);
const sidenoteOf = (ref) => document.querySelector(`.ex-sidenote[data-preview="${CSS.escape(ref)}"]`);
const numbersOf = (ref) => document.querySelectorAll(`.ex-article .ex-ref[href="#_${ref.replace(":", "-")}"]`);
const piecesOf = (ref) => document.querySelectorAll(`.ex-mark[data-annotation~="${ref}"]`);
const refsOf = (mark) => mark.dataset.annotation.split(" ");
const refOf = (noteId) => noteId?.slice(1).replace("-", ":"); /* the ids of notes have the form `_kind-id` */
const isBeside = (note) => note?.offsetParent && hasMargin();
const hasMargin = () => getComputedStyle(article).getPropertyValue("--ex-has-margin"); /* set by the style sheet */

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/* A browser may forbid pages to store anything: then each page starts afresh. */
const memory = {
  get(name) {
    try {
      return localStorage.getItem(`explainer-${name}`);
    } catch {}
  },
  set(name, value) {
    try {
      localStorage.setItem(`explainer-${name}`, value);
    } catch {}
  },
};
