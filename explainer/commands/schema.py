"""`schema`: print the schema from which editors' tools complete and explain annotation files."""

import click

from explainer.rules.annotation_schema import annotation_schema


@click.command()
def schema() -> None:
    """Print the JSON Schema of annotation files, as in annotations/schema.json."""
    click.echo(annotation_schema(), nl=False)
