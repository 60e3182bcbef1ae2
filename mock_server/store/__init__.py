"""Where sandboxes and what they hold are kept."""
