"""Measures scaling with one and two workers, fits a cost model, and prints both as JSON.

python -m bench.speed.scaling.scale         # prints the figures
python -m bench.speed.scaling.page    # writes docs/scale.md
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from bench.speed.scaling.costs import fit_costs
from bench.speed.scaling.figures import figures


def main() -> int:
    """Measure and print the figures."""
    measured = figures()
    print(json.dumps({"runs": measured.runs, "model": asdict(fit_costs(measured))}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
