"""Paper under every fault that the hall's printers know, with time that runs only when somebody waits."""
