"""`python -m kiosk`: for `serve`, the sockets are made cooperative before anything else is imported."""

import gc
import sys

if "serve" in sys.argv[1:2]:
    from gevent import monkey

    gc.disable()  # until it serves: what imports make is kept, and looking for garbage in it takes long
    monkey.patch_all()

from kiosk.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
