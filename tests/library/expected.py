"""What `check` finds in each agreement of the library: its code and how often, notes included.

A provider's terms promise little, agree on no review and no ending, and say so here: W456, W515, W516. What else
stands here is a defect or a peculiarity of the published text, and each has its remark. N339: how a credit is
claimed is not known. W337: a miss between the target and the first band costs nothing. W335: the printed table
has no row for some value.
"""

PLAIN = {"W456": 1, "W515": 1, "W516": 1}
UNMANAGED = {"W515": 1, "W516": 1}
FINDINGS: dict[str, dict[str, int]] = {
    # 3 hours to restore are promised and nothing follows; installing late costs all of its price.
    "att-mis": {**UNMANAGED, "W521": 1, "W522": 1, "N339": 1},
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
    # The dead band of 4:19 to 5:00, and the rows that were cut off.
    "level3-protected": {**PLAIN, "W337": 1, "W335": 1, "N339": 1},
    # The dead band of 8:38 to 10:00.
    "level3-standard": {**PLAIN, "W337": 1, "N339": 1},
    # Less than 5 minutes are no credit.
    "lumen-edge": {**PLAIN, "W337": 1},
    "managed-service": {},
    # Exactly 99.99%, and twice the rows that were cut off; the column by time is printed beside the one in force.
    "ntt-enterprise-cloud": {**PLAIN, "W170": 1, "W335": 3, "N339": 1},
    # What an outage comes to is in words, what follows a late notice is not known.
    "ntt-global-ip": {**PLAIN, "N167": 2, "W521": 1},
    "operational-level": {},
    # An overshoot of less than 10% costs nothing.
    "packetfabric": {**UNMANAGED, "W337": 3, "N339": 3},
    # A published template leaves the review to the parties.
    "saas-bonterms": {"W456": 1, "W515": 1},
    "saas-common-paper": {"W456": 1, "W515": 1},
    # The gaps of 96.89 to 97.9 and of 93.9 to 93.99, and the five between bounds of two digits.
    "telus-wavelength": {**PLAIN, "W335": 7, "N339": 2},
    # The ticket in time is our own and only duty; an outage without one is not credited, in words.
    "verizon-internet-dedicated": {**PLAIN, "N167": 1, "W450": 1, "N339": 1},
    # The example as printed: 390 minutes are not 8.5 hours.
    "verizon-managed-network": {**PLAIN, "N167": 1, "E380": 1},
    # One chronic failure is enough to end the circuit.
    "ziply-wave": {"W515": 1, "N167": 1, "W522": 1, "N339": 1},
}
