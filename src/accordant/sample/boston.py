"""Boston's real 311 requests of 2015, as an agreement folder that ships with the package."""

from pathlib import Path

AS_OF = "2016-01-13T08:02:00-05:00"
WINDOW = "2015-10"


def boston_folder() -> Path:
    """Return the folder with the agreement, its sources and the data: in the package, or in the checkout."""
    packed = Path(__file__).parent / "boston-311"
    return packed if packed.is_dir() else Path(__file__).parents[3] / "examples" / "boston-311"
