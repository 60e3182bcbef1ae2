"""The browser's side in a real Chromium: the SDK's script on a page of another origin, and the window it opens."""
