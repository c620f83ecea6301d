"""Perfect matchings per second of processor time: Sage's PerfectMatchings (PyPI package passagemath-combinat),
which makes an object for each. python3 enumeration.py [contractions]"""

import sys
import time

from sage.all__sagemath_combinat import *  # noqa: F401,F403
from sage.combinat.perfect_matching import PerfectMatchings

contractions = int(sys.argv[1]) if len(sys.argv) > 1 else 6
start = time.process_time()
total = sum(1 for _ in PerfectMatchings(2 * contractions))
crossing = sum(1 for matching in PerfectMatchings(2 * contractions) if not matching.is_noncrossing())
seconds = time.process_time() - start
print(f"graphs {total}, crossing {crossing}, visited twice")
print(f"processor seconds {seconds:.3f}, graphs per second {2 * total / seconds:.0f}")
