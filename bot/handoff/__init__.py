"""Messages to préfecture inboxes: the directory of inboxes, the outbox, the relay and the mail itself."""
