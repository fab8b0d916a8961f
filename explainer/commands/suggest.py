"""`suggest`: list what is not annotated yet in an article, as entries to paste."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from explainer.addresses import slug_of
from explainer.commands.output import (
    log,
    not_run,
    progress,
    show_problems,
    unreadable,
    write_result,
    writing,
)
from explainer.commands.shared_options import root_option
from explainer.files.folders import Bounds
from explainer.files.sitefiles import write_new_file
from explainer.files.textfiles import free_path, is_taken
from explainer.format.did_you_mean import did_you_mean
from explainer.model import Article, Settings
from explainer.pipeline import analyse
from explainer.rules.english import is_english, language_of
from explainer.suggest import LAYERS, stanzas, table
from explainer.suggest import suggest as suggestions


@click.command()
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
def suggest(article: str | None, root: Path, layers: tuple[str, ...], write: bool) -> None:
    """List what is not annotated yet in an article, as entries to paste.

    Proposes times with their dates, names with their aliases, quotations, figures, abbreviations,
    rare terms and paragraphs without a claim, found by rules from the words alone: each says why it
    is proposed and what is left to decide. ARTICLE is the name of its file, such as finn-point; a
    site with one article needs none. The entries go to standard output, or with --write into a
    file; the table of what is covered goes to standard error.
    """
    with progress() as say:
        analysed, problems = analyse(root, say)
    if analysed is None:
        show_problems(problems)
        sys.exit(1)
    unread = unreadable(problems)
    reported = [*unread, *not_run(problems)]
    if reported:
        show_problems(reported)
    if unread:
        log("What is annotated in a file that cannot be read is proposed again here.")
    slug = _slug(article, list(analysed.site.articles))
    meant = next(each for each in analysed.site.loaded.articles if each.slug == slug)
    _report_language(meant, analysed.settings)
    visible = analysed.placed.visible[slug]
    found = suggestions(analysed.site, slug, visible, analysed.settings.language)
    entries = stanzas(found, [layer for layer in LAYERS if layer in layers or not layers])
    if write:
        _write(analysed.config.bounds, slug, entries)
    else:
        write_result(entries)
    log(table(found.coverage))


def _report_language(article: Article, settings: Settings) -> None:
    language = language_of(article, settings.language)
    if not is_english(language):
        log(
            f"{article.path} is not in English ({language}), the only language that `suggest` "
            "reads: it proposes only what needs no words, such as years, quotations, figures, "
            "abbreviations and paragraphs without a claim."
        )


def _write(bounds: Bounds, slug: str, entries: str) -> None:
    """Put the entries into a file of their own, so that earlier ones stay as they were edited."""
    stem = f"annotations/{slug.replace('/', '-')}-new"
    with writing(bounds.root):
        path = free_path(stem, lambda path: is_taken(bounds.root / path))
        problems = write_new_file(bounds, path, entries)
    show_problems(problems)
    if problems:
        sys.exit(1)
    log(f"{bounds.root / path}: written")


def _slug(given: str | None, slugs: Sequence[str]) -> str:
    """Return the slug of the article that is meant; raise UsageError if that is not clear."""
    if given is None and len(slugs) == 1:
        return slugs[0]
    slug = slug_of(given or "")
    if slug in slugs:
        return slug
    existing = f"there is {', '.join(slugs[:5])}" if slugs else "there is none in docs/articles/"
    if not given:
        raise click.UsageError(f"which article? {existing}")
    hint = did_you_mean(slug, slugs) or f"; {existing}"
    raise click.UsageError(f"there is no article `{slug}`{hint}")
