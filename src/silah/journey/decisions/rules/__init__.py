"""Pure rules of deciding: who is in the room, what carries, who settles, when a reply is due."""
