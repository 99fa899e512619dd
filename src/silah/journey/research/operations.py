"""The verbs of referral and study."""

from silah.journey.research.handing import hand_on_referral, hand_on_study
from silah.journey.research.referrals import (
    accept_referral,
    answer_referral,
    close_unconfirmed,
    confirm_clarity,
    log_try,
    refer,
)
from silah.journey.research.studies import Written, begin_study, save_study, submit_study

__all__ = [
    "Written",
    "accept_referral",
    "answer_referral",
    "begin_study",
    "close_unconfirmed",
    "confirm_clarity",
    "hand_on_referral",
    "hand_on_study",
    "log_try",
    "refer",
    "save_study",
    "submit_study",
]
