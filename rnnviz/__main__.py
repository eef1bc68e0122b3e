"""``python -m rnnviz``."""

try:
    from rnnviz.cli import main

    main()
except KeyboardInterrupt:  # while the libraries are still being read
    raise SystemExit(130) from None
