"""备份与恢复: the hall's data as one file, made while the hall serves, and put back with care."""
