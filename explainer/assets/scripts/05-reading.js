/* What the parts of this script share: an article, its annotations' numbers and notes, and small makers of elements. */
const article = document.querySelector(".ex-article");
const noteOf = (ref) => document.querySelector(`.ex-notes [data-preview="${CSS.escape(ref)}"]`);
const numbersOf = (ref) => document.querySelectorAll(`.ex-article .ex-ref[href="#_${ref.replace(":", "-")}"]`);
const piecesOf = (ref) => document.querySelectorAll(`.ex-mark[data-annotation~="${ref}"]`);
const refsOf = (mark) => mark.dataset.annotation.split(" ");

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/* A browser may forbid a page to remember anything: then each page begins anew. */
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
