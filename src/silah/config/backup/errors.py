"""Why a backup or a restore did not happen."""


class BackupError(Exception):
    """One sentence for the operator."""
