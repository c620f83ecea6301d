"""The crossing integral of feyn beside vegas and scipy's Fourier transform, one core each.

    pip install numpy scipy vegas
    python3 Benchmarks/peers/crossing.py .build/release/feyn [EPSILON]

d = 3, E1 = E2 = E3 = 0, u = 0. Printed: value, its relative error against the lattice sum, and
processor seconds. vegas adapts its map over 10 iterations and then runs 10 more, each of 2·10^5
points, as its manual advises; the integrand comes in batches of numpy arrays. The time at equal
error scales vegas' time with the square of the error.
"""
import json
import os
import resource
import subprocess
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")
import numpy as np
import scipy.fft
import vegas

program = sys.argv[1]
epsilon = float(sys.argv[2]) if len(sys.argv) > 2 else 0.1


def feyn(*words):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [program, "crossing", "--json", "--threads", "1", "--epsilon", str(epsilon), *words]
    row = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["rows"][0]
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return row["integral"], row["integral_error"], seconds


def show(name, value, seconds, own=None):
    claimed = "" if own is None else f"  claims {own / value:.1e}"
    print(f"{name:34} {value:.9f}  off by {abs(value / exact - 1):.1e}  {seconds:9.3f} s{claimed}")


exact, bound, lattice = min((feyn() for _ in range(3)), key=lambda run: run[2])
show("feyn, lattice sum", exact, lattice, bound)
value, error, sample = feyn("--method", "sample", "--samples", "262144")
show("feyn, sample, 2.6e5 points", value, sample, error)


@vegas.batchintegrand
def integrand(x):
    c = lambda p: 2 * np.cos(2 * np.pi * p).sum(axis=1)
    f = lambda e: 1 / np.sqrt(e * e + epsilon * epsilon)
    p, q = x[:, :3], x[:, 3:]
    return f(c(p)) * f(c(q)) * f(c(p + q))


np.random.seed(1)
start = time.process_time()
integrator = vegas.Integrator([[0, 1]] * 6)
integrator(integrand, nitn=10, neval=200_000)
result = integrator(integrand, nitn=10, neval=200_000)
seconds = time.process_time() - start
show("vegas, 20 iterations of 2e5", result.mean, seconds, result.sdev)
relative = result.sdev / result.mean
print(f"  vegas at the error of the sample: {seconds * (relative * value / error) ** 2:.0f} s,"
      f" {seconds * (relative * value / error) ** 2 / sample:.0f} times feyn's")
for target in (relative, 7e-4):
    needed = seconds * (relative / target) ** 2
    print(f"  vegas at {target:.1e}: {needed:.0f} s, {needed / lattice:.0f} times the lattice sum,"
          f" whose own error is {bound / exact:.0e}")

side = int(32 / epsilon) // 2 * 2
start = time.process_time()
c = 2 * np.cos(2 * np.pi * np.arange(side) / side)
e = c[:, None, None] + c[None, :, None] + c[None, None, :]
kernel = scipy.fft.rfftn(1 / np.sqrt(e * e + epsilon**2), workers=1).real / side**3
weight = np.full(side // 2 + 1, 2.0)
weight[0] = weight[-1] = 1
total = ((kernel**3).sum(axis=(0, 1)) * weight).sum()
show(f"scipy.fft, side {side}", total, time.process_time() - start)
