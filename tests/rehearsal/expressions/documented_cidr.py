"""Microsoft, "CIDR functions for ARM templates" and "CIDR functions for Bicep"."""

from tests.rehearsal.expressions.documented import Example


def _five(function: str, call: str) -> str:
    return f"map(range(0, 5), lambda('i', {function}({call}, lambdaVariables('i'))))"


EXAMPLES = [
    Example(
        "parseCidr",
        "v4info",
        "parseCidr('10.144.0.0/20')",
        {
            "network": "10.144.0.0",
            "netmask": "255.255.240.0",
            "broadcast": "10.144.15.255",
            "firstUsable": "10.144.0.1",
            "lastUsable": "10.144.15.254",
            "cidr": 20,
        },
    ),
    Example(
        "parseCidr",
        "v6info",
        "parseCidr('fdad:3236:5555::/48')",
        {
            "network": "fdad:3236:5555::",
            "netmask": "ffff:ffff:ffff::",
            "firstUsable": "fdad:3236:5555::",
            "lastUsable": "fdad:3236:5555:ffff:ffff:ffff:ffff:ffff",
            "cidr": 48,
        },
    ),
    Example(
        "cidrSubnet",
        "v4subnets",
        _five("cidrSubnet", "'10.144.0.0/20', 24"),
        ["10.144.0.0/24", "10.144.1.0/24", "10.144.2.0/24", "10.144.3.0/24", "10.144.4.0/24"],
    ),
    Example(
        "cidrSubnet",
        "v6subnets",
        _five("cidrSubnet", "'fdad:3236:5555::/48', 52"),
        [
            "fdad:3236:5555::/52",
            "fdad:3236:5555:1000::/52",
            "fdad:3236:5555:2000::/52",
            "fdad:3236:5555:3000::/52",
            "fdad:3236:5555:4000::/52",
        ],
    ),
    Example(
        "cidrHost",
        "v4hosts",
        _five("cidrHost", "'10.144.3.0/24'"),
        ["10.144.3.1", "10.144.3.2", "10.144.3.3", "10.144.3.4", "10.144.3.5"],
    ),
    Example(
        "cidrHost",
        "v6hosts",
        _five("cidrHost", "'fdad:3236:5555:3000::/52'"),
        [
            "fdad:3236:5555:3000::1",
            "fdad:3236:5555:3000::2",
            "fdad:3236:5555:3000::3",
            "fdad:3236:5555:3000::4",
            "fdad:3236:5555:3000::5",
        ],
    ),
    Example("cidrHost", "192.168.1.0/24", "cidrHost('192.168.1.0/24', 0)", "192.168.1.1"),
]
