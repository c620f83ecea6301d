"""What the comparisons share: how a run is timed, and how a row of the table is made.

Time is processor time, user and system, of one thread: of the whole process for feyn and the C
programs, start included, and of the call alone for what runs inside Python, import excluded.
The least of several runs is taken, since whatever else the machine does only adds.
"""
import json
import os
import resource
import subprocess
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")


def process(command, runs=5):
    """The least processor time of a command and what it printed."""
    best = None
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        best = min(best, seconds) if best is not None else seconds
    return best, out


def feyn(program, *words, runs=5):
    """The same for feyn on one thread, with what it printed as JSON."""
    seconds, out = process([program, *words, "--threads", "1", "--json", "--quiet"], runs)
    return seconds, json.loads(out)


def call(function, runs=3):
    """The least processor time of a call and its result."""
    best = None
    for _ in range(runs):
        start = time.process_time()
        result = function()
        seconds = time.process_time() - start
        best = min(best, seconds) if best is not None else seconds
    return best, result


def row(task, program, work, seconds, error, compared):
    """Prints one row as JSON.

    error     what is known of the result's error, as text
    compared  the seconds that are compared between programs: those for equal work or, where
              programs reach different errors, for the error that the task names
    """
    print(json.dumps({
        "task": task, "program": program, "work": work, "seconds": seconds, "error": error,
        "compared": compared}), flush=True)


def at_error(seconds, relative, target):
    """The time that a Monte Carlo rule needs for another error, which falls like 1/√time."""
    return seconds * (relative / target) ** 2


def program():
    """The feyn to be measured: the first argument."""
    return sys.argv[1]
