"""`python -m pyaot`, and the command `pyaot` of the installed package."""

import sys

from pyaot._pyaot import command


def main():
    command(["pyaot", *sys.argv[1:]])


if __name__ == "__main__":
    main()
