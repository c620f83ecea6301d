"""vegas on the momentum integral of ab|ab beside the time form of feyn.

    python3 Benchmarks/peers/amplitude.py .build/release/feyn      (needs numpy and vegas from PyPI)

The integrand is the one of docs/amplitudes.md, two divided differences with three nodes each, in six
momenta, vectorised with numpy (vegas in batch mode). It is real after averaging with its mirror
image. vegas runs with growing numbers of evaluations; from its error and time follows the time that
it needs for a relative error of 1e-3, since its error falls like one over the square root.
"""
import resource
import subprocess
import sys
import time

import numpy as np
import vegas

ETA, T, P0 = 0.5, 1.0, np.array([0.1, 0.2, 0.3])
t = T / ETA**2


def energy(p):
    return 2 * np.cos(2 * np.pi * p).sum(axis=1)


def three(a, b, c):
    """f[a, b, c] of exp(-i t x) for nodes that do not coincide (almost surely)."""
    f = lambda x: np.exp(-1j * t * x)
    ab = (f(b) - f(a)) / (b - a)
    bc = (f(c) - f(b)) / (c - b)
    return (bc - ab) / (c - a)


@vegas.lbatchintegrand
def integrand(x):
    a, b = x[:, :3], x[:, 3:]
    e0 = np.full(len(x), energy(P0[None, :])[0])
    left = three(e0, energy(P0 + a), energy(P0 + a + b))
    right = three(energy(P0 + a + b), energy(P0 + b), e0)
    return ETA**4 * (left.conj() * right).real


command = [
    sys.argv[1], "amplitude", "ab|ab", "--eta", "0.5", "--time", "1", "--momentum", "0.1,0.2,0.3",
    "--observable", "one", "--tolerance", "4e-5", "--threads", "1", "--json"]
used = lambda: resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
start = used()
for _ in range(20):
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
feyn = (used() - start) / 20
print(f"feyn, relative error 1e-3, start of the program included: {feyn:.4f} s")
print(out[out.index('"real"'):].split("\n")[0])

integrator = vegas.Integrator(6 * [[0, 1]])
integrator(integrand, nitn=5, neval=20_000)
for evaluations in (20_000, 200_000):
    start = time.process_time()
    result = integrator(integrand, nitn=10, neval=evaluations, adapt=False)
    elapsed = time.process_time() - start
    relative = result.sdev / 0.0439653676457
    need = elapsed * (relative / 1e-3) ** 2
    print(f"vegas 10 x {evaluations}: {result}, {elapsed:.2f} s; 1e-3 would take {need:.0f} s,"
          f" {need / feyn:.0f} times as long")
