"""Digital signatures on finished PDFs: put on with a key file or a token, and read back in words a clerk understands.

Knows no store and no letters: bytes in, bytes or a report out. Cryptography and the PDF part are pyHanko's; nothing here goes
to the network.
"""
