"""Azure Migrate's files -> readings: import CSV, discovery report, assessment report, agentless dependency export.

Each reader has two functions: `recognise` says by what content a source is known to be its format, `read` reads it.
"""
