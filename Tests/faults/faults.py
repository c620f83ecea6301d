"""Faults, tried on the built program: python3 faults.py FEYN [COUNT] [SEED].

Every fault must end in one of the outcomes that are named below; anything else is printed and makes
the exit code 1. "same bytes" means those of an undisturbed run.
"""

import collections
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

feyn = os.path.abspath(sys.argv[1])
count = int(sys.argv[2]) if len(sys.argv) > 2 else 200
seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
dice = random.Random(seed)
root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
mpi = os.path.join(root, ".build/mpi/release/feyn")
env = dict(os.environ, OMPI_ALLOW_RUN_AS_ROOT="1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1")

RUNS = {
    "simulate": "simulate --size 12 --eta 0.8 --time 1 --start momentum:1/12,0,2/12"
    " --realisations 500",
    "tally": "enumerate --left 8 --right 8 --tally",
    "particles": "boltzmann --time 1,2 --momentum 0.1,0.2,0.3 --method particles"
    " --particles 600000",
    "crossing": "crossing --epsilon 0.2:0.05:/2 --shift 1/4,1/4,1/4",
}


def call(line, cwd, **more):
    return subprocess.run([feyn] + line.split(), cwd=cwd, env=env, capture_output=True, **more)


whole, length = {}, {}
for name, line in RUNS.items():
    began = time.time()
    whole[name] = call(line, "/tmp").stdout
    length[name] = time.time() - began


def pick():
    name = dice.choice(list(RUNS))
    return name, RUNS[name], length[name]


KEEP = " --checkpoint ck.h5 --every 0.01s --resume --quiet"


def finish(name, line, folder):
    """Resumes to the end; the outcome."""
    end = call(line + KEEP, folder)
    if end.returncode == 0 and end.stdout == whole[name]:
        return "resumed to the same bytes"
    return f"LOST: exit {end.returncode}, {end.stderr[-300:]}"


def killed(folder):
    name, line, span = pick()
    for _ in range(dice.randint(1, 3)):
        process = subprocess.Popen(
            [feyn] + (line + KEEP).split(), cwd=folder, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE)
        time.sleep(dice.uniform(0, 1.1 * span))
        process.kill()
        process.communicate()
    return finish(name, line, folder)


def signalled(folder):
    name, line, span = pick()
    kind = dice.choice([signal.SIGINT, signal.SIGTERM])
    process = subprocess.Popen(
        [feyn] + (line + KEEP + " --output out.txt").split(), cwd=folder,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(dice.uniform(0.02, 0.8 * span))
    process.send_signal(kind)
    if dice.random() < 0.5:
        time.sleep(dice.uniform(0, 0.05))
        process.send_signal(kind)
    _, errors = process.communicate()
    # before its handlers are there a process dies of the signal itself
    if process.returncode not in (0, 130, -kind):
        return f"WRONG EXIT {process.returncode}: {errors[-300:]}"
    if os.path.exists(folder + "/out.txt"):
        text = open(folder + "/out.txt", "rb").read()
        if process.returncode == 0 and text != whole[name]:
            return "HALF WRITTEN: another result"
        if not text.endswith(b"\n"):
            return "HALF WRITTEN: no last line"
    return finish(name, line, folder)


def damage(path):
    data = bytearray(open(path, "rb").read())
    if dice.random() < 0.5:
        for _ in range(dice.randint(1, 4)):
            data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    else:
        data = data[: dice.randrange(len(data))]
    open(path, "wb").write(data)
    return bytes(data)


def checkpoint(folder):
    name, line, _ = pick()
    call(line + KEEP, folder)
    before = open(folder + "/ck.h5", "rb").read()
    data = damage(folder + "/ck.h5")
    end = call(line + KEEP, folder)
    if data == before:
        return "damaged twice at one bit: accepted" if end.returncode == 0 else "REFUSED WHOLE FILE"
    if end.returncode != 65 or end.stdout or end.stderr.count(b"\n") != 1:
        return f"ACCEPTED DAMAGE: exit {end.returncode} {end.stderr[-300:]}"
    if open(folder + "/ck.h5", "rb").read() != data:
        return "OVERWROTE a checkpoint that it refused"
    return "damaged checkpoint refused in one line, left as it is"


def parts(folder):
    name, line, _ = pick()
    for index in (1, 2):
        call(f"{line} --part {index}/2 --output {index}.h5 --quiet", folder)
    before = open(folder + "/2.h5", "rb").read()
    if damage(folder + "/2.h5") == before:
        return "damaged twice at one bit"
    end = call("merge 1.h5 2.h5", folder)
    if end.returncode != 65 or end.stdout or end.stderr.count(b"\n") != 1:
        return f"MERGED DAMAGE: exit {end.returncode} {end.stderr[-300:]}"
    return "damaged part refused in one line"


def study(folder):
    text = bytearray(call("study --print", folder).stdout)
    for _ in range(dice.randint(1, 5)):
        text[dice.randrange(len(text))] = dice.randrange(256)
    open(folder + "/s.json", "wb").write(text)
    end = call("study s.json --print", folder)
    if end.returncode == 0 and json.loads(end.stdout):
        return "changed study still one: read"
    if end.returncode == 65 and not end.stdout and end.stderr.count(b"\n") == 1:
        return "damaged study refused in one line"
    return f"STUDY: exit {end.returncode} {end.stderr[-300:]}"


def disk(folder):
    if os.geteuid() != 0 or not shutil.which("mount"):
        return "not root: no disk to fill"
    name, line, _ = pick()
    small = folder + "/small"
    os.mkdir(small)
    size = dice.choice([4, 8, 16, 64])
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "none", small]).returncode:
        return "no tmpfs here: no disk to fill"
    try:
        open(small + "/filler", "wb").write(b"x" * (size * 1024 - dice.choice([0, 4096])))
        out = call(line + " --output small/out.txt --quiet", folder)
        there = [n for n in os.listdir(small) if n != "filler"]
        if out.returncode == 0:
            if open(small + "/out.txt", "rb").read() != whole[name]:
                return "HALF WRITTEN on a full disk"
        elif out.returncode != 73 or there or out.stderr.count(b"\n") != 1:
            return f"FULL DISK: exit {out.returncode}, {there}, {out.stderr[-300:]}"
        keep = call(line + KEEP.replace("ck.h5", "small/ck.h5"), folder)
        if keep.returncode != 0 or keep.stdout != whole[name]:
            return f"FULL DISK lost the result: {keep.returncode} {keep.stderr[-300:]}"
        return "full disk: exit 73 or written whole; a checkpoint without room ends nothing"
    finally:
        subprocess.run(["umount", small])


def memory(folder):
    limit = dice.randrange(100, 500)
    size = dice.choice([8, 24, 48, 64])
    line = (
        f"simulate --size {size} --eta 0.8 --microscopic-time 0.05 --start momentum:0,0,1/4"
        " --realisations 3 --threads 2"
    )
    end = subprocess.run(
        ["sh", "-c", f"ulimit -v {limit * 1024}; exec {feyn} {line} --output out.txt --quiet"],
        cwd=folder, capture_output=True, env=env, timeout=120)
    left = os.listdir(folder)
    if end.returncode == 0 and left == ["out.txt"]:
        return "memory limit: fits"
    if end.returncode == 64 and b"of memory are needed" in end.stderr and not left:
        return "memory limit: refused beforehand"
    if end.returncode == 127 and not left:
        return "memory limit: the system does not load the program"
    if not left:
        return f"memory limit: stopped by the system, exit {end.returncode}, nothing written"
    return f"MEMORY: exit {end.returncode}, {left}, {end.stderr[-300:]}"


def ranks(folder):
    if not (os.access(mpi, os.X_OK) and shutil.which("mpirun")):
        return "no MPI here: no rank to kill"
    name, line, span = pick()
    number = dice.randint(2, 3)
    # all of them at work on one realisation: whoever is left waits for a plane of the dead
    slabs = " --slabs" if name == "simulate" else ""
    job = subprocess.Popen(
        ["mpirun", "--oversubscribe", "-n", str(number), mpi]
        + (line + slabs + KEEP + " --threads 1").split(), cwd=folder, env=env, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    time.sleep(0.4 + dice.uniform(0, span))
    # its children are the ranks
    with open(f"/proc/{job.pid}/task/{job.pid}/children") as children:
        victims = children.read().split()
    if victims:
        try:
            os.kill(int(dice.choice(victims)), signal.SIGKILL)
        except ProcessLookupError:
            pass
    job.communicate()
    return finish(name, line, folder) + ", after a rank was killed" + (slabs and " in slabs")


KINDS = [killed, signalled, checkpoint, parts, study, disk, memory, ranks]
outcomes = collections.Counter()
for number in range(count):
    kind = KINDS[number % len(KINDS)]
    folder = tempfile.mkdtemp(prefix="feyn-fault-")
    try:
        outcome = kind(folder)
        outcomes[f"{kind.__name__}: {outcome}"] += 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
bad = 0
for outcome, times in sorted(outcomes.items()):
    print(f"{times:5}  {outcome}")
    bad += times if outcome.split(": ", 1)[1][:4].isupper() else 0
print(f"{count} faults, seed {seed}: {bad} with an outcome that must not be")
sys.exit(1 if bad else 0)
