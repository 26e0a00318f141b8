"""The only public door: the chat API, the downloads and the pages, in front of Rasa."""
