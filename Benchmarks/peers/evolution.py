"""One evolution of a plane wave to t = 10 on 32³ sites at η = 0.5: feyn, scipy, QuSpin.

    evolution.py FEYN

feyn's time is what one more realisation of `feyn simulate` costs, disorder and measurement
included. The peers evolve one realisation of uniform disorder; their errors are the largest
deviation from scipy's Chebyshev expansion, which is cut off at 1e-16. How far feyn is off is in the
tests, where dense matrices are the second route.
"""
import measure
import numpy as np
import scipy.sparse as sparse
from scipy.sparse.linalg import expm_multiply
from scipy.special import jv

TASK = "Evolution on 32³ sites to t = 10"
SIDE, t, ETA = 32, 10.0, 0.5
feyn = measure.program()


def simulate(realisations):
    return measure.feyn(
        feyn, "simulate", "--size", str(SIDE), "--eta", str(ETA), "--microscopic-time", str(t), "--start",
        "momentum:3/32,6/32,10/32", "--observable", "velocity", "--disorder", "uniform", "--realisations",
        str(realisations), runs=3)


few, many = simulate(3), simulate(23)
seconds = (many[0] - few[0]) / 20
measure.row(TASK, "feyn simulate", "one realisation more", seconds,
            f"norm to {many[1]['norm_defect']:.0e}", seconds)

random = np.random.default_rng(1)
count = SIDE**3
shift = sparse.eye(SIDE, format="csr")[np.roll(np.arange(SIDE), 1)]
ring, one = shift + shift.T, sparse.eye(SIDE, format="csr")
kron = sparse.kron
hop = kron(kron(ring, one), one) + kron(kron(one, ring), one) + kron(kron(one, one), ring)
u = ETA * random.uniform(-(3**0.5), 3**0.5, count)
H = (hop + sparse.diags(u)).tocsr()
wave = [np.exp(2j * np.pi * m * np.arange(SIDE) / SIDE) / SIDE**0.5 for m in (3, 6, 10)]
psi = np.einsum("i,j,k->ijk", *wave).ravel()


def chebyshev():
    low, high = u.min() - 6, u.max() + 6
    a, b = (high - low) / 2, (high + low) / 2
    h = ((H - b * sparse.eye(count)) / a).tocsr()
    n = np.arange(int(a * t + 18 * (a * t) ** (1 / 3) + 24))
    c = jv(n, a * t) * (-1j) ** (n % 4) * np.where(n == 0, 1, 2)
    last = np.max(np.nonzero(abs(c) > 1e-16))
    old, now = psi, h @ psi
    out = c[0] * old + c[1] * now
    for k in range(2, last + 1):
        old, now = now, 2 * (h @ now) - old
        out += c[k] * now
    return out * np.exp(-1j * b * t)


def show(program, work, measured):
    seconds, result = measured
    off = abs(result - reference).max() / abs(reference).max()
    measure.row(TASK, program, work, seconds, f"{off:.0e}" if off else "reference", seconds)


measured = measure.call(chebyshev)
reference = measured[1]
show("scipy, Chebyshev", "CSR products", measured)
show("scipy expm_multiply", "", measure.call(lambda: expm_multiply(-1j * t * H, psi)))

from quspin.tools.evolution import expm_multiply_parallel

expm = expm_multiply_parallel(H, a=-1j * t, dtype=np.complex128)
show("QuSpin expm_multiply", "its C++ kernel", measure.call(lambda: expm.dot(psi)))
