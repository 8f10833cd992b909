"""Listing pages: one page that holds several reports, split into its items.

Four shapes of listing are known: cards of an HTML page, title lines with a stamp of source and date beside them, briefs
that each begin with a mark of one kind (a number, a clock, a symbol, a lead), and blocks under a digest's heading. A
shape counts only where it comes
again and again and no running text ties its parts together; an article in sections is never split.
"""

from newsmill.items.blocks import split_blocks
from newsmill.items.briefs import split_briefs
from newsmill.items.cards import split_cards, split_plain_cards
from newsmill.items.flashes import split_flashes
from newsmill.items.fronts import refuse_front
from newsmill.items.lines import LineReader
from newsmill.items.listing import Item, Listing, trim
from newsmill.items.places import take_places
from newsmill.items.stamps import remove_teasers, split_stamped

__all__ = [
    "Item",
    "LineReader",
    "Listing",
    "refuse_front",
    "remove_teasers",
    "split_blocks",
    "split_briefs",
    "split_cards",
    "split_flashes",
    "split_plain_cards",
    "split_stamped",
    "take_places",
    "trim",
]
