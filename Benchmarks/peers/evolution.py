"""The evolution of feyn beside scipy's sparse product and QuSpin's expm, one core each.

    pip install scipy quspin
    python3 Benchmarks/peers/evolution.py .build/release/evolution-benchmark [SIDE] [TIME]

Uniform disorder, eta = 0.5, d = 3, complex double, plane wave. Printed: seconds of one evolution
and the largest deviation from a Chebyshev expansion cut off at 1e-15.
"""
import os
import subprocess
import sys

os.environ.setdefault("OMP_NUM_THREADS", "1")
import time
import numpy as np
import scipy.sparse as sparse
from scipy.sparse.linalg import expm_multiply
from scipy.special import jv

program = sys.argv[1]
L = int(sys.argv[2]) if len(sys.argv) > 2 else 32
t = float(sys.argv[3]) if len(sys.argv) > 3 else 10.0
random = np.random.default_rng(1)
N = L**3
shift = sparse.eye(L, format="csr")[np.roll(np.arange(L), 1)]
ring, one = shift + shift.T, sparse.eye(L, format="csr")
kron = sparse.kron
hop = kron(kron(ring, one), one) + kron(kron(one, ring), one) + kron(kron(one, one), ring)
u = 0.5 * random.uniform(-(3**0.5), 3**0.5, N)
H = (hop + sparse.diags(u)).tocsr()
x = np.arange(L)
wave = [np.exp(2j * np.pi * m * x / L) / L**0.5 for m in (3, 6, 10)]
psi = np.einsum("i,j,k->ijk", *wave).ravel()


def chebyshev(psi):
    low, high = u.min() - 6, u.max() + 6
    a, b = (high - low) / 2, (high + low) / 2
    h = ((H - b * sparse.eye(N)) / a).tocsr()
    n = np.arange(int(a * t + 18 * (a * t) ** (1 / 3) + 24))
    c = jv(n, a * t) * (-1j) ** (n % 4) * np.where(n == 0, 1, 2)
    last = np.max(np.nonzero(abs(c) > 1e-16))
    old, now = psi, h @ psi
    out = c[0] * old + c[1] * now
    for k in range(2, last + 1):
        old, now = now, 2 * (h @ now) - old
        out += c[k] * now
    return out * np.exp(-1j * b * t)


def best(f):
    times = []
    for _ in range(3):
        start = time.process_time()
        result = f()
        times.append(time.process_time() - start)
    return min(times), result


rows = [("scipy CSR product, Chebyshev", *best(lambda: chebyshev(psi)))]
reference = rows[0][2]
rows.append(("scipy expm_multiply", *best(lambda: expm_multiply(-1j * t * H, psi))))
try:
    from quspin.tools.evolution import expm_multiply_parallel

    expm = expm_multiply_parallel(H, a=-1j * t, dtype=np.complex128)
    rows.append(("QuSpin expm_multiply_parallel", *best(lambda: expm.dot(psi))))
except ImportError:
    print("QuSpin is not installed: left out")
out = subprocess.run([program, str(L), str(t), "1"], capture_output=True, text=True, check=True)
own = float(out.stdout.split()[2])
print(f"side {L}, t = {t}")
print(f"{'feyn':32}{own:9.4f} s")
for name, seconds, result in rows:
    deviation = abs(result - reference).max() / abs(reference).max()
    print(f"{name:32}{seconds:9.4f} s   {seconds / own:6.1f} x   deviation {deviation:.1e}")
