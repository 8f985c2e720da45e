"""Inventories that are no hypervisor's export: portfolios, databases of configuration, wave sheets, plain lists.

One module per format, each with `recognise` (by what its tables hold, never by the file's name) and `read`.
"""
