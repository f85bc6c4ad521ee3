"""The sample year as a folder: decide everything, write the events, count what was decided."""

import csv
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from random import Random

from accordant.sample import papers, profiles, rows
from accordant.sample.answers import answers
from accordant.sample.arrivals import year
from accordant.sample.disorder import disordered
from accordant.sample.figures import MONTHS
from accordant.sample.follow_up import choose, depth, progress
from accordant.sample.log import Log, Row
from accordant.sample.story import Profile, Story
from accordant.sample.truth import Made, Truth, truth_of

_COLUMNS = (
    "{'lead_id': 'VARCHAR', 'event_type': 'VARCHAR', 'event_id': 'VARCHAR', 'occurred': 'BIGINT',"
    " 'logged': 'BIGINT', 'actor_team': 'VARCHAR', 'reason': 'VARCHAR', 'channel': 'VARCHAR',"
    " 'score': 'INTEGER', 'source': 'VARCHAR', 'email': 'VARCHAR'}"
)
_FIRST_NUMBER = 1001


def write_year(folder: Path, seed: int = 2026) -> Truth:
    """Write the flagship agreement, its sources, a year of data and `truth.json` into `folder`; return the truth.

    The folder is made if it is missing. Equal seeds give equal bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rng = Random(seed)
    stories, others = _stories(rng), [p for month in MONTHS for p in profiles.of_others(rng, month)]
    numbered, named_others = _numbered(stories, others)
    log = Log(rng)
    for story in numbered:
        rows.write_story(rng, log, story)
    for lead, profile in named_others:
        rows.write_other(rng, log, lead, profile)
    exported = disordered(rng, log.rows, log.counts)
    write_parquet(folder / "lead_events.parquet", exported)
    _write_texts(folder)
    made = _write_papers(folder, rng, Made(seed, numbered, others, [], [], [], log.counts, len(exported)))
    truth = truth_of(made)
    (folder / "truth.json").write_text(truth.text(), encoding="utf-8")
    return truth


def _stories(rng: Random) -> list[Story]:
    """Decide all about the MQLs, but for their numbers."""
    arrivals = year(rng)
    answered = answers(rng, arrivals)
    chosen = choose(rng, arrivals, answered)
    stories: list[Story] = []
    for i, (arrival, answer) in enumerate(zip(arrivals, answered, strict=True)):
        followed = depth(rng, i, arrival, answer, chosen)
        reached = progress(rng, i, arrival, followed, chosen)
        stories.append(Story(arrival.name, arrival, answer, followed, reached, profiles.of_mql(rng, arrival)))
    return stories


def _numbered(stories: list[Story], others: list[Profile]) -> tuple[list[Story], list[tuple[str, Profile]]]:
    """Number all leads in the order in which they were created; the worked examples keep their names."""
    created = [(story.profile.created, n) for n, story in enumerate(stories) if not story.lead]
    created += [(profile.created, len(stories) + n) for n, profile in enumerate(others)]
    number = {n: f"L{_FIRST_NUMBER + place}" for place, (_, n) in enumerate(sorted(created))}
    named = [story if story.lead else replace(story, lead=number[n]) for n, story in enumerate(stories)]
    return named, [(number[len(stories) + n], profile) for n, profile in enumerate(others)]


def _write_texts(folder: Path) -> None:
    for name in ("agreement.yaml", "sources.yaml"):
        text = files("accordant.sample").joinpath("marketing-sales", name).read_bytes()
        (folder / name).write_bytes(text)


def _write_papers(folder: Path, rng: Random, made: Made) -> Made:
    reports, done = papers.reports(rng), papers.initiatives(rng)
    people = papers.people([*(story.profile for story in made.stories), *made.others])
    papers.write_reports(folder / "status_reports.csv", reports, rng)
    papers.write_initiatives(folder / "initiatives.csv", done)
    papers.write_people(folder / "people.csv", people)
    papers.write_plans(folder / "recovery_plans.csv")
    contacts = [seen for email, seen in people if email]
    return replace(made, reports=reports, initiatives=done, contacts=contacts)


def write_parquet(path: Path, exported: list[Row]) -> None:
    """Write rows in their order: instants as TIMESTAMP in UTC with microseconds, blanks as NULL."""
    import duckdb

    part = path.with_suffix(".part.csv")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(exported)
        with duckdb.connect(config={"threads": 1}) as connection:
            connection.execute(_copy(part, path))
    finally:
        part.unlink(missing_ok=True)


def _copy(part: Path, path: Path) -> str:
    read = f"read_csv({_quoted(part)}, header = false, auto_detect = false, delim = ',', columns = {_COLUMNS})"
    rest = "actor_team, reason, channel, score, source, email"
    instants = "make_timestamp(occurred) AS occurred_at, make_timestamp(logged) AS logged_at"
    select = f"SELECT lead_id, event_type, event_id, {instants}, {rest} FROM {read}"
    return f"COPY ({select}) TO {_quoted(path)} (FORMAT parquet, COMPRESSION zstd)"


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
