"""How charges, remedies and caps are spelled: what follows a miss."""

from accordant.terms.remedy import (
    Action,
    AtRiskPool,
    Bonus,
    Cap,
    Charge,
    ClaimRule,
    EarnBack,
    Escalation,
    MakeGood,
    OneIncident,
    PassThrough,
    RecoveryPlan,
    Renegotiation,
    ServiceCredit,
    TableRow,
)
from accordant.text.grammar import Choice, Clause, Key, Kind, Many, Named, Text
from accordant.text.spelling_words import DAYS, MONEY, NAME, NAMES, PER, PERCENTAGE, PIECE, PROSE, needs, one_of


def _remedy(word: str, term: type, *keys: Key) -> Clause:
    return Clause((needs("kind", one_of(word)), *keys), term)


_THRESHOLD = Choice(("length", "quantity"))
_DUE = (Key("due"), Key("done"))
_BONUS = Text(r"(.+ )?stretch reached", like="uptime stretch reached")

REMEDIES: dict[str, Kind] = {
    "charge": Clause(
        (
            Key("amount", "money"),
            needs("per", one_of(*PER.words, "once")),
            Key("by", NAME, "amount"),
            Key("tiers", Named("money"), "amount"),
            Key("otherwise", "money", "amount"),
        ),
        Charge,
        one_of=("amount", "tiers"),
    ),
    "remedy": Choice(
        (
            "recovery plan",
            "escalation",
            "action",
            "renegotiation",
            "make good",
            "service credit",
            "at-risk pool",
            "pass-through",
            "bonus",
        )
    ),
    "recovery plan": _remedy(
        "recovery plan", RecoveryPlan, *_DUE, Key("contents"), Key("public"), Key("text", PROSE)
    ),
    "escalation": _remedy("escalation", Escalation, Key("to"), Key("within"), Key("done"), Key("text", PROSE)),
    "action": _remedy("action", Action, *_DUE, Key("text", PROSE)),
    "renegotiation": _remedy("renegotiation", Renegotiation, *_DUE, Key("text", PROSE)),
    "make good": _remedy(
        "make good",
        MakeGood,
        Key("into", one_of("next window")),
        Key("at most", Text(rf"{PERCENTAGE}( of target)?", like="20% of target")),
        Key("then"),
        Key("made"),
    ),
    "service credit": Clause(
        (
            needs("kind", one_of("service credit")),
            Key("base"),
            Key("by", one_of("measured", "downtime", "longest outage", "overshoot", "shortfall", "elapsed")),
            Key("bands", Named("pay", "(below|at most|above|from) .+")),
            Key(
                "then", Text(rf"{PERCENTAGE} for each further .+", like="10% for each further 2 hours"), "further"
            ),
            Key("table", Many("table row")),
            Key("pays", Text(rf"[0-9]+/[0-9]+|{PERCENTAGE}|{MONEY}|{DAYS}", like="1/30")),
            Key("for each", Text(PIECE, like="hour of downtime")),
            Key("part counts"),
            Key("counted", one_of("together", "each outage")),
            Key("days", one_of("30 a month", "of the month", "added to the term")),
            Key("floor", Text(rf"(more than )?{MONEY}", like="more than 1 USD")),
            Key("at most", "share or money"),
            Key("rounding", one_of("half up", "half even", "down", "up")),
            Key("form"),
            Key("same"),
            Key("paid"),
            Key("expires"),
            Key("claim", "claim"),
            Key("text", PROSE),
        ),
        ServiceCredit,
        one_of=("bands", "pays", "table"),
        instead="text",
    ),
    "table row": Clause(
        (
            *(Key(edge, _THRESHOLD, "bounds") for edge in ("from", "at least", "above", "below", "at most")),
            needs("pays", "pay"),
        ),
        TableRow,
    ),
    "claim": Clause(
        (needs("by"), needs("made"), needs("before", Many("deadline")), Key("with", NAMES, "evidence")),
        ClaimRule,
    ),
    "at-risk pool": _remedy(
        "at-risk pool",
        AtRiskPool,
        needs("base"),
        needs("at risk", "percentage"),
        needs("allocation", Named("percentage")),
        Key(
            "one incident",
            Clause((needs("same"), Key("pays", one_of("highest only")), Key("revive")), OneIncident),
        ),
        Key(
            "earn back",
            Clause(
                (
                    needs("over", Text("next (window|[1-9][0-9]? windows)", like="next 3 windows")),
                    needs("mean", Text("at (least|most) .+", like="at least stretch")),
                ),
                EarnBack,
            ),
        ),
        Key("paid"),
        Key("claim", "claim"),
    ),
    "pass-through": _remedy(
        "pass-through",
        PassThrough,
        Key("upstream"),
        Key("base"),
        Key("pays", "percentage"),
        Key("users"),
        Key("number", "whole"),
        Key("text", PROSE),
    ),
    "bonus": _remedy(
        "bonus", Bonus, Key("base"), Key("pays", "percentage"), Key("when", _BONUS), Key("text", PROSE)
    ),
    "cap": Clause(
        (
            needs("over"),
            needs("at most", Text(rf"{PERCENTAGE} of .+|{MONEY}", like="100% of port")),
            Key("per", PER),
        ),
        Cap,
    ),
}
