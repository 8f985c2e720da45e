"""The front desk: who calls, is it allowed, does time pass, who answers, what is written down, which headers go out."""

import logging
import re
from dataclasses import replace
from datetime import UTC, datetime

from azlift.rehearsal.azure_errors import AzureError
from azlift.rehearsal.faults import Occurrence
from azlift.rehearsal.faults.meeting import Lost, meet_answer, meet_request
from azlift.rehearsal.faults.occurrences import occurrence_of
from azlift.rehearsal.identity import Identity, Principal
from azlift.rehearsal.limits.meeting import charge_call
from azlift.rehearsal.operations import Headers
from azlift.rehearsal.routes.admission import admitted
from azlift.rehearsal.routes.call import Answer, Call, Delivery, answer_json
from azlift.rehearsal.routes.directory import steer_directory
from azlift.rehearsal.routes.entra import answer_public
from azlift.rehearsal.routes.graph import answer_graph
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
        world.access.founder = identity.facts.object_id
        self.received = Received()

    def answer(self, call: Call) -> Answer:
        """The whole life of a request; never raises."""
        call = self._numbered(call)
        extra: Headers = []
        try:
            answer = _welcome(call) or self._public(call) or self._private(call, extra)
        except Lost:
            self.received.count(f"{call.method} lost", call.path)
            answer = Answer(0, delivery=Delivery(cut=True))
        except AzureError as error:
            answer = _refused(error)
        except Exception:
            log.exception("the pretend Azure failed at %s %s (%s)", call.method, call.path, call.correlation_id)
            message = (
                "Encountered internal server error. The pretend Azure's log has the cause under the correlation id "
                f"'{call.correlation_id}'."
            )
            answer = answer_json({"error": {"code": "InternalServerError", "message": message}}, 500)
        self.world.commit()
        body = b"" if call.method == "HEAD" else answer.body
        own = {name for name, _ in answer.headers}
        usual = [header for header in self._usual_headers(call) if header[0] not in own]
        return replace(answer, body=body, headers=(*answer.headers, *extra, *usual))

    def _numbered(self, call: Call) -> Call:
        """The call with a request id of its own, and a correlation id where the client sent none."""
        request_id = self.world.request_guid()
        return replace(call, request_id=request_id, correlation_id=call.correlation_id or request_id)

    def _public(self, call: Call) -> Answer | None:
        """What Entra and the metadata answer without a token; a token that is asked for may meet a mishap."""
        if not (call.method == "POST" and call.path.lower().endswith("/token")):
            return answer_public(self.identity, call)
        occurrence = occurrence_of(call.method, call.path, correlation_id=call.correlation_id)
        self.world.settle()
        meet_request(self.world, occurrence)
        answer = answer_public(self.identity, call)
        return None if answer is None else meet_answer(self.world, occurrence, answer)

    def _private(self, call: Call, extra: Headers) -> Answer:
        principal = self.identity.verify(call.headers.get("authorization", ""), call.endpoint)
        world = self.world
        world.settle()
        if call.path.startswith("/rehearsal/"):
            what = call.path.removeprefix("/rehearsal/")
            if what.partition("/")[0] == "directory":
                return steer_directory(self.identity, call)
            return show_requests(self.received) if what == "requests" else steer(world, call, what)
        if call.path.startswith("/v1.0/"):
            return answer_graph(self.identity, call, principal)
        if call.path.lower().startswith("/subscriptions/"):
            self.identity.check_tenant(principal, world.account.tenant_id, call.endpoint)
        self._charge(call, principal, extra)
        occurrence = occurrence_of(call.method, call.path, principal.object_id, call.correlation_id)
        return self._attend(call, occurrence, principal)

    def _charge(self, call: Call, principal: Principal, extra: Headers) -> None:
        try:
            charge_call(self.world, principal.object_id, call.method, call.path, extra)
        except AzureError:
            self.received.count(f"{call.method} throttled", call.path)
            raise

    def _attend(self, call: Call, occurrence: Occurrence, principal: Principal) -> Answer:
        """Do what is asked, unless the scenario is against it; then the answer meets the scenario once more."""
        meet_request(self.world, occurrence, lambda: self._revoke(call, occurrence.principal))
        try:
            _check_api_version(call)
            with self.world.doing(occurrence), self.world.acting_for(principal):
                answer = self._dispatch(call)
        except AzureError as error:
            answer = _refused(error)
        return meet_answer(self.world, occurrence, answer)

    def _revoke(self, call: Call, principal: str) -> None:
        """Take back every token of a principal, this call's first."""
        self.identity.revoke(principal)
        self.identity.verify(call.headers.get("authorization", ""), call.endpoint)

    def _dispatch(self, call: Call) -> Answer:
        try:
            found = find_route(self.world, call)
            answer = admitted(self.world, call, found).answer()
        except AzureError:
            self.received.count(f"{call.method} refused", call.path)
            raise
        self.received.count(found.name, call.path)
        return answer

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


def _welcome(call: Call) -> Answer | None:
    """What the root says to whoever looks there."""
    if call.path.strip("/") or call.method not in ("GET", "HEAD"):
        return None
    return Answer(200, BANNER, (("content-type", "text/plain; charset=utf-8"),))


def _refused(error: AzureError) -> Answer:
    return answer_json(error.envelope(), error.status, (*error.headers, ("x-ms-failure-cause", "gateway")))


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
