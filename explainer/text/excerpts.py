"""Sentences of a text as other pages show them: with its formulas, all else as plain text."""

from markupsafe import Markup, escape

from explainer.text.controls import TURNING
from explainer.text.sentences import Context, Formula


def as_html(context: Context) -> Context:
    """Return a context as HTML on one line, if it has a formula; else as it is.

    Characters of direction, which would have their end somewhere in the article, are taken out.
    """
    if not context.formulas:
        return context._replace(
            before=TURNING.sub("", context.before),
            words=TURNING.sub("", context.words),
            after=TURNING.sub("", context.after),
        )
    words_at = len(context.before)
    after_at = words_at + len(context.words)
    return context._replace(
        before=_part(context.before, 0, context.formulas),
        words=_part(context.words, words_at, context.formulas),
        after=_part(context.after, after_at, context.formulas),
    )


def sentence_html(context: Context) -> str:
    """Return a whole sentence: HTML if it has a formula, else plain text."""
    before, words, after, _ = as_html(context)
    return before + words + after


def _part(text: str, begin: int, formulas: tuple[Formula, ...]) -> Markup:
    """Return a part of a context, which begins at an offset of the whole, as HTML."""
    html = Markup()
    done = 0
    for formula in formulas:
        start, end = formula.start - begin, formula.end - begin
        if start >= 0 and end <= len(text):
            html += _on_one_line(escape(text[done:start])) + _on_one_line(Markup(formula.html))
            done = end
    whole = html + _on_one_line(escape(text[done:]))
    return Markup(TURNING.sub("", whole))


def _on_one_line(html: Markup) -> Markup:
    """Return HTML without line ends, so that no line of it can be taken for Markdown."""
    return html.replace("\n", Markup("&#10;"))
