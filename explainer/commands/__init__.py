"""The verbs of the command, a module each. Only this package prints or sets an exit status."""

from explainer.lastresort import ending_imports

with ending_imports():
    import atexit
    import gc
    from importlib import import_module
    from typing import Any

    import click

    from explainer import __version__
    from explainer.commands.ending import ending
    from explainer.commands.streams import harmless_usage, prepare_streams

# Nearly all objects live to the end: at the usual thresholds, looking for garbage would take a
# tenth of the time
GARBAGE_THRESHOLDS = (100_000, 20, 20)

# The verbs in the order in which an editor meets them, each with the first sentence of its help. To
# import all of them takes long, so the list of commands is made from this alone.
_VERBS = {
    "build": "Build the site into site/.",
    "serve": "Show the site on 127.0.0.1 and each saved change at once, with what is wrong.",
    "check": "Show every problem that can be seen without building; write no site.",
    "reanchor": "Put annotations back on their words after an article was edited.",
    "suggest": "List what is not annotated yet in an article, as entries to paste.",
    "new": "Begin an article, or a site.",
    "rename": "Give an entry another id, or an article's file another name: "
    "rename claim:lit lamp-lit.",
    "merge": "Make two actors or terms one: merge actor:lund keeper-lund.",
    "rules": "List the editorial rules, or explain one: what it reports, examples, "
    "and how to silence it.",
    "schema": "Print the JSON Schema of annotation files, as in annotations/schema.json.",
}


class Verb(click.Command):
    """A command that stands in the list of commands; its module is imported when it is used."""

    def load(self) -> click.Command:
        """Return the command itself: the function in the module of `commands/` of the same name."""
        command: click.Command = getattr(import_module(f"{__name__}.{self.name}"), str(self.name))
        return command

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Return the context of the command itself, which Click then runs."""
        return self.load().make_context(*args, **extra)


class _Verbs(click.Group):
    """Builds the site if no verb is given."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        takes_verb = args and (
            not args[0].startswith("-") or args[0] in ("--help", "-h", "--version")
        )
        return super().parse_args(ctx, args if takes_verb else ["build", *args])

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Read the command line."""
        with harmless_usage():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a verb; whatever it raises ends here."""
        prepare_streams()
        with ending(), harmless_usage():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order of the table, where Click would sort them."""
        return list(self.commands)


@click.group(
    cls=_Verbs,
    context_settings={"help_option_names": ["-h", "--help"]},
    commands=[Verb(name, help=sentence) for name, sentence in _VERBS.items()],
)
@click.version_option(__version__, prog_name="Explainer")
def main() -> None:
    """Turn an article and its annotations into a website that explains it.

    Without a verb, the site is built. Exit status: 0, all is well; 1, there are errors in the
    content (printed as path:line:column: level: message [rule]), or a file cannot be written; 2,
    wrong usage; 70, the program itself failed (the message says how to report it); 130, interrupted
    by Ctrl-C; 143, ended by SIGTERM.
    """
    gc.set_threshold(*GARBAGE_THRESHOLDS)
    # Python looks for garbage once more when it ends: half a second, after building 30 articles
    atexit.register(gc.freeze)
