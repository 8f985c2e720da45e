"""Prefect's own server and UI on loopback, as a child of the command that needs it: `python -m` this module.

Prefect can start a temporary server itself, but that one has no UI and is orphaned when its parent is killed.
"""

import os
import socket
import sys
import threading
import time

from azlift.runner.children import end_with_parent


def main() -> None:
    """Serve on a free port of 127.0.0.1; print the API's address when it answers."""
    end_with_parent()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    os.environ["PREFECT_SERVER_API_HOST"] = "127.0.0.1"
    os.environ["PREFECT_SERVER_API_PORT"] = str(port)

    import uvicorn
    from prefect.server.api.server import create_app

    config = uvicorn.Config(create_app(), host="127.0.0.1", port=port, log_level="error", lifespan="on")
    server = uvicorn.Server(config)

    def announce() -> None:
        while not server.started:
            time.sleep(0.05)
        sys.stdout.write(f"http://127.0.0.1:{port}/api\n")
        sys.stdout.flush()

    threading.Thread(target=announce, daemon=True).start()
    server.run()


if __name__ == "__main__":
    main()
