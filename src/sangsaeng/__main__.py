"""`python -m sangsaeng` is the command `sangsaeng`."""

from sangsaeng.config.cli import main

if __name__ == "__main__":
    main()
