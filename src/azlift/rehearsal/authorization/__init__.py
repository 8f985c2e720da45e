"""Microsoft.Authorization: roles and who has them, locks, policies."""
