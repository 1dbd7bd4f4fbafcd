"""`python -m broadsheet` is `broadsheet`."""

import sys

from broadsheet.entry import main

sys.exit(main())
