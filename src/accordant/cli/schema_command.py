"""`accordant schema`: the JSON Schema of agreement.yaml or sources.yaml, made from the terms."""

import json

import click


@click.command("schema")
@click.argument("file", type=click.Choice(["agreement", "sources"]), default="agreement")
def command(file: str) -> None:
    """Print the JSON Schema of a file, for editors that complete and check while one types.

    \b
    Examples:
      accordant schema > agreement.schema.json
      accordant schema sources > sources.schema.json
    """
    from accordant.text.schema import agreement_schema, sources_schema

    click.echo(json.dumps(agreement_schema() if file == "agreement" else sources_schema(), indent=2))
