/* Stands for KaTeX: it reads the text of each formula, and what is not text alone it cannot read. */
for (const formula of document.querySelectorAll(".arithmatex")) {
  const tex = formula.textContent.trim().match(/^(\\\(.*\\\)|\\\[[^]*\\\])$/);
  const isText = !formula.firstElementChild && tex;
  formula.innerHTML = isText ? `<i class="typeset">${tex[0].slice(2, -2)}</i>` : '<b class="failed"></b>';
}
