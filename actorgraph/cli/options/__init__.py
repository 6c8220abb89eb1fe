"""Words of the command line in; one frozen object per group of options out, passed to the command as a parameter."""
