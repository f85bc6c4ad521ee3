"""What `check` finds in each agreement of the library: its code and how often, notes included.

A provider's terms promise little, agree on no review and no ending, and say so here: W456, W515, W516. What else
stands here is a defect or a peculiarity of the published text, and each has its remark.
"""

PLAIN = {"W456": 1, "W515": 1, "W516": 1}
FINDINGS: dict[str, dict[str, int]] = {
    # The text of 'hours charged' is prose.
    "aws-ec2-instance": {**PLAIN, "N167": 1},
    "aws-ec2-region": PLAIN,
    "aws-s3-standard": PLAIN,
}
