"""`rules`: explain what check reports."""

import click

from explainer.format.did_you_mean import did_you_mean
from explainer.rules.catalogue import catalogue
from explainer.rules.manual import explained, listing, page


@click.command()
@click.argument("name", required=False)
@click.option(
    "--markdown", is_flag=True, help="Print the page about all rules, explainer/rules/README.md."
)
def rules(name: str | None, markdown: bool) -> None:
    """List the editorial rules, or explain one: what it reports, examples, and how to silence it.

    NAME is what stands in brackets at the end of a problem, such as claim-without-evidence.
    """
    if name and name not in catalogue():
        hint = did_you_mean(name, catalogue()) or "; `rules` lists them"
        raise click.UsageError(f"there is no rule `{name}`{hint}")
    if name:
        click.echo(explained(catalogue()[name]))
    elif markdown:
        click.echo(page().rstrip("\n"))
    else:
        click.echo(listing())
