"""Words for people, in Vietnamese: typed functions from facts to neutral markup, one file per noun."""
