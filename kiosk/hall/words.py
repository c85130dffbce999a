"""两种语言: a sentence of the hall's content in Chinese, with its English beside it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """What the content says, in both languages; the Chinese is never missing."""

    zh: str
    en: str = ""

    def said(self, language: str) -> str:
        """Give the words in a language, in Chinese while the English is missing."""
        return self.en if language == "en" and self.en else self.zh

    def __bool__(self) -> bool:
        return bool(self.zh)


NO_WORDS = Words("")
