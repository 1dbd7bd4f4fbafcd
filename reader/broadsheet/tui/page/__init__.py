"""How text becomes a page: Markdown -> blocks -> lines of a certain width."""
