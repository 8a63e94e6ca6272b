"""Text, catalogue, appraisal, statistics: no database, no screen, seconds for the whole folder."""
