"""Arabic text: digits, tidying, and names as two people may spell them."""

from silah.foundation.kernel.text.letters import ascii_digits, clean, eastern_digits

__all__ = ["ascii_digits", "clean", "eastern_digits"]
