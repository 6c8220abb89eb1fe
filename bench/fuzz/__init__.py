"""Fuzzing: damaged files, hostile texts and damaged builds go in; every promise that they break comes out."""
