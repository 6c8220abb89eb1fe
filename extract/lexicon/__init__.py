"""Rule data (`*.toml`) in; validated, typed tables out.

Holds words and no logic: a rule that needs the parse belongs to `syntax`, `clauses` or `coreference`.
"""
