"""The voices that can read a call out; a hall chooses one."""
