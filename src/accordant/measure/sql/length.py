"""Limits as SQL: elapsed open time between two columns, the budget of a start, and whether it was in time."""

from accordant.measure.sql import quote
from accordant.measure.sql.story import Story
from accordant.plan.steps import Limit


def budget(story: Story, limit: Limit, alias: str, start: str) -> tuple[str, str]:
    """Return the JOIN that is needed for the budget of a start ("" for none), and its expression."""
    if limit.length.is_exact:
        return "", quote.constant(limit.length.microseconds)
    table = story.shelf.budget(limit, story.as_of + 1)
    return table.join(alias, start), table.value(alias, start)


def in_time(story: Story, limit: Limit, pairs: str, since: str, until: str) -> str:
    """Return the part of the rows of `pairs` in which the limit that began at `since` still holds at `until`."""
    clock = story.shelf.open_time(limit.open_time)
    join, allowed = budget(story, limit, "l", f"p.{since}")
    elapsed = f"{clock.value('b', f'p.{until}')} - {clock.value('a', f'p.{since}')}"
    return story.query.part(
        "in time",
        f"SELECT p.* FROM {pairs} AS p {clock.join('a', f'p.{since}')} {clock.join('b', f'p.{until}')} {join}"
        f" WHERE {elapsed} <= {allowed}",
    )
