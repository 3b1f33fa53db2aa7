"""Demo databases: made once for each state of the programs and their data, kept in the build folder, and copied."""
import datetime
import glob
import os
import shutil
import subprocess
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.join(TOP, os.environ.get("WANGGE_BUILD", "build"))


def today():
    """The civil day of the program: UTC+8 everywhere."""
    return datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()


def state_of_the_programs():
    """Differs when a program or its data do, and from day to day: a demo reckons from today unless told otherwise."""
    files = [path for kind in ("schema", "etc") for path in glob.glob(f"{TOP}/{kind}/**", recursive=True)]
    return f"{today()}-{max(os.stat(path).st_mtime_ns for path in [os.path.join(BUILD, 'wangge'), *files])}"


def demo_folder(*words):
    """The folder of what "wangge demo" makes with these words."""
    folder = os.path.join(BUILD, "demo", state_of_the_programs() + "".join(sorted(words)))
    kept = os.path.dirname(folder)
    if not os.path.exists(folder):
        os.makedirs(kept, exist_ok=True)
        for old in os.listdir(kept):
            if not old.startswith(("new-", state_of_the_programs())):  # which somebody may just be making
                shutil.rmtree(os.path.join(kept, old), ignore_errors=True)
        fresh = tempfile.mkdtemp(prefix="new-", dir=kept)
        config = os.path.join(fresh, "wangge.ini")
        with open(config, "w", encoding="utf-8") as file:
            file.write(f"[database]\npath = wangge.db\n[tables]\npath = {TOP}/etc/tables\n")
        subprocess.run([os.path.join(BUILD, "wangge"), "-c", config, "demo", *words], check=True,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        os.unlink(config)
        try:
            os.rename(fresh, folder)
        except OSError:  # somebody else was faster
            shutil.rmtree(fresh)
    return folder


def copy_demo(to, *words):
    """Puts that database and its secret into a folder."""
    made = demo_folder(*words)
    for name in os.listdir(made):
        shutil.copy(os.path.join(made, name), to)
