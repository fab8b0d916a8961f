"""The verbs of the command, a module each. Only here is anything printed or an exit status set."""

import sys

try:  # to read all this takes a second, in which one may press Ctrl-C, and a package may be missing
    import gc
    from typing import Any

    import click

    from explainer import __version__
    from explainer.commands.build import build
    from explainer.commands.check import check
    from explainer.commands.ending import ending
    from explainer.commands.merge import merge
    from explainer.commands.new import new
    from explainer.commands.output import harmless_usage, prepare_streams
    from explainer.commands.reanchor import reanchor
    from explainer.commands.rename import rename
    from explainer.commands.rules import rules
    from explainer.commands.schema import schema
    from explainer.commands.serve import serve
    from explainer.commands.suggest import suggest_entries
except (Exception, KeyboardInterrupt) as error:  # any package may raise anything
    from explainer.lastresort import FAILED, INTERRUPTED, is_interrupted, last_words

    if is_interrupted(error):
        sys.stderr.write("Interrupted.\n")
        raise SystemExit(INTERRUPTED) from None
    sys.stderr.write(f".:1:1: error: {last_words(error)} [internal]\n")
    raise SystemExit(FAILED) from None


class _Verbs(click.Group):
    """Without a verb, the site is built."""

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
        """In the order in which an editor meets them."""
        return list(self.commands)


@click.group(
    cls=_Verbs,
    context_settings={"help_option_names": ["-h", "--help"]},
    commands=[build, serve, check, reanchor, suggest_entries, new, rename, merge, rules, schema],
)
@click.version_option(__version__, prog_name="Explainer")
def main() -> None:
    """Turn an article and its annotations into a website that explains it.

    Without a verb, the site is built. Exit status: 0, all is well; 1, there are errors in the content (printed as
    path:line:column: level: message [rule]), or a file cannot be written; 2, wrong usage; 70, the program itself
    failed (the message says how to report it); 130, interrupted by Ctrl-C; 143, ended by SIGTERM.
    """
    # nearly all that is made here lives to the end: looking for garbage as often as usual takes a tenth of the time
    gc.set_threshold(100_000, 20, 20)
