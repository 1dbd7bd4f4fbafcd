"""Broadsheet's own themes, dark and light, in Textual's theme tokens."""

from textual.theme import Theme

DARK = Theme(
    name="broadsheet-dark",
    primary="#e8c07d",
    secondary="#8fb4c8",
    accent="#d98f6c",
    foreground="#d8d4cb",
    background="#16181b",
    surface="#1b1e22",
    panel="#24282d",
    success="#9bb87d",
    warning="#e0a84e",
    error="#d9685b",
    dark=True,
    variables={
        "block-cursor-background": "#57462a",
        "block-cursor-foreground": "#fff6e3",
        "block-cursor-blurred-background": "#322c22",
        "block-cursor-blurred-foreground": "#d8d4cb",
        "footer-key-foreground": "#e8c07d",
        "footer-background": "#1b1e22",
    },
)

LIGHT = Theme(
    name="broadsheet-light",
    primary="#7a4a12",
    secondary="#2f6078",
    accent="#a34726",
    foreground="#26241f",
    background="#f7f3ea",
    surface="#f1ecdf",
    panel="#e6dfcd",
    success="#4d6b2e",
    warning="#96600a",
    error="#a3291f",
    dark=False,
    variables={
        "block-cursor-background": "#ecc684",
        "block-cursor-foreground": "#1a1814",
        "block-cursor-blurred-background": "#ebdfc3",
        "block-cursor-blurred-foreground": "#26241f",
        "footer-key-foreground": "#7a4a12",
        "footer-background": "#f1ecdf",
    },
)
