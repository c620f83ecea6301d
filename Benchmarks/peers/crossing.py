"""The crossing integral at ε = 0.1, E = 0, u = 0 in d = 3: feyn, vegas, GSL's VEGAS, scipy's FFT.

    crossing.py FEYN GSL_VEGAS

vegas adapts its map over 10 iterations and then takes 10 more, each of 2·10^5 points, as its manual
advises, the integrand in numpy batches; GSL's VEGAS does the same in C. Errors are those against
the lattice sum, whose own error is 10^5 times smaller. Compared are the times for a relative
error of 10^-3, those of the Monte Carlo rules by the square root from the error they claim.
"""
import json
import sys

import gvar
import measure
import numpy as np
import scipy.fft
import vegas

EPSILON = 0.1
TASK = "Crossing integral, ε = 0.1, to a relative error of 1e-3"
feyn, gsl = sys.argv[1:3]


def integral(*words):
    seconds, result = measure.feyn(feyn, "crossing", "--epsilon", str(EPSILON), *words)
    entry = result["rows"][0]
    return seconds, entry["integral"], entry["integral_error"]


def show(program, work, seconds, value, claimed, compared):
    off = f"{abs(value / exact - 1):.0e}"
    measure.row(TASK, program, work, seconds, f"{off}, claims {claimed:.0e}" if claimed else off, compared)


lattice, exact, bound = integral()
measure.row(TASK, "feyn crossing", "lattice sum", lattice, f"claims {bound / exact:.0e}", lattice)

seconds, value, error = integral("--method", "sample", "--samples", "262144")
show("feyn --method sample", "262,144 points", seconds, value, error / value,
     measure.at_error(seconds, error / value, 1e-3))


@vegas.batchintegrand
def integrand(x):
    energy = lambda p: 2 * np.cos(2 * np.pi * p).sum(axis=1)
    f = lambda e: 1 / np.sqrt(e * e + EPSILON * EPSILON)
    p, q = x[:, :3], x[:, 3:]
    return f(energy(p)) * f(energy(q)) * f(energy(p + q))


def sampled():
    gvar.ranseed(1)
    integrator = vegas.Integrator([[0, 1]] * 6)
    integrator(integrand, nitn=10, neval=200_000)
    return integrator(integrand, nitn=10, neval=200_000)


seconds, result = measure.call(sampled, 2)
relative = result.sdev / result.mean
show("vegas", "20 × 200,000 points", seconds, result.mean, relative, measure.at_error(seconds, relative, 1e-3))

seconds, out = measure.process([gsl, "crossing", "200000"], 2)
result = json.loads(out)
relative = result["error"] / result["value"]
show("GSL VEGAS", "20 × 200,000 points", seconds, result["value"], relative,
     measure.at_error(seconds, relative, 1e-3))


def transformed():
    side = int(32 / EPSILON)
    c = 2 * np.cos(2 * np.pi * np.arange(side) / side)
    e = c[:, None, None] + c[None, :, None] + c[None, None, :]
    kernel = scipy.fft.rfftn(1 / np.sqrt(e * e + EPSILON**2), workers=1).real / side**3
    weight = np.full(side // 2 + 1, 2.0)
    weight[0] = weight[-1] = 1
    return ((kernel**3).sum(axis=(0, 1)) * weight).sum()


seconds, value = measure.call(transformed, 1)
show("scipy.fft", "box of side 320", seconds, value, None, seconds)
