"""Telling people: who is told what (`notices.yaml`), in which words, and by which service."""

from azlift.notices.posting import Messenger, Outbox, Post
from azlift.notices.quiet import is_quiet
from azlift.notices.reading import NOTICES_FILE, ChangeTickets, Channel, Notices, notices_schema, read_notices
from azlift.notices.reminders import due_reminders
from azlift.notices.topics import Happening, Topic, topic_of
from azlift.notices.writing import Message, Notice, bundled, notice_of

__all__ = [
    "NOTICES_FILE",
    "ChangeTickets",
    "Channel",
    "Happening",
    "Message",
    "Messenger",
    "Notice",
    "Notices",
    "Outbox",
    "Post",
    "Topic",
    "bundled",
    "due_reminders",
    "is_quiet",
    "notice_of",
    "notices_schema",
    "read_notices",
    "topic_of",
]
