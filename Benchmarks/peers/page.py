"""Makes docs/peers.md and docs/pictures/peers.svg from the rows of one run: page.py ROWS FEYN DOCS"""
import datetime
import json
import os
import platform
import subprocess
import sys
from importlib.metadata import version

rows = [json.loads(line) for line in open(sys.argv[1])]
feyn, docs = sys.argv[2:4]
tasks = list(dict.fromkeys(row["task"] for row in rows))
own = {task: next(row["compared"] for row in rows if row["task"] == task) for task in tasks}


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def processor():
    if sys.platform == "darwin":
        return output("sysctl", "-n", "machdep.cpu.brand_string")
    names = [line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")]
    return names[0] if names else platform.machine()


def ratio(value):
    return f"{value:.1f}" if 0.1 <= value < 10 else f"{value:.0f}" if value >= 10 else f"{value:.2g}"


def seconds(value):
    return f"{value:.3g}" if value < 1000 else f"{value:,.0f}"


packages = ["passagemath-combinat", "vegas", "scipy", "numpy", "quspin"]
versions = [output(feyn, "--version"), *(f"{name} {version(name)}" for name in packages),
            "GSL " + output("pkg-config", "--modversion", "gsl"), "Python " + platform.python_version()]
lines = [
    "# Peers side by side", "",
    "<!-- Written by scripts/peers: run it again rather than edit this page. -->", "",
    "`scripts/peers` installs other programs, has them and feyn do the same work in one run, and writes this page.",
    "Times are processor seconds of one thread, the least of several runs; those of feyn's commands and of the C programs hold",
    "the whole process. *Compared* is the time for equal work or for the error that the heading names; the last",
    "column is that time in units of feyn's first row. What exactly is run is in `Benchmarks/peers`.", "",
    "![Time of each program in units of feyn's](pictures/peers.svg)", "",
    f"{', '.join(versions)}. {processor()}, {datetime.date.today()}.", ""]
for task in tasks:
    lines += [f"## {task}", "", "| program | work | seconds | error | compared | × feyn |",
              "|---|---|---|---|---|---|"]
    for row in rows:
        if row["task"] == task:
            lines.append(f"| {row['program']} | {row['work']} | {seconds(row['seconds'])} | {row['error']} | "
                         f"{seconds(row['compared'])} | {ratio(row['compared'] / own[task])} |")
    lines.append("")
with open(os.path.join(docs, "peers.md"), "w") as page:
    page.write("\n".join(lines))

name = os.path.join(docs, "pictures", "peers")
short = ["enumeration", "crossing integral", "amplitude", "evolution, 32³", "evolution, 64³"]
with open(name + ".tsv", "w") as data:
    place = 0
    for index, task in enumerate(tasks):
        for row in (row for row in rows if row["task"] == task):
            data.write(f"{place}\t{row['program']}\t{row['compared'] / own[task]}\t{index}\n")
            place += 1
        place += 1
colours = ["#000000", "#0072B2", "#D55E00", "#009E73", "#CC79A7"]
bars = [
    f"data using ($4 == {index} ? $1 : NaN):3 with boxes fs pattern {pattern} lc rgb '{colours[index]}' title '{short[index]}'"
    for index, pattern in zip(range(len(tasks)), (3, 1, 2, 6, 4))]
least = min(row["compared"] / own[row["task"]] for row in rows)
with open(name + ".gp", "w") as script:
    script.write("\n".join([
        "# Draw it again with: gnuplot peers.gp", "data = 'peers.tsv'", "set encoding utf8",
        "set terminal svg size 980,520 dynamic enhanced font 'Helvetica,14'", "set output 'peers.svg'",
        "set datafile separator tab", "set border 3 linewidth 1", "set tics nomirror",
        "set key above horizontal noautotitle", "set boxwidth 0.8", "set logscale y",
        "set rmargin 16", "set ylabel 'time, in units of the first feyn of its group'", "set format y '%g'",
        f"set yrange [{min(0.5, least / 2):.3g}:*]", "set xrange [-1:*]", "set xtics rotate by -40 noenhanced",
        "plot \\\n  data using 1:(NaN):xtic(2), 1 with lines lc rgb '#808890' dt '-', \\\n  " + ", \\\n  ".join(bars), ""]))
subprocess.run(["gnuplot", "peers.gp"], check=True, cwd=os.path.join(docs, "pictures"))
