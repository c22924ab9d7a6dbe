"""Foreign employment licences of Nepal."""
