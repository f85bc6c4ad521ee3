"""`accordant schema`: the JSON Schema of an agreement, its amendments or its sources, made from the terms."""

import json

import click


@click.command("schema")
@click.argument("file", type=click.Choice(["agreement", "amendment", "sources"]), default="agreement")
def command(file: str) -> None:
    """Print the JSON Schema of a file, for editors that complete and check while one types.

    \b
    Examples:
      accordant schema > agreement.schema.json
      accordant schema amendment > amendment.schema.json
      accordant schema sources > sources.schema.json
    """
    from accordant.text.schema import agreement_schema, amendment_schema, sources_schema

    schemas = {"agreement": agreement_schema, "amendment": amendment_schema, "sources": sources_schema}
    click.echo(json.dumps(schemas[file](), indent=2))
