"""The amplitude of ab|ab at η = 0.5, T = 1, p0 = (.1, .2, .3), observable 1: feyn, vegas, GSL's VEGAS.

    amplitude.py FEYN GSL_VEGAS

feyn integrates over times; the Monte Carlo rules take the smooth integral over the six momenta of
docs/amplitudes.md, two divided differences with three nodes each. It is real after
averaging with its mirror image. Compared are the times for a relative error of 10^-3: of the call alone
for vegas and for the first row of feyn (`amplitude-benchmark`, a program that runs already), of the
whole program else.
"""
import json
import os
import re
import sys

import gvar
import measure
import numpy as np
import vegas

ETA, T, P0 = 0.5, 1.0, np.array([0.1, 0.2, 0.3])
TASK = "Amplitude of ab|ab, to a relative error of 1e-3"
t = T / ETA**2
feyn, gsl = sys.argv[1:3]
command = ["amplitude", "ab|ab", "--eta", "0.5", "--time", "1", "--momentum", "0.1,0.2,0.3", "--observable", "one"]

exact = measure.feyn(feyn, *command)[1]["real"]
# the first line on ab|ab of the benchmark is for this tolerance
_, out = measure.process([os.path.join(os.path.dirname(feyn), "amplitude-benchmark")], 1)
tolerance, milliseconds = re.search(r"ab\|ab, .* to (\S+): (\S+) ms", out).groups()
assert float(tolerance) <= 1e-3 * exact
measure.row(TASK, "feyn, the call", "tolerance " + tolerance, float(milliseconds) / 1e3,
            f"{float(tolerance) / exact:.0e} asked for", float(milliseconds) / 1e3)
for tolerance in ("4e-5", "1e-10"):
    seconds, result = measure.feyn(feyn, *command, "--tolerance", tolerance)
    bound = result["real_error"]
    measure.row(TASK, "feyn amplitude", "tolerance " + tolerance, seconds,
                f"{abs(result['real'] / exact - 1):.0e}, claims {bound / exact:.0e}", seconds)


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
    middle = energy(P0 + a + b)
    left = three(e0, energy(P0 + a), middle)
    right = three(middle, energy(P0 + b), e0)
    return ETA**4 * (left.conj() * right).real


def sampled():
    gvar.ranseed(1)
    integrator = vegas.Integrator(6 * [[0, 1]])
    integrator(integrand, nitn=5, neval=50_000)
    return integrator(integrand, nitn=10, neval=100_000, adapt=False)


def show(program, work, seconds, value, error):
    relative = error / abs(exact)
    measure.row(TASK, program, work, seconds, f"{abs(value / exact - 1):.0e}, claims {relative:.0e}",
                measure.at_error(seconds, relative, 1e-3))


seconds, result = measure.call(sampled, 2)
show("vegas", "1,250,000 points", seconds, result.mean, result.sdev)
seconds, out = measure.process([gsl, "amplitude", "200000"], 2)
result = json.loads(out)
show("GSL VEGAS", "20 × 200,000 points", seconds, result["value"], result["error"])
