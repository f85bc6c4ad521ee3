"""Months of outages: spans of downtime go in, the verdict of an availability and what it brings come out."""

from dataclasses import replace
from fractions import Fraction

from promises import HEAD, at, office, spans, version

from accordant.judge.verdict import Verdict
from accordant.measure.measurement import Answer, Item, Measured, Outage, Outcome, Tally, Uptime
from accordant.settle.consequence import Consequence
from accordant.settle.settle import settle
from accordant.terms.agreement import Version

MINUTE = 60_000_000
_UPTIME = """
  uptime:
    owed by: marketing
    owed to: sales
    availability: {down: outage, denominator: window}
    target: TARGET
    window: month
    RULE: [credit]
"""


def port(
    credit: str, *, target: str = "at least 100%", fee: str = "4,500 USD", per: str = "month", each: bool = False
) -> tuple[Version, ...]:
    """Return an agreement in UTC with one credit from a charge, raised by a month or by each outage of it."""
    head = HEAD.replace("zone: America/New_York, currency", "zone: UTC, currency")
    head = head.replace('{amount: "5,000 USD", per: month}', f'{{amount: "{fee}", per: {per}}}')
    head = head.rstrip() + "\n  outage: {of: incident, from: event = 'down', to: event = 'up'}\n"
    head += "  closed: {of: incident, when: event = 'closed'}\n"
    text = _UPTIME.replace("TARGET", target).replace("RULE", "on each miss" if each else "on miss")
    return (version(text, f"remedies:\n  credit: {{kind: service credit, base: fee, {credit}}}\n", head=head),)


def outage(start: str, minutes: Fraction | int, entity: str = "t1") -> Outage:
    """Return an outage of so many minutes that counts whole."""
    begins = at(f"{start}+00:00")
    stop = begins + int(minutes * MINUTE)
    return Outage(begins, stop, ((begins, stop),), True, (entity,))


def down(versions: tuple[Version, ...], *outages: Outage, label: str = "2026-11") -> Verdict:
    """Return the verdict of a month with these outages; its denominator is the whole month."""
    window = next(w for w in _months(versions) if w.label == label)
    whole = window.stop - window.start
    uptime = Uptime(whole, whole, outages=outages)
    target = versions[0].terms.obligation("uptime").target
    low = target.bound.low
    return Verdict(
        "uptime",
        window,
        Outcome.MISSED,
        Outcome.MISSED,
        target,
        actual=1 - Fraction(uptime.down, whole),
        missed_at=outages[0].start,
        tally=Tally(0, uptime=uptime),
        low=low.fraction if low else None,
    )


def paid(
    versions: tuple[Version, ...],
    *outages: Outage,
    label: str = "2026-11",
    told: tuple[Answer, ...] = (),
    as_of: str = "",
) -> Consequence:
    """Settle one month with these outages, at its end or at a later date in UTC."""
    verdict = down(versions, *outages, label=label)
    instant = at(f"{as_of}+00:00") if as_of else verdict.window.stop
    (found,) = settle(versions, Measured((), told), [verdict], (), office(versions), instant).consequences
    return found


def each_paid(
    versions: tuple[Version, ...], *outages: Outage, incidents: tuple[str, ...] = ()
) -> list[Consequence]:
    """Settle one November in which each outage is an item of its own."""
    verdict = down(versions, *outages)
    assert verdict.tally is not None
    verdict = replace(verdict, tally=replace(verdict.tally, incidents=incidents))
    items = [
        Item(
            "uptime",
            one.entities[0],
            one.start,
            0,
            Outcome.MISSED,
            Outcome.MISSED,
            stop=one.stop,
            missed_from=one.start,
            elapsed=one.counted,
        )
        for one in outages
    ]
    return list(
        settle(versions, Measured(()), [verdict], (), office(versions), verdict.window.stop, items).consequences
    )


def _months(versions: tuple[Version, ...]):
    return spans(versions, "uptime")
