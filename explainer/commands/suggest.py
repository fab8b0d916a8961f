"""`suggest`: what of an article is not annotated yet, as entries to paste."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from explainer.addresses import slug_of
from explainer.commands.output import give, not_run, progress, say, show, unreadable, writing
from explainer.commands.shared_options import root_option
from explainer.files.textfiles import free_path, is_taken, write_new_text
from explainer.format.did_you_mean import did_you_mean
from explainer.model import Article, Settings
from explainer.pipeline import analyse
from explainer.rules.english import is_english, language_of
from explainer.suggest import LAYERS, stanzas, suggest, table


@click.command(name="suggest")
@click.argument("article", required=False)
@root_option
@click.option(
    "--layer",
    "layers",
    type=click.Choice(LAYERS),
    multiple=True,
    help="Only these; may be given several times.",
)
@click.option(
    "--write",
    is_flag=True,
    help="Put them into a new file in annotations/, and say which; no file is replaced.",
)
def suggest_entries(article: str | None, root: Path, layers: tuple[str, ...], write: bool) -> None:
    """List what is not annotated yet in an article, as entries to paste.

    Proposes times with their dates, names with their aliases, quotations, figures, abbreviations, rare terms and
    paragraphs without a claim, found by rules from the words alone: each says why it is proposed and what is left to
    decide. ARTICLE is the name of its file, such as finn-point; a site with one article needs none. The entries go to
    standard output, or with --write into a file; the table of what is covered goes to standard error.
    """
    with progress() as tell:
        analysed, problems = analyse(root, tell)
    if analysed is None:
        show(problems)
        sys.exit(1)
    unread = unreadable(problems)
    reported = [*unread, *not_run(problems)]
    if reported:
        show(reported)
    if unread:
        say("What is annotated in a file that cannot be read is proposed again here.")
    slug = _slug(article, list(analysed.site.articles))
    _report_language(
        next(each for each in analysed.site.loaded.articles if each.slug == slug), analysed.settings
    )
    found = suggest(analysed.site, slug, analysed.settings.language)
    entries = stanzas(found, [layer for layer in LAYERS if layer in layers or not layers])
    if write:
        _write(root, slug, entries)
    else:
        give(entries)
    say(table(found.coverage))


def _report_language(article: Article, settings: Settings) -> None:
    language = language_of(article, settings.language)
    if not is_english(language):
        say(
            f"{article.path} is not in English ({language}), the only language that `suggest` reads: it "
            "proposes only what needs no words, such as years, quotations, figures, abbreviations and "
            "paragraphs without a claim."
        )


def _write(root: Path, slug: str, entries: str) -> None:
    """Put the entries into a file of their own: what an editor made of earlier ones stays."""
    with writing(root):
        path = free_path(
            f"annotations/{slug.replace('/', '-')}-new", lambda each: is_taken(root / each)
        )
        problems = write_new_text(root / path, path, entries)
    show(problems)
    if problems:
        sys.exit(1)
    say(f"{root / path}: written")


def _slug(given: str | None, slugs: Sequence[str]) -> str:
    """The article that is meant; an unknown one, or none among several, is wrong usage."""
    if given is None and len(slugs) == 1:
        return slugs[0]
    slug = slug_of(given or "")
    if slug in slugs:
        return slug
    there = f"there is {', '.join(slugs[:5])}" if slugs else "there is none in docs/articles/"
    hint = did_you_mean(slug, slugs) if given else ""
    raise click.UsageError(
        f"there is no article `{slug}`{hint or f'; {there}'}"
        if given
        else f"which article? {there}"
    )
