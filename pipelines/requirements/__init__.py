"""Requirements: the degrees and years of experience a posting asks for, and its conditions, such as certifications.

Skills belong in `skills`; sections and stated needs in `text`. Others call `posting_requirements` and `conditions`.
"""
