"""The sample office: a lifelike, wholly invented year of Cao Bằng's Sở Ngoại vụ, and stores of any size for scale work.

``make_office`` lets an invented year go through the office's own acts, so that findings, letters, registers, journal and search
are what they would be; ``make_scale`` writes rows by the thousand. Both give the same content each time. What is invented
from stands in ``resources/sample``.
"""

from models.work.sample.scale import make_scale
from models.work.sample.year import PASSWORD, USERS, Summary, make_office

__all__ = ["PASSWORD", "USERS", "Summary", "make_office", "make_scale"]
