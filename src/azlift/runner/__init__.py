"""Runs flows in this process, and a whole rehearsal; the one engine package that may import Prefect.

Nothing is imported here: Prefect costs more than a second, which neither `azlift status` nor a child process need pay.
"""
