"""The courier liaison: parcels packed, handed to the post, followed up, and the ledger of them all."""
