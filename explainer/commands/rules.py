"""`rules`: what check reports, and why."""

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
    """List the editorial rules, or tell about one: what it reports, what is bad and good, and how to silence it.

    NAME is what stands in brackets at the end of a problem, such as claim-without-evidence.
    """
    if name and name not in catalogue():
        raise click.UsageError(
            f"there is no rule `{name}`{did_you_mean(name, catalogue()) or '; `rules` lists them'}"
        )
    click.echo(
        explained(catalogue()[name]) if name else page().rstrip("\n") if markdown else listing()
    )
