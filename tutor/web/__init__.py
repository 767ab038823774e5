"""The app in a browser: a web server that runs one process of the app for each tab."""
