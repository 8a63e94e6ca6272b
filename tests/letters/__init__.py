"""Letters: golden contents, golden lines read back from the PDF, layout rules."""
