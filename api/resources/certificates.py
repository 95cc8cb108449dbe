"""Certificates (方案证明): a file that somebody holds is verified, whatever office it came from."""

import json
from collections.abc import Mapping
from typing import Any

from flask import request

from allocator.decisions.certificates.verification import verify
from allocator.domain.words import Text
from allocator.services.plans.certificates import verdict_view
from api.noun import Noun
from api.refusals import Refusal
from api.schemas.explanations import CertificateIn, Verdict, VerifyQuery

certificates = Noun("certificates", "证明 Certificates of plans, verified from their file alone.")
MOST_BYTES = 4 * 2**20
TOO_LARGE = Refusal(
    413,
    "certificate-too-large",
    Text(f"证明文件超过 {MOST_BYTES // 2**20} MiB。", f"The certificate has more than {MOST_BYTES // 2**20} MiB."),
    Text("请用 fenliu certificate verify 核验。", "Verify it with `fenliu certificate verify`."),
)


@certificates.post("/verify")
@certificates.needs("certificates:verify")
@certificates.arguments(VerifyQuery, location="query")
@certificates.arguments(CertificateIn)
@certificates.response(200, Verdict)
def check(query: Mapping[str, Any], body: Mapping[str, Any]) -> Any:
    """Verify a certificate: digests, plan, values and hard rules, and every bound by another solver.

    Within a few seconds: bounds not confirmed by then are left open, which is said. Keeps nothing.
    """
    if (request.content_length or 0) > MOST_BYTES:
        raise TOO_LARGE
    return verdict_view(verify(json.dumps(body), query["seconds"]))
