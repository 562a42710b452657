"""`python -m whofor` is the command `whofor`, also where no such command is on the path."""

from whofor.cli import main

if __name__ == "__main__":
    main()
