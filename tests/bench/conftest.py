"""The benchmarks are scripts beside the package: put their folder on the path for these tests alone."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))
