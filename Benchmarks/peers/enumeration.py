"""All graphs with 6 and 6 vertices, one by one, each with its classes: feyn and Sage.

    enumeration.py FEYN

Sage's PerfectMatchings (passagemath-combinat) makes an object for each matching and asks it whether
it crosses. feyn is timed twice: listing every word with its classes into a file, on ten times as
many graphs so that its start does not dominate, and tallying, where it counts the graphs that
share a beginning at once and holds the totals against the formulas.
"""
import os
import tempfile

from sage.all__sagemath_combinat import *  # noqa: F401,F403
from sage.combinat.perfect_matching import PerfectMatchings

import measure

TASK = "Enumerate and classify, per million graphs"
feyn = measure.program()


def per_million(seconds, graphs):
    return seconds * 1e6 / graphs


with tempfile.TemporaryDirectory() as folder:
    out = os.path.join(folder, "graphs")
    seconds, _ = measure.process(
        [feyn, "enumerate", "--left", "7", "--right", "7", "--threads", "1", "--quiet", "--output", out], 3)
    with open(out) as lines:
        listed = [line.split() for line in lines if "|" in line and not line.startswith("#")]
crossing = sum("crossing" in words for words in listed)
assert (len(listed), crossing) == (135135, 135135 - 429), (len(listed), crossing)
measure.row(TASK, "feyn enumerate", "135,135 graphs, each word written", seconds, "exact",
            per_million(seconds, len(listed)))

seconds, tally = measure.feyn(feyn, "enumerate", "--left", "9", "--right", "9", "--tally")
total = int(tally["total"])
measure.row(TASK, "feyn enumerate --tally", f"{total:,} graphs", seconds, "exact",
            per_million(seconds, total))

seconds, crossing = measure.call(
    lambda: sum(not matching.is_noncrossing() for matching in PerfectMatchings(12)), 2)
assert crossing == 10395 - 132, crossing
measure.row(TASK, "Sage PerfectMatchings", "10,395 matchings, noncrossing or not", seconds, "exact",
            per_million(seconds, 10395))
