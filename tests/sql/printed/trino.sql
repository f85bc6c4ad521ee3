-- Answers of a help desk: what each promise counted, as SQL for Trino.
-- As of the end of 2026-09-30 (Europe/Berlin).
-- Not run: this text was made and read, and no engine of this dialect has run it.
-- Trino has no temporary tables: run it in a schema of your own, in a catalog that takes names with spaces, and
-- drop what it has made.
-- Run it from top to bottom in one session. Instants and lengths are whole microseconds, counted from 1970-01-01
-- 00:00 UTC. Targets are judged from the counts, which is not done here.

SET TIME ZONE 'UTC';


-- Calendars and windows
-- =====================
-- Functions of an instant, or of an amount of time, as straight pieces: since <= t < until. Each piece stands in
-- every bucket k that it meets, so that one equi-join finds it.

-- Microseconds that calendar 'wall time' was open before an instant. It reaches back to 2026-02-12: no event may
-- have happened before.
CREATE TABLE "pieces of steps 1" AS
SELECT CAST(v."first_k" AS BIGINT) AS "first_k", CAST(v."last_k" AS BIGINT) AS "last_k", CAST(v."since" AS BIGINT) AS "since", CAST(v."until" AS BIGINT) AS "until", CAST(v."base" AS BIGINT) AS "base", CAST(v."slope" AS BIGINT) AS "slope"
FROM (VALUES
  (0, 0, 1770854400000000, 1992211200000001, -1770854400000000, 1)
) AS v("first_k", "last_k", "since", "until", "base", "slope");

-- Bucket k of t is (t - 1770854400000000) // 221356800000001; the value is base + slope * t.
CREATE TABLE "steps 1" AS
SELECT
  "b"."k",
  "p"."since",
  "p"."until",
  "p"."base",
  "p"."slope"
FROM "pieces of steps 1" AS "p"
CROSS JOIN UNNEST(FLATTEN(
  TRANSFORM(
    SEQUENCE("p"."first_k", "p"."last_k" + 1 - 1, 5000),
    "s" -> SEQUENCE("s", LEAST("s" + 4999, "p"."last_k" + 1 - 1))
  )
)) AS "b"("k");

-- The first instant before which calendar 'wall time' was open for so many microseconds.
CREATE TABLE "pieces of steps 2" AS
SELECT CAST(v."first_k" AS BIGINT) AS "first_k", CAST(v."last_k" AS BIGINT) AS "last_k", CAST(v."since" AS BIGINT) AS "since", CAST(v."until" AS BIGINT) AS "until", CAST(v."base" AS BIGINT) AS "base", CAST(v."slope" AS BIGINT) AS "slope"
FROM (VALUES
  (0, 0, 0, 1, 1770854400000000, 1),
  (0, 72, 1, 221356800000001, 1770854400000000, 1)
) AS v("first_k", "last_k", "since", "until", "base", "slope");

-- Bucket k of t is (t - 0) // 3074400000000; the value is base + slope * t.
CREATE TABLE "steps 2" AS
SELECT
  "b"."k",
  "p"."since",
  "p"."until",
  "p"."base",
  "p"."slope"
FROM "pieces of steps 2" AS "p"
CROSS JOIN UNNEST(FLATTEN(
  TRANSFORM(
    SEQUENCE("p"."first_k", "p"."last_k" + 1 - 1, 5000),
    "s" -> SEQUENCE("s", LEAST("s" + 4999, "p"."last_k" + 1 - 1))
  )
)) AS "b"("k");

-- The last instant before which calendar 'wall time' was open for so many microseconds.
CREATE TABLE "pieces of steps 3" AS
SELECT CAST(v."first_k" AS BIGINT) AS "first_k", CAST(v."last_k" AS BIGINT) AS "last_k", CAST(v."since" AS BIGINT) AS "since", CAST(v."until" AS BIGINT) AS "until", CAST(v."base" AS BIGINT) AS "base", CAST(v."slope" AS BIGINT) AS "slope"
FROM (VALUES
  (0, 0, 0, 221356800000000, 1770854400000000, 1),
  (1, 1, 221356800000000, 221356800000001, 1770854400000000, 1)
) AS v("first_k", "last_k", "since", "until", "base", "slope");

-- Bucket k of t is (t - 0) // 221356800000000; the value is base + slope * t.
CREATE TABLE "steps 3" AS
SELECT
  "b"."k",
  "p"."since",
  "p"."until",
  "p"."base",
  "p"."slope"
FROM "pieces of steps 3" AS "p"
CROSS JOIN UNNEST(FLATTEN(
  TRANSFORM(
    SEQUENCE("p"."first_k", "p"."last_k" + 1 - 1, 5000),
    "s" -> SEQUENCE("s", LEAST("s" + 4999, "p"."last_k" + 1 - 1))
  )
)) AS "b"("k");

-- The cell of a promise's windows that an instant lies in.
CREATE TABLE "pieces of steps 4" AS
SELECT CAST(v."first_k" AS BIGINT) AS "first_k", CAST(v."last_k" AS BIGINT) AS "last_k", CAST(v."since" AS BIGINT) AS "since", CAST(v."until" AS BIGINT) AS "until", CAST(v."base" AS BIGINT) AS "base", CAST(v."slope" AS BIGINT) AS "slope"
FROM (VALUES
  (0, 719, 1780264800000000, 1782856800000000, 0, 0),
  (720, 1463, 1782856800000000, 1785535200000000, 1, 0),
  (1464, 2207, 1785535200000000, 1788213600000000, 2, 0),
  (2208, 2927, 1788213600000000, 1790805600000000, 3, 0),
  (2928, 3672, 1790805600000000, 1793487600000000, 4, 0),
  (3673, 4392, 1793487600000000, 1796079600000000, 5, 0),
  (4393, 5136, 1796079600000000, 1798758000000000, 6, 0),
  (5137, 5880, 1798758000000000, 1801436400000000, 7, 0),
  (5881, 6552, 1801436400000000, 1803855600000000, 8, 0),
  (6553, 7295, 1803855600000000, 1806530400000000, 9, 0),
  (7296, 8015, 1806530400000000, 1809122400000000, 10, 0),
  (8016, 8759, 1809122400000000, 1811800800000000, 11, 0),
  (8760, 9479, 1811800800000000, 1814392800000000, 12, 0),
  (9480, 10223, 1814392800000000, 1817071200000000, 13, 0),
  (10224, 10967, 1817071200000000, 1819749600000000, 14, 0),
  (10968, 11687, 1819749600000000, 1822341600000000, 15, 0),
  (11688, 12432, 1822341600000000, 1825023600000000, 16, 0),
  (12433, 13152, 1825023600000000, 1827615600000000, 17, 0),
  (13153, 13896, 1827615600000000, 1830294000000000, 18, 0),
  (13897, 14640, 1830294000000000, 1832972400000000, 19, 0),
  (14641, 15336, 1832972400000000, 1835478000000000, 20, 0),
  (15337, 16079, 1835478000000000, 1838152800000000, 21, 0),
  (16080, 16799, 1838152800000000, 1840744800000000, 22, 0),
  (16800, 17543, 1840744800000000, 1843423200000000, 23, 0),
  (17544, 18263, 1843423200000000, 1846015200000000, 24, 0),
  (18264, 19007, 1846015200000000, 1848693600000000, 25, 0),
  (19008, 19751, 1848693600000000, 1851372000000000, 26, 0),
  (19752, 20471, 1851372000000000, 1853964000000000, 27, 0),
  (20472, 21216, 1853964000000000, 1856646000000000, 28, 0),
  (21217, 21936, 1856646000000000, 1859238000000000, 29, 0),
  (21937, 22680, 1859238000000000, 1861916400000000, 30, 0),
  (22681, 22704, 1861916400000000, 1862002800000000, 31, 0)
) AS v("first_k", "last_k", "since", "until", "base", "slope");

-- Bucket k of t is (t - 1780264800000000) // 3600000000; the value is base + slope * t.
CREATE TABLE "steps 4" AS
SELECT
  "b"."k",
  "p"."since",
  "p"."until",
  "p"."base",
  "p"."slope"
FROM "pieces of steps 4" AS "p"
CROSS JOIN UNNEST(FLATTEN(
  TRANSFORM(
    SEQUENCE("p"."first_k", "p"."last_k" + 1 - 1, 5000),
    "s" -> SEQUENCE("s", LEAST("s" + 4999, "p"."last_k" + 1 - 1))
  )
)) AS "b"("k");


-- Events
-- ======
-- One row an event. An id says which rows tell the same event.

-- Table desk.tickets is taken to have the columns: id text, what text, at timestamptz, learned timestamptz,
-- priority integer.

-- Events of 'desk.tickets'.
-- How many rows of 'desk.tickets' cannot be read; when its events begin and end.
SELECT
  SUM(
    CASE
      WHEN (
        (
          "r"."c3" IS NULL
        )
        OR (
          COALESCE("r"."t3" BETWEEN (
            -2208988800000000
          ) AND 7258118399999999, FALSE)
        )
      )
      AND (
        NOT (
          "r"."c3" IS NULL
        )
      )
      AND (
        NOT (
          (
            "r"."c0" IS NULL
          ) OR (
            COALESCE("r"."c0" IN (''), FALSE)
          )
        )
      )
      AND (
        (
          "r"."c2" IS NULL
        )
        OR (
          COALESCE("r"."t2" BETWEEN (
            -2208988800000000
          ) AND 7258118399999999, FALSE)
        )
      )
      AND (
        NOT (
          "r"."c2" IS NULL
        )
      )
      AND (
        NOT (
          (
            "r"."c1" IS NULL
          ) OR (
            COALESCE("r"."c1" IN (''), FALSE)
          )
        )
      )
      THEN 0
      ELSE 1
    END
  ),
  MIN(
    CASE
      WHEN (
        (
          "r"."c3" IS NULL
        )
        OR (
          COALESCE("r"."t3" BETWEEN (
            -2208988800000000
          ) AND 7258118399999999, FALSE)
        )
      )
      AND (
        NOT (
          "r"."c3" IS NULL
        )
      )
      AND (
        NOT (
          (
            "r"."c0" IS NULL
          ) OR (
            COALESCE("r"."c0" IN (''), FALSE)
          )
        )
      )
      AND (
        (
          "r"."c2" IS NULL
        )
        OR (
          COALESCE("r"."t2" BETWEEN (
            -2208988800000000
          ) AND 7258118399999999, FALSE)
        )
      )
      AND (
        NOT (
          "r"."c2" IS NULL
        )
      )
      AND (
        NOT (
          (
            "r"."c1" IS NULL
          ) OR (
            COALESCE("r"."c1" IN (''), FALSE)
          )
        )
      )
      THEN "r"."t2"
    END
  ),
  MAX(
    CASE
      WHEN (
        (
          "r"."c3" IS NULL
        )
        OR (
          COALESCE("r"."t3" BETWEEN (
            -2208988800000000
          ) AND 7258118399999999, FALSE)
        )
      )
      AND (
        NOT (
          "r"."c3" IS NULL
        )
      )
      AND (
        NOT (
          (
            "r"."c0" IS NULL
          ) OR (
            COALESCE("r"."c0" IN (''), FALSE)
          )
        )
      )
      AND (
        (
          "r"."c2" IS NULL
        )
        OR (
          COALESCE("r"."t2" BETWEEN (
            -2208988800000000
          ) AND 7258118399999999, FALSE)
        )
      )
      AND (
        NOT (
          "r"."c2" IS NULL
        )
      )
      AND (
        NOT (
          (
            "r"."c1" IS NULL
          ) OR (
            COALESCE("r"."c1" IN (''), FALSE)
          )
        )
      )
      THEN "r"."t2"
    END
  )
FROM (
  SELECT
    CAST("t"."id" AS VARCHAR) AS "c0",
    CAST("t"."what" AS VARCHAR) AS "c1",
    "t"."at" AS "c2",
    CASE
      WHEN "t"."at" BETWEEN CAST('1899-12-25 00:00:00+00:00' AS TIMESTAMP(6) WITH TIME ZONE) AND CAST('2200-01-08 00:00:00+00:00' AS TIMESTAMP(6) WITH TIME ZONE)
      THEN (
        DATE_DIFF(
          'second',
          CAST('1970-01-01 00:00:00 UTC' AS TIMESTAMP(12) WITH TIME ZONE),
          DATE_TRUNC('second', CAST("t"."at" AS TIMESTAMP(12) WITH TIME ZONE))
        ) * 1000000 + CAST(SUBSTR(
          CAST(CAST(CAST("t"."at" AS TIMESTAMP(12) WITH TIME ZONE) AS TIMESTAMP(12)) AS VARCHAR),
          -12,
          6
        ) AS BIGINT)
      )
    END AS "t2",
    "t"."learned" AS "c3",
    CASE
      WHEN "t"."learned" BETWEEN CAST('1899-12-25 00:00:00+00:00' AS TIMESTAMP(6) WITH TIME ZONE) AND CAST('2200-01-08 00:00:00+00:00' AS TIMESTAMP(6) WITH TIME ZONE)
      THEN (
        DATE_DIFF(
          'second',
          CAST('1970-01-01 00:00:00 UTC' AS TIMESTAMP(12) WITH TIME ZONE),
          DATE_TRUNC('second', CAST("t"."learned" AS TIMESTAMP(12) WITH TIME ZONE))
        ) * 1000000 + CAST(SUBSTR(
          CAST(CAST(CAST("t"."learned" AS TIMESTAMP(12) WITH TIME ZONE) AS TIMESTAMP(12)) AS VARCHAR),
          -12,
          6
        ) AS BIGINT)
      )
    END AS "t3",
    CAST("t"."priority" AS BIGINT) AS "c4"
  FROM "desk"."tickets" AS "t"
) AS "r";

-- Rows of 'desk.tickets' that cannot be read.
SELECT
  "r"."c0",
  "r"."c1",
  CASE WHEN NOT "r"."c2" IS NULL THEN COALESCE("r"."t2", 9223372036854775807) END,
  CASE WHEN NOT "r"."c3" IS NULL THEN COALESCE("r"."t3", 9223372036854775807) END,
  "r"."c4"
FROM (
  SELECT
    CAST("t"."id" AS VARCHAR) AS "c0",
    CAST("t"."what" AS VARCHAR) AS "c1",
    "t"."at" AS "c2",
    CASE
      WHEN "t"."at" BETWEEN CAST('1899-12-25 00:00:00+00:00' AS TIMESTAMP(6) WITH TIME ZONE) AND CAST('2200-01-08 00:00:00+00:00' AS TIMESTAMP(6) WITH TIME ZONE)
      THEN (
        DATE_DIFF(
          'second',
          CAST('1970-01-01 00:00:00 UTC' AS TIMESTAMP(12) WITH TIME ZONE),
          DATE_TRUNC('second', CAST("t"."at" AS TIMESTAMP(12) WITH TIME ZONE))
        ) * 1000000 + CAST(SUBSTR(
          CAST(CAST(CAST("t"."at" AS TIMESTAMP(12) WITH TIME ZONE) AS TIMESTAMP(12)) AS VARCHAR),
          -12,
          6
        ) AS BIGINT)
      )
    END AS "t2",
    "t"."learned" AS "c3",
    CASE
      WHEN "t"."learned" BETWEEN CAST('1899-12-25 00:00:00+00:00' AS TIMESTAMP(6) WITH TIME ZONE) AND CAST('2200-01-08 00:00:00+00:00' AS TIMESTAMP(6) WITH TIME ZONE)
      THEN (
        DATE_DIFF(
          'second',
          CAST('1970-01-01 00:00:00 UTC' AS TIMESTAMP(12) WITH TIME ZONE),
          DATE_TRUNC('second', CAST("t"."learned" AS TIMESTAMP(12) WITH TIME ZONE))
        ) * 1000000 + CAST(SUBSTR(
          CAST(CAST(CAST("t"."learned" AS TIMESTAMP(12) WITH TIME ZONE) AS TIMESTAMP(12)) AS VARCHAR),
          -12,
          6
        ) AS BIGINT)
      )
    END AS "t3",
    CAST("t"."priority" AS BIGINT) AS "c4"
  FROM "desk"."tickets" AS "t"
) AS "r"
WHERE
  NOT (
    (
      (
        "r"."c3" IS NULL
      )
      OR (
        COALESCE("r"."t3" BETWEEN (
          -2208988800000000
        ) AND 7258118399999999, FALSE)
      )
    )
    AND (
      NOT (
        "r"."c3" IS NULL
      )
    )
    AND (
      NOT (
        (
          "r"."c0" IS NULL
        ) OR (
          COALESCE("r"."c0" IN (''), FALSE)
        )
      )
    )
    AND (
      (
        "r"."c2" IS NULL
      )
      OR (
        COALESCE("r"."t2" BETWEEN (
          -2208988800000000
        ) AND 7258118399999999, FALSE)
      )
    )
    AND (
      NOT (
        "r"."c2" IS NULL
      )
    )
    AND (
      NOT (
        (
          "r"."c1" IS NULL
        ) OR (
          COALESCE("r"."c1" IN (''), FALSE)
        )
      )
    )
  )
ORDER BY
  1,
  2,
  3,
  4,
  5
LIMIT 1001;

CREATE VIEW "events ticket" AS
SELECT
  CAST("r"."c0" AS VARCHAR) AS "entity",
  CAST(CASE
    WHEN NOT (
      (
        "r"."c1" IS NULL
      ) OR (
        COALESCE("r"."c1" IN (''), FALSE)
      )
    )
    THEN "r"."c1"
  END AS VARCHAR) AS "name",
  CAST("r"."t2" AS BIGINT) AS "happened",
  CAST("r"."t3" AS BIGINT) AS "recorded",
  CAST(CAST(NULL AS VARCHAR) AS VARCHAR) AS "by",
  CAST(CAST(NULL AS VARCHAR) AS VARCHAR) AS "identity",
  CAST(CAST(NULL AS BIGINT) AS BIGINT) AS "sequence",
  CAST(FALSE AS BOOLEAN) AS "retracted",
  CAST('tickets' AS VARCHAR) AS "source",
  CAST(0 AS BIGINT) AS "row",
  CAST(NULL AS VARCHAR) AS "flags",
  CAST(CAST(CASE WHEN "r"."c4" IS NULL THEN NULL WHEN TRUE THEN "r"."c4" ELSE NULL END AS BIGINT) AS BIGINT) AS "field priority"
FROM (
  SELECT
    CAST("t"."id" AS VARCHAR) AS "c0",
    CAST("t"."what" AS VARCHAR) AS "c1",
    "t"."at" AS "c2",
    CASE
      WHEN "t"."at" BETWEEN CAST('1899-12-25 00:00:00+00:00' AS TIMESTAMP(6) WITH TIME ZONE) AND CAST('2200-01-08 00:00:00+00:00' AS TIMESTAMP(6) WITH TIME ZONE)
      THEN (
        DATE_DIFF(
          'second',
          CAST('1970-01-01 00:00:00 UTC' AS TIMESTAMP(12) WITH TIME ZONE),
          DATE_TRUNC('second', CAST("t"."at" AS TIMESTAMP(12) WITH TIME ZONE))
        ) * 1000000 + CAST(SUBSTR(
          CAST(CAST(CAST("t"."at" AS TIMESTAMP(12) WITH TIME ZONE) AS TIMESTAMP(12)) AS VARCHAR),
          -12,
          6
        ) AS BIGINT)
      )
    END AS "t2",
    "t"."learned" AS "c3",
    CASE
      WHEN "t"."learned" BETWEEN CAST('1899-12-25 00:00:00+00:00' AS TIMESTAMP(6) WITH TIME ZONE) AND CAST('2200-01-08 00:00:00+00:00' AS TIMESTAMP(6) WITH TIME ZONE)
      THEN (
        DATE_DIFF(
          'second',
          CAST('1970-01-01 00:00:00 UTC' AS TIMESTAMP(12) WITH TIME ZONE),
          DATE_TRUNC('second', CAST("t"."learned" AS TIMESTAMP(12) WITH TIME ZONE))
        ) * 1000000 + CAST(SUBSTR(
          CAST(CAST(CAST("t"."learned" AS TIMESTAMP(12) WITH TIME ZONE) AS TIMESTAMP(12)) AS VARCHAR),
          -12,
          6
        ) AS BIGINT)
      )
    END AS "t3",
    CAST("t"."priority" AS BIGINT) AS "c4"
  FROM "desk"."tickets" AS "t"
) AS "r"
WHERE
  (
    (
      "r"."c3" IS NULL
    )
    OR (
      COALESCE("r"."t3" BETWEEN (
        -2208988800000000
      ) AND 7258118399999999, FALSE)
    )
  )
  AND (
    NOT (
      "r"."c3" IS NULL
    )
  )
  AND (
    NOT (
      (
        "r"."c0" IS NULL
      ) OR (
        COALESCE("r"."c0" IN (''), FALSE)
      )
    )
  )
  AND (
    (
      "r"."c2" IS NULL
    )
    OR (
      COALESCE("r"."t2" BETWEEN (
        -2208988800000000
      ) AND 7258118399999999, FALSE)
    )
  )
  AND (
    NOT (
      "r"."c2" IS NULL
    )
  )
  AND (
    NOT (
      (
        "r"."c1" IS NULL
      ) OR (
        COALESCE("r"."c1" IN (''), FALSE)
      )
    )
  );

-- Events of kind 'report' come from files ('reports'). Put them into a table "events report", one row an event:
--     "entity" VARCHAR: its key; several parts are joined as in sources.yaml
--     "name" VARCHAR: the event
--     "happened" BIGINT: microseconds since 1970-01-01 00:00 UTC
--     "recorded" BIGINT: likewise, when it was learned; as happened, where nobody told
--     "by" VARCHAR: the party that did it, or NULL
--     "identity" VARCHAR: the id by which rows are the same event, or NULL
--     "sequence" BIGINT: the order of events of one instant, or NULL
--     "retracted" BOOLEAN: whether the row withdraws the event of its id
--     "source" VARCHAR: which source told it
--     "row" BIGINT: its row there
--     "flags" VARCHAR: '' for none

-- Does an id of kind 'report' stand in several rows, or does one withdraw another?
SELECT
  COUNT(DISTINCT "identity") <> COUNT("identity")
  OR COALESCE(BOOL_OR("retracted"), FALSE)
FROM "events report";

-- Events of kind 'report' by their id: the row recorded last (age 1) says what counts.
CREATE TABLE "told by id report" AS
SELECT
  "e".*,
  DENSE_RANK() OVER (PARTITION BY "e"."identity" ORDER BY "e"."recorded" DESC) AS "age",
  DENSE_RANK() OVER (
    PARTITION BY "e"."identity", "e"."recorded"
    ORDER BY "e"."entity", "e"."name", "e"."happened", "e"."by", "e"."sequence", "e"."retracted"
  ) AS "reading",
  ROW_NUMBER() OVER (
    PARTITION BY "e"."identity", "e"."recorded"
    ORDER BY "e"."entity", "e"."name", "e"."happened", "e"."by", "e"."sequence", "e"."retracted"
  ) AS "copy"
FROM "events report" AS "e"
WHERE
  "e"."recorded" <= 1790805599999999 AND NOT "e"."identity" IS NULL;

-- Entities of which rows of one id contradict each other: an engine is told to leave them out of every promise,
-- and the reference engine reckons with them.
SELECT DISTINCT
  "entity"
FROM "told by id report"
WHERE
  "age" = 1
  AND "identity" IN (
    SELECT
      "identity"
    FROM "told by id report"
    WHERE
      "age" = 1 AND "reading" > 1
  );

-- Events of kind 'report' that count: one row an id, none withdrawn, none in contradiction.
CREATE TABLE "latest report" AS
SELECT
  "e"."entity",
  "e"."name",
  "e"."happened",
  "e"."recorded",
  "e"."by",
  "e"."identity",
  "e"."sequence",
  "e"."retracted",
  "e"."source",
  "e"."row",
  "e"."flags"
FROM "events report" AS "e"
WHERE
  "e"."recorded" <= 1790805599999999 AND "e"."identity" IS NULL
UNION ALL
SELECT
  "e"."entity",
  "e"."name",
  "e"."happened",
  "e"."recorded",
  "e"."by",
  "e"."identity",
  "e"."sequence",
  "e"."retracted",
  "e"."source",
  "e"."row",
  "e"."flags"
FROM "told by id report" AS "e"
WHERE
  "age" = 1
  AND "copy" = 1
  AND NOT "retracted"
  AND NOT "identity" IN (
    SELECT
      "identity"
    FROM "told by id report"
    WHERE
      "age" = 1 AND "reading" > 1
  );


-- Promise 'answer'
-- ================

-- Desk owes Staff: answered within 4 hours of opened, for at least 90% of the tickets due in a month.

-- Cells 0 to 3 are windows 2026-06 to 2026-09, one a window.

-- How to read it: items are found one by one, and counted by cell and outcome in the tally.

-- Items, one a row: the cell of the window that each counts in, its outcome before relief (raw) and after it,
-- the instant from which it is missed, and what it is worth.
CREATE TABLE "placed items" AS
WITH "seen 1" AS (
  SELECT
    "e"."entity",
    "e"."name",
    "e"."happened",
    "e"."recorded",
    "e"."by",
    CAST(0 AS BIGINT) AS "turn",
    "e"."field priority"
  FROM (
    SELECT
      *
    FROM "events ticket" AS "e"
    WHERE
      (
        "e"."happened" <= 1790805599999999
      )
      AND (
        (
          COALESCE("e"."name" IN ('answered', 'asked back', 'opened', 'replied'), FALSE)
        )
      )
      AND (
        "e"."recorded" <= 1790805599999999
      )
  ) AS "e"
), "roles 2" AS (
  SELECT
    "entity",
    "happened",
    "turn",
    MAX(CASE WHEN "starts" THEN 1 ELSE 0 END) = 1 AS "starts",
    MAX(CASE WHEN "stops" THEN 1 ELSE 0 END) = 1 AS "stops",
    MAX(CASE WHEN "ends" THEN 1 ELSE 0 END) = 1 AS "ends",
    MAX(CASE WHEN "cancels" THEN 1 ELSE 0 END) = 1 AS "cancels",
    MAX(CASE WHEN (
      "stops" OR "ends"
    ) AND NOT "starts" THEN 1 ELSE 0 END) = 1 AS "pure",
    MAX(CASE WHEN "ends" AND NOT "starts" THEN 1 ELSE 0 END) = 1 AS "pure_end"
  FROM (
    SELECT
      "r"."entity",
      "r"."happened",
      "r"."turn",
      COALESCE(
        (
          (
            (
              "r"."name" = 'opened'
            ) AND (
              "r"."field priority" >= 2
            )
          )
        ),
        FALSE
      ) AS "starts",
      COALESCE((
        (
          "r"."name" = 'answered'
        )
      ), FALSE) AS "stops",
      COALESCE(FALSE, FALSE) AS "ends",
      COALESCE(FALSE, FALSE) AS "cancels"
    FROM "seen 1" AS "r"
  ) AS "r"
  WHERE
    "starts" OR "stops" OR "ends" OR "cancels"
  GROUP BY
    "entity",
    "happened",
    "turn"
), "numbered 3" AS (
  SELECT
    "r".*,
    "happened" AS "ord"
  FROM "roles 2" AS "r"
), "begun 4" AS (
  SELECT
    "entity",
    MIN("ord") AS "ord",
    MIN("happened") AS "start",
    0 AS "begun"
  FROM "numbered 3"
  WHERE
    "starts"
  GROUP BY
    "entity"
), "looked 5" AS (
  SELECT
    "b"."entity",
    "b"."start",
    "b"."begun",
    MIN(
      CASE
        WHEN "r"."ord" < "b"."ord" AND "r"."stops" AND "b"."start" - "r"."happened" <= 0
        THEN "r"."happened"
      END
    ) AS "near",
    MAX(CASE WHEN "r"."ord" < "b"."ord" AND "r"."stops" THEN 1 ELSE 0 END) = 1 AS "early",
    MIN(
      CASE
        WHEN (
          "r"."ord" > "b"."ord" AND (
            "r"."stops" OR "r"."ends"
          )
        )
        OR (
          "r"."ord" = "b"."ord" AND "r"."pure"
        )
        THEN "r"."happened"
      END
    ) AS "closed",
    MIN(
      CASE
        WHEN (
          "r"."ord" > "b"."ord" AND (
            "r"."stops" OR "r"."ends"
          )
        )
        OR (
          "r"."ord" = "b"."ord" AND "r"."pure"
        )
        THEN "r"."ord"
      END
    ) AS "closed_ord",
    MIN(CASE WHEN "r"."ord" >= "b"."ord" AND "r"."cancels" THEN "r"."happened" END) AS "voided",
    MIN(CASE WHEN "r"."ord" >= "b"."ord" AND "r"."cancels" THEN "r"."ord" END) AS "voided_ord"
  FROM "numbered 3" AS "r"
  JOIN "begun 4" AS "b"
    ON "b"."entity" = "r"."entity"
  GROUP BY
    "b"."entity",
    "b"."start",
    "b"."begun"
), "cycles 6" AS (
  SELECT
    "entity",
    "start",
    "begun",
    CASE
      WHEN NOT "near" IS NULL
      THEN "near"
      WHEN "voided_ord" < "closed_ord"
      THEN NULL
      ELSE "closed"
    END AS "stop",
    "voided",
    NOT "near" IS NULL AS "near",
    "early" AND "near" IS NULL AS "early"
  FROM "looked 5"
), "marks 7" AS (
  SELECT
    "r"."entity",
    "r"."happened",
    "r"."turn",
    MAX(CASE WHEN (
      "r"."name" = 'asked back'
    ) THEN 1 ELSE 0 END) AS "opens",
    MAX(CASE WHEN (
      "r"."name" = 'replied'
    ) THEN 1 ELSE 0 END) AS "closes"
  FROM "seen 1" AS "r"
  WHERE
    (
      "r"."name" = 'asked back'
    ) OR (
      "r"."name" = 'replied'
    )
  GROUP BY
    "r"."entity",
    "r"."happened",
    "r"."turn"
), "spans 8" AS (
  SELECT
    "entity",
    "since",
    "until"
  FROM (
    SELECT
      "entity",
      "happened" AS "since",
      LEAD("happened", 1, 1790805599999999) OVER (PARTITION BY "entity" ORDER BY "happened", "turn") AS "until",
      "opens"
    FROM "marks 7"
    WHERE
      "opens" <> "closes"
  ) AS "c"
  WHERE
    "opens" = 1
), "ran 9" AS (
  SELECT
    "c".*,
    LEAST(
      COALESCE(
        COALESCE("c"."stop", 1790805599999999),
        COALESCE("c"."voided", 1790805599999999),
        1790805599999999
      ),
      COALESCE(
        COALESCE("c"."voided", 1790805599999999),
        COALESCE("c"."stop", 1790805599999999),
        1790805599999999
      ),
      1790805599999999
    ) AS "ran"
  FROM "cycles 6" AS "c"
), "governed 10" AS (
  SELECT
    "r".*,
    "r"."start" AS "measured",
    0 AS "ruling",
    CAST(NULL AS BIGINT) AS "missed_since",
    TRUE AS "ruled",
    TRUE AS "in_scope",
    CAST(NULL AS BIGINT) AS "left_at"
  FROM "ran 9" AS "r"
), "clocked 11" AS (
  SELECT
    "g".*,
    GREATEST(COALESCE("g"."ran", "g"."measured"), COALESCE("g"."measured", "g"."ran")) AS "until",
    (
      "a"."base" + "a"."slope" * "g"."measured"
    ) AS "f_start",
    (
      "b"."base" + "b"."slope" * GREATEST(COALESCE("g"."ran", "g"."measured"), COALESCE("g"."measured", "g"."ran"))
    ) AS "f_until",
    14400000000 AS "allowed"
  FROM "governed 10" AS "g"
  JOIN "steps 1" AS "a"
    ON "a"."k" = (
      "g"."measured" - 1770854400000000
    ) / 221356800000001
  JOIN "steps 1" AS "b"
    ON "b"."k" = (
      GREATEST(COALESCE("g"."ran", "g"."measured"), COALESCE("g"."measured", "g"."ran")) - 1770854400000000
    ) / 221356800000001
  WHERE
    "g"."ruling" IN (0)
), "pauses 12" AS (
  SELECT
    "s"."entity",
    "s"."since",
    "s"."until",
    (
      "a"."base" + "a"."slope" * "s"."since"
    ) AS "f_since",
    (
      "b"."base" + "b"."slope" * "s"."until"
    ) AS "f_until"
  FROM "spans 8" AS "s"
  JOIN "steps 1" AS "a"
    ON "a"."k" = (
      "s"."since" - 1770854400000000
    ) / 221356800000001
  JOIN "steps 1" AS "b"
    ON "b"."k" = (
      "s"."until" - 1770854400000000
    ) / 221356800000001
  WHERE
    "s"."since" < "s"."until"
), "overlaps 13" AS (
  SELECT
    "t"."entity",
    "t"."start",
    "t"."begun",
    "s"."since" AS "paused",
    GREATEST(COALESCE("s"."f_since", "t"."f_start"), COALESCE("t"."f_start", "s"."f_since")) AS "f_since",
    LEAST(COALESCE("s"."f_until", "t"."f_until"), COALESCE("t"."f_until", "s"."f_until")) - GREATEST(COALESCE("s"."f_since", "t"."f_start"), COALESCE("t"."f_start", "s"."f_since")) AS "length"
  FROM "clocked 11" AS "t"
  JOIN "pauses 12" AS "s"
    ON "s"."entity" = "t"."entity"
  WHERE
    "s"."since" < "t"."until" AND "s"."until" > "t"."measured"
), "paused 14" AS (
  SELECT
    "entity",
    "start",
    "begun",
    CAST(SUM("length") AS BIGINT) AS "length"
  FROM "overlaps 13"
  GROUP BY
    "entity",
    "start",
    "begun"
), "spent 15" AS (
  SELECT
    "t".*,
    "t"."f_until" - "t"."f_start" - COALESCE("p"."length", 0) AS "elapsed"
  FROM "clocked 11" AS "t"
  LEFT JOIN "paused 14" AS "p"
    ON "p"."entity" = "t"."entity"
    AND "p"."start" = "t"."start"
    AND "p"."begun" = "t"."begun"
), "moved 16" AS (
  SELECT
    "entity",
    "start",
    "begun",
    CAST(SUM(CASE WHEN "worked" < "allowed" THEN "length" ELSE 0 END) AS BIGINT) AS "before",
    CAST(SUM(CASE WHEN "worked" <= "allowed" THEN "length" ELSE 0 END) AS BIGINT) AS "upto"
  FROM (
    SELECT
      "o"."entity",
      "o"."start",
      "o"."begun",
      "o"."length",
      "s"."allowed",
      "o"."f_since" - "s"."f_start" - COALESCE(
        SUM("o"."length") OVER (
          PARTITION BY "o"."entity", "o"."start", "o"."begun"
          ORDER BY "o"."paused"
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ),
        0
      ) AS "worked"
    FROM "overlaps 13" AS "o"
    JOIN "spent 15" AS "s"
      ON "o"."entity" = "s"."entity"
      AND "o"."start" = "s"."start"
      AND "o"."begun" = "s"."begun"
    WHERE
      "s"."elapsed" >= "s"."allowed"
  ) AS "r"
  GROUP BY
    "entity",
    "start",
    "begun"
), "crossed 17" AS (
  SELECT
    "s".*,
    COALESCE("o"."before", 0) AS "before",
    COALESCE("o"."upto", 0) AS "upto"
  FROM "spent 15" AS "s"
  LEFT JOIN "moved 16" AS "o"
    ON "o"."entity" = "s"."entity"
    AND "o"."start" = "s"."start"
    AND "o"."begun" = "s"."begun"
), "aimed 18" AS (
  SELECT
    "c".*,
    CASE
      WHEN "elapsed" >= "allowed"
      THEN "f_start" + "allowed" + "before"
      ELSE "f_until" + "allowed" - "elapsed"
    END AS "first_f",
    CASE
      WHEN "elapsed" >= "allowed"
      THEN "f_start" + "allowed" + "upto"
      ELSE "f_until" + "allowed" - "elapsed"
    END AS "last_f"
  FROM "crossed 17" AS "c"
), "timed 19" AS (
  SELECT
    "c"."entity",
    "c"."start",
    "c"."begun",
    "c"."stop",
    "c"."voided",
    "c"."near",
    "c"."early",
    "c"."ran",
    "c"."measured",
    "c"."missed_since",
    "c"."ruled",
    "c"."in_scope",
    "c"."left_at",
    "c"."elapsed",
    "c"."allowed",
    "c"."elapsed" > "c"."allowed" AS "exceeded",
    CASE
      WHEN NOT (
        (
          "d"."base" + "d"."slope" * "c"."first_f"
        )
      ) IS NULL
      AND NOT (
        (
          "m"."base" + "m"."slope" * "c"."last_f"
        )
      ) IS NULL
      THEN GREATEST(
        COALESCE("c"."measured", (
          "d"."base" + "d"."slope" * "c"."first_f"
        )),
        COALESCE((
          "d"."base" + "d"."slope" * "c"."first_f"
        ), "c"."measured")
      )
    END AS "due",
    CASE
      WHEN NOT (
        (
          "d"."base" + "d"."slope" * "c"."first_f"
        )
      ) IS NULL
      AND NOT (
        (
          "m"."base" + "m"."slope" * "c"."last_f"
        )
      ) IS NULL
      THEN GREATEST(
        COALESCE("c"."measured", (
          "m"."base" + "m"."slope" * "c"."last_f"
        )),
        COALESCE((
          "m"."base" + "m"."slope" * "c"."last_f"
        ), "c"."measured")
      )
    END AS "last_moment"
  FROM "aimed 18" AS "c"
  LEFT JOIN "steps 2" AS "d"
    ON "d"."k" = (
      "c"."first_f" - 0
    ) / 3074400000000
    AND "c"."first_f" >= "d"."since"
    AND "c"."first_f" < "d"."until"
  LEFT JOIN "steps 3" AS "m"
    ON "m"."k" = (
      "c"."last_f" - 0
    ) / 221356800000000
    AND "c"."last_f" >= "m"."since"
    AND "c"."last_f" < "m"."until"
), "items 20" AS (
  SELECT
    "entity",
    "start",
    "begun",
    "stop",
    "due",
    "last_moment",
    CASE WHEN "exceeded" THEN "last_moment" + 1 END AS "missed_from",
    "elapsed",
    "allowed",
    CASE
      WHEN NOT "voided" IS NULL
      THEN 'cancelled'
      WHEN "exceeded"
      THEN 'missed'
      WHEN NOT "ruled"
      THEN 'cancelled'
      WHEN NOT "stop" IS NULL
      THEN 'met'
      ELSE 'pending'
    END AS "raw",
    CASE
      WHEN NOT "voided" IS NULL
      THEN 'cancelled'
      WHEN "exceeded"
      THEN 'elapsed beyond the limit'
      WHEN NOT "ruled"
      THEN CASE WHEN "in_scope" THEN 'no target matches' ELSE 'left the scope' END
      WHEN NOT "stop" IS NULL
      THEN 'stopped within the limit'
      ELSE 'running'
    END AS "reason",
    CASE
      WHEN NOT "voided" IS NULL
      THEN "voided"
      WHEN NOT (
        "exceeded"
      ) AND NOT "ruled"
      THEN "left_at"
      ELSE "due"
    END AS "counted",
    CAST(NULL AS BIGINT) AS "value",
    "early",
    "near"
  FROM "timed 19" AS "t"
), "placed 21" AS (
  SELECT
    "p".*,
    CASE WHEN NOT "relief" IS NULL THEN 'excused' ELSE "raw" END AS "outcome"
  FROM (
    SELECT
      "i".*,
      "w"."base" AS "cell",
      "w"."until" AS "cell_stop",
      CAST(NULL AS VARCHAR) AS "grouped",
      CAST(NULL AS VARCHAR) AS "incident",
      CAST(NULL AS VARCHAR) AS "relief"
    FROM "items 20" AS "i"
    LEFT JOIN "steps 4" AS "w"
      ON "w"."k" = (
        "i"."counted" - 1780264800000000
      ) / 3600000000
      AND "i"."counted" >= "w"."since"
      AND "i"."counted" < "w"."until"
    WHERE
      "i"."start" >= 1780264800000000 AND "i"."start" < 1798758000000000
  ) AS "p"
)
SELECT
  "cell",
  "grouped",
  "incident",
  "raw",
  "outcome",
  "reason",
  "value",
  "missed_from",
  "stop",
  "cell_stop"
FROM "placed 21";

-- The tally: how many items (n) by cell, group and outcome; total is what they are worth, first_miss the first
-- instant at which one of them was missed. Those that were lost at or after the end of their cell are told by
-- the instant at which they were (late).
SELECT
  "cell",
  "grouped",
  "raw",
  "outcome",
  "is_good",
  "late",
  COUNT(*) AS "n",
  SUM((
    "value"
  ) * CAST(1 AS DECIMAL(1, 0))) AS "total",
  MIN(CASE WHEN "outcome" = 'missed' THEN "missed_from" END) AS "first_miss"
FROM (
  SELECT
    "p".*,
    CASE WHEN "reason" = 'good' THEN 1 ELSE 0 END AS "is_good",
    CASE
      WHEN CASE
        WHEN "outcome" = 'cancelled' AND "reason" = 'taken away'
        THEN "stop"
        ELSE CASE WHEN "outcome" = 'missed' THEN "missed_from" END
      END >= "cell_stop"
      THEN CASE
        WHEN "outcome" = 'cancelled' AND "reason" = 'taken away'
        THEN "stop"
        ELSE CASE WHEN "outcome" = 'missed' THEN "missed_from" END
      END
    END AS "late"
  FROM "placed items" AS "p"
  WHERE
    NOT "cell" IS NULL
) AS "p"
GROUP BY
  "cell",
  "grouped",
  "raw",
  "outcome",
  "is_good",
  "late";

-- Entities of which nobody can say whether they ever were 'opened'.
WITH "seen 1" AS (
  SELECT
    "e"."entity",
    "e"."name",
    "e"."happened",
    "e"."recorded",
    "e"."by",
    CAST(0 AS BIGINT) AS "turn",
    "e"."field priority"
  FROM (
    SELECT
      *
    FROM "events ticket" AS "e"
    WHERE
      (
        "e"."happened" <= 1790805599999999
      )
      AND (
        (
          COALESCE("e"."name" IN ('opened'), FALSE)
        )
      )
      AND (
        "e"."recorded" <= 1790805599999999
      )
  ) AS "e"
), "hits 2" AS (
  SELECT
    "entity",
    "happened",
    "turn"
  FROM "seen 1" AS "r"
  WHERE
    (
      (
        "r"."name" = 'opened'
      ) AND (
        "r"."field priority" >= 2
      )
    )
  GROUP BY
    "entity",
    "happened",
    "turn"
)
SELECT
  COUNT(*)
FROM (
  SELECT DISTINCT
    "u"."entity"
  FROM (
    SELECT
      "r"."entity"
    FROM "seen 1" AS "r"
    WHERE
      (
        (
          (
            "r"."name" = 'opened'
          ) AND (
            "r"."field priority" >= 2
          )
        )
      ) IS NULL
  ) AS "u"
  WHERE
    NOT EXISTS(
      SELECT
        1
      FROM "hits 2" AS "h"
      WHERE
        "h"."entity" = "u"."entity"
    )
) AS "u";


-- Promise 'report'
-- ================

-- Desk owes Staff: overview every month, due 5 at 10:00, for all of those due in a month.

-- Cells 0 to 3 are windows 2026-06 to 2026-09, one a window.

-- How to read it: deliveries are few. Those that happened are fetched, and compared with the instants at which
-- they were due.

-- Entities that were ever 'overview'.
CREATE TABLE "delivering report" AS
WITH "seen 1" AS (
  SELECT
    "e"."entity",
    "e"."name",
    "e"."happened",
    "e"."recorded",
    "e"."by",
    COALESCE("e"."sequence", CAST(-9223372036854775807 AS BIGINT)) AS "turn"
  FROM (
    SELECT
      *
    FROM "latest report" AS "e"
    WHERE
      (
        "e"."happened" <= 1790805599999999
      )
      AND (
        (
          COALESCE("e"."name" IN ('sent'), FALSE)
        )
      )
      AND (
        "e"."recorded" <= 1790805599999999
      )
  ) AS "e"
), "hits 2" AS (
  SELECT
    "entity",
    "happened",
    "turn"
  FROM "seen 1" AS "r"
  WHERE
    (
      "r"."name" = 'sent'
    )
  GROUP BY
    "entity",
    "happened",
    "turn"
)
SELECT DISTINCT
  "entity"
FROM (
  SELECT
    "entity"
  FROM "hits 2"
) AS "d";

-- Events of kind 'report' that are fetched, for the reference engine to reckon with.
SELECT
  "e"."entity",
  "e"."name",
  "e"."happened",
  "e"."recorded",
  "e"."by",
  "e"."identity",
  "e"."sequence",
  "e"."retracted",
  "e"."source",
  "e"."row",
  "e"."flags"
FROM "latest report" AS "e"
WHERE
  "e"."happened" <= 1790805599999999
  AND "e"."recorded" <= 1790805599999999
  AND EXISTS(
    SELECT
      1
    FROM "delivering report" AS "o"
    WHERE
      "o"."entity" = "e"."entity"
  );
