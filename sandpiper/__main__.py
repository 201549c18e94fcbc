"""``python -m sandpiper``: the command line where no ``sandpiper`` is on the path."""

from __future__ import annotations

from sandpiper.cli import main

if __name__ == "__main__":  # processes of `code --jobs` import this file too
    main(prog_name="sandpiper")
