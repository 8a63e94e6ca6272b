"""The check of the layout: planted faults, right papers, files that cannot be read, the command, the last net before paper."""
