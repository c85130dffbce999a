"""From a document to text, bytes or a picture."""
