"""What runs say of their memory beside the peak that the system counts: python3 memory.py FEYN [WORD…].

With words only the runs that contain one of them.

One line per run; the exit code is 1 where the peak is off by more than a fifth of what was said, or
where a run that said nothing takes more than the 100 MB from which on runs speak, and a fifth.
"""

import os
import re
import subprocess
import sys

RUNS = """
simulate --size 128 --eta 0.8 --microscopic-time 0.5 --start momentum:0,0,1/4 --realisations 3 --threads 1
simulate --size 128 --eta 0.8 --microscopic-time 0.5 --start momentum:0,0,1/4 --realisations 3 --threads 2
simulate --size 128 --eta 0.8 --microscopic-time 0.5 --start momentum:0,0,1/4 --realisations 3 --threads 2 --slabs
simulate --size 160 --eta 0.8 --microscopic-time 0.2 --start site --realisations 3 --threads 1 --observable displacement
compare --size 96 --eta 0.8 --time 0.2 --momentum 0,0,1/4 --realisations 3 --threads 2
wigner --dimension 1 --size 512 --eta 0.5 --microscopic-time 1 --start momentum:1/8 --realisations 30 --threads 1
band --size 300001 --width 50 --microscopic-time 0.1 --realisations 3 --threads 1
spectrum --eta 0.5 --size 128 --realisations 2 --width 2 --threads 2
crossing --epsilon 0.1 --method torus --threads 1
crossing --epsilon 0.1 --method torus --threads 2
crossing --epsilon 0.1 --method torus --dispersion next-nearest:0.2 --threads 1
crossing --epsilon 0.02 --worst --threads 1
crossing --epsilon 0.01 --threads 2
ladder --eta 0.01 --time 2 --momentum 0.1,0.2,0.3 --threads 1
ladder --variant noncrossing --eta 0.01 --time 2 --momentum 0.1,0.2,0.3 --threads 1
amplitude abc|abc --eta 0.5 --time 0.5 --momentum 0.1,0.2,0.3 --observable one --threads 1
sum --order 2 --eta 0.5 --time 1 --momentum 0.1,0.2,0.3 --observable one --threads 2
boltzmann --time 1 --momentum 0.1,0.2,0.3 --method particles --particles 4000000 --threads 2
density --coordinates x1,v1 --time 1 --momentum 0.1,0.2,0.3 --width 0.1 --cells 64 --threads 2
density --coordinates x1,x2 --time 1 --momentum 0.1,0.2,0.3 --width 0.2 --momentum-cells 4 --threads 2
enumerate --left 10 --right 10 --tally --threads 2
""".split("\n")
SCALE = {"MB": 1e6, "GB": 1e9}

bad = 0
print("said MB  peak MB  run")
for line in filter(None, RUNS):
    if len(sys.argv) > 2 and not any(word in line for word in sys.argv[2:]):
        continue
    # one after the other: each waited for by itself, so that its peak is its own
    process = subprocess.Popen(
        [sys.argv[1]] + line.split(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    peak = usage.ru_maxrss * 1024 / 1e6
    said = re.search(r"(?:memory: |, )([0-9.]+) (MB|GB)", errors)
    said = float(said[1]) * SCALE[said[2]] / 1e6 if said else None
    keeps = status == 0 and (abs(peak / said - 1) <= 0.2 if said else peak <= 120)
    bad += not keeps
    print(f"{said or '':7}  {peak:7.0f}  {line}{'' if keeps else '  <- not kept'}", flush=True)
sys.exit(1 if bad else 0)
