"""Values: what one cell says, by words and signs: numbers, pay, dates and ages, levels, work mode.

Places have their own room. What looks at a whole posting belongs in `cleaning`.
"""
