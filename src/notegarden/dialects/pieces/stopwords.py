"""Stop words of four letters and more."""

from __future__ import annotations

_WORDS = """
    able about above actually after again against ahead almost alone along already also although always among another
    anything around asked away back based because become becomes been before began behind being believe below best
    better between beyond both bring called came cannot case cases certain change changes clear come comes common
    could create current currently days deal decide depends described different directly does doesn doing done
    down during each earlier easily easy either else enough especially etcetera even ever every everyone everything
    exactly example examples fact feel find first following form found from full general generally gets getting give
    given gives giving goes going gone good gotten great half happen happens hard have haven having hence here high
    himself however https idea important include includes including info inside instead into isn't issue itself
    just keep kind kinds know known large last later least less lets level like likely line link links list little
    long longer look looking looks lots made main mainly make makes making many matter maybe mean means might more most
    mostly move much must myself name named need needed needs never next nice nothing note notes number often once
    ones only onto open order other others otherwise ours ourselves over overall page part particular parts people
    perhaps place point points possible pretty previous probably provide provides quite rather read real really
    reason related rest right said same second section seem seems seen send sense several shall should show shows
    side similar simple simply since single slightly small some someone something sometimes somewhat soon sort
    source specific start started starts still stuff such sure take taken takes tell tend than that that's their
    theirs them themselves then there therefore these they they're thing things think this those though thought
    three through throughout thus time times today together told took toward towards tried true trying turn type
    types under unless until upon used useful user uses using usually various very video want wants ways well went
    were what whatever when where whether which while whole whom whose will with within without words work works
    would write written wrong year years you'd you'll you're your yours yourself yourselves
"""
STOPWORDS = frozenset(_WORDS.split())
