"""What `check` finds in each agreement of the library: its code and how often, notes included.

A provider's terms promise little, agree on no review and no ending, and say so here: W456, W515, W516. What else
stands here is a defect or a peculiarity of the published text, and each has its remark.
"""

PLAIN = {"W456": 1, "W515": 1, "W516": 1}
UNMANAGED = {"W515": 1, "W516": 1}
FINDINGS: dict[str, dict[str, int]] = {
    # 3 hours to restore are promised and nothing follows; installing late costs all of its price.
    "att-mis": {**UNMANAGED, "W521": 1, "W522": 1},
    # That hours with more than 6 minutes down are not charged stands beside the rule in words.
    "aws-ec2-instance": {**PLAIN, "N167": 1},
    "aws-ec2-region": PLAIN,
    "aws-s3-infrequent": PLAIN,
    "aws-s3-standard": PLAIN,
    "azure-vm": UNMANAGED,
    "civo": PLAIN,
    # What is credited, and when, is in words.
    "cogent-dia": {**PLAIN, "N167": 2},
    "google-compute-instance": PLAIN,
    # The bands of 2020 are in words.
    "google-compute-instance 2020-04-07": {**PLAIN, "N167": 1},
    "google-compute-zones": PLAIN,
    # The goal is in words.
    "itil-service-desk": {"N167": 1},
    "level3-protected": PLAIN,
    "level3-standard": PLAIN,
    "lumen-edge": PLAIN,
    "managed-service": {},
    # The column by time is printed beside the one in force.
    "ntt-enterprise-cloud": {**PLAIN, "W170": 1},
    # What an outage comes to is in words, what follows a late notice is not known.
    "ntt-global-ip": {**PLAIN, "N167": 2, "W521": 1},
    "operational-level": {},
    "packetfabric": UNMANAGED,
    # A published template leaves the review to the parties.
    "saas-bonterms": {"W456": 1, "W515": 1},
    "saas-common-paper": {"W456": 1, "W515": 1},
    "telus-wavelength": PLAIN,
    # The ticket in time is our own and only duty; an outage without one is not credited, in words.
    "verizon-internet-dedicated": {**PLAIN, "N167": 1, "W450": 1},
    # The example as printed: 390 minutes are not 8.5 hours.
    "verizon-managed-network": {**PLAIN, "N167": 1, "E380": 1},
    # One chronic failure is enough to end the circuit.
    "ziply-wave": {"W515": 1, "N167": 1, "W522": 1},
}
