"""The front desk: who calls, is it allowed, does time pass, who answers, what is written down, which headers go out."""

import logging
import math
import re
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.faults import REQUEST_KINDS
from azlift.rehearsal.identity import Identity, TokenError
from azlift.rehearsal.operations import Headers
from azlift.rehearsal.routes import platform
from azlift.rehearsal.routes.call import Answer, Call, answer_json
from azlift.rehearsal.routes.steering import Received, show_requests, steer
from azlift.rehearsal.routes.table import find_route
from azlift.rehearsal.world import World

log = logging.getLogger("azlift.rehearsal")
API_VERSION = re.compile(r"^\d{4}-\d{2}-\d{2}(-(preview|alpha|beta|rc|privatepreview))?$")
REGION = "REHEARSAL"
BANNER_HEADER = ("x-azlift-rehearsal", "this is not Azure")
BANNER = b"This is not Azure: it is a pretend one, for rehearsals on this machine. Nothing in it is real.\n"


class Front:
    """One world behind one desk; `answer` is all a transport needs."""

    def __init__(self, world: World, identity: Identity) -> None:
        self.world = world
        self.identity = identity
        self.received = Received()

    def answer(self, call: Call) -> Answer:
        """The whole life of a request; never raises."""
        call = self._numbered(call)
        extra: Headers = []
        try:
            answer = self._public(call) or self._private(call, extra)
        except AzureError as error:
            headers = (*error.headers, ("x-ms-failure-cause", "gateway"))
            answer = answer_json(error.envelope(), error.status, headers)
        except Exception:
            log.exception("the pretend Azure failed at %s %s (%s)", call.method, call.path, call.correlation_id)
            message = (
                "Encountered internal server error. The pretend Azure's log has the cause under the correlation id "
                f"'{call.correlation_id}'."
            )
            answer = answer_json({"error": {"code": "InternalServerError", "message": message}}, 500)
        self.world.commit()
        body = b"" if call.method == "HEAD" else answer.body
        return Answer(answer.status, body, (*answer.headers, *extra, *self._usual_headers(call)))

    def _numbered(self, call: Call) -> Call:
        """The call with a request id of its own, and a correlation id where the client sent none."""
        request_id = self.world.request_guid()
        return replace(call, request_id=request_id, correlation_id=call.correlation_id or request_id)

    def _public(self, call: Call) -> Answer | None:
        """What is answered without a token: metadata and the token endpoint; None for everything else."""
        parts = [part for part in call.path.split("/") if part]
        if not parts and call.method in ("GET", "HEAD"):
            return Answer(200, BANNER, (("content-type", "text/plain; charset=utf-8"),))
        if call.path == "/metadata/endpoints" and call.method == "GET":
            return answer_json(platform.metadata(call.endpoint, self.identity.facts.tenant_id))
        if len(parts) != 4 or parts[0] in ("subscriptions", "rehearsal"):
            return None
        place = (call.method, *parts[1:])
        if place == ("GET", "v2.0", ".well-known", "openid-configuration"):
            return answer_json(self.identity.openid_configuration(call.endpoint, parts[0]))
        if place == ("GET", "discovery", "v2.0", "keys"):
            return answer_json(self.identity.keys())
        if place == ("POST", "oauth2", "v2.0", "token"):
            return self._token(call, parts[0])
        return None

    def _token(self, call: Call, tenant: str) -> Answer:
        form = dict(parse_qsl(call.body.decode("utf-8", "replace"), keep_blank_values=True))
        try:
            return answer_json(self.identity.issue(tenant, form, call.endpoint))
        except TokenError as error:
            return answer_json(error.body(), error.status)

    def _private(self, call: Call, extra: Headers) -> Answer:
        principal = self.identity.verify(call.headers.get("authorization", ""), call.endpoint)
        world = self.world
        world.settle()
        if call.path.startswith("/rehearsal/"):
            what = call.path.removeprefix("/rehearsal/")
            return show_requests(self.received) if what == "requests" else steer(world, call, what)
        self._throttle(principal, call, extra)
        self._mishap(call)
        _check_api_version(call)
        return self._dispatch(call)

    def _dispatch(self, call: Call) -> Answer:
        try:
            found = find_route(self.world, call)
            answer = found.answer()
        except AzureError:
            self.received.count(f"{call.method} refused", call.path)
            raise
        self.received.count(found.name, call.path)
        return answer

    def _throttle(self, principal: str, call: Call, extra: Headers) -> None:
        world = self.world
        kind, remaining, wait = world.limits.take(principal, call.method, world.instant)
        extra.append((f"x-ms-ratelimit-remaining-subscription-{kind}", str(remaining)))
        if wait:
            raise self._too_many(call, wait)

    def _too_many(self, call: Call, wait: float) -> AzureError:
        """429 with the wait in the client's real time; Retry-After in whole seconds, or a POST would not be tried
        again."""
        speed = self.world.clock.speed or 1.0
        seconds = max(1, math.ceil(wait / speed))
        message = (
            f"Number of requests for subscription '{self.world.account.subscription_id}' and operation "
            f"'{call.method}' exceeded "
            f"the backend storage limit. Please try again after '{seconds}' seconds."
        )
        return AzureError(429, "SubscriptionRequestsThrottled", message, headers=[("retry-after", str(seconds))])

    def _mishap(self, call: Call) -> None:
        """A planned fault on the request itself."""
        fault = self.world.strike(call.method, call.path, REQUEST_KINDS)
        if fault is None:
            return
        self.received.count(f"{call.method} mishap", call.path)
        if fault.kind == "throttle":
            raise self._too_many(call, fault.seconds)
        raise AzureError(fault.status, fault.code, fault.message)

    def _usual_headers(self, call: Call) -> Headers:
        stamp = datetime.fromtimestamp(self.world.instant, UTC).strftime("%Y%m%dT%H%M%SZ")
        return [
            ("cache-control", "no-cache"),
            ("pragma", "no-cache"),
            ("expires", "-1"),
            ("strict-transport-security", "max-age=31536000; includeSubDomains"),
            ("x-content-type-options", "nosniff"),
            BANNER_HEADER,
            ("x-ms-request-id", call.request_id),
            ("x-ms-correlation-request-id", call.correlation_id),
            ("x-ms-routing-request-id", f"{REGION}:{stamp}:{call.request_id}"),
        ]


def _check_api_version(call: Call) -> None:
    version = call.query.get("api-version")
    if not version:
        message = "The api-version query parameter (?api-version=) is required for all requests."
        raise AzureError(400, "MissingApiVersionParameter", message)
    if not API_VERSION.fullmatch(version):
        message = (
            f"The api-version '{version}' is invalid. The supported versions have the form 'yyyy-MM-dd' "
            "or end in '-preview'."
        )
        raise AzureError(400, "InvalidApiVersionParameter", message)
