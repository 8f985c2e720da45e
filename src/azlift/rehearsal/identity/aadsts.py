"""What Entra refuses with: AADSTS numbers, the OAuth error each goes with, and Entra's wording.

Numbers and meanings: Microsoft Entra authentication and authorization error codes. Wordings: the bodies that users of
azure-workload-identity, azure-cli, MSAL and its recorded tests report; {words} are filled in.
"""

import time
from typing import Any

REFUSALS: dict[int, tuple[str, str]] = {
    50013: ("invalid_grant", "Assertion failed signature validation. [Reason - {reason}]"),
    50011: (
        "invalid_request",
        "The redirect URI '{uri}' specified in the request does not match the redirect URIs configured for the "
        "application '{app}'. Make sure the redirect URI sent in the request matches one added to your application in "
        "the Azure portal. Navigate to https://aka.ms/redirectUriMismatchError to learn more about how to "
        "troubleshoot this error.",
    ),
    50027: ("invalid_request", "JWT token is invalid or malformed."),
    50034: (
        "invalid_grant",
        "The user account {user} does not exist in the {tenant} directory. To sign into this application, the account "
        "must be added to the directory.",
    ),
    50048: ("invalid_client", "Subject mismatches Issuer claim in the client assertion."),
    50049: ("invalid_instance", "Unknown or invalid instance."),
    50057: ("invalid_grant", "The user account is disabled."),
    50059: (
        "invalid_request",
        "No tenant-identifying information found in either the request or implied by any provided credentials.",
    ),
    50126: ("invalid_grant", "Error validating credentials due to invalid username or password."),
    50173: (
        "invalid_grant",
        "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have "
        "changed or reset their password. The grant was issued on '{issued}' and the TokensValidFrom date (before "
        "which tokens are not valid) for this user is '{valid_from}'.",
    ),
    54005: (
        "invalid_grant",
        "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing "
        "refresh token.",
    ),
    70000: ("invalid_grant", "Provided grant is invalid or malformed."),
    70003: ("unsupported_grant_type", "The app requested an unsupported grant type '{grant}'."),
    70005: ("unsupported_response_type", "The app requested an unsupported response type '{response}'."),
    70008: (
        "invalid_grant",
        "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive "
        "authorization request for this user and resource.",
    ),
    70011: (
        "invalid_scope",
        "The provided request must include a 'scope' input parameter. The provided value for the input parameter "
        "'scope' is not valid. The scope {scope} is not valid.",
    ),
    70016: (
        "authorization_pending",
        "OAuth 2.0 device flow error. Authorization is pending. Continue polling.",
    ),
    70018: ("bad_verification_code", "Invalid verification code."),
    70019: ("expired_token", "Verification code expired."),
    70025: ("invalid_client", "The client '{app}'({name}) has no configured federated identity credentials."),
    90002: (
        "invalid_request",
        "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the "
        "correct cloud. Check with your subscription administrator, this may happen if there are no active "
        "subscriptions for the tenant.",
    ),
    90014: (
        "invalid_request",
        "The required field '{name}' is missing from the credential. Ensure that you have all the necessary "
        "parameters for the login request.",
    ),
    500011: (
        "invalid_resource",
        "The resource principal named {resource} was not found in the tenant named {tenant}. This can happen if the "
        "application has not been installed by the administrator of the tenant or consented to by any user in the "
        "tenant. You might have sent your authentication request to the wrong tenant.",
    ),
    500131: (
        "invalid_grant",
        "Assertion audience does not match the Client app presenting the assertion. The audience in the assertion was "
        "'{audience}' and the expected audience is '{app}' or one of the Application Uris of this application with "
        "App ID '{app}'({name}). The downstream client must request a token for the expected audience (the "
        "application that made the OBO request) and this application should use that token as the assertion.",
    ),
    500133: (
        "invalid_grant",
        "Assertion is not within its valid time range. Ensure that the access token is not expired before using it "
        "for user assertion, or request a new token. Current time: {now}, expiry time of assertion {ends}.",
    ),
    501481: (
        "invalid_grant",
        "The Code_Verifier does not match the code_challenge supplied in the authorization request.",
    ),
    501661: ("invalid_request", "Request to External OIDC endpoint failed."),
    700016: (
        "unauthorized_client",
        "Application with identifier '{app}' was not found in the directory '{tenant}'. This can happen if the "
        "application has not been installed by the administrator of the tenant or consented to by any user in the "
        "tenant. You may have sent your authentication request to the wrong tenant.",
    ),
    700021: (
        "invalid_client",
        "Client assertion application identifier doesn't match 'client_id' parameter. Review the documentation at "
        "https://docs.microsoft.com/azure/active-directory/develop/active-directory-certificate-credentials .",
    ),
    700023: (
        "invalid_client",
        "Client assertion audience claim does not match Realm issuer. Review the documentation at "
        "https://docs.microsoft.com/azure/active-directory/develop/active-directory-certificate-credentials .",
    ),
    700024: (
        "invalid_client",
        "Client assertion is not within its valid time range. Current time: {now}, assertion valid from {begins}, "
        "expiry time of assertion {ends}. Review the documentation at "
        "https://docs.microsoft.com/azure/active-directory/develop/active-directory-certificate-credentials .",
    ),
    700027: ("invalid_client", "{problem} [Reason - {reason}]"),
    700211: (
        "invalid_client",
        "No matching federated identity record found for presented assertion issuer '{value}'. {check}",
    ),
    700212: (
        "invalid_client",
        "No matching federated identity record found for presented assertion audience '{value}'. {check}",
    ),
    700213: (
        "invalid_client",
        "No matching federated identity record found for presented assertion subject '{value}'. {check}",
    ),
    900023: (
        "invalid_request",
        "Specified tenant identifier '{tenant}' is neither a valid DNS name, nor a valid external domain.",
    ),
    900144: ("invalid_request", "The request body must contain the following parameter: '{name}'."),
    900561: ("invalid_request", "The endpoint only accepts POST requests. Received a {method} request."),
    901002: ("invalid_request", "The 'resource' request parameter is not supported."),
    1002012: (
        "invalid_scope",
        "The provided value for scope {scope} is not valid. Client credential flows must have a scope value with "
        "/.default suffixed to the resource identifier (application ID URI).",
    ),
    5002723: (
        "invalid_client",
        "Invalid JWT token. No certificate SHA-1 thumbprint, certificate SHA-256 thumbprint, nor keyId specified in "
        "token header.",
    ),
    5002738: (
        "invalid_client",
        "Invalid JWT token. '{algorithm}' is not a supported signature algorithm. Supported signing algorithms are: "
        "'{supported}'",
    ),
    7000112: ("unauthorized_client", "Application '{app}'({name}) is disabled."),
    7000215: (
        "invalid_client",
        "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not "
        "the client secret ID, for a secret added to app '{app}'.",
    ),
    7000216: (
        "invalid_client",
        "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.",
    ),
    7000218: (
        "invalid_client",
        "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    ),
    7000222: (
        "invalid_client",
        "The provided client secret keys for app '{app}' are expired. Visit the Azure portal to create new keys for "
        "your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: "
        "https://aka.ms/certCreds.",
    ),
    7000272: (
        "invalid_client",
        "The certificate with identifier {key} used to sign the federated credential could not be found in the "
        "metadata of identity provider {issuer}. Please validate that your Identity Provider's metadata exposes the "
        "key used to sign the incoming token.",
    ),
    7002138: (
        "invalid_client",
        "No matching federated identity record found for presented assertion subject '{value}'. The subject matches "
        "with case-insensitive comparison, but not with case-sensitive comparison. {check}",
    ),
    9001023: (
        "invalid_request",
        "The grant type is not supported over the /common or /consumers endpoints. Please use the /organizations or "
        "tenant-specific endpoint.",
    ),
    9002313: ("invalid_request", "Invalid request. Request is malformed or invalid."),
}


class TokenError(Exception):
    """A refusal of Entra: its AADSTS number, the OAuth error, Entra's words."""

    def __init__(self, number: int, error: str, message: str) -> None:
        super().__init__(message)
        self.number = number
        self.error = error
        self.message = message

    @property
    def status(self) -> int:
        """401 for a client that failed to prove itself (RFC 6749, 5.2), 400 for everything else."""
        return 401 if self.error == "invalid_client" else 400

    def body(self, trace_id: str, correlation_id: str) -> dict[str, Any]:
        """The answer's JSON; the ids and the time stand in the description too, as Entra writes them."""
        stamp = time.strftime("%Y-%m-%d %H:%M:%SZ", time.gmtime())
        trail = f" Trace ID: {trace_id} Correlation ID: {correlation_id} Timestamp: {stamp}"
        return {
            "error": self.error,
            "error_description": f"AADSTS{self.number}: {self.message}{trail}",
            "error_codes": [self.number],
            "timestamp": stamp,
            "trace_id": trace_id,
            "correlation_id": correlation_id,
            "error_uri": f"https://login.microsoftonline.com/error?code={self.number}",
        }


def refusal(number: int, **words: object) -> TokenError:
    """The refusal of a number, its words filled in."""
    error, wording = REFUSALS[number]
    return TokenError(number, error, wording.format(**words))
