"""The terminal as Textual drives it, without the ways in which that could end the reader."""

from textual.drivers.linux_driver import LinuxDriver


class TerminalDriver(LinuxDriver):
    """Survives bytes that are no text, and a signal to go on that nobody stopped for."""

    def run_input_thread(self) -> None:
        """Read keys until told to end.

        Bytes that are no UTF-8 (another encoding's letters, a paste cut in half) are left out with
        what came in the same moment; Textual's own way ends the program at the first of them.
        """
        while True:
            try:
                super().run_input_thread()
            except UnicodeDecodeError:
                continue
            return

    def _sigcont_application(self, *_: object) -> None:
        # It also comes when the window is closed, or after SIGSTOP. Textual then begins to read
        # keys a second time, beside the first, and what it told the terminal twice it undoes once.
        if self._must_signal_resume:
            super()._sigcont_application()
