"""Parts of a page: parties, charts, consequences, evidence; each a part of a scorecard in, markup out."""
