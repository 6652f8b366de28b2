"""Build addresses that add a credential to a LinkedIn profile: they open LinkedIn's own form, filled in."""

from __future__ import annotations

from urllib.parse import urlencode

from labelwright_portfolio.works import Work

FORM = "https://www.linkedin.com/profile/add"


def linkedin_address(work: Work, site: str) -> str:
    """Return the address for one work; `site` is where the portfolio is published, empty if it is not."""
    year, month, _ = work.credential["awardedDate"].split("-", 2)
    fields = {
        "startTask": "CERTIFICATION_NAME",
        "name": work.credential["name"],
        "organizationName": work.credential["issuer"]["name"],
        "issueYear": year,
        "issueMonth": str(int(month)),
        "certId": work.credential["id"],
    }
    if site:
        fields["certUrl"] = f"{site}work/{work.slug}.html"
    return f"{FORM}?{urlencode(fields)}"
