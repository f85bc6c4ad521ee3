"""A year of two teams' leads, made from a seed, with the truth of it known beforehand.

`write_year(folder, seed)` makes an agreement folder that can be evaluated as it stands: `agreement.yaml` and
`sources.yaml` (the flagship), `lead_events.parquet`, `status_reports.csv`, `people.csv`, `initiatives.csv`,
`recovery_plans.csv`, and `truth.json`. Every outcome is decided first and its events are placed accordingly;
nothing in this package measures. November 2026 is the month of DOMAIN SC1, with the leads L1 to L8 of SC3;
10 February is the surge of SC4; August is a bad month, November a worse one, all others up to October keep
every promise. Nothing happens after 30 December 19:52 New York; the truth is that of `as_of` = `known_at` =
31 December 00:00.

truth.json
----------
`seed`, `as_of`; `leads`, `mqls`, `rows` (of the Parquet file) in all.

`months`: by month `2026-01` to `2026-12` (and `2027-01`, of which only `persistence` is told), in New York:

- `leads` created; `undecided` of them: MQL was UNKNOWN at some event and never TRUE; `contacts`: persons
  with an address, first seen in the month.
- `qualified leads`: by the month of the MQL moment. `mqls`; `rejected` (for an agreed reason, by Sales,
  within two business days: they do not count) and `rejected_by_reason`; `rejected_for_another_reason`,
  `rejected_too_late`, `rejected_by_the_wrong_party` (they count); `spam`, `spam_too_late` (they count too);
  `counted` = mqls - rejected; `under_review`: counted ones whose two business days had not run out at
  `as_of`.
- `lead quality`: the cohort of the same MQLs. `valid` = counted; `good`: qualified within 30 days;
  `pending`: neither good nor out of time; `qualified_too_late`; `accepted` and `won`: those of the valid
  that got so far.
- `initiatives`: `done`.
- `speed`: by the month of the due instant. `judged` = `kept` + `late` (tried after the limit) + `never` (not
  tried by `as_of`, and the limit is past); `excused` by the surge relief, of which `excused_late` would have
  been missed; `pending`; `unknown`: an earlier e-mail may or may not have been a person's; `cancelled`
  (rejected or spam): by the month of the cancel.
- `persistence`: likewise by the end of the 15 business days. `judged` = `kept` + `given_up`; `kept` =
  `connected` + `six_attempts`; `pending`; `cancelled`.
- `pipeline status`: by the Friday it was due. `due`, `on_time`, `late`, `late_by_minutes` (business time).
- `by source`: for each source `mqls`, `counted`, `accepted`, `good`, `won` of the cohort, `speed_judged` and
  `speed_kept` of the due month.

`surge_days`: `date`, `mqls`, `ceiling` as a fraction, `relieved`, `late`, `late_relieved`. There is no
other.

`recovery_plans`: `plan`, `sent` (New York), `party`, `obligation`, `window`; P4 is late, the others are not.

`features`: how often each peculiarity of real logs occurs. `MQLs ...`: the way in which the definition came
true. `corrected rows`: ids with two different rows. `duplicated rows`: identical copies. `rows out of
order`: recorded before a row that stands above them. `late rows ...`: recorded an hour or more of business
time late; beyond five business days they count from when they were recorded.

`items`: the leads L1 to L8 (`example`) and every fortieth MQL; `Truth.items` has them all. `lead`, `source`,
`path`, `created`, `mql`, `fate`, `fate_at`, `accepted`, `qualified`, `good`, `won`; `speed`: `due`,
`limit_us`, `stop` (the instant that counts), `elapsed_us` (business time from MQL to the stop, or to
`as_of`), `outcome` (kept, late, never, cancelled, pending, unknown, excused kept, excused late), `window`;
`persistence`: `due`, `attempts` made by people of Sales from the MQL moment on, `connected`, `outcome`
(connected, six attempts, given up, cancelled, pending), `window`. Instants are ISO 8601 in UTC with
microseconds, or null for never.
"""

from accordant.sample.truth import Truth
from accordant.sample.write import write_year

__all__ = ["Truth", "write_year"]
