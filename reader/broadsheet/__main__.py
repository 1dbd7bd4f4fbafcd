"""`python -m broadsheet` is `broadsheet`."""

import sys

from broadsheet.cli.main import main

sys.exit(main())
