"""Records in the words of others: Web Annotation, schema.org, PROV.

Each standard is a pure function from a record to JSON-able documents (``annotations``,
``schemaorg``, ``provenance``); ``documents`` streams them as JSON Lines. Nothing is fetched, no
clock is read, and every id comes from the content. ``recorded`` reads records back from JSON Lines
and ``selection`` picks claims out of them. Nothing is imported here, as in the room above.
"""
