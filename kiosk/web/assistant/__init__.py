"""The pages of village assistants: phone first, one village each."""
