#!/usr/bin/python3
"""The short form of make accept-abuse (tests/accept/abuse.py)."""
import os
import sys

os.environ["WANGGE_ABUSE"] = "short"
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "accept"))
import abuse  # noqa: E402
import harness  # noqa: E402

if __name__ == "__main__":
    harness.main({name: value for name, value in vars(abuse).items() if name.startswith("test_")})
