"""Words for people, in Vietnamese: typed functions from facts to neutral markup, a file a noun."""
