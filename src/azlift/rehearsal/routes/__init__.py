"""The doors of the pretend Azure: each route reads a call, asks the world, and words the answer."""
