"""Paper: documents, encoders, devices and the print agent."""
