"""The browser's side: what the browser SDK's script calls. Any origin may, and it knows no secrets."""
