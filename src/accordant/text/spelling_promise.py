"""How obligations are spelled: indicators, targets, reliefs and the verdict that they add up to."""

from accordant.terms.clock import Clock, Reopen
from accordant.terms.condition import VerdictRule
from accordant.terms.exclusion import Surge
from accordant.terms.indicator import Attempts, Availability, Share, Statistic
from accordant.terms.obligation import Obligation
from accordant.terms.target import Target
from accordant.text.grammar import Choice, Clause, Key, Kind, Many, Named, Text
from accordant.text.spelling_words import (
    EVERY,
    NAME,
    NAMES,
    PER,
    PERCENTAGE,
    PROSE,
    QUANTITY,
    needs,
    one_of,
    tiers,
)

_OF = Choice((NAME, Clause((needs("of"),))))

PROMISES: dict[str, Kind] = {
    "obligation": Clause(
        (
            needs("owed by"),
            needs("owed to"),
            Key("serves"),
            Key("critical"),
            Key("time", "time", "indicator"),
            Key("count", _OF, "indicator"),
            Key("sum", _OF, "indicator"),
            Key("share", "share", "indicator"),
            Key("attempts", "attempts", "indicator"),
            Key("deliver", _OF, "indicator"),
            Key("availability", "availability", "indicator"),
            Key("statistic", "statistic", "indicator"),
            Key("less"),
            Key("where"),
            Key("for each", NAME),
            Key("within", Choice(("length", tiers("length")))),
            Key("every", EVERY, "schedule"),
            Key("due", Text(like="Friday 17:00"), "schedule"),
            Key("calendar"),
            needs("target", "any target"),
            needs("window", "window"),
            Key("part windows", one_of("judged", "prorated", "not judged"), "window"),
            Key("relief", Many("relief")),
            Key("on miss", NAMES),
            Key("on [1-9][0-9]{0,3}(st|nd|rd|th) miss in a row", NAMES, "on_miss", is_pattern=True),
            Key("on each miss", NAMES, "on_miss"),
            Key("collected"),
            Key("text", PROSE),
        ),
        Obligation,
        one_of=("time", "count", "sum", "share", "attempts", "deliver", "availability", "statistic"),
        block=True,
    ),
    "time": Clause(
        (
            needs("from", NAMES, "starts"),
            needs("to", NAMES, "stops"),
            Key("pause", NAMES, "pauses"),
            Key("cancel", NAMES, "cancels"),
            Key("reset", NAMES, "resets"),
            Key("reopen", Choice((NAME, Clause((needs("when"), Key("within")), Reopen)))),
            Key("end", NAMES, "ends"),
            Key("cycles"),
            Key("skew"),
            Key("counted in"),
            Key("scope", one_of("at each instant", "from entry"), "from_entry"),
        ),
        Clock,
    ),
    "share": Clause((needs("good"), needs("of"), Key("counted by")), Share),
    "attempts": Clause(
        (
            needs("of"),
            needs("per"),
            needs("at least", "whole"),
            Key("apart"),
            Key("until"),
            Key("cancel", NAMES, "cancels"),
            Key("counted in"),
        ),
        Attempts,
    ),
    "availability": Clause(
        (
            Key("down"),
            Key("rate"),
            Key("composite", "composite"),
            Key(
                "denominator",
                one_of("window", "window less excluded", "30 days", "service hours", "requests", "intervals"),
            ),
            Key("outage counts from", field="counts_from"),
            Key("confirmation"),
            Key("gap"),
            Key("gap after"),
            Key("unknown at most", "percentage"),
        ),
        Availability,
        one_of=("down", "rate", "composite"),
    ),
    "composite": Choice((NAME, Clause((Key("all of", Many("composite")), Key("any of", Many("composite")))))),
    "statistic": Clause(
        (
            Key("take", Text(r"mean|median|min|max|p[0-9]+(\.[0-9]+)?", like="p95")),
            Key("share under", "quantity", "under"),
            needs("of"),
            Key("each"),
            Key("interpolated"),
        ),
        Statistic,
        one_of=("take", "share under"),
    ),
    "relief": Clause((Key("surge", "surge"), Key("other side", Many("missed")))),
    "surge": Clause(
        (
            needs("of"),
            needs("beyond", Text(rf"{PERCENTAGE} of the daily plan of .+", like="150% of the daily plan of X")),
        ),
        Surge,
    ),
}

_BOUNDS: tuple[Key, ...] = (
    Key("at least", "quantity", "bound"),
    Key("at most", "quantity", "bound"),
    Key("between", Text(rf"{QUANTITY} and {QUANTITY}", like="10 and 20 ms"), "bound"),
    Key("stretch", NAME),
    Key("expected", NAME),
    Key("minimum", NAME),
    Key("minimum sample"),
    Key("allowed misses", Text("[0-9]+( when fewer than [0-9]+)?", like="2 when fewer than 40"), "allowed"),
)

TARGETS: dict[str, Kind] = {
    "any target": Choice(("target", tiers("target"), Many("dated target", alone=False))),
    "target": Choice(
        (
            Text(rf"all|none|at (least|most) {QUANTITY}|between {QUANTITY} and {QUANTITY}", like="at least 95%"),
            Clause(_BOUNDS, Target, one_of=("at least", "at most", "between")),
        )
    ),
    "dated target": Clause(
        (needs("from", "date", "bound"), *_BOUNDS), Target, one_of=("at least", "at most", "between")
    ),
    "verdict": Clause(
        (
            Key("window", PER),
            Key("weights", Named("whole")),
            Key("degraded", Many("condition")),
            Key("breached", Many("condition")),
        ),
        VerdictRule,
    ),
}
