"""How long personal data are kept, by name. The reasons: docs/decisions/0009-conservation.md.

The ministry's data protection officer has the last word: what is decided is changed here, and nowhere else.
"""

from datetime import timedelta

from bot.letter import drafts

#: A conversation, after its last event: long enough to come back to it and to learn from what it did not
#: understand. The visitor's session itself ends after a day.
CONVERSATION = timedelta(days=30)

#: A draft, after its last change: what the assistant promises to whoever comes back with a code.
DRAFT = drafts.KEPT_FOR

#: A letter that no dossier was opened with, after it was written: as long as its draft.
LETTER_WITHOUT_DOSSIER = timedelta(days=30)

#: A code and the message that carried it: good for ten minutes, counted for an hour.
CODE = timedelta(days=1)

#: A dossier that is closed, after its closing: the time to answer who asks what became of it.
CLOSED_DOSSIER = timedelta(days=365)

#: A dossier that nobody moved: it is closed, then emptied like any other. From the letter to the signature
#: a contract takes some months; two years without a step is an abandoned one.
IDLE_DOSSIER = timedelta(days=730)

#: The bytes of a message that was sent, after it was: until then its recipient may say it never came.
SENT_BYTES = timedelta(days=30)

#: The bytes of a message that was given up, after it was queued: an operator may send it again until then.
DEAD_BYTES = timedelta(days=90)

#: What is left of a message, its recipient and its dates: proof of when what was sent to whom.
MESSAGE = timedelta(days=365)

#: A question that was handed over: as long as its messages.
QUESTION = timedelta(days=365)

#: An opinion on an answer, a decision of a reviewer: a year of figures to compare. Neither names anybody.
FEEDBACK = timedelta(days=365)
REVIEW = timedelta(days=365)

#: A mail written as a file, outside production.
MAIL_FILE = timedelta(days=30)
