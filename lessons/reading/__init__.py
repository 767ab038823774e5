"""Course files to frozen values; every fault with its file and line."""
