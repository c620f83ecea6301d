"""One evolution of a plane wave to t = 10 at η = 0.5 on 32³ and on 64³ sites: feyn, scipy, QuSpin.

    evolution.py FEYN GSL NATIVE

NATIVE is feyn built for the processor at hand (scripts/install --native); GSL is not used here. feyn's
time is what one more realisation of `feyn simulate` costs, disorder and measurement
included. The peers evolve one realisation of uniform disorder; their errors are the largest
deviation from scipy's Chebyshev expansion, which is cut off at 1e-16. How far feyn is off is in the
tests, where dense matrices are the second route.
"""
import sys

import measure
import numpy as np
import scipy.sparse as sparse
from quspin.tools.evolution import expm_multiply_parallel
from scipy.sparse.linalg import expm_multiply
from scipy.special import jv

t, ETA = 10.0, 0.5


def simulate(program, side, realisations):
    momentum = ",".join(f"{side // 32 * m}/{side}" for m in (3, 6, 10))
    return measure.feyn(
        program, "simulate", "--size", str(side), "--eta", str(ETA), "--microscopic-time", str(t), "--start",
        "momentum:" + momentum, "--observable", "velocity", "--disorder", "uniform", "--realisations",
        str(realisations), runs=3)


def chebyshev(H, u, psi):
    low, high = u.min() - 6, u.max() + 6
    a, b = (high - low) / 2, (high + low) / 2
    h = ((H - b * sparse.eye(len(u))) / a).tocsr()
    n = np.arange(int(a * t + 18 * (a * t) ** (1 / 3) + 24))
    c = jv(n, a * t) * (-1j) ** (n % 4) * np.where(n == 0, 1, 2)
    last = np.max(np.nonzero(abs(c) > 1e-16))
    old, now = psi, h @ psi
    out = c[0] * old + c[1] * now
    for k in range(2, last + 1):
        old, now = now, 2 * (h @ now) - old
        out += c[k] * now
    return out * np.exp(-1j * b * t)


def compare(side):
    task = f"Evolution on {side}³ sites to t = 10"
    more = 20 if side < 64 else 6
    for name, program in ("feyn simulate", measure.program()), ("feyn, built --native", sys.argv[3]):
        few, many = simulate(program, side, 3), simulate(program, side, 3 + more)
        seconds = (many[0] - few[0]) / more
        measure.row(task, name, "one realisation more", seconds,
                    f"norm to {many[1]['norm_defect']:.0e}", seconds)

    random = np.random.default_rng(1)
    shift = sparse.eye(side, format="csr")[np.roll(np.arange(side), 1)]
    ring, one = shift + shift.T, sparse.eye(side, format="csr")
    kron = sparse.kron
    hop = kron(kron(ring, one), one) + kron(kron(one, ring), one) + kron(kron(one, one), ring)
    u = ETA * random.uniform(-(3**0.5), 3**0.5, side**3)
    H = (hop + sparse.diags(u)).tocsr()
    wave = [np.exp(2j * np.pi * m * np.arange(side) / 32) / side**0.5 for m in (3, 6, 10)]
    psi = np.einsum("i,j,k->ijk", *wave).ravel()

    def show(program, work, measured):
        seconds, result = measured
        off = abs(result - reference).max() / abs(reference).max()
        measure.row(task, program, work, seconds, f"{off:.0e}" if off else "reference", seconds)

    measured = measure.call(lambda: chebyshev(H, u, psi))
    reference = measured[1]
    show("scipy, Chebyshev", "CSR products", measured)
    show("scipy expm_multiply", "", measure.call(lambda: expm_multiply(-1j * t * H, psi), 2))
    expm = expm_multiply_parallel(H, a=-1j * t, dtype=np.complex128)
    show("QuSpin expm_multiply", "its C++ kernel", measure.call(lambda: expm.dot(psi)))


for side in 32, 64:
    compare(side)
