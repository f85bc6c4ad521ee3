"""The rules of `check`: a rule's name, by which `silence:` names it, goes in; its code and meaning come out.

The letter of a code is its severity: E stops, W warns, N tells. Codes by subject: 16 words, 22 time, 32 figures,
33 money, 38 worked examples, 43 the order of evaluation, 45 measures, 47 clocks, 51 balance, 52 consequences,
62 sources. A code is never used again for something else.
"""

RULES: dict[str, tuple[str, str]] = {
    "unknown-silence": ("W168", "'silence' names a rule that does not exist or cannot be silenced"),
    "needless-silence": ("W169", "'silence' names a rule that the agreement follows"),
    "one-sided": ("W510", "one side owes nothing: this is a commitment"),
    "commitment-binds-the-other-side": ("E511", "a commitment makes the other side owe something"),
    "no-contact": ("W512", "a party has no point of contact"),
    "no-purpose": ("W513", "the agreement does not say what it is for"),
    "no-goal": ("W514", "the parties name no goal they share"),
    "no-review": ("W515", "nobody agreed when to look at the numbers together"),
    "no-ending": ("W516", "nobody agreed how the agreement ends"),
    "no-consequence": ("W521", "nothing follows when an obligation is missed"),
    "untold-column": ("E620", "a column is named that no source tells"),
    "untold-entity": ("E623", "no source tells of a kind of entity"),
}
