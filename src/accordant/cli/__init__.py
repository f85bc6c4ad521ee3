"""The command line: one file a command, loaded only when it is called."""

import errno
import gc
import importlib

import click

from accordant import __version__

COMMANDS = {
    "demo": "show the main job on the shipped data",
    "init": "write a new agreement from a template",
    "check": "find what is wrong or missing in an agreement",
    "fmt": "write an agreement in its canonical spelling",
    "show": "read an agreement in plain words",
    "try": "count the rows that a definition matches",
    "evaluate": "say who kept which promise, and what follows",
    "met": "say which promises were kept at an instant",
    "ledger": "show all money that fell due, was paid or went back",
    "compare": "put the same facts under several rule sets",
    "claim": "write a letter for each credit that can be claimed",
    "explain": "show the whole reckoning of one item",
    "sql": "print the SQL that measures an agreement, for any engine",
    "schema": "print the JSON Schema of a file, for editors",
}


# Nearly all that a command makes lives as long as the command: looking for garbage each 700 objects finds none.
_OBJECTS_BETWEEN_COLLECTIONS = 100_000


class Lazy(click.Group):
    """A group that imports a command's module when it is asked for."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Return the commands in the order a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """Load one command; None for a name that is none."""
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"accordant.cli.{name}_command")
        command = module.command
        assert isinstance(command, click.Command), "every command module has a command"
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; a file that cannot be used, and what an engine refuses, is told in a sentence."""
        gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.errno == errno.EPIPE or error.filename is None:
                raise
            reason = (error.strerror or "cannot be used").lower()
            raise click.UsageError(f"'{error.filename}': {reason}", ctx) from None
        except Exception as error:
            from accordant.measure.sql.database import Refused

            if isinstance(error, Refused):
                raise click.UsageError(f"the engine refused: {error}", ctx) from None
            raise

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="accordant", message="%(prog)s %(version)s")
def main() -> None:
    """Read, check and run service level agreements.

    \b
    Examples:
      accordant demo
      accordant check marketing-sales/
      accordant evaluate marketing-sales/ --window 2026-11

    Commands take the agreement folder you stand in when none is named. Results go to standard output, talk
    goes to standard error. Exit codes: 0 all kept, 3 something missed, 1 findings that stop it, 2 usage.
    """
