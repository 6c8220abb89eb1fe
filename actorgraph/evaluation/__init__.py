"""Gold annotations and claims in; scores out. Never used by a build."""
