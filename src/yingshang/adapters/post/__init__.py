"""One HTTP POST to an address that somebody else typed in: resolved once, checked, no redirects."""

from yingshang.adapters.post._post import Answer, Failed, Refused, check_url, post

__all__ = ["Answer", "Failed", "Refused", "check_url", "post"]
