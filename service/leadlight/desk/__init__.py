"""The web pages for people: paste a link or a text, read the verdict. Server-rendered, no build step."""
